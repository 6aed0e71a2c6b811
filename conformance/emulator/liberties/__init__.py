"""What a store may do otherwise and keep its contract: nothing of it may ever be held against a store."""

from __future__ import annotations

from conformance.emulator.liberties.catalogue import LIBERTIES, with_liberties
from conformance.emulator.liberties.registry import Liberty

__all__ = ["LIBERTIES", "Liberty", "with_liberties"]

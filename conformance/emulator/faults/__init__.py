"""Switchable misbehaviours: each exchanges one part of the store and breaks one requirement."""

from __future__ import annotations

from conformance.emulator.faults.catalogue import FAULTS, fault_names, with_faults
from conformance.emulator.faults.registry import Fault

__all__ = ["FAULTS", "Fault", "fault_names", "with_faults"]

"""Serves the emulator as a server of its own, for people and for other processes."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from conformance.errors import UserMistake
from conformance.targets.embedded import READ_ONLY_TOKEN, STORE_HASH, TOKEN, refuse_unknown_faults


def serve_emulator(
    host: str, port: int, *, database: str, tax_mode: str, faults: Sequence[str], control: bool
) -> None:
    """Serves until interrupted; raises :class:`UserMistake` when the port can't be had."""
    refuse_unknown_faults(faults)
    emulator: Any = import_module("conformance.emulator")
    settings = emulator.Settings(
        store_hash=STORE_HASH,
        token=TOKEN,
        read_only_token=READ_ONLY_TOKEN,
        database=database,
        tax_mode=tax_mode,
        faults=tuple(faults),
        control=control,
    )
    try:
        emulator.serve(host, port, settings)
    except OSError as error:
        raise UserMistake(f"can't listen: {error.strerror}", f"{host}:{port}", "name a free --port") from error

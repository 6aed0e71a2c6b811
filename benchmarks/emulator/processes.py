"""Who has a database open: the processes, or workers, behind a served emulator. Linux tells it under /proc."""

from __future__ import annotations

import os
import time
from pathlib import Path

from benchmarks.emulator.served import PATIENCE

# A machine that does much else may need several times the usual patience; a hang shows all the same.
LONGER = 4


def users_of(database: Path) -> frozenset[int]:
    """The processes that have the file open, without this one."""
    found = set()
    for held in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if held.readlink() == database:
                found.add(int(held.parts[2]))
        except OSError:
            # The process, or its grip on the file, is gone; or it is another user's.
            continue
    return frozenset(found - {os.getpid()})


def until_used_by(database: Path, processes: int, *, without: int | None = None) -> frozenset[int]:
    """The processes that have the file open, as soon as they are so many.

    `without` is a process that was killed and counts no more: it may live for a moment after the signal.
    Raises TimeoutError if they never are so many.
    """
    deadline = time.monotonic() + LONGER * PATIENCE
    found: frozenset[int] = frozenset()
    while time.monotonic() < deadline:
        found = users_of(database) - {without}
        if len(found) >= processes:
            return found
        time.sleep(0.02)
    raise TimeoutError(f"{len(found)} instead of {processes} processes have {database.name} open")

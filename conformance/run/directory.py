"""Where a run is written."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from conformance.errors import UserMistake

# More runs than this within one second is no accident to be named apart.
SAME_SECOND = 100


def new_run_directory(asked: str | None) -> Path:
    """An empty directory for a run: the one asked for, or a new one below ``reports/`` named by the time.

    Raises :class:`UserMistake` when the one asked for already holds a run or can't be made.
    """
    try:
        if asked is not None:
            return _asked(Path(asked))
        return _named_by_time(Path("reports"))
    except OSError as error:
        where = asked or "reports/"
        raise UserMistake(
            f"the run can't be written: {error.strerror}", where, "name a writable --run-directory"
        ) from error


def _asked(directory: Path) -> Path:
    directory.mkdir(parents=True, exist_ok=True)
    if any(directory.glob("record-*.jsonl")):
        raise UserMistake("the run directory already holds a run", str(directory), "name a new --run-directory")
    return directory


def _named_by_time(reports: Path) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    for number in range(SAME_SECOND):
        directory = reports / (f"{stamp}-{number}" if number else stamp)
        if not directory.exists():
            directory.mkdir(parents=True)
            return directory
    raise UserMistake("too many runs in one second", str(reports), "name a --run-directory")

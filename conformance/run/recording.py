"""The record on a disk that may be full or closed to us: a mistake to mend, not a crash."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from conformance.errors import UserMistake
from conformance.verdict import RecordWriter
from conformance.verdict.values import Line


class RunRecordWriter(RecordWriter):
    """A :class:`RecordWriter` that raises :class:`UserMistake` where the disk refuses."""

    def __init__(self, path: Path, mask: Callable[[str], str]) -> None:
        self._path = path
        with self._told():
            super().__init__(path, mask)

    def write(self, line: Line) -> None:
        """One line, masked and flushed."""
        with self._told():
            super().write(line)

    def close(self) -> None:
        """Closes the file."""
        with self._told():
            super().close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise UserMistake(
                f"the record of the run could not be written: {error.strerror or error}",
                str(self._path),
                "make room there and see that the folder can be written to, then run again",
            ) from error

"""The end of a run: the parts of its record joined, judged, and written out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from conformance.requirements import Catalogue
from conformance.signoff import write_reports
from conformance.verdict import Judgement, RunRecord, judge, read_record


def close_run(
    directory: Path, catalogue: Catalogue, mask: Callable[[str], str] | None
) -> tuple[RunRecord, Judgement]:
    """Reads every part of the record, judges it and writes the reports beside it, masked; none without a mask.

    Raises :class:`conformance.errors.UserMistake` when a report could not be written; the others were.
    """
    record = read_record(parts(directory))
    judgement = judge(record, catalogue)
    if mask is not None:
        write_reports(record, judgement, directory, mask)
    return record, judgement


def parts(directory: Path) -> list[Path]:
    """The parts of a record: the leading process's first, then the workers' in their order."""
    found = directory.glob("record-*.jsonl")
    return sorted(found, key=lambda path: (path.name != "record-main.jsonl", path.name))

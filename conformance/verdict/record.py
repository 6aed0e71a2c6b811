"""The run record: JSON Lines, written as the run goes, closed by a footer, checked line by line when read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TypeVar

import msgspec

from conformance.errors import UserMistake
from conformance.verdict.texts import encodable, rewritten
from conformance.verdict.values import (
    Check,
    Coverage,
    Drift,
    Exchange,
    Finding,
    Footer,
    Header,
    Line,
    Selection,
    Tally,
)

Kind = TypeVar("Kind")

ENCODER = msgspec.json.Encoder()
DECODER = msgspec.json.Decoder(Line)


class BrokenRecord(UserMistake):
    """A record file that is no record: a line of an unknown kind, no header, two headers."""


class RecordWriter:
    """Appends lines to a file and flushes each, so that a killed run keeps what it has seen.

    ``mask`` is applied to the text of every line, whatever it holds: it is the one gate to the disk.
    """

    def __init__(self, path: Path, mask: Callable[[str], str]) -> None:
        self._file: IO[str] = path.open("a", encoding="utf-8")
        self._mask = mask

    def write(self, line: Line) -> None:
        """One line, masked and flushed."""
        self._file.write(self._mask(_encoded(line)) + "\n")
        self._file.flush()

    def close(self) -> None:
        """Closes the file; writing afterwards raises ``ValueError``."""
        self._file.close()


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A whole run in memory, findings and drifts already merged by what they say."""

    header: Header
    selected: tuple[str, ...]
    collected: int
    exchanges: tuple[Exchange, ...]
    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]
    drifts: tuple[Drift, ...]
    tallies: dict[str, int]
    coverage: tuple[Coverage, ...]
    footer: Footer | None

    @property
    def stopped(self) -> str:
        """Why the run did not reach its natural end; empty when it did."""
        if self.footer is None:
            return "the record has no footer: the run was cut off"
        return self.footer.stopped


def _encoded(line: Line) -> str:
    try:
        return ENCODER.encode(line).decode("utf-8")
    except UnicodeEncodeError:
        # A server's JSON may hold half a surrogate pair, and a reason may quote it.
        return ENCODER.encode(rewritten(line, encodable)).decode("utf-8")


def read_lines(path: Path) -> list[Line]:
    """The lines of one file; raises :class:`BrokenRecord` naming the line.

    A last line that was cut off in the middle of a write is passed over: a killed run keeps the rest.
    """
    lines: list[Line] = []
    # Bytes, since a write that was cut off may end in the middle of a character.
    rows = path.read_bytes().split(b"\n")
    for number, row in enumerate(rows, start=1):
        if not row.strip():
            continue
        try:
            lines.append(DECODER.decode(row))
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            if number == len(rows):
                break
            raise BrokenRecord(f"not a line of a run record: {error}", f"{path.name}:{number}") from error
    return lines


def read_record(paths: Iterable[Path]) -> RunRecord:
    """One record from one or several part files (a part per worker)."""
    return assemble([line for path in paths for line in read_lines(path)])


def assemble(lines: Iterable[Line]) -> RunRecord:
    """Groups lines by kind; raises :class:`BrokenRecord` unless there is exactly one header."""
    kept = list(lines)
    headers = _of(kept, Header)
    if len(headers) != 1:
        raise BrokenRecord(f"a record has one header, this one has {len(headers)}", "record.jsonl")
    selections = _of(kept, Selection)
    footers = _of(kept, Footer)
    tallies = _sum_tallies(_of(kept, Tally))
    selected = dict.fromkeys(req for selection in selections for req in selection.requirements)
    selected |= dict.fromkeys(req for selection in selections for req in selection.where_seen if tallies.get(req))
    return RunRecord(
        header=headers[0],
        selected=tuple(selected),
        collected=max((selection.checks for selection in selections), default=0),
        exchanges=tuple(_of(kept, Exchange)),
        checks=tuple(_of(kept, Check)),
        findings=merge_findings(_of(kept, Finding)),
        drifts=merge_drifts(_of(kept, Drift)),
        tallies=tallies,
        coverage=_sum_coverage(_of(kept, Coverage)),
        footer=footers[-1] if footers else None,
    )


def merge_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Equal (requirement, where, reason) become one finding with the first exchanges and the whole count."""
    merged: dict[tuple[str, str, str], Finding] = {}
    for finding in findings:
        key = (finding.requirement, finding.where, finding.reason)
        known = merged.get(key)
        merged[key] = msgspec.structs.replace(known, count=known.count + finding.count) if known else finding
    return tuple(merged.values())


def merge_drifts(drifts: Iterable[Drift]) -> tuple[Drift, ...]:
    """Equal (what, where) become one drift with the first exchange and the whole count."""
    merged: dict[tuple[str, str], Drift] = {}
    for drift in drifts:
        known = merged.get((drift.what, drift.where))
        merged[drift.what, drift.where] = (
            msgspec.structs.replace(known, count=known.count + drift.count) if known else drift
        )
    return tuple(merged.values())


def _of(lines: Iterable[object], kind: type[Kind]) -> list[Kind]:
    return [line for line in lines if isinstance(line, kind)]


def _sum_tallies(tallies: Iterable[Tally]) -> dict[str, int]:
    total: dict[str, int] = {}
    for tally in tallies:
        total[tally.requirement] = total.get(tally.requirement, 0) + tally.looked_at
    return total


def _sum_coverage(parts: Iterable[Coverage]) -> tuple[Coverage, ...]:
    total: dict[tuple[str, str], dict[str, int]] = {}
    for part in parts:
        statuses = total.setdefault((part.surface, part.operation), {})
        for status, count in part.statuses.items():
            statuses[status] = statuses.get(status, 0) + count
    return tuple(
        Coverage(surface=surface, operation=operation, statuses=statuses)
        for (surface, operation), statuses in sorted(total.items())
    )

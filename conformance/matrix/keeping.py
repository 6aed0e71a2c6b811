"""What was measured, kept in a file, so that one part can be measured anew and a page shows all of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from conformance.matrix.judging import Came
from conformance.matrix.values import Clean, Matrix, Row, Share, Taken
from conformance.run.ordering import Telling


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was measured: the matrix, the runs on the clean store, what profiles and others notice.

    ``requests`` counts what each check sends on the clean store.
    """

    rows: tuple[Row, ...] = ()
    clean: tuple[Clean, ...] = ()
    taken: tuple[Taken, ...] = ()
    shares: dict[str, Share] = {}
    requests: dict[str, int] = {}

    def matrix(self, faults: Iterable[str]) -> Matrix:
        """The matrix of the faults that there are."""
        there = tuple(faults)
        return Matrix(rows=tuple(row for row in self.rows if row.fault in there), clean=self.clean, faults=there)

    def with_row(self, row: Row) -> Kept:
        """The same with one fault measured anew; a row that names all who notice isn't given up for a quick one."""
        rows = {each.fault: each for each in self.rows}
        held = rows.get(row.fault)
        knows_more = held is not None and not held.alone and row.alone and held.breaks == row.breaks
        if held is None or not knows_more or held.noticed != row.noticed:
            rows[row.fault] = row
        return msgspec.structs.replace(self, rows=tuple(rows[fault] for fault in sorted(rows)))

    def with_share(self, share: Share) -> Kept:
        """The same with one profile, or one other program, measured anew for the faults that the share names."""
        before = self.shares.get(share.name, share)
        found = {one.fault: one for one in (*before.noticed, *share.noticed)}
        share = Share(name=share.name, noticed=tuple(found[fault] for fault in sorted(found)))
        return msgspec.structs.replace(self, shares={**self.shares, share.name: share})

    def with_clean(self, runs: Iterable[tuple[Clean, Came]]) -> Kept:
        """The same with the clean store judged anew; the first run tells what each check costs."""
        done = list(runs)
        requests = {check: count for check, count in sorted(done[0][1].requests.items()) if check} if done else {}
        return msgspec.structs.replace(self, clean=tuple(clean for clean, _ in done), requests=requests)

    def telling(self) -> Mapping[str, Telling]:
        """For each check that was measured: its requests and how many faults it noticed."""
        noticed = Counter(check for row in self.rows for check in row.checks)
        return {check: Telling(count, noticed[check]) for check, count in sorted(self.requests.items())}


class _Packed(msgspec.Struct, frozen=True, kw_only=True):
    """The same with each check's name written once: rows hold places in ``checks``."""

    checks: tuple[str, ...]
    rows: tuple[tuple[str, str, str, tuple[str, ...], tuple[int, ...], bool], ...]
    clean: tuple[Clean, ...]
    shares: dict[str, Share]
    requests: dict[str, int]
    taken: tuple[Taken, ...] = ()


def kept_in(path: Path) -> Kept:
    """What is kept in a file; nothing when there is none."""
    if not path.is_file():
        return Kept()
    packed = msgspec.json.decode(path.read_bytes(), type=_Packed)
    rows = tuple(
        Row(
            fault=fault,
            breaks=breaks,
            summary=summary,
            noticed_by=noticed_by,
            checks=tuple(packed.checks[place] for place in places),
            alone=alone,
        )
        for fault, breaks, summary, noticed_by, places, alone in packed.rows
    )
    return Kept(rows=rows, clean=packed.clean, taken=packed.taken, shares=packed.shares, requests=packed.requests)


def write_kept(kept: Kept, path: Path) -> None:
    """Writes it whole or not at all: a line for each row, so that changes can be read."""
    checks = sorted({check for row in kept.rows for check in row.checks})
    place = {check: number for number, check in enumerate(checks)}
    packed = _Packed(
        checks=tuple(checks),
        rows=tuple(
            (row.fault, row.breaks, row.summary, row.noticed_by, tuple(place[each] for each in row.checks), row.alone)
            for row in kept.rows
        ),
        clean=kept.clean,
        shares=kept.shares,
        requests=kept.requests,
        taken=kept.taken,
    )
    members = {name: getattr(packed, name) for name in packed.__struct_fields__}
    lines = ",\n".join(f'"{name}": {_lines(value)}' for name, value in members.items())
    draft = path.with_name(f".{path.name}.part")
    draft.write_text("{\n" + lines + "\n}\n", encoding="utf-8")
    draft.replace(path)


def _lines(value: object) -> str:
    if isinstance(value, tuple):
        return "[\n" + ",\n".join(msgspec.json.encode(each).decode() for each in value) + "\n]"
    return msgspec.json.encode(value).decode()

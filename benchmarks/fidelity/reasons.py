"""Why a mistake may go unnoticed: a table by place and kind; nobody shrugs without a reason."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from benchmarks.fidelity.measuring import Survivor
from benchmarks.fidelity.mutations import KINDS
from conformance.errors import UserMistake

TABLE = Path(__file__).with_name("survivors.yaml")


@dataclass(frozen=True)
class Reason:
    """Why mistakes of some kinds go unnoticed in some places. ``*`` in a place stands for anything."""

    document: str
    places: tuple[str, ...]
    kinds: tuple[str, ...]
    why: str

    def covers(self, survivor: Survivor) -> bool:
        """Whether it speaks about a survivor."""
        return (
            _fits(self.document, survivor.document)
            and survivor.kind in self.kinds
            and any(_fits(place, survivor.place) for place in self.places)
        )

    @property
    def name(self) -> str:
        """How the page names it."""
        more = f" and {len(self.places) - 1} more" if len(self.places) > 1 else ""
        return f"{self.document} {self.places[0]}{more} ({', '.join(self.kinds)})"


@dataclass(frozen=True)
class Explained:
    """The survivors beside their reasons."""

    by_reason: tuple[tuple[Reason, tuple[Survivor, ...]], ...]
    unexplained: tuple[Survivor, ...]
    stale: tuple[Reason, ...]


def read_reasons(path: Path = TABLE) -> tuple[Reason, ...]:
    """Read the table; raises :class:`UserMistake` for an entry without a place, a known kind or a reason."""
    entries = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    return tuple(_reason(entry, path) for entry in entries)


def explain(survivors: Iterable[Survivor], reasons: Iterable[Reason]) -> Explained:
    """Give each survivor the first reason that covers it; a reason that covers none is stale."""
    known = tuple(reasons)
    found: dict[Reason, list[Survivor]] = {reason: [] for reason in known}
    unexplained: list[Survivor] = []
    for survivor in sorted(survivors, key=lambda each: (each.document, each.place, each.kind)):
        reason = next((each for each in known if each.covers(survivor)), None)
        (found[reason] if reason else unexplained).append(survivor)
    return Explained(
        tuple((reason, tuple(covered)) for reason, covered in found.items() if covered),
        tuple(unexplained),
        tuple(reason for reason, covered in found.items() if not covered),
    )


def _reason(entry: dict[str, object], path: Path) -> Reason:
    document, why = str(entry.get("document", "")), str(entry.get("why", "")).strip()
    places, kinds = _texts(entry.get("places")), _texts(entry.get("kinds"))
    if not (document and why and places and kinds) or not set(kinds) <= set(KINDS):
        mend = f"give it document, places, kinds (of: {', '.join(KINDS)}) and why"
        raise UserMistake(f"a reason is not complete: {entry}", path.name, mend)
    return Reason(document, places, kinds, why)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(each) for each in value) if isinstance(value, list) else ()


def _fits(pattern: str, text: str) -> bool:
    # A star inside brackets belongs to the place: it stands for the elements of a list.
    parts = re.split(r"(?<!\[)\*(?!\])", pattern)
    return re.fullmatch(".*".join(re.escape(part) for part in parts), text) is not None

"""The two tables that people keep: which survivors are tolerable, and which variants documents grant.

Both speak of kinds of mistakes at places, and both need a reason for every entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from benchmarks.fidelity.mutations import KINDS
from conformance.errors import UserMistake

SURVIVORS = Path(__file__).with_name("survivors.yaml")
VARIANTS = Path(__file__).with_name("variants.yaml")


@dataclass(frozen=True, order=True)
class Mistake:
    """A kind of mistake at one place of one kind of document."""

    document: str
    place: str
    kind: str


@dataclass(frozen=True)
class Entry:
    """Kinds of mistakes at some places of some documents, and why they are as they are.

    ``*`` in a document or place stands for anything; ``[*]`` stands for the elements of a list.
    """

    document: str
    places: tuple[str, ...]
    kinds: tuple[str, ...]
    why: str

    def covers(self, mistake: Mistake) -> bool:
        """Whether it speaks about a mistake."""
        return (
            mistake.kind in self.kinds
            and _fits(self.document, mistake.document)
            and any(_fits(place, mistake.place) for place in self.places)
        )

    @property
    def name(self) -> str:
        """How the page names it."""
        more = f" and {len(self.places) - 1} more" if len(self.places) > 1 else ""
        return f"{self.document} {self.places[0]}{more} ({', '.join(self.kinds)})"


@dataclass(frozen=True)
class Explained:
    """Mistakes beside the entries that cover them; an entry that covers none is stale."""

    covered: tuple[tuple[Entry, tuple[Mistake, ...]], ...]
    unexplained: tuple[Mistake, ...]
    stale: tuple[Entry, ...]


def read_table(path: Path) -> tuple[Entry, ...]:
    """Read a table; raises :class:`UserMistake` for an entry without document, places, known kinds or reason."""
    return tuple(_entry(raw, path) for raw in yaml.safe_load(path.read_text(encoding="utf-8")) or [])


def explain(mistakes: Iterable[Mistake], entries: Iterable[Entry]) -> Explained:
    """Give each mistake the first entry that covers it."""
    known = tuple(entries)
    covered: dict[Entry, list[Mistake]] = {entry: [] for entry in known}
    unexplained: list[Mistake] = []
    for mistake in sorted(mistakes):
        entry = next((each for each in known if each.covers(mistake)), None)
        (covered[entry] if entry else unexplained).append(mistake)
    return Explained(
        tuple((entry, tuple(found)) for entry, found in covered.items() if found),
        tuple(unexplained),
        tuple(entry for entry, found in covered.items() if not found),
    )


def _entry(raw: Any, path: Path) -> Entry:
    mend = f"give it document, places, kinds (of: {', '.join(KINDS)}) and why"
    if not isinstance(raw, dict):
        raise UserMistake(f"an entry is no mapping: {raw}", path.name, mend)
    document, why = str(raw.get("document") or ""), str(raw.get("why") or "").strip()
    places, kinds = _texts(raw.get("places")), _texts(raw.get("kinds"))
    if not (document and why and places and kinds) or not set(kinds) <= set(KINDS):
        raise UserMistake(f"an entry is not complete: {raw}", path.name, mend)
    return Entry(document, places, kinds, why)


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(str(each) for each in value) if isinstance(value, list) else ()


def _fits(pattern: str, text: str) -> bool:
    parts = re.split(r"(?<!\[)\*(?!\])", pattern)
    return re.fullmatch(".*".join(re.escape(part) for part in parts), text) is not None

"""What real answers show at each place, and which mistakes are none because reality makes them too.

A mutated body that looks like another real answer is no mistake, and a contract that minded it would raise
a false alarm. Three kinds of evidence set a mutation apart as a *legitimate variant*, and nothing else:

- **recorded**: a real answer shows that very form at that very place (the member absent from an object
  that has others, ``null``, another scalar type, an empty text, a negative or fractional number); an object or
  list is never evidence for one of other content, nor a UUID for any text;
- **documented**: the recorded value is ``null``, and the vendor's document names the scalar type that the
  mutation puts there;
- **granted**: the table ``variants.yaml`` names the place, with the reason.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from benchmarks.fidelity import mutations as m
from benchmarks.fidelity.mutations import Mutation, Path, nodes_of, pattern_of
from benchmarks.fidelity.tables import Entry, Mistake
from conformance.contract.wording import kind

RECORDED = "recorded"
DOCUMENTED = "documented"
GRANTED = "granted"

_SCALARS = frozenset({m.NULL, m.TEXT, m.NUMBER, m.BOOLEAN})

# What is seen this often and never without a member makes that member required structure.
SEEN_OFTEN = 3


@dataclass
class Place:
    """What was recorded at one place of one kind of document."""

    forms: set[str] = field(default_factory=set)
    has_empty_text: bool = False
    has_negative: bool = False
    has_fraction: bool = False
    objects: int = 0
    members: Counter[str] = field(default_factory=Counter)


class Evidence:
    """All that real answers show, by kind of document and place, and what the table grants."""

    def __init__(self, bodies: Iterable[tuple[str, Any]], granted: Iterable[Entry] = ()) -> None:
        self._granted = tuple(granted)
        self._places: dict[tuple[str, str], Place] = defaultdict(Place)
        for document, body in bodies:
            for path, value in nodes_of(body):
                _note(self._places[document, pattern_of(path)], value)

    def variant(self, document: str, mutation: Mutation, documented: Callable[[Path], frozenset[str]]) -> str | None:
        """The evidence that a mutation is no mistake; ``None`` when it is one.

        ``documented`` names the types that the vendor documents at a path.
        """
        if self._is_recorded(document, mutation):
            return RECORDED
        mistake = Mistake(document, mutation.place, mutation.kind)
        if any(entry.covers(mistake) for entry in self._granted):
            return GRANTED
        if mutation.before is None and mutation.kind in _SCALARS:
            return DOCUMENTED if kind(mutation.after) in documented(mutation.path) else None
        return None

    def is_required(self, document: str, path: Path) -> bool:
        """Whether real answers never leave out what stands at a path, at any of many occasions."""
        if not path:
            return True
        place = self._at(document, path)
        parent = self._at(document, path[:-1])
        if isinstance(path[-1], int):
            return bool(place.forms)
        return parent.objects >= SEEN_OFTEN and parent.members[path[-1]] == parent.objects

    def _at(self, document: str, path: Path) -> Place:
        return self._places.get((document, pattern_of(path)), Place())

    def _is_recorded(self, document: str, mutation: Mutation) -> bool:
        place = self._at(document, mutation.path)
        if mutation.kind == m.MEMBER_DROPPED:
            parent = self._at(document, mutation.path[:-1])
            return parent.members[str(mutation.path[-1])] < parent.objects
        if mutation.kind in _SCALARS:
            return form_of(mutation.after) in place.forms
        shown = {m.EMPTY: place.has_empty_text, m.SIGN: place.has_negative, m.FRACTION: place.has_fraction}
        return shown.get(mutation.kind, False)


def form_of(value: Any) -> str:
    """The type of a value; what is written as a UUID or a moment is more than a text."""
    return "formatted" if isinstance(value, str) and m.is_formatted(value) else kind(value)


def _note(place: Place, value: Any) -> None:
    place.forms.add(form_of(value))
    if isinstance(value, dict) and value:
        place.objects += 1
        place.members.update(value.keys())
    elif value == "":
        place.has_empty_text = True
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        place.has_negative = place.has_negative or value < 0
        place.has_fraction = place.has_fraction or value != int(value)

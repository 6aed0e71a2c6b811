"""One-point mistakes: the same body with exactly one member dropped or one value spoiled."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from conformance.contract.wording import kind

Path = tuple[str | int, ...]

DROPPED: Final = object()

MEMBER_DROPPED = "member dropped"
NULL = "null"
TEXT = "text instead"
NUMBER = "number instead"
BOOLEAN = "boolean instead"
OBJECT = "object instead"
LIST = "list instead"
SIGN = "sign flipped"
FRACTION = "fraction instead of a whole number"
UUID = "broken UUID"
DATE_TIME = "broken date-time"
EMPTY = "empty identifier"
UNKNOWN = "unknown value"

KINDS = (
    MEMBER_DROPPED, NULL, TEXT, NUMBER, BOOLEAN, OBJECT, LIST,
    SIGN, FRACTION, UUID, DATE_TIME, EMPTY, UNKNOWN,
)  # fmt: skip
# What breaks the shape of a body, whatever its values are.
STRUCTURAL = frozenset({MEMBER_DROPPED, NULL, TEXT, NUMBER, BOOLEAN, OBJECT, LIST})

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_RFC_3339 = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}.*")
_RFC_2822 = re.compile(r"[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} .*")
_HANDLE = re.compile(r"[0-9a-f]{13,}")
_URL = re.compile(r"https?://\S+")
_NAMED_ID = re.compile(r"(?:^|_)(?:id|code)$|(?:Id|Code)$")
# Members that count or identify: half a piece and half an order don't exist.
_WHOLE = re.compile(
    r"(?:^|_)id$|Id$|quantity|^(?:version|status|decimal_?places|items_?total|items_?shipped|items_shipped)$|"
    r"AsInteger$|_as_integer$|decimalPlaces|itemsTotal|itemsShipped"
)
_CURRENCY = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True)
class Mutation:
    """One mistake at one place: what stood there, and what stands there now (``DROPPED``: nothing)."""

    kind: str
    path: Path
    before: Any
    after: Any

    @property
    def place(self) -> str:
        """The place as a pointer that is the same for all elements of an array."""
        return pattern_of(self.path)


def pattern_of(path: Path) -> str:
    """``/lineItems/physicalItems/[*]/id`` for the id of each line; ``/`` for the whole body."""
    return "/" + "/".join("[*]" if isinstance(part, int) else part for part in path)


def nodes_of(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every value of a body with its path, the whole body first."""
    yield path, value
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield from nodes_of(child, (*path, key))


def mutations_of(body: Any, is_listed: Callable[[Path], bool] = lambda _: False) -> Iterator[Mutation]:
    """Every mistake that a body has room for.

    ``is_listed`` says whether documents list the values that may stand at a path; only there can a value
    be unknown (besides currency codes, whose form everybody knows).
    """
    for path, value in list(nodes_of(body)):
        if path and isinstance(path[-1], str):
            yield Mutation(MEMBER_DROPPED, path, value, DROPPED)
        for name, after in (*_of_another_type(value), *_spoiled(path, value)):
            yield Mutation(name, path, value, after)
        if isinstance(value, str) and value and (is_listed(path) or _is_currency(path, value)):
            yield Mutation(UNKNOWN, path, value, "no-such-value")


@contextmanager
def applied(body: Any, mutation: Mutation) -> Iterator[Any]:
    """The body with the mistake in it, for as long as the block lasts; the body itself is lent."""
    if not mutation.path:
        yield mutation.after
        return
    *above, last = mutation.path
    parent = body
    for part in above:
        parent = parent[part]
    if mutation.after is DROPPED:
        del parent[last]
    else:
        parent[last] = mutation.after
    try:
        yield body
    finally:
        parent[last] = mutation.before


def _of_another_type(value: Any) -> Iterator[tuple[str, Any]]:
    own = kind(value)
    if own != "null":
        yield NULL, None
    if own != "string":
        yield TEXT, str(value).lower() if own in {"number", "boolean"} else "text"
    if own != "number":
        yield NUMBER, 12
    if own != "boolean":
        yield BOOLEAN, True
    if own != "object":
        # A list whose keys are not in order becomes an object where the store is written in PHP.
        yield (
            OBJECT,
            {str(index): each for index, each in enumerate(value or ())} if own == "array" else {"of": value},
        )
    if own != "array":
        # The reverse: an object without members, or one wrapped by mistake.
        yield LIST, [value] if value != {} else []


def _spoiled(path: Path, value: Any) -> Iterator[tuple[str, Any]]:
    name = _name(path)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if value >= 0:
            yield SIGN, -value if value else -1
        if isinstance(value, int) and _WHOLE.search(name):
            yield FRACTION, value + 0.5
    if not isinstance(value, str) or not value:
        return
    if _UUID.fullmatch(value):
        yield UUID, value[:-1]
    elif is_formatted(value):
        yield DATE_TIME, "06/05/2024 7:27 AM"
    if _is_identifier(name, value):
        yield EMPTY, ""


def is_formatted(text: str) -> bool:
    """Whether a text is written as a UUID or a moment."""
    return any(form.fullmatch(text) for form in (_UUID, _RFC_3339, _RFC_2822))


def _is_identifier(name: str, value: str) -> bool:
    if _NAMED_ID.search(name) or is_formatted(value):
        return True
    return any(form.fullmatch(value) for form in (_HANDLE, _URL))


def _is_currency(path: Path, value: str) -> bool:
    return path[-2:] == ("currency", "code") and _CURRENCY.fullmatch(value) is not None


def _name(path: Path) -> str:
    """The member that a value belongs to; elements belong to the member that holds their list."""
    return next((part for part in reversed(path) if isinstance(part, str)), "")

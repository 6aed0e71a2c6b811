"""Lists in pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from conformance.emulator.commerce.refusals import wrong_fields
from conformance.emulator.messages import Call, Json

T = TypeVar("T")

# Documented: 50 per page unless told, 250 at most.
PER_PAGE, MOST = 50, 250
# No list has more pages than fit into so many digits; whoever asks for one beyond gets an empty page.
DIGITS = 9


def page(call: Call, found: Sequence[T]) -> tuple[Sequence[T], Json]:
    """The part of a list that `page` and `limit` ask for, and where it lies. Raises Refused."""
    number = whole(call, "page", 1)
    limit = whole(call, "limit", PER_PAGE)
    if limit > MOST:
        raise wrong_fields(limit=f"must be at most {MOST}")
    part = found[(number - 1) * limit : number * limit]
    return part, {
        "total": len(found),
        "count": len(part),
        "per_page": limit,
        "current_page": number,
        "total_pages": max(1, -(-len(found) // limit)),
        "links": {"current": f"?page={number}&limit={limit}"},
    }


def whole(call: Call, name: str, default: int) -> int:
    """A query parameter that counts from one. Raises Refused."""
    written = call.argument(name)
    if written is None:
        return default
    digits = written.removesuffix(".0")
    if not (digits.isascii() and digits.isdigit() and digits.strip("0")):
        raise wrong_fields(**{name: "must be an integer from 1"})
    return int(digits) if len(digits) <= DIGITS else 10**DIGITS

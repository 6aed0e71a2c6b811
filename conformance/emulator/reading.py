"""Request bodies: JSON into typed forms, strictly; what does not fit is refused with its place."""

from __future__ import annotations

import re
from typing import Any, Protocol, TypeVar

import msgspec

from conformance.emulator.commerce.refusals import Refused, wrong_fields

T = TypeVar("T")

# Nobody buys more different things at once; each entry costs a look at all others.
LONGEST_LIST = 500
PLACE = re.compile(r"^(?P<what>.*?)(?: - at `\$\.?(?P<place>.*)`)?$", re.DOTALL)


class Reader(Protocol):
    """Reads a body into a form. Raises Refused of kind "malformed" or "fields"."""

    def __call__(self, body: bytes, form: type[T]) -> T:
        """The body as a form."""


def strict(body: bytes, form: type[T]) -> T:
    """The body as a form: no conversion between types, all limits kept, further members ignored."""
    try:
        document = _whole(msgspec.json.decode(body.decode()))
        return msgspec.convert(document, form)
    except msgspec.ValidationError as error:
        found = PLACE.match(str(error))
        what, place = (found["what"], found["place"]) if found else (str(error), None)
        raise wrong_fields(**{_dotted(place or "body"): what.replace("`", "")}) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Refused("malformed", "Syntax error") from None


def _whole(document: Any) -> Any:
    """The same JSON with 2.0 as 2: for JSON both are the same integer."""
    if isinstance(document, float):
        return int(document) if document.is_integer() else document
    if isinstance(document, list):
        if len(document) > LONGEST_LIST:
            raise wrong_fields(body=f"A list holds at most {LONGEST_LIST} entries")
        return [_whole(one) for one in document]
    if isinstance(document, dict):
        return {key: _whole(one) for key, one in document.items()}
    return document


def optional(read: Reader, body: bytes, form: type[T]) -> T:
    """The body as a form, or the form's defaults when nothing was sent."""
    return read(body or b"{}", form)


def _dotted(place: str) -> str:
    return place.replace("[", ".").replace("]", "").strip(".") or "body"

"""The string formats that the contract insists on, one rule each, for every validator alike.

They are looser than the standards on purpose: a store that keeps the contract must not be blamed for an
image URL with a blank in it. Every other ``format`` is a remark for the reader.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from jsonschema import FormatChecker

_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", re.ASCII)
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
# Hours, minutes and seconds in their ranges; a leap second is a second.
_TIME = re.compile(
    r"(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)",
    re.ASCII | re.IGNORECASE,
)
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:.+", re.ASCII | re.DOTALL)
_LENGTH_OF_A_DATE = len("2024-05-06")


def is_uuid(text: str) -> bool:
    """Whether it is written as a UUID, of any version."""
    return _UUID.fullmatch(text) is not None


def is_date(text: str) -> bool:
    """Whether it is a day of the calendar as RFC 3339 writes it."""
    found = _DATE.fullmatch(text)
    if found is None:
        return False
    try:
        date(*(int(part) for part in found.groups()))
    except ValueError:
        return False
    return True


def is_date_time(text: str) -> bool:
    """Whether it is a moment with an offset as RFC 3339 writes it."""
    day, mark, time = text[:_LENGTH_OF_A_DATE], text[_LENGTH_OF_A_DATE : _LENGTH_OF_A_DATE + 1], text[11:]
    return mark in {"T", "t", " "} and _TIME.fullmatch(time) is not None and is_date(day)


def is_uri(text: str) -> bool:
    """Whether it starts with a scheme and goes on after it."""
    return _URI.fullmatch(text) is not None


def is_email(text: str) -> bool:
    """Whether it could be an e-mail address. Empty passes: real stores answer ``""`` for guests."""
    return text == "" or "@" in text


FORMATS: dict[str, Callable[[str], bool]] = {
    "date": is_date,
    "date-time": is_date_time,
    "email": is_email,
    "uri": is_uri,
    "uuid": is_uuid,
}

SPOKEN = {
    "date": "a date (YYYY-MM-DD)",
    "date-time": "a date and time (RFC 3339)",
    "email": "an e-mail address",
    "uri": "an absolute URI",
    "uuid": "a UUID",
}


def format_checker() -> FormatChecker:
    """The same rules for the reference validator; a format says nothing about what is no string."""
    checker = FormatChecker(formats=())
    for name, rule in FORMATS.items():
        checker.checks(name)(_for_strings(rule))
    return checker


def _for_strings(rule: Callable[[str], bool]) -> Callable[[object], bool]:
    return lambda value: not isinstance(value, str) or rule(value)

"""Reads from a response how long the store asks its callers to wait."""

from __future__ import annotations

from datetime import UTC
from email.utils import parsedate_to_datetime

import httpx

RESET = "x-rate-limit-time-reset-ms"
LEFT = "x-rate-limit-requests-left"
RETRY_AFTER = ("x-retry-after", "retry-after")


def requests_left(response: httpx.Response) -> int | None:
    """How many requests the store still grants in this window, or ``None`` when it does not say."""
    number = _number(response.headers.get(LEFT))
    return None if number is None else int(number)


def reset_seconds(response: httpx.Response) -> float | None:
    """Seconds until the store's window starts anew, or ``None`` when it does not say."""
    milliseconds = _number(response.headers.get(RESET))
    return None if milliseconds is None else milliseconds / 1000


def asked_wait(response: httpx.Response, now: float) -> float | None:
    """Seconds that a refusal asks to wait, by its most exact header; ``now`` in seconds since the epoch."""
    reset = reset_seconds(response)
    if reset is not None:
        return reset
    values = (response.headers.get(name) for name in RETRY_AFTER)
    waits = (_delay(value, now) for value in values if value)
    return next((wait for wait in waits if wait is not None), None)


def _delay(value: str, now: float) -> float | None:
    seconds = _number(value)
    if seconds is not None:
        return seconds
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, aware.timestamp() - now)


def _number(value: str | None) -> float | None:
    # Only plain decimals: `float` would also read "nan", "inf" and "-1", none of which is a time to wait.
    text = (value or "").strip()
    whole, _, fraction = text.partition(".")
    if not (text.isascii() and whole.isdigit() and (not fraction or fraction.isdigit())):
        return None
    return float(text)

"""Takes credentials and card data out of what the journal shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

MASK = "[masked]"
HEADERS = frozenset(
    {"x-auth-token", "authorization", "proxy-authorization", "cookie", "set-cookie"}
    | {"x-sf-csrf-token", "x-xsrf-token"}
)
MEMBERS = re.compile(
    r"^(?:.*[_-])?token$|^[a-z]\w*Token$|password$|secret$|^iban$|(?:card|cc|account|routing)_?number$"
    r"|verification_?value$|cvv2?$",
    re.IGNORECASE,
)
IN_URL = re.compile(r"([?&;](?:[\w-]*[_-])?(?:token|password|secret)=)[^&#\s\"']+", re.IGNORECASE)
# The number of a card has 12 to 19 digits; an order's has not.
CARD = re.compile(r"^\d(?:[ -]?\d){11,18}$")
JSON_WEB_TOKEN = re.compile(r"eyJ[\w-]{8,}(?:\.[\w-]*)*")


def masked_text(text: str, secrets: Iterable[str]) -> str:
    """The text without the secrets that are known, and without tokens that one knows by their form."""
    for secret in secrets:
        text = text.replace(secret, MASK)
    return JSON_WEB_TOKEN.sub(MASK, IN_URL.sub(rf"\1{MASK}", text))


def masked_headers(headers: Iterable[tuple[str, str]], secrets: Iterable[str]) -> list[list[str]]:
    """The headers, with the values of those that carry credentials masked."""
    known = tuple(secrets)
    return [[name, MASK if name.lower() in HEADERS else masked_text(value, known)] for name, value in headers]


def masked_document(document: Any, secrets: Iterable[str]) -> Any:
    """The JSON document, with members that carry credentials or card data masked, however deep they are."""
    known = tuple(secrets)
    if isinstance(document, Mapping):
        return {masked_text(str(key), known): _member(str(key), value, known) for key, value in document.items()}
    if isinstance(document, list | tuple):
        return [masked_document(one, known) for one in document]
    return masked_text(document, known) if isinstance(document, str) else document


def _member(key: str, value: Any, known: tuple[str, ...]) -> Any:
    card = key.lower() == "number" and CARD.match(str(value))
    if isinstance(value, str | int) and not isinstance(value, bool) and (card or MEMBERS.search(key)):
        return MASK
    return masked_document(value, known)

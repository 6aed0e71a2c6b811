"""Takes secrets out of text before it reaches a disk or a screen: by their value, and by where they stand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

import msgspec

MASK = "[masked]"

# Shorter values stand in ordinary words too; they are masked by their place only.
SHORTEST_SECRET = 6

# How often a body can be wrapped in JSON text: in a record line, and once more inside a body's own JSON string.
NESTINGS = 3

_HEADERS = r"x-auth-token|x-sf-csrf-token|x-xsrf-token|(?:proxy-)?authorization|set-cookie|cookie"
_MEMBERS = (
    r"(?:[\w-]*[_-])?token|(?-i:[a-z]\w*Token)|\w*password|\w*secret|iban"
    r"|(?:card|cc|account|routing)_?number|verification_?value|(?:cc_?)?cvv2?"
)
# Every name above holds one of these. Looking for them first costs microseconds where a scan by the pattern, which
# has no fixed beginning, costs milliseconds.
_CLUES = ("token", "authorization", "cookie", "password", "secret", "number", "verification", "cvv", "iban")
_WORD = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_-")
_LONGEST_NAME = 48

# A JSON text inside a JSON string inside a JSON line has more backslashes before each quote: `(?P<d>\\*)"` is the
# quote that ends a name at any depth. One character of the text that such a quote opens is a plain one, or an escape
# at the same depth; so a value ends where it ends, and a cut-off one before the quote of the text around it.
_QUOTED = r'(?:[^"\\]|(?P=d)\\(?:(?P=d)"|(?P=d)\\|[^"\\]))*+'

_PLACE = re.compile(
    "|".join(
        (
            # ["x-auth-token","value"] of a record, "token": "value" of a mapping, "name":"token","value":"..." of HAR
            (
                rf'(?<=")(?:(?P<header>{_HEADERS})|{_MEMBERS})(?P<d>\\*)"\s*'
                rf'(?:(?(header)[,:]|:)|,\s*(?P=d)"value(?P=d)"\s*:)\s*'
                rf'(?:(?P=d)"(?P<text>{_QUOTED})|(?P<digits>-?\d[\d.eE+-]*+))'
            ),
            # "number":"4111 1111 1111 1111": a card's number has 12 to 19 digits, an order's has not
            (
                r'(?<=")number(?P<cd>\\*)"\s*:\s*'
                r'(?:(?P=cd)"(?P<card>\d(?:[ -]?\d){11,18})(?=(?P=cd)")|(?P<carddigits>\d{12,19}+)(?![\d.eE]))'
            ),
            # ?token=value, token=value of a form; PHP writes an ampersand in JSON as \u0026, a URL in a URL as %26
            (
                rf"""(?<![^?&;"'\s\\%])(?:u0026|3f|26)?(?:{_MEMBERS})"""
                r"""(?:=(?P<parameter>[^&#"'\s\\;]+)|%3d(?P<inner>[^&#"'\s\\;%]+))"""
            ),
            # X-Auth-Token: value, as a curl line has it
            rf"(?P<line>{_HEADERS}):[ \t]+(?P<linevalue>[^\"'\\\r\n]+)",
        )
    ),
    re.IGNORECASE,
)
_WEB_TOKEN = re.compile(r"eyJ[\w-]{8,}(?:\.[\w-]*)*")
_TOKENS = re.compile(r'"(?:[^"\\]|\\.)*+"|[-\d][\d.eE+-]*+')
_COOKIE_VALUE = re.compile(r"=[^;]*+")
_SYNTAX = msgspec.json.Decoder(msgspec.Raw)


class Masker:
    """Replaces secrets by ``[masked]``. A JSON line stays valid JSON, and masking twice changes nothing.

    ``secrets`` are values that are known; beyond them, whatever stands where a credential stands is masked:
    authentication and cookie headers, token, password and card members, query parameters, JSON Web Tokens.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = {secret for secret in secrets if len(secret) >= SHORTEST_SECRET}
        forms = {form for secret in known for form in _forms(secret)}
        # The longest first: a secret that begins like another must not leave its tail behind.
        self._forms = sorted(forms, key=lambda form: (-len(form), form))

    def mask(self, text: str) -> str:
        """The text without secrets."""
        masked = _without_places(self._without_known(text))
        return _WEB_TOKEN.sub(MASK, masked) if "eyJ" in masked else masked

    def _without_known(self, text: str) -> str:
        masked = self._replaced(text)
        if masked == text or not text.startswith(("{", "[")) or _is_json(masked) or not _is_json(text):
            return masked
        # A secret that looks like an escape or a number met the syntax of the line itself.
        return _TOKENS.sub(self._masked_token, text)

    def _replaced(self, text: str) -> str:
        for form in self._forms:
            if form in text:
                text = text.replace(form, MASK)
        return text

    def _masked_token(self, match: re.Match[str]) -> str:
        token = match.group()
        value = json.loads(token) if token.startswith('"') else token
        masked = self._replaced(value)
        return token if masked == value else json.dumps(masked, ensure_ascii=False)


def _forms(secret: str) -> set[str]:
    """A secret as it is, as JSON text at several depths, and as URLs write it."""
    forms = {secret, quote(secret), quote(secret, safe=""), quote_plus(secret)}
    forms |= {re.sub(r"%[0-9A-F]{2}", lambda match: match.group().lower(), form) for form in forms}
    forms.add(secret.replace("/", "\\/"))
    for form in tuple(forms):
        forms |= _json_forms(form, ensure_ascii=True) | _json_forms(form, ensure_ascii=False)
    return forms


def _json_forms(text: str, *, ensure_ascii: bool) -> set[str]:
    forms = set()
    for _ in range(NESTINGS):
        text = json.dumps(text, ensure_ascii=ensure_ascii)[1:-1]
        forms.add(text)
    return forms


def _without_places(text: str) -> str:
    pieces, done = [], 0
    for start in _starts_of_names(text):
        if start < done or (match := _PLACE.match(text, start)) is None:
            continue
        kind = match.lastgroup or ""
        pieces += [text[done : match.start(kind)], _masked_value(match, kind)]
        done = match.end(kind)
    return "".join((*pieces, text[done:])) if pieces else text


def _starts_of_names(text: str) -> list[int]:
    # The one letter that grows when it is lowered would shift all that follow.
    lowered = text.replace("\u0130", "I").lower()
    starts = set()
    for clue in _CLUES:
        found = lowered.find(clue)
        while found >= 0:
            start = found
            while start > 0 and found - start < _LONGEST_NAME and lowered[start - 1] in _WORD:
                start -= 1
            starts.add(start)
            found = lowered.find(clue, found + 1)
    return sorted(starts)


def _masked_value(match: re.Match[str], kind: str) -> str:
    value = match.group(kind)
    if kind in {"digits", "carddigits"}:
        depth = match.group("d") or match.group("cd") or ""
        return f'{depth}"{MASK}{depth}"'
    header = (match.group("header") or match.group("line") or "").lower()
    # Of a cookie only the value is a secret: its name and attributes are part of what a store answers.
    if "cookie" in header and "=" in value:
        return _COOKIE_VALUE.sub(f"={MASK}", value, count=1 if header == "set-cookie" else 0)
    return MASK if value else ""


def _is_json(text: str) -> bool:
    try:
        _SYNTAX.decode(text)
    except msgspec.MsgspecError:
        return False
    return True

"""What real stores answered, each with the operation that answered, and what can't be held against one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conformance.contract import Match, Specs
from conformance.contract.validation import described_body
from conformance.errors import UserMistake
from conformance.verdict.values import Exchange, Request, Response

STORE = "http://store.test"
BASES = {
    "server": f"{STORE}/v3",
    "payments": f"{STORE}/v3",
    "catalog": f"{STORE}/v3",
    "orders-v2": f"{STORE}/v2",
    "marketing-v2": f"{STORE}/v2",
    "storefront": f"{STORE}/api/storefront",
}
_SCHEMAS = "/components/schemas/"
_HTTP_ERROR = 400

# Threads that show the answer of a refused request and leave the exact request open. Each is held against
# operations that their text speaks of.
PLACED = {
    "010": (("POST", "/v3/carts"), ("PUT", "/v3/carts/id/items/id")),
    "011": (("POST", "/v3/carts"),),
    "013": (("GET", "/v3/carts/id"), ("GET", "/v2/orders/1")),
    "014": (("GET", "/v3/carts/id"), ("DELETE", "/v3/carts/id")),
    "064": (("DELETE", "/api/storefront/carts/id"),),
    "070": (("GET", "/v3/carts/id"),),
}
# One thread shows a member of an answer in full: it is held against the schema of that member.
PARTS = {"033": ("server", "line_items", f"{_SCHEMAS}LineItems")}


@dataclass(frozen=True)
class Recorded:
    """One real answer. ``schema`` is the pointer of the schema that describes its body."""

    source: str
    match: Match
    exchange: Exchange
    schema: str
    body: Any
    is_part: bool = False

    @property
    def document(self) -> str:
        """What kind of body it is: the same for all operations that answer with it."""
        return document_at(self.match, self.schema)

    @property
    def status(self) -> int:
        """The status of the answer."""
        return self.exchange.response.status if self.exchange.response else 0

    @property
    def operation(self) -> str:
        """The operation and status, as the page lists them."""
        part = " (a part)" if self.is_part else ""
        return f"{self.match.operation.where} {self.status}{part}"


@dataclass(frozen=True)
class LeftOut:
    """One real answer that nothing can be held against, and why."""

    source: str
    request: str
    reason: str


@dataclass(frozen=True)
class Recordings:
    """All real answers."""

    kept: tuple[Recorded, ...]
    left_out: tuple[LeftOut, ...]


def document_at(match: Match, schema: str) -> str:
    """``storefront Checkout`` for every operation that answers with a checkout."""
    pointer = match.operation.schemas.resolved(schema)[0]
    if pointer.startswith(_SCHEMAS):
        return f"{match.operation.document} {pointer.removeprefix(_SCHEMAS)}"
    if "/responses/" in pointer:
        return f"{match.operation.document} refusal"
    return match.operation.where


def read_recordings(reference: Path, specs: Specs) -> Recordings:
    """Read ``recorded/`` and ``recorded-server/``; raises :class:`UserMistake` when they are not there."""
    if not (reference / "recorded").is_dir():
        mend = "put the recordings of real stores beside the repository; they don't travel with it"
        raise UserMistake("there are no recordings to measure with", "../shared/reference", mend)
    kept: list[Recorded] = []
    left_out: list[LeftOut] = []
    for source, entry in _entries(reference):
        if entry.get("real", "recorded") != "recorded":
            continue
        found, reason = _placed(source, entry, specs)
        kept += found
        if reason:
            left_out.append(LeftOut(source, f"{entry['method']} {_without_ids(entry['path'])}", reason))
    return Recordings(tuple(kept), tuple(left_out))


def _entries(reference: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted((reference / "recorded").glob("*.json")):
        for entry in json.loads(path.read_text(encoding="utf-8")):
            yield path.name, entry
    for path in sorted((reference / "recorded-server").glob("*.json")):
        yield path.name, json.loads(path.read_text(encoding="utf-8"))


def _placed(source: str, entry: dict[str, Any], specs: Specs) -> tuple[list[Recorded], str]:
    number = source.partition("-")[0]
    if entry["response"] is None:
        return [], "its body was never shown"
    if number in PARTS:
        return [_part(source, entry, specs)], "a fragment: only its lines are held against the contract"
    if "fragment" in entry.get("note", "").lower():
        return [], "a fragment: most of the body was never shown"
    requests = PLACED.get(number, ((entry["method"], entry["path"]),))
    found = [each for method, path in requests if (each := _recorded(source, entry, method, path, specs))]
    if not found and isinstance(entry["response"], str):
        return [], "plain text: no schema has anything to say about it"
    return found, "" if found else "no operation of the contract"


def _recorded(source: str, entry: dict[str, Any], method: str, path: str, specs: Specs) -> Recorded | None:
    # The browser asks for /checkout/{id}: another way to write /checkouts/{id}.
    path = path.replace("/api/storefront/checkout/", "/api/storefront/checkouts/")
    match = specs.match(method, f"{STORE}{path}", BASES)
    if match is None:
        return None
    exchange = _exchange(entry, method, path)
    assert exchange.response is not None  # noqa: S101 - it was just made
    schema = described_body(exchange.response, match)
    return Recorded(source, match, exchange, schema, entry["response"]) if schema else None


def _part(source: str, entry: dict[str, Any], specs: Specs) -> Recorded:
    name, member, schema = PARTS[source.partition("-")[0]]
    match = specs.match(entry["method"], f"{STORE}{entry['path'].replace('{id}', 'id')}", {name: BASES[name]})
    assert match is not None  # noqa: S101 - the table names an operation of ours
    return Recorded(source, match, _exchange(entry, "GET", "/part"), schema, entry["response"][member], is_part=True)


def _exchange(entry: dict[str, Any], method: str, path: str) -> Exchange:
    headers = {name.lower(): value for name, value in (entry.get("headers") or {}).items()}
    is_text = isinstance(entry["response"], str)
    refused = entry["status"] >= _HTTP_ERROR and not path.startswith("/api/storefront")
    usual = "text/plain" if is_text else "application/problem+json" if refused else "application/json"
    media = entry.get("content_type") or headers.get("content-type") or usual
    return Exchange(
        id="recorded",
        request=Request(method=method, url=f"{STORE}{path}"),
        response=Response(
            status=entry["status"], headers=(("content-type", media),), body=json.dumps(entry["response"])
        ),
    )


def _without_ids(path: str) -> str:
    return "/".join("{id}" if len(part) > len("gift-certificates") else part for part in path.split("/"))

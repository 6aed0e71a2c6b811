"""What real stores answered keeps the contract and holds nothing that it doesn't describe.

The recordings lie beside the repository and don't travel with it. The storefront ones were taken from a
browser, which asks for ``/checkout/{id}``: another way to write ``/checkouts/{id}``.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, reduce
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from conformance.contract import Match, drift, load_specs, validate
from conformance.contract.validation import described_body
from conformance.contract.wording import pointer_to
from conformance.verdict.values import Exchange, Request, Response

REFERENCE = Path(__file__).parents[2].parent / "shared" / "reference"
STORE = "http://store.test"
BASES = {
    "server": f"{STORE}/v3",
    "payments": f"{STORE}/v3",
    "catalog": f"{STORE}/v3",
    "orders-v2": f"{STORE}/v2",
    "marketing-v2": f"{STORE}/v2",
    "storefront": f"{STORE}/api/storefront",
}

pytestmark = pytest.mark.skipif(
    not REFERENCE.is_dir(), reason="the recordings of real stores (../shared/reference) are not here"
)


@dataclass(frozen=True)
class Recorded:
    file: str
    exchange: Exchange
    match: Match


def sources() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted((REFERENCE / "recorded").glob("*.json")):
        for entry in json.loads(path.read_text(encoding="utf-8")):
            yield path.name, entry
    for path in sorted((REFERENCE / "recorded-server").glob("*.json")):
        entry = json.loads(path.read_text(encoding="utf-8"))
        yield path.name, entry


def left_out(entry: dict[str, Any]) -> str | None:
    """Why an entry can't be held against the contract; ``None`` when it can."""
    if entry.get("real", "recorded") != "recorded":
        return "not recorded: an example of documentation, or unknown"
    if "fragment" in entry.get("note", "").lower():
        return "a fragment: most of the body was never shown"
    if entry["response"] is None and entry["status"] != 204:
        return "the body was never shown"
    return None if match_of(entry) else "no operation of ours, or the thread doesn't say which"


def match_of(entry: dict[str, Any]) -> Match | None:
    path = entry["path"].replace("/api/storefront/checkout/", "/api/storefront/checkouts/")
    return load_specs().match(entry["method"], f"{STORE}{path}", BASES)


def exchange_of(entry: dict[str, Any]) -> Exchange:
    headers = {name.lower(): value for name, value in (entry.get("headers") or {}).items()}
    refused = entry["status"] >= 400 and not entry["path"].startswith("/api/storefront")
    usual = "application/problem+json" if refused else "application/json"
    media = entry.get("content_type") or headers.get("content-type") or usual
    return Exchange(
        id="recorded",
        request=Request(method=entry["method"], url=f"{STORE}{entry['path']}"),
        response=Response(
            status=entry["status"], headers=(("content-type", media),), body=json.dumps(entry["response"])
        ),
    )


@cache
def recordings() -> tuple[Recorded, ...]:
    kept = [(file, entry, match_of(entry)) for file, entry in sources() if left_out(entry) is None]
    return tuple(Recorded(file, exchange_of(entry), match) for file, entry, match in kept if match)


def counted_reasons() -> Counter[str]:
    return Counter(reason for _, entry in sources() if (reason := left_out(entry)) is not None)


def breaches() -> dict[str, tuple[str, ...]]:
    """The recordings that don't keep the contract, as ``file: operation``, with the reasons."""
    return {
        f"{each.file}: {each.match.operation.where}": tuple(breach.reason for breach in found)
        for each in recordings()
        if (found := validate(each.exchange, each.match))
    }


def objects_in(node: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if isinstance(node, dict):
        yield path
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in children:
        yield from objects_in(child, (*path, key))


def with_planted_member(body: str, path: tuple[str | int, ...]) -> str:
    document = json.loads(body)
    reduce(lambda node, key: node[key], path, document)["planted"] = True
    return json.dumps(document)


def unnoticed_plants() -> set[str]:
    """Plant a member into each object of each kind of real answer; the places where nobody minds."""
    sampled = {each.match.operation.where: each for each in recordings()}
    unnoticed = set()
    for where, each in sampled.items():
        response = each.exchange.response
        assert response is not None
        body = response.body or ""
        for path in objects_in(json.loads(body)):
            answered = replace(response, body=with_planted_member(body, path))
            planted = replace(each.exchange, response=answered)
            if drift(planted, each.match) != (f"{pointer_to((*path, 'planted'))} is not described",):
                unnoticed.add(f"{where} {pointer_to(path)}")
    return unnoticed


def summary() -> str:
    accepted = Counter(
        f"{each.match.operation.where} {each.exchange.response.status if each.exchange.response else ''}"
        for each in recordings()
        if not validate(each.exchange, each.match)
    )
    lines = [f"  {count:4} accepted  {where}" for where, count in sorted(accepted.items())]
    lines += [f"  {count:4} left out  {reason}" for reason, count in sorted(counted_reasons().items())]
    return "\n".join(["", "Recorded exchanges of real stores:", *lines, ""])


def test_real_answers_keep_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print(summary())  # noqa: T201 - how much was held against the contract belongs to the result
    assert breaches() == {}


def test_real_answers_hold_nothing_that_is_not_described() -> None:
    found = Counter(
        f"{each.match.operation.where}: {what}" for each in recordings() for what in drift(each.exchange, each.match)
    )
    assert found == {}


def test_a_new_member_anywhere_in_a_real_answer_is_noticed_except_where_any_is_welcome() -> None:
    assert unnoticed_plants() == {"server createCart /meta"}


def test_the_recordings_are_many_and_of_both_faces() -> None:
    faces = Counter(each.match.operation.document for each in recordings())
    assert faces["storefront"] >= 140
    assert faces["server"] >= 3


def test_both_validators_agree_on_every_real_answer() -> None:
    schemas = [
        (each.match.operation.schemas, pointer, each.exchange.response.body)
        for each in recordings()
        if each.exchange.response and (pointer := described_body(each.exchange.response, each.match))
    ]
    quick = [space.fast(pointer).is_valid(json.loads(body or "")) for space, pointer, body in schemas]
    thorough = [space.reference(pointer).is_valid(json.loads(body or "")) for space, pointer, body in schemas]
    assert schemas
    assert quick == thorough

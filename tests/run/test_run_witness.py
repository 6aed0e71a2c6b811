"""The witness: names what it sees, holds it against contract and rules, and counts what it finds once."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

import httpx
import pytest

from conformance.contract import load_specs
from conformance.run.witness import CONTRACT, SERVER_ERROR, Witness, sight_of
from conformance.suite.rules import Rule, Sight
from conformance.verdict import Coverage, Drift, Exchange, Finding, Line, Request, Response, Tally

SPECS = load_specs()
BASES = {
    "server": "http://store.test/stores/abc/v3",
    "storefront": "http://store.test/api/storefront",
}
CART = "5a1cf6a4-8d0a-4f5e-9d0f-0c9a0d3f1b11"
GET_CART = f"{BASES['server']}/carts/{CART}"
NOT_FOUND = {"status": 404, "title": "Not found", "type": "about:blank"}
KIND = TypeVar("KIND", bound=Line)


def every_cart_is_wrong(sight: Sight) -> tuple[str, ...]:
    return (f"nothing is right in {sight.operation}",)


def nothing_to_see(sight: Sight) -> None:  # noqa: ARG001 - a rule
    return None


class Watching:
    """A witness and what it has written."""

    def __init__(self, **rules: Rule) -> None:
        self.lines: list[Line] = []
        self.witness = Witness(
            self.lines.append, SPECS, BASES, {name.replace("_", "-"): rule for name, rule in rules.items()}
        )

    def written(self, kind: type[KIND]) -> list[KIND]:
        return [line for line in self.lines if isinstance(line, kind)]


def exchange(
    number: int = 1,
    status: int = 404,
    document: Any = None,
    url: str = GET_CART,
    trouble: str = "",
    method: str = "GET",
) -> Exchange:
    body = json.dumps(NOT_FOUND if document is None else document)
    media = "application/problem+json" if status == 404 else "application/json"
    return Exchange(
        id=f"x-{number}",
        request=Request(method=method, url=url),
        response=Response(status=status, headers=(("Content-Type", media),), body=body),
        trouble=trouble,
    )


def answer(status: int, url: str = GET_CART) -> httpx.Response:
    return httpx.Response(status, request=httpx.Request("GET", url))


@pytest.fixture
def watching() -> Watching:
    return Watching()


def test_an_exchange_is_written_with_the_name_of_its_operation(watching: Watching) -> None:
    watching.witness.see(exchange())

    assert [(each.surface, each.operation) for each in watching.written(Exchange)] == [("server", "getCart")]


def test_an_exchange_of_no_operation_is_written_as_it_is(watching: Watching) -> None:
    watching.witness.see(exchange(url="http://store.test/"))

    assert watching.written(Exchange) == [exchange(url="http://store.test/")]
    assert watching.written(Finding) == []


def test_a_breach_of_the_contract_is_found_in_the_exchange_that_shows_it(watching: Watching) -> None:
    watching.witness.see(exchange(status=403, document={"title": 3}))

    found = watching.written(Finding)
    assert {each.requirement for each in found} == {"response-body-matches-contract"}
    assert {each.exchanges for each in found} == {("x-1",)}
    assert {each.where for each in found} == {"server getCart"}


def test_the_same_breach_is_written_once_and_counted(watching: Watching) -> None:
    watching.witness.see(exchange(1, status=403, document={"title": 3}))
    watching.witness.see(exchange(2, status=403, document={"title": 3}))
    watching.witness.see(exchange(3, status=403, document={"title": 3}))
    before = len(watching.written(Finding))
    watching.witness.close()

    counted = watching.written(Finding)
    assert before == len({(each.requirement, each.reason) for each in counted}) > 0
    assert {each.count for each in counted[before:]} == {2}
    assert len(counted) == 2 * before


def test_trouble_is_written_and_not_judged(watching: Watching) -> None:
    watching.witness.see(exchange(status=500, trouble="answered 500 once and then not"))
    watching.witness.close()

    assert len(watching.written(Exchange)) == 1
    assert watching.written(Finding) + watching.written(Coverage) == []
    assert watching.written(Tally) == []


def test_what_the_specs_do_not_describe_is_drift_and_counted(watching: Watching) -> None:
    watching.witness.see(exchange(1, document={**NOT_FOUND, "novelty": 1}))
    watching.witness.see(exchange(2, document={**NOT_FOUND, "novelty": 2}))
    watching.witness.close()

    drifts = watching.written(Drift)
    assert [(each.exchange, each.count) for each in drifts] == [("x-1", 1), ("", 1)]
    assert all("novelty" in each.what for each in drifts)
    assert watching.written(Finding) == []


def test_every_answer_of_an_operation_is_tallied_for_the_contract(watching: Watching) -> None:
    watching.witness.see(exchange(1))
    watching.witness.see(exchange(2))
    watching.witness.close()

    looked_at = {each.requirement: each.looked_at for each in watching.written(Tally)}
    assert {each: looked_at[each] for each in CONTRACT} == dict.fromkeys(CONTRACT, 2)


def test_answers_are_counted_by_operation_and_status(watching: Watching) -> None:
    watching.witness.see(exchange(1))
    watching.witness.see(exchange(2))
    watching.witness.see(exchange(3, 418))
    watching.witness.close()

    assert watching.written(Coverage) == [
        Coverage(surface="server", operation="getCart", statuses={"404": 2, "418": 1})
    ]


def test_a_rule_looks_at_accepted_answers_only() -> None:
    watching = Watching(all_is_right=every_cart_is_wrong)
    watching.witness.see(exchange(1))
    watching.witness.see(exchange(2, 200, {"data": {"id": CART}}))
    watching.witness.close()

    tallies = {each.requirement: each.looked_at for each in watching.written(Tally)}
    assert tallies["all-is-right"] == 1
    assert [each.exchanges for each in watching.written(Finding) if each.requirement == "all-is-right"] == [("x-2",)]
    assert "all-is-right" in watching.witness.found


def test_a_rule_that_looks_away_is_not_tallied() -> None:
    watching = Watching(all_is_right=nothing_to_see)
    watching.witness.see(exchange(1, 200, {"data": {"id": CART}}))
    watching.witness.close()

    assert "all-is-right" not in {each.requirement for each in watching.written(Tally)}


def test_a_server_error_that_came_twice_is_a_finding(watching: Watching) -> None:
    watching.witness.settle(answer(500))

    assert [each.requirement for each in watching.written(Finding)] == [SERVER_ERROR]
    assert watching.witness.found == {SERVER_ERROR}


def test_an_answer_without_a_server_error_is_tallied_alone(watching: Watching) -> None:
    watching.witness.settle(answer(404))
    watching.witness.close()

    assert watching.lines == [Tally(requirement=SERVER_ERROR, looked_at=1)]


def test_the_exchanges_of_one_check_are_taken_once(watching: Watching) -> None:
    watching.witness.see(exchange(1))
    watching.witness.see(exchange(2))

    assert watching.witness.take_latest() == ("x-1", "x-2")
    assert watching.witness.take_latest() == ()


def test_a_note_weighs_nothing(watching: Watching) -> None:
    watching.witness.note("a coupon was left behind")

    assert watching.lines == [Drift(what="a coupon was left behind", where="run", exchange="")]
    assert not watching.witness.found


Seen = Callable[[Exchange], Sight | None]


@pytest.fixture
def seen() -> Seen:
    def of(shown: Exchange) -> Sight | None:
        match = SPECS.match(shown.request.method, shown.request.url, BASES)
        assert match is not None
        return sight_of(shown, match)

    return of


def test_a_sight_is_folded_and_freed_of_its_wrapping(seen: Seen) -> None:
    sight = seen(exchange(status=200, document={"data": {"lineItems": []}}))

    assert sight is not None
    assert (sight.surface, sight.operation, sight.document) == ("server", "getCart", {"line_items": []})
    assert sight.path_parameters == {"cartId": CART}


def test_a_storefront_answer_is_not_wrapped(seen: Seen) -> None:
    url = f"{BASES['storefront']}/checkouts/{CART}?include=consignments.availableShippingOptions,promotions.banners"
    sight = seen(exchange(status=200, url=url, document={"data": {"a": 1}}))

    assert sight is not None
    assert sight.document == {"data": {"a": 1}}
    assert sight.include == {"consignments.available_shipping_options", "promotions.banners"}


def test_a_refusal_is_no_sight(seen: Seen) -> None:
    assert seen(exchange()) is None

"""The rules that watch answers as such: each holds on what keeps it, notices its breach, and looks away else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from conformance.contract import load_specs
from conformance.suite.rules import ANSWERS, ORDERS, Sight
from conformance.suite.rules.answers import Reply, reply_of
from conformance.verdict import Exchange, Request, Response

RECORDED = Path(__file__).parents[3] / "shared" / "reference" / "recorded"
BASES = {"storefront": "https://store.example.com/api/storefront"}
CHECKOUT: dict[str, Any] = {"version": 2, "grand_total": 21.5, "created_time": "2026-03-12T12:26:15+00:00"}
QUOTA = (("x-rate-limit-requests-left", "148"), ("x-rate-limit-requests-quota", "150"))
WINDOW = (("x-rate-limit-time-reset-ms", "26377"), ("x-rate-limit-time-window-ms", "30000"))


def reply(
    body: Any = None, status: int = 200, surface: str = "server", headers: tuple[tuple[str, str], ...] = ()
) -> Reply:
    written = None if body is None else json.dumps(body)
    response = Response(status=status, headers=(("content-type", "application/json"), *headers), body=written)
    made = reply_of(Exchange(id="1", surface=surface, request=Request(method="GET", url=""), response=response))
    assert made is not None
    return made


def storefront(body: Any = None, **more: Any) -> Reply:
    return reply(body, surface="storefront", **more)


HOLDING = [
    ("error-status-is-repeated", reply({"status": 404}, status=404)),
    ("error-status-is-repeated", reply({"status": "422"}, status=422)),
    ("error-status-is-repeated", reply([{"status": 400, "message": "no"}], status=400)),
    ("server-answers-are-wrapped", reply({"data": CHECKOUT, "meta": {}})),
    ("server-answers-are-wrapped", reply({"data": CHECKOUT, "meta": []})),
    ("storefront-answers-are-bare", storefront({"id": "x"})),
    ("server-members-are-snake-case", reply({"data": {"grand_total": 1, "options": [{"nameId": 7, "valueId": 8}]}})),
    ("storefront-members-are-camel-case", storefront({"grandTotal": 1})),
    ("rate-limit-left-within-quota", reply(headers=QUOTA)),
    ("rate-limit-reset-within-window", reply(headers=WINDOW)),
    ("no-content-is-empty", reply(status=204)),
    ("times-name-their-zone", reply({"data": CHECKOUT})),
    ("amounts-are-numbers", reply({"data": CHECKOUT})),
    ("version-is-positive", reply({"data": CHECKOUT})),
    ("storefront-answers-are-not-public", storefront({}, headers=(("cache-control", "no-store, no-cache"),))),
]
BREACHES = [
    ("error-status-is-repeated", reply({"status": 400}, status=404)),
    ("error-status-is-repeated", reply([{"status": 400}, {"status": 401}], status=400)),
    ("server-answers-are-wrapped", reply({"version": 2})),
    ("server-answers-are-wrapped", reply({"data": {}, "meta": "none"})),
    ("storefront-answers-are-bare", storefront({"data": {"id": "x"}})),
    ("server-members-are-snake-case", reply({"data": {"cart": [{"grandTotal": None}]}})),
    ("storefront-members-are-camel-case", storefront({"cart": {"grand_total": None}})),
    ("rate-limit-left-within-quota", reply(headers=(QUOTA[1], ("x-rate-limit-requests-left", "151")))),
    ("rate-limit-left-within-quota", reply(headers=(QUOTA[1], ("x-rate-limit-requests-left", "many")))),
    ("rate-limit-reset-within-window", reply(headers=(WINDOW[1], ("x-rate-limit-time-reset-ms", "30001")))),
    ("no-content-is-empty", reply({}, status=204)),
    ("no-content-is-empty", reply(status=204, headers=(("content-length", "2"),))),
    ("times-name-their-zone", reply({"data": {"updated_time": "2026-03-12T12:26:15"}})),
    ("times-name-their-zone", storefront({"createdTime": "yesterday"})),
    ("amounts-are-numbers", reply({"data": {"cart_amount_inc_tax": "21.50"}})),
    ("amounts-are-numbers", storefront({"lines": [{"extendedListPrice": "3"}]})),
    ("version-is-positive", reply({"data": {"version": 0}})),
    ("version-is-positive", storefront({"cart": {"version": "2"}})),
    ("storefront-answers-are-not-public", storefront({}, headers=(("cache-control", "public, max-age=60"),))),
]
# Answers that say nothing of the rule.
SILENT = [
    ("error-status-is-repeated", reply({"status": 400})),
    ("error-status-is-repeated", reply({"title": "no"}, status=400)),
    ("server-answers-are-wrapped", reply({"status": 404}, status=404)),
    ("server-members-are-snake-case", storefront({"grandTotal": 1})),
    ("storefront-members-are-camel-case", reply({"data": {"grand_total": 1}})),
    ("rate-limit-left-within-quota", reply(headers=QUOTA[:1])),
    ("no-content-is-empty", reply({"data": {}})),
    ("times-name-their-zone", reply({"data": {"created_by": "me"}})),
    ("amounts-are-numbers", reply({"data": {"amount": "10", "total_inc_tax": "1.0000"}})),
    ("amounts-are-numbers", reply({"grand_total": "1.0000"}, surface="orders-v2")),
    ("version-is-positive", reply({"version": 0}, status=409)),
    ("storefront-answers-are-not-public", storefront({})),
]


@pytest.mark.parametrize(("requirement", "given"), HOLDING)
def test_a_rule_holds_on_an_answer_that_keeps_it(requirement: str, given: Reply) -> None:
    assert ANSWERS[requirement](given) == ()


@pytest.mark.parametrize(("requirement", "given"), BREACHES)
def test_a_breach_is_noticed_by_its_own_rule_alone(requirement: str, given: Reply) -> None:
    assert [name for name, rule in ANSWERS.items() if rule(given)] == [requirement]


@pytest.mark.parametrize(("requirement", "given"), SILENT)
def test_a_rule_looks_away_from_what_says_nothing_of_it(requirement: str, given: Reply) -> None:
    assert ANSWERS[requirement](given) is None


def test_every_rule_has_an_answer_that_keeps_it_and_one_that_breaks_it() -> None:
    assert {name for name, _ in HOLDING} == {name for name, _ in BREACHES} == set(ANSWERS)


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded exchanges are not beside this checkout")
@pytest.mark.parametrize("requirement", ANSWERS)
def test_no_recorded_answer_breaks_a_rule(requirement: str) -> None:
    broken = [each.id for each in recorded() if ANSWERS[requirement](seen(each))]

    assert broken == []


def seen(exchange: Exchange) -> Reply:
    made = reply_of(exchange)
    assert made is not None
    return made


def recorded() -> list[Exchange]:
    told = [
        Exchange(
            id=f"{path.stem}-{number}",
            request=Request(method=each["method"], url=f"https://store.example.com{each['path']}"),
            response=Response(
                status=each["status"],
                headers=(("content-type", "application/json"),),
                body=json.dumps(each["response"]),
            ),
        )
        for path in sorted(RECORDED.glob("*.json"))
        for number, each in enumerate(json.loads(path.read_text(encoding="utf-8")))
    ]
    matched = [(each, load_specs().match(each.request.method, each.request.url, BASES)) for each in told]
    return [msgspec.structs.replace(each, surface="storefront") for each, match in matched if match is not None]


ORDER = {"status_id": 0, "status": "Incomplete", "total_inc_tax": "133.6500"}
ORDER |= {"total_ex_tax": "129.9500", "total_tax": "3.7000"}
OF_ORDERS = [
    ("order-status-matches-its-number", {}, ()),
    ("order-status-matches-its-number", {"status_id": 99}, None),
    ("order-total-splits-into-tax", {}, ()),
    ("order-total-splits-into-tax", {"total_tax": "3.7099"}, ()),
    ("order-total-splits-into-tax", {"total_tax": None}, None),
]
BROKEN_ORDERS = [
    ("order-status-matches-its-number", {"status": "Pending"}),
    ("order-total-splits-into-tax", {"total_ex_tax": "133.6500"}),
]


def order(change: dict[str, Any]) -> Sight:
    return Sight("orders-v2", "getOrder", {"order_id": "112"}, frozenset(), {**ORDER, **change})


@pytest.mark.parametrize(("requirement", "change", "look"), OF_ORDERS)
def test_a_rule_of_orders_holds_or_looks_away(
    requirement: str, change: dict[str, Any], look: tuple[str, ...] | None
) -> None:
    assert ORDERS[requirement](order(change)) == look


@pytest.mark.parametrize(("requirement", "change"), BROKEN_ORDERS)
def test_a_broken_order_is_noticed_by_its_own_rule_alone(requirement: str, change: dict[str, Any]) -> None:
    assert [name for name, rule in ORDERS.items() if rule(order(change))] == [requirement]

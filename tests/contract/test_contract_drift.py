"""What a target does that nobody described."""

from __future__ import annotations

from typing import Any

import pytest
from small_shop import CART, answer, asked

from conformance.contract import drift
from conformance.contract.drifting import undescribed

ITEM = {"id": CART, "quantity": 1}


DESCRIBED = pytest.mark.parametrize(
    ("member", "value"),
    [
        ("currency", {"code": "USD"}),
        ("discount", {"amount": 1, "reason": "a gift"}),
        ("discount", None),
        ("kind", "gift"),
        ("line_items", [{**ITEM, "parent": {**ITEM, "parent": None}}]),
        ("names", {"de": {"text": "Wagen"}}),
    ],
)


@DESCRIBED
def test_described_members_are_no_drift(member: str, value: Any) -> None:
    exchange = answer(200, {"data": {"id": CART, member: value}, "meta": {"anything": {"goes": 1}}})
    assert drift(exchange, asked("getCart")) == ()


@DESCRIBED
def test_a_closer_look_finds_nothing_that_the_glance_did_not(member: str, value: Any) -> None:
    body = {"data": {"id": CART, member: value}, "meta": {"anything": {"goes": 1}}}
    assert list(undescribed(asked("getCart").operation.schemas, "/components/schemas/CartAnswer", body)) == []


@pytest.mark.parametrize(
    ("member", "value", "found"),
    [
        ("colour", "red", "/data/colour is not described"),
        ("a/b", 1, "/data/a~1b is not described"),
        (CART, 1, "/data/* is not described"),
        ("x" * 100, 1, f"/data/{'x' * 40}… is not described"),
        ("currency", {"symbol": "$"}, "/data/currency/symbol is not described"),
        ("discount", {"percent": 1, "reason": 2}, "/data/discount/reason is not described"),
        ("discount", {"amount": 1, "until": None}, "/data/discount/until is not described"),
        (
            "line_items",
            [ITEM, {**ITEM, "gift": 1}, {**ITEM, "gift": 2}],
            "/data/line_items/[*]/gift is not described",
        ),
        (
            "line_items",
            [{**ITEM, "parent": {**ITEM, "gift": 1}}],
            "/data/line_items/[*]/parent/gift is not described",
        ),
        ("names", {"de": {"sound": ""}}, "/data/names/*/sound is not described"),
        ("kind", "rare", '/data/kind has a value that is not described: "rare"'),
    ],
)
def test_an_undescribed_member_or_value_is_named_once_by_its_place(member: str, value: Any, found: str) -> None:
    exchange = answer(200, {"data": {"id": CART, member: value}})
    assert drift(exchange, asked("getCart")) == (found,)


def test_drift_is_seen_beside_a_breach() -> None:
    exchange = answer(200, {"data": {"id": 7, "colour": "red"}})
    assert drift(exchange, asked("getCart")) == ("/data/colour is not described",)


def test_a_body_described_as_any_object_drifts_nowhere() -> None:
    assert drift(answer(200, {"free": {"in": ["form"]}}), asked("getSettings")) == ()


def test_an_undocumented_refusal_is_drift() -> None:
    assert drift(answer(418, {}), asked("getCart")) == ("status 418 is not documented",)


@pytest.mark.parametrize("status", [201, 302, 404, 429, 500])
def test_other_statuses_are_no_drift(status: int) -> None:
    assert drift(answer(status, {"status": status}, "application/problem+json"), asked("getCart")) == ()


def test_a_refusal_drifts_like_any_documented_body() -> None:
    exchange = answer(404, {"status": 404, "detail": "?"}, "application/problem+json")
    assert drift(exchange, asked("getCart")) == ("/detail is not described",)


@pytest.mark.parametrize("text", ["", "<html>", "[" * 100_000], ids=["empty", "html", "deep"])
def test_a_body_that_is_no_json_drifts_nowhere(text: str) -> None:
    assert drift(answer(200, text=text), asked("getCart")) == ()


def test_a_flood_of_undescribed_members_is_cut() -> None:
    flood = {f"x{'ab'[index % 2]}{chr(97 + index % 26)}{chr(97 + index // 26)}": 0 for index in range(200)}
    assert len(drift(answer(200, {"data": {"id": CART, **flood}}), asked("getCart"))) == 50

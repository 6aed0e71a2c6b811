"""The fast validator and the reference say the same; where they don't, no store is blamed."""

from __future__ import annotations

from typing import Any

import pytest
from small_shop import CART, asked

from conformance.contract.formats import FORMATS
from conformance.contract.schemas import SchemaSpace

ITEM = {"id": CART, "quantity": 1}
MEMBERS: list[dict[str, Any]] = [
    {"id": CART},
    {"id": CART.upper()},
    {"id": CART[:-1]},
    {"id": 1},
    {},
    {"created_time": "2024-05-06T07:16:55+00:00"},
    {"created_time": "2024-05-06T07:16:55Z"},
    {"created_time": "2024-05-06 07:16:55.25-05:00"},
    {"created_time": "2024-05-06T07:16:55"},
    {"created_time": "Mon, 06 May 2024 07:27:05 +0000"},
    {"created_time": "2024-02-30T07:16:55Z"},
    {"image_url": ""},
    {"image_url": "https://cdn.test/a b.png"},
    {"image_url": "a.png"},
    {"email": None},
    {"email": ""},
    {"email": "a@b.test"},
    {"email": "a"},
    {"currency": {"code": "USD"}},
    {"currency": {"code": "usd"}},
    {"state": "open"},
    {"state": "gone"},
    {"kind": "rare"},
    {"kind": 1},
    {"discount": None},
    {"discount": {"percent": 100}},
    {"discount": {"percent": 100.5}},
    {"discount": {"percent": 1, "amount": 1}},
    {"discount": {"amount": 0}},
    {"line_items": [{**ITEM, "quantity": 1.0}]},
    {"line_items": [{**ITEM, "quantity": 1.5}]},
    {"line_items": [{**ITEM, "parent": ITEM}]},
    {"line_items": [{**ITEM, "parent": {}}]},
    {"coupons": ["AA", "BB"]},
    {"coupons": ["AA", "AA"]},
    {"coupons": ["é"]},
    {"coupons": ["😀😀"]},
    {"names": {"de": {"text": "a"}}},
    {"names": {"de": 1}},
]


@pytest.mark.parametrize("members", MEMBERS, ids=repr)
def test_both_validators_agree(members: dict[str, Any]) -> None:
    schemas = asked("getCart").operation.schemas
    body = {"data": {"id": CART, **members}}
    pointer = "/components/schemas/CartAnswer"
    assert schemas.fast(pointer).is_valid(body) == schemas.reference(pointer).is_valid(body)


def test_the_samples_hold_accepted_and_refused_bodies_alike() -> None:
    schemas = asked("getCart").operation.schemas
    verdicts = [schemas.accepts("/components/schemas/Cart", {"id": CART, **each}) for each in MEMBERS]
    assert (verdicts.count(True), verdicts.count(False)) == (21, 18)


def test_what_the_fast_one_cannot_take_is_left_to_the_reference() -> None:
    schemas = asked("getCart").operation.schemas
    half_a_character = {"id": CART, "coupons": ["\ud800\ud800"]}
    assert schemas.accepts("/components/schemas/Cart", half_a_character)


def test_a_refusal_of_the_fast_one_alone_is_no_refusal() -> None:
    digit = {"type": "string", "pattern": r"^\d$"}
    schemas = SchemaSpace("digits", {"components": {"schemas": {"Digit": digit}}})
    arabic_three = "\u0663"
    assert not schemas.fast("/components/schemas/Digit").is_valid(arabic_three)
    assert schemas.accepts("/components/schemas/Digit", arabic_three)


@pytest.mark.parametrize(
    ("name", "text", "holds"),
    [
        ("date", "2024-02-29", True),
        ("date", "2023-02-29", False),
        ("date", "29.02.2024", False),
        ("date-time", "2016-12-31T23:59:60Z", True),
        ("date-time", "2024-05-06T24:00:00Z", False),
        ("date-time", "2024-05-06", False),
        ("email", "", True),
        ("email", "nobody", False),
        ("uri", "mailto:a@b.test", True),
        ("uri", "//cdn.test/a.png", False),
        ("uuid", CART, True),
        ("uuid", f"{CART}\n", False),
        ("uuid", CART.replace("-", ""), False),
    ],
)
def test_a_format_holds_for_what_real_stores_send(name: str, text: str, holds: bool) -> None:  # noqa: FBT001
    assert FORMATS[name](text) is holds

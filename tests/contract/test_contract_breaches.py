"""Which breaches of a documented body are beyond doubt, and which are left to the store."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.contract import Operation, is_beyond_doubt, load_specs

REQUIRED = {"customer_message", "product_id", "quantity"}
LINE = {"product_id": 111, "quantity": 1}


def operation(operation_id: str) -> Operation:
    return next(one for one in load_specs().documents["server"].operations if one.operation_id == operation_id)


def is_wrong(operation_id: str, body: Any) -> bool:
    return is_beyond_doubt(operation(operation_id), body, REQUIRED)


@pytest.mark.parametrize(
    ("operation_id", "body"),
    [
        ("updateCheckout", {"customer_message": {"of": "another kind"}}),
        ("updateCheckout", {"customer_message": ["text"]}),
        ("updateCheckout", {}),
        ("addCartLineItems", {"line_items": "text"}),
        ("addCartLineItems", {"line_items": [{**LINE, "quantity": {"of": "another kind"}}]}),
        ("addCartLineItems", {"line_items": [{"product_id": 111}]}),
    ],
)
def test_another_kind_and_the_lack_of_what_is_required_are_beyond_doubt(operation_id: str, body: Any) -> None:
    assert is_wrong(operation_id, body)


@pytest.mark.parametrize(
    ("operation_id", "body"),
    [
        ("updateCheckout", {"customer_message": "Hello"}),
        ("updateCheckout", {"customer_message": 5}),
        ("updateCheckout", {"customer_message": None}),
        ("updateCheckout", {"customer_message": "m" * 2001}),
        ("updateCheckout", {"customer_message": []}),
        ("addCartLineItems", {"line_items": [{**LINE, "quantity": "1"}]}),
        ("addCartLineItems", {"line_items": [{**LINE, "quantity": 0}]}),
        ("addCartLineItems", {"line_items": []}),
        ("addCartLineItems", {"line_items": [LINE], "custom_items": 0}),
        ("addCheckoutCoupon", {}),
    ],
)
def test_what_a_lenient_store_may_take_is_not(operation_id: str, body: Any) -> None:
    assert not is_wrong(operation_id, body)


def test_an_operation_without_a_body_has_nothing_wrong_in_it() -> None:
    assert not is_wrong("getCheckout", {"anything": 1})

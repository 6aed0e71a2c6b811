"""What a scenario sees as changed between two looks at a checkout."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.api import Answer
from conformance.suite.documents import Checkout, Unreadable, checkout_in
from conformance.suite.scenarios.looking import cart_document, changed, document, exact, listed, moment, only

LINE = {"id": "one", "product_id": 7, "variant_id": 8, "quantity": 2}
BODY: dict[str, Any] = {
    "id": "c",
    "cart": {
        "id": "c",
        "base_amount": 10,
        "currency": {"code": "USD"},
        "line_items": {"physical_items": [LINE], "custom_items": [{"id": "two", "quantity": 1}]},
    },
    "grand_total": 11,
    "consignments": [{"id": "k", "line_item_ids": ["one"], "shipping_address": {"city": "Austin"}}],
    "coupons": [{"code": "ten"}],
    "billing_address": {"first_name": "Ada"},
    "customer_message": "Ring.",
}


def answered(body: Any, status: int = 200) -> Answer:
    return Answer(operation="getCheckout", status=status, body=body, text="", url="")


def checkout(**members: Any) -> Checkout:
    return checkout_in(answered({**BODY, **members}))


def with_cart(**members: Any) -> Checkout:
    return checkout(cart={**BODY["cart"], **members})


@pytest.mark.parametrize(
    ("after", "named"),
    [
        (checkout(), []),
        (checkout(grand_total=11.004), []),
        (checkout(coupons=[{"code": "TEN"}]), []),
        (checkout(grand_total=11.02), ["grand total"]),
        (checkout(customer_message=""), ["message"]),
        (checkout(coupons=[]), ["coupons"]),
        (checkout(billing_address={}), ["billing address"]),
        (checkout(consignments=[]), ["consignments"]),
        (with_cart(base_amount=9), ["base amount"]),
        (with_cart(currency={"code": "EUR"}), ["currency"]),
        (with_cart(line_items={"physical_items": [LINE]}), ["custom items"]),
        (
            with_cart(line_items={**BODY["cart"]["line_items"], "physical_items": [{**LINE, "quantity": 3}]}),
            ["items"],
        ),
    ],
)
def test_what_differs_is_named(after: Checkout, named: list[str]) -> None:
    assert changed(checkout(), after) == named


def test_what_stands_apart_is_not_named() -> None:
    assert changed(checkout(), checkout(grand_total=5, customer_message="Knock."), "grand total", "message") == []


@pytest.mark.parametrize("body", [{"data": {"cartId": 1}}, {"cartId": 1}, [{"cartId": 1}], {"data": [{"cartId": 1}]}])
def test_a_document_is_read_out_of_its_wrappers(body: Any) -> None:
    assert document(answered(body)) == {"cart_id": 1}


@pytest.mark.parametrize(("body", "status"), [([], 200), ("text", 200), ({}, 404), (None, 204)])
def test_an_answer_without_a_document_is_unreadable(body: Any, status: int) -> None:
    with pytest.raises(Unreadable):
        document(answered(body, status))


def test_a_cart_is_found_inside_its_checkout_or_alone() -> None:
    assert cart_document(answered(BODY)) == cart_document(answered(BODY["cart"])) == BODY["cart"]


def test_lines_of_a_kind_are_listed() -> None:
    assert listed(BODY["cart"], "custom_items") == [{"id": "two", "quantity": 1}]
    assert listed(BODY["cart"], "gift_certificates") == listed({}, "custom_items") == []


@pytest.mark.parametrize(("held", "one"), [([{"id": 1}], {"id": 1}), ([], {}), ([{"id": 1}, {"id": 2}], {})])
def test_the_only_one_is_the_only_one(held: list[dict[str, Any]], one: dict[str, Any]) -> None:
    assert only(held) == one


def test_amounts_compare_by_value() -> None:
    assert exact("1.50") == exact(1.5)
    assert exact(None) is None


def test_times_are_read_or_said_to_be_none() -> None:
    assert moment({"at": "2024-05-06T07:16:55+00:00"}, "at") < moment({"at": "2024-05-06T07:16:56Z"}, "at")
    with pytest.raises(Unreadable):
        moment({}, "at")

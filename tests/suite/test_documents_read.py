"""Carts and checkouts of both faces, read into one form."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from conformance.api import Answer
from conformance.suite.documents import Unreadable, cart_in, checkout_in, folded, folded_name

LINE = {"id": "a-line", "productId": 5, "variantId": 6, "quantity": 2}
CART = {
    "id": "a-cart",
    "baseAmount": Decimal("21.20"),
    "lineItems": {"physicalItems": [LINE], "digitalItems": [{**LINE, "id": "another", "variantId": None}]},
}
CHECKOUT = {
    "id": "a-cart",
    "cart": CART,
    "grandTotal": Decimal("28.98"),
    "coupons": [{"code": "tenth"}],
    "consignments": [
        {"id": "first", "lineItemIds": ["a-line"], "selectedShippingOption": {"id": "x", "cost": Decimal(8)}},
        {"id": "second", "lineItemIds": ["another"]},
    ],
}


def answered(body: Any, status: int = 200) -> Answer:
    return Answer(operation="getCheckout", status=status, body=body, text="", url="")


@pytest.mark.parametrize(
    ("name", "folded_to"),
    [
        ("lineItems", "line_items"),
        ("line_items", "line_items"),
        ("id", "id"),
        ("consignments.availableShippingOptions", "consignments.available_shipping_options"),
        ("address1", "address1"),
        ("cartURL", "cart_url"),
    ],
)
def test_a_name_is_folded(name: str, folded_to: str) -> None:
    assert folded_name(name) == folded_to


def test_folding_reaches_every_depth_and_leaves_values_alone() -> None:
    assert folded({"aB": [{"cD": "eF"}, 1]}) == {"a_b": [{"c_d": "eF"}, 1]}


@pytest.mark.parametrize("body", [CHECKOUT, {"data": folded(CHECKOUT)}], ids=["storefront", "server"])
def test_a_checkout_reads_alike_from_both_faces(body: dict[str, Any]) -> None:
    checkout = checkout_in(answered(body))

    assert (checkout.id, checkout.grand_total, checkout.coupon_codes) == ("a-cart", Decimal("28.98"), ("TENTH",))
    assert checkout.cart.contents == Counter({(5, 6): 2, (5, None): 2})
    assert [each.id for each in checkout.consignments] == ["first", "second"]


def test_lines_and_consignments_are_found_by_their_ids() -> None:
    checkout = checkout_in(answered(CHECKOUT))

    assert checkout.cart.item("another") is not None
    assert checkout.cart.item("nosuch") is None
    assert checkout.consignment("nosuch") is None
    assert getattr(checkout.consignment_of("another"), "id", "") == "second"


def test_what_a_face_leaves_out_stays_absent() -> None:
    checkout = checkout_in(answered(CHECKOUT))

    assert (checkout.version, checkout.customer_message, checkout.billing) == (None, None, {})
    assert checkout.consignments[1].available_shipping_options is None


@pytest.mark.parametrize(
    ("shown", "total"),
    [
        ({}, 0),
        ({"shippingCostTotal": 8}, 8),
        ({"shippingCostTotal": 0, "shippingCostTotalIncTax": 9}, 0),
        ({"shippingCostTotalIncTax": 9}, 9),
    ],
)
def test_the_shipping_total_has_either_name(shown: dict[str, int], total: int) -> None:
    assert checkout_in(answered({**CHECKOUT, **shown})).shipping_total == total


@pytest.mark.parametrize("body", [CART, [CART], {"cart": CART}, {"data": {"cart": folded(CART)}}])
def test_a_cart_is_read_wherever_an_answer_shows_it(body: Any) -> None:
    assert cart_in(answered(body)).id == "a-cart"


@pytest.mark.parametrize("body", [None, [], {}, {"id": "x"}, "text", {**CART, "lineItems": []}])
def test_an_answer_that_shows_no_cart_is_unreadable(body: Any) -> None:
    with pytest.raises(Unreadable, match="getCheckout"):
        cart_in(answered(body))


def test_a_refusal_holds_nothing_to_read() -> None:
    with pytest.raises(Unreadable, match="getCheckout answered 404, so there is no checkout to read"):
        checkout_in(answered(CHECKOUT, 404))

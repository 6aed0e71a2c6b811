"""The rules on shipping and on amounts: each holds on what keeps it, notices one thing, and looks away else."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from conformance.suite.rules import RULES, Sight, amounts, shipping

Document = dict[str, Any]
THEIRS = {**shipping.RULES, **amounts.RULES}

FREE, PAID = {"id": "free", "type": "freeshipping", "cost": 0}, {"id": "paid", "type": "shipping_flatrate", "cost": 8}
LINE = {"id": "a-line", "quantity": 2, "list_price": 10, "extended_list_price": 20, "sale_price": 10}
CONSIGNMENT = {
    "id": "a-consignment",
    "line_item_ids": ["a-line"],
    "shipping_cost": 8,
    "handling_cost": Decimal("1.5"),
    "selected_shipping_option": PAID,
    "available_shipping_options": [FREE, PAID],
}
CHECKOUT: Document = {
    "id": "a-checkout",
    "cart": {
        "id": "a-checkout",
        "base_amount": 20,
        "cart_amount": 15,
        "discount_amount": 5,
        "discounts": [{"id": "a-line", "discounted_amount": 5}],
        "line_items": {
            "physical_items": [
                {**LINE, "extended_sale_price": 20, "discounts": [{"id": 4, "discounted_amount": 5}]},
            ],
        },
    },
    "consignments": [CONSIGNMENT],
    "subtotal": 20,
    "shipping_cost_total": 8,
    "handling_cost_total": Decimal("1.5"),
    "coupons": [],
}
INCLUDE = frozenset({"consignments.available_shipping_options"})


def changed(**change: Any) -> Document:
    return {**CHECKOUT, **change}


def in_cart(**change: Any) -> Document:
    return changed(cart={**CHECKOUT["cart"], **change})


def in_line(**change: Any) -> Document:
    line = {**CHECKOUT["cart"]["line_items"]["physical_items"][0], **change}
    return in_cart(line_items={"physical_items": [line]})


def in_consignment(**change: Any) -> Document:
    return changed(consignments=[{**CONSIGNMENT, **change}])


def unchosen(**change: Any) -> Document:
    """A checkout on which no option is selected."""
    free = {**CONSIGNMENT, "selected_shipping_option": None, "shipping_cost": 0}
    return changed(**{"consignments": [free], "shipping_cost_total": 0, **change})


def sight(document: Document, surface: str = "storefront") -> Sight:
    return Sight(
        surface=surface,
        operation="getCheckout",
        path_parameters={"checkoutId": "a-checkout"},
        include=INCLUDE,
        document=document,
    )


def shared_by(count: int) -> Document:
    """A line of two pieces in this many consignments."""
    rest = {**CONSIGNMENT, "shipping_cost": 0, "handling_cost": 0, "selected_shipping_option": FREE}
    return changed(consignments=[CONSIGNMENT, *({**rest, "id": f"another-{number}"} for number in range(1, count))])


HOLDING = [
    *(
        pytest.param(name, CHECKOUT, id=name)
        for name in THEIRS
        if name != "shipping-is-free-until-an-option-is-chosen"
    ),
    ("shipping-is-free-until-an-option-is-chosen", unchosen()),
    ("consignment-lists-a-line-no-oftener-than-its-pieces", shared_by(2)),
    ("subtotal-adds-up", changed(subtotal=Decimal("20.004"))),
]


@pytest.mark.parametrize(("requirement", "document"), HOLDING)
def test_the_rule_holds_on_a_checkout_that_keeps_it(requirement: str, document: Document) -> None:
    assert RULES[requirement](sight(document)) == ()


BREACHES = [
    ("shipping-is-free-until-an-option-is-chosen", unchosen(shipping_cost_total=8)),
    ("shipping-cost-is-that-of-the-option", in_consignment(shipping_cost=9)),
    ("shipping-option-ids-are-unique", in_consignment(available_shipping_options=[FREE, FREE, PAID])),
    ("shipping-selection-is-one-of-the-offers", in_consignment(available_shipping_options=[FREE])),
    ("handling-total-adds-up", changed(handling_cost_total=1)),
    ("consignment-lists-a-line-no-oftener-than-its-pieces", shared_by(3)),
    ("subtotal-adds-up", in_line(extended_sale_price=21)),
    ("cart-amount-follows-discounts", in_cart(cart_amount=20)),
    ("cart-discount-is-shared-by-lines", in_line(discounts=[{"id": 4, "discounted_amount": 1}])),
    ("cart-discounts-add-up", in_cart(discounts=[{"id": "a-line", "discounted_amount": 4}])),
]


@pytest.mark.parametrize(("requirement", "document"), BREACHES)
def test_a_breach_is_noticed_by_its_own_rule_alone(requirement: str, document: Document) -> None:
    assert [name for name, rule in THEIRS.items() if rule(sight(document))] == [requirement]


def test_every_rule_has_a_breach_that_it_notices() -> None:
    assert {requirement for requirement, _ in BREACHES} == set(THEIRS)


EXCUSED = [
    ("shipping-is-free-until-an-option-is-chosen", changed(shipping_cost_total=3), "storefront"),
    (
        "shipping-cost-is-that-of-the-option",
        in_consignment(coupon_discounts=[{"code": "A", "amount": 8}]),
        "storefront",
    ),
    (
        "shipping-cost-is-that-of-the-option",
        in_consignment(shipping_cost_inc_tax=9, shipping_cost_ex_tax=8),
        "server",
    ),
    (
        "shipping-selection-is-one-of-the-offers",
        in_consignment(selected_shipping_option={"id": "mine", "type": "custom", "cost": 8}),
        "server",
    ),
    (
        "shipping-selection-is-one-of-the-offers",
        in_consignment(available_shipping_options=[FREE], coupon_discounts=[{"code": "A", "amount": 8}]),
        "storefront",
    ),
    ("subtotal-adds-up", changed(subtotal=9, coupons=[{"code": "A"}]), "storefront"),
    ("subtotal-adds-up", changed(subtotal=9), "server"),
    ("cart-amount-follows-discounts", in_line(list_price=11), "storefront"),
    ("cart-discount-is-shared-by-lines", in_cart(line_items={"physical_items": [LINE]}), "storefront"),
    ("cart-discount-is-shared-by-lines", in_line(discounts=[]), "storefront"),
    (
        "cart-discount-is-shared-by-lines",
        in_line(discount_amount=1, discounts=[{"id": 3, "discounted_amount": 1}, {"id": 4, "discounted_amount": 5}]),
        "storefront",
    ),
    ("cart-discounts-add-up", in_cart(discounts=[{"id": "a-line", "discounted_amount": 0}]), "storefront"),
]


@pytest.mark.parametrize(("requirement", "document", "surface"), EXCUSED)
def test_what_a_store_may_do_is_no_breach(requirement: str, document: Document, surface: str) -> None:
    assert not RULES[requirement](sight(document, surface))

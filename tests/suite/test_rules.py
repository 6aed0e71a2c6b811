"""The rules that watch every exchange: each holds on what keeps it, notices one thing, and looks away else."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from conformance.suite.rules import RULES, Sight, amounts, shipping

# Those on shipping and on amounts have documents of their own, beside this file.
HERE = [name for name in RULES if name not in {*shipping.RULES, *amounts.RULES}]

# What a storefront is asked to include where it would show shipping options by default.
SOMETHING = frozenset({"cart.line_items.physical_items.options"})

CHECKOUT: dict[str, Any] = {
    "id": "a-checkout",
    "version": 3,
    "cart": {
        "id": "a-checkout",
        "version": 3,
        "is_tax_included": False,
        "base_amount": Decimal("21.20"),
        "cart_amount": Decimal("19.07"),
        "coupons": [],
        "discounts": [{"id": "a-line", "discounted_amount": Decimal("2.13")}],
        "line_items": {
            "physical_items": [
                {
                    "id": "a-line",
                    "quantity": 2,
                    "list_price": Decimal("5.10"),
                    "extended_list_price": Decimal("10.20"),
                    "sale_price": Decimal("5.10"),
                    "extended_sale_price": Decimal("10.20"),
                }
            ],
            "digital_items": [{"id": "another-line", "quantity": 1, "list_price": 11, "extended_list_price": 11}],
        },
        "created_time": "2026-03-12T12:26:15+00:00",
        "updated_time": "2026-03-12T12:26:21+00:00",
    },
    "coupons": [],
    "consignments": [
        {
            "id": "a-consignment",
            "line_item_ids": ["a-line"],
            "shipping_cost": 8,
            "selected_shipping_option": {"id": "x", "cost": 8},
            "address": {"city": "Austin"},
            "shipping_address": {"city": "Austin"},
        }
    ],
    "shipping_cost_total": 8,
    "handling_cost_total": 0,
    "taxes": [{"name": "State", "amount": Decimal("1.31")}, {"name": "City", "amount": Decimal("0.60")}],
    "tax_total": Decimal("1.91"),
    "grand_total": Decimal("28.98"),
    "outstanding_balance": Decimal("23.98"),
    "gift_certificates": [{"code": "A-CODE", "used": 5}],
    "is_store_credit_applied": False,
}


def changed(change: dict[str, Any]) -> dict[str, Any]:
    return {**CHECKOUT, **change}


def in_cart(change: dict[str, Any]) -> dict[str, Any]:
    return {"cart": {**CHECKOUT["cart"], **change}}


def in_line(change: dict[str, Any]) -> dict[str, Any]:
    lines = CHECKOUT["cart"]["line_items"]
    line = {**lines["physical_items"][0], **change}
    return in_cart({"line_items": {**lines, "physical_items": [line]}})


def with_a_line_twice() -> dict[str, Any]:
    lines = CHECKOUT["cart"]["line_items"]
    return in_cart(
        {
            "line_items": {"physical_items": lines["physical_items"] * 2},
            "base_amount": Decimal("20.40"),
        }
    )


def in_consignment(change: dict[str, Any]) -> dict[str, Any]:
    return {"consignments": [{**CHECKOUT["consignments"][0], **change}]}


def sight(document: dict[str, Any], surface: str = "storefront", include: frozenset[str] = SOMETHING) -> Sight:
    return Sight(
        surface=surface,
        operation="getCheckout",
        path_parameters={"checkoutId": "a-checkout"},
        include=include,
        document=document,
    )


@pytest.mark.parametrize("requirement", HERE)
def test_every_rule_holds_on_a_checkout_that_keeps_it(requirement: str) -> None:
    assert RULES[requirement](sight(CHECKOUT)) == ()


@pytest.mark.parametrize("requirement", RULES)
def test_every_rule_looks_away_from_what_is_no_checkout(requirement: str) -> None:
    assert RULES[requirement](sight({"id": 112})) is None


BREACHES = [
    ("checkout-id-equals-cart-id", in_cart({"id": "another"})),
    ("checkout-id-is-stable", {"id": "another", **in_cart({"id": "another"})}),
    ("checkout-and-cart-share-version", {"version": 4}),
    ("lineitem-ids-are-unique", with_a_line_twice()),
    (
        "consignment-ids-are-unique",
        {"consignments": [CHECKOUT["consignments"][0], {"id": "a-consignment", "shipping_cost": 0}]},
    ),
    ("consignment-items-are-in-cart", in_consignment({"line_item_ids": ["another-line"]})),
    ("cart-discounts-name-lines", in_cart({"discounts": [{"id": "b-line", "discounted_amount": 0}]})),
    ("coupons-mirrored-in-cart", {"coupons": [{"code": "TENTH"}]}),
    ("consignment-addresses-mirrored", in_consignment({"address": {"city": "Oakland"}})),
    ("times-run-forward", in_cart({"updated_time": "2026-03-12T12:26:14+00:00"})),
    ("outstanding-balance-adds-up", {"outstanding_balance": Decimal("23.99")}),
    ("outstanding-balance-adds-up", {"outstanding_balance": Decimal("28.98")}),
    ("grand-total-adds-up", {"grand_total": Decimal("29.08"), "outstanding_balance": Decimal("24.08")}),
    ("lineitem-extended-price-multiplies", in_line({"extended_sale_price": Decimal("10.30")})),
    ("cart-base-amount-adds-up", in_cart({"base_amount": Decimal("21.30")})),
    ("tax-total-adds-up", {"taxes": [{"name": "State", "amount": Decimal("1.31")}]}),
    (
        "shipping-total-adds-up",
        in_consignment({"shipping_cost": 7, "selected_shipping_option": {"id": "x", "cost": 7}}),
    ),
    (
        "shipping-options-hidden-without-include",
        in_consignment({"available_shipping_options": [{"id": "x", "cost": 8}]}),
    ),
]


@pytest.mark.parametrize(("requirement", "change"), BREACHES)
def test_a_breach_is_noticed_by_its_own_rule_alone(requirement: str, change: dict[str, Any]) -> None:
    looks = {name: rule(sight(changed(change))) for name, rule in RULES.items()}
    assert [name for name, reasons in looks.items() if reasons] == [requirement]


def test_every_rule_has_a_breach_that_it_notices() -> None:
    assert {requirement for requirement, _ in BREACHES} == set(HERE)


EXCUSED = [
    ("checkout-id-is-stable", {"id": "A-CHECKOUT"}, frozenset[str]()),
    (
        "shipping-options-hidden-without-include",
        in_consignment({"available_shipping_options": [{"id": "x", "cost": 8}]}),
        frozenset({"consignments.available_shipping_options"}),
    ),
    (
        "shipping-options-hidden-without-include",
        in_consignment({"available_shipping_options": [{"id": "x", "cost": 8}]}),
        frozenset[str](),
    ),
    ("outstanding-balance-adds-up", {"outstanding_balance": Decimal("23.9849")}, frozenset[str]()),
    (
        "outstanding-balance-adds-up",
        {"outstanding_balance": 1, "is_store_credit_applied": True, "customer": {"store_credit": 14}},
        frozenset[str](),
    ),
    ("outstanding-balance-adds-up", {"outstanding_balance": 1, "is_store_credit_applied": True}, frozenset[str]()),
    ("outstanding-balance-adds-up", {"grand_total": 3, "outstanding_balance": 0}, frozenset[str]()),
    ("grand-total-adds-up", in_cart({"is_tax_included": True, "cart_amount": Decimal("20.98")}), frozenset[str]()),
    ("grand-total-adds-up", {"fees": [{"cost": 3}]}, frozenset[str]()),
    ("grand-total-adds-up", {"coupons": [{"code": "TENTH"}], "grand_total": 3}, frozenset[str]()),
    ("cart-discounts-name-lines", in_cart({"discounts": [{"id": "manual-discount"}]}), frozenset[str]()),
    (
        "lineitem-extended-price-multiplies",
        in_line({"extended_sale_price": Decimal("9.40"), "discounts": [{"id": 4, "discounted_amount": 1}]}),
        frozenset[str](),
    ),
    ("times-run-forward", in_cart({"created_time": "2026-03-12T12:26:21Z"}), frozenset[str]()),
    ("lineitem-extended-price-multiplies", in_line({"sale_price": Decimal("5.0954")}), frozenset[str]()),
]


@pytest.mark.parametrize(("requirement", "change", "include"), EXCUSED)
def test_what_a_store_may_do_is_no_breach(requirement: str, change: dict[str, Any], include: frozenset[str]) -> None:
    assert not RULES[requirement](sight(changed(change), include=include))

"""The rules that watch every exchange: each holds on what keeps it, notices one thing, and looks away else."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from conformance.suite.rules import RULES, Sight

CHECKOUT: dict[str, Any] = {
    "id": "a-checkout",
    "cart": {"id": "a-checkout"},
    "consignments": [{"id": "a-consignment"}],
    "grandTotal": Decimal("20.98"),
    "outstandingBalance": Decimal("15.98"),
    "giftCertificates": [{"code": "A-CODE", "used": 5}],
    "isStoreCreditApplied": False,
}


def sight(document: dict[str, Any], surface: str = "storefront", include: frozenset[str] = frozenset()) -> Sight:
    return Sight(
        surface=surface,
        operation="getCheckout",
        path_parameters={"checkoutId": "a-checkout"},
        include=include,
        document=document,
    )


@pytest.mark.parametrize("requirement", RULES)
def test_every_rule_holds_on_a_checkout_that_keeps_it(requirement: str) -> None:
    assert RULES[requirement](sight(CHECKOUT)) == ()


@pytest.mark.parametrize("requirement", RULES)
def test_every_rule_looks_away_from_what_is_no_checkout(requirement: str) -> None:
    assert RULES[requirement](sight({"id": 112})) is None


BREACHES = [
    ("checkout-id-equals-cart-id", {"cart": {"id": "another"}}),
    ("checkout-id-is-stable", {"id": "another", "cart": {"id": "another"}}),
    ("shipping-options-hidden-without-include", {"consignments": [{"availableShippingOptions": [{"id": "x"}]}]}),
    ("grand-total-adds-up", {"outstandingBalance": Decimal("15.95")}),
    ("grand-total-adds-up", {"outstandingBalance": Decimal("20.98")}),
    ("grand-total-adds-up", {"grandTotal": 3, "outstandingBalance": -2}),
]


@pytest.mark.parametrize(("requirement", "change"), BREACHES)
def test_a_breach_is_noticed_by_its_own_rule_alone(requirement: str, change: dict[str, Any]) -> None:
    looks = {name: rule(sight({**CHECKOUT, **change})) for name, rule in RULES.items()}
    assert [name for name, reasons in looks.items() if reasons] == [requirement]


EXCUSED = [
    ("checkout-id-is-stable", {"id": "A-CHECKOUT", "cart": {"id": "A-CHECKOUT"}}, frozenset[str]()),
    (
        "shipping-options-hidden-without-include",
        {"consignments": [{"availableShippingOptions": [{"id": "x"}]}]},
        frozenset({"consignments.availableShippingOptions"}),
    ),
    ("grand-total-adds-up", {"outstandingBalance": Decimal("15.99")}, frozenset[str]()),
    (
        "grand-total-adds-up",
        {"outstandingBalance": 1, "isStoreCreditApplied": True, "customer": {"storeCredit": 14}},
        frozenset[str](),
    ),
    ("grand-total-adds-up", {"outstandingBalance": 1, "isStoreCreditApplied": True}, frozenset[str]()),
    ("grand-total-adds-up", {"grandTotal": 3, "outstandingBalance": 0}, frozenset[str]()),
]


@pytest.mark.parametrize(("requirement", "change", "include"), EXCUSED)
def test_what_a_store_may_do_is_no_breach(requirement: str, change: dict[str, Any], include: frozenset[str]) -> None:
    assert not RULES[requirement](sight({**CHECKOUT, **change}, include=include))

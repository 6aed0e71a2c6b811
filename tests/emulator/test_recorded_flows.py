"""The emulator beside real stores: recorded storefront flows, replayed on a store with their prices and taxes.

Asserted to the last decimal that was recorded: every amount of every state; and its shape: each recorded member is
there with the recorded JSON type. What can't be replayed, and why, stands in NOT_REPLAYED and NOT_COMPARED.
"""

from __future__ import annotations

from typing import Any

import pytest
from recorded_driving import State, exchanges, left_out, recorded, replayed, states

ABSENT = "the recorded traffic isn't beside this repository (../shared/reference/recorded)"
# The beginning of the path of what no replay answers, and why.
NOT_REPLAYED = {
    "/internalapi/": "the vendor's internal API; the order it makes is made by the server face instead",
    "/api/storefront/customer-address": "an address book of customers, no part of the emulated surface",
}
# Members that say nothing of the emulated store, and why.
NOT_COMPARED = {
    "payments": "what payment providers told",
    "socialMedia": "links to other sites",
    "addresses": "the address book of a customer, no part of the emulated surface",
}
AMOUNTS = (
    "baseAmount", "discountAmount", "cartAmount", "discountedAmount", "couponAmount", "originalPrice", "listPrice",
    "salePrice", "extendedListPrice", "extendedSalePrice", "comparisonPrice", "extendedComparisonPrice", "quantity",
    "shippingCostTotal", "shippingCostBeforeDiscount", "shippingCost", "handlingCostTotal", "handlingCost", "cost",
    "taxTotal", "amount", "giftWrappingCostTotal", "subtotal", "grandTotal", "outstandingBalance", "storeCredit",
    "orderAmount", "orderAmountAsInteger", "baseCost", "costExTax", "costIncTax", "costTax", "baseHandlingCost",
    "handlingCostExTax", "handlingCostIncTax", "handlingCostTax", "itemsTotal",
)  # fmt: skip
# Recorded as null and as a string in the same state of a checkout; the emulated store writes a string.
ALSO_NULL = {(".cart.email", "null")}
# What decides how an amount is read.
CIRCUMSTANCES = ("isTaxIncluded", "isTaxable", "isStoreCreditApplied", "type", "couponType", "status")
CASES: list[Any] = [*states()] or [pytest.param(None, marks=pytest.mark.skip(reason=ABSENT))]


def leaves(document: Any, path: str = "") -> dict[str, Any]:
    """Every value that is neither object nor list, by its path."""
    if isinstance(document, dict):
        inside = [leaves(value, f"{path}.{name}") for name, value in document.items() if name not in NOT_COMPARED]
    elif isinstance(document, list):
        inside = [leaves(value, f"{path}[{at}]") for at, value in enumerate(document)]
    else:
        return {path: document}
    return {name: value for one in inside for name, value in one.items()}


def named(document: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """The values of members with these names, by their paths."""
    return {path: value for path, value in leaves(document).items() if path.rpartition(".")[2] in names}


def shape(document: Any, path: str = "") -> set[tuple[str, str]]:
    """Every member with its JSON type; the elements of a list all lie under one path."""
    if isinstance(document, dict):
        inside = [shape(value, f"{path}.{name}") for name, value in document.items() if name not in NOT_COMPARED]
        kind = "object"
    elif isinstance(document, list):
        inside, kind = [shape(value, f"{path}[]") for value in document], "array"
    else:
        inside, kind = [], json_type(document)
    return {(path, kind)}.union(*inside)


def json_type(value: Any) -> str:
    if value is None:
        return "null"
    return {bool: "boolean", str: "string", int: "number", float: "number"}[type(value)]


@pytest.mark.parametrize("state", CASES, ids=str)
def test_every_amount_is_what_the_real_store_answered(state: State) -> None:
    real = named(recorded(state), (*AMOUNTS, *CIRCUMSTANCES))
    made = named(replayed(state), (*AMOUNTS, *CIRCUMSTANCES))
    assert {path: made.get(path) for path in real} == real


@pytest.mark.parametrize("state", CASES, ids=str)
def test_every_recorded_member_is_there_with_its_type(state: State) -> None:
    assert shape(recorded(state)) - shape(replayed(state)) - ALSO_NULL == set()


@pytest.mark.skipif(not states(), reason=ABSENT)
def test_whatever_is_not_replayed_has_its_reason() -> None:
    paths = {exchanges(one.flow)[one.position]["path"] for one in left_out()}
    assert [path for path in paths if not path.startswith(tuple(NOT_REPLAYED))] == []


@pytest.mark.skipif(not states(), reason=ABSENT)
def test_many_flows_are_replayed() -> None:
    assert (len({one.flow for one in states()}) >= 20, len(states()) >= 100) == (True, True)

"""What shipping must cost, and which options there are, by what one document shows.

Each was held against every recorded body before it judged anyone. Handling was nothing in all of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from conformance.suite.rules.money import HALF_A_CENT, discounts_shipping
from conformance.suite.rules.sight import Rule, Sight, amount, amounts, members, products

# The store's own price for a consignment, by its kind: no store offers it, an app puts it there.
OWN_PRICE = "custom"
# The factor between prices that are entered and shown is known from rounded prices only.
A_CENT = 2 * HALF_A_CENT
# What a consignment is shown to cost: the storefront shows one amount, the server one with tax and one without.
COSTS = ("shipping_cost", "shipping_cost_inc_tax", "shipping_cost_ex_tax")
TOTALS = ("shipping_cost_total", "shipping_cost_total_inc_tax", "shipping_cost_total_ex_tax")


def shipping_is_free_until_an_option_is_chosen(sight: Sight) -> tuple[str, ...] | None:
    """``shipping-is-free-until-an-option-is-chosen``: without a selected option, shipping costs nothing."""
    checkout = sight.checkout
    if checkout is None or any(_selected(each) or each.get("selected_pickup_option") for each in sight.consignments):
        return None
    totals = amounts([checkout[name] for name in TOTALS if name in checkout])
    if not totals:
        return None
    return () if not any(totals) else ("shipping costs something though no option is selected",)


def shipping_cost_is_that_of_the_option(sight: Sight) -> tuple[str, ...] | None:
    """``shipping-cost-is-that-of-the-option``: a consignment costs what its selected option costs."""
    if sight.checkout is None or discounts_shipping(sight):
        return None
    scales = _scales(sight)
    looks = [_costs_its_option(each, scales) for each in sight.consignments]
    judged = [look for look in looks if look is not None]
    if not judged:
        return None
    return () if all(judged) else ("a consignment costs something else than its selected option",)


def shipping_option_ids_are_unique(sight: Sight) -> tuple[str, ...] | None:
    """``shipping-option-ids-are-unique``: no two options of a consignment have one id."""
    offered = [ids for each in sight.consignments if (ids := [option.get("id") for option in _offered(each)])]
    if not offered:
        return None
    unique = all(len(set(ids)) == len(ids) for ids in offered)
    return () if unique else ("two shipping options of a consignment have the same id",)


def shipping_selection_is_one_of_the_offers(sight: Sight) -> tuple[str, ...] | None:
    """``shipping-selection-is-one-of-the-offers``: where options are listed, the selected one is among them.

    What it costs is no matter here: a store may keep what it quoted when the option was chosen.
    """
    chosen = [
        (_selected(each).get("id"), [option.get("id") for option in _offered(each)])
        for each in sight.consignments
        if _selected(each) and _offered(each) and _selected(each).get("type") != OWN_PRICE
    ]
    if not chosen or discounts_shipping(sight):
        return None
    found = all(selected in offered for selected, offered in chosen)
    return () if found else ("a selected shipping option is not among those offered",)


def handling_total_adds_up(sight: Sight) -> tuple[str, ...] | None:
    """``handling-total-adds-up``: the handling total is the sum of what the consignments cost to handle."""
    checkout = sight.checkout
    if checkout is None or not sight.consignments:
        return None
    tax = "_inc_tax" if "handling_cost_total_inc_tax" in checkout else ""
    total = amount(checkout.get(f"handling_cost_total{tax}"))
    costs = amounts([each.get(f"handling_cost{tax}") for each in sight.consignments])
    if total is None or costs is None:
        return None
    near = abs(total - sum(costs, Decimal(0))) <= HALF_A_CENT * len(costs)
    return () if near else ("the handling total is not the sum of what the consignments cost to handle",)


def lines_are_listed_no_oftener_than_their_pieces(sight: Sight) -> tuple[str, ...] | None:
    """``consignment-lists-a-line-no-oftener-than-its-pieces``: a line of two is in two consignments at most."""
    if sight.checkout is None or not sight.consignments:
        return None
    pieces = {line.get("id"): line.get("quantity") for line in products(sight.checkout["cart"])}
    listed = Counter(each for held in sight.consignments for each in set(held.get("line_item_ids") or []))
    counted = [(times, held) for each, times in listed.items() if isinstance(held := pieces.get(each), int)]
    if not counted:
        return None
    kept = all(times <= held for times, held in counted)
    return () if kept else ("a line is listed by more consignments than it has pieces",)


def _selected(consignment: Mapping[str, Any]) -> dict[str, Any]:
    option = consignment.get("selected_shipping_option")
    return option if isinstance(option, dict) else {}


def _offered(consignment: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return list(members(consignment, "available_shipping_options"))


def _scales(sight: Sight) -> frozenset[Decimal]:
    """By how much prices are shown higher or lower than they were entered; none where they are shown as entered.

    A store that enters prices without tax may show them with it: its goods tell by which factor.
    """
    pairs = [
        (amount(line.get("list_price")), amount(line.get("sale_price")))
        for cart in sight.carts
        for line in products(cart)
    ]
    return frozenset(shown / entered for entered, shown in pairs if entered and shown and entered != shown)


def _costs_its_option(consignment: Mapping[str, Any], scales: frozenset[Decimal]) -> bool | None:
    quoted = amount(_selected(consignment).get("cost"))
    shown = amounts([consignment[name] for name in COSTS if name in consignment])
    if quoted is None or not shown:
        return None
    return any(abs(quoted - cost) <= HALF_A_CENT for cost in shown) or any(
        abs(quoted * scale - cost) <= A_CENT for cost in shown for scale in scales
    )


# These rules by the requirement that each judges.
RULES: dict[str, Rule] = {
    "shipping-is-free-until-an-option-is-chosen": shipping_is_free_until_an_option_is_chosen,
    "shipping-cost-is-that-of-the-option": shipping_cost_is_that_of_the_option,
    "shipping-option-ids-are-unique": shipping_option_ids_are_unique,
    "shipping-selection-is-one-of-the-offers": shipping_selection_is_one_of_the_offers,
    "handling-total-adds-up": handling_total_adds_up,
    "consignment-lists-a-line-no-oftener-than-its-pieces": lines_are_listed_no_oftener_than_their_pieces,
}

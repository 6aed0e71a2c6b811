"""What a sight tells of a purchase: one value per aspect, in a form that both faces share.

Amounts are compared to within the cent that faces round to. What a document leaves out has no aspect here, so that
two documents are compared on what both of them say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from conformance.suite.people import contact, kept
from conformance.suite.rules.sight import Sight, amount, members, products

# Either face may round an amount for show by half a cent.
CENT = Decimal("0.01")
Value = Any
Story = Mapping[str, Value]
# Members that stand for one and the same amount: stores may show it with tax, without, or both ways.
EITHER_WAY = {
    "subtotal": ("subtotal", "subtotal_inc_tax", "subtotal_ex_tax"),
    "shipping total": ("shipping_cost_total", "shipping_cost_total_inc_tax", "shipping_cost_total_ex_tax"),
}


class Amount:
    """One or several ways in which a document shows an amount; equal to another when two of them are near."""

    def __init__(self, *shown: Decimal) -> None:
        self.shown = shown

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Amount):
            return NotImplemented
        return any(abs(one - another) <= CENT for one in self.shown for another in other.shown)

    __hash__ = None  # type: ignore[assignment] # nearness is no equivalence, so nothing could be its hash


def story_of(sight: Sight) -> Story | None:
    """The aspects of the one cart or checkout that a sight shows; ``None`` when it shows none, or several."""
    if len(sight.carts) != 1:
        return None
    cart, checkout = sight.carts[0], sight.checkout
    told: dict[str, Value] = {}
    for aspect, tell in CART.items():
        told[aspect] = tell(cart)
    for aspect, read in (CHECKOUT if checkout is not None else {}).items():
        told[aspect] = read(checkout or {})
    return {aspect: value for aspect, value in told.items() if value is not None}


def differing(one: Story, other: Story) -> tuple[str, ...]:
    """The aspects that both stories tell, and tell differently."""
    return tuple(aspect for aspect, value in one.items() if aspect in other and other[aspect] != value)


def _by_line(*names: str) -> Callable[[Mapping[str, Any]], Value]:
    def tell(cart: Mapping[str, Any]) -> Value:
        lines = products(cart)
        if any(name not in line for line in lines for name in ("id", *names)):
            return None
        return {str(line["id"]): tuple(_plain(line[name]) for name in names) for line in lines}

    return tell


def _goods(cart: Mapping[str, Any]) -> Value:
    return Counter((line.get("product_id"), line.get("variant_id")) for line in products(cart))


def _line_ids(cart: Mapping[str, Any]) -> Value:
    kinds = ("physical_items", "digital_items", "custom_items", "gift_certificates")
    lines = cart.get("line_items") or {}
    return Counter(str(line.get("id")) for kind in kinds for line in members(lines, kind))


def _amount_of(*names: str) -> Callable[[Mapping[str, Any]], Value]:
    def tell(document: Mapping[str, Any]) -> Value:
        shown = [value for name in names if (value := amount(document.get(name))) is not None]
        return Amount(*shown) if shown else None

    return tell


def _currency(cart: Mapping[str, Any]) -> Value:
    currency = cart.get("currency")
    return currency.get("code") if isinstance(currency, dict) else None


def _version(document: Mapping[str, Any]) -> Value:
    return document.get("version")


def _billing_address(checkout: Mapping[str, Any]) -> Value:
    held = checkout.get("billing_address")
    # A checkout without one shows an empty object, an empty list or nothing.
    return contact(held) if isinstance(held, dict) and held.get("id") else {}


def _consignments(read: Callable[[Mapping[str, Any]], Value]) -> Callable[[Mapping[str, Any]], Value]:
    return lambda checkout: {str(held.get("id")): read(held) for held in members(checkout, "consignments")}


def _items(consignment: Mapping[str, Any]) -> Value:
    return frozenset(str(each) for each in consignment.get("line_item_ids") or [])


def _address(consignment: Mapping[str, Any]) -> Value:
    held = consignment.get("shipping_address") or consignment.get("address")
    return kept(held) if isinstance(held, dict) else {}


def _option(consignment: Mapping[str, Any]) -> Value:
    chosen = consignment.get("selected_shipping_option")
    return chosen.get("id") if isinstance(chosen, dict) else None


def _coupons(checkout: Mapping[str, Any]) -> Value:
    # Stores fold the case of codes.
    return Counter(str(each.get("code")).upper() for each in members(checkout, "coupons"))


def _message(checkout: Mapping[str, Any]) -> Value:
    return checkout.get("customer_message") or ""


def _plain(value: object) -> Value:
    number = amount(value)
    return value if number is None else Amount(number)


CART: Mapping[str, Callable[[Mapping[str, Any]], Value]] = {
    "line ids": _line_ids,
    "goods": _goods,
    "quantities": _by_line("quantity"),
    "list prices": _by_line("list_price"),
    "names": _by_line("name", "sku"),
    "base amount": _amount_of("base_amount"),
    "currency": _currency,
}
CHECKOUT: Mapping[str, Callable[[Mapping[str, Any]], Value]] = {
    "discounts": lambda checkout: _amount_of("discount_amount")(checkout["cart"]),
    "subtotal": _amount_of(*EITHER_WAY["subtotal"]),
    "shipping total": _amount_of(*EITHER_WAY["shipping total"]),
    "tax total": _amount_of("tax_total"),
    "grand total": _amount_of("grand_total"),
    "billing address": _billing_address,
    "consignments": _consignments(_items),
    "shipping addresses": _consignments(_address),
    "shipping options": _consignments(_option),
    "coupons": _coupons,
    "message": _message,
    "version": _version,
}

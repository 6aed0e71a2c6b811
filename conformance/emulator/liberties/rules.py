"""Liberties of a store's own rules: ids, versions, lines, statuses of paid orders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from msgspec.structs import replace as changed

from conformance.emulator.commerce.checkout import Checkout
from conformance.emulator.commerce.line_items import Wanted
from conformance.emulator.commerce.orders import Order
from conformance.emulator.commerce.shop import Shop
from conformance.emulator.commerce.tax import TaxRule
from conformance.emulator.components import Components
from conformance.emulator.faults.seams import ruled
from conformance.emulator.liberties.registry import liberty
from conformance.emulator.sources import Ids

COMPLETED = 10


class OtherIds(Ids):
    """Identifiers in forms that no store has."""

    def uuid(self) -> str:
        """Letters and a number."""
        return f"c.{self._bytes().hex()[:6]}-{int.from_bytes(self._bytes()[:4])}"

    def short_id(self) -> str:
        """A number."""
        return str(int.from_bytes(self._bytes()[:5]))

    def token(self) -> str:
        """Letters and signs."""
        return f"{self._bytes().hex()}_{self._bytes().hex()}~"


@liberty(
    "ids-of-other-forms",
    summary="Ids of carts, lines, addresses and consignments, and tokens, have other forms.",
    leave="facts 5 records UUIDs and hex digits; they are names and mean nothing.",
)
def ids_of_other_forms(components: Components) -> Components:
    return replace(components, ids=OtherIds)


class Unrounded:
    """The shop as the pricing rules see it, with taxes that are rounded in totals only."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    @property
    def tax(self) -> TaxRule:
        """The tax rule, with eleven decimals inside."""
        return changed(self._shop.tax, rounding="total")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._shop, name)


@liberty(
    "amounts-with-eleven-decimals",
    summary="Amounts inside a checkout are not rounded, only its totals are.",
    leave="facts 6: recorded so on some stores, rounded on others.",
)
def eleven_decimals(components: Components) -> Components:
    quote = components.policies.quote
    return ruled(components, quote=lambda checkout, shop: quote(checkout, cast("Shop", Unrounded(shop))))


@liberty(
    "versions-in-larger-steps",
    summary="Each update raises the version by three.",
    leave="facts 7: it increments; by how much nobody says.",
)
def larger_steps(components: Components) -> Components:
    return ruled(components, next_version=lambda version: version + 3)


@liberty(
    "paid-orders-are-completed",
    summary="A paid order is Completed at once.",
    leave="Which status follows a payment is a setting of each store.",
)
def completed_at_once(components: Components) -> Components:
    pay = components.policies.pay

    def completed(order: Order, method: str, now: datetime) -> Order:
        return changed(pay(order, method, now), status_id=COMPLETED)

    return ruled(components, pay=completed)


@liberty(
    "newest-line-first",
    summary="New lines of a cart stand before the older ones.",
    leave="No document says where in a cart new lines go.",
)
def newest_first(components: Components) -> Components:
    add = components.policies.add_items

    def added(checkout: Checkout, wanted: Sequence[Wanted], shop: Shop) -> Checkout:
        made = add(checkout, wanted, shop)
        fresh = tuple(line for line in made.lines if line.id not in {old.id for old in checkout.lines})
        return changed(made, lines=(*fresh, *(line for line in made.lines if line not in fresh)))

    return ruled(components, add_items=added)

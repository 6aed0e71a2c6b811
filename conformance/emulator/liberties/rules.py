"""Liberties of a store's own rules: ids, versions, lines, statuses of paid orders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any, cast

from msgspec.structs import replace as changed

from conformance.emulator.commerce.checkout import Checkout
from conformance.emulator.commerce.line_items import Wanted, WantedProduct
from conformance.emulator.commerce.orders import Order
from conformance.emulator.commerce.pricing import Quote
from conformance.emulator.commerce.promotions import Promotion
from conformance.emulator.commerce.refusals import wrong_fields
from conformance.emulator.commerce.shop import Shop
from conformance.emulator.components import Components
from conformance.emulator.faults.seams import ruled
from conformance.emulator.liberties.registry import liberty
from conformance.emulator.liberties.rewriting import showing
from conformance.emulator.messages import Json
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


class ShopWith:
    """The shop as the pricing rules see it, with some of its members otherwise."""

    def __init__(self, shop: Shop, **members: object) -> None:
        self._shop = shop
        self._members = members

    def __getattr__(self, name: str) -> Any:
        return self._members[name] if name in self._members else getattr(self._shop, name)


@liberty(
    "amounts-with-eleven-decimals",
    summary="Amounts inside a checkout are not rounded, only its totals are.",
    leave="facts 6: recorded so on some stores, rounded on others.",
)
def eleven_decimals(components: Components) -> Components:
    quote = components.policies.quote

    def in_totals_only(checkout: Checkout, shop: Shop) -> Quote:
        return quote(checkout, cast("Shop", ShopWith(shop, tax=changed(shop.tax, rounding="total"))))

    return ruled(components, quote=in_totals_only)


def _always(components: Components, promotion: Promotion) -> Components:
    quote = components.policies.quote

    def promoted(checkout: Checkout, shop: Shop) -> Quote:
        return quote(checkout, cast("Shop", ShopWith(shop, promotions=(*shop.promotions, promotion))))

    return ruled(components, quote=promoted)


@liberty(
    "goods-at-a-tenth-less",
    summary="A promotion that needs no code takes a tenth off all goods, and lines list what it takes off them.",
    leave="Which promotions a store runs is its own affair; facts 6 records stores that run some.",
)
def goods_at_a_tenth_less(components: Components) -> Components:
    tenth = Promotion(id=901, name="Tenth", kind="percentage_off_items", amount=Decimal(10))
    return showing(_always(components, tenth), _listing_its_own, "storefront_cart", "storefront_checkout")


def _listing_its_own(document: Json) -> Json:
    if not document.get("discountAmount") or "salePrice" not in document:
        return document
    own = {"id": 901, "discountedAmount": document["discountAmount"]}
    return {**document, "discounts": [own, *document.get("discounts", [])]}


@liberty(
    "orders-at-three-less",
    summary="A promotion that needs no code takes 3.00 off every order.",
    leave="Which promotions a store runs is its own affair; facts 6 records stores that run some.",
)
def orders_at_three_less(components: Components) -> Components:
    return _always(components, Promotion(id=902, name="Three", kind="fixed_off_order", amount=Decimal(3)))


@liberty(
    "orders-at-a-twentieth-less",
    summary="A promotion that needs no code takes a twentieth off every order.",
    leave="Which promotions a store runs is its own affair; facts 6 records stores that run some.",
)
def orders_at_a_twentieth_less(components: Components) -> Components:
    return _always(components, Promotion(id=903, name="Twentieth", kind="percentage_off_order", amount=Decimal(5)))


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
    "lines-keep-their-product",
    summary="An update of a line that names another product than the line's is refused.",
    leave="No document says what comes of naming another product.",
)
def keep_their_product(components: Components) -> Components:
    change = components.policies.change_item

    def kept(checkout: Checkout, item_id: str, wanted: Wanted, shop: Shop) -> Checkout:
        held = checkout.line(item_id).product_id
        if isinstance(wanted, WantedProduct) and wanted.product_id not in (None, held):
            raise wrong_fields(product_id="The product of a line can't be changed")
        return change(checkout, item_id, wanted, shop)

    return ruled(components, change_item=kept)


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

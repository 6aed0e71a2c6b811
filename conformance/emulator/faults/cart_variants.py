"""Faults of carts that confuse the variants of a product, or forget limits once a line is there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from msgspec.structs import replace

from conformance.emulator.commerce.checkout import Checkout, LineItem
from conformance.emulator.commerce.line_items import Wanted, WantedProduct
from conformance.emulator.commerce.shop import Shop
from conformance.emulator.components import Components
from conformance.emulator.faults.looseness import Lenient
from conformance.emulator.faults.registry import fault
from conformance.emulator.faults.seams import ruled

PLENTY = 1_000_000


def _changing(components: Components, **limits: Any) -> Components:
    """Components that update lines by other limits."""
    change = components.policies.change_item

    def changed(checkout: Checkout, item_id: str, wanted: Wanted, shop: Shop) -> Checkout:
        return change(checkout, item_id, wanted, cast("Shop", Lenient(shop, **limits)))

    return ruled(components, change_item=changed)


@fault(
    "quantity-minimum-ignored-on-update",
    breaks="quantity-minimum-is-kept",
    summary="A line can be updated to fewer than an order must hold.",
)
def minimum_ignored_on_update(components: Components) -> Components:
    return _changing(components, minimum=0)


@fault(
    "lineitem-delete-goes-by-product",
    breaks="lineitem-delete-leaves-other-variants",
    summary="Deleting a line takes the other variants of its product along.",
)
def delete_by_product(components: Components) -> Components:
    remove = components.policies.remove_item

    def removed(checkout: Checkout, item_id: str) -> Checkout:
        product = checkout.line(item_id).product_id
        left = remove(checkout, item_id)
        kept = tuple(line for line in left.lines if not product or line.product_id != product)
        return replace(left, lines=kept)

    return ruled(components, remove_item=removed)


@fault(
    "lineitem-update-goes-by-product",
    breaks="lineitem-update-leaves-other-variants",
    summary="Updating a line gives the other variants of its product the same quantity.",
)
def update_by_product(components: Components) -> Components:
    change = components.policies.change_item

    def changed(checkout: Checkout, item_id: str, wanted: Wanted, shop: Shop) -> Checkout:
        product = checkout.line(item_id).product_id
        after = change(checkout, item_id, wanted, shop)
        alike = tuple(
            replace(line, quantity=wanted.quantity) if product and line.product_id == product else line
            for line in after.lines
        )
        return replace(after, lines=alike)

    return ruled(components, change_item=changed)


@fault(
    "cart-create-counts-repeats-once",
    breaks="cart-create-counts-repeats",
    summary="Of a product that a new cart names twice, the second quantity counts.",
)
def counts_repeats_once(components: Components) -> Components:
    add = components.policies.add_items

    def added(checkout: Checkout, wanted: Sequence[Wanted], shop: Shop) -> Checkout:
        last = {(one.product_id, one.variant_id): one for one in wanted if isinstance(one, WantedProduct)}
        others = [one for one in wanted if not isinstance(one, WantedProduct)]
        return add(checkout, [*last.values(), *others] if not checkout.lines else wanted, shop)

    return ruled(components, add_items=added)


@fault(
    "lineitem-variant-costs-what-its-product-does",
    breaks="lineitem-list-price-is-its-variants",
    summary="Variants with a price of their own cost what their product does.",
)
def costs_what_its_product_does(components: Components) -> Components:
    add = components.policies.add_items

    def added(checkout: Checkout, wanted: Sequence[Wanted], shop: Shop) -> Checkout:
        after = add(checkout, wanted, shop)
        return replace(after, lines=tuple(_as_its_product(line, shop) for line in after.lines))

    return ruled(components, add_items=added)


def _as_its_product(line: LineItem, shop: Shop) -> LineItem:
    product = shop.product(line.product_id) if line.product_id and not line.price_overridden else None
    return replace(line, unit_price=product.price) if product else line


@fault(
    "lineitem-update-clears-texts",
    breaks="text-outlives-quantity-changes",
    surface="server",
    summary="A line whose quantity is changed has lost the texts that it was given.",
)
def update_clears_texts(components: Components) -> Components:
    change = components.policies.change_item

    def changed(checkout: Checkout, item_id: str, wanted: Wanted, shop: Shop) -> Checkout:
        after = change(checkout, item_id, wanted, shop)
        line = after.line(item_id)
        silent = tuple(replace(one, value="") if one.value_id is None else one for one in line.options)
        return after.with_line(replace(line, options=silent))

    return ruled(components, change_item=changed)

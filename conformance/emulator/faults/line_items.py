"""Faults of line items: quantities, variants, deletion."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from conformance.emulator.commerce.checkout import Checkout
from conformance.emulator.commerce.line_items import Wanted, WantedProduct
from conformance.emulator.commerce.shop import Shop
from conformance.emulator.components import Components
from conformance.emulator.faults.registry import fault
from conformance.emulator.faults.seams import forgetful, ruled

IMMUTABLE, READD, QUANTITY, DELETE = (
    "lineitem-variant-is-immutable",
    "lineitem-readd-selects-new-variant",
    "lineitem-update-changes-quantity",
    "lineitem-delete-removes-line",
)
UPDATES = frozenset({"updateCartLineItem", "updateCheckoutLineItem"})
DELETIONS = frozenset({"deleteCartLineItem", "deleteCheckoutLineItem"})


def _exchanged(checkout: Checkout, item_id: str, variant_id: int, shop: Shop) -> Checkout:
    line = checkout.line(item_id)
    product = shop.product(line.product_id)
    variant = product.variant(variant_id) if product else None
    if product is None or variant is None:
        return checkout
    return checkout.with_line(
        replace(line, variant_id=variant.id, sku=variant.sku, unit_price=product.price_of(variant))
    )


@fault(
    "lineitem-update-changes-variant",
    breaks=IMMUTABLE,
    summary="An update that names another variant exchanges the line's variant.",
)
def changes_variant(components: Components) -> Components:
    change = components.policies.change_item

    def changed(checkout: Checkout, item_id: str, wanted: Wanted, shop: Shop) -> Checkout:
        after = change(checkout, item_id, wanted, shop)
        if isinstance(wanted, WantedProduct) and wanted.variant_id is not None:
            return _exchanged(after, item_id, wanted.variant_id, shop)
        return after

    return ruled(components, change_item=changed)


@fault(
    "lineitem-update-changes-variant-later",
    breaks=IMMUTABLE,
    summary="After an update the answer shows the old variant, but the store keeps the one after it.",
)
def changes_variant_later(components: Components) -> Components:
    def kept(before: Checkout, after: Checkout) -> Checkout:
        held = {line.id: line for line in before.lines}
        lines = tuple(
            replace(line, variant_id=line.variant_id + 1) if held.get(line.id) != line else line
            for line in after.lines
        )
        return replace(after, lines=lines)

    return forgetful(components, UPDATES, kept)


@fault(
    "lineitem-readd-gives-first-variant",
    breaks=READD,
    summary="Adding to a cart that is there gives the product's first variant, whichever was named.",
)
def gives_first_variant(components: Components) -> Components:
    return _readding(components, 0)


@fault(
    "lineitem-readd-gives-last-variant",
    breaks=READD,
    summary="Adding to a cart that is there gives the product's last variant, whichever was named.",
)
def gives_last_variant(components: Components) -> Components:
    return _readding(components, -1)


def _readding(components: Components, position: int) -> Components:
    add = components.policies.add_items

    def added(checkout: Checkout, wanted: Sequence[Wanted], shop: Shop) -> Checkout:
        started = checkout.version > 1 or bool(checkout.lines)
        return add(checkout, [_placed(one, position, shop) if started else one for one in wanted], shop)

    return ruled(components, add_items=added)


def _placed(wanted: Wanted, position: int, shop: Shop) -> Wanted:
    if not isinstance(wanted, WantedProduct):
        return wanted
    product = shop.product(wanted.product_id)
    return replace(wanted, variant_id=product.variants[position].id) if product else wanted


@fault(
    "lineitem-update-keeps-quantity",
    breaks=QUANTITY,
    summary="Updating a line is accepted and changes nothing.",
)
def keeps_quantity(components: Components) -> Components:
    return ruled(components, change_item=lambda checkout, _item_id, _wanted, _shop: checkout)


@fault(
    "lineitem-update-adds-quantity",
    breaks=QUANTITY,
    summary="Updating a line adds the quantity to what was there.",
)
def adds_quantity(components: Components) -> Components:
    change = components.policies.change_item

    def changed(checkout: Checkout, item_id: str, wanted: Wanted, shop: Shop) -> Checkout:
        before = checkout.line(item_id).quantity
        return change(checkout, item_id, replace(wanted, quantity=wanted.quantity + before), shop)

    return ruled(components, change_item=changed)


@fault(
    "lineitem-update-touches-neighbour",
    breaks=QUANTITY,
    summary="Updating a line gives the next line the same quantity.",
)
def touches_neighbour(components: Components) -> Components:
    change = components.policies.change_item

    def changed(checkout: Checkout, item_id: str, wanted: Wanted, shop: Shop) -> Checkout:
        after = change(checkout, item_id, wanted, shop)
        others = [line for line in after.lines if line.id != item_id]
        return after.with_line(replace(others[0], quantity=wanted.quantity)) if others else after

    return ruled(components, change_item=changed)


@fault(
    "lineitem-update-stops-at-nine",
    breaks=QUANTITY,
    summary="A quantity of ten or more becomes nine.",
)
def stops_at_nine(components: Components) -> Components:
    change = components.policies.change_item
    most = 9

    def changed(checkout: Checkout, item_id: str, wanted: Wanted, shop: Shop) -> Checkout:
        return change(checkout, item_id, replace(wanted, quantity=min(wanted.quantity, most)), shop)

    return ruled(components, change_item=changed)


@fault(
    "lineitem-update-not-kept",
    breaks=QUANTITY,
    summary="The answer to an update shows the new quantity, the next read the old one.",
)
def update_not_kept(components: Components) -> Components:
    return forgetful(components, UPDATES, lambda before, after: replace(after, lines=before.lines))


@fault("lineitem-delete-leaves-line", breaks=DELETE, summary="A deleted line stays in the cart.")
def leaves_line(components: Components) -> Components:
    return ruled(components, remove_item=lambda checkout, _item_id: checkout)


@fault(
    "lineitem-delete-removes-another",
    breaks=DELETE,
    summary="With several lines, another line than the named one is removed.",
)
def removes_another(components: Components) -> Components:
    remove = components.policies.remove_item

    def removed(checkout: Checkout, item_id: str) -> Checkout:
        others = [line.id for line in checkout.lines if line.id != item_id]
        return remove(checkout, others[0] if others else item_id)

    return ruled(components, remove_item=removed)


@fault(
    "lineitem-delete-removes-two",
    breaks=DELETE,
    summary="With three lines or more, deleting one removes its neighbour as well.",
)
def removes_two(components: Components) -> Components:
    remove = components.policies.remove_item
    enough = 3

    def removed(checkout: Checkout, item_id: str) -> Checkout:
        after = remove(checkout, item_id)
        return remove(after, after.lines[-1].id) if len(checkout.lines) >= enough else after

    return ruled(components, remove_item=removed)


@fault(
    "lineitem-delete-not-kept",
    breaks=DELETE,
    summary="The answer to a deletion lacks the line, the next read has it again.",
)
def delete_not_kept(components: Components) -> Components:
    return forgetful(
        components, DELETIONS, lambda before, after: replace(before, version=after.version) if after.lines else after
    )

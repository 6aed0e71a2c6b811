"""Faults that show only after several steps of one checkout: each remembers what was done before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from conformance.emulator.commerce.checkout import Checkout, LineItem
from conformance.emulator.commerce.consignments import WantedConsignment
from conformance.emulator.commerce.line_items import Wanted
from conformance.emulator.commerce.shop import Shop
from conformance.emulator.components import Components
from conformance.emulator.faults.registry import fault
from conformance.emulator.faults.seams import ruled

THIRD = 3
SECOND = 2


@fault(
    "coupon-lost-with-third-change-of-quantity",
    breaks="item-changes-keep-coupons",
    summary="Of a checkout with a coupon, the third change of a quantity drops the coupon.",
)
def coupon_lost(components: Components) -> Components:
    change = components.policies.change_item
    changes: Counter[str] = Counter()

    def changed(checkout: Checkout, item_id: str, wanted: Wanted, shop: Shop) -> Checkout:
        after = change(checkout, item_id, wanted, shop)
        changes[checkout.id] += bool(checkout.coupons)
        return replace(after, coupons=()) if changes[checkout.id] == THIRD else after

    return ruled(components, change_item=changed)


@fault(
    "lineitem-deleted-comes-back-with-the-next-one",
    breaks="cart-items-add-is-kept",
    summary="A line that was deleted comes back when the next one is added to the cart.",
)
def comes_back(components: Components) -> Components:
    add, remove = components.policies.add_items, components.policies.remove_item
    deleted: dict[str, LineItem] = {}

    def removed(checkout: Checkout, item_id: str) -> Checkout:
        after = remove(checkout, item_id)
        deleted[checkout.id] = checkout.line(item_id)
        return after

    def added(checkout: Checkout, wanted: Sequence[Wanted], shop: Shop) -> Checkout:
        after = add(checkout, wanted, shop)
        line = deleted.pop(checkout.id, None)
        return after if line is None else replace(after, lines=(*after.lines, line))

    return ruled(components, add_items=added, remove_item=removed)


@fault(
    "consignment-sent-elsewhere-twice-takes-others-along",
    breaks="consignment-update-touches-one",
    summary="A second new address for consignments of one checkout becomes the address of all.",
)
def takes_others_along(components: Components) -> Components:
    update = components.policies.update_consignment
    updates: Counter[str] = Counter()

    def updated(checkout: Checkout, consignment_id: str, wanted: WantedConsignment, shop: Shop) -> Checkout:
        after = update(checkout, consignment_id, wanted, shop)
        updates[checkout.id] += wanted.address is not None
        if wanted.address is None or updates[checkout.id] < SECOND:
            return after
        there = after.consignment(consignment_id).address
        return replace(after, consignments=tuple(replace(one, address=there) for one in after.consignments))

    return ruled(components, update_consignment=updated)

"""Faults of consignments: addresses, items, and who is touched by a change."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from conformance.emulator.commerce.checkout import Checkout, Consignment
from conformance.emulator.commerce.consignments import WantedConsignment
from conformance.emulator.commerce.shop import Shop
from conformance.emulator.components import Components
from conformance.emulator.faults.registry import fault
from conformance.emulator.faults.seams import altered, forgetful, other_digit, ruled
from conformance.emulator.messages import Json

ADD, UPDATE, DELETE, SEVERAL, ITEMS, ONE = (
    "consignment-add-is-kept",
    "consignment-update-is-kept",
    "consignment-delete-removes",
    "consignment-several-addresses",
    "consignment-items-match-addresses",
    "consignment-update-touches-one",
)
ADDITIONS = frozenset({"addCheckoutConsignment", "createCheckoutConsignment"})
UPDATES = frozenset({"updateCheckoutConsignment"})


def _before(before: Checkout, after: Checkout) -> Checkout:
    return replace(before, version=after.version)


def _each(checkout: Checkout, consignments: Sequence[Consignment]) -> Checkout:
    return replace(checkout, consignments=tuple(consignments))


@fault(
    "consignment-add-not-kept",
    breaks=ADD,
    summary="The answer shows the new consignment, the next read has none.",
)
def add_not_kept(components: Components) -> Components:
    return forgetful(components, ADDITIONS, _before)


@fault("consignment-loses-postal-code", breaks=ADD, summary="A new consignment comes without its postal code.")
def loses_postal_code(components: Components) -> Components:
    add = components.policies.add_consignments

    def added(checkout: Checkout, wanted: Sequence[WantedConsignment], shop: Shop) -> Checkout:
        cut = [replace(one, address=replace(one.address, postal_code="")) if one.address else one for one in wanted]
        return add(checkout, cut, shop)

    return ruled(components, add_consignments=added)


@fault(
    "consignment-shows-no-items-on-storefront",
    breaks=ADD,
    surface="storefront",
    summary="On the storefront, consignments list no line items.",
)
def shows_no_items(components: Components) -> Components:
    def alter(document: Json) -> None:
        for one in document["consignments"]:
            one["lineItemIds"] = []

    return altered(components, alter, "storefront_checkout")


@fault(
    "consignment-update-not-kept",
    breaks=UPDATE,
    summary="The answer shows the changed consignment, the next read the old one.",
)
def update_not_kept(components: Components) -> Components:
    return forgetful(components, UPDATES, _before)


@fault(
    "consignment-update-changes-id",
    breaks=UPDATE,
    summary="A consignment whose address is updated gets another id.",
)
def update_changes_id(components: Components) -> Components:
    update = components.policies.update_consignment

    def updated(checkout: Checkout, consignment_id: str, wanted: WantedConsignment, shop: Shop) -> Checkout:
        after = update(checkout, consignment_id, wanted, shop)
        if wanted.address is None:
            return after
        return _each(
            after,
            [replace(one, id=other_digit(one.id)) if one.id == consignment_id else one for one in after.consignments],
        )

    return ruled(components, update_consignment=updated)


@fault(
    "consignment-update-keeps-city",
    breaks=UPDATE,
    summary="A consignment whose address is updated keeps the old city.",
)
def update_keeps_city(components: Components) -> Components:
    update = components.policies.update_consignment

    def updated(checkout: Checkout, consignment_id: str, wanted: WantedConsignment, shop: Shop) -> Checkout:
        old = checkout.consignment(consignment_id).address
        if old is not None and wanted.address is not None:
            wanted = replace(wanted, address=replace(wanted.address, city=old.city))
        return update(checkout, consignment_id, wanted, shop)

    return ruled(components, update_consignment=updated)


@fault("consignment-delete-leaves", breaks=DELETE, summary="A deleted consignment stays on the checkout.")
def delete_leaves(components: Components) -> Components:
    delete = components.policies.delete_consignment

    def deleted(checkout: Checkout, consignment_id: str) -> Checkout:
        delete(checkout, consignment_id)
        return checkout

    return ruled(components, delete_consignment=deleted)


@fault(
    "consignment-delete-removes-all",
    breaks=DELETE,
    summary="Deleting one consignment removes the others as well.",
)
def delete_removes_all(components: Components) -> Components:
    delete = components.policies.delete_consignment
    return ruled(
        components,
        delete_consignment=lambda checkout, consignment_id: _each(delete(checkout, consignment_id), ()),
    )


@fault(
    "consignment-delete-not-kept-on-storefront",
    breaks=DELETE,
    surface="storefront",
    summary="On the storefront, the answer lacks the deleted consignment, the next read has it again.",
)
def delete_not_kept(components: Components) -> Components:
    deletions = frozenset({"deleteCheckoutConsignment"})
    return forgetful(components, deletions, _before, surface="storefront")


@fault(
    "consignment-second-is-dropped",
    breaks=SEVERAL,
    summary="Of several consignments only the first is kept.",
)
def second_is_dropped(components: Components) -> Components:
    add = components.policies.add_consignments

    def added(checkout: Checkout, wanted: Sequence[WantedConsignment], shop: Shop) -> Checkout:
        after = add(checkout, wanted, shop)
        return _each(after, after.consignments[:1])

    return ruled(components, add_consignments=added)


@fault(
    "consignment-second-takes-first-address",
    breaks=SEVERAL,
    summary="Every consignment after the first is sent to the address of the first.",
)
def second_takes_first_address(components: Components) -> Components:
    add = components.policies.add_consignments

    def added(checkout: Checkout, wanted: Sequence[WantedConsignment], shop: Shop) -> Checkout:
        after = add(checkout, wanted, shop)
        first = after.consignments[0].address
        return _each(after, [replace(one, address=first) for one in after.consignments])

    return ruled(components, add_consignments=added)


def _item_ids(document: Json) -> list[list[str]]:
    name = "line_item_ids" if "billing_address" in document else "lineItemIds"
    return [one[name] for one in document["consignments"]]


@fault(
    "consignment-lists-all-items",
    breaks=ITEMS,
    summary="With several consignments, each lists the items of all.",
)
def lists_all_items(components: Components) -> Components:
    def alter(document: Json) -> None:
        listed = _item_ids(document)
        everything = [item_id for held in listed for item_id in held]
        for held in listed:
            held[:] = everything

    return altered(components, alter, "server_checkout", "storefront_checkout")


@fault(
    "consignment-items-trade-places",
    breaks=ITEMS,
    summary="With several consignments, each lists the items of the next.",
)
def items_trade_places(components: Components) -> Components:
    def alter(document: Json) -> None:
        listed = _item_ids(document)
        copies = [list(held) for held in listed]
        for position, held in enumerate(listed):
            held[:] = copies[(position + 1) % len(copies)]

    return altered(components, alter, "server_checkout", "storefront_checkout")


@fault(
    "consignment-update-moves-others",
    breaks=ONE,
    summary="A new address for one consignment becomes the address of all.",
)
def update_moves_others(components: Components) -> Components:
    update = components.policies.update_consignment

    def updated(checkout: Checkout, consignment_id: str, wanted: WantedConsignment, shop: Shop) -> Checkout:
        after = update(checkout, consignment_id, wanted, shop)
        if wanted.address is None:
            return after
        there = after.consignment(consignment_id).address
        return _each(after, [replace(one, address=there) for one in after.consignments])

    return ruled(components, update_consignment=updated)


@fault(
    "consignment-update-clears-others-option",
    breaks=ONE,
    summary="Any update of one consignment takes the chosen shipping option from the others.",
)
def update_clears_option(components: Components) -> Components:
    update = components.policies.update_consignment

    def updated(checkout: Checkout, consignment_id: str, wanted: WantedConsignment, shop: Shop) -> Checkout:
        after = update(checkout, consignment_id, wanted, shop)
        return _each(
            after,
            [one if one.id == consignment_id else replace(one, option=None) for one in after.consignments],
        )

    return ruled(components, update_consignment=updated)

"""Faults of sharing a cart out: which lines a consignment takes, how many of them, and from where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from conformance.emulator.commerce.checkout import Checkout, Consignment
from conformance.emulator.commerce.consignments import WantedConsignment
from conformance.emulator.commerce.shop import Shop
from conformance.emulator.components import Components
from conformance.emulator.faults.consignment_effects import CHECKOUTS, adding, deleting, each
from conformance.emulator.faults.registry import fault
from conformance.emulator.faults.seams import altered, member, ruled
from conformance.emulator.messages import Json


def wanting(components: Components, change: Any) -> Components:
    """Components where a function changes what is wanted of new consignments, before anybody looks at it."""
    add = components.policies.add_consignments

    def added(checkout: Checkout, wanted: Sequence[WantedConsignment], shop: Shop) -> Checkout:
        kept = [changed for one in wanted if (changed := change(checkout, one)) is not None]
        return add(checkout, kept, shop)

    return ruled(components, add_consignments=added)


@fault(
    "consignment-unknown-item-skipped",
    breaks="consignment-unknown-item-is-refused",
    summary="Items that the cart doesn't have are left out of a consignment silently.",
)
def unknown_item_skipped(components: Components) -> Components:
    def known(checkout: Checkout, one: WantedConsignment) -> WantedConsignment | None:
        ids = {line.id for line in checkout.lines}
        shares = tuple(share for share in one.shares or () if share.item_id in ids)
        return replace(one, shares=shares) if shares else None

    return wanting(components, known)


@fault(
    "consignment-takes-items-of-other-carts",
    breaks="consignment-item-of-another-cart-is-refused",
    summary="An item of another cart stands for the first line of the cart.",
)
def takes_other_items(components: Components) -> Components:
    def known(checkout: Checkout, one: WantedConsignment) -> WantedConsignment:
        ids = {line.id for line in checkout.lines}
        first = checkout.lines[0]
        shares = tuple(
            share if share.item_id in ids else replace(share, item_id=first.id, quantity=first.quantity)
            for share in one.shares or ()
        )
        return replace(one, shares=shares)

    return wanting(components, known)


@fault(
    "consignment-buys-what-is-missing",
    breaks="consignment-never-takes-more-than-the-line",
    summary="A consignment of more pieces than the line has raises the quantity of the line.",
)
def buys_what_is_missing(components: Components) -> Components:
    add = components.policies.add_consignments

    def added(checkout: Checkout, wanted: Sequence[WantedConsignment], shop: Shop) -> Checkout:
        asked = {share.item_id: share.quantity for one in wanted for share in one.shares or ()}
        lines = tuple(replace(one, quantity=max(one.quantity, asked.get(one.id, 0))) for one in checkout.lines)
        return add(replace(checkout, lines=lines), wanted, shop)

    return ruled(components, add_consignments=added)


@fault(
    "consignment-split-loses-pieces",
    breaks="consignment-splits-a-line",
    summary="When a line is shared out over addresses, each part has a single piece.",
)
def split_loses_pieces(components: Components) -> Components:
    def lost(before: Checkout, _wanted: Any, after: Checkout) -> Checkout:
        if len(after.lines) <= len(before.lines):
            return after
        return replace(after, lines=tuple(replace(one, quantity=1) for one in after.lines))

    return adding(components, lost)


@fault(
    "consignment-delete-takes-shared-pieces",
    breaks="consignment-splits-a-line",
    summary="Deleting a consignment leaves one piece of the first line, where a line is shared out.",
)
def delete_takes_pieces(components: Components) -> Components:
    def taken(after: Checkout) -> Checkout:
        if len(after.lines) == len({line.product_id for line in after.lines}):
            return after
        return replace(after, lines=(replace(after.lines[0], quantity=1), *after.lines[1:]))

    return deleting(components, taken)


@fault(
    "consignment-second-lists-first-line-too",
    breaks="consignment-lists-a-line-no-oftener-than-its-pieces",
    summary="Of several consignments, the last also lists the first line of the first.",
)
def lists_first_line_too(components: Components) -> Components:
    def alter(document: Json) -> None:
        listed = [member(one, "line_item_ids", "lineItemIds") for one in document["consignments"]]
        if len(listed) > 1:
            listed[-1].extend(listed[0][:1])

    return altered(components, alter, *CHECKOUTS)


@fault(
    "consignment-line-stays-where-it-was",
    breaks="consignment-line-has-one-place",
    summary="A line that another consignment takes over also stays in the one that had it.",
)
def line_stays(components: Components) -> Components:
    def stayed(before: Checkout, after: Checkout) -> Checkout:
        held = {one.id: one.item_ids for one in before.consignments}
        here = {line.id for line in after.lines}

        def joined(one: Consignment) -> Consignment:
            earlier = [each for each in held.get(one.id, ()) if each in here]
            return replace(one, item_ids=tuple(dict.fromkeys((*one.item_ids, *earlier))))

        gone = tuple(one for one in before.consignments if one.id not in {each.id for each in after.consignments})
        return each(replace(after, consignments=(*gone, *after.consignments)), joined)

    add, update = components.policies.add_consignments, components.policies.update_consignment

    def added(checkout: Checkout, wanted: Sequence[WantedConsignment], shop: Shop) -> Checkout:
        return stayed(checkout, add(checkout, wanted, shop))

    def updated(checkout: Checkout, consignment_id: str, wanted: WantedConsignment, shop: Shop) -> Checkout:
        after = update(checkout, consignment_id, wanted, shop)
        return stayed(checkout, after) if wanted.shares is not None else after

    return ruled(components, add_consignments=added, update_consignment=updated)

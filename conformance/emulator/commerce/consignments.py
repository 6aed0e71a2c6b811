"""Who gets what: sharing the lines of a cart out over addresses, and choosing how each part is sent."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from conformance.emulator.commerce.address import Address, completed
from conformance.emulator.commerce.checkout import Checkout, Consignment, LineItem
from conformance.emulator.commerce.refusals import Refused, wrong_fields
from conformance.emulator.commerce.shipping import ShippingOption, options_for
from conformance.emulator.commerce.shop import Shop

CUSTOM_OPTION = "custom"
# Each shares lines with all others; nobody sends one purchase to more places.
MOST_CONSIGNMENTS = 500
PICKUP_LIMIT = "Pickup method is limited to 1 consignment."


class Share(Struct, frozen=True):
    """How many of a line go into a consignment."""

    item_id: str
    quantity: int


class WantedConsignment(Struct, frozen=True, kw_only=True):
    """What is said about a consignment; None: nothing is said."""

    address: Address | None = None
    shares: tuple[Share, ...] | None = None
    pickup_method_id: int | None = None
    option_id: str | None = None
    custom_price: Decimal | None = None
    custom_description: str = ""


def add_consignments(checkout: Checkout, wanted: Sequence[WantedConsignment], shop: Shop) -> Checkout:
    """One more consignment for each that is wanted, holding the lines that it names."""
    for one in wanted:
        consignment = Consignment(
            id=shop.short_id(),
            address=completed(one.address) if one.address else None,
            pickup_method_id=_place(one, shop),
        )
        checkout = replace(checkout, consignments=(*checkout.consignments, consignment))
        checkout = _shared(checkout, consignment.id, one.shares or (), shop)
    checkout = _tidy(checkout)
    _check_pickup(checkout)
    if len(checkout.consignments) > MOST_CONSIGNMENTS:
        raise Refused("rule", f"A checkout holds at most {MOST_CONSIGNMENTS} consignments")
    return checkout


def update_consignment(checkout: Checkout, consignment_id: str, wanted: WantedConsignment, shop: Shop) -> Checkout:
    """The one consignment with another address, other items, or a chosen option; the others stay as they are."""
    before = checkout.consignment(consignment_id)
    if wanted.option_id is not None:
        return checkout.with_consignment(replace(before, option=_option(checkout, before, wanted.option_id, shop)))
    changed = before
    if wanted.custom_price is not None:
        changed = replace(changed, option=_custom_option(wanted.custom_price, wanted.custom_description))
    if wanted.address is not None:
        changed = replace(changed, address=completed(wanted.address), pickup_method_id=None)
    if wanted.pickup_method_id is not None:
        changed = replace(changed, pickup_method_id=_place(wanted, shop), address=None, option=None)
    checkout = checkout.with_consignment(changed)
    if wanted.shares is not None and _differs(checkout, before, wanted.shares):
        checkout = checkout.with_consignment(replace(changed, item_ids=(), option=None))
        checkout = _tidy(_shared(checkout, consignment_id, wanted.shares, shop))
    _check_pickup(checkout)
    return _requoted(checkout, consignment_id, shop)


def delete_consignment(checkout: Checkout, consignment_id: str) -> Checkout:
    """The checkout without the consignment; its lines stay in the cart, without an address."""
    checkout.consignment(consignment_id)
    rest = tuple(one for one in checkout.consignments if one.id != consignment_id)
    return _tidy(replace(checkout, consignments=rest))


def options_of(checkout: Checkout, consignment: Consignment, shop: Shop) -> tuple[ShippingOption, ...]:
    """What can be chosen for the consignment now; nothing for a pickup."""
    if consignment.pickup_method_id is not None:
        return ()
    return options_for(shop.zones, consignment.address, checkout.parcel_of(consignment))


def requoted(checkout: Checkout, shop: Shop) -> Checkout:
    """Each chosen option with its price of today; one that is not offered any more is dropped."""
    for consignment in checkout.consignments:
        checkout = _requoted(checkout, consignment.id, shop)
    return checkout


def _requoted(checkout: Checkout, consignment_id: str, shop: Shop) -> Checkout:
    consignment = next((one for one in checkout.consignments if one.id == consignment_id), None)
    if consignment is None or consignment.option is None or consignment.option.id == CUSTOM_OPTION:
        return checkout
    offered = {option.id: option for option in options_of(checkout, consignment, shop)}
    return checkout.with_consignment(replace(consignment, option=offered.get(consignment.option.id)))


def _place(wanted: WantedConsignment, shop: Shop) -> int | None:
    known = {one.id for one in shop.pickup_methods}
    if wanted.pickup_method_id is not None and wanted.pickup_method_id not in known:
        raise wrong_fields(pickup_method_id=f"The pickup method {wanted.pickup_method_id} is not available")
    return wanted.pickup_method_id


def _custom_option(price: Decimal, description: str) -> ShippingOption:
    return ShippingOption(
        id=CUSTOM_OPTION, type="custom", description=description, cost=price, zone_id=0, zone_name=""
    )


def _option(checkout: Checkout, consignment: Consignment, option_id: str, shop: Shop) -> ShippingOption:
    if consignment.pickup_method_id is not None:
        raise Refused("rule", "You cannot assign a shipping method with a pickup consignment")
    offered = {option.id: option for option in options_of(checkout, consignment, shop)}
    if option_id not in offered:
        raise wrong_fields(shipping_option_id="This shipping option is not offered for the consignment")
    return offered[option_id]


def _differs(checkout: Checkout, before: Consignment, shares: Sequence[Share]) -> bool:
    held = {item_id: checkout.line(item_id).quantity for item_id in before.item_ids}
    return {share.item_id: share.quantity for share in shares} != held


def _shared(checkout: Checkout, consignment_id: str, shares: Sequence[Share], shop: Shop) -> Checkout:
    for share in shares:
        checkout = _moved(checkout, consignment_id, share, shop)
    return checkout


def _moved(checkout: Checkout, consignment_id: str, share: Share, shop: Shop) -> Checkout:
    line = _shippable(checkout, share)
    moving = line
    if share.quantity < line.quantity:
        # A part of a line goes elsewhere as a line of its own; what stays keeps the id.
        moving = replace(line.of(share.quantity), id=shop.uuid())
        checkout = checkout.with_line(line.of(line.quantity - share.quantity))
        checkout = replace(checkout, lines=(*checkout.lines, moving))
    return replace(
        checkout,
        consignments=tuple(
            replace(one, item_ids=(*one.item_ids, moving.id))
            if one.id == consignment_id
            else _without(one, moving.id)
            for one in checkout.consignments
        ),
    )


def _without(consignment: Consignment, item_id: str) -> Consignment:
    if item_id not in consignment.item_ids:
        return consignment
    return replace(consignment, item_ids=tuple(one for one in consignment.item_ids if one != item_id), option=None)


def _shippable(checkout: Checkout, share: Share) -> LineItem:
    line = next((one for one in checkout.lines if one.id == share.item_id), None)
    if line is None:
        raise wrong_fields(item_id="This item is not in the cart")
    if not line.shippable:
        raise wrong_fields(item_id="This item is not shipped")
    if share.quantity > line.quantity:
        raise wrong_fields(quantity=f"There are only {line.quantity} of this item left in the cart")
    return line


def _tidy(checkout: Checkout) -> Checkout:
    """The same goods in the same place are one line again; a consignment that holds nothing is gone."""
    places = {item_id: one.id for one in checkout.consignments for item_id in one.item_ids}
    kept: dict[str, LineItem] = {}
    alike: dict[tuple[str | None, int, int], list[str]] = {}
    for line in checkout.lines:
        # Only lines of one variant in one place can be twins; each is compared with those alone.
        known = alike.setdefault((places.get(line.id), line.product_id, line.variant_id), [])
        twin = next((one for one in known if kept[one].same_goods(line)), None)
        if twin is None:
            kept[line.id] = line
            known.append(line.id)
        else:
            kept[twin] = kept[twin].of(kept[twin].quantity + line.quantity)
    consignments = tuple(
        replace(one, item_ids=tuple(held for held in one.item_ids if held in kept)) for one in checkout.consignments
    )
    return replace(
        checkout, lines=tuple(kept.values()), consignments=tuple(one for one in consignments if one.item_ids)
    )


def _check_pickup(checkout: Checkout) -> None:
    pickups = [one for one in checkout.consignments if one.pickup_method_id is not None]
    if pickups and len(checkout.consignments) > 1:
        raise Refused("rule", PICKUP_LIMIT)

"""What a consignment of a checkout takes where."""

from __future__ import annotations

from collections import Counter
from types import MappingProxyType
from typing import Any

import msgspec

from conformance.suite.arrange import Arrange, Unarranged, dearest, parcel
from conformance.suite.documents import Checkout, Consignment, LineItem, ShippingOption
from conformance.suite.faces import Face, Parcel, Wanted
from conformance.suite.people import ADA, BEN, Address, kept
from conformance.targets.provisioning import Lacking

# A third place to ship to, in the same town as Ada: whatever can be shipped to her can be shipped there.
CLEO: Address = MappingProxyType(
    {**ADA, "first_name": "Cleo", "company": "Birch Pottery", "address1": "3 Birch Court", "address2": "Rear house"}
)


class Standing(msgspec.Struct, frozen=True):
    """How one consignment stands: where it goes, with what, and by which shipping option."""

    address: dict[str, Any]
    goods: Counter[tuple[int, int | None]]
    option: str | None


def standing(checkout: Checkout, consignment_id: str) -> Standing | None:
    """How the consignment with this id stands on the checkout, ``None`` where it isn't there."""
    held = checkout.consignment(consignment_id)
    if held is None:
        return None
    option = held.selected_shipping_option
    return Standing(address_of(held), goods(checkout, held), None if option is None else option.id)


def undisturbed(before: Checkout, after: Checkout, consignment_id: str) -> bool:
    """Whether a consignment goes with the same items to the same address as before, and by no other option.

    It may have lost its option: a store may ask for the choice again when something else about the shipping changed.
    """
    was, now = standing(before, consignment_id), standing(after, consignment_id)
    if was is None or now is None:
        return was is now
    return (now.address, now.goods) == (was.address, was.goods) and now.option in {was.option, None}


def address_of(consignment: Consignment) -> dict[str, object]:
    """The members of a consignment's address that a store must show as they were given."""
    return kept(consignment.shipping_address or {})


def goods(checkout: Checkout, consignment: Consignment) -> Counter[tuple[int, int | None]]:
    """How many of each product and variant a consignment takes, by the lines of the cart that it lists.

    Goods and not line ids: a store may give a line another id when it is shared out over addresses.
    """
    taken: Counter[tuple[int, int | None]] = Counter()
    for item in checkout.cart.items:
        if item.id in consignment.line_item_ids:
            taken[item.product_id, item.variant_id] += item.quantity
    return taken


def bound_for(checkout: Checkout, address: Address) -> tuple[Consignment, ...]:
    """The consignments that go to this address."""
    return tuple(held for held in checkout.consignments if address_of(held) == kept(address))


def goods_bound_for(checkout: Checkout, address: Address) -> Counter[tuple[int, int | None]]:
    """How many of each product and variant go to this address."""
    return sum((goods(checkout, held) for held in bound_for(checkout, address)), Counter[tuple[int, int | None]]())


def repacked(checkout: Checkout, consignment: Consignment, address: Address) -> Parcel:
    """The consignment's own line items, for another address."""
    return parcel(address, *(item for item in checkout.cart.items if item.id in consignment.line_item_ids))


def sole(consignments: tuple[Consignment, ...]) -> Consignment:
    """The one consignment that there must be; raises :class:`Unarranged` when there are others or none."""
    if len(consignments) != 1:
        raise Unarranged("the checkout doesn't show the one consignment that the scenario starts from")
    return consignments[0]


def lines_in(checkout: Checkout, count: int) -> tuple[LineItem, ...]:
    """This many physical lines; raises :class:`Unarranged` when the store keeps the goods in more or fewer."""
    items = checkout.cart.line_items.physical_items
    if len(items) != count:
        raise Unarranged("the cart doesn't show a line for each of the goods that were put into it")
    return items


def left_over(checkout: Checkout) -> tuple[LineItem, ...]:
    """The physical lines that no consignment lists, as they stand now."""
    sent = {item_id for held in checkout.consignments for item_id in held.line_item_ids}
    return tuple(item for item in checkout.cart.line_items.physical_items if item.id not in sent)


def to_ada_and_ben(arrange: Arrange, face: Face, wanted: tuple[Wanted, ...]) -> Checkout:
    """A checkout whose first line goes to Ada and whose other lines go to Ben, without shipping options chosen."""
    checkout = arrange.checkout(face, *wanted)
    first, *others = lines_in(checkout, len(wanted))
    return arrange.consigned(face, checkout, parcel(ADA, first), parcel(BEN, *others))


def paid_option(consignment: Consignment) -> ShippingOption:
    """The dearest shipping option; raises :class:`Lacking` when the store ships there for nothing."""
    option = dearest(consignment)
    if option.cost <= 0:
        raise Lacking("the store ships to the suite's addresses for nothing")
    return option


def one_of_two(checkout: Checkout, place: int) -> Consignment:
    """Ada's consignment (0) or Ben's (1), whatever their order on the checkout."""
    return sole(bound_for(checkout, (ADA, BEN)[place]))

"""Walks through every operation of a checkout, keeping each answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from conformance.api import Answer
from conformance.suite.arrange import Arrange, Unarranged, cheapest, whole_cart
from conformance.suite.documents import Checkout, cart_in, checkout_in
from conformance.suite.faces import Face, ServerFace, StorefrontFace, Wanted
from conformance.suite.people import ADA, BEN
from conformance.suite.scenarios.choosing import lines
from conformance.suite.scenarios.contents import line_of
from conformance.suite.scenarios.parcels import sole


def through_checkout(face: Face, arrange: Arrange) -> tuple[Answer, ...]:
    """The answers of every operation that both faces have for items, addresses, consignments and messages."""
    kept_item, other_item = lines(arrange.stock, 1, 2)
    created = face.create_cart((kept_item,))
    cart_id = cart_in(created).id
    added = face.add_items(cart_id, (other_item,))
    read = (face.read_cart(cart_id), face.read_checkout(cart_id))
    message = face.leave_message(cart_id, "Please ring twice.")
    billed = face.add_billing_address(cart_id, ADA)
    address_id = str(checkout_in(billed).billing["id"])
    rebilled = face.update_billing_address(cart_id, address_id, BEN)
    shipped = _through_consignments(face, arrange, cart_id)
    changed = _through_items(face, arrange, cart_id, kept_item, other_item)
    emptied = face.delete_consignment(cart_id, sole(arrange.read(face, cart_id).consignments).id)
    return (created, added, *read, message, billed, rebilled, *shipped, *changed, emptied)


def _through_consignments(face: Face, arrange: Arrange, cart_id: str) -> tuple[Answer, ...]:
    checkout = arrange.read(face, cart_id)
    added = face.add_consignments(cart_id, (whole_cart(checkout, ADA),))
    consignment_id = sole(checkout_in(added).consignments).id
    readdressed = face.readdress_consignment(cart_id, consignment_id, whole_cart(checkout_in(added), BEN))
    offered = sole(arrange.read(face, cart_id, shipping_options=True).consignments)
    chosen = face.choose_shipping(cart_id, consignment_id, cheapest(offered).id)
    return (added, readdressed, chosen, face.read_checkout(cart_id))


def _through_items(
    face: Face, arrange: Arrange, cart_id: str, kept_item: Wanted, other_item: Wanted
) -> tuple[Answer, ...]:
    cart = arrange.read(face, cart_id).cart
    more = Wanted(kept_item.product_id, kept_item.variant_id, kept_item.quantity + 1)
    updated = face.update_item(cart_id, line_of(cart, kept_item).id, more)
    deleted = face.delete_item(cart_id, line_of(cart, other_item).id)
    return (updated, deleted, face.read_cart(cart_id), face.read_checkout(cart_id))


def through_coupons(face: Face, checkout: Checkout, code: str) -> tuple[Answer, ...]:
    """The answers of adding and deleting a coupon."""
    added = face.add_coupon(checkout.id, code)
    return (added, face.read_checkout(checkout.id), face.delete_coupon(checkout.id, code))


def through_gift_certificates(shopper: StorefrontFace, checkout: Checkout, code: str) -> tuple[Answer, ...]:
    """The answers of adding and deleting a gift certificate."""
    added = shopper.api.add_checkout_gift_certificate(checkout.id, code)
    read = shopper.read_checkout(checkout.id)
    return (added, read, shopper.api.delete_checkout_gift_certificate(checkout.id, code))


def through_order(server: ServerFace, checkout: Checkout) -> tuple[Answer, ...]:
    """The answers of what can be done with a checkout after an order was made from it."""
    order = server.api.create_order(checkout.id)
    if not order.accepted:
        raise Unarranged(f"{order}, so there is no order to look behind")
    read = (server.read_cart(checkout.id), server.read_checkout(checkout.id))
    return (*read, server.leave_message(checkout.id, "Please ring twice."))


def checkouts_in(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """The answers that show a checkout; the others show a cart by itself.

    Raises :class:`Unreadable` when an answer shows neither.
    """
    return tuple(answer for answer in answers if cart_in(answer) and _shows_checkout(answer.data))


def naming_other_carts(answers: Iterable[Answer], cart_id: str) -> list[str]:
    """The operations whose answer shows a cart with another id than this one."""
    return sorted({answer.operation for answer in answers if cart_in(answer).id != cart_id})


def naming_other_checkouts(answers: Iterable[Answer], checkout_id: str) -> list[str]:
    """The operations whose answer shows a checkout with another id than this one."""
    shown = checkouts_in(answers)
    return sorted({answer.operation for answer in shown if checkout_in(answer).id != checkout_id})


def differing_from_their_cart(answers: Iterable[Answer]) -> list[str]:
    """The operations whose answer shows a checkout and a cart of different ids."""
    shown = checkouts_in(answers)
    return sorted({answer.operation for answer in shown if checkout_in(answer).id != checkout_in(answer).cart.id})


def offering_unasked(answers: Iterable[Answer]) -> list[str]:
    """The operations whose answer lists shipping options that nobody asked for."""
    shown = checkouts_in(answers)
    return sorted(
        {
            answer.operation
            for answer in shown
            if any(held.available_shipping_options for held in checkout_in(answer).consignments)
        }
    )


def _shows_checkout(document: Any) -> bool:
    return isinstance(document, dict) and "cart" in document

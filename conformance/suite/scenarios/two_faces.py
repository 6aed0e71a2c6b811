"""One checkout in the hands of a server and of a shopper, looked at from both faces after every step."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from conformance.api import Answer
from conformance.suite.arrange import Arrange, cheapest, dearest, parcel, whole_cart
from conformance.suite.documents import Checkout
from conformance.suite.faces import Face, ServerFace, StorefrontFace, Wanted
from conformance.suite.people import ADA, BEN
from conformance.suite.rules.money import HALF_A_CENT
from conformance.suite.scenarios.choosing import lines
from conformance.suite.scenarios.linking import link_to_cart

ShopperAt = Callable[[str], StorefrontFace]


@dataclass(frozen=True, slots=True)
class Hands:
    """The two faces of one checkout, and how scenarios are prepared."""

    server: ServerFace
    shopper: StorefrontFace
    checkout_id: str
    arrange: Arrange

    def of(self, name: str) -> Face:
        """The face with this name."""
        return self.server if name == self.server.name else self.shopper

    def look(self) -> Checkout:
        """The checkout as the server shows it, with the shipping options that it offers."""
        return self.arrange.read(self.server, self.checkout_id, shipping_options=True)

    def apart(self) -> str:
        """What the two faces show differently now, in words; empty when they tell the same story.

        The watch over all exchanges compares every member; here stand the two that matter most.
        """
        by_server, by_shopper = (self.arrange.read(face, self.checkout_id) for face in (self.server, self.shopper))
        self.arrange.done(lambda: self.server.read_cart(self.checkout_id))
        self.arrange.done(lambda: self.shopper.read_cart(self.checkout_id))
        if by_server.cart.contents != by_shopper.cart.contents:
            return "the items"
        return "the grand total" if abs(by_server.grand_total - by_shopper.grand_total) > HALF_A_CENT else ""


Step = Callable[[Hands, Face], Answer]


def in_both_hands(arrange: Arrange, server: ServerFace, shopper_at: ShopperAt, *wanted: Wanted) -> Hands:
    """A checkout that a server made and a shopper's session took over."""
    made = arrange.checkout(server, *wanted)
    shopper = shopper_at(link_to_cart(arrange, server, made.id))
    return Hands(server, shopper, made.id, arrange)


def first_apart(hands: Hands, acting: str, steps: Iterable[Step]) -> str:
    """Takes the steps on one face; after which of them the faces differ, and in what. Empty: after none."""
    for step in steps:
        hands.arrange.done(partial(step, hands, hands.of(acting)))
        if different := hands.apart():
            return f"{different} after {(step.__doc__ or '').strip(' .').lower()}"
    return ""


def add_an_item(hands: Hands, face: Face) -> Answer:
    """Adding an item."""
    return face.add_items(hands.checkout_id, (lines(hands.arrange.stock, 1, 1, 3)[2],))


def change_a_quantity(hands: Hands, face: Face) -> Answer:
    """Changing the quantity of the second line."""
    item = hands.look().cart.items[1]
    return face.update_item(hands.checkout_id, item.id, Wanted(item.product_id, item.variant_id, item.quantity + 2))


def delete_a_line(hands: Hands, face: Face) -> Answer:
    """Deleting the first line."""
    return face.delete_item(hands.checkout_id, hands.look().cart.items[0].id)


def leave_a_message(hands: Hands, face: Face) -> Answer:
    """Leaving a message."""
    return face.leave_message(hands.checkout_id, "Grüße an die Köchin, 門の前に置いてください; please ring twice.")


def bill_to_ben(hands: Hands, face: Face) -> Answer:
    """Adding a billing address."""
    return face.add_billing_address(hands.checkout_id, BEN)


def bill_to_ada(hands: Hands, face: Face) -> Answer:
    """Replacing the billing address."""
    return face.update_billing_address(hands.checkout_id, str(hands.look().billing["id"]), ADA)


def ship_to_both(hands: Hands, face: Face) -> Answer:
    """Adding a consignment for Ada and one for Ben."""
    first, *others = hands.look().cart.line_items.physical_items
    return face.add_consignments(hands.checkout_id, (parcel(ADA, first), parcel(BEN, *others)))


def choose_for_ada(hands: Hands, face: Face) -> Answer:
    """Choosing how the first consignment is shipped."""
    held = hands.look().consignments[0]
    return face.choose_shipping(hands.checkout_id, held.id, dearest(held).id)


def choose_for_ben(hands: Hands, face: Face) -> Answer:
    """Choosing how the second consignment is shipped."""
    held = hands.look().consignments[1]
    return face.choose_shipping(hands.checkout_id, held.id, cheapest(held).id)


def delete_a_consignment(hands: Hands, face: Face) -> Answer:
    """Deleting a consignment."""
    return face.delete_consignment(hands.checkout_id, hands.look().consignments[0].id)


def ship_to_ada(hands: Hands, face: Face) -> Answer:
    """Adding a consignment for everything."""
    return face.add_consignments(hands.checkout_id, (whole_cart(hands.look(), ADA),))


def readdress_to_ben(hands: Hands, face: Face) -> Answer:
    """Giving a consignment another address."""
    checkout = hands.look()
    held = checkout.consignments[0]
    return face.readdress_consignment(hands.checkout_id, held.id, whole_cart(checkout, BEN))


def add_the_coupon(hands: Hands, face: Face) -> Answer:
    """Adding a coupon."""
    return face.add_coupon(hands.checkout_id, hands.arrange.stock.coupon_code)


def take_something_off(hands: Hands, _face: Face) -> Answer:
    """Taking something off by hand, which only a server can do."""
    return hands.server.api.add_checkout_discount(hands.checkout_id, {"discounts": [{"discounted_amount": 2}]})


def delete_the_coupon(hands: Hands, face: Face) -> Answer:
    """Deleting the coupon."""
    return face.delete_coupon(hands.checkout_id, hands.arrange.stock.coupon_code)

"""Brings a checkout into the state that a scenario starts from, on either face.

What fails here is no verdict on the rule that the scenario is about: it raises :class:`Unarranged`, and the
scenario could not run. The operations used have scenarios of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from conformance.api import Answer
from conformance.suite.documents import Checkout, Consignment, LineItem, ShippingOption, checkout_in
from conformance.suite.faces import Face, Parcel, Wanted
from conformance.suite.people import ADA, Address
from conformance.targets.provisioning import Product, Stock


class Unarranged(Exception):
    """The target refused a step that a scenario needs before it can begin."""


@dataclass(frozen=True, slots=True)
class Arrange:
    """Prepares carts and checkouts from the products in ``stock``; ``quietly`` marks the exchanges as preparing."""

    stock: Stock
    quietly: Callable[[], AbstractContextManager[None]]

    def done(self, act: Callable[[], Answer]) -> Answer:
        """The answer of a step that must be accepted before the scenario can begin."""
        with self.quietly():
            answer = act()
        if not answer.accepted:
            raise Unarranged(f"{answer} while the scenario was being prepared")
        return answer

    def wanted(self, quantity: int = 1) -> Wanted:
        """A physical product in this quantity."""
        return wanted_of(self.stock.product(0), quantity=quantity)

    def checkout(self, face: Face, *wanted: Wanted) -> Checkout:
        """A checkout that holds these products, or one physical product."""
        created = self.done(lambda: face.create_cart(wanted or (self.wanted(),)))
        return self.read(face, str(created.data["id"]))

    def read(self, face: Face, checkout_id: str, *, shipping_options: bool = False) -> Checkout:
        """The checkout as it stands now."""
        return checkout_in(self.done(lambda: face.read_checkout(checkout_id, shipping_options=shipping_options)))

    def billed(self, face: Face, checkout: Checkout, address: Address = ADA) -> Checkout:
        """The checkout with a billing address."""
        self.done(lambda: face.add_billing_address(checkout.id, address))
        return self.read(face, checkout.id)

    def consigned(self, face: Face, checkout: Checkout, *parcels: Parcel) -> Checkout:
        """The checkout with a consignment for each parcel, or one that takes everything to Ada."""
        sent = parcels or (whole_cart(checkout, ADA),)
        self.done(lambda: face.add_consignments(checkout.id, sent))
        return self.read(face, checkout.id, shipping_options=True)

    def shipped(self, face: Face, checkout: Checkout) -> Checkout:
        """The checkout with its cheapest shipping option chosen for every consignment."""
        for consignment in checkout.consignments:
            self.choose(face, checkout, consignment, cheapest(consignment))
        return self.read(face, checkout.id)

    def choose(self, face: Face, checkout: Checkout, consignment: Consignment, option: ShippingOption) -> Answer:
        """Chooses a shipping option."""
        return self.done(lambda: face.choose_shipping(checkout.id, consignment.id, option.id))

    def ready_to_order(self, face: Face, *wanted: Wanted) -> Checkout:
        """A checkout with billing address, consignment and shipping option: all that an order needs."""
        checkout = self.billed(face, self.checkout(face, *wanted))
        return self.shipped(face, self.consigned(face, checkout))


def whole_cart(checkout: Checkout, address: Address) -> Parcel:
    """A parcel that takes all physical items of the cart to one address."""
    return Parcel(address, tuple((item.id, item.quantity) for item in checkout.cart.line_items.physical_items))


def parcel(address: Address, *items: LineItem) -> Parcel:
    """A parcel that takes these lines, whole, to an address."""
    return Parcel(address, tuple((item.id, item.quantity) for item in items))


def options_of(consignment: Consignment) -> tuple[ShippingOption, ...]:
    """The shipping options of a consignment; raises :class:`Unarranged` when the store offers none."""
    if not consignment.available_shipping_options:
        raise Unarranged("the store offers no shipping option to the address that the suite uses")
    return consignment.available_shipping_options


def cheapest(consignment: Consignment) -> ShippingOption:
    """The shipping option that costs least."""
    return min(options_of(consignment), key=lambda option: (option.cost, option.id))


def dearest(consignment: Consignment) -> ShippingOption:
    """The shipping option that costs most."""
    return max(options_of(consignment), key=lambda option: (option.cost, option.id))


def wanted_of(product: Product, variant: int = 0, quantity: int = 1) -> Wanted:
    """A product in one of its variants (by place), in this quantity; of a product without variants, the product."""
    return Wanted(product.id, product.variant_ids[variant] if product.variant_ids else None, quantity)

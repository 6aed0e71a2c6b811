"""The two faces behind one set of words, so that a rule is written once and judged on both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from conformance.api import Answer, ServerApi, StorefrontApi
from conformance.suite.people import Address

UNDERSCORE = re.compile(r"_([a-z0-9])")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A product to put into a cart: the product, the variant where it has several, and how many."""

    product_id: int
    variant_id: int | None = None
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class Parcel:
    """Line items, by id and quantity, that go to one address."""

    address: Address
    items: tuple[tuple[str, int], ...]


class Face(Protocol):
    """What a scenario can do on either face. Every method is one operation and gives its answer."""

    @property
    def name(self) -> str:
        """``server`` or ``storefront``."""

    def create_cart(self, wanted: Iterable[Wanted]) -> Answer:
        """A new cart with these products."""

    def read_cart(self, cart_id: str) -> Answer:
        """The cart by itself."""

    def delete_cart(self, cart_id: str) -> Answer:
        """Deletes the cart."""

    def add_items(self, cart_id: str, wanted: Iterable[Wanted]) -> Answer:
        """Adds products to the cart."""

    def update_item(self, checkout_id: str, item_id: str, wanted: Wanted) -> Answer:
        """Sets a line item to this product, variant and quantity."""

    def delete_item(self, checkout_id: str, item_id: str) -> Answer:
        """Deletes a line item."""

    def read_checkout(self, checkout_id: str, *, shipping_options: bool = False) -> Answer:
        """The checkout, with available shipping options when asked for."""

    def leave_message(self, checkout_id: str, message: str, version: int | None = None) -> Answer:
        """Sets the customer message, naming the version that the caller believes current."""

    def add_billing_address(self, checkout_id: str, address: Address) -> Answer:
        """Adds the billing address."""

    def update_billing_address(self, checkout_id: str, address_id: str, address: Address) -> Answer:
        """Replaces the billing address."""

    def add_consignments(
        self, checkout_id: str, parcels: Iterable[Parcel], *, shipping_options: bool = False
    ) -> Answer:
        """Adds a consignment for each parcel."""

    def readdress_consignment(
        self, checkout_id: str, consignment_id: str, parcel: Parcel, *, shipping_options: bool = False
    ) -> Answer:
        """Gives a consignment another address and these line items."""

    def post_consignments(self, checkout_id: str, consignments: list[dict[str, Any]]) -> Answer:
        """Adds consignments that are written out, members in ``snake_case``."""

    def change_consignment(self, checkout_id: str, consignment_id: str, change: dict[str, Any]) -> Answer:
        """Changes of a consignment what is written out, members in ``snake_case``, and nothing else."""

    def choose_shipping(self, checkout_id: str, consignment_id: str, option_id: str) -> Answer:
        """Selects a shipping option for a consignment."""

    def delete_consignment(self, checkout_id: str, consignment_id: str) -> Answer:
        """Deletes a consignment."""

    def add_coupon(self, checkout_id: str, code: str) -> Answer:
        """Adds a coupon by its code."""

    def delete_coupon(self, checkout_id: str, code: str) -> Answer:
        """Deletes a coupon by its code."""


@dataclass(frozen=True, slots=True)
class ServerFace:
    """The server-to-server face."""

    api: ServerApi
    name: str = "server"

    OPTIONS = ("consignments.available_shipping_options",)

    def create_cart(self, wanted: Iterable[Wanted]) -> Answer:
        """``createCart``."""
        return self.api.create_cart({"line_items": [_line(item) for item in wanted]})

    def read_cart(self, cart_id: str) -> Answer:
        """``getCart``."""
        return self.api.get_cart(cart_id)

    def delete_cart(self, cart_id: str) -> Answer:
        """``deleteCart``."""
        return self.api.delete_cart(cart_id)

    def add_items(self, cart_id: str, wanted: Iterable[Wanted]) -> Answer:
        """``addCartLineItems``."""
        return self.api.add_cart_line_items(cart_id, {"line_items": [_line(item) for item in wanted]})

    def update_item(self, checkout_id: str, item_id: str, wanted: Wanted) -> Answer:
        """``updateCartLineItem``."""
        return self.api.update_cart_line_item(checkout_id, item_id, {"line_item": _line(wanted)})

    def delete_item(self, checkout_id: str, item_id: str) -> Answer:
        """``deleteCartLineItem``."""
        return self.api.delete_cart_line_item(checkout_id, item_id)

    def read_checkout(self, checkout_id: str, *, shipping_options: bool = False) -> Answer:
        """``getCheckout``."""
        return self.api.get_checkout(checkout_id, self.OPTIONS if shipping_options else ())

    def leave_message(self, checkout_id: str, message: str, version: int | None = None) -> Answer:
        """``updateCheckout``."""
        return self.api.update_checkout(checkout_id, _versioned({"customer_message": message}, version))

    def add_billing_address(self, checkout_id: str, address: Address) -> Answer:
        """``addCheckoutBillingAddress``."""
        return self.api.add_checkout_billing_address(checkout_id, dict(address))

    def update_billing_address(self, checkout_id: str, address_id: str, address: Address) -> Answer:
        """``updateCheckoutBillingAddress``."""
        return self.api.update_checkout_billing_address(checkout_id, address_id, dict(address))

    def add_consignments(
        self, checkout_id: str, parcels: Iterable[Parcel], *, shipping_options: bool = False
    ) -> Answer:
        """``addCheckoutConsignment``."""
        include = self.OPTIONS if shipping_options else ()
        return self.api.add_checkout_consignment(checkout_id, [_parcel(p) for p in parcels], include)

    def readdress_consignment(
        self, checkout_id: str, consignment_id: str, parcel: Parcel, *, shipping_options: bool = False
    ) -> Answer:
        """``updateCheckoutConsignment`` with an address and line items."""
        include = self.OPTIONS if shipping_options else ()
        return self.api.update_checkout_consignment(checkout_id, consignment_id, _parcel(parcel), include)

    def post_consignments(self, checkout_id: str, consignments: list[dict[str, Any]]) -> Answer:
        """``addCheckoutConsignment``."""
        return self.api.add_checkout_consignment(checkout_id, consignments)

    def change_consignment(self, checkout_id: str, consignment_id: str, change: dict[str, Any]) -> Answer:
        """``updateCheckoutConsignment``."""
        return self.api.update_checkout_consignment(checkout_id, consignment_id, change)

    def choose_shipping(self, checkout_id: str, consignment_id: str, option_id: str) -> Answer:
        """``updateCheckoutConsignment`` with a shipping option."""
        change = {"shipping_option_id": option_id}
        return self.api.update_checkout_consignment(checkout_id, consignment_id, change)

    def delete_consignment(self, checkout_id: str, consignment_id: str) -> Answer:
        """``deleteCheckoutConsignment``."""
        return self.api.delete_checkout_consignment(checkout_id, consignment_id)

    def add_coupon(self, checkout_id: str, code: str) -> Answer:
        """``addCheckoutCoupon``."""
        return self.api.add_checkout_coupon(checkout_id, code)

    def delete_coupon(self, checkout_id: str, code: str) -> Answer:
        """``deleteCheckoutCoupon``."""
        return self.api.delete_checkout_coupon(checkout_id, code)


@dataclass(frozen=True, slots=True)
class StorefrontFace:
    """The storefront face, in one shopper's session."""

    api: StorefrontApi
    name: str = "storefront"

    OPTIONS = ("consignments.availableShippingOptions",)

    def create_cart(self, wanted: Iterable[Wanted]) -> Answer:
        """``createCart``."""
        return self.api.create_cart({"lineItems": [humped(_line(item)) for item in wanted]})

    def read_cart(self, cart_id: str) -> Answer:  # noqa: ARG002 - the session knows its cart
        """``getCart``: the session's cart."""
        return self.api.get_cart()

    def delete_cart(self, cart_id: str) -> Answer:
        """``deleteCart``."""
        return self.api.delete_cart(cart_id)

    def add_items(self, cart_id: str, wanted: Iterable[Wanted]) -> Answer:
        """``addCartLineItem``."""
        return self.api.add_cart_line_item(cart_id, {"lineItems": [humped(_line(item)) for item in wanted]})

    def update_item(self, checkout_id: str, item_id: str, wanted: Wanted) -> Answer:
        """``updateCheckoutLineItem``."""
        change = {"lineItem": humped(_line(wanted))}
        return self.api.update_checkout_line_item(checkout_id, item_id, change)

    def delete_item(self, checkout_id: str, item_id: str) -> Answer:
        """``deleteCheckoutLineItem``."""
        return self.api.delete_checkout_line_item(checkout_id, item_id)

    def read_checkout(self, checkout_id: str, *, shipping_options: bool = False) -> Answer:
        """``getCheckout``."""
        return self.api.get_checkout(checkout_id, self.OPTIONS if shipping_options else ())

    def leave_message(self, checkout_id: str, message: str, version: int | None = None) -> Answer:
        """``updateCheckout``."""
        return self.api.update_checkout(checkout_id, _versioned({"customerMessage": message}, version))

    def add_billing_address(self, checkout_id: str, address: Address) -> Answer:
        """``addCheckoutBillingAddress``."""
        return self.api.add_checkout_billing_address(checkout_id, humped(dict(address)))

    def update_billing_address(self, checkout_id: str, address_id: str, address: Address) -> Answer:
        """``updateCheckoutBillingAddress``."""
        return self.api.update_checkout_billing_address(checkout_id, address_id, humped(dict(address)))

    def add_consignments(
        self, checkout_id: str, parcels: Iterable[Parcel], *, shipping_options: bool = False
    ) -> Answer:
        """``createCheckoutConsignment``."""
        include = self.OPTIONS if shipping_options else ()
        return self.api.create_checkout_consignment(
            checkout_id, [humped(_parcel(parcel)) for parcel in parcels], include
        )

    def readdress_consignment(
        self, checkout_id: str, consignment_id: str, parcel: Parcel, *, shipping_options: bool = False
    ) -> Answer:
        """``updateCheckoutConsignment`` with an address and line items."""
        include = self.OPTIONS if shipping_options else ()
        return self.api.update_checkout_consignment(checkout_id, consignment_id, humped(_parcel(parcel)), include)

    def post_consignments(self, checkout_id: str, consignments: list[dict[str, Any]]) -> Answer:
        """``createCheckoutConsignment``."""
        return self.api.create_checkout_consignment(checkout_id, humped(consignments))

    def change_consignment(self, checkout_id: str, consignment_id: str, change: dict[str, Any]) -> Answer:
        """``updateCheckoutConsignment``."""
        return self.api.update_checkout_consignment(checkout_id, consignment_id, humped(change))

    def choose_shipping(self, checkout_id: str, consignment_id: str, option_id: str) -> Answer:
        """``updateCheckoutConsignment`` with a shipping option."""
        change = {"shippingOptionId": option_id}
        return self.api.update_checkout_consignment(checkout_id, consignment_id, change)

    def delete_consignment(self, checkout_id: str, consignment_id: str) -> Answer:
        """``deleteCheckoutConsignment``."""
        return self.api.delete_checkout_consignment(checkout_id, consignment_id)

    def add_coupon(self, checkout_id: str, code: str) -> Answer:
        """``addCheckoutCoupon``."""
        return self.api.add_checkout_coupon(checkout_id, code)

    def delete_coupon(self, checkout_id: str, code: str) -> Answer:
        """``deleteCheckoutCoupon``."""
        return self.api.delete_checkout_coupon(checkout_id, code)


def humped(document: Any) -> Any:
    """The same document with every member name in ``camelCase``."""
    if isinstance(document, Mapping):
        return {UNDERSCORE.sub(lambda m: m[1].upper(), name): humped(value) for name, value in document.items()}
    if isinstance(document, list):
        return [humped(value) for value in document]
    return document


def _line(wanted: Wanted) -> dict[str, Any]:
    line: dict[str, Any] = {"quantity": wanted.quantity, "product_id": wanted.product_id}
    return line if wanted.variant_id is None else {**line, "variant_id": wanted.variant_id}


def _parcel(parcel: Parcel) -> dict[str, Any]:
    items = [{"item_id": item_id, "quantity": quantity} for item_id, quantity in parcel.items]
    return {"address": dict(parcel.address), "line_items": items}


def _versioned(change: dict[str, Any], version: int | None) -> dict[str, Any]:
    return change if version is None else {**change, "version": version}

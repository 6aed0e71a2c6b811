"""The rules of the store in one value, so that any of them can be exchanged for another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from conformance.emulator.commerce import consignments, details, line_items, orders, payments, pricing
from conformance.emulator.commerce.address import Address
from conformance.emulator.commerce.checkout import Checkout, Consignment, LineDiscount, Side
from conformance.emulator.commerce.consignments import WantedConsignment
from conformance.emulator.commerce.line_items import Wanted
from conformance.emulator.commerce.orders import Order
from conformance.emulator.commerce.payments import Instrument
from conformance.emulator.commerce.pricing import Quote
from conformance.emulator.commerce.refusals import VersionConflict
from conformance.emulator.commerce.shipping import ShippingOption
from conformance.emulator.commerce.shop import Shop


def check_version(checkout: Checkout, version: int | None) -> None:
    """Raises VersionConflict when a request names another version than the stored one."""
    if version is not None and version != checkout.version:
        raise VersionConflict


def next_version(version: int) -> int:
    """The version after a successful update."""
    return version + 1


def remains(order: Order) -> tuple[Side, ...]:
    """What can still be read after an order: cart and checkout outlive it until it is paid."""
    return () if order.paid else ("cart", "checkout")


def remains_of_deleted(_checkout: Checkout) -> tuple[Side, ...]:
    """What can still be read of a deleted cart: nothing."""
    return ()


@dataclass(frozen=True)
class Policies:
    """One function per rule; each takes values and gives values."""

    add_items: Callable[[Checkout, Sequence[Wanted], Shop], Checkout] = line_items.add_items
    change_item: Callable[[Checkout, str, Wanted, Shop], Checkout] = line_items.change_item
    remove_item: Callable[[Checkout, str], Checkout] = line_items.remove_item
    set_customer: Callable[[Checkout, int], Checkout] = details.set_customer
    add_billing_address: Callable[[Checkout, Address, Shop], Checkout] = details.add_billing_address
    update_billing_address: Callable[[Checkout, str, Address], Checkout] = details.update_billing_address
    add_consignments: Callable[[Checkout, Sequence[WantedConsignment], Shop], Checkout] = (
        consignments.add_consignments
    )
    update_consignment: Callable[[Checkout, str, WantedConsignment, Shop], Checkout] = consignments.update_consignment
    delete_consignment: Callable[[Checkout, str], Checkout] = consignments.delete_consignment
    shipping_options: Callable[[Checkout, Consignment, Shop], tuple[ShippingOption, ...]] = consignments.options_of
    add_coupon: Callable[[Checkout, str, Shop], Checkout] = details.add_coupon
    delete_coupon: Callable[[Checkout, str, Shop], Checkout] = details.delete_coupon
    add_gift_certificate: Callable[[Checkout, str, Shop], Checkout] = details.add_gift_certificate
    delete_gift_certificate: Callable[[Checkout, str], Checkout] = details.delete_gift_certificate
    set_message: Callable[[Checkout, str], Checkout] = details.set_message
    set_discounts: Callable[[Checkout, Decimal, Sequence[LineDiscount]], Checkout] = details.set_discounts
    set_store_credit: Callable[[Checkout, bool], Checkout] = details.set_store_credit
    quote: Callable[[Checkout, Shop], Quote] = pricing.quote
    check_complete: Callable[[Checkout], None] = orders.check_complete
    place_order: Callable[[Checkout, Quote, Shop], Order] = orders.place_order
    payable: Callable[[Order], Order] = orders.payable
    charge: Callable[[str, Instrument], None] = payments.charge
    pay: Callable[[Order, str, datetime], Order] = orders.pay
    remains: Callable[[Order], tuple[Side, ...]] = remains
    remains_of_deleted: Callable[[Checkout], tuple[Side, ...]] = remains_of_deleted
    check_version: Callable[[Checkout, int | None], None] = check_version
    next_version: Callable[[int], int] = next_version

"""The rules of the store in one value, so that any of them can be exchanged for another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from conformance.emulator.commerce import consignments, details, line_items, orders, payments, pricing
from conformance.emulator.commerce.address import Address
from conformance.emulator.commerce.checkout import Checkout, Consignment, Fee, LineDiscount, Side
from conformance.emulator.commerce.consignments import WantedConsignment
from conformance.emulator.commerce.line_items import Wanted
from conformance.emulator.commerce.metafields import Metafield
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


def is_over(checkout: Checkout) -> bool:
    """Whether a cart is deleted because its last line was."""
    return not checkout.lines


def link_is_spent() -> bool:
    """Whether a link into a cart opens nothing any more after it was followed."""
    return True


def keep_metafield(_before: Metafield | None, after: Metafield) -> Metafield:
    """What is stored of a metafield that was made or changed."""
    return after


def forget_metafield(_metafield: Metafield) -> bool:
    """Whether a metafield is gone after it was deleted."""
    return True


def remains_of_deleted(_checkout: Checkout) -> tuple[Side, ...]:
    """What can still be read of a deleted cart: nothing."""
    return ()


def named_consignment(checkout: Checkout, consignment_id: str) -> str:
    """The id of the consignment that a path names. Raises NotFound("consignment")."""
    return checkout.consignment(consignment_id).id


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
    named_consignment: Callable[[Checkout, str], str] = named_consignment
    update_consignment: Callable[[Checkout, str, WantedConsignment, Shop], Checkout] = consignments.update_consignment
    delete_consignment: Callable[[Checkout, str], Checkout] = consignments.delete_consignment
    shipping_options: Callable[[Checkout, Consignment, Shop], tuple[ShippingOption, ...]] = consignments.options_of
    add_coupon: Callable[[Checkout, str, Shop], Checkout] = details.add_coupon
    delete_coupon: Callable[[Checkout, str, Shop], Checkout] = details.delete_coupon
    add_gift_certificate: Callable[[Checkout, str, Shop], Checkout] = details.add_gift_certificate
    delete_gift_certificate: Callable[[Checkout, str], Checkout] = details.delete_gift_certificate
    set_message: Callable[[Checkout, str], Checkout] = details.set_message
    set_discounts: Callable[[Checkout, Decimal, Sequence[LineDiscount]], Checkout] = details.set_discounts
    add_fees: Callable[[Checkout, Sequence[Fee]], Checkout] = details.add_fees
    update_fees: Callable[[Checkout, Sequence[Fee]], Checkout] = details.update_fees
    delete_fees: Callable[[Checkout, Sequence[str]], Checkout] = details.delete_fees
    keep_metafield: Callable[[Metafield | None, Metafield], Metafield] = keep_metafield
    forget_metafield: Callable[[Metafield], bool] = forget_metafield
    set_store_credit: Callable[[Checkout, bool], Checkout] = details.set_store_credit
    quote: Callable[[Checkout, Shop], Quote] = pricing.quote
    check_complete: Callable[[Checkout], None] = orders.check_complete
    place_order: Callable[[Checkout, Quote, Shop], Order] = orders.place_order
    set_status: Callable[[Order, int, datetime], Order] = orders.set_status
    payable: Callable[[Order], Order] = orders.payable
    charge: Callable[[str, Instrument], None] = payments.charge
    pay: Callable[[Order, str, datetime], Order] = orders.pay
    remains: Callable[[Order], tuple[Side, ...]] = remains
    remains_of_deleted: Callable[[Checkout], tuple[Side, ...]] = remains_of_deleted
    is_over: Callable[[Checkout], bool] = is_over
    link_is_spent: Callable[[], bool] = link_is_spent
    check_version: Callable[[Checkout, int | None], None] = check_version
    next_version: Callable[[int], int] = next_version

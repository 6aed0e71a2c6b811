"""What a presenter gets to show, and how amounts and times are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from conformance.emulator.commerce.checkout import Checkout, LineItem
from conformance.emulator.commerce.discounts import MANUAL_DISCOUNT, LineShare
from conformance.emulator.commerce.gift_certificates import GiftCertificate
from conformance.emulator.commerce.money import cents, kept
from conformance.emulator.commerce.orders import Order
from conformance.emulator.commerce.pricing import Quote
from conformance.emulator.commerce.shipping import PickupMethod, ShippingOption
from conformance.emulator.commerce.shop import Customer
from conformance.emulator.messages import Json

# Up to here a JSON number is read as the same integer everywhere.
EXACT = 2**53


@dataclass(frozen=True, kw_only=True)
class View:
    """A purchase with everything that a caller may see of it."""

    checkout: Checkout
    quote: Quote
    options: Mapping[str, tuple[ShippingOption, ...]]
    include: frozenset[str]
    customer: Customer | None
    certificates: Mapping[str, GiftCertificate]
    base_url: str
    redirect_urls: Json | None = None
    asks_for_spam_check: bool = False

    @property
    def email(self) -> str:
        """The customer's address, else the one given for billing."""
        if self.customer is not None:
            return self.customer.email
        return self.checkout.billing_address.email if self.checkout.billing_address else ""

    def url(self, line: LineItem) -> str:
        """The page of a product."""
        return f"{self.base_url}/{line.slug}/"


@dataclass(frozen=True, kw_only=True)
class OrderView:
    """An order with what its presenters need beside it."""

    order: Order
    base_url: str
    store_hash: str
    include: frozenset[str] = frozenset()
    pickup_methods: tuple[PickupMethod, ...] = ()


def number(amount: Decimal) -> int | float:
    """A JSON number with all the decimals that the store keeps; whole amounts without a fraction."""
    rounded = kept(amount, "total")
    whole = rounded.to_integral_value()
    return int(whole) if whole == rounded and abs(whole) < EXACT else float(rounded)


def long_amount(amount: Decimal) -> str:
    """An amount as the order API writes it: a string with four decimals."""
    return f"{cents(amount):.4f}"


def timestamp(moment: datetime) -> str:
    """ISO 8601 in whole seconds with an offset, as carts and checkouts write it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S+00:00")


def rfc2822(moment: datetime) -> str:
    """The date form of the order API; names of days and months are English everywhere."""
    days = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return (
        f"{days[moment.weekday()]}, {moment.day:02d} {months[moment.month - 1]} {moment.year} {moment:%H:%M:%S} +0000"
    )


def server_discount_id(share: LineShare) -> str:
    """The server face names discounts by where they come from; a promotion by its number."""
    if share.automatic:
        return str(share.number)
    return MANUAL_DISCOUNT if share.source == MANUAL_DISCOUNT else "total-coupon"

"""What the rules may ask of the store around them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Protocol

from msgspec import Struct

from conformance.emulator.commerce.catalog import Product, WrappingPaper
from conformance.emulator.commerce.checkout import Checkout
from conformance.emulator.commerce.coupons import Coupon
from conformance.emulator.commerce.gift_certificates import GiftCertificate
from conformance.emulator.commerce.money import ZERO
from conformance.emulator.commerce.promotions import Promotion
from conformance.emulator.commerce.shipping import PickupMethod, Zone
from conformance.emulator.commerce.tax import TaxRule


class Customer(Struct, frozen=True, kw_only=True):
    """A registered shopper."""

    id: int
    email: str
    first_name: str = ""
    last_name: str = ""
    store_credit: Decimal = ZERO


class Shop(Protocol):
    """The store: its catalog, promotions, customers and settings, and the sources of ids and time."""

    @property
    def tax(self) -> TaxRule:
        """The tax rule of the store."""

    @property
    def zones(self) -> tuple[Zone, ...]:
        """The shipping zones, the first that fits wins."""

    @property
    def pickup_methods(self) -> tuple[PickupMethod, ...]:
        """Where shoppers can collect what they bought."""

    @property
    def promotions(self) -> tuple[Promotion, ...]:
        """The promotions that need no code, in the order in which they work."""

    @property
    def gift_wraps(self) -> tuple[WrappingPaper, ...]:
        """The kinds of gift wrapping that the store offers."""

    def product(self, product_id: int) -> Product | None:
        """A product of the catalog."""

    def coupon(self, code: str) -> Coupon | None:
        """The coupon with this code."""

    def coupon_uses(self, coupon: Coupon, checkout: Checkout) -> int:
        """How many paid orders the shopper of this checkout has used the coupon on."""

    def gift_certificate(self, code: str) -> GiftCertificate | None:
        """The gift certificate with this code."""

    def customer(self, customer_id: int) -> Customer | None:
        """A registered customer."""

    def uuid(self) -> str:
        """A new UUID."""

    def short_id(self) -> str:
        """A new id of 13 hex digits."""

    def token(self) -> str:
        """A new secret of 64 hex digits."""

    def number(self, sequence: str) -> int:
        """The next number of a sequence."""

    def now(self) -> datetime:
        """The time, in UTC and whole seconds."""

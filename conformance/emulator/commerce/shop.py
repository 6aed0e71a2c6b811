"""What the rules may ask of the store around them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Protocol

from msgspec import Struct

from conformance.emulator.commerce.catalog import Product
from conformance.emulator.commerce.coupons import Coupon
from conformance.emulator.commerce.gift_certificates import GiftCertificate
from conformance.emulator.commerce.money import ZERO
from conformance.emulator.commerce.shipping import Zone
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
    def tax(self) -> TaxRule: ...
    @property
    def zones(self) -> tuple[Zone, ...]: ...
    def product(self, product_id: int) -> Product | None: ...
    def coupon(self, code: str) -> Coupon | None: ...
    def gift_certificate(self, code: str) -> GiftCertificate | None: ...
    def customer(self, customer_id: int) -> Customer | None: ...
    def uuid(self) -> str: ...
    def short_id(self) -> str: ...
    def token(self) -> str: ...
    def number(self, sequence: str) -> int: ...
    def now(self) -> datetime: ...

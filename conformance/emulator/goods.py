"""What a store has on its shelves and how it sends and taxes: the demo's, or what a seed file says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from msgspec import Struct

from conformance.emulator import demo
from conformance.emulator.commerce.catalog import Product, WrappingPaper
from conformance.emulator.commerce.coupons import Coupon
from conformance.emulator.commerce.gift_certificates import GiftCertificate
from conformance.emulator.commerce.promotions import Promotion
from conformance.emulator.commerce.shipping import PickupMethod, Zone
from conformance.emulator.commerce.shop import Customer
from conformance.emulator.commerce.tax import TaxRule

STANDING = ("standing", "standing")


class Standing(Struct, frozen=True, kw_only=True):
    """What no request changes. `tax` None: as in the settings; `seed` is the text of the seed file, if any."""

    zones: tuple[Zone, ...] = demo.ZONES
    gift_wraps: tuple[WrappingPaper, ...] = demo.GIFT_WRAPS
    pickup_methods: tuple[PickupMethod, ...] = demo.PICKUP_METHODS
    customers: tuple[Customer, ...] = demo.CUSTOMERS
    tax: TaxRule | None = None
    promotions: tuple[Promotion, ...] = ()
    seed: str = ""


class Goods(Struct, frozen=True, kw_only=True):
    """Everything that a new store starts with."""

    products: tuple[Product, ...]
    coupons: tuple[Coupon, ...]
    gift_certificates: tuple[GiftCertificate, ...]
    standing: Standing = Standing()


class Shelves(Protocol):
    """Where goods are put: the documents of one transaction."""

    def put(self, kind: str, identifier: str, document: Struct) -> None:
        """Keeps the document."""

    def count(self, name: str, start: int = 0, step: int = 1) -> int:
        """The next number of a sequence."""


def demo_goods(now: datetime) -> Goods:
    """What every new emulator has."""
    return Goods(
        products=demo.PRODUCTS,
        coupons=demo.coupons(now),
        gift_certificates=demo.gift_certificates(now),
    )


def stock(shelves: Shelves, goods: Goods) -> None:
    """Puts the goods into an empty store. Numbers given later go on after theirs."""
    for product in goods.products:
        shelves.put("product", str(product.id), product)
    for coupon in goods.coupons:
        shelves.put("coupon", str(coupon.id), coupon)
    for certificate in goods.gift_certificates:
        shelves.put("gift certificate", str(certificate.id), certificate)
    shelves.put(*STANDING, goods.standing)
    for sequence, taken in _taken(goods):
        shelves.count(sequence, start=max(taken, default=0), step=0)


def _taken(goods: Goods) -> Iterable[tuple[str, list[int]]]:
    products = goods.products
    options = [option for product in products for option in product.options]
    yield "product", [product.id for product in products]
    yield "variant", [variant.id for product in products for variant in product.variants]
    yield "option", [option.id for option in options]
    yield "value", [value.id for option in options for value in option.values]
    yield "modifier", [modifier.id for product in products for modifier in product.modifiers]
    yield "coupon", [coupon.id for coupon in goods.coupons]
    yield "gift certificate", [certificate.id for certificate in goods.gift_certificates]

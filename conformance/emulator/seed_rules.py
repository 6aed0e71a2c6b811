"""What a seed file may not say although each of its members is well formed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal

from conformance.emulator.commerce.catalog import Product, Variant
from conformance.emulator.commerce.coupons import Coupon
from conformance.emulator.commerce.gift_certificates import GiftCertificate
from conformance.emulator.commerce.shop import Customer

# Up to here a JSON number is read as the same integer everywhere.
LARGEST_ID = 2**53 - 1
# Beyond it amounts leave the range that a JSON number shows to the cent.
LARGEST_AMOUNT = Decimal(10) ** 9
Broken = tuple[str, str, str]


def broken_rules(
    products: Sequence[Product] | None,
    coupons: Sequence[Coupon] | None,
    certificates: Sequence[GiftCertificate] | None,
    customers: Sequence[Customer] | None,
) -> Iterator[Broken]:
    """Every broken rule: the member's path, what is wrong, the mend."""
    products, coupons, certificates = products or (), coupons or (), certificates or ()
    yield from broken_ids("catalog[{}].id", [one.id for one in products])
    for at, product in enumerate(products):
        yield from _product(f"catalog[{at}]", product)
    yield from _across(products)
    yield from broken_ids("coupons[{}].id", [one.id for one in coupons])
    yield from _codes("coupons[{}].code", [one.code for one in coupons])
    for at, coupon in enumerate(coupons):
        yield from broken_moments(f"coupons[{at}]", expires_at=coupon.expires_at, date_created=coupon.date_created)
        yield from broken_amounts(f"coupons[{at}]", amount=coupon.amount, min_purchase=coupon.min_purchase)
    yield from broken_ids("gift_certificates[{}].id", [one.id for one in certificates])
    yield from _codes("gift_certificates[{}].code", [one.code for one in certificates])
    for at, held in enumerate(certificates):
        yield from broken_moments(f"gift_certificates[{at}]", expires=held.expires, purchased=held.purchased)
        yield from broken_amounts(f"gift_certificates[{at}]", amount=held.amount, balance=held.balance)
    yield from broken_ids("customers[{}].id", [one.id for one in customers or ()])
    for at, customer in enumerate(customers or ()):
        yield from broken_amounts(f"customers[{at}]", store_credit=customer.store_credit)


def _product(path: str, product: Product) -> Iterator[Broken]:
    yield from broken_amounts(path, price=product.price, weight=product.weight)
    if not product.name.strip():
        yield f"{path}.name", "a product has a name", "name it"
    if product.stock is not None and product.stock < 0:
        yield f"{path}.stock", "stock is 0 or more", "leave it out when inventory is not tracked"
    if product.minimum < 0 or product.maximum < 0:
        yield path, "minimum and maximum are 0 (no limit) or more", "leave them out for no limit"
    if not product.variants:
        yield path, "a product with options lists its variants", "add `variants`, each with its `choices`"
    offered = {(option.id, value.id) for option in product.options for value in option.values}
    for at, variant in enumerate(product.variants):
        yield from _variant(f"{path}.variants[{at}]", variant, offered)


def _variant(path: str, variant: Variant, offered: set[tuple[int, int]]) -> Iterator[Broken]:
    if variant.price is not None:
        yield from broken_amounts(path, price=variant.price)
    for at, choice in enumerate(variant.choices):
        if (choice.option_id, choice.value_id) not in offered:
            yield f"{path}.choices[{at}]", "no option of this product has this value", "name one of `options`"


def _across(products: Sequence[Product]) -> Iterator[Broken]:
    """Variants, options and modifiers have numbers of their own, each once in the store."""
    seen: set[int] = set()
    for at, product in enumerate(products):
        for number, variant in enumerate(product.variants):
            if variant.id in seen:
                yield f"catalog[{at}].variants[{number}].id", f"two variants have the id {variant.id}", "change one"
            seen.add(variant.id)


def broken_ids(path: str, ids: Iterable[int]) -> Iterator[Broken]:
    """Ids that are none, or stand there twice; `path` has a `{}` for the position."""
    seen: set[int] = set()
    for at, each in enumerate(ids):
        if not 1 <= each <= LARGEST_ID:
            yield path.format(at), "an id is a whole number from 1", "change it"
        if each in seen:
            yield path.format(at), f"the id {each} stands here twice", "change one of them"
        seen.add(each)


def _codes(path: str, codes: Iterable[str]) -> Iterator[Broken]:
    seen: set[str] = set()
    for at, each in enumerate(codes):
        if not each.strip():
            yield path.format(at), "a code is not empty", "write one"
        if each in seen:
            yield path.format(at), f"the code {each} stands here twice", "change one of them"
        seen.add(each)


def broken_moments(path: str, **moments: datetime | None) -> Iterator[Broken]:
    """Times that don't say their zone."""
    for name, moment in moments.items():
        if moment is not None and moment.tzinfo is None:
            yield f"{path}.{name}", "a time says its zone", "end it with Z or an offset, as in 2026-03-01T12:00:00Z"


def broken_amounts(path: str, **amounts: Decimal) -> Iterator[Broken]:
    """Amounts that no price can be."""
    for name, amount in amounts.items():
        # A decimal in quotes may be NaN, which no comparison takes.
        if not amount.is_finite() or not 0 <= amount <= LARGEST_AMOUNT:
            yield f"{path}.{name}", f"`{name}` is 0 or more and at most {LARGEST_AMOUNT:f}", "change it"

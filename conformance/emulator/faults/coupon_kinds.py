"""Faults of what coupons take off: too much, too little, of the wrong things, or at the wrong time."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, cast

from msgspec.structs import replace

from conformance.emulator.commerce.checkout import Checkout
from conformance.emulator.commerce.coupons import Coupon
from conformance.emulator.commerce.money import ZERO
from conformance.emulator.commerce.pricing import Quote
from conformance.emulator.commerce.shop import Shop
from conformance.emulator.components import Components
from conformance.emulator.faults.registry import fault
from conformance.emulator.faults.seams import altered, ruled
from conformance.emulator.messages import Json

Change = Callable[[Coupon, Checkout], Coupon]
MOST_PERCENT, MOST_PIECES = 20, 3
A_DOLLAR = Decimal(1)


class Reworded:
    """A shop whose coupons say something else than the merchant entered."""

    def __init__(self, shop: Shop, change: Callable[[Coupon], Coupon]) -> None:
        self._shop = shop
        self._change = change

    def coupon(self, code: str) -> Coupon | None:
        """The coupon with this code, as this shop understands it."""
        found = self._shop.coupon(code)
        return self._change(found) if found else None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._shop, name)


def reworded(shop: Shop, change: Callable[[Coupon], Coupon]) -> Shop:
    """The shop with other coupons."""
    return cast("Shop", Reworded(shop, change))


def _pricing(components: Components, change: Change) -> Components:
    """Components that price with other coupons than they accept."""
    price = components.policies.quote

    def quoted(checkout: Checkout, shop: Shop) -> Quote:
        return price(checkout, reworded(shop, lambda coupon: change(coupon, checkout)))

    return ruled(components, quote=quoted)


@fault(
    "coupon-percentage-stops-at-twenty",
    breaks="coupon-percentage-takes-its-share",
    summary="A coupon for more than twenty percent takes twenty percent off.",
)
def stops_at_twenty(components: Components) -> Components:
    def change(coupon: Coupon, _checkout: Checkout) -> Coupon:
        percentage = coupon.type == "percentage_discount"
        return replace(coupon, amount=min(coupon.amount, Decimal(MOST_PERCENT))) if percentage else coupon

    return _pricing(components, change)


@fault(
    "coupon-percentage-is-half-a-percent-less",
    breaks="coupon-percentage-takes-its-share",
    summary="A coupon for a percentage takes half a percent less off a cart with three lines or more.",
)
def half_a_percent_less(components: Components) -> Components:
    def change(coupon: Coupon, checkout: Checkout) -> Coupon:
        many = coupon.type == "percentage_discount" and len(checkout.lines) >= MOST_PIECES
        return replace(coupon, amount=coupon.amount - Decimal("0.5")) if many else coupon

    return _pricing(components, change)


@fault(
    "coupon-percentage-ends-at-three-pieces",
    breaks="coupon-percentage-follows-the-cart",
    summary="In a cart with more than three pieces, a coupon for a percentage takes nothing off.",
)
def ends_at_three(components: Components) -> Components:
    def change(coupon: Coupon, checkout: Checkout) -> Coupon:
        many = sum(line.quantity for line in checkout.lines) > MOST_PIECES
        return replace(coupon, amount=ZERO) if many and coupon.type == "percentage_discount" else coupon

    return _pricing(components, change)


@fault(
    "coupon-per-total-counts-lines",
    breaks="coupon-per-total-takes-its-amount",
    summary="A coupon for an amount off the total takes it off once for each line.",
)
def counts_lines(components: Components) -> Components:
    def change(coupon: Coupon, checkout: Checkout) -> Coupon:
        per_total = coupon.type == "per_total_discount"
        return replace(coupon, amount=coupon.amount * len(checkout.lines)) if per_total else coupon

    return _pricing(components, change)


@fault(
    "coupon-per-item-counts-once",
    breaks="coupon-per-item-takes-its-amount-of-each",
    summary="A coupon for an amount off each item takes it off the whole cart once.",
)
def counts_once(components: Components) -> Components:
    def change(coupon: Coupon, _checkout: Checkout) -> Coupon:
        return replace(coupon, type="per_total_discount") if coupon.type == "per_item_discount" else coupon

    return _pricing(components, change)


@fault(
    "coupon-leaves-a-dollar-to-pay",
    breaks="coupon-leaves-no-negative-total",
    summary="A coupon for more than the goods cost leaves a dollar of them to pay.",
)
def leaves_a_dollar(components: Components) -> Components:
    def change(coupon: Coupon, checkout: Checkout) -> Coupon:
        goods = sum((line.unit_price * line.quantity for line in checkout.lines), ZERO)
        beyond = coupon.type == "per_total_discount" and coupon.amount > goods
        return replace(coupon, amount=max(ZERO, goods - A_DOLLAR)) if beyond else coupon

    return _pricing(components, change)


def _listed(document: Json) -> list[Json]:
    return [*document["coupons"], *document["cart"]["coupons"]]


@fault(
    "coupon-shows-double-amounts",
    breaks="coupon-shows-what-it-takes-off",
    summary="Coupons show twice the amount that they take off.",
)
def shows_double(components: Components) -> Components:
    def alter(document: Json) -> None:
        for one in _listed(document):
            name = "discounted_amount" if "discounted_amount" in one else "discountedAmount"
            one[name] = round(one[name] * 2, 2)

    return altered(components, alter, "server_checkout", "storefront_checkout")


@fault(
    "coupon-shows-its-first-amount",
    breaks="coupon-shows-what-it-takes-off",
    summary="Coupons go on showing the amount that they took off at first.",
)
def shows_first_amount(components: Components) -> Components:
    at_first: dict[tuple[str, str], float] = {}

    def alter(document: Json) -> None:
        for one in _listed(document):
            name = "discounted_amount" if "discounted_amount" in one else "discountedAmount"
            one[name] = at_first.setdefault((document["id"], one["code"]), one[name])

    return altered(components, alter, "server_checkout", "storefront_checkout")


@fault(
    "coupon-on-goods-lowers-shipping",
    breaks="coupon-leaves-shipping",
    summary="A coupon for a percentage takes its share of the shipping cost too.",
)
def lowers_shipping(components: Components) -> Components:
    price = components.policies.quote

    def quoted(checkout: Checkout, shop: Shop) -> Quote:
        quote = price(checkout, shop)
        percents = [one.coupon.amount for one in quote.coupons if one.coupon.type == "percentage_discount"]
        off = sum((quote.shipping.inc * percent / 100 for percent in percents), ZERO)
        return replace(quote, grand_total=quote.grand_total - off.quantize(Decimal("0.01")))

    return ruled(components, quote=quoted)


@fault(
    "coupon-on-shipping-takes-a-dollar",
    breaks="coupon-for-shipping-lowers-shipping",
    summary="A coupon for an amount off shipping takes a dollar off, whatever its amount.",
)
def takes_a_dollar(components: Components) -> Components:
    def change(coupon: Coupon, _checkout: Checkout) -> Coupon:
        return replace(coupon, amount=A_DOLLAR) if coupon.type == "shipping_discount" else coupon

    return _pricing(components, change)


@fault(
    "coupon-for-free-shipping-takes-five",
    breaks="coupon-for-free-shipping-makes-it-free",
    summary="A coupon for free shipping takes five off shipping.",
)
def takes_five(components: Components) -> Components:
    def change(coupon: Coupon, _checkout: Checkout) -> Coupon:
        free = coupon.type == "free_shipping"
        return replace(coupon, type="shipping_discount", amount=Decimal(5)) if free else coupon

    return _pricing(components, change)


@fault(
    "coupon-for-free-shipping-keeps-the-choice",
    breaks="coupon-for-free-shipping-clears-the-choice",
    summary="Adding a coupon for free shipping leaves the chosen shipping option selected.",
)
def keeps_the_choice(components: Components) -> Components:
    add = components.policies.add_coupon

    def added(checkout: Checkout, code: str, shop: Shop) -> Checkout:
        return replace(add(checkout, code, shop), consignments=checkout.consignments)

    return ruled(components, add_coupon=added)


@fault(
    "coupon-covers-everything",
    breaks="coupon-covers-its-products-alone",
    summary="A coupon for certain products takes something off all of them.",
)
def covers_everything(components: Components) -> Components:
    return _pricing(components, lambda coupon, _checkout: replace(coupon, entity="categories", entity_ids=(0,)))


@fault(
    "coupon-second-takes-nothing",
    breaks="coupon-beside-another-adds-up",
    summary="Of several coupons that are listed, only the first takes something off.",
)
def second_takes_nothing(components: Components) -> Components:
    def change(coupon: Coupon, checkout: Checkout) -> Coupon:
        return replace(coupon, amount=ZERO) if coupon.code in checkout.coupons[1:] else coupon

    return _pricing(components, change)


@fault(
    "coupon-after-shipping-takes-more",
    breaks="coupon-and-shipping-in-any-order",
    summary="A coupon that is added after consignments takes a dollar more off.",
)
def takes_more_after_shipping(components: Components) -> Components:
    add = components.policies.add_coupon

    def added(checkout: Checkout, code: str, shop: Shop) -> Checkout:
        after = add(checkout, code, shop)
        extra = A_DOLLAR if checkout.consignments and len(after.coupons) > len(checkout.coupons) else ZERO
        return replace(after, manual_discount=after.manual_discount + extra)

    return ruled(components, add_coupon=added)

"""Taking discounts off lines and consignments, one after another, each off what the earlier ones left.

The order is: promotions on items, manual discounts on lines, coupons on items, promotions on the order, the manual
discount on the order, coupons on the order. Nothing falls below zero.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from conformance.emulator.commerce.checkout import Checkout, LineItem
from conformance.emulator.commerce.coupons import ITEM_KINDS, ORDER_KINDS, SHIPPING_KINDS, Coupon
from conformance.emulator.commerce.money import ZERO, capped, cents, split, total
from conformance.emulator.commerce.promotions import ITEM_PROMOTIONS, ORDER_PROMOTIONS, PERCENTAGES, Promotion
from conformance.emulator.commerce.tax import TaxRule

MANUAL_DISCOUNT = "manual-discount"


class LineShare(Struct, frozen=True):
    """The part of a discount that falls on a line or a consignment.

    `source`: a coupon code, manual-discount, or promotion; `number`: the id of the coupon or promotion, else 0.
    """

    source: str
    amount: Decimal
    number: int = 0
    name: str = ""
    automatic: bool = False


class Reduced(Struct, frozen=True, kw_only=True):
    """A line while discounts are taken off it. Amounts as the store enters its prices."""

    line: LineItem
    extended: Decimal
    discount: Decimal = ZERO
    coupons: tuple[LineShare, ...] = ()
    shares: tuple[LineShare, ...] = ()

    @property
    def sale(self) -> Decimal:
        """After what was taken off the item itself."""
        return self.extended - self.discount

    @property
    def coupon(self) -> Decimal:
        """What coupons on items take off."""
        return total(one.amount for one in self.coupons)

    @property
    def rest(self) -> Decimal:
        """After everything so far."""
        return self.sale - self.coupon - total(one.amount for one in self.shares)

    @property
    def promotable(self) -> bool:
        """Documented: a price that the server set is left out; gift certificates are money, not goods."""
        return self.line.kind != "gift_certificate" and not self.line.price_overridden


def reduced(
    checkout: Checkout, promotions: Sequence[Promotion], coupons: Sequence[Coupon], tax: TaxRule
) -> tuple[Reduced, ...]:
    """Each line with what is taken off it."""
    manual = {one.item_id: one.amount for one in checkout.line_discounts}
    lines = [Reduced(line=line, extended=tax.kept(line.unit_price * line.quantity)) for line in checkout.lines]
    for promotion in promotions:
        if promotion.kind in ITEM_PROMOTIONS:
            lines = [_promoted(one, promotion) for one in lines]
    lines = [_less(one, manual.get(one.line.id, ZERO)) for one in lines]
    for coupon in coupons:
        if coupon.type in ITEM_KINDS:
            lines = [_couponed(one, coupon) for one in lines]
    for promotion in promotions:
        if promotion.kind in ORDER_PROMOTIONS:
            lines = _promoted_together(lines, promotion)
    if checkout.manual_discount:
        lines = _shared(lines, LineShare(MANUAL_DISCOUNT, checkout.manual_discount), _goods)
    for coupon in coupons:
        if coupon.type in ORDER_KINDS:
            share = LineShare(coupon.code, coupon.amount, coupon.id, coupon.name)
            lines = _shared(lines, share, _covered(coupon))
    return tuple(lines)


def shipping_reductions(
    costs: Sequence[Decimal], promotions: Sequence[Promotion], coupons: Sequence[Coupon]
) -> tuple[tuple[LineShare, ...], ...]:
    """What is taken off each consignment's shipping; an amount off shipping is used up over all of them, in order."""
    left = {coupon.code: coupon.amount for coupon in coupons if coupon.type == "shipping_discount"}
    taken = []
    for cost in costs:
        shares: list[LineShare] = []
        for promotion in promotions:
            if promotion.kind == "free_shipping":
                share = LineShare("promotion", cost, promotion.id, promotion.name, automatic=True)
                shares.append(share)
                cost = ZERO  # noqa: PLW2901 - what the earlier ones left
        for coupon in coupons:
            if coupon.type in SHIPPING_KINDS:
                off = capped(left.get(coupon.code, cost), cost)
                left = {code: amount - off if code == coupon.code else amount for code, amount in left.items()}
                shares.append(LineShare(coupon.code, off, coupon.id, coupon.name))
                cost -= off  # noqa: PLW2901 - same
        taken.append(tuple(shares))
    return tuple(taken)


def _covered(offer: Promotion | Coupon) -> Callable[[Reduced], bool]:
    def covered(one: Reduced) -> bool:
        return one.promotable and offer.covers(one.line.product_id, one.line.category_ids)

    return covered


def _goods(one: Reduced) -> bool:
    return one.line.kind != "gift_certificate"


def _less(one: Reduced, amount: Decimal) -> Reduced:
    return replace(one, discount=one.discount + capped(amount, one.sale))


def _promoted(one: Reduced, promotion: Promotion) -> Reduced:
    if not one.line.product_id or not _covered(promotion)(one):
        return one
    return _less(one, _off_items(one.sale, one.line.quantity, promotion.amount, promotion.kind in PERCENTAGES))


def _couponed(one: Reduced, coupon: Coupon) -> Reduced:
    if not one.line.product_id or not _covered(coupon)(one):
        return one
    amount = _off_items(one.rest, one.line.quantity, coupon.amount, coupon.type == "percentage_discount")
    share = LineShare(coupon.code, capped(amount, one.rest), coupon.id, coupon.name)
    return replace(one, coupons=(*one.coupons, share))


def _off_items(price: Decimal, quantity: int, amount: Decimal, percentage: bool) -> Decimal:  # noqa: FBT001
    return cents(price * amount / 100) if percentage else amount * quantity


def _promoted_together(lines: list[Reduced], promotion: Promotion) -> list[Reduced]:
    covered = _covered(promotion)
    amount = promotion.amount
    if promotion.kind in PERCENTAGES:
        amount = cents(total(one.rest for one in lines if covered(one)) * promotion.amount / 100)
    return _shared(lines, LineShare("promotion", amount, promotion.id, promotion.name, automatic=True), covered)


def _shared(lines: list[Reduced], share: LineShare, covered: Callable[[Reduced], bool]) -> list[Reduced]:
    """The lines with an amount taken off those that are covered, in proportion to what is left of them."""
    weights = [one.rest if covered(one) else ZERO for one in lines]
    parts = split(capped(share.amount, total(weights)), weights)
    return [
        replace(one, shares=(*one.shares, replace(share, amount=part))) if part else one
        for one, part in zip(lines, parts, strict=True)
    ]

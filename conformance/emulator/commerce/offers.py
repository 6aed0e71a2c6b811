"""Whether coupon codes and promotions work on a purchase now; asked again whenever it is priced."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from conformance.emulator.commerce.checkout import Checkout
from conformance.emulator.commerce.coupons import Coupon
from conformance.emulator.commerce.money import total
from conformance.emulator.commerce.promotions import Promotion
from conformance.emulator.commerce.shop import Shop


def purchase_of(checkout: Checkout) -> Decimal:
    """What minimums are held against: all lines at the prices that were entered."""
    return total(line.unit_price * line.quantity for line in checkout.lines)


def coupon_works(coupon: Coupon, checkout: Checkout, shop: Shop) -> bool:
    """Whether the code takes something off this purchase now, for this shopper."""
    limit = coupon.max_uses_per_customer
    used_up = bool(limit) and shop.coupon_uses(coupon, checkout) >= limit
    return not used_up and coupon.redeemable(purchase_of(checkout), shop.now())


def working_promotions(checkout: Checkout, promotions: Sequence[Promotion], now: datetime) -> tuple[Promotion, ...]:
    """The promotions that work on this purchase, up to the first that stops."""
    purchase, held = purchase_of(checkout), []
    for one in promotions:
        if one.works(purchase, now) and (one.with_coupons or not checkout.coupons):
            held.append(one)
            if one.stops:
                break
    return tuple(held)

"""Coupon codes: what they are, when they work, what they take off."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from conformance.emulator.commerce.money import ZERO

CouponType = Literal[
    "per_item_discount",
    "percentage_discount",
    "per_total_discount",
    "shipping_discount",
    "free_shipping",
    "promotion",
]
SHIPPING_KINDS = frozenset({"shipping_discount", "free_shipping"})


class Coupon(Struct, frozen=True, kw_only=True):
    """A coupon as the merchant entered it. `product_ids` empty: the whole catalog."""

    id: int
    name: str
    code: str
    type: CouponType
    amount: Decimal
    min_purchase: Decimal = ZERO
    expires: str = ""
    expires_at: datetime | None = None
    enabled: bool = True
    entity: str = "categories"
    entity_ids: tuple[int, ...] = (0,)
    max_uses: int = 0
    max_uses_per_customer: int = 0
    num_uses: int = 0
    date_created: datetime

    def covers(self, product_id: int) -> bool:
        """Whether the coupon takes something off this product; category 0 stands for every product."""
        return self.entity != "products" or product_id in self.entity_ids

    def redeemable(self, purchase: Decimal, now: datetime) -> bool:
        """Whether the code works now, on a purchase of this amount."""
        used_up = bool(self.max_uses) and self.num_uses >= self.max_uses
        expired = self.expires_at is not None and self.expires_at < now
        return self.enabled and not used_up and not expired and purchase >= self.min_purchase

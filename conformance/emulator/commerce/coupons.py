"""Coupon codes: what they are, when they work, what they cover."""

from __future__ import annotations

from collections.abc import Collection
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
Entity = Literal["products", "categories"]
SHIPPING_KINDS = frozenset({"shipping_discount", "free_shipping"})
ORDER_KINDS = frozenset({"per_total_discount", "promotion"})
ITEM_KINDS = frozenset({"per_item_discount", "percentage_discount"})
# Documented: category 0 stands for the whole catalog.
EVERYTHING = 0


def covers(entity: Entity, entity_ids: Collection[int], product_id: int, category_ids: Collection[int]) -> bool:
    """Whether a discount on these products or categories takes something off this product."""
    if entity == "products":
        return product_id in entity_ids
    return EVERYTHING in entity_ids or any(one in entity_ids for one in category_ids)


class Coupon(Struct, frozen=True, kw_only=True):
    """A coupon as the merchant entered it. `entity_ids` name products or categories; 0: every category."""

    id: int
    name: str
    code: str
    type: CouponType
    amount: Decimal
    min_purchase: Decimal = ZERO
    expires: str = ""
    expires_at: datetime | None = None
    enabled: bool = True
    entity: Entity = "categories"
    entity_ids: tuple[int, ...] = (EVERYTHING,)
    max_uses: int = 0
    max_uses_per_customer: int = 0
    num_uses: int = 0
    date_created: datetime

    def covers(self, product_id: int, category_ids: Collection[int]) -> bool:
        """Whether the coupon takes something off this product."""
        return covers(self.entity, self.entity_ids, product_id, category_ids)

    def redeemable(self, purchase: Decimal, now: datetime) -> bool:
        """Whether the code works now, on a purchase of this amount."""
        used_up = bool(self.max_uses) and self.num_uses >= self.max_uses
        expired = self.expires_at is not None and self.expires_at < now
        return self.enabled and not used_up and not expired and purchase >= self.min_purchase

"""Promotions that need no code: what they take off, when they work, what they cover."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from conformance.emulator.commerce.coupons import EVERYTHING, Entity, covers
from conformance.emulator.commerce.money import ZERO

PromotionKind = Literal[
    "percentage_off_items", "fixed_off_items", "percentage_off_order", "fixed_off_order", "free_shipping"
]
ITEM_PROMOTIONS = frozenset({"percentage_off_items", "fixed_off_items"})
ORDER_PROMOTIONS = frozenset({"percentage_off_order", "fixed_off_order"})
PERCENTAGES = frozenset({"percentage_off_items", "percentage_off_order"})


class Promotion(Struct, frozen=True, kw_only=True):
    """A promotion that works by itself, in the order of the list.

    `amount` is a percentage or an amount as prices are entered: per piece off items, once off an order. `entity_ids`
    name products or categories; 0: everything. After one that `stops`, no later one works; one without
    `with_coupons` doesn't work beside coupon codes.
    """

    id: int
    name: str
    kind: PromotionKind
    amount: Decimal = ZERO
    min_purchase: Decimal = ZERO
    entity: Entity = "categories"
    entity_ids: tuple[int, ...] = (EVERYTHING,)
    enabled: bool = True
    starts_at: datetime | None = None
    expires_at: datetime | None = None
    stops: bool = False
    with_coupons: bool = True

    def covers(self, product_id: int, category_ids: Collection[int]) -> bool:
        """Whether it takes something off this product."""
        return covers(self.entity, self.entity_ids, product_id, category_ids)

    def works(self, purchase: Decimal, now: datetime) -> bool:
        """Whether it works now, on a purchase of this amount."""
        begun = self.starts_at is None or self.starts_at <= now
        over = self.expires_at is not None and self.expires_at < now
        return self.enabled and begun and not over and purchase >= self.min_purchase

"""What must stay as it was when something else on a checkout changes, or when nothing may change at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from conformance.suite.documents import Checkout, Consignment
from conformance.suite.people import kept
from conformance.suite.rules.money import HALF_A_CENT

ITEMS, LINE_IDS = "the items", "the ids of the lines"
BILLING, SHIPPING = "the billing address", "where the items are shipped"
OPTIONS, COUPONS = "the chosen shipping options", "the coupons"
CERTIFICATES, MESSAGE = "the gift certificates", "the customer message"
TOTAL, SHIPPING_TOTAL, LEFT = "the grand total", "the shipping total", "what is left to pay"
# What is paid, in the words of the parts below.
MONEY = (TOTAL, SHIPPING_TOTAL, LEFT)

PARTS: Mapping[str, Callable[[Checkout], Any]] = MappingProxyType(
    {
        ITEMS: lambda checkout: checkout.cart.contents,
        LINE_IDS: lambda checkout: frozenset(item.id for item in checkout.cart.items),
        BILLING: lambda checkout: kept(checkout.billing),
        SHIPPING: lambda checkout: {held.id: _shipped(held) for held in checkout.consignments},
        OPTIONS: lambda checkout: {held.id: _chosen(held) for held in checkout.consignments},
        COUPONS: lambda checkout: sorted(checkout.coupon_codes),
        CERTIFICATES: lambda checkout: sorted(held.code.upper() for held in checkout.gift_certificates),
        MESSAGE: lambda checkout: checkout.customer_message or "",
    }
)
AMOUNTS: Mapping[str, Callable[[Checkout], Decimal | None]] = MappingProxyType(
    {
        TOTAL: lambda checkout: checkout.grand_total,
        SHIPPING_TOTAL: lambda checkout: checkout.shipping_total,
        LEFT: lambda checkout: checkout.outstanding_balance,
    }
)


def changed(before: Checkout, after: Checkout, *but: str) -> str:
    """The parts that differ between two looks at a checkout, in words; empty when all is as it was.

    ``but`` names the parts that may differ. Amounts may be half a cent apart: stores round for show.
    """
    parts = [name for name, part in PARTS.items() if part(before) != part(after)]
    amounts = [name for name, part in AMOUNTS.items() if not near(part(before), part(after))]
    return ", ".join(name for name in (*parts, *amounts) if name not in but)


def near(one: Decimal | None, other: Decimal | None) -> bool:
    """Whether two amounts are the same to half a cent; where a face shows neither, they are."""
    if one is None or other is None:
        return one is other
    return abs(one - other) <= HALF_A_CENT


def _shipped(held: Consignment) -> tuple[dict[str, object], frozenset[str]]:
    return kept(held.shipping_address or {}), frozenset(held.line_item_ids)


def _chosen(held: Consignment) -> str | None:
    return None if held.selected_shipping_option is None else held.selected_shipping_option.id

"""Rules on orders as the order API shows them; amounts come as texts with four decimals."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from conformance.suite.rules.sight import Rule, Sight

CENT = Decimal("0.01")
# What the documentation calls each status.
STATUSES = (
    "incomplete",
    "pending",
    "shipped",
    "partially shipped",
    "refunded",
    "cancelled",
    "declined",
    "awaiting payment",
    "awaiting pickup",
    "awaiting shipment",
    "completed",
    "awaiting fulfillment",
    "manual verification required",
    "disputed",
    "partially refunded",
)
TOTALS = ("total_inc_tax", "total_ex_tax", "total_tax")


def status_is_named_by_its_number(sight: Sight) -> tuple[str, ...] | None:
    """``order-status-matches-its-number``: the status in words is that of its number."""
    order = _order(sight)
    if order is None or order.get("status_id") not in range(len(STATUSES)):
        return None
    same = str(order.get("status")).lower() == STATUSES[order["status_id"]]
    return () if same else ("the status in words is not the one of its number",)


def total_splits_into_tax(sight: Sight) -> tuple[str, ...] | None:
    """``order-total-splits-into-tax``: the total with tax is the one without and the tax."""
    amounts = [_amount((_order(sight) or {}).get(name)) for name in TOTALS]
    known = [each for each in amounts if each is not None]
    if len(known) < len(TOTALS):
        return None
    with_tax, without, tax = known
    # Each of the three is rounded to cents by itself.
    return () if abs(with_tax - without - tax) <= CENT else ("the total is not the one without tax and the tax",)


ORDERS: dict[str, Rule] = {
    "order-status-matches-its-number": status_is_named_by_its_number,
    "order-total-splits-into-tax": total_splits_into_tax,
}


def _order(sight: Sight) -> dict[str, Any] | None:
    document = sight.document
    return (
        document if isinstance(document, dict) and "status_id" in document and "total_inc_tax" in document else None
    )


def _amount(value: object) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None

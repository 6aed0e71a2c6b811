"""What the amounts of one document must have to do with each other."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from conformance.suite.rules.sight import Sight

# Stores keep more digits inside than they show: each shown amount may be off by half a cent.
HALF_A_CENT = Decimal("0.005")


def grand_total_adds_up(sight: Sight) -> tuple[str, ...] | None:
    """``grand-total-adds-up``: what is left to pay is the grand total less the gift certificates used."""
    checkout = sight.checkout
    if sight.surface != "storefront" or checkout is None or _store_credit_in_play(checkout):
        return None
    total, outstanding = amount(checkout.get("grandTotal")), amount(checkout.get("outstandingBalance"))
    certificates = checkout.get("giftCertificates")
    if total is None or outstanding is None or not isinstance(certificates, list):
        return None
    used = [amount(held.get("used")) for held in certificates if isinstance(held, dict)]
    known = [part for part in used if part is not None]
    if len(known) != len(certificates):
        return None
    expected = max(Decimal(0), total - sum(known, Decimal(0)))
    if abs(outstanding - expected) <= HALF_A_CENT * (len(known) + 2):
        return ()
    return ("outstandingBalance is not grandTotal less the gift certificates used",)


def amount(value: object) -> Decimal | None:
    """A JSON number as an exact amount, or ``None`` for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    return Decimal(value)


def _store_credit_in_play(checkout: Mapping[str, Any]) -> bool:
    customer = checkout.get("customer")
    credit = customer.get("storeCredit") if isinstance(customer, dict) else None
    return bool(checkout.get("isStoreCreditApplied")) and credit != 0

"""Amounts of money as decimals: rounding to cents and splitting without losing one."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
ZERO = Decimal(0)
# Beyond this no catalog has a price; it keeps every product of price and quantity inside decimal's 28 digits.
HIGHEST_PRICE = Decimal(1000000000)


def cents(amount: Decimal) -> Decimal:
    """The amount rounded to two decimals, half up."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def split(amount: Decimal, weights: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Shares of `amount` in proportion to `weights`, in cents; they sum up to the amount exactly."""
    total = sum(weights, ZERO)
    if not total:
        return tuple(ZERO for _ in weights)
    shares = [(amount * weight / total).quantize(CENT, ROUND_DOWN) for weight in weights]
    heaviest = max(range(len(weights)), key=lambda index: weights[index])
    shares[heaviest] += amount - sum(shares, ZERO)
    return tuple(shares)


def capped(amount: Decimal, ceiling: Decimal) -> Decimal:
    """The amount, but never more than the ceiling and never below zero."""
    return max(ZERO, min(amount, ceiling))

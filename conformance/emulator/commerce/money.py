"""Amounts of money as decimals: rounding, and splitting without losing a cent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal
from typing import Literal

Rounding = Literal["line", "total"]

CENT = Decimal("0.01")
# Recorded: amounts that a store doesn't round show eleven decimals (204.54545454545, 7.27272727273).
INNER = Decimal("0.00000000001")
ZERO = Decimal(0)
# Beyond this no catalog has a price; it keeps every product of price and quantity inside decimal's 28 digits.
HIGHEST_PRICE = Decimal(1000000000)
# The highest product with eleven decimals is longer than decimal's usual 28 digits.
WIDE = Context(prec=60)


def cents(amount: Decimal) -> Decimal:
    """The amount rounded to two decimals, half up."""
    return amount.quantize(CENT, ROUND_HALF_UP, WIDE)


def kept(amount: Decimal, rounding: Rounding) -> Decimal:
    """The amount as the store keeps it inside: in cents ("line"), or with eleven decimals ("total")."""
    return cents(amount) if rounding == "line" else amount.quantize(INNER, ROUND_HALF_UP, WIDE)


def total(amounts: Iterable[Decimal]) -> Decimal:
    """The sum, 0 of nothing."""
    return sum(amounts, ZERO)


def split(amount: Decimal, weights: Sequence[Decimal], step: Decimal = CENT) -> tuple[Decimal, ...]:
    """Shares of `amount` in proportion to `weights`, in steps (cents); they sum up to the amount exactly."""
    whole = sum(weights, ZERO)
    if not whole:
        return tuple(ZERO for _ in weights)
    shares = [(amount * weight / whole).quantize(step, ROUND_DOWN, WIDE) for weight in weights]
    heaviest = max(range(len(weights)), key=lambda index: weights[index])
    shares[heaviest] += amount - sum(shares, ZERO)
    return tuple(shares)


def capped(amount: Decimal, ceiling: Decimal) -> Decimal:
    """The amount, but never more than the ceiling and never below zero."""
    return max(ZERO, min(amount, ceiling))

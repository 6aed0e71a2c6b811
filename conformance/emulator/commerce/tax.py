# ruff: noqa: D102 - handlers and forms are described by the operationId beside them
"""Sales tax: one rate, prices entered without it ("exclusive") or with it ("inclusive")."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from msgspec import Struct

from conformance.emulator.commerce.money import cents

TaxMode = Literal["exclusive", "inclusive"]


class Taxed(Struct, frozen=True):
    """One amount seen from both sides."""

    ex: Decimal
    inc: Decimal

    @property
    def tax(self) -> Decimal:
        return self.inc - self.ex


class TaxRule(Struct, frozen=True):
    """How the store taxes. Tax is rounded to cents per amount, so that sums of shown amounts add up."""

    mode: TaxMode = "exclusive"
    rate: Decimal = Decimal("0.0825")
    name: str = "Tax"

    @property
    def included(self) -> bool:
        return self.mode == "inclusive"

    def apply(self, amount: Decimal, *, taxable: bool = True) -> Taxed:
        """Both sides of an amount that is given as the store enters its prices."""
        if not taxable:
            return Taxed(amount, amount)
        if self.included:
            return Taxed(cents(amount / (1 + self.rate)), amount)
        return Taxed(amount, amount + cents(amount * self.rate))

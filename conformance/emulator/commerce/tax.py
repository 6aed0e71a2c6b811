# ruff: noqa: D102 - what a property gives is its name
"""Sales tax: named rates by tax class and country; prices entered and shown without it or with it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from conformance.emulator.commerce.money import CENT, INNER, ZERO, Rounding, kept, split, total

TaxMode = Literal["exclusive", "inclusive"]

# The store's own classes; orders name the classes of shipping and gift wrapping by these numbers [recorded].
GOODS, UNTAXED, SHIPPING, WRAPPING = 0, 1, 2, 3


class TaxShare(Struct, frozen=True):
    """What one named tax comes to."""

    name: str
    amount: Decimal


class Taxed(Struct, frozen=True):
    """One amount seen from both sides; `taxes` says which named tax makes how much of the difference."""

    ex: Decimal
    inc: Decimal
    taxes: tuple[TaxShare, ...] = ()

    @property
    def tax(self) -> Decimal:
        return self.inc - self.ex


NOTHING = Taxed(ZERO, ZERO)


def together(amounts: Iterable[Taxed]) -> Taxed:
    """The sum of amounts, their taxes by name."""
    parts = tuple(amounts)
    return Taxed(total(one.ex for one in parts), total(one.inc for one in parts), by_name(parts))


def by_name(amounts: Iterable[Taxed]) -> tuple[TaxShare, ...]:
    """The taxes of all amounts, each name once."""
    held: dict[str, Decimal] = {}
    for share in (share for one in amounts for share in one.taxes):
        held[share.name] = held.get(share.name, ZERO) + share.amount
    return tuple(TaxShare(name, amount) for name, amount in held.items())


class ClassRate(Struct, frozen=True):
    """Another rate for one tax class."""

    tax_class_id: int
    rate: Decimal


class TaxRate(Struct, frozen=True):
    """A tax with a name. `rate` is a share (0.0825), for every class that `class_rates` doesn't name."""

    name: str
    rate: Decimal
    class_rates: tuple[ClassRate, ...] = ()

    def of(self, tax_class_id: int) -> Decimal:
        """The share for a tax class; the untaxed class has none unless it is named."""
        named = (one.rate for one in self.class_rates if one.tax_class_id == tax_class_id)
        return next(named, ZERO if tax_class_id == UNTAXED else self.rate)


class TaxZone(Struct, frozen=True):
    """Where other rates apply; no rates: no tax."""

    name: str
    countries: tuple[str, ...]
    rates: tuple[TaxRate, ...] = ()


class TaxRule(Struct, frozen=True):
    """How the store taxes.

    `mode` is how prices are entered, `shown` how the storefront shows amounts (left out: as entered). `rate` with
    `name` is the one tax of a simple store; `rates` stand in its place. Entered prices contain the store's own
    rates, whatever the rates of a zone. `rounding` "line": every amount is rounded to cents; "total": amounts keep
    eleven decimals and only the totals are rounded. Stores of both kinds are recorded.
    """

    mode: TaxMode = "exclusive"
    rate: Decimal = Decimal("0.0825")
    name: str = "Tax"
    shown: TaxMode | None = None
    rates: tuple[TaxRate, ...] = ()
    zones: tuple[TaxZone, ...] = ()
    shipping_taxed: bool = True
    wrapping_taxed: bool = True
    fees_taxed: bool = True
    rounding: Rounding = "line"

    @property
    def included(self) -> bool:
        """Whether amounts are shown with tax."""
        return (self.shown or self.mode) == "inclusive"

    @property
    def own_rates(self) -> tuple[TaxRate, ...]:
        """The rates of the store's own place."""
        return self.rates or (TaxRate(self.name, self.rate),)

    def rates_in(self, country_code: str) -> tuple[TaxRate, ...]:
        """The rates of the first zone with this country, else the store's own."""
        found = (zone.rates for zone in self.zones if country_code in zone.countries)
        return next(found, self.own_rates)

    def kept(self, amount: Decimal) -> Decimal:
        """An amount as the store keeps it inside."""
        return kept(amount, self.rounding)

    def apply(
        self, amount: Decimal, *, taxable: bool = True, tax_class_id: int = GOODS, country_code: str = ""
    ) -> Taxed:
        """Both sides of an amount that is given as the store enters its prices."""
        if not taxable:
            return Taxed(self.kept(amount), self.kept(amount))
        own, local = self.own_rates, self.rates_in(country_code)
        inside = total(rate.of(tax_class_id) for rate in own) if self.mode == "inclusive" else ZERO
        net = amount / (1 + inside)
        if self.mode == "inclusive" and local == own:
            return self._taken_out(amount, net, local, tax_class_id)
        taxes = tuple(TaxShare(rate.name, self.kept(net * rate.of(tax_class_id))) for rate in local)
        ex = self.kept(net)
        return Taxed(ex, ex + total(share.amount for share in taxes), taxes)

    def _taken_out(self, amount: Decimal, net: Decimal, rates: tuple[TaxRate, ...], tax_class_id: int) -> Taxed:
        ex, inc = self.kept(net), self.kept(amount)
        step = CENT if self.rounding == "line" else INNER
        parts = split(inc - ex, [rate.of(tax_class_id) for rate in rates], step)
        taxes = tuple(TaxShare(rate.name, part) for rate, part in zip(rates, parts, strict=True))
        return Taxed(ex, inc, taxes)

"""What a seed file may not say of taxes and promotions although each of its members is well formed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from conformance.emulator.commerce.promotions import PERCENTAGES, Promotion
from conformance.emulator.commerce.tax import TaxRate, TaxRule
from conformance.emulator.seed_rules import Broken, broken_amounts, broken_ids, broken_moments

WHOLE = 100


def broken_money(promotions: Sequence[Promotion] | None, tax: TaxRule | None) -> Iterator[Broken]:
    """Every broken rule: the member's path, what is wrong, the mend."""
    promotions = promotions or ()
    yield from broken_ids("promotions[{}].id", [one.id for one in promotions])
    for at, one in enumerate(promotions):
        path = f"promotions[{at}]"
        yield from broken_amounts(path, amount=one.amount, min_purchase=one.min_purchase)
        yield from broken_moments(path, starts_at=one.starts_at, expires_at=one.expires_at)
        if one.kind in PERCENTAGES and one.amount > WHOLE:
            yield f"{path}.amount", "a percentage is at most 100", "write 10 for 10 %"
    if tax is not None:
        yield from _tax(tax)


def _tax(tax: TaxRule) -> Iterator[Broken]:
    if not 0 <= tax.rate <= 1:
        yield "tax.rate", "a tax rate is a share between 0 and 1", "write 0.0825 for 8.25 %"
    yield from _rates("tax.rates", tax.rates)
    for at, zone in enumerate(tax.zones):
        yield from _rates(f"tax.zones[{at}].rates", zone.rates)
        for number, country in enumerate(zone.countries):
            if len(country) != len("US") or not country.isupper():
                path = f"tax.zones[{at}].countries[{number}]"
                yield path, f"`{country}` is no country code", "two capital letters, as in US"


def _rates(path: str, rates: Sequence[TaxRate]) -> Iterator[Broken]:
    seen: set[str] = set()
    for at, rate in enumerate(rates):
        place = f"{path}[{at}]"
        if rate.name in seen:
            yield f"{place}.name", f"the tax {rate.name} stands here twice", "change one of them"
        seen.add(rate.name)
        shares = [(f"{place}.rate", rate.rate)]
        shares += [(f"{place}.class_rates[{n}].rate", one.rate) for n, one in enumerate(rate.class_rates)]
        for where, share in shares:
            if not 0 <= share <= 1:
                yield where, "a tax rate is a share between 0 and 1", "write 0.0825 for 8.25 %"

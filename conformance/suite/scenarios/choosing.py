"""Which goods of a store a scenario puts into its cart."""

from __future__ import annotations

from dataclasses import replace

from conformance.suite.arrange import wanted_of
from conformance.suite.faces import Wanted
from conformance.targets.provisioning import Lacking, Product, Stock


def lines(stock: Stock, *quantities: int) -> tuple[Wanted, ...]:
    """As many different goods as there are quantities: other products first, then other variants of them.

    Raises :class:`Lacking` when the catalog has fewer goods to choose from.
    """
    chosen = goods(stock)[: len(quantities)]
    if len(chosen) < len(quantities):
        raise Lacking(f"the catalog shows fewer than {len(quantities)} goods that make lines of their own")
    return tuple(replace(one, quantity=quantity) for one, quantity in zip(chosen, quantities, strict=True))


def goods(stock: Stock) -> tuple[Wanted, ...]:
    """One of everything that makes a line of its own: each product in its first variant, then in its others."""
    deepest = max(map(_choices, stock.by_choice))
    return tuple(
        wanted_of(product, variant)
        for variant in range(deepest)
        for product in stock.by_choice
        if variant < _choices(product)
    )


def _choices(product: Product) -> int:
    """How many goods a product makes: one of each variant, or one where no variant is known."""
    return max(1, len(product.variant_ids))


def beside(stock: Stock, product: Product) -> Wanted:
    """Another product than this one; raises :class:`Lacking` when the store has no other."""
    for other in stock.products:
        if other.id != product.id:
            return wanted_of(other)
    raise Lacking("the catalog shows a single physical product that is ready to buy")

"""What a cart holds is what was asked for, by variant where both sides tell one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from conformance.suite.documents import Cart, LineItem, LineItems
from conformance.suite.faces import Wanted
from conformance.suite.scenarios.contents import holds


def cart(*lines: tuple[int, int | None, int]) -> Cart:
    items = tuple(
        LineItem(id=str(place), product_id=product, variant_id=variant, quantity=quantity)
        for place, (product, variant, quantity) in enumerate(lines)
    )
    return Cart(id="c", line_items=LineItems(physical_items=items), base_amount=Decimal(1))


@pytest.mark.parametrize(
    ("held", "wanted"),
    [
        (cart((7, 71, 2)), [Wanted(7, 71, 2)]),
        (cart((7, None, 2)), [Wanted(7, 71, 2)]),
        (cart((7, 71, 2)), [Wanted(7, None, 2)]),
        (cart((7, 71, 1), (7, 71, 1)), [Wanted(7, 71, 2)]),
    ],
)
def test_these_are_the_goods(held: Cart, wanted: list[Wanted]) -> None:
    assert holds(held, *wanted)


@pytest.mark.parametrize(
    ("held", "wanted"),
    [
        (cart((7, 72, 2)), [Wanted(7, 71, 2)]),
        (cart((7, 71, 3)), [Wanted(7, None, 2)]),
        (cart((7, 71, 2), (9, None, 1)), [Wanted(7, 71, 2)]),
    ],
)
def test_these_are_others(held: Cart, wanted: list[Wanted]) -> None:
    assert not holds(held, *wanted)

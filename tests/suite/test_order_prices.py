"""A line of an order costs one of the prices that its cart showed, as entered, with or without tax."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from conformance.suite.scenarios.ordered import Row, Whole, priced_otherwise


def cart(**prices: Any) -> dict[str, Any]:
    return {"line_items": {"physical_items": [{"product_id": 7, "variant_id": 71, **prices}]}}


def order(**prices: str) -> Whole:
    shown = {"product_id": 7, "variant_id": 71, "quantity": 1, "base_price": "9", **prices}
    row = msgspec.convert(shown, Row, strict=False)
    return Whole(order={}, rows=(row,), places=(), codes=())


@pytest.mark.parametrize("name", ["base_price", "price_ex_tax", "price_inc_tax"])
@pytest.mark.parametrize("price", ["20", "18"])
def test_the_list_price_and_the_sale_price_are_kept(name: str, price: str) -> None:
    assert not priced_otherwise(order(**{name: price}), cart(list_price=20, sale_price=18))


def test_another_price_is_noticed() -> None:
    assert priced_otherwise(order(), cart(list_price=20, sale_price=18)) == [7]


def test_a_cart_that_shows_no_price_says_nothing() -> None:
    assert not priced_otherwise(order(), cart())

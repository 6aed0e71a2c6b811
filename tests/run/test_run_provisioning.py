"""What the suite uses of a store: named things win, products must be plain, codes are made and removed again."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any
from uuid import UUID

import msgspec
import pytest

from conformance.api import Answer
from conformance.targets.provisioning import CODES_TRIED, Lacking, Product, Stock, Unprovisioned


def product(number: int, **more: Any) -> dict[str, Any]:
    return {"id": number, "price": 10, "variants": [{"id": number * 10}], **more}


def answer(status: int, data: Any) -> Answer:
    return Answer(operation="asked", status=status, body={"data": data}, text="", url="")


class Shop:
    """A management API that lists these products and refuses the first codes that it is offered."""

    def __init__(self, *products: dict[str, Any], refusals: int = 0) -> None:
        self.pages = {1: list(products)}
        self.refusals = refusals
        self.offered: list[str] = []
        self.removed: list[tuple[str, int]] = []
        self.listed = 0

    def get_products(self, page: int) -> Answer:
        self.listed += 1
        return answer(200, self.pages.get(page, []))

    def create_coupon(self, coupon: dict[str, Any]) -> Answer:
        return self._made(coupon, 7)

    def create_gift_certificate(self, certificate: dict[str, Any]) -> Answer:
        return self._made(certificate, 8)

    def delete_coupon(self, coupon_id: int) -> Answer:
        self.removed.append(("coupon", coupon_id))
        return answer(204, None)

    def delete_gift_certificate(self, certificate_id: int) -> Answer:
        self.removed.append(("gift certificate", certificate_id))
        return answer(204, None)

    def _made(self, asked: dict[str, Any], number: int) -> Answer:
        self.offered.append(asked["code"])
        if len(self.offered) <= self.refusals:
            return answer(409, None)
        return answer(201, {"id": number, "code": asked["code"]})


def stock(shop: Any, *, may_make: bool = True, **named: Any) -> Stock:
    numbers = count(1)
    return Stock(shop, named, lambda: UUID(int=next(numbers) << 80), may_make=may_make)


PLAIN: dict[str, tuple[dict[str, Any], bool]] = {
    "a simple one": ({}, True),
    "a free one": ({"price": 0}, False),
    "one that is not sold": ({"availability": "disabled"}, False),
    "one that is only announced": ({"availability": "preorder"}, False),
    "one without variants": ({"variants": []}, False),
    "one whose variant is not sold": ({"variants": [{"id": 1, "purchasing_disabled": True}]}, False),
    "one with a choice to make": ({"modifiers": [{"required": True}]}, False),
    "one with a choice to leave": ({"modifiers": [{"required": False}]}, True),
    "one that is nearly sold out": ({"inventory_tracking": "product", "inventory_level": 19}, False),
    "one with enough in store": ({"inventory_tracking": "product", "inventory_level": 20}, True),
    "one whose variant is nearly sold out": (
        {"inventory_tracking": "variant", "variants": [{"id": 1, "inventory_level": 19}]},
        False,
    ),
    "one that comes by the dozen": ({"order_quantity_minimum": 12}, False),
    "one that is rationed": ({"order_quantity_maximum": 2}, False),
}


@pytest.mark.parametrize(("more", "plain"), PLAIN.values(), ids=PLAIN)
def test_only_what_can_be_bought_by_its_id_is_plain(more: dict[str, Any], plain: bool) -> None:  # noqa: FBT001 - data
    assert stock_of_one(more).plain is plain


def stock_of_one(more: dict[str, Any]) -> Product:
    return msgspec.convert(product(1, **more), Product, strict=False)


def test_variants_are_listed_by_id_without_those_that_are_not_sold() -> None:
    variants = [{"id": 30}, {"id": 10}, {"id": 20, "purchasing_disabled": True}]

    assert stock_of_one({"variants": variants}).variant_ids == (10, 30)


def test_products_come_simple_ones_first_then_by_their_place() -> None:
    held = stock(
        Shop(product(1, variants=[{"id": 11}, {"id": 12}]), product(2), product(3, type="digital"), product(4))
    )

    assert [held.product(0).id, held.product(1).id, held.product(2).id] == [2, 4, 1]
    assert held.varied.id == 1


def test_what_costs_less_than_offers_take_off_comes_last() -> None:
    cheap_variant = [{"id": 20}, {"id": 21, "price": 4.35}]
    held = stock(
        Shop(
            product(1, price=1.15),
            product(2, variants=cheap_variant),
            product(3, price=12, sale_price=9.99),
            product(4),
            product(5, price=9, variants=[{"id": 50}, {"id": 51, "price": 30}]),
        )
    )

    assert [each.id for each in held.products] == [4, 1, 2, 3, 5]


def test_named_products_win_in_their_order() -> None:
    held = stock(Shop(product(1), product(2), product(3)), product_ids=(3, 1))

    assert [each.id for each in held.products] == [3, 1]


def test_the_catalog_is_read_once_and_to_its_end() -> None:
    shop = Shop(product(1))
    held = stock(shop)

    assert held.product(0).id == held.products[0].id == 1
    assert shop.listed == 2


LACKING: dict[str, Callable[[Stock], object]] = {
    "a second product": lambda held: held.product(1),
    "a product with variants": lambda held: held.varied,
}


@pytest.mark.parametrize("ask", LACKING.values(), ids=LACKING)
def test_what_the_catalog_does_not_have_is_lacking(ask: Callable[[Stock], object]) -> None:
    with pytest.raises(Lacking, match="the catalog shows"):
        ask(stock(Shop(product(1))))


def test_a_catalog_without_plain_products_is_lacking() -> None:
    with pytest.raises(Lacking, match="no physical product"):
        _ = stock(Shop(product(1, price=0))).products


def test_a_catalog_that_can_not_be_read_is_no_verdict_on_the_store() -> None:
    shop = Shop()
    shop.pages = {1: [{"id": "one"}]}

    with pytest.raises(Unprovisioned, match="the catalog can't be read"):
        _ = stock(shop).products


def test_a_named_code_wins_and_nothing_is_made() -> None:
    shop = Shop()
    held = stock(shop, coupon_code="SAVE10", gift_certificate_code="AAA-BBB")

    assert (held.coupon_code, held.gift_certificate_code, held.made_coupon) == ("SAVE10", "AAA-BBB", False)
    assert shop.offered == []


def test_a_coupon_is_made_once() -> None:
    shop = Shop()
    held = stock(shop)

    assert held.coupon_code == held.coupon_code == shop.offered[0]
    assert len(shop.offered) == 1
    assert held.made_coupon


def test_a_code_that_is_taken_is_followed_by_another() -> None:
    shop = Shop(refusals=2)

    assert stock(shop).coupon_code == shop.offered[2]
    assert len(set(shop.offered)) == 3


def test_a_store_that_refuses_every_code_gave_none() -> None:
    shop = Shop(refusals=CODES_TRIED)

    with pytest.raises(Unprovisioned, match="made no gift certificate"):
        _ = stock(shop).gift_certificate_code
    assert len(shop.offered) == CODES_TRIED


def test_nothing_is_made_where_it_is_not_allowed() -> None:
    with pytest.raises(Lacking, match="doesn't let the suite make one"):
        _ = stock(Shop(), may_make=False).coupon_code


def test_what_was_made_is_removed_newest_first_and_once() -> None:
    shop = Shop()
    held = stock(shop)
    _ = held.coupon_code, held.gift_certificate_code
    held.clear()
    held.clear()

    assert shop.removed == [("gift certificate", 8), ("coupon", 7)]


class Bare(Shop):
    """A store without a catalog API."""

    def get_products(self, page: int) -> Answer:  # noqa: ARG002 - the signature of the real one
        return answer(404, {"detail": "Not Found"})


def test_without_a_catalog_the_named_products_are_there_with_their_variants() -> None:
    held = stock(Bare(), product_ids=(7, 9), variant_ids=(71, 72))
    assert [(each.id, each.variant_ids) for each in held.products] == [(7, (71, 72)), (9, ())]
    assert (held.varied.id, held.product(0).id) == (7, 9)


def test_of_a_product_that_no_catalog_shows_neither_price_nor_limit_is_known() -> None:
    (only,) = stock(Bare(), product_ids=(7,)).products
    assert (only.name, only.plainly_priced, only.unlimited) == (None, False, False)


def test_without_a_catalog_a_digital_product_must_be_named() -> None:
    assert stock(Bare(), product_ids=(7,), digital_product_id=8).digital.id == 8
    with pytest.raises(Lacking, match="no digital product"):
        _ = stock(Bare(), product_ids=(7,)).digital

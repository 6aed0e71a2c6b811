"""Which goods of a catalog serve a scenario that needs more than a plain product, and which don't."""

from __future__ import annotations

from typing import Any

import pytest
from test_run_provisioning import Shop, product, stock

from conformance.targets.provisioning import ENOUGH, Lacking

TEXT = {"id": 5, "type": "text", "required": True}
COUNTED = {"inventory_tracking": "product"}

# Role, what fits it, what is near and doesn't.
ROLES = [
    ("limited", {"order_quantity_maximum": 2}, {"order_quantity_maximum": ENOUGH}),
    ("limited", {"order_quantity_maximum": 2, "order_quantity_minimum": 2}, {"order_quantity_minimum": 2}),
    ("limited", {"order_quantity_maximum": 1}, {"order_quantity_maximum": 1, "modifiers": [TEXT]}),
    ("bundled", {"order_quantity_minimum": 3}, {"order_quantity_minimum": 1}),
    ("bundled", {"order_quantity_minimum": 2}, {"order_quantity_minimum": 2, "order_quantity_maximum": 2}),
    ("bundled", {"order_quantity_minimum": 2, "order_quantity_maximum": 3}, {"order_quantity_maximum": 3}),
    ("scarce", {**COUNTED, "inventory_level": 5}, {**COUNTED, "inventory_level": 0}),
    ("scarce", {**COUNTED, "inventory_level": 5}, {"inventory_level": 5}),
    ("worded", {"modifiers": [TEXT]}, {"modifiers": [{**TEXT, "required": False}]}),
    ("worded", {"modifiers": [TEXT]}, {"modifiers": [TEXT, TEXT]}),
    ("worded", {"modifiers": [TEXT]}, {"modifiers": [{**TEXT, "type": "file"}]}),
    ("digital", {"type": "digital"}, {"type": "physical"}),
]


@pytest.mark.parametrize(("role", "fits", "near"), ROLES)
def test_a_role_is_given_to_the_product_that_fits(role: str, fits: dict[str, Any], near: dict[str, Any]) -> None:
    assert getattr(stock(Shop(product(1, **near), product(2, **fits))), role).id == 2


@pytest.mark.parametrize(("role", "fits", "near"), ROLES)
def test_a_catalog_without_a_fitting_product_lacks_the_role(
    role: str, fits: dict[str, Any], near: dict[str, Any]
) -> None:
    with pytest.raises(Lacking):
        getattr(stock(Shop(product(1, **near), product(2, **fits, price=0))), role)


def test_the_named_digital_product_wins() -> None:
    shop = Shop(product(1, type="digital"), product(2, type="digital"))
    assert stock(shop, digital_product_id=2).digital.id == 2


def test_a_customer_is_known_by_the_config_alone() -> None:
    assert stock(Shop(product(1)), customer_id=11).customer_id == 11
    with pytest.raises(Lacking, match="names no customer"):
        stock(Shop(product(1))).customer_id  # noqa: B018 - asking is the point


def test_the_catalog_is_read_once() -> None:
    shop = Shop(product(1, order_quantity_maximum=2), product(2))
    held = stock(shop)
    assert (held.limited.id, held.product(0).id, held.limited.id) == (1, 2, 1)
    assert shop.listed == 2


@pytest.mark.parametrize(
    ("more", "plainly"),
    [
        ({}, True),
        ({"sale_price": 0}, True),
        ({"sale_price": 8}, False),
        ({"variants": [{"id": 10, "price": None}]}, True),
        ({"variants": [{"id": 10, "price": 9}]}, False),
    ],
)
def test_a_price_is_plain_when_nothing_takes_its_place(more: dict[str, Any], plainly: bool) -> None:  # noqa: FBT001
    assert stock(Shop(product(1, **more))).product(0).plainly_priced is plainly

from __future__ import annotations

from decimal import Decimal
from typing import Any

import httpx
import pytest
from emulator_driving import PLAIN, STORE, opened
from hypothesis import given
from hypothesis import strategies as st

from conformance.emulator import Settings
from conformance.emulator.commerce.money import split
from conformance.emulator.commerce.tax import TaxMode, TaxRule

amounts = st.decimals(min_value=0, max_value=10_000, places=2)
DISCOUNT = {"cart": {"discounts": [{"discounted_amount": 10}]}}
HALF_OFF = {
    "name": "Half off",
    "type": "percentage_discount",
    "amount": "50",
    "code": "HALF",
    "applies_to": {"entity": "categories", "ids": [0]},
}


@given(amounts, st.lists(amounts.filter(bool), min_size=1, max_size=8))
def test_the_shares_of_an_amount_sum_up_to_it(amount: Decimal, weights: list[Decimal]) -> None:
    assert sum(split(amount, weights)) == amount


@pytest.mark.parametrize(("mode", "ex", "inc"), [("exclusive", "100.00", "108.25"), ("inclusive", "92.38", "100.00")])
def test_tax_comes_on_top_or_is_inside(mode: TaxMode, ex: str, inc: str) -> None:
    taxed = TaxRule(mode, Decimal("0.0825")).apply(Decimal(100))
    assert (taxed.ex, taxed.inc) == (Decimal(ex), Decimal(inc))


def checkout_of(server: httpx.Client, **body: Any) -> dict[str, Any]:
    cart = server.post(f"{STORE}/v3/carts", json=body).json()["data"]["id"]
    return dict(server.get(f"{STORE}/v3/checkouts/{cart}").json()["data"])


def test_a_gift_certificate_that_is_bought_counts_and_is_not_taxed(server: httpx.Client) -> None:
    gift = {"name": "G", "theme": "Boy", "amount": 25, "quantity": 2, "sender": {}, "recipient": {}}
    checkout = checkout_of(server, gift_certificates=[gift])
    assert (checkout["cart"]["base_amount"], checkout["tax_total"], checkout["grand_total"]) == (50, 0, 50)


def test_a_price_that_the_server_set_is_left_out_of_promotions(server: httpx.Client) -> None:
    items = [{"product_id": PLAIN, "quantity": 1, "list_price": 10}, {"product_id": PLAIN, "quantity": 1}]
    checkout = checkout_of(server, line_items=items)
    url = f"{STORE}/v3/checkouts/{checkout['id']}"
    after = server.post(f"{url}/coupons", json={"coupon_code": "SAVE10"}).json()["data"]
    assert [line["coupon_amount"] for line in after["cart"]["line_items"]["physical_items"]] == [0, 3.75]


@pytest.mark.parametrize("mode", ["exclusive", "inclusive"])
def test_the_parts_of_a_discounted_checkout_add_up(mode: TaxMode) -> None:
    server = opened(Settings(tax_mode=mode)).server()
    server.post(f"{STORE}/v2/coupons", json=HALF_OFF)
    items = [{"product_id": PLAIN, "quantity": 3}, {"product_id": 117, "quantity": 1}]
    url = f"{STORE}/v3/checkouts/{checkout_of(server, line_items=items)['id']}"
    server.post(f"{url}/discounts", json=DISCOUNT)
    shown = server.post(f"{url}/coupons", json={"coupon_code": "HALF"}).json()["data"]
    cart = shown["cart"]
    net = cart["base_amount"] - cart["discount_amount"] - shown["coupons"][0]["discounted_amount"]
    entered = cart["cart_amount_inc_tax"] if mode == "inclusive" else cart["cart_amount_ex_tax"]
    assert round(net, 2) == entered
    assert round(cart["cart_amount_inc_tax"] - cart["cart_amount_ex_tax"], 2) == shown["tax_total"]
    assert shown["grand_total"] == cart["cart_amount_inc_tax"]


def test_discounts_never_make_a_total_negative(server: httpx.Client) -> None:
    url = f"{STORE}/v3/checkouts/{checkout_of(server, line_items=[{'product_id': PLAIN, 'quantity': 1}])['id']}"
    body = {"cart": {"discounts": [{"discounted_amount": 1000}]}}
    shown = server.post(f"{url}/discounts", json=body).json()["data"]
    assert (shown["grand_total"], shown["tax_total"], shown["cart"]["discount_amount"]) == (0, 0, 37.45)

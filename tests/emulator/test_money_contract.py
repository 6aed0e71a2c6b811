"""Rich purchases keep the contract on every face, and show nothing that it doesn't describe."""

from __future__ import annotations

from functools import cache
from typing import Any

import httpx
import pytest
from emulator_driving import ADDRESS, STORE, camel
from money_driving import BASKET, BATH, KNIFE, TOWEL, Json, Shopping, coupon, promotion

from conformance.contract import Match, drift, load_specs, validate
from conformance.verdict.values import Exchange, Request, Response

HOST = "http://emulator.test"
BASES = {
    "server": f"{HOST}{STORE}/v3",
    "orders-v2": f"{HOST}{STORE}/v2",
    "marketing-v2": f"{HOST}{STORE}/v2",
    "storefront": f"{HOST}/api/storefront",
}
TWO = [{"name": "GST", "rate": 0.05}, {"name": "PST", "rate": 0.07}]
RICH = {
    "tax": {"mode": "inclusive", "shown": "exclusive", "rates": TWO, "rounding": "total"},
    "promotions": [
        promotion("percentage_off_items", 15, entity_ids=[BATH]),
        promotion("percentage_off_order", 10),
        promotion("free_shipping", 0),
    ],
    "coupons": [coupon("percentage_discount", 7), {**coupon("per_total_discount", 3), "code": "MORE"}],
    "gift_certificates": [{"code": "GIFT", "amount": 5}],
    "gift_wraps": [{"id": 1, "name": "Plain", "price": 3.33}],
}
WRAPPING = {"wrap_together": True, "wrap_details": [{"id": 1, "message": "Hi"}]}
FEE = {"type": "custom_fee", "name": "Fee", "display_name": "Fee", "cost": 9.99, "source": "AA"}


@cache
def answers() -> dict[str, httpx.Response]:
    """One rich purchase on each face, read wherever it shows."""
    shopping = Shopping(RICH)
    items = [{"product_id": BASKET, "quantity": 1, "gift_wrapping": WRAPPING}, {"product_id": TOWEL, "quantity": 3},
             {"product_id": KNIFE, "quantity": 1}]  # fmt: skip
    shopping.buy(line_items=items)
    shopping.redeem("CODE", "MORE")
    shopping.ship()
    shopping.ask("POST", "discounts", {"cart": {"discounts": [{"discounted_amount": 1.11}]}})
    shopping.ask("POST", "fees", {"fees": [FEE]})
    shown = {
        "server cart": shopping.server.get(f"{STORE}/v3/carts/{shopping.cart}"),
        "server checkout": shopping.server.get(shopping.url),
    }
    order = f"{STORE}/v2/orders/{shopping.pay()['id']}"
    shown |= {f"order {part}": shopping.server.get(f"{order}{part}") for part in
              ("", "/products", "/shipping_addresses", "/coupons")}  # fmt: skip
    return shown | _in_browser(Shopping(RICH))


def _in_browser(shopping: Shopping) -> dict[str, httpx.Response]:
    wanted = {"lineItems": [{"productId": BASKET, "quantity": 2}, {"productId": TOWEL, "quantity": 3}]}
    steps: tuple[tuple[str, Json], ...] = (
        ("coupons", {"couponCode": "CODE"}),
        ("billing-address", camel(ADDRESS)),
        ("gift-certificates", {"giftCertificateCode": "GIFT"}),
    )
    checkout = shopping.in_browser(wanted, *steps)
    server = f"{STORE}/v3/checkouts/{checkout['id']}"
    shopping.server.post(f"{server}/fees", json={"fees": [FEE]})
    order = shopping.server.post(f"{server}/orders").json()["data"]["id"]
    return {
        "storefront cart": shopping.browser.get("/api/storefront/carts"),
        "storefront checkout": shopping.browser.get(f"/api/storefront/checkouts/{checkout['id']}"),
        "storefront order": shopping.browser.get(f"/api/storefront/orders/{order}"),
        "coupons": shopping.server.get(f"{STORE}/v2/coupons"),
    }


def described(answer: httpx.Response) -> tuple[Exchange, Match]:
    """An answer as the contract looks at it."""
    request = answer.request
    match = load_specs().match(request.method, str(request.url), BASES)
    assert match is not None, request.url
    headers = tuple(answer.headers.items())
    response = Response(status=answer.status_code, headers=headers, body=answer.text)
    return Exchange(id="made", request=Request(method=request.method, url=str(request.url)), response=response), match


NAMES = ("server cart", "server checkout", "order ", "order /products", "order /shipping_addresses", "order /coupons",
         "storefront cart", "storefront checkout", "storefront order", "coupons")  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_rich_purchase_keeps_the_contract(name: str) -> None:
    exchange, match = described(answers()[name])
    assert (answers()[name].status_code, validate(exchange, match), drift(exchange, match)) == (200, (), ())


@pytest.mark.parametrize("name", ["server checkout", "storefront checkout"])
def test_the_taxes_of_a_rich_purchase_sum_up(name: str) -> None:
    document: dict[str, Any] = answers()[name].json()
    checkout = document.get("data", document)
    taxes = sum(round(one["amount"] * 100) for one in checkout["taxes"])
    assert taxes == round(checkout.get("tax_total", checkout.get("taxTotal")) * 100) != 0


def test_both_faces_show_the_order_what_its_checkout_showed() -> None:
    checkout, order = answers()["storefront checkout"].json(), answers()["storefront order"].json()
    same = ("taxTotal", "giftWrappingCostTotal", "shippingCostTotal", "fees", "taxes")
    assert {name: order[name] for name in same} == {name: checkout[name] for name in same}
    assert (order["orderAmount"], order["baseAmount"]) == (checkout["grandTotal"], checkout["subtotal"])

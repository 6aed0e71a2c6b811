from __future__ import annotations

from typing import Any

import httpx
import pytest
from emulator_driving import ADDRESS, DECLINED_CARD, GOOD_CARD, PLAIN, SCARCE, STORE, payment

CERTIFICATE = "GIFT-50-0001"


def ready(server: httpx.Client, product: int = PLAIN) -> str:
    """The URL of a checkout that lacks nothing."""
    items = [{"product_id": product, "quantity": 2}]
    cart = server.post(f"{STORE}/v3/carts", json={"line_items": items}).json()["data"]
    checkout = f"{STORE}/v3/checkouts/{cart['id']}"
    line = cart["line_items"]["physical_items"][0]["id"]
    body = [{"address": ADDRESS, "line_items": [{"item_id": line, "quantity": 2}]}]
    include = {"include": "consignments.available_shipping_options"}
    added = server.post(f"{checkout}/consignments", json=body, params=include).json()["data"]["consignments"][0]
    option = {"shipping_option_id": added["available_shipping_options"][1]["id"]}
    server.put(f"{checkout}/consignments/{added['id']}", json=option)
    server.post(f"{checkout}/billing-address", json=ADDRESS)
    return checkout


def ordered(server: httpx.Client, checkout: str) -> int:
    answer = server.post(f"{checkout}/orders")
    assert answer.status_code == 200
    return int(answer.json()["data"]["id"])


def token_for(server: httpx.Client, order: int) -> httpx.Response:
    return server.post(f"{STORE}/v3/payments/access_tokens", json={"order": {"id": order}})


def paid(server: httpx.Client, order: int, card: str = GOOD_CARD) -> httpx.Response:
    token = token_for(server, order).json()["data"]["id"]
    return server.post(f"{STORE}/payments", json=payment(card), headers={"authorization": f"PAT {token}"})


def order_of(server: httpx.Client, order: int) -> dict[str, Any]:
    return dict(server.get(f"{STORE}/v2/orders/{order}").json())


def test_an_order_is_incomplete_and_leaves_cart_and_checkout(server: httpx.Client) -> None:
    checkout = ready(server)
    order = ordered(server, checkout)
    shown = order_of(server, order)
    assert (shown["status_id"], shown["status"], shown["cart_id"]) == (0, "Incomplete", checkout.rpartition("/")[2])
    assert server.get(checkout).json()["data"]["order_id"] == order


def test_another_order_from_the_same_checkout_differs_in_its_numbers_and_times_only(server: httpx.Client) -> None:
    checkout = ready(server)
    first, second = ordered(server, checkout), ordered(server, checkout)
    one, other = order_of(server, first), order_of(server, second)
    own = {"id", "date_created", "date_modified", "consignments", "products", "shipping_addresses", "coupons"}
    assert first != second
    assert {name for name in one if one[name] != other[name]} == own


def test_amounts_of_an_order_are_strings_with_four_decimals(server: httpx.Client) -> None:
    shown = order_of(server, ordered(server, ready(server)))
    assert (shown["subtotal_ex_tax"], shown["shipping_cost_tax"], shown["total_inc_tax"]) == (
        "74.9000",
        "0.6200",
        "89.1900",
    )


def test_the_lines_and_addresses_of_an_order_name_each_other(server: httpx.Client) -> None:
    order = f"{STORE}/v2/orders/{ordered(server, ready(server))}"
    line = server.get(f"{order}/products").json()[0]
    address = server.get(f"{order}/shipping_addresses").json()[0]
    assert (line["order_address_id"], line["quantity"], address["items_total"]) == (address["id"], 2, 2)


def test_without_a_shipping_address_there_is_no_order(server: httpx.Client) -> None:
    items = {"line_items": [{"product_id": PLAIN, "quantity": 1}]}
    cart = server.post(f"{STORE}/v3/carts", json=items).json()["data"]["id"]
    checkout = f"{STORE}/v3/checkouts/{cart}"
    server.post(f"{checkout}/billing-address", json=ADDRESS)
    answer = server.post(f"{checkout}/orders")
    assert (answer.status_code, answer.json()["title"]) == (
        422,
        "A shipping address for this order is incomplete",
    )


def test_an_incomplete_shipping_address_makes_no_order(server: httpx.Client) -> None:
    checkout = ready(server)
    one = server.get(checkout).json()["data"]["consignments"][0]
    server.put(f"{checkout}/consignments/{one['id']}", json={"address": {**ADDRESS, "address1": ""}})
    assert server.post(f"{checkout}/orders").status_code == 422


def test_without_a_chosen_option_there_is_no_order(server: httpx.Client) -> None:
    checkout = ready(server)
    one = server.get(checkout).json()["data"]["consignments"][0]
    fewer = {"line_items": [{"item_id": one["line_item_ids"][0], "quantity": 1}]}
    server.put(f"{checkout}/consignments/{one['id']}", json=fewer)
    assert server.post(f"{checkout}/orders").status_code == 422


def test_a_paid_order_awaits_fulfillment_and_its_cart_and_checkout_are_gone(server: httpx.Client) -> None:
    checkout = ready(server)
    order = ordered(server, checkout)
    answer = paid(server, order)
    assert (answer.status_code, answer.json()["data"]["status"]) == (201, "success")
    assert order_of(server, order)["status_id"] == 11
    assert server.get(checkout).status_code == 404
    assert server.get(checkout.replace("checkouts", "carts")).status_code == 404


def test_a_declined_card_changes_nothing(server: httpx.Client) -> None:
    checkout = ready(server)
    order = ordered(server, checkout)
    answer = paid(server, order, DECLINED_CARD)
    assert (answer.status_code, order_of(server, order)["status_id"]) == (422, 0)
    assert server.get(checkout).status_code == 200


def test_payment_of_an_order_that_is_not_incomplete_is_a_conflict_until_it_is_again(server: httpx.Client) -> None:
    order = ordered(server, ready(server))
    server.put(f"{STORE}/v2/orders/{order}", json={"status_id": 1})
    refused = token_for(server, order)
    methods = server.get(f"{STORE}/v3/payments/methods", params={"order_id": order})
    server.put(f"{STORE}/v2/orders/{order}", json={"status_id": 0})
    assert (refused.status_code, refused.json()["code"], refused.json()["title"], methods.status_code) == (
        409,
        30101,
        "Order is not in a correct status.",
        409,
    )
    assert token_for(server, order).status_code == 201


@pytest.mark.parametrize("header", [None, b"PAT", b"PAT x.y.z", b"Bearer x", b"PAT \xe9", b"PAT .\xff."])
def test_a_payment_without_its_access_token_is_refused(server: httpx.Client, header: bytes | None) -> None:
    headers = {} if header is None else {b"authorization": header}
    answer = server.post(f"{STORE}/payments", json=payment(GOOD_CARD), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, 10001)


def test_an_access_token_lives_for_an_hour(server: httpx.Client) -> None:
    order = ordered(server, ready(server))
    token = token_for(server, order).json()["data"]["id"]
    server.post("/_emulator/clock/advance", json={"seconds": 3601})
    answer = server.post(f"{STORE}/payments", json=payment(GOOD_CARD), headers={"authorization": f"PAT {token}"})
    assert answer.status_code == 401


def test_paying_uses_up_the_stock(server: httpx.Client) -> None:
    paid(server, ordered(server, ready(server, SCARCE)))
    product = server.get(f"{STORE}/v3/catalog/products/{SCARCE}").json()["data"]
    assert product["inventory_level"] == 3


@pytest.mark.parametrize("number", ["0", "99999", "x", "-1", "9" * 40, "1.0", "%00"])
def test_an_order_that_is_not_there_is_not_found(server: httpx.Client, number: str) -> None:
    answer = server.get(f"{STORE}/v2/orders/{number}")
    assert (answer.status_code, answer.json()[0]["status"]) == (404, 404)

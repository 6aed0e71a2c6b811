"""A walk through purchases out of the ordinary: half an address, certificates alone, discounts of two kinds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
from emulator_driving import ADDRESS, GOOD_CARD, payment

STORE, SHOP = "/stores/emulator/v3", "/api/storefront"
PLAIN, SECOND = 111, 117
OPTIONS = {"include": "consignments.available_shipping_options"}
LINES = {"line_items": [{"product_id": PLAIN, "quantity": 2}, {"product_id": SECOND, "quantity": 1}]}
PERSON = {"name": "Ines", "email": "ines@example.com"}
CERTIFICATES = {
    "name": "A gift",
    "theme": "Birthday",
    "amount": 40,
    "quantity": 3,
    "sender": PERSON,
    "recipient": PERSON,
}
# Where each of these shows, and on no other walk.
ODD = frozenset(
    {
        "cart-amount-is-before-manual-discounts",
        "cart-made-without-its-links",
        "cart-without-products-is-over",
        "consignment-renamed-by-other-items",
        "custom-item-update-is-ignored",
        "manual-discount-on-line-joins-that-on-cart",
        "manual-discount-on-line-outlives-others",
        "metafield-list-asked-for-both-is-empty",
        "metafield-list-counts-a-page-too-many",
        "order-goes-to-no-street",
        "order-paid-keeps-cart-of-a-later-one",
        "order-second-address-is-not-checked",
        "sold-certificates-by-the-dozen-are-dearer",
        "storefront-order-is-shown-to-any-shopper",
        "version-ahead-passes",
        "version-raised-by-refused-codes",
    }
)


def odd_walk(store: Any) -> Iterator[httpx.Response]:
    """Every exchange of a walk through odd purchases."""
    client = store.server()
    yield from _carts(client)
    yield from _details(client)
    yield from _orders(client)
    yield from _addresses(client)
    yield from _shopping(store)


def _carts(client: httpx.Client) -> Iterator[httpx.Response]:
    made = client.post(f"{STORE}/carts", json=LINES, params={"include": "redirect_urls"})
    yield made
    cart_id = made.json()["data"]["id"]
    line = made.json()["data"]["line_items"]["physical_items"][0]["id"]
    on_a_line = {"cart": {"line_items": [{"id": line, "discounted_amount": 0.75}]}}
    for discounts in (on_a_line, {"cart": {"discounts": [{"discounted_amount": 3}]}}, on_a_line):
        yield client.post(f"{STORE}/checkouts/{cart_id}/discounts", json=discounts)
        yield client.get(f"{STORE}/carts/{cart_id}")
    mixed = {"line_items": LINES["line_items"][:1], "gift_certificates": [CERTIFICATES]}
    made = client.post(f"{STORE}/carts", json=mixed)
    yield made
    cart_id = made.json()["data"]["id"]
    line = made.json()["data"]["line_items"]["physical_items"][0]["id"]
    yield client.delete(f"{STORE}/carts/{cart_id}/items/{line}")
    yield client.get(f"{STORE}/carts/{cart_id}")


def _details(client: httpx.Client) -> Iterator[httpx.Response]:
    custom = {"name": "Stand", "sku": "ES-1", "quantity": 1, "list_price": 4.25}
    cart = client.post(f"{STORE}/carts", json={**LINES, "custom_items": [custom]}).json()["data"]
    line = cart["line_items"]["custom_items"][0]["id"]
    cart_url = f"{STORE}/carts/{cart['id']}"
    yield client.put(f"{cart_url}/items/{line}", json={"custom_items": [{**custom, "quantity": 4}]})
    metafield = {"permission_set": "read", "namespace": "shop", "key": "door", "value": "north"}
    client.post(f"{cart_url}/metafields", json=metafield)
    yield client.get(f"{cart_url}/metafields", params={"key": "door", "namespace": "shop"})
    yield client.get(f"{cart_url}/metafields", params={"limit": 1})
    ahead = {"customer_message": "Please ring.", "version": 9999}
    yield client.put(f"{STORE}/checkouts/{cart['id']}", json=ahead)


def _orders(client: httpx.Client) -> Iterator[httpx.Response]:
    checkout = _ready(client)
    first, _ = (client.post(f"{checkout}/orders").json()["data"]["id"] for _ in range(2))
    token = client.post(f"{STORE}/payments/access_tokens", json={"order": {"id": first}}).json()["data"]["id"]
    paying = {"Authorization": f"PAT {token}", "Accept": "application/vnd.bc.v1+json"}
    yield client.post("/stores/emulator/payments", json=payment(GOOD_CARD), headers=paying)
    yield client.get(checkout)


def _addresses(client: httpx.Client) -> Iterator[httpx.Response]:
    cart = client.post(f"{STORE}/carts", json=LINES).json()["data"]
    checkout = f"{STORE}/checkouts/{cart['id']}"
    client.post(f"{checkout}/billing-address", json=ADDRESS)
    items = [{"item_id": each["id"], "quantity": each["quantity"]} for each in cart["line_items"]["physical_items"]]
    rough = {name: text for name, text in ADDRESS.items() if name not in ("address1", "city")}
    sent = [{"address": ADDRESS, "line_items": items[:1]}, {"address": rough, "line_items": items[1:]}]
    held = client.post(f"{checkout}/consignments", json=sent, params=OPTIONS).json()["data"]["consignments"]
    for one in held:
        option = one["available_shipping_options"][0]["id"]
        yield client.put(f"{checkout}/consignments/{one['id']}", json={"shipping_option_id": option})
    yield client.post(f"{checkout}/orders")
    fewer = {"address": ADDRESS, "line_items": [{**items[0], "quantity": 1}]}
    yield client.put(f"{checkout}/consignments/{held[0]['id']}", json=fewer)
    yield client.get(checkout)


def _shopping(store: Any) -> Iterator[httpx.Response]:
    mine, other = store.browser(), store.browser()
    wanted = {"lineItems": [{"productId": PLAIN, "quantity": 1}]}
    for browser in (mine, other):
        browser.get("/")
    checkout = f"{SHOP}/checkouts/{mine.post(f'{SHOP}/carts', json=wanted).json()['id']}"
    yield mine.post(f"{checkout}/gift-certificates", json={"giftCertificateCode": "NONE"})
    yield mine.get(checkout)
    other.post(f"{SHOP}/carts", json=wanted)
    yield other.get(f"{SHOP}/orders/{_order(store.server())}")


def _order(client: httpx.Client) -> int:
    return int(client.post(f"{_ready(client)}/orders").json()["data"]["id"])


def _ready(client: httpx.Client) -> str:
    """Where a checkout is that can be ordered."""
    cart = client.post(f"{STORE}/carts", json=LINES).json()["data"]
    checkout = f"{STORE}/checkouts/{cart['id']}"
    client.post(f"{checkout}/billing-address", json=ADDRESS)
    items = [{"item_id": each["id"], "quantity": each["quantity"]} for each in cart["line_items"]["physical_items"]]
    sent = [{"address": ADDRESS, "line_items": items}]
    (held,) = client.post(f"{checkout}/consignments", json=sent, params=OPTIONS).json()["data"]["consignments"]
    option = {"shipping_option_id": held["available_shipping_options"][0]["id"]}
    client.put(f"{checkout}/consignments/{held['id']}", json=option)
    return checkout

"""A walk through purchases out of the ordinary: half an address, certificates alone, discounts of two kinds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
from emulator_driving import ADDRESS, GOOD_CARD, payment

STORE, SHOP = "/stores/emulator/v3", "/api/storefront"
PLAIN, SECOND = 111, 117
ENGRAVED, TEXT = 113, 41
MONTH = 2_592_000  # seconds
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
        "checkout-token-clears-message",
        "checkout-token-for-nobodys-checkout",
        "checkout-token-is-the-same-for-all",
        "checkout-token-lives-for-any-time",
        "checkout-token-of-thirty-days-refused",
        "consignment-renamed-by-other-items",
        "custom-item-may-be-nameless",
        "custom-item-update-is-ignored",
        "lineitem-update-clears-texts",
        "manual-discount-on-line-joins-that-on-cart",
        "manual-discount-on-line-outlives-others",
        "manual-discount-takes-the-first-of-several",
        "metafield-list-asked-for-both-is-empty",
        "metafield-list-counts-a-page-too-many",
        "order-goes-to-no-street",
        "order-paid-keeps-cart-of-a-later-one",
        "order-second-address-is-not-checked",
        "sold-certificate-update-is-ignored",
        "sold-certificates-by-the-dozen-are-dearer",
        "storefront-order-is-shown-to-any-shopper",
        "storefront-order-stays-incomplete",
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
    yield from _changes(client)
    yield from _tokens(client)
    yield from _paid(store)


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


def _changes(client: httpx.Client) -> Iterator[httpx.Response]:
    engraved = {
        "product_id": ENGRAVED,
        "quantity": 1,
        "option_selections": [{"option_id": TEXT, "option_value": "Ida"}],
    }
    made = client.post(f"{STORE}/carts", json={"line_items": [engraved], "gift_certificates": [CERTIFICATES]})
    cart = made.json()["data"]
    lines, items = cart["line_items"], f"{STORE}/carts/{cart['id']}/items"
    dearer = {"gift_certificates": [{**CERTIFICATES, "amount": 50}]}
    yield client.put(f"{items}/{lines['gift_certificates'][0]['id']}", json=dearer)
    more = {"line_item": {"product_id": ENGRAVED, "quantity": 2}}
    yield client.put(f"{items}/{lines['physical_items'][0]['id']}", json=more)
    yield client.get(f"{STORE}/carts/{cart['id']}", params={"include": "line_items.physical_items.options"})
    yield client.post(items, json={"custom_items": [{"name": "", "sku": "ES-1", "quantity": 1, "list_price": 4.25}]})
    both = {"cart": {"discounts": [{"discounted_amount": 3}, {"discounted_amount": 2}]}}
    yield client.post(f"{STORE}/checkouts/{cart['id']}/discounts", json=both)


def _tokens(client: httpx.Client) -> Iterator[httpx.Response]:
    checkouts = [f"{STORE}/checkouts/{client.post(f'{STORE}/carts', json=LINES).json()['data']['id']}" for _ in "ab"]
    client.put(checkouts[0], json={"customer_message": "Please ring."})
    for checkout, terms in zip(checkouts, ({}, {"ttl": MONTH}), strict=True):
        yield client.post(f"{checkout}/token", json=terms)
    yield client.get(checkouts[0])
    yield client.post(f"{checkouts[1]}/token", json={"ttl": MONTH + 1})
    yield client.post(f"{STORE}/checkouts/00000000-0000-4000-8000-000000000000/token", json={})


def _paid(store: Any) -> Iterator[httpx.Response]:
    client, browser = store.server(), store.browser()
    checkout = _ready(client)
    links = client.post(f"{STORE}/carts/{checkout.rsplit('/', 1)[-1]}/redirect_urls").json()["data"]
    browser.get(links["cart_url"])
    number = client.post(f"{checkout}/orders").json()["data"]["id"]
    token = client.post(f"{STORE}/payments/access_tokens", json={"order": {"id": number}}).json()["data"]["id"]
    paying = {"Authorization": f"PAT {token}", "Accept": "application/vnd.bc.v1+json"}
    yield client.post("/stores/emulator/payments", json=payment(GOOD_CARD), headers=paying)
    yield browser.get(f"{SHOP}/orders/{number}")


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

"""The part of the walk that is about orders, payments, access, sessions, both faces at once, and odd requests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
from emulator_driving import ADDRESS, DECLINED_CARD, GOOD_CARD, READ_ONLY, camel, payment

STORE, V2, SHOP = "/stores/emulator/v3", "/stores/emulator/v2", "/api/storefront"
PLAIN, VARIED, DIGITAL, SECOND, MEDIUM = 111, 112, 114, 117, 82
NOWHERE, NO_NUMBER = "00000000-0000-4000-8000-000000000000", 2_000_000_011
OPTIONS = {"include": "consignments.available_shipping_options"}
BILL = {**ADDRESS, "first_name": "Ines"}
MESSAGE = "Grüße " * 60
PARTS = ("", "/products", "/shipping_addresses", "/coupons")
HEADERS = ("x-rate-limit-requests-left", "x-rate-limit-time-reset-ms", "cache-control")


def order_walk(store: Any) -> Iterator[httpx.Response]:
    """Every exchange of a walk through the orders of a store."""
    client = store.server()
    yield from _beginnings(client)
    yield from _repeats(client)
    yield from _refusals(client)
    yield from _payments(client)
    yield from _access(store, client)
    yield from _sessions(store)
    yield from _both_faces(store, client)
    yield from _requests(client)
    yield from _versions(client)


def _cart(client: httpx.Client, *lines: tuple[int, int], **more: Any) -> str:
    wanted = [{"product_id": product, "quantity": quantity} for product, quantity in lines or ((PLAIN, 12),)]
    made = client.post(f"{STORE}/carts", json={"line_items": wanted, **more})
    return str(made.json()["data"]["id"])


def _checkout(client: httpx.Client, cart: str) -> dict[str, Any]:
    shown: dict[str, Any] = client.get(f"{STORE}/checkouts/{cart}", params=OPTIONS).json()["data"]
    return shown


def _lines(client: httpx.Client, cart: str) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = _checkout(client, cart)["cart"]["line_items"]["physical_items"]
    return lines


def _shipped(client: httpx.Client, cart: str, *, options: bool = True) -> None:
    """Two consignments where there are two lines, with what costs something."""
    lines = _lines(client, cart)
    sent: list[dict[str, Any]] = [
        {"address": {**ADDRESS, "city": city}, "line_items": [{"item_id": one["id"], "quantity": one["quantity"]}]}
        for one, city in zip(lines, ("Austin", "Houston", "Dallas"), strict=False)
    ]
    client.post(f"{STORE}/checkouts/{cart}/consignments", json=sent)
    for held in _checkout(client, cart)["consignments"] if options else []:
        chosen = {"shipping_option_id": held["available_shipping_options"][1]["id"]}
        client.put(f"{STORE}/checkouts/{cart}/consignments/{held['id']}", json=chosen)


def _ready(client: httpx.Client) -> str:
    cart = _cart(client, (PLAIN, 12), (SECOND, 3))
    place = f"{STORE}/checkouts/{cart}"
    varied = {"line_items": [{"product_id": VARIED, "variant_id": MEDIUM, "quantity": 2}]}
    client.post(f"{STORE}/carts/{cart}/items", json=varied)
    client.post(f"{place}/billing-address", json=BILL)
    client.put(place, json={"customer_message": MESSAGE})
    client.post(f"{place}/coupons", json={"coupon_code": "SAVE10"})
    _shipped(client, cart)
    return cart


def _order(client: httpx.Client, cart: str) -> int:
    return int(client.post(f"{STORE}/checkouts/{cart}/orders").json()["data"]["id"])


def _looks(client: httpx.Client, number: int) -> Iterator[httpx.Response]:
    for part in PARTS:
        yield client.get(f"{V2}/orders/{number}{part}")


def _beginnings(client: httpx.Client) -> Iterator[httpx.Response]:
    checkout = f"{STORE}/checkouts/{_cart(client, (PLAIN, 1), (SECOND, 1))}"
    for _ in range(2):
        yield client.get(checkout)
    yield client.post(f"{checkout}/billing-address", json=BILL)
    yield client.put(checkout, json={"customer_message": MESSAGE})


def _repeats(client: httpx.Client) -> Iterator[httpx.Response]:
    cart = _ready(client)
    first, second = _order(client, cart), _order(client, cart)
    for number in (first, second, first):
        yield from _looks(client, number)
    yield client.get(f"{STORE}/checkouts/{cart}")
    yield client.post(f"{STORE}/checkouts/{_ready(client)}/orders")
    item = _lines(client, cart)[0]
    more = {"line_item": {"product_id": item["product_id"], "quantity": 9}}
    yield client.put(f"{STORE}/carts/{cart}/items/{item['id']}", json=more)
    yield client.put(f"{STORE}/checkouts/{cart}", json={"customer_message": "Another one"})
    yield from _looks(client, first)
    _shipped(client, cart)
    third = client.post(f"{STORE}/checkouts/{cart}/orders")
    yield third
    yield from _looks(client, int((third.json().get("data") or {}).get("id", NO_NUMBER)))
    for status in (5, 1, 0):
        yield client.put(f"{V2}/orders/{second}", json={"status_id": status})
        yield from _looks(client, second)
    client.delete(f"{STORE}/carts/{cart}")
    yield from _looks(client, first)
    yield client.get(f"{V2}/orders/{NO_NUMBER}")
    yield client.post(f"{STORE}/checkouts/{cart}/orders")


def _refusals(client: httpx.Client) -> Iterator[httpx.Response]:
    yield client.post(f"{STORE}/checkouts/{NOWHERE}/orders")
    unbilled = _cart(client)
    _shipped(client, unbilled)
    yield client.post(f"{STORE}/checkouts/{unbilled}/orders")
    waiting = _cart(client)
    client.post(f"{STORE}/checkouts/{waiting}/billing-address", json=BILL)
    yield client.post(f"{STORE}/checkouts/{waiting}/orders")
    yield client.get(f"{STORE}/checkouts/{waiting}")
    digital = _cart(client, (DIGITAL, 1))
    client.post(f"{STORE}/checkouts/{digital}/billing-address", json=BILL)
    yield client.post(f"{STORE}/checkouts/{digital}/orders")


def _token(client: httpx.Client, number: int) -> httpx.Response:
    return client.post(f"{STORE}/payments/access_tokens", json={"order": {"id": number}})


def _payments(client: httpx.Client) -> Iterator[httpx.Response]:
    cart, other = _ready(client), _ready(client)
    number, unpaid = _order(client, cart), _order(client, other)
    methods = f"{STORE}/payments/methods"
    yield client.get(methods, params={"order_id": number})
    client.put(f"{V2}/orders/{number}", json={"status_id": 1})
    yield _token(client, number)
    client.put(f"{V2}/orders/{number}", json={"status_id": 0})
    token = _token(client, number)
    yield token
    yield _token(client, unpaid)
    yield _token(client, NO_NUMBER)
    paying, wrong = ({"authorization": f"PAT {held}"} for held in (token.json()["data"]["id"], "none"))
    yield client.post("/stores/emulator/payments", json=payment(GOOD_CARD), headers=wrong)
    for body in ({}, payment(DECLINED_CARD)):
        yield client.post("/stores/emulator/payments", json=body, headers=paying)
        yield client.get(f"{V2}/orders/{number}")
        yield client.get(f"{STORE}/checkouts/{cart}")
    for _ in range(2):
        yield client.post("/stores/emulator/payments", json=payment(GOOD_CARD), headers=paying)
        yield from _looks(client, number)
    yield client.get(f"{V2}/orders/{unpaid}")
    yield _token(client, number)
    yield client.post(f"{STORE}/checkouts/{cart}/orders")


def _access(store: Any, client: httpx.Client) -> Iterator[httpx.Response]:
    cart = _ready(client)
    number, item = _order(client, cart), _lines(client, cart)[0]["id"]
    checkout = f"{STORE}/checkouts/{cart}"
    reader, nobody, wrong = store.server(READ_ONLY), store.server(None), store.server("wrong")
    yield reader.get(checkout)
    yield reader.put(checkout, json={"customer_message": "by a reader"})
    yield reader.post(f"{checkout}/orders")
    yield reader.delete(f"{STORE}/carts/{cart}/items/{item}")
    for place in (f"{V2}/orders/{number}", f"{V2}/orders/{number}/shipping_addresses", f"{STORE}/checkouts/settings"):
        yield nobody.get(place)
    yield nobody.post(f"{checkout}/coupons", json={"coupon_code": "SAVE10"})
    yield nobody.post(f"{STORE}/carts/{cart}/redirect_urls")
    yield _token(nobody, number)
    yield wrong.get(f"{STORE}/carts/{cart}/metafields")
    yield wrong.post(f"{checkout}/fees", json={"fees": []})
    yield wrong.put(checkout, json={"customer_message": "by nobody"})
    yield client.get(checkout)
    yield client.get(checkout.replace("/emulator/", "/another/"))


def _sessions(store: Any) -> Iterator[httpx.Response]:
    mine, other, fresh = store.browser(), store.browser(), store.browser()
    wanted = {"lineItems": [{"productId": PLAIN, "quantity": 2}, {"productId": SECOND, "quantity": 1}]}
    for browser in (mine, other, fresh):
        browser.get("/")
    made = mine.post(f"{SHOP}/carts", json=wanted)
    yield made
    theirs = other.post(f"{SHOP}/carts", json=wanted).json()["id"]
    cart = made.json()["id"]
    checkout = f"{SHOP}/checkouts/{cart}"
    item = made.json()["lineItems"]["physicalItems"][0]["id"]
    yield fresh.get(f"{SHOP}/carts")
    for stranger in (fresh, store.browser()):
        yield stranger.get(checkout)
    mine.post(f"{checkout}/billing-address", json=camel(ADDRESS))
    sent = [{"address": camel(ADDRESS), "lineItems": [{"itemId": item, "quantity": 2}]}]
    held = mine.post(f"{checkout}/consignments", json=sent).json()["consignments"][0]["id"]
    yield other.post(f"{checkout}/billing-address", json=camel(ADDRESS))
    yield other.put(f"{checkout}/consignments/{held}", json={"address": camel(BILL)})
    yield other.post(f"{SHOP}/carts/{cart}/items", json=wanted)
    yield other.delete(f"{checkout}/carts/{cart}/items/{item}")
    yield other.post(f"{checkout}/coupons", json={"couponCode": "SAVE10"})
    mine.post(f"{checkout}/coupons", json={"couponCode": "SAVE10"})
    yield other.delete(f"{checkout}/coupons/SAVE10")
    yield mine.post(f"{SHOP}/carts/{cart}/items", json={"lineItems": [{"productId": PLAIN, "quantity": 5}]})
    yield other.get(f"{SHOP}/checkouts/{theirs}")
    for token in (None, "wrong"):
        yield _forged(mine, "PUT", checkout, token)
        yield _forged(mine, "GET", checkout, token)
    yield mine.put(checkout, json={"customerMessage": MESSAGE})
    yield _told(mine.get(checkout))
    yield other.delete(f"{SHOP}/carts/{cart}")
    mine.get("/")
    yield mine.get(checkout)


def _forged(browser: httpx.Client, method: str, place: str, token: str | None) -> httpx.Response:
    """A request with the session's cookies and another anti-forgery token, or none."""
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    headers = {"cookie": cookies, **({} if token is None else {"x-sf-csrf-token": token})}
    body = None if method == "GET" else {"customerMessage": "forged"}
    plain = httpx.Client(transport=browser._transport, base_url="http://emulator.test")
    return plain.request(method, place, json=body, headers=headers)


def _told(response: httpx.Response) -> httpx.Response:
    """The headers of an answer that say more than its body, as an answer of their own."""
    return httpx.Response(response.status_code, json=[response.headers.get(name) for name in HEADERS])


def _both_faces(store: Any, client: httpx.Client) -> Iterator[httpx.Response]:
    cart = _ready(client)
    client.post(f"{STORE}/checkouts/{cart}/discounts", json={"cart": {"discounts": [{"discounted_amount": 2}]}})
    browser, other = store.browser(), store.browser()
    links = client.post(f"{STORE}/carts/{cart}/redirect_urls")
    yield links
    browser.get(links.json()["data"]["cart_url"])
    looks = (f"{SHOP}/checkouts/{cart}", f"{SHOP}/carts")
    for place in looks:
        yield browser.get(place)
    yield browser.post(f"{SHOP}/carts/{cart}/items", json={"lineItems": [{"productId": PLAIN, "quantity": 1}]})
    for _ in range(2):
        yield client.get(f"{STORE}/checkouts/{cart}")
    yield _told(client.get(f"{STORE}/checkouts/{cart}"))
    _shipped(client, cart)
    number = _order(client, cart)
    yield browser.get(f"{SHOP}/checkouts/{cart}")
    yield browser.get(f"{SHOP}/orders/{number}")
    yield other.get(f"{SHOP}/orders/{number}")
    token = _token(client, number).json()["data"]["id"]
    client.post("/stores/emulator/payments", json=payment(GOOD_CARD), headers={"authorization": f"PAT {token}"})
    for place in looks:
        yield browser.get(place)
    yield client.delete(f"{STORE}/carts/{_cart(client)}")


def _requests(client: httpx.Client) -> Iterator[httpx.Response]:
    cart = _ready(client)
    checkout, item = f"{STORE}/checkouts/{cart}", _lines(client, cart)[0]
    for method, place in (("GET", f"{STORE}/no-such-thing"), ("DELETE", checkout)):
        yield client.request(method, place)
    for body in (b'{"customer_message": "x', b'{"customer_message": "x"', b"[]"):
        yield client.put(checkout, content=body)
    lines = [{"item_id": item["id"], "quantity": 1}]
    free = _cart(client)
    yield client.post(f"{STORE}/checkouts/{free}/consignments", json={"address": ADDRESS, "line_items": lines})
    yield client.put(f"{STORE}/carts/{free}/items/{_lines(client, free)[0]['id']}", json={"quantity": 7})
    yield client.get(f"{STORE}/carts/100")
    for query in ({"other": "1"}, OPTIONS):
        yield client.get(checkout, params=query)
    chosen = _checkout(client, cart)["consignments"][0]
    option = {"shipping_option_id": chosen["available_shipping_options"][2]["id"]}
    yield client.put(f"{checkout}/consignments/{chosen['id']}", json=option)
    yield client.post(f"{checkout}/coupons", json={"coupon_code": "NONE"})
    yield client.get(checkout)


def _versions(client: httpx.Client) -> Iterator[httpx.Response]:
    cart = _cart(client)
    checkout = f"{STORE}/checkouts/{cart}"
    bill = client.post(f"{checkout}/billing-address", json=BILL).json()["data"]["billing_address"]["id"]
    yield client.put(f"{checkout}/billing-address/{bill}", json={**ADDRESS, "version": 1})
    yield client.post(f"{checkout}/coupons", json={"coupon_code": "SAVE10", "version": 1})
    yield client.put(checkout, json={"customer_message": "x", "version": 1})
    yield client.get(checkout)

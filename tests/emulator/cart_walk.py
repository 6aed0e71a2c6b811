"""The part of the walk that is about carts: lines of all kinds, limits, fees, discounts, metafields, both faces."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx

STORE, SHOP = "/stores/emulator/v3", "/api/storefront"
PLAIN, VARIED, PERSONAL, DIGITAL, LIMITED, SCARCE, SECOND, BUNDLED = 111, 112, 113, 114, 115, 116, 117, 118
SMALL, MEDIUM, ENGRAVING = 81, 82, 41
NOWHERE, NO_NUMBER = "00000000-0000-4000-8000-000000000000", 2_000_000_011
OPTIONS = {"include": "line_items.physical_items.options,redirect_urls"}
SHOP_OPTIONS = {"include": "cart.lineItems.physicalItems.options"}


def cart_walk(store: Any) -> Iterator[httpx.Response]:
    """Every exchange of a walk through the carts of a store."""
    client = store.server()
    yield from _beginnings(client)
    yield from _lines(client)
    yield from _variants(client)
    yield from _without_product(client)
    yield from _fees_and_discounts(client)
    yield from _metafields(client)
    yield from _settings(client)
    yield from _faces(store, client)
    yield from _shopping(store)
    yield from _endings(client)
    yield from _owners(store, client)


def _line(product_id: int, quantity: int = 1, **more: Any) -> dict[str, Any]:
    return {"product_id": product_id, "quantity": quantity, **more}


def _cart(client: httpx.Client, **body: Any) -> httpx.Response:
    return client.post(f"{STORE}/carts", json=body or {"line_items": [_line(PLAIN, 2), _line(SECOND)]})


def _places(made: httpx.Response) -> tuple[str, str]:
    cart_id = made.json()["data"]["id"]
    return f"{STORE}/carts/{cart_id}", f"{STORE}/checkouts/{cart_id}"


def _items(shown: httpx.Response, kind: str = "physical_items") -> list[dict[str, Any]]:
    held: list[dict[str, Any]] = shown.json()["data"]["line_items"][kind]
    return held


def _beginnings(client: httpx.Client) -> Iterator[httpx.Response]:
    yield _cart(client, channel_id=1)
    for place in (f"{STORE}/carts/{NOWHERE}", f"{STORE}/checkouts/{NOWHERE}"):
        yield client.get(place)
    yield client.post(f"{STORE}/carts/{NOWHERE}/items", json={"line_items": [_line(PLAIN)]})
    yield client.post(f"{STORE}/carts/{NOWHERE}/redirect_urls")
    for body in (
        {"line_items": [_line(NO_NUMBER)]},
        {"line_items": [_line(VARIED)]},
        {"line_items": [_line(VARIED, variant_id=NO_NUMBER)]},
        {"line_items": [_line(PERSONAL)]},
        {"line_items": [_line(LIMITED, 3)]},
        {"line_items": [_line(BUNDLED, 2)]},
        {"line_items": [_line(SCARCE, 6)]},
        {"line_items": [_line(PLAIN, 12, list_price=0.99)]},
        {"line_items": [_line(DIGITAL), _line(PLAIN)]},
    ):
        yield _cart(client, **body)
    text = [{"option_id": ENGRAVING, "option_value": "Für Žofie, 花子"}]
    worded = _cart(client, line_items=[_line(PERSONAL, option_selections=text)])
    yield client.get(_places(worded)[0], params=OPTIONS)


def _lines(client: httpx.Client) -> Iterator[httpx.Response]:
    made = _cart(client, line_items=[_line(LIMITED), _line(PLAIN), _line(VARIED, variant_id=SMALL)])
    cart, checkout = _places(made)
    other, other_checkout = _places(_cart(client))
    first, second, third = _items(made)
    yield client.post(f"{cart}/items", json={"line_items": [_line(LIMITED, 2)]})
    yield client.post(f"{cart}/items", json={"line_items": [_line(SECOND), _line(NO_NUMBER)]})
    yield client.get(checkout)
    yield client.put(f"{cart}/items/{first['id']}", json={"line_item": _line(LIMITED, 3)})
    for _ in range(2):
        yield client.put(f"{cart}/items/{second['id']}", json={"line_item": _line(PLAIN, 12)})
    yield client.delete(f"{other}/items/{third['id']}")
    yield client.put(f"{other}/items/{third['id']}", json={"line_item": _line(VARIED, 2)})
    for place in (cart, checkout, other, other_checkout):
        yield client.get(place)
    yield client.delete(f"{cart}/items/{NOWHERE}", headers={"content-type": "application/json"})
    yield client.get(checkout)
    version = client.get(checkout).json()["data"]["version"]
    stale = {"version": version + 100}
    yield client.post(f"{cart}/items", json={"line_items": [_line(SECOND)]} | stale)
    yield client.put(f"{cart}/items/{second['id']}", json={"line_item": _line(PLAIN, 2)} | stale)
    yield client.request("DELETE", f"{cart}/items/{second['id']}", json=stale)
    yield client.post(f"{checkout}/discounts", json={"cart": {"discounts": [{"discounted_amount": 1}]} | stale})
    yield client.get(checkout)


def _variants(client: httpx.Client) -> Iterator[httpx.Response]:
    yield _cart(client, line_items=[_line(PLAIN, 2), _line(PLAIN, 3)])
    goods = [_line(VARIED, variant_id=SMALL), _line(VARIED, variant_id=MEDIUM), _line(BUNDLED, 3), _line(SCARCE)]
    made = _cart(client, line_items=goods)
    cart = _places(made)[0]
    first, _, third, fourth = _items(made)
    yield client.put(f"{cart}/items/{third['id']}", json={"line_item": _line(BUNDLED, 2)})
    yield client.put(f"{cart}/items/{fourth['id']}", json={"line_item": _line(SCARCE, 6)})
    yield client.put(f"{cart}/items/{first['id']}", json={"line_item": _line(VARIED, 4)})
    yield client.delete(f"{cart}/items/{first['id']}")
    yield client.get(cart)


def _without_product(client: httpx.Client) -> Iterator[httpx.Response]:
    custom = {"name": "Ständer für Žofie", "sku": "ES-1", "quantity": 1, "list_price": 12.25}
    dozen = [custom | {"name": f"Stand {number}", "quantity": number} for number in range(1, 13)]
    made = _cart(client, custom_items=[custom, *dozen])
    yield made
    cart, checkout = _places(made)
    yield client.get(checkout)
    yield client.post(f"{cart}/items", json={"custom_items": [custom | {"name": "o" * 250}]})
    yield client.post(f"{cart}/items", json={"custom_items": [custom | {"name": "o" * 251}]})
    yield client.delete(f"{cart}/items/{_items(made, 'custom_items')[0]['id']}")
    sold = {
        "name": "Gift certificate",
        "theme": "Birthday",
        "amount": 25,
        "quantity": 1,
        "sender": {"name": "Ada", "email": "ada@example.com"},
        "recipient": {"name": "Ben", "email": "ben@example.com"},
        "message": "m" * 200,
    }
    for change in ({}, {"amount": 1000}, {"amount": 1000.01}, {"amount": 0.99}, {"message": "m" * 201}):
        both = _cart(client, line_items=[_line(PLAIN)], gift_certificates=[sold | change])
        yield both
    yield client.get(_places(_cart(client, gift_certificates=[sold]))[1])


def _fees_and_discounts(client: httpx.Client) -> Iterator[httpx.Response]:
    made = _cart(client, line_items=[_line(PLAIN, 3), _line(SECOND), _line(VARIED, variant_id=SMALL)])
    checkout = _places(made)[1]
    yield client.put(checkout, json={"customer_message": "Please ring."})
    share = [{"item_id": line["id"], "quantity": line["quantity"]} for line in _items(made)]
    home = {"country_code": "US", "email": "", "state_or_province": "Texas", "postal_code": "78701"}
    include = {"include": "consignments.available_shipping_options"}
    sent = client.post(f"{checkout}/consignments", json=[{"address": home, "line_items": share}], params=include)
    (held,) = sent.json()["data"]["consignments"]
    chosen = {"shipping_option_id": held["available_shipping_options"][1]["id"]}
    yield client.put(f"{checkout}/consignments/{held['id']}", json=chosen)
    yield client.put(checkout, json={"customer_message": "Please don't ring."})
    for _ in range(2):
        yield client.get(checkout, params=include)
    fee = {"type": "custom_fee", "name": "wrapping", "display_name": "Wrapping", "cost": 99.99, "source": "suite"}
    for change in ({}, {"name": "n" * 51}, {"display_name": "d" * 200}):
        yield client.post(f"{checkout}/fees", json={"fees": [fee | change]})
        yield client.get(checkout)
    first, *_ = client.get(checkout).json()["data"]["fees"]
    yield client.put(f"{checkout}/fees", json={"fees": [fee | {"id": first["id"], "name": "new", "cost": 3}]})
    yield client.get(checkout)
    for ids in ([NOWHERE], [client.get(checkout).json()["data"]["fees"][0]["id"]]):
        yield client.request("DELETE", f"{checkout}/fees", json={"ids": ids})
        yield client.get(checkout)
    for count in (5, 1):
        yield client.post(f"{checkout}/fees", json={"fees": [fee] * count})
    for amount in (0.35, 5, 3, 0):
        yield client.post(f"{checkout}/discounts", json={"cart": {"discounts": [{"discounted_amount": amount}]}})
        yield client.get(checkout)
    for item_id in (_items(made)[2]["id"], NOWHERE):
        on_line = {"cart": {"line_items": [{"id": item_id, "discounted_amount": 1.5}]}}
        yield client.post(f"{checkout}/discounts", json=on_line)
        yield client.get(checkout)


def _metafields(client: httpx.Client) -> Iterator[httpx.Response]:
    cart, other = (_places(_cart(client))[0] for _ in range(2))
    cart_id, other_id = cart.rsplit("/", 1)[1], other.rsplit("/", 1)[1]
    given = {"permission_set": "read_and_sf_access", "namespace": "shop", "key": "first", "value": "für Žofie"}
    made = []
    for change in ({}, {"key": "second", "value": "v" * 300}, {"key": "third"}, {}, {"key": "k" * 65}):
        answer = client.post(f"{cart}/metafields", json=given | change | {"description": "Where"})
        made.append(answer)
        yield answer
    ids = [each.json()["data"]["id"] for each in made[:3]]
    yield client.get(f"{cart}/metafields")
    yield client.get(f"{cart}/metafields", params={"namespace": "shop"})
    yield client.get(f"{other}/metafields/{ids[0]}")
    yield client.put(f"{cart}/metafields/{ids[0]}", json=given | {"value": "south", "description": "Door"})
    for place in (f"{cart}/metafields/{ids[0]}", f"{cart}/metafields/{NO_NUMBER}", cart):
        yield client.get(place)
    yield client.delete(f"{cart}/metafields/{NO_NUMBER}")
    batch = [{**given, "resource_id": each, "key": "batch"} for each in (cart_id, other_id)]
    yield client.post(f"{STORE}/carts/metafields", json=batch)
    yield client.put(f"{STORE}/carts/metafields", json=[{**given, "id": each, "key": str(each)} for each in ids])
    yield client.request("DELETE", f"{STORE}/carts/metafields", json=ids[1:])
    for place in (f"{cart}/metafields", f"{other}/metafields"):
        yield client.get(place)
    yield client.delete(f"{cart}/metafields/{ids[0]}")
    yield client.get(f"{cart}/metafields/{ids[0]}")


def _settings(client: httpx.Client) -> Iterator[httpx.Response]:
    checkout = _places(_cart(client))[1]
    for of in ("carts", "checkouts"):
        settings = client.get(f"{STORE}/{of}/settings")
        yield settings
        yield client.put(f"{STORE}/{of}/settings", json=settings.json()["data"])
        yield client.get(checkout)


def _faces(store: Any, client: httpx.Client) -> Iterator[httpx.Response]:
    made = _cart(client)
    cart, checkout = _places(made)
    links = client.post(f"{cart}/redirect_urls").json()["data"]
    yield client.get(cart, params=OPTIONS)
    browser = store.browser()
    seen = checkout.replace(STORE, SHOP)
    for visitor in (browser, store.browser()):
        yield visitor.get(links["cart_url"])
        yield visitor.get(seen)
    yield client.post(f"{cart}/redirect_urls")
    yield client.get(checkout)
    yield client.post(f"{cart}/items", json={"line_items": [_line(VARIED, variant_id=SMALL)]})
    yield client.put(f"{cart}/items/{_items(made)[0]['id']}", json={"line_item": _line(PLAIN, 9)})
    yield client.put(checkout, json={"customer_message": "Server"})
    yield browser.get(seen)
    fee = {"type": "custom_fee", "name": "wrapping", "display_name": "Wrapping", "cost": 2, "source": "suite"}
    yield client.post(f"{checkout}/fees", json={"fees": [fee]})
    yield client.post(f"{checkout}/discounts", json={"cart": {"discounts": [{"discounted_amount": 2}]}})
    yield browser.get(seen)
    yield browser.post(f"{cart.replace(STORE, SHOP)}/currency", json={"currencyCode": "EUR"})
    yield browser.post(
        f"{cart.replace(STORE, SHOP)}/items", json={"lineItems": [{"productId": DIGITAL, "quantity": 1}]}
    )
    line = {"lineItem": {"productId": SECOND, "quantity": 7}}
    yield browser.put(f"{cart.replace(STORE, SHOP)}/items/{_items(made)[1]['id']}", json=line)
    yield browser.put(seen, json={"customerMessage": "Shopper"})
    yield client.get(checkout)


def _shopping(store: Any) -> Iterator[httpx.Response]:
    browser = store.browser()
    wanted = [
        {"productId": PLAIN, "quantity": 2},
        {"productId": SECOND, "quantity": 1},
        {"productId": VARIED, "variantId": MEDIUM, "quantity": 1},
    ]
    made = browser.post(f"{SHOP}/carts", json={"lineItems": wanted})
    cart, checkout = f"{SHOP}/carts/{made.json()['id']}", f"{SHOP}/checkouts/{made.json()['id']}"
    lines = [line["id"] for line in made.json()["lineItems"]["physicalItems"]]
    yield browser.get(checkout, params=SHOP_OPTIONS)
    yield browser.get(f"{SHOP}/carts")
    yield browser.get(checkout)
    for code in ("XTS", "EUR", "USD"):
        yield browser.post(f"{cart}/currency", json={"currencyCode": code})
        yield browser.get(checkout)
    yield browser.post(f"{checkout}/store-credit")
    yield browser.get(checkout)
    yield browser.put(f"{cart}/items/{lines[0]}", json={"lineItem": {"productId": PLAIN, "quantity": 5}})
    yield browser.get(checkout)
    yield browser.delete(f"{cart}/items/{lines[1]}")
    yield browser.get(checkout)
    yield browser.put(f"{cart}/items/{NOWHERE}", json={"lineItem": {"productId": PLAIN, "quantity": 5}})
    for message in ("Twice.", "Twice.", "", "m" * 2001):
        yield browser.put(checkout, json={"customerMessage": message})
    yield browser.get(checkout)


def _endings(client: httpx.Client) -> Iterator[httpx.Response]:
    made = _cart(client)
    cart, checkout = _places(made)
    kept = _places(_cart(client))[1]
    for text in ("Please ring.", "Please don't ring."):
        yield client.put(checkout, json={"customer_message": text})
    home = {"country_code": "US", "email": "ada@example.com", "address1": "14 Cedar Lane"}
    yield client.post(f"{checkout}/billing-address", json=home)
    yield client.post(f"{checkout}/coupons", json={"coupon_code": "SAVE10"})
    first, second = _items(made)
    yield client.put(f"{cart}/items/{first['id']}", json={"line_item": _line(PLAIN, 3)})
    yield client.get(checkout)
    yield client.delete(f"{cart}/items/{second['id']}")
    yield client.get(checkout)
    yield client.delete(f"{cart}/items/{first['id']}")
    gone, gone_checkout = _places(_cart(client))
    for place in (cart, checkout, gone):
        yield client.get(place)
    for _ in range(2):
        yield client.delete(gone)
    yield client.post(f"{gone}/items", json={"line_items": [_line(PLAIN)]})
    for place in (gone_checkout, kept):
        yield client.get(place)


def _owners(store: Any, client: httpx.Client) -> Iterator[httpx.Response]:
    line = [_line(PLAIN, 12)]
    yield client.get(_places(_cart(client, customer_id=1, line_items=line))[1])
    cart, checkout = _places(_cart(client, line_items=line, currency={"code": "USD"}))
    yield client.post(f"{checkout}/coupons", json={"coupon_code": "SAVE10"})
    yield client.put(cart, json={"customer_id": 1})
    for place in (cart, checkout):
        yield client.get(place)
    yield client.put(checkout, json={"customer_message": "Please ring."})
    yield client.post(f"{cart}/items", json={"line_items": [_line(SECOND)]})
    yield client.post(f"{checkout}/discounts", json={"cart": {"discounts": [{"discounted_amount": 90_000}]}})
    yield client.get(checkout)
    goods = [_line(PLAIN), _line(SECOND), _line(DIGITAL), _line(BUNDLED, 3)]
    goods += [_line(VARIED, variant_id=variant) for variant in (SMALL, MEDIUM)]
    yield _cart(client, line_items=goods)
    yield _cart(client, line_items=[_line(PLAIN, 257)])
    said = _places(_cart(client))
    yield client.put(said[1], json={"customer_message": "Please don't ring."})
    yield client.delete(said[0])
    yield client.get(_places(_cart(client))[1])
    browser = store.browser()
    browser.get("/")
    yield browser.get(f"{SHOP}/carts")
    made = browser.post(f"{SHOP}/carts", json={"lineItems": [{"productId": PLAIN, "quantity": 1}]})
    seen = f"{SHOP}/checkouts/{made.json()['id']}"
    yield browser.post(f"{seen}/billing-address", json={"email": "ada@example.com", "countryCode": "US"})
    yield browser.put(seen, json={"customerMessage": "Please ring."})
    yield browser.post(f"{seen}/store-credit")
    yield browser.delete(f"{seen}/store-credit")

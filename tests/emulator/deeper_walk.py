"""The further end of the walk: addresses of all kinds, coupons and gift certificates on terms, refusals, repeats."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx

STORE = "/stores/emulator"
SHOP = "/api/storefront/checkouts"
PLAIN, SECOND, VARIED, MEDIUM = 111, 117, 112, 82
NO_ITEM, NO_OPTION, NO_ID = "00000000-0000-4000-8000-000000000000", "0" * 32, "0" * 13
PAST = "Mon, 01 Jan 2001 00:00:00 +0000"

HOME = {
    "first_name": "Nóra",
    "last_name": "O'Dwyer",
    "email": "nora+shop@example.com",
    "company": "Dwyer & Daughters",
    "address1": "ul. Długa 5",
    "address2": "Flat 3",
    "city": "San Antonio",
    "state_or_province": "",
    "state_or_province_code": "TX",
    "country_code": "US",
    "postal_code": "78205-1234",
    "phone": "+12105550117",
}
ABROAD = {**HOME, "country_code": "DE", "state_or_province": "Berlin", "state_or_province_code": "BE", "company": ""}
SHORT = {"country_code": "US", "email": "nora@example.com", "state_or_province": "", "postal_code": ""}

ON_TOWELS = {"entity": "products", "ids": [SECOND]}
COUPONS: tuple[dict[str, Any], ...] = (
    {"type": "percentage_discount", "amount": "25", "code": "QUARTER"},
    {"type": "per_total_discount", "amount": "5", "code": "FIVE"},
    {"type": "per_item_discount", "amount": "2", "code": "TWO EACH"},
    {"type": "per_total_discount", "amount": "900000", "code": "ALL"},
    {"type": "shipping_discount", "amount": "3", "code": "SHIPPING"},
    {"type": "free_shipping", "amount": "0", "code": "FREE"},
    {"type": "percentage_discount", "amount": "10", "code": "OVER", "expires": PAST},
    {"type": "percentage_discount", "amount": "10", "code": "OFF", "enabled": False},
    {"type": "percentage_discount", "amount": "10", "code": "MUCH", "min_purchase": "90000"},
    {"type": "percentage_discount", "amount": "10", "code": "SOME", "min_purchase": "200"},
    {
        "type": "percentage_discount",
        "amount": "10",
        "code": "ONE",
        "applies_to": {"entity": "products", "ids": [117]},
    },
    {"type": "percentage_discount", "amount": "10", "code": "L" * 50},
)
CERTIFICATES = (("THOUSAND", "1000", "active"), ("THREE", "3", "active"), ("OFF", "3", "disabled"),
                ("OVER", "3", "expired"))  # fmt: skip


def deeper(store: Any) -> Iterator[httpx.Response]:
    """Every exchange of the further walk through a store."""
    yield from _offers(store.server())
    yield from _addresses(store.server())
    yield from _consignments(store.server())
    yield from _refusals(store.server())
    yield from _pickups(store.server())
    yield from _kinds(store.server())
    yield from _coupons(store.server())
    yield from _certificates(store.browser())
    yield from _neighbours(store)


def _offers(client: httpx.Client) -> Iterator[httpx.Response]:
    for one in COUPONS:
        offer = {"name": "walk", "enabled": True, "applies_to": {"entity": "categories", "ids": [0]}, **one}
        yield client.post(f"{STORE}/v2/coupons", json=offer)
    names = {"to_name": "A", "to_email": "a@example.com", "from_name": "B", "from_email": "b@example.com"}
    for code, amount, status in CERTIFICATES:
        offer = {**names, "code": f"GC-{code}", "amount": amount, "balance": amount, "status": status}
        yield client.post(f"{STORE}/v2/gift_certificates", json=offer)


def _cart(client: httpx.Client, *quantities: int) -> tuple[str, list[str], list[int]]:
    """The path of a new checkout, and the ids and quantities of its lines."""
    goods = ({"product_id": PLAIN}, {"product_id": SECOND}, {"product_id": VARIED, "variant_id": MEDIUM})
    lines = [{**good, "quantity": quantity} for good, quantity in zip(goods, quantities, strict=False)]
    made = client.post(f"{STORE}/v3/carts", json={"line_items": lines}).json()["data"]
    held = made["line_items"]["physical_items"]
    path = f"{STORE}/v3/checkouts/{made['id']}"
    return path, [line["id"] for line in held], [line["quantity"] for line in held]


def _sent(address: dict[str, Any], *items: tuple[str, int]) -> dict[str, Any]:
    return {"address": address, "line_items": [{"item_id": one, "quantity": count} for one, count in items]}


def _consigned(client: httpx.Client, checkout: str, *parcels: dict[str, Any]) -> list[Any]:
    include = {"include": "consignments.available_shipping_options"}
    answer = client.post(f"{checkout}/consignments", json=list(parcels), params=include)
    return list(answer.json()["data"]["consignments"])


def _choose(client: httpx.Client, checkout: str, one: Any, place: int = 1) -> httpx.Response:
    option = one["available_shipping_options"][place]["id"]
    return client.put(f"{checkout}/consignments/{one['id']}", json={"shipping_option_id": option})


def _addresses(client: httpx.Client) -> Iterator[httpx.Response]:
    checkout, lines, counts = _cart(client, 2)
    yield client.post(f"{checkout}/billing-address", json=SHORT)
    added = client.post(f"{checkout}/billing-address", json=HOME)
    yield added
    yield client.post(f"{checkout}/billing-address", json=ABROAD)
    yield client.get(checkout)
    address = f"{checkout}/billing-address/{added.json()['data']['billing_address']['id']}"
    yield client.put(address, json=HOME)
    yield client.put(address, json=HOME)
    yield client.put(f"{checkout}/billing-address/{NO_ID}", json=ABROAD)
    yield client.put(address, json={name: value for name, value in ABROAD.items() if name != "country_code"})
    yield client.get(checkout)
    include = {"include": "consignments.available_shipping_options"}
    parcel = _sent(HOME, (lines[0], counts[0]))
    sent = client.post(f"{checkout}/consignments", json=[parcel], params=include)
    yield sent
    (one,) = sent.json()["data"]["consignments"]
    yield _choose(client, checkout, one)
    yield client.put(address, json=ABROAD)
    yield client.get(checkout)
    client.post(f"{checkout}/coupons", json={"coupon_code": "FIVE"})
    yield client.post(f"{checkout}/billing-address", json=HOME)
    yield client.get(checkout)


def _consignments(client: httpx.Client) -> Iterator[httpx.Response]:
    checkout, lines, counts = _cart(client, 3, 2, 4)
    first, second, third = zip(lines, counts, strict=True)
    client.put(checkout, json={"customer_message": "Hello"})
    client.post(f"{checkout}/billing-address", json=HOME)
    (one,) = _consigned(client, checkout, _sent(HOME, first))
    yield _choose(client, checkout, one)
    yield _choose(client, checkout, one)
    yield _choose(client, checkout, one, 2)
    yield _choose(client, checkout, one)
    (_, other) = _consigned(client, checkout, _sent(ABROAD, second, third))
    yield client.get(checkout, params={"include": "consignments.available_shipping_options"})
    yield _choose(client, checkout, other)
    place = f"{checkout}/consignments/{other['id']}"
    yield client.put(place, json={"address": ABROAD})
    yield client.put(place, json={"line_items": [{"item_id": second[0], "quantity": second[1]}]})
    yield client.put(place, json={"address": HOME})
    both = [{"item_id": one, "quantity": count} for one, count in (second, third)]
    yield client.put(place, json={"line_items": both})
    yield client.put(place, json={"address": ABROAD})
    yield client.get(checkout)
    yield client.delete(place)
    yield client.delete(place)
    yield client.get(checkout)
    yield client.post(f"{checkout}/consignments", json=[_sent(ABROAD, second)])
    yield client.post(f"{checkout}/consignments", json=[_sent(ABROAD, first)])
    yield client.get(checkout)
    split, lines, _ = _cart(client, 3, 1, 1)
    _consigned(client, split, _sent(HOME, (lines[0], 1)), _sent({**HOME, "address2": "Unit 7"}, (lines[0], 2)))
    shown = client.get(split, params={"include": "consignments.available_shipping_options"})
    yield shown
    yield _choose(client, split, shown.json()["data"]["consignments"][0])
    yield client.delete(f"{split}/consignments/{shown.json()['data']['consignments'][0]['id']}")
    yield client.get(split)
    whole, lines, counts = _cart(client, 3, 2, 1)
    (one,) = _consigned(client, whole, _sent(HOME, *zip(lines, counts, strict=True)))
    yield _choose(client, whole, one, 2)


def _refusals(client: httpx.Client) -> Iterator[httpx.Response]:
    checkout, lines, counts = _cart(client, 2)
    elsewhere, others, _ = _cart(client, 1)
    mine = _sent(HOME, (lines[0], counts[0]))
    for wrong in (_sent(HOME, (NO_ITEM, 1)), _sent(HOME, (others[0], 1)), _sent(HOME, (lines[0], 9))):
        yield client.post(f"{checkout}/consignments", json=[wrong])
        yield client.post(f"{checkout}/consignments", json=[mine, wrong])
        yield client.get(checkout)
    (one,) = _consigned(client, elsewhere, _sent(HOME, (others[0], 1)))
    yield _choose(client, elsewhere, one)
    place = f"{elsewhere}/consignments/{one['id']}"
    yield client.put(place, json={"shipping_option_id": NO_OPTION})
    yield client.put(f"{elsewhere}/consignments/{NO_ID}", json={"address": ABROAD})
    yield client.delete(f"{elsewhere}/consignments/{NO_ID}")
    yield client.get(elsewhere)


def _pickups(client: httpx.Client) -> Iterator[httpx.Response]:
    checkout, lines, counts = _cart(client, 2, 1)
    collected = {"pickup_option": {"pickup_method_id": 1}}
    line = {"line_items": [{"item_id": lines[0], "quantity": counts[0]}]}
    made = client.post(f"{checkout}/consignments", json=[{**collected, **line}])
    yield made
    place = f"{checkout}/consignments/{made.json()['data']['consignments'][0]['id']}"
    yield client.put(place, json={"shipping_option_id": NO_OPTION})
    yield client.post(f"{checkout}/consignments", json=[_sent(HOME, (lines[1], counts[1]))])
    yield client.get(checkout)


def _kinds(client: httpx.Client) -> Iterator[httpx.Response]:
    for code in ("QUARTER", "FIVE", "TWO EACH", "ALL", "SHIPPING", "FREE", "OVER", "OFF", "MUCH", "SOME", "ONE"):
        checkout, lines, counts = _cart(client, 4, 2, 1)
        (one,) = _consigned(client, checkout, _sent(ABROAD, *zip(lines, counts, strict=True)))
        _choose(client, checkout, one)
        yield client.post(f"{checkout}/coupons", json={"coupon_code": code})
        yield _choose(client, checkout, one)
        yield client.delete(f"{checkout}/coupons/{code}")
    priced = [{"product_id": PLAIN, "quantity": 1, "list_price": 30}]
    made = client.post(f"{STORE}/v3/carts", json={"line_items": priced}).json()["data"]
    yield client.post(f"{STORE}/v3/checkouts/{made['id']}/coupons", json={"coupon_code": "QUARTER"})


def _coupons(client: httpx.Client) -> Iterator[httpx.Response]:
    checkout, (line,), _ = _cart(client, 1)
    client.put(checkout, json={"customer_message": "Hello"})
    client.post(f"{checkout}/billing-address", json=HOME)
    for code in ("QUARTER", "QUARTER", "FIVE", "NONE", "L" * 50, "L" * 51):
        yield client.post(f"{checkout}/coupons", json={"coupon_code": code})
        yield client.get(checkout)
    cart = checkout.replace("checkouts", "carts")
    yield client.get(cart)
    yield client.put(f"{cart}/items/{line}", json={"line_item": {"product_id": PLAIN, "quantity": 4}})
    yield client.get(checkout)
    yield client.delete(f"{checkout}/coupons/NONE")
    yield client.get(checkout)
    for _ in range(2):
        yield client.delete(f"{checkout}/coupons/QUARTER")
    yield client.get(checkout)


def _certificates(client: httpx.Client) -> Iterator[httpx.Response]:
    lines: list[dict[str, int]] = [{"productId": PLAIN, "quantity": 2}, {"productId": SECOND, "quantity": 1}]
    lines.append({"productId": VARIED, "variantId": MEDIUM, "quantity": 1})
    made = client.post("/api/storefront/carts", json={"lineItems": lines}).json()
    checkout = f"{SHOP}/{made['id']}"
    items = [{"itemId": line["id"], "quantity": line["quantity"]} for line in made["lineItems"]["physicalItems"]]
    address = {"countryCode": "DE", "city": "Berlin", "address1": "Lindenstraße 12", "postalCode": "10969"}
    include = {"include": "consignments.availableShippingOptions"}
    sent = client.post(f"{checkout}/consignments", json=[{"address": address, "lineItems": items}], params=include)
    (one,) = sent.json()["consignments"]
    option = one["availableShippingOptions"][0]["id"]
    yield client.put(f"{checkout}/consignments/{one['id']}", json={"shippingOptionId": option})
    for code in ("GC-THREE", "GC-THREE", "GC-THOUSAND", "GC-OFF", "GC-OVER", "SAVE10", "NONE"):
        yield client.post(f"{checkout}/gift-certificates", json={"giftCertificateCode": code})
        yield client.get(checkout)
    yield client.put(checkout, json={"customerMessage": "Hello"})
    for code in ("NONE", "GC-THREE", "GC-THREE", "GC-THOUSAND"):
        yield client.delete(f"{checkout}/gift-certificates/{code}")
        yield client.get(checkout)


def _neighbours(store: Any) -> Iterator[httpx.Response]:
    """Two checkouts that have nothing to do with each other."""
    client = store.server()
    (mine, lines, counts), (other, others, numbers) = _cart(client, 1), _cart(client, 2)
    client.post(f"{other}/billing-address", json=HOME)
    _consigned(client, other, _sent(HOME, (others[0], numbers[0])))
    client.post(f"{mine}/billing-address", json=ABROAD)
    _consigned(client, mine, _sent(ABROAD, (lines[0], counts[0])))
    yield client.get(mine)
    client.post(f"{mine}/coupons", json={"coupon_code": "FIVE"})
    yield client.get(other)
    one, two = store.browser(), store.browser()
    wanted = {"lineItems": [{"productId": PLAIN, "quantity": 1}]}
    first, second = (each.post("/api/storefront/carts", json=wanted).json()["id"] for each in (one, two))
    yield one.post(f"{SHOP}/{first}/gift-certificates", json={"giftCertificateCode": "GC-THREE"})
    yield two.get(f"{SHOP}/{second}")

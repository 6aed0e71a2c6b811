"""Drives an emulated store in this process, as its callers do: a server with a token, browsers with cookies."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
from starlette.types import ASGIApp

from conformance.emulator import Settings, create_app

STORE = "/stores/emulator"
TOKEN = "emulator-token"
READ_ONLY = "emulator-read-only-token"
GOOD_CARD, DECLINED_CARD = "4111111111111111", "4000000000000002"
PLAIN, VARIED, PERSONAL, DIGITAL, LIMITED, SCARCE, SECOND = 111, 112, 113, 114, 115, 116, 117
MEDIUM, LARGE = 82, 83

ADDRESS = {
    "first_name": "Mara",
    "last_name": "Lindqvist",
    "email": "mara@example.com",
    "company": "Lindqvist & Co",
    "address1": "14 Harbour Road",
    "address2": "Flat 2",
    "city": "Austin",
    "state_or_province": "",
    "state_or_province_code": "TX",
    "country_code": "US",
    "postal_code": "78704",
    "phone": "5035550143",
}


class InThisProcess(httpx.BaseTransport):
    """Carries requests to an ASGI app on one event loop, without lifespan events."""

    def __init__(self, app: ASGIApp) -> None:
        self._loop = asyncio.new_event_loop()
        self._inner = httpx.ASGITransport(app)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._loop.run_until_complete(self._answered(request))

    async def _answered(self, request: httpx.Request) -> httpx.Response:
        sent = httpx.Request(
            request.method, request.url, headers=request.headers, content=request.read(), extensions={}
        )
        response = await self._inner.handle_async_request(sent)
        body = await response.aread()
        return httpx.Response(response.status_code, headers=response.headers, content=body, request=request)

    def close(self) -> None:
        self._loop.close()


@dataclass(frozen=True)
class Store:
    """An emulated store and the ways into it."""

    wire: InThisProcess

    def server(self, token: str | None = TOKEN) -> httpx.Client:
        """A server-to-server client."""
        headers = {} if token is None else {"x-auth-token": token}
        return httpx.Client(transport=self.wire, base_url="http://emulator.test", headers=headers)

    def browser(self) -> httpx.Client:
        """A storefront client with a cookie jar of its own; like a page it sends the anti-forgery token."""
        made = httpx.Client(transport=self.wire, base_url="http://emulator.test")

        def prove(request: httpx.Request) -> None:
            token = made.cookies.get("SF-CSRF-TOKEN")
            if token:
                request.headers.setdefault("x-sf-csrf-token", token)

        made.event_hooks["request"].append(prove)
        return made


def opened(settings: Settings | None = None) -> Store:
    """A store that nobody has visited yet."""
    return Store(InThisProcess(create_app(settings or Settings())))


def camel(document: dict[str, Any]) -> dict[str, Any]:
    """The same members as the storefront spells them."""
    return {name.split("_")[0] + "".join(part.title() for part in name.split("_")[1:]): value
            for name, value in document.items()}  # fmt: skip


def payment(number: str) -> dict[str, Any]:
    """A payment by card."""
    card = {
        "type": "card",
        "cardholder_name": "Mara Lindqvist",
        "number": number,
        "expiry_month": 12,
        "expiry_year": 2031,
        "verification_value": "123",
    }
    return {"payment": {"instrument": card, "payment_method_id": "emulator.card"}}


class Walk:
    """A long way through a store; every exchange is yielded, so that two stores can be compared step by step."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def __iter__(self) -> Iterator[httpx.Response]:
        yield from self._doors()
        yield from self._server()
        yield from self._storefront()

    def _doors(self) -> Iterator[httpx.Response]:
        wanted = {"line_items": [{"product_id": PLAIN, "quantity": 1}]}
        made = self.store.server().post(f"{STORE}/v3/carts", json=wanted)
        yield made
        checkout = f"{STORE}/v3/checkouts/{made.json()['data']['id']}"
        for client in (self.store.server(None), self.store.server("wrong"), self.store.server()):
            yield client.get(checkout)

    def _server(self) -> Iterator[httpx.Response]:
        client = self.store.server()
        wanted = [
            {"product_id": PLAIN, "quantity": 4},
            {"product_id": VARIED, "variant_id": MEDIUM, "quantity": 2},
            {"product_id": SECOND, "quantity": 3},
        ]
        made = client.post(f"{STORE}/v3/carts", json={"line_items": wanted})
        yield made
        cart = f"{STORE}/v3/carts/{made.json()['data']['id']}"
        checkout = cart.replace("carts", "checkouts")
        lines = [line["id"] for line in made.json()["data"]["line_items"]["physical_items"]]
        yield from self._server_lines(client, cart, lines)
        yield from self._server_details(client, checkout)
        yield from self._server_consignments(client, checkout, lines)
        yield from self._refusals(client, checkout)
        yield from self._server_orders(client, cart, checkout)
        gone = client.post(f"{STORE}/v3/carts", json={"line_items": wanted})
        other = f"{STORE}/v3/carts/{gone.json()['data']['id']}"
        yield client.delete(other)
        yield client.get(other)
        yield client.get(other.replace("carts", "checkouts"))

    def _server_lines(self, client: httpx.Client, cart: str, lines: list[str]) -> Iterator[httpx.Response]:
        item = {"line_item": {"product_id": VARIED, "variant_id": LARGE, "quantity": 11}}
        yield client.put(f"{cart}/items/{lines[1]}", json=item)
        yield client.get(cart)
        yield client.delete(f"{cart}/items/{lines[1]}")
        yield client.get(cart)
        again = {"line_items": [{"product_id": VARIED, "variant_id": MEDIUM, "quantity": 2}]}
        yield client.post(f"{cart}/items", json=again)
        yield client.get(cart)
        yield client.post(f"{cart}/redirect_urls")

    def _server_details(self, client: httpx.Client, checkout: str) -> Iterator[httpx.Response]:
        added = client.post(f"{checkout}/billing-address", json=ADDRESS)
        yield added
        yield client.get(checkout)
        billing = f"{checkout}/billing-address/{added.json()['data']['billing_address']['id']}"
        yield client.put(billing, json={**ADDRESS, "city": "Dallas", "address1": "9 Mill Lane"})
        yield client.get(checkout)
        yield client.put(checkout, json={"customer_message": "Grüße"})
        yield client.get(checkout)
        yield client.put(checkout, json={"customer_message": "m" * 300})
        for code in ("SAVE10", "NONE"):
            yield client.post(f"{checkout}/coupons", json={"coupon_code": code})
            yield client.get(checkout)
        yield client.delete(f"{checkout}/coupons/SAVE10")
        yield client.get(checkout)
        yield client.post(f"{checkout}/discounts", json={"cart": {"discounts": [{"discounted_amount": 2}]}})

    def _server_consignments(self, client: httpx.Client, checkout: str, lines: list[str]) -> Iterator[httpx.Response]:
        both = [
            {"address": ADDRESS, "line_items": [{"item_id": lines[0], "quantity": 4}]},
            {"address": {**ADDRESS, "city": "Houston"}, "line_items": [{"item_id": lines[2], "quantity": 3}]},
        ]
        include = {"include": "consignments.available_shipping_options"}
        added = client.post(f"{checkout}/consignments", json=both, params=include)
        yield added
        yield client.get(checkout)
        first, second = added.json()["data"]["consignments"]
        for one in (first, second):
            option = one["available_shipping_options"][1]["id"]
            yield client.put(f"{checkout}/consignments/{one['id']}", json={"shipping_option_id": option})
            yield client.get(checkout)
        moved = {"address": {**ADDRESS, "city": "El Paso"}}
        yield client.put(f"{checkout}/consignments/{second['id']}", json=moved)
        yield client.get(checkout)
        yield client.delete(f"{checkout}/consignments/{second['id']}")
        yield client.get(checkout)

    def _refusals(self, client: httpx.Client, checkout: str) -> Iterator[httpx.Response]:
        yield client.put(checkout, json={"customer_message": {"of": "another kind"}})
        yield client.post(f"{checkout}/orders")
        yield client.put(checkout, json={"customer_message": "x", "version": 1})
        version = client.get(checkout).json()["data"]["version"]
        yield client.put(checkout, json={"customer_message": "y", "version": version})
        yield client.put(checkout, json={"customer_message": 5})
        yield client.put(checkout, json={"customer_message": "m" * 2001})
        yield client.post(f"{checkout}/billing-address", json={"first_name": "Mara"})
        cart = checkout.replace("checkouts", "carts")
        yield client.post(f"{cart}/items", json={"line_items": [{"product_id": PLAIN, "quantity": 0}]})

    def _server_orders(self, client: httpx.Client, cart: str, checkout: str) -> Iterator[httpx.Response]:
        shown = client.get(checkout).json()["data"]
        held = {item for one in shown["consignments"] for item in one["line_item_ids"]}
        rest = [
            {"item_id": line["id"], "quantity": line["quantity"]}
            for line in shown["cart"]["line_items"]["physical_items"]
            if line["id"] not in held
        ]
        added = client.post(
            f"{checkout}/consignments",
            json=[{"address": ADDRESS, "line_items": rest}],
            params={"include": "consignments.available_shipping_options"},
        )
        yield added
        yield client.post(f"{checkout}/orders")
        last = added.json()["data"]["consignments"][-1]
        option = last["available_shipping_options"][0]["id"]
        yield client.put(f"{checkout}/consignments/{last['id']}", json={"shipping_option_id": option})
        for _ in range(2):
            made = client.post(f"{checkout}/orders")
            yield made
            order = f"{STORE}/v2/orders/{made.json()['data']['id']}"
            for part in ("", "/products", "/shipping_addresses", "/coupons"):
                yield client.get(order + part)
            yield client.get(checkout)
            yield client.get(cart)
        token = client.post(f"{STORE}/v3/payments/access_tokens", json={"order": {"id": made.json()["data"]["id"]}})
        yield token
        paying = {"authorization": f"PAT {token.json()['data']['id']}"}
        yield client.post(f"{STORE}/payments", json=payment(GOOD_CARD), headers=paying)
        yield client.get(cart)
        yield client.get(checkout)

    def _storefront(self) -> Iterator[httpx.Response]:
        mine, other = self.store.browser(), self.store.browser()
        wanted = [
            {"productId": PLAIN, "quantity": 4},
            {"productId": VARIED, "variantId": MEDIUM, "quantity": 2},
            {"productId": SECOND, "quantity": 3},
        ]
        made = mine.post("/api/storefront/carts", json={"lineItems": wanted})
        yield made
        checkout = f"/api/storefront/checkouts/{made.json()['id']}"
        other.post("/api/storefront/carts", json={"lineItems": wanted[:1]})
        for client in (mine, other, self.store.browser()):
            yield client.get(checkout)
        yield from self._storefront_details(mine, checkout)
        lines = [line["id"] for line in made.json()["lineItems"]["physicalItems"]]
        yield from self._storefront_shipping(mine, checkout, lines)
        yield from self._certificates(mine, checkout)
        item = f"{checkout}/carts/{made.json()['id']}/items/{lines[1]}"
        yield mine.put(item, json={"lineItem": {"productId": VARIED, "variantId": LARGE, "quantity": 12}})
        yield mine.get(checkout)
        yield mine.delete(item)
        yield mine.get(checkout)

    def _storefront_details(self, client: httpx.Client, checkout: str) -> Iterator[httpx.Response]:
        added = client.post(f"{checkout}/billing-address", json=camel(ADDRESS))
        yield added
        billing = f"{checkout}/billing-address/{added.json()['billingAddress']['id']}"
        yield client.put(billing, json=camel({**ADDRESS, "city": "Dallas"}))
        yield client.put(checkout, json={"customerMessage": "Hello"})
        yield client.get(checkout)
        yield client.post(f"{checkout}/coupons", json={"couponCode": "SAVE10"})
        yield client.get(checkout)

    def _storefront_shipping(self, client: httpx.Client, checkout: str, lines: list[str]) -> Iterator[httpx.Response]:
        share = [{"address": camel(ADDRESS), "lineItems": [{"itemId": lines[0], "quantity": 4}]}]
        include = {"include": "consignments.availableShippingOptions"}
        added = client.post(f"{checkout}/consignments", json=share, params=include)
        yield added
        one = added.json()["consignments"][0]
        place = f"{checkout}/consignments/{one['id']}"
        yield client.put(place, json={"shippingOptionId": one["availableShippingOptions"][1]["id"]})
        yield client.get(checkout)
        yield client.delete(place)
        yield client.get(checkout)

    def _certificates(self, client: httpx.Client, checkout: str) -> Iterator[httpx.Response]:
        for code in ("GIFT-50-0001", "NONE"):
            yield client.post(f"{checkout}/gift-certificates", json={"giftCertificateCode": code})
            yield client.get(checkout)
        yield client.delete(f"{checkout}/gift-certificates/GIFT-50-0001")
        yield client.get(checkout)


def seen(response: httpx.Response) -> tuple[int, str, bytes]:
    """What a caller sees of an answer."""
    return response.status_code, response.headers.get("content-type", ""), response.content

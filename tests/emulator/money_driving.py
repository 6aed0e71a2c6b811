"""Seeds a store and shops in it on the server face; for tests of taxes, promotions and coupons."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import httpx
import yaml
from emulator_driving import ADDRESS, GOOD_CARD, STORE, camel, opened, payment

Json = dict[str, Any]

NO_TAX = {"mode": "exclusive", "rate": 0}
BASKET, TOWEL, KNIFE = 11, 12, 13
KITCHEN, BATH = 5, 6
CATALOG = [
    {"id": BASKET, "name": "Basket", "price": 40, "category_ids": [KITCHEN]},
    {"id": TOWEL, "name": "Towel", "price": 10, "category_ids": [BATH]},
    {"id": KNIFE, "name": "Knife", "price": 25, "taxable": False},
]
FLAT = {"type": "shipping_flatrate", "description": "Flat Rate", "rate": 8}
ZONES = [{"id": 1, "name": "Everywhere", "countries": [], "methods": [FLAT]}]


@dataclass
class Shopping:
    """One purchase in a store of its own; `seed` says what differs from the plain store."""

    seed: Json = field(default_factory=dict)
    server: httpx.Client = field(init=False)
    browser: httpx.Client = field(init=False)
    cart: str = field(init=False, default="")

    def __post_init__(self) -> None:
        store = opened()
        self.server, self.browser = store.server(), store.browser()
        sections = {"catalog": CATALOG, "coupons": [], "shipping_zones": ZONES, "tax": NO_TAX, **self.seed}
        answer = self.server.put("/_emulator/seed", content=yaml.safe_dump(sections, sort_keys=False))
        assert answer.status_code < 300, answer.text

    def buy(self, *wanted: tuple[int, int], **more: Any) -> Json:
        """A cart with so many of each product; gives its checkout."""
        items = [{"product_id": product, "quantity": quantity} for product, quantity in wanted]
        body: Json = {"line_items": items} | more
        answer = self.server.post(f"{STORE}/v3/carts", json=body)
        self.cart = answer.json()["data"]["id"]
        return self.checkout()

    @property
    def url(self) -> str:
        """The checkout's address."""
        return f"{STORE}/v3/checkouts/{self.cart}"

    def checkout(self) -> Json:
        """The checkout as it is."""
        return dict(self.server.get(self.url).json()["data"])

    def ask(self, method: str, path: str, body: Any = None) -> httpx.Response:
        """A request below the checkout."""
        return self.server.request(method, f"{self.url}/{path}", json=body)

    def in_browser(self, wanted: Json, *steps: tuple[str, Json]) -> Json:
        """A cart of a shopper, sent to one place by the first method; then each step; gives the checkout."""
        cart = self.browser.post("/api/storefront/carts", json=wanted).json()
        url = f"/api/storefront/checkouts/{cart['id']}"
        items = [{"itemId": line["id"], "quantity": line["quantity"]} for line in cart["lineItems"]["physicalItems"]]
        include = {"include": "consignments.availableShippingOptions"}
        body = [{"address": camel(ADDRESS), "lineItems": items}]
        one = self.browser.post(f"{url}/consignments", json=body, params=include).json()["consignments"][0]
        option = {"shippingOptionId": one["availableShippingOptions"][0]["id"]}
        self.browser.put(f"{url}/consignments/{one['id']}", json=option)
        for path, said in steps:
            self.browser.post(f"{url}/{path}", json=said)
        return dict(self.browser.get(url).json())

    def redeem(self, *codes: str) -> Json:
        """Coupon codes, one after another; gives the checkout."""
        for code in codes:
            answer = self.ask("POST", "coupons", {"coupon_code": code})
            assert answer.status_code < 300, answer.text
        return self.checkout()

    def ship(self, country: str = "US") -> Json:
        """Everything to one place, by the first method."""
        lines = self.checkout()["cart"]["line_items"]["physical_items"]
        items = [{"item_id": line["id"], "quantity": line["quantity"]} for line in lines]
        address = {**ADDRESS, "country_code": country}
        self.server.post(
            f"{self.url}/consignments",
            json=[{"address": address, "line_items": items}],
        )
        shown = self.server.get(self.url, params={"include": "consignments.available_shipping_options"}).json()
        one = shown["data"]["consignments"][0]
        option = one["available_shipping_options"][0]["id"]
        self.ask("PUT", f"consignments/{one['id']}", {"shipping_option_id": option})
        return self.checkout()

    def ship_apart(self) -> Json:
        """Each line to a place of its own, by the first method."""
        held = [{"item_id": line["id"], "quantity": line["quantity"]} for line in lines(self.checkout())]
        places: list[Json] = [{"address": {**ADDRESS, "address1": f"{at} Mill Lane"}, "line_items": [one]}
                  for at, one in enumerate(held)]  # fmt: skip
        self.ask("POST", "consignments", places)
        shown = self.server.get(self.url, params={"include": "consignments.available_shipping_options"}).json()
        for one in shown["data"]["consignments"]:
            option = one["available_shipping_options"][0]["id"]
            self.ask("PUT", f"consignments/{one['id']}", {"shipping_option_id": option})
        return self.checkout()

    def pay(self, email: str = "mara@example.com") -> Json:
        """The order, paid by card; gives it in the form of the order API."""
        self.ask("POST", "billing-address", {**ADDRESS, "email": email})
        order = self.ask("POST", "orders").json()["data"]["id"]
        token = self.server.post(f"{STORE}/v3/payments/access_tokens", json={"order": {"id": order}}).json()
        headers = {"authorization": f"PAT {token['data']['id']}"}
        answer = self.server.post(f"{STORE}/payments", json=payment(GOOD_CARD), headers=headers)
        assert answer.status_code < 300, answer.text
        return dict(self.server.get(f"{STORE}/v2/orders/{order}").json())


def lines(checkout: Json) -> list[Json]:
    """The physical lines."""
    held: list[Json] = checkout["cart"]["line_items"]["physical_items"]
    return held


def coupon(kind: str, amount: float, **more: Any) -> Json:
    """A coupon of a seed with the code CODE."""
    return {"code": "CODE", "type": kind, "amount": amount, **more}


def promotion(kind: str, amount: float, **more: Any) -> Json:
    """A promotion of a seed."""
    return {"name": "Sale", "kind": kind, "amount": amount, **more}

"""Replays recorded storefront flows on an emulated store that was seeded from the recording itself.

What a recording says of prices, quantities, taxes, promotions and shipping goes into the seed; then the store is led
from state to state by the requests that a shopper's browser sends, and answers by itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import yaml
from emulator_driving import STORE, Store, opened

REFERENCE = Path(__file__).parents[3] / "shared" / "reference"
RECORDED = REFERENCE / "recorded"
# One storefront checkout was recorded apart from the flows: taxed, discounted, with prices that contain the tax.
ALONE = REFERENCE / "recorded-server" / "060-sf-checkout-discount-tax-2023.json"
STATUS_NUMBERS = {"INCOMPLETE": 0, "AWAITING_PAYMENT": 7, "AWAITING_FULFILLMENT": 11}
# A product of the seed weighs one unit, so that a method by weight costs its rate.
WEIGHT = 1

Json = dict[str, Any]


@dataclass(frozen=True)
class State:
    """One recorded exchange: its flow and its place in it."""

    flow: str
    position: int

    def __str__(self) -> str:
        return f"{self.flow}-{self.position}"


@cache
def exchanges(flow: str) -> list[Json]:
    """What was recorded of one flow, in order."""
    if flow == ALONE.stem:
        # Its query was not kept; these members are only there when they are asked for.
        members = "cart.lineItems.physicalItems"
        query = {"query": f"include={members}.options,{members}.categoryNames,payments"}
        return [json.loads(ALONE.read_text(encoding="utf-8")) | query]
    held: list[Json] = json.loads((RECORDED / f"{flow}.json").read_text(encoding="utf-8"))
    return held


def flows() -> list[str]:
    """The names of the recorded flows; none where the recordings aren't beside the repository."""
    return sorted(one.stem for one in (*RECORDED.glob("*.json"), ALONE) if one.is_file())


def kind_of(exchange: Json) -> str:
    """What an exchange shows: a checkout, an order, or another document."""
    answer = exchange["response"]
    if exchange["status"] not in (200, 201) or not isinstance(answer, dict):
        return "other"
    if "/api/storefront/" not in exchange["path"]:
        return "other"
    return "checkout" if "grandTotal" in answer else "order" if "orderAmount" in answer else "other"


def states() -> list[State]:
    """Every recorded checkout and order that a replay answers."""
    return [
        State(flow, position)
        for flow in flows()
        if any(kind_of(one) == "checkout" for one in exchanges(flow))
        for position, one in enumerate(exchanges(flow))
        if kind_of(one) != "other"
    ]


def left_out() -> list[State]:
    """Every exchange that no replay answers."""
    replayed = set(states())
    every = [State(flow, position) for flow in flows() for position in range(len(exchanges(flow)))]
    return [one for one in every if one not in replayed]


def recorded(state: State) -> Json:
    """What the real store answered."""
    document: Json = exchanges(state.flow)[state.position]["response"]
    return document


def replayed(state: State) -> Json:
    """What the emulated store answers there."""
    return _answers(state.flow)[state.position]


@cache
def _answers(flow: str) -> dict[int, Json]:
    replay = _Replay(flow)
    return {position: replay.answer(one) for position, one in enumerate(exchanges(flow)) if kind_of(one) != "other"}


def seed_of(flow: str) -> str:
    """The seed that the recording gives."""
    checkouts = [one["response"] for one in exchanges(flow) if kind_of(one) == "checkout"]
    orders = [one["response"] for one in exchanges(flow) if kind_of(one) == "order"]
    return yaml.safe_dump(
        {
            "catalog": list(_products(checkouts, orders).values()),
            "coupons": [],
            "promotions": list(_promotions(checkouts).values()),
            "customers": list(_customers(checkouts).values()),
            "shipping_zones": [{"id": 1, "name": "Everywhere", "countries": [], "methods": _methods(checkouts)}],
            "tax": _tax(checkouts[-1]),
        },
        sort_keys=False,
    )


def _lines(checkout: Json) -> list[Json]:
    held = checkout["cart"]["lineItems"]
    return [*held["physicalItems"], *held["digitalItems"]]


def _products(checkouts: list[Json], orders: list[Json]) -> dict[int, Json]:
    # An order shows more decimals of a converted price than its checkout does.
    exact = {line["productId"]: line["listPrice"] for one in orders for line in one["lineItems"]["physicalItems"]}
    return {
        line["productId"]: {
            "id": line["productId"],
            "name": line["name"],
            "sku": line["sku"],
            "price": exact.get(line["productId"], line["listPrice"]),
            "taxable": line["isTaxable"],
            "weight": WEIGHT,
            "variants": [{"id": line["variantId"], "sku": line["sku"]}],
            "categories": line.get("categoryNames", ["Shop All"]),
        }
        for one in reversed(checkouts)
        for line in _lines(one)
    }


def _promotions(checkouts: list[Json]) -> dict[int, Json]:
    """The discounts on the order, each with what it takes off all lines together."""
    return {
        share["id"]: {
            "id": share["id"],
            "name": f"Promotion {share['id']}",
            "kind": "fixed_off_order",
            "amount": sum(other["discountedAmount"] for line in _lines(one) for other in line["discounts"]),
        }
        for one in checkouts
        for line in _lines(one)
        for share in line["discounts"]
    }


def _customers(checkouts: list[Json]) -> dict[int, Json]:
    return {
        one["customer"]["id"]: {
            "id": one["customer"]["id"],
            "email": one["customer"]["email"],
            "first_name": one["customer"]["firstName"],
            "last_name": one["customer"]["lastName"],
            "store_credit": one["customer"]["storeCredit"],
        }
        for one in checkouts
        if one["customer"]["id"]
    }


def _methods(checkouts: list[Json]) -> list[Json]:
    shown = [
        option
        for one in checkouts
        for consignment in one["consignments"]
        for option in (*consignment.get("availableShippingOptions", ()), consignment["selectedShippingOption"])
        if option is not None
    ]
    held = {
        (option["type"], option["description"]): {
            "type": option["type"],
            "description": option["description"],
            "rate": option["cost"],
        }
        for option in shown
    }
    return list(held.values())


def _tax(checkout: Json) -> Json:
    """How the store taxes, read off one line: what its price is shown as, and what its tax comes to."""
    line = _lines(checkout)[0]
    tax, shown, entered = checkout["taxTotal"], line["extendedSalePrice"], line["extendedListPrice"]
    inclusive = checkout["cart"]["isTaxIncluded"]
    net = shown - tax if inclusive else shown
    name = checkout["taxes"][0]["name"]
    # Whole tenths of a percent: the amounts are in cents, and a finer rate would be made of their rounding.
    rate = round(entered / net - 1 if entered > net else tax / net, 3)
    rule: Json = {
        "mode": "inclusive" if entered > net else "exclusive",
        "shown": "inclusive" if inclusive else "exclusive",
        "rates": [{"name": name, "rate": rate}],
    }
    if entered > net and not tax:
        # The price contains the store's own tax, of which the place where it goes has none.
        country = checkout["consignments"][0]["address"]["countryCode"]
        rule["zones"] = [{"name": "Untaxed", "countries": [country], "rates": [{"name": name, "rate": 0}]}]
    return rule


@dataclass
class _Replay:
    """A shopper's browser on a store that was seeded from a flow; it goes from one recorded state to the next."""

    flow: str
    store: Store = field(init=False)
    browser: httpx.Client = field(init=False)
    server: httpx.Client = field(init=False)
    checkout: str = field(init=False)
    order: int | None = None

    def __post_init__(self) -> None:
        self.store = opened()
        self.browser, self.server = self.store.browser(), self.store.server()
        answer = self.server.put("/_emulator/seed", content=seed_of(self.flow))
        assert answer.status_code < 300, answer.text
        first = next(one["response"] for one in exchanges(self.flow) if kind_of(one) == "checkout")
        wanted = [{"productId": line["productId"], "variantId": line["variantId"], "quantity": line["quantity"]}
                  for line in _lines(first)]  # fmt: skip
        self.checkout = self._sent("POST", "/api/storefront/carts", json={"lineItems": wanted})["id"]

    def answer(self, exchange: Json) -> Json:
        """The store's answer in the state that was recorded, to the same kind of request with the same includes."""
        if kind_of(exchange) == "order":
            return self._order(exchange)
        params = {"include": dict(httpx.QueryParams(exchange.get("query") or "")).get("include", "")}
        answers = [
            self._sent(*request, params=None if request[1].startswith(STORE) else params)
            for request in self._steps(exchange["response"])
        ]
        if exchange["method"] == "GET" or not answers:
            return self._sent("GET", self._url(), params=params)
        return answers[-1]

    def _url(self, *parts: str) -> str:
        return "/".join((f"/api/storefront/checkouts/{self.checkout}", *parts))

    def _sent(self, method: str, url: str, json: Any = None, params: Any = None) -> Json:
        client = self.server if url.startswith(STORE) else self.browser
        answer = client.request(method, url, json=json, params=params)
        assert answer.status_code < 300, f"{self.flow}: {method} {url}: {answer.text}"
        document: Json = answer.json()
        return document

    def _steps(self, wanted: Json) -> Iterator[tuple[str, str, Any]]:
        """The requests that lead to a recorded checkout, each asked for when the one before has been answered."""
        for step in (self._customer, self._billing, self._credit, self._consignments, self._option):
            yield from step(wanted, self._sent("GET", self._url()))

    def _customer(self, wanted: Json, now: Json) -> Iterator[tuple[str, str, Any]]:
        customer = wanted["cart"]["customerId"]
        if customer != now["cart"]["customerId"]:
            yield "PUT", f"{STORE}/v3/carts/{self.checkout}", {"customer_id": customer}

    def _billing(self, wanted: Json, now: Json) -> Iterator[tuple[str, str, Any]]:
        address = _address(wanted["billingAddress"])
        if not address or address == _address(now["billingAddress"]):
            return
        if now["billingAddress"]:
            yield "PUT", self._url("billing-address", now["billingAddress"]["id"]), address
        else:
            yield "POST", self._url("billing-address"), address

    def _credit(self, wanted: Json, now: Json) -> Iterator[tuple[str, str, Any]]:
        if wanted["isStoreCreditApplied"] != now["isStoreCreditApplied"]:
            yield "POST" if wanted["isStoreCreditApplied"] else "DELETE", self._url("store-credit"), None

    def _consignments(self, wanted: Json, now: Json) -> Iterator[tuple[str, str, Any]]:
        for position, one in enumerate(wanted["consignments"]):
            held = now["consignments"][position] if position < len(now["consignments"]) else None
            address = _address(one["address"])
            quantity = _quantity(wanted, one)
            if held is None:
                body = {"address": address, "lineItems": self._share(now, quantity)}
                yield "POST", self._url("consignments"), [body]
            elif (_address(held["address"]), _quantity(now, held)) != (address, quantity):
                body = {"address": address, "lineItems": self._share(now, quantity)}
                yield "PUT", self._url("consignments", held["id"]), body

    def _share(self, now: Json, quantity: int) -> list[Json]:
        """So many pieces of the cart: whole lines, and of the last one what is missing."""
        shares = []
        for line in _lines(now):
            taken = min(quantity, line["quantity"])
            quantity -= taken
            if taken:
                shares.append({"itemId": line["id"], "quantity": taken})
        return shares

    def _option(self, wanted: Json, now: Json) -> Iterator[tuple[str, str, Any]]:
        include = {"include": "consignments.availableShippingOptions"}
        offered = self._sent("GET", self._url(), params=include)["consignments"]
        for one, held, choices in zip(wanted["consignments"], now["consignments"], offered, strict=True):
            chosen, before = _named(one["selectedShippingOption"]), _named(held["selectedShippingOption"])
            if chosen is not None and chosen != before:
                option = next(each for each in choices["availableShippingOptions"] if _named(each) == chosen)
                yield "PUT", self._url("consignments", held["id"]), {"shippingOptionId": option["id"]}

    def _order(self, exchange: Json) -> Json:
        if self.order is None:
            made = self._sent("POST", f"{STORE}/v3/checkouts/{self.checkout}/orders")
            self.order = made["data"]["id"]
        status = STATUS_NUMBERS[exchange["response"]["status"]]
        self._sent("PUT", f"{STORE}/v2/orders/{self.order}", json={"status_id": status})
        include = dict(httpx.QueryParams(exchange.get("query") or "")).get("include", "")
        return self._sent("GET", f"/api/storefront/orders/{self.order}", params={"include": include})


def _address(one: Json) -> Json:
    """An address as it is sent: what is empty is left out."""
    return {name: value for name, value in one.items() if name != "id" and value not in ("", [])}


def _quantity(checkout: Json, consignment: Json) -> int:
    held = consignment["lineItemIds"]
    return sum(line["quantity"] for line in _lines(checkout) if line["id"] in held)


def _named(option: Json | None) -> tuple[str, str] | None:
    return None if option is None else (option["type"], option["description"])

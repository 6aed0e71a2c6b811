"""Where a store sends to, how, and for how much; handling; pickups; consignments."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from emulator_driving import ADDRESS, DIGITAL, PLAIN, SECOND, STORE, VARIED, camel

from conformance.emulator import Emulator

pytest_plugins = ["conformance.emulator.testing"]

OPTIONS = {"include": "consignments.available_shipping_options"}
FRONT = "/api/storefront"
# 111: 37.45 each, 2.5 heavy; 117: 18.21 each, 0.6 heavy.
HEAVY, LIGHT = PLAIN, SECOND
ZONE = "shipping_zones:\n- {id: 1, name: A, countries: [US], methods: [%s]%s}\n"
FLAT = "{type: shipping_flatrate, description: Post, rate: 5}"
PLACES = """
shipping_zones:
- {id: 1, name: Country, countries: [US], methods: [{type: shipping_flatrate, description: Country, rate: 9}]}
- {id: 2, name: State, countries: [US], states: [TX, CA],
   methods: [{type: shipping_flatrate, description: State, rate: 7}]}
- {id: 3, name: City, countries: [US], postcodes: ['787*', '9000?'],
   methods: [{type: shipping_flatrate, description: City, rate: 3}]}
- {id: 4, name: Britain, countries: [GB], postcodes: ['SW1A *'],
   methods: [{type: shipping_flatrate, description: Palace, rate: 1}]}
"""


class Purchase:
    """A checkout on the server face, and short ways to send it."""

    def __init__(self, store: Emulator, *quantities: tuple[int, int], seed: str = "", **item: Any) -> None:
        if seed:
            store.seed(seed)
        self.server = store.server()
        self.items = [{"product_id": product, "quantity": quantity} | item for product, quantity in quantities]
        cart = self.server.post(f"{STORE}/v3/carts", json={"line_items": self.items}).json()["data"]
        self.id = cart["id"]
        self.url = f"{STORE}/v3/checkouts/{cart['id']}"
        self.lines = cart["line_items"]["physical_items"]

    def send(self, **address: str) -> httpx.Response:
        shares = [{"item_id": line["id"], "quantity": line["quantity"]} for line in self.lines]
        body = [{"address": ADDRESS | address, "line_items": shares}]
        return self.server.post(f"{self.url}/consignments", json=body, params=OPTIONS)

    def offered(self, **address: str) -> dict[str, float]:
        consignment = self.send(**address).json()["data"]["consignments"][-1]
        return {one["description"]: one["cost"] for one in consignment["available_shipping_options"]}

    def choose(self) -> dict[str, Any]:
        consignment = self.send().json()["data"]["consignments"][-1]
        body = {"shipping_option_id": consignment["available_shipping_options"][0]["id"]}
        return dict(self.server.put(f"{self.url}/consignments/{consignment['id']}", json=body).json()["data"])

    def collect(self, place: int = 1) -> httpx.Response:
        shares = [{"item_id": line["id"], "quantity": line["quantity"]} for line in self.lines]
        body = [{"pickup_option": {"pickup_method_id": place}, "line_items": shares}]
        return self.server.post(f"{self.url}/consignments", json=body)


# Which zone answers for an address: its members, the description of what is offered.
DESTINATIONS = [
    ({"state_or_province_code": "NY", "postal_code": "10001"}, ["Country"]),
    ({"state_or_province_code": "TX", "postal_code": "77001"}, ["State"]),
    ({"state_or_province_code": "CA", "postal_code": "94105"}, ["State"]),
    ({"state_or_province_code": "TX", "postal_code": "78704"}, ["City"]),
    ({"state_or_province_code": "CA", "postal_code": "90001"}, ["City"]),
    ({"state_or_province_code": "CA", "postal_code": "900011"}, ["State"]),
    ({"state_or_province_code": "", "state_or_province": "Texas", "postal_code": "77001"}, ["State"]),
    ({"country_code": "GB", "state_or_province_code": "", "postal_code": "sw1a1aa"}, ["Palace"]),
    ({"country_code": "GB", "state_or_province_code": "", "postal_code": "EC1A 1BB"}, []),
    ({"country_code": "DE", "state_or_province_code": "", "postal_code": "78704"}, []),
]


@pytest.mark.parametrize(("address", "offered"), DESTINATIONS)
def test_the_narrowest_zone_answers_for_an_address(
    emulator: Emulator, address: dict[str, str], offered: list[str]
) -> None:
    assert list(Purchase(emulator, (HEAVY, 1), seed=PLACES).offered(**address)) == offered


def test_an_order_that_nobody_can_send_is_refused(emulator: Emulator) -> None:
    purchase = Purchase(emulator, (HEAVY, 1), seed=PLACES)
    purchase.server.post(f"{purchase.url}/billing-address", json=ADDRESS)
    sent = purchase.send(country_code="DE", state_or_province_code="")
    ordered = purchase.server.post(f"{purchase.url}/orders")
    assert (sent.status_code, ordered.status_code) == (200, 422)


# A method, what is in the cart, and what sending it costs; None: it isn't offered.
PRICES = [
    ("{type: freeshipping, description: X}", [(HEAVY, 3)], 0),
    ("{type: freeshipping, description: X, minimum_total: 50}", [(HEAVY, 1)], None),
    ("{type: freeshipping, description: X, minimum_total: 50}", [(HEAVY, 2)], 0),
    ("{type: shipping_flatrate, description: X, rate: 7.49}", [(HEAVY, 3), (LIGHT, 2)], 7.49),
    ("{type: shipping_peritem, description: X, rate: 1.25}", [(HEAVY, 3), (LIGHT, 2)], 6.25),
    ("{type: shipping_byweight, description: X, rate: 3.15}", [(HEAVY, 3), (LIGHT, 2)], 27.41),
    ("{type: shipping_byweight, description: X, ranges: [{upper: 2.5, cost: 4}, {lower: 2.5, upper: 5, cost: 6}]}",
     [(LIGHT, 4)], 4),
    ("{type: shipping_byweight, description: X, ranges: [{upper: 2.5, cost: 4}, {lower: 2.5, upper: 5, cost: 6}]}",
     [(HEAVY, 1)], 6),
    ("{type: shipping_byweight, description: X, ranges: [{upper: 2.5, cost: 4}, {lower: 2.5, upper: 5, cost: 6}]}",
     [(HEAVY, 2)], None),
    ("{type: shipping_byweight, description: X, beyond: 20, ranges: [{upper: 2.5, cost: 4}]}", [(HEAVY, 2)], 20),
    ("{type: shipping_bytotal, description: X, ranges: [{upper: 50, cost: 8}, {lower: 50, cost: 2}]}",
     [(HEAVY, 1)], 8),
    ("{type: shipping_bytotal, description: X, ranges: [{upper: 50, cost: 8}, {lower: 50, cost: 2}]}",
     [(HEAVY, 1), (LIGHT, 1)], 2),
    ("{type: shipping_peritem, description: X, rate: 1000000000}", [(HEAVY, 2_000_000_000)], 1_000_000_000),
]  # fmt: skip


@pytest.mark.parametrize(("method", "goods", "cost"), PRICES)
def test_a_method_has_its_price(
    emulator: Emulator, method: str, goods: list[tuple[int, int]], cost: float | None
) -> None:
    purchase = Purchase(emulator, *goods, seed=ZONE % (method, ""))
    assert purchase.offered().get("X") == cost


def test_two_methods_of_one_type_are_two_options(emulator: Emulator) -> None:
    fast = "{type: shipping_flatrate, description: Courier, rate: 20}"
    consignment = Purchase(emulator, (HEAVY, 1), seed=ZONE % (f"{FLAT}, {fast}", "")).send().json()["data"]
    ids = {one["id"] for one in consignment["consignments"][0]["available_shipping_options"]}
    assert len(ids) == 2


def test_a_chosen_option_costs_what_the_quantity_of_today_costs(emulator: Emulator) -> None:
    purchase = Purchase(emulator, (HEAVY, 1), seed=ZONE % ("{type: shipping_peritem, description: X, rate: 2}", ""))
    purchase.choose()
    line = purchase.lines[0]["id"]
    item = {"line_item": {"product_id": HEAVY, "quantity": 4}}
    purchase.server.put(f"{STORE}/v3/carts/{purchase.id}/items/{line}", json=item)
    shown = purchase.server.get(purchase.url).json()["data"]
    chosen = shown["consignments"][0]["selected_shipping_option"]
    assert (shown["shipping_cost_total_ex_tax"], chosen["cost"]) == (8, 8)


# A fee for handling, and what two baskets (74.90) then show apart and as the option's cost.
FEES = [
    ("{fixed: 2}", 2, 5),
    ("{percentage: 10}", 7.49, 5),
    ("{fixed: 2, percentage: 10}", 9.49, 5),
    ("{fixed: 2, display_separately: false}", 0, 7),
]


@pytest.mark.parametrize(("fee", "apart", "cost"), FEES)
def test_handling_is_shown_apart_or_within_the_cost_and_is_in_the_total(
    emulator: Emulator, fee: str, apart: float, cost: float
) -> None:
    shown = Purchase(emulator, (HEAVY, 2), seed=ZONE % (FLAT, f", handling: {fee}")).choose()
    consignment = shown["consignments"][0]
    assert (shown["handling_cost_total_ex_tax"], consignment["handling_cost_ex_tax"]) == (apart, apart)
    assert (shown["shipping_cost_total_ex_tax"], consignment["selected_shipping_option"]["cost"]) == (cost, cost)
    parts = ("shipping_cost_total_inc_tax", "handling_cost_total_inc_tax", "subtotal_inc_tax")
    assert shown["grand_total"] == pytest.approx(sum(shown[part] for part in parts))


def test_handling_of_a_method_takes_the_place_of_its_zones(emulator: Emulator) -> None:
    own = FLAT.replace("}", ", handling: {fixed: 1}}")
    shown = Purchase(emulator, (HEAVY, 2), seed=ZONE % (own, ", handling: {fixed: 4}")).choose()
    assert shown["handling_cost_total_ex_tax"] == 1


def test_handling_reaches_the_storefront_and_the_order(emulator: Emulator) -> None:
    emulator.seed(ZONE % (FLAT, ", handling: {fixed: 2}") + "tax: {mode: inclusive, rate: 0.25}\n")
    browser, server = emulator.browser(), emulator.server()
    cart = browser.post(f"{FRONT}/carts", json={"lineItems": [{"productId": HEAVY, "quantity": 2}]}).json()
    checkout = f"{FRONT}/checkouts/{cart['id']}"
    line = cart["lineItems"]["physicalItems"][0]["id"]
    browser.post(f"{checkout}/billing-address", json=camel(ADDRESS))
    body = [{"address": camel(ADDRESS), "lineItems": [{"itemId": line, "quantity": 2}]}]
    asked = {"include": "consignments.availableShippingOptions"}
    one = browser.post(f"{checkout}/consignments", json=body, params=asked).json()["consignments"][0]
    option = {"shippingOptionId": one["availableShippingOptions"][0]["id"]}
    shown = browser.put(f"{checkout}/consignments/{one['id']}", json=option).json()
    order = server.post(f"{STORE}/v3/checkouts/{cart['id']}/orders").json()["data"]["id"]
    kept = server.get(f"{STORE}/v2/orders/{order}").json()
    front = browser.get(f"{FRONT}/orders/{order}").json()
    assert (shown["handlingCostTotal"], shown["consignments"][0]["handlingCost"], shown["grandTotal"]) == (2, 2, 81.9)
    assert (kept["handling_cost_ex_tax"], kept["handling_cost_inc_tax"]) == ("1.6000", "2.0000")
    assert (front["handlingCostTotal"], front["consignments"]["shipping"][0]["handlingCostExTax"]) == (2, 1.6)


def test_goods_that_are_sent_for_free_cost_nothing_and_weigh_nothing(emulator: Emulator) -> None:
    seed = ZONE % ("{type: shipping_byweight, description: X, rate: 1}", ", handling: {percentage: 10}")
    seed += "catalog:\n- {id: 1, name: A, price: 10, weight: 5, sent_free: true}\n- {id: 2, name: B, weight: 2}\n"
    assert Purchase(emulator, (1, 3), (2, 1), seed=seed).offered() == {"X": 2}
    assert Purchase(emulator, (1, 3), seed=seed).offered() == {"X": 0}


def test_what_is_collected_is_not_sent(emulator: Emulator) -> None:
    purchase = Purchase(emulator, (HEAVY, 1))
    shown = purchase.collect().json()["data"]["consignments"][0]
    option = {"shipping_option_id": "0" * 32}
    answer = purchase.server.put(f"{purchase.url}/consignments/{shown['id']}", json=option)
    assert shown["selected_pickup_option"] == {"pickup_method_id": 1}
    assert (answer.status_code, answer.json()["title"]) == (
        422,
        "You cannot assign a shipping method with a pickup consignment",
    )


def test_there_is_one_pickup_and_nothing_beside_it(emulator: Emulator) -> None:
    purchase = Purchase(emulator, (HEAVY, 1), (LIGHT, 1))
    first, second = (line["id"] for line in purchase.lines)
    body = [
        {"pickup_option": {"pickup_method_id": 1}, "line_items": [{"item_id": first, "quantity": 1}]},
        {"address": ADDRESS, "line_items": [{"item_id": second, "quantity": 1}]},
    ]
    answer = purchase.server.post(f"{purchase.url}/consignments", json=body)
    assert (answer.status_code, answer.json()) == (
        422,
        {
            "status": 422,
            "title": "Pickup method is limited to 1 consignment.",
            "type": "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes",
        },
    )


def test_nobody_collects_where_there_is_no_shop(emulator: Emulator) -> None:
    answer = Purchase(emulator, (HEAVY, 1)).collect(place=9)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["pickup_method_id"])


def test_a_collected_order_says_where(emulator: Emulator) -> None:
    address = "address: {city: Austin, country_code: US}"
    emulator.seed(f"pickup_methods:\n- {{id: 4, name: Quay Shop, instructions: Ring, {address}}}\n")
    browser, server = emulator.browser(), emulator.server()
    cart = browser.post(f"{FRONT}/carts", json={"lineItems": [{"productId": HEAVY, "quantity": 1}]}).json()
    line = cart["lineItems"]["physicalItems"][0]["id"]
    checkout = f"{FRONT}/checkouts/{cart['id']}"
    browser.post(f"{checkout}/billing-address", json=camel(ADDRESS))
    shares = [{"itemId": line, "quantity": 1}]
    browser.post(f"{checkout}/consignments", json=[{"pickupOption": {"pickupMethodId": 4}, "lineItems": shares}])
    order = server.post(f"{STORE}/v3/checkouts/{cart['id']}/orders").json()["data"]["id"]
    held = browser.get(f"{FRONT}/orders/{order}").json()["consignments"]
    assert held["shipping"] == []
    assert (held["pickup"][0]["pickupMethodDisplayName"], held["pickup"][0]["location"]["city"]) == (
        "Quay Shop",
        "Austin",
    )


def test_digital_goods_are_not_sent(emulator: Emulator) -> None:
    server = emulator.server()
    made = server.post(f"{STORE}/v3/carts", json={"line_items": [{"product_id": DIGITAL, "quantity": 1}]})
    cart = made.json()["data"]
    line = cart["line_items"]["digital_items"][0]["id"]
    checkout = f"{STORE}/v3/checkouts/{cart['id']}"
    body = [{"address": ADDRESS, "line_items": [{"item_id": line, "quantity": 1}]}]
    server.post(f"{checkout}/billing-address", json=ADDRESS)
    assert server.post(f"{checkout}/consignments", json=body).status_code == 422
    assert server.post(f"{checkout}/orders").status_code == 200


def test_a_line_is_shared_out_over_three_places_and_comes_together_again(emulator: Emulator) -> None:
    purchase = Purchase(emulator, (HEAVY, 6))
    line = purchase.lines[0]["id"]
    body = [
        {"address": ADDRESS | {"city": city}, "line_items": [{"item_id": line, "quantity": 2}]}
        for city in ("Austin", "Dallas", "Waco")
    ]
    shared = purchase.server.post(f"{purchase.url}/consignments", json=body).json()["data"]
    quantities = [one["quantity"] for one in shared["cart"]["line_items"]["physical_items"]]
    last = [
        purchase.server.delete(f"{purchase.url}/consignments/{one['id']}").json()["data"]
        for one in shared["consignments"]
    ][-1]
    assert (quantities, shared["cart"]["base_amount"]) == ([2, 2, 2], 224.7)
    assert [one["quantity"] for one in last["cart"]["line_items"]["physical_items"]] == [6]


@pytest.mark.parametrize("change", ["apply", "delete"])
def test_a_coupon_for_free_shipping_lets_go_of_the_chosen_option(emulator: Emulator, change: str) -> None:
    seed = ZONE % (FLAT, "") + "coupons:\n- {code: SHIPFREE, type: free_shipping, amount: 0}\n"
    purchase = Purchase(emulator, (HEAVY, 1), seed=seed)
    coupons = f"{purchase.url}/coupons"
    before = [] if change == "apply" else [purchase.server.post(coupons, json={"coupon_code": "SHIPFREE"})]
    assert "selected_shipping_option" in purchase.choose()["consignments"][0]
    answer = (
        purchase.server.delete(f"{coupons}/SHIPFREE")
        if before
        else purchase.server.post(coupons, json={"coupon_code": "SHIPFREE"})
    )
    assert "selected_shipping_option" not in answer.json()["data"]["consignments"][0]


# What is wrong with a seed of zones: where it must be said to be.
MISTAKES = [
    ("{type: shipping_bytotal, description: X}", "shipping_zones[0].methods[0]"),
    ("{type: shipping_flatrate, description: X, ranges: [{cost: 1}]}", "shipping_zones[0].methods[0].ranges"),
    ("{type: shipping_byweight, description: X, ranges: [{lower: 2, upper: 2, cost: 1}]}",
     "shipping_zones[0].methods[0].ranges[0].upper"),
    ("{type: shipping_byweight, description: X, ranges: [{upper: 'NaN', cost: 1}]}",
     "shipping_zones[0].methods[0].ranges[0].upper"),
    ("{type: shipping_flatrate, description: X, handling: {fixed: -1}}",
     "shipping_zones[0].methods[0].handling.fixed"),
    ("{type: shipping_byweight, description: X, beyond: -1}", "shipping_zones[0].methods[0].beyond"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "where"), MISTAKES)
def test_a_mistake_in_a_zone_is_told_with_its_place(emulator: Emulator, method: str, where: str) -> None:
    answer = emulator.browser().put("/_emulator/seed", content=ZONE % (method, ""))
    assert (answer.status_code, answer.json()["where"]) == (422, f"seed:2: {where}")


def test_states_without_their_country_are_a_mistake(emulator: Emulator) -> None:
    text = "shipping_zones:\n- {id: 1, name: A, countries: [], states: [TX], methods: []}\n"
    answer = emulator.browser().put("/_emulator/seed", content=text)
    assert answer.json()["where"] == "seed:2: shipping_zones[0].countries"


def test_a_variant_is_sent_like_its_product(emulator: Emulator) -> None:
    purchase = Purchase(emulator, (VARIED, 2), seed=ZONE % (FLAT, ""), variant_id=82)
    assert purchase.offered() == {"Post": 5}

"""What can be put into a cart: stock, limits, options, texts, wrapping, gift certificates, custom items."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from emulator_driving import ADDRESS, DIGITAL, GOOD_CARD, LIMITED, PERSONAL, PLAIN, SCARCE, STORE, VARIED, payment

from conformance.emulator import Emulator

pytest_plugins = ["conformance.emulator.testing"]

CARTS = f"{STORE}/v3/carts"
FRONT = "/api/storefront/carts"
CERTIFICATE = {
    "name": "For you",
    "theme": "General",
    "amount": 20,
    "quantity": 1,
    "sender": {"name": "A", "email": "a@example.com"},
    "recipient": {"name": "B", "email": "b@example.com"},
}
COUNTED = """
catalog:
- id: 1
  name: Cup
  price: 4
  options: [{id: 1, display_name: Colour, values: [{id: 1, label: Red}, {id: 2, label: Blue}, {id: 3, label: Grey}]}]
  variants:
  - {id: 11, sku: RED, stock: 2, choices: [{option_id: 1, value_id: 1}]}
  - {id: 12, sku: BLUE, choices: [{option_id: 1, value_id: 2}]}
  - {id: 13, sku: GREY, disabled: true, choices: [{option_id: 1, value_id: 3}]}
- {id: 2, name: Gone, price: 4, available: false}
- {id: 3, name: Tile, price: 1, minimum: 3, maximum: 6}
- {id: 4, name: Mug, price: 9, modifiers: [{id: 9, display_name: Name, required: true, longest: 5}]}
"""


def bought(server: httpx.Client, product: int, quantity: int = 1, **more: Any) -> httpx.Response:
    item = {"product_id": product, "quantity": quantity, **more}
    return server.post(CARTS, json={"line_items": [item]})


def title(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["title"]


# A product, how many of it, and what the store says.
AMOUNTS = [
    (LIMITED, 2, 201),
    (LIMITED, 3, 422),
    (SCARCE, 5, 201),
    (SCARCE, 6, 422),
    (PLAIN, 2_147_483_647, 201),
    (PLAIN, 2_147_483_648, 422),
    (PLAIN, 0, 422),
    (PLAIN, -1, 422),
]


@pytest.mark.parametrize(("product", "quantity", "status"), AMOUNTS)
def test_a_product_is_sold_within_its_limits(emulator: Emulator, product: int, quantity: int, status: int) -> None:
    assert bought(emulator.server(), product, quantity).status_code == status


@pytest.mark.parametrize(("quantity", "status"), [(2, 422), (3, 201), (6, 201), (7, 422)])
def test_a_minimum_and_a_maximum_are_those_of_the_product(emulator: Emulator, quantity: int, status: int) -> None:
    emulator.seed(COUNTED)
    assert bought(emulator.server(), 3, quantity).status_code == status


def test_the_maximum_is_refused_in_the_recorded_words(emulator: Emulator) -> None:
    answer = bought(emulator.server(), LIMITED, 3)
    assert title(answer) == (422, "You can only purchase a maximum of 2 of the Brass Hand Brush per order.")
    assert "errors" not in answer.json()


def test_two_lines_of_a_product_count_together(emulator: Emulator) -> None:
    server = emulator.server()
    cart = bought(server, LIMITED, 2).json()["data"]["id"]
    more = server.post(f"{CARTS}/{cart}/items", json={"line_items": [{"product_id": LIMITED, "quantity": 1}]})
    assert more.status_code == 422


def test_more_than_there_is_is_a_bad_request_on_the_storefront(emulator: Emulator) -> None:
    body = {"lineItems": [{"productId": SCARCE, "quantity": 6}]}
    answer = emulator.browser().post(FRONT, json=body)
    assert (answer.status_code, answer.json()["type"]) == (400, "about:blank")


# A variant of the cup, how many of it, and what the store says.
VARIANTS = [(11, 2, 201), (11, 3, 422), (12, 300, 201), (13, 1, 422), (14, 1, 422)]


@pytest.mark.parametrize(("variant", "quantity", "status"), VARIANTS)
def test_a_variant_is_sold_as_long_as_there_are_any(
    emulator: Emulator, variant: int, quantity: int, status: int
) -> None:
    emulator.seed(COUNTED)
    assert bought(emulator.server(), 1, quantity, variant_id=variant).status_code == status


def test_paying_takes_a_variant_from_its_stock(emulator: Emulator) -> None:
    emulator.seed(COUNTED)
    server = emulator.server()
    cart = bought(server, 1, 2, variant_id=11).json()["data"]
    checkout = f"{STORE}/v3/checkouts/{cart['id']}"
    line = cart["line_items"]["physical_items"][0]
    server.post(f"{checkout}/billing-address", json=ADDRESS)
    shares = [{"item_id": line["id"], "quantity": 2}]
    collected = [{"pickup_option": {"pickup_method_id": 1}, "line_items": shares}]
    server.post(f"{checkout}/consignments", json=collected)
    order = server.post(f"{checkout}/orders").json()["data"]["id"]
    token = server.post(f"{STORE}/v3/payments/access_tokens", json={"order": {"id": order}}).json()["data"]["id"]
    paid = server.post(f"{STORE}/payments", json=payment(GOOD_CARD), headers={"authorization": f"PAT {token}"})
    left = server.get(f"{STORE}/v3/catalog/products/1/variants").json()["data"]
    assert (paid.status_code, [one["inventory_level"] for one in left]) == (201, [0, 0, 0])
    assert bought(server, 1, 1, variant_id=11).status_code == 422


@pytest.mark.parametrize("product", [2, 999])
def test_what_is_not_available_is_not_sold(emulator: Emulator, product: int) -> None:
    emulator.seed(COUNTED)
    answer = bought(emulator.server(), product)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["product_id"])


def test_a_product_with_options_needs_a_variant(emulator: Emulator) -> None:
    answer = bought(emulator.server(), VARIED)
    assert (answer.status_code, answer.json()["errors"]) == (
        422,
        {"variant": "This product has options, variant ID is required"},
    )


@pytest.mark.parametrize("value", [52, "52"])
def test_option_values_choose_a_variant(emulator: Emulator, value: int | str) -> None:
    chosen = [{"option_id": 31, "option_value": value}]
    cart = bought(emulator.server(), VARIED, option_selections=chosen).json()["data"]
    assert cart["line_items"]["physical_items"][0]["variant_id"] == 82


def test_a_required_text_is_required_in_the_documented_words(emulator: Emulator) -> None:
    assert title(bought(emulator.server(), PERSONAL)) == (422, "Please create some text for the Engraving option")


@pytest.mark.parametrize(("text", "status"), [("Ünïcö", 201), ("abcdef", 422), ("", 422)])
def test_a_text_has_its_length(emulator: Emulator, text: str, status: int) -> None:
    emulator.seed(COUNTED)
    written = [{"option_id": 9, "option_value": text}]
    assert bought(emulator.server(), 4, option_selections=written).status_code == status


# How two baskets are wrapped, and what it costs.
WRAPPINGS = [
    ({"wrap_together": True, "wrap_details": [{"id": 2, "message": "Hi"}]}, 4.5),
    ({"wrap_together": False, "wrap_details": [{"id": 2, "message": "Hi"}]}, 9),
    ({"wrap_together": True, "wrap_details": [{"id": 1, "message": "Hi"}]}, 0),
    ({"wrap_together": True, "wrap_details": [{"message": "Hi"}]}, 0),
]


@pytest.mark.parametrize(("wrapping", "cost"), WRAPPINGS)
def test_wrapping_has_its_price(emulator: Emulator, wrapping: dict[str, Any], cost: float) -> None:
    server = emulator.server()
    cart = bought(server, PLAIN, 2, gift_wrapping=wrapping).json()["data"]["id"]
    shown = server.get(f"{STORE}/v3/checkouts/{cart}").json()["data"]["cart"]["line_items"]["physical_items"][0]
    assert (shown["gift_wrapping"]["amount"], shown["gift_wrapping"]["message"]) == (cost, "Hi")


def test_wrapping_each_follows_the_quantity(emulator: Emulator) -> None:
    browser = emulator.browser()
    wrapping = {"wrapTogether": False, "wrapDetails": [{"id": 2, "message": ""}]}
    items = [{"productId": PLAIN, "quantity": 1, "giftWrapping": wrapping}]
    cart = browser.post(FRONT, json={"lineItems": items}).json()
    line = cart["lineItems"]["physicalItems"][0]["id"]
    change = {"lineItem": {"productId": PLAIN, "quantity": 3}}
    browser.put(f"{FRONT}/{cart['id']}/items/{line}", json=change)
    shown = browser.get(f"/api/storefront/checkouts/{cart['id']}").json()
    assert shown["giftWrappingCostTotal"] == 13.5


def test_a_wrapping_that_the_store_has_not_is_refused(emulator: Emulator) -> None:
    wrapping = {"wrap_together": True, "wrap_details": [{"id": 9, "message": ""}]}
    answer = bought(emulator.server(), PLAIN, gift_wrapping=wrapping)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["gift_wrapping"])


def test_digital_goods_are_neither_wrapped_nor_sent(emulator: Emulator) -> None:
    wrapping = {"wrap_together": True, "wrap_details": [{"id": 1, "message": ""}]}
    cart = bought(emulator.server(), DIGITAL, gift_wrapping=wrapping).json()["data"]
    assert cart["line_items"]["digital_items"][0]["is_require_shipping"] is False


# What is said of a gift certificate to buy, and the answer.
CERTIFICATES = [
    ({"amount": 1}, 201),
    ({"amount": 1000}, 201),
    ({"amount": 0.99}, 422),
    ({"amount": 1000.01}, 422),
    ({"message": "m" * 200}, 201),
    ({"message": "m" * 201}, 422),
    ({"theme": "Picnic"}, 422),
    ({"recipient": {"name": "B", "email": "nowhere"}}, 422),
]


@pytest.mark.parametrize(("said", "status"), CERTIFICATES)
def test_a_gift_certificate_has_its_limits(emulator: Emulator, said: dict[str, Any], status: int) -> None:
    answer = emulator.server().post(CARTS, json={"gift_certificates": [CERTIFICATE | said]})
    assert answer.status_code == status


@pytest.mark.parametrize(("length", "status"), [(250, 201), (251, 422), (0, 422)])
def test_a_custom_item_has_a_name_of_at_most_250_characters(emulator: Emulator, length: int, status: int) -> None:
    item = {"name": "n" * length, "quantity": 1, "list_price": 3}
    assert emulator.server().post(CARTS, json={"custom_items": [item]}).status_code == status


def test_the_catalog_says_what_is_for_sale(emulator: Emulator) -> None:
    server = emulator.server()
    options = [{"option_display_name": "Size", "label": label} for label in ("S", "M")]
    body = {
        "name": "Rug",
        "type": "physical",
        "weight": 3,
        "price": 80,
        "inventory_tracking": "variant",
        "is_free_shipping": True,
        "variants": [
            {"option_values": [options[0]], "sku": "S", "inventory_level": 1},
            {"option_values": [options[1]], "sku": "M", "inventory_level": 4, "purchasing_disabled": True},
        ],
    }
    made = server.post(f"{STORE}/v3/catalog/products", json=body).json()["data"]
    small, medium = (one["id"] for one in made["variants"])
    answers = [
        bought(server, made["id"], quantity, variant_id=variant).status_code
        for variant, quantity in ((small, 1), (small, 2), (medium, 1))
    ]
    assert (made["inventory_tracking"], made["is_free_shipping"], answers) == ("variant", True, [201, 422, 422])


def test_a_product_that_was_made_unavailable_is_not_sold(emulator: Emulator) -> None:
    server = emulator.server()
    body = {"name": "Rug", "type": "physical", "weight": 3, "price": 80, "availability": "disabled"}
    made = server.post(f"{STORE}/v3/catalog/products", json=body).json()["data"]
    assert (made["availability"], bought(server, made["id"]).status_code) == ("disabled", 422)

from __future__ import annotations

import httpx
import pytest
from emulator_driving import PLAIN, STORE

COUPON = {
    "name": "Five off",
    "type": "per_total_discount",
    "amount": "5.00",
    "code": "FIVE",
    "applies_to": {"entity": "categories", "ids": [0]},
}
CERTIFICATE = {
    "to_name": "Mara",
    "to_email": "mara@example.com",
    "from_name": "Ola",
    "from_email": "ola@example.com",
    "amount": "20",
}


def cart(server: httpx.Client) -> str:
    items = {"line_items": [{"product_id": PLAIN, "quantity": 2}]}
    return str(server.post(f"{STORE}/v3/carts", json=items).json()["data"]["id"])


def test_a_new_coupon_works_at_the_checkout_until_it_is_deleted(server: httpx.Client) -> None:
    made = server.post(f"{STORE}/v2/coupons", json=COUPON)
    checkout = f"{STORE}/v3/checkouts/{cart(server)}"
    added = server.post(f"{checkout}/coupons", json={"coupon_code": "FIVE"}).json()["data"]
    server.delete(f"{STORE}/v2/coupons/{made.json()['id']}")
    refused = server.post(f"{STORE}/v3/checkouts/{cart(server)}/coupons", json={"coupon_code": "FIVE"})
    assert (made.status_code, added["coupons"][0]["discounted_amount"], refused.status_code) == (201, 5, 422)
    assert added["cart"]["discounts"][0]["discounted_amount"] == 5


@pytest.mark.parametrize(
    "limits",
    [
        {"enabled": False},
        {"expires": "Thu, 01 Jan 2015 00:00:00 +0000"},
        {"min_purchase": "1000"},
    ],
)
def test_a_coupon_beyond_its_limits_is_refused(server: httpx.Client, limits: dict[str, object]) -> None:
    server.post(f"{STORE}/v2/coupons", json={**COUPON, **limits})
    answer = server.post(f"{STORE}/v3/checkouts/{cart(server)}/coupons", json={"coupon_code": "FIVE"})
    assert answer.status_code == 422


def test_a_code_that_is_in_use_is_refused_in_the_form_of_the_older_api(server: httpx.Client) -> None:
    server.post(f"{STORE}/v2/coupons", json=COUPON)
    answer = server.post(f"{STORE}/v2/coupons", json=COUPON)
    assert (answer.status_code, answer.json()[0]["status"]) == (409, 409)


def test_coupons_are_found_by_their_code(server: httpx.Client) -> None:
    found = server.get(f"{STORE}/v2/coupons", params={"code": "SAVE10"}).json()
    assert [one["type"] for one in found] == ["percentage_discount"]


def test_a_gift_certificate_gets_a_code_and_its_whole_balance(server: httpx.Client) -> None:
    made = server.post(f"{STORE}/v2/gift_certificates", json=CERTIFICATE)
    assert (made.status_code, made.json()["balance"], len(made.json()["code"])) == (201, "20.0000", 15)


def test_a_deleted_gift_certificate_is_gone(server: httpx.Client) -> None:
    made = server.post(f"{STORE}/v2/gift_certificates", json=CERTIFICATE).json()
    place = f"{STORE}/v2/gift_certificates/{made['id']}"
    assert (server.delete(place).status_code, server.get(place).status_code) == (204, 404)


def test_a_product_with_variants_can_be_made_bought_and_deleted(server: httpx.Client) -> None:
    product = {
        "name": "Mug",
        "type": "physical",
        "weight": 0.4,
        "price": 9.99,
        "variants": [
            {"sku": "M-R", "option_values": [{"option_display_name": "Colour", "label": "Red"}]},
            {"sku": "M-B", "price": 11, "option_values": [{"option_display_name": "Colour", "label": "Blue"}]},
        ],
    }
    made = server.post(f"{STORE}/v3/catalog/products", json=product).json()["data"]
    blue = made["variants"][1]["id"]
    wanted = {"line_items": [{"product_id": made["id"], "variant_id": blue, "quantity": 1}]}
    bought = server.post(f"{STORE}/v3/carts", json=wanted).json()["data"]["line_items"]["physical_items"][0]
    gone = server.delete(f"{STORE}/v3/catalog/products/{made['id']}")
    assert (bought["list_price"], bought["sku"], gone.status_code) == (11, "M-B", 204)
    assert server.post(f"{STORE}/v3/carts", json=wanted).status_code == 422


def test_products_come_in_pages(server: httpx.Client) -> None:
    answer = server.get(f"{STORE}/v3/catalog/products", params={"limit": 3, "page": 2, "include": "variants"}).json()
    assert (len(answer["data"]), answer["meta"]["pagination"]["total"]) == (3, 8)


def test_metafields_are_kept_per_cart_and_go_with_it(server: httpx.Client) -> None:
    place = f"{STORE}/v3/carts/{cart(server)}/metafields"
    body = {"permission_set": "app_only", "namespace": "kiosk", "key": "desk", "value": "12"}
    made = server.post(place, json=body).json()["data"]
    again = server.post(place, json=body)
    changed = server.put(f"{place}/{made['id']}", json={**body, "value": "13"}).json()["data"]
    assert (again.status_code, changed["value"], changed["id"]) == (409, "13", made["id"])
    assert server.delete(f"{place}/{made['id']}").status_code == 204
    assert server.get(f"{place}/{made['id']}").json()["title"] == "The resource at that URL is not found."


def test_a_batch_of_metafields_says_what_was_done_and_what_was_not(server: httpx.Client) -> None:
    body = {"permission_set": "read", "namespace": "n", "key": "k", "value": "v", "resource_id": cart(server)}
    missing = {**body, "resource_id": "00000000-0000-4000-8000-000000000000"}
    answer = server.post(f"{STORE}/v3/carts/metafields", json=[body, missing])
    assert (answer.status_code, answer.json()["meta"]) == (422, {"total": 2, "success": 1, "failed": 1})


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("carts/settings", {"allow_purchasing": False}),
        ("carts/settings/channels/1", {"allow_purchasing": None}),
        ("checkouts/settings", {"custom_checkout_script_url": "https://example.com/c.js"}),
        ("checkouts/settings/channels/1", {"policy_consent": "required", "checkout_type": None}),
    ],
)
def test_settings_are_kept(server: httpx.Client, path: str, change: dict[str, object]) -> None:
    server.put(f"{STORE}/v3/{path}", json=change)
    shown = server.get(f"{STORE}/v3/{path}").json()["data"]
    assert {name: shown[name] for name in change} == change

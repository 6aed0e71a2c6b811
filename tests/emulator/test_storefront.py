from __future__ import annotations

from typing import Any

import httpx
import pytest
from emulator_driving import ADDRESS, MEDIUM, PLAIN, STORE, VARIED, Store, camel, opened

from conformance.emulator import Settings

FRONT = "/api/storefront"
OPTIONS = {"include": "consignments.availableShippingOptions"}


def cart_of(browser: httpx.Client, quantity: int = 2) -> dict[str, Any]:
    answer = browser.post(f"{FRONT}/carts", json={"lineItems": [{"productId": PLAIN, "quantity": quantity}]})
    assert answer.status_code == 200
    return dict(answer.json())


def test_a_browser_without_a_cart_sees_an_empty_list_and_gets_a_session(browser: httpx.Client) -> None:
    answer = browser.get(f"{FRONT}/carts")
    assert answer.json() == []
    assert set(browser.cookies) == {"SHOP_SESSION_TOKEN", "SF-CSRF-TOKEN"}


def test_a_browser_holds_one_cart(browser: httpx.Client) -> None:
    first, second = cart_of(browser), cart_of(browser)
    listed = browser.get(f"{FRONT}/carts").json()
    assert first["id"] == second["id"]
    assert [line["quantity"] for line in listed[0]["lineItems"]["physicalItems"]] == [4]


def test_another_browser_sees_neither_cart_nor_checkout(store: Store, browser: httpx.Client) -> None:
    cart = cart_of(browser)["id"]
    other = store.browser()
    checkout = other.get(f"{FRONT}/checkouts/{cart}")
    deleted = other.delete(f"{FRONT}/carts/{cart}")
    assert (checkout.status_code, checkout.json()) == (
        401,
        {
            "title": "Checkout not found",
            "type": "about:blank",
            "status": 401,
            "detail": f"Checkout Id `{cart}` does not exist",
        },
    )
    assert (deleted.status_code, deleted.json()) == (
        404,
        {"title": "Cart Not Found", "type": "about:blank", "status": 404, "detail": "Cart does not exist."},
    )


def test_a_cart_made_by_a_server_comes_into_a_browser_by_its_redirect_url_once(store: Store) -> None:
    server, browser, late = store.server(), store.browser(), store.browser()
    items = {"line_items": [{"product_id": PLAIN, "quantity": 2}]}
    cart = server.post(f"{STORE}/v3/carts?include=redirect_urls", json=items).json()["data"]
    answer = browser.get(cart["redirect_urls"]["checkout_url"])
    late.get(cart["redirect_urls"]["checkout_url"])
    there = browser.get(f"{FRONT}/checkout/{cart['id']}")
    here = server.get(f"{STORE}/v3/checkouts/{cart['id']}").json()["data"]
    assert (answer.status_code, answer.headers["location"]) == (302, "http://emulator.test/checkout")
    assert (there.json()["grandTotal"], there.json()["version"]) == (here["grand_total"], here["version"])
    assert late.get(f"{FRONT}/checkout/{cart['id']}").status_code == 401


def test_the_cart_amount_is_shown_as_prices_are_entered(browser: httpx.Client) -> None:
    shown = cart_of(browser)
    assert (shown["isTaxIncluded"], shown["cartAmount"]) == (False, 74.9)


def test_an_email_alone_begins_a_billing_address(browser: httpx.Client) -> None:
    checkout = f"{FRONT}/checkouts/{cart_of(browser)['id']}"
    before = browser.get(checkout).json()
    after = browser.post(f"{checkout}/billing-address", json={"email": "mara@example.com"}).json()
    assert (before["billingAddress"], after["billingAddress"]["email"], after["cart"]["email"]) == (
        {},
        "mara@example.com",
        "mara@example.com",
    )


def test_a_consignment_shows_its_address_twice_and_no_option_yet(browser: httpx.Client) -> None:
    cart = cart_of(browser)
    line = cart["lineItems"]["physicalItems"][0]["id"]
    body = [{"address": camel(ADDRESS), "lineItems": [{"itemId": line, "quantity": 2}]}]
    one = browser.post(f"{FRONT}/checkouts/{cart['id']}/consignments", json=body).json()["consignments"][0]
    assert one["address"] == one["shippingAddress"]
    assert (one["address"]["email"], one["selectedShippingOption"]) == ("", None)
    assert "availableShippingOptions" not in one


def test_five_steps_make_version_five(browser: httpx.Client) -> None:
    cart = cart_of(browser)
    checkout = f"{FRONT}/checkouts/{cart['id']}"
    line = cart["lineItems"]["physicalItems"][0]["id"]
    billing = browser.post(f"{checkout}/billing-address", json={"email": "mara@example.com"}).json()
    body = [{"address": camel(ADDRESS), "lineItems": [{"itemId": line, "quantity": 2}]}]
    one = browser.post(f"{checkout}/consignments", json=body, params=OPTIONS).json()["consignments"][0]
    option = {"shippingOptionId": one["availableShippingOptions"][0]["id"]}
    browser.put(f"{checkout}/consignments/{one['id']}", json=option)
    address = f"{checkout}/billing-address/{billing['billingAddress']['id']}"
    after = browser.put(address, json=camel(ADDRESS)).json()
    assert (after["version"], after["cart"]["version"]) == (5, 5)


def test_store_credit_leaves_the_version_alone_and_lowers_what_is_due(store: Store, browser: httpx.Client) -> None:
    cart = cart_of(browser)
    store.server().put(f"{STORE}/v3/carts/{cart['id']}", json={"customer_id": 1})
    before = browser.get(f"{FRONT}/checkouts/{cart['id']}").json()
    after = browser.post(f"{FRONT}/checkouts/{cart['id']}/store-credit").json()
    assert (after["version"], after["isStoreCreditApplied"]) == (before["version"], True)
    assert round(before["outstandingBalance"] - after["outstandingBalance"], 2) == 15


def test_a_gift_certificate_pays_for_a_part(browser: httpx.Client) -> None:
    checkout = f"{FRONT}/checkouts/{cart_of(browser)['id']}"
    after = browser.post(f"{checkout}/gift-certificates", json={"giftCertificateCode": "GIFT-50-0001"}).json()
    certificate = after["giftCertificates"][0]
    assert (certificate["used"], certificate["remaining"], after["outstandingBalance"]) == (50, 0, 31.08)


def test_a_gift_certificate_pays_no_more_than_the_total(browser: httpx.Client) -> None:
    checkout = f"{FRONT}/checkouts/{cart_of(browser, 1)['id']}"
    after = browser.post(f"{checkout}/gift-certificates", json={"giftCertificateCode": "GIFT-50-0001"}).json()
    assert (after["giftCertificates"][0]["remaining"], after["outstandingBalance"]) == (9.46, 0)


def test_an_unknown_gift_certificate_is_an_incorrect_code(browser: httpx.Client) -> None:
    checkout = f"{FRONT}/checkouts/{cart_of(browser)['id']}"
    answer = browser.post(f"{checkout}/gift-certificates", json={"giftCertificateCode": "FREESHIP"})
    assert (answer.status_code, answer.json()) == (
        400,
        {
            "title": "Incorrect or mismatch",
            "type": "about:blank",
            "status": 400,
            "detail": "Gift Certificate code `FREESHIP` is invalid",
        },
    )


def test_a_coupon_for_free_shipping_lets_go_of_the_chosen_option(store: Store, browser: httpx.Client) -> None:
    free = {
        "name": "Free shipping",
        "type": "free_shipping",
        "amount": "0",
        "code": "FREESHIP",
        "applies_to": {"entity": "categories", "ids": [0]},
    }
    store.server().post(f"{STORE}/v2/coupons", json=free)
    cart = cart_of(browser)
    checkout = f"{FRONT}/checkouts/{cart['id']}"
    line = cart["lineItems"]["physicalItems"][0]["id"]
    body = [{"address": camel(ADDRESS), "lineItems": [{"itemId": line, "quantity": 2}]}]
    one = browser.post(f"{checkout}/consignments", json=body, params=OPTIONS).json()["consignments"][0]
    choice = {"shippingOptionId": one["availableShippingOptions"][1]["id"]}
    browser.put(f"{checkout}/consignments/{one['id']}", json=choice)
    added = browser.post(f"{checkout}/coupons", json={"couponCode": "FREESHIP"}).json()
    chosen = browser.put(f"{checkout}/consignments/{one['id']}", json=choice).json()
    assert added["consignments"][0]["selectedShippingOption"] is None
    assert (chosen["shippingCostTotal"], chosen["shippingCostBeforeDiscount"]) == (0, 7.49)


def test_a_line_is_changed_and_removed_from_within_the_checkout(browser: httpx.Client) -> None:
    cart = browser.post(
        f"{FRONT}/carts",
        json={
            "lineItems": [
                {"productId": PLAIN, "quantity": 1},
                {"productId": VARIED, "variantId": MEDIUM, "quantity": 1},
            ]
        },
    ).json()
    item = cart["lineItems"]["physicalItems"][0]["id"]
    url = f"{FRONT}/checkouts/{cart['id']}/carts/{cart['id']}/items/{item}"
    changed = browser.put(url, json={"lineItem": {"productId": PLAIN, "quantity": 6}}).json()
    removed = browser.delete(url).json()
    assert [line["quantity"] for line in changed["cart"]["lineItems"]["physicalItems"]] == [6, 1]
    assert [line["variantId"] for line in removed["cart"]["lineItems"]["physicalItems"]] == [MEDIUM]


def test_the_currency_changes_to_one_that_the_store_has(browser: httpx.Client) -> None:
    url = f"{FRONT}/carts/{cart_of(browser)['id']}/currency"
    known = browser.post(url, json={"currencyCode": "EUR"})
    unknown = browser.post(url, json={"currencyCode": "XYZ"})
    assert (known.json()["currency"]["code"], unknown.status_code) == ("EUR", 404)


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"{", 400), (b"{}", 400), (b'{"lineItems":[{"productId":"x","quantity":1}]}', 422)],
)
def test_refusals_are_blank_problems(browser: httpx.Client, body: bytes, status: int) -> None:
    answer = browser.post(f"{FRONT}/carts", content=body)
    assert (answer.status_code, list(answer.json())) == (status, ["title", "type", "status", "detail"])
    assert answer.headers["content-type"] == "application/json"


def test_answers_are_not_to_be_cached(browser: httpx.Client) -> None:
    headers = browser.get(f"{FRONT}/carts").headers
    assert headers["cache-control"] == "no-store, no-cache, must-revalidate"
    assert headers["expires"] == "Thu, 19 Nov 1981 08:52:00 GMT"


def test_a_store_that_enters_prices_with_tax_shows_them_so() -> None:
    browser = opened(Settings(tax_mode="inclusive")).browser()
    checkout = browser.get(f"{FRONT}/checkouts/{cart_of(browser)['id']}").json()
    assert (checkout["cart"]["isTaxIncluded"], checkout["cart"]["cartAmount"], checkout["grandTotal"]) == (
        True,
        74.9,
        74.9,
    )
    assert checkout["taxTotal"] == 5.71

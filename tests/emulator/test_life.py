"""How carts, links, orders and codes live and end, and what the settings of a store refuse."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from emulator_driving import ADDRESS, GOOD_CARD, PLAIN, STORE, camel, payment

from conformance.emulator import Emulator, Settings

pytest_plugins = ["conformance.emulator.testing"]

FRONT = "/api/storefront"
DAY = 24 * 3600
ITEMS = {"line_items": [{"product_id": PLAIN, "quantity": 2}]}
CAMEL_ITEMS = {"lineItems": [{"productId": PLAIN, "quantity": 2}]}
BARE_404 = {
    "status": 404,
    "type": "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes",
}


def new_cart(server: httpx.Client, **more: Any) -> dict[str, Any]:
    return dict(server.post(f"{STORE}/v3/carts", json=ITEMS | more).json()["data"])


def ready(server: httpx.Client, cart: dict[str, Any]) -> str:
    """Makes the checkout of a cart with one line ready to be ordered; gives its path."""
    checkout = f"{STORE}/v3/checkouts/{cart['id']}"
    server.post(f"{checkout}/billing-address", json=ADDRESS)
    line = cart["line_items"]["physical_items"][0]
    body = [{"address": ADDRESS, "line_items": [{"item_id": line["id"], "quantity": line["quantity"]}]}]
    include = {"include": "consignments.available_shipping_options"}
    sent = server.post(f"{checkout}/consignments", json=body, params=include).json()["data"]["consignments"][0]
    option = {"shipping_option_id": sent["available_shipping_options"][0]["id"]}
    server.put(f"{checkout}/consignments/{sent['id']}", json=option)
    return checkout


def pay(server: httpx.Client, order: int) -> httpx.Response:
    token = server.post(f"{STORE}/v3/payments/access_tokens", json={"order": {"id": order}}).json()["data"]["id"]
    headers = {"authorization": f"PAT {token}"}
    return server.post(f"{STORE}/payments", json=payment(GOOD_CARD), headers=headers)


def paid(server: httpx.Client, cart: dict[str, Any]) -> int:
    order = int(server.post(f"{ready(server, cart)}/orders").json()["data"]["id"])
    assert pay(server, order).status_code == 201
    return order


# After so many days without a change, what the cart answers.
@pytest.mark.parametrize(("days", "status"), [(29, 200), (31, 404)])
def test_a_cart_lives_thirty_days_after_its_last_change(emulator: Emulator, days: int, status: int) -> None:
    server = emulator.server()
    cart = new_cart(server)["id"]
    emulator.time(advance=days * DAY)
    assert server.get(f"{STORE}/v3/carts/{cart}").status_code == status


def test_a_change_gives_a_cart_another_thirty_days(emulator: Emulator) -> None:
    server = emulator.server()
    cart = new_cart(server)["id"]
    emulator.time(advance=29 * DAY)
    server.post(f"{STORE}/v3/carts/{cart}/items", json=ITEMS)
    emulator.time(advance=29 * DAY)
    assert server.get(f"{STORE}/v3/carts/{cart}").status_code == 200


def test_an_old_cart_is_missing_in_the_words_of_each_face(emulator: Emulator) -> None:
    server, browser = emulator.server(), emulator.browser()
    cart = browser.post(f"{FRONT}/carts", json=CAMEL_ITEMS).json()["id"]
    emulator.time(advance=31 * DAY)
    here = server.get(f"{STORE}/v3/checkouts/{cart}")
    there = browser.get(f"{FRONT}/checkouts/{cart}")
    assert (here.status_code, here.json()) == (404, BARE_404)
    assert (there.status_code, there.json()["title"]) == (401, "Checkout not found")
    assert browser.get(f"{FRONT}/carts").json() == []


def test_a_browser_whose_cart_is_too_old_gets_a_new_one(emulator: Emulator) -> None:
    browser = emulator.browser()
    old = browser.post(f"{FRONT}/carts", json=CAMEL_ITEMS).json()["id"]
    emulator.time(advance=31 * DAY)
    new = browser.post(f"{FRONT}/carts", json=CAMEL_ITEMS).json()
    assert new["id"] != old
    assert [line["quantity"] for line in new["lineItems"]["physicalItems"]] == [2]


@pytest.mark.parametrize(("days", "status"), [(29, 302), (31, 404)])
def test_a_link_into_a_cart_is_good_for_thirty_days(emulator: Emulator, days: int, status: int) -> None:
    server = emulator.server()
    cart = new_cart(server)["id"]
    link = server.post(f"{STORE}/v3/carts/{cart}/redirect_urls").json()["data"]["cart_url"]
    emulator.time(advance=days * DAY)
    assert emulator.browser().get(link).status_code == status


def test_a_link_opens_a_cart_in_one_browser_only(emulator: Emulator) -> None:
    server, first, second = emulator.server(), emulator.browser(), emulator.browser()
    cart = new_cart(server)["id"]
    links = server.post(f"{STORE}/v3/carts/{cart}/redirect_urls").json()["data"]
    answers = [first.get(links["checkout_url"]).status_code, second.get(links["cart_url"]).status_code]
    assert answers == [302, 404]
    assert [one["id"] for one in first.get(f"{FRONT}/carts").json()] == [cart]
    assert second.get(f"{FRONT}/carts").json() == []


def test_payment_ends_cart_and_checkout_on_both_faces(emulator: Emulator) -> None:
    server, browser = emulator.server(), emulator.browser()
    cart = new_cart(server)
    link = server.post(f"{STORE}/v3/carts/{cart['id']}/redirect_urls").json()["data"]["cart_url"]
    browser.get(link)
    order = paid(server, cart)
    gone = [
        server.get(f"{STORE}/v3/carts/{cart['id']}"),
        server.get(f"{STORE}/v3/checkouts/{cart['id']}"),
        browser.get(f"{FRONT}/checkouts/{cart['id']}"),
    ]
    assert [one.status_code for one in gone] == [404, 404, 401]
    assert browser.get(f"{FRONT}/carts").json() == []
    assert browser.get(f"{FRONT}/orders/{order}").json()["status"] == "AWAITING_FULFILLMENT"


def test_a_paid_order_is_not_paid_again(emulator: Emulator) -> None:
    server = emulator.server()
    order = paid(server, new_cart(server))
    again = server.post(f"{STORE}/v3/payments/access_tokens", json={"order": {"id": order}})
    assert (again.status_code, again.json()["code"]) == (409, 30101)


def test_paying_uses_store_credit_up(emulator: Emulator) -> None:
    server, browser = emulator.server(), emulator.browser()
    cart = new_cart(server, customer_id=1)
    browser.get(server.post(f"{STORE}/v3/carts/{cart['id']}/redirect_urls").json()["data"]["cart_url"])
    browser.post(f"{FRONT}/checkouts/{cart['id']}/store-credit")
    order = paid(server, cart)
    kept = server.get(f"{STORE}/v2/orders/{order}").json()
    next_cart = new_cart(server, customer_id=1)
    browser.get(server.post(f"{STORE}/v3/carts/{next_cart['id']}/redirect_urls").json()["data"]["cart_url"])
    shown = browser.post(f"{FRONT}/checkouts/{next_cart['id']}/store-credit").json()
    assert kept["store_credit_amount"] == "15.0000"
    assert (shown["customer"]["storeCredit"], shown["outstandingBalance"]) == (0, shown["grandTotal"])


def test_a_reset_gives_store_credit_back(emulator: Emulator) -> None:
    server, browser = emulator.server(), emulator.browser()
    cart = new_cart(server, customer_id=1)
    browser.get(server.post(f"{STORE}/v3/carts/{cart['id']}/redirect_urls").json()["data"]["cart_url"])
    browser.post(f"{FRONT}/checkouts/{cart['id']}/store-credit")
    paid(server, cart)
    emulator.reset()
    cart = new_cart(server, customer_id=1)
    browser.get(server.post(f"{STORE}/v3/carts/{cart['id']}/redirect_urls").json()["data"]["cart_url"])
    assert browser.get(f"{FRONT}/checkouts/{cart['id']}").json()["customer"]["storeCredit"] == 15


def test_paying_for_a_gift_certificate_brings_it_about(emulator: Emulator) -> None:
    server, browser = emulator.server(), emulator.browser()
    bought = {
        "name": "For you",
        "theme": "General",
        "amount": 20,
        "quantity": 2,
        "sender": {"name": "A", "email": "a@example.com"},
        "recipient": {"name": "B", "email": "b@example.com"},
    }
    made = server.post(f"{STORE}/v3/carts", json={"gift_certificates": [bought]}).json()["data"]
    checkout = f"{STORE}/v3/checkouts/{made['id']}"
    server.post(f"{checkout}/billing-address", json=ADDRESS)
    order = server.post(f"{checkout}/orders").json()["data"]["id"]
    before = len(server.get(f"{STORE}/v2/gift_certificates").json())
    pay(server, order)
    after = server.get(f"{STORE}/v2/gift_certificates").json()
    cart = browser.post(f"{FRONT}/carts", json=CAMEL_ITEMS).json()["id"]
    code = {"giftCertificateCode": after[-1]["code"]}
    used = browser.post(f"{FRONT}/checkouts/{cart}/gift-certificates", json=code).json()["giftCertificates"][0]
    assert (len(after) - before, used["used"]) == (2, 20)


def test_what_was_sold_meanwhile_is_not_ordered(emulator: Emulator) -> None:
    emulator.seed("catalog:\n- {id: 1, name: Last One, price: 5, stock: 1}\n")
    server = emulator.server()
    items = {"line_items": [{"product_id": 1, "quantity": 1}]}
    first, second = new_cart(server, **items), new_cart(server, **items)
    paid(server, first)
    late = server.post(f"{ready(server, second)}/orders")
    assert (late.status_code, late.json()["title"]) == (422, "There are only 0 of the Last One left.")


def test_orders_go_from_status_to_status(emulator: Emulator) -> None:
    server = emulator.server()
    order = server.post(f"{ready(server, new_cart(server))}/orders").json()["data"]["id"]
    path = f"{STORE}/v2/orders/{order}"
    statuses = [server.put(path, json={"status_id": number}).json()["status"] for number in (0, 7, 11, 2, 10, 4)]
    assert statuses == ["Incomplete", "Awaiting Payment", "Awaiting Fulfillment", "Shipped", "Completed", "Refunded"]
    assert server.put(path, json={"status_id": 15}).status_code == 400


# What the store and its channel say of purchasing, and what ordering then answers.
@pytest.mark.parametrize(
    ("store", "channel", "status"),
    [
        ("true", "null", 200),
        ("false", "null", 422),
        ("false", "true", 200),
        ("true", "false", 422),
        ("false", "false", 422),
    ],
)
def test_purchasing_can_be_switched_off(emulator: Emulator, store: str, channel: str, status: int) -> None:
    server = emulator.server()
    checkout = ready(server, new_cart(server))
    json = {"content-type": "application/json"}
    settings = f"{STORE}/v3/carts/settings"
    server.put(settings, content=f'{{"allow_purchasing": {store}}}', headers=json)
    server.put(f"{settings}/channels/1", content=f'{{"allow_purchasing": {channel}}}', headers=json)
    assert server.post(f"{checkout}/orders").status_code == status


def test_a_shopper_may_try_twenty_certificate_codes_an_hour(emulator: Emulator) -> None:
    browser = emulator.browser()
    cart = browser.post(f"{FRONT}/carts", json=CAMEL_ITEMS).json()["id"]
    where = f"{FRONT}/checkouts/{cart}/gift-certificates"
    tries = [browser.post(where, json={"giftCertificateCode": f"CODE-{number}"}) for number in range(21)]
    again = browser.post(where, json={"giftCertificateCode": "CODE-3"})
    other = emulator.browser()
    cart = other.post(f"{FRONT}/carts", json=CAMEL_ITEMS).json()["id"]
    elsewhere = other.post(f"{FRONT}/checkouts/{cart}/gift-certificates", json={"giftCertificateCode": "X"})
    emulator.time(advance=3600)
    later = browser.post(where, json={"giftCertificateCode": "GIFT-50-0001"})
    assert [one.status_code for one in tries] == [400] * 20 + [429]
    assert (again.status_code, elsewhere.status_code, later.status_code) == (400, 400, 200)
    assert tries[-1].json()["type"] == "about:blank"


@pytest.mark.parametrize(("length", "status"), [(2000, 200), (2001, 422)])
def test_a_message_of_a_customer_has_its_limit(emulator: Emulator, length: int, status: int) -> None:
    server, browser = emulator.server(), emulator.browser()
    mine = browser.post(f"{FRONT}/carts", json=CAMEL_ITEMS).json()["id"]
    here = server.put(f"{STORE}/v3/checkouts/{new_cart(server)['id']}", json={"customer_message": "ä" * length})
    there = browser.put(f"{FRONT}/checkouts/{mine}", json={"customerMessage": "ä" * length})
    assert (here.status_code, there.status_code) == (status, status)


# A currency that is asked for, and the answer.
@pytest.mark.parametrize(
    ("body", "status"),
    [({"currencyCode": "EUR"}, 200), ({"currencyCode": "XXX"}, 404), ({"currencyCode": "euro"}, 422), ({}, 422)],
)
def test_the_currency_of_a_cart_is_one_of_the_stores(emulator: Emulator, body: dict[str, str], status: int) -> None:
    browser = emulator.browser()
    cart = browser.post(f"{FRONT}/carts", json=CAMEL_ITEMS).json()["id"]
    assert browser.post(f"{FRONT}/carts/{cart}/currency", json=body).status_code == status


def test_a_cart_with_a_manual_discount_keeps_its_currency(emulator: Emulator) -> None:
    server, browser = emulator.server(), emulator.browser()
    cart = browser.post(f"{FRONT}/carts", json=CAMEL_ITEMS).json()["id"]
    discount = {"cart": {"discounts": [{"discounted_amount": 2}]}}
    server.post(f"{STORE}/v3/checkouts/{cart}/discounts", json=discount)
    answer = browser.post(f"{FRONT}/carts/{cart}/currency", json={"currencyCode": "EUR"})
    kept = browser.get(f"{FRONT}/carts").json()[0]["currency"]["code"]
    assert (answer.status_code, kept) == (400, "USD")


def test_a_store_may_ask_for_a_spam_check_until_it_is_passed() -> None:
    browser = Emulator(Settings(spam_check=True)).browser()
    cart = browser.post(f"{FRONT}/carts", json=CAMEL_ITEMS).json()["id"]
    checkout = f"{FRONT}/checkouts/{cart}"
    before = browser.get(checkout).json()["shouldExecuteSpamCheck"]
    after = browser.post(f"{checkout}/spam-protection", json={"token": "proof"}).json()["shouldExecuteSpamCheck"]
    assert (before, after) == (True, False)


def test_a_store_asks_for_no_spam_check_by_itself(emulator: Emulator) -> None:
    browser = emulator.browser()
    cart = browser.post(f"{FRONT}/carts", json=CAMEL_ITEMS).json()["id"]
    browser.post(f"{FRONT}/checkouts/{cart}/billing-address", json=camel(ADDRESS))
    assert browser.get(f"{FRONT}/checkouts/{cart}").json()["shouldExecuteSpamCheck"] is False

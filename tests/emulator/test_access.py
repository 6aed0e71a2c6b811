"""Who may do what: scopes, stores, sessions, anti-forgery tokens, other sites, request quotas."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from emulator_driving import PLAIN, READ_ONLY, STORE, Store, opened

from conformance.emulator import Emulator, Settings

FRONT = "/api/storefront"
SHOP = "https://shop.example"
ITEMS = {"lineItems": [{"productId": PLAIN, "quantity": 1}]}
FORGED = {
    "title": "Forbidden",
    "type": "about:blank",
    "status": 403,
    "detail": "The supplied authentication is not authorized to access this resource",
}
NO_SCOPE = {
    "status": 403,
    "title": "You don't have a required scope to access the endpoint",
    "type": "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes",
    "errors": {},
}
# Everything that a shopper's session can change, below its checkout: method, path.
CHANGES = [
    ("PUT", "/checkouts/{id}"),
    ("POST", "/checkouts/{id}/billing-address"),
    ("POST", "/checkouts/{id}/consignments"),
    ("POST", "/checkouts/{id}/coupons"),
    ("DELETE", "/checkouts/{id}/coupons/SAVE10"),
    ("POST", "/checkouts/{id}/gift-certificates"),
    ("POST", "/checkouts/{id}/store-credit"),
    ("DELETE", "/checkouts/{id}/store-credit"),
    ("POST", "/checkouts/{id}/spam-protection"),
    ("POST", "/carts/{id}/items"),
    ("POST", "/carts/{id}/currency"),
    ("POST", "/carts"),
    ("DELETE", "/carts/{id}"),
]
# Everything that a server can change: method, path.
WRITES = [
    ("POST", "/v3/carts"),
    ("PUT", "/v3/carts/settings"),
    ("DELETE", "/v3/carts/{id}"),
    ("PUT", "/v3/checkouts/{id}"),
    ("POST", "/v3/checkouts/{id}/orders"),
    ("POST", "/v3/payments/access_tokens"),
    ("POST", "/v3/catalog/products"),
]


def cart_of(browser: httpx.Client) -> str:
    return str(browser.post(f"{FRONT}/carts", json=ITEMS).json()["id"])


@pytest.fixture
def sharing() -> Store:
    """A store that lets the pages of one other site in."""
    return opened(Settings(allowed_origins=(SHOP,)))


@pytest.mark.parametrize(("method", "path"), CHANGES)
@pytest.mark.parametrize("token", [{"x-sf-csrf-token": ""}, {"x-sf-csrf-token": "0" * 64}])
def test_a_change_from_a_session_without_its_token_is_forbidden(
    browser: httpx.Client, method: str, path: str, token: dict[str, str]
) -> None:
    answer = browser.request(method, FRONT + path.format(id=cart_of(browser)), json={}, headers=token)
    assert (answer.status_code, answer.json()) == (403, FORGED)


def test_a_forbidden_change_changes_nothing(browser: httpx.Client) -> None:
    cart = cart_of(browser)
    before = browser.get(f"{FRONT}/checkouts/{cart}").json()
    browser.put(f"{FRONT}/checkouts/{cart}", json={"customerMessage": "x"}, headers={"x-sf-csrf-token": "0"})
    assert browser.get(f"{FRONT}/checkouts/{cart}").json() == before


def test_the_token_of_another_session_does_not_help(store: Store, browser: httpx.Client) -> None:
    other = store.browser()
    other.get(f"{FRONT}/carts")
    headers = {"x-sf-csrf-token": other.cookies["SF-CSRF-TOKEN"]}
    answer = browser.put(f"{FRONT}/checkouts/{cart_of(browser)}", json={"customerMessage": "x"}, headers=headers)
    assert answer.status_code == 403


def test_reading_needs_no_token(browser: httpx.Client) -> None:
    cart = cart_of(browser)
    assert browser.get(f"{FRONT}/checkouts/{cart}", headers={"x-sf-csrf-token": ""}).status_code == 200


def test_the_token_does_not_give_the_session_away(browser: httpx.Client) -> None:
    browser.get("/")
    session, token = browser.cookies["SHOP_SESSION_TOKEN"], browser.cookies["SF-CSRF-TOKEN"]
    assert token not in (session, session[::-1])


def test_a_store_may_do_without_tokens() -> None:
    browser = opened(Settings(anti_forgery=False)).browser()
    cart = cart_of(browser)
    change = {"customerMessage": "x"}
    answer = browser.put(f"{FRONT}/checkouts/{cart}", json=change, headers={"x-sf-csrf-token": ""})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("origin", "status"),
    [("https://evil.example", 403), ("null", 403), ("//", 403), ("http://[", 403), ("http://emulator.test", 200)],
)
def test_a_change_from_a_page_of_another_site_is_forbidden(browser: httpx.Client, origin: str, status: int) -> None:
    answer = browser.post(f"{FRONT}/carts", json=ITEMS, headers={"origin": origin})
    assert answer.status_code == status


def test_a_page_of_an_allowed_site_may_ask_and_read(sharing: Store) -> None:
    answer = sharing.browser().post(f"{FRONT}/carts", json=ITEMS, headers={"origin": SHOP})
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, SHOP)
    assert answer.headers["access-control-allow-credentials"] == "true"
    assert answer.headers["vary"] == "Origin"


def test_a_browser_that_asks_first_is_told_what_an_allowed_site_may(sharing: Store) -> None:
    asked = {
        "origin": SHOP,
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type,x-sf-csrf-token",
    }
    answer = sharing.browser().options(f"{FRONT}/carts", headers=asked)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["access-control-allow-origin"] == SHOP
    assert set(answer.headers["access-control-allow-methods"].split(", ")) >= {"GET", "POST"}
    assert answer.headers["access-control-allow-headers"] == "content-type,x-sf-csrf-token"


@pytest.mark.parametrize(
    ("path", "origin"),
    [(f"{FRONT}/carts", "https://evil.example"), (f"{STORE}/v3/carts", SHOP), (f"{FRONT}/nothing", SHOP)],
)
def test_nobody_else_is_told_anything(sharing: Store, path: str, origin: str) -> None:
    asked = {"origin": origin, "access-control-request-method": "POST"}
    answer = sharing.browser().options(path, headers=asked)
    assert answer.status_code in (404, 405)
    assert "access-control-allow-origin" not in answer.headers


def test_a_store_that_shares_with_nobody_says_nothing_about_it(browser: httpx.Client) -> None:
    answer = browser.get(f"{FRONT}/carts", headers={"origin": SHOP})
    assert {"vary", "access-control-allow-origin"}.isdisjoint(answer.headers)


@pytest.mark.parametrize(("method", "path"), WRITES)
def test_a_token_for_reading_changes_nothing(store: Store, method: str, path: str) -> None:
    answer = store.server(READ_ONLY).request(method, STORE + path.format(id="x"), json={})
    assert (answer.status_code, answer.json()) == (403, NO_SCOPE)
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_token_for_reading_reads(store: Store) -> None:
    assert store.server(READ_ONLY).get(f"{STORE}/v3/carts/settings").status_code == 200


def test_a_token_opens_its_own_store_only(server: httpx.Client) -> None:
    answer = server.get("/stores/another/v3/carts/settings")
    assert (answer.status_code, answer.json()["title"]) == (401, "Unauthorized")


@pytest.mark.parametrize(("method", "path"), CHANGES[:-2])
def test_no_session_changes_the_cart_of_another(store: Store, browser: httpx.Client, method: str, path: str) -> None:
    cart, other = cart_of(browser), store.browser()
    cart_of(other)
    before = browser.get(f"{FRONT}/checkouts/{cart}").json()
    answer = other.request(method, FRONT + path.format(id=cart), json={})
    assert answer.status_code in (401, 404)
    assert browser.get(f"{FRONT}/checkouts/{cart}").json() == before


def quota(answer: httpx.Response) -> dict[str, Any]:
    return {name: value for name, value in answer.headers.items() if name.startswith("x-rate-limit")}


def test_the_quota_is_told_and_kept() -> None:
    server = opened(Settings(rate_quota=2)).server()
    answers = [server.get(f"{STORE}/v3/carts/settings") for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert [one.headers["x-rate-limit-requests-left"] for one in answers] == ["1", "0", "0"]
    assert quota(answers[2]) == {
        "x-rate-limit-time-window-ms": "30000",
        "x-rate-limit-time-reset-ms": "30000",
        "x-rate-limit-requests-quota": "2",
        "x-rate-limit-requests-left": "0",
    }
    assert answers[2].headers["x-retry-after"] == "30"


def test_the_next_window_opens_the_door_again() -> None:
    emulator = Emulator(Settings(rate_quota=1))
    server, path = emulator.server(), f"{STORE}/v3/carts/settings"
    emulator.time(advance=12)
    first, second = server.get(path), server.get(path)
    emulator.time(advance=int(second.headers["x-retry-after"]))
    assert [first.status_code, second.status_code, server.get(path).status_code] == [200, 429, 200]
    assert (second.headers["x-retry-after"], second.headers["x-rate-limit-time-reset-ms"]) == ("18", "18000")


def test_the_storefront_has_no_quota() -> None:
    browser = Emulator(Settings(rate_quota=1)).browser()
    assert [browser.get(f"{FRONT}/carts").status_code for _ in range(3)] == [200, 200, 200]

from __future__ import annotations

import httpx
import pytest
from control_driving import CART, control, new_cart

from conformance.emulator import Emulator, Settings

pytest_plugins = ["conformance.emulator.testing"]


@pytest.fixture
def visited(emulator: Emulator) -> Emulator:
    """A store with four exchanges: two carts made, one cart that is not there, one storefront."""
    new_cart(emulator)
    new_cart(emulator)
    emulator.server().get(f"{emulator.v3}/carts/none")
    emulator.browser().get("/api/storefront/carts")
    return emulator


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("", [4, 3, 2, 1]),
        ("operation=createCart", [2, 1]),
        ("status=404", [3]),
        ("status=2xx", [4, 2, 1]),
        ("path=carts/none", [3]),
        ("method=post", [2, 1]),
        ("face=storefront", [4]),
        ("after=2", [4, 3]),
        ("operation=createCart&status=4xx", []),
    ],
)
def test_exchanges_are_found(visited: Emulator, query: str, ids: list[int]) -> None:
    found = control(visited, "GET", f"journal?{query}").json()
    assert ([one["id"] for one in found["exchanges"]], found["count"], found["seen"]) == (ids, len(ids), 4)


def test_all_that_fit_are_counted_when_few_are_shown(visited: Emulator) -> None:
    found = control(visited, "GET", "journal?limit=1").json()
    assert (found["count"], [one["id"] for one in found["exchanges"]]) == (4, [4])


@pytest.mark.parametrize("query", ["limit=x", "limit=-1", "after=1e3", "limit=99999999999"])
def test_a_query_that_makes_no_sense_is_refused(visited: Emulator, query: str) -> None:
    assert control(visited, "GET", f"journal?{query}").status_code == 422


def test_one_exchange_is_shown_whole(visited: Emulator) -> None:
    whole = control(visited, "GET", "journal/1").json()
    assert whole["request"]["body"] == CART
    assert len(whole["response"]["body"]["data"]["id"]) == 36
    assert control(visited, "GET", "journal?whole=true&after=0").json()["exchanges"][-1] == whole


def test_the_control_surface_is_not_in_the_journal(visited: Emulator) -> None:
    control(visited, "GET", "state")
    assert control(visited, "GET", "journal").json()["count"] == 4


def test_a_cleared_journal_goes_on_counting(visited: Emulator) -> None:
    assert control(visited, "DELETE", "journal").status_code == 204
    new_cart(visited)
    assert [one.number for one in visited.journal.find()] == [5]
    assert control(visited, "GET", "journal/1").status_code == 404


def test_the_journal_is_bounded() -> None:
    emulator = Emulator(Settings(journal=2))
    made = [new_cart(emulator) for _ in range(3)]
    assert len(made) == 3
    assert [one.number for one in emulator.journal.find()] == [2, 3]


def test_a_journal_of_no_size_keeps_nothing() -> None:
    emulator = Emulator(Settings(journal=0))
    new_cart(emulator)
    assert emulator.journal.find() == []


def test_a_dropped_connection_is_an_exchange_without_an_answer(emulator: Emulator) -> None:
    emulator.fail(kind="reset")
    with pytest.raises(httpx.ReadError):
        new_cart(emulator)
    whole = control(emulator, "GET", "journal/1").json()
    assert (whole["status"], whole["failure"], whole["response"]) == (0, "reset", None)


CARD = "4111 1111 1111 1111"
SECRET_BODIES = [
    {"payment": {"instrument": {"number": CARD, "verification_value": "987"}}},
    {"deep": [{"password": CARD, "note": "https://shop.test/?token=" + CARD.replace(" ", "")}]},
    {"odd": "emulator-token and " + "eyJhbGciOiJub25lIn0.eyJzdWIiOiI0MTExIn0.", "card_number": CARD},
]


@pytest.mark.parametrize("body", SECRET_BODIES)
def test_secrets_are_masked(emulator: Emulator, body: object) -> None:
    browser = emulator.browser()
    headers = {"X-Auth-Token": "emulator-token", "Cookie": "a=4111111111111111", "Authorization": "PAT 4111111111111"}
    browser.post(f"{emulator.v3}/carts?token=4111111111111111", json=body, headers=headers)
    shown = control(emulator, "GET", "journal/1").text
    assert "[masked]" in shown
    assert [word for word in ("4111", "987", "emulator-token", "eyJ") if word in shown] == []


def test_session_cookies_and_redirect_tokens_are_masked(emulator: Emulator) -> None:
    cart = emulator.browser().post("/api/storefront/carts", json={"lineItems": [{"productId": 111, "quantity": 1}]})
    urls = emulator.server().post(f"{emulator.v3}/carts/{cart.json()['id']}/redirect_urls")
    token = urls.json()["data"]["cart_url"].split("token=")[1]
    shown = control(emulator, "GET", "journal?whole=true").text
    assert len(token) == 64
    assert token not in shown
    assert cart.cookies["SHOP_SESSION_TOKEN"] not in shown


@pytest.mark.parametrize("body", [b"password=hunter22", b"\xff\xfe", b"[" * 100_000, b"{" + b" " * 200_000])
def test_a_body_that_is_no_json_is_only_measured(emulator: Emulator, body: bytes) -> None:
    emulator.server().post(f"{emulator.v3}/carts", content=body)
    shown = control(emulator, "GET", "journal/1")
    assert shown.status_code == 200
    assert "hunter22" not in shown.text

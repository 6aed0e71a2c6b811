"""A reading that is asked again is answered alike, and never with what has changed since."""

from __future__ import annotations

from pathlib import Path

import httpx

from conformance.emulator import Emulator, Settings

CARTS = "/stores/emulator/v3/carts"


def a_cart(server: httpx.Client) -> str:
    made = server.post(CARTS, json={"line_items": [{"product_id": 111, "quantity": 1}]})
    return f"{CARTS}/{made.json()['data']['id']}"


def quantity(server: httpx.Client, cart: str) -> int:
    return sum(item["quantity"] for item in server.get(cart).json()["data"]["line_items"]["physical_items"])


def test_a_reading_asked_twice_is_answered_alike() -> None:
    server = Emulator().server()
    cart = a_cart(server)

    assert server.get(cart).json() == server.get(cart).json()


def test_each_answer_has_a_request_id_of_its_own() -> None:
    server = Emulator().server()
    cart = a_cart(server)

    assert server.get(cart).headers["x-request-id"] != server.get(cart).headers["x-request-id"]


def test_a_change_is_seen_by_the_next_reading() -> None:
    server = Emulator().server()
    cart = a_cart(server)
    assert (quantity(server, cart), quantity(server, cart)) == (1, 1)

    server.post(f"{cart}/items", json={"line_items": [{"product_id": 111, "quantity": 4}]})

    assert quantity(server, cart) == 5


def test_a_change_in_another_process_is_seen_by_the_next_reading(tmp_path: Path) -> None:
    settings = Settings(database=str(tmp_path / "store.sqlite"))
    here, there = Emulator(settings).server(), Emulator(settings).server()
    cart = a_cart(here)
    assert (quantity(here, cart), quantity(here, cart)) == (1, 1)

    there.post(f"{cart}/items", json={"line_items": [{"product_id": 111, "quantity": 4}]})

    assert quantity(here, cart) == 5


def test_a_wrong_token_is_refused_after_a_right_one() -> None:
    emulator = Emulator()
    cart = a_cart(emulator.server())
    assert emulator.server().get(cart).status_code == 200

    assert emulator.server().get(cart, headers={"X-Auth-Token": "wrong"}).status_code == 401


def test_a_fault_that_is_switched_on_shows_at_once() -> None:
    emulator = Emulator()
    server = emulator.server()
    cart = a_cart(server)
    checkout = cart.replace("carts", "checkouts")
    assert "taxes" in server.get(checkout).json()["data"]

    emulator.switch(("body-without-taxes",))

    assert "taxes" not in server.get(checkout).json()["data"]


def test_a_cart_that_grew_too_old_is_gone() -> None:
    emulator = Emulator()
    server = emulator.server()
    cart = a_cart(server)
    assert server.get(cart).status_code == 200

    emulator.time(advance=31 * 24 * 3600)

    assert server.get(cart).status_code == 404

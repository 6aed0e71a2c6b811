from __future__ import annotations

import socket
from pathlib import Path

import httpx
import pytest
from emulator_driving import PLAIN, READ_ONLY, STORE, Store, opened

from conformance.emulator import Settings, serve

CART = {"line_items": [{"product_id": PLAIN, "quantity": 1}]}


def test_without_a_token_nobody_comes_in(store: Store) -> None:
    answer = store.server(None).post(f"{STORE}/v3/carts", json=CART)
    assert (answer.status_code, answer.json()["title"], answer.json()["errors"]) == (401, "Unauthorized", {})


def test_with_a_wrong_token_nobody_comes_in(store: Store) -> None:
    assert store.server("wrong").post(f"{STORE}/v3/carts", json=CART).status_code == 401


def test_the_token_of_one_store_opens_no_other(server: httpx.Client) -> None:
    assert server.post("/stores/another/v3/carts", json=CART).status_code == 401


def test_a_read_only_token_reads(store: Store, server: httpx.Client) -> None:
    cart = server.post(f"{STORE}/v3/carts", json=CART).json()["data"]["id"]
    assert store.server(READ_ONLY).get(f"{STORE}/v3/carts/{cart}").status_code == 200


def test_a_read_only_token_changes_nothing(store: Store) -> None:
    answer = store.server(READ_ONLY).post(f"{STORE}/v3/carts", json=CART)
    assert (answer.status_code, answer.json()["title"]) == (
        403,
        "You don't have a required scope to access the endpoint",
    )


@pytest.mark.parametrize("path", ["/v3/nothing", "/v3/carts/", "/v3/carts/a/b/c"])
def test_an_unknown_route_is_the_gateways_404(server: httpx.Client, path: str) -> None:
    answer = server.get(f"{STORE}{path}")
    assert (answer.status_code, answer.headers["connection"]) == (404, "close")
    assert [name for name in answer.headers if name.startswith("x-rate-limit")] == []


def test_a_method_that_a_path_has_not_is_answered_with_those_that_it_has(server: httpx.Client) -> None:
    answer = server.patch(f"{STORE}/v3/carts/x")
    allowed = {method.strip() for method in answer.headers["allow"].split(",")}
    assert (answer.status_code, allowed) == (405, {"GET", "HEAD", "PUT", "DELETE"})


def test_errors_carry_the_rate_limit_and_a_request_id(server: httpx.Client) -> None:
    headers = server.get(f"{STORE}/v3/carts/100").headers
    assert (headers["x-rate-limit-time-window-ms"], len(headers["x-request-id"])) == ("30000", 32)


def test_the_quota_is_counted_down_and_comes_back_with_the_next_window() -> None:
    server = opened(Settings(rate_quota=2)).server()
    left = [server.get(f"{STORE}/v3/carts/x").headers["x-rate-limit-requests-left"] for _ in range(2)]
    refused = server.get(f"{STORE}/v3/carts/x")
    server.post("/_emulator/clock/advance", json={"seconds": 30})
    assert (left, refused.status_code, "x-retry-after" in refused.headers) == (["1", "0"], 429, True)
    assert server.get(f"{STORE}/v3/carts/x").status_code == 404


def test_reset_forgets_everything_and_starts_the_ids_again(server: httpx.Client) -> None:
    first = server.post(f"{STORE}/v3/carts", json=CART).content
    server.post("/_emulator/reset")
    assert server.post(f"{STORE}/v3/carts", json=CART).content == first


def test_faults_are_switched_while_the_store_runs(server: httpx.Client) -> None:
    cart = server.post(f"{STORE}/v3/carts", json=CART).json()["data"]["id"]
    coupon = {"coupon_code": "NONE"}
    server.put("/_emulator/faults", json={"faults": ["coupon-unknown-accepted"]})
    faulty = server.post(f"{STORE}/v3/checkouts/{cart}/coupons", json=coupon)
    server.put("/_emulator/faults", json={"faults": []})
    clean = server.post(f"{STORE}/v3/checkouts/{cart}/coupons", json=coupon)
    assert (faulty.status_code, clean.status_code) == (200, 422)


def test_an_unknown_fault_is_refused_with_a_mend(server: httpx.Client) -> None:
    answer = server.put("/_emulator/faults", json={"faults": ["coupon-unknown-acepted"]})
    assert (answer.status_code, "coupon-unknown-accepted" in answer.json()["mend"]) == (422, True)


def test_a_store_in_a_file_is_there_again_with_new_ids(tmp_path: Path) -> None:
    settings = Settings(database=str(tmp_path / "store.sqlite"))
    before = opened(settings).server().post(f"{STORE}/v3/carts", json=CART).json()["data"]
    server = opened(settings).server()
    after = server.post(f"{STORE}/v3/carts", json=CART).json()["data"]
    assert server.get(f"{STORE}/v3/carts/{before['id']}").json()["data"]["base_amount"] == before["base_amount"]
    assert before["id"] != after["id"]


def test_two_stores_in_memory_know_nothing_of_each_other(server: httpx.Client) -> None:
    cart = server.post(f"{STORE}/v3/carts", json=CART).json()["data"]["id"]
    assert opened().server().get(f"{STORE}/v3/carts/{cart}").status_code == 404


def test_a_refused_change_leaves_nothing_behind(server: httpx.Client) -> None:
    cart = server.post(f"{STORE}/v3/carts", json=CART).json()["data"]
    two = {"line_items": [{"product_id": PLAIN, "quantity": 1}, {"product_id": 999, "quantity": 1}]}
    server.post(f"{STORE}/v3/carts/{cart['id']}/items", json=two)
    assert server.get(f"{STORE}/v3/carts/{cart['id']}").json()["data"] == cart


def test_a_head_request_has_no_body(server: httpx.Client) -> None:
    cart = server.post(f"{STORE}/v3/carts", json=CART).json()["data"]["id"]
    answer = server.head(f"{STORE}/v3/carts/{cart}")
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize(("days", "status"), [(30, 200), (31, 404)])
def test_a_cart_lives_for_thirty_days_after_its_last_change(server: httpx.Client, days: int, status: int) -> None:
    cart = server.post(f"{STORE}/v3/carts", json=CART).json()["data"]["id"]
    # The emulated clock has moved by one second when the cart was made.
    server.post("/_emulator/clock/advance", json={"seconds": days * 24 * 3600 - 1})
    assert server.get(f"{STORE}/v3/carts/{cart}").status_code == status


def test_a_port_that_is_taken_is_an_error_of_the_system() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match="in use"):
        serve("127.0.0.1", taken.getsockname()[1])

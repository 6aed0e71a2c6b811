from __future__ import annotations

import time
from typing import Any

import httpx
import pytest
from control_driving import CART, control, new_cart

from conformance.emulator import Emulator
from conformance.errors import UserMistake

pytest_plugins = ["conformance.emulator.testing"]


def test_the_next_answers_fail_as_often_as_ordered(emulator: Emulator) -> None:
    control(emulator, "POST", "failures", {"operation": "createCart", "status": 503, "times": 2})
    assert [new_cart(emulator).status_code for _ in range(3)] == [503, 503, 201]


def test_a_failure_without_times_lasts_until_it_is_removed(emulator: Emulator) -> None:
    number = control(emulator, "POST", "failures", {"status": 500, "times": None}).json()["id"]
    assert [new_cart(emulator).status_code for _ in range(3)] == [500, 500, 500]
    assert control(emulator, "DELETE", f"failures/{number}").status_code == 204
    assert new_cart(emulator).status_code == 201


def test_other_operations_and_faces_are_spared(emulator: Emulator) -> None:
    emulator.fail(operation="getCart")
    emulator.fail(face="storefront")
    assert new_cart(emulator).status_code == 201
    failed = emulator.browser().get("/api/storefront/carts")
    assert (failed.status_code, failed.json()["type"]) == (503, "about:blank")


@pytest.mark.parametrize(("after", "kept"), [(False, 0), (True, 1)])
def test_a_failure_strikes_before_or_after_the_change(emulator: Emulator, *, after: bool, kept: int) -> None:
    emulator.fail(operation="createCart", status=502, after=after)
    assert new_cart(emulator).status_code == 502
    assert emulator.state()["counts"]["purchases"] == kept


def test_an_ordered_answer_says_what_it_was_told(emulator: Emulator) -> None:
    emulator.fail(status=429, body={"odd": True}, headers={"Retry-After": "3"})
    answer = new_cart(emulator)
    assert (answer.status_code, answer.json(), answer.headers["retry-after"]) == (429, {"odd": True}, "3")


def test_a_connection_is_closed_in_this_process(emulator: Emulator) -> None:
    emulator.fail(kind="reset")
    with pytest.raises(httpx.ReadError):
        new_cart(emulator)
    assert new_cart(emulator).status_code == 201


def test_a_connection_is_closed_on_a_real_socket(emulator: Emulator, emulator_url: str) -> None:
    emulator.fail(kind="reset", after=True)
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.post(f"{emulator_url}{emulator.v3}/carts", json=CART, headers={"x-auth-token": "emulator-token"})
    assert emulator.state()["counts"]["purchases"] == 1


@pytest.mark.parametrize("kind", ["latency", "slow-body"])
def test_a_late_answer_is_the_real_one(emulator: Emulator, kind: str) -> None:
    emulator.fail(kind=kind, latency_ms=200)
    began = time.monotonic()
    answer = new_cart(emulator)
    assert (answer.status_code, len(answer.json()["data"]["id"])) == (201, 36)
    assert time.monotonic() - began >= 0.2


def test_a_client_that_does_not_wait_gives_up(emulator: Emulator) -> None:
    emulator.fail(kind="latency", latency_ms=5000)
    with pytest.raises(httpx.ReadTimeout):
        emulator.server().post(f"{emulator.v3}/carts", json=CART, timeout=0.05)


@pytest.mark.parametrize(
    "failure",
    [
        {"operation": "getCrat"},
        {"kind": "explode"},
        {"status": 200},
        {"times": 0},
        {"latency_ms": 60_001},
        {"kind": "latency"},
        {"headers": {"a\r\nb": "c"}},
        {"headers": {"a": "c\nd"}},
        {"staus": 500},
    ],
)
def test_a_failure_that_cannot_be_is_refused(emulator: Emulator, failure: dict[str, Any]) -> None:
    answer = control(emulator, "POST", "failures", failure)
    assert (answer.status_code, control(emulator, "GET", "failures").json()) == (422, {"failures": []})
    with pytest.raises(UserMistake):
        emulator.fail(**failure)


def test_an_operation_that_is_nearly_right_is_suggested(emulator: Emulator) -> None:
    assert "getCart" in control(emulator, "POST", "failures", {"operation": "getCrat"}).json()["mend"]


def test_reset_takes_ordered_failures_back(emulator: Emulator) -> None:
    emulator.fail(times=None)
    control(emulator, "POST", "reset")
    assert emulator.failures.listed() == []

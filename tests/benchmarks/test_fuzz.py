"""Fuzzing in small, and that it would notice what it looks for."""

from __future__ import annotations

import random
import socket
from collections.abc import Iterator

import pytest

from benchmarks.emulator import fuzz_wire
from benchmarks.emulator.fuzz import Figures, clean, fuzz, line
from benchmarks.emulator.fuzz_canaries import Bystander, leaked, settle
from benchmarks.emulator.fuzz_cases import Sent
from benchmarks.emulator.fuzz_wire import Outcome, exchanged, incomplete, mutated, status_of, whole
from conformance.emulator import Emulator, Settings

GET = b"GET /api/storefront/carts HTTP/1.1\r\nHost: a\r\n\r\n"


def dice(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - a repeatable test, no secret


@pytest.fixture
def port() -> Iterator[int]:
    with Emulator(Settings(control=False)) as emulator, emulator.served() as address:
        yield int(address.rpartition(":")[2])


@pytest.fixture
def leaky_port() -> Iterator[int]:
    """A store in which whoever knows the id of a checkout can read it."""
    settings = Settings(faults=("session-sees-every-cart",))
    with Emulator(settings) as emulator, emulator.served() as address:
        yield int(address.rpartition(":")[2])


@pytest.mark.slow
def test_a_few_hundred_requests_find_nothing(port: int) -> None:
    document = fuzz(port, 400, seed=3)
    assert clean(document), document["findings"]
    assert document["requests"] == 400
    assert document["statuses"]["generated"]["2xx"] > 0
    assert "400 requests" in line(document)


def test_what_another_shopper_is_shown_is_noticed(leaky_port: int) -> None:
    shopper = settle(f"http://127.0.0.1:{leaky_port}", dice(1), 1)[0]
    data = GET.replace(b"/carts", b"/checkouts/" + shopper.checkout_id.encode())
    outcome = exchanged(leaky_port, data)
    assert (outcome.status, leaked((shopper,), data, outcome.received) is None) == (200, False)


def test_what_the_request_brought_along_is_no_leak(port: int) -> None:
    shopper = settle(f"http://127.0.0.1:{port}", dice(1), 1)[0]
    data = GET.replace(b"/carts", b"/checkouts/" + shopper.checkout_id.encode())
    outcome = exchanged(port, data)
    assert (outcome.status, leaked((shopper,), data, outcome.received)) == (401, None)


def test_a_changed_cart_of_a_bystander_is_noticed(port: int) -> None:
    shopper: Bystander = settle(f"http://127.0.0.1:{port}", dice(1), 1)[0]
    before = shopper.unharmed
    shopper.client.put(f"/api/storefront/checkouts/{shopper.checkout_id}", json={"customerMessage": "x"})
    assert (before, shopper.unharmed) == (True, False)


# What became of a request, and the finding that it is.
OUTCOMES = [
    (Outcome(200, b"", 0.1, hung=False), None, []),
    (Outcome(404, b"", 0.1, hung=False), None, []),
    (Outcome(None, b"", 0.1, hung=False), None, []),
    (Outcome(500, b"", 0.1, hung=False), None, ["5xx"]),
    (Outcome(None, b"", 11.0, hung=True), None, ["hang"]),
    (Outcome(200, b"", 0.1, hung=False), b"canary", ["leak"]),
]


@pytest.mark.parametrize(("outcome", "leak", "kinds"), OUTCOMES)
def test_a_bad_outcome_is_a_finding(outcome: Outcome, leak: bytes | None, kinds: list[str]) -> None:
    figures = Figures()
    figures.note(Sent(GET, "pages", ""), outcome, leak, is_mutated=False)
    assert [one["kind"] for one in figures.findings] == kinds


# Bytes that a server can answer.
WHOLE = [
    GET,
    b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}",
    b"nonsense\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    b"CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n",
]


@pytest.mark.parametrize("data", WHOLE)
def test_a_request_that_is_whole_needs_no_more(data: bytes) -> None:
    assert not incomplete(data)


@pytest.mark.parametrize("data", [GET[:-1], b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{"])
def test_a_server_would_wait_for_more_of_a_part_of_a_request(data: bytes) -> None:
    assert incomplete(data)


# What came back, and its status; first what is only a part of an answer.
PARTS = [
    (b"", None),
    (b"HTTP/1.1 200 OK\r\n", 200),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{", 200),
    (b"HTTP/1.1 100 Continue\r\n\r\n", None),
]
ANSWERS = [
    (b"HTTP/1.1 204 No Content\r\n\r\n", 204),
    (b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}", 200),
    (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 422 No\r\ncontent-length: 0\r\n\r\n", 422),
]


@pytest.mark.parametrize(("received", "status"), PARTS)
def test_a_part_of_an_answer_is_read_on(received: bytes, status: int | None) -> None:
    assert (status_of(received), whole(received)) == (status, False)


@pytest.mark.parametrize(("received", "status"), ANSWERS)
def test_an_answer_is_read_to_its_end(received: bytes, status: int | None) -> None:
    assert (status_of(received), whole(received)) == (status, True)


def test_the_same_dice_mutate_the_same_way() -> None:
    made = [mutated(GET, GET, dice(5)) for _ in range(2)]
    assert made[0] == made[1] != GET


def test_a_server_that_never_answers_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz_wire, "LIMIT_SECONDS", 0.3)
    monkeypatch.setattr(fuzz_wire, "PATIENCE_SECONDS", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert exchanged(silent.getsockname()[1], GET).hung

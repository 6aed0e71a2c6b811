from __future__ import annotations

import httpx
import pytest
from transport_bench import Bench, Script

URL = "https://store.test/v3/carts"


def told(left: str, reset: str) -> httpx.Response:
    return httpx.Response(200, headers={"x-rate-limit-requests-left": left, "x-rate-limit-time-reset-ms": reset})


@pytest.mark.parametrize(
    ("left", "reset", "reserve", "slept"),
    [
        pytest.param("0", "4000", 0, [4.0], id="nothing left"),
        pytest.param("5", "4000", 5, [4.0], id="only the reserve left"),
        pytest.param("6", "4000", 5, [], id="more than the reserve left"),
        pytest.param("0", "0", 0, [], id="a window that starts now"),
        pytest.param("0", "9000000", 0, [60.0], id="a window that nobody waits for"),
        pytest.param("none", "4000", 0, [], id="no number of requests"),
        pytest.param("0", "-1", 0, [], id="no time"),
        pytest.param("0", "", 0, [], id="an empty time"),
    ],
)
def test_the_next_request_waits_while_the_store_grants_no_more(
    bench: Bench, left: str, reset: str, reserve: int, slept: list[float]
) -> None:
    client = bench.client(Script(told(left, reset), 200), reserve=reserve)
    client.get(URL)

    client.get(URL)

    assert bench.time.slept == slept


def test_another_host_has_a_quota_of_its_own(bench: Bench) -> None:
    client = bench.client(Script(told("0", "4000"), 200))
    client.get(URL)

    client.get("https://payments.test/stores/x/payments")

    assert bench.time.slept == []


def test_a_429_and_its_quota_header_make_one_wait_not_two(bench: Bench) -> None:
    refusal = httpx.Response(429, headers=told("0", "4000").headers)

    bench.client(Script(refusal, 200)).get(URL)

    assert bench.time.slept == [4.0]


def test_a_paced_run_sends_no_more_than_its_share_of_a_window(bench: Bench) -> None:
    client = bench.client(Script(200), requests_per_window=2, window_seconds=30.0)
    client.get(URL)
    bench.time.now += 10
    client.get(URL)

    client.get(URL)

    assert bench.time.slept == [20.0]


def test_the_window_slides(bench: Bench) -> None:
    client = bench.client(Script(200), requests_per_window=2, window_seconds=30.0)
    client.get(URL)
    client.get(URL)
    bench.time.now += 31
    client.get(URL)
    client.get(URL)

    client.get(URL)

    assert bench.time.slept == [30.0]


def test_repeated_attempts_count_as_the_store_counts_them(bench: Bench) -> None:
    client = bench.client(Script(503, 200), requests_per_window=1, window_seconds=30.0)

    client.get(URL)

    assert bench.time.slept == [0.5, 29.5]

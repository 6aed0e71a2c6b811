"""A budget is a hard limit: retries count, and what must be cleared up keeps its room."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

from conformance.errors import Trouble
from conformance.transport import Allowance, Exhausted, RequestContext, TrafficPolicy, open_client

URL = "http://store.test/carts/1"


def client_of(answer: Callable[[httpx.Request], httpx.Response], allowance: Allowance) -> httpx.Client:
    policy = TrafficPolicy(allowance=allowance)
    return open_client(
        httpx.MockTransport(answer), lambda _: None, RequestContext, policy, clock=lambda: 0.0, sleep=lambda _: None
    )


def fine(_: httpx.Request) -> httpx.Response:
    return httpx.Response(200)


def busy(_: httpx.Request) -> httpx.Response:
    return httpx.Response(429, headers={"X-Rate-Limit-Time-Reset-Ms": "1"})


def broken(_: httpx.Request) -> httpx.Response:
    return httpx.Response(500)


def test_the_request_after_the_last_one_is_not_sent() -> None:
    allowance = Allowance(1)
    client = client_of(fine, allowance)
    client.get(URL)

    with pytest.raises(Exhausted, match="the budget of 1 requests is used up"):
        client.get(URL)
    assert allowance.sent == 1


@pytest.mark.parametrize("answer", [busy, broken])
def test_repetitions_count(answer: Callable[[httpx.Request], httpx.Response]) -> None:
    allowance = Allowance(1)

    with pytest.raises(Trouble, match="the budget of 1 requests is used up"):
        client_of(answer, allowance).get(URL)
    assert allowance.sent == 1


def test_it_is_used_up_once_only_the_reserve_is_left() -> None:
    allowance = Allowance(3, reserve=lambda: 2)
    client_of(fine, allowance).get(URL)

    assert allowance.used_up == "the budget of 3 requests is used up"


def test_the_reserve_is_there_when_it_is_released() -> None:
    allowance = Allowance(2, reserve=lambda: 1)
    client = client_of(fine, allowance)
    client.get(URL)
    allowance.reserve = lambda: 0

    assert client.get(URL).status_code == 200


def test_while_there_is_room_nothing_stands_in_the_way() -> None:
    assert not Allowance(1).used_up

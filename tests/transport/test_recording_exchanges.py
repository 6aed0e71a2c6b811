from __future__ import annotations

import re
from dataclasses import replace

import httpx
import pytest
from transport_bench import Bench, Script

from conformance import __version__
from conformance.transport import RequestContext, TrafficPolicy, another_client, build_chain, exchange_ids

URL = "https://store.test/v3/carts"


def test_an_exchange_holds_what_was_sent_and_what_came_back(bench: Bench) -> None:
    answer = httpx.Response(201, headers={"X-Request-Id": "7"}, json={"data": {"id": "é"}})

    bench.client(Script(answer)).post(URL, content='{"note":"é"}', headers={"X-Auth-Token": "t"})

    (exchange,) = bench.seen
    assert exchange.request.method == "POST"
    assert exchange.request.url == URL
    assert exchange.request.body == '{"note":"é"}'
    assert ("X-Auth-Token", "t") in exchange.request.headers
    assert exchange.response is not None
    assert exchange.response.status == 201
    assert exchange.response.body == '{"data":{"id":"é"}}'
    assert ("X-Request-Id", "7") in exchange.response.headers


def test_exchanges_are_numbered_in_the_order_of_time(bench: Bench) -> None:
    client = bench.client(Script(200), prefix="main")

    answers = [client.get(URL), client.get(URL)]

    assert [exchange_ids(answer) for answer in answers] == [("main-000001",), ("main-000002",)]


def test_the_attempts_of_a_call_are_counted(bench: Bench) -> None:
    bench.client(Script(503, 503, 200)).get(URL)

    assert [exchange.attempt for exchange in bench.seen] == [1, 2, 3]


def test_time_is_told_in_utc_and_milliseconds(bench: Bench) -> None:
    def slow(_: httpx.Request) -> httpx.Response:
        bench.time.sleep(0.25)
        return httpx.Response(200)

    answer = bench.client(slow).get(URL)

    assert (bench.seen[0].started_at, bench.seen[0].elapsed_ms) == ("2023-11-14T22:13:20.000+00:00", 250.0)
    assert answer.elapsed.total_seconds() == 0.25


def test_every_exchange_carries_the_context_of_its_moment(bench: Bench) -> None:
    client = bench.client(Script(200))
    client.get(URL)
    bench.context = RequestContext(check="b", arranging=True, generated="negative")

    client.get(URL)

    assert [(each.check, each.arranging, each.generated) for each in bench.seen] == [
        ("a-check", False, ""),
        ("b", True, "negative"),
    ]


def test_requests_identify_the_suite_whatever_the_caller_says(bench: Bench) -> None:
    bench.client(Script(200)).get(URL, headers={"User-Agent": "somebody else"})

    assert bench.seen[0].request.header("user-agent") == f"checkout-conformance/{__version__}"


@pytest.mark.parametrize(
    ("body", "text"),
    [(b"", None), (b"\xff{", "\ufffd{"), (b"\xef\xbb\xbf{}", "\ufeff{}")],
    ids=["empty", "undecodable", "with a byte order mark"],
)
def test_bodies_are_text_whatever_they_are(bench: Bench, body: bytes, text: str | None) -> None:
    bench.client(Script(httpx.Response(200, content=body))).post(URL, content=body)

    (exchange,) = bench.seen
    assert exchange.response is not None
    assert (exchange.request.body, exchange.response.body) == (text, text)


def test_repeated_headers_are_all_kept(bench: Bench) -> None:
    answer = httpx.Response(200, headers=[("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])

    bench.client(Script(answer)).get(URL)

    assert bench.seen[0].response is not None
    assert [value for name, value in bench.seen[0].response.headers if name == "Set-Cookie"] == ["a=1", "b=2"]


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(httpx.Response(204, headers={"content-length": "9"}), id="204"),
        pytest.param(httpx.Response(304, headers={"content-length": "9"}), id="304"),
        pytest.param(httpx.Response(200, headers={"content-length": "x"}, content=b"ab"), id="no length"),
        pytest.param(httpx.Response(200, headers={"content-length": "1"}, content=b"ab"), id="more than declared"),
    ],
)
def test_an_answer_that_does_not_break_off_is_no_trouble(bench: Bench, answer: httpx.Response) -> None:
    bench.client(Script(answer)).get(URL)

    assert bench.troubles == [""]


def test_an_answer_to_head_declares_a_body_that_it_does_not_have(bench: Bench) -> None:
    bench.client(Script(httpx.Response(200, headers={"content-length": "90"}))).head(URL)

    assert bench.troubles == [""]


def test_cookies_are_not_carried_into_the_next_request(bench: Bench) -> None:
    client = bench.client(Script(httpx.Response(200, headers={"set-cookie": "SHOP=1"})))
    client.get(URL)

    client.get(URL)

    assert bench.seen[1].request.header("cookie") is None


def test_a_shopper_who_keeps_cookies_shares_the_numbering_but_not_the_session(bench: Bench) -> None:
    wire = httpx.MockTransport(Script(httpx.Response(200, headers={"set-cookie": "SHOP=1"})))
    chain = build_chain(wire, bench.seen.append, lambda: bench.context, TrafficPolicy(), bench.time)
    ada, ben = another_client(chain, keep_cookies=True), another_client(chain, keep_cookies=True)
    ada.get(URL)

    ada.get(URL)
    ben.get(URL)

    assert [exchange.request.header("cookie") for exchange in bench.seen] == [None, "SHOP=1", None]
    assert [exchange.id for exchange in bench.seen] == ["x-000001", "x-000002", "x-000003"]


class Closing(httpx.MockTransport):
    closed = False

    def close(self) -> None:
        self.closed = True


def test_closing_one_of_several_clients_leaves_the_wire_open(bench: Bench) -> None:
    wire = Closing(Script(200))
    chain = build_chain(wire, bench.seen.append, lambda: bench.context, TrafficPolicy())

    another_client(chain).close()

    assert not wire.closed


def test_closing_a_client_with_a_chain_of_its_own_closes_the_wire(bench: Bench) -> None:
    wire = Closing(Script(200))

    bench.client(wire).close()

    assert wire.closed


def test_redirects_are_answers_and_not_followed(bench: Bench) -> None:
    answer = bench.client(Script(httpx.Response(302, headers={"location": "/elsewhere"}))).get(URL)

    assert (answer.status_code, len(bench.seen)) == (302, 1)


def test_a_streamed_request_body_can_be_sent_again(bench: Bench) -> None:
    bench.client(Script(503, 200)).put(URL, content=(part for part in (b"a", b"b")))

    assert [exchange.request.body for exchange in bench.seen] == ["ab", "ab"]


def test_a_clock_that_runs_backwards_gives_no_negative_time(bench: Bench) -> None:
    def backwards(_: httpx.Request) -> httpx.Response:
        bench.time.now -= 5
        return httpx.Response(200)

    bench.client(backwards).get(URL)

    assert bench.seen[0].elapsed_ms == 0


def test_ids_sort_as_they_were_drawn(bench: Bench) -> None:
    policy = replace(bench.policy, prefix="gw12")

    bench.client(Script(200), prefix=policy.prefix).get(URL)

    assert re.fullmatch(r"gw12-\d{6}", bench.seen[0].id)

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import httpx
import pytest
from transport_bench import Bench, Script

from conformance.errors import Trouble
from conformance.transport import RequestContext, exchange_ids

URL = "https://store.test/v3/carts"
LATER = 5  # where a policy would sleep, the fake clock does


class Refusal(NamedTuple):
    headers: dict[str, str]
    waits: float


REFUSALS = {
    "the reset of the window": Refusal({"x-rate-limit-time-reset-ms": "1500"}, 1.5),
    "the reset before the other headers": Refusal({"X-Rate-Limit-Time-Reset-Ms": "20", "Retry-After": "9"}, 0.02),
    "the vendor's retry header": Refusal({"X-Retry-After": "7"}, 7.0),
    "the standard retry header": Refusal({"Retry-After": "3"}, 3.0),
    "a date (the clock shows 22:13:20)": Refusal({"Retry-After": "Tue, 14 Nov 2023 22:13:30 GMT"}, 10.0),
    "a date that is over": Refusal({"Retry-After": "Tue, 14 Nov 2023 22:13:00 GMT"}, 0.0),
    "no header": Refusal({}, 0.5),
    "a header that is no number": Refusal({"x-rate-limit-time-reset-ms": "soon"}, 0.5),
    "a negative time": Refusal({"retry-after": "-5"}, 0.5),
    "a time that is not a number": Refusal({"retry-after": "nan"}, 0.5),
}


@pytest.mark.parametrize("refusal", REFUSALS.values(), ids=REFUSALS.keys())
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_429_is_repeated_after_the_wait_that_the_store_asks_for(bench: Bench, refusal: Refusal, method: str) -> None:
    wire = Script(httpx.Response(429, headers=refusal.headers), 200)

    answer = bench.client(wire).request(method, URL)

    assert (answer.status_code, bench.time.slept or [0.0]) == (200, [refusal.waits])


def test_a_store_that_refuses_again_is_given_a_growing_head_start(bench: Bench) -> None:
    refusal = httpx.Response(429, headers={"retry-after": "2"})

    bench.client(Script(refusal, refusal, refusal, 200)).get(URL)

    assert bench.time.slept == [2.0, 3.0, 4.0]


def test_a_store_that_asks_for_more_patience_than_the_run_has_is_trouble_at_once(bench: Bench) -> None:
    wire = Script(httpx.Response(429, headers={"retry-after": "3600"}))

    with pytest.raises(Trouble, match="asks to wait 3600 s"):
        bench.client(wire).get(URL)

    assert (len(wire.requests), bench.time.slept) == (1, [])


def test_a_store_that_only_ever_answers_429_is_trouble_with_every_attempt_named(bench: Bench) -> None:
    with pytest.raises(Trouble, match="answered 429, 4 attempts") as caught:
        bench.client(Script(429)).post(URL)

    assert caught.value.exchange_ids == ("x-000001", "x-000002", "x-000003", "x-000004")


WAY_FAILURES: dict[str, Callable[[], httpx.Response | Exception]] = {
    "502": lambda: httpx.Response(502),
    "503": lambda: httpx.Response(503),
    "504": lambda: httpx.Response(504),
    "a reset": lambda: httpx.ReadError("reset by peer"),
    "a write that fails": lambda: httpx.WriteError("broken pipe"),
    "a read time-out": lambda: httpx.ReadTimeout("timed out"),
    "a connection that closes": lambda: httpx.RemoteProtocolError("disconnected without an answer"),
    "a body that breaks off": lambda: httpx.Response(200, headers={"content-length": "90"}, content=b'{"id'),
    "a body that can't be unpacked": lambda: httpx.Response(
        200, headers={"content-encoding": "gzip"}, stream=httpx.ByteStream(b"no gzip")
    ),
}
UNCONNECTED: dict[str, Callable[[], httpx.Response | Exception]] = {
    "no connection": lambda: httpx.ConnectError("refused"),
    "a connection that takes too long": lambda: httpx.ConnectTimeout("timed out"),
}


REPEATABLE = {
    f"{method} {name}": (method, failure)
    for method in ("GET", "HEAD", "PUT", "DELETE", "OPTIONS")
    for name, failure in (WAY_FAILURES | UNCONNECTED).items()
    # An answer to HEAD has no body that could break off.
    if (method, name) != ("HEAD", "a body that breaks off")
}


@pytest.mark.parametrize(("method", "failure"), REPEATABLE.values(), ids=REPEATABLE.keys())
def test_what_may_be_sent_twice_is_repeated_with_backoff(
    bench: Bench, method: str, failure: Callable[[], httpx.Response | Exception]
) -> None:
    wire = Script(failure(), failure(), 200)

    answer = bench.client(wire).request(method, URL)

    assert (answer.status_code, bench.time.slept) == (200, [0.5, 1.0])


@pytest.mark.parametrize("failure", WAY_FAILURES.values(), ids=WAY_FAILURES.keys())
@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_a_post_that_the_store_may_have_seen_is_trouble_and_never_sent_twice(
    bench: Bench, method: str, failure: Callable[[], httpx.Response | Exception]
) -> None:
    wire = Script(failure(), 200)

    with pytest.raises(Trouble) as caught:
        bench.client(wire).request(method, URL)

    assert (len(wire.requests), caught.value.exchange_ids) == (1, ("x-000001",))


@pytest.mark.parametrize("failure", UNCONNECTED.values(), ids=UNCONNECTED.keys())
def test_a_post_whose_connection_was_never_made_is_repeated(
    bench: Bench, failure: Callable[[], httpx.Response | Exception]
) -> None:
    answer = bench.client(Script(failure(), 201)).post(URL, json={"line_items": []})

    assert answer.status_code == 201


@pytest.mark.parametrize("failure", (WAY_FAILURES | UNCONNECTED).values(), ids=(WAY_FAILURES | UNCONNECTED).keys())
def test_a_failing_way_is_trouble_once_the_attempts_are_used_up(
    bench: Bench, failure: Callable[[], httpx.Response | Exception]
) -> None:
    wire = Script(*[failure() for _ in range(LATER)])

    with pytest.raises(Trouble, match="4 attempts"):
        bench.client(wire).get(URL)

    assert (len(wire.requests), bench.time.slept) == (4, [0.5, 1.0, 2.0])


def test_every_attempt_on_a_failing_way_is_recorded_as_trouble(bench: Bench) -> None:
    bench.client(Script(503, httpx.ReadTimeout("timed out"), 429, 200)).get(URL)

    assert bench.troubles == ["answered 503", "ReadTimeout: timed out", "answered 429", ""]


def test_a_request_that_cannot_be_sent_is_not_repeated(bench: Bench) -> None:
    wire = Script(httpx.LocalProtocolError("Illegal header value"))

    with pytest.raises(httpx.LocalProtocolError):
        bench.client(wire).get(URL)

    assert len(wire.requests) == 1


class Probe:
    """A probe whose findings are prepared."""

    def __init__(self, *health: bool) -> None:
        self._health = list(health)
        self.asked = 0

    def __call__(self) -> bool:
        self.asked += 1
        return self._health.pop(0)


@pytest.mark.parametrize("status", [500, 501, 505, 507, 520, 599])
@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "DELETE"])
def test_a_5xx_that_a_healthy_store_repeats_is_handed_back_as_its_answer(
    bench: Bench, method: str, status: int
) -> None:
    probe = Probe(True, True)

    answer = bench.client(Script(status), probe=probe).request(method, URL, content=b'{"a":1}')

    assert (answer.status_code, bench.statuses, bench.troubles) == (status, [status, status], ["", ""])


def test_the_repeated_request_is_the_same_request(bench: Bench) -> None:
    wire = Script(500)

    bench.client(wire, probe=Probe(True, True)).post(URL, json={"a": 1}, headers={"X-Auth-Token": "t"})

    first, second = bench.seen
    assert first.request == second.request


def test_a_read_that_fails_once_gives_its_good_answer_and_the_failure_is_nobodys_finding(bench: Bench) -> None:
    answer = bench.client(Script(500, 200), probe=Probe(True)).get(URL)

    assert (answer.status_code, bench.troubles) == (200, ["answered 500 once and then not", ""])


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_a_write_that_fails_once_and_then_not_cannot_be_judged(bench: Bench, method: str) -> None:
    with pytest.raises(Trouble, match="answered 500 once and then not: the step can't be judged") as caught:
        bench.client(Script(500, 201), probe=Probe(True)).request(method, URL)

    assert caught.value.exchange_ids == ("x-000001", "x-000002")


@pytest.mark.parametrize(
    ("wire", "probe"),
    [
        pytest.param(Script(500), Probe(False), id="after the first 5xx"),
        pytest.param(Script(500), Probe(True, False), id="after the second 5xx"),
    ],
)
def test_a_5xx_of_an_unhealthy_store_is_trouble_and_nobodys_finding(bench: Bench, wire: Script, probe: Probe) -> None:
    with pytest.raises(Trouble, match="a plain read of the store fails too"):
        bench.client(wire, probe=probe).get(URL)

    assert all(bench.troubles)


def test_a_store_without_a_probe_counts_as_healthy(bench: Bench) -> None:
    assert bench.client(Script(500)).post(URL).status_code == 500


def test_a_5xx_whose_repetition_gets_lost_is_trouble_and_nobodys_finding(bench: Bench) -> None:
    with pytest.raises(Trouble, match="ReadTimeout"):
        bench.client(Script(500, httpx.ReadTimeout("timed out")), probe=Probe(True)).post(URL)

    assert all(bench.troubles)


def test_a_probe_through_the_same_client_is_asked_once_and_repeats_nothing(bench: Bench) -> None:
    wire = Script(500)
    client: httpx.Client = bench.client(wire, probe=lambda: client.get("https://store.test/v3/health").is_success)

    with pytest.raises(Trouble, match="a plain read"):
        client.post(URL)

    assert [request.url.path for request in wire.requests] == ["/v3/carts", "/v3/health"]


def test_a_probe_that_fails_on_its_way_says_the_store_is_unhealthy(bench: Bench) -> None:
    wire = Script(500, httpx.ConnectError("refused"))
    client: httpx.Client = bench.client(wire, probe=lambda: client.get("https://store.test/v3/health").is_success)

    with pytest.raises(Trouble, match="a plain read"):
        client.post(URL)

    assert len(wire.requests) == 2


def test_the_5xx_of_a_probe_is_nobodys_finding(bench: Bench) -> None:
    client: httpx.Client = bench.client(Script(500), probe=lambda: client.get(URL).is_success)

    with pytest.raises(Trouble):
        client.post(URL)

    assert (bench.statuses, all(bench.troubles)) == ([500, 500], True)


def test_a_probe_is_recorded_as_no_step_of_the_test(bench: Bench) -> None:
    bench.context = RequestContext(generated="negative")
    client: httpx.Client = bench.client(Script(500, 200, 500, 200), probe=lambda: client.get(URL).is_success)

    client.post(URL)

    assert {exchange.id: (exchange.arranging, exchange.generated) for exchange in bench.seen} == {
        "x-000001": (False, "negative"),
        "x-000002": (True, ""),
        "x-000003": (False, "negative"),
        "x-000004": (True, ""),
    }


def test_what_was_seen_before_an_interruption_reaches_the_sink(bench: Bench) -> None:
    def interrupted() -> bool:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bench.client(Script(500), probe=interrupted).get(URL)

    assert bench.statuses == [500]


def test_a_response_names_all_exchanges_behind_it(bench: Bench) -> None:
    answer = bench.client(Script(503, 429, 200), prefix="gw1").get(URL)

    assert exchange_ids(answer) == ("gw1-000001", "gw1-000002", "gw1-000003")


@pytest.mark.parametrize("status", [200, 201, 204, 301, 302, 400, 401, 403, 404, 405, 409, 415, 422])
def test_every_other_answer_is_handed_back_at_once(bench: Bench, status: int) -> None:
    wire = Script(status)

    answer = bench.client(wire).post(URL)

    assert (answer.status_code, len(wire.requests)) == (status, 1)

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterator
from io import BytesIO
from typing import Any

import httpx
import pytest
import requests
import schemathesis
from hypothesis import given, settings
from transport_bench import Bench, Script

from conformance.errors import Trouble
from conformance.transport import InProcessTransport, session_over

URL = "http://store.test/v3/carts"


def echo(request: httpx.Request) -> httpx.Response:
    told = {
        "method": request.method,
        "target": request.url.raw_path.decode(),
        "headers": [[name.decode("latin-1"), value.decode("latin-1")] for name, value in request.headers.raw],
        "body": request.content.decode("latin-1"),
    }
    headers = [("Content-Type", "application/json"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]
    return httpx.Response(418, headers=headers, content=json.dumps(told).encode())


@pytest.fixture
def session(bench: Bench) -> requests.Session:
    return session_over(bench.client(echo))


def test_an_answer_is_what_requests_users_expect(session: requests.Session) -> None:
    answer = session.get(URL)

    assert (answer.status_code, answer.reason, answer.url) == (418, "I'm a teapot", URL)
    assert answer.headers["content-type"] == "application/json"
    assert answer.raw.headers.getlist("set-cookie") == ["a=1", "b=2"]
    assert (answer.raw.version, answer.encoding) == (11, "utf-8")
    assert answer.request.method == "GET"


def test_requests_travel_through_the_chain(bench: Bench, session: requests.Session) -> None:
    session.get(URL)

    assert [(each.id, each.check) for each in bench.seen] == [("x-000001", "a-check")]


BODIES: dict[str, tuple[object, str]] = {
    "bytes": (b"\xff{", "\xff{"),
    "text": ("{é", "{Ã©"),
    "text with half a surrogate pair": ("\ud800", "\xed\xa0\x80"),
    "a file": (BytesIO(b"file"), "file"),
    "parts": ([("a", "1"), ("b", "2")], "a=1&b=2"),
    "nothing": (None, ""),
}


@pytest.mark.parametrize(("body", "arrives"), BODIES.values(), ids=BODIES.keys())
def test_every_kind_of_body_arrives(session: requests.Session, body: object, arrives: str) -> None:
    answer = session.post(URL, data=body)  # type: ignore[arg-type]

    assert answer.json()["body"] == arrives


def test_a_generated_body_arrives_in_one_piece(session: requests.Session) -> None:
    answer = session.post(URL, data=(part for part in (b"a", b"b")))

    assert answer.json()["body"] == "ab"


@pytest.mark.parametrize("target", ["/v3/carts/a%2Fb", "/v3/%00?x=%FF&x=", "/v3/carts?a=1&a=2", "/v3/a;b=c/:d@e"])
def test_the_target_arrives_as_it_was_written(session: requests.Session, target: str) -> None:
    assert session.get(f"http://store.test{target}").json()["target"] == target


def test_header_values_beyond_ascii_arrive_as_latin_1(session: requests.Session) -> None:
    assert ["X-Note", "é"] in session.get(URL, headers={"X-Note": "é"}).json()["headers"]


@pytest.mark.parametrize("value", ["漢", "\ud800"])
def test_a_header_beyond_latin_1_is_an_invalid_header(session: requests.Session, value: str) -> None:
    with pytest.raises(requests.exceptions.InvalidHeader):
        session.get(URL, headers={"X-Note": value})


async def never_called(_scope: object, _receive: object, _send: object) -> None:
    raise AssertionError("a request that can't be sent arrived")


@pytest.fixture
def strict(bench: Bench) -> Iterator[requests.Session]:
    with bench.client(InProcessTransport(never_called)) as client:
        yield session_over(client)


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"X-Note": b"a\x00b"}, id="a null"),
        pytest.param({"X Note": "a"}, id="a space in the name"),
        pytest.param({"Transfer-Encoding": "odd"}, id="an unknown transfer encoding"),
        pytest.param({"Host": ""}, id="two hosts"),
    ],
)
def test_a_header_that_no_socket_takes_is_an_invalid_header(
    strict: requests.Session, headers: dict[str, str]
) -> None:
    request = requests.Request("POST", URL, data=b"a").prepare()
    request.headers.update(headers)
    request.headers["Content-Length"] = "5"

    with pytest.raises(requests.exceptions.InvalidHeader):
        strict.send(request)


@pytest.mark.parametrize(
    "url",
    [
        "http://store.test:99999/",
        f"http://store.test/{'a' * 70_000}",
    ],
)
def test_an_address_that_httpx_refuses_is_an_invalid_url(session: requests.Session, url: str) -> None:
    with pytest.raises(requests.exceptions.InvalidURL):
        session.get(url)


def test_a_parameter_with_half_a_surrogate_pair_is_an_invalid_url(session: requests.Session) -> None:
    with pytest.raises(requests.exceptions.InvalidURL):
        session.get(URL, params={"a": "\ud800"})


def test_an_address_with_half_a_surrogate_pair_does_not_crash(session: requests.Session) -> None:
    assert session.get("http://store.test/\ud800?a=\ud800").status_code == 418


def test_trouble_passes_through_unchanged(bench: Bench) -> None:
    session = session_over(bench.client(Script(503)))

    with pytest.raises(Trouble, match="503") as caught:
        session.post(URL)

    assert caught.value.exchange_ids == ("x-000001",)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (httpx.ReadTimeout("slow"), requests.exceptions.Timeout),
        (httpx.ConnectError("refused"), requests.exceptions.ConnectionError),
        (httpx.UnsupportedProtocol("odd"), requests.exceptions.InvalidSchema),
    ],
)
def test_without_a_chain_the_errors_of_httpx_become_those_of_requests(
    error: Exception, expected: type[Exception]
) -> None:
    session = session_over(httpx.Client(transport=httpx.MockTransport(Script(error))))

    with pytest.raises(expected):
        session.get(URL)


def test_redirects_are_answers(bench: Bench) -> None:
    session = session_over(bench.client(Script(httpx.Response(302, headers={"location": "/x"}))))

    assert (session.get(URL).status_code, len(bench.seen)) == (302, 1)


def test_cookies_are_not_carried_into_the_next_request(bench: Bench, session: requests.Session) -> None:
    session.get(URL)

    session.get(URL)

    assert bench.seen[1].request.header("cookie") is None


def test_a_packed_body_is_unpacked_once(bench: Bench) -> None:
    packed = httpx.Response(200, headers={"content-encoding": "deflate"}, stream=httpx.ByteStream(PACKED))

    assert session_over(bench.client(Script(packed))).get(URL).json() == {"a": 1}


PACKED = bytes.fromhex("789cab564a54b25230ac050009e50229")

SPEC = {
    "openapi": "3.0.3",
    "info": {"title": "t", "version": "1"},
    "paths": {
        "/carts/{id}": {
            "put": {
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}},
                    {"name": "X-Note", "in": "header", "schema": {"type": "string"}},
                    {"name": "q", "in": "query", "schema": {"type": "string"}},
                ],
                "requestBody": {
                    "content": {"application/json": {"schema": {"type": "object", "required": ["a"]}}},
                },
                "responses": {"418": {"description": "told back"}},
            }
        }
    },
}


OPERATION = schemathesis.openapi.from_dict(SPEC)["/carts/{id}"]["put"]
GENERATED = OPERATION.as_strategy(generation_mode=schemathesis.GenerationMode.POSITIVE) | OPERATION.as_strategy(
    generation_mode=schemathesis.GenerationMode.NEGATIVE
)


@settings(max_examples=60, deadline=None, database=None)
@given(GENERATED)
def test_generated_calls_of_schemathesis_travel_through_the_chain(case: schemathesis.Case[Any]) -> None:
    bench = Bench()

    with bench.client(InProcessTransport(teapot)) as client:
        answer = case.call(session=session_over(client), base_url="http://store.test/v3")

    assert (answer.status_code, answer.headers["x-odd"], answer.message) == (418, ["1", "2"], "I'm a Teapot")
    assert len(bench.seen) == 1


async def teapot(_scope: object, _receive: object, send: Callable[[dict[str, object]], Awaitable[None]]) -> None:
    await send({"type": "http.response.start", "status": 418, "headers": [(b"X-Odd", b"1"), (b"X-Odd", b"2")]})
    await send({"type": "http.response.body", "body": b"{}"})

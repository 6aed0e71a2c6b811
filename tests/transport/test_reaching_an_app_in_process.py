from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from transport_bench import Bench

from conformance.errors import Trouble
from conformance.transport import InProcessTransport

URL = "http://emulator.test"


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Answers by its path: echoes, breaks off, forgets to answer, takes its time."""
    body = b""
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    await PATHS[scope["path"]](scope, body, send)


async def echo(scope: Any, body: bytes, send: Any) -> None:
    told = {
        "method": scope["method"],
        "query": scope["query_string"].decode(),
        "headers": [[name.decode("latin-1"), value.decode("latin-1")] for name, value in scope["headers"]],
        "body": body.decode("latin-1"),
        "loop": id(asyncio.get_running_loop()),
    }
    headers = [(b"content-type", b"application/json"), (b"Set-Cookie", b"a=1"), (b"Set-Cookie", b"b=2")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(told).encode()})


async def fail(_scope: Any, _body: bytes, _send: Any) -> None:
    raise RuntimeError("a bug of the application")


async def break_off(_scope: Any, _body: bytes, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"90")]})
    await send({"type": "http.response.body", "body": b'{"id'})


async def stop_halfway(_scope: Any, _body: bytes, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b'{"id', "more_body": True})


async def never_answer(_scope: Any, _body: bytes, _send: Any) -> None:
    return


async def take_long(_scope: Any, _body: bytes, _send: Any) -> None:
    await asyncio.sleep(60)


PATHS = {
    "/echo": echo,
    "/fail": fail,
    "/break-off": break_off,
    "/stop-halfway": stop_halfway,
    "/never-answer": never_answer,
    "/take-long": take_long,
}


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with httpx.Client(transport=InProcessTransport(app), timeout=0.05) as opened:
        yield opened


def test_a_request_arrives_and_its_answer_comes_back_whole(client: httpx.Client) -> None:
    answer = client.put(f"{URL}/echo?a=1&a=2", content=b"\xff{", headers={"X-Auth-Token": "t"})

    told = answer.json()
    assert (told["method"], told["query"], told["body"]) == ("PUT", "a=1&a=2", "\xff{")
    assert ["x-auth-token", "t"] in told["headers"]
    assert answer.headers.get_list("set-cookie") == ["a=1", "b=2"]
    assert (answer.reason_phrase, answer.http_version) == ("OK", "HTTP/1.1")


def test_a_bug_of_the_application_is_a_500(client: httpx.Client) -> None:
    assert client.get(f"{URL}/fail").status_code == 500


@pytest.mark.parametrize("path", ["/stop-halfway", "/never-answer"])
def test_an_answer_that_is_never_completed_is_a_connection_that_closed(client: httpx.Client, path: str) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        client.get(URL + path)


def test_an_application_that_takes_too_long_is_a_read_time_out(client: httpx.Client) -> None:
    with pytest.raises(httpx.ReadTimeout):
        client.get(f"{URL}/take-long")


@pytest.mark.parametrize("path", ["/break-off", "/stop-halfway", "/never-answer", "/take-long"])
def test_over_the_chain_an_unusable_answer_is_trouble(bench: Bench, path: str) -> None:
    client = bench.client(InProcessTransport(app), timeout_seconds=0.02)

    with client, pytest.raises(Trouble):
        client.post(URL + path)


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param([(b"X-Note", b"a\nb")], id="a line break in a value"),
        pytest.param([(b"X Note", b"a")], id="a space in a name"),
        pytest.param([(b"Content-Length", b"1")], id="a length that is too short"),
        pytest.param([(b"Content-Length", b"9")], id="a length that is too long"),
        pytest.param([(b"Transfer-Encoding", b"odd")], id="an unknown transfer encoding"),
    ],
)
def test_what_no_socket_would_take_is_refused_here_too(
    client: httpx.Client, headers: list[tuple[bytes, bytes]]
) -> None:
    with pytest.raises(httpx.LocalProtocolError):
        client.post(f"{URL}/echo", content=b"abc", headers=headers)


def test_every_thread_has_a_loop_of_its_own(client: httpx.Client) -> None:
    with ThreadPoolExecutor(2) as threads:
        here, there = (client.get(f"{URL}/echo").json()["loop"], threads.submit(client.get, f"{URL}/echo"))

    assert here != there.result().json()["loop"]


def test_the_requests_of_one_thread_share_their_loop(client: httpx.Client) -> None:
    loops = [client.get(f"{URL}/echo").json()["loop"] for _ in range(3)]

    assert len(set(loops)) == 1


def test_closing_ends_the_loops_of_all_threads() -> None:
    transport = InProcessTransport(app)
    client = httpx.Client(transport=transport)
    client.get(f"{URL}/echo")
    with ThreadPoolExecutor(1) as threads:
        threads.submit(client.get, f"{URL}/echo").result()
    loops = list(transport._loops)

    client.close()

    assert [loop.is_closed() for loop in loops] == [True, True]


def test_a_closed_transport_says_so() -> None:
    transport = InProcessTransport(app)
    transport.close()

    with pytest.raises(RuntimeError, match="closed"):
        transport.handle_request(httpx.Request("GET", f"{URL}/echo"))

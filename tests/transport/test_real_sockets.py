from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest
from transport_bench import Bench

from conformance.errors import Trouble

SHORT = 0.1  # seconds; long enough for a loopback connection, short for a test


@contextmanager
def server(behave: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server that treats every connection the same odd way."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_serve, args=(listening, behave), daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/v3/carts"


def _serve(listening: socket.socket, behave: Callable[[socket.socket], None]) -> None:
    held = []
    while True:
        try:
            connection, _ = listening.accept()
        except OSError:
            return
        held.append(connection)
        behave(connection)


def answer(raw: bytes) -> Callable[[socket.socket], None]:
    def send(connection: socket.socket) -> None:
        connection.recv(65_536)
        connection.sendall(raw)
        # Not closed: what is still unread of the request would turn the end of the answer into a reset.
        connection.shutdown(socket.SHUT_WR)

    return send


def stay_silent(_connection: socket.socket) -> None:
    return


def hang_up(connection: socket.socket) -> None:
    connection.close()


UNUSABLE = {
    "nothing at all": (stay_silent, "ReadTimeout"),
    "a closed connection": (hang_up, "ReadError|RemoteProtocolError|WriteError"),
    "half a body": (answer(b'HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{"id'), "RemoteProtocolError"),
    "half a chunk": (answer(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{"), "RemoteProtocolError"),
    "no HTTP": (answer(b"hello\r\n\r\n"), "RemoteProtocolError"),
}


@pytest.mark.parametrize(("behave", "reason"), UNUSABLE.values(), ids=UNUSABLE.keys())
@pytest.mark.parametrize(("method", "attempts"), [("GET", 2), ("POST", 1)])
def test_an_unusable_answer_is_trouble_with_its_attempts_recorded(
    bench: Bench, behave: Callable[[socket.socket], None], reason: str, method: str, attempts: int
) -> None:
    client = bench.client(httpx.HTTPTransport(), attempts=2, timeout_seconds=SHORT)

    with server(behave) as url, client, pytest.raises(Trouble, match=reason):
        client.request(method, url, content=b'{"a":1}')

    assert (len(bench.seen), all(bench.troubles)) == (attempts, True)


def test_a_port_where_nobody_listens_is_trouble_after_all_attempts_even_for_a_post(bench: Bench) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/v3/carts"
    client = bench.client(httpx.HTTPTransport())

    with client, pytest.raises(Trouble, match=r"ConnectError.*4 attempts") as caught:
        client.post(url)

    assert (len(caught.value.exchange_ids), bench.statuses) == (4, [None] * 4)


def test_an_answer_over_a_real_socket_comes_back_with_its_time(bench: Bench) -> None:
    client = bench.client(httpx.HTTPTransport())

    with server(answer(b"HTTP/1.1 404 Not Found\r\nX-Odd: \xe9\r\nContent-Length: 2\r\n\r\n{}")) as url, client:
        got = client.get(url)

    assert (got.status_code, got.text, got.elapsed.total_seconds()) == (404, "{}", 0.0)
    assert bench.seen[0].response is not None
    assert bench.seen[0].response.header("x-odd") == "é"

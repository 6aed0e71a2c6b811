"""Raw HTTP/1.1: requests as bytes, bytes that were mutated, and what comes back."""

from __future__ import annotations

import random
import re
import socket
import struct
import time
from dataclasses import dataclass

import h11
import requests

# An emulator answers in milliseconds; what takes so long hangs.
LIMIT_SECONDS = 10.0
# After so long without a byte the client says that nothing more will come.
PATIENCE_SECONDS = 1.0
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
# Pieces that have broken servers before.
NASTY = (
    b"\x00", b"\xff\xfe", b"\xc3\x28", b"%00", b"%2f", b"%ff", b"..", b"//", b"/../", b"?", b"#", b";", b"*", b" ",
    b"\r\n", b"\n", b"\t", b":", b",", b'"', b"\\", b"{", b"[" * 2000, b'{"a":' * 2000, b"}" * 9, b"null", b"true",
    b"-1", b"0", b"1e400", b"-0.0", b"9" * 400, b"NaN", b"0.1", b'"\\ud800"', b'"\\u0000"', b"\xf0\x9f\x8d\x95",
    b"\xef\xbb\xbf", b"A" * 20000, b"'; drop table documents; --", b"${7*7}", b"include=", b"Cookie: a=b\r\n",
    b"X-Auth-Token: x\r\n", b"Content-Type: text/plain\r\n", b"Transfer-Encoding: chunked\r\n", b"Origin: null\r\n",
    b"Content-Length: 5\r\n", b"Expect: 100-continue\r\n", b"Connection: close\r\n",
)  # fmt: skip
METHODS = (b"GET", b"POST", b"PUT", b"DELETE", b"PATCH", b"HEAD", b"OPTIONS", b"TRACE", b"CONNECT", b"BREW", b"post")


@dataclass(frozen=True)
class Outcome:
    """What became of a request: `status` None when the connection ended without one."""

    status: int | None
    received: bytes
    seconds: float
    hung: bool


def written(request: requests.PreparedRequest) -> bytes:
    """A prepared request as it goes over the wire. Raises UnicodeError for what can't."""
    body = request.body or b""
    body = body.encode() if isinstance(body, str) else bytes(body)
    headers = {"Host": "shop.example", **request.headers}
    if body or request.method in ("POST", "PUT"):
        headers["Content-Length"] = str(len(body))
    head = f"{request.method} {request.path_url} HTTP/1.1\r\n".encode()
    for name, value in headers.items():
        head += _bytes(name) + b": " + _bytes(value) + b"\r\n"
    return head + b"\r\n" + body


def mutated(data: bytes, other: bytes, dice: random.Random) -> bytes:
    """The request after a few changes at random places; half of the time its length is told truly again."""
    for _ in range(dice.randint(1, 4)):
        data = _changed(data, other, dice)
    head, separator, body = data.partition(b"\r\n\r\n")
    if separator and dice.random() < 0.5:  # noqa: PLR2004 - half of the time
        head = LENGTH.sub(b"\r\nContent-Length: %d" % len(body), head, count=1)
    return head + separator + body


def _changed(data: bytes, other: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(data) + 1)
    until = min(len(data), at + dice.randint(1, 40))
    begin = dice.randrange(len(other) + 1)
    nasty = dice.choice(NASTY)
    ways = (
        data[:at] + bytes([dice.randrange(256)]) + data[at + 1 :],
        data[:at] + nasty + data[at:],
        data[:at] + nasty + data[until:],
        data[:at] + data[until:],
        data[:until] + data[at:],
        data[:at] + other[begin : begin + dice.randint(1, 200)] + data[at:],
        dice.choice(METHODS) + b" " + data.partition(b" ")[2],
        data[:at],
    )
    # A request that is cut off says little and costs a connection: rarely.
    return dice.choices(ways, weights=(3, 3, 3, 2, 2, 3, 2, 1))[0]


def incomplete(data: bytes) -> bool:
    """Whether a server would wait for more of this request."""
    wire = h11.Connection(h11.SERVER)
    try:
        wire.receive_data(data)
        while True:
            event = wire.next_event()
            if event is h11.NEED_DATA:
                return True
            if isinstance(event, h11.EndOfMessage | h11.ConnectionClosed) or event is h11.PAUSED:
                return False
    except h11.RemoteProtocolError:
        return False


def exchanged(port: int, data: bytes) -> Outcome:
    """Sends the bytes over a connection of their own and waits for the answer, or for the connection to end."""
    begun = time.perf_counter()
    received = b""
    with socket.create_connection(("127.0.0.1", port), LIMIT_SECONDS) as wire:
        # Closed with a reset: a hundred thousand connections must not wait for their ports.
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        finished = incomplete(data)
        try:
            wire.sendall(data)
            if finished:
                wire.shutdown(socket.SHUT_WR)
            wire.settimeout(PATIENCE_SECONDS)
            while not whole(received):
                try:
                    part = wire.recv(65536)
                except TimeoutError:
                    if time.perf_counter() - begun > LIMIT_SECONDS:
                        return Outcome(status_of(received), received, time.perf_counter() - begun, hung=True)
                    if not finished:
                        wire.shutdown(socket.SHUT_WR)
                        finished = True
                    continue
                if not part:
                    break
                received += part
        except OSError:
            # The server has hung up in the middle of a request that it does not want to read to its end.
            pass
    return Outcome(status_of(received), received, time.perf_counter() - begun, hung=False)


def status_of(received: bytes) -> int | None:
    """The status of the last answer that began; interim ones don't count."""
    found = re.findall(rb"(?:^|\r\n\r\n)HTTP/1\.1 (\d{3})", received)
    numbers = [int(one) for one in found if not one.startswith(b"1")]
    return numbers[0] if numbers else None


def whole(received: bytes) -> bool:
    """Whether an answer has come to its end."""
    while received.startswith(b"HTTP/1.1 1"):
        received = received.partition(b"\r\n\r\n")[2]
    head, separator, body = received.partition(b"\r\n\r\n")
    if not separator:
        return False
    length = LENGTH.search(head)
    return length is None or len(body) >= int(length[1])


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode("latin-1")

"""The emulator as its users start it: a process of its own, spoken to over sockets."""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

TOKEN = "emulator-token"  # noqa: S105 - the made-up token of a made-up store
STORE = "/stores/emulator/v3"
COMMAND = Path(sys.executable).with_name("checkout-conformance")
# A server hangs up on a connection that was silent for five seconds.
IDLE_SECONDS = 4.0
CHUNK = 65_536
LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")
# Longer than any start and any answer of a healthy emulator.
PATIENCE = 30.0


class Line:
    """One kept-alive connection; counts what it sends."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self._used = time.monotonic()
        self.sent = 0

    def ask(self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None) -> Any:
        """The parsed answer (None for an empty one). Raises RuntimeError unless it is 2xx."""
        status, text = self.raw(method, path, None if body is None else json.dumps(body), headers)
        if not 200 <= status < 300:  # noqa: PLR2004 - the success class
            raise RuntimeError(f"{method} {path} answered {status}: {text[:200]!r}")
        return json.loads(text) if text else None

    def raw(
        self, method: str, path: str, body: str | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, bytes]:
        """Status and body, whatever they are."""
        sent = {"X-Auth-Token": TOKEN, "Accept": "application/json", **(headers or {})}
        if body is not None:
            sent["Content-Type"] = "application/json"
        self.sent += 1
        if time.monotonic() - self._used > IDLE_SECONDS:
            # The next request opens another one.
            self._connection.close()
        self._used = time.monotonic()
        self._connection.request(method, path, body, sent)
        response = self._connection.getresponse()
        return response.status, response.read()

    def close(self) -> None:
        """Hangs up."""
        self._connection.close()


class Reading:
    """One reading sent over and over on a kept-alive connection, by next to no code.

    A client library takes as long for an answer as a fast server does, and would hide half of the difference.
    """

    def __init__(self, port: int, path: str) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nX-Auth-Token: {TOKEN}\r\nAccept: application/json"
        self._head = f"{head}\r\n".encode()
        self._count = 0

    def again(self) -> bytes:
        """The body of the answer. Raises RuntimeError unless it is a 200 that tells its length."""
        return self._asked(b"\r\n")

    def anew(self) -> bytes:
        """The same by a request that was never sent before: a header of no meaning is another one each time."""
        self._count += 1
        return self._asked(b"X-Asked: %d\r\n\r\n" % self._count)

    def _asked(self, rest: bytes) -> bytes:
        self._socket.sendall(self._head + rest)
        head, _, body = self._until_head().partition(b"\r\n\r\n")
        length = LENGTH.search(head)
        if not head.startswith(b"HTTP/1.1 200") or length is None:
            raise RuntimeError(f"answered {head[:200]!r}")
        while len(body) < int(length[1]):
            body += self._socket.recv(CHUNK)
        return body

    def _until_head(self) -> bytes:
        got = self._socket.recv(CHUNK)
        while b"\r\n\r\n" not in got:
            more = self._socket.recv(CHUNK)
            if not more:
                raise RuntimeError("hung up in the middle of an answer")
            got += more
        return got


@contextmanager
def served(*options: str, cores: frozenset[int] | None = None) -> Iterator[int]:
    """The port of an emulator that answers, started with these options and bound to these cores."""
    port = free_port()
    process = start(port, *options, cores=cores)
    try:
        until_it_answers(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(PATIENCE)


def start(port: int, *options: str, cores: frozenset[int] | None = None) -> subprocess.Popen[bytes]:
    """An emulator's process, perhaps not listening yet."""
    command = [str(COMMAND), "emulator", "--port", str(port), "--no-control", *options]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, **quiet)  # type: ignore[call-overload]
    if cores:
        os.sched_setaffinity(process.pid, cores)
    return process  # type: ignore[no-any-return]


def until_it_answers(port: int, process: subprocess.Popen[bytes]) -> float:
    """Seconds until the first answer. Raises TimeoutError when none comes, RuntimeError when the process ends."""
    begun = time.perf_counter()
    while time.perf_counter() - begun < PATIENCE:
        if process.poll() is not None:
            raise RuntimeError(f"the emulator ended with exit code {process.returncode}: {' '.join(process.args)}")  # type: ignore[arg-type]
        try:
            line = Line(port)
            line.raw("GET", f"{STORE}/carts/none")
        except OSError:
            time.sleep(0.005)
        else:
            line.close()
            return time.perf_counter() - begun
    raise TimeoutError(f"nothing answers on port {port}")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

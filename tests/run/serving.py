"""Servers on a free port of this machine: the emulator, the emulator with hiccups, and worse."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import uvicorn

from conformance.emulator import Settings, create_app

# Long enough for any machine to start a server on.
PATIENCE = 20


@contextmanager
def served(app: Any) -> Iterator[str]:
    """The URL of an ASGI app while it is served in a thread."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        # Accepted sockets inherit it; without it each answer waits 40 ms for an acknowledgement.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_level="critical", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(PATIENCE)


@dataclass
class Store:
    """The emulator as an app that keeps what it sent, unmasked, and may answer some requests in its own way.

    ``instead`` gives a status for the n-th request (from 1) of a kind, ``("POST", "/carts")`` say: method and the
    end of the path.
    """

    settings: Settings
    instead: dict[tuple[str, str], dict[int, int]] = field(default_factory=dict)
    sent: list[str] = field(default_factory=list)
    _app: Any = None
    _seen: dict[tuple[str, str], int] = field(default_factory=dict)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if self._app is None:
            self._app = create_app(self.settings)
        status = self._status_instead(scope["method"], scope["path"])
        if status is not None:
            await self._answer(send, status)
            return

        async def kept(message: Any) -> None:
            self.sent += [f"{name.decode()}: {value.decode()}" for name, value in message.get("headers", ())]
            self.sent.append(message.get("body", b"").decode())
            await send(message)

        await self._app(scope, receive, kept)

    def _status_instead(self, method: str, path: str) -> int | None:
        for kind, statuses in self.instead.items():
            if method == kind[0] and path.endswith(kind[1]):
                self._seen[kind] = self._seen.get(kind, 0) + 1
                return statuses.get(self._seen[kind])
        return None

    async def _answer(self, send: Any, status: int) -> None:
        # A store that refuses for pace says for how long; a moment is enough to see that it is waited for.
        headers = [(b"x-rate-limit-time-reset-ms", b"50"), (b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"{}"})


class _Handler(BaseHTTPRequestHandler):
    """Reads the request and answers as the class that is made of it says."""

    protocol_version = "HTTP/1.1"
    status = 200
    body = b"{}"
    hangs_up = False

    def _answer(self) -> None:
        self.rfile.read(int(self.headers.get("content-length") or 0))
        if self.hangs_up and not self.path.endswith("/carts/00000000-0000-4000-8000-000000000000"):
            self.close_connection = True
            return
        self.send_response(self.status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    do_GET = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815 - the names that http.server calls

    def log_message(self, *_: object) -> None:
        return


@contextmanager
def answering(status: int, body: bytes = b"{}", *, hangs_up: bool = False) -> Iterator[str]:
    """The URL of a server that answers everything with this status and body.

    One that ``hangs_up`` closes the connection without an answer, but for the plain read that opens a run.
    """
    handler = type("Handler", (_Handler,), {"status": status, "body": body, "hangs_up": hangs_up})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(PATIENCE)


def closed_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])

"""An emulated store for tests: in this process, with clients, controls, and a real port when one is needed."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Self

import httpx
import uvicorn
from starlette.types import ASGIApp

from conformance.emulator.app import app_of, operations
from conformance.emulator.emulator import Emulator as Store
from conformance.emulator.origins import ANTI_FORGERY_COOKIE, ANTI_FORGERY_HEADER
from conformance.emulator.settings import Settings
from conformance.emulator.side_by_side import neighbours

# A name of the reserved test domain: should a request ever leave the process, it arrives nowhere.
ADDRESS = "http://emulator.test"
# A server in this process is up in milliseconds; a loaded machine may take longer.
PATIENCE_SECONDS = 20


class Emulator(Store):
    """An emulated store with its ASGI app (`app`), its clients, and everything that the control surface can do.

    Its clients belong to one thread at a time; other threads go through `served`. `further` stores lie `beside` it,
    by their hashes, each with its own controls.
    """

    def __init__(self, settings: Settings | None = None, further: Sequence[Settings] = ()) -> None:
        first = settings or Settings()
        super().__init__(first, operations())
        self.beside = {one.store_hash: Store(one, operations()) for one in neighbours(first, further)}
        self.app: ASGIApp = app_of(self, *self.beside.values())
        self.transport = Wire(self.app)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.close()

    @property
    def v3(self) -> str:
        """The path of the server-to-server face."""
        return f"/stores/{self.settings.store_hash}/v3"

    def server(self, store_hash: str = "") -> httpx.Client:
        """A server-to-server client with the store's token; paths begin with `/stores/{store_hash}/`.

        `store_hash` names a store beside this one. Raises KeyError when there is none.
        """
        settings = self.beside[store_hash].settings if store_hash else self.settings
        return httpx.Client(transport=self.transport, base_url=ADDRESS, headers={"X-Auth-Token": settings.token})

    def browser(self, store_hash: str = "") -> httpx.Client:
        """A storefront client with a cookie jar of its own, which sends the anti-forgery token as a page does.

        `store_hash` names a store beside this one.
        """
        address = ADDRESS.replace("://", f"://store-{store_hash}.") if store_hash else ADDRESS
        made = httpx.Client(transport=self.transport, base_url=address)

        def prove(request: httpx.Request) -> None:
            token = made.cookies.get(ANTI_FORGERY_COOKIE)
            if token:
                request.headers.setdefault(ANTI_FORGERY_HEADER, token)

        made.event_hooks["request"].append(prove)
        return made

    def close(self) -> None:
        """Ends the clients' way to the stores, and the stores."""
        self.transport.close()
        for one in self.beside.values():
            one.close()
        super().close()

    @contextmanager
    def served(self, host: str = "127.0.0.1") -> Iterator[str]:
        """The store behind a real port, in a thread, while the block lasts; gives its address."""
        with socket.create_server((host, 0)) as listening:
            listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            server = uvicorn.Server(uvicorn.Config(self.app, lifespan="off", log_level="critical", access_log=False))
            thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
            thread.start()
            deadline = time.monotonic() + PATIENCE_SECONDS
            while not server.started and thread.is_alive() and time.monotonic() < deadline:
                time.sleep(0.005)
            try:
                yield f"http://{host}:{listening.getsockname()[1]}"
            finally:
                server.should_exit = True
                thread.join(PATIENCE_SECONDS)


class Wire(httpx.BaseTransport):
    """Carries requests to an ASGI app on an event loop of its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._loop = asyncio.new_event_loop()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The app's answer. Raises httpx.ReadError when it ends in the middle, httpx.ReadTimeout when it is late."""
        limits: Any = request.extensions.get("timeout") or {}
        request.read()
        try:
            return self._loop.run_until_complete(asyncio.wait_for(self._answered(request), limits.get("read")))
        except TimeoutError:
            raise httpx.ReadTimeout("timed out", request=request) from None

    def close(self) -> None:
        """Ends the loop."""
        self._loop.close()

    async def _answered(self, request: httpx.Request) -> httpx.Response:
        # One loop serves one request at a time, and the answer is read to its end here, within the time-out.
        inner = httpx.ASGITransport(self._app)
        sent = httpx.Request(request.method, request.url, headers=request.headers, content=request.content)
        try:
            response = await inner.handle_async_request(sent)
            body = await response.aread()
        except AssertionError:
            raise httpx.ReadError("the connection was closed in the middle of the answer", request=request) from None
        return httpx.Response(response.status_code, headers=response.headers, content=body, request=request)

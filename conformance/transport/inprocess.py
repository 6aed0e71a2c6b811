"""Reaches an ASGI application in this process, without a socket, as strictly as a socket would."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from http import HTTPStatus
from typing import Any

import h11
import httpx

Message = MutableMapping[str, Any]
App = Callable[[Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]]


class InProcessTransport(httpx.BaseTransport):
    """Drives the application on an event loop of its own per calling thread; :meth:`close` ends the loops.

    An exception in the application is a 500; an answer that it never finishes is a connection that closed.
    A request that could not be written to a socket raises :class:`httpx.LocalProtocolError` here too.
    """

    def __init__(self, app: App) -> None:
        self._transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        self._own = threading.local()
        self._loops: list[asyncio.AbstractEventLoop] = []
        self._lock = threading.Lock()
        self._closed = False

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The application's answer; raises :class:`httpx.ReadTimeout` after the request's read time-out."""
        request.read()
        _refuse_what_no_socket_takes(request)
        return self._loop().run_until_complete(self._answer(request))

    def close(self) -> None:
        """Ends the loops of all threads; requests afterwards raise :class:`RuntimeError`."""
        with self._lock:
            self._closed = True
            loops, self._loops = self._loops, []
        for loop in loops:
            if loop.is_running():
                # Its thread is in the middle of a request; stopping is all that another thread may do.
                loop.call_soon_threadsafe(loop.stop)
                continue
            loop.run_until_complete(_wind_up(loop))
            loop.close()

    def _loop(self) -> asyncio.AbstractEventLoop:
        loop: asyncio.AbstractEventLoop | None = getattr(self._own, "loop", None)
        if self._closed:
            raise RuntimeError("the transport is closed")
        if loop is None:
            loop = asyncio.new_event_loop()
            self._own.loop = loop
            with self._lock:
                self._loops.append(loop)
        return loop

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        limits = request.extensions.get("timeout")
        try:
            async with asyncio.timeout(limits.get("read") if isinstance(limits, dict) else None):
                response = await self._transport.handle_async_request(request)
                content = b"".join([chunk async for chunk in response.aiter_raw()])
        except TimeoutError as error:
            raise httpx.ReadTimeout("timed out", request=request) from error
        except AssertionError as error:
            raise httpx.RemoteProtocolError(
                "the application ended without completing its answer", request=request
            ) from error
        return httpx.Response(
            response.status_code,
            headers=response.headers.raw,
            stream=httpx.ByteStream(content),
            extensions={"http_version": b"HTTP/1.1", "reason_phrase": _phrase(response.status_code)},
        )


async def _wind_up(loop: asyncio.AbstractEventLoop) -> None:
    tasks = asyncio.all_tasks(loop) - {asyncio.current_task(loop)}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await loop.shutdown_asyncgens()
    await loop.shutdown_default_executor()


def _refuse_what_no_socket_takes(request: httpx.Request) -> None:
    # The same state machine that writes requests to real sockets, so both kinds of target see the same requests.
    wire = h11.Connection(h11.CLIENT)
    try:
        wire.send(h11.Request(method=request.method, target=request.url.raw_path, headers=request.headers.raw))
        if request.content:
            wire.send(h11.Data(request.content))
        wire.send(h11.EndOfMessage())
    except (h11.LocalProtocolError, UnicodeEncodeError) as error:
        raise httpx.LocalProtocolError(str(error), request=request) from error


def _phrase(status: int) -> bytes:
    try:
        return HTTPStatus(status).phrase.encode("ascii")
    except ValueError:
        return b""

"""The innermost layer: every attempt becomes an exchange, whatever came of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx

from conformance.transport.policy import Clock, RequestContext
from conformance.transport.statuses import is_of_the_way
from conformance.transport.trail import trail_of
from conformance.verdict.values import Exchange, Request, Response

# An answer without a body declares the length that a GET would have had.
BODILESS = frozenset({204, 304})


class Record(httpx.BaseTransport):
    """Reads each answer to its end and hands the exchange to the sink, one at a time.

    A response with 429, 502, 503 or 504, an error on the way and a body that breaks off carry ``trouble``.
    """

    def __init__(
        self,
        wire: httpx.BaseTransport,
        sink: Callable[[Exchange], None],
        context: Callable[[], RequestContext],
        clock: Clock,
    ) -> None:
        self._wire = wire
        self._sink = sink
        self._context = context
        self._clock = clock
        self._lock = threading.Lock()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The whole answer; raises what httpx raises, after recording it."""
        request.read()
        trail = trail_of(request)
        trail.ids.append(trail.number())
        started = self._clock()
        try:
            response = self._wire.handle_request(request)
            response.request = request
            self._read(request, response)
        except httpx.RequestError as error:
            self._record(request, None, started, trouble_of(error))
            raise
        response.elapsed = timedelta(seconds=max(0.0, self._clock() - started))
        trouble = f"answered {response.status_code}" if is_of_the_way(response.status_code) else ""
        self._record(request, response, started, trouble)
        return response

    def deliver(self, exchange: Exchange) -> None:
        """Hands one exchange to the sink, which need not be safe for threads."""
        with self._lock:
            self._sink(exchange)

    def close(self) -> None:
        """Closes the wire."""
        self._wire.close()

    def _read(self, request: httpx.Request, response: httpx.Response) -> None:
        try:
            content = response.read()
        finally:
            response.close()
        if request.method == "HEAD" or response.status_code in BODILESS or "content-encoding" in response.headers:
            return
        declared = response.headers.get("content-length", "")
        if declared.isdecimal() and len(content) < int(declared):
            raise httpx.RemoteProtocolError(
                f"the body breaks off after {len(content)} of {declared} bytes", request=request
            )

    def _record(self, request: httpx.Request, response: httpx.Response | None, started: float, trouble: str) -> None:
        context, trail = self._context(), trail_of(request)
        exchange = Exchange(
            id=trail.ids[-1],
            check=context.check,
            # A probe belongs to no step of a test, so it is arranging whatever the test does.
            arranging=context.arranging or trail.probing,
            generated="" if trail.probing else context.generated,
            attempt=len(trail.ids),
            started_at=datetime.fromtimestamp(started, UTC).isoformat(timespec="milliseconds"),
            elapsed_ms=round(max(0.0, self._clock() - started) * 1000, 3),
            request=_request(request),
            response=_response(response),
            trouble=trouble,
        )
        if not trail.hold(exchange):
            self.deliver(exchange)


def trouble_of(error: Exception) -> str:
    """One line that says what went wrong on the way: ``ReadTimeout: timed out``."""
    name, text = type(error).__name__, str(error).strip()
    return f"{name}: {text}" if text else name


def _request(request: httpx.Request) -> Request:
    return Request(
        method=request.method,
        url=str(request.url),
        headers=_headers(request.headers),
        body=_text(request.content),
    )


def _response(response: httpx.Response | None) -> Response | None:
    if response is None:
        return None
    return Response(status=response.status_code, headers=_headers(response.headers), body=_text(response.content))


def _headers(headers: httpx.Headers) -> tuple[tuple[str, str], ...]:
    return tuple((_header_text(name), _header_text(value)) for name, value in headers.raw)


def _header_text(octets: bytes) -> str:
    # Headers are latin-1 by the book and UTF-8 in practice; the masker must meet a secret as it is written.
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return octets.decode("latin-1")


def _text(content: bytes) -> str | None:
    return content.decode("utf-8", errors="replace") if content else None

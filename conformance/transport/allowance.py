"""A hard limit on the requests of a run, whoever sends them and however often one is repeated."""

from __future__ import annotations

import threading
from collections.abc import Callable

import httpx

from conformance.errors import Trouble


class Exhausted(Trouble):
    """The budget is used up: the request was not sent, and no further one will be."""


class Allowance:
    """So many requests may be sent; ``reserve`` says how many of them are kept back for clearing up at the end."""

    def __init__(self, requests: int, reserve: Callable[[], int] = lambda: 0) -> None:
        self.requests = requests
        self.sent = 0
        self.reserve = reserve
        self._lock = threading.Lock()

    @property
    def used_up(self) -> str:
        """The reason why no further request can be sent; empty while there is room."""
        used = self.sent >= self.requests - self.reserve()
        return f"the budget of {self.requests} requests is used up" if used else ""

    def take(self) -> None:
        """Counts one request; raises :class:`Exhausted` when there is no room for it."""
        with self._lock:
            if reason := self.used_up:
                raise Exhausted(reason)
            self.sent += 1


class Within(httpx.BaseTransport):
    """Lets a request pass while the allowance has room. Stands below retry, since repetitions count."""

    def __init__(self, inner: httpx.BaseTransport, allowance: Allowance) -> None:
        self._inner = inner
        self._allowance = allowance

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Counts, then sends."""
        self._allowance.take()
        return self._inner.handle_request(request)

    def close(self) -> None:
        """Closes the layers below."""
        self._inner.close()

"""Keeps below the store's quota, which is shared with everything else that talks to the store."""

from __future__ import annotations

import threading
from collections import deque

import httpx

from conformance.transport.policy import Clock, Sleep, TrafficPolicy
from conformance.transport.waiting import requests_left, reset_seconds


class Pace(httpx.BaseTransport):
    """Lets a request pass when the quota has room for it.

    Two limits: our own ``requests_per_window``, counted ahead, and what each host's answers say is left.
    """

    def __init__(self, inner: httpx.BaseTransport, policy: TrafficPolicy, clock: Clock, sleep: Sleep) -> None:
        self._inner = inner
        self._policy = policy
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._sent: deque[float] = deque()
        self._closed_until: dict[str, float] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Waits for room, sends, and remembers what the answer says about the quota."""
        host = request.url.host
        while (wait := self._claim(host)) > 0:
            self._sleep(wait)
        response = self._inner.handle_request(request)
        self._learn(host, response)
        return response

    def _claim(self, host: str) -> float:
        """Takes a place in the window and returns 0, or the seconds until there may be one."""
        limit = self._policy.requests_per_window
        with self._lock:
            now = self._clock()
            closed = self._closed_until.get(host, 0.0) - now
            if closed > 0:
                return closed
            if limit is None:
                return 0.0
            while self._sent and self._sent[0] <= now - self._policy.window_seconds:
                self._sent.popleft()
            if len(self._sent) >= limit:
                return self._sent[0] + self._policy.window_seconds - now
            self._sent.append(now)
            return 0.0

    def _learn(self, host: str, response: httpx.Response) -> None:
        left, reset = requests_left(response), reset_seconds(response)
        if left is None or reset is None or left > self._policy.reserve:
            return
        with self._lock:
            self._closed_until[host] = self._clock() + min(reset, self._policy.longest_wait)

    def close(self) -> None:
        """Closes the layers below."""
        self._inner.close()

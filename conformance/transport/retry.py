"""Repeats what failed on the way, and tells a failing product from a failing way."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar

import httpx

from conformance.errors import Trouble
from conformance.transport.allowance import Exhausted
from conformance.transport.policy import Clock, Sleep, TrafficPolicy
from conformance.transport.record import trouble_of
from conformance.transport.statuses import (
    IDEMPOTENT,
    READS,
    is_of_the_gateway,
    is_refused_for_pace,
    may_be_the_products_fault,
)
from conformance.transport.trail import Trail, trail_of
from conformance.transport.waiting import asked_wait
from conformance.verdict.values import Exchange

# The store can't have seen a request whose connection was never made, so any method may be sent again.
NEVER_CONNECTED = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
# Our own mistakes: the request can't be sent at all, and no repetition mends it.
NOT_SENDABLE = (httpx.LocalProtocolError, httpx.UnsupportedProtocol)

_probing: ContextVar[bool] = ContextVar("probing", default=False)


class Retry(httpx.BaseTransport):
    """Hands back answers that can be judged; everything else is :class:`Trouble`.

    429 waits as long as the store asks and repeats. 502, 503, 504, resets, time-outs and broken bodies are
    repeated for idempotent methods only. Any other 5xx is handed back when it comes twice from a store whose
    probe succeeds.
    """

    def __init__(
        self,
        inner: httpx.BaseTransport,
        deliver: Callable[[Exchange], None],
        policy: TrafficPolicy,
        clock: Clock,
        sleep: Sleep,
    ) -> None:
        self._inner = inner
        self._deliver = deliver
        self._policy = policy
        self._clock = clock
        self._sleep = sleep

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer to judge, or :class:`Trouble` with the ids of all attempts."""
        trail = trail_of(request)
        if _probing.get():
            return self._ask_once(request, trail)
        request.read()
        trail.undecided = True
        try:
            response = self._judgeable(request, trail)
        except Trouble as trouble:
            trail.settle(self._deliver, trouble.reason)
            raise
        finally:
            # Whatever else ends the call (a Ctrl-C, say), nothing seen is lost.
            trail.settle(self._deliver)
        return response

    def close(self) -> None:
        """Closes the layers below."""
        self._inner.close()

    def _ask_once(self, request: httpx.Request, trail: Trail) -> httpx.Response:
        trail.probing = trail.undecided = True
        try:
            return self._inner.handle_request(request)
        finally:
            trail.settle(self._deliver, "asked only to learn whether the store is healthy")

    def _judgeable(self, request: httpx.Request, trail: Trail) -> httpx.Response:
        first = self._through(request, trail)
        if not may_be_the_products_fault(first.status_code):
            return first
        self._insist_on_health(first, trail)
        second = self._through(request, trail)
        if may_be_the_products_fault(second.status_code):
            self._insist_on_health(second, trail)
            return second
        reason = f"answered {first.status_code} once and then not"
        if request.method in READS:
            trail.settle(self._deliver, reason)
            return second
        raise Trouble(f"{request.method} {reason}: the step can't be judged", tuple(trail.ids))

    def _through(self, request: httpx.Request, trail: Trail) -> httpx.Response:
        """An answer that comes from the product, after as many attempts as the policy allows."""
        for failures in range(1, self._policy.attempts + 1):
            outcome = self._attempt(request)
            if isinstance(outcome, httpx.Response) and not _failed_on_the_way(outcome):
                return outcome
            reason = _reason(request, outcome)
            if not _repeatable(request, outcome):
                raise Trouble(reason, tuple(trail.ids)) from _cause(outcome)
            if failures == self._policy.attempts:
                raise Trouble(f"{reason}, {failures} attempts", tuple(trail.ids)) from _cause(outcome)
            self._sleep(self._wait(outcome, failures, trail))
        raise AssertionError("a policy allows at least one attempt")

    def _attempt(self, request: httpx.Request) -> httpx.Response | httpx.RequestError:
        try:
            return self._inner.handle_request(request)
        except NOT_SENDABLE:
            raise
        except httpx.RequestError as error:
            return error

    def _wait(self, outcome: httpx.Response | httpx.RequestError, failures: int, trail: Trail) -> float:
        backoff = self._policy.backoff(failures)
        if not isinstance(outcome, httpx.Response):
            return backoff
        asked = asked_wait(outcome, self._clock())
        if asked is None:
            return backoff
        if asked > self._policy.longest_wait:
            raise Trouble(
                f"answered {outcome.status_code} and asks to wait {asked:.0f} s, "
                f"longer than the {self._policy.longest_wait:.0f} s this run waits",
                tuple(trail.ids),
            )
        # Asked again at once, others took the window's requests first: leave them a growing head start.
        return asked if failures == 1 else asked + backoff

    def _insist_on_health(self, response: httpx.Response, trail: Trail) -> None:
        if self._policy.probe is None:
            return
        token = _probing.set(True)
        try:
            healthy = self._policy.probe()
        except Exhausted:
            raise
        except (httpx.HTTPError, Trouble):
            healthy = False
        finally:
            _probing.reset(token)
        if not healthy:
            raise Trouble(
                f"answered {response.status_code} while a plain read of the store fails too", tuple(trail.ids)
            )


def _failed_on_the_way(response: httpx.Response) -> bool:
    return is_refused_for_pace(response.status_code) or is_of_the_gateway(response.status_code)


def _repeatable(request: httpx.Request, outcome: httpx.Response | httpx.RequestError) -> bool:
    if isinstance(outcome, httpx.Response) and is_refused_for_pace(outcome.status_code):
        return True
    return isinstance(outcome, NEVER_CONNECTED) or request.method in IDEMPOTENT


def _reason(request: httpx.Request, outcome: httpx.Response | httpx.RequestError) -> str:
    what = f"answered {outcome.status_code}" if isinstance(outcome, httpx.Response) else trouble_of(outcome)
    return f"{request.method} {request.url.path}: {what}"


def _cause(outcome: httpx.Response | httpx.RequestError) -> httpx.RequestError | None:
    return None if isinstance(outcome, httpx.Response) else outcome

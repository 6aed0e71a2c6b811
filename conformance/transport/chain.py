"""Puts the layers together. Every request of every test travels through one such chain."""

from __future__ import annotations

from collections.abc import Callable
from http.cookiejar import CookieJar, DefaultCookiePolicy
from time import sleep as sleep_for_real

import httpx

from conformance.transport.allowance import Within
from conformance.transport.identify import Identify
from conformance.transport.pace import Pace
from conformance.transport.policy import Clock, RequestContext, Sleep, TrafficPolicy, steady_clock
from conformance.transport.record import Record
from conformance.transport.retry import Retry
from conformance.verdict.values import Exchange


class Chain(httpx.BaseTransport):
    """Identify, retry, budget, pace, record, wire: one numbering and one pace for all clients opened over it.

    Pace stands below retry, since the store counts attempts, not calls.
    """

    def __init__(self, top: httpx.BaseTransport, policy: TrafficPolicy) -> None:
        self._top = top
        self.policy = policy

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer to judge; raises :class:`conformance.errors.Trouble` when the way to the store fails."""
        return self._top.handle_request(request)

    def close(self) -> None:
        """Closes all layers and the wire."""
        self._top.close()


class _Lease(httpx.BaseTransport):
    """Lends the chain to one client: closing the client leaves the chain open for the others."""

    def __init__(self, chain: Chain) -> None:
        self._chain = chain

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._chain.handle_request(request)


def build_chain(
    wire: httpx.BaseTransport,
    sink: Callable[[Exchange], None],
    context: Callable[[], RequestContext],
    policy: TrafficPolicy,
    clock: Clock = steady_clock,
    sleep: Sleep = sleep_for_real,
) -> Chain:
    """The layers over a wire. ``clock`` gives seconds since the epoch; ``sink`` sees every attempt, one at a time."""
    record = Record(wire, sink, context, clock)
    paced: httpx.BaseTransport = Pace(record, policy, clock, sleep)
    if policy.allowance is not None:
        paced = Within(paced, policy.allowance)
    retry = Retry(paced, record.deliver, policy, clock, sleep)
    return Chain(Identify(retry, policy.prefix), policy)


def open_client(
    wire: httpx.BaseTransport,
    sink: Callable[[Exchange], None],
    context: Callable[[], RequestContext],
    policy: TrafficPolicy,
    clock: Clock = steady_clock,
    sleep: Sleep = sleep_for_real,
) -> httpx.Client:
    """A client over a chain of its own, which it closes; keeps no cookies and follows no redirects."""
    return _client(build_chain(wire, sink, context, policy, clock, sleep), policy, keep_cookies=False)


def another_client(chain: Chain, *, keep_cookies: bool = False) -> httpx.Client:
    """A further client over a shared chain: a shopper with a session of its own keeps its cookies."""
    return _client(_Lease(chain), chain.policy, keep_cookies=keep_cookies)


def _client(transport: httpx.BaseTransport, policy: TrafficPolicy, *, keep_cookies: bool) -> httpx.Client:
    # A jar that no domain may write to. Without it a session would leak from one request into the next.
    jar = CookieJar() if keep_cookies else CookieJar(DefaultCookiePolicy(allowed_domains=[]))
    return httpx.Client(
        transport=transport,
        cookies=jar,
        timeout=policy.timeout_seconds,
        follow_redirects=False,
        trust_env=False,
    )

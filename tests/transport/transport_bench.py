"""A chain on a bench: its wire is a script, its clock moves only when somebody sleeps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import httpx

from conformance.transport import RequestContext, TrafficPolicy, open_client
from conformance.verdict import Exchange

Handler = Callable[[httpx.Request], httpx.Response]


class FakeTime:
    """A clock that only moves when somebody sleeps, so that waiting costs nothing and can be read."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds


@dataclass
class Bench:
    """A client over a chain whose wire, clock and sink are at hand."""

    time: FakeTime = field(default_factory=FakeTime)
    seen: list[Exchange] = field(default_factory=list)
    context: RequestContext = field(default_factory=lambda: RequestContext(check="a-check"))
    policy: TrafficPolicy = field(default_factory=TrafficPolicy)

    def client(self, wire: Handler | httpx.BaseTransport, **policy: object) -> httpx.Client:
        chosen = replace(self.policy, **policy)  # type: ignore[arg-type]
        transport = wire if isinstance(wire, httpx.BaseTransport) else httpx.MockTransport(wire)
        return open_client(transport, self.seen.append, lambda: self.context, chosen, self.time, self.time.sleep)

    @property
    def statuses(self) -> list[int | None]:
        return [exchange.response.status if exchange.response else None for exchange in self.seen]

    @property
    def troubles(self) -> list[str]:
        return [exchange.trouble for exchange in self.seen]


class Script:
    """A wire that answers one prepared outcome after the other; the last one for ever."""

    def __init__(self, *outcomes: httpx.Response | Exception | int) -> None:
        self._outcomes = list(outcomes)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        outcome = self._outcomes.pop(0) if len(self._outcomes) > 1 else self._outcomes[0]
        if isinstance(outcome, Exception):
            raise outcome
        return httpx.Response(outcome) if isinstance(outcome, int) else outcome

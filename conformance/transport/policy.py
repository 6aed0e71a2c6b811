"""What the chain is told from outside: how patient to be, how fast to go, and for whom a request is sent."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from conformance.transport.allowance import Allowance

Clock = Callable[[], float]
Sleep = Callable[[float], None]

_EPOCH = time.time() - time.monotonic()


def steady_clock() -> float:
    """Seconds since the epoch that never run backwards, whatever is done to the machine's wall clock."""
    return _EPOCH + time.monotonic()


@dataclass(frozen=True, slots=True)
class RequestContext:
    """For whom a request is sent; read anew for every request, copied into its exchange."""

    check: str = ""
    arranging: bool = False
    generated: str = ""


@dataclass(frozen=True, slots=True)
class TrafficPolicy:
    """How the chain treats a store. Times are in seconds.

    ``probe`` is a plain read that must succeed on a healthy store; it is asked before a 5xx is believed.
    Without one the store counts as healthy. ``requests_per_window`` paces ahead of the store's quota;
    ``allowance`` is the hard limit on all that is sent, ``None`` for no limit.
    ``reserve`` leaves that many of the remaining requests to other clients of the store.
    ``prefix`` starts every exchange id and keeps the parts of a run (one per worker) apart.
    """

    probe: Callable[[], bool] | None = None
    prefix: str = "x"
    # A store's window is 30 s, so the third wait of a backoff would already outlive most hiccups.
    attempts: int = 4
    first_backoff: float = 0.5
    longest_backoff: float = 8.0
    # Two windows of 30 s: a store that asks for more will not let this run go on.
    longest_wait: float = 60.0
    requests_per_window: int | None = None
    window_seconds: float = 30.0
    reserve: int = 0
    timeout_seconds: float = 30.0
    allowance: Allowance | None = None

    def backoff(self, failures: int) -> float:
        """How long to wait after so many failures: doubles each time up to ``longest_backoff``."""
        return min(self.first_backoff * 2.0 ** (failures - 1), self.longest_backoff)

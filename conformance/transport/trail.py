"""What one call leaves behind: the exchanges of its attempts, travelling with the request through the chain."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx
import msgspec

from conformance.transport.statuses import may_be_the_products_fault
from conformance.verdict.values import Exchange

TRAIL = "conformance.trail"


class Numbering:
    """Exchange ids ``prefix-000001``, ``prefix-000002``, ...: unique in the run and growing with time."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._counter = itertools.count(1)
        self._lock = threading.Lock()

    def following(self) -> str:
        """The next id; safe to ask for from several threads."""
        with self._lock:
            return f"{self._prefix}-{next(self._counter):06d}"


@dataclass(slots=True)
class Trail:
    """The attempts of one call.

    While ``undecided`` is set, an exchange that may be the product's fault or the way's is held back, and with it
    those after it, until :meth:`settle` says which: a watcher of exchanges must never judge what was only a hiccup.
    """

    number: Callable[[], str]
    undecided: bool = False
    probing: bool = False
    ids: list[str] = field(default_factory=list)
    held: list[Exchange] = field(default_factory=list)

    def hold(self, exchange: Exchange) -> bool:
        """Keeps an exchange until the call is settled, if it is in doubt or comes after one that is."""
        if not self.undecided or not (self.held or _in_doubt(exchange)):
            return False
        self.held.append(exchange)
        return True

    def settle(self, sink: Callable[[Exchange], None], trouble: str = "") -> None:
        """Hands over what was held back; ``trouble`` says why those in doubt are no answers to judge."""
        held, self.held = self.held, []
        for exchange in held:
            excused = trouble and _in_doubt(exchange)
            sink(msgspec.structs.replace(exchange, trouble=trouble) if excused else exchange)


def _in_doubt(exchange: Exchange) -> bool:
    return exchange.response is not None and may_be_the_products_fault(exchange.response.status)


def trail_of(request: httpx.Request) -> Trail:
    """The trail that ``Identify`` laid; a layer used without it gets one of its own."""
    trail = request.extensions.get(TRAIL)
    if not isinstance(trail, Trail):
        trail = Trail(Numbering("x").following)
        request.extensions[TRAIL] = trail
    return trail


def exchange_ids(response: httpx.Response) -> tuple[str, ...]:
    """The ids of all attempts behind a response, the one that was answered last; empty outside the chain."""
    trail = response.request.extensions.get(TRAIL)
    return tuple(trail.ids) if isinstance(trail, Trail) else ()

"""Keeps what answers tell of each purchase as they come by, so that the next answer can be held against it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from conformance.contract import Match
from conformance.suite.rules import Sight
from conformance.suite.rules.telling import Agreement, Memory
from conformance.verdict import Exchange

NAMES_OF_ID = ("checkoutId", "cartId", "cart_id")
SAFE = {"GET", "HEAD", "OPTIONS"}


@dataclass(slots=True)
class Remembering:
    """One run's memory. Only what the thread of the run sends has an order; other threads' requests overlap."""

    memory: Memory = field(default_factory=Memory)
    thread: int = field(default_factory=threading.get_ident)

    def see(self, exchange: Exchange, match: Match | None, sight: Sight | None) -> tuple[Agreement, ...]:
        """What an exchange shows beside those before it; ``match`` is ``None`` for no documented operation."""
        parameters = match.path_parameters if match else {}
        named = next((parameters[name] for name in NAMES_OF_ID if name in parameters), None)
        ordered = threading.get_ident() == self.thread
        changes = exchange.request.method not in SAFE
        status = exchange.response.status if exchange.response and not exchange.trouble else 0
        if changes and ordered and 400 <= status < 500:  # noqa: PLR2004 - the refusals
            self.memory.refuse(named)
            return ()
        if changes or match is None:
            # What no operation is for may do anything: following a link takes a cart over.
            self.memory.forget(named)
        if sight is None or not ordered or not sight.surface.startswith(("server", "storefront")):
            return ()
        return self.memory.hear(sight, exchange.id, changed=changes)

"""Requests that reach the store at the same time."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from conformance.api import Answer

# Enough to meet at the store, and few enough for its quota.
AT_ONCE = 4
# Whoever is not there by then is not waited for.
PATIENCE = 10.0  # seconds


def at_once(*acts: Callable[[], Answer]) -> tuple[Answer, ...]:
    """The answers of all acts, which begin together, in the order of the acts; raises what an act raises."""
    start = Barrier(len(acts), timeout=PATIENCE)

    def begun(act: Callable[[], Answer]) -> Answer:
        start.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as threads:
        return tuple(threads.map(begun, acts))


def accepted(answers: tuple[Answer, ...]) -> list[Answer]:
    """The answers that say that the store did what was asked."""
    return [answer for answer in answers if answer.accepted]

"""How a liberty is declared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from conformance.emulator.components import Components

Change = Callable[[Components], Components]


@dataclass(frozen=True)
class Liberty:
    """Something that a store may do otherwise than the emulator does, and keeps its contract all the same.

    `leave` says where that is left open: a fact that says so, documents that contradict each other, or silence.
    """

    name: str
    summary: str
    leave: str
    change: Change


DECLARED: dict[str, Liberty] = {}


def liberty(name: str, *, summary: str, leave: str) -> Callable[[Change], Change]:
    """Declares the decorated change of the store's components as a liberty."""

    def declare(change: Change) -> Change:
        DECLARED[name] = Liberty(name, summary, leave, change)
        return change

    return declare

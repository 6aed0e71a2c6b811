"""How a fault is declared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from conformance.emulator.components import Components

Change = Callable[[Components], Components]
Face = Literal["server", "storefront", "both"]


@dataclass(frozen=True)
class Fault:
    """A named misbehaviour: which requirement it breaks, what the store then does, on which face one sees it."""

    name: str
    breaks: str
    summary: str
    surface: Face
    change: Change


DECLARED: dict[str, Fault] = {}


def fault(name: str, *, breaks: str, summary: str, surface: Face = "both") -> Callable[[Change], Change]:
    """Declares the decorated change of the store's components as a fault."""

    def declare(change: Change) -> Change:
        DECLARED[name] = Fault(name, breaks, summary, surface, change)
        return change

    return declare

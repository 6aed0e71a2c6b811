"""The ways in which liberties change a store. Nothing is changed in place: answers are remembered and shared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from conformance.emulator.components import Components
from conformance.emulator.faults.seams import SUCCESS
from conformance.emulator.messages import Answer, Call, Json

Rewrite = Callable[[Json], Json]
Turn = Callable[[Call, Answer], Answer]


def throughout(document: Any, rewrite: Rewrite) -> Any:
    """The document with each object in it rewritten, the innermost first."""
    if isinstance(document, list):
        return [throughout(one, rewrite) for one in document]
    if isinstance(document, dict):
        return rewrite({name: throughout(value, rewrite) for name, value in document.items()})
    return document


def succeeding(components: Components, turn: Turn) -> Components:
    """Components whose successful answers are turned into others."""
    return _turning(components, turn, lambda answer: answer.status in SUCCESS)


def refusing(components: Components, turn: Turn) -> Components:
    """Components whose refusals are turned into others, also where no operation is asked for."""
    made = _turning(components, turn, lambda answer: answer.status not in SUCCESS)
    turned_away = components.turned_away
    return replace(made, turned_away=lambda call, answer: turn(call, turned_away(call, answer)))


def showing(components: Components, rewrite: Rewrite, *names: str) -> Components:
    """Components whose named presenters show each object of their documents rewritten."""
    changes: dict[str, Any] = {name: _showing(getattr(components, name), rewrite) for name in names}
    return replace(components, **changes)


def _turning(components: Components, turn: Turn, concerns: Callable[[Answer], bool]) -> Components:
    inner = components.answered

    def answered(call: Call, answer: Answer) -> Answer:
        made = inner(call, answer)
        return turn(call, made) if concerns(made) else made

    return replace(components, answered=answered)


def _showing(present: Callable[[Any], Any], rewrite: Rewrite) -> Callable[[Any], Any]:
    return lambda view: throughout(present(view), rewrite)

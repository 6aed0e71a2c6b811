"""The ways in which faults change a store: one rule, one view, what is stored, or one kind of answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec

from conformance.emulator.commerce.checkout import Checkout
from conformance.emulator.commerce.refusals import wrong_fields
from conformance.emulator.components import Components
from conformance.emulator.messages import Answer, Call, Json, Surface
from conformance.emulator.surfaces.errors import refusal
from conformance.emulator.surfaces.view import View

Present = Callable[[View], Json]
Alter = Callable[[Json], None]
SUCCESS = range(200, 300)


def ruled(components: Components, **rules: Any) -> Components:
    """The components with other rules."""
    return replace(components, policies=replace(components.policies, **rules))


def forgetful(
    components: Components,
    operations: frozenset[str],
    kept: Callable[[Checkout, Checkout], Checkout],
    surface: Surface | None = None,
) -> Components:
    """Components that store something else than they answer after these operations (on one face, if named)."""
    inner = components.stored

    def stored(call: Call, before: Checkout, after: Checkout) -> Checkout:
        made = inner(call, before, after)
        concerned = call.operation in operations and surface in (None, call.surface)
        return kept(before, made) if concerned else made

    return replace(components, stored=stored)


def altered(components: Components, alter: Alter, *names: str) -> Components:
    """Components whose named presenters show a changed document."""
    changes: dict[str, Any] = {name: _altering(getattr(components, name), alter) for name in names}
    return replace(components, **changes)


def _altering(present: Present, alter: Alter) -> Present:
    def presented(view: View) -> Json:
        document = present(view)
        alter(document)
        return document

    return presented


def answering(
    components: Components,
    change: Callable[[Answer], Answer],
    *operations: str,
    surface: Surface | None = None,
) -> Components:
    """Components that change the successful answers to these operations (none named: to all) on one face."""
    inner = components.answered

    def answered(call: Call, answer: Answer) -> Answer:
        made = inner(call, answer)
        concerned = (not operations or call.operation in operations) and surface in (None, call.surface)
        return change(made) if concerned and made.status in SUCCESS else made

    return replace(components, answered=answered)


def rewriting(alter: Alter) -> Callable[[Answer], Answer]:
    """A change of an answer that rewrites its document, inside the envelope if there is one."""

    def change(answer: Answer) -> Answer:
        if isinstance(answer.document, dict):
            inside = answer.document.get("data", answer.document)
            if isinstance(inside, dict):
                alter(inside)
        return answer

    return change


def other_digit(identifier: str) -> str:
    """The same kind of identifier, one hex digit away."""
    return identifier[:-1] + ("0" if identifier[-1] != "0" else "1")


def declining(
    components: Components,
    unfit: Callable[[Any, Json], bool],
    *operations: str,
    surface: Surface | None = None,
) -> Components:
    """Components that do what was asked and then say no, where what was sent doesn't fit what came of it.

    `unfit` sees the body that was sent, and the checkout that would have been shown.
    """
    inner = components.answered

    def answered(call: Call, answer: Answer) -> Answer:
        made = inner(call, answer)
        if call.operation not in operations or surface not in (None, call.surface) or made.status not in SUCCESS:
            return made
        try:
            sent = msgspec.json.decode(call.body)
        except msgspec.DecodeError:
            return made
        shown = made.document.get("data", made.document)
        return refusal(call, wrong_fields(body="This does not fit")) if unfit(sent, shown) else made

    return replace(components, answered=answered)


def member(document: Json, *names: str) -> Any:
    """The member of a document that goes by one of these names: the faces spell them differently."""
    return next((document[name] for name in names if name in document), None)

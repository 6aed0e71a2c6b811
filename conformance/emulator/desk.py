"""What was ordered and switched at a store's control surface: kept beside it, the same for all its processes."""

from __future__ import annotations

from collections.abc import Callable, Collection
from difflib import get_close_matches

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from conformance.emulator.commerce.refusals import NotFound
from conformance.emulator.failures import Failure
from conformance.emulator.messages import Call, Json
from conformance.errors import UserMistake

# Where it is kept: beside the documents of the store, under this kind and id.
BESIDE = "desk"
DESK = ("desk", "desk")
# More than one test sets up at once.
MOST_PENDING = 200


class Waiting(Struct, frozen=True, kw_only=True):
    """A failure that waits for its request; `left` None: it strikes until it is taken back."""

    number: int
    failure: Failure
    left: int | None


class Desk(Struct, frozen=True, kw_only=True):
    """Where ids come from, the faults that are on, the failures that wait, and how many were ordered so far."""

    id_seed: int = 0
    faults: tuple[str, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    ordered: int = 0


Rule = Callable[[Desk], Desk]


class Failures:
    """The failures that wait for their request, oldest first.

    `desk` gives what is on the desk now, `change` exchanges it in a transaction; `operations` are the names that a
    failure may strike.
    """

    def __init__(self, operations: Collection[str], desk: Callable[[], Desk], change: Callable[[Rule], Desk]) -> None:
        self._operations = frozenset(operations)
        self._desk = desk
        self._change = change

    def add(self, failure: Failure) -> int:
        """Orders a failure; gives its number. Raises UserMistake for an operation that no face has."""
        self._check(failure)

        def rule(desk: Desk) -> Desk:
            if len(desk.waiting) >= MOST_PENDING:
                raise UserMistake(f"{MOST_PENDING} failures wait already", "failures", "remove some of them")
            number = desk.ordered + 1
            waiting = Waiting(number=number, failure=failure, left=failure.times)
            return replace(desk, ordered=number, waiting=(*desk.waiting, waiting))

        return self._change(rule).ordered

    def due(self, call: Call) -> Failure | None:
        """The failure that strikes this request, counted down."""
        if not any(one.failure.concerns(call) for one in self._desk().waiting):
            return None
        struck: list[Failure] = []

        def rule(desk: Desk) -> Desk:
            # Asked again: another process may have been quicker.
            one = next((one for one in desk.waiting if one.failure.concerns(call)), None)
            struck[:] = [] if one is None else [one.failure]
            if one is None or one.left is None:
                return desk
            left = () if one.left == 1 else (replace(one, left=one.left - 1),)
            place = desk.waiting.index(one)
            return replace(desk, waiting=(*desk.waiting[:place], *left, *desk.waiting[place + 1 :]))

        self._change(rule)
        return struck[0] if struck else None

    def remove(self, number: int) -> None:
        """Takes a failure back. Raises NotFound when none has this number."""

        def rule(desk: Desk) -> Desk:
            rest = tuple(one for one in desk.waiting if one.number != number)
            if len(rest) == len(desk.waiting):
                raise NotFound("failure", str(number))
            return replace(desk, waiting=rest)

        self._change(rule)

    def clear(self) -> None:
        """Takes all failures back."""
        self._change(lambda desk: replace(desk, waiting=()))

    def listed(self) -> list[Json]:
        """All that wait: the failure with its number and how often it still strikes."""
        return [
            {"id": one.number, **msgspec.to_builtins(one.failure), "left": one.left} for one in self._desk().waiting
        ]

    def _check(self, failure: Failure) -> None:
        name = failure.operation
        if name is not None and name not in self._operations:
            near = get_close_matches(name, self._operations, n=3)
            mend = f"did you mean {', '.join(near)}?" if near else "name an operationId of the OpenAPI documents"
            raise UserMistake(f"the emulator has no operation `{name}`", "operation", mend)
        if failure.kind in ("latency", "slow-body") and not failure.latency_ms:
            raise UserMistake(f"`{failure.kind}` takes time", "latency_ms", "say how many milliseconds")
        for header, value in failure.headers.items():
            if (
                not header.isascii()
                or not (header + value).isprintable()
                or not value.isascii()
                or not header.strip()
            ):
                raise UserMistake(f"`{header}` is no header", "headers", "letters and signs of ASCII, on one line")

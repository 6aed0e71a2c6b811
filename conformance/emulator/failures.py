"""Failures on order: the next answers to an operation fail, drop, or dawdle, as networks and servers do."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches
from http import HTTPStatus
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from conformance.emulator.commerce.refusals import NotFound
from conformance.emulator.messages import Answer, Call, Json
from conformance.emulator.surfaces.errors import blank, problem
from conformance.errors import UserMistake

Kind = Literal["status", "reset", "slow-body", "latency"]
Face = Literal["server", "storefront", "management", "payments"]
# Longer than any client's patience; a forgotten failure must not hold a test run for ever.
LONGEST_WAIT_MS = 60_000
# More than one test sets up at once.
MOST_PENDING = 200
Wait = Annotated[int, Meta(ge=0, le=LONGEST_WAIT_MS)]


class Failure(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What goes wrong, on which requests, and how often.

    `operation` (an operationId) and `face` None: any. `times` None: until it is removed. `kind`: "status" answers
    with `status` (and `body`, `headers`), "reset" closes the connection in the middle of the answer, "slow-body"
    sends the real answer piece by piece over `latency_ms`, "latency" sends it `latency_ms` late. `after`: the store
    has already done what was asked when "status" or "reset" strikes: the lost answer of a change that happened.
    """

    kind: Kind = "status"
    operation: str | None = None
    face: Face | None = None
    status: Annotated[int, Meta(ge=400, le=599)] = 503
    body: Any = None
    headers: dict[str, str] = msgspec.field(default_factory=dict)
    latency_ms: Wait = 0
    times: Annotated[int, Meta(ge=1, le=1_000_000)] | None = 1
    after: bool = False

    def concerns(self, call: Call) -> bool:
        """Whether it may strike this request."""
        return self.operation in (None, call.operation) and self.face in (None, call.surface)


class Failures:
    """The failures that wait for their request, oldest first."""

    def __init__(self, operations: Collection[str] = ()) -> None:
        self._operations = frozenset(operations)
        self._waiting: dict[int, tuple[Failure, int | None]] = {}
        self._given = 0

    def add(self, failure: Failure) -> int:
        """Orders a failure; gives its number. Raises UserMistake for an operation that no face has."""
        name = failure.operation
        if name is not None and name not in self._operations:
            near = get_close_matches(name, self._operations, n=3)
            mend = f"did you mean {', '.join(near)}?" if near else "name an operationId of the OpenAPI documents"
            raise UserMistake(f"the emulator has no operation `{name}`", "operation", mend)
        if failure.kind in ("latency", "slow-body") and not failure.latency_ms:
            raise UserMistake(f"`{failure.kind}` takes time", "latency_ms", "say how many milliseconds")
        for name, value in failure.headers.items():
            if not name.isascii() or not (name + value).isprintable() or not value.isascii() or not name.strip():
                raise UserMistake(f"`{name}` is no header", "headers", "letters and signs of ASCII, on one line")
        if len(self._waiting) >= MOST_PENDING:
            raise UserMistake(f"{MOST_PENDING} failures wait already", "failures", "remove some of them")
        self._given += 1
        self._waiting[self._given] = (failure, failure.times)
        return self._given

    def due(self, call: Call) -> Failure | None:
        """The failure that strikes this request, counted down."""
        if not self._waiting:
            return None
        for number, (failure, left) in self._waiting.items():
            if failure.concerns(call):
                self._strike(number, failure, left)
                return failure
        return None

    def remove(self, number: int) -> None:
        """Takes a failure back. Raises NotFound when none has this number."""
        if self._waiting.pop(number, None) is None:
            raise NotFound("failure", str(number))

    def clear(self) -> None:
        """Takes all failures back."""
        self._waiting.clear()

    def listed(self) -> list[Json]:
        """All that wait: the failure with its number and how often it still strikes."""
        return [
            {"id": number, **msgspec.to_builtins(failure), "left": left}
            for number, (failure, left) in self._waiting.items()
        ]

    def _strike(self, number: int, failure: Failure, left: int | None) -> None:
        if left == 1:
            del self._waiting[number]
        elif left is not None:
            self._waiting[number] = (failure, left - 1)


def failed(failure: Failure, call: Call) -> Answer:
    """The answer that a failure of kind "status" gives, in the form of the face that was asked."""
    made = _made(failure, call)
    headers = tuple((name.lower(), value) for name, value in failure.headers.items())
    return Answer(made.status, made.document, made.content_type, headers)


def _made(failure: Failure, call: Call) -> Answer:
    title = _phrase(failure.status)
    if failure.body is not None:
        return Answer(failure.status, failure.body)
    if call.surface == "storefront":
        return blank(failure.status, title, "ordered over the control surface")
    if call.surface == "management" and "/v2/" in call.path:
        return Answer(failure.status, [{"status": failure.status, "message": title}])
    return problem(failure.status, title)


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase if status in {one.value for one in HTTPStatus} else "Error"

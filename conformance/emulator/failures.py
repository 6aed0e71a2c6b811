"""Failures on order: the next answers to an operation fail, drop, or dawdle, as networks and servers do."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from conformance.emulator.messages import Answer, Call
from conformance.emulator.surfaces.errors import blank, problem

Kind = Literal["status", "reset", "slow-body", "latency"]
Face = Literal["server", "storefront", "management", "payments"]
# Longer than any client's patience; a forgotten failure must not hold a test run for ever.
LONGEST_WAIT_MS = 60_000
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

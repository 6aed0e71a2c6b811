"""The way of an answer to its caller, and what an ordered failure makes of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import perf_counter

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from conformance.emulator.emulator import Emulator
from conformance.emulator.failures import Failure, failed
from conformance.emulator.messages import Answer, Call
from conformance.emulator.surfaces.operations import Operation

Respond = Callable[[Call, Answer], Response]
# Enough for a reader to notice that it comes in pieces.
PIECES = 8


async def delivered(emulator: Emulator, operation: Operation, call: Call, respond: Respond) -> ASGIApp:
    """What is sent to the caller, written into the journal."""
    failure = emulator.failures.due(call)
    started = perf_counter()
    if failure is None:
        answer = emulator.answer(operation, call)
        emulator.note(call, answer, (perf_counter() - started) * 1000)
        return respond(call, answer)
    if failure.kind in ("latency", "status", "reset") and failure.latency_ms:
        await asyncio.sleep(failure.latency_ms / 1000)
    sent = _struck(emulator, operation, call, failure)
    emulator.note(call, sent, (perf_counter() - started) * 1000, failure.kind)
    if sent is None:
        return CutOff()
    response = respond(call, sent)
    return Dawdling(response, failure.latency_ms) if failure.kind == "slow-body" else response


def _struck(emulator: Emulator, operation: Operation, call: Call, failure: Failure) -> Answer | None:
    """The answer in spite of, or because of, a failure; None when the connection just ends."""
    answer = None
    if failure.after or failure.kind in ("latency", "slow-body"):
        answer = emulator.answer(operation, call)
    if failure.kind == "status":
        return emulator.headed(call, failed(failure, call))
    return None if failure.kind == "reset" else answer


class CutOff:
    """An answer that ends before its body: a server then closes the connection under its client."""

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        """Begins an answer and leaves it so."""
        headers = [(b"content-type", b"application/json"), (b"content-length", b"1024")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b'{"data":', "more_body": True})


class Dawdling:
    """A response whose body comes in pieces, over so many milliseconds altogether."""

    def __init__(self, response: Response, milliseconds: int) -> None:
        self._response = response
        self._milliseconds = milliseconds

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        """Sends the response slowly."""
        start = {"status": self._response.status_code, "headers": self._response.raw_headers}
        await send({"type": "http.response.start"} | start)
        body = bytes(self._response.body)
        length = max(1, -(-len(body) // PIECES))
        for begin in range(0, length * PIECES, length):
            await asyncio.sleep(self._milliseconds / PIECES / 1000)
            more = {"body": body[begin : begin + length], "more_body": True}
            await send({"type": "http.response.body"} | more)
        await send({"type": "http.response.body", "body": b"", "more_body": False})

"""Every answer that an emulator gives inside this process while a test runs is held against the specs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec
import pytest

from conformance.contract import drift, load_specs, validate
from conformance.emulator.emulator import Emulator
from conformance.emulator.messages import Answer, Call
from conformance.emulator.surfaces.operations import Operation
from conformance.targets import load_target
from conformance.verdict import Exchange, Request, Response

HOST = "http://emulator.test"
# A store that takes this liberty shows members that no document describes, on purpose.
UNDESCRIBED = "members-beyond-the-documents"


@dataclass
class Reader:
    """Reads what emulators answer; keeps what the specs don't know."""

    bases: dict[str, str]
    found: list[str] = field(default_factory=list)

    def read(self, call: Call, answer: Answer, *, undescribed: bool) -> None:
        specs = load_specs()
        match = specs.match(call.method, f"{HOST}{call.path}", self.bases)
        if match is None:
            return
        exchange = Exchange(
            id="",
            request=Request(method=call.method, url=f"{HOST}{call.path}"),
            response=Response(status=answer.status, headers=_headers(answer), body=_body(answer)),
        )
        told = [each.reason for each in validate(exchange, match)]
        told += [] if undescribed else drift(exchange, match)
        self.found += [f"{match.operation.operation_id} {answer.status}: {each}" for each in told]


def _headers(answer: Answer) -> tuple[tuple[str, str], ...]:
    declared = () if answer.empty else (("content-type", answer.content_type),)
    return declared + answer.headers


def _body(answer: Answer) -> str | None:
    return answer.text if answer.document is None else msgspec.json.encode(answer.document).decode()


@pytest.fixture(scope="session")
def reader() -> Iterator[Reader]:
    """Looks at the answers of each emulator without faults, from the first test to the last."""
    looking = Reader(dict(load_target("emulator").bases()))
    answer = Emulator.answer

    def watched(self: Emulator, operation: Operation, call: Call) -> Answer:
        made = answer(self, operation, call)
        if not self.faults:
            looking.read(call, made, undescribed=UNDESCRIBED in self.settings.liberties)
        return made

    Emulator.answer = watched  # type: ignore[method-assign]
    yield looking
    Emulator.answer = answer  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _answers_keep_the_contract(reader: Reader) -> Iterator[None]:
    reader.found.clear()
    yield
    assert not reader.found, "the emulator answered outside its specs: " + "; ".join(dict.fromkeys(reader.found))

"""The journal: the latest exchanges of a store, for tests that ask what was sent and for people who look on."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

import msgspec

from conformance.emulator.messages import Answer, Call, Json
from conformance.emulator.secrets_masked import masked_document, masked_headers, masked_text

# Bodies are kept up to here; a cart of a hundred lines is about half of it.
LONGEST_BODY = 100_000
# So much of a body that is no JSON is shown.
LONGEST_TEXT = 2_000
CUT = {"cut": "the body is longer than the journal keeps"}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One exchange. `answer` None: the connection was closed; `failure`: the kind of the ordered failure."""

    number: int
    at: str
    call: Call
    answer: Answer | None
    milliseconds: float
    failure: str | None
    faults: tuple[str, ...]
    secrets: tuple[str, ...]

    @property
    def status(self) -> int:
        """The status of the answer, 0 when there was none."""
        return self.answer.status if self.answer else 0

    def brief(self) -> Json:
        """The exchange in one line."""
        return {
            "id": self.number,
            "at": self.at,
            "operation": self.call.operation,
            "face": self.call.surface,
            "method": self.call.method,
            "path": masked_text(self.call.path, self.secrets),
            "status": self.status,
            "milliseconds": round(self.milliseconds, 2),
            "failure": self.failure,
        }

    def whole(self) -> Json:
        """The exchange with its headers and bodies, masked."""
        query = masked_document([{name: value} for name, value in self.call.query], self.secrets)
        return self.brief() | {
            "faults": list(self.faults),
            "query": [[name, value] for pair in query for name, value in pair.items()],
            "request": {
                "headers": masked_headers(self.call.headers.items(), self.secrets),
                "body": self._received(),
            },
            "response": None if self.answer is None else {
                "headers": masked_headers(self.answer.headers, self.secrets),
                "body": self._sent(self.answer),
            },
        }  # fmt: skip

    def _received(self) -> Any:
        body = self.call.body
        if not body:
            return None
        if len(body) > LONGEST_BODY:
            return CUT
        try:
            return masked_document(msgspec.json.decode(body), self.secrets)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            # What is no JSON has no members by which a secret could be told.
            return f"{len(body)} bytes that are no JSON"

    def _sent(self, answer: Answer) -> Any:
        if answer.text is not None:
            return masked_text(answer.text[:LONGEST_TEXT], self.secrets)
        try:
            body = msgspec.json.encode(answer.document)
            return masked_document(msgspec.json.decode(body), self.secrets) if len(body) <= LONGEST_BODY else CUT
        except (TypeError, ValueError, msgspec.MsgspecError, RecursionError):
            return "no JSON can show it"


class Journal:
    """The latest exchanges; the oldest make room. `size` 0 keeps none."""

    def __init__(self, size: int) -> None:
        self._entries: deque[Entry] = deque(maxlen=size)
        self._seen = 0

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def open(self) -> bool:
        """Whether it keeps anything at all."""
        return bool(self._entries.maxlen)

    @property
    def seen(self) -> int:
        """How many exchanges there were, also those that made room."""
        return self._seen

    def number(self) -> int:
        """The number of the next exchange."""
        self._seen += 1
        return self._seen

    def keep(self, entry: Entry) -> None:
        """Adds an exchange."""
        self._entries.append(entry)

    def find(
        self,
        *,
        operation: str = "",
        status: int | str = "",
        path: str = "",
        method: str = "",
        face: Literal["", "server", "storefront", "management", "payments"] = "",
        after: int = 0,
    ) -> list[Entry]:
        """The exchanges that fit all that is given, newest last.

        `status` is a number or a class such as "4xx", `path` a part of the path, `after` the number of an exchange.
        """
        return [
            one
            for one in self._entries
            if operation in ("", one.call.operation)
            and _fits(one.status, str(status))
            and path in one.call.path
            and method.upper() in ("", one.call.method)
            and face in ("", one.call.surface)
            and one.number > after
        ]

    def entry(self, number: int) -> Entry | None:
        """The exchange with this number, while it is kept."""
        return next((one for one in self._newest() if one.number == number), None)

    def clear(self) -> None:
        """Forgets all exchanges; numbers go on."""
        self._entries.clear()

    def _newest(self) -> Iterator[Entry]:
        return islice(reversed(self._entries), len(self._entries))


def _fits(status: int, wanted: str) -> bool:
    if wanted.lower().endswith("xx"):
        return str(status // 100) == wanted[0]
    return wanted in ("", str(status))

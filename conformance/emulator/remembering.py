"""Answers to readings, remembered while nothing has changed: shoppers' pages read one checkout many times over."""

from __future__ import annotations

from collections.abc import Hashable

from conformance.emulator.messages import Answer, Call

# More checkouts than are looked at between two changes; when it is full it starts anew.
MOST = 1_024


def asked(operation: str, call: Call) -> Hashable:
    """All of a request that its answer can depend on, beside the store itself."""
    return operation, call.method, call.path, call.query, tuple(call.headers.items()), call.body, call.base_url


class Memory:
    """What was answered in one state of the store. A state is whatever differs after each change and each second."""

    def __init__(self) -> None:
        self._state: Hashable = None
        self._answers: dict[Hashable, Answer] = {}

    def recall(self, state: Hashable, question: Hashable) -> Answer | None:
        """The answer to an earlier question in the same state, or None."""
        return self._answers.get(question) if state == self._state else None

    def keep(self, state: Hashable, question: Hashable, answer: Answer) -> None:
        """Remembers an answer, and forgets those of other states."""
        if state != self._state or len(self._answers) >= MOST:
            self._state = state
            self._answers.clear()
        self._answers[question] = answer

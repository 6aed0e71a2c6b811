"""A walk as it is told: numbered steps in words, each with the requests that it sent as lines for the shell."""

from __future__ import annotations

from dataclasses import dataclass, field

import httpx

from conformance.signoff.curl import curl_line
from conformance.transport import exchange_ids
from conformance.verdict import Request


@dataclass(slots=True)
class Told:
    """One step: what was done in words, what was sent for it and how that was answered."""

    words: str
    sent: list[tuple[Request, int]] = field(default_factory=list)


@dataclass(slots=True)
class Story:
    """What happened so far on one walk."""

    steps: list[Told] = field(default_factory=list)
    exchanges: list[str] = field(default_factory=list)

    def step(self, words: str) -> None:
        """The next step begins."""
        self.steps.append(Told(words))

    def heard(self, response: httpx.Response) -> None:
        """An answer came; hung into each client of the walk."""
        request = response.request
        headers = tuple(request.headers.items())
        body = request.content.decode(errors="replace") or None
        told = Request(method=request.method, url=str(request.url), headers=headers, body=body)
        if not self.steps:
            self.step("open the shop")
        self.steps[-1].sent.append((told, response.status_code))
        self.exchanges += exchange_ids(response)

    def told(self, title: str) -> str:
        """The story for people: the steps in words, then the same as curl lines under the steps' numbers."""
        numbered = list(enumerate(self.steps, start=1))
        words = [f"  {number}. {step.words}{_statuses(step)}" for number, step in numbered]
        lines = [line for number, step in numbered for line in _curls(number, step)]
        return "\n".join([title, *words, "", "The same for a shell; secrets stand in variables:", *lines])


def _statuses(step: Told) -> str:
    return f" -> {', '.join(str(status) for _, status in step.sent)}" if step.sent else ""


def _curls(number: int, step: Told) -> list[str]:
    return [f"  # {number}. {step.words}", *(f"  {curl_line(request)}" for request, _ in step.sent)]

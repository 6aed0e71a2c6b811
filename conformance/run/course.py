"""How far a run came: what was collected, what came to its end, and what kept it from doing so."""

from __future__ import annotations

from collections.abc import Iterable


class Course:
    """The course of one run as its leading process sees it; whatever did not come to its end stands in the way."""

    def __init__(self) -> None:
        self._open: dict[str, bool] = {}
        self._stops: list[str] = []

    def collected(self, tests: Iterable[str]) -> None:
        """The node ids of what is to be run; several workers collect the same."""
        for test in tests:
            self._open.setdefault(test, True)

    def ended(self, test: str) -> None:
        """One test came to its end."""
        self._open[test] = False

    def unread(self, module: str) -> None:
        """A module could not be collected: what it would have judged is not known."""
        self._stops.append(f"{module or 'the suite'} could not be collected")

    def broke_down(self, what: str) -> None:
        """Something died in the middle of the run."""
        self._stops.append(what)

    @property
    def stopped(self) -> str:
        """What stands in the way of a verdict; empty when nothing does."""
        return "; ".join(dict.fromkeys(self._stops))

    @property
    def missing(self) -> str:
        """How many tests were begun upon and never ended; empty when all were."""
        missing = sum(self._open.values())
        return f"{missing} of {len(self._open)} checks did not come to their end" if missing else ""

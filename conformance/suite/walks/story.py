"""A story: what was done with one checkout, what each step was answered, and how the checkout stood before and after.

A step costs two requests: the act and a reading. Checks read the story and send nothing; each cites the exchanges
of the steps that it looks at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Protocol

from conformance.api import Answer
from conformance.errors import Trouble
from conformance.suite.arrange import Unarranged
from conformance.suite.documents import Checkout, Unreadable, checkout_in
from conformance.suite.faces import Face
from conformance.targets.provisioning import Lacking, Unprovisioned

# What keeps a part of a story from being told; whoever reads that part meets it again.
HINDRANCES = (Lacking, Trouble, Unarranged, Unprovisioned, Unreadable)


@dataclass(frozen=True, slots=True)
class Step:
    """One act, its answer, and the readings of the checkout before and after; ``None`` where none was made."""

    answer: Answer
    read_before: Answer | None
    read_after: Answer | None
    exchanges: tuple[str, ...]

    @property
    def before(self) -> Checkout:
        """The checkout before the step; raises :class:`Unreadable` when it could not be read."""
        return _checkout(self.read_before)

    @property
    def after(self) -> Checkout:
        """The checkout after the step; raises :class:`Unreadable` when it could not be read."""
        return _checkout(self.read_after)

    @property
    def shown(self) -> Checkout:
        """The checkout that the answer itself shows."""
        return checkout_in(self.answer)


class Trail(Protocol):
    """Knows the exchanges of the check at hand."""

    @property
    def latest(self) -> tuple[str, ...]:
        """The ids of the exchanges since they were last taken."""

    def cite(self, exchanges: tuple[str, ...]) -> None:
        """Makes earlier exchanges those of the check at hand, too."""


@dataclass(slots=True)
class Story:
    """The steps by their names. A step of a part that was not told to its end raises what hindered the telling."""

    trail: Trail
    steps: dict[str, Step] = field(default_factory=dict)
    hindered: dict[str, Exception] = field(default_factory=dict)

    def step(self, name: str) -> Step:
        """The step with this name; its exchanges become those of the check that asks."""
        part = name.partition(":")[0]
        if name not in self.steps:
            raise self.hindered.get(part) or Unarranged(f"the walk never came to `{name}`")
        step = self.steps[name]
        self.trail.cite(step.exchanges)
        return step

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """A part of the story: what hinders it is kept for its readers, and the next part is told all the same."""
        try:
            yield
        except HINDRANCES as hindrance:
            self.hindered[name] = hindrance


@dataclass(slots=True)
class Telling:
    """Walks with one checkout on one face and writes the story down."""

    story: Story
    face: Face
    checkout_id: str = ""
    read: Answer | None = None
    # Steps whose answer is taken for the reading after them, so that none is made.
    spared: frozenset[str] = frozenset()
    unread: list[str] = field(default_factory=list)

    def start(self, name: str, create: Callable[[], Answer]) -> Answer:
        """The step that makes the cart, which is the checkout of all further steps."""
        answer = self._told(name, create, lambda made: str(made.data["id"]) if made.accepted else "")
        return self._needed(answer)

    def must(self, name: str, act: Callable[[], Answer], *, shipping_options: bool = False) -> Answer:
        """A step that the rest of its part hangs on; raises :class:`Unarranged` when it is refused."""
        if name in self.spared:
            return self.seen(name, act)
        return self._needed(self.may(name, act, shipping_options=shipping_options))

    def may(self, name: str, act: Callable[[], Answer], *, shipping_options: bool = False) -> Answer:
        """A step that may be refused: nothing hangs on it."""
        return self._told(name, act, lambda _: self.checkout_id, shipping_options=shipping_options)

    def later(self, name: str, act: Callable[[], Answer]) -> Answer:
        """A step that the next reading is for, with the steps up to there: nothing is read after it alone."""
        answer = self.aside(name, act)
        self.unread.append(name)
        return answer

    def look(self) -> Answer:
        """A reading without a step, for the steps that are waiting for one."""
        begun = len(self.story.trail.latest)
        self.read = self.face.read_checkout(self.checkout_id)
        self._read_at_last(self.story.trail.latest[begun:])
        return self.read

    def aside(self, name: str, act: Callable[[], Answer]) -> Answer:
        """A step without a reading: it reads itself, or is about something else than this checkout."""
        before = len(self.story.trail.latest)
        answer = act()
        exchanges = self.story.trail.latest[before:]
        self.story.steps[name] = Step(answer, self.read, self.read, exchanges)
        return answer

    def seen(self, name: str, act: Callable[[], Answer]) -> Answer:
        """A step that the rest hangs on and whose answer shows the checkout: it stands for the reading after it."""
        before = self.read
        answer = self._needed(self.aside(name, act))
        self.read = answer
        step = self.story.steps[name]
        self.story.steps[name] = replace(step, read_before=before, read_after=answer)
        self._read_at_last(())
        return answer

    def row(self, acts: Mapping[str, Callable[[], Answer]]) -> None:
        """Steps in a row that may be refused, with a single reading: before the first of them and after the last."""
        before = self.read
        for name, act in acts.items():
            self.aside(name, act)
        begun = len(self.story.trail.latest)
        self.read = self.face.read_checkout(self.checkout_id)
        reading = self.story.trail.latest[begun:]
        for name in acts:
            step = self.story.steps[name]
            exchanges = step.exchanges + reading
            self.story.steps[name] = replace(step, read_before=before, read_after=self.read, exchanges=exchanges)

    @property
    def checkout(self) -> Checkout:
        """The checkout as it was last read."""
        return _checkout(self.read)

    def _told(
        self,
        name: str,
        act: Callable[[], Answer],
        checkout_id: Callable[[Answer], str],
        *,
        shipping_options: bool = False,
    ) -> Answer:
        begun = len(self.story.trail.latest)
        answer = act()
        self.checkout_id = checkout_id(answer)
        before, self.read = self.read, None
        if self.checkout_id:
            self.read = self.face.read_checkout(self.checkout_id, shipping_options=shipping_options)
        exchanges = self.story.trail.latest[begun:]
        self.story.steps[name] = Step(answer, before, self.read, exchanges)
        self._read_at_last(exchanges)
        return answer

    def _read_at_last(self, exchanges: tuple[str, ...]) -> None:
        """Gives the steps that were waiting for a reading the one that was just made."""
        for name in self.unread:
            told = self.story.steps[name]
            seen = (*told.exchanges, *exchanges)
            self.story.steps[name] = replace(told, read_after=self.read, exchanges=seen)
        self.unread.clear()

    @staticmethod
    def _needed(answer: Answer) -> Answer:
        if not answer.accepted:
            raise Unarranged(f"{answer} in the middle of a walk")
        return answer


def _checkout(read: Answer | None) -> Checkout:
    if read is None:
        raise Unreadable("the checkout was not read at this step of the walk")
    return checkout_in(read)

"""The hunt for one breach: which requirement is hunted, and the walk and the story that showed it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from conformance.suite.spoken import Breach


class Broken(AssertionError):
    """A walk broke a requirement that is hunted; it ends there."""


@dataclass(frozen=True, slots=True)
class Depth:
    """How far journeys go: walks per mood, steps per walk, and steps for shortening the story of one breach."""

    walks: int
    steps: int
    shortening: int


@dataclass(frozen=True, slots=True)
class Taken:
    """One step of a walk with the numbers that choose its particulars; made again it means the same kind of step."""

    step: Callable[..., None]
    pick: int
    place: int


Trail = tuple[Taken, ...]


@dataclass(slots=True)
class Hunt:
    """Shared by the walks of one round, until the first breach.

    ``settled`` are requirements whose breach is known: they don't end a walk again. ``quarry``: the one requirement
    that is hunted while a story is shortened, so that it doesn't change its subject; empty for any.
    """

    settled: frozenset[str] = frozenset()
    quarry: str = ""
    looked_at: dict[str, None] = field(default_factory=dict)
    breach: Breach | None = None
    trail: Trail = ()
    hindrance: Exception | None = None

    @property
    def over(self) -> bool:
        """Whether there is a breach, or something that is in the way of finding any."""
        return self.breach is not None or self.hindrance is not None

    def concerns(self, requirement: str) -> bool:
        """Whether a breach of this requirement is what is hunted."""
        return requirement == self.quarry if self.quarry else requirement not in self.settled

"""Shortens the story of a breach: steps are left out as long as what is left still breaks the same requirement.

Hypothesis could do it, with hundreds of whole walks; a store behind a quota has not so many requests to give. Here
the end of the walk is tried first, because a breach seldom has far to look back, and all replays share one allowance.
"""

from __future__ import annotations

from dataclasses import dataclass

from conformance.suite.journeys.ground import Ground
from conformance.suite.journeys.hunt import Hunt, Taken, Trail
from conformance.suite.journeys.machine import take
from conformance.suite.journeys.walk import Walk
from conformance.suite.spoken import Breach


@dataclass(slots=True)
class Shortening:
    """The shortest trail so far that breaks one requirement, and how many steps may still be spent on the search."""

    ground: Ground
    breach: Breach
    trail: Trail
    allowance: int

    def shortened(self) -> Breach:
        """The breach with the shortest story that the allowance could find."""
        start, last = self.trail[:1], 1
        while last < len(self.trail) - 1 and not self._tried(start + self.trail[-last:]):
            last *= 2
        size = len(self.trail) // 2
        while size:
            # Halves first, then quarters, and so on; single steps until none of them can be spared.
            size = size if self._spared(size) and size == 1 else size // 2
        for at, taken in enumerate(self.trail):
            plain = Taken(taken.step, 0, 0)
            if plain != taken and at < len(self.trail):
                self._tried((*self.trail[:at], plain, *self.trail[at + 1 :]))
        return self.breach

    def _spared(self, size: int) -> bool:
        """Whether any so many steps in a row could be left out; the first step makes the cart and stays."""
        before, at = len(self.trail), 1
        while at < len(self.trail):
            if not self._tried((*self.trail[:at], *self.trail[at + size :])):
                at += size
        return len(self.trail) < before

    def _tried(self, trail: Trail) -> bool:
        """Walks a trail again; keeps it when it breaks the same requirement."""
        if len(trail) > self.allowance:
            return False
        self.allowance -= len(trail)
        hunt = Hunt(quarry=self.breach.requirement)
        walk = Walk(hunt, self.ground)
        for count, taken in enumerate(trail, start=1):
            take(walk, taken)
            if hunt.hindrance is not None:
                # The breach at hand stands; trouble only ends the search for a shorter story.
                self.allowance = 0
                return False
            if hunt.breach is not None:
                self.breach, self.trail = hunt.breach, trail[:count]
                return True
        return False

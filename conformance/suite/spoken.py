"""What one test turned out to speak for, when that shows only while it runs."""

from __future__ import annotations

from dataclasses import dataclass

import pytest


@dataclass(frozen=True, slots=True)
class Breach:
    """A broken requirement: the reason in one line, the whole story in many, and the exchanges that show it."""

    requirement: str
    reason: str
    story: str = ""
    exchanges: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spoken:
    """The requirements that a test really looked at, and those of them that it saw broken.

    A test that leaves this in its stash is evidence for these requirements and for none beside them,
    whatever its marks name.
    """

    looked_at: tuple[str, ...]
    breaches: tuple[Breach, ...] = ()

    @property
    def held(self) -> tuple[str, ...]:
        """The requirements that were looked at and not seen broken."""
        broken = {breach.requirement for breach in self.breaches}
        return tuple(each for each in self.looked_at if each not in broken)


SPOKEN = pytest.StashKey[Spoken]()

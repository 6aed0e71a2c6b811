"""Profiles: which requirements a run is about, which checks it takes for them, and how deep it goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from conformance.errors import UserMistake
from conformance.requirements import Requirement, Surface

# A store of the standard plan grants 150 requests in 30 s: a run within them never waits for the next window.
STANDARD_WINDOW = 150
BOTH_FACES = frozenset({"server", "storefront"})
# How much more a release looks at: with 5 times the generated requests it still ends within minutes.
RELEASE_DEPTH = 5


@dataclass(frozen=True, slots=True)
class Profile:
    """What a run is about.

    ``faces`` are those whose requirements it judges. ``smoke`` takes only the checks that are marked so, and asks
    the rules over every exchange only where something showed them. ``budget`` is a number of requests, ``None`` for
    no limit. ``depth`` multiplies generated requests and the length of walks.
    """

    name: str
    purpose: str
    faces: frozenset[str] = BOTH_FACES
    smoke: bool = False
    budget: int | None = None
    depth: int = 1

    def covers(self, requirement: Requirement) -> bool:
        """Whether a requirement speaks of a face that this profile is about."""
        return requirement.surface is Surface.BOTH or requirement.surface.value in self.faces

    def takes(self, requirements: tuple[Requirement, ...], faces: frozenset[str], *, smoke: bool) -> bool:
        """Whether a check belongs to it: one of these requirements, asking these faces, marked as smoke or not.

        A requirement of one face may need the other one to arrange what it speaks of. One of both faces is judged
        by the checks that ask nothing of a face outside the profile.
        """
        if self.smoke and not smoke:
            return False
        if not requirements or self.faces == BOTH_FACES:
            return True
        return any(
            each.surface.value in self.faces or (each.surface is Surface.BOTH and faces <= self.faces)
            for each in requirements
        )


PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        profile.name: profile
        for profile in (
            Profile("smoke", "a first look within one quota window", smoke=True, budget=STANDARD_WINDOW),
            Profile("server", "the server-to-server face alone", faces=frozenset({"server"})),
            Profile("storefront", "the storefront face alone", faces=frozenset({"storefront"})),
            Profile("full", "everything"),
            Profile("release", "everything, with more generated requests and longer walks", depth=RELEASE_DEPTH),
        )
    }
)
DEFAULT = "full"


def profile_of(name: str, budget: int | None, workers: int) -> tuple[Profile, int | None]:
    """The profile and the budget that holds: the smaller of what was asked for and the profile's own.

    Raises :class:`UserMistake` for a budget together with parallel workers, who can't count for each other.
    """
    profile = PROFILES[name]
    limits = [limit for limit in (budget, profile.budget) if limit is not None]
    limit = min(limits) if limits else None
    if limit is not None and workers:
        raise UserMistake(
            f"a budget of {limit} requests can't be shared by parallel workers",
            "--budget" if budget is not None else f"--profile {name}",
            "leave -n out, or the budget",
        )
    return profile, limit

"""A journey: walks of one route until nothing new is broken, one shortest story for each requirement."""

from __future__ import annotations

import random

from conformance.run import Session
from conformance.suite.journeys.ground import survey
from conformance.suite.journeys.hunt import Depth, Hunt
from conformance.suite.journeys.machine import MOODS, walk_in_mood
from conformance.suite.journeys.shortening import Shortening
from conformance.suite.spoken import Breach, Spoken

# Some 1,800 requests for three journeys: a full run against the embedded emulator spends less than 10 s on them.
FULL = Depth(walks=3, steps=28, shortening=300)
# Nothing is gained by more stories at once: what is mended first may mend the rest.
MOST_BREACHES = 3


def journey(run: Session, route: str, depth: Depth = FULL) -> Spoken:
    """Walks a route (``server``, ``storefront``, ``both``) and gives what was looked at and what was broken.

    Raises what hindered the walks when no breach was found: trouble on the way is no finding.
    """
    ground = survey(run, route)
    for what, reason in ground.without.items():
        run.witness.note(f"journeys on {route} go without {what}: {reason}")
    looked_at: dict[str, None] = {}
    breaches: list[Breach] = []
    for mood in MOODS:
        # Routes and moods draw apart from each other: the same walk again would tell less.
        seed = random.Random(f"{run.seed}/{route}/{mood}").getrandbits(32)  # noqa: S311 - walks, not secrets
        while len(breaches) < MOST_BREACHES:
            hunt = Hunt(frozenset(breach.requirement for breach in breaches))
            walk_in_mood(ground, hunt, seed, mood, depth)
            looked_at.update(hunt.looked_at)
            if hunt.hindrance is not None:
                return _hindered(hunt.hindrance, looked_at, breaches)
            if hunt.breach is None:
                break
            breaches.append(Shortening(ground, hunt.breach, hunt.trail, depth.shortening).shortened())
    return Spoken(tuple(looked_at), tuple(breaches))


def _hindered(hindrance: Exception, looked_at: dict[str, None], breaches: list[Breach]) -> Spoken:
    if breaches:
        return Spoken(tuple(looked_at), tuple(breaches))
    raise hindrance

"""The order of checks within a budget: each requirement once before any twice, the most telling check first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import msgspec

from conformance.locations import suite_directory
from conformance.run.choosing import Collected

MEASURED = "telling.json"
# Where nothing was measured: walks and scenarios say more with a request than what is drawn at random.
STAGES = ("walks", "scenarios", "journeys", "properties")


class Telling(msgspec.Struct, frozen=True):
    """What one check cost and said when the matrix was made: its requests, and how many faults it noticed."""

    requests: int
    noticed: int

    @property
    def per_request(self) -> float:
        """Faults noticed per request; asking nothing counts as asking once."""
        return self.noticed / max(1, self.requests)


def telling_file() -> Path:
    """Where `make matrix` stores what it measured; it travels with the suite."""
    return suite_directory() / MEASURED


def write_telling(measured: Mapping[str, Telling], path: Path) -> None:
    """Stores what was measured, a line for each check."""
    lines = [
        f"{msgspec.json.encode(check).decode()}: {msgspec.json.encode(told).decode()}"
        for check, told in measured.items()
    ]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


@cache
def load_telling(path: Path) -> Mapping[str, Telling]:
    """What was measured for each check; empty when nothing was stored."""
    if not path.is_file():
        return {}
    return msgspec.json.decode(path.read_bytes(), type=dict[str, Telling])


def most_telling_first(checks: Sequence[Collected], measured: Mapping[str, Telling]) -> list[int]:
    """The places of the checks in the order to ask them.

    Smoke checks come first and stay together: they share stories that were made to be dense. The rest goes in
    rounds, one check for each requirement in a round, by faults noticed per request; what was not measured comes
    after what was, by its stage. Equal ones keep the order in which they were collected.
    """
    ranked = sorted(range(len(checks)), key=lambda place: (_rank(checks[place], measured), place))
    seen: Counter[str] = Counter()
    rounds: dict[int, int] = {}
    for place in sorted(ranked, key=lambda place: not checks[place].smoke):
        requirements = checks[place].requirements
        rounds[place] = -1 if checks[place].smoke else min((seen[each] for each in requirements), default=0)
        seen.update(requirements)
    order = {place: number for number, place in enumerate(ranked)}
    return sorted(range(len(checks)), key=lambda p: (rounds[p], p if checks[p].smoke else order[p]))


def _rank(check: Collected, measured: Mapping[str, Telling]) -> tuple[float, int]:
    told = measured.get(check.check)
    stage = check.check.partition("/")[0]
    behind = STAGES.index(stage) if stage in STAGES else len(STAGES)
    # Negative, so that more comes first; 1 stands behind all that was measured.
    return (-told.per_request if told is not None else 1.0, behind)

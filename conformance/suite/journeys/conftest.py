"""What the journeys are given, and where they stand: behind everything that asks fewer requests for its answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from conformance.run import Session
from conformance.suite.journeys.journey import FULL, journey
from conformance.suite.spoken import SPOKEN, Spoken

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys come last."""
    items.sort(key=lambda item: item.path.parent == HERE)


@pytest.fixture
def walked(run: Session, request: pytest.FixtureRequest) -> Callable[[str], Spoken]:
    """Walks a route and leaves what came of it where the plugin finds it."""

    def walk(route: str) -> Spoken:
        spoken = journey(run, route, replace(FULL, walks=FULL.walks * run.depth))
        mask = run.masker.mask
        breaches = tuple(replace(each, story=mask(each.story)) for each in spoken.breaches)
        masked = replace(spoken, breaches=breaches)
        request.node.stash[SPOKEN] = masked
        return masked

    return walk

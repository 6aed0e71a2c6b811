"""What the suite holds, collected once."""

from __future__ import annotations

import pytest

from conformance.requirements import Gaps, gaps, load_catalogue
from conformance.run.choosing import Collected
from conformance.run.collecting import collect_suite
from conformance.run.witness import WATCHED
from conformance.targets import fault_catalogue


@pytest.fixture(scope="session")
def suite() -> tuple[Collected, ...]:
    """Every check of the suite."""
    return collect_suite()


@pytest.fixture(scope="session")
def missing(suite: tuple[Collected, ...]) -> Gaps:
    """What the catalogue, the suite and the faults lack."""
    checks = {one.check: one.requirements for one in suite}
    return gaps(load_catalogue(), checks, WATCHED, fault_catalogue())

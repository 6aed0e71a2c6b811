"""Completeness: every requirement has a check and a fault, and nothing names a requirement that there is not."""

from __future__ import annotations

from pathlib import Path

from conformance.requirements import Gaps
from conformance.run.choosing import Collected


def test_every_requirement_has_a_check(missing: Gaps) -> None:
    assert not missing.without_check, "\n".join(missing.without_check)


def test_every_check_names_a_requirement(missing: Gaps) -> None:
    assert not missing.checks_without_requirement, "\n".join(missing.checks_without_requirement)


def test_every_requirement_that_a_check_or_a_rule_names_is_in_the_catalogue(missing: Gaps) -> None:
    assert not missing.unknown_to_checks, "\n".join(missing.unknown_to_checks)


def test_every_requirement_that_every_exchange_shows_is_watched(missing: Gaps) -> None:
    assert not missing.unwatched, "\n".join(missing.unwatched)


def test_every_requirement_is_broken_by_a_fault(missing: Gaps) -> None:
    assert not missing.without_fault, "\n".join(missing.without_fault)


def test_every_fault_breaks_a_requirement_of_the_catalogue(missing: Gaps) -> None:
    assert not missing.unknown_to_faults, "\n".join(missing.unknown_to_faults)


def test_what_cannot_be_tested_has_no_check(missing: Gaps) -> None:
    assert not missing.untestable_with_check, "\n".join(missing.untestable_with_check)


def test_no_check_stands_outside_the_suite(suite: tuple[Collected, ...]) -> None:
    there = {Path(one.check).parts[0] for one in suite}

    assert there - {"scenarios", "properties", "journeys", "walks"} == set()

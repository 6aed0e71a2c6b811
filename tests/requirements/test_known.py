"""What is known of a requirement, and what is missing, by name."""

from __future__ import annotations

from types import MappingProxyType

import msgspec

from conformance.requirements import (
    Catalogue,
    Evidence,
    Level,
    Requirement,
    Source,
    Surface,
    gaps,
    known_requirements,
)

KEPT, ADDS_UP, SECRET = "message-is-kept", "total-adds-up", "store-is-honest"


def requirement(slug: str, evidence: Evidence = Evidence.SCENARIO, untestable: str = "") -> Requirement:
    return Requirement(
        id=slug,
        level=Level.MUST,
        surface=Surface.BOTH,
        area="Checkouts",
        statement=f"What {slug} says.",
        source=Source("seed", "1"),
        evidence=evidence,
        untestable=untestable,
    )


CATALOGUE = Catalogue(
    MappingProxyType(
        {
            KEPT: requirement(KEPT),
            ADDS_UP: requirement(ADDS_UP, Evidence.EXCHANGE),
            SECRET: requirement(SECRET, untestable="nobody can look inside"),
        }
    )
)
CHECKS = {"scenarios/test_a.py::test_b": (KEPT,)}
FAULTS = {"message-cut": (KEPT, "It is cut."), "total-off": (ADDS_UP, "It is off.")}
COMPLETE = gaps(CATALOGUE, CHECKS, [ADDS_UP], FAULTS)


def test_a_complete_catalogue_lacks_nothing() -> None:
    assert set(msgspec.structs.astuple(COMPLETE)) == {()}


def test_a_requirement_without_check_fault_and_watching_rule_is_named() -> None:
    missing = gaps(CATALOGUE, {}, [], {})

    assert missing.without_check == missing.without_fault == (KEPT, ADDS_UP)
    assert missing.unwatched == (ADDS_UP,)


def test_checks_and_faults_that_name_nothing_known_are_named() -> None:
    checks = {**CHECKS, "stray": (), "lost": ("no-such-rule",)}
    missing = gaps(CATALOGUE, checks, [ADDS_UP], {**FAULTS, "odd": ("no-such-rule", "It is odd.")})

    assert missing.checks_without_requirement == ("stray",)
    assert missing.unknown_to_checks == ("no-such-rule",)
    assert missing.unknown_to_faults == ("odd",)


def test_a_check_of_what_cannot_be_tested_is_a_contradiction() -> None:
    missing = gaps(CATALOGUE, {**CHECKS, "bold": (SECRET,)}, [ADDS_UP], FAULTS)

    assert missing.untestable_with_check == (SECRET,)


def test_checks_rules_and_faults_stand_with_their_requirement() -> None:
    kept, adds_up, _ = known_requirements(CATALOGUE, CHECKS, [ADDS_UP], FAULTS)

    assert (kept.checks, kept.watched, [fault.name for fault in kept.faults]) == (
        tuple(CHECKS),
        False,
        ["message-cut"],
    )
    assert (adds_up.checks, adds_up.watched, [fault.name for fault in adds_up.faults]) == ((), True, ["total-off"])

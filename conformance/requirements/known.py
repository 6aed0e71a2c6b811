"""All that is known of each requirement: its checks and the faults that prove them; and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from conformance.requirements.catalogue import Catalogue, Requirement

WATCHED = "every exchange"


class Fault(msgspec.Struct, frozen=True):
    """A misbehaviour of the emulator that breaks the requirement, and what it does in one sentence."""

    name: str
    summary: str


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """One requirement, the node ids of its checks, whether a rule watches it on every exchange, and its faults."""

    requirement: Requirement
    checks: tuple[str, ...] = ()
    watched: bool = False
    faults: tuple[Fault, ...] = ()


class Gaps(msgspec.Struct, frozen=True, kw_only=True):
    """What keeps the catalogue, the suite and the faults from being complete, by name; all empty when they are."""

    without_check: tuple[str, ...]
    without_fault: tuple[str, ...]
    unwatched: tuple[str, ...]
    checks_without_requirement: tuple[str, ...]
    unknown_to_checks: tuple[str, ...]
    unknown_to_faults: tuple[str, ...]
    untestable_with_check: tuple[str, ...]


def known_requirements(
    catalogue: Catalogue,
    checks: Mapping[str, tuple[str, ...]],
    watched: Iterable[str],
    faults: Mapping[str, tuple[str, str]],
) -> tuple[Known, ...]:
    """Joins the catalogue, the checks (node id to requirement ids) and the faults (name to breaks and summary)."""
    on_all = set(watched)
    return tuple(
        Known(
            requirement=each,
            checks=tuple(check for check, named in checks.items() if each.id in named),
            watched=each.id in on_all,
            faults=tuple(Fault(name, told) for name, (breaks, told) in faults.items() if breaks == each.id),
        )
        for each in catalogue
    )


def gaps(
    catalogue: Catalogue,
    checks: Mapping[str, tuple[str, ...]],
    watched: Iterable[str],
    faults: Mapping[str, tuple[str, str]],
) -> Gaps:
    """What is missing. A requirement that can't be tested needs no check and no fault, and must have no check."""
    on_all = set(watched)
    judged = {each for named in checks.values() for each in named} | on_all
    broken = {breaks for breaks, _ in faults.values()}
    testable = [each for each in catalogue if not each.untestable]
    return Gaps(
        without_check=tuple(each.id for each in testable if each.id not in judged),
        without_fault=tuple(each.id for each in testable if each.id not in broken),
        unwatched=tuple(each.id for each in testable if each.evidence == "exchange" and each.id not in on_all),
        checks_without_requirement=tuple(check for check, named in checks.items() if not named),
        unknown_to_checks=tuple(sorted(each for each in judged if each not in catalogue)),
        unknown_to_faults=tuple(name for name, (breaks, _) in faults.items() if breaks not in catalogue),
        untestable_with_check=tuple(each.id for each in catalogue if each.untestable and each.id in judged),
    )

"""From a run record to outcomes and one verdict. The only place where a level becomes a severity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

import msgspec

from conformance.errors import UserMistake
from conformance.requirements.catalogue import Catalogue, Requirement
from conformance.requirements.levels import Evidence, Level
from conformance.verdict.record import RunRecord
from conformance.verdict.values import Check, Finding, Result


class Verdict(StrEnum):
    """What a run came to as a whole."""

    CONFORMANT = "conformant"
    NON_CONFORMANT = "non-conformant"
    INCOMPLETE = "incomplete"


class Status(StrEnum):
    """What a requirement came to."""

    PASSED = "passed"
    FAILED = "failed"
    WARNED = "warned"
    NOT_APPLICABLE = "not-applicable"
    COULD_NOT_RUN = "could-not-run"


# 2 is the user's mistake and never comes out of a judgement.
EXIT_CODES: Mapping[Verdict, int] = {Verdict.CONFORMANT: 0, Verdict.NON_CONFORMANT: 1, Verdict.INCOMPLETE: 3}
EXIT_USER_MISTAKE = 2

BREACH: Mapping[Level, Status] = {
    Level.MUST: Status.FAILED,
    Level.SHOULD: Status.WARNED,
    Level.MAY: Status.WARNED,
}


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What one requirement came to, why, and what was looked at.

    ``evidence`` counts executed checks, or exchanges for a rule that watches all of them.
    """

    requirement: str
    area: str
    level: Level
    statement: str
    status: Status
    reasons: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    checks: tuple[str, ...] = ()
    evidence: int = 0


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """The verdict, the one-line reason for it, and every outcome in the catalogue's order.

    ``not_selected`` are the requirements that the run did not set out to judge; they have no weight in the verdict.
    """

    verdict: Verdict
    reason: str
    outcomes: tuple[Outcome, ...]
    not_selected: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 conformant, 1 non-conformant, 3 incomplete."""
        return EXIT_CODES[self.verdict]

    def count(self, status: Status) -> int:
        """How many requirements came to this status."""
        return sum(outcome.status is status for outcome in self.outcomes)


def judge(record: RunRecord, catalogue: Catalogue) -> Judgement:
    """Judges the requirements that the run set out to judge, and any other that a finding names.

    Raises :class:`UserMistake` when the catalogue lacks one: dropping it could turn a failure green.
    """
    named = dict.fromkeys([*record.selected, *(finding.requirement for finding in record.findings)])
    unknown = [requirement for requirement in named if requirement not in catalogue]
    if unknown:
        raise UserMistake(
            f"the record names requirements that the catalogue does not have: {', '.join(unknown)}",
            "record.jsonl",
            "judge it with the version that wrote it, or run again",
        )
    outcomes = tuple(_outcome(requirement, record) for requirement in catalogue if requirement.id in named)
    verdict, reason = _verdict(outcomes, record)
    left_out = tuple(each.id for each in catalogue if each.id not in named and not each.untestable)
    return Judgement(verdict=verdict, reason=reason, outcomes=outcomes, not_selected=left_out)


def _outcome(requirement: Requirement, record: RunRecord) -> Outcome:
    checks = [check for check in record.checks if requirement.id in check.requirements]
    findings = tuple(finding for finding in record.findings if finding.requirement == requirement.id)
    status, reasons = _status(requirement, checks, findings, record)
    looked_at = record.tallies.get(requirement.id, 0)
    executed = sum(check.result in {Result.PASSED, Result.FAILED} for check in checks)
    return Outcome(
        requirement=requirement.id,
        area=requirement.area,
        level=requirement.level,
        statement=requirement.statement,
        status=status,
        reasons=reasons,
        findings=findings,
        checks=tuple(check.check for check in checks),
        evidence=executed or looked_at,
    )


def _status(
    requirement: Requirement, checks: list[Check], findings: tuple[Finding, ...], record: RunRecord
) -> tuple[Status, tuple[str, ...]]:
    by_result = {result: [check for check in checks if check.result is result] for result in Result}
    broken = [finding.reason for finding in findings] + _reasons(by_result[Result.FAILED])
    breach = BREACH[requirement.level] if findings or by_result[Result.FAILED] else None
    unheard = _reasons(by_result[Result.COULD_NOT_RUN])
    looked_at = requirement.evidence is Evidence.EXCHANGE and record.tallies.get(requirement.id, 0)
    # From the gravest to the mildest: a warning must not hide that other checks of the requirement said nothing.
    ranked: tuple[tuple[object, Status, list[str]], ...] = (
        (breach is Status.FAILED, Status.FAILED, broken),
        (by_result[Result.COULD_NOT_RUN], Status.COULD_NOT_RUN, unheard + broken),
        (breach, Status.WARNED, broken),
        (by_result[Result.PASSED], Status.PASSED, []),
        (by_result[Result.NOT_APPLICABLE], Status.NOT_APPLICABLE, _reasons(by_result[Result.NOT_APPLICABLE])),
        (looked_at, Status.PASSED, []),
        (not checks and _left_out(requirement, record), Status.NOT_APPLICABLE, [_why(requirement)]),
        (True, Status.COULD_NOT_RUN, [record.stopped or "nothing in this run could show it"]),
    )
    status, reasons = next((status, reasons) for holds, status, reasons in ranked if holds)
    return status, _distinct(reasons)


def _left_out(requirement: Requirement, record: RunRecord) -> bool:
    """Whether the store showed what could have shown it, and it was not there; nobody knows of a run that stopped."""
    if requirement.unshown is None or record.stopped:
        return False
    return bool(record.tallies.get(requirement.unshown.beside))


def _why(requirement: Requirement) -> str:
    return requirement.unshown.reason if requirement.unshown else ""


def _reasons(checks: Iterable[Check]) -> list[str]:
    return [check.reason for check in checks if check.reason]


def _distinct(reasons: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reasons))


def _verdict(outcomes: tuple[Outcome, ...], record: RunRecord) -> tuple[Verdict, str]:
    failed = [outcome for outcome in outcomes if outcome.status is Status.FAILED]
    if failed:
        return Verdict.NON_CONFORMANT, f"{len(failed)} of {len(outcomes)} requirements failed"
    executed = [outcome for outcome in outcomes if outcome.status in {Status.PASSED, Status.WARNED}]
    if record.stopped:
        return Verdict.INCOMPLETE, record.stopped
    if not executed:
        return Verdict.INCOMPLETE, "no requirement was executed"
    missing = [outcome for outcome in outcomes if outcome.status is Status.COULD_NOT_RUN]
    if missing:
        return Verdict.INCOMPLETE, f"{len(missing)} of {len(outcomes)} requirements could not be run"
    return Verdict.CONFORMANT, f"{len(executed)} requirements held"

"""From checks, findings and tallies to a status per requirement, and from those to one verdict."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

import msgspec
import pytest

from conformance.errors import UserMistake
from conformance.requirements import Catalogue, Evidence, Level, Requirement, Source, Surface
from conformance.requirements.catalogue import Unshown
from conformance.verdict import (
    Check,
    Finding,
    Footer,
    Header,
    Line,
    Result,
    RunRecord,
    Selection,
    Status,
    Tally,
    Verdict,
    judge,
)
from conformance.verdict.record import assemble

MUST, SHOULD, MAY, WATCHED = "must-hold", "should-hold", "may-hold", "watched-rule"
SPARED = "spared-rule"
HEADER = Header(
    run="r",
    started_at="2026-01-02T03:04:05Z",
    target={},
    profile="full",
    seed=1,
    version="0",
    catalogue_digest="",
    specs_digest="",
)
END = Footer(finished_at="2026-01-02T03:05:00Z")


def requirement(slug: str, level: Level, evidence: Evidence = Evidence.SCENARIO) -> Requirement:
    return Requirement(
        id=slug,
        level=level,
        surface=Surface.BOTH,
        area="area",
        statement=f"{slug}.",
        source=Source("seed", "1"),
        evidence=evidence,
    )


CATALOGUE = Catalogue(
    MappingProxyType(
        {
            MUST: requirement(MUST, Level.MUST),
            SHOULD: requirement(SHOULD, Level.SHOULD),
            MAY: requirement(MAY, Level.MAY),
            WATCHED: requirement(WATCHED, Level.MUST, Evidence.EXCHANGE),
            SPARED: msgspec.structs.replace(
                requirement(SPARED, Level.MUST, Evidence.EXCHANGE), unshown=Unshown("no version is shown", WATCHED)
            ),
        }
    )
)


def check(result: Result, *slugs: str, reason: str = "") -> Check:
    return Check(check=f"test-{result}", requirements=slugs or (MUST,), result=result, reason=reason)


def run(*lines: Line, selected: Sequence[str] = (MUST,), footer: Footer | None = END) -> RunRecord:
    closing = [footer] if footer else []
    return assemble([HEADER, Selection(requirements=tuple(selected), checks=1), *lines, *closing])


PASS, FAIL = check(Result.PASSED), check(Result.FAILED, reason="no")
SKIP, TROUBLE = check(Result.NOT_APPLICABLE, reason="no tax"), check(Result.COULD_NOT_RUN, reason="503")
BREACH = Finding(requirement=MUST, reason="saw 12")


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ([PASS], Status.PASSED),
        ([FAIL], Status.FAILED),
        ([PASS, FAIL], Status.FAILED),
        ([FAIL, TROUBLE], Status.FAILED),
        ([BREACH], Status.FAILED),
        ([PASS, BREACH], Status.FAILED),
        ([TROUBLE, BREACH], Status.FAILED),
        ([SKIP, BREACH], Status.FAILED),
        ([TROUBLE], Status.COULD_NOT_RUN),
        ([PASS, TROUBLE], Status.COULD_NOT_RUN),
        ([SKIP, TROUBLE], Status.COULD_NOT_RUN),
        ([SKIP], Status.NOT_APPLICABLE),
        ([PASS, SKIP], Status.PASSED),
        ([], Status.COULD_NOT_RUN),
    ],
)
def test_what_a_must_comes_to(lines: list[Line], status: Status) -> None:
    (outcome,) = judge(run(*lines), CATALOGUE).outcomes

    assert outcome.status is status


@pytest.mark.parametrize("slug", [SHOULD, MAY])
def test_a_breach_below_a_must_warns_and_leaves_the_verdict_alone(slug: str) -> None:
    judgement = judge(run(PASS, check(Result.FAILED, slug), selected=(MUST, slug)), CATALOGUE)

    assert [outcome.status for outcome in judgement.outcomes] == [Status.PASSED, Status.WARNED]
    assert (judgement.verdict, judgement.exit_code) == (Verdict.CONFORMANT, 0)


@pytest.mark.parametrize(("looked_at", "status"), [(3, Status.PASSED), (0, Status.COULD_NOT_RUN)])
def test_a_rule_that_watches_exchanges_holds_only_when_it_saw_one(looked_at: int, status: Status) -> None:
    tally = Tally(requirement=WATCHED, looked_at=looked_at)

    (outcome,) = judge(run(tally, selected=(WATCHED,)), CATALOGUE).outcomes
    assert (outcome.status, outcome.evidence) == (status, looked_at)


def test_a_tally_is_no_evidence_for_a_requirement_that_needs_a_scenario() -> None:
    (outcome,) = judge(run(Tally(requirement=MUST, looked_at=3)), CATALOGUE).outcomes

    assert outcome.status is Status.COULD_NOT_RUN


@pytest.mark.parametrize(
    ("record", "verdict", "exit_code"),
    [
        (run(PASS), Verdict.CONFORMANT, 0),
        (run(FAIL), Verdict.NON_CONFORMANT, 1),
        (run(TROUBLE), Verdict.INCOMPLETE, 3),
        (run(SKIP), Verdict.INCOMPLETE, 3),
        (run(), Verdict.INCOMPLETE, 3),
        (run(selected=()), Verdict.INCOMPLETE, 3),
        (run(PASS, selected=(MUST, SHOULD)), Verdict.INCOMPLETE, 3),
        (run(PASS, check(Result.NOT_APPLICABLE, SHOULD)), Verdict.CONFORMANT, 0),
        (run(FAIL, selected=(MUST, SHOULD)), Verdict.NON_CONFORMANT, 1),
        (run(PASS, footer=Footer(finished_at="", stopped="out of budget")), Verdict.INCOMPLETE, 3),
        (run(FAIL, footer=Footer(finished_at="", stopped="out of budget")), Verdict.NON_CONFORMANT, 1),
        (run(PASS, footer=None), Verdict.INCOMPLETE, 3),
    ],
)
def test_what_a_run_comes_to(record: RunRecord, verdict: Verdict, exit_code: int) -> None:
    judgement = judge(record, CATALOGUE)

    assert (judgement.verdict, judgement.exit_code) == (verdict, exit_code)


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (run(PASS), "1 requirements held"),
        (run(FAIL), "1 of 1 requirements failed"),
        (run(PASS, selected=(MUST, SHOULD)), "1 of 2 requirements could not be run"),
        (run(selected=()), "no requirement was executed"),
        (run(PASS, footer=Footer(finished_at="", stopped="out of budget")), "out of budget"),
        (run(PASS, footer=None), "the record has no footer: the run was cut off"),
    ],
)
def test_a_verdict_gives_its_reason(record: RunRecord, reason: str) -> None:
    assert judge(record, CATALOGUE).reason == reason


def test_reasons_are_told_once_findings_first() -> None:
    lines: list[Line] = [FAIL, check(Result.FAILED, reason="saw 12"), BREACH]

    (outcome,) = judge(run(*lines), CATALOGUE).outcomes
    assert outcome.reasons == ("saw 12", "no")


def test_what_a_stopped_run_did_not_reach_says_why() -> None:
    record = run(footer=Footer(finished_at="", stopped="out of budget"))

    assert judge(record, CATALOGUE).outcomes[0].reasons == ("out of budget",)


def test_a_finding_counts_though_nobody_selected_its_requirement() -> None:
    judgement = judge(run(PASS, Finding(requirement=WATCHED, reason="saw 500")), CATALOGUE)

    assert [(one.requirement, one.status) for one in judgement.outcomes] == [
        (MUST, Status.PASSED),
        (WATCHED, Status.FAILED),
    ]


def test_a_requirement_that_nobody_selected_is_not_judged() -> None:
    judgement = judge(run(PASS, check(Result.FAILED, SHOULD)), CATALOGUE)

    assert [one.requirement for one in judgement.outcomes] == [MUST]


def test_outcomes_stand_in_the_order_of_the_catalogue() -> None:
    judgement = judge(run(selected=(WATCHED, SHOULD, MUST)), CATALOGUE)

    assert [one.requirement for one in judgement.outcomes] == [MUST, SHOULD, WATCHED]


@pytest.mark.parametrize(
    "record",
    [run(selected=("of-another-version",)), run(Finding(requirement="of-another-version", reason="r"))],
    ids=["selected", "found"],
)
def test_a_requirement_that_the_catalogue_lacks_is_never_dropped(record: RunRecord) -> None:
    with pytest.raises(UserMistake, match="does not have: of-another-version"):
        judge(record, CATALOGUE)


def test_a_judgement_counts_by_status() -> None:
    judgement = judge(run(PASS, selected=(MUST, SHOULD, MAY)), CATALOGUE)

    assert (judgement.count(Status.PASSED), judgement.count(Status.COULD_NOT_RUN)) == (1, 2)


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ([Tally(requirement=WATCHED, looked_at=3)], Status.NOT_APPLICABLE),
        ([Tally(requirement=WATCHED, looked_at=3), Tally(requirement=SPARED, looked_at=1)], Status.PASSED),
        ([Tally(requirement=WATCHED, looked_at=3), Finding(requirement=SPARED, reason="nought")], Status.FAILED),
        ([], Status.COULD_NOT_RUN),
    ],
)
def test_what_a_store_may_leave_out_does_not_apply_where_it_could_have_been_seen(
    lines: Sequence[Line], status: Status
) -> None:
    (outcome,) = judge(run(*lines, selected=[SPARED]), CATALOGUE).outcomes
    assert outcome.status is status


def test_of_a_run_that_stopped_nobody_knows_what_it_would_have_shown() -> None:
    seen = Tally(requirement=WATCHED, looked_at=3)
    (outcome,) = judge(run(seen, selected=[SPARED], footer=None), CATALOGUE).outcomes
    assert outcome.status is Status.COULD_NOT_RUN

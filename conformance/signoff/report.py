"""The report as a value: what `report.json` holds and every other format draws from, so that they agree.

The same results give the same report: nothing in it tells the time but ``started_at`` and ``finished_at``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from conformance.requirements.levels import Level
from conformance.verdict.judgement import Judgement, Outcome, Status, Verdict
from conformance.verdict.record import RunRecord
from conformance.verdict.values import Check, Drift, Exchange, Finding, Request, Response, Result

# Raised when a field changes its meaning or goes; a new field does not raise it.
SCHEMA_VERSION = 1


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How many requirements, in all and by what they came to. ``by_status`` names every status."""

    requirements: int
    by_status: dict[Status, int]


class AreaCounts(msgspec.Struct, frozen=True, kw_only=True):
    """The counts of one area of the catalogue."""

    area: str
    requirements: int
    by_status: dict[Status, int]


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """The counts of the whole run, and the same for each level."""

    requirements: int
    by_status: dict[Status, int]
    by_level: dict[Level, Counts]


class Versions(msgspec.Struct, frozen=True, kw_only=True):
    """What judged."""

    suite: str


class Digests(msgspec.Struct, frozen=True, kw_only=True):
    """What it judged by."""

    catalogue: str
    specs: str


class SeenCheck(msgspec.Struct, frozen=True, kw_only=True):
    """One test that spoke for a requirement, and what it came to. ``exchanges`` are kept where it failed."""

    check: str
    result: Result
    reason: str
    exchanges: tuple[str, ...]


class SeenFinding(msgspec.Struct, frozen=True, kw_only=True):
    """A breach: where, why, how often, and the exchanges of the evidence that show it."""

    where: str
    reason: str
    check: str
    count: int
    exchanges: tuple[str, ...]


class SeenOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What one requirement came to. ``evidence`` counts what was looked at."""

    id: str
    area: str
    level: Level
    statement: str
    status: Status
    reasons: tuple[str, ...]
    findings: tuple[SeenFinding, ...]
    checks: tuple[SeenCheck, ...]
    evidence: int


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """How often an operation of the contract was called, and how it answered."""

    surface: str
    operation: str
    calls: int
    statuses: dict[str, int]


class ContractCoverage(msgspec.Struct, frozen=True, kw_only=True):
    """Every operation, and those (``server getCheckout``) that never answered with a 2xx."""

    operations: tuple[Operation, ...]
    never_succeeded: tuple[str, ...]


class ExchangeCounts(msgspec.Struct, frozen=True, kw_only=True):
    """All requests on the wire, and those that brought no usable response."""

    total: int
    trouble: int


class CitedExchange(msgspec.Struct, frozen=True, kw_only=True):
    """An exchange that a finding or a failed check cites, whole but for its times."""

    id: str
    check: str
    surface: str
    operation: str
    attempt: int
    arranging: bool
    generated: str
    request: Request
    response: Response | None
    trouble: str


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The whole sign-off. ``finished_at`` is ``None`` and ``stopped`` says why when the run was cut off.

    ``budget`` is the number of requests that the run might send, ``None`` for no limit. ``not_selected`` are the
    requirements that the run was not about.
    """

    schema_version: int
    verdict: Verdict
    reason: str
    exit_code: int
    run: str
    target: dict[str, str]
    profile: str
    budget: int | None
    seed: int
    versions: Versions
    digests: Digests
    started_at: str
    finished_at: str | None
    stopped: str
    counts: Totals
    areas: tuple[AreaCounts, ...]
    outcomes: tuple[SeenOutcome, ...]
    not_selected: tuple[str, ...]
    coverage: ContractCoverage
    drifts: tuple[Drift, ...]
    exchanges: ExchangeCounts
    evidence: tuple[CitedExchange, ...]


def report_of(record: RunRecord, judgement: Judgement) -> Report:
    """The report of a judged run. Outcomes keep the catalogue's order, evidence the order on the wire."""
    header = record.header
    outcomes = _seen_outcomes(record, judgement)
    return Report(
        schema_version=SCHEMA_VERSION,
        verdict=judgement.verdict,
        reason=judgement.reason,
        exit_code=judgement.exit_code,
        run=header.run,
        target=dict(sorted(header.target.items())),
        profile=header.profile,
        budget=header.budget,
        seed=header.seed,
        versions=Versions(suite=header.version),
        digests=Digests(catalogue=header.catalogue_digest, specs=header.specs_digest),
        started_at=header.started_at,
        finished_at=record.footer.finished_at if record.footer else None,
        stopped=record.stopped,
        counts=_totals(judgement.outcomes),
        areas=_areas(judgement.outcomes),
        outcomes=outcomes,
        not_selected=judgement.not_selected,
        coverage=_coverage(record),
        drifts=tuple(sorted(record.drifts, key=lambda drift: (drift.where, drift.what))),
        exchanges=ExchangeCounts(
            total=len(record.exchanges), trouble=sum(bool(exchange.trouble) for exchange in record.exchanges)
        ),
        evidence=_evidence(record, outcomes),
    )


def breaches(outcome: SeenOutcome) -> tuple[SeenFinding, ...]:
    """The findings of an outcome; when it has none, its failed checks in the same form."""
    return outcome.findings or tuple(
        SeenFinding(where=check.check, reason=check.reason, check=check.check, count=1, exchanges=check.exchanges)
        for check in outcome.checks
        if check.result is Result.FAILED
    )


def _by_status(outcomes: Sequence[Outcome]) -> dict[Status, int]:
    return {status: sum(outcome.status is status for outcome in outcomes) for status in Status}


def _totals(outcomes: Sequence[Outcome]) -> Totals:
    by_level = {level: [outcome for outcome in outcomes if outcome.level is level] for level in Level}
    return Totals(
        requirements=len(outcomes),
        by_status=_by_status(outcomes),
        by_level={
            level: Counts(requirements=len(some), by_status=_by_status(some)) for level, some in by_level.items()
        },
    )


def _areas(outcomes: Sequence[Outcome]) -> tuple[AreaCounts, ...]:
    grouped: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        grouped.setdefault(outcome.area, []).append(outcome)
    return tuple(
        AreaCounts(area=area, requirements=len(some), by_status=_by_status(some)) for area, some in grouped.items()
    )


def _seen_outcomes(record: RunRecord, judgement: Judgement) -> tuple[SeenOutcome, ...]:
    checks: dict[str, list[Check]] = {}
    for check in record.checks:
        for requirement in check.requirements:
            checks.setdefault(requirement, []).append(check)
    return tuple(
        SeenOutcome(
            id=outcome.requirement,
            area=outcome.area,
            level=outcome.level,
            statement=outcome.statement,
            status=outcome.status,
            reasons=outcome.reasons,
            findings=_seen_findings(outcome.findings),
            checks=_seen_checks(checks.get(outcome.requirement, [])),
            evidence=outcome.evidence,
        )
        for outcome in judgement.outcomes
    )


def _seen_findings(findings: Iterable[Finding]) -> tuple[SeenFinding, ...]:
    ordered = sorted(findings, key=lambda finding: (finding.where, finding.reason))
    return tuple(
        SeenFinding(
            where=finding.where,
            reason=finding.reason,
            check=finding.check,
            count=finding.count,
            exchanges=finding.exchanges,
        )
        for finding in ordered
    )


def _seen_checks(checks: Iterable[Check]) -> tuple[SeenCheck, ...]:
    ordered = sorted(checks, key=lambda check: check.check)
    return tuple(
        SeenCheck(
            check=one.check,
            result=one.result,
            reason=one.reason,
            exchanges=one.exchanges if one.result is Result.FAILED else (),
        )
        for one in ordered
    )


def _coverage(record: RunRecord) -> ContractCoverage:
    operations = tuple(
        Operation(
            surface=part.surface,
            operation=part.operation,
            calls=sum(part.statuses.values()),
            statuses=dict(sorted(part.statuses.items())),
        )
        for part in sorted(record.coverage, key=lambda part: (part.surface, part.operation))
    )
    return ContractCoverage(
        operations=operations,
        never_succeeded=tuple(f"{one.surface} {one.operation}" for one in operations if not _succeeded(one)),
    )


def _succeeded(operation: Operation) -> bool:
    return any(status.startswith("2") and count for status, count in operation.statuses.items())


def _evidence(record: RunRecord, outcomes: Iterable[SeenOutcome]) -> tuple[CitedExchange, ...]:
    cited = {exchange for outcome in outcomes for source in breaches(outcome) for exchange in source.exchanges}
    return tuple(_cited(exchange) for exchange in record.exchanges if exchange.id in cited)


def _cited(exchange: Exchange) -> CitedExchange:
    return CitedExchange(
        id=exchange.id,
        check=exchange.check,
        surface=exchange.surface,
        operation=exchange.operation,
        attempt=exchange.attempt,
        arranging=exchange.arranging,
        generated=exchange.generated,
        request=exchange.request,
        response=exchange.response,
        trouble=exchange.trouble,
    )

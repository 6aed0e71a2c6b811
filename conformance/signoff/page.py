"""`report.html`: the sign-off as one page that needs nothing but itself, on a screen or on paper."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import groupby

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from conformance.signoff.curl import curl_line
from conformance.signoff.report import CitedExchange, Report, SeenFinding, SeenOutcome, breaches, report_of
from conformance.verdict.judgement import Judgement, Status, Verdict
from conformance.verdict.record import RunRecord

# A page is for reading: whole bodies stand in report.json, and so do the exchanges past the first few.
BODY_LENGTH = 20_000
EXCHANGES_SHOWN = 3

# A sign beside each word, so that no status is told by its colour alone.
SIGNS = {
    Status.PASSED: "✓",
    Status.FAILED: "✗",
    Status.WARNED: "!",
    Status.NOT_APPLICABLE: "-",
    Status.COULD_NOT_RUN: "?",
}
VERDICT_SIGNS = {Verdict.CONFORMANT: "✓", Verdict.NON_CONFORMANT: "✗", Verdict.INCOMPLETE: "?"}


class ShownFinding(msgspec.Struct, frozen=True, kw_only=True):
    """A finding as the page lays it out: an exchange stands at its first finding, later ones link to it."""

    finding: SeenFinding
    shown: tuple[CitedExchange, ...]
    linked: tuple[str, ...]
    others: int


def render(record: RunRecord, judgement: Judgement) -> str:
    """The page. Everything that a target said is escaped; there is no script and nothing is fetched."""
    report = report_of(record, judgement)
    return _template().render(
        report=report,
        statuses=list(Status),
        signs=SIGNS,
        verdict_sign=VERDICT_SIGNS[report.verdict],
        sections=_sections(report),
        by_area=[(area, list(some)) for area, some in groupby(_in_areas(report), lambda one: one.area)],
    )


def pretty(body: str) -> str:
    """A JSON body indented, numbers as they were sent; any other text as it is."""
    try:
        shown = msgspec.json.format(body, indent=2)
    except (msgspec.MsgspecError, RecursionError, ValueError):
        shown = body
    if len(shown) <= BODY_LENGTH:
        return shown
    return f"{shown[:BODY_LENGTH]}\n… {len(shown) - BODY_LENGTH} more characters, see report.json"


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("conformance.signoff"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["pretty"] = pretty
    environment.filters["curl"] = curl_line
    return environment.get_template("report.html.j2")


def _in_areas(report: Report) -> list[SeenOutcome]:
    order = {area.area: place for place, area in enumerate(report.areas)}
    return sorted(report.outcomes, key=lambda outcome: order[outcome.area])


def _sections(report: Report) -> list[tuple[str, list[tuple[SeenOutcome, list[ShownFinding]]]]]:
    known = {exchange.id: exchange for exchange in report.evidence}
    seen: set[str] = set()
    titles = {Status.FAILED: "Failed", Status.WARNED: "Warned"}
    return [
        (
            title,
            [
                (outcome, list(_laid_out(outcome, known, seen)))
                for outcome in report.outcomes
                if outcome.status is status
            ],
        )
        for status, title in titles.items()
    ]


def _laid_out(outcome: SeenOutcome, known: dict[str, CitedExchange], seen: set[str]) -> Iterator[ShownFinding]:
    for finding in breaches(outcome):
        # A check arranges first and acts last: what it came to stands in its last exchanges.
        first = finding.exchanges[-EXCHANGES_SHOWN:]
        fresh = [one for one in dict.fromkeys(first) if one in known and one not in seen]
        linked = tuple(one for one in first if one in seen)
        seen.update(fresh)
        yield ShownFinding(
            finding=finding,
            shown=tuple(known[one] for one in fresh),
            linked=linked,
            others=len(set(finding.exchanges)) - len(fresh) - len(set(linked)),
        )

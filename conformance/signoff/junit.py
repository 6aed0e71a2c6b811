"""`junit.xml`: a suite per area, a case per requirement, for the CI servers that read it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree import ElementTree as ET  # only writes; nothing foreign is parsed

from conformance.signoff.report import Report, SeenOutcome, breaches, report_of
from conformance.verdict.judgement import Judgement, Status, Verdict
from conformance.verdict.record import RunRecord

# What XML 1.0 has no way to carry, not even escaped.
ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
REPLACEMENT = "\ufffd"


def render(record: RunRecord, judgement: Judgement) -> str:
    """The XML text. The counts are those of the report.

    A run that is not conformant though no requirement failed or errored (it was cut off, or nothing
    applied) gets one more suite, ``run``, with one error: a CI server that only counts must not show green.
    """
    report = report_of(record, judgement)
    root = ET.Element("testsuites", {"name": f"checkout-conformance ({report.profile}): {report.verdict}"})
    for area in report.areas:
        _suite(root, report, area.area, [outcome for outcome in report.outcomes if outcome.area == area.area])
    if _would_show_green(report):
        _run_suite(root, report)
    _count(root, report.outcomes, extra=_would_show_green(report))
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def legal(text: str) -> str:
    """The text with every character that XML forbids replaced."""
    return ILLEGAL.sub(REPLACEMENT, text)


def _would_show_green(report: Report) -> bool:
    status = report.counts.by_status
    red = status[Status.FAILED] + status[Status.COULD_NOT_RUN]
    return report.verdict is not Verdict.CONFORMANT and not red


def _suite(root: ET.Element, report: Report, area: str, outcomes: list[SeenOutcome]) -> None:
    suite = ET.SubElement(root, "testsuite", {"name": legal(area)})
    _count(suite, outcomes)
    _properties(suite, report)
    for outcome in outcomes:
        _case(suite, outcome)


def _run_suite(root: ET.Element, report: Report) -> None:
    suite = ET.SubElement(root, "testsuite", {"name": "run"})
    _count(suite, (), extra=True)
    _properties(suite, report)
    case = ET.SubElement(suite, "testcase", {"classname": "run", "name": str(report.verdict)})
    ET.SubElement(case, "error", {"type": "could-not-run", "message": legal(report.reason)})


def _count(element: ET.Element, outcomes: Iterable[SeenOutcome], *, extra: bool = False) -> None:
    statuses = [outcome.status for outcome in outcomes]
    element.set("tests", str(len(statuses) + extra))
    element.set("failures", str(statuses.count(Status.FAILED)))
    element.set("errors", str(statuses.count(Status.COULD_NOT_RUN) + extra))
    element.set("skipped", str(statuses.count(Status.NOT_APPLICABLE)))


def _properties(suite: ET.Element, report: Report) -> None:
    values = {
        "verdict": report.verdict,
        "reason": report.reason,
        "exit_code": str(report.exit_code),
        "profile": report.profile,
        "budget": "" if report.budget is None else str(report.budget),
        "not_selected": str(len(report.not_selected)),
        "seed": str(report.seed),
        "version": report.versions.suite,
    }
    properties = ET.SubElement(suite, "properties")
    for name, value in values.items():
        ET.SubElement(properties, "property", {"name": name, "value": legal(value)})


def _case(suite: ET.Element, outcome: SeenOutcome) -> None:
    case = ET.SubElement(suite, "testcase", {"classname": legal(outcome.area), "name": legal(outcome.id)})
    first = legal(outcome.reasons[0] if outcome.reasons else outcome.status)
    if outcome.status is Status.FAILED:
        failure = ET.SubElement(case, "failure", {"type": outcome.level, "message": first})
        failure.text = legal(_told(outcome))
    elif outcome.status is Status.WARNED:
        ET.SubElement(case, "system-out").text = legal(f"warned ({outcome.level})\n{_told(outcome)}")
    elif outcome.status is Status.NOT_APPLICABLE:
        ET.SubElement(case, "skipped", {"message": f"not applicable: {legal('; '.join(outcome.reasons))}"})
    elif outcome.status is Status.COULD_NOT_RUN:
        error = ET.SubElement(case, "error", {"type": "could-not-run", "message": first})
        error.text = legal("\n".join(outcome.reasons))


def _told(outcome: SeenOutcome) -> str:
    found = [
        f"{breach.where or breach.check}: {breach.reason}"
        f" (seen {breach.count} times; exchanges: {', '.join(breach.exchanges) or 'none'})"
        for breach in breaches(outcome)
    ]
    return "\n".join([outcome.statement, *found])

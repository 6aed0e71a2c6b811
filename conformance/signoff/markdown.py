"""`report.md`: the sign-off in a few lines, for a pull request or a release note."""

from __future__ import annotations

import re
from collections.abc import Iterable

from conformance.signoff.report import Report, SeenOutcome, breaches, report_of
from conformance.verdict.judgement import Judgement, Status, Verdict
from conformance.verdict.record import RunRecord

MARKS = {Verdict.CONFORMANT: "✅", Verdict.NON_CONFORMANT: "❌", Verdict.INCOMPLETE: "⚠️"}
# A summary stays a summary: the rest is in report.html.
REASON_LENGTH = 240
FINDINGS_SHOWN = 5
COULD_NOT_RUN_SHOWN = 20


def render(record: RunRecord, judgement: Judgement) -> str:
    """The summary as GitHub-flavoured Markdown. What a server said only stands in code spans."""
    report = report_of(record, judgement)
    sections = [_verdict(report), _areas(report), _breaches(report), _could_not_run(report)]
    return "\n\n".join(section for section in sections if section) + "\n"


def code(text: str) -> str:
    """A code span that its text can't leave: one line, no longer than a summary's."""
    line = re.sub(r"\s+", " ", text).strip()
    short = line if len(line) <= REASON_LENGTH else line[: REASON_LENGTH - 1] + "…"
    longest = max((len(run) for run in re.findall("`+", short)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if longest or not short else ""
    return f"{fence}{pad}{short}{pad}{fence}"


def _verdict(report: Report) -> str:
    target = ", ".join(f"{name} {code(value)}" for name, value in report.target.items())
    return (
        f"## {MARKS[report.verdict]} Checkout conformance: {report.verdict}\n\n"
        f"{code(report.reason)} · exit code {report.exit_code} · {report.exchanges.total} exchanges"
        f" · profile {_profile(report)} · seed {report.seed} · suite {code(report.versions.suite)}\n\n"
        f"Target: {target or 'not described'}{_not_selected(report)}"
    )


def _profile(report: Report) -> str:
    limit = "" if report.budget is None else f", at most {report.budget} requests"
    return f"{code(report.profile)}{limit}"


def _not_selected(report: Report) -> str:
    left = len(report.not_selected)
    return f"\n\nNot selected: {left} requirements that this run is not about" if left else ""


def _areas(report: Report) -> str:
    rows = [
        "| Area | Requirements | Passed | Failed | Warned | Not applicable | Could not run |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    rows += [_row(code(area.area).replace("|", "\\|"), area.requirements, area.by_status) for area in report.areas]
    rows.append(_row("**All**", report.counts.requirements, report.counts.by_status))
    return "\n".join(rows)


def _row(name: str, requirements: int, by_status: dict[Status, int]) -> str:
    cells = [name, requirements, *(by_status[status] for status in Status)]
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def _breaches(report: Report) -> str:
    failed = [outcome for outcome in report.outcomes if outcome.status is Status.FAILED]
    warned = [outcome for outcome in report.outcomes if outcome.status is Status.WARNED]
    return "\n\n".join(part for part in [_listed("Failed", failed), _listed("Warned", warned)] if part)


def _listed(title: str, outcomes: Iterable[SeenOutcome]) -> str:
    lines = [line for outcome in outcomes for line in _finding_lines(outcome)]
    return "\n".join([f"### {title}", "", *lines]) if lines else ""


def _finding_lines(outcome: SeenOutcome) -> list[str]:
    found = breaches(outcome)
    lines = [f"- {code(outcome.id)} ({outcome.level}): {outcome.statement}"]
    lines += [
        f"  - {code(breach.where or breach.check)}: {code(breach.reason)}{_times(breach.count)}"
        for breach in found[:FINDINGS_SHOWN]
    ]
    if len(found) > FINDINGS_SHOWN:
        lines.append(f"  - and {len(found) - FINDINGS_SHOWN} more")
    return lines


def _times(count: int) -> str:
    return f" (seen {count} times)" if count > 1 else ""


def _could_not_run(report: Report) -> str:
    missing = [outcome for outcome in report.outcomes if outcome.status is Status.COULD_NOT_RUN]
    if not missing:
        return ""
    lines = [
        f"- {code(outcome.id)} ({outcome.level}): {code('; '.join(outcome.reasons))}"
        for outcome in missing[:COULD_NOT_RUN_SHOWN]
    ]
    if len(missing) > COULD_NOT_RUN_SHOWN:
        lines.append(f"- and {len(missing) - COULD_NOT_RUN_SHOWN} more")
    return "\n".join(["### Could not run", "", *lines])

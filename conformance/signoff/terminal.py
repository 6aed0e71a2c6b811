"""What a person sees at the end of a run: plain lines of at most 100 columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from conformance.verdict.judgement import Judgement, Outcome, Status
from conformance.verdict.record import RunRecord

WIDTH = 100
HEADINGS = ("requirements", "passed", "failed", "warned", "n/a", "could not run")
GAP = 2
AREA_WIDTH = WIDTH - sum(len(heading) + GAP for heading in HEADINGS)
NAMED = {Status.FAILED: "failed", Status.WARNED: "warned"}
# A target that is down gives every requirement one reason: reasons are grouped, the first tell enough.
REASONS_SHOWN = 5


def render_summary(judgement: Judgement, record: RunRecord) -> list[str]:
    """The profile, a table per area, who failed or warned, why others could not run or were left out, the verdict."""
    return [
        *_profile(record),
        *_table(judgement),
        *_breaches(judgement),
        *_could_not_run(judgement),
        *_not_selected(judgement),
        _verdict_line(judgement, record),
    ]


def fitted(text: str, width: int) -> str:
    """One printable line of at most ``width``: a server's answer must not steer the terminal."""
    shown = "".join(char if char.isprintable() else " " for char in text)
    line = " ".join(shown.split())
    return line if len(line) <= width else line[: width - 1] + "…"


def _profile(record: RunRecord) -> list[str]:
    budget = record.header.budget
    limit = "" if budget is None else f", at most {budget} requests"
    return [fitted(f"profile: {record.header.profile}{limit}", WIDTH), ""]


def _not_selected(judgement: Judgement) -> list[str]:
    left = len(judgement.not_selected)
    return [f"not selected {left}: this run is not about them, see the report"] if left else []


def _table(judgement: Judgement) -> list[str]:
    areas: dict[str, list[Outcome]] = {}
    for outcome in judgement.outcomes:
        areas.setdefault(outcome.area, []).append(outcome)
    if not areas:
        return []
    rows = [_row(area, _counts(outcomes)) for area, outcomes in areas.items()]
    return [_row("area", HEADINGS), *rows, _row("all", _counts(judgement.outcomes)), ""]


def _counts(outcomes: Sequence[Outcome]) -> tuple[int, ...]:
    return (len(outcomes), *(sum(one.status is status for one in outcomes) for status in Status))


def _row(name: str, cells: Iterable[object]) -> str:
    columns = zip(HEADINGS, cells, strict=True)
    return f"{fitted(name, AREA_WIDTH):<{AREA_WIDTH}}" + "".join(
        f"{cell!s:>{len(heading) + GAP}}" for heading, cell in columns
    )


def _breaches(judgement: Judgement) -> list[str]:
    return [
        fitted(f"{word} {outcome.requirement} ({outcome.level}): {_first_reason(outcome)}", WIDTH)
        for status, word in NAMED.items()
        for outcome in judgement.outcomes
        if outcome.status is status
    ]


def _first_reason(outcome: Outcome) -> str:
    return outcome.reasons[0] if outcome.reasons else "no reason given"


def _could_not_run(judgement: Judgement) -> list[str]:
    reasons = Counter(
        _first_reason(outcome) for outcome in judgement.outcomes if outcome.status is Status.COULD_NOT_RUN
    )
    shown = reasons.most_common(REASONS_SHOWN)
    lines = [fitted(f"could not run {count}: {reason}", WIDTH) for reason, count in shown]
    left = sum(reasons.values()) - sum(count for _, count in shown)
    return [*lines, f"could not run {left}: for other reasons, see the report"] if left else lines


def _verdict_line(judgement: Judgement, record: RunRecord) -> str:
    start = f"verdict: {judgement.verdict} ("
    end = f"; {len(record.exchanges)} exchanges, seed {record.header.seed})"
    return start + fitted(judgement.reason, WIDTH - len(start) - len(end)) + end

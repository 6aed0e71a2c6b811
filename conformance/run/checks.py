"""From what pytest saw of one test to a check of the record, and to a report that people can read."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from conformance.errors import Trouble
from conformance.suite.arrange import Unarranged
from conformance.suite.documents import Unreadable
from conformance.suite.spoken import Spoken
from conformance.targets.provisioning import Lacking, Unprovisioned
from conformance.verdict import Check, Result

NOT_APPLICABLE = "not applicable: "
COULD_NOT_RUN = "could not run: "
# A reason is one sentence for a table; the whole story stands in the exchanges.
LONGEST_REASON = 300


def check_of(
    nodeid: str, requirements: tuple[str, ...], call: pytest.CallInfo[None], exchanges: tuple[str, ...]
) -> Check:
    """What a phase of a test came to; one that passed without an exchange has shown nothing."""
    result, reason = result_of(call.excinfo.value if call.excinfo else None)
    if result is Result.PASSED and not exchanges:
        result, reason = Result.COULD_NOT_RUN, "it asked the target nothing"
    return Check(
        check=nodeid,
        requirements=requirements,
        result=result,
        reason=reason[:LONGEST_REASON],
        exchanges=exchanges,
        elapsed_ms=round(call.duration * 1000, 1),
    )


def checks_of(
    nodeid: str,
    requirements: tuple[str, ...],
    call: pytest.CallInfo[None],
    exchanges: tuple[str, ...],
    spoken: Spoken | None = None,
) -> tuple[Check, ...]:
    """What a phase of a test came to, breaches first; one check unless the test says itself what it speaks for."""
    whole = check_of(nodeid, requirements, call, exchanges)
    if spoken is None or whole.result not in {Result.PASSED, Result.FAILED}:
        return (whole,)
    broken = [
        msgspec.structs.replace(
            whole,
            requirements=(breach.requirement,),
            result=Result.FAILED,
            reason=breach.reason[:LONGEST_REASON],
            exchanges=breach.exchanges or exchanges,
        )
        for breach in spoken.breaches
    ]
    held = msgspec.structs.replace(whole, requirements=spoken.held, result=Result.PASSED, reason="")
    told = (*broken, held) if spoken.held else tuple(broken)
    nothing = msgspec.structs.replace(
        whole, result=Result.COULD_NOT_RUN, reason="it came to nothing that it could judge"
    )
    return told or (nothing,)


def result_of(error: BaseException | None) -> tuple[Result, str]:
    """The result that an exception stands for, and the reason in one line."""
    if error is None:
        return Result.PASSED, ""
    text = _first_line(error)
    if isinstance(error, Lacking):
        return Result.NOT_APPLICABLE, text
    if isinstance(error, Trouble | Unarranged | Unreadable | Unprovisioned):
        return Result.COULD_NOT_RUN, text
    if isinstance(error, pytest.skip.Exception | pytest.fail.Exception):
        return _said(text)
    if isinstance(error, AssertionError):
        return Result.FAILED, text
    return Result.COULD_NOT_RUN, f"the check itself broke: {type(error).__name__}: {text}"


def quiet_report(report: pytest.TestReport, check: Check, mask: Callable[[str], str], *, binding: bool) -> None:
    """Makes the report say the check's result in its own words, masked, and no traceback unless a rule was broken.

    A breach of rules that don't bind (``binding`` is false) is shown as an expected failure, as in the verdict.
    """
    if check.result is Result.FAILED:
        report.longrepr = mask(report.longreprtext)
        if not binding:
            report.outcome = "skipped"
            report.wasxfail = f"warned: {check.reason}"
    elif check.result is Result.COULD_NOT_RUN:
        report.outcome = "failed"
        report.longrepr = mask(f"{COULD_NOT_RUN}{check.reason}")
    elif check.result is Result.NOT_APPLICABLE:
        report.outcome = "skipped"
        report.longrepr = (
            str(report.location[0]),
            report.location[1] or 0,
            f"Skipped: {NOT_APPLICABLE}{check.reason}",
        )


def _said(text: str) -> tuple[Result, str]:
    if text.startswith(NOT_APPLICABLE):
        return Result.NOT_APPLICABLE, text.removeprefix(NOT_APPLICABLE)
    return Result.COULD_NOT_RUN, text.removeprefix(COULD_NOT_RUN)


def _first_line(error: BaseException) -> str:
    # pytest appends how an assertion came out below the sentence that the scenario gives.
    return (str(error).strip().splitlines() or [type(error).__name__])[0]

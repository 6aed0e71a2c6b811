"""What an exception of a check stands for, and how the report of a check reads."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.errors import Trouble, UserMistake
from conformance.run.checks import LONGEST_REASON, check_of, quiet_report, result_of
from conformance.suite.arrange import Unarranged
from conformance.suite.documents import Unreadable
from conformance.targets.provisioning import Lacking, Unprovisioned
from conformance.verdict import Check, Result

RESULTS: dict[str, tuple[BaseException | None, Result, str]] = {
    "nothing": (None, Result.PASSED, ""),
    "an assertion": (AssertionError("it was lost\nassert 1 == 2"), Result.FAILED, "it was lost"),
    "an assertion without words": (AssertionError(), Result.FAILED, "AssertionError"),
    "trouble on the way": (Trouble("answered 503"), Result.COULD_NOT_RUN, "answered 503"),
    "a step before the scenario": (
        Unarranged("createCart answered 422"),
        Result.COULD_NOT_RUN,
        "createCart answered 422",
    ),
    "an unreadable answer": (Unreadable("no cart"), Result.COULD_NOT_RUN, "no cart"),
    "a store that makes nothing": (Unprovisioned("no coupon"), Result.COULD_NOT_RUN, "no coupon"),
    "a store that lacks it": (Lacking("no gateway"), Result.NOT_APPLICABLE, "no gateway"),
    "a skip for want of it": (
        pytest.skip.Exception("not applicable: no gateway"),
        Result.NOT_APPLICABLE,
        "no gateway",
    ),
    "any other skip": (pytest.skip.Exception("later"), Result.COULD_NOT_RUN, "later"),
    "a fail before the check": (pytest.fail.Exception("could not run: no token"), Result.COULD_NOT_RUN, "no token"),
    "any other fail": (pytest.fail.Exception("no"), Result.COULD_NOT_RUN, "no"),
    "a bug": (KeyError("a"), Result.COULD_NOT_RUN, "the check itself broke: KeyError: 'a'"),
    "a full disk": (UserMistake("no room"), Result.COULD_NOT_RUN, "the check itself broke: UserMistake: no room"),
}


@pytest.mark.parametrize(("error", "result", "reason"), RESULTS.values(), ids=RESULTS)
def test_an_exception_stands_for_a_result(error: BaseException | None, result: Result, reason: str) -> None:
    assert result_of(error) == (result, reason)


def called(act: Any) -> pytest.CallInfo[None]:
    return pytest.CallInfo.from_call(act, "call")


def raising(error: BaseException) -> pytest.CallInfo[None]:
    def act() -> None:
        raise error

    return called(act)


def test_a_check_that_passed_names_its_exchanges() -> None:
    check = check_of("test_it", ("cart-is-kept",), called(lambda: None), ("x-1", "x-2"))

    assert (check.result, check.requirements, check.exchanges) == (Result.PASSED, ("cart-is-kept",), ("x-1", "x-2"))


def test_a_check_that_passed_without_an_exchange_has_shown_nothing() -> None:
    check = check_of("test_it", ("cart-is-kept",), called(lambda: None), ())

    assert (check.result, check.reason) == (Result.COULD_NOT_RUN, "it asked the target nothing")


def test_a_check_that_failed_without_an_exchange_has_failed() -> None:
    assert check_of("test_it", ("cart-is-kept",), raising(AssertionError("no")), ()).result is Result.FAILED


def test_a_reason_is_short_enough_for_a_table() -> None:
    check = check_of("test_it", (), raising(AssertionError("long " * 100)), ())

    assert len(check.reason) == LONGEST_REASON


def told(result: Result, *, binding: bool = True) -> pytest.TestReport:
    report = pytest.TestReport(
        nodeid="test_it",
        location=("test_it.py", 3, "test_it"),
        keywords={},
        outcome="passed" if result is Result.PASSED else "failed",
        longrepr="assert 's3cret' == 'other'",
        when="call",
    )
    check = Check(check="test_it", requirements=("cart-is-kept",), result=result, reason="the s3cret is out")
    quiet_report(report, check, lambda text: text.replace("s3cret", "[masked]"), binding=binding)
    return report


def test_a_breach_is_a_failure_without_its_secrets() -> None:
    report = told(Result.FAILED)

    assert (report.outcome, report.longrepr) == ("failed", "assert '[masked]' == 'other'")


def test_a_breach_of_what_does_not_bind_is_expected() -> None:
    report = told(Result.FAILED, binding=False)

    assert report.outcome == "skipped"
    assert report.wasxfail == "warned: the s3cret is out"


def test_what_could_not_run_says_so_in_one_line() -> None:
    report = told(Result.COULD_NOT_RUN)

    assert (report.outcome, report.longrepr) == ("failed", "could not run: the [masked] is out")


def test_what_is_not_applicable_is_skipped_with_its_reason() -> None:
    report = told(Result.NOT_APPLICABLE)

    assert report.outcome == "skipped"
    assert report.longrepr == ("test_it.py", 3, "Skipped: not applicable: the s3cret is out")


def test_what_passed_is_left_as_it_is() -> None:
    assert told(Result.PASSED).outcome == "passed"

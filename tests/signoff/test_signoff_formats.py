"""JUnit, Markdown, HAR, the terminal and the shell line: what each makes of plain and of hostile runs."""

from __future__ import annotations

import json
import shlex
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from run_records import (
    GREETING,
    RICH,
    TAX,
    TITLE,
    could_not_run,
    exchange,
    failed,
    finding,
    judged,
    not_applicable,
    passed,
    record,
    unanswered,
)

from conformance.signoff import har, junit, markdown, render_summary
from conformance.signoff.curl import curl_line
from conformance.signoff.markdown import code
from conformance.verdict import RunRecord
from conformance.verdict.values import Request

MIXED = record(failed(TAX), finding(TAX, count=4), not_applicable(GREETING), could_not_run(TITLE), exchange())
WARNED = record(passed(TAX), failed(TITLE), finding(TITLE), exchange())
LONG = record(failed(TAX, "long " * 100), could_not_run(TITLE, "long " * 100))
CONTROLS = "bell \x07 escape \x1b[2J nul \x00 odd \ufffe half \ud83d end ]]> <failure/>"


def case(run: RunRecord, slug: str) -> ET.Element:
    root = ET.fromstring(junit.render(run, judged(run)))  # noqa: S314 - our own text
    return root.findall(f".//testcase[@name='{slug}']")[0]


def archive(run: RunRecord) -> Any:
    return json.loads(har.render(run, judged(run)))["log"]


def test_a_failed_requirement_is_a_failure_with_its_reasons_and_places() -> None:
    failure = case(MIXED, TAX)[0]

    assert (failure.tag, failure.attrib["type"]) == ("failure", "MUST")
    assert failure.attrib["message"] == "12.00 is not 10.00"
    assert "server getCheckout: 12.00 is not 10.00 (seen 4 times; exchanges: e1)" in (failure.text or "")


def test_a_case_is_found_by_its_area_and_its_requirement() -> None:
    assert case(MIXED, TAX).attrib == {"classname": "checkout", "name": TAX}


def test_a_requirement_that_does_not_apply_is_skipped_with_the_reason() -> None:
    skipped = case(MIXED, GREETING)[0]

    assert (skipped.tag, skipped.attrib["message"]) == ("skipped", "not applicable: the target has no tax")


def test_a_requirement_that_could_not_run_is_an_error() -> None:
    error = case(MIXED, TITLE)[0]

    assert (error.tag, error.attrib["type"]) == ("error", "could-not-run")
    assert error.attrib["message"] == "the store answered 503"


def test_a_warned_requirement_passes_and_says_that_it_warned() -> None:
    (output,) = case(WARNED, TITLE)

    assert output.tag == "system-out"
    assert (output.text or "").startswith("warned (SHOULD)")


def test_characters_that_xml_forbids_are_replaced() -> None:
    failure = case(record(failed(TAX), finding(TAX, reason=CONTROLS)), TAX)[0]

    assert failure.attrib["message"] == (
        "bell \ufffd escape \ufffd[2J nul \ufffd odd \ufffd half \ufffd end ]]> <failure/>"
    )


def test_a_failed_check_without_a_finding_tells_its_own_reason_in_every_summary() -> None:
    run = record(failed(TAX, "the cart vanished"))

    assert "the cart vanished" in (case(run, TAX)[0].text or "")
    assert "`the cart vanished`" in markdown.render(run, judged(run))
    assert f"failed {TAX} (MUST): the cart vanished" in render_summary(judged(run), run)


def test_the_markdown_summary_lists_findings_by_requirement() -> None:
    lines = markdown.render(RICH, judged(RICH)).splitlines()

    place = lines.index(f"- `{TAX}` (MUST): What {TAX} says.")
    assert lines[place + 1] == "  - `server getCheckout`: `12.00 is not 10.00` (seen 9 times)"


def test_the_markdown_summary_cuts_a_long_list_of_findings() -> None:
    run = record(failed(TAX), *(finding(TAX, reason=f"reason {number}") for number in range(8)))

    assert "  - and 3 more" in markdown.render(run, judged(run)).splitlines()


def test_the_markdown_summary_says_why_something_could_not_run() -> None:
    lines = markdown.render(MIXED, judged(MIXED)).splitlines()

    assert lines[-1] == f"- `{TITLE}` (SHOULD): `the store answered 503`"


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("plain", "`plain`"),
        ("a`b", "`` a`b ``"),
        ("``` fence", "```` ``` fence ````"),
        ("two\n\n# lines", "`two # lines`"),
        ("<img src=x> @everyone", "`<img src=x> @everyone`"),
        ("", "`  `"),
    ],
)
def test_no_text_leaves_its_code_span(text: str, span: str) -> None:
    assert code(text) == span


def test_a_long_reason_is_cut_in_a_summary() -> None:
    assert code("x" * 1000) == f"`{'x' * 239}…`"


def test_the_archive_holds_every_exchange_in_order() -> None:
    entries = archive(RICH)["entries"]

    assert [entry["comment"].split(" | ")[0] for entry in entries] == ["e1", "e2", "e3", "e4", "e5", "e9"]


def test_an_entry_tells_the_request_the_response_and_the_time() -> None:
    entry = archive(RICH)["entries"][0]

    assert (entry["startedDateTime"], entry["time"]) == ("2026-01-02T03:04:06Z", 12.5)
    assert entry["request"]["queryString"] == [{"name": "include", "value": "cart"}]
    assert entry["response"]["content"] == {
        "size": 15,
        "mimeType": "application/json",
        "text": '{"total":10.00}',
    }


def test_a_request_without_an_answer_is_archived_as_status_zero() -> None:
    entry = archive(record(unanswered()))["entries"][0]

    assert (entry["response"]["status"], entry["response"]["comment"]) == (0, "the connection was reset")
    assert "trouble: the connection was reset" in entry["comment"]


def test_an_archive_of_no_exchanges_is_an_archive() -> None:
    assert archive(record())["entries"] == []


@pytest.mark.parametrize("run", [RICH, MIXED, WARNED, LONG, record(stopped="long " * 100)], ids=range(5))
def test_no_line_for_the_terminal_is_wider_than_100_columns(run: RunRecord) -> None:
    assert max(len(line) for line in render_summary(judged(run), run)) <= 100


def test_a_target_can_not_steer_the_terminal() -> None:
    run = record(failed(TAX), finding(TAX, reason=CONTROLS), stopped=CONTROLS)

    assert all(line.isprintable() for line in render_summary(judged(run), run))


def test_the_verdict_line_of_a_conformant_run() -> None:
    run = record(passed(TAX), passed(GREETING), exchange())

    assert render_summary(judged(run), run)[-1] == ("verdict: conformant (2 requirements held; 1 exchanges, seed 7)")


def test_a_failed_requirement_has_a_line_with_its_level_and_first_reason() -> None:
    lines = render_summary(judged(RICH), RICH)

    assert f"failed {TAX} (MUST): 12.00 is not 10.00" in lines
    assert f"warned {TITLE} (SHOULD): 12.00 is not 10.00" in lines


def test_requirements_that_could_not_run_for_one_reason_share_a_line() -> None:
    run = record(could_not_run(TAX), could_not_run(TITLE), could_not_run(GREETING, "no stock"))

    lines = render_summary(judged(run), run)
    assert lines[-3:-1] == ["could not run 2: the store answered 503", "could not run 1: no stock"]


@pytest.mark.parametrize(
    "name", ["X-Auth-Token", "Authorization", "Cookie", "X-XSRF-TOKEN", "x-sf-csrf-token", "Api-Key"]
)
def test_a_header_that_lets_somebody_in_is_a_variable_for_the_shell(name: str) -> None:
    line = curl_line(Request(method="GET", url="http://store.test/", headers=((name, "hush"),)))

    assert "hush" not in line
    assert shlex.split(line)[-1] == f"{name}: ${name.upper().replace('-', '_')}"


def test_a_hostile_body_stays_one_argument_for_the_shell() -> None:
    body = "'; rm -rf / #\n$(reboot) `reboot`"

    line = curl_line(Request(method="POST", url="http://store.test/?a=$b", body=body))
    assert shlex.split(line) == ["curl", "-X", "POST", "http://store.test/?a=$b", "--data-raw", body]


def test_headers_that_the_client_computes_are_left_out_of_the_shell_line() -> None:
    headers = (("Host", "store.test"), ("Content-Length", "3"), ("Accept", "*/*"))

    line = curl_line(Request(method="GET", url="http://store.test/", headers=headers))
    assert shlex.split(line)[-2:] == ["-H", "Accept: */*"]

"""Every format tells the same verdict and the same counts."""

from __future__ import annotations

import json
import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from run_records import RUNS, Run, judged

from conformance.signoff import json_report, junit, markdown, page, render_summary

STATUSES = ("passed", "failed", "warned", "not-applicable", "could-not-run")
runs = pytest.mark.parametrize("run", RUNS, ids=lambda run: run.name)


def expected(run: Run) -> list[int]:
    return [sum(run.counts.values()), *(run.count(status) for status in STATUSES)]


def numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", text)]


def as_json(run: Run) -> Any:
    return json.loads(json_report.render(run.record, judged(run.record)))


def as_xml(run: Run) -> ET.Element:
    return ET.fromstring(junit.render(run.record, judged(run.record)))  # noqa: S314 - our own text


@runs
def test_the_json_report_tells_the_verdict_and_the_counts(run: Run) -> None:
    report = as_json(run)

    counts = report["counts"]
    assert (report["verdict"], report["exit_code"]) == (run.verdict, run.exit_code)
    assert [counts["requirements"], *(counts["by_status"][status] for status in STATUSES)] == expected(run)


@runs
def test_the_areas_and_the_levels_of_the_json_report_sum_up_to_its_counts(run: Run) -> None:
    report = as_json(run)

    by_area = [area["requirements"] for area in report["areas"]]
    by_level = [level["requirements"] for level in report["counts"]["by_level"].values()]
    assert sum(by_area) == sum(by_level) == len(report["outcomes"]) == report["counts"]["requirements"]


@runs
def test_the_cases_of_the_junit_report_are_the_requirements(run: Run) -> None:
    areas = as_xml(run).findall("testsuite[@name!='run']")

    cases = [case for area in areas for case in area.findall("testcase")]
    assert [
        len(cases),
        sum(case.find("failure") is not None for case in cases),
        sum(case.find("system-out") is not None for case in cases),
        sum(case.find("skipped") is not None for case in cases),
        sum(case.find("error") is not None for case in cases),
    ] == [expected(run)[0], *expected(run)[2:]]


@runs
def test_the_totals_of_the_junit_report_are_those_of_its_cases(run: Run) -> None:
    root = as_xml(run)

    counted = {
        "tests": len(root.findall(".//testcase")),
        "failures": len(root.findall(".//failure")),
        "errors": len(root.findall(".//error")),
        "skipped": len(root.findall(".//skipped")),
    }
    assert {name: int(root.attrib[name]) for name in counted} == counted
    assert {name: sum(int(suite.attrib[name]) for suite in root) for name in counted} == counted


@runs
def test_a_reader_that_only_counts_the_junit_report_sees_green_for_conformant_runs_alone(run: Run) -> None:
    root = as_xml(run)

    red = int(root.attrib["failures"]) + int(root.attrib["errors"])
    assert (red == 0) is (run.verdict == "conformant")


@runs
def test_every_suite_of_the_junit_report_carries_the_verdict_and_the_exit_code(run: Run) -> None:
    suites = as_xml(run).findall("testsuite")

    told = [
        {one.attrib["name"]: one.attrib["value"] for one in suite.findall("properties/property")} for suite in suites
    ]
    assert {(one["verdict"], one["exit_code"]) for one in told} == {(run.verdict, str(run.exit_code))}


@runs
def test_the_page_tells_the_verdict_and_the_counts(run: Run) -> None:
    html = page.render(run.record, judged(run.record))

    heading = re.sub("<[^>]+>", "", html.partition("<h1>")[2].partition("</h1>")[0])
    last_row = re.sub("<[^>]+>", " ", html.partition("<tfoot>")[2].partition("</tfoot>")[0])
    assert heading.split()[-1] == run.verdict.capitalize()
    assert f"Exit code {run.exit_code}." in html
    assert numbers(last_row) == expected(run)


@runs
def test_the_markdown_summary_tells_the_verdict_and_the_counts(run: Run) -> None:
    lines = markdown.render(run.record, judged(run.record)).splitlines()

    assert lines[0].endswith(f": {run.verdict}")
    assert f"exit code {run.exit_code} " in lines[2]
    assert [numbers(line) for line in lines if line.startswith("| **All**")] == [expected(run)]


@runs
def test_the_terminal_ends_with_the_verdict(run: Run) -> None:
    lines = render_summary(judged(run.record), run.record)

    assert lines[-1].startswith(f"verdict: {run.verdict} (")
    assert lines[-1].endswith(f"; {len(run.record.exchanges)} exchanges, seed 7)")


@pytest.mark.parametrize("run", [run for run in RUNS if run.counts], ids=lambda run: run.name)
def test_the_terminal_counts_all_requirements(run: Run) -> None:
    lines = render_summary(judged(run.record), run.record)

    assert [numbers(line) for line in lines if line.startswith("all ")] == [expected(run)]

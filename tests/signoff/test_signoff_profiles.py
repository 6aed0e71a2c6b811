"""The profile, its budget and what it left out stand in every report."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import msgspec
from run_records import GREETING, TAX, TITLE, judged, passed, record

from conformance.signoff import json_report, junit, markdown, page, render_summary
from conformance.verdict import RunRecord, Selection, Tally
from conformance.verdict.record import assemble


def of_profile(name: str, budget: int | None) -> RunRecord:
    """A finished run that judged one of three requirements."""
    run = record(passed(TAX))
    return replace(run, header=msgspec.structs.replace(run.header, profile=name, budget=budget))


SMOKE, FULL = of_profile("smoke", 150), of_profile("full", None)


def as_json(run: RunRecord) -> Any:
    return json.loads(json_report.render(run, judged(run)))


def test_the_json_report_names_profile_budget_and_what_was_left_out() -> None:
    report = as_json(SMOKE)

    assert (report["profile"], report["budget"]) == ("smoke", 150)
    assert report["not_selected"] == [GREETING, TITLE]


def test_a_run_without_a_budget_says_null() -> None:
    assert as_json(FULL)["budget"] is None


def test_what_was_left_out_has_no_weight_in_verdict_and_counts() -> None:
    report = as_json(SMOKE)

    assert (report["verdict"], report["counts"]["requirements"]) == ("conformant", 1)


def test_the_junit_report_names_profile_budget_and_how_many_were_left_out() -> None:
    root = ET.fromstring(junit.render(SMOKE, judged(SMOKE)))  # noqa: S314 - our own text
    told = {one.attrib["name"]: one.attrib["value"] for one in root.iter("property")}

    assert root.attrib["name"] == "checkout-conformance (smoke): conformant"
    assert (told["profile"], told["budget"], told["not_selected"]) == ("smoke", "150", "2")


def test_the_page_names_profile_budget_and_what_was_left_out() -> None:
    html = page.render(SMOKE, judged(SMOKE))

    assert "Profile smoke." in html.partition("<header")[2].partition("</header>")[0]
    assert "<dd>smoke, at most 150 requests</dd>" in html
    assert "Not selected (2)</h3>" in html
    assert f"<li><code>{GREETING}</code></li>" in html


def test_the_summary_names_profile_budget_and_how_many_were_left_out() -> None:
    text = markdown.render(SMOKE, judged(SMOKE))

    assert "profile `smoke`, at most 150 requests" in text
    assert "Not selected: 2 requirements that this run is not about" in text


def test_the_terminal_begins_with_the_profile() -> None:
    lines = render_summary(judged(SMOKE), SMOKE)

    assert lines[0] == "profile: smoke, at most 150 requests"
    assert "not selected 2: this run is not about them, see the report" in lines


def test_a_run_about_everything_leaves_nothing_out() -> None:
    run = record(passed(TAX), passed(GREETING), passed(TITLE))
    lines = render_summary(judged(run), run)

    assert lines[0] == "profile: full"
    assert not [line for line in lines if line.startswith("not selected")]


def test_what_is_judged_where_it_is_seen_is_left_out_where_it_was_not() -> None:
    run = record(passed(TAX))
    selection = Selection(requirements=(TAX,), checks=1, where_seen=(GREETING, TITLE))
    seen = assemble([run.header, selection, passed(TAX), Tally(requirement=TITLE, looked_at=3)])

    assert seen.selected == (TAX, TITLE)

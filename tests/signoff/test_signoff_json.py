"""`report.json` keeps its schema, and tells the same when the results are the same."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator
from run_records import GREETING, RICH, RUNS, TAX, Run, exchange, judged, passed, record

from conformance.locations import specs_directory
from conformance.signoff import Report, json_report, report_of

SCHEMA = json.loads((specs_directory() / "report.schema.json").read_text(encoding="utf-8"))
BROKEN: dict[str, dict[str, Any]] = {
    "a verdict of our own": {"verdict": "fine"},
    "an exit code of another verdict": {"exit_code": 0},
    "a text for a seed": {"seed": "7"},
    "an unknown field": {"extra": True},
    "evidence without a request": {"evidence": [{"id": "e1"}]},
}


def rich() -> Any:
    return json.loads(json_report.render(RICH, judged(RICH)))


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    "run", [*RUNS, Run("everything at once", RICH, "non-conformant", 1)], ids=lambda run: run.name
)
def test_a_report_keeps_the_schema(run: Run) -> None:
    report = json.loads(json_report.render(run.record, judged(run.record)))

    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(report)] == []


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN)
def test_the_schema_notices(change: dict[str, Any]) -> None:
    report = rich() | change

    assert not Draft202012Validator(SCHEMA).is_valid(report)


def test_the_schema_notices_a_field_that_is_missing() -> None:
    report = {name: value for name, value in rich().items() if name != "counts"}

    assert not Draft202012Validator(SCHEMA).is_valid(report)


def test_a_report_reads_back_as_the_value_it_was() -> None:
    text = json_report.render(RICH, judged(RICH))

    assert msgspec.json.decode(text, type=Report) == report_of(RICH, judged(RICH))


def test_findings_and_drifts_that_came_in_another_order_give_the_same_report() -> None:
    turned = replace(
        RICH,
        findings=RICH.findings[::-1],
        checks=RICH.checks[::-1],
        drifts=RICH.drifts[::-1],
        coverage=RICH.coverage[::-1],
    )

    report = json.loads(json_report.render(turned, judged(turned)))
    assert without_reasons(report) == without_reasons(rich())


def test_only_the_two_times_of_a_run_stand_in_a_report() -> None:
    later = replace(
        RICH,
        exchanges=tuple(msgspec.structs.replace(one, started_at="x", elapsed_ms=99.0) for one in RICH.exchanges),
    )

    assert json.loads(json_report.render(later, judged(later))) == rich()


def test_a_finding_is_shown_by_the_exchanges_that_it_cites() -> None:
    report = rich()

    assert [one["id"] for one in report["evidence"]] == ["e1", "e2", "e3", "e4", "e5"]
    assert report["evidence"][0]["response"]["body"] == '{"total":10.00}'
    assert report["evidence"][0]["request"]["headers"][0] == ["X-Auth-Token", "***"]


def test_a_failed_check_without_a_finding_is_shown_by_its_exchanges() -> None:
    outcome = next(one for one in rich()["outcomes"] if one["id"] == GREETING)

    assert outcome["findings"] == []
    assert outcome["checks"][0]["exchanges"] == ["e2"]


def test_an_exchange_that_nobody_cites_is_counted_and_left_out() -> None:
    run = record(passed(TAX), exchange("e1"), exchange("e2", trouble="answered 503"))

    report = json.loads(json_report.render(run, judged(run)))
    assert (report["exchanges"], report["evidence"]) == ({"total": 2, "trouble": 1}, [])


def test_an_operation_that_never_answered_with_a_2xx_is_named() -> None:
    coverage = rich()["coverage"]

    assert coverage["never_succeeded"] == ["server createOrder", "storefront getCart"]
    assert coverage["operations"][1] == {
        "surface": "server",
        "operation": "getCheckout",
        "calls": 6,
        "statuses": {"200": 5, "404": 1},
    }


def test_a_run_that_was_cut_off_has_no_end() -> None:
    run = replace(record(passed(TAX)), footer=None)

    report = json.loads(json_report.render(run, judged(run)))
    assert report["finished_at"] is None
    assert report["stopped"] == "the record has no footer: the run was cut off"


def without_reasons(report: Any) -> Any:
    """The report without the order of the reasons, which is the order in which they were met."""
    kept = deepcopy(report)
    for outcome in kept["outcomes"]:
        outcome["reasons"].sort()
    return kept

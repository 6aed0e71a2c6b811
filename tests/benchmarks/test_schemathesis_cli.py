"""The summary of a Schemathesis run says what its output and our notes say."""

from __future__ import annotations

from benchmarks.schemathesis_cli.summary import notes_in, page, summarise

OUTPUT = """
     API Links:    23 covered / 42 selected / 42 total
Failures:
  ❌ ST202 Schema-valid request rejected: 2
  ❌ ST201 Schema-violating request accepted: 1

Test cases:
  5232 generated, 3 found 3 unique failures
"""
NOTES = """\
coverage\tnegative\tcreateCart\t422
coverage\tpositive\tcreateCart\t201
fuzzing\tpositive\tgetOrder\t404
link\tpositive\tcreateOrder\t200
stateful\tpositive\tgetCart\t200
"""
FOUND = """
___________________________ DELETE /carts/metafields ___________________________
1. Test Case ID: 2nKx8i

- ST202 Schema-valid request rejected

2. Test Case ID: 3nKx8i

- ST201 Schema-violating request accepted

________________________________ Stateful tests ________________________________
1. Test Case ID: Tm5XjG

- ST202 Schema-valid request rejected
"""


def test_findings_links_and_cases_are_read_from_the_output() -> None:
    summary = summarise("server", 1, OUTPUT, [])
    assert summary.findings == {
        "ST202 Schema-valid request rejected": 2,
        "ST201 Schema-violating request accepted": 1,
    }
    assert (summary.cases, summary.links) == (5232, (23, 42))


def test_the_share_is_that_of_well_formed_requests() -> None:
    summary = summarise("server", 0, "", notes_in(NOTES))
    assert (summary.positive, summary.positive_accepted, summary.missing) == (4, 3, 1)
    assert summary.share == 0.75


def test_only_what_a_link_led_to_counts_as_reached_by_links() -> None:
    assert summarise("server", 0, "", notes_in(NOTES)).reached_by_links == ("createOrder",)


def test_an_operation_without_any_success_is_named() -> None:
    assert summarise("server", 0, "", notes_in(NOTES)).never_accepted == ("getOrder",)


def test_a_run_that_said_nothing_has_no_share() -> None:
    assert summarise("server", 0, "", []).share == 0


def test_the_page_names_each_finding() -> None:
    text = page([summarise("server", 1, OUTPUT, notes_in(NOTES))])
    assert "- finding: ST202 Schema-valid request rejected: 2" in text
    assert "| server | 5232 | 3 | 23 of 42 | 75% (3 of 4) | 1 |" in text


def test_findings_are_told_apart_by_face_operation_and_kind() -> None:
    assert summarise("server", 1, FOUND, []).where == {
        "server DELETE /carts/metafields ST202",
        "server DELETE /carts/metafields ST201",
        "server Stateful tests ST202",
    }

"""The bench counts what it says, and no survivor goes without a reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from fidelity_shop import answered, cart

from benchmarks.fidelity import mutations as m
from benchmarks.fidelity.__main__ import REFERENCE, measure
from benchmarks.fidelity.measuring import Noticed, acceptance, distinct, evidence_of, noticed
from benchmarks.fidelity.page import Findings, page_of, summary_of
from benchmarks.fidelity.published import Standing
from benchmarks.fidelity.recordings import read_recordings
from benchmarks.fidelity.tables import SURVIVORS, VARIANTS, Entry, Mistake, explain, read_table
from conformance.contract import load_specs
from conformance.errors import UserMistake

DOCUMENT = "shop Cart"


def measured(*bodies: dict[str, object]) -> Noticed:
    answers = [answered(body) for body in bodies]
    return noticed(distinct(answers), evidence_of(answers, ()), lambda _: lambda _: frozenset())


def findings(result: Noticed, reasons: list[Entry]) -> Findings:
    accepted = acceptance([answered(cart())])
    nothing = explain([], [])
    return Findings(accepted, (), result, explain(result.survivors, reasons), nothing, Standing(), Standing())


def test_an_answer_that_keeps_the_contract_is_accepted() -> None:
    (line,) = acceptance([answered(cart()), answered(cart(quantity=3))])
    assert (line.answers, line.accepted, line.drifting) == (2, 2, 0)


def test_an_answer_that_breaks_the_contract_is_named_with_the_reason() -> None:
    (line,) = acceptance([answered(cart(quantity="2"))])
    assert line.accepted == 0
    assert line.breaches == ('a thread: /quantity: expected integer, got "2"',)


def test_an_answer_with_an_undescribed_member_drifts() -> None:
    (line,) = acceptance([answered(cart(tomorrow=True))])
    assert (line.accepted, line.drifting) == (1, 1)


def test_answers_of_one_make_are_measured_once() -> None:
    assert len(distinct([answered(cart()), answered(cart(quantity=9)), answered(cart(state="open"))])) == 2


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/id", m.MEMBER_DROPPED),
        ("/id", m.UUID),
        ("/id", m.EMPTY),
        ("/quantity", m.TEXT),
        ("/quantity", m.SIGN),
        ("/quantity", m.FRACTION),
        ("/state", m.UNKNOWN),
        ("/", m.LIST),
    ],
)
def test_mistakes_that_the_schema_forbids_are_noticed(place: str, kind: str) -> None:
    result = measured(cart(state="open"))
    assert Mistake(DOCUMENT, place, kind) not in result.survivors
    assert result.by_kind[kind].noticed > 0


def test_mistakes_that_the_schema_allows_survive() -> None:
    assert set(measured(cart(state="open")).survivors) == {
        Mistake(DOCUMENT, "/note", m.MEMBER_DROPPED),
        Mistake(DOCUMENT, "/note", m.TEXT),
        Mistake(DOCUMENT, "/state", m.MEMBER_DROPPED),
    }


def test_variants_that_other_answers_show_are_counted_apart() -> None:
    result = measured(cart(note="hello"), {"id": cart()["id"], "quantity": 1}, cart())
    assert {each.place for each in result.survivors} == set()
    assert sum(result.variants.values()) == 4
    assert result.variants_refused == 0


def test_every_survivor_needs_a_reason() -> None:
    failures = findings(measured(cart()), []).failures()
    assert "no reason why this may go unnoticed: shop Cart /note, member dropped" in failures


def test_a_survivor_with_a_reason_is_tolerable_and_a_reason_without_survivor_is_stale() -> None:
    reasons = [
        Entry(DOCUMENT, ("/note",), (m.MEMBER_DROPPED, m.TEXT), "Free text."),
        Entry(DOCUMENT, ("/gone",), (m.NULL,), "Once."),
    ]
    found = findings(measured(cart()), reasons)
    assert found.explained.unexplained == ()
    assert [entry.why for entry in found.explained.stale] == ["Once."]
    assert "stale: shop Cart /gone (null)" in summary_of(found)


def test_a_share_below_the_goal_is_a_failure() -> None:
    result = measured(cart())
    result.required.total, result.required.noticed = 100, 98
    assert "required structure: 98.00 % noticed, the goal is 99 %" in findings(result, []).failures()


def test_the_page_shows_numbers_and_reasons() -> None:
    page = page_of(
        findings(measured(cart()), [Entry(DOCUMENT, ("/note",), (m.MEMBER_DROPPED, m.TEXT), "Free text.")])
    )
    assert "| Real answers accepted | 1 of 1 | all |" in page
    assert "| shop Cart | `/note` | member dropped, text instead | 2 | Free text. |" in page


@pytest.mark.parametrize(
    ("pattern", "covered"),
    [
        ("/lines/[*]/id", True),
        ("/lines/*", True),
        ("*/id", True),
        ("/lines/[*]", False),
        ("/lines/0/id", False),
    ],
)
def test_a_star_stands_for_anything_and_one_in_brackets_for_elements(pattern: str, covered: bool) -> None:  # noqa: FBT001
    entry = Entry("shop *", (pattern,), (m.NULL,), "Because.")
    assert entry.covers(Mistake("shop Cart", "/lines/[*]/id", m.NULL)) is covered


@pytest.mark.parametrize(
    "text",
    [
        "- {document: a, places: [/x], kinds: [member dropped]}",
        "- {document: a, places: [/x], kinds: [no such kind], why: b}",
        "- {document: a, places: [], kinds: [member dropped], why: b}",
        "- just words",
    ],
)
def test_an_entry_that_is_not_complete_is_refused(tmp_path: Path, text: str) -> None:
    table = tmp_path / "survivors.yaml"
    table.write_text(text, encoding="utf-8")
    with pytest.raises(UserMistake, match="an entry is"):
        read_table(table)


@pytest.mark.parametrize("table", [SURVIVORS, VARIANTS], ids=lambda each: each.name)
def test_the_tables_of_the_project_can_be_read(table: Path) -> None:
    assert read_table(table)


def test_without_recordings_the_bench_says_where_they_belong(tmp_path: Path) -> None:
    with pytest.raises(UserMistake, match="no recordings"):
        read_recordings(tmp_path, load_specs())


@pytest.mark.slow
@pytest.mark.skipif(not REFERENCE.is_dir(), reason="the recordings of real stores (../shared/reference) are not here")
def test_the_contract_is_as_true_as_it_should_be() -> None:
    found = measure(REFERENCE, load_specs())
    assert found.failures() == ()
    assert found.explained.stale == ()
    assert found.granted.stale == ()

"""What the matrix complains of, by name, and what it keeps."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

import msgspec
import pytest

from conformance.matrix import Clean, Kept, Matrix, Noticed, Row, Share, kept_in, markdown, write_kept
from conformance.matrix.judging import Came
from conformance.matrix.running import difference
from conformance.requirements import Catalogue, Evidence, Level, Requirement, Source, Surface
from conformance.run.ordering import Telling

KEPT, ADDS_UP, BODY, SECRET = (
    "message-is-kept",
    "total-adds-up",
    "response-body-matches-contract",
    "store-is-honest",
)


def requirement(slug: str, untestable: str = "") -> Requirement:
    return Requirement(
        id=slug,
        level=Level.MUST,
        surface=Surface.BOTH,
        statement=f"What {slug} says.",
        source=Source("seed", "1"),
        evidence=Evidence.SCENARIO,
        untestable=untestable,
    )


CATALOGUE = Catalogue(
    MappingProxyType(
        {
            KEPT: requirement(KEPT),
            ADDS_UP: requirement(ADDS_UP),
            SECRET: requirement(SECRET, untestable="nobody can look inside"),
        }
    )
)


def row(fault: str, breaks: str, *noticed_by: str, checks: tuple[str, ...] = ()) -> Row:
    return Row(fault=fault, breaks=breaks, summary=f"What {fault} does.", noticed_by=noticed_by, checks=checks)


CUT = row("message-cut", KEPT, KEPT, ADDS_UP, checks=("scenarios/a", "scenarios/b"))
OFF = row("total-off", ADDS_UP, ADDS_UP, BODY, checks=("scenarios/b",))
CLEAN = Clean(target="emulator", seed=1, verdict="conformant")
FAULTS = ("message-cut", "total-off")
GREEN = Matrix(rows=(CUT, OFF), clean=(CLEAN,), faults=FAULTS)


def complaints(*rows: Row, clean: Clean = CLEAN, faults: tuple[str, ...] = FAULTS) -> tuple[str, ...]:
    return Matrix(rows=rows, clean=(clean,), faults=faults).complaints(CATALOGUE)


def test_a_matrix_in_which_all_is_noticed_has_no_complaint() -> None:
    assert GREEN.complaints(CATALOGUE) == ()


def test_a_fault_that_nobody_notices_is_named() -> None:
    assert "nobody notices the fault total-off" in complaints(CUT, row("total-off", ADDS_UP))


def test_a_fault_that_only_others_notice_is_named() -> None:
    told = complaints(CUT, row("total-off", ADDS_UP, KEPT))

    assert told == ("total-adds-up does not notice total-off, though others do",)


def test_a_requirement_that_notices_nothing_is_named() -> None:
    told = complaints(row("message-cut", KEPT, KEPT), row("total-off", KEPT, KEPT))

    assert told == ("total-adds-up notices no fault",)


def test_while_some_faults_have_no_row_nobody_is_called_blind() -> None:
    assert complaints(row("message-cut", KEPT, KEPT)) == ()


def test_an_accusation_of_the_clean_store_is_named_with_its_seed() -> None:
    accused = Clean(target="emulator-tax-inclusive", seed=7, verdict="conformant", accused=(KEPT,))

    assert complaints(CUT, OFF, clean=accused) == (
        "the clean store is accused of breaking message-is-kept (emulator-tax-inclusive with seed 7)",
    )


def test_a_clean_store_that_could_not_be_judged_is_a_complaint() -> None:
    unheard = Clean(target="emulator", seed=1, verdict="incomplete")

    assert complaints(CUT, OFF, clean=unheard) == (
        "the clean store is not judged conformant but incomplete (emulator with seed 1)",
    )


@pytest.mark.parametrize(("one", "by_schema"), [(OFF, True), (CUT, False)])
def test_the_schema_alone_shows_what_breaks_documented_bodies(one: Row, *, by_schema: bool) -> None:
    assert one.by_schema is by_schema


def test_what_is_kept_is_read_back(tmp_path: Path) -> None:
    share = Share(name="smoke", noticed=(Noticed(fault="total-off", by_any=True, by_own=False, requests=9),))
    kept = Kept(rows=(CUT, OFF), clean=(CLEAN,), shares={"smoke": share}, requests={"scenarios/a": 4})
    write_kept(kept, tmp_path / "kept.json")

    assert kept_in(tmp_path / "kept.json") == kept


def test_without_a_file_nothing_is_kept(tmp_path: Path) -> None:
    assert kept_in(tmp_path / "nosuch.json") == Kept()


def test_a_fault_measured_anew_takes_the_place_of_its_row() -> None:
    anew = row("message-cut", KEPT)

    assert Kept(rows=(CUT, OFF)).with_row(anew).rows == (anew, OFF)


def test_a_share_measured_in_parts_is_joined() -> None:
    first = Share(name="smoke", noticed=(Noticed(fault="a", by_any=False, by_own=False, requests=1),))
    second = Share(name="smoke", noticed=(Noticed(fault="b", by_any=True, by_own=True, requests=5),))
    joined = Kept().with_share(first).with_share(second).shares["smoke"]

    assert (joined.by_any, joined.by_own, joined.missed, joined.most_requests) == (1, 1, ("a",), 5)


def test_faults_that_are_gone_leave_the_matrix() -> None:
    assert Kept(rows=(CUT, OFF)).matrix(["total-off"]).rows == (OFF,)


def test_checks_are_told_by_what_they_cost_and_notice() -> None:
    kept = Kept(rows=(CUT, OFF), requests={"scenarios/a": 4, "scenarios/b": 9, "scenarios/c": 2})

    assert kept.telling() == {
        "scenarios/a": Telling(4, 1),
        "scenarios/b": Telling(9, 2),
        "scenarios/c": Telling(2, 0),
    }


def test_the_page_shows_who_noticed_what() -> None:
    page = markdown(Kept(rows=(CUT, OFF), clean=(CLEAN,)), FAULTS, CATALOGUE, {})

    assert "- faults noticed by their own requirement: 2 of 2\n" in page
    assert "- requirements that notice a fault: 2 of 2\n" in page
    assert "| `message-is-kept` | `message-cut` | What message-cut does. | yes | no | `total-adds-up` |\n" in page
    assert "| `total-adds-up` | 1 of 1 | 1 |\n" in page


CAME = Came(
    verdict="conformant",
    breached=(),
    told=(),
    requests={"scenarios/a": 4, "": 1},
    outcomes={KEPT: "passed", ADDS_UP: "passed"},
    results={"scenarios/a": "passed"},
)
DIFFERENT = {
    "an outcome": (
        {"outcomes": {KEPT: "failed: it is cut", ADDS_UP: "passed"}},
        "message-is-kept came to failed: it is cut",
    ),
    "a check": ({"results": {"scenarios/a": "could-not-run"}}, "scenarios/a came to could-not-run"),
    "a check that is gone": ({"results": {}}, "scenarios/a came to nothing"),
    "the verdict": ({"verdict": "incomplete"}, "the verdict is incomplete"),
}


@pytest.mark.parametrize(("changed", "told"), DIFFERENT.values(), ids=DIFFERENT)
def test_the_first_difference_of_two_runs_is_told(changed: dict[str, object], told: str) -> None:
    assert difference(CAME, msgspec.structs.replace(CAME, **changed)).startswith(told)


def test_runs_that_agree_do_not_differ() -> None:
    assert difference(CAME, CAME) == ""


def test_a_run_sent_what_all_its_checks_sent() -> None:
    assert CAME.sent == 5


def test_a_quick_row_stands_where_there_is_no_other() -> None:
    quick = msgspec.structs.replace(row("message-cut", KEPT, KEPT), alone=True)

    assert Kept().with_row(quick).rows == (quick,)


def test_a_quick_row_does_not_take_the_place_of_one_that_names_all() -> None:
    quick = msgspec.structs.replace(row("message-cut", KEPT, KEPT), alone=True)

    assert Kept().with_row(CUT).with_row(quick).rows == (CUT,)


@pytest.mark.parametrize(
    "newer",
    [
        pytest.param(row("message-cut", KEPT), id="the fault is no longer noticed"),
        pytest.param(row("message-cut", ADDS_UP, ADDS_UP), id="the fault breaks something else now"),
    ],
)
def test_a_quick_row_that_says_otherwise_counts(newer: Row) -> None:
    quick = msgspec.structs.replace(newer, alone=True)

    assert Kept().with_row(CUT).with_row(quick).rows == (quick,)

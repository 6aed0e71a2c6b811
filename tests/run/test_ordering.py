"""Within a budget each requirement is asked once before any is asked twice, by the check that says most."""

from __future__ import annotations

from pathlib import Path

from conformance.run.choosing import Collected
from conformance.run.ordering import Telling, load_telling, most_telling_first, write_telling


def check(name: str, *requirements: str, smoke: bool = False) -> Collected:
    return Collected(name, requirements, smoke)


def ordered(checks: list[Collected], measured: dict[str, Telling] | None = None) -> list[str]:
    return [checks[place].check for place in most_telling_first(checks, measured or {})]


def test_the_check_that_notices_most_per_request_comes_first() -> None:
    checks = [check("dear", "a"), check("dense", "b"), check("poor", "c")]
    measured = {"dear": Telling(50, 5), "dense": Telling(5, 4), "poor": Telling(5, 0)}

    assert ordered(checks, measured) == ["dense", "dear", "poor"]


def test_each_requirement_is_asked_once_before_any_is_asked_twice() -> None:
    checks = [check("a1", "a"), check("a2", "a"), check("b1", "b")]
    measured = {"a1": Telling(1, 9), "a2": Telling(1, 8), "b1": Telling(1, 1)}

    assert ordered(checks, measured) == ["a1", "b1", "a2"]


def test_a_check_that_speaks_for_two_waits_for_neither() -> None:
    checks = [check("a1", "a"), check("both", "a", "b"), check("a2", "a")]
    measured = {"a1": Telling(1, 9), "both": Telling(1, 8), "a2": Telling(1, 7)}

    assert ordered(checks, measured) == ["a1", "both", "a2"]


def test_smoke_checks_come_first_in_the_order_of_their_story() -> None:
    checks = [check("telling", "a"), check("second", "b", smoke=True), check("third", "b", smoke=True)]
    measured = {"telling": Telling(1, 99), "third": Telling(1, 5)}

    assert ordered(checks, measured) == ["second", "third", "telling"]


def test_what_the_smoke_checks_spoke_for_comes_after_what_nobody_spoke_for() -> None:
    checks = [check("again", "a"), check("walk", "a", smoke=True), check("new", "b")]
    measured = {"again": Telling(1, 9), "new": Telling(1, 1)}

    assert ordered(checks, measured) == ["walk", "new", "again"]


def test_without_measurements_what_is_drawn_at_random_comes_last() -> None:
    checks = [
        check("properties/p", "a"),
        check("journeys/j", "b"),
        check("scenarios/s", "c"),
        check("elsewhere", "d"),
    ]

    assert ordered(checks) == ["scenarios/s", "journeys/j", "properties/p", "elsewhere"]


def test_what_was_not_measured_comes_after_what_was() -> None:
    checks = [check("scenarios/new", "a"), check("scenarios/poor", "b")]

    assert ordered(checks, {"scenarios/poor": Telling(90, 0)}) == ["scenarios/poor", "scenarios/new"]


def test_equal_checks_keep_the_order_of_the_suite() -> None:
    checks = [check(f"scenarios/{number}", str(number)) for number in range(9)]

    assert ordered(checks) == [each.check for each in checks]


def test_measurements_are_read_as_they_were_stored(tmp_path: Path) -> None:
    measured = {'scenarios/test_a.py::test_b["x"]': Telling(7, 3)}
    write_telling(measured, tmp_path / "telling.json")

    assert load_telling(tmp_path / "telling.json") == measured


def test_without_a_file_nothing_was_measured(tmp_path: Path) -> None:
    assert load_telling(tmp_path / "nosuch.json") == {}

from __future__ import annotations

from itertools import zip_longest

import pytest
from emulator_driving import Walk, opened, seen

from conformance.emulator import FAULTS, Settings, fault_names
from conformance.errors import UserMistake


@pytest.fixture(scope="module")
def clean() -> list[tuple[int, str, bytes]]:
    """What the walk sees in a store without faults."""
    return [seen(response) for response in Walk(opened())]


@pytest.mark.parametrize("name", fault_names())
def test_each_fault_changes_an_answer(name: str, clean: list[tuple[int, str, bytes]]) -> None:
    faulty = (seen(response) for response in Walk(opened(Settings(faults=(name,)))))
    assert any(here != there for here, there in zip_longest(clean, faulty))


def test_two_stores_without_faults_give_the_same_answers(clean: list[tuple[int, str, bytes]]) -> None:
    assert [seen(response) for response in Walk(opened())] == clean


def test_a_store_with_another_seed_gives_other_ids(clean: list[tuple[int, str, bytes]]) -> None:
    assert seen(next(iter(Walk(opened(Settings(seed=7)))))) != clean[0]


def test_the_walk_meets_no_server_error(clean: list[tuple[int, str, bytes]]) -> None:
    assert [status for status, _, _ in clean if status >= 500] == []


def test_every_fault_names_what_it_breaks_and_does() -> None:
    assert [one.name for one in FAULTS.values() if not (one.breaks and one.summary.endswith("."))] == []


def test_an_unknown_fault_is_a_mistake_that_names_a_near_one() -> None:
    with pytest.raises(UserMistake, match="coupon-add-ignored"):
        opened(Settings(faults=("coupon-add-ignord",)))


def test_several_faults_can_be_on_together() -> None:
    store = opened(Settings(faults=("coupon-unknown-accepted", "version-stands-still")))
    assert store.server().get("/_emulator/faults").json()["faults"] == [
        "coupon-unknown-accepted",
        "version-stands-still",
    ]

"""Whole runs of a profile or within a budget: what they send, what they judge, what their reports say of it."""

from __future__ import annotations

import pytest
from judging import Bench, Run

from conformance.requirements import load_catalogue

CATALOGUE = load_catalogue()
USED_UP = "the budget of 40 requests is used up"


@pytest.fixture(scope="module")
def smoke(tmp_path_factory: pytest.TempPathFactory, bytecode: object) -> Run:
    """The embedded emulator in a first look."""
    del bytecode
    place = tmp_path_factory.mktemp("smoke")
    return Bench(place, place / "bytecode").command("--profile", "smoke")


@pytest.fixture
def short(bench: Bench) -> Run:
    """A run that needs more requests than it may send."""
    return bench.command("--budget", "40", "-k", "coupon")


def test_a_first_look_is_conformant_within_one_window(smoke: Run) -> None:
    assert (smoke.verdict, smoke.code) == ("conformant", 0)
    assert len(smoke.exchanges) <= 150


def test_every_requirement_is_either_judged_or_said_to_be_left_out(smoke: Run) -> None:
    told = [*smoke.outcomes, *smoke.report["not_selected"]]

    assert sorted(told) == sorted(each.id for each in CATALOGUE if not each.untestable)
    assert "not-selected" not in smoke.outcomes.values()


def test_the_profile_stands_in_every_report(smoke: Run) -> None:
    assert (smoke.report["profile"], smoke.report["budget"]) == ("smoke", 150)
    assert "profile: smoke, at most 150 requests" in smoke.said
    assert "Profile smoke." in smoke.page
    assert smoke.junit.attrib["name"] == "checkout-conformance (smoke): conformant"
    assert "profile `smoke`" in (smoke.directory / "report.md").read_text(encoding="utf-8")


def test_a_profile_of_one_face_judges_that_face(bench: Bench) -> None:
    run = bench.command("--profile", "storefront", "-k", "gift_certificate")

    assert {CATALOGUE.get(each).surface for each in run.outcomes} <= {"storefront", "both"}
    assert not [each.check for each in run.checks if "[server" in each.check]


def test_no_more_is_sent_than_the_budget_allows(short: Run) -> None:
    assert len(short.exchanges) <= 40
    assert (short.verdict, short.code) == ("incomplete", 3)


def test_what_the_budget_had_no_room_for_could_not_run(short: Run) -> None:
    reasons = {reason for each in short.report["outcomes"] for reason in each["reasons"]}

    assert USED_UP in reasons
    assert set(short.outcomes.values()) <= {"passed", "could-not-run"}


def test_what_was_made_in_the_store_is_removed_within_the_budget(short: Run) -> None:
    asked = [(each.request.method, each.operation) for each in short.exchanges]

    assert asked.count(("DELETE", "deleteCoupon")) == asked.count(("POST", "createCoupon")) == 1


@pytest.mark.parametrize("words", [("--budget", "40"), ("--profile", "smoke")])
@pytest.mark.parametrize("door", ["command", "pytest"])
def test_a_budget_with_workers_is_a_mistake(bench: Bench, words: tuple[str, str], door: str) -> None:
    target = () if door == "command" else ("--target=emulator",)
    run = getattr(bench, door)(*target, *words, "-n", "2")

    assert run.code == 2
    assert "can't be shared by parallel workers" in run.said
    assert "Traceback" not in run.said


@pytest.mark.parametrize(("words", "told"), [(("--profile", "smok"), "smok"), (("--budget", "0"), "budget")])
def test_a_profile_or_budget_that_there_is_not_is_a_mistake(bench: Bench, words: tuple[str, str], told: str) -> None:
    run = bench.command(*words)

    assert run.code == 2
    assert told in run.said

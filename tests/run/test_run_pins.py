"""What the project relies on in Schemathesis, Hypothesis and pytest: versions, settings, and what they lead to."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from judging import Run

from conformance.suite.properties import generation
from conformance.verdict import Exchange

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# Settings that a Schemathesis of its own would write reports by, beside ours.
# Product ids are the same in every emulator; ids of carts are not drawn.
FREE_OF_IDS = {"createCart", "updateCheckout"}
REPORTING = ("reports", "report")


def locked(package: str) -> tuple[int, ...]:
    found = re.search(rf"^{package}==([\d.]+)", LOCK, re.MULTILINE)
    assert found
    return tuple(int(part) for part in found[1].split("."))


def bodies(run: Run) -> list[tuple[str, str | None]]:
    """The generated bodies of operations that name no id of the store."""
    sent = [exchange for exchange in run.exchanges if exchange.generated and exchange.operation in FREE_OF_IDS]
    return [(exchange.operation, exchange.request.body) for exchange in sent]


def generated(run: Run, mode: str) -> list[Exchange]:
    return [exchange for exchange in run.exchanges if exchange.generated == mode]


def accepted(exchange: Exchange) -> bool:
    return exchange.response is not None and 200 <= exchange.response.status < 300


@pytest.mark.parametrize("dependency", ["pytest>=8.4,<9.2", "schemathesis>=4.32,<4.33"])
def test_a_dependency_whose_next_minor_release_breaks_us_is_held_back(dependency: str) -> None:
    assert dependency in PROJECT["dependencies"]


def test_the_locked_versions_are_in_those_ranges() -> None:
    assert (8, 4) <= locked("pytest") < (9, 2)
    assert (4, 32) <= locked("schemathesis") < (4, 33)


def test_generation_is_repeatable_by_settings() -> None:
    config = generation.CONFIG

    assert config["generation"]["database"] == "none"
    assert config["cache"]["enabled"] is False
    assert config["analysis"]["constants"]["enabled"] is False


def test_the_seed_of_a_run_is_the_seed_of_generation() -> None:
    assert generation.schema_of("server", 7).config.seed == 7


def test_schemathesis_writes_no_reports_of_its_own() -> None:
    assert not set(generation.CONFIG) & set(REPORTING)


def test_two_rounds_with_one_seed_draw_the_same_requests() -> None:
    operation = generation.operation_of("server", "createCart", 3)
    first: list[str] = []
    second: list[str] = []
    generation.for_each_request(operation, 3, 5, lambda case: first.append(repr(case.body)))
    generation.for_each_request(operation, 3, 5, lambda case: second.append(repr(case.body)))

    assert first == second
    assert len(set(first)) > 1


@pytest.mark.slow
def test_most_generated_requests_reach_the_store_behind_its_validation(embedded_run: Run) -> None:
    positive = generated(embedded_run, "positive")

    assert len(positive) > 80
    assert sum(map(accepted, positive)) / len(positive) > 0.6


@pytest.mark.slow
def test_what_is_drawn_does_not_hang_on_the_code_in_the_process(
    embedded_run: Run, live_run: tuple[Run, tuple[str, ...]]
) -> None:
    assert len(bodies(embedded_run)) > 30
    assert bodies(live_run[0]) == bodies(embedded_run)


@pytest.mark.slow
def test_every_exchange_of_a_property_test_stands_in_the_one_record(embedded_run: Run) -> None:
    asking = [check for check in embedded_run.checks if "test_generated_requests" in check.check]
    positive = {exchange.id: exchange.check for exchange in generated(embedded_run, "positive")}

    assert asking
    assert all(any(positive.get(each) == check.check for each in check.exchanges) for check in asking)
    assert {each for check in embedded_run.checks for each in check.exchanges} <= {
        exchange.id for exchange in embedded_run.exchanges
    }


@pytest.mark.slow
def test_nothing_but_our_own_reports_is_written(embedded_run: Run) -> None:
    written = {path.name for path in embedded_run.directory.iterdir()}

    assert written == {
        "allure-results",
        "exchanges.har",
        "junit.xml",
        "record-main.jsonl",
        "report.html",
        "report.json",
        "report.md",
    }
    # Hypothesis would keep examples, and what it has read of loaded source, in a folder of its own.
    kept = {path.name for path in embedded_run.directory.parent.glob(".hypothesis/*")}
    assert not kept & {"examples", "constants"}

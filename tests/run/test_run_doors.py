"""The same checks by every door: the command and plain pytest, embedded and live, one process and several."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest
from judging import Bench, Run

from conformance.verdict import Exchange

Sent = tuple[str, str, str | None]
# The one origin of a target that listens, and the made-up one of a target in this process.
CREATE_CART = ("server", "createCart")
ORIGIN = re.compile(r"http://(127\.0\.0\.1:\d+|emulator\.test)")


def requests_of(run: Run) -> list[Sent]:
    return [sent(exchange) for exchange in run.exchanges]


def sent(exchange: Exchange) -> Sent:
    return exchange.request.method, ORIGIN.sub("", exchange.request.url), exchange.request.body


def created_by(run: Run) -> set[Sent]:
    """The generated requests for a new cart on the server face."""
    return {sent(each) for each in run.exchanges if each.generated and (each.surface, each.operation) == CREATE_CART}


def collected(run: Run) -> list[str]:
    return re.findall(r"^\S+::.+$", run.said, re.MULTILINE)


@pytest.mark.slow
def test_a_part_of_the_suite_over_every_area_holds_on_the_emulator(embedded_run: Run) -> None:
    assert set(embedded_run.outcomes.values()) <= {"passed", "could-not-run"}
    assert {check.result for check in embedded_run.checks} == {"passed"}


@pytest.mark.slow
def test_a_store_behind_a_port_comes_to_the_same_as_the_one_in_the_process(
    embedded_run: Run, live_run: tuple[Run, tuple[str, ...]]
) -> None:
    run, _ = live_run

    assert run.outcomes == embedded_run.outcomes
    assert run.verdict == embedded_run.verdict


@pytest.fixture(scope="module")
def shared_run(tmp_path_factory: pytest.TempPathFactory, bytecode: Path) -> Run:
    """Some of the same checks shared out between two workers, with another seed."""
    chosen = "test_every_operation_answers or (test_generated and server-createCart])"
    return Bench(tmp_path_factory.mktemp("shared"), bytecode).command("-n", "2", "--seed", "2", "-k", chosen)


@pytest.mark.slow
def test_two_workers_come_to_the_same_as_one_process(shared_run: Run, embedded_run: Run) -> None:
    alone = {check.check: check.result for check in embedded_run.checks}
    shared = {check.check: check.result for check in shared_run.checks}

    assert len(shared) == len(shared_run.checks) == 3
    assert shared.items() <= alone.items()
    assert {exchange.id.split("-")[0] for exchange in shared_run.exchanges} == {"main", "gw0", "gw1"}


@pytest.mark.slow
def test_another_seed_sends_other_generated_requests(shared_run: Run, embedded_run: Run) -> None:
    here, there = created_by(embedded_run), created_by(shared_run)

    assert here
    assert there
    assert not there <= here


@pytest.mark.slow
def test_the_same_seed_sends_the_same_requests_in_the_same_order(
    bench: Bench, embedded_run: Run, everywhere: str
) -> None:
    again = bench.command("-k", everywhere, PYTHONHASHSEED="7")

    assert requests_of(again) == requests_of(embedded_run)


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory, bytecode: Path) -> Callable[[str], list[str]]:
    """The node ids that plain pytest lists when it is given a target and no path, by the seed of Python's hashes."""

    @lru_cache
    def by(seed: str) -> list[str]:
        bench = Bench(tmp_path_factory.mktemp("listed"), bytecode)
        return collected(bench.pytest("--target=emulator", "--collect-only", "-q", PYTHONHASHSEED=seed))

    return by


def test_plain_pytest_collects_the_suite_when_it_is_given_a_target_and_no_path(
    listed: Callable[[str], list[str]],
) -> None:
    ids = listed("1")

    assert any(each.endswith("test_a_documented_request_is_accepted[server-getCheckout]") for each in ids)
    assert any(
        each.endswith("test_generated_requests_are_answered_as_documented[storefront-createCart]") for each in ids
    )
    assert any("scenarios/test_carts.py::" in each for each in ids)


def test_no_two_checks_share_a_node_id(listed: Callable[[str], list[str]]) -> None:
    assert len(listed("1")) == len(set(listed("1"))) > 400


def test_node_ids_are_the_same_on_every_run(listed: Callable[[str], list[str]]) -> None:
    assert listed("1") == listed("2")


def test_plain_pytest_selects_by_name_and_mark(bench: Bench) -> None:
    run = bench.pytest("--target=emulator", "-q", "-m", "requirement", "-k", "test_a_cart_gives_links")

    assert [check.result for check in run.checks] == ["passed"]
    assert run.outcomes["cart-redirect-urls-are-given"] == "passed"


def test_plain_pytest_says_the_verdict_last(bench: Bench) -> None:
    run = bench.pytest(
        "--target=emulator", "-k", "test_a_cart_gives_links", "--requirement=cart-redirect-urls-are-given"
    )

    assert run.code == 0
    assert f"verdict: conformant (1 requirements held; {len(run.exchanges)} exchanges, seed 1)" in run.said


def test_without_a_target_the_plugin_leaves_pytest_alone(bench: Bench) -> None:
    (bench.place / "test_anything.py").write_text("def test_anything():\n    pass\n", encoding="utf-8")
    run = bench.pytest("-q")

    assert (run.code, run.directory.exists()) == (0, False)
    assert "verdict" not in run.said

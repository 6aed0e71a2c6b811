"""Trouble on the way to a target: never a failure of the target, and never a green run."""

from __future__ import annotations

import pytest
from judging import REPORTS, Bench, Run
from serving import Store, answering, closed_port, served

from conformance.emulator import Settings

TOKEN = "t0ken-0f-a-live-st0re"
NO_SUCH_CART = b'{"status": 404, "title": "Not found", "type": "about:blank"}'
ONE_CHECK = (
    "-k",
    "test_a_deleted_cart_takes_its_checkout_along and server",
    "--requirement",
    "cart-delete-removes-checkout",
)


def agree(run: Run) -> bool:
    """Whether every report of an incomplete run says so."""
    return (
        (run.report["verdict"], run.report["exit_code"], run.code) == ("incomplete", 3, 3)
        and "incomplete" in run.page
        and "incomplete" in (run.directory / "report.md").read_text(encoding="utf-8")
        and int(run.junit.get("errors", "0")) > 0
        and run.junit.get("failures") == "0"
    )


@pytest.mark.slow
def test_a_target_that_does_not_listen_is_not_judged(bench: Bench) -> None:
    run = bench.command("--target", bench.target(f"http://127.0.0.1:{closed_port()}"), *ONE_CHECK)

    assert agree(run)
    assert "the target doesn't answer" in run.said
    assert "ConnectError" in run.report["reason"]
    assert all((run.directory / name).is_file() for name in REPORTS)


def test_a_target_that_only_breaks_is_not_judged(bench: Bench) -> None:
    with answering(500) as url:
        run = bench.command("--target", bench.target(url), *ONE_CHECK)

    assert agree(run)
    assert "answered 500 while a plain read of the store fails too" in run.report["reason"]


@pytest.mark.parametrize("workers", ["0", pytest.param("2", marks=pytest.mark.slow)])
def test_a_wrong_token_judges_nothing_and_asks_for_the_right_one(
    bench: Bench, live_store: tuple[Store, str], workers: str
) -> None:
    _, url = live_store
    run = bench.command("--target", bench.target(url, "another-token"), "-n", workers, "-k", "test_a_documented")

    assert agree(run)
    assert "refuses the credentials with 401: is the token right" in run.said
    assert set(run.outcomes.values()) <= {"could-not-run", "passed"}
    assert {check.result for check in run.checks} == {"could-not-run"}


def test_a_store_that_refuses_the_right_token_for_reading_does_not_conform(bench: Bench) -> None:
    run = bench.command(
        "--target", "emulator", "--fault", "token-right-refused-for-reading", "-k", "test_a_token_reads_what_it_has"
    )

    assert (run.code, run.verdict) == (1, "non-conformant")
    assert run.outcomes == {"token-opens-what-it-made": "failed"}


@pytest.mark.slow
def test_a_target_that_hangs_up_is_not_judged(bench: Bench) -> None:
    with answering(404, NO_SUCH_CART, hangs_up=True) as url:
        run = bench.command("--target", bench.target(url), *ONE_CHECK)

    assert agree(run)
    assert set(run.outcomes.values()) == {"could-not-run"}


def test_a_target_that_says_yes_to_everything_does_not_conform(bench: Bench) -> None:
    with answering(200) as url:
        run = bench.command(
            "--target", bench.target(url), "-k", "test_a_deleted_cart_takes_its_checkout_along and server"
        )

    assert run.code == 1
    assert run.outcomes["response-body-matches-contract"] == "failed"
    assert run.outcomes["cart-delete-removes-checkout"] == "could-not-run"


HICCUPS = {
    "refused for pace, twice": {("POST", "/carts"): {1: 429, 2: 429}},
    "broken once on a read": {("GET", "/products"): {1: 500}},
    "a gateway that gives up once on a read": {("GET", "/products"): {1: 503}},
}


@pytest.mark.parametrize("instead", HICCUPS.values(), ids=HICCUPS)
def test_a_hiccup_is_waited_out(bench: Bench, instead: dict[tuple[str, str], dict[int, int]]) -> None:
    with served(Store(Settings(token=TOKEN), instead)) as url:
        run = bench.command("--target", bench.target(url, TOKEN), *ONE_CHECK)

    assert (run.verdict, run.code) == ("conformant", 0)
    assert any(exchange.trouble for exchange in run.exchanges)


def test_a_step_that_broke_once_can_not_be_judged(bench: Bench) -> None:
    with served(Store(Settings(token=TOKEN), {("POST", "/carts"): {1: 500}})) as url:
        run = bench.command(
            "--target", bench.target(url, TOKEN), "-k", "test_a_deleted_cart_takes_its_checkout_along and server"
        )

    assert run.outcomes["cart-delete-removes-checkout"] == "could-not-run"
    assert "failed" not in run.outcomes.values()
    assert (run.verdict, run.code) == ("incomplete", 3)


def test_a_step_that_breaks_every_time_is_a_failure_of_the_target(bench: Bench) -> None:
    with served(Store(Settings(token=TOKEN), {("POST", "/carts"): dict.fromkeys(range(1, 9), 500)})) as url:
        run = bench.command(
            "--target", bench.target(url, TOKEN), "-k", "test_a_deleted_cart_takes_its_checkout_along and server"
        )

    assert run.outcomes["server-error-free"] == "failed"
    assert run.code == 1

"""Stores that take liberties are accused of nothing; `make liberties` asks everything, this a first look."""

from __future__ import annotations

import pytest
from judging import Bench

from conformance.targets import liberty_catalogue

TAKEN = [f"--liberty={name}" for name in liberty_catalogue()]


@pytest.mark.parametrize("target", ["emulator", "emulator-tax-inclusive"])
def test_a_store_that_takes_every_liberty_is_accused_of_nothing(bench: Bench, target: str) -> None:
    run = bench.command("--target", target, "--profile", "smoke", *TAKEN)
    assert (run.code, run.verdict) == (0, "conformant"), run.said


def test_liberties_are_for_the_emulator_alone(bench: Bench) -> None:
    run = bench.command("--target", "sandbox.toml", "--liberty", "no-versions")
    assert (run.code, "use the target `emulator`, or leave the liberties out" in run.said) == (2, True)

"""A sample of the faults is fair to every requirement and the same every time."""

from __future__ import annotations

from benchmarks.schemathesis_faults.__main__ import EXAMPLES, SETTINGS, WALKS
from benchmarks.schemathesis_faults.sampling import sampled

FAULTS = {"a-1": "a", "a-2": "a", "a-3": "a", "b-1": "b", "c-1": "c"}


def test_each_requirement_gives_one_fault_before_any_gives_two() -> None:
    assert {FAULTS[name] for name in sampled(FAULTS, 3)} == {"a", "b", "c"}


def test_a_sample_does_not_hang_on_the_order_of_the_catalogue() -> None:
    turned = dict(reversed(FAULTS.items()))

    assert sampled(turned, 4) == sampled(FAULTS, 4)


def test_a_sample_larger_than_the_catalogue_is_all_of_it() -> None:
    assert sorted(sampled(FAULTS, 99)) == sorted(FAULTS)


def test_the_settings_are_those_of_the_command_line_bench_with_fewer_examples() -> None:
    assert f"max-examples = {EXAMPLES}\n" in SETTINGS
    assert f"max-examples = {WALKS}\n" in SETTINGS

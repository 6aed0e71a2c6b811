"""A sample of the faults is fair to every requirement and the same every time."""

from __future__ import annotations

import pytest

from benchmarks.schemathesis_faults import as_it_comes
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


FOUND = {
    "": {"server POST /carts ST202"},
    "cart-cut": {"server POST /carts ST202", "server POST /carts ST101"},
    "cart-kept": {"server POST /carts ST202"},
}


@pytest.mark.parametrize(("fault", "noticed"), [("cart-cut", True), ("cart-kept", False)])
def test_as_it_comes_only_what_the_clean_store_is_not_accused_of_counts(
    monkeypatch: pytest.MonkeyPatch, *, fault: str, noticed: bool
) -> None:
    monkeypatch.setattr(as_it_comes, "accusations", lambda name="": (frozenset(FOUND[name]), 7))

    result = as_it_comes.measuring()(fault)

    assert (result.by_any, result.requests) == (noticed, 7)

"""The measurements of the served emulator measure what they say, and name the goals that are missed."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.emulator import growth, speed, startup


def figures(checkouts: float = 90.0, times_prism: float | None = 6.0) -> dict[str, Any]:
    whole = {"what": "guest checkout, cart to paid order", "per_second": checkouts}
    return {"emulator": [{"what": "read a checkout", "per_second": 1.0}, whole], "times_prism": times_prism}


@pytest.mark.parametrize(
    ("measured", "named"),
    [
        pytest.param(figures(), [], id="both reached"),
        pytest.param(figures(times_prism=None), [], id="without Prism"),
        pytest.param(figures(checkouts=59.9), ["59.9 guest checkouts"], id="too few checkouts"),
        pytest.param(figures(times_prism=4.9), ["4.9 times as fast"], id="too near to Prism"),
    ],
)
def test_a_missed_goal_is_named(measured: dict[str, Any], named: list[str]) -> None:
    assert [any(word in each for each in speed.missed(measured)) for word in named] == [True] * len(named)
    assert len(speed.missed(measured)) == len(named)


@pytest.mark.slow
def test_speed_is_measured_on_a_served_emulator() -> None:
    measured = speed.measure(0.2, beside_prism=False)

    assert [rate["what"] for rate in measured["emulator"]] == [
        "read a checkout",
        "read a checkout that nobody read before",
        "make a cart",
        "change a line's quantity",
        "guest checkout, cart to paid order",
    ]
    assert all(rate["per_second"] > 1 for rate in measured["emulator"])
    assert measured["prism"] is None


@pytest.mark.slow
def test_growth_compares_a_full_store_with_an_empty_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growth, "ROUNDS", 2)

    measured = growth.measure(2_000, 0.1)

    assert (measured["few"], measured["many"]) == (100, 2_000)
    assert len(measured["rows"]) == 5


@pytest.mark.slow
def test_start_up_is_timed_to_the_first_answer() -> None:
    assert 0.05 < startup.measure(1)["median_s"] < 30

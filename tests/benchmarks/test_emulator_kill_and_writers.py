"""The emulator under kills and under many writers, in small; the figures tell what went wrong."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.emulator import kill, writers

KILLED: dict[str, Any] = {
    "rounds": 3, "acknowledged": 30, "lost": 0, "repeated_ids": 0, "integrity": [],
}  # fmt: skip
WRITTEN: dict[str, Any] = {
    "adds": 24, "acknowledged": 24, "lost": 0, "versions_lost": 0, "duels": 3, "duels_with_one_winner": 3,
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("rounds", "workers"), [(1, 1), (3, 2)])
def test_no_acknowledged_write_is_lost_to_a_kill(rounds: int, workers: int) -> None:
    figures = kill.measure(rounds, workers)
    assert kill.kept(figures), figures


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_parallel_writers_lose_nothing_and_versions_are_exact(workers: int) -> None:
    figures = writers.measure(8, 3, 3, workers)
    assert writers.kept(figures), figures


@pytest.mark.parametrize(
    "trouble",
    [{"lost": 1}, {"repeated_ids": 1}, {"integrity": ["row 1 missing from index"]}, {"acknowledged": 2}],
)
def test_a_kill_that_did_harm_is_told(trouble: dict[str, Any]) -> None:
    assert kill.kept(KILLED)
    assert not kill.kept(KILLED | trouble)


@pytest.mark.parametrize(
    "trouble",
    [{"lost": 1}, {"versions_lost": -1}, {"acknowledged": 23}, {"duels_with_one_winner": 2}],
)
def test_a_lost_update_or_a_duel_with_two_winners_is_told(trouble: dict[str, Any]) -> None:
    assert writers.kept(WRITTEN)
    assert not writers.kept(WRITTEN | trouble)

"""The matrix as a command: what it prints, keeps and exits with."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from conformance.matrix import kept_in

COMMAND = Path(sys.executable).parent / "checkout-conformance"
FAULT, BROKEN = "customer-message-cut-short", "customer-message-is-kept"


def matrix(place: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(COMMAND), "matrix", "-n", "1", *words],
        cwd=place,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_a_fault_is_noticed_by_its_own_requirement(tmp_path: Path) -> None:
    done = matrix(tmp_path, "--quick", "--fault", FAULT)

    assert done.returncode == 0, done.stderr
    assert f"noticed  {FAULT}  ({BROKEN})" in done.stderr
    assert "faults noticed by their own requirement: 1 of 1" in done.stdout


def test_a_profile_tells_its_share_and_keeps_it(tmp_path: Path) -> None:
    done = matrix(tmp_path, "--profile", "smoke", "--fault", FAULT, "--store", str(tmp_path))

    assert done.returncode == 0, done.stderr
    assert "smoke: 1 of 1 faults noticed (100.0%)" in done.stdout
    assert [one.fault for one in kept_in(tmp_path / "fault-matrix.json").shares["smoke"].noticed] == [FAULT]
    assert "| smoke | 1 | 1 | 100.0% |" in (tmp_path / "fault-matrix.md").read_text(encoding="utf-8")


def test_nothing_is_left_behind_by_runs_of_the_matrix(tmp_path: Path) -> None:
    matrix(tmp_path, "--quick", "--fault", FAULT)

    assert list(tmp_path.iterdir()) == []


def test_a_quick_matrix_can_be_kept(tmp_path: Path) -> None:
    matrix(tmp_path, "--quick", "--fault", FAULT, "--store", ".")

    assert {each.name for each in tmp_path.iterdir()} == {"fault-matrix.json", "fault-matrix.md"}
    assert FAULT in (tmp_path / "fault-matrix.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--fault", "customer-message-cut-shor"), "did you mean customer-message-cut-short"),
        (("--profile", "smok"), "smok"),
    ],
)
def test_a_mistake_is_told(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    done = matrix(tmp_path, *words)

    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr

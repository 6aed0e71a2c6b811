"""What the command says to a mistake: a short message that names the place and the mend, and exit code 2."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

COMMAND = Path(sys.executable).parent / "checkout-conformance"


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str


def told(place: Path, *arguments: str) -> Said:
    done = subprocess.run(
        [str(COMMAND), *arguments], cwd=place, capture_output=True, text=True, timeout=60, check=False
    )
    return Said(done.returncode, done.stdout, done.stderr)


BROKEN = '[target]\nname = "here"\n\n[server]\nurl = "http://localhost:1/stores/abc/v3"\ntokn = "x"\n'
MISTAKES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "a misspelt key of a target": (("run", "--target", "broken.toml"), ("broken.toml:6", "`tokn`", "`token`")),
    "a target that is no TOML": (("run", "--target", "garbled.toml"), ("garbled.toml",)),
    "a target that is not there": (("run", "--target", "nosuch.toml"), ("nosuch.toml",)),
    "an unknown requirement": (
        ("run", "--requirement", "cart-create-holds-item"),
        ("no requirement has the id `cart-create-holds-item`", "did you mean cart-create-holds-items"),
    ),
    "an unknown fault": (
        ("run", "--fault", "customer-message-cut-shor"),
        ("the emulator knows no fault `customer-message-cut-shor`", "did you mean customer-message-cut-short"),
    ),
    "a requirement that can't be explained": (
        ("requirements", "cart-create-holds-item"),
        ("did you mean cart-create-holds-items",),
    ),
    "an unknown fault of the emulator": (
        ("emulator", "--fault", "customer-message-cut-shor"),
        ("did you mean customer-message-cut-short",),
    ),
    "an unknown option": (("run", "--taget", "emulator"), ("--target",)),
    "workers that are no number": (("run", "-n", "many"), ("many",)),
}


@pytest.mark.parametrize(("arguments", "words"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_its_place_and_its_mend(
    tmp_path: Path, arguments: tuple[str, ...], words: tuple[str, ...]
) -> None:
    (tmp_path / "broken.toml").write_text(BROKEN, encoding="utf-8")
    (tmp_path / "garbled.toml").write_text("[target\n", encoding="utf-8")
    said = told(tmp_path, *arguments)

    assert said.code == 2
    assert [word for word in words if word not in said.err] == []
    assert "Traceback" not in said.err
    assert not (tmp_path / "reports").exists()


def test_plain_pytest_tells_a_mistake_without_a_traceback(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--target=emulator", "--requirement=cart-create-holds-item"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 2
    assert "did you mean cart-create-holds-items" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr

"""What the README shows is what happens: its commands run as written, and the output is the real one."""

from __future__ import annotations

import os
import re
import shlex
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ (.+)$", README, flags=re.MULTILINE)
SHOWN = re.search(r"```text\n(.*?)```", README, flags=re.DOTALL)
# The commands are those of the environment that runs the tests.
ENVIRONMENT = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}

TARGET = """
[target]
name = "served emulator"
[server]
url = "http://127.0.0.1:{port}/stores/emulator/v3"
token = "emulator-token"
[storefront]
url = "http://127.0.0.1:{port}"
[payments]
url = "http://127.0.0.1:{port}/stores/emulator"
[fixtures]
provision = true
"""


def command(beginning: str) -> list[str]:
    """The README's command that begins so."""
    return shlex.split(next(each for each in COMMANDS if each.startswith(beginning)))


def run(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False, timeout=300
    )


def settled(output: str) -> list[str]:
    """The lines of an output, without what is new on every run."""
    text = re.sub(r"reports: \S+", "reports: reports/<time>", output.strip())
    return [line.rstrip() for line in re.sub(r"\d+ exchanges", "N exchanges", text).splitlines()]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Path]:
    """A folder with ``sandbox.toml`` for an emulator that is served as the README says, on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    words = [port if word == "8080" else word for word in command("checkout-conformance emulator")]
    (tmp_path / "sandbox.toml").write_text(TARGET.format(port=port), encoding="utf-8")
    server = subprocess.Popen(words, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/_emulator/health")
        yield tmp_path
    finally:
        server.terminate()
        server.wait(timeout=10)


def wait_for(url: str) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            urlopen(url, timeout=1).close()  # noqa: S310 - a server of our own on this machine
        except (URLError, OSError):
            time.sleep(0.1)
        else:
            return
    pytest.fail("the emulator did not come up")


@pytest.mark.slow
def test_the_main_job_prints_what_the_readme_shows(tmp_path: Path) -> None:
    done = run(["checkout-conformance", "run", "--target", "emulator"], tmp_path)
    assert SHOWN is not None
    assert done.returncode == 0, done.stdout + done.stderr
    assert settled(done.stdout) == settled(SHOWN[1])


def test_make_conformance_is_that_job() -> None:
    assert "$(BIN)/checkout-conformance run --target emulator" in (ROOT / "Makefile").read_text(encoding="utf-8")
    assert command("make conformance")
    assert command("make test")


@pytest.mark.slow
def test_a_served_emulator_is_judged_by_a_target_file(served: Path) -> None:
    done = run(command("checkout-conformance run --target sandbox.toml"), served)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "verdict: conformant" in done.stdout


@pytest.mark.slow
def test_those_who_live_in_pytest_can_stay_there(served: Path) -> None:
    done = run(command("pytest --target sandbox.toml"), served)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "verdict: conformant" in done.stdout


def test_liberties_are_held_against_no_store(tmp_path: Path) -> None:
    done = run(command("checkout-conformance run --profile smoke --liberty"), tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_fault_is_noticed_by_its_requirement(tmp_path: Path) -> None:
    done = run(command("checkout-conformance run --fault"), tmp_path)
    assert done.returncode == 1
    assert "failed order-created-incomplete (MUST)" in done.stdout


@pytest.mark.parametrize("words", ["requirements", "faults", "--help"])
def test_what_explains_itself_does(words: str, tmp_path: Path) -> None:
    done = run(["checkout-conformance", words], tmp_path)
    assert done.returncode == 0
    assert done.stdout


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#]+)\)", README))
def test_every_link_leads_somewhere(link: str) -> None:
    assert (ROOT / link).exists()

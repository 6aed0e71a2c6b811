"""What the emulator's guide shows is what happens: its snippets and its commands run as written."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from conformance.emulator.surfaces.control import ROUTES

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "emulator.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ (.+)$", GUIDE, flags=re.MULTILINE)
IN_PROCESS, CONFTEST, TESTS = re.findall(r"```python\n(.*?)```", GUIDE, flags=re.DOTALL)
# The commands are those of the environment that runs the tests.
ENVIRONMENT = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
needs_curl = pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl, which is not installed here")


@pytest.fixture(scope="module")
def port() -> Iterator[str]:
    """The port of an emulator that is served as the guide says."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = str(probe.getsockname()[1])
    words = [free if word == "8080" else word for word in shlex.split(COMMANDS[0])]
    server = subprocess.Popen(words, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{free}/_emulator/health")
        yield free
    finally:
        server.terminate()
        server.wait(timeout=10)


def wait_for(url: str) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            httpx.get(url, timeout=1)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the emulator did not come up")


def curl(beginning: str, port: str) -> Any:
    """The answer to the guide's command that holds these words."""
    written = next(each for each in COMMANDS if each.startswith("curl") and beginning in each)
    words = shlex.split(written.replace(":8080", f":{port}"))
    done = subprocess.run(words, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=True, timeout=30)
    return json.loads(done.stdout)


def test_the_snippet_for_your_process_runs() -> None:
    done = subprocess.run(
        [sys.executable, "-c", IN_PROCESS], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert "assert" in IN_PROCESS


def test_the_fixtures_work_in_another_project(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    (tmp_path / "test_shop.py").write_text(TESTS, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", str(tmp_path)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 passed" in done.stdout


@needs_curl
def test_the_seed_command_seeds(port: str) -> None:
    assert curl("/_emulator/seed", port)["fixtures"]["product_ids"] == [501, 502]


@needs_curl
def test_the_failure_command_orders_one(port: str) -> None:
    number = curl("/_emulator/failures", port)["id"]
    waiting = httpx.get(f"http://127.0.0.1:{port}/_emulator/failures").json()["failures"]
    ordered = next(one for one in waiting if one["id"] == number)
    assert (ordered["operation"], ordered["status"], ordered["after"]) == ("createOrder", 502, True)


@needs_curl
def test_the_journal_command_finds(port: str) -> None:
    store = f"http://127.0.0.1:{port}/stores/emulator/v3/checkouts/none/orders"
    httpx.post(f"http://127.0.0.1:{port}/_emulator/failures", json={"operation": "createOrder", "times": 1})
    httpx.post(store, headers={"X-Auth-Token": "emulator-token"})
    found = curl("/_emulator/journal", port)
    assert found["count"] >= 1
    assert {one["operation"] for one in found["exchanges"]} == {"createOrder"}


@needs_curl
def test_the_fault_command_switches_one_on(port: str) -> None:
    assert "coupon-unknown-accepted" in curl("/_emulator/faults/", port)["faults"]


def test_every_command_of_the_guide_is_one_of_these() -> None:
    served = ("emulator --port", "emulator --database", "emulator --store")
    known = (*served, "/seed", "/failures", "/journal", "/faults/")
    assert [each for each in COMMANDS if not any(word in each for word in known)] == []
    assert len(COMMANDS) == len(known)


@pytest.mark.parametrize("path", [path for path in ROUTES if not path.endswith(("/_emulator", ".css", ".js"))])
def test_every_control_is_in_the_guide(path: str) -> None:
    assert path in GUIDE


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#]+)\)", GUIDE))
def test_every_link_leads_somewhere(link: str) -> None:
    assert (ROOT / "docs" / link).exists()

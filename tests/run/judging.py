"""Runs the installed commands in processes of their own, and reads what such a run leaves behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, parse

from conformance.run.closing import parts
from conformance.verdict import Check, Exchange, RunRecord, read_record

COMMAND = Path(sys.executable).parent / "checkout-conformance"
# What a pytest around us would tell a pytest below us.
INHERITED = ("PYTEST_", "PYTHONDONTWRITEBYTECODE", "HYPOTHESIS_", "CI")
# A run that hangs must not hang whoever tests it.
PATIENCE = 120
# What is said where nobody listens for it.
NO_TOKEN = "a-token-of-no-store"
UNASKED = ("-p", "no:cacheprovider", "-p", "no:randomly")

REPORTS = ("report.json", "report.html", "junit.xml", "report.md", "exchanges.har")


@dataclass(frozen=True)
class Run:
    """A run that has ended: its exit code, what it said, and the directory that it wrote."""

    code: int
    said: str
    directory: Path

    @cached_property
    def report(self) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads((self.directory / "report.json").read_text(encoding="utf-8"))
        return loaded

    @cached_property
    def record(self) -> RunRecord:
        return read_record(parts(self.directory))

    @cached_property
    def page(self) -> str:
        return (self.directory / "report.html").read_text(encoding="utf-8")

    @cached_property
    def junit(self) -> Element:
        return parse(self.directory / "junit.xml").getroot()  # noqa: S314 - our own file

    @property
    def verdict(self) -> str:
        return str(self.report["verdict"])

    @property
    def outcomes(self) -> dict[str, str]:
        """The status of each requirement."""
        return {each["id"]: each["status"] for each in self.report["outcomes"]}

    @property
    def checks(self) -> tuple[Check, ...]:
        return self.record.checks

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        return self.record.exchanges

    @property
    def files(self) -> tuple[Path, ...]:
        return tuple(sorted(path for path in self.directory.rglob("*") if path.is_file()))


@dataclass(frozen=True)
class Bench:
    """Where runs are made: a directory of its own for each, and one store of compiled modules for all."""

    place: Path
    bytecode: Path

    def environment(self, **more: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(INHERITED)}
        return {**kept, "PYTHONPYCACHEPREFIX": str(self.bytecode), **more}

    def command(self, *arguments: str, run_directory: Path | None = None, **environment: str) -> Run:
        """``checkout-conformance run`` with these arguments."""
        directory = run_directory or self.place / "run"
        return self.ended(
            [str(COMMAND), "run", *arguments, "--run-directory", str(directory)], directory, **environment
        )

    def pytest(self, *arguments: str, **environment: str) -> Run:
        """``pytest`` with these arguments, in a directory that has no settings."""
        directory = self.place / "run"
        called = [sys.executable, "-m", "pytest", *UNASKED, *arguments, f"--run-directory={directory}"]
        return self.ended(called, directory, **environment)

    def ended(self, called: list[str], directory: Path, **environment: str) -> Run:
        done = subprocess.run(
            called,
            cwd=self.place,
            env=self.environment(**environment),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        return Run(done.returncode, done.stdout + done.stderr, directory)

    def target(self, url: str, token: str = NO_TOKEN, more: str = "") -> str:
        """The file of a target at this URL, with both faces."""
        path = self.place / "target.toml"
        path.write_text(
            f'[target]\nname = "live"\n[server]\nurl = "{url}/stores/emulator/v3"\ntoken = "{token}"\n'
            f'[storefront]\nurl = "{url}"\n[payments]\nurl = "{url}/stores/emulator"\n'
            f"[fixtures]\nprovision = true\n{more}",
            encoding="utf-8",
        )
        return str(path)

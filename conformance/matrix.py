"""The fault matrix: every fault of the emulator against the checks of the requirement that it breaks."""

from __future__ import annotations

import io
import json
import multiprocessing
import tempfile
from collections.abc import Callable, Iterable
from contextlib import redirect_stderr, redirect_stdout
from importlib.metadata import entry_points
from pathlib import Path

import msgspec
import pytest

from conformance.locations import suite_directory
from conformance.requirements import Catalogue, load_catalogue
from conformance.targets import fault_catalogue
from conformance.verdict.judgement import Status

BREACHES = {Status.FAILED, Status.WARNED}
# Generated requests take longer; they are asked only where no scenario has noticed the fault.
NOT_JUDGED = "not judged"
STAGES = ("scenarios", "properties")


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One fault: the requirement that it breaks, whether that requirement's checks noticed, and who else did."""

    fault: str
    breaks: str
    summary: str
    noticed: bool
    noticed_by: tuple[str, ...]


class Matrix(msgspec.Struct, frozen=True, kw_only=True):
    """All rows, what the clean emulator was accused of, and the requirements that no fault breaks."""

    rows: tuple[Row, ...]
    accused: tuple[str, ...]
    clean_verdict: str
    unproven: tuple[str, ...]

    @property
    def green(self) -> bool:
        """Every fault noticed by its own requirement, every requirement with a fault, no accusation."""
        noticed = all(row.noticed for row in self.rows)
        clean = self.clean_verdict in {"conformant", NOT_JUDGED}
        return noticed and not self.accused and not self.unproven and clean


def run_matrix(processes: int, only: Iterable[str] = (), seen: Callable[[Row], None] = lambda _: None) -> Matrix:
    """Runs each fault in a process of its own, and the whole suite once on the clean emulator.

    ``seen`` is told each row as soon as it is there.
    """
    catalogue = load_catalogue()
    chosen = set(only)
    faults = {name: told for name, told in fault_catalogue().items() if not chosen or name in chosen}
    for plugin in entry_points(group="pytest11"):
        # Every run needs them, and what is imported here is there in each process.
        plugin.load()
    with multiprocessing.get_context("fork").Pool(processes, maxtasksperchild=1) as pool:
        # Whoever asks for one fault wants to see that fault; the clean emulator takes as long as many of them.
        clean = None if chosen else pool.apply_async(judge_once, ((), ()))
        tasks = [(name, breaks, summary) for name, (breaks, summary) in faults.items()]
        rows = []
        for row in pool.imap_unordered(row_of, tasks):
            rows.append(row)
            seen(row)
        verdict, accused = clean.get() if clean else (NOT_JUDGED, ())
    broken = {row.breaks for row in rows}
    unproven = () if chosen else tuple(each.id for each in catalogue if each.id not in broken)
    return Matrix(rows=tuple(rows), accused=accused, clean_verdict=verdict, unproven=unproven)


def row_of(told: tuple[str, str, str]) -> Row:
    """Judges the emulator with one fault (name, what it breaks, summary) by that requirement's checks."""
    fault, breaks, summary = told
    noticed_by: tuple[str, ...] = ()
    for stage in STAGES:
        _, noticed_by = judge_once((fault,), (breaks,), stage)
        if breaks in noticed_by:
            break
    return Row(fault=fault, breaks=breaks, summary=summary, noticed=breaks in noticed_by, noticed_by=noticed_by)


def judge_once(
    faults: tuple[str, ...], requirements: tuple[str, ...], stage: str = ""
) -> tuple[str, tuple[str, ...]]:
    """One run in this process: its verdict and the ids of the requirements that were breached."""
    suite = suite_directory()
    with tempfile.TemporaryDirectory(prefix="conformance-") as folder:
        directory = Path(folder) / "run"
        arguments = ["-c", str(suite / "pytest.ini"), "--rootdir", str(suite), "-p", "no:cacheprovider", "-q"]
        arguments += ["--target=emulator", f"--run-directory={directory}"]
        arguments += [f"--fault={fault}" for fault in faults]
        arguments += [f"--requirement={requirement}" for requirement in requirements]
        arguments += ["--until-noticed"] if requirements else []
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            pytest.main([*arguments, str(suite / stage if stage else suite)])
        report = json.loads((directory / "report.json").read_text(encoding="utf-8"))
    breached = tuple(each["id"] for each in report["outcomes"] if each["status"] in BREACHES)
    return str(report["verdict"]), breached


def markdown(matrix: Matrix, catalogue: Catalogue) -> str:
    """The matrix as a page: a row for each fault, in the catalogue's order of what they break."""
    order = {requirement.id: place for place, requirement in enumerate(catalogue)}
    rows = sorted(matrix.rows, key=lambda row: (order.get(row.breaks, len(order)), row.fault))
    noticed = sum(row.noticed for row in rows)
    lines = [
        "# Fault matrix",
        "",
        "Written by `make matrix`: each fault of the emulator against the checks of the requirement that it breaks.",
        "",
        f"- faults noticed by their own requirement: {noticed} of {len(rows)}",
        f"- requirements that no fault breaks: {len(matrix.unproven)} of {len(catalogue)}",
        f"- findings on the clean emulator: {len(matrix.accused)} (verdict: {matrix.clean_verdict})",
        "",
        "| requirement | fault | what the emulator then does | noticed |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| `{row.breaks}` | `{row.fault}` | {row.summary} | {'yes' if row.noticed else '**no**'} |" for row in rows
    ]
    return "\n".join(lines) + "\n"

"""Runs that are stopped, and disks that refuse: what was seen is kept, and the exit code says so."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

from judging import COMMAND, PATIENCE, REPORTS, Bench, Run

from conformance.run.closing import parts

# Makes every file that the command writes end at a length, as a full disk would.
LIMITED = """\
import os, resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
os.execv(sys.argv[2], sys.argv[2:])
"""
# Whoever is started in the background by a shell ignores Ctrl-C, and so do those that it starts.
HEEDING = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])
"""
SMALL = ("-k", "test_a_cart_gives_links")
SEVERAL = ("-k", "test_consignments")


def limited(bench: Bench, length: int) -> Run:
    directory = bench.place / "limited"
    called = [sys.executable, "-c", LIMITED, str(length), sys.executable, str(COMMAND), "run", *SMALL]
    # A compiled module that is cut off would break whoever reads it next.
    return bench.ended([*called, "--run-directory", str(directory)], directory, PYTHONDONTWRITEBYTECODE="1")


def wait_for(path: Path, text: str, times: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while not path.exists() or path.read_text(encoding="utf-8").count(text) < times:
        assert time.monotonic() < deadline, f"{path.name} never said {text}"
        time.sleep(0.05)


def test_an_interrupted_run_keeps_what_it_has_seen(bench: Bench) -> None:
    directory = bench.place / "run"
    with subprocess.Popen(
        [sys.executable, "-c", HEEDING, str(COMMAND), "run", "--run-directory", str(directory), *SEVERAL],
        cwd=bench.place,
        env=bench.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as running:
        wait_for(directory / "record-main.jsonl", '"kind":"check"', 3)
        running.send_signal(signal.SIGINT)
        said, _ = running.communicate(timeout=PATIENCE)
    run = Run(running.returncode, said, directory)

    assert (run.verdict, run.code, run.record.stopped) == ("incomplete", 3, "the run was interrupted")
    assert len(run.checks) >= 3
    assert all((directory / name).is_file() for name in REPORTS)
    assert "Traceback" not in run.said


def test_a_record_that_can_not_be_written_is_named(bench: Bench) -> None:
    run = limited(bench, 2000)

    assert run.code == 2
    assert "the record of the run could not be written" in run.said
    assert "record-main.jsonl" in run.said
    assert "Traceback" not in run.said
    assert (run.directory / "record-main.jsonl").stat().st_size == 2000


def test_a_report_that_can_not_be_written_is_named_and_costs_no_other(bench: Bench) -> None:
    whole = bench.command(*SMALL)
    # Enough for the record and too little for the longest of the reports.
    *others, _longest = sorted((whole.directory / name).stat().st_size for name in REPORTS)
    run = limited(bench, max((whole.directory / "record-main.jsonl").stat().st_size, *others) + 500)

    assert run.code == 2
    assert "1 of 5 reports could not be written: report.html" in run.said
    assert run.verdict == whole.verdict
    assert len(run.checks) == len(whole.checks)


def test_a_run_directory_that_can_not_be_made_is_a_mistake(bench: Bench) -> None:
    (bench.place / "file").write_text("", encoding="utf-8")
    run = bench.command(*SMALL, run_directory=bench.place / "file" / "run")

    assert run.code == 2
    assert "the run can't be written" in run.said
    assert str(bench.place / "file" / "run") in run.said
    assert "Traceback" not in run.said


def test_a_run_directory_that_holds_a_run_is_left_alone(bench: Bench) -> None:
    (bench.place / "run").mkdir()
    (bench.place / "run" / "record-main.jsonl").write_text("kept", encoding="utf-8")
    run = bench.command(*SMALL)

    assert run.code == 2
    assert "already holds a run" in run.said
    assert [path.read_text(encoding="utf-8") for path in parts(run.directory)] == ["kept"]

"""``run``: judges a target and writes the reports."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path

import click
import pytest
from rich.console import Console

from conformance.locations import suite_directory
from conformance.mending import mends
from conformance.requirements import load_catalogue
from conformance.run.directory import new_run_directory
from conformance.run.profiles import DEFAULT, PROFILES, profile_of
from conformance.run.progress import ProgressBar
from conformance.targets import load_target
from conformance.verdict import Verdict
from conformance.verdict.judgement import EXIT_CODES

TARGET = "`emulator`, `emulator-tax-inclusive`, or the TOML file of a running server."
EPILOG = "Exit codes: 0 conformant, 1 non-conformant, 2 a mistake to mend, 3 incomplete."
PURPOSES = "; ".join(f"{profile.name}: {profile.purpose}" for profile in PROFILES.values()) + "."


@click.command(epilog=EPILOG)
@click.option("--target", default="emulator", show_default=True, help=TARGET)
@click.option("--fault", "faults", multiple=True, metavar="NAME", help="Switch on a fault of the emulator.")
@click.option("--liberty", "liberties", multiple=True, metavar="NAME", help="Let the emulator take a liberty.")
@click.option("--profile", type=click.Choice(list(PROFILES)), default=DEFAULT, show_default=True, help=PURPOSES)
@click.option("--budget", type=click.IntRange(min=1), metavar="N", help="Send at most N requests (smoke: 150).")
@click.option("--requirement", "requirements", multiple=True, metavar="ID", help="Judge only this requirement.")
@click.option("-k", "keyword", metavar="EXPRESSION", help="Only checks whose name matches, as in pytest.")
@click.option("-n", "workers", type=click.IntRange(min=0), default=0, show_default=True, help="Parallel workers.")
@click.option("--seed", type=int, default=1, show_default=True, help="Seed of everything that is drawn.")
@click.option("--run-directory", type=click.Path(path_type=Path), help="Where to write; default reports/<time>.")
@mends
def run(  # noqa: PLR0913, PLR0917 - one parameter per option, given by name
    target: str,
    faults: tuple[str, ...],
    liberties: tuple[str, ...],
    profile: str,
    budget: int | None,
    requirements: tuple[str, ...],
    keyword: str | None,
    workers: int,
    seed: int,
    run_directory: Path | None,
) -> None:
    """Judge a target and write the reports."""
    load_target(target, faults, liberties=liberties)
    profile_of(profile, budget, workers)
    catalogue = load_catalogue()
    for requirement_id in requirements:
        catalogue.get(requirement_id)
    directory = new_run_directory(str(run_directory) if run_directory else None)
    arguments = [f"--target={target}", f"--conformance-seed={seed}", f"--alluredir={directory / 'allure-results'}"]
    arguments += [f"--profile={profile}", *([f"--budget={budget}"] if budget else [])]
    arguments += [f"--fault={name}" for name in faults]
    arguments += [f"--liberty={name}" for name in liberties]
    arguments += [f"--requirement={requirement_id}" for requirement_id in requirements]
    arguments += [f"-k={keyword}"] if keyword else []
    arguments += [f"-n={workers}"] if workers else []
    sys.exit(judge_target(arguments, directory))


def _run_pytest(arguments: list[str], bar: ProgressBar) -> int:
    """The exit code of the run. Whatever breaks down in it must not look like a verdict on the target."""
    try:
        return int(pytest.main(arguments, plugins=[bar]))
    except Exception as error:  # noqa: BLE001 - a full disk breaks in many places, and none of them may exit with 1
        click.echo(f"the run broke down: {type(error).__name__}: {error}", err=True)
        return EXIT_CODES[Verdict.INCOMPLETE]


def judge_target(arguments: Sequence[str], directory: Path) -> int:
    """Runs the suite with our own progress bar in place of pytest's output; gives the exit code."""
    suite = suite_directory()
    settled = [
        "-c",
        str(suite / "pytest.ini"),
        "--rootdir",
        str(suite),
        "-p",
        "no:cacheprovider",
        "-p",
        "no:randomly",
    ]
    # pytest captures the terminal's descriptors while tests run; the bar needs one of its own.
    with os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding=sys.stdout.encoding or "utf-8") as terminal:
        bar = ProgressBar(Console(file=terminal, width=None if sys.stdout.isatty() else 100))
        with redirect_stdout(io.StringIO()) as unheard:
            code = _run_pytest([*settled, *arguments, f"--run-directory={directory}", str(suite)], bar)
    if not bar.summary:
        click.echo(unheard.getvalue(), err=True)
    for line in bar.summary:
        click.echo(line)
    click.echo(f"reports: {bar.directory or directory}")
    return code

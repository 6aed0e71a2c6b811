"""The command line: ``run`` judges a target, ``emulator`` serves one, the rest explains."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import click
import pytest
from rich.console import Console
from rich.table import Table

from conformance import __version__
from conformance.errors import UserMistake
from conformance.locations import suite_directory
from conformance.matrix import Row, markdown, run_matrix
from conformance.requirements import load_catalogue
from conformance.run.directory import new_run_directory
from conformance.run.progress import ProgressBar
from conformance.targets import fault_catalogue, load_target
from conformance.targets.serving import serve_emulator
from conformance.verdict import EXIT_USER_MISTAKE, Verdict
from conformance.verdict.judgement import EXIT_CODES

Given = ParamSpec("Given")
Got = TypeVar("Got")
TARGET = "`emulator`, `emulator-tax-inclusive`, or the TOML file of a running server."
EPILOG = "Exit codes: 0 conformant, 1 non-conformant, 2 a mistake to mend, 3 incomplete."


def mends(command: Callable[Given, Got]) -> Callable[Given, Got]:
    """A user's mistake becomes a short message and exit code 2, never a traceback."""

    @wraps(command)
    def told(*args: Given.args, **kwargs: Given.kwargs) -> Got:
        try:
            return command(*args, **kwargs)
        except UserMistake as mistake:
            click.echo(str(mistake), err=True)
            sys.exit(EXIT_USER_MISTAKE)

    return told


@click.group(epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="checkout-conformance")
def main() -> None:
    """Judge whether a checkout keeps the contract of BigCommerce's Checkout REST APIs."""


@main.command(epilog=EPILOG)
@click.option("--target", default="emulator", show_default=True, help=TARGET)
@click.option("--fault", "faults", multiple=True, metavar="NAME", help="Switch on a fault of the emulator.")
@click.option("--requirement", "requirements", multiple=True, metavar="ID", help="Judge only this requirement.")
@click.option("-k", "keyword", metavar="EXPRESSION", help="Only checks whose name matches, as in pytest.")
@click.option("-n", "workers", type=click.IntRange(min=0), default=0, show_default=True, help="Parallel workers.")
@click.option("--seed", type=int, default=1, show_default=True, help="Seed of everything that is drawn.")
@click.option("--run-directory", type=click.Path(path_type=Path), help="Where to write; default reports/<time>.")
@mends
def run(  # noqa: PLR0913, PLR0917 - one parameter per option, given by name
    target: str,
    faults: tuple[str, ...],
    requirements: tuple[str, ...],
    keyword: str | None,
    workers: int,
    seed: int,
    run_directory: Path | None,
) -> None:
    """Judge a target and write the reports."""
    load_target(target, faults)
    catalogue = load_catalogue()
    for requirement_id in requirements:
        catalogue.get(requirement_id)
    directory = new_run_directory(str(run_directory) if run_directory else None)
    arguments = [f"--target={target}", f"--conformance-seed={seed}", f"--alluredir={directory / 'allure-results'}"]
    arguments += [f"--fault={name}" for name in faults]
    arguments += [f"--requirement={requirement_id}" for requirement_id in requirements]
    arguments += [f"-k={keyword}"] if keyword else []
    arguments += [f"-n={workers}"] if workers else []
    sys.exit(judge_target(arguments, directory))


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="Port to listen on.")
@click.option("--database", default=":memory:", show_default=True, help="SQLite file; kept in memory by default.")
@click.option("--tax-mode", type=click.Choice(["exclusive", "inclusive"]), default="exclusive", show_default=True)
@click.option("--fault", "faults", multiple=True, metavar="NAME", help="Switch on a fault.")
@click.option("--control/--no-control", default=True, show_default=True, help="Control surface below /_emulator/.")
@mends
def emulator(
    host: str,
    port: int,
    database: str,
    tax_mode: str,
    faults: tuple[str, ...],
    control: bool,  # noqa: FBT001 - click hands over what the option says
) -> None:
    """Serve the emulator until it is interrupted."""
    serve_emulator(host, port, database=database, tax_mode=tax_mode, faults=faults, control=control)


@main.command()
@click.argument("requirement_id", required=False)
@mends
def requirements(requirement_id: str | None) -> None:
    """List the requirements, or explain one."""
    catalogue = load_catalogue()
    if requirement_id:
        one = catalogue.get(requirement_id)
        click.echo(f"{one.id}  ({one.level}, {one.surface}, {one.area})\n  {one.statement}")
        click.echo(f"  source:   {one.source.kind}: {one.source.ref}\n  evidence: {one.evidence}")
        for name, (breaks, summary) in fault_catalogue().items():
            if breaks == one.id:
                click.echo(f"  fault:    {name}: {summary}")
        return
    table = Table("id", "level", "surface", "statement", box=None, pad_edge=False)
    for each in catalogue:
        table.add_row(each.id, each.level, each.surface, each.statement)
    Console().print(table)


@main.command()
@mends
def faults() -> None:
    """List the faults of the emulator and the requirement that each breaks."""
    table = Table("fault", "breaks", "what the emulator then does", box=None, pad_edge=False)
    for name, (breaks, summary) in fault_catalogue().items():
        table.add_row(name, breaks, summary)
    Console().print(table)


@main.command()
@click.option("-n", "processes", type=click.IntRange(min=1), default=2, show_default=True, help="Parallel processes.")
@click.option("--fault", "only", multiple=True, metavar="NAME", help="Only this fault.")
@click.option("--page", type=click.Path(path_type=Path), help="Also write the matrix as a Markdown page.")
@mends
def matrix(processes: int, only: tuple[str, ...], page: Path | None) -> None:
    """Run every fault against the checks of the requirement that it breaks; exit code 1 when one goes unnoticed."""
    made = run_matrix(processes, only, seen=_tell)
    text = markdown(made, load_catalogue())
    if page:
        page.write_text(text, encoding="utf-8")
    click.echo(text)
    for requirement_id in made.unproven:
        click.echo(f"no fault breaks {requirement_id}")
    for requirement_id in made.accused:
        click.echo(f"the clean emulator is accused of breaking {requirement_id}")
    sys.exit(0 if made.green else 1)


def _tell(row: Row) -> None:
    click.echo(f"{'noticed' if row.noticed else 'NOT NOTICED'}  {row.fault}  ({row.breaks})", err=True)


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

"""The commands of the matrix: ``matrix`` measures faults and the clean store, ``flaky`` repeats a full run."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import msgspec

from conformance.matrix.judging import Came
from conformance.matrix.keeping import Kept, kept_in, write_kept
from conformance.matrix.page import markdown
from conformance.matrix.running import (
    Asked,
    asked,
    first_difference,
    run_clean,
    run_liberties,
    run_matrix,
    run_profile,
)
from conformance.matrix.values import Clean, Matrix, Noticed, Row, Share, Taken
from conformance.mending import mends
from conformance.requirements import load_catalogue
from conformance.run.ordering import telling_file, write_telling
from conformance.run.profiles import PROFILES
from conformance.targets import fault_catalogue, liberty_catalogue, refuse_unknown_faults

DATA, PAGE = "fault-matrix.json", "fault-matrix.md"
# What a profile is asked for; the other profiles are parts of `full`.
GOALS = {"smoke": 0.60, "full": 0.99}
PROCESSES = click.option(
    "-n", "processes", type=click.IntRange(min=1), default=2, show_default=True, help="Parallel processes."
)


@click.command()
@PROCESSES
@click.option("--fault", "only", multiple=True, metavar="NAME", help="Only this fault.")
@click.option("--quick", is_flag=True, help="Ask only the requirement that a fault breaks, until it notices.")
@click.option(
    "--profile", type=click.Choice(list(PROFILES)), help="Measure which faults this profile notices at all."
)
@click.option("--seeds", type=click.IntRange(min=0), help="Judge the clean store with seeds 1 to N; default 1.")
@click.option("--clean-only", is_flag=True, help="Judge the clean store, and no fault.")
@click.option("--liberties", is_flag=True, help="Judge stores that take liberties, and no fault.")
@click.option("--missing", is_flag=True, help="Only faults that --store has no row for yet.")
@click.option(
    "--store",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Keep and show results in this folder.",
)
@mends
def matrix(  # noqa: PLR0913, PLR0917 - one parameter per option, given by name
    processes: int,
    only: tuple[str, ...],
    quick: bool,  # noqa: FBT001 - click hands over what the option says
    profile: str | None,
    seeds: int | None,
    clean_only: bool,  # noqa: FBT001 - as above
    liberties: bool,  # noqa: FBT001 - as above
    missing: bool,  # noqa: FBT001 - as above
    store: Path | None,
) -> None:
    """Run every fault against the suite, and the suite against the clean store of both tax modes.

    Exit code 1, by name, when a fault goes unnoticed, a requirement notices no fault, or the clean store is accused.
    """
    refuse_unknown_faults(only)
    keeper = Keeper(store)
    if liberties:
        sys.exit(_take_liberties(processes, keeper))
    faults = [] if clean_only else [one for one in asked(only) if not (missing and keeper.knows(one))]
    if profile:
        sys.exit(_measure(profile, faults, processes, keeper))
    rows = run_matrix(faults, processes, keeper.saw, quick=quick)
    # Whoever asks for one fault wants to see that fault; the clean store takes as long as many of them.
    wanted = seeds if seeds is not None else 0 if only else 1
    runs = run_clean(range(1, wanted + 1), processes, _tell_clean) if wanted else []
    keeper.judged(runs)
    names, clean = tuple(fault_catalogue()), [run for run, _ in runs]
    shown = keeper.kept.matrix(names) if store and not only else _matrix_of(rows, clean, names)
    _finish(shown, keeper)


@click.command()
@PROCESSES
@click.option("--repeats", type=click.IntRange(min=2), default=50, show_default=True, help="How many full runs.")
@mends
def flaky(processes: int, repeats: int) -> None:
    """Repeat one full run on the clean emulator; exit code 1 at the first outcome that differs."""
    told = first_difference(repeats, processes, lambda number: click.echo(f"run {number} done", err=True))
    click.echo(told or f"{repeats} runs, every outcome equal")
    sys.exit(1 if told else 0)


class Keeper:
    """What is measured goes to the files of ``store`` as soon as it is there; without one it is only shown."""

    def __init__(self, store: Path | None) -> None:
        self._store = store
        self.kept = kept_in(store / DATA) if store else Kept()

    def knows(self, one: Asked) -> bool:
        """Whether there is a row for this fault, about the same requirement."""
        return any((row.fault, row.breaks) == (one.fault, one.breaks) for row in self.kept.rows)

    def saw(self, row: Row) -> None:
        """One fault is done: a long run that is cut off keeps what it has seen."""
        click.echo(f"{'noticed' if row.noticed else 'NOT NOTICED'}  {row.fault}  ({row.breaks})", err=True)
        self._keep(self.kept.with_row(row))

    def judged(self, runs: list[tuple[Clean, Came]]) -> None:
        """The clean store is done."""
        if runs:
            self._keep(self.kept.with_clean(runs))

    def measured(self, share: Share) -> None:
        """A profile is done."""
        self._keep(self.kept.with_share(share))

    def took(self, runs: tuple[Taken, ...]) -> None:
        """The stores that take liberties are done."""
        self._keep(msgspec.structs.replace(self.kept, taken=runs))

    def publish(self) -> None:
        """Writes the page, and from a whole matrix the order of checks within a budget."""
        if self._store:
            faults = fault_catalogue()
            (self._store / PAGE).write_text(page_of(self.kept), encoding="utf-8")
            asked_all = not any(row.alone for row in self.kept.rows)
            if self.kept.requests and asked_all and self.kept.matrix(faults).whole:
                write_telling(self.kept.telling(), telling_file())

    def _keep(self, kept: Kept) -> None:
        self.kept = kept
        if self._store:
            write_kept(kept, self._store / DATA)


def page_of(kept: Kept) -> str:
    """The page about everything that was measured."""
    return markdown(kept, fault_catalogue(), load_catalogue(), liberty_catalogue())


def _take_liberties(processes: int, keeper: Keeper) -> int:
    runs = run_liberties(tuple(liberty_catalogue()), processes, _tell_taken)
    keeper.took(runs)
    keeper.publish()
    for run in runs:
        for each in run.accused:
            click.echo(f"a store is accused of breaking {each} for taking a liberty: {run.liberty} ({run.target})")
    green = sum(run.green for run in runs)
    click.echo(f"runs on stores that take liberties without a finding: {green} of {len(runs)}")
    return 0 if all(run.green for run in runs) else 1


def _measure(profile: str, faults: list[Asked], processes: int, keeper: Keeper) -> int:
    share = run_profile(profile, faults, processes, _tell_noticed)
    keeper.measured(share)
    keeper.publish()
    total = len(share.noticed)
    part = share.by_any / total if total else 0.0
    goal = GOALS.get(profile, 0.0)
    for fault in share.missed:
        click.echo(f"{profile} does not notice {fault}")
    click.echo(
        f"{profile}: {share.by_any} of {total} faults noticed ({part:.1%}), {share.by_own} by their own requirement"
    )
    click.echo(f"at most {share.most_requests} requests for one fault; asked for: {goal:.0%}")
    return 0 if part >= goal else 1


def _finish(shown: Matrix, keeper: Keeper) -> None:
    keeper.publish()
    complaints = shown.complaints(load_catalogue())
    noticed = sum(row.noticed for row in shown.rows)
    click.echo(f"faults noticed by their own requirement: {noticed} of {len(shown.rows)}")
    click.echo(f"clean runs without a finding: {sum(run.green for run in shown.clean)} of {len(shown.clean)}")
    for complaint in complaints:
        click.echo(complaint)
    sys.exit(1 if complaints else 0)


def _matrix_of(rows: list[Row], clean: list[Clean], names: tuple[str, ...]) -> Matrix:
    return Matrix(rows=tuple(rows), clean=tuple(clean), faults=names)


def _tell_clean(run: Clean) -> None:
    click.echo(f"{'clean' if run.green else 'ACCUSED'}  {run.target}  seed {run.seed}  ({run.verdict})", err=True)


def _tell_taken(run: Taken) -> None:
    click.echo(f"{'clean' if run.green else 'ACCUSED'}  {run.liberty}  {run.target}  ({run.verdict})", err=True)


def _tell_noticed(one: Noticed) -> None:
    click.echo(f"{'noticed' if one.by_any else 'NOT NOTICED'}  {one.fault}  ({one.requests} requests)", err=True)

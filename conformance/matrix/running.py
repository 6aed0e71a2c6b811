"""Runs of the matrix, each in a forked process of its own."""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

import msgspec

from conformance.matrix.judging import STAGES, Came, judge_once, stages, warm_up
from conformance.matrix.values import Clean, Noticed, Row, Share, Taken
from conformance.requirements import load_catalogue
from conformance.targets import EMBEDDED, fault_catalogue

# Whole runs of these show who else notices a fault; the rest is drawn at random and takes ten times as long.
WHOLE = ("walks", "scenarios")
# Stands for a store that takes every liberty at once.
ALL = "all"
DRAWN = ("journeys", "properties")


class Asked(msgspec.Struct, frozen=True):
    """A fault to ask about: its name, the requirement that it breaks, and what it does."""

    fault: str
    breaks: str
    summary: str


def asked(only: Iterable[str] = ()) -> list[Asked]:
    """The faults of the emulator that have these names; all of them when none is named."""
    chosen = set(only)
    return [Asked(name, *told) for name, told in fault_catalogue().items() if not chosen or name in chosen]


def run_matrix(
    faults: Sequence[Asked], processes: int, seen: Callable[[Row], None] = lambda _: None, *, quick: bool = False
) -> list[Row]:
    """A row for each fault. ``quick`` asks its own requirement alone, until it notices.

    Otherwise all walks and scenarios are run to their end, which shows who else notices; what is drawn at random
    is asked for the fault's own requirement only, and only where nothing else has noticed. ``seen`` is told each
    row as soon as it is there.
    """
    rows = []
    with forked(processes) as pool:
        for row in pool.imap_unordered(_quick_row if quick else _whole_row, faults):
            rows.append(row)
            seen(row)
    return rows


def run_profile(
    name: str, faults: Sequence[Asked], processes: int, seen: Callable[[Noticed], None] = lambda _: None
) -> Share:
    """Which of the faults a profile notices, by any requirement; a fault is done with at its first breach."""
    noticed = []
    with forked(processes) as pool:
        for one in pool.imap_unordered(partial(_noticed_by, name), faults):
            noticed.append(one)
            seen(one)
    return Share(name=name, noticed=tuple(sorted(noticed, key=lambda one: one.fault)))


def run_clean(
    seeds: Iterable[int], processes: int, seen: Callable[[Clean], None] = lambda _: None
) -> list[tuple[Clean, Came]]:
    """The whole suite on the clean store of each tax mode, with each of these seeds."""
    runs = []
    with forked(processes) as pool:
        for clean, came in pool.imap_unordered(_clean, [(target, seed) for seed in seeds for target in EMBEDDED]):
            runs.append((clean, came))
            seen(clean)
    return sorted(runs, key=lambda run: (run[0].target, run[0].seed))


def run_liberties(
    names: Sequence[str], processes: int, seen: Callable[[Taken], None] = lambda _: None
) -> tuple[Taken, ...]:
    """Walks and scenarios on a store that takes one liberty, for each; everything on stores that take all of them."""
    alone = [(name, next(iter(EMBEDDED)), (name,)) for name in names]
    together = [(ALL, target, tuple(names)) for target in EMBEDDED] if len(names) > 1 else []
    runs = []
    with forked(processes) as pool:
        for taken in pool.imap_unordered(_taken, [*together, *alone]):
            runs.append(taken)
            seen(taken)
    return tuple(sorted(runs, key=lambda run: (run.liberty != ALL, run.liberty, run.target)))


def first_difference(repeats: int, processes: int, seen: Callable[[int], None] = lambda _: None) -> str:
    """Repeats the same full run and tells the first outcome that differs from the first run's; empty when none does.

    The runs are those of the clean store with seed 1. ``seen`` is told the number of each run that is done.
    """
    first: Came | None = None
    with forked(processes) as pool:
        for number, (_, came) in enumerate(pool.imap(_clean, [("emulator", 1)] * repeats), start=1):
            first = first or came
            if told := difference(first, came):
                return f"run {number} of {repeats}: {told}"
            seen(number)
    return ""


def difference(first: Came, other: Came) -> str:
    """The first outcome of a requirement or result of a check that two runs don't share; empty when they agree."""
    for before, after in ((first.outcomes, other.outcomes), (first.results, other.results)):
        for name in dict.fromkeys([*before, *after]):
            if before.get(name) != after.get(name):
                return (
                    f"{name} came to {after.get(name, 'nothing')}, in the first run to {before.get(name, 'nothing')}"
                )
    return (
        "" if first.verdict == other.verdict else f"the verdict is {other.verdict}, in the first run {first.verdict}"
    )


@contextmanager
def forked(processes: int) -> Iterator[Any]:
    """A pool of processes that have everything loaded and are used once each."""
    load_catalogue()
    fault_catalogue()
    warm_up()
    gc.freeze()
    try:
        with multiprocessing.get_context("fork").Pool(processes, maxtasksperchild=1) as pool:
            yield pool
    finally:
        gc.unfreeze()


def _quick_row(one: Asked) -> Row:
    came = _until_own_notices(one, STAGES)
    return _row(one, came.breached if came else (), came.told if came else (), alone=True)


def _whole_row(one: Asked) -> Row:
    came = judge_once(["--target=emulator", f"--fault={one.fault}"], stages(WHOLE))
    breached, told = came.breached, came.told
    if one.breaks not in breached and (more := _until_own_notices(one, DRAWN)):
        breached, told = (*breached, *more.breached), (*told, *more.told)
    return _row(one, breached, told)


def _until_own_notices(one: Asked, names: Iterable[str]) -> Came | None:
    arguments = ["--target=emulator", f"--fault={one.fault}", f"--requirement={one.breaks}", "--until-noticed"]
    for folder in stages(names):
        came = judge_once(arguments, [folder])
        if one.breaks in came.breached:
            return came
    return None


def _row(one: Asked, breached: Iterable[str], told: Iterable[str], *, alone: bool = False) -> Row:
    return Row(
        fault=one.fault,
        breaks=one.breaks,
        summary=one.summary,
        noticed_by=tuple(dict.fromkeys(breached)),
        checks=tuple(dict.fromkeys(told)),
        alone=alone,
    )


def _noticed_by(profile: str, one: Asked) -> Noticed:
    arguments = ["--target=emulator", f"--fault={one.fault}", f"--profile={profile}", "--until-noticed"]
    came = judge_once(arguments, stages())
    return Noticed(
        fault=one.fault, by_any=bool(came.breached), by_own=one.breaks in came.breached, requests=came.sent
    )


def _taken(told: tuple[str, str, tuple[str, ...]]) -> Taken:
    name, target, liberties = told
    arguments = [f"--target={target}", *(f"--liberty={each}" for each in liberties)]
    came = judge_once(arguments, stages() if name == ALL else stages(WHOLE))
    return Taken(liberty=name, target=target, verdict=came.verdict, accused=came.breached)


def _clean(told: tuple[str, int]) -> tuple[Clean, Came]:
    target, seed = told
    came = judge_once([f"--target={target}", f"--conformance-seed={seed}"], stages())
    return Clean(target=target, seed=seed, verdict=came.verdict, accused=came.breached), came

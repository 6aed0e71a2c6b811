"""``python -m benchmarks.schemathesis_faults``: the share of the faults that Schemathesis' command line notices.

Runs over both faces of an emulator with one fault until the first finding, or ``--as-it-comes`` to the end; keeps
each result in ``docs/fault-matrix.json`` at once and goes on where it was cut off. Exit code 1 when it accuses the
clean store although all was prepared for it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click

from benchmarks.schemathesis_cli.__main__ import CONFIG, FACES, judged
from benchmarks.schemathesis_faults import as_it_comes
from benchmarks.schemathesis_faults.sampling import sampled
from conformance.matrix import Noticed, Share, kept_in, write_kept
from conformance.matrix.commands import DATA, PAGE, page_of
from conformance.mending import mends
from conformance.targets import fault_catalogue, refuse_unknown_faults

DOCS = Path(__file__).resolve().parents[2] / "docs"
NAME = "Schemathesis' command line, prepared"
# The command's own number of examples is 100; with that one fault takes a quarter of an hour.
EXAMPLES = 5
WALKS = 15
SETTINGS = CONFIG.replace("max-examples = 20", f"max-examples = {EXAMPLES}").replace(
    "max-examples = 60", f"max-examples = {WALKS}"
)
FLAGS = ("--max-failures", "1", "--no-shrink")


@click.command()
@click.option("-n", "processes", type=click.IntRange(min=1), default=2, show_default=True, help="Parallel runs.")
@click.option("--only", multiple=True, metavar="NAME", help="Only this fault.")
@click.option(
    "--sample", type=click.IntRange(min=1), metavar="N", help="Only N faults, spread over the requirements."
)
@click.option("--anew", is_flag=True, help="Also those that were measured before.")
@click.option("--as-it-comes", "bare", is_flag=True, help="With its default settings, and nothing prepared for it.")
@mends
def main(processes: int, only: tuple[str, ...], sample: int | None, anew: bool, bare: bool) -> None:  # noqa: FBT001 - click hands over what options say
    """Measure which faults Schemathesis' command line notices by itself."""
    refuse_unknown_faults(only)
    faults = {name: breaks for name, (breaks, _) in fault_catalogue().items()}
    chosen = list(only) or (sampled(faults, sample) if sample else list(faults))
    name = as_it_comes.NAME if bare else NAME
    shares = kept_in(DOCS / DATA).shares
    known = {one.fault for one in shares[name].noticed} if name in shares else set()
    waiting = [fault for fault in chosen if anew or fault not in known]
    measure = as_it_comes.measuring() if bare else prepared()
    with ThreadPoolExecutor(processes) as pool:
        for one in filter(None, pool.map(lambda fault: _measured(measure, fault), waiting)):
            click.echo(f"{'noticed' if one.by_any else 'NOT NOTICED'}  {one.fault}  ({one.requests} requests)")
            # Read again: another measurement may have been kept meanwhile.
            write_kept(kept_in(DOCS / DATA).with_share(Share(name=name, noticed=(one,))), DOCS / DATA)
    kept = kept_in(DOCS / DATA)
    (DOCS / PAGE).write_text(page_of(kept), encoding="utf-8")
    share = kept.shares.get(name, Share(name=name, noticed=()))
    click.echo(f"{name}: {share.by_any} of {len(share.noticed)} faults noticed")


def prepared() -> Callable[[str], Noticed]:
    """What measures one fault, once the clean store was seen to be silent."""
    if noticed_in("").by_any:
        click.echo("it accuses the clean store: what it finds elsewhere shows nothing")
        sys.exit(1)
    return noticed_in


def _measured(measure: Callable[[str], Noticed], fault: str) -> Noticed | None:
    try:
        return measure(fault)
    except TimeoutError:
        # Nothing was learnt; the next run asks again.
        click.echo(f"the emulator with {fault} did not come up", err=True)
        return None


def noticed_in(fault: str) -> Noticed:
    """Whether a run over either face has a finding; of the clean store for ``""``."""
    requests = 0
    for face in FACES:
        summary = judged(face, (fault,) if fault else (), SETTINGS, FLAGS)
        requests += summary.cases
        if summary.findings or summary.exit_code:
            return Noticed(fault=fault, by_any=True, by_own=False, requests=requests)
    return Noticed(fault=fault, by_any=False, by_own=False, requests=requests)


if __name__ == "__main__":
    main()

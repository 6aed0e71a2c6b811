"""``python -m benchmarks.emulator.speed``: how fast the served emulator answers, beside Prism's mock of our spec.

The server has one core to itself and the shoppers another (where the machine has two). Exit code 1 when a goal is
missed. Without ``npx`` Prism is left out, and the figure says so.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.emulator.served import PATIENCE, STORE, Line, Reading, free_port, served
from benchmarks.emulator.shopping import cart, checkout, guest_checkout, product_of

ROOT = Path(__file__).resolve().parents[2]
PRISM = "@stoplight/prism-cli@5.14.2"
# The id of the document is of no weight to a mock.
ANY_CHECKOUT = "/checkouts/0b3ad0e2-3d3c-4e5c-8d5e-9c1ad7b70d52"
CHECKOUTS_A_SECOND = 60
TIMES_PRISM = 5
MILLISECONDS = 1000
HUNDREDTHS = 100


@dataclass(frozen=True)
class Rate:
    """How often a second something was done over one connection, and how long the middle and the slow ones took."""

    what: str
    per_second: float
    median_ms: float
    p99_ms: float


def timed(what: str, act: Callable[[], Any], seconds: float) -> Rate:
    """Does it over and over for so long, after a tenth of that to warm up."""
    _repeat(act, seconds / 10)
    took = _repeat(act, seconds)
    cuts = statistics.quantiles(took, n=HUNDREDTHS)
    return Rate(
        what,
        round(len(took) / sum(took), 1),
        round(statistics.median(took) * MILLISECONDS, 2),
        round(cuts[-1] * MILLISECONDS, 2),
    )


def _repeat(act: Callable[[], Any], seconds: float) -> list[float]:
    took: list[float] = []
    until = time.perf_counter() + seconds
    while time.perf_counter() < until or len(took) < HUNDREDTHS:
        begun = time.perf_counter()
        act()
        took.append(time.perf_counter() - begun)
    return took


def emulator_rates(port: int, seconds: float) -> list[Rate]:
    """Reads, writes and whole checkouts of a served emulator."""
    line = Line(port)
    item = product_of(line)
    path = f"{STORE}/checkouts/{checkout(line, item)}"
    held = cart(line, item)
    first = held["line_items"]["physical_items"][0]["id"]
    change = {"line_item": {**item, "quantity": 2}}
    acts: dict[str, Callable[[], Any]] = {
        "read a checkout": Reading(port, path).again,
        "read a checkout that nobody read before": Reading(port, path).anew,
        "make a cart": partial(cart, line, item),
        "change a line's quantity": partial(line.ask, "PUT", f"{STORE}/carts/{held['id']}/items/{first}", change),
        "guest checkout, cart to paid order": partial(guest_checkout, line, item),
    }
    return [timed(what, act, seconds) for what, act in acts.items()]


@contextmanager
def prism(cores: frozenset[int] | None) -> Iterator[int]:
    """The port of Prism's mock of the server spec."""
    port = free_port()
    command = ["npx", "--yes", PRISM, "mock", str(ROOT / "specs" / "server.openapi.yaml"), "-p", str(port)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    # A session of its own: npx starts the mock as a child, and both must go.
    process = subprocess.Popen(command, **quiet, start_new_session=True)  # type: ignore[call-overload]
    if cores:
        os.sched_setaffinity(process.pid, cores)
    try:
        _until_prism_mocks(port)
        yield port
    finally:
        os.killpg(process.pid, 15)
        process.wait(PATIENCE)


def _until_prism_mocks(port: int) -> None:
    # Fetching the package the first time may take minutes.
    until = time.monotonic() + 10 * PATIENCE
    while time.monotonic() < until:
        try:
            line = Line(port)
            line.ask("GET", ANY_CHECKOUT)
        except OSError:
            time.sleep(0.5)
        else:
            line.close()
            return
    raise TimeoutError("Prism's mock doesn't answer")


def two_cores() -> tuple[frozenset[int] | None, frozenset[int] | None]:
    """A core for the server and one for the shoppers; None where the machine can't part them."""
    if not hasattr(os, "sched_getaffinity"):
        return None, None
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) == 1:
        return None, None
    return frozenset(cores[:1]), frozenset(cores[1:2])


def measure(seconds: float, *, beside_prism: bool) -> dict[str, Any]:
    """All figures of one run."""
    server_core, shopper_core = two_cores()
    if shopper_core:
        os.sched_setaffinity(0, shopper_core)
    with tempfile.TemporaryDirectory() as folder:
        with served("--database", str(Path(folder) / "store.db"), cores=server_core) as port:
            rates = emulator_rates(port, seconds)
        mocked = None
        if beside_prism:
            with prism(server_core) as port:
                mocked = timed("read a checkout", Reading(port, ANY_CHECKOUT).again, seconds)
    return {
        "emulator": [asdict(rate) for rate in rates],
        "prism": mocked and asdict(mocked),
        "times_prism": mocked and round(rates[0].per_second / mocked.per_second, 1),
    }


def missed(figures: dict[str, Any]) -> list[str]:
    """The goals that these figures don't reach."""
    found = []
    whole = figures["emulator"][-1]["per_second"]
    if whole < CHECKOUTS_A_SECOND:
        found.append(f"{whole} guest checkouts a second on one core; the goal is {CHECKOUTS_A_SECOND}")
    if figures["times_prism"] is not None and figures["times_prism"] < TIMES_PRISM:
        found.append(f"reads {figures['times_prism']} times as fast as Prism's mock; the goal is {TIMES_PRISM}")
    return found


def main() -> int:
    """Measures, prints the figures as JSON, and names the goals that were missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0, help="how long each thing is done")
    parser.add_argument("--no-prism", action="store_true", help="leave Prism out")
    options = parser.parse_args()
    figures = measure(options.seconds, beside_prism=not options.no_prism and shutil.which("npx") is not None)
    print(json.dumps(figures, indent=2))
    failed = missed(figures)
    for each in failed:
        print(f"missed: {each}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

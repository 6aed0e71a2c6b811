"""``python -m benchmarks.emulator.writers``: many parallel writers on one checkout, served by one worker and by two.

First all of them add items at once: each item that was acknowledged must be in the cart at the end. Then they duel:
all send a change with the same version at the same moment, and exactly one of them may win. Exit code 1 when an
update was lost, or a duel had not exactly one winner.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks.emulator.processes import until_used_by
from benchmarks.emulator.served import PATIENCE, STORE, Line, served
from benchmarks.emulator.shopping import product_of

MADE, CONFLICT = 201, 409
# As many processes as the second measurement takes.
SEVERAL = 2


def measure(writers: int, adds: int, duels: int, workers: int) -> dict[str, Any]:
    """What became of the changes of so many writers."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder).resolve() / "store.sqlite"
        with served("--database", str(database), "--workers", str(workers)) as port:
            until_used_by(database, workers)
            return _measured(port, writers, adds, duels) | {"workers": workers}


def _measured(port: int, writers: int, adds: int, duels: int) -> dict[str, Any]:
    lines = [Line(port) for _ in range(writers)]
    wanted = {"line_items": [product_of(lines[0])]}
    cart = lines[0].ask("POST", f"{STORE}/carts", wanted)["data"]["id"]
    path = f"{STORE}/carts/{cart}"
    begun = time.perf_counter()
    statuses = Counter(_at_once(lines, lambda line: [_status(line, path, wanted) for _ in range(adds)]))
    took = time.perf_counter() - begun
    held = lines[0].ask("GET", path)["data"]
    quantity = held["line_items"]["physical_items"][0]["quantity"]
    outcomes = [_duel(lines, path, wanted) for _ in range(duels)]
    for line in lines:
        line.close()
    return {
        "writers": writers,
        "adds": writers * adds,
        "acknowledged": statuses[MADE],
        "adds_a_second": round(writers * adds / took, 1),
        "lost": 1 + statuses[MADE] - quantity,
        "versions_lost": 1 + statuses[MADE] - held["version"],
        "duels": duels,
        "duels_with_one_winner": sum(one == {MADE: 1, CONFLICT: writers - 1} for one in outcomes),
        "other_outcomes": [dict(one) for one in outcomes if one != {MADE: 1, CONFLICT: writers - 1}],
    }


def _duel(lines: list[Line], path: str, wanted: dict[str, Any]) -> Counter[int]:
    known = lines[0].ask("GET", path)["data"]["version"]
    return Counter(_at_once(lines, lambda line: [_status(line, path, wanted | {"version": known})]))


def _status(line: Line, path: str, wanted: dict[str, Any]) -> int:
    return line.raw("POST", f"{path}/items", json.dumps(wanted))[0]


def _at_once(lines: list[Line], act: Callable[[Line], list[int]]) -> list[int]:
    """What each line's act gives; they all begin at the same moment."""
    gate = threading.Barrier(len(lines))

    def started(line: Line) -> list[int]:
        gate.wait(PATIENCE)
        return act(line)

    with ThreadPoolExecutor(len(lines)) as pool:
        return [status for statuses in pool.map(started, lines) for status in statuses]


def kept(figures: dict[str, Any]) -> bool:
    """Whether no update was lost, and every duel had one winner."""
    exact: bool = figures["duels_with_one_winner"] == figures["duels"]
    nothing_lost: bool = figures["acknowledged"] == figures["adds"] and not (
        figures["lost"] or figures["versions_lost"]
    )
    return exact and nothing_lost


def main() -> int:
    """Measures and prints the figures as JSON and in words."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--writers", type=int, default=50)
    parser.add_argument("--adds", type=int, default=10, help="items that each writer adds")
    parser.add_argument("--duels", type=int, default=20)
    parser.add_argument("--workers", type=int, nargs="*", default=[1, SEVERAL], help="processes that serve")
    given = parser.parse_args()
    measured = [measure(given.writers, given.adds, given.duels, workers) for workers in given.workers]
    for figures in measured:
        print(json.dumps(figures))
        print(
            f"{figures['writers']} writers on one checkout, {figures['workers']} worker(s): {figures['lost']} of "
            f"{figures['acknowledged']} updates lost, {figures['duels_with_one_winner']} of {figures['duels']} duels "
            f"with one winner",
            file=sys.stderr,
        )
    return 0 if all(map(kept, measured)) else 1


if __name__ == "__main__":
    sys.exit(main())

"""``python -m benchmarks.emulator.growth``: the emulator with 100,000 stored checkouts beside one with 100.

The checkouts are copies of one real checkout under ids of their own, put straight into the database. Both stores
are measured in turn, round after round, so that what else the machine does falls on both. Exit code 1 when the
full store is more than a tenth slower.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import statistics
import sys
import tempfile
import uuid
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

from benchmarks.emulator.served import Line, served
from benchmarks.emulator.shopping import checkout, product_of
from benchmarks.emulator.speed import Rate, emulator_rates, two_cores

FEW, MANY = 100, 100_000
ROUNDS = 8
# As fast within a tenth.
SLOWER_BY = 0.10


def fill(database: Path, wanted: int) -> int:
    """Copies the store's one checkout until there are so many; gives how many there are."""
    with closing(sqlite3.connect(database)) as connection, connection:
        # SQLite itself counts in the order of arrival.
        names = [row[1] for row in connection.execute("PRAGMA table_info(documents)") if row[1] != "arrival"]
        listed = ", ".join(names)
        row = connection.execute(f"SELECT {listed} FROM documents WHERE kind = 'checkout'").fetchone()  # noqa: S608 - same
        one = dict(zip(names, row, strict=True))
        identifiers = (str(uuid.UUID(int=number)) for number in range(1, wanted))
        copies = (
            [identifier if name == "id" else _renamed(one[name], one["id"], identifier) for name in names]
            for identifier in identifiers
        )
        marks = ", ".join("?" for _ in names)
        connection.executemany(f"INSERT INTO documents ({listed}) VALUES ({marks})", copies)  # noqa: S608 - no input in it
        return int(connection.execute("SELECT count(*) FROM documents WHERE kind = 'checkout'").fetchone()[0])


def _renamed(value: Any, before: str, after: str) -> Any:
    return value.replace(before, after) if isinstance(value, str) else value


def measure(many: int, seconds: float) -> dict[str, Any]:
    """The rates of an almost empty store and of a full one, and how much slower the full one is."""
    server_core, shopper_core = two_cores()
    if shopper_core:
        os.sched_setaffinity(0, shopper_core)
    with tempfile.TemporaryDirectory() as folder:
        stores = {count: _stored(Path(folder), count) for count in (FEW, many)}
        with ExitStack() as stack:
            ports = {
                count: stack.enter_context(served("--database", str(path), cores=server_core))
                for count, path in stores.items()
            }
            rounds = [_round(ports, seconds, first=FEW if turn % 2 else many) for turn in range(ROUNDS)]
    rows = []
    for place, rate in enumerate(rounds[0][FEW]):
        middle = {count: statistics.median(one[count][place].per_second for one in rounds) for count in (FEW, many)}
        # Within a round both stores were measured one after the other; the middle of those ratios is the steadiest.
        ratio = statistics.median(one[many][place].per_second / one[FEW][place].per_second for one in rounds)
        rows.append({"what": rate.what, "few": middle[FEW], "many": middle[many], "slower_by": round(1 - ratio, 3)})
    return {"few": FEW, "many": many, "rows": rows}


def _round(ports: dict[int, int], seconds: float, *, first: int) -> dict[int, list[Rate]]:
    """Both stores once; which comes first changes from round to round."""
    order = sorted(ports, key=lambda count: count != first)
    return {count: emulator_rates(ports[count], seconds) for count in order}


def _stored(folder: Path, count: int) -> Path:
    path = folder / f"store-{count}.db"
    with served("--database", str(path)) as port:
        line = Line(port)
        checkout(line, product_of(line))
    fill(path, count)
    return path


def main() -> int:
    """Measures, prints the figures as JSON, and says when the full store is slower."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--many", type=int, default=MANY, help="how many checkouts the full store holds")
    parser.add_argument("--seconds", type=float, default=1.5, help="how long each thing is done, each round")
    options = parser.parse_args()
    figures = measure(options.many, options.seconds)
    print(json.dumps(figures, indent=2))
    slower = [row for row in figures["rows"] if row["slower_by"] > SLOWER_BY]
    for row in slower:
        print(
            f"missed: {row['what']} is {row['slower_by']:.0%} slower with {options.many} checkouts", file=sys.stderr
        )
    return 1 if slower else 0


if __name__ == "__main__":
    sys.exit(main())

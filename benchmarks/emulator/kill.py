"""``python -m benchmarks.emulator.kill``: an emulator under write load is killed with SIGKILL, again and again.

After each kill every change that was acknowledged must be there, and SQLite must find the file in order. With one
worker the whole emulator is killed and started again on its file; with several, in turn all workers at once and one
worker while the others go on, and in each tenth round the leading process with them. Exit code 1 when an acknowledged
change is gone, an id came twice, or the file is hurt.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.emulator.processes import LONGER, until_used_by, users_of
from benchmarks.emulator.served import PATIENCE, STORE, Line, free_port, start, until_it_answers
from benchmarks.emulator.shopping import product_of

SHOPPERS = 4
FOUND = 200
# So many items are added to a cart before the next cart is made.
ADDS = 8
# The kill comes so long after the load has begun: from the middle of the first writes to well under way.
EARLIEST, LATEST = 0.02, 0.3
# With several workers the leading process dies too in each of so many rounds: starting takes a hundred times as long.
WHOLE_EVERY = 10


@dataclass
class Cart:
    """A cart, how many items were acknowledged, and whether one more was asked for without an answer."""

    id: str
    acknowledged: int
    unanswered: bool = False


@dataclass
class Shopper:
    """Writes until its line breaks; remembers what was acknowledged."""

    port: int
    item: dict[str, Any]
    carts: list[Cart] = field(default_factory=list)

    def shop(self, ended: threading.Event) -> None:
        """Makes carts and fills them, until told to end or until the server is gone."""
        line = Line(self.port)
        wanted = {"line_items": [self.item]}
        try:
            while not ended.is_set():
                made = line.ask("POST", f"{STORE}/carts", wanted)["data"]["id"]
                self.carts.append(Cart(made, 1))
                self._fill(line, self.carts[-1], wanted, ended)
        except (OSError, http.client.HTTPException):
            pass
        finally:
            line.close()

    @staticmethod
    def _fill(line: Line, cart: Cart, wanted: dict[str, Any], ended: threading.Event) -> None:
        for _ in range(ADDS):
            if ended.is_set():
                return
            cart.unanswered = True
            line.ask("POST", f"{STORE}/carts/{cart.id}/items", wanted)
            cart.acknowledged, cart.unanswered = cart.acknowledged + 1, False


@dataclass
class Emulator:
    """A served emulator that can be killed."""

    database: Path
    workers: int
    process: subprocess.Popen[bytes]
    port: int

    @classmethod
    def started(cls, database: Path, workers: int) -> Emulator:
        """A running emulator over this file."""
        port = free_port()
        process = start(port, "--database", str(database), "--workers", str(workers))
        for _ in range(LONGER):
            with suppress(TimeoutError):
                until_it_answers(port, process)
                break
        until_used_by(database, workers)
        return cls(database, workers, process, port)

    def kill(self) -> None:
        """Kills all of it at once, the leading process first, so that it replaces nobody."""
        _kill(self.process.pid)
        self.kill_workers()
        self.process.wait(PATIENCE)

    def kill_workers(self) -> None:
        """Kills all that have the file open."""
        for pid in users_of(self.database):
            _kill(pid)

    def kill_one(self, chance: random.Random) -> None:
        """Kills one of its workers."""
        _kill(chance.choice(sorted(users_of(self.database))))

    def strike(self, number: int, chance: random.Random) -> None:
        """The kill of this round."""
        if self.workers == 1 or number % WHOLE_EVERY == 0:
            self.kill()
        elif number % 2:
            self.kill_one(chance)
        else:
            self.kill_workers()


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def measure(rounds: int, workers: int, seed: int = 0) -> dict[str, Any]:
    """What was acknowledged, and what of it was lost, over so many rounds."""
    chance, begun = random.Random(seed), time.monotonic()  # noqa: S311 - which moment is struck is no secret
    lost: list[str] = []
    carts: list[Cart] = []
    hurt: set[str] = set()
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder).resolve() / "store.sqlite"
        emulator = Emulator.started(database, workers)
        try:
            item = _item(emulator.port)
            for number in range(rounds):
                made = _killed(emulator, item, chance, number)
                if emulator.process.poll() is None:
                    until_used_by(database, workers)
                else:
                    emulator = Emulator.started(database, workers)
                lost += _lost(emulator.port, made)
                hurt |= _complaints(database)
                carts += made
            lost += _lost(emulator.port, carts)
        finally:
            emulator.kill()
        hurt |= _complaints(database)
    ids = [cart.id for cart in carts]
    return {
        "rounds": rounds,
        "workers": workers,
        "acknowledged": sum(cart.acknowledged for cart in carts),
        "unanswered": sum(cart.unanswered for cart in carts),
        "lost": len(set(lost)),
        "repeated_ids": len(ids) - len(set(ids)),
        "integrity": sorted(hurt),
        "seconds": round(time.monotonic() - begun, 1),
    }


def _killed(emulator: Emulator, item: dict[str, Any], chance: random.Random, number: int) -> list[Cart]:
    """The carts of one round, in which the emulator was struck while they were filled."""
    shoppers = [Shopper(emulator.port, item) for _ in range(SHOPPERS)]
    ended = threading.Event()
    threads = [threading.Thread(target=each.shop, args=(ended,)) for each in shoppers]
    for thread in threads:
        thread.start()
    time.sleep(chance.uniform(EARLIEST, LATEST))
    emulator.strike(number, chance)
    time.sleep(EARLIEST)
    ended.set()
    for thread in threads:
        thread.join(PATIENCE)
    return [cart for each in shoppers for cart in each.carts]


def _lost(port: int, carts: Iterable[Cart]) -> list[str]:
    """The carts that hold fewer items than were acknowledged, or more than were asked for."""
    line = Line(port)
    found = []
    for cart in carts:
        status, text = line.raw("GET", f"{STORE}/carts/{cart.id}")
        lines = json.loads(text)["data"]["line_items"]["physical_items"] if status == FOUND else [{"quantity": 0}]
        held = lines[0]["quantity"]
        if not cart.acknowledged <= held <= cart.acknowledged + cart.unanswered:
            found.append(cart.id)
    line.close()
    return found


def _complaints(database: Path) -> set[str]:
    with closing(sqlite3.connect(database)) as connection:
        return {str(row[0]) for row in connection.execute("PRAGMA integrity_check")} - {"ok"}


def _item(port: int) -> dict[str, Any]:
    line = Line(port)
    try:
        return product_of(line)
    finally:
        line.close()


def kept(figures: dict[str, Any]) -> bool:
    """Whether nothing acknowledged was lost, no id came twice, and the file is in order."""
    whole = not figures["lost"] and not figures["repeated_ids"] and not figures["integrity"]
    return whole and figures["acknowledged"] > figures["rounds"]


def main() -> int:
    """Measures and prints the figures as JSON and in words."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--workers", type=int, default=2, help="processes that serve")
    parser.add_argument("--seed", type=int, default=0, help="decides when each kill comes")
    given = parser.parse_args()
    figures = measure(given.rounds, given.workers, given.seed)
    print(json.dumps(figures))
    print(
        f"{figures['rounds']} rounds of kill -9 under write load, {figures['workers']} worker(s): "
        f"{figures['lost']} of {figures['acknowledged']} acknowledged writes lost, "
        f"file {'hurt' if figures['integrity'] else 'in order'}",
        file=sys.stderr,
    )
    return 0 if kept(figures) else 1


if __name__ == "__main__":
    sys.exit(main())

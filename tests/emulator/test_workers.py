"""Several processes serve one file."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.emulator.processes import until_used_by, users_of
from benchmarks.emulator.served import STORE, Line, served
from benchmarks.emulator.shopping import product_of
from conformance.cli import main
from conformance.emulator import Settings, serve
from conformance.errors import UserMistake


def test_a_store_in_memory_can_not_be_shared() -> None:
    with pytest.raises(UserMistake, match="can't share a store in memory"):
        serve(settings=Settings(), workers=2)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--workers", "2"], "name a file as the database"),
        (["--store", "second"], "write HASH:TOKEN"),
        (["--store", "emulator:token"], "is there twice"),
        (["--seed-file", "gone.yaml"], "gone.yaml"),
        (["--database", "gone/store.sqlite"], "can't be opened"),
    ],
)
def test_what_can_not_be_served_is_told_with_its_mend(options: list[str], told: str) -> None:
    result = CliRunner().invoke(main, ["emulator", "--port", "0", *options])
    assert (result.exit_code, told in result.output) == (2, True)


@pytest.mark.slow
def test_a_worker_that_is_killed_takes_nothing_with_it_and_is_replaced(tmp_path: Path) -> None:
    database = tmp_path.resolve() / "store.sqlite"
    with served("--database", str(database), "--workers", "2") as port:
        killed = min(until_used_by(database, 2))
        line = Line(port)
        cart = line.ask("POST", f"{STORE}/carts", {"line_items": [product_of(line)]})["data"]["id"]
        os.kill(killed, signal.SIGKILL)
        until_used_by(database, 2, without=killed)
        assert Line(port).ask("GET", f"{STORE}/carts/{cart}")["data"]["id"] == cart
        assert killed not in users_of(database)
    assert users_of(database) == frozenset()


@pytest.mark.slow
def test_a_seed_file_and_a_further_store_are_served(tmp_path: Path) -> None:
    seed = tmp_path / "shop.yaml"
    seed.write_text("catalog: [{id: 5, name: Slate}]\n", encoding="utf-8")
    with served("--seed-file", str(seed), "--store", "second:its-token") as port:
        told = Line(port).ask("GET", "/stores/second/v3/catalog/products", headers={"X-Auth-Token": "its-token"})
        assert Line(port).raw("GET", "/stores/second/v3/catalog/products")[0] == 401
    assert [one["id"] for one in told["data"]] == [5]

from __future__ import annotations

import pytest
from control_driving import cart_status, control, new_cart

from conformance.emulator import Emulator, Settings

pytest_plugins = ["conformance.emulator.testing"]


def test_a_restored_store_has_its_carts_its_clock_and_its_ids(emulator: Emulator) -> None:
    kept = new_cart(emulator).json()["data"]["id"]
    assert control(emulator, "POST", "snapshots", {"name": "one-cart"}).json() == {"name": "one-cart"}
    then = emulator.time()
    later = new_cart(emulator).json()["data"]["id"]
    assert control(emulator, "POST", "snapshots/one-cart/restore").status_code == 204
    assert (cart_status(emulator, kept), cart_status(emulator, later), emulator.time()) == (200, 404, then)
    assert new_cart(emulator).json()["data"]["id"] == later


def test_a_snapshot_can_be_restored_twice_and_forgotten(emulator: Emulator) -> None:
    name = emulator.snapshot()
    emulator.restore(name)
    emulator.restore(name)
    assert [one["name"] for one in control(emulator, "GET", "snapshots").json()["snapshots"]] == [name]
    assert control(emulator, "DELETE", f"snapshots/{name}").status_code == 204
    assert control(emulator, "POST", f"snapshots/{name}/restore").status_code == 404


def test_a_snapshot_brings_the_seed_back(emulator: Emulator) -> None:
    emulator.snapshot("demo")
    emulator.seed("catalog: [{id: 1, name: A}]\ntax: {mode: inclusive, rate: 0.1}\n")
    emulator.restore("demo")
    emulator.reset()
    assert (emulator.fixtures()["product_ids"][0], emulator.settings.tax_mode) == (111, "exclusive")


def test_a_frozen_clock_is_moved_by_nothing_but_an_advance(emulator: Emulator) -> None:
    assert control(emulator, "PUT", "clock", {"frozen": True}).json()["frozen"] is True
    start = emulator.time()
    new_cart(emulator)
    assert emulator.time() == start == "2026-01-05T10:00:00+00:00"
    moved = control(emulator, "POST", "clock/advance", {"seconds": 90}).json()
    assert moved == {"now": "2026-01-05T10:01:30+00:00", "frozen": True, "kind": "emulated"}


def test_a_clock_that_was_let_go_ticks_again(emulator: Emulator) -> None:
    emulator.freeze()
    emulator.thaw()
    new_cart(emulator)
    assert emulator.time() == "2026-01-05T10:00:01+00:00"


def test_the_machines_clock_can_be_frozen_too() -> None:
    emulator = Emulator(Settings(clock="system"))
    assert emulator.freeze() == emulator.freeze()


def test_a_clock_is_put_to_a_moment_of_any_zone(emulator: Emulator) -> None:
    put = control(emulator, "PUT", "clock", {"now": "2026-03-01T12:00:00+02:00"})
    assert put.json()["now"] == "2026-03-01T10:00:00+00:00"


@pytest.mark.parametrize("moment", ["2020-01-01T00:00:00Z", "2026-03-01T12:00:00", "tomorrow", 3])
def test_a_clock_is_put_to_no_other_moment(emulator: Emulator, moment: object) -> None:
    answer = control(emulator, "PUT", "clock", {"now": moment})
    assert (answer.status_code, emulator.time()) == (422, "2026-01-05T10:00:00+00:00")


def test_the_same_seed_gives_the_same_ids(emulator: Emulator) -> None:
    other = Emulator(Settings(seed=7))
    control(emulator, "PUT", "ids", {"seed": 7})
    assert new_cart(emulator).json() == new_cart(other).json()
    assert new_cart(emulator).json() != new_cart(Emulator()).json()


@pytest.mark.parametrize("seed", [-1, "x", 1.5, None])
def test_an_id_seed_is_a_whole_number(emulator: Emulator, seed: object) -> None:
    assert control(emulator, "PUT", "ids", {"seed": seed}).status_code == 422

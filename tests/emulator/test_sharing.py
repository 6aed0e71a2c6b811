"""Two emulators on one file, as two worker processes have it: what one does, the other knows."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from control_driving import cart_status, new_cart

from conformance.emulator import Emulator, Settings
from conformance.emulator.app import operations
from conformance.emulator.emulator import Emulator as Store


class Joining(Emulator):
    """A worker: it takes the store as another one has opened it."""

    def _open(self, *, joining: bool) -> int:
        return super()._open(joining=not joining)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(database=str(tmp_path / "store.sqlite"))


@pytest.fixture
def pair(settings: Settings) -> Iterator[tuple[Emulator, Emulator]]:
    with Emulator(settings) as first, Joining(settings) as second:
        yield first, second


def cart_of(answer: httpx.Response) -> str:
    return str(answer.json()["data"]["id"])


def opened_at_once(settings: Settings, openers: int) -> list[str]:
    """So many open one new file at the same moment, and each makes a cart in it."""

    def opened(_opener: int) -> str:
        with Emulator(settings) as one:
            return cart_of(new_cart(one))

    with ThreadPoolExecutor(openers) as pool:
        return list(pool.map(opened, range(openers)))


def test_a_cart_of_one_is_a_cart_of_the_other(pair: tuple[Emulator, Emulator]) -> None:
    assert cart_status(pair[1], cart_of(new_cart(pair[0]))) == 200


def test_no_id_comes_twice(pair: tuple[Emulator, Emulator]) -> None:
    made = [cart_of(new_cart(one)) for one in pair * 3]
    assert len(set(made)) == 6


def test_no_request_id_comes_twice(pair: tuple[Emulator, Emulator]) -> None:
    told = [new_cart(one).headers["x-request-id"] for one in pair * 3]
    assert len(set(told)) == 6


def test_a_session_of_one_is_a_session_of_the_other(pair: tuple[Emulator, Emulator]) -> None:
    browser = pair[0].browser()
    wanted = {"lineItems": [{"productId": 111, "quantity": 1}]}
    browser.get("/api/storefront/carts")
    cart = browser.post("/api/storefront/carts", json=wanted).json()["id"]
    other = pair[1].browser()
    other.cookies = browser.cookies
    assert [one["id"] for one in other.get("/api/storefront/carts").json()] == [cart]


def test_a_link_into_a_cart_is_used_up_in_both(pair: tuple[Emulator, Emulator]) -> None:
    cart = cart_of(new_cart(pair[0]))
    link = pair[0].server().post(f"{pair[0].v3}/carts/{cart}/redirect_urls").json()["data"]["cart_url"]
    assert [one.browser().get(link).status_code for one in pair] == [302, 404]


def test_the_clock_is_one(pair: tuple[Emulator, Emulator]) -> None:
    pair[0].freeze()
    new_cart(pair[1])
    pair[1].time(advance=60)
    assert (pair[0].time(), pair[0].frozen, pair[1].frozen) == ("2026-01-05T10:01:00+00:00", True, True)


def test_faults_are_on_in_both(pair: tuple[Emulator, Emulator]) -> None:
    cart = cart_of(new_cart(pair[0]))
    pair[0].switch(("coupon-unknown-accepted",))
    answer = pair[1].server().post(f"{pair[1].v3}/checkouts/{cart}/coupons", json={"coupon_code": "NONE"})
    assert (pair[1].faults, answer.status_code) == (("coupon-unknown-accepted",), 200)


def test_a_failure_strikes_once_wherever_the_request_arrives(pair: tuple[Emulator, Emulator]) -> None:
    cart = cart_of(new_cart(pair[0]))
    pair[0].fail(operation="getCart", status=503)
    assert [cart_status(one, cart) for one in (pair[1], pair[0], pair[1])] == [503, 200, 200]


def test_a_reset_is_a_reset_of_both(pair: tuple[Emulator, Emulator]) -> None:
    cart = cart_of(new_cart(pair[1]))
    pair[0].seed("catalog: [{id: 1, name: A}]\ntax: {mode: inclusive, rate: 0.1}\n")
    assert cart_status(pair[1], cart) == 404
    assert (pair[1].fixtures()["product_ids"], pair[1].settings.tax_mode) == ([1], "inclusive")


def test_a_snapshot_of_one_is_restored_by_the_other(pair: tuple[Emulator, Emulator]) -> None:
    pair[0].snapshot("empty")
    cart = cart_of(new_cart(pair[0]))
    pair[1].restore("empty")
    assert (cart_status(pair[0], cart), [one["name"] for one in pair[0].snapshots()]) == (404, ["empty"])


def test_ids_come_from_one_seed(pair: tuple[Emulator, Emulator]) -> None:
    pair[0].reseed_ids(7)
    with Emulator(Settings(seed=7)) as alone:
        assert cart_of(new_cart(pair[1])) == cart_of(new_cart(alone))


def test_a_quota_is_used_up_by_both(tmp_path: Path) -> None:
    settings = Settings(database=str(tmp_path / "store.sqlite"), rate_quota=2)
    with Emulator(settings) as first, Joining(settings) as second:
        answers = [one.server().get(f"{one.v3}/carts/settings") for one in (first, second, first)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert [one.headers["x-rate-limit-requests-left"] for one in answers] == ["1", "0", "0"]


def test_a_new_file_is_stocked_once_however_many_open_it(settings: Settings) -> None:
    carts = opened_at_once(settings, 6)
    with Emulator(settings) as last:
        assert [cart_status(last, cart) for cart in carts] == [200] * 6
    assert len(set(carts)) == 6


def test_a_snapshot_outlives_its_process(settings: Settings) -> None:
    with Emulator(settings) as first:
        first.snapshot("kept")
    with Emulator(settings) as second:
        assert [one["name"] for one in second.snapshots()] == ["kept"]


def test_who_opens_a_store_says_its_faults_and_who_joins_takes_them(settings: Settings) -> None:
    with Emulator(settings) as first:
        first.switch(("coupon-unknown-accepted",))
        joined = Store(settings, operations(), joining=True).faults
        reopened = Store(settings, operations()).faults
    assert (joined, reopened) == (("coupon-unknown-accepted",), ())


def test_a_refused_request_takes_neither_an_id_nor_a_second() -> None:
    with Emulator() as refusing, Emulator() as spared:
        wanted = {"line_items": [{"product_id": 111, "quantity": 1}, {"product_id": 999, "quantity": 1}]}
        refused = refusing.server().post(f"{refusing.v3}/carts", json=wanted)
        assert (refused.status_code, refusing.time()) == (422, spared.time())
        assert new_cart(refusing).json() == new_cart(spared).json()

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from itertools import zip_longest

import httpx
import pytest
from cart_walk import cart_walk
from deeper_walk import deeper
from emulator_driving import Store, Walk, opened, seen
from odd_walk import ODD, odd_walk
from order_walk import order_walk

from conformance.emulator import FAULTS, Settings, fault_names
from conformance.errors import UserMistake

Way = Callable[[Store], Iterable[httpx.Response]]
# Whose faults show on the walk through carts; all others show on the long walk.
OF_CARTS = (
    "cart_contents",
    "cart_limits",
    "cart_owners",
    "cart_variants",
    "carts_kept",
    "crossing",
    "discounts",
    "fees",
    "items_without_product",
    "metafields",
    "versions",
)
# Whose faults show on the walk through addresses, shipping, coupons and gift certificates.
OF_ADDRESSES_AND_CODES = (
    "address_members",
    "billing_effects",
    "consignment_effects",
    "consignment_sharing",
    "coupon_kinds",
    "coupon_rules",
    "gift_certificate_rules",
    "shipping_choice",
    "totals",
)
# Whose faults show on the walk through orders, payments, sessions and odd requests.
OF_ORDERS = (
    "access",
    "answers",
    "browsers",
    "concurrency",
    "order_documents",
    "order_repeats",
    "payments",
    "requests",
    "two_faces",
)
# Requests that meet: who asks one thing after the other, as a walk does, sees nothing of these faults.
MEETING = "parallel-"
# Faults that show after several steps of one story: only a walk made for each would see them, and journeys do.
LATE = {name for name, fault in FAULTS.items() if fault.change.__module__.endswith(".journeys")}
# Customer messages were on the long walk first; what was added later shows on the other one.
MESSAGES = ("leaves", "outlives", "twice", "emptied", "2000")


def way_of(name: str) -> Way:
    """The walk on which a fault shows."""
    if name in ODD:
        return odd_walk
    fault = FAULTS[name]
    theme = fault.change.__module__.rsplit(".", 1)[-1]
    if theme in OF_ADDRESSES_AND_CODES:
        return deeper
    if theme in OF_ORDERS:
        return order_walk
    late = theme == "messages" and any(word in fault.breaks for word in MESSAGES)
    return cart_walk if theme in OF_CARTS or late else Walk


@cache
def without_faults(way: Way) -> tuple[tuple[int, str, bytes], ...]:
    """What a walk sees in a store without faults."""
    return tuple(seen(response) for response in way(opened()))


@pytest.fixture(scope="module")
def clean() -> list[tuple[int, str, bytes]]:
    """What the long walk sees in a store without faults."""
    return list(without_faults(Walk))


@pytest.mark.parametrize(
    "name", [each for each in fault_names() if not each.startswith(MEETING) and each not in LATE]
)
def test_each_fault_changes_an_answer(name: str) -> None:
    way = way_of(name)
    faulty = (seen(response) for response in way(opened(Settings(faults=(name,)))))
    assert any(here != there for here, there in zip_longest(without_faults(way), faulty))


@pytest.mark.parametrize("way", [Walk, cart_walk, deeper, order_walk, odd_walk])
def test_no_walk_meets_a_server_error(way: Way) -> None:
    assert [status for status, _, _ in without_faults(way) if status >= 500] == []


def test_two_stores_without_faults_give_the_same_answers(clean: list[tuple[int, str, bytes]]) -> None:
    assert [seen(response) for response in Walk(opened())] == clean


def test_a_store_with_another_seed_gives_other_ids(clean: list[tuple[int, str, bytes]]) -> None:
    assert seen(next(iter(Walk(opened(Settings(seed=7)))))) != clean[0]


def test_every_fault_names_what_it_breaks_and_does() -> None:
    assert [one.name for one in FAULTS.values() if not (one.breaks and one.summary.endswith("."))] == []


def test_an_unknown_fault_is_a_mistake_that_names_a_near_one() -> None:
    with pytest.raises(UserMistake, match="coupon-add-ignored"):
        opened(Settings(faults=("coupon-add-ignord",)))


def test_several_faults_can_be_on_together() -> None:
    store = opened(Settings(faults=("coupon-unknown-accepted", "version-stands-still")))
    assert store.server().get("/_emulator/faults").json()["faults"] == [
        "coupon-unknown-accepted",
        "version-stands-still",
    ]

"""Liberties: each makes a store that answers otherwise, within the specs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import zip_longest

import httpx
import pytest
from cart_walk import cart_walk
from click.testing import CliRunner
from deeper_walk import deeper
from emulator_driving import STORE, Store, Walk, opened, seen
from order_walk import order_walk

from conformance.cli import main
from conformance.emulator import LIBERTIES, Settings
from conformance.errors import UserMistake

WAYS = (Walk, deeper, order_walk, cart_walk)


def odd(store: Store) -> Iterator[httpx.Response]:
    """Another product for a line, and goods for a cart that was deleted."""
    client = store.server()
    wanted = {"line_items": [{"product_id": 111, "quantity": 1}]}
    made = client.post(f"{STORE}/v3/carts", json=wanted).json()["data"]
    cart, line = f"{STORE}/v3/carts/{made['id']}", made["line_items"]["physical_items"][0]["id"]
    yield client.put(f"{cart}/items/{line}", json={"line_item": {"product_id": 112, "quantity": 2}})
    yield client.delete(cart)
    yield client.post(f"{cart}/items", json=wanted)


@cache
def usually() -> tuple[tuple[object, ...], ...]:
    return tuple(told(response) for way in (*WAYS, odd) for response in way(opened()))


def told(response: httpx.Response) -> tuple[object, ...]:
    return (*seen(response), response.headers.get("content-type"), "x-request-id" in response.headers)


@pytest.mark.parametrize("name", LIBERTIES)
def test_each_liberty_changes_an_answer(name: str) -> None:
    settings = Settings(liberties=(name,))
    otherwise = (told(response) for way in (*WAYS, odd) for response in way(opened(settings)))
    assert any(here != there for here, there in zip_longest(usually(), otherwise))


@pytest.mark.parametrize("liberty", LIBERTIES.values(), ids=lambda one: one.name)
def test_each_liberty_says_what_it_does_and_why_it_may(liberty: object) -> None:
    assert all(text.endswith(".") for text in (liberty.summary, liberty.leave))  # type: ignore[attr-defined]


def test_a_liberty_that_there_is_not_is_refused_with_near_names() -> None:
    with pytest.raises(UserMistake, match="did you mean no-versions"):
        opened(Settings(liberties=("no-version",)))


def test_liberties_are_listed() -> None:
    listed = CliRunner().invoke(main, ["liberties"])
    assert (listed.exit_code, "times-in-zulu" in listed.output) == (0, True)

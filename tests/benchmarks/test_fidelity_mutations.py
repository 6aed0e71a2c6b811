"""Each mutation is the mistake that it says it is, and exactly one."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from benchmarks.fidelity import mutations as m
from benchmarks.fidelity.mutations import DROPPED, Mutation, applied, mutations_of, pattern_of

UUID = "5a1cf6a4-8d0a-4f5e-9d0f-0c9a0d3f1b11"
BODY: dict[str, Any] = {
    "id": UUID,
    "quantity": 2,
    "total": 18.5,
    "open": True,
    "created": "2024-05-06T07:16:55+00:00",
    "note": None,
    "lines": [{"name": "mug"}],
    "currency": {"code": "USD"},
}


def made(kind: str, *path: str | int) -> list[Any]:
    """What the mutations of a kind put at a path of the body."""
    return [each.after for each in mutations_of(BODY) if each.kind == kind and each.path == path]


@pytest.mark.parametrize(
    ("kind", "path", "after"),
    [
        (m.MEMBER_DROPPED, ("quantity",), DROPPED),
        (m.NULL, ("quantity",), None),
        (m.TEXT, ("quantity",), "2"),
        (m.TEXT, ("open",), "true"),
        (m.TEXT, ("note",), "text"),
        (m.NUMBER, ("id",), 12),
        (m.BOOLEAN, ("total",), True),
        (m.OBJECT, ("lines",), {"0": {"name": "mug"}}),
        (m.OBJECT, ("id",), {"of": UUID}),
        (m.LIST, ("currency",), [{"code": "USD"}]),
        (m.SIGN, ("total",), -18.5),
        (m.FRACTION, ("quantity",), 2.5),
        (m.UUID, ("id",), UUID[:-1]),
        (m.DATE_TIME, ("created",), "06/05/2024 7:27 AM"),
        (m.EMPTY, ("id",), ""),
        (m.UNKNOWN, ("currency", "code"), "no-such-value"),
    ],
)
def test_a_mutation_makes_the_mistake_that_it_says(kind: str, path: tuple[str | int, ...], after: Any) -> None:
    assert made(kind, *path) == [after]


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        (m.NULL, ("note",)),
        (m.TEXT, ("id",)),
        (m.NUMBER, ("quantity",)),
        (m.LIST, ("lines",)),
        (m.OBJECT, ("currency",)),
        (m.FRACTION, ("total",)),
        (m.SIGN, ("id",)),
        (m.UUID, ("created",)),
        (m.EMPTY, ("lines", 0, "name")),
        (m.MEMBER_DROPPED, ("lines", 0)),
        (m.UNKNOWN, ("id",)),
    ],
)
def test_nothing_is_spoiled_that_would_be_no_mistake(kind: str, path: tuple[str | int, ...]) -> None:
    assert made(kind, *path) == []


def test_a_zero_becomes_negative_too() -> None:
    assert [each.after for each in mutations_of({"tax": 0}) if each.kind == m.SIGN] == [-1]


def test_the_whole_body_is_wrapped_and_replaced_but_never_dropped() -> None:
    kinds = {each.kind for each in mutations_of(BODY) if each.path == ()}
    assert kinds == {m.NULL, m.TEXT, m.NUMBER, m.BOOLEAN, m.LIST}


def test_a_listed_value_is_replaced_by_an_unknown_one() -> None:
    found = [
        each for each in mutations_of({"state": "open"}, lambda path: path == ("state",)) if each.kind == m.UNKNOWN
    ]
    assert [each.after for each in found] == ["no-such-value"]


@pytest.mark.parametrize("mutation", list(mutations_of(BODY)), ids=lambda each: f"{each.kind} {each.place}")
def test_a_body_is_whole_again_after_each_mutation(mutation: Mutation) -> None:
    body = copy.deepcopy(BODY)
    with applied(body, mutation) as mutant:
        assert mutant != BODY
    assert body == BODY


def test_a_body_is_whole_again_even_when_the_block_fails() -> None:
    body = copy.deepcopy(BODY)
    with pytest.raises(ZeroDivisionError), applied(body, Mutation(m.NULL, ("id",), UUID, None)):
        raise ZeroDivisionError
    assert body == BODY


def test_elements_of_a_list_share_one_place() -> None:
    assert pattern_of(("lines", 3, "name")) == pattern_of(("lines", 0, "name")) == "/lines/[*]/name"

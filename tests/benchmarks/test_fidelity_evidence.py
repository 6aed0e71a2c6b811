"""Only what reality or documents show is a legitimate variant; everything else is a mistake."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.fidelity import mutations as m
from benchmarks.fidelity.evidence import DOCUMENTED, GRANTED, RECORDED, Evidence
from benchmarks.fidelity.mutations import DROPPED, Mutation, Path
from benchmarks.fidelity.tables import Entry

UUID = "5a1cf6a4-8d0a-4f5e-9d0f-0c9a0d3f1b11"
BODIES: list[Any] = [
    {"id": UUID, "email": "", "order": None, "total": 3, "address": {}, "tags": []},
    {"id": UUID, "email": "a@b", "order": 7, "total": -1.5, "address": {"id": "x", "city": "Oslo"}, "fees": []},
    {"id": UUID, "email": "a@b", "order": None, "total": 3, "address": {"id": "y", "city": "Rome"}},
]
EVIDENCE = Evidence(
    (("cart", body) for body in BODIES),
    [Entry("cart", ("/email",), (m.MEMBER_DROPPED,), "only with an include value")],
)


def nothing(_: Path) -> frozenset[str]:
    return frozenset()


def text_is_published(_: Path) -> frozenset[str]:
    return frozenset({"string"})


@pytest.mark.parametrize(
    "mutation",
    [
        pytest.param(Mutation(m.MEMBER_DROPPED, ("fees",), [], DROPPED), id="absent elsewhere"),
        pytest.param(Mutation(m.NULL, ("order",), 7, None), id="null elsewhere"),
        pytest.param(Mutation(m.NUMBER, ("order",), None, 12), id="a number elsewhere"),
        pytest.param(Mutation(m.EMPTY, ("email",), "a@b", ""), id="empty elsewhere"),
        pytest.param(Mutation(m.SIGN, ("total",), 3, -3), id="negative elsewhere"),
        pytest.param(Mutation(m.FRACTION, ("total",), 3, 3.5), id="fractional elsewhere"),
    ],
)
def test_what_another_answer_shows_is_a_variant(mutation: Mutation) -> None:
    assert EVIDENCE.variant("cart", mutation, nothing) == RECORDED


@pytest.mark.parametrize(
    "mutation",
    [
        pytest.param(Mutation(m.MEMBER_DROPPED, ("id",), UUID, DROPPED), id="never absent"),
        pytest.param(Mutation(m.NULL, ("id",), UUID, None), id="never null"),
        pytest.param(Mutation(m.TEXT, ("id",), 7, "7"), id="a UUID is no evidence for any text"),
        pytest.param(Mutation(m.OBJECT, ("address",), "x", {"of": "x"}), id="an object is none for another"),
        pytest.param(Mutation(m.LIST, ("tags",), {"a": 1}, [{"a": 1}]), id="a list is none for another"),
        pytest.param(Mutation(m.MEMBER_DROPPED, ("address", "city"), "Oslo", DROPPED), id="an empty object is none"),
        pytest.param(Mutation(m.UUID, ("id",), UUID, UUID[:-1]), id="a broken UUID"),
    ],
)
def test_what_no_answer_shows_is_a_mistake(mutation: Mutation) -> None:
    assert EVIDENCE.variant("cart", mutation, nothing) is None


def test_evidence_of_one_kind_of_document_is_none_for_another() -> None:
    assert EVIDENCE.variant("order", Mutation(m.NULL, ("order",), 7, None), nothing) is None


def test_a_published_type_in_place_of_null_is_a_variant() -> None:
    assert EVIDENCE.variant("cart", Mutation(m.TEXT, ("order",), None, "text"), text_is_published) == DOCUMENTED


def test_a_published_type_in_place_of_a_real_value_is_a_mistake() -> None:
    assert EVIDENCE.variant("cart", Mutation(m.TEXT, ("total",), 3, "3"), text_is_published) is None


def test_what_the_table_grants_is_a_variant() -> None:
    assert EVIDENCE.variant("cart", Mutation(m.MEMBER_DROPPED, ("email",), "", DROPPED), nothing) == GRANTED


@pytest.mark.parametrize(
    ("path", "required"),
    [((), True), (("id",), True), (("fees",), False), (("address", "city"), False), (("address",), True)],
)
def test_what_is_seen_often_and_never_missed_is_required(path: Path, required: bool) -> None:  # noqa: FBT001
    assert EVIDENCE.is_required("cart", path) is required

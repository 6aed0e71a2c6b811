"""Which operations answered, and how."""

from __future__ import annotations

import msgspec
from small_shop import SHOP, answer

from conformance.contract import coverage_of
from conformance.verdict.values import Coverage


def test_statuses_are_counted_per_operation() -> None:
    found = msgspec.structs.replace(answer(200), operation="getCart")
    missed = msgspec.structs.replace(answer(404), operation="getCart")
    made = msgspec.structs.replace(answer(201), operation="createCart")
    assert coverage_of([found, missed, made, found]) == (
        Coverage(surface="server", operation="createCart", statuses={"201": 1}),
        Coverage(surface="server", operation="getCart", statuses={"200": 2, "404": 1}),
    )


def test_an_exchange_without_response_or_operation_counts_for_nothing() -> None:
    unanswered = msgspec.structs.replace(answer(), operation="getCart", response=None)
    assert coverage_of([unanswered, answer()]) == ()


def test_an_operation_is_reached_by_a_success_only() -> None:
    coverage = [
        Coverage(surface="server", operation="getCart", statuses={"200": 1, "404": 3}),
        Coverage(surface="server", operation="createCart", statuses={"422": 3}),
        Coverage(surface="elsewhere", operation="getOrder", statuses={"200": 1}),
    ]
    assert [each.where for each in SHOP.unreached(coverage)] == [
        "orders getOrder",
        "server createCart",
        "server getSettings",
        "server deleteCart",
        "server getItems",
        "server getNotes",
    ]

"""Generated requests: deviations are stable, named, and differ in one point; generated ones keep the form."""

from __future__ import annotations

import json

import pytest

from conformance.contract import Match, load_specs, request_violations
from conformance.suite.properties.generation import (
    Deviation,
    Operation,
    deviations,
    for_each_request,
    kwargs_of,
    operation_of,
)

OPERATIONS = [("server", "createCart"), ("server", "updateCheckout"), ("storefront", "addCheckoutCoupon")]
PATH = {"checkoutId": "5a1cf6a4-8d0a-4f5e-9d0f-0c9a0d3f1b11"}


def violations(document: str, operation_id: str, deviation: Deviation) -> tuple[object, ...]:
    """What our own contract says against a body that Schemathesis calls broken."""
    operations = {each.operation_id: each for each in load_specs().documents[document].operations}
    operation = operations[operation_id]
    body = None if deviation.body is None else json.dumps(deviation.body)
    headers = (("content-type", deviation.media_type or "application/json"),)
    url = f"https://store.example{operation.path_template}"
    return tuple(request_violations(Match(operation, PATH), operation.method, url, headers, body))


def listed(document: str, operation_id: str, seed: int = 1) -> list[Deviation]:
    return list(deviations(operation_of(document, operation_id, seed)))


@pytest.mark.parametrize(("document", "operation_id"), OPERATIONS)
def test_deviations_come_in_a_stable_order(document: str, operation_id: str) -> None:
    assert listed(document, operation_id) == listed(document, operation_id)


@pytest.mark.parametrize(("document", "operation_id"), OPERATIONS)
def test_each_kind_of_deviation_comes_once(document: str, operation_id: str) -> None:
    named = [deviation.what for deviation in listed(document, operation_id)]

    assert len(named) == len(set(named)) > 0
    assert all(named)


@pytest.mark.parametrize(("document", "operation_id"), OPERATIONS)
def test_a_deviation_breaks_the_documented_form_in_one_point(document: str, operation_id: str) -> None:
    broken = {each.what: violations(document, operation_id, each) for each in listed(document, operation_id)}

    assert {what: points for what, points in broken.items() if len(points) != 1} == {}


def test_an_operation_without_a_body_has_no_deviations() -> None:
    assert listed("server", "getCheckout") == []


def drawn(operation: Operation, seed: int) -> list[str]:
    requests: list[str] = []
    for_each_request(operation, seed, 4, lambda case: requests.append(repr(case.body)))
    return requests


def test_another_seed_draws_other_requests() -> None:
    assert drawn(operation_of("server", "createCart", 1), 1) != drawn(operation_of("server", "createCart", 2), 2)


def test_no_header_differs_from_run_to_run() -> None:
    case = operation_of("server", "getCheckout", 1).Case(path_parameters=PATH)
    kwargs = kwargs_of(case, "http://store.test")

    assert "X-Schemathesis-TestCaseId" not in kwargs["headers"]
    assert "cookies" not in kwargs
    assert kwargs["url"] == f"http://store.test/checkouts/{PATH['checkoutId']}"

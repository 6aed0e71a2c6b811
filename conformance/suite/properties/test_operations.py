"""Every operation on carts and checkouts of both faces, with requests inside and outside its documented form."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest
from _pytest.mark import ParameterSet

from conformance.contract import Operation, load_specs
from conformance.suite.properties.asking import Asking
from conformance.suite.properties.staging import COMPLETE, states_of

# Settings and metafields belong to the whole store or to its owner's apps, not to a shopper's checkout.
STORE_WIDE = {"Settings", "Metafields"}
# What can't be asked on a checkout that the suite makes by itself.
NEEDS_MORE = {
    "checkoutSpamProtection": "a challenge that a person has solved",
    "updateCart": "a customer account",
    "getOrder": "an order of the shopper's own session, which no documented storefront operation makes",
}


def operations(*, with_body: bool = False) -> list[ParameterSet]:
    """Each operation of both faces that touches one checkout only; those that take a body, when it is about that."""
    specs = load_specs()
    return [
        pytest.param(operation, id=f"{document}-{operation.operation_id}")
        for document in ("server", "storefront")
        for operation in specs.documents[document].operations
        if not STORE_WIDE & set(operation.tags)
        if operation.request_body or not with_body
        if operation.operation_id not in NEEDS_MORE and "x-alias-of" not in operation.raw
    ]


def in_each_state() -> list[ParameterSet]:
    """Each operation on a checkout in every state that has what its path names."""
    return [
        pytest.param(operation, state, id=row.id if state == COMPLETE else f"{row.id}-{state}")
        for row in operations()
        for operation in (cast("Operation", row.values[0]),)
        for state in states_of(operation.path_template, operation.operation_id, operation.document)
    ]


@pytest.mark.requirement("request-inside-contract-is-accepted")
@pytest.mark.parametrize("operation", operations())
def test_a_documented_request_is_accepted(operation: Operation, asking: Callable[[Operation], Asking]) -> None:
    """The plain request of each operation is accepted on a checkout in a fitting state."""
    answer = asking(operation).plainly()
    assert answer.ok, f"{operation.where} refuses the documented request with {answer.status_code}"


@pytest.mark.requirement("request-inside-contract-is-accepted")
@pytest.mark.parametrize(("operation", "state"), in_each_state())
def test_generated_requests_are_answered_as_documented(
    operation: Operation, state: str, asking: Callable[..., Asking]
) -> None:
    """Whatever keeps the documented form is answered, accepted or refused, and never breaks the store."""
    asked = asking(operation, state).with_generated_requests()
    assert asked.answered > 0, "no generated request was answered"


@pytest.mark.requirement("request-outside-contract-is-refused")
@pytest.mark.parametrize("operation", operations(with_body=True))
def test_requests_that_break_the_form_are_refused(
    operation: Operation, asking: Callable[[Operation], Asking]
) -> None:
    """A body that breaks the documented form in one point is refused, where the whole one is accepted."""
    accepted = asking(operation).with_deviations()
    assert not accepted, f"{operation.where} accepts a body with {accepted[0]}"

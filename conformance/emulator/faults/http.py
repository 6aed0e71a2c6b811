"""Faults of the server behind the API: requests that make it fail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from conformance.emulator.components import Components
from conformance.emulator.faults.registry import fault
from conformance.emulator.messages import Answer, Call
from conformance.emulator.surfaces.errors import broken

NO_ERROR = "server-error-free"
# Where a column of 255 characters would end.
COLUMN = 255


def _failing(components: Components, when: Callable[[Call, Answer], bool]) -> Components:
    inner = components.answered

    def answered(call: Call, answer: Answer) -> Answer:
        return broken(call) if when(call, answer) else inner(call, answer)

    return replace(components, answered=answered)


@fault("coupon-delete-fails", breaks=NO_ERROR, summary="Deleting a coupon answers 500.")
def coupon_delete_fails(components: Components) -> Components:
    return _failing(components, lambda call, _answer: call.operation == "deleteCheckoutCoupon")


@fault(
    "billing-address-update-fails-on-storefront",
    breaks=NO_ERROR,
    surface="storefront",
    summary="Updating a billing address on the storefront answers 500.",
)
def billing_address_update_fails(components: Components) -> Components:
    return _failing(
        components,
        lambda call, _answer: call.operation == "updateCheckoutBillingAddress" and call.surface == "storefront",
    )


@fault(
    "long-message-fails",
    breaks=NO_ERROR,
    summary="A customer message of more than 255 characters answers 500.",
)
def long_message_fails(components: Components) -> Components:
    return _failing(components, lambda call, _answer: call.operation == "updateCheckout" and len(call.body) > COLUMN)


@fault(
    "bad-address-fails",
    breaks=NO_ERROR,
    summary="A billing address that breaks the documented form answers 500 instead of a refusal.",
)
def bad_address_fails(components: Components) -> Components:
    unprocessable = 422

    def when(call: Call, answer: Answer) -> bool:
        return call.operation == "addCheckoutBillingAddress" and answer.status == unprocessable

    return _failing(components, when)

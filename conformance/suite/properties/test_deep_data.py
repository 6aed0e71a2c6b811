"""Data as deep as the contract allows: many lines, large quantities, long texts in many scripts.

A failure is shrunk to the smallest cart, text or address that still shows it.
"""

from __future__ import annotations

import pytest

from conformance.run import Session
from conformance.suite.arrange import Arrange
from conformance.suite.documents import cart_in, checkout_in
from conformance.suite.faces import Face, Wanted
from conformance.suite.people import ADA, Address, kept
from conformance.suite.properties.drawing import addresses, carts, messages
from conformance.suite.properties.generation import for_each
from conformance.suite.scenarios.contents import holds

# A cart takes three requests and a text two; a release draws more.
EXAMPLES = 8


@pytest.mark.requirement("cart-create-holds-items")
def test_a_cart_holds_whatever_was_put_into_it(face: Face, run: Session, arrange: Arrange) -> None:
    """A cart made of many lines in any quantities holds just these, by itself and in its checkout."""

    def each(wanted: tuple[Wanted, ...]) -> None:
        answer = face.create_cart(wanted)
        assert answer.accepted, f"making a cart of {len(wanted)} lines was refused with {answer.status}"
        assert holds(cart_in(answer), *wanted), "the answer shows other contents than asked for"
        checkout = arrange.read(face, cart_in(answer).id)
        assert holds(checkout.cart, *wanted), "the checkout shows other contents than asked for"
        arrange.done(lambda: face.delete_cart(checkout.id))

    for_each(carts(run.stock), run.seed, EXAMPLES * run.depth, each)


@pytest.mark.requirement("customer-message-is-kept")
def test_a_message_is_kept_whatever_it_says(face: Face, run: Session, arrange: Arrange) -> None:
    """A message of any length and script that is allowed is shown as it was left."""
    checkout = arrange.checkout(face)

    def each(message: str) -> None:
        answer = face.leave_message(checkout.id, message)
        assert answer.accepted, f"a message of {len(message)} characters was refused with {answer.status}"
        assert checkout_in(answer).customer_message == message, "the answer shows another message than was left"
        shown = arrange.read(face, checkout.id).customer_message
        assert shown == message, "the checkout shows another message than was left"

    for_each(messages(), run.seed, EXAMPLES * run.depth, each)


@pytest.mark.requirement("billing-address-update-replaces")
def test_a_billing_address_is_kept_whoever_lives_there(face: Face, run: Session, arrange: Arrange) -> None:
    """Names, streets and towns in any script are shown as they were given."""
    checkout = arrange.billed(face, arrange.checkout(face), ADA)
    address_id = str(checkout.billing["id"])

    def each(address: Address) -> None:
        answer = face.update_billing_address(checkout.id, address_id, address)
        assert answer.accepted, f"updating the billing address was refused with {answer.status}"
        shown = kept(arrange.read(face, checkout.id).billing)
        assert shown == kept(address), "the checkout shows another billing address than was given"

    for_each(addresses(), run.seed, EXAMPLES * run.depth, each)

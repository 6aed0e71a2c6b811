"""Customer messages: kept word for word up to 2000 characters, and nothing else touched."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conformance.suite.arrange import Arrange
from conformance.suite.documents import Checkout, checkout_in
from conformance.suite.faces import Face
from conformance.suite.scenarios.choosing import lines
from conformance.suite.scenarios.contents import line_of
from conformance.suite.scenarios.looking import changed_on, now
from conformance.suite.scenarios.supposing import applies_where

# Documented: a customer message has up to 2000 characters.
LONGEST = 2000
MESSAGES = [
    pytest.param("Please leave it with the neighbour.", id="short"),
    pytest.param('Ring twice & say "hello", it\'s the 2nd door', id="with quotes"),
    pytest.param("Please ring twice.\nThen leave it on the step.", id="in two lines"),
    pytest.param("Grüße an die Köchin, 門の前に置いてください", id="in other scripts"),
    pytest.param("Ring twice" * 200, id="as long as allowed"),
]


@pytest.mark.requirement("customer-message-is-kept")
@pytest.mark.parametrize("message", MESSAGES)
def test_a_customer_message_is_shown_as_it_was_left(face: Face, arrange: Arrange, message: str) -> None:
    """The customer message set on a checkout is shown on it word for word."""
    checkout = arrange.checkout(face)
    answer = face.leave_message(checkout.id, message)
    assert answer.accepted, f"leaving a customer message was refused with {answer.status}"
    assert checkout_in(answer).customer_message == message, "the answer shows another message than the one left"
    assert now(face, checkout.id).customer_message == message, "the checkout shows another message than the one left"


@pytest.mark.requirement("customer-message-is-kept")
def test_a_second_customer_message_takes_the_place_of_the_first(face: Face, arrange: Arrange) -> None:
    """A customer message set on a checkout that has one already replaces it."""
    checkout = arrange.checkout(face)
    arrange.done(lambda: face.leave_message(checkout.id, "Please ring twice."))
    answer = face.leave_message(checkout.id, "Please don't ring.")
    assert answer.accepted, f"replacing a customer message was refused with {answer.status}"
    assert checkout_in(answer).customer_message == "Please don't ring.", "the answer doesn't show the second message"
    assert now(face, checkout.id).customer_message == "Please don't ring.", (
        "the checkout doesn't show the second message"
    )


@pytest.mark.requirement("customer-message-over-2000-is-refused")
@pytest.mark.parametrize("letter", ["m", "ü"])
def test_a_longer_customer_message_is_refused(face: Face, arrange: Arrange, letter: str) -> None:
    """A message of 2001 characters is refused and leaves the one before, one of 2000 is accepted."""
    checkout = arrange.checkout(face)
    arrange.done(lambda: face.leave_message(checkout.id, "Please ring twice."))
    refused = face.leave_message(checkout.id, letter * (LONGEST + 1))
    assert refused.refused, f"a message of 2001 characters was answered with {refused.status}"
    assert now(face, checkout.id).customer_message == "Please ring twice.", (
        "a refused message took the place of the one before"
    )
    answer = face.leave_message(checkout.id, letter * LONGEST)
    assert answer.accepted, f"a message of 2000 characters was refused with {answer.status}"


@pytest.mark.requirement("customer-message-can-be-emptied")
def test_a_customer_message_can_be_taken_back(face: Face, arrange: Arrange) -> None:
    """An empty message takes the place of the one that was left before."""
    checkout = arrange.checkout(face)
    arrange.done(lambda: face.leave_message(checkout.id, "Please ring twice."))
    applies_where(not face.leave_message(checkout.id, "").refused, "the store takes no empty message")
    assert not now(face, checkout.id).customer_message, "the checkout still shows the earlier message"


@pytest.mark.requirement("customer-message-twice-equals-once")
def test_the_same_customer_message_again_changes_nothing(face: Face, arrange: Arrange) -> None:
    """A message that is left twice stands on the checkout once."""
    checkout = arrange.billed(face, arrange.checkout(face))
    arrange.done(lambda: face.leave_message(checkout.id, "Please ring twice."))
    once = arrange.read(face, checkout.id)
    answer = face.leave_message(checkout.id, "Please ring twice.")
    assert answer.accepted, f"the same message again was refused with {answer.status}"
    differing = changed_on(face, once)
    assert not differing, f"the same message again changed {', '.join(differing)}"


@pytest.mark.requirement("customer-message-leaves-the-rest")
def test_a_customer_message_leaves_the_rest_of_the_checkout_alone(face: Face, arrange: Arrange) -> None:
    """A message on a finished checkout changes neither items, addresses, shipping nor the grand total."""
    checkout = arrange.ready_to_order(face, *lines(arrange.stock, 1, 2))
    answer = face.leave_message(checkout.id, "Please ring twice.")
    assert answer.accepted, f"leaving a customer message was refused with {answer.status}"
    differing = changed_on(face, checkout, "message")
    assert not differing, f"leaving a message changed {', '.join(differing)}"


def _add_an_item(face: Face, arrange: Arrange, checkout: Checkout) -> None:
    arrange.done(lambda: face.add_items(checkout.id, (arrange.wanted(),)))


def _bill(face: Face, arrange: Arrange, checkout: Checkout) -> None:
    arrange.billed(face, checkout)


def _consign(face: Face, arrange: Arrange, checkout: Checkout) -> None:
    arrange.consigned(face, checkout)


def _update_an_item(face: Face, arrange: Arrange, checkout: Checkout) -> None:
    wanted = arrange.wanted(3)
    arrange.done(lambda: face.update_item(checkout.id, line_of(checkout.cart, wanted).id, wanted))


def _delete_an_item(face: Face, arrange: Arrange, checkout: Checkout) -> None:
    arrange.done(lambda: face.delete_item(checkout.id, checkout.cart.items[-1].id))


Step = Callable[[Face, Arrange, Checkout], None]
STEPS = [
    pytest.param(_add_an_item, id="adding an item"),
    pytest.param(_update_an_item, id="updating an item"),
    pytest.param(_delete_an_item, id="deleting an item"),
    pytest.param(_bill, id="adding a billing address"),
    pytest.param(_consign, id="adding a consignment"),
]


@pytest.mark.requirement("customer-message-outlives-changes")
@pytest.mark.parametrize("step", STEPS)
def test_a_customer_message_outlives_other_changes(face: Face, arrange: Arrange, step: Step) -> None:
    """A customer message stays on its checkout when something else about the checkout is changed."""
    checkout = arrange.checkout(face, *lines(arrange.stock, 1, 2))
    arrange.done(lambda: face.leave_message(checkout.id, "Please ring twice."))
    step(face, arrange, checkout)
    answer = face.read_checkout(checkout.id)
    assert checkout_in(answer).customer_message == "Please ring twice.", (
        "the customer message was lost when something else was changed"
    )

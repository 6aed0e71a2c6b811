"""Checkouts: one identity with the cart, seen alike from both faces, with a message and a version."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conformance.suite.arrange import Arrange, whole_cart
from conformance.suite.documents import Checkout, cart_in, checkout_in
from conformance.suite.faces import Face, ServerFace, StorefrontFace
from conformance.suite.people import ADA, kept
from conformance.suite.rules.money import HALF_A_CENT
from conformance.suite.scenarios.choosing import lines
from conformance.suite.scenarios.linking import link_to_cart, link_to_checkout
from conformance.suite.scenarios.walking import (
    differing_from_their_cart,
    naming_other_carts,
    naming_other_checkouts,
    through_checkout,
    through_coupons,
    through_gift_certificates,
    through_order,
)
from conformance.targets.provisioning import Stock

ShopperAt = Callable[[str], StorefrontFace]

MESSAGES = [
    pytest.param("Please leave it with the neighbour.", id="short"),
    pytest.param('Ring twice & say "hello", it\'s the 2nd door', id="with quotes"),
    pytest.param("Grüße an die Köchin, 門の前に置いてください", id="in other scripts"),
    # As long as a customer message may be: 2000 characters.
    pytest.param("Ring twice" * 200, id="as long as allowed"),
]


@pytest.mark.requirement("checkout-id-equals-cart-id")
def test_the_id_of_a_new_cart_opens_its_checkout(face: Face, arrange: Arrange) -> None:
    """A checkout is found under the id of the cart that it was made from."""
    cart = cart_in(arrange.done(lambda: face.create_cart((arrange.wanted(),))))
    answer = face.read_checkout(cart.id)
    assert answer.accepted, f"reading the checkout by the id of its cart was refused with {answer.status}"
    assert checkout_in(answer).id == cart.id, "the checkout has another id than the cart that it was made from"
    assert checkout_in(answer).cart.id == cart.id, "the cart in the checkout has another id than the cart by itself"


@pytest.mark.requirement("checkout-id-equals-cart-id")
def test_checkout_and_cart_share_an_id_in_every_answer(face: Face, arrange: Arrange) -> None:
    """Whatever is done with a checkout, the answer shows it under the id of its cart."""
    answers = through_checkout(face, arrange)
    differing = differing_from_their_cart(answers)
    assert not differing, f"checkout and cart have different ids in the answer of {', '.join(differing)}"
    strange = naming_other_carts(answers, cart_in(answers[0]).id)
    assert not strange, f"the cart has another id than when it was made in the answer of {', '.join(strange)}"


@pytest.mark.requirement("checkout-id-equals-cart-id")
def test_checkout_and_cart_share_an_id_while_coupons_come_and_go(face: Face, arrange: Arrange, stock: Stock) -> None:
    """Adding and deleting a coupon answers with a checkout that has the id of its cart."""
    answers = through_coupons(face, arrange.checkout(face), stock.coupon_code)
    differing = differing_from_their_cart(answers)
    assert not differing, f"checkout and cart have different ids in the answer of {', '.join(differing)}"


@pytest.mark.requirement("checkout-id-equals-cart-id")
def test_checkout_and_cart_share_an_id_while_gift_certificates_come_and_go(
    shopper: StorefrontFace, arrange: Arrange, stock: Stock
) -> None:
    """Adding and deleting a gift certificate answers with a checkout that has the id of its cart."""
    answers = through_gift_certificates(shopper, arrange.checkout(shopper), stock.gift_certificate_code)
    differing = differing_from_their_cart(answers)
    assert not differing, f"checkout and cart have different ids in the answer of {', '.join(differing)}"


@pytest.mark.requirement("checkout-id-equals-cart-id")
def test_checkout_and_cart_share_an_id_after_an_order(server: ServerFace, arrange: Arrange) -> None:
    """A checkout that an order was made from has the id of its cart as before."""
    checkout = arrange.ready_to_order(server)
    answers = through_order(server, checkout)
    differing = differing_from_their_cart(answers)
    assert not differing, (
        f"checkout and cart have different ids after an order in the answer of {', '.join(differing)}"
    )
    strange = naming_other_carts(answers, checkout.id)
    assert not strange, f"the cart has another id after an order in the answer of {', '.join(strange)}"


@pytest.mark.requirement("checkout-id-is-stable")
def test_every_operation_answers_with_the_checkout_that_was_asked_for(face: Face, arrange: Arrange) -> None:
    """Whatever is done with a checkout, the answer shows that checkout."""
    answers = through_checkout(face, arrange)
    strange = naming_other_checkouts(answers, cart_in(answers[0]).id)
    assert not strange, f"another checkout than the one asked for is shown in the answer of {', '.join(strange)}"


@pytest.mark.requirement("checkout-id-is-stable")
def test_a_checkout_is_the_one_asked_for_after_an_order(server: ServerFace, arrange: Arrange) -> None:
    """After an order was made from a checkout, what is done with the checkout answers with that checkout."""
    checkout = arrange.ready_to_order(server)
    strange = naming_other_checkouts(through_order(server, checkout), checkout.id)
    assert not strange, f"another checkout than the one asked for is shown in the answer of {', '.join(strange)}"


@pytest.mark.requirement("checkout-id-is-stable")
def test_coupons_come_and_go_on_the_checkout_that_was_asked_for(face: Face, arrange: Arrange, stock: Stock) -> None:
    """Adding and deleting a coupon answers with the checkout whose id stands in the path."""
    checkout = arrange.checkout(face)
    strange = naming_other_checkouts(through_coupons(face, checkout, stock.coupon_code), checkout.id)
    assert not strange, f"another checkout than the one asked for is shown in the answer of {', '.join(strange)}"


@pytest.mark.requirement("checkout-id-is-stable")
def test_gift_certificates_come_and_go_on_the_checkout_that_was_asked_for(
    shopper: StorefrontFace, arrange: Arrange, stock: Stock
) -> None:
    """Adding and deleting a gift certificate answers with the checkout whose id stands in the path."""
    checkout = arrange.checkout(shopper)
    answers = through_gift_certificates(shopper, checkout, stock.gift_certificate_code)
    strange = naming_other_checkouts(answers, checkout.id)
    assert not strange, f"another checkout than the one asked for is shown in the answer of {', '.join(strange)}"


@pytest.mark.requirement("checkout-seen-from-both-faces")
def test_a_checkout_carried_into_a_session_is_the_same_there(
    server: ServerFace, arrange: Arrange, shopper_at: ShopperAt
) -> None:
    """A checkout that a server made and a shopper's session took over has the same id, items and total there."""
    made = arrange.ready_to_order(server, *lines(arrange.stock, 2, 1))
    answer = shopper_at(link_to_cart(arrange, server, made.id)).read_checkout(made.id)
    assert answer.accepted, f"reading the checkout in the session that took it over was refused with {answer.status}"
    seen = checkout_in(answer)
    assert seen.id == made.id, "the session shows the checkout under another id"
    assert seen.cart.contents == made.cart.contents, "the session shows other items than the server"
    assert abs(seen.grand_total - made.grand_total) <= HALF_A_CENT, (
        "the session shows another grand total than the server"
    )


@pytest.mark.requirement("checkout-seen-from-both-faces")
def test_items_added_by_a_server_are_seen_in_the_session(
    server: ServerFace, arrange: Arrange, shopper_at: ShopperAt
) -> None:
    """What a server adds to a checkout that a session took over is on the checkout that the session shows."""
    first, second = lines(arrange.stock, 1, 3)
    made = arrange.checkout(server, first)
    shopper = shopper_at(link_to_cart(arrange, server, made.id))
    answer = server.add_items(made.id, (second,))
    assert answer.accepted, f"adding an item by the server was refused with {answer.status}"
    assert arrange.read(shopper, made.id).cart.contents == arrange.read(server, made.id).cart.contents, (
        "the session shows other items than the server after the server added one"
    )


@pytest.mark.requirement("checkout-seen-from-both-faces")
def test_items_added_in_the_session_are_seen_by_the_server(
    server: ServerFace, arrange: Arrange, shopper_at: ShopperAt
) -> None:
    """What a shopper adds in a session that took over a checkout is on the checkout that the server shows."""
    first, second = lines(arrange.stock, 1, 3)
    made = arrange.checkout(server, first)
    shopper = shopper_at(link_to_cart(arrange, server, made.id))
    answer = shopper.add_items(made.id, (second,))
    assert answer.accepted, f"adding an item in the session was refused with {answer.status}"
    seen, by_session = arrange.read(server, made.id), arrange.read(shopper, made.id)
    assert seen.cart.contents == by_session.cart.contents != made.cart.contents, (
        "the server shows other items than the session after the shopper added one"
    )
    assert abs(seen.grand_total - by_session.grand_total) <= HALF_A_CENT, (
        "the server shows another grand total than the session after the shopper added an item"
    )


@pytest.mark.requirement("checkout-seen-from-both-faces")
def test_a_message_left_in_the_session_is_seen_by_the_server(
    server: ServerFace, arrange: Arrange, shopper_at: ShopperAt
) -> None:
    """A message that a shopper leaves on a checkout which a server made is the one that the server shows."""
    made = arrange.checkout(server)
    shopper = shopper_at(link_to_checkout(arrange, server, made.id))
    answer = shopper.leave_message(made.id, "Please ring twice.")
    assert answer.accepted, f"leaving a message in the session was refused with {answer.status}"
    assert arrange.read(server, made.id).customer_message == "Please ring twice.", (
        "the server doesn't show the message that was left in the session"
    )


@pytest.mark.requirement("customer-message-is-kept")
@pytest.mark.parametrize("message", MESSAGES)
def test_a_customer_message_is_shown_as_it_was_left(face: Face, arrange: Arrange, message: str) -> None:
    """The customer message set on a checkout is shown on it word for word."""
    checkout = arrange.checkout(face)
    answer = face.leave_message(checkout.id, message)
    assert answer.accepted, f"leaving a customer message was refused with {answer.status}"
    assert checkout_in(answer).customer_message == message, "the answer shows another message than the one left"
    assert arrange.read(face, checkout.id).customer_message == message, (
        "the checkout shows another message than the one left"
    )


@pytest.mark.requirement("customer-message-is-kept")
def test_a_second_customer_message_takes_the_place_of_the_first(face: Face, arrange: Arrange) -> None:
    """A customer message set on a checkout that has one already replaces it."""
    checkout = arrange.checkout(face)
    arrange.done(lambda: face.leave_message(checkout.id, "Please ring twice."))
    answer = face.leave_message(checkout.id, "Please don't ring.")
    assert answer.accepted, f"replacing a customer message was refused with {answer.status}"
    assert checkout_in(answer).customer_message == "Please don't ring.", "the answer doesn't show the second message"
    assert arrange.read(face, checkout.id).customer_message == "Please don't ring.", (
        "the checkout doesn't show the second message"
    )


@pytest.mark.requirement("customer-message-is-kept")
def test_a_customer_message_leaves_the_rest_of_the_checkout_alone(face: Face, arrange: Arrange) -> None:
    """Setting the customer message changes neither items nor addresses nor the grand total."""
    checkout = arrange.consigned(face, arrange.billed(face, arrange.checkout(face)))
    answer = face.leave_message(checkout.id, "Please ring twice.")
    assert answer.accepted, f"leaving a customer message was refused with {answer.status}"
    after = arrange.read(face, checkout.id)
    assert after.cart.contents == checkout.cart.contents, "leaving a message changed the items"
    assert kept(after.billing) == kept(checkout.billing), "leaving a message changed the billing address"
    assert len(after.consignments) == len(checkout.consignments), "leaving a message changed the consignments"
    assert abs(after.grand_total - checkout.grand_total) <= HALF_A_CENT, "leaving a message changed the grand total"


def _add_an_item(face: Face, arrange: Arrange, checkout: Checkout) -> None:
    arrange.done(lambda: face.add_items(checkout.id, (arrange.wanted(),)))


def _bill(face: Face, arrange: Arrange, checkout: Checkout) -> None:
    arrange.billed(face, checkout)


def _consign(face: Face, arrange: Arrange, checkout: Checkout) -> None:
    arrange.consigned(face, checkout)


Step = Callable[[Face, Arrange, Checkout], None]
STEPS = [
    pytest.param(_add_an_item, id="adding an item"),
    pytest.param(_bill, id="adding a billing address"),
    pytest.param(_consign, id="adding a consignment"),
]


@pytest.mark.requirement("customer-message-is-kept")
@pytest.mark.parametrize("step", STEPS)
def test_a_customer_message_outlives_other_changes(face: Face, arrange: Arrange, step: Step) -> None:
    """A customer message stays on its checkout when something else about the checkout is changed."""
    checkout = arrange.checkout(face)
    arrange.done(lambda: face.leave_message(checkout.id, "Please ring twice."))
    step(face, arrange, checkout)
    answer = face.read_checkout(checkout.id)
    assert checkout_in(answer).customer_message == "Please ring twice.", (
        "the customer message was lost when something else was changed"
    )


@pytest.mark.requirement("version-increments-on-update")
def test_a_message_raises_the_version_and_a_read_leaves_it(face: Face, arrange: Arrange) -> None:
    """Leaving a message raises the version of a checkout; reading it again does not."""
    checkout = arrange.checkout(face)
    version = _version(checkout)
    answer = face.leave_message(checkout.id, "Please ring twice.")
    assert answer.accepted, f"leaving a customer message was refused with {answer.status}"
    assert _version(checkout_in(answer)) > version, "the answer to an update shows no higher version"
    raised = _version(arrange.read(face, checkout.id))
    assert raised > version, "the checkout shows no higher version after an update"
    assert _version(arrange.read(face, checkout.id)) == raised, "a read changed the version"


@pytest.mark.requirement("version-increments-on-update")
def test_a_billing_address_raises_the_version(face: Face, arrange: Arrange) -> None:
    """Adding a billing address raises the version of a checkout."""
    checkout = arrange.checkout(face)
    version = _version(checkout)
    answer = face.add_billing_address(checkout.id, ADA)
    assert answer.accepted, f"adding a billing address was refused with {answer.status}"
    assert _version(checkout_in(answer)) > version, "the answer to a new billing address shows no higher version"
    assert _version(arrange.read(face, checkout.id)) > version, (
        "the checkout shows no higher version after a new billing address"
    )


@pytest.mark.requirement("version-increments-on-update")
def test_a_consignment_raises_the_version(face: Face, arrange: Arrange) -> None:
    """Adding a consignment raises the version of a checkout."""
    checkout = arrange.checkout(face)
    version = _version(checkout)
    answer = face.add_consignments(checkout.id, (whole_cart(checkout, ADA),))
    assert answer.accepted, f"adding a consignment was refused with {answer.status}"
    assert _version(checkout_in(answer)) > version, "the answer to a new consignment shows no higher version"
    assert _version(arrange.read(face, checkout.id)) > version, (
        "the checkout shows no higher version after a new consignment"
    )


@pytest.mark.requirement("version-increments-on-update")
def test_an_item_raises_the_version(face: Face, arrange: Arrange) -> None:
    """Adding an item raises the version of a checkout."""
    checkout = arrange.checkout(face)
    version = _version(checkout)
    answer = face.add_items(checkout.id, (arrange.wanted(),))
    assert answer.accepted, f"adding an item was refused with {answer.status}"
    assert _version(arrange.read(face, checkout.id)) > version, (
        "the checkout shows no higher version after a new item"
    )


@pytest.mark.requirement("version-conflict-is-refused")
def test_an_update_of_an_outdated_version_is_refused(face: Face, arrange: Arrange) -> None:
    """An update that names a version which is past is refused with 409 and changes nothing."""
    checkout = arrange.checkout(face)
    outdated = _version(checkout)
    arrange.done(lambda: face.leave_message(checkout.id, "Please ring twice."))
    refused = face.leave_message(checkout.id, "Please don't ring.", version=outdated)
    assert refused.status == 409, f"an update of an outdated version was answered with {refused.status}, not 409"
    after = arrange.read(face, checkout.id)
    assert after.customer_message == "Please ring twice.", "a refused update changed the checkout"
    answer = face.leave_message(checkout.id, "Please don't ring.", version=_version(after))
    assert answer.accepted, f"an update of the current version was refused with {answer.status}"
    assert arrange.read(face, checkout.id).customer_message == "Please don't ring.", (
        "an update of the current version changed nothing"
    )


@pytest.mark.requirement("version-conflict-is-refused")
def test_an_update_of_a_version_to_come_is_refused(face: Face, arrange: Arrange) -> None:
    """An update that names a version which the checkout has not reached is refused with 409 and changes nothing."""
    checkout = arrange.checkout(face)
    current = _version(checkout)
    # Far enough ahead that nothing the store does by itself could reach it.
    refused = face.leave_message(checkout.id, "Please ring twice.", version=current + 100)
    assert refused.status == 409, f"an update of a version to come was answered with {refused.status}, not 409"
    assert arrange.read(face, checkout.id).customer_message == checkout.customer_message, (
        "a refused update changed the checkout"
    )
    answer = face.leave_message(checkout.id, "Please ring twice.", version=current)
    assert answer.accepted, f"an update of the current version was refused with {answer.status}"


def _version(checkout: Checkout) -> int:
    """The version that the checkout shows; without one the requirement says nothing about this store."""
    if checkout.version is None:
        pytest.skip("not applicable: the checkout shows no version")
    return checkout.version

"""Access: a server shows its token with every request, and a shopper's session sees its own cart only."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conformance.api import Answer
from conformance.suite.arrange import Arrange, whole_cart
from conformance.suite.documents import Checkout, cart_in, checkout_in
from conformance.suite.faces import ServerFace, StorefrontFace, Wanted
from conformance.suite.people import ADA, BEN
from conformance.suite.scenarios.contents import is_gone

ServerWith = Callable[[str | None], ServerFace]
Act = Callable[[ServerFace, Checkout], Answer]
Reading = Callable[[ServerFace, str], Answer]


def held_by(checkout: Checkout, quantity: int) -> Wanted:
    """The goods of the checkout's first line, in this quantity."""
    item = checkout.cart.items[0]
    return Wanted(item.product_id, item.variant_id, quantity)


UNAUTHORIZED = {401, 403}
# No store hands out a token like this.
WRONG_TOKEN = "not-a-token-of-this-store"  # noqa: S105 - it opens nothing

READINGS = [
    pytest.param(lambda face, cart_id: face.read_cart(cart_id), id="getCart"),
    pytest.param(lambda face, cart_id: face.read_checkout(cart_id), id="getCheckout"),
]
OPERATIONS = [
    pytest.param(lambda face, checkout: face.leave_message(checkout.id, "Please ring."), id="updateCheckout"),
    pytest.param(lambda face, checkout: face.add_billing_address(checkout.id, ADA), id="addCheckoutBillingAddress"),
    pytest.param(
        lambda face, checkout: face.add_consignments(checkout.id, (whole_cart(checkout, BEN),)),
        id="addCheckoutConsignment",
    ),
    pytest.param(lambda face, checkout: face.add_items(checkout.id, (held_by(checkout, 1),)), id="addCartLineItems"),
    pytest.param(
        lambda face, checkout: face.update_item(checkout.id, checkout.cart.items[0].id, held_by(checkout, 2)),
        id="updateCartLineItem",
    ),
    pytest.param(
        lambda face, checkout: face.delete_item(checkout.id, checkout.cart.items[0].id), id="deleteCartLineItem"
    ),
    pytest.param(lambda face, checkout: face.delete_cart(checkout.id), id="deleteCart"),
]


@pytest.mark.requirement("token-missing-is-refused")
@pytest.mark.parametrize("read", READINGS)
def test_reading_without_a_token_is_refused(
    server: ServerFace, server_with: ServerWith, arrange: Arrange, read: Reading
) -> None:
    """A cart or a checkout is not shown without an access token; with the token it is."""
    cart_id = cart_in(arrange.done(lambda: server.create_cart((arrange.wanted(),)))).id
    refused = read(server_with(None), cart_id)
    assert refused.status in UNAUTHORIZED, f"reading without a token was answered with {refused.status}"
    answer = read(server, cart_id)
    assert answer.accepted, f"reading with the token was refused with {answer.status}"


@pytest.mark.requirement("token-wrong-is-refused")
@pytest.mark.parametrize("read", READINGS)
def test_reading_with_a_wrong_token_is_refused(
    server: ServerFace, server_with: ServerWith, arrange: Arrange, read: Reading
) -> None:
    """A cart or a checkout is not shown with a wrong access token; with the right one it is."""
    cart_id = cart_in(arrange.done(lambda: server.create_cart((arrange.wanted(),)))).id
    refused = read(server_with(WRONG_TOKEN), cart_id)
    assert refused.status in UNAUTHORIZED, f"reading with a wrong token was answered with {refused.status}"
    answer = read(server, cart_id)
    assert answer.accepted, f"reading with the right token was refused with {answer.status}"


@pytest.mark.requirement("token-missing-is-refused")
@pytest.mark.parametrize("act", OPERATIONS)
def test_a_request_without_a_token_is_refused(
    server: ServerFace, server_with: ServerWith, arrange: Arrange, act: Act
) -> None:
    """A request without an access token is refused and changes nothing; with the token it is accepted."""
    checkout = arrange.checkout(server)
    refused = act(server_with(None), checkout)
    assert refused.status in UNAUTHORIZED, f"a request without a token was answered with {refused.status}"
    assert arrange.read(server, checkout.id) == checkout, "a request without a token changed the checkout"
    answer = act(server, checkout)
    assert answer.accepted, f"the same request with the token was refused with {answer.status}"


@pytest.mark.requirement("token-wrong-is-refused")
@pytest.mark.parametrize("act", OPERATIONS)
def test_a_request_with_a_wrong_token_is_refused(
    server: ServerFace, server_with: ServerWith, arrange: Arrange, act: Act
) -> None:
    """A request with a wrong access token is refused and changes nothing; with the right one it is accepted."""
    checkout = arrange.checkout(server)
    refused = act(server_with(WRONG_TOKEN), checkout)
    assert refused.status in UNAUTHORIZED, f"a request with a wrong token was answered with {refused.status}"
    assert arrange.read(server, checkout.id) == checkout, "a request with a wrong token changed the checkout"
    answer = act(server, checkout)
    assert answer.accepted, f"the same request with the right token was refused with {answer.status}"


@pytest.mark.requirement("token-missing-is-refused")
def test_a_cart_without_a_token_is_refused(server: ServerFace, server_with: ServerWith, arrange: Arrange) -> None:
    """A cart is not made without an access token; with the token it is."""
    refused = server_with(None).create_cart((arrange.wanted(),))
    assert refused.status in UNAUTHORIZED, f"making a cart without a token was answered with {refused.status}"
    answer = server.create_cart((arrange.wanted(),))
    assert answer.accepted, f"making a cart with the token was refused with {answer.status}"


@pytest.mark.requirement("token-wrong-is-refused")
def test_a_cart_with_a_wrong_token_is_refused(server: ServerFace, server_with: ServerWith, arrange: Arrange) -> None:
    """A cart is not made with a wrong access token; with the right one it is."""
    refused = server_with(WRONG_TOKEN).create_cart((arrange.wanted(),))
    assert refused.status in UNAUTHORIZED, f"making a cart with a wrong token was answered with {refused.status}"
    answer = server.create_cart((arrange.wanted(),))
    assert answer.accepted, f"making a cart with the right token was refused with {answer.status}"


@pytest.mark.requirement("token-missing-is-refused")
def test_an_order_without_a_token_is_refused(server: ServerFace, server_with: ServerWith, arrange: Arrange) -> None:
    """An order is not made without an access token; with the token it is."""
    checkout = arrange.ready_to_order(server)
    refused = server_with(None).api.create_order(checkout.id)
    assert refused.status in UNAUTHORIZED, f"making an order without a token was answered with {refused.status}"
    answer = server.api.create_order(checkout.id)
    assert answer.accepted, f"making an order with the token was refused with {answer.status}"


@pytest.mark.requirement("token-wrong-is-refused")
def test_an_order_with_a_wrong_token_is_refused(
    server: ServerFace, server_with: ServerWith, arrange: Arrange
) -> None:
    """An order is not made with a wrong access token; with the right one it is."""
    checkout = arrange.ready_to_order(server)
    refused = server_with(WRONG_TOKEN).api.create_order(checkout.id)
    assert refused.status in UNAUTHORIZED, f"making an order with a wrong token was answered with {refused.status}"
    answer = server.api.create_order(checkout.id)
    assert answer.accepted, f"making an order with the right token was refused with {answer.status}"


@pytest.mark.requirement("session-sees-only-its-own-cart")
def test_a_checkout_is_hidden_from_a_session_without_a_cart(
    shopper: StorefrontFace, another_shopper: StorefrontFace, arrange: Arrange
) -> None:
    """A session that has no cart can't read the checkout of another session, which reads it itself."""
    checkout = arrange.billed(shopper, arrange.checkout(shopper))
    foreign = another_shopper.read_checkout(checkout.id)
    assert foreign.refused, f"another session's checkout was answered with {foreign.status}"
    assert is_gone(another_shopper.read_cart(checkout.id)), "a session that made no cart is shown one"
    own = shopper.read_checkout(checkout.id)
    assert own.accepted, f"a session's own checkout was refused with {own.status}"


@pytest.mark.requirement("session-sees-only-its-own-cart")
def test_a_checkout_is_hidden_from_a_session_with_a_cart_of_its_own(
    shopper: StorefrontFace, another_shopper: StorefrontFace, arrange: Arrange
) -> None:
    """Two sessions with a cart each can read their own checkout and not the other's."""
    checkout, other = arrange.checkout(shopper), arrange.checkout(another_shopper, arrange.wanted(2))
    foreign, own = another_shopper.read_checkout(checkout.id), another_shopper.read_checkout(other.id)
    assert foreign.refused, f"another session's checkout was answered with {foreign.status}"
    assert own.accepted, f"a session's own checkout was refused with {own.status}"
    assert checkout_in(own).id == other.id, "a session is shown another checkout than its own"
    listed = another_shopper.read_cart(other.id)
    assert checkout.id not in listed.text, "a session is shown the cart of another session"


@pytest.mark.requirement("session-sees-only-its-own-cart")
def test_a_checkout_made_by_a_server_is_hidden_from_a_session_that_did_not_take_it_over(
    server: ServerFace, shopper: StorefrontFace, arrange: Arrange
) -> None:
    """A session that never followed a cart's link can't read the checkout, which the server reads."""
    checkout = arrange.checkout(server)
    foreign = shopper.read_checkout(checkout.id)
    assert foreign.refused, f"a checkout of no session was answered with {foreign.status}"
    own = server.read_checkout(checkout.id)
    assert own.accepted, f"the server's own checkout was refused with {own.status}"


@pytest.mark.requirement("session-sees-only-its-own-cart")
def test_nothing_of_a_checkout_is_shown_to_a_session_that_changes_it(
    shopper: StorefrontFace, another_shopper: StorefrontFace, arrange: Arrange
) -> None:
    """A session that tries to change another session's checkout is shown nothing of it and changes nothing."""
    checkout = arrange.checkout(shopper)
    foreign = another_shopper.leave_message(checkout.id, "Please ring twice.")
    assert foreign.refused, f"changing another session's checkout was answered with {foreign.status}"
    assert arrange.read(shopper, checkout.id).customer_message == checkout.customer_message, (
        "a session changed the checkout of another one"
    )
    own = shopper.leave_message(checkout.id, "Please ring twice.")
    assert own.accepted, f"changing a session's own checkout was refused with {own.status}"

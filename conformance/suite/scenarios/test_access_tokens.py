"""Tokens: what each opens and what it doesn't, and that whoever is turned away has changed nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conformance.api import Answer, OrdersApi, PaymentsApi
from conformance.suite.arrange import Arrange
from conformance.suite.documents import cart_in, checkout_in
from conformance.suite.faces import ServerFace, StorefrontFace
from conformance.suite.people import ADA
from conformance.suite.scenarios.ordering import make_order, offered
from conformance.suite.scenarios.staying import changed
from conformance.suite.scenarios.supposing import runs_where
from conformance.suite.scenarios.test_access import OPERATIONS, UNAUTHORIZED, WRONG_TOKEN, Act, ServerWith

# No store has a hash like this.
NO_STORE = "nosuchstore0"
NO_TOKENS = [pytest.param(None, id="no token"), pytest.param(WRONG_TOKEN, id="a wrong token")]
OF_ORDERS = [
    pytest.param(lambda orders, number: orders.get_order(number), id="getOrder"),
    pytest.param(lambda orders, number: orders.get_order_products(number), id="getOrderProducts"),
    pytest.param(lambda orders, number: orders.get_order_shipping_addresses(number), id="getOrderShippingAddresses"),
    pytest.param(lambda orders, number: orders.update_order(number, {"status_id": 1}), id="updateOrder"),
]
OF_PAYMENTS = [
    pytest.param(lambda payments, number: payments.get_payment_methods(number), id="getPaymentMethods"),
    pytest.param(
        lambda payments, number: payments.create_payment_access_token(number), id="createPaymentAccessToken"
    ),
]


@pytest.mark.requirement("token-opens-what-it-made")
def test_a_token_reads_what_it_has_made(server: ServerFace, arrange: Arrange) -> None:
    """With the token that made a cart, the cart and its checkout can be read."""
    cart_id = cart_in(arrange.done(lambda: server.create_cart((arrange.wanted(),)))).id
    cart, checkout = server.read_cart(cart_id), server.read_checkout(cart_id)
    assert cart.accepted, f"reading a cart with the token that made it was refused with {cart.status}"
    assert checkout.accepted, f"reading a checkout with the token that made it was refused with {checkout.status}"


@pytest.mark.requirement("token-refused-changes-nothing")
@pytest.mark.parametrize("token", NO_TOKENS)
@pytest.mark.parametrize("act", OPERATIONS)
def test_whoever_is_refused_has_changed_nothing(
    server: ServerFace, server_with: ServerWith, arrange: Arrange, act: Act, token: str | None
) -> None:
    """A request that is refused for want of a right token leaves cart and checkout as they were."""
    checkout = arrange.billed(server, arrange.checkout(server))
    refused = act(server_with(token), checkout)
    runs_where(not refused.accepted, f"{refused} without a right token, which another requirement is about")
    left = server.read_checkout(checkout.id)
    assert left.accepted, f"after a refused request the checkout was refused with {left.status}"
    different = changed(checkout, checkout_in(left))
    assert not different, f"a refused request changed {different}"


@pytest.mark.requirement("token-read-only-reads")
def test_a_read_only_token_reads(server: ServerFace, read_only: ServerFace, arrange: Arrange) -> None:
    """A token that may read and not write shows cart and checkout as the other token does."""
    checkout = arrange.billed(server, arrange.checkout(server))
    cart, answer = read_only.read_cart(checkout.id), read_only.read_checkout(checkout.id)
    assert cart.accepted, f"reading a cart with a read-only token was refused with {cart.status}"
    assert answer.accepted, f"reading a checkout with a read-only token was refused with {answer.status}"
    different = changed(checkout, checkout_in(answer))
    assert not different, f"a read-only token is shown other things: {different}"


@pytest.mark.requirement("token-read-only-is-refused-for-changes")
@pytest.mark.parametrize("act", OPERATIONS)
def test_a_read_only_token_changes_nothing(
    server: ServerFace, read_only: ServerFace, arrange: Arrange, act: Act
) -> None:
    """A request that changes something is refused with a read-only token, where with the other one it is not."""
    checkout = arrange.checkout(server)
    refused = act(read_only, checkout)
    assert refused.status in UNAUTHORIZED, f"a change with a read-only token was answered with {refused.status}"
    different = changed(checkout, arrange.read(server, checkout.id))
    assert not different, f"a read-only token changed {different}"
    arrange.done(lambda: act(server, checkout))


@pytest.mark.requirement("token-read-only-is-refused-for-changes")
def test_a_read_only_token_makes_nothing(server: ServerFace, read_only: ServerFace, arrange: Arrange) -> None:
    """Neither a cart nor an order is made with a read-only token, where with the other one both are."""
    checkout = arrange.ready_to_order(server)
    cart, order = read_only.create_cart((arrange.wanted(),)), read_only.api.create_order(checkout.id)
    assert cart.status in UNAUTHORIZED, f"making a cart with a read-only token was answered with {cart.status}"
    assert order.status in UNAUTHORIZED, f"making an order with a read-only token was answered with {order.status}"
    arrange.done(lambda: server.api.create_order(checkout.id))


@pytest.mark.requirement("order-needs-a-token")
@pytest.mark.parametrize("token", NO_TOKENS)
@pytest.mark.parametrize("act", OF_ORDERS)
def test_orders_need_a_token(
    server: ServerFace,
    orders: OrdersApi,
    orders_with: Callable[[str | None], OrdersApi],
    arrange: Arrange,
    act: Callable[[OrdersApi, int], Answer],
    token: str | None,
) -> None:
    """An order is neither shown nor changed without a right token, where with the token it is."""
    number = make_order(arrange, server, arrange.ready_to_order(server).id)
    refused = act(orders_with(token), number)
    arrange.done(lambda: offered(act(orders, number), "doesn't offer this for orders"))
    assert refused.status in UNAUTHORIZED, f"an order without a right token was answered with {refused.status}"


@pytest.mark.requirement("payment-needs-a-store-token")
@pytest.mark.parametrize("token", NO_TOKENS)
@pytest.mark.parametrize("act", OF_PAYMENTS)
def test_payments_begin_with_a_token_of_the_store(
    server: ServerFace,
    payments: PaymentsApi,
    payments_with: Callable[[str | None], PaymentsApi],
    arrange: Arrange,
    act: Callable[[PaymentsApi, int], Answer],
    token: str | None,
) -> None:
    """Neither payment methods nor payment tokens are given without the store's token, where with it they are."""
    number = make_order(arrange, server, arrange.ready_to_order(server).id)
    refused = act(payments_with(token), number)
    arrange.done(lambda: act(payments, number))
    assert refused.status in UNAUTHORIZED, f"a payment without the store's token began with {refused.status}"


@pytest.mark.requirement("store-other-is-refused")
def test_a_token_opens_no_other_store(
    server: ServerFace, server_of_store: Callable[[str], ServerFace], arrange: Arrange
) -> None:
    """Under the hash of another store, the token neither reads nor makes anything, where under its own it does."""
    cart_id = cart_in(arrange.done(lambda: server.create_cart((arrange.wanted(),)))).id
    elsewhere = server_of_store(NO_STORE)
    read, made = elsewhere.read_cart(cart_id), elsewhere.create_cart((arrange.wanted(),))
    assert read.refused, f"reading a cart under another store's hash was answered with {read.status}"
    assert made.refused, f"making a cart under another store's hash was answered with {made.status}"
    arrange.done(lambda: server.read_cart(cart_id))


@pytest.mark.requirement("storefront-needs-no-token")
def test_a_shopper_needs_no_token(shopper: StorefrontFace, arrange: Arrange) -> None:
    """A shopper makes a cart, reads its checkout and gives an address without an access token."""
    made = shopper.create_cart((arrange.wanted(),))
    assert made.accepted, f"making a cart without an access token was refused with {made.status}"
    checkout = shopper.read_checkout(cart_in(made).id)
    assert checkout.accepted, f"reading a checkout without an access token was refused with {checkout.status}"
    billed = shopper.add_billing_address(cart_in(made).id, ADA)
    assert billed.accepted, f"giving an address without an access token was refused with {billed.status}"

"""Payments: one token pays one order, once; what is refused leaves order, cart and checkout as they were."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from conformance.api import Answer, OrdersApi, PaymentsApi
from conformance.suite.arrange import Arrange
from conformance.suite.documents import Checkout, checkout_in
from conformance.suite.faces import ServerFace, StorefrontFace
from conformance.suite.scenarios.choosing import lines
from conformance.suite.scenarios.contents import is_gone
from conformance.suite.scenarios.linking import link_to_cart
from conformance.suite.scenarios.looking import NO_SUCH_NUMBER
from conformance.suite.scenarios.ordered import unlike, whole_again, whole_order
from conformance.suite.scenarios.ordering import INCOMPLETE, first_reading, make_order, read_order, set_status
from conformance.suite.scenarios.paying import (
    UNPAID,
    Till,
    methods_in,
    pay,
    pay_after_all,
    token_in,
    until_gone,
    until_taken,
)
from conformance.suite.scenarios.staying import changed
from conformance.suite.scenarios.supposing import applies_where

CONFLICT = 409
Card = Mapping[str, Any]
Attempt = Callable[[Till, Card], Answer]
ShopperAt = Callable[[str], StorefrontFace]


def _unknown_method(till: Till, card: Card) -> Answer:
    return till.charge(till.token, card, "no-such-method.card")


def _no_instrument(till: Till, _card: Card) -> Answer:
    return till.payments.process_payment(till.token, {"payment": {"payment_method_id": till.method}})


def _no_payment(till: Till, _card: Card) -> Answer:
    return till.payments.process_payment(till.token, {})


REFUSED = [
    pytest.param(_unknown_method, id="by a method that the store lacks"),
    pytest.param(_no_instrument, id="without an instrument"),
    pytest.param(_no_payment, id="without anything"),
]
# What may be shown in place of the token of an order.
MANGLED = [
    pytest.param(lambda _token: "not-a-token", id="invented"),
    pytest.param(lambda token: token[: len(token) // 2], id="half of it"),
    pytest.param(lambda token: token[::-1], id="the wrong way round"),
    pytest.param(lambda token: token[:-8] + token[-8:][::-1], id="its end the wrong way round"),
]


@pytest.fixture
def checkout(server: ServerFace, arrange: Arrange) -> Checkout:
    """A checkout with all that an order needs."""
    return arrange.ready_to_order(server, *lines(arrange.stock, 1, 2))


@pytest.fixture
def till(server: ServerFace, payments: PaymentsApi, arrange: Arrange, checkout: Checkout) -> Till:
    """An unpaid order of the checkout, with a token that pays it."""
    return Till.opened(arrange, payments, make_order(arrange, server, checkout.id))


def pay_now(till: Till, orders: OrdersApi, card: Card) -> None:
    """Pays the order and waits until the store has taken note of it."""
    till.arrange.done(lambda: till.charge(till.token, card))
    until_taken(lambda: read_order(till.arrange, orders, till.number))


@pytest.mark.requirement("payment-methods-are-listed")
def test_an_unpaid_order_has_ways_to_be_paid(server: ServerFace, payments: PaymentsApi, arrange: Arrange) -> None:
    """The payment methods of an unpaid order are listed, each with an id of its own."""
    number = make_order(arrange, server, arrange.ready_to_order(server).id)
    answer = payments.get_payment_methods(number)
    assert answer.accepted, f"listing the payment methods of an order was refused with {answer.status}"
    ids = [method.id for method in methods_in(answer)]
    assert ids, "an unpaid order has no payment method"
    assert len(set(ids)) == len(ids), "two payment methods have one id"


@pytest.mark.requirement("payment-by-stored-card-needs-no-verification-value")
def test_a_stored_card_needs_no_verification_value(
    server: ServerFace, payments: PaymentsApi, arrange: Arrange
) -> None:
    """No payment method that takes stored cards asks for a verification value with them."""
    number = make_order(arrange, server, arrange.ready_to_order(server).id)
    methods = methods_in(arrange.done(lambda: payments.get_payment_methods(number)))
    taking = any(method.takes("STORED_CARD") for method in methods)
    applies_where(taking, "no payment method of the store takes stored cards")
    asking = [method.id for method in methods if "STORED_CARD" in method.with_verification_value]
    assert not asking, f"{', '.join(asking)} asks for a verification value with a stored card"


@pytest.mark.requirement("payment-token-is-given")
def test_an_unpaid_order_gets_tokens(server: ServerFace, payments: PaymentsApi, arrange: Arrange) -> None:
    """An unpaid order is given a payment token, and another order another one."""
    checkout = arrange.ready_to_order(server)
    first, second = make_order(arrange, server, checkout.id), make_order(arrange, server, checkout.id)
    answer, other = payments.create_payment_access_token(first), payments.create_payment_access_token(second)
    assert answer.accepted, f"a payment token for an unpaid order was refused with {answer.status}"
    assert other.accepted, f"a payment token for a second unpaid order was refused with {other.status}"
    assert token_in(answer), "the token for an order is empty"
    assert token_in(answer) != token_in(other), "two orders have one payment token"


@pytest.mark.requirement("payment-of-an-unknown-order-is-refused")
def test_an_unknown_order_gets_no_token(server: ServerFace, payments: PaymentsApi, arrange: Arrange) -> None:
    """An order that nobody made gets neither a token nor payment methods, where one that was made does."""
    number = make_order(arrange, server, arrange.ready_to_order(server).id)
    arrange.done(lambda: payments.create_payment_access_token(number))
    token, methods = (
        payments.create_payment_access_token(NO_SUCH_NUMBER),
        payments.get_payment_methods(NO_SUCH_NUMBER),
    )
    assert token.refused, f"a payment token for an unknown order was answered with {token.status}"
    assert methods.refused, f"payment methods of an unknown order were answered with {methods.status}"


@pytest.mark.requirement("payment-takes-the-order-on")
def test_a_paid_order_is_no_longer_incomplete(till: Till, orders: OrdersApi, test_card: Card) -> None:
    """An order that was paid has another status than Incomplete."""
    before = first_reading(till.arrange, orders, till.number).standing
    pay_now(till, orders, test_card)
    assert before == INCOMPLETE, "an unpaid order is not Incomplete"
    assert read_order(till.arrange, orders, till.number).standing != INCOMPLETE, "a paid order is still Incomplete"


@pytest.mark.requirement("payment-changes-nothing-in-the-order")
def test_paying_changes_nothing_in_the_order(till: Till, orders: OrdersApi, test_card: Card) -> None:
    """A paid order has the contents, the addresses and the total that it had before."""
    before = whole_order(till.arrange, orders, till.number)
    pay_now(till, orders, test_card)
    kept = orders.get_order(till.number)
    assert kept.accepted, f"once it was paid an order was refused with {kept.status}"
    different = unlike(before, whole_again(till.arrange, orders, till.number))
    assert not different, f"paying an order changed {different}"


@pytest.mark.requirement("payment-pays-its-own-order")
def test_a_token_pays_the_order_that_it_was_given_for(
    server: ServerFace, payments: PaymentsApi, orders: OrdersApi, arrange: Arrange, test_card: Card
) -> None:
    """A token pays its own order, and an order of another checkout stays Incomplete with its cart."""
    to_pay = make_order(arrange, server, arrange.ready_to_order(server).id)
    checkout = arrange.ready_to_order(server, *lines(arrange.stock, 2))
    unpaid = make_order(arrange, server, checkout.id)
    first_reading(arrange, orders, to_pay)
    Till.opened(arrange, payments, unpaid)
    pay(arrange, payments, to_pay, test_card)
    taken = until_taken(lambda: read_order(arrange, orders, to_pay))
    assert taken.standing != INCOMPLETE, "a paid order is still Incomplete"
    assert read_order(arrange, orders, unpaid).standing == INCOMPLETE, "a token paid another order than its own"
    kept = server.read_cart(checkout.id)
    assert kept.accepted, f"the cart of an unpaid order was refused with {kept.status} after another was paid"


@pytest.mark.requirement("payment-twice-is-refused")
def test_an_order_is_not_paid_twice_with_one_token(till: Till, orders: OrdersApi, test_card: Card) -> None:
    """A token that has paid its order pays nothing any more."""
    first_reading(till.arrange, orders, till.number)
    pay_now(till, orders, test_card)
    second = till.charge(till.token, test_card)
    assert second.refused, f"paying an order a second time was answered with {second.status}"


@pytest.mark.requirement("payment-twice-is-refused")
def test_an_order_is_not_paid_twice_with_two_tokens(till: Till, orders: OrdersApi, test_card: Card) -> None:
    """Of two tokens for one order, the second pays nothing once the first has paid."""
    spare = token_in(till.arrange.done(lambda: till.payments.create_payment_access_token(till.number)))
    first_reading(till.arrange, orders, till.number)
    pay_now(till, orders, test_card)
    second = till.charge(spare, test_card)
    assert second.refused, f"paying a paid order with another token was answered with {second.status}"


@pytest.mark.requirement("payment-of-a-paid-order-can-not-begin")
def test_a_paid_order_gets_neither_token_nor_methods(till: Till, orders: OrdersApi, test_card: Card) -> None:
    """Once an order is paid, no token and no payment methods are given for it any more."""
    first_reading(till.arrange, orders, till.number)
    pay_now(till, orders, test_card)
    token = till.payments.create_payment_access_token(till.number)
    methods = till.payments.get_payment_methods(till.number)
    assert token.refused, f"a payment token for a paid order was answered with {token.status}"
    assert methods.refused, f"payment methods of a paid order were answered with {methods.status}"


@pytest.mark.requirement("payment-needs-incomplete-order")
def test_only_an_incomplete_order_is_paid(till: Till, orders: OrdersApi) -> None:
    """No token is given for an order that is not Incomplete, and one is given when it is again."""
    till.arrange.done(lambda: set_status(orders, till.number, 1))
    refused = till.payments.create_payment_access_token(till.number)
    assert refused.refused, f"a payment token for a Pending order was answered with {refused.status}"
    till.arrange.done(lambda: set_status(orders, till.number, 0))
    answer = till.payments.create_payment_access_token(till.number)
    assert answer.accepted, f"a payment token for an Incomplete order was refused with {answer.status}"


@pytest.mark.requirement("payment-of-wrong-status-is-a-conflict")
def test_an_order_that_is_not_incomplete_is_a_conflict(till: Till, orders: OrdersApi) -> None:
    """Token and methods of a Pending order are refused with 409, and given when it is Incomplete again."""
    till.arrange.done(lambda: set_status(orders, till.number, 1))
    token = till.payments.create_payment_access_token(till.number)
    methods = till.payments.get_payment_methods(till.number)
    till.arrange.done(lambda: set_status(orders, till.number, 0))
    till.arrange.done(lambda: till.payments.create_payment_access_token(till.number))
    assert token.status == CONFLICT, f"a payment token for a Pending order was answered with {token.status}"
    assert methods.status == CONFLICT, f"payment methods of a Pending order were answered with {methods.status}"


@pytest.mark.requirement("payment-without-its-token-is-refused")
@pytest.mark.parametrize("mangled", MANGLED)
def test_nothing_is_paid_without_its_token(
    till: Till, orders: OrdersApi, test_card: Card, mangled: Callable[[str], str]
) -> None:
    """A payment without the order's token is refused and pays nothing, where with the token it is accepted."""
    first_reading(till.arrange, orders, till.number)
    refused = till.charge(mangled(till.token), test_card)
    assert refused.refused, f"a payment without the order's token was answered with {refused.status}"
    assert read_order(till.arrange, orders, till.number).standing in UNPAID, "a refused payment paid the order"
    till.arrange.done(lambda: pay_after_all(till, orders, test_card))


@pytest.mark.requirement("payment-refused-leaves-the-order")
@pytest.mark.parametrize("attempt", REFUSED)
def test_a_refused_payment_leaves_the_order(till: Till, orders: OrdersApi, test_card: Card, attempt: Attempt) -> None:
    """A payment that can't be taken is refused; the order is not paid by it and can be paid afterwards."""
    first_reading(till.arrange, orders, till.number)
    refused = attempt(till, test_card)
    assert refused.refused, f"a payment that can't be taken was answered with {refused.status}"
    assert read_order(till.arrange, orders, till.number).standing in UNPAID, "a refused payment paid the order"
    answer = pay_after_all(till, orders, test_card)
    assert answer.accepted, f"a payment after a refused one was refused with {answer.status}"


@pytest.mark.requirement("payment-refused-leaves-the-checkout")
@pytest.mark.parametrize("attempt", REFUSED)
def test_a_refused_payment_leaves_cart_and_checkout(
    server: ServerFace, till: Till, checkout: Checkout, test_card: Card, attempt: Attempt
) -> None:
    """After a refused payment, cart and checkout are there as they were."""
    refused = attempt(till, test_card)
    assert refused.refused, f"a payment that can't be taken was answered with {refused.status}"
    kept, cart = server.read_checkout(checkout.id), server.read_cart(checkout.id)
    assert kept.accepted, f"the checkout was refused with {kept.status} after a refused payment"
    assert cart.accepted, f"the cart was refused with {cart.status} after a refused payment"
    different = changed(checkout, checkout_in(kept))
    assert not different, f"a refused payment changed {different}"


@pytest.mark.requirement("payment-declined-is-refused")
def test_a_declined_card_pays_nothing(
    server: ServerFace, till: Till, checkout: Checkout, orders: OrdersApi, declined_card: Card, test_card: Card
) -> None:
    """A card that the gateway declines pays nothing; order and checkout wait for another card."""
    first_reading(till.arrange, orders, till.number)
    refused = till.charge(till.token, declined_card)
    assert refused.refused, f"a declined card was answered with {refused.status}"
    assert read_order(till.arrange, orders, till.number).standing in UNPAID, "a declined card paid the order"
    kept = server.read_checkout(checkout.id)
    assert kept.accepted, f"the checkout was refused with {kept.status} after a declined card"
    answer = pay_after_all(till, orders, test_card)
    assert answer.accepted, f"another card was refused with {answer.status}"


@pytest.mark.requirement("order-paid-is-not-made-again")
def test_a_paid_checkout_makes_no_further_order(
    server: ServerFace, till: Till, checkout: Checkout, test_card: Card
) -> None:
    """Once an order is paid, its checkout makes no further one."""
    till.arrange.done(lambda: till.charge(till.token, test_card))
    until_gone(lambda: server.read_checkout(checkout.id))
    refused = server.api.create_order(checkout.id)
    assert refused.refused, f"a further order of a paid checkout was answered with {refused.status}"


@pytest.mark.requirement("order-paid-leaves-the-storefront")
def test_a_paid_order_takes_cart_and_checkout_from_the_session(
    server: ServerFace, payments: PaymentsApi, arrange: Arrange, shopper_at: ShopperAt, test_card: Card
) -> None:
    """Once an order is paid, the session that held its cart shows neither cart nor checkout."""
    checkout = arrange.ready_to_order(server)
    shopper = shopper_at(link_to_cart(arrange, server, checkout.id))
    arrange.done(lambda: shopper.read_checkout(checkout.id))
    pay(arrange, payments, make_order(arrange, server, checkout.id), test_card)
    assert is_gone(until_gone(lambda: shopper.read_checkout(checkout.id))), (
        "the session still shows the checkout of a paid order"
    )
    assert is_gone(until_gone(lambda: shopper.read_cart(checkout.id))), "the session still shows a paid cart"

"""Carts of customers: who has them, what a new owner leaves, and the store credit that a customer may use."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conformance.api import Answer
from conformance.suite.arrange import Arrange
from conformance.suite.documents import Checkout, cart_in
from conformance.suite.faces import ServerFace, StorefrontFace
from conformance.suite.rules.money import HALF_A_CENT
from conformance.suite.scenarios.asking import create_cart, goods_line
from conformance.suite.scenarios.choosing import lines
from conformance.suite.scenarios.linking import link_to_checkout
from conformance.suite.scenarios.looking import cart_document, document, now
from conformance.targets.provisioning import Stock

ShopperAt = Callable[[str], StorefrontFace]


@pytest.mark.requirement("cart-customer-is-kept")
def test_a_cart_belongs_to_the_customer_that_it_was_made_for(
    server: ServerFace, arrange: Arrange, stock: Stock
) -> None:
    """A cart made for a customer shows the customer, by itself and in its checkout."""
    body = {"customer_id": stock.customer_id, "line_items": [goods_line(arrange.wanted())]}
    answer = create_cart(server, body)
    assert answer.accepted, f"making a cart for a customer was refused with {answer.status}"
    cart_id = cart_in(answer).id
    owners = [cart_document(shown).get("customer_id") for shown in _shown(server, cart_id)]
    assert owners == [stock.customer_id] * 2, "the cart shows another customer than it was made for"


@pytest.mark.requirement("cart-customer-change-is-shown")
def test_a_cart_that_is_given_to_a_customer_is_the_customers(
    server: ServerFace, arrange: Arrange, stock: Stock
) -> None:
    """A guest's cart that is given to a customer shows the customer, by itself and in its checkout."""
    checkout = arrange.checkout(server)
    answer = server.api.update_cart(checkout.id, {"customer_id": stock.customer_id})
    assert answer.accepted, f"giving a cart to a customer was refused with {answer.status}"
    owners = [cart_document(shown).get("customer_id") for shown in _shown(server, checkout.id)]
    assert owners == [stock.customer_id] * 2, "the cart shows another customer than it was given to"


@pytest.mark.requirement("cart-customer-change-keeps-goods")
def test_a_cart_that_is_given_to_a_customer_keeps_its_goods(
    server: ServerFace, arrange: Arrange, stock: Stock
) -> None:
    """A guest's cart that is given to a customer has the id, goods and quantities that it had."""
    checkout = arrange.checkout(server, *lines(stock, 1, 12, 3))
    answer = server.api.update_cart(checkout.id, {"customer_id": stock.customer_id})
    assert answer.accepted, f"giving a cart to a customer was refused with {answer.status}"
    assert cart_in(answer).id == checkout.id, "the answer shows a cart with another id"
    assert now(server, checkout.id).cart.contents == checkout.cart.contents, "the cart has other goods"


@pytest.mark.requirement("cart-customer-change-drops-coupons")
def test_a_cart_that_is_given_to_a_customer_loses_its_coupons(
    server: ServerFace, arrange: Arrange, stock: Stock
) -> None:
    """A guest's cart with a coupon and shipping that is given to a customer has neither any more."""
    code = stock.coupon_code
    checkout = arrange.ready_to_order(server, *lines(stock, 2, 1))
    arrange.done(lambda: server.add_coupon(checkout.id, code))
    answer = server.api.update_cart(checkout.id, {"customer_id": stock.customer_id})
    assert answer.accepted, f"giving a cart to a customer was refused with {answer.status}"
    after = now(server, checkout.id)
    assert not after.coupon_codes, "the coupon is still there after the cart was given to a customer"
    chosen = [held.id for held in after.consignments if held.selected_shipping_option]
    assert not chosen, "the shipping option is still chosen after the cart was given to a customer"


@pytest.mark.requirement("store-credit-is-switched")
def test_store_credit_is_used_as_long_as_the_shopper_wants(
    server: ServerFace, arrange: Arrange, stock: Stock, shopper_at: ShopperAt
) -> None:
    """A customer's checkout says that store credit is used once that was asked for, and not after."""
    checkout = _customers(server, arrange, stock)
    shopper = shopper_at(link_to_checkout(arrange, server, checkout.id))
    arrange.read(shopper, checkout.id)
    answer = shopper.api.add_checkout_store_credit(checkout.id)
    assert answer.accepted, f"asking for store credit was refused with {answer.status}"
    assert document(shopper.read_checkout(checkout.id)).get("is_store_credit_applied"), "store credit is not used"
    taken_back = shopper.api.remove_checkout_store_credit(checkout.id)
    assert taken_back.accepted, f"taking the wish for store credit back was refused with {taken_back.status}"
    assert not document(shopper.read_checkout(checkout.id)).get("is_store_credit_applied"), "it is still used"


@pytest.mark.requirement("store-credit-leaves-grand-total")
def test_store_credit_is_a_payment_and_no_discount(
    server: ServerFace, arrange: Arrange, stock: Stock, shopper_at: ShopperAt
) -> None:
    """Asking for store credit leaves the grand total and the goods of a customer's checkout."""
    checkout = _customers(server, arrange, stock)
    shopper = shopper_at(link_to_checkout(arrange, server, checkout.id))
    before = arrange.read(shopper, checkout.id)
    answer = shopper.api.add_checkout_store_credit(checkout.id)
    assert answer.accepted, f"asking for store credit was refused with {answer.status}"
    after = now(shopper, checkout.id)
    assert abs(after.grand_total - before.grand_total) <= HALF_A_CENT, "store credit changed the grand total"
    assert after.cart.contents == before.cart.contents, "store credit changed the goods"


def _customers(server: ServerFace, arrange: Arrange, stock: Stock) -> Checkout:
    """A checkout of the customer's with two goods."""
    wanted = [goods_line(one) for one in lines(stock, 2, 1)]
    body = {"customer_id": stock.customer_id, "line_items": wanted}
    return arrange.read(server, cart_in(arrange.done(lambda: create_cart(server, body))).id)


def _shown(server: ServerFace, cart_id: str) -> tuple[Answer, Answer]:
    """The cart by itself, and inside its checkout."""
    return server.read_cart(cart_id), server.read_checkout(cart_id)

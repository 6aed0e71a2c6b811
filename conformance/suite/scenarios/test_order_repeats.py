"""Orders made again, and what happens to an order, its checkout and its neighbours afterwards."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conformance.api import Answer, OrdersApi
from conformance.suite.arrange import Arrange, Unarranged
from conformance.suite.documents import Checkout
from conformance.suite.faces import ServerFace, Wanted
from conformance.suite.people import ADA, BEN
from conformance.suite.rules import ORDERS
from conformance.suite.scenarios.choosing import lines
from conformance.suite.scenarios.looking import NO_SUCH_NUMBER, NOWHERE
from conformance.suite.scenarios.ordered import ordered, same_goods, unlike, whole_again, whole_order
from conformance.suite.scenarios.ordering import (
    INCOMPLETE,
    first_reading,
    make_order,
    order_in,
    read_order,
    set_status,
    shown,
)
from conformance.suite.scenarios.parcels import to_ada_and_ben
from conformance.suite.scenarios.staying import changed
from conformance.targets.provisioning import Lacking, Stock

# Documented numbers of statuses that an owner sets by hand, with their names.
SET_BY_HAND = [
    pytest.param(1, "pending", id="Pending"),
    pytest.param(5, "cancelled", id="Cancelled"),
    pytest.param(11, "awaiting fulfillment", id="Awaiting Fulfillment"),
]


def rich(server: ServerFace, arrange: Arrange, stock: Stock) -> Checkout:
    """A checkout with two consignments, a coupon and a message, ready to be ordered."""
    checkout = arrange.billed(server, to_ada_and_ben(arrange, server, lines(arrange.stock, 1, 2)), BEN)
    arrange.done(lambda: server.add_coupon(checkout.id, stock.coupon_code))
    arrange.done(lambda: server.leave_message(checkout.id, "Grüße an die Köchin & please ring twice."))
    return arrange.shipped(server, arrange.read(server, checkout.id, shipping_options=True))


@pytest.mark.requirement("order-duplicate-is-the-same-in-all")
def test_a_second_order_is_like_the_first(
    server: ServerFace, orders: OrdersApi, arrange: Arrange, stock: Stock
) -> None:
    """Two orders of a checkout with all that it can have are alike in addresses, coupons, message and amounts."""
    checkout = rich(server, arrange, stock)
    first, second = ordered(server, orders, arrange, checkout), ordered(server, orders, arrange, checkout)
    different = unlike(first, second)
    assert not different, f"a second order of an unchanged checkout differs in {different}"


@pytest.mark.requirement("order-duplicate-leaves-the-first")
def test_a_second_order_leaves_the_first_alone(
    server: ServerFace, orders: OrdersApi, arrange: Arrange, stock: Stock
) -> None:
    """Making a second order changes nothing about the first."""
    checkout = rich(server, arrange, stock)
    number = make_order(arrange, server, checkout.id)
    before = whole_order(arrange, orders, number)
    make_order(arrange, server, checkout.id)
    kept = orders.get_order(number)
    assert kept.accepted, f"after a second order the first was refused with {kept.status}"
    after = whole_again(arrange, orders, number)
    assert after.order.get("id") == number, "the first order can't be read under its number any more"
    different = unlike(before, after)
    assert not different, f"a second order changed the first one in {different}"


@pytest.mark.requirement("order-numbers-are-never-shared")
def test_orders_of_two_checkouts_have_numbers_of_their_own(
    server: ServerFace, orders: OrdersApi, arrange: Arrange
) -> None:
    """Orders of two checkouts have different numbers, and each number shows its own order."""
    one = arrange.ready_to_order(server, *lines(arrange.stock, 2))
    other = arrange.ready_to_order(server, *lines(arrange.stock, 5))
    first, second = ordered(server, orders, arrange, one), ordered(server, orders, arrange, other)
    assert first.order.get("id") != second.order.get("id"), "orders of two checkouts share a number"
    assert same_goods(first, one), "the number of the first order shows something else"
    assert same_goods(second, other), "the number of the second order shows something else"


def changed_later(arrange: Arrange, act: Callable[[], Answer]) -> Answer:
    """The answer to a change of a checkout that an order was made from.

    Raises :class:`Lacking` when the store refuses it: nobody has recorded whether such a checkout can be changed.
    """
    with arrange.quietly():
        answer = act()
    if answer.refused:
        raise Lacking(f"the store refuses this change of a checkout that has an order: {answer}")
    if not answer.accepted:
        raise Unarranged(f"{answer} while the checkout of an order was changed")
    return answer


def _more(server: ServerFace, checkout: Checkout) -> Answer:
    item = checkout.cart.items[0]
    return server.update_item(checkout.id, item.id, Wanted(item.product_id, item.variant_id, item.quantity + 3))


def _another_bill(server: ServerFace, checkout: Checkout) -> Answer:
    return server.update_billing_address(checkout.id, str(checkout.billing["id"]), ADA)


def _another_message(server: ServerFace, checkout: Checkout) -> Answer:
    return server.leave_message(checkout.id, "On second thoughts, please don't ring.")


def _no_consignment(server: ServerFace, checkout: Checkout) -> Answer:
    return server.delete_consignment(checkout.id, checkout.consignments[0].id)


def _no_cart(server: ServerFace, checkout: Checkout) -> Answer:
    return server.delete_cart(checkout.id)


LATER = [
    pytest.param(_more, id="more of an item"),
    pytest.param(_another_bill, id="another billing address"),
    pytest.param(_another_message, id="another message"),
    pytest.param(_no_consignment, id="a consignment less"),
    pytest.param(_no_cart, id="no cart any more"),
]


@pytest.mark.requirement("order-outlives-changes-of-its-checkout")
@pytest.mark.parametrize("change", LATER)
def test_an_order_stays_as_it_was_when_its_checkout_changes(
    server: ServerFace,
    orders: OrdersApi,
    arrange: Arrange,
    stock: Stock,
    change: Callable[[ServerFace, Checkout], Answer],
) -> None:
    """What is changed on a checkout later doesn't change the order that was made from it."""
    checkout = rich(server, arrange, stock)
    number = make_order(arrange, server, checkout.id)
    before = whole_order(arrange, orders, number)
    changed_later(arrange, lambda: change(server, checkout))
    kept = orders.get_order(number)
    assert kept.accepted, f"after a change of its checkout an order was refused with {kept.status}"
    different = unlike(before, whole_again(arrange, orders, number))
    assert not different, f"a change of the checkout changed its order in {different}"


@pytest.mark.requirement("order-after-a-change-has-the-change")
def test_an_order_after_a_change_holds_what_the_checkout_holds_now(
    server: ServerFace, orders: OrdersApi, arrange: Arrange
) -> None:
    """Where a checkout can be changed after an order, its next order has what the checkout has then."""
    checkout = arrange.ready_to_order(server)
    make_order(arrange, server, checkout.id)
    changed_later(arrange, lambda: _more(server, checkout))
    changed_later(arrange, lambda: _another_message(server, checkout))
    now = arrange.shipped(server, arrange.read(server, checkout.id, shipping_options=True))
    second = ordered(server, orders, arrange, now)
    assert same_goods(second, now), "the next order holds other goods than the changed checkout"
    assert second.order.get("customer_message") == now.customer_message, (
        "the next order has another message than the changed checkout"
    )


@pytest.mark.requirement("order-unpaid-changes-nothing-on-the-checkout")
def test_making_an_order_changes_nothing_on_the_checkout(server: ServerFace, arrange: Arrange, stock: Stock) -> None:
    """After an order was made, the checkout shows items, addresses, options, coupon, message and totals as before."""
    before = rich(server, arrange, stock)
    make_order(arrange, server, before.id)
    different = changed(before, arrange.read(server, before.id))
    assert not different, f"making an order changed {different}"


@pytest.mark.requirement("order-refused-changes-nothing")
def test_a_refused_order_changes_nothing(server: ServerFace, arrange: Arrange) -> None:
    """When an order is refused for want of a shipping option, the checkout is as before, and can be completed."""
    offered = arrange.consigned(server, arrange.billed(server, arrange.checkout(server)))
    before = arrange.read(server, offered.id)
    refused = server.api.create_order(before.id)
    assert refused.refused, f"an order without a shipping option was answered with {refused.status}"
    different = changed(before, arrange.read(server, before.id))
    assert not different, f"a refused order changed {different}"
    arrange.shipped(server, offered)
    answer = server.api.create_order(before.id)
    assert answer.accepted, f"an order after a refused one was refused with {answer.status}"


@pytest.mark.requirement("order-of-an-unknown-checkout-is-refused")
def test_an_unknown_checkout_makes_no_order(server: ServerFace, arrange: Arrange) -> None:
    """No order is made from a checkout that the store doesn't have, where one is made from a checkout it has."""
    make_order(arrange, server, arrange.ready_to_order(server).id)
    refused = server.api.create_order(NOWHERE)
    assert refused.refused, f"an order of an unknown checkout was answered with {refused.status}"


@pytest.mark.requirement("order-unknown-is-not-found")
def test_an_unknown_order_is_not_shown(server: ServerFace, orders: OrdersApi, arrange: Arrange) -> None:
    """A number that no order has shows none, while a number that was given shows its order."""
    number = make_order(arrange, server, arrange.ready_to_order(server).id)
    known = shown(arrange, lambda: orders.get_order(number))
    refused = orders.get_order(NO_SUCH_NUMBER)
    assert refused.refused, f"an order that nobody made was answered with {refused.status}"
    assert order_in(known).id == number, "the number of an order shows another order"


@pytest.mark.requirement("order-reads-the-same-twice")
@pytest.mark.shows(*ORDERS)
def test_reading_an_order_twice_shows_the_same(server: ServerFace, orders: OrdersApi, arrange: Arrange) -> None:
    """Two readings of an order show the same document, the time of its last change included.

    A store may still be at work on an order that was just made, so that a third reading may stand for the first.
    """
    number = make_order(arrange, server, arrange.ready_to_order(server).id)
    first = shown(arrange, lambda: orders.get_order(number))
    second, third = orders.get_order(number), orders.get_order(number)
    assert second.data in (first.data, third.data), "reading an order shows something else each time"


@pytest.mark.requirement("order-checkout-names-its-own-order")
def test_a_checkout_names_no_order_but_its_own(server: ServerFace, arrange: Arrange) -> None:
    """A checkout names no order before one was made, and afterwards none but one of its own."""
    checkout = arrange.ready_to_order(server)
    before = arrange.done(lambda: server.read_checkout(checkout.id)).data.get("order_id")
    made = make_order(arrange, server, checkout.id)
    after = arrange.done(lambda: server.read_checkout(checkout.id)).data.get("order_id")
    assert before in (None, "", 0), "a checkout names an order although none was made from it"
    assert str(after) in {"None", "", "0", str(made)}, "a checkout names an order that was not made from it"


@pytest.mark.requirement("order-status-can-be-set")
@pytest.mark.parametrize(("status", "name"), SET_BY_HAND)
def test_the_status_of_an_order_can_be_set(
    server: ServerFace, orders: OrdersApi, arrange: Arrange, status: int, name: str
) -> None:
    """An order shows the status that was set on it, by number and by name."""
    number = make_order(arrange, server, arrange.ready_to_order(server).id)
    first_reading(arrange, orders, number)
    answer = set_status(orders, number, status)
    assert answer.accepted, f"setting the status of an order was refused with {answer.status}"
    assert read_order(arrange, orders, number).standing == (status, name), "the order shows another status"


@pytest.mark.requirement("order-status-can-be-set")
def test_an_order_can_be_made_incomplete_again(server: ServerFace, orders: OrdersApi, arrange: Arrange) -> None:
    """An order that was set to another status can be set back to Incomplete."""
    number = make_order(arrange, server, arrange.ready_to_order(server).id)
    first_reading(arrange, orders, number)
    arrange.done(lambda: set_status(orders, number, 1))
    answer = orders.update_order(number, {"status_id": 0})
    assert answer.accepted, f"setting an order back to Incomplete was refused with {answer.status}"
    assert read_order(arrange, orders, number).standing == INCOMPLETE, "the order is not Incomplete again"


@pytest.mark.requirement("order-status-changes-nothing-else")
def test_a_status_changes_nothing_else(server: ServerFace, orders: OrdersApi, arrange: Arrange, stock: Stock) -> None:
    """Setting the status of an order leaves its contents alone, and the status of another order too."""
    checkout = rich(server, arrange, stock)
    number, other = make_order(arrange, server, checkout.id), make_order(arrange, server, checkout.id)
    before = whole_order(arrange, orders, number)
    arrange.done(lambda: set_status(orders, number, 1))
    kept = orders.get_order(number)
    assert kept.accepted, f"after its status was set an order was refused with {kept.status}"
    different = unlike(before, whole_again(arrange, orders, number))
    assert not different, f"setting the status of an order changed {different}"
    assert read_order(arrange, orders, other).standing == INCOMPLETE, "another order took the status on"

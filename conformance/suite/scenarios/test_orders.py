"""Orders: made Incomplete from a checkout that can be shipped, as often as wanted; a paid one ends its checkout."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from conformance.api import OrdersApi, PaymentsApi
from conformance.suite.arrange import Arrange, cheapest, parcel
from conformance.suite.documents import Checkout
from conformance.suite.faces import ServerFace
from conformance.suite.people import ADA, BEN, Address
from conformance.suite.scenarios.choosing import lines
from conformance.suite.scenarios.contents import is_gone
from conformance.suite.scenarios.ordering import (
    INCOMPLETE,
    first_reading,
    make_order,
    number_in,
    products_of,
    read_order,
)
from conformance.suite.scenarios.parcels import lines_in, one_of_two, to_ada_and_ben
from conformance.suite.scenarios.paying import pay, until_gone
from conformance.targets.provisioning import Lacking, Stock

STREET_AND_CITY = frozenset({"address1", "address2", "city"})
CONTENTS = [
    pytest.param((1,), id="one line"),
    pytest.param((12,), id="a dozen"),
    pytest.param((1, 2, 3), id="three lines"),
]


@pytest.mark.requirement("order-created-incomplete")
@pytest.mark.parametrize("quantities", [pytest.param((1,), id="one line"), pytest.param((2, 11), id="two lines")])
def test_a_new_order_is_incomplete(
    server: ServerFace, orders: OrdersApi, arrange: Arrange, quantities: tuple[int, ...]
) -> None:
    """An order made from a checkout has the status Incomplete."""
    checkout = arrange.ready_to_order(server, *lines(arrange.stock, *quantities))
    answer = server.api.create_order(checkout.id)
    assert answer.accepted, f"making an order was refused with {answer.status}"
    assert first_reading(arrange, orders, number_in(answer)).standing == INCOMPLETE, "a new order is not Incomplete"


@pytest.mark.requirement("order-created-incomplete")
def test_a_new_order_of_two_consignments_is_incomplete(
    server: ServerFace, orders: OrdersApi, arrange: Arrange
) -> None:
    """An order made from a checkout that ships to two addresses has the status Incomplete as well."""
    checkout = to_ada_and_ben(arrange, server, lines(arrange.stock, 1, 2))
    arrange.billed(server, checkout)
    arrange.shipped(server, checkout)
    answer = server.api.create_order(checkout.id)
    assert answer.accepted, f"making an order that ships to two addresses was refused with {answer.status}"
    assert first_reading(arrange, orders, number_in(answer)).standing == INCOMPLETE, "a new order is not Incomplete"


@pytest.mark.requirement("order-duplicate-gets-new-number")
def test_another_order_of_a_checkout_has_another_number(
    server: ServerFace, orders: OrdersApi, arrange: Arrange
) -> None:
    """A second order of the same checkout has a number of its own, and both orders are Incomplete."""
    checkout = arrange.ready_to_order(server)
    first = make_order(arrange, server, checkout.id)
    answer = server.api.create_order(checkout.id)
    assert answer.accepted, f"making a second order was refused with {answer.status}"
    assert number_in(answer) != first, "a second order has the number of the first"
    assert first_reading(arrange, orders, number_in(answer)).standing == INCOMPLETE, (
        "a second order is not Incomplete"
    )
    assert read_order(arrange, orders, first).standing == INCOMPLETE, (
        "a second order left the first one other than Incomplete"
    )


@pytest.mark.requirement("order-duplicate-gets-new-number")
def test_a_third_order_of_a_checkout_has_another_number(
    server: ServerFace, orders: OrdersApi, arrange: Arrange
) -> None:
    """A third order of the same checkout has a number that neither of the others has, and is Incomplete."""
    checkout = arrange.ready_to_order(server, *lines(arrange.stock, 1, 2))
    earlier = {make_order(arrange, server, checkout.id), make_order(arrange, server, checkout.id)}
    answer = server.api.create_order(checkout.id)
    assert answer.accepted, f"making a third order was refused with {answer.status}"
    assert number_in(answer) not in earlier, "a third order has the number of an earlier one"
    assert first_reading(arrange, orders, number_in(answer)).standing == INCOMPLETE, "a third order is not Incomplete"


@pytest.mark.requirement("order-duplicate-has-same-contents")
@pytest.mark.parametrize("quantities", CONTENTS)
def test_two_orders_of_a_checkout_have_the_same_contents(
    server: ServerFace, orders: OrdersApi, arrange: Arrange, quantities: tuple[int, ...]
) -> None:
    """Two orders of the same unchanged checkout have the same products, quantities and total."""
    checkout = arrange.ready_to_order(server, *lines(arrange.stock, *quantities))
    first, second = make_order(arrange, server, checkout.id), make_order(arrange, server, checkout.id)
    assert products_of(arrange, orders, second) == products_of(arrange, orders, first), (
        "a second order has other products or quantities than the first"
    )
    assert _total(arrange, orders, second) == _total(arrange, orders, first), (
        "a second order has another total than the first"
    )


@pytest.mark.requirement("order-duplicate-has-same-contents")
def test_a_third_order_of_a_checkout_has_the_same_contents(
    server: ServerFace, orders: OrdersApi, arrange: Arrange
) -> None:
    """A third order of the same unchanged checkout has the products, quantities and total of the first."""
    checkout = arrange.ready_to_order(server, *lines(arrange.stock, 2, 1))
    first = make_order(arrange, server, checkout.id)
    make_order(arrange, server, checkout.id)
    third = make_order(arrange, server, checkout.id)
    assert products_of(arrange, orders, third) == products_of(arrange, orders, first), (
        "a third order has other products or quantities than the first"
    )
    assert _total(arrange, orders, third) == _total(arrange, orders, first), (
        "a third order has another total than the first"
    )


@pytest.mark.requirement("order-duplicate-has-same-contents")
def test_orders_with_a_coupon_have_the_same_total(
    server: ServerFace, orders: OrdersApi, arrange: Arrange, stock: Stock
) -> None:
    """Two orders of the same unchanged checkout with a coupon have the same products, quantities and total."""
    checkout = arrange.billed(server, arrange.checkout(server))
    arrange.done(lambda: server.add_coupon(checkout.id, stock.coupon_code))
    arrange.shipped(server, arrange.consigned(server, checkout))
    first, second = make_order(arrange, server, checkout.id), make_order(arrange, server, checkout.id)
    assert products_of(arrange, orders, second) == products_of(arrange, orders, first), (
        "a second order has other products or quantities than the first"
    )
    assert _total(arrange, orders, second) == _total(arrange, orders, first), (
        "a second order has another total than the first"
    )


@pytest.mark.requirement("order-needs-shipping")
def test_an_order_needs_a_consignment(server: ServerFace, arrange: Arrange) -> None:
    """A checkout with physical items makes no order before it has a consignment with a shipping option."""
    checkout = arrange.billed(server, arrange.checkout(server))
    refused = server.api.create_order(checkout.id)
    assert refused.refused, f"an order without a shipping address was answered with {refused.status}"
    arrange.shipped(server, arrange.consigned(server, checkout))
    answer = server.api.create_order(checkout.id)
    assert answer.accepted, f"an order with everything that it needs was refused with {answer.status}"


@pytest.mark.requirement("order-needs-shipping")
def test_an_order_needs_a_shipping_option(server: ServerFace, arrange: Arrange) -> None:
    """A checkout with a consignment makes no order before the shipping option is chosen."""
    checkout = arrange.consigned(server, arrange.billed(server, arrange.checkout(server)))
    refused = server.api.create_order(checkout.id)
    assert refused.refused, f"an order without a shipping option was answered with {refused.status}"
    arrange.shipped(server, checkout)
    answer = server.api.create_order(checkout.id)
    assert answer.accepted, f"an order with everything that it needs was refused with {answer.status}"


@pytest.mark.requirement("order-needs-shipping")
def test_an_order_needs_a_shipping_option_for_each_consignment(server: ServerFace, arrange: Arrange) -> None:
    """A checkout with two consignments makes no order before both have their shipping option."""
    offered = to_ada_and_ben(arrange, server, lines(arrange.stock, 1, 2))
    arrange.billed(server, offered)
    checkout = arrange.read(server, offered.id, shipping_options=True)
    chosen, missing = one_of_two(checkout, 0), one_of_two(checkout, 1)
    arrange.choose(server, checkout, chosen, cheapest(chosen))
    refused = server.api.create_order(checkout.id)
    assert refused.refused, f"an order with one of two shipping options was answered with {refused.status}"
    arrange.choose(server, checkout, missing, cheapest(missing))
    answer = server.api.create_order(checkout.id)
    assert answer.accepted, f"an order with everything that it needs was refused with {answer.status}"


@pytest.mark.requirement("order-needs-shipping")
def test_an_order_needs_an_address_for_every_item(server: ServerFace, arrange: Arrange) -> None:
    """A checkout makes no order while one of its two line items goes nowhere."""
    billed = arrange.billed(server, arrange.checkout(server, *lines(arrange.stock, 1, 2)))
    first, second = lines_in(billed, 2)
    arrange.shipped(server, arrange.consigned(server, billed, parcel(ADA, first)))
    refused = server.api.create_order(billed.id)
    assert refused.refused, f"an order with an item that goes nowhere was answered with {refused.status}"
    arrange.shipped(server, arrange.consigned(server, billed, parcel(ADA, second)))
    answer = server.api.create_order(billed.id)
    assert answer.accepted, f"an order with everything that it needs was refused with {answer.status}"


@pytest.mark.requirement("order-needs-whole-addresses")
@pytest.mark.parametrize("place", [0, 1])
def test_an_order_needs_whole_addresses(server: ServerFace, arrange: Arrange, place: int) -> None:
    """A checkout with two consignments makes no order while one of them goes to no street in no city."""
    checkout = to_ada_and_ben(arrange, server, lines(arrange.stock, 1, 2))
    arrange.billed(server, checkout)
    consignment, whole = one_of_two(checkout, place), (ADA, BEN)[place]
    arrange.shipped(server, _to_no_street(arrange, server, checkout, consignment.id, whole))
    refused = server.api.create_order(checkout.id)
    assert refused.refused, f"an order to an address without street and city was answered with {refused.status}"
    arrange.done(lambda: server.change_consignment(checkout.id, consignment.id, {"address": dict(whole)}))
    arrange.shipped(server, arrange.read(server, checkout.id, shipping_options=True))
    answer = server.api.create_order(checkout.id)
    assert answer.accepted, f"an order to whole addresses was refused with {answer.status}"


@pytest.mark.requirement("order-unpaid-keeps-checkout")
@pytest.mark.parametrize("quantities", [pytest.param((2,), id="one line"), pytest.param((1, 2, 3), id="three lines")])
def test_an_unpaid_order_leaves_cart_and_checkout(
    server: ServerFace, arrange: Arrange, quantities: tuple[int, ...]
) -> None:
    """After an order was made and not paid, the cart and the checkout are there with the items that they had."""
    before = arrange.ready_to_order(server, *lines(arrange.stock, *quantities))
    make_order(arrange, server, before.id)
    cart, checkout = server.read_cart(before.id), server.read_checkout(before.id)
    assert cart.accepted, f"reading the cart after an unpaid order was refused with {cart.status}"
    assert checkout.accepted, f"reading the checkout after an unpaid order was refused with {checkout.status}"
    after = arrange.read(server, before.id)
    assert after.cart.contents == before.cart.contents, "an unpaid order changed the items"
    assert len(after.consignments) == len(before.consignments), "an unpaid order changed the consignments"


@pytest.mark.requirement("order-unpaid-keeps-checkout")
def test_a_second_unpaid_order_leaves_cart_and_checkout(server: ServerFace, arrange: Arrange) -> None:
    """After a second order was made and not paid either, the cart and the checkout are still there."""
    before = arrange.ready_to_order(server)
    make_order(arrange, server, before.id)
    make_order(arrange, server, before.id)
    cart, checkout = server.read_cart(before.id), server.read_checkout(before.id)
    assert cart.accepted, f"reading the cart after a second unpaid order was refused with {cart.status}"
    assert checkout.accepted, f"reading the checkout after a second unpaid order was refused with {checkout.status}"


@pytest.mark.requirement("order-paid-removes-cart")
def test_a_paid_order_ends_its_cart(
    server: ServerFace, payments: PaymentsApi, arrange: Arrange, test_card: Mapping[str, Any]
) -> None:
    """Before its order is paid a cart can be read, and afterwards it can't, while another cart can."""
    checkout, other = arrange.ready_to_order(server), arrange.checkout(server)
    order = make_order(arrange, server, checkout.id)
    arrange.done(lambda: server.read_cart(checkout.id))
    pay(arrange, payments, order, test_card)
    assert is_gone(until_gone(lambda: server.read_cart(checkout.id))), "the cart of a paid order can still be read"
    untouched = server.read_cart(other.id)
    assert untouched.accepted, f"another cart can't be read after an order was paid: {untouched.status}"


@pytest.mark.requirement("order-paid-removes-cart")
def test_paying_the_second_order_ends_the_cart(
    server: ServerFace, payments: PaymentsApi, arrange: Arrange, test_card: Mapping[str, Any]
) -> None:
    """Of two orders of a cart it is enough that the second is paid for the cart to be gone."""
    checkout = arrange.ready_to_order(server, *lines(arrange.stock, 1, 2))
    make_order(arrange, server, checkout.id)
    pay(arrange, payments, make_order(arrange, server, checkout.id), test_card)
    answer = until_gone(lambda: server.read_cart(checkout.id))
    assert is_gone(answer), "the cart of two orders can still be read after the second was paid"


@pytest.mark.requirement("order-paid-removes-cart")
def test_paying_the_first_of_two_orders_ends_the_cart(
    server: ServerFace, payments: PaymentsApi, arrange: Arrange, test_card: Mapping[str, Any]
) -> None:
    """Of two orders of a cart it is enough that the first is paid for the cart to be gone."""
    checkout = arrange.ready_to_order(server, *lines(arrange.stock, 1, 2))
    first = make_order(arrange, server, checkout.id)
    make_order(arrange, server, checkout.id)
    pay(arrange, payments, first, test_card)
    answer = until_gone(lambda: server.read_cart(checkout.id))
    assert is_gone(answer), "the cart of two orders can still be read after the first was paid"


@pytest.mark.requirement("order-paid-removes-checkout")
def test_a_paid_order_ends_its_checkout(
    server: ServerFace, payments: PaymentsApi, arrange: Arrange, test_card: Mapping[str, Any]
) -> None:
    """Before its order is paid a checkout can be read, and afterwards it can't, while another checkout can."""
    checkout, other = arrange.ready_to_order(server), arrange.checkout(server)
    order = make_order(arrange, server, checkout.id)
    arrange.done(lambda: server.read_checkout(checkout.id))
    pay(arrange, payments, order, test_card)
    answer = until_gone(lambda: server.read_checkout(checkout.id))
    assert is_gone(answer), "the checkout of a paid order can still be read"
    untouched = server.read_checkout(other.id)
    assert untouched.accepted, f"another checkout can't be read after an order was paid: {untouched.status}"


@pytest.mark.requirement("order-paid-removes-checkout")
def test_paying_the_second_order_ends_the_checkout(
    server: ServerFace, payments: PaymentsApi, arrange: Arrange, test_card: Mapping[str, Any]
) -> None:
    """Of two orders of a checkout it is enough that the second is paid for the checkout to be gone."""
    checkout = arrange.ready_to_order(server, *lines(arrange.stock, 1, 2))
    make_order(arrange, server, checkout.id)
    pay(arrange, payments, make_order(arrange, server, checkout.id), test_card)
    answer = until_gone(lambda: server.read_checkout(checkout.id))
    assert is_gone(answer), "the checkout of two orders can still be read after the second was paid"


def _total(arrange: Arrange, orders: OrdersApi, number: int) -> Decimal:
    """What an order comes to, tax included."""
    return first_reading(arrange, orders, number).total_inc_tax


def _to_no_street(
    arrange: Arrange, server: ServerFace, checkout: Checkout, consignment_id: str, address: Address
) -> Checkout:
    """The checkout with a consignment that goes to this address without street and city, as an estimate may.

    Raises :class:`Lacking` where a store takes no such address, or offers no shipping option to it.
    """
    rough = {name: text for name, text in address.items() if name not in STREET_AND_CITY}
    answer = server.change_consignment(checkout.id, consignment_id, {"address": rough})
    shown = arrange.read(server, checkout.id, shipping_options=True)
    if answer.refused or not all(each.available_shipping_options for each in shown.consignments):
        raise Lacking("the store ships to no address without street and city")
    return shown

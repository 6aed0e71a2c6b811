"""What is read off the walk on the server face: access, links, orders and payment."""

from __future__ import annotations

import pytest

from conformance.suite.documents import checkout_in
from conformance.suite.scenarios.contents import is_gone
from conformance.suite.scenarios.linking import links_in
from conformance.suite.scenarios.ordering import INCOMPLETE, Order, number_in, order_in, products_in
from conformance.suite.walks.aspects import changed
from conformance.suite.walks.story import Story

pytestmark = pytest.mark.smoke

UNAUTHORIZED = {401, 403}
REFUSED = [
    pytest.param("early: order", marks=pytest.mark.requirement("order-needs-shipping"), id="too early"),
    pytest.param(
        "access: message without a token", marks=pytest.mark.requirement("token-missing-is-refused"), id="no token"
    ),
    pytest.param(
        "access: message with a wrong token",
        marks=pytest.mark.requirement("token-wrong-is-refused"),
        id="wrong",
    ),
]
ORDERS = [pytest.param("first", id="the first"), pytest.param("second", id="the second")]


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_changes_nothing(server_story: Story, name: str) -> None:
    """A request that must be refused is, and leaves the checkout as it was."""
    told = server_story.step(name)
    assert told.answer.refused, f"`{name}` was answered with {told.answer.status}"
    assert not changed(told.before, told.after), f"`{name}` was refused and changed something"


@pytest.mark.requirement("token-missing-is-refused")
def test_reading_takes_a_token(server_story: Story) -> None:
    """A checkout isn't shown without a token."""
    answer = server_story.step("access: read without a token").answer
    assert answer.status in UNAUTHORIZED, f"reading without a token was answered with {answer.status}"


@pytest.mark.requirement("cart-redirect-urls-are-given")
def test_a_cart_gives_its_links(server_story: Story) -> None:
    """A cart gives a link to itself and one to its checkout."""
    links = links_in(server_story.step("visit: links").answer)
    assert links.cart_url, "the cart gives no link to itself"
    assert links.checkout_url, "the cart gives no link to its checkout"


@pytest.mark.requirement("checkout-seen-from-both-faces")
def test_the_shopper_sees_the_servers_checkout(server_story: Story) -> None:
    """The shopper whom the link brings sees the checkout that the server made."""
    answer, there = server_story.step("visit: the checkout").answer, server_story.step("option: Ben's").after
    assert answer.accepted, f"reading the checkout in the shopper's session was refused with {answer.status}"
    here = checkout_in(answer)
    differing = changed(there, here, "identity", "contents", "billing address", "chosen options", "total")
    assert not differing, f"the shopper sees another {', '.join(differing)}"


@pytest.mark.requirement("order-created-incomplete")
@pytest.mark.parametrize("which", ORDERS)
def test_an_order_is_incomplete(server_story: Story, which: str) -> None:
    """An order that was made and not paid is Incomplete."""
    made = server_story.step(f"order: {which}").answer
    assert made.accepted, f"making an order was refused with {made.status}"
    assert _order(server_story, which).standing == INCOMPLETE, "the order isn't Incomplete"


@pytest.mark.requirement("order-duplicate-gets-new-number")
def test_two_orders_have_two_numbers(server_story: Story) -> None:
    """The second order of a checkout has another number than the first."""
    first, second = (number_in(server_story.step(f"order: {which}").answer) for which in ("first", "second"))
    assert first != second, "two orders have one number"


@pytest.mark.requirement("order-duplicate-has-same-contents")
def test_two_orders_have_the_same_contents(server_story: Story) -> None:
    """The second order of a checkout has the products and the total of the first."""
    first, second = _order(server_story, "first"), _order(server_story, "second")
    assert first.total_inc_tax == second.total_inc_tax, "two orders of one checkout have different totals"
    held = [products_in(server_story.step(f"order: products of the {which}").answer) for which in ("first", "second")]
    assert held[0] == held[1], "two orders of one checkout hold different products"


@pytest.mark.requirement("order-unpaid-keeps-checkout")
@pytest.mark.parametrize("which", ORDERS)
def test_an_unpaid_order_leaves_the_checkout(server_story: Story, which: str) -> None:
    """An order that isn't paid leaves the checkout as it was."""
    told = server_story.step(f"order: {which}")
    differing = changed(told.before, told.after, "lines", "billing address", "consignments", "coupons", "total")
    assert not differing, f"making an order changed the {', '.join(differing)} of the checkout"
    assert server_story.step("order: the cart").answer.accepted, "the cart of an unpaid order can't be read"


@pytest.mark.requirement("order-paid-removes-cart")
def test_a_paid_order_takes_its_cart(server_story: Story) -> None:
    """Once an order is paid its cart is gone."""
    server_story.step("paid: pay")
    assert is_gone(server_story.step("paid: the cart").answer), "the cart of a paid order can still be read"


@pytest.mark.requirement("order-paid-removes-checkout")
def test_a_paid_order_takes_its_checkout(server_story: Story) -> None:
    """Once an order is paid its checkout is gone."""
    server_story.step("paid: pay")
    assert is_gone(server_story.step("paid: the checkout").answer), "the checkout of a paid order can still be read"


def _order(story: Story, which: str) -> Order:
    return order_in(story.step(f"order: read the {which}").answer)

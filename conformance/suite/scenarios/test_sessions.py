"""Sessions: each has a cart of its own, keeps it, and can do nothing to anybody else's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pytest

from conformance.api import Answer, OrdersApi, PaymentsApi
from conformance.suite.arrange import Arrange, cheapest, whole_cart
from conformance.suite.documents import Checkout, cart_in, checkout_in, folded
from conformance.suite.faces import Face, ServerFace, StorefrontFace
from conformance.suite.people import ADA, BEN
from conformance.suite.scenarios.choosing import lines
from conformance.suite.scenarios.contents import is_gone
from conformance.suite.scenarios.linking import link_to_cart
from conformance.suite.scenarios.ordered import by_product, near
from conformance.suite.scenarios.ordering import first_reading, make_order, products_of
from conformance.suite.scenarios.paying import pay
from conformance.suite.scenarios.staying import changed
from conformance.suite.scenarios.supposing import applies_where
from conformance.suite.scenarios.test_access import OPERATIONS, Act, held_by
from conformance.targets.provisioning import Stock

ShopperAt = Callable[[str], StorefrontFace]


def _readdress(face: Face, checkout: Checkout) -> Answer:
    return face.readdress_consignment(checkout.id, checkout.consignments[0].id, whole_cart(checkout, BEN))


def _ship(face: Face, checkout: Checkout) -> Answer:
    held = checkout.consignments[0]
    return face.choose_shipping(checkout.id, held.id, cheapest(held).id)


def _ship_nothing(face: Face, checkout: Checkout) -> Answer:
    return face.delete_consignment(checkout.id, checkout.consignments[0].id)


def _bill_again(face: Face, checkout: Checkout) -> Answer:
    return face.update_billing_address(checkout.id, str(checkout.billing["id"]), BEN)


# Beside the operations that a checkout without addresses has, those that need some.
FURTHER = [
    pytest.param(_readdress, id="updateCheckoutConsignment with an address"),
    pytest.param(_ship, id="updateCheckoutConsignment with an option"),
    pytest.param(_ship_nothing, id="deleteCheckoutConsignment"),
    pytest.param(_bill_again, id="updateCheckoutBillingAddress"),
]
WITHOUT_CONSIGNMENT = "addCheckoutConsignment"
ALL = [each for each in OPERATIONS if each.id not in {WITHOUT_CONSIGNMENT, "deleteCart"}] + FURTHER


@pytest.mark.requirement("session-changes-only-its-own-cart")
@pytest.mark.parametrize("act", ALL)
def test_a_session_changes_nothing_of_another_one(
    shopper: StorefrontFace, another_shopper: StorefrontFace, arrange: Arrange, act: Act
) -> None:
    """Whatever a session tries with another session's checkout is refused and changes nothing; the owner may."""
    checkout = arrange.consigned(
        shopper, arrange.billed(shopper, arrange.checkout(shopper, *lines(arrange.stock, 1)))
    )
    arrange.done(lambda: another_shopper.create_cart((arrange.wanted(),)))
    refused = act(another_shopper, checkout)  # type: ignore[arg-type]
    assert refused.refused, f"changing another session's checkout was answered with {refused.status}"
    different = changed(checkout, arrange.read(shopper, checkout.id))
    assert not different, f"a session changed {different} of another one"
    arrange.done(lambda: act(shopper, checkout))  # type: ignore[arg-type]


@pytest.mark.requirement("session-redeems-only-for-itself")
def test_a_session_adds_no_coupon_for_another_one(
    shopper: StorefrontFace, another_shopper: StorefrontFace, arrange: Arrange, stock: Stock
) -> None:
    """A session can neither add a coupon to another session's checkout nor take one off; the owner can."""
    checkout = arrange.checkout(shopper)
    arrange.done(lambda: another_shopper.create_cart((arrange.wanted(),)))
    added = another_shopper.add_coupon(checkout.id, stock.coupon_code)
    assert added.refused, f"a coupon for another session's checkout was answered with {added.status}"
    arrange.done(lambda: shopper.add_coupon(checkout.id, stock.coupon_code))
    removed = another_shopper.delete_coupon(checkout.id, stock.coupon_code)
    assert removed.refused, f"taking another session's coupon off was answered with {removed.status}"
    assert arrange.read(shopper, checkout.id).coupon_codes == (stock.coupon_code.upper(),), (
        "another session changed the coupons of a checkout"
    )


@pytest.mark.requirement("session-deletes-only-its-own-cart")
def test_a_session_deletes_no_cart_of_another_one(
    shopper: StorefrontFace, another_shopper: StorefrontFace, arrange: Arrange
) -> None:
    """A session can't delete the cart of another one, which can."""
    checkout = arrange.checkout(shopper)
    arrange.done(lambda: another_shopper.create_cart((arrange.wanted(),)))
    refused = another_shopper.delete_cart(checkout.id)
    assert refused.refused, f"deleting another session's cart was answered with {refused.status}"
    kept = shopper.read_checkout(checkout.id)
    assert kept.accepted, f"after another session's attempt the checkout was refused with {kept.status}"
    arrange.done(lambda: shopper.delete_cart(checkout.id))


@pytest.mark.requirement("session-lists-only-its-own-cart")
def test_a_session_lists_its_own_cart_alone(
    shopper: StorefrontFace, another_shopper: StorefrontFace, arrange: Arrange
) -> None:
    """The carts that a session lists are its own: one while it has one, none while it has none."""
    own = cart_in(arrange.done(lambda: shopper.create_cart((arrange.wanted(),))))
    listed, nothing = shopper.api.get_cart(), another_shopper.api.get_cart()
    assert listed.accepted, f"listing the carts of a session was refused with {listed.status}"
    assert [each["id"] for each in listed.data] == [own.id], "a session lists other carts than its own"
    assert is_gone(nothing), "a session without a cart is shown one"


@pytest.mark.requirement("sessions-have-carts-of-their-own")
def test_what_one_session_does_another_does_not_see(
    shopper: StorefrontFace, another_shopper: StorefrontFace, arrange: Arrange
) -> None:
    """Two sessions that make carts have two, and what is added to one is not in the other."""
    one, other = arrange.checkout(shopper), arrange.checkout(another_shopper)
    arrange.done(lambda: shopper.add_items(one.id, (arrange.wanted(3),)))
    assert one.id != other.id, "two sessions have one cart"
    different = changed(other, arrange.read(another_shopper, other.id))
    assert not different, f"what one session did changed {different} of another one"


@pytest.mark.requirement("session-keeps-its-cart")
def test_a_session_has_its_cart_when_it_comes_back(shopper: StorefrontFace, arrange: Arrange) -> None:
    """A shopper who opens the shop's first page again has the cart that there was."""
    checkout = arrange.checkout(shopper)
    arrange.done(shopper.api.open_session)
    answer = shopper.read_checkout(checkout.id)
    assert answer.accepted, f"after another visit a session's own checkout was refused with {answer.status}"
    different = changed(checkout, checkout_in(answer))
    assert not different, f"another visit changed {different}"


@pytest.mark.requirement("session-none-sees-nothing")
def test_without_a_session_no_checkout_is_shown(
    shopper: StorefrontFace, stranger: StorefrontFace, arrange: Arrange
) -> None:
    """A request without a session is shown no checkout and changes none, whose ids it knows."""
    checkout = arrange.checkout(shopper)
    read, wrote = stranger.read_checkout(checkout.id), stranger.add_items(checkout.id, (held_by(checkout, 1),))
    assert read.refused, f"reading a checkout without a session was answered with {read.status}"
    assert wrote.refused, f"changing a checkout without a session was answered with {wrote.status}"
    different = changed(checkout, arrange.read(shopper, checkout.id))
    assert not different, f"a request without a session changed {different}"


@pytest.mark.requirement("server-cart-is-hidden-from-other-sessions")
def test_the_cart_of_a_server_is_shown_to_the_session_that_took_it_over_alone(
    server: ServerFace, shopper: StorefrontFace, shopper_at: ShopperAt, arrange: Arrange
) -> None:
    """A checkout that a server made is shown to the session that followed its link, and to no other."""
    checkout = arrange.billed(server, arrange.checkout(server), ADA)
    hidden, none_listed = shopper.read_checkout(checkout.id), shopper.read_cart(checkout.id)
    assert hidden.refused, f"a server's checkout was shown to a session that never had it: {hidden.status}"
    assert is_gone(none_listed), "a server's cart is listed in a session that never had it"
    taken_over = shopper_at(link_to_cart(arrange, server, checkout.id)).read_checkout(checkout.id)
    assert taken_over.accepted, f"the session that took the checkout over was refused with {taken_over.status}"
    still_hidden = shopper.read_checkout(checkout.id)
    assert still_hidden.refused, f"once one session had the checkout, another was answered {still_hidden.status}"


@pytest.mark.requirement("storefront-order-is-hidden-from-other-sessions")
def test_an_order_is_hidden_from_other_sessions(
    server: ServerFace, shopper: StorefrontFace, stranger: StorefrontFace, arrange: Arrange, shopper_at: ShopperAt
) -> None:
    """The storefront shows an order neither to a session that only has another cart nor without a session."""
    checkout = arrange.ready_to_order(server)
    arrange.checkout(shopper)
    shopper_at(link_to_cart(arrange, server, checkout.id))
    number = make_order(arrange, server, checkout.id)
    elsewhere, nowhere = shopper.api.get_order(number), stranger.api.get_order(number)
    assert elsewhere.refused, f"another session's order was answered with {elsewhere.status}"
    assert nowhere.refused, f"an order without a session was answered with {nowhere.status}"


@pytest.mark.requirement("storefront-order-tells-the-same")
def test_a_session_is_shown_its_order_as_the_server_is(
    server: ServerFace, orders: OrdersApi, arrange: Arrange, shopper_at: ShopperAt
) -> None:
    """Where a session is shown the order of its cart, it has the server's number, cart, total, status and goods."""
    checkout = arrange.ready_to_order(server, *lines(arrange.stock, 2, 1))
    shopper = shopper_at(link_to_cart(arrange, server, checkout.id))
    number = make_order(arrange, server, checkout.id)
    answer = shopper.api.get_order(number)
    applies_where(answer.accepted, "orders of servers are not shown")
    shown = folded(answer.data)
    order = first_reading(arrange, orders, number)
    assert shown["order_id"] == number, "the session is shown another order"
    assert shown.get("cart_id") in (None, "", checkout.id), "the order names another cart in the session"
    assert near(Decimal(shown["order_amount"]), order.total_inc_tax), "the order has another total in the session"
    assert shown["status"].replace("_", " ").lower() == order.status.lower(), "the order has another status there"
    goods = _goods(shown["line_items"]["physical_items"])
    assert goods == by_product(products_of(arrange, orders, number)), "the order holds other goods in the session"


@pytest.mark.requirement("storefront-order-tells-the-same")
def test_a_session_sees_that_its_order_was_paid(
    server: ServerFace,
    orders: OrdersApi,
    payments: PaymentsApi,
    arrange: Arrange,
    shopper_at: ShopperAt,
    test_card: Mapping[str, Any],
) -> None:
    """Where a session is shown the order of its cart after it was paid, it has the server's status."""
    checkout = arrange.ready_to_order(server)
    shopper = shopper_at(link_to_cart(arrange, server, checkout.id))
    number = make_order(arrange, server, checkout.id)
    pay(arrange, payments, number, test_card)
    order = first_reading(arrange, orders, number)
    answer = shopper.api.get_order(number)
    applies_where(answer.accepted, "paid orders of servers are not shown")
    status = str(folded(answer.data).get("status")).replace("_", " ").lower()
    assert status == order.status.lower(), "the paid order has another status in the session"


def _goods(rows: list[dict[str, Any]]) -> Counter[int]:
    """How many of each product the rows of an order hold; the rows of the server need not name variants."""
    held: Counter[int] = Counter()
    for row in rows:
        held[row["product_id"]] += row["quantity"]
    return held


def _asked(shopper: StorefrontFace, checkout: Checkout, token: str | None) -> Answer:
    """Leaves a message while showing this anti-forgery token, or none."""
    return StorefrontFace(shopper.api.showing(token)).leave_message(checkout.id, "Please ring twice.")


def _mirrored(token: str) -> str:
    """Another token of the same length and letters."""
    return token[::-1]


@pytest.mark.requirement("anti-forgery-token-is-needed")
def test_a_change_needs_the_anti_forgery_token(
    shopper: StorefrontFace, another_shopper: StorefrontFace, arrange: Arrange
) -> None:
    """Where a shop asks for anti-forgery tokens, a change without one, with a wrong or with another's is refused."""
    checkout = arrange.checkout(shopper)
    own, others = shopper.api.anti_forgery_token, another_shopper.api.anti_forgery_token
    # A shop that gives all its sessions one token tells by something else whose request it is.
    foreign = {} if others == own else {"another session's": others}
    shown = {"none": None, "a wrong one": _mirrored(own or ""), **foreign}
    refused = {which: _asked(shopper, checkout, token).refused for which, token in shown.items()}
    applies_where(own is not None and any(refused.values()), "the shop asks for no anti-forgery token")
    assert all(refused.values()), f"the shop accepts {' and '.join(which for which in refused if not refused[which])}"
    different = changed(checkout, arrange.read(shopper, checkout.id))
    assert not different, f"a refused change changed {different}"
    arrange.done(lambda: _asked(shopper, checkout, own))


@pytest.mark.requirement("anti-forgery-token-is-not-needed-to-read")
def test_reading_needs_no_anti_forgery_token(shopper: StorefrontFace, arrange: Arrange) -> None:
    """A session's checkout can be read without an anti-forgery token."""
    checkout = arrange.checkout(shopper)
    answer = shopper.api.showing(None).get_checkout(checkout.id)
    assert answer.accepted, f"reading without an anti-forgery token was refused with {answer.status}"

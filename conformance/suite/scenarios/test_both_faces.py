"""Both faces of one checkout: what is done on one is seen on the other, step by step."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conformance.suite.arrange import Arrange
from conformance.suite.faces import ServerFace, StorefrontFace
from conformance.suite.rules.money import HALF_A_CENT
from conformance.suite.scenarios.choosing import lines
from conformance.suite.scenarios.contents import holds, line_of
from conformance.suite.scenarios.linking import link_to_cart, link_to_checkout
from conformance.suite.scenarios.looking import now

ShopperAt = Callable[[str], StorefrontFace]


@pytest.mark.requirement("items-cross-faces")
def test_items_added_by_a_server_are_seen_in_the_session(
    server: ServerFace, arrange: Arrange, shopper_at: ShopperAt
) -> None:
    """What a server adds to a checkout that a session took over is on the checkout that the session shows."""
    first, second = lines(arrange.stock, 1, 3)
    made = arrange.checkout(server, first)
    shopper = shopper_at(link_to_cart(arrange, server, made.id))
    answer = server.add_items(made.id, (second,))
    assert answer.accepted, f"adding an item by the server was refused with {answer.status}"
    assert now(shopper, made.id).cart.contents == now(server, made.id).cart.contents, (
        "the session shows other items than the server after the server added one"
    )


@pytest.mark.requirement("items-cross-faces")
def test_items_added_in_the_session_are_seen_by_the_server(
    server: ServerFace, arrange: Arrange, shopper_at: ShopperAt
) -> None:
    """What a shopper adds in a session that took over a checkout is on the checkout that the server shows."""
    first, second = lines(arrange.stock, 1, 3)
    made = arrange.checkout(server, first)
    shopper = shopper_at(link_to_cart(arrange, server, made.id))
    answer = shopper.add_items(made.id, (second,))
    assert answer.accepted, f"adding an item in the session was refused with {answer.status}"
    seen, by_session = now(server, made.id), now(shopper, made.id)
    assert seen.cart.contents == by_session.cart.contents != made.cart.contents, (
        "the server shows other items than the session after the shopper added one"
    )
    assert abs(seen.grand_total - by_session.grand_total) <= HALF_A_CENT, (
        "the server shows another grand total than the session after the shopper added an item"
    )


@pytest.mark.requirement("message-crosses-faces")
def test_a_message_left_in_the_session_is_seen_by_the_server(
    server: ServerFace, arrange: Arrange, shopper_at: ShopperAt
) -> None:
    """A message that a shopper leaves on a checkout which a server made is the one that the server shows."""
    made = arrange.checkout(server)
    shopper = shopper_at(link_to_checkout(arrange, server, made.id))
    answer = shopper.leave_message(made.id, "Please ring twice.")
    assert answer.accepted, f"leaving a message in the session was refused with {answer.status}"
    assert now(server, made.id).customer_message == "Please ring twice.", (
        "the server doesn't show the message that was left in the session"
    )


@pytest.mark.requirement("message-crosses-faces")
def test_a_message_left_by_a_server_is_seen_in_the_session(
    server: ServerFace, arrange: Arrange, shopper_at: ShopperAt
) -> None:
    """A message that a server leaves on a checkout which a session took over is the one that the session shows."""
    made = arrange.checkout(server)
    shopper = shopper_at(link_to_checkout(arrange, server, made.id))
    arrange.read(shopper, made.id)
    answer = server.leave_message(made.id, "Für Žofie, 花子")
    assert answer.accepted, f"leaving a message by the server was refused with {answer.status}"
    assert now(shopper, made.id).customer_message == "Für Žofie, 花子", (
        "the session doesn't show the message that the server left"
    )


@pytest.mark.requirement("line-changes-cross-faces")
def test_lines_changed_by_a_server_are_seen_in_the_session(
    server: ServerFace, arrange: Arrange, shopper_at: ShopperAt
) -> None:
    """A line that a server updates and one that it deletes are updated and gone in the session."""
    first, second, third = lines(arrange.stock, 1, 2, 3)
    made = arrange.checkout(server, first, second, third)
    shopper = shopper_at(link_to_cart(arrange, server, made.id))
    arrange.read(shopper, made.id)
    more = lines(arrange.stock, 12)[0]
    arrange.done(lambda: server.update_item(made.id, line_of(made.cart, first).id, more))
    answer = server.delete_item(made.id, line_of(made.cart, second).id)
    assert answer.accepted, f"deleting a line by the server was refused with {answer.status}"
    seen = now(shopper, made.id)
    assert holds(seen.cart, more, third), "the session shows other goods than the server left"
    assert abs(seen.grand_total - now(server, made.id).grand_total) <= HALF_A_CENT, (
        "the session shows another grand total than the server"
    )


@pytest.mark.requirement("line-changes-cross-faces")
def test_lines_changed_in_the_session_are_seen_by_the_server(
    server: ServerFace, arrange: Arrange, shopper_at: ShopperAt
) -> None:
    """A line that a shopper updates and one that the shopper deletes are updated and gone for the server."""
    first, second, third = lines(arrange.stock, 1, 2, 3)
    made = arrange.checkout(server, first, second, third)
    shopper = shopper_at(link_to_cart(arrange, server, made.id))
    more = lines(arrange.stock, 12)[0]
    arrange.done(lambda: shopper.update_item(made.id, line_of(made.cart, first).id, more))
    answer = shopper.delete_item(made.id, line_of(made.cart, second).id)
    assert answer.accepted, f"deleting a line in the session was refused with {answer.status}"
    assert holds(now(server, made.id).cart, more, third), "the server shows other goods than were left"

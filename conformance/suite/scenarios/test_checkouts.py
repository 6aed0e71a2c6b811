"""Checkouts: one identity with the cart, whatever is done with them, and seen alike from both faces."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conformance.suite.arrange import Arrange
from conformance.suite.documents import cart_in, checkout_in
from conformance.suite.faces import Face, ServerFace, StorefrontFace
from conformance.suite.rules.money import HALF_A_CENT
from conformance.suite.scenarios.choosing import lines
from conformance.suite.scenarios.linking import link_to_cart
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

"""Two faces: whatever is done to a checkout on one of them, the other shows as well."""

from __future__ import annotations

import pytest

from conformance.suite.arrange import Arrange
from conformance.suite.faces import ServerFace
from conformance.suite.rules import WATCHED
from conformance.suite.scenarios.choosing import lines
from conformance.suite.scenarios.contents import is_gone
from conformance.suite.scenarios.two_faces import (
    ShopperAt,
    Step,
    add_an_item,
    add_the_coupon,
    bill_to_ada,
    bill_to_ben,
    change_a_quantity,
    choose_for_ada,
    choose_for_ben,
    delete_a_consignment,
    delete_a_line,
    delete_the_coupon,
    first_apart,
    in_both_hands,
    leave_a_message,
    readdress_to_ben,
    ship_to_ada,
    ship_to_both,
    take_something_off,
)

ACTING = ["server", "storefront"]
STORIES = [
    pytest.param((add_an_item, change_a_quantity, delete_a_line, leave_a_message), id="items and a message"),
    pytest.param((bill_to_ben, bill_to_ada, ship_to_ada, choose_for_ada, readdress_to_ben), id="addresses"),
    pytest.param(
        (bill_to_ben, ship_to_both, choose_for_ada, choose_for_ben, delete_a_consignment), id="two consignments"
    ),
]
# With everything on the checkout that can be on it, so that each part is seen beside each other one.
WITH_COUPON = (add_an_item, ship_to_ada, choose_for_ada, add_the_coupon, leave_a_message, delete_the_coupon)


@pytest.mark.requirement("checkout-seen-from-both-faces")
@pytest.mark.shows(*WATCHED)
@pytest.mark.parametrize("acting", ACTING)
@pytest.mark.parametrize("story", STORIES)
def test_each_step_on_one_face_is_seen_from_both(
    server: ServerFace, arrange: Arrange, shopper_at: ShopperAt, story: tuple[Step, ...], acting: str
) -> None:
    """After every step that a server or a shopper takes, both faces show the same checkout."""
    hands = in_both_hands(arrange, server, shopper_at, *lines(arrange.stock, 2, 1))
    apart = first_apart(hands, acting, story)
    assert not apart, f"the faces differ in {apart} on the {acting}"


@pytest.mark.requirement("checkout-seen-from-both-faces")
@pytest.mark.shows(*WATCHED)
@pytest.mark.parametrize("acting", ACTING)
def test_each_step_beside_a_coupon_is_seen_from_both(
    server: ServerFace, arrange: Arrange, shopper_at: ShopperAt, acting: str
) -> None:
    """With a coupon that comes and goes, both faces show the same checkout after every step."""
    hands = in_both_hands(arrange, server, shopper_at, *lines(arrange.stock, 2, 1))
    apart = first_apart(hands, acting, WITH_COUPON)
    assert not apart, f"the faces differ in {apart} on the {acting}"


@pytest.mark.requirement("faces-agree-on-discounts")
def test_a_discount_by_hand_is_seen_from_both(server: ServerFace, arrange: Arrange, shopper_at: ShopperAt) -> None:
    """With a discount that a server gave by hand, both faces show the same checkout after every step."""
    hands = in_both_hands(arrange, server, shopper_at, *lines(arrange.stock, 2, 1))
    apart = first_apart(hands, "server", (take_something_off, add_an_item, ship_to_ada, choose_for_ada))
    assert not apart, f"the faces differ in {apart} on the server"


@pytest.mark.requirement("faces-agree-on-deletion")
@pytest.mark.shows("no-content-is-empty", "error-status-is-repeated")
@pytest.mark.parametrize(("acting", "looking"), [("server", "storefront"), ("storefront", "server")])
def test_a_cart_deleted_on_one_face_is_gone_on_the_other(
    server: ServerFace, arrange: Arrange, shopper_at: ShopperAt, acting: str, looking: str
) -> None:
    """Once a cart is deleted on one face, the other face shows neither the cart nor its checkout."""
    hands = in_both_hands(arrange, server, shopper_at)
    before = hands.of(looking).read_checkout(hands.checkout_id)
    assert before.accepted, f"reading the checkout on the {looking} was refused with {before.status}"
    arrange.done(lambda: hands.of(acting).delete_cart(hands.checkout_id))
    checkout, cart = (
        hands.of(looking).read_checkout(hands.checkout_id),
        hands.of(looking).read_cart(hands.checkout_id),
    )
    assert is_gone(checkout), f"a checkout deleted on the {acting} can still be read on the {looking}"
    assert is_gone(cart), f"a cart deleted on the {acting} can still be read on the {looking}"

"""Sharing a cart out: every piece has one place, and what one consignment gets is no matter of the others."""

from __future__ import annotations

import pytest

from conformance.suite.arrange import Arrange, options_of, parcel
from conformance.suite.documents import Checkout, Consignment, checkout_in
from conformance.suite.faces import Face, Parcel
from conformance.suite.people import ADA, BEN, kept
from conformance.suite.scenarios.choosing import lines
from conformance.suite.scenarios.parcels import (
    address_of,
    bound_for,
    left_over,
    lines_in,
    one_of_two,
    repacked,
    sole,
    to_ada_and_ben,
)
from conformance.suite.scenarios.redeeming import MIRA
from conformance.targets.provisioning import Lacking, Stock


@pytest.mark.requirement("consignment-splits-a-line")
def test_a_part_of_a_line_can_be_sent_alone(face: Face, arrange: Arrange) -> None:
    """One piece of three goes to an address; the cart holds three, and the other two can follow elsewhere."""
    checkout = arrange.checkout(face, arrange.wanted(3))
    line = lines_in(checkout, 1)[0]
    answer = face.add_consignments(checkout.id, (Parcel(ADA, ((line.id, 1),)),))
    assert answer.accepted, f"sending a part of a line was refused with {answer.status}"
    after = arrange.read(face, checkout.id)
    assert after.cart.contents == checkout.cart.contents, "sending a part of a line changed how many the cart holds"
    assert [address_of(held) for held in after.consignments] == [kept(ADA)], "the part isn't sent to its address"


@pytest.mark.requirement("consignment-splits-a-line")
@pytest.mark.parametrize(("first", "second"), [(1, 2), (4, 1)])
def test_each_consignment_has_its_share_of_a_line(face: Face, arrange: Arrange, first: int, second: int) -> None:
    """Each of two consignments of a line lists it; where the store makes two lines of it, each has its own pieces."""
    checkout = arrange.checkout(face, arrange.wanted(first + second))
    line = lines_in(checkout, 1)[0]
    parcels = (Parcel(ADA, ((line.id, first),)), Parcel(BEN, ((line.id, second),)))
    answer = face.add_consignments(checkout.id, parcels)
    assert answer.accepted, f"sharing a line out over two addresses was refused with {answer.status}"
    after = arrange.read(face, checkout.id)
    ada, ben = sole(bound_for(after, ADA)), sole(bound_for(after, BEN))
    assert ada.line_item_ids, "the first consignment lists nothing of the line that was shared out"
    assert ben.line_item_ids, "the second consignment lists nothing of the line that was shared out"
    assert set(ada.line_item_ids) & set(ben.line_item_ids) or (
        (_pieces(after, ada), _pieces(after, ben)) == (first, second)
    ), "a consignment has another share of the line than it was given"


@pytest.mark.requirement("consignment-splits-a-line")
def test_pieces_come_together_when_a_consignment_is_deleted(face: Face, arrange: Arrange) -> None:
    """After one of two consignments of a line was deleted, the cart holds all its pieces at the same price."""
    before = arrange.checkout(face, arrange.wanted(5))
    line = lines_in(before, 1)[0]
    shared = arrange.consigned(face, before, Parcel(ADA, ((line.id, 2),)), Parcel(BEN, ((line.id, 3),)))
    answer = face.delete_consignment(before.id, one_of_two(shared, 1).id)
    assert answer.accepted, f"deleting one of two consignments was refused with {answer.status}"
    after = arrange.read(face, before.id)
    assert after.cart.contents == before.cart.contents, "deleting a consignment changed how many the cart holds"
    assert after.cart.base_amount == before.cart.base_amount, "the goods cost something else after the sharing out"


@pytest.mark.requirement("consignment-line-has-one-place")
def test_one_piece_is_not_sent_to_two_addresses(face: Face, arrange: Arrange) -> None:
    """Whatever a store answers to sending one piece to two addresses, it is in one consignment at most."""
    checkout = arrange.checkout(face)
    line = lines_in(checkout, 1)[0]
    tried = face.add_consignments(checkout.id, (parcel(ADA, line), parcel(BEN, line)))
    assert tried.accepted or tried.refused, f"sending one piece to two addresses was answered with {tried.status}"
    after = arrange.read(face, checkout.id)
    assert _listings(after) <= 1, "one piece is in two consignments"
    assert after.cart.contents == checkout.cart.contents, "sending one piece to two addresses changed the cart"


@pytest.mark.requirement("consignment-line-has-one-place")
def test_a_line_that_is_sent_elsewhere_later_is_in_one_place(face: Face, arrange: Arrange) -> None:
    """Whatever a store answers to a second consignment of the same piece, it is in one consignment."""
    before = arrange.consigned(face, arrange.checkout(face))
    line = lines_in(before, 1)[0]
    tried = face.add_consignments(before.id, (parcel(BEN, line),))
    assert tried.accepted or tried.refused, f"consigning a piece once more was answered with {tried.status}"
    after = arrange.read(face, before.id)
    assert _listings(after) == 1, "a piece that was consigned twice isn't in one consignment"
    assert after.cart.contents == before.cart.contents, "consigning a piece once more changed the cart"


@pytest.mark.requirement("consignment-line-has-one-place")
def test_a_line_that_another_consignment_takes_over_has_left(face: Face, arrange: Arrange, stock: Stock) -> None:
    """Whatever a store answers when one consignment asks for the line of another, the line is in one of them."""
    before = to_ada_and_ben(arrange, face, lines(stock, 1, 1))
    first, second = lines_in(before, 2)
    consignment = one_of_two(before, 1)
    tried = face.readdress_consignment(before.id, consignment.id, parcel(BEN, first, second))
    assert tried.accepted or tried.refused, f"taking a line over was answered with {tried.status}"
    after = arrange.read(face, before.id)
    assert _listings(after) == 2, "a line that was taken over isn't in one consignment, or another has lost its place"
    assert after.cart.contents == before.cart.contents, "taking a line over changed the cart"


@pytest.mark.requirement("consignment-update-leaves-nothing-of-the-old-address")
def test_an_update_leaves_nothing_of_the_old_address(face: Face, arrange: Arrange) -> None:
    """An address without company and second line takes the place of one that has both."""
    checkout = arrange.checkout(face)
    before = arrange.consigned(face, checkout, parcel(BEN, *checkout.cart.items))
    consignment = sole(before.consignments)
    answer = face.readdress_consignment(before.id, consignment.id, repacked(before, consignment, ADA))
    assert answer.accepted, f"updating a consignment was refused with {answer.status}"
    assert address_of(sole(checkout_in(answer).consignments)) == kept(ADA), (
        "the answer shows an address that has something of the old one"
    )
    assert address_of(sole(arrange.read(face, before.id).consignments)) == kept(ADA), (
        "the checkout shows an address that has something of the old one"
    )


@pytest.mark.requirement("shipping-options-are-those-of-the-consignment")
def test_another_consignment_leaves_the_options_of_the_first(face: Face, arrange: Arrange, stock: Stock) -> None:
    """The options that one consignment is offered are the same when another one comes; they may cost something else.

    The other one goes abroad, where a store may offer other options or none.
    """
    checkout = arrange.checkout(face, *lines(stock, 2, 5))
    before = arrange.consigned(face, checkout, parcel(ADA, lines_in(checkout, 2)[0]))
    expected = _offered(sole(before.consignments))
    _send_abroad(arrange, face, before)
    answer = face.read_checkout(checkout.id, shipping_options=True)
    assert answer.accepted, f"reading a checkout with the include was refused with {answer.status}"
    after = sole(bound_for(checkout_in(answer), ADA))
    assert _offered(after) == expected, "another consignment changed what is offered for the first"


def _send_abroad(arrange: Arrange, face: Face, checkout: Checkout) -> None:
    """Sends what goes nowhere yet to an address abroad; raises :class:`Lacking` where the store doesn't."""
    with arrange.quietly():
        answer = face.add_consignments(checkout.id, (parcel(MIRA, *left_over(checkout)),))
    if answer.refused:
        raise Lacking(f"the store doesn't ship abroad: {answer}")


def _pieces(checkout: Checkout, consignment: Consignment) -> int:
    """How many pieces the lines have that a consignment lists."""
    return sum(item.quantity for item in checkout.cart.items if item.id in consignment.line_item_ids)


def _listings(checkout: Checkout) -> int:
    """How many times lines are listed by consignments."""
    return sum(len(held.line_item_ids) for held in checkout.consignments)


def _offered(consignment: Consignment) -> set[str]:
    """The options of a consignment, by their ids; raises :class:`Unarranged` where there are none."""
    return {option.id for option in options_of(consignment)}

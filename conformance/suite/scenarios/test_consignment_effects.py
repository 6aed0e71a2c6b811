"""Consignments: what they change and what they leave alone, on this checkout and on others."""

from __future__ import annotations

import pytest

from conformance.suite.arrange import Arrange, cheapest, dearest, parcel, whole_cart
from conformance.suite.documents import Checkout, checkout_in
from conformance.suite.faces import Face, Parcel, Wanted
from conformance.suite.people import ADA, BEN, kept
from conformance.suite.scenarios.choosing import lines
from conformance.suite.scenarios.parcels import (
    CLEO,
    address_of,
    bound_for,
    goods,
    goods_bound_for,
    left_over,
    lines_in,
    one_of_two,
    repacked,
    sole,
    to_ada_and_ben,
    undisturbed,
)
from conformance.suite.scenarios.redeeming import sent_dearly
from conformance.suite.scenarios.staying import (
    BILLING,
    LINE_IDS,
    MONEY,
    OPTIONS,
    SHIPPING,
    changed,
    near,
)
from conformance.targets.provisioning import Stock


@pytest.mark.requirement("consignment-add-leaves-the-rest")
def test_a_new_consignment_leaves_everything_else(face: Face, arrange: Arrange, stock: Stock) -> None:
    """A second consignment leaves items, billing address, message, and what the first takes where, as they were."""
    checkout = arrange.billed(face, arrange.checkout(face, *lines(stock, 2, 3)), BEN)
    first, _ = lines_in(checkout, 2)
    arrange.shipped(face, arrange.consigned(face, checkout, parcel(ADA, first)))
    arrange.done(lambda: face.leave_message(checkout.id, "Please ring twice."))
    before = arrange.read(face, checkout.id)
    answer = face.add_consignments(checkout.id, (parcel(BEN, *left_over(before)),))
    assert answer.accepted, f"adding a second consignment was refused with {answer.status}"
    after = arrange.read(face, checkout.id)
    differing = changed(before, after, SHIPPING, OPTIONS, LINE_IDS, *MONEY)
    assert not differing, f"adding a consignment changed {differing}"
    assert after.cart.base_amount == before.cart.base_amount, "adding a consignment changed what the goods cost"
    assert undisturbed(before, after, sole(before.consignments).id), "adding a consignment changed another one"


@pytest.mark.requirement("consignment-add-leaves-the-rest")
def test_a_new_consignment_leaves_coupons(face: Face, arrange: Arrange, stock: Stock) -> None:
    """Adding a consignment leaves a coupon in use; the tax may follow from where the goods go."""
    checkout = arrange.checkout(face, arrange.wanted(2))
    before = checkout_in(arrange.done(lambda: face.add_coupon(checkout.id, stock.coupon_code)))
    answer = face.add_consignments(checkout.id, (whole_cart(checkout, ADA),))
    assert answer.accepted, f"adding a consignment was refused with {answer.status}"
    differing = changed(before, arrange.read(face, checkout.id), SHIPPING, OPTIONS, LINE_IDS, *MONEY)
    assert not differing, f"adding a consignment changed {differing}"


@pytest.mark.requirement("consignment-delete-leaves-the-rest")
def test_a_deleted_consignment_leaves_everything_else(face: Face, arrange: Arrange) -> None:
    """Deleting a consignment leaves items, billing address and message as they were."""
    checkout = arrange.ready_to_order(face)
    arrange.done(lambda: face.leave_message(checkout.id, "Please ring twice."))
    before = arrange.read(face, checkout.id)
    answer = face.delete_consignment(checkout.id, sole(before.consignments).id)
    assert answer.accepted, f"deleting a consignment was refused with {answer.status}"
    differing = changed(before, arrange.read(face, checkout.id), SHIPPING, OPTIONS, LINE_IDS, *MONEY)
    assert not differing, f"deleting a consignment changed {differing}"


@pytest.mark.requirement("consignment-delete-restores-totals")
def test_totals_are_back_after_a_consignment_was_deleted(face: Face, arrange: Arrange) -> None:
    """With the dearest option chosen and the consignment deleted, the totals are those of before."""
    before = arrange.checkout(face, arrange.wanted(3))
    offered = arrange.consigned(face, before)
    consignment = sole(offered.consignments)
    arrange.choose(face, offered, consignment, dearest(consignment))
    answer = face.delete_consignment(before.id, consignment.id)
    assert answer.accepted, f"deleting a consignment was refused with {answer.status}"
    assert not changed(before, checkout_in(answer), LINE_IDS), "the answer shows other totals than before"
    differing = changed(before, arrange.read(face, before.id), LINE_IDS)
    assert not differing, f"after a consignment came and went, {differing} is not what it was"


@pytest.mark.requirement("consignment-delete-restores-totals")
@pytest.mark.parametrize("place", [0, 1])
def test_shipping_costs_what_is_left_after_one_of_two_was_deleted(
    face: Face, elsewhere: Face, arrange: Arrange, stock: Stock, place: int
) -> None:
    """With one of two consignments deleted, shipping costs what it costs where the other was always alone."""
    wanted = lines(stock, 1, 2)
    expected = sent_dearly(arrange, elsewhere, _alone(arrange, elsewhere, wanted, 1 - place))
    offered = to_ada_and_ben(arrange, face, wanted)
    staying, leaving = one_of_two(offered, 1 - place), one_of_two(offered, place)
    arrange.choose(face, offered, staying, dearest(staying))
    arrange.choose(face, offered, leaving, dearest(leaving))
    answer = face.delete_consignment(offered.id, leaving.id)
    assert answer.accepted, f"deleting a consignment was refused with {answer.status}"
    after = sent_dearly(arrange, face, offered)
    assert near(after.shipping_total, expected.shipping_total), "the shipping total still has the deleted cost"


@pytest.mark.requirement("consignment-update-is-repeatable")
def test_updating_a_consignment_twice_equals_once(face: Face, arrange: Arrange) -> None:
    """The same update of a consignment, sent once more, is accepted and changes nothing."""
    checkout = arrange.consigned(face, arrange.checkout(face, arrange.wanted(2)))
    consignment = sole(checkout.consignments)
    there = repacked(checkout, consignment, BEN)
    once = checkout_in(arrange.done(lambda: face.readdress_consignment(checkout.id, consignment.id, there)))
    answer = face.readdress_consignment(checkout.id, consignment.id, there)
    assert answer.accepted, f"the same update of a consignment was refused with {answer.status}"
    differing = changed(once, arrange.read(face, checkout.id), LINE_IDS)
    assert not differing, f"the same update, sent once more, changed {differing}"


@pytest.mark.requirement("consignment-address-update-keeps-items")
def test_an_address_alone_leaves_the_items_of_a_consignment(face: Face, arrange: Arrange, stock: Stock) -> None:
    """An update that gives an address alone leaves both consignments their line items."""
    before = to_ada_and_ben(arrange, face, lines(stock, 1, 2, 3))
    consignment = sole(bound_for(before, BEN))
    answer = face.change_consignment(before.id, consignment.id, {"address": dict(CLEO)})
    assert answer.accepted, f"an address alone was refused with {answer.status}"
    after = arrange.read(face, before.id)
    assert goods_bound_for(after, CLEO) == goods_bound_for(before, BEN), "an address alone changed the line items"
    assert goods_bound_for(after, ADA) == goods_bound_for(before, ADA), "an address alone changed another consignment"


@pytest.mark.requirement("consignment-items-update-keeps-address")
def test_items_alone_leave_the_address_of_a_consignment(face: Face, arrange: Arrange, stock: Stock) -> None:
    """An update that gives fewer line items alone leaves the consignment its address and takes the items."""
    before = to_ada_and_ben(arrange, face, lines(stock, 1, 2, 3))
    consignment = sole(bound_for(before, BEN))
    staying = next(item for item in before.cart.items if item.id in consignment.line_item_ids)
    fewer = {"line_items": [{"item_id": staying.id, "quantity": staying.quantity}]}
    answer = face.change_consignment(before.id, consignment.id, fewer)
    assert answer.accepted, f"line items alone were refused with {answer.status}"
    after = arrange.read(face, before.id)
    held = sole(tuple(each for each in after.consignments if each.id == consignment.id))
    assert address_of(held) == kept(BEN), "line items alone changed the address"
    assert goods_bound_for(after, BEN) == {(staying.product_id, staying.variant_id): staying.quantity}, (
        "the consignment lists other line items than those it was given"
    )


@pytest.mark.requirement("consignment-update-keeps-its-id")
def test_a_consignment_keeps_its_id(face: Face, arrange: Arrange, stock: Stock) -> None:
    """A consignment that gets another address, then other line items, then an option, is found by its id."""
    before = to_ada_and_ben(arrange, face, lines(stock, 1, 2, 3))
    known = sole(bound_for(before, BEN))
    arrange.done(lambda: face.readdress_consignment(before.id, known.id, repacked(before, known, CLEO)))
    moved = arrange.read(face, before.id)
    assert moved.consignment(known.id), "a consignment with another address has another id"
    fewer = Parcel(CLEO, repacked(before, known, CLEO).items[:1])
    arrange.done(lambda: face.readdress_consignment(before.id, known.id, fewer))
    lighter = arrange.read(face, before.id, shipping_options=True)
    left = lighter.consignment(known.id)
    assert left, "a consignment with other line items has another id"
    arrange.choose(face, lighter, left, cheapest(left))
    assert arrange.read(face, before.id).consignment(known.id), "a consignment with an option has another id"


@pytest.mark.requirement("consignment-items-update-clears-option")
def test_other_items_clear_the_option_of_a_consignment(face: Face, arrange: Arrange, stock: Stock) -> None:
    """A consignment that gives up a line item has no shipping option until one is chosen again."""
    before = arrange.shipped(face, to_ada_and_ben(arrange, face, lines(stock, 1, 2, 3)))
    consignment = sole(bound_for(before, BEN))
    fewer = Parcel(BEN, repacked(before, consignment, BEN).items[:1])
    answer = face.readdress_consignment(before.id, consignment.id, fewer)
    assert answer.accepted, f"updating a consignment was refused with {answer.status}"
    after = sole(bound_for(arrange.read(face, before.id), BEN))
    assert after.selected_shipping_option is None, "the option is selected though the consignment has other items"


@pytest.mark.requirement("consignments-at-once-equal-one-by-one")
def test_consignments_at_once_equal_those_one_by_one(
    face: Face, elsewhere: Face, arrange: Arrange, stock: Stock
) -> None:
    """Two consignments of one request cost and hold what the same two hold when they are added one by one."""
    together, apart = arrange.checkout(face, *lines(stock, 2, 3)), arrange.checkout(elsewhere, *lines(stock, 2, 3))
    first, second = lines_in(together, 2)
    half = arrange.consigned(elsewhere, apart, parcel(ADA, lines_in(apart, 2)[0]))
    expected = arrange.shipped(elsewhere, arrange.consigned(elsewhere, apart, parcel(BEN, *left_over(half))))
    answer = face.add_consignments(together.id, (parcel(ADA, first), parcel(BEN, second)))
    assert answer.accepted, f"adding two consignments was refused with {answer.status}"
    after = arrange.shipped(face, arrange.read(face, together.id, shipping_options=True))
    assert _sent(after) == _sent(expected), "two consignments of one request hold other items than one by one"
    assert near(after.shipping_total, expected.shipping_total), "two consignments cost another shipping at once"
    assert near(after.grand_total, expected.grand_total), "two consignments make another grand total at once"


@pytest.mark.requirement("checkout-steps-in-any-order")
def test_billing_and_shipping_can_be_given_in_either_order(face: Face, elsewhere: Face, arrange: Arrange) -> None:
    """Billing address, consignment, option and message make the same checkout in either order."""
    expected = arrange.shipped(face, arrange.consigned(face, arrange.billed(face, arrange.checkout(face), BEN)))
    arrange.done(lambda: face.leave_message(expected.id, "Please ring twice."))
    checkout = arrange.checkout(elsewhere)
    arrange.done(lambda: elsewhere.leave_message(checkout.id, "Please ring twice."))
    arrange.shipped(elsewhere, arrange.consigned(elsewhere, checkout))
    answer = elsewhere.add_billing_address(checkout.id, BEN)
    assert answer.accepted, f"adding a billing address at last was refused with {answer.status}"
    one, other = arrange.read(face, expected.id), arrange.read(elsewhere, checkout.id)
    assert kept(other.billing) == kept(one.billing), "the order of the steps shows in the billing address"
    assert _sent(other) == _sent(one), "the order of the steps shows in where the items are shipped"
    assert not changed(one, other, BILLING, SHIPPING, OPTIONS, LINE_IDS), "the order of steps shows in the checkout"


@pytest.mark.requirement("consignment-stays-on-its-checkout")
def test_a_consignment_stays_on_its_own_checkout(face: Face, elsewhere: Face, arrange: Arrange) -> None:
    """Adding, choosing for and deleting a consignment of one checkout changes nothing on another one."""
    other = arrange.shipped(elsewhere, arrange.consigned(elsewhere, arrange.checkout(elsewhere, arrange.wanted(2))))
    checkout = arrange.checkout(face)
    checkout = arrange.consigned(face, checkout, whole_cart(checkout, BEN))
    consignment = sole(checkout.consignments)
    arrange.choose(face, checkout, consignment, dearest(consignment))
    differing = changed(other, arrange.read(elsewhere, other.id))
    assert not differing, f"the consignment of one checkout changed {differing} on another"
    answer = face.delete_consignment(checkout.id, consignment.id)
    assert answer.accepted, f"deleting a consignment was refused with {answer.status}"
    differing = changed(other, arrange.read(elsewhere, other.id))
    assert not differing, f"deleting the consignment of one checkout changed {differing} on another"


def _alone(arrange: Arrange, face: Face, wanted: tuple[Wanted, ...], place: int) -> Checkout:
    """A checkout of two lines of which one goes to Ada (0) or the other to Ben (1), and the rest nowhere."""
    checkout = arrange.checkout(face, *wanted)
    return arrange.consigned(face, checkout, parcel((ADA, BEN)[place], lines_in(checkout, 2)[place]))


def _sent(checkout: Checkout) -> dict[str, object]:
    """What goes to whom, whatever the ids and the order of the consignments."""
    return {str(address_of(held)): goods(checkout, held) for held in checkout.consignments}

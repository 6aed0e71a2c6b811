"""Consignments that must be refused, each bound to its reason by one that is accepted."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conformance.api import Answer
from conformance.suite.arrange import Arrange, cheapest, dearest, whole_cart
from conformance.suite.documents import Checkout
from conformance.suite.faces import Face, Parcel, ServerFace
from conformance.suite.people import ADA, BEN, kept
from conformance.suite.scenarios.parcels import CLEO, address_of, lines_in, repacked, sole
from conformance.suite.scenarios.staying import LINE_IDS, changed

# Of the form that the face uses for such ids, and never given out.
NO_ITEM = "00000000-0000-4000-8000-000000000000"
NO_CONSIGNMENT = "0000000000000"
NO_OPTION = "00000000000000000000000000000000"

Act = Callable[[Face, Checkout], Answer]


@pytest.mark.requirement("consignment-unknown-is-refused")
def test_a_consignment_that_is_not_there_is_refused(face: Face, arrange: Arrange) -> None:
    """An update of a consignment that the checkout doesn't have is refused; of one that it has, accepted."""
    checkout = arrange.consigned(face, arrange.checkout(face))
    consignment = sole(checkout.consignments)
    there = repacked(checkout, consignment, BEN)
    refused = face.readdress_consignment(checkout.id, NO_CONSIGNMENT, there)
    assert refused.refused, f"an update of a consignment that isn't there was answered with {refused.status}"
    assert address_of(sole(arrange.read(face, checkout.id).consignments)) == kept(ADA), (
        "an update of a consignment that isn't there changed the one that is"
    )
    answer = face.readdress_consignment(checkout.id, consignment.id, there)
    assert answer.accepted, f"the same update of the consignment that is there was refused with {answer.status}"


@pytest.mark.requirement("consignment-deleted-stays-deleted")
def test_a_deleted_consignment_cannot_be_updated(face: Face, arrange: Arrange) -> None:
    """An update of a consignment that was deleted is refused and doesn't bring it back."""
    checkout = arrange.consigned(face, arrange.checkout(face))
    consignment = sole(checkout.consignments)
    there = repacked(checkout, consignment, BEN)
    arrange.done(lambda: face.readdress_consignment(checkout.id, consignment.id, there))
    arrange.done(lambda: face.delete_consignment(checkout.id, consignment.id))
    refused = face.readdress_consignment(checkout.id, consignment.id, there)
    assert refused.refused, f"an update of a deleted consignment was answered with {refused.status}"
    assert not arrange.read(face, checkout.id).consignments, "an update brought a deleted consignment back"


@pytest.mark.requirement("consignment-deleted-stays-deleted")
def test_deleting_a_consignment_once_more_changes_nothing(face: Face, arrange: Arrange) -> None:
    """Whatever a store answers to the deletion of a consignment that is gone, the checkout is as it was."""
    checkout = arrange.billed(face, arrange.consigned(face, arrange.checkout(face)))
    consignment = sole(checkout.consignments)
    arrange.done(lambda: face.delete_consignment(checkout.id, consignment.id))
    before = arrange.consigned(face, arrange.read(face, checkout.id), whole_cart(checkout, BEN))
    again = face.delete_consignment(checkout.id, consignment.id)
    assert again.accepted or again.refused, f"deleting a consignment once more was answered with {again.status}"
    differing = changed(before, arrange.read(face, checkout.id))
    assert not differing, f"deleting a consignment once more changed {differing}"


@pytest.mark.requirement("consignment-unknown-item-is-refused")
def test_an_item_that_is_not_in_the_cart_is_refused(face: Face, arrange: Arrange) -> None:
    """A consignment of an item that the cart doesn't have is refused; of one that it has, accepted."""
    checkout = arrange.checkout(face)
    refused = face.add_consignments(checkout.id, (Parcel(ADA, ((NO_ITEM, 1),)),))
    assert refused.refused, f"a consignment of an item that isn't in the cart was answered with {refused.status}"
    answer = face.add_consignments(checkout.id, (whole_cart(checkout, ADA),))
    assert answer.accepted, f"a consignment of an item of the cart was refused with {answer.status}"


@pytest.mark.requirement("consignment-item-of-another-cart-is-refused")
def test_an_item_of_another_cart_is_refused(server: ServerFace, arrange: Arrange) -> None:
    """A consignment of another cart's item is refused and changes neither checkout; of the own item, accepted."""
    checkout, other = arrange.checkout(server), arrange.checkout(server, arrange.wanted(2))
    refused = server.add_consignments(checkout.id, (whole_cart(other, ADA),))
    assert refused.refused, f"a consignment of another cart's item was answered with {refused.status}"
    assert not changed(checkout, arrange.read(server, checkout.id)), "another cart's item changed the checkout"
    assert not changed(other, arrange.read(server, other.id)), "a refused consignment changed another cart's checkout"
    answer = server.add_consignments(checkout.id, (whole_cart(checkout, ADA),))
    assert answer.accepted, f"a consignment of the cart's own item was refused with {answer.status}"


@pytest.mark.requirement("consignment-never-takes-more-than-the-line")
def test_no_consignment_makes_the_cart_hold_more(face: Face, arrange: Arrange) -> None:
    """A consignment of three pieces of a line of two leaves the cart with two, whatever the answer."""
    checkout = arrange.checkout(face, arrange.wanted(2))
    line = lines_in(checkout, 1)[0]
    tried = face.add_consignments(checkout.id, (Parcel(ADA, ((line.id, line.quantity + 1),)),))
    after = arrange.read(face, checkout.id)
    assert after.cart.contents == checkout.cart.contents, "a consignment changed how many the cart holds"
    assert tried.accepted or not after.consignments, "a consignment that was refused is on the checkout"


@pytest.mark.requirement("shipping-option-unknown-is-refused")
def test_an_option_that_was_not_offered_is_refused(face: Face, arrange: Arrange) -> None:
    """A shipping option that nobody offered is refused and selects none; one that was offered is accepted."""
    checkout = arrange.consigned(face, arrange.checkout(face))
    consignment = sole(checkout.consignments)
    refused = face.choose_shipping(checkout.id, consignment.id, NO_OPTION)
    assert refused.refused, f"a shipping option that was not offered was answered with {refused.status}"
    assert sole(arrange.read(face, checkout.id).consignments).selected_shipping_option is None, (
        "a refused shipping option left one selected"
    )
    answer = face.choose_shipping(checkout.id, consignment.id, cheapest(consignment).id)
    assert answer.accepted, f"a shipping option that was offered was refused with {answer.status}"


def _no_such_item(face: Face, checkout: Checkout) -> Answer:
    return face.add_consignments(checkout.id, (Parcel(CLEO, ((NO_ITEM, 1),)),))


def _one_right_one_wrong(face: Face, checkout: Checkout) -> Answer:
    item = checkout.cart.items[0]
    parcels = (Parcel(CLEO, ((item.id, item.quantity),)), Parcel(BEN, ((NO_ITEM, 1),)))
    return face.add_consignments(checkout.id, parcels)


def _no_such_item_in_an_update(face: Face, checkout: Checkout) -> Answer:
    consignment = sole(checkout.consignments)
    return face.readdress_consignment(checkout.id, consignment.id, Parcel(CLEO, ((NO_ITEM, 1),)))


def _no_such_consignment(face: Face, checkout: Checkout) -> Answer:
    return face.readdress_consignment(checkout.id, NO_CONSIGNMENT, whole_cart(checkout, CLEO))


def _no_such_option(face: Face, checkout: Checkout) -> Answer:
    return face.choose_shipping(checkout.id, sole(checkout.consignments).id, NO_OPTION)


def _no_country(face: Face, checkout: Checkout) -> Answer:
    address = {name: value for name, value in CLEO.items() if name != "country_code"}
    return face.change_consignment(checkout.id, sole(checkout.consignments).id, {"address": address})


def _stale_version(face: Face, checkout: Checkout) -> Answer:
    change = {"address": dict(CLEO), "version": 9999}
    return face.change_consignment(checkout.id, sole(checkout.consignments).id, change)


REFUSALS = [
    pytest.param(_no_such_item, id="an item that isn't there"),
    pytest.param(_one_right_one_wrong, id="one consignment that fits and one that doesn't"),
    pytest.param(_no_such_item_in_an_update, id="an update with an item that isn't there"),
    pytest.param(_no_such_consignment, id="a consignment that isn't there"),
    pytest.param(_no_such_option, id="an option that isn't offered"),
    pytest.param(_no_country, id="an address without its country"),
    pytest.param(_stale_version, id="a version that never was"),
]


@pytest.mark.requirement("consignment-refused-leaves-checkout")
@pytest.mark.parametrize("act", REFUSALS)
def test_what_is_refused_of_a_consignment_changes_nothing(face: Face, arrange: Arrange, act: Act) -> None:
    """Where a consignment, its update or a choice is refused, the checkout is as it was, its chosen option too."""
    offered = arrange.consigned(face, arrange.checkout(face, arrange.wanted(2)))
    consignment = sole(offered.consignments)
    arrange.choose(face, offered, consignment, dearest(consignment))
    before = arrange.read(face, offered.id)
    tried = act(face, before)
    differing = changed(before, arrange.read(face, before.id), LINE_IDS)
    assert tried.accepted or not differing, f"a request that was refused changed {differing}"

"""Consignments: several addresses on one checkout, each with its own line items and its own shipping option."""

from __future__ import annotations

import pytest

from conformance.suite.arrange import Arrange, dearest, parcel, whole_cart
from conformance.suite.documents import Checkout, checkout_in
from conformance.suite.faces import Face, Parcel
from conformance.suite.people import ADA, BEN, Address, kept
from conformance.suite.scenarios.choosing import lines
from conformance.suite.scenarios.contents import line_of
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
    standing,
    to_ada_and_ben,
    undisturbed,
)

ONE_OF_TWO = [pytest.param(0, id="the first of two"), pytest.param(1, id="the second of two")]


@pytest.mark.requirement("consignment-add-is-kept")
@pytest.mark.parametrize("address", [pytest.param(ADA, id="Ada"), pytest.param(BEN, id="Ben")])
def test_a_consignment_is_shown_with_its_address_and_items(face: Face, arrange: Arrange, address: Address) -> None:
    """A consignment added to a checkout shows the address it was given and the line items it was given."""
    checkout = arrange.checkout(face, arrange.wanted(12))
    answer = face.add_consignments(checkout.id, (whole_cart(checkout, address),))
    assert answer.accepted, f"adding a consignment was refused with {answer.status}"
    shown, after = checkout_in(answer), arrange.read(face, checkout.id)
    assert [address_of(held) for held in shown.consignments] == [kept(address)], (
        "the answer shows another shipping address than the one given"
    )
    assert [goods(shown, held) for held in shown.consignments] == [checkout.cart.contents], (
        "the answer shows other line items in the consignment than those given"
    )
    assert [address_of(held) for held in after.consignments] == [kept(address)], (
        "the checkout shows another shipping address than the one given"
    )
    assert [goods(after, held) for held in after.consignments] == [checkout.cart.contents], (
        "the checkout shows other line items in the consignment than those given"
    )


@pytest.mark.requirement("consignment-add-is-kept")
def test_a_consignment_takes_every_line_that_it_is_given(face: Face, arrange: Arrange) -> None:
    """A consignment of three line items lists all three."""
    checkout = arrange.checkout(face, *lines(arrange.stock, 1, 2, 3))
    answer = face.add_consignments(checkout.id, (whole_cart(checkout, ADA),))
    assert answer.accepted, f"adding a consignment was refused with {answer.status}"
    assert goods_bound_for(checkout_in(answer), ADA) == checkout.cart.contents, (
        "the answer shows other line items in the consignment than those given"
    )
    assert goods_bound_for(arrange.read(face, checkout.id), ADA) == checkout.cart.contents, (
        "the checkout shows other line items in the consignment than those given"
    )


@pytest.mark.requirement("consignment-add-is-kept")
def test_a_consignment_leaves_the_rest_of_the_checkout_alone(face: Face, arrange: Arrange) -> None:
    """Adding a consignment changes neither the items, nor the billing address, nor the message."""
    checkout = arrange.billed(face, arrange.checkout(face), BEN)
    arrange.done(lambda: face.leave_message(checkout.id, "Please ring twice."))
    answer = face.add_consignments(checkout.id, (whole_cart(checkout, ADA),))
    assert answer.accepted, f"adding a consignment was refused with {answer.status}"
    after = arrange.read(face, checkout.id)
    assert [address_of(held) for held in after.consignments] == [kept(ADA)], (
        "the checkout shows another shipping address than the one given"
    )
    assert after.cart.contents == checkout.cart.contents, "adding a consignment changed the items"
    assert kept(after.billing) == kept(BEN), "adding a consignment changed the billing address"
    assert after.customer_message == "Please ring twice.", "adding a consignment changed the customer message"


@pytest.mark.requirement("consignment-update-is-kept")
def test_an_updated_consignment_has_its_new_address_and_its_old_id(face: Face, arrange: Arrange) -> None:
    """Updating a consignment's address changes the address and nothing else of the consignment."""
    checkout = arrange.consigned(face, arrange.checkout(face, arrange.wanted(2)))
    consignment = sole(checkout.consignments)
    answer = face.readdress_consignment(checkout.id, consignment.id, repacked(checkout, consignment, BEN))
    assert answer.accepted, f"updating a consignment was refused with {answer.status}"
    shown, after = checkout_in(answer), arrange.read(face, checkout.id)
    assert [held.id for held in shown.consignments] == [consignment.id], (
        "the answer shows the consignment by another id"
    )
    assert [address_of(held) for held in shown.consignments] == [kept(BEN)], (
        "the answer shows another shipping address than the one updated to"
    )
    assert [held.id for held in after.consignments] == [consignment.id], (
        "the checkout shows the consignment by another id"
    )
    assert [address_of(held) for held in after.consignments] == [kept(BEN)], (
        "the checkout shows another shipping address than the one updated to"
    )
    assert [goods(after, held) for held in after.consignments] == [checkout.cart.contents], (
        "updating the address changed the line items of the consignment"
    )


@pytest.mark.requirement("consignment-update-is-kept")
def test_a_consignment_can_be_updated_again(face: Face, arrange: Arrange) -> None:
    """A second update of a consignment takes the place of the first."""
    checkout = arrange.consigned(face, arrange.checkout(face))
    consignment = sole(checkout.consignments)
    arrange.done(
        lambda: face.readdress_consignment(checkout.id, consignment.id, repacked(checkout, consignment, BEN))
    )
    answer = face.readdress_consignment(checkout.id, consignment.id, repacked(checkout, consignment, CLEO))
    assert answer.accepted, f"updating a consignment again was refused with {answer.status}"
    shown, after = checkout_in(answer), arrange.read(face, checkout.id)
    assert [(held.id, address_of(held)) for held in shown.consignments] == [(consignment.id, kept(CLEO))], (
        "the answer shows another address or id than the consignment has after two updates"
    )
    assert [(held.id, address_of(held)) for held in after.consignments] == [(consignment.id, kept(CLEO))], (
        "the checkout shows another address or id than the consignment has after two updates"
    )


@pytest.mark.requirement("consignment-update-is-kept")
def test_a_consignment_with_a_chosen_option_takes_another_address(face: Face, arrange: Arrange) -> None:
    """A consignment whose shipping option was chosen changes its address under the same id as well."""
    checkout = arrange.shipped(face, arrange.consigned(face, arrange.checkout(face)))
    consignment = sole(checkout.consignments)
    answer = face.readdress_consignment(checkout.id, consignment.id, repacked(checkout, consignment, CLEO))
    assert answer.accepted, f"updating a consignment was refused with {answer.status}"
    after = arrange.read(face, checkout.id)
    assert [(held.id, address_of(held)) for held in after.consignments] == [(consignment.id, kept(CLEO))], (
        "the checkout shows another address or id than the consignment was updated to"
    )


@pytest.mark.requirement("consignment-update-is-kept")
@pytest.mark.parametrize("place", ONE_OF_TWO)
def test_either_consignment_takes_another_address(face: Face, arrange: Arrange, place: int) -> None:
    """Updating one consignment of two changes that one's address and keeps its id and items."""
    checkout = to_ada_and_ben(arrange, face, lines(arrange.stock, 1, 2))
    consignment = one_of_two(checkout, place)
    answer = face.readdress_consignment(checkout.id, consignment.id, repacked(checkout, consignment, CLEO))
    assert answer.accepted, f"updating a consignment was refused with {answer.status}"
    shown, after = checkout_in(answer), arrange.read(face, checkout.id)
    assert [held.id for held in bound_for(shown, CLEO)] == [consignment.id], (
        "the answer doesn't show the new address on the consignment that was updated, and on that alone"
    )
    assert [held.id for held in bound_for(after, CLEO)] == [consignment.id], (
        "the checkout doesn't show the new address on the consignment that was updated, and on that alone"
    )
    assert goods_bound_for(after, CLEO) == goods(checkout, consignment), (
        "updating the address changed the line items of the consignment"
    )


@pytest.mark.requirement("consignment-delete-removes")
def test_a_deleted_consignment_is_gone(face: Face, arrange: Arrange) -> None:
    """The only consignment, once deleted, is no longer on the checkout, and the items stay in the cart."""
    checkout = arrange.consigned(face, arrange.checkout(face))
    consignment = sole(checkout.consignments)
    answer = face.delete_consignment(checkout.id, consignment.id)
    assert answer.accepted, f"deleting a consignment was refused with {answer.status}"
    assert not checkout_in(answer).consignments, "the answer still shows the consignment that was deleted"
    after = arrange.read(face, checkout.id)
    assert not after.consignments, "the checkout still shows the consignment that was deleted"
    assert after.cart.contents == checkout.cart.contents, "deleting a consignment changed the items"


@pytest.mark.requirement("consignment-delete-removes")
@pytest.mark.parametrize("place", ONE_OF_TWO)
def test_deleting_a_consignment_leaves_the_other(face: Face, arrange: Arrange, place: int) -> None:
    """Deleting one consignment of two leaves the other its address, its items, and no other shipping option."""
    checkout = arrange.shipped(face, to_ada_and_ben(arrange, face, lines(arrange.stock, 1, 2)))
    consignment, other = one_of_two(checkout, place), one_of_two(checkout, 1 - place)
    answer = face.delete_consignment(checkout.id, consignment.id)
    assert answer.accepted, f"deleting a consignment was refused with {answer.status}"
    shown, after = checkout_in(answer), arrange.read(face, checkout.id)
    assert [held.id for held in shown.consignments] == [other.id], (
        "the answer doesn't show the consignment that was left, and that alone"
    )
    assert [held.id for held in after.consignments] == [other.id], (
        "the checkout doesn't show the consignment that was left, and that alone"
    )
    assert undisturbed(checkout, after, other.id), (
        "deleting one consignment changed the address, the items or the shipping option of the other"
    )
    assert after.cart.contents == checkout.cart.contents, "deleting a consignment changed the items"


@pytest.mark.requirement("consignment-delete-removes")
def test_a_consignment_can_be_added_again_after_it_was_deleted(face: Face, arrange: Arrange) -> None:
    """Items whose consignment was deleted can be sent elsewhere by a new one, and the old one stays gone."""
    checkout = arrange.consigned(face, arrange.checkout(face))
    arrange.done(lambda: face.delete_consignment(checkout.id, checkout.consignments[0].id))
    answer = face.add_consignments(checkout.id, (whole_cart(arrange.read(face, checkout.id), BEN),))
    assert answer.accepted, f"adding a consignment again was refused with {answer.status}"
    after = arrange.read(face, checkout.id)
    assert [address_of(held) for held in after.consignments] == [kept(BEN)], (
        "the checkout shows other consignments than the one added after the deletion"
    )


@pytest.mark.requirement("consignment-several-addresses")
def test_two_consignments_are_added_at_once(face: Face, arrange: Arrange) -> None:
    """Two addresses given by one request make two consignments."""
    checkout = arrange.checkout(face, *lines(arrange.stock, 1, 2))
    first, second = lines_in(checkout, 2)
    answer = face.add_consignments(checkout.id, (parcel(ADA, first), parcel(BEN, second)))
    assert answer.accepted, f"adding two consignments was refused with {answer.status}"
    assert _goes_to(checkout_in(answer), ADA, BEN), "the answer doesn't show a consignment for each address"
    after = arrange.read(face, checkout.id)
    assert _goes_to(after, ADA, BEN), "the checkout doesn't show a consignment for each address"
    assert len({held.id for held in after.consignments}) == 2, "two consignments have the same id"


@pytest.mark.requirement("consignment-several-addresses")
def test_a_second_consignment_is_added_to_the_first(face: Face, arrange: Arrange) -> None:
    """A consignment added later comes to the one that was there, which stays as it was."""
    checkout = arrange.checkout(face, *lines(arrange.stock, 1, 2))
    before = arrange.consigned(face, checkout, parcel(ADA, lines_in(checkout, 2)[0]))
    consignment = sole(before.consignments)
    answer = face.add_consignments(checkout.id, (parcel(BEN, *left_over(before)),))
    assert answer.accepted, f"adding a second consignment was refused with {answer.status}"
    assert _goes_to(checkout_in(answer), ADA, BEN), "the answer doesn't show a consignment for each address"
    after = arrange.read(face, checkout.id)
    assert _goes_to(after, ADA, BEN), "the checkout doesn't show a consignment for each address"
    assert undisturbed(before, after, consignment.id), (
        "adding a second consignment changed the address, the items or the shipping option of the first"
    )


@pytest.mark.requirement("consignment-several-addresses")
def test_three_addresses_make_three_consignments(face: Face, arrange: Arrange) -> None:
    """A checkout of three line items can ship each to an address of its own."""
    checkout = arrange.checkout(face, *lines(arrange.stock, 1, 2, 3))
    first, second, third = lines_in(checkout, 3)
    parcels = (parcel(ADA, first), parcel(BEN, second), parcel(CLEO, third))
    answer = face.add_consignments(checkout.id, parcels)
    assert answer.accepted, f"adding three consignments was refused with {answer.status}"
    assert _goes_to(checkout_in(answer), ADA, BEN, CLEO), "the answer doesn't show a consignment for each address"
    assert _goes_to(arrange.read(face, checkout.id), ADA, BEN, CLEO), (
        "the checkout doesn't show a consignment for each address"
    )


@pytest.mark.requirement("consignment-splits-a-line")
def test_the_quantity_of_one_line_is_shared_out_over_two_addresses(face: Face, arrange: Arrange) -> None:
    """A line of three can go to two addresses, and the cart holds as many as before."""
    checkout = arrange.checkout(face, arrange.wanted(3))
    line = line_of(checkout.cart, arrange.wanted())
    parcels = (Parcel(ADA, ((line.id, 1),)), Parcel(BEN, ((line.id, 2),)))
    answer = face.add_consignments(checkout.id, parcels)
    assert answer.accepted, f"sharing a line out over two addresses was refused with {answer.status}"
    shown, after = checkout_in(answer), arrange.read(face, checkout.id)
    assert _goes_to(shown, ADA, BEN), "the answer doesn't show a consignment for each address"
    assert shown.cart.contents == checkout.cart.contents, "the answer shows other items than before the sharing out"
    assert _goes_to(after, ADA, BEN), "the checkout doesn't show a consignment for each address"
    assert after.cart.contents == checkout.cart.contents, "sharing a line out changed how many the cart holds"


@pytest.mark.requirement("consignment-items-match-addresses")
def test_each_consignment_lists_the_items_that_go_to_its_address(face: Face, arrange: Arrange) -> None:
    """Of two line items each is listed by the consignment of the address that it was given, and by no other."""
    checkout = arrange.checkout(face, *lines(arrange.stock, 2, 11))
    first, second = lines_in(checkout, 2)
    answer = face.add_consignments(checkout.id, (parcel(ADA, first), parcel(BEN, second)))
    assert answer.accepted, f"adding two consignments was refused with {answer.status}"
    shown, after = checkout_in(answer), arrange.read(face, checkout.id)
    assert goods_bound_for(shown, ADA) == {(first.product_id, first.variant_id): first.quantity}, (
        "the answer shows other items in the first consignment than those given to its address"
    )
    assert goods_bound_for(shown, BEN) == {(second.product_id, second.variant_id): second.quantity}, (
        "the answer shows other items in the second consignment than those given to its address"
    )
    assert goods_bound_for(after, ADA) == {(first.product_id, first.variant_id): first.quantity}, (
        "the checkout shows other items in the first consignment than those given to its address"
    )
    assert goods_bound_for(after, BEN) == {(second.product_id, second.variant_id): second.quantity}, (
        "the checkout shows other items in the second consignment than those given to its address"
    )


@pytest.mark.requirement("consignment-items-match-addresses")
def test_items_given_crosswise_are_listed_crosswise(face: Face, arrange: Arrange) -> None:
    """Of three line items the first and the last go to one address and the middle one to another."""
    checkout = arrange.checkout(face, *lines(arrange.stock, 1, 2, 3))
    first, second, third = lines_in(checkout, 3)
    answer = face.add_consignments(checkout.id, (parcel(BEN, second), parcel(ADA, first, third)))
    assert answer.accepted, f"adding two consignments was refused with {answer.status}"
    shown, after = checkout_in(answer), arrange.read(face, checkout.id)
    to_ada = {(item.product_id, item.variant_id): item.quantity for item in (first, third)}
    to_ben = {(second.product_id, second.variant_id): second.quantity}
    assert (goods_bound_for(shown, ADA), goods_bound_for(shown, BEN)) == (to_ada, to_ben), (
        "the answer shows other items in a consignment than those given to its address"
    )
    assert (goods_bound_for(after, ADA), goods_bound_for(after, BEN)) == (to_ada, to_ben), (
        "the checkout shows other items in a consignment than those given to its address"
    )


@pytest.mark.requirement("consignment-items-match-addresses")
def test_items_keep_their_consignment_when_one_is_readdressed(face: Face, arrange: Arrange) -> None:
    """Items are listed by the consignment that they were given to also after that one got another address."""
    before = to_ada_and_ben(arrange, face, lines(arrange.stock, 1, 2, 3))
    consignment = sole(bound_for(before, BEN))
    answer = face.readdress_consignment(before.id, consignment.id, repacked(before, consignment, CLEO))
    assert answer.accepted, f"updating a consignment was refused with {answer.status}"
    after = arrange.read(face, before.id)
    assert goods_bound_for(after, CLEO) == goods_bound_for(before, BEN), (
        "the consignment lists other items after it got another address"
    )
    assert goods_bound_for(after, ADA) == goods_bound_for(before, ADA), (
        "the other consignment lists other items after one got another address"
    )


@pytest.mark.requirement("consignment-update-touches-one")
@pytest.mark.parametrize("place", ONE_OF_TWO)
def test_a_new_address_for_one_consignment_leaves_the_other(face: Face, arrange: Arrange, place: int) -> None:
    """Another address for one consignment leaves the other its address, its items, and no other option."""
    before = arrange.shipped(face, to_ada_and_ben(arrange, face, lines(arrange.stock, 1, 2)))
    consignment, other = one_of_two(before, place), one_of_two(before, 1 - place)
    answer = face.readdress_consignment(before.id, consignment.id, repacked(before, consignment, CLEO))
    assert answer.accepted, f"updating a consignment was refused with {answer.status}"
    assert undisturbed(before, checkout_in(answer), other.id), (
        "the answer shows that the update of one consignment changed the other"
    )
    assert undisturbed(before, arrange.read(face, before.id), other.id), (
        "the update of one consignment changed the address, the items or the shipping option of the other"
    )


@pytest.mark.requirement("consignment-update-touches-one")
@pytest.mark.parametrize("place", ONE_OF_TWO)
def test_another_option_for_one_consignment_leaves_the_other(face: Face, arrange: Arrange, place: int) -> None:
    """Another option for one consignment leaves the other its own: else two could never be shipped."""
    offered = to_ada_and_ben(arrange, face, lines(arrange.stock, 1, 2))
    before = arrange.shipped(face, offered)
    consignment, other = one_of_two(before, place), one_of_two(before, 1 - place)
    answer = face.choose_shipping(before.id, consignment.id, dearest(one_of_two(offered, place)).id)
    assert answer.accepted, f"choosing a shipping option was refused with {answer.status}"
    assert standing(checkout_in(answer), other.id) == standing(before, other.id), (
        "the answer shows that the choice for one consignment changed the other"
    )
    assert standing(arrange.read(face, before.id), other.id) == standing(before, other.id), (
        "the choice for one consignment changed the address, the items or the shipping option of the other"
    )


@pytest.mark.requirement("consignment-update-touches-one")
def test_fewer_items_for_one_consignment_leave_the_other(face: Face, arrange: Arrange) -> None:
    """A consignment that gives up one of its line items leaves the other consignment as it was."""
    before = arrange.shipped(face, to_ada_and_ben(arrange, face, lines(arrange.stock, 1, 2, 3)))
    consignment, other = sole(bound_for(before, BEN)), sole(bound_for(before, ADA))
    fewer = Parcel(BEN, repacked(before, consignment, BEN).items[:1])
    answer = face.readdress_consignment(before.id, consignment.id, fewer)
    assert answer.accepted, f"updating a consignment was refused with {answer.status}"
    assert undisturbed(before, arrange.read(face, before.id), other.id), (
        "the update of one consignment changed the address, the items or the shipping option of the other"
    )


@pytest.mark.requirement("consignment-update-touches-one")
def test_an_update_of_one_of_three_consignments_leaves_two(face: Face, arrange: Arrange) -> None:
    """Another address for the second consignment of three leaves the first and the third as they were."""
    checkout = arrange.checkout(face, *lines(arrange.stock, 1, 2, 3))
    parcels = [parcel(a, item) for a, item in zip((ADA, BEN, CLEO), checkout.cart.items, strict=True)]
    before = arrange.shipped(face, arrange.consigned(face, checkout, *parcels))
    first, second, third = (sole(bound_for(before, address)) for address in (ADA, BEN, CLEO))
    elsewhere = {**BEN, "first_name": "Dora", "address1": "201 Harbor Street"}
    answer = face.readdress_consignment(before.id, second.id, repacked(before, second, elsewhere))
    assert answer.accepted, f"updating a consignment was refused with {answer.status}"
    after = arrange.read(face, before.id)
    assert undisturbed(before, after, first.id), "the update of the second changed the first"
    assert undisturbed(before, after, third.id), "the update of the second changed the third"


def _goes_to(checkout: Checkout, *addresses: Address) -> bool:
    """Whether the checkout ships to exactly these addresses, by a consignment each."""
    shown = [address_of(held) for held in checkout.consignments]
    return len(shown) == len(addresses) and all(kept(address) in shown for address in addresses)

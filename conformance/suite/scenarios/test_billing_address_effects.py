"""Billing address: what it changes and what it leaves alone, on this checkout and on others."""

from __future__ import annotations

from typing import Any, cast

import pytest

from conformance.suite.arrange import Arrange
from conformance.suite.documents import checkout_in
from conformance.suite.faces import Face
from conformance.suite.people import ADA, BEN, Address, filled, kept
from conformance.suite.scenarios.parcels import CLEO
from conformance.suite.scenarios.staying import BILLING, MONEY, changed
from conformance.targets.provisioning import Stock

# None of these is an address: the documented form has a country code, texts, and the version that is current.
NO_ADDRESSES = [
    pytest.param({name: value for name, value in BEN.items() if name != "country_code"}, id="without its country"),
    pytest.param({**BEN, "city": {"name": "Oakland"}}, id="with a town that is no text"),
    pytest.param({**BEN, "version": 9999}, id="based on a version that never was"),
]


@pytest.mark.requirement("billing-address-leaves-the-rest")
def test_a_new_billing_address_leaves_everything_else(face: Face, arrange: Arrange) -> None:
    """Adding a billing address changes nothing else but amounts: the tax may follow from where the shopper lives."""
    before = arrange.shipped(face, arrange.consigned(face, arrange.checkout(face, arrange.wanted(3))))
    answer = face.add_billing_address(before.id, BEN)
    assert answer.accepted, f"adding a billing address was refused with {answer.status}"
    differing = changed(before, arrange.read(face, before.id), BILLING, *MONEY)
    assert not differing, f"adding a billing address changed {differing}"


@pytest.mark.requirement("billing-address-leaves-the-rest")
def test_an_updated_billing_address_leaves_everything_else(face: Face, arrange: Arrange) -> None:
    """Updating the billing address of a checkout that is ready to be ordered changes nothing else but amounts."""
    ready = arrange.ready_to_order(face)
    arrange.done(lambda: face.leave_message(ready.id, "Please ring twice."))
    before = arrange.read(face, ready.id)
    answer = face.update_billing_address(before.id, str(before.billing["id"]), CLEO)
    assert answer.accepted, f"updating the billing address was refused with {answer.status}"
    differing = changed(before, arrange.read(face, before.id), BILLING, *MONEY)
    assert not differing, f"updating the billing address changed {differing}"


@pytest.mark.requirement("billing-address-leaves-coupons")
def test_a_billing_address_leaves_coupons_and_totals(face: Face, arrange: Arrange, stock: Stock) -> None:
    """A coupon and what it takes off stay as they are while another address in the same town is given, and again."""
    checkout = arrange.billed(face, arrange.checkout(face, arrange.wanted(2)), CLEO)
    before = checkout_in(arrange.done(lambda: face.add_coupon(checkout.id, stock.coupon_code)))
    billed = arrange.billed(face, checkout, ADA)
    answer = face.update_billing_address(checkout.id, str(billed.billing["id"]), CLEO)
    assert answer.accepted, f"updating the billing address was refused with {answer.status}"
    differing = changed(before, arrange.read(face, checkout.id), BILLING)
    assert not differing, f"a billing address changed {differing}"


@pytest.mark.requirement("billing-address-outlives-other-changes")
def test_a_billing_address_outlives_items_and_shipping(face: Face, arrange: Arrange) -> None:
    """A billing address is the same, down to its id, after items, consignments and options were changed."""
    before = arrange.billed(face, arrange.checkout(face), BEN)
    arrange.done(lambda: face.add_items(before.id, (arrange.wanted(2),)))
    arrange.shipped(face, arrange.consigned(face, arrange.read(face, before.id)))
    answer = face.read_checkout(before.id)
    assert filled(checkout_in(answer).billing) == filled(before.billing), (
        "the billing address changed with items or shipping"
    )


@pytest.mark.requirement("billing-address-outlives-other-changes")
def test_a_billing_address_outlives_coupons(face: Face, arrange: Arrange, stock: Stock) -> None:
    """A billing address is the same after a coupon came and went."""
    before = arrange.billed(face, arrange.checkout(face), BEN)
    arrange.done(lambda: face.add_coupon(before.id, stock.coupon_code))
    answer = face.delete_coupon(before.id, stock.coupon_code)
    assert answer.accepted, f"deleting a coupon was refused with {answer.status}"
    assert filled(arrange.read(face, before.id).billing) == filled(before.billing), (
        "the billing address changed with a coupon"
    )


@pytest.mark.requirement("billing-address-added-again-replaces")
def test_a_billing_address_that_is_added_again_replaces_the_first(face: Face, arrange: Arrange) -> None:
    """Adding a billing address where there is one leaves the new one, and nothing of the old."""
    checkout = arrange.billed(face, arrange.checkout(face), BEN)
    answer = face.add_billing_address(checkout.id, ADA)
    assert answer.accepted, f"adding a billing address again was refused with {answer.status}"
    assert kept(checkout_in(answer).billing) == kept(ADA), "the answer shows another address than the one added last"
    assert kept(arrange.read(face, checkout.id).billing) == kept(ADA), (
        "the checkout shows another billing address than the one added last"
    )


@pytest.mark.requirement("billing-address-update-is-repeatable")
def test_updating_a_billing_address_twice_equals_once(face: Face, arrange: Arrange) -> None:
    """The same update of the billing address, sent once more, is accepted and changes nothing."""
    checkout = arrange.billed(face, arrange.checkout(face))
    address_id = str(checkout.billing["id"])
    once = checkout_in(arrange.done(lambda: face.update_billing_address(checkout.id, address_id, BEN)))
    answer = face.update_billing_address(checkout.id, address_id, BEN)
    assert answer.accepted, f"the same update of the billing address was refused with {answer.status}"
    differing = changed(once, arrange.read(face, checkout.id))
    assert not differing, f"the same update, sent once more, changed {differing}"


@pytest.mark.requirement("billing-address-refused-leaves-checkout")
@pytest.mark.parametrize("body", NO_ADDRESSES)
def test_a_refused_billing_address_changes_nothing(face: Face, arrange: Arrange, body: dict[str, Any]) -> None:
    """Where a billing address is refused, the checkout is as it was; the same address as documented is accepted."""
    before = arrange.billed(face, arrange.checkout(face))
    tried = face.add_billing_address(before.id, cast("Address", body))
    differing = changed(before, arrange.read(face, before.id))
    assert tried.accepted or not differing, f"a billing address that was refused changed {differing}"
    answer = face.add_billing_address(before.id, BEN)
    assert answer.accepted, f"the address as documented was refused with {answer.status}"


@pytest.mark.requirement("billing-address-refused-leaves-checkout")
@pytest.mark.parametrize("body", NO_ADDRESSES)
def test_a_refused_update_of_the_billing_address_changes_nothing(
    face: Face, arrange: Arrange, body: dict[str, Any]
) -> None:
    """Where an update of the billing address is refused, the checkout is as it was."""
    before = arrange.billed(face, arrange.checkout(face))
    address_id = str(before.billing["id"])
    tried = face.update_billing_address(before.id, address_id, cast("Address", body))
    differing = changed(before, arrange.read(face, before.id))
    assert tried.accepted or not differing, f"an update of the billing address that was refused changed {differing}"
    answer = face.update_billing_address(before.id, address_id, BEN)
    assert answer.accepted, f"the address as documented was refused with {answer.status}"


@pytest.mark.requirement("billing-address-of-another-id-is-no-second")
def test_an_update_by_an_unknown_id_makes_no_second_address(face: Face, arrange: Arrange) -> None:
    """An update that names an id which no address has leaves the checkout with the address and the id that it had."""
    before = arrange.billed(face, arrange.checkout(face))
    tried = face.update_billing_address(before.id, "0000000000000", BEN)
    after = arrange.read(face, before.id)
    assert after.billing.get("id") == before.billing.get("id"), "an unknown id became the id of the billing address"
    assert tried.accepted or not changed(before, after), "an update that was refused changed the billing address"


@pytest.mark.requirement("billing-address-stays-on-its-checkout")
def test_a_billing_address_stays_on_its_own_checkout(face: Face, elsewhere: Face, arrange: Arrange) -> None:
    """A billing address that is added to one checkout and updated is not seen on another one."""
    other = arrange.billed(elsewhere, arrange.checkout(elsewhere), CLEO)
    checkout = arrange.billed(face, arrange.checkout(face), ADA)
    answer = face.update_billing_address(checkout.id, str(checkout.billing["id"]), BEN)
    assert answer.accepted, f"updating the billing address was refused with {answer.status}"
    differing = changed(other, arrange.read(elsewhere, other.id))
    assert not differing, f"the billing address of one checkout changed {differing} on another"

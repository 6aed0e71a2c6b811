"""Billing address: shown as given, replaced as a whole, under the id that it was given at first."""

from __future__ import annotations

import pytest

from conformance.suite.arrange import Arrange
from conformance.suite.documents import checkout_in
from conformance.suite.faces import Face
from conformance.suite.people import ADA, BEN, Address, contact, kept
from conformance.suite.scenarios.parcels import CLEO, address_of

# An address as the rest of the world writes it: letters beyond ASCII, no state.
INES: Address = {
    **ADA,
    "first_name": "Inés",
    "last_name": "Müller-O'Hara",
    "company": "Bäckerei Søndergård",
    "address1": "Königstraße 5½",
    "city": "Köln",
    "state_or_province": "Nordrhein-Westfalen",
    "state_or_province_code": "NRW",
    "country_code": "DE",
    "postal_code": "50667",
}

ADDRESSES = [
    pytest.param(ADA, id="without company"),
    pytest.param(BEN, id="with company and a second line"),
    pytest.param(INES, id="abroad"),
]


@pytest.mark.requirement("billing-address-add-is-kept")
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_billing_address_is_shown_as_it_wascontact(face: Face, arrange: Arrange, address: Address) -> None:
    """A billing address added to a checkout is shown on it as it was given."""
    checkout = arrange.checkout(face)
    answer = face.add_billing_address(checkout.id, address)
    assert answer.accepted, f"adding a billing address was refused with {answer.status}"
    assert contact(checkout_in(answer).billing) == contact(address), (
        "the answer shows another billing address than the one given"
    )
    assert contact(arrange.read(face, checkout.id).billing) == contact(address), (
        "the checkout shows another billing address than the one given"
    )


@pytest.mark.requirement("billing-address-add-is-kept")
def test_a_billing_address_leaves_the_rest_of_the_checkout_alone(face: Face, arrange: Arrange) -> None:
    """Adding a billing address changes neither the items nor where they are shipped."""
    checkout = arrange.consigned(face, arrange.checkout(face))
    answer = face.add_billing_address(checkout.id, BEN)
    assert answer.accepted, f"adding a billing address was refused with {answer.status}"
    after = arrange.read(face, checkout.id)
    assert contact(after.billing) == contact(BEN), "the checkout shows another billing address than the one given"
    assert after.cart.contents == checkout.cart.contents, "adding a billing address changed the items"
    assert [address_of(held) for held in after.consignments] == [kept(ADA)], (
        "adding a billing address changed where the items are shipped"
    )


@pytest.mark.requirement("billing-address-add-is-kept")
def test_a_billing_address_stays_while_other_things_change(face: Face, arrange: Arrange) -> None:
    """A billing address is still the one given after a message was left and a consignment was added."""
    checkout = arrange.billed(face, arrange.checkout(face), BEN)
    arrange.done(lambda: face.leave_message(checkout.id, "Please ring twice."))
    arrange.consigned(face, checkout)
    answer = face.read_checkout(checkout.id)
    assert contact(checkout_in(answer).billing) == contact(BEN), (
        "the billing address changed with something else on the checkout"
    )


@pytest.mark.requirement("billing-address-update-replaces")
@pytest.mark.parametrize(("before", "after"), [(ADA, BEN), (BEN, ADA), (BEN, INES)])
def test_an_updated_billing_address_replaces_what_wascontact(
    face: Face, arrange: Arrange, before: Address, after: Address
) -> None:
    """Updating the billing address leaves nothing of what was given before."""
    checkout = arrange.billed(face, arrange.checkout(face), before)
    answer = face.update_billing_address(checkout.id, str(checkout.billing["id"]), after)
    assert answer.accepted, f"updating the billing address was refused with {answer.status}"
    assert contact(checkout_in(answer).billing) == contact(after), (
        "the answer shows another billing address than the one updated to"
    )
    assert contact(arrange.read(face, checkout.id).billing) == contact(after), (
        "the checkout shows another billing address than the one updated to"
    )


@pytest.mark.requirement("billing-address-update-replaces")
def test_a_billing_address_can_be_updated_again(face: Face, arrange: Arrange) -> None:
    """A second update of the billing address takes the place of the first."""
    checkout = arrange.billed(face, arrange.checkout(face))
    address_id = str(checkout.billing["id"])
    arrange.done(lambda: face.update_billing_address(checkout.id, address_id, BEN))
    answer = face.update_billing_address(checkout.id, address_id, CLEO)
    assert answer.accepted, f"updating the billing address again was refused with {answer.status}"
    assert contact(checkout_in(answer).billing) == contact(CLEO), (
        "the answer shows another billing address than the one updated to at last"
    )
    assert contact(arrange.read(face, checkout.id).billing) == contact(CLEO), (
        "the checkout shows another billing address than the one updated to at last"
    )


@pytest.mark.requirement("billing-address-update-replaces")
def test_an_updated_billing_address_leaves_the_shipping_alone(face: Face, arrange: Arrange) -> None:
    """Updating the billing address changes neither the items nor where they are shipped."""
    checkout = arrange.ready_to_order(face)
    answer = face.update_billing_address(checkout.id, str(checkout.billing["id"]), CLEO)
    assert answer.accepted, f"updating the billing address was refused with {answer.status}"
    after = arrange.read(face, checkout.id)
    assert after.cart.contents == checkout.cart.contents, "updating the billing address changed the items"
    assert [address_of(held) for held in after.consignments] == [kept(ADA)], (
        "updating the billing address changed where the items are shipped"
    )


@pytest.mark.requirement("billing-address-id-is-stable")
def test_a_billing_address_keeps_its_id_when_it_is_updated(face: Face, arrange: Arrange) -> None:
    """Updating the billing address once and again leaves it the id that it had."""
    checkout = arrange.billed(face, arrange.checkout(face))
    address_id = str(checkout.billing["id"])
    answer = face.update_billing_address(checkout.id, address_id, BEN)
    assert answer.accepted, f"updating the billing address was refused with {answer.status}"
    assert checkout_in(answer).billing.get("id") == address_id, "the answer shows another id of the billing address"
    assert arrange.read(face, checkout.id).billing.get("id") == address_id, (
        "the checkout shows another id of the billing address after an update"
    )


@pytest.mark.requirement("billing-address-id-is-stable")
def test_a_billing_address_keeps_its_id_when_it_is_updated_again(face: Face, arrange: Arrange) -> None:
    """A second update leaves the billing address its id as the first one does."""
    checkout = arrange.billed(face, arrange.checkout(face))
    address_id = str(checkout.billing["id"])
    arrange.done(lambda: face.update_billing_address(checkout.id, address_id, BEN))
    answer = face.update_billing_address(checkout.id, address_id, CLEO)
    assert answer.accepted, f"updating the billing address again was refused with {answer.status}"
    assert checkout_in(answer).billing.get("id") == address_id, "the answer shows another id of the billing address"
    assert arrange.read(face, checkout.id).billing.get("id") == address_id, (
        "the checkout shows another id of the billing address after two updates"
    )


@pytest.mark.requirement("billing-address-id-is-stable")
def test_a_billing_address_has_the_same_id_in_the_answer_and_afterwards(face: Face, arrange: Arrange) -> None:
    """The id that a new billing address was answered with is the one that the checkout shows."""
    checkout = arrange.checkout(face)
    answer = face.add_billing_address(checkout.id, ADA)
    assert answer.accepted, f"adding a billing address was refused with {answer.status}"
    assert arrange.read(face, checkout.id).billing.get("id") == checkout_in(answer).billing.get("id"), (
        "the checkout shows another id of the billing address than the answer did"
    )

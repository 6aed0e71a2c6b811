"""Addresses, member by member: what was given is shown, when it is new and when it was changed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pytest

from conformance.suite.arrange import Arrange
from conformance.suite.documents import checkout_in
from conformance.suite.faces import Face, Parcel
from conformance.suite.people import ADA, BEN, Address, members_of
from conformance.suite.scenarios.parcels import sole

Members = Mapping[str, str]

# Two values for each part of an address: the one that it is added with, and the one that it is changed to.
NAMES = ({"first_name": "Grace", "last_name": "Holloway"}, {"first_name": "Mary-Jane", "last_name": "O'Neill"})
EMAIL = ({"email": "grace.holloway@example.com"}, {"email": "mary.jane+shop@example.org"})
COMPANY = ({"company": "Birch Pottery"}, {"company": "Okafor & Sons, Ltd."})
STREET = (
    {"address1": "3 Birch Court", "address2": "Rear house"},
    {"address1": "1200 Congress Avenue", "address2": "Unit #7"},
)
CITY = ({"city": "Round Rock"}, {"city": "San Antonio"})
POSTAL_CODE = ({"postal_code": "78702"}, {"postal_code": "78205-1234"})
STATE = (
    {"state_or_province": "California", "state_or_province_code": "CA"},
    {"state_or_province": "New York", "state_or_province_code": "NY"},
)
PHONE = ({"phone": "5125550199"}, {"phone": "+15105550188"})
SCRIPTS = (
    {"first_name": "Inés", "last_name": "Müller-O'Hara", "address1": "Königstraße 5½", "city": "Köln"},
    {"first_name": "美咲", "last_name": "Çelik", "address1": "ул. Мира, 7", "city": "São Paulo"},
)
COUNTRY = ({"country_code": "CA"}, {"country_code": "GB"})
# Where these states and countries lie, so that codes and towns belong together.
PLACES: Mapping[tuple[str, str], Members] = MappingProxyType(
    {
        ("state_or_province_code", "CA"): {"city": "Oakland", "postal_code": "94607"},
        ("state_or_province_code", "NY"): {"city": "Albany", "postal_code": "12207"},
        ("country_code", "CA"): {
            "city": "Toronto",
            "state_or_province": "Ontario",
            "state_or_province_code": "ON",
            "postal_code": "M5H 2N2",
        },
        ("country_code", "GB"): {
            "city": "London",
            "state_or_province": "",
            "state_or_province_code": "",
            "postal_code": "SW1A 1AA",
        },
    }
)


def table(prefix: str, **parts: tuple[Members, Members]) -> list[Any]:
    """A row for each part of an address, bound to the requirement that speaks of that part."""
    return [
        pytest.param(*values, id=name, marks=pytest.mark.requirement(f"{prefix}-keeps-{name.replace('_', '-')}"))
        for name, values in parts.items()
    ]


BOTH = {
    "names": NAMES,
    "company": COMPANY,
    "street": STREET,
    "city": CITY,
    "postal_code": POSTAL_CODE,
    "state": STATE,
    "phone": PHONE,
    "any_script": SCRIPTS,
}


@pytest.mark.parametrize(("given", "changed"), table("billing-address", **BOTH, email=EMAIL, country=COUNTRY))
def test_a_billing_address_keeps_what_it_was_given(
    face: Face, arrange: Arrange, given: Members, changed: Members
) -> None:
    """What a billing address was given is shown, in the answer and later; and so is what it is changed to."""
    checkout = arrange.checkout(face)
    added = face.add_billing_address(checkout.id, living(given))
    assert added.accepted, f"a billing address with {said(given)} was refused with {added.status}"
    billing = checkout_in(added).billing
    assert shown(billing, given) == given, f"the answer shows a new billing address with other than {said(given)}"
    updated = face.update_billing_address(checkout.id, str(billing["id"]), living(changed))
    assert updated.accepted, f"a billing address with {said(changed)} was refused with {updated.status}"
    assert shown(checkout_in(updated).billing, changed) == changed, (
        f"the answer shows an updated billing address with other than {said(changed)}"
    )
    assert shown(arrange.read(face, checkout.id).billing, changed) == changed, (
        f"the checkout shows an updated billing address with other than {said(changed)}"
    )


@pytest.mark.parametrize(("given", "changed"), table("consignment", **BOTH))
def test_a_consignment_keeps_the_address_that_it_was_given(
    face: Face, arrange: Arrange, given: Members, changed: Members
) -> None:
    """What a shipping address was given is shown, in the answer and later; and so is what it is changed to."""
    checkout = arrange.checkout(face)
    everything = tuple((item.id, item.quantity) for item in checkout.cart.items)
    added = face.add_consignments(checkout.id, (Parcel(living(given), everything),))
    assert added.accepted, f"a consignment with {said(given)} was refused with {added.status}"
    consignment = sole(checkout_in(added).consignments)
    assert shown(consignment.shipping_address, given) == given, (
        f"the answer shows a new consignment with other than {said(given)}"
    )
    updated = face.change_consignment(checkout.id, consignment.id, {"address": dict(living(changed))})
    assert updated.accepted, f"a new address with {said(changed)} was refused with {updated.status}"
    assert shown(sole(checkout_in(updated).consignments).shipping_address, changed) == changed, (
        f"the answer shows an updated consignment with other than {said(changed)}"
    )
    after = sole(arrange.read(face, checkout.id).consignments)
    assert shown(after.shipping_address, changed) == changed, (
        f"the checkout shows an updated consignment with other than {said(changed)}"
    )


BY_CODES = {**ADA, "city": "Austin", "postal_code": "78701", "country_code": "US"} | {
    "state_or_province": "",
    "state_or_province_code": "TX",
}
COMPLETED = {"country": "United States", "state_or_province": "Texas", "state_or_province_code": "TX"}


@pytest.mark.requirement("billing-address-completes-names")
def test_a_billing_address_names_country_and_state_from_their_codes(face: Face, arrange: Arrange) -> None:
    """A billing address with the codes of state and country names no others; it may leave the names out."""
    checkout = arrange.checkout(face)
    answer = arrange.done(lambda: face.add_billing_address(checkout.id, BY_CODES))
    assert not _misnamed(checkout_in(answer).billing), (
        "the billing address names another country or state than those whose codes it was given"
    )


@pytest.mark.requirement("billing-address-completes-names")
def test_an_updated_billing_address_names_country_and_state_from_their_codes(face: Face, arrange: Arrange) -> None:
    """A billing address that is updated to other codes names no other country or state than theirs."""
    checkout = arrange.billed(face, arrange.checkout(face), BEN)
    answer = arrange.done(lambda: face.update_billing_address(checkout.id, str(checkout.billing["id"]), BY_CODES))
    assert not _misnamed(checkout_in(answer).billing), (
        "the updated billing address names another country or state than those whose codes it was given"
    )


@pytest.mark.requirement("consignment-completes-names")
def test_a_consignment_names_country_and_state_from_their_codes(face: Face, arrange: Arrange) -> None:
    """A shipping address with the codes of state and country shows their names."""
    checkout = arrange.checkout(face)
    everything = tuple((item.id, item.quantity) for item in checkout.cart.items)
    by_code = Parcel(BY_CODES, everything)
    answer = arrange.done(lambda: face.add_consignments(checkout.id, (by_code,)))
    assert shown(sole(checkout_in(answer).consignments).shipping_address, COMPLETED) == COMPLETED, (
        "the consignment doesn't name the country and the state whose codes it was given"
    )


@pytest.mark.requirement("billing-address-needs-little")
def test_a_billing_address_needs_its_required_members_alone(face: Face, arrange: Arrange) -> None:
    """A billing address with nothing but country and e-mail address is accepted, and shows both."""
    checkout = arrange.checkout(face)
    little = {"country_code": "US", "email": "ada.marlowe@example.com"}
    answer = face.add_billing_address(checkout.id, little)
    assert answer.accepted, f"a billing address with its required members alone was refused with {answer.status}"
    assert shown(arrange.read(face, checkout.id).billing, little) == little, (
        "the checkout shows another country or e-mail address than the ones given"
    )


def _misnamed(address: Mapping[str, object]) -> dict[str, object]:
    """What an address in Texas shows of country and state that is something else; an empty name is none."""
    named = shown(address, COMPLETED)
    return {name: value for name, value in named.items() if value not in ("", COMPLETED[name])}


def living(members: Members) -> Address:
    """Ada's address with these members; in a town that fits where state or country is another."""
    place = {name: value for member in members.items() for name, value in PLACES.get(member, {}).items()}
    return {**ADA, **place, **members}


def shown(address: Mapping[str, object] | None, members: Members) -> dict[str, object]:
    """What an address shows of these members; what isn't there counts as empty."""
    return members_of(address or {}, members)


def said(members: Members) -> str:
    """These members in words."""
    return ", ".join(f"{name} {value!r}" for name, value in members.items())

"""Invented shoppers and where they live. Addresses are ordinary ones; a target's config may name its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

Address = Mapping[str, str]

ADA: Address = MappingProxyType(
    {
        "first_name": "Ada",
        "last_name": "Marlowe",
        "email": "ada.marlowe@example.com",
        "company": "",
        "address1": "14 Cedar Lane",
        "address2": "",
        "city": "Austin",
        "state_or_province": "Texas",
        "state_or_province_code": "TX",
        "country_code": "US",
        "postal_code": "78701",
        "phone": "5125550142",
    }
)

BEN: Address = MappingProxyType(
    {
        "first_name": "Ben",
        "last_name": "Okafor",
        "email": "ben.okafor@example.com",
        "company": "Okafor & Sons",
        "address1": "200 Harbor Street",
        "address2": "Unit 7",
        "city": "Oakland",
        "state_or_province": "California",
        "state_or_province_code": "CA",
        "country_code": "US",
        "postal_code": "94607",
        "phone": "5105550188",
    }
)

# What must come back as it was sent. States and countries are left out: stores complete them from their codes.
KEPT_AS_GIVEN = (
    "first_name",
    "last_name",
    "company",
    "address1",
    "address2",
    "city",
    "postal_code",
    "country_code",
)


def members_of(address: Mapping[str, object], names: Iterable[str]) -> dict[str, object]:
    """These members of an address. One that is null or absent counts as empty: stores may show an empty one so."""
    return {name: address.get(name) or "" for name in names}


def kept(address: Mapping[str, object]) -> dict[str, object]:
    """The members of an address that a store must show as they were given."""
    return members_of(address, KEPT_AS_GIVEN)


def contact(address: Mapping[str, object]) -> dict[str, object]:
    """The same of a billing address; its email and phone belong to it."""
    return members_of(address, (*KEPT_AS_GIVEN, "email", "phone"))


def filled(address: Mapping[str, object] | None) -> dict[str, object]:
    """The members of an address that have a value, to compare two looks at it."""
    return {name: value for name, value in (address or {}).items() if value not in (None, "")}

"""Invented shoppers and where they live. Addresses are ordinary ones; a target's config may name its own."""

from __future__ import annotations

from collections.abc import Mapping
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


def kept(address: Mapping[str, object]) -> dict[str, object]:
    """The members of an address that a store must show as they were given."""
    return {name: address.get(name) for name in KEPT_AS_GIVEN}

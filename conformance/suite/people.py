"""Invented shoppers and where they live. Addresses are ordinary ones; a target's config may name Ada's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

Address = Mapping[str, str]
# What belongs to a person and not to a place.
PERSONAL = ("first_name", "last_name", "email", "phone")


class Home(Mapping[str, str]):
    """Where somebody lives who moves to the address that a target's config names, before a run begins."""

    def __init__(self, members: Address) -> None:
        self._members = dict(members)

    def __getitem__(self, name: str) -> str:
        return self._members[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)

    def moves_to(self, members: Address) -> None:
        """Takes these members of an address in place of the old ones; who lives there stays who it is."""
        if members:
            person = {name: self._members[name] for name in PERSONAL}
            self._members = dict.fromkeys(self._members, "") | person | dict(members)


ADA: Address = Home(
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


def ship_to(address: Address) -> None:
    """Lets Ada live at the address that a target's config names; without one she stays."""
    if isinstance(ADA, Home):
        ADA.moves_to(address)


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

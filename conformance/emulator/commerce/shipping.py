"""Shipping zones and the options that each of them offers."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from hashlib import md5
from typing import Literal

from msgspec import Struct

from conformance.emulator.commerce.address import Address
from conformance.emulator.commerce.money import ZERO, cents

OptionType = Literal["freeshipping", "shipping_flatrate", "shipping_byweight", "custom"]


class Method(Struct, frozen=True):
    """A shipping method of a zone; `rate` per consignment, or per weight unit for `shipping_byweight`."""

    type: OptionType
    description: str
    rate: Decimal = ZERO


class Zone(Struct, frozen=True):
    """Where a set of methods applies; no countries: everywhere else."""

    id: int
    name: str
    countries: tuple[str, ...]
    methods: tuple[Method, ...]


class ShippingOption(Struct, frozen=True, kw_only=True):
    """A method with its price for one consignment, as the store enters it. `id` is 32 hex digits."""

    id: str
    type: OptionType
    description: str
    cost: Decimal
    zone_id: int
    zone_name: str


def option_id(zone: Zone, method: Method) -> str:
    """The id of a method in a zone: the same in each checkout and on each day."""
    return md5(f"{zone.id}/{method.type}".encode(), usedforsecurity=False).hexdigest()


def zone_of(zones: Sequence[Zone], address: Address) -> Zone | None:
    """The first zone that the address lies in; none without a country."""
    if not address.country_code:
        return None
    return next((zone for zone in zones if not zone.countries or address.country_code in zone.countries), None)


def options_for(zones: Sequence[Zone], address: Address | None, weight: Decimal) -> tuple[ShippingOption, ...]:
    """What can be chosen for a consignment of this weight to this address, in the merchant's order."""
    zone = zone_of(zones, address) if address else None
    if zone is None:
        return ()
    return tuple(
        ShippingOption(
            id=option_id(zone, method),
            type=method.type,
            description=method.description,
            cost=cents(method.rate * weight) if method.type == "shipping_byweight" else method.rate,
            zone_id=zone.id,
            zone_name=zone.name,
        )
        for method in zone.methods
    )

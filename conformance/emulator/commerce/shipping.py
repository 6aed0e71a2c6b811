"""Shipping zones and the options that each of them offers; places to collect from."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fnmatch import fnmatchcase
from hashlib import md5
from typing import Literal

from msgspec import Struct

from conformance.emulator.commerce.address import Address
from conformance.emulator.commerce.money import HIGHEST_PRICE, ZERO, capped, cents

MethodType = Literal[
    "freeshipping",
    "shipping_flatrate",
    "shipping_peritem",
    "shipping_byweight",
    "shipping_bytotal",
    "shipping_pickupinstore",
]
OptionType = MethodType | Literal["custom"]


class Band(Struct, frozen=True):
    """What sending costs from `lower` (weight or total, included) up to `upper` (not included; None: no end)."""

    cost: Decimal
    lower: Decimal = ZERO
    upper: Decimal | None = None

    def holds(self, amount: Decimal) -> bool:
        """Whether the amount lies in the band."""
        return self.lower <= amount and (self.upper is None or amount < self.upper)


class Handling(Struct, frozen=True):
    """A fee for packing: fixed, a percentage of the goods, or both; shown apart or inside the cost of shipping."""

    fixed: Decimal = ZERO
    percentage: Decimal = ZERO
    display_separately: bool = True

    def fee(self, total: Decimal) -> Decimal:
        """The fee for goods of this total."""
        return capped(self.fixed + cents(total * self.percentage / 100), HIGHEST_PRICE)


class Method(Struct, frozen=True):
    """A shipping method of a zone.

    `rate` is per consignment (`shipping_flatrate`), per item (`shipping_peritem`), or per weight unit
    (`shipping_byweight` without `ranges`). With `ranges` the weight or the total of the goods decides; what lies in
    none of them costs `beyond`, or is not sent when that is None. `minimum_total`: offered from there on.
    """

    type: MethodType
    description: str
    rate: Decimal = ZERO
    ranges: tuple[Band, ...] = ()
    beyond: Decimal | None = None
    minimum_total: Decimal = ZERO
    handling: Handling | None = None


class Zone(Struct, frozen=True):
    """Where a set of methods applies. No countries: everywhere else.

    `states` are codes (TX); in `postcodes` a `*` stands for any characters and a `?` for one.
    """

    id: int
    name: str
    countries: tuple[str, ...]
    methods: tuple[Method, ...]
    states: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    handling: Handling | None = None

    @property
    def narrowness(self) -> int:
        """A zone of postcodes goes before one of states, that before one of countries, that before the rest."""
        return 3 if self.postcodes else 2 if self.states else 1 if self.countries else 0

    def covers(self, address: Address) -> bool:
        """Whether the address lies in the zone."""
        if self.countries and address.country_code not in self.countries:
            return False
        if self.states and address.state_or_province_code not in self.states:
            return False
        return not self.postcodes or any(_fits(address.postal_code, one) for one in self.postcodes)


class PickupMethod(Struct, frozen=True):
    """A place of the merchant where shoppers collect what they bought."""

    id: int
    name: str
    instructions: str = ""
    address: Address | None = None


class Parcel(Struct, frozen=True):
    """What decides the price of sending a consignment: the items that are not sent for free."""

    weight: Decimal = ZERO
    total: Decimal = ZERO
    count: int = 0


class ShippingOption(Struct, frozen=True, kw_only=True):
    """A method with its price for one consignment, as the store enters it. `id` is 32 hex digits.

    `handling` is the fee that is shown apart; one that is not stands in `cost`.
    """

    id: str
    type: OptionType
    description: str
    cost: Decimal
    zone_id: int
    zone_name: str
    handling: Decimal = ZERO


def option_id(zone: Zone, method: Method) -> str:
    """The id of a method in a zone: the same in each checkout and on each day."""
    return md5(f"{zone.id}/{method.type}/{method.description}".encode(), usedforsecurity=False).hexdigest()


def zone_of(zones: Sequence[Zone], address: Address) -> Zone | None:
    """The narrowest zone that the address lies in, the first of those; none without a country."""
    if not address.country_code:
        return None
    # max keeps the first of equals.
    return max((zone for zone in zones if zone.covers(address)), key=lambda zone: zone.narrowness, default=None)


def options_for(zones: Sequence[Zone], address: Address | None, parcel: Parcel) -> tuple[ShippingOption, ...]:
    """What can be chosen for a parcel to this address, in the merchant's order; nothing where no zone reaches."""
    zone = zone_of(zones, address) if address else None
    if zone is None:
        return ()
    made = (_option(zone, method, parcel) for method in zone.methods)
    return tuple(option for option in made if option is not None)


def _option(zone: Zone, method: Method, parcel: Parcel) -> ShippingOption | None:
    cost = _cost(method, parcel) if parcel.count else ZERO
    if cost is None or parcel.total < method.minimum_total:
        return None
    handling = method.handling or zone.handling or Handling()
    fee = handling.fee(parcel.total)
    apart = handling.display_separately
    return ShippingOption(
        id=option_id(zone, method),
        type=method.type,
        description=method.description,
        cost=cost if apart else cost + fee,
        zone_id=zone.id,
        zone_name=zone.name,
        handling=fee if apart else ZERO,
    )


def _cost(method: Method, parcel: Parcel) -> Decimal | None:
    if method.ranges:
        amount = parcel.total if method.type == "shipping_bytotal" else parcel.weight
        return next((band.cost for band in method.ranges if band.holds(amount)), method.beyond)
    if method.type == "freeshipping":
        return ZERO
    times = {"shipping_peritem": Decimal(parcel.count), "shipping_byweight": parcel.weight}
    # A price beyond the highest one is no price; it only has to stay a number that can be written to the cent.
    return cents(capped(method.rate * times.get(method.type, Decimal(1)), HIGHEST_PRICE))


def _fits(postcode: str, pattern: str) -> bool:
    written = "".join(postcode.upper().split())
    # Brackets have a meaning in these patterns that no merchant means.
    return fnmatchcase(written, "".join(pattern.upper().split()).replace("[", "[[]"))

"""What a seed file may not say of shipping although each of its members is well formed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from conformance.emulator.commerce.shipping import Handling, Method, PickupMethod, Zone
from conformance.emulator.seed_rules import Broken, broken_amounts, broken_ids

BY_RANGES = ("shipping_bytotal", "shipping_byweight")


def broken_shipping(zones: Sequence[Zone] | None, pickups: Sequence[PickupMethod] | None) -> Iterator[Broken]:
    """Every broken rule: the member's path, what is wrong, the mend."""
    zones, pickups = zones or (), pickups or ()
    yield from broken_ids("shipping_zones[{}].id", [one.id for one in zones])
    for at, zone in enumerate(zones):
        yield from _zone(f"shipping_zones[{at}]", zone)
    yield from broken_ids("pickup_methods[{}].id", [one.id for one in pickups])


def _zone(place: str, zone: Zone) -> Iterator[Broken]:
    known: set[tuple[str, str]] = set()
    for number, method in enumerate(zone.methods):
        path = f"{place}.methods[{number}]"
        if (method.type, method.description) in known:
            problem = f"the zone has two methods of type {method.type} with one description"
            yield f"{path}.type", problem, "change one"
        known.add((method.type, method.description))
        yield from _method(path, method)
    for number, country in enumerate(zone.countries):
        if len(country) != len("US") or not country.isupper():
            yield f"{place}.countries[{number}]", f"`{country}` is no country code", "two capital letters, as in US"
    if (zone.states or zone.postcodes) and len(zone.countries) != 1:
        yield f"{place}.countries", "states and postcodes are those of one country", "name it alone"
    yield from _handling(f"{place}.handling", zone.handling)


def _method(path: str, method: Method) -> Iterator[Broken]:
    yield from broken_amounts(path, rate=method.rate, minimum_total=method.minimum_total)
    if method.beyond is not None:
        yield from broken_amounts(path, beyond=method.beyond)
    if method.type == "shipping_bytotal" and not method.ranges:
        yield path, "a method by total has ranges", "add `ranges`, each with `lower`, `upper` and `cost`"
    if method.ranges and method.type not in BY_RANGES:
        yield f"{path}.ranges", f"a method of type {method.type} has no ranges", "leave them out"
    for at, band in enumerate(method.ranges):
        inside = f"{path}.ranges[{at}]"
        yield from broken_amounts(inside, lower=band.lower, cost=band.cost)
        if band.upper is not None:
            yield from broken_amounts(inside, upper=band.upper)
            if band.upper <= band.lower:
                yield f"{inside}.upper", "a range ends above its beginning", "change one of them"
    yield from _handling(f"{path}.handling", method.handling)


def _handling(path: str, handling: Handling | None) -> Iterator[Broken]:
    if handling is not None:
        yield from broken_amounts(path, fixed=handling.fixed, percentage=handling.percentage)

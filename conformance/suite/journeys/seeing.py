"""Where two pictures of one checkout differ. Pure comparisons; which requirement speaks is decided elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from conformance.suite.journeys.picture import Goods, Picture, Shipment
from conformance.suite.rules.money import HALF_A_CENT

# The part of the checkout, what is shown of it in words, and the consignment that it is about, if any.
Difference = tuple[str, str, str]

PARTS = {
    "contents": "other goods or quantities than were asked for and held before",
    "billing": "another billing address than was given last",
    "coupons": "other coupons than were added and not deleted",
    "certificates": "other gift certificates than were added and not deleted",
    "message": "another customer message than was left last",
}


def differences(expected: Picture, shown: Picture, loose: frozenset[str] = frozenset()) -> Iterator[Difference]:
    """Where the picture shown differs from the expected one, leaving out what is loose."""
    for part, words in PARTS.items():
        if part not in loose and getattr(expected, part) != getattr(shown, part):
            yield part, words, ""
    if "consignments" not in loose:
        yield from _of_consignments(expected, shown, loose)


def different_from_both(one: Picture, other: Picture) -> Iterator[tuple[str, str]]:
    """Which parts two faces show differently of one checkout, with words for it; each may have ids of its own."""
    if not same_goods(one.contents, other.contents):
        yield "contents", "different goods or quantities"
    if abs(one.grand_total - other.grand_total) > HALF_A_CENT:
        yield "grand total", "different grand totals"
    for part, words in (("billing", "billing addresses"), ("coupons", "coupons"), ("message", "customer messages")):
        if getattr(one, part) != getattr(other, part):
            yield part, f"different {words}"
    if not _same_shipments([*one.shipments.values()], [*other.shipments.values()]):
        yield "consignments", "different consignments"


def same_goods(one: Goods, other: Goods) -> bool:
    """Whether both are the same goods; variants count where both show them."""
    if all(variant is not None for _, variant in (*one, *other)):
        return one == other
    return _by_product(one) == _by_product(other)


def _by_product(held: Goods) -> Counter[int]:
    counted: Counter[int] = Counter()
    for (product, _), quantity in held.items():
        counted[product] += quantity
    return counted


def _same_shipments(ones: list[Shipment], others: list[Shipment]) -> bool:
    left = list(others)
    for one in ones:
        match = next((it for it in left if it.address == one.address and same_goods(it.goods, one.goods)), None)
        if match is None:
            return False
        left.remove(match)
    return not left


def _of_consignments(expected: Picture, shown: Picture, loose: frozenset[str]) -> Iterator[Difference]:
    for consignment_id, wanted in expected.shipments.items():
        held = shown.shipments.get(consignment_id)
        if held is None:
            yield "consignments", "no consignment with an id that was there and not deleted", consignment_id
            continue
        if held.address != wanted.address:
            yield "consignments", "another address on a consignment than was given last", consignment_id
        if held.goods != wanted.goods:
            yield "consignments", "other items in a consignment than were given to its address", consignment_id
        if held.option != wanted.option and not ("options" in loose and held.option is None):
            yield "options", "another shipping option than was chosen last", consignment_id
    for consignment_id in shown.shipments:
        if consignment_id not in expected.shipments:
            yield "consignments", "a consignment that nobody added, or that was deleted", consignment_id

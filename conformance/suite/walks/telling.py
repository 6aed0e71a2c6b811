"""What happens in the two walks. Parts that need something of the store are told last and by themselves."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from conformance.api import Answer
from conformance.suite.arrange import Arrange, Unarranged, dearest, parcel, wanted_of
from conformance.suite.documents import Consignment
from conformance.suite.faces import Wanted
from conformance.suite.people import ADA, BEN, Address
from conformance.suite.scenarios.choosing import goods
from conformance.suite.scenarios.contents import line_of
from conformance.suite.scenarios.parcels import bound_for, sole
from conformance.suite.walks.story import Telling
from conformance.targets.provisioning import Lacking

MESSAGE = "Grüße! Ring twice & leave it at no. 3, 門の前に"
# Documented: a message has 2000 characters at most.
TOO_LONG = 2_001
DOZEN = 12
# No store has a line with this id.
NOBODYS_LINE = "00000000-0000-4000-8000-000000000000"
# Each member of an address that a store must show as it was given, in letters and signs that get lost easily. The
# state's name is left out where a store must complete it from its code.
MARY: Address = MappingProxyType(
    {
        **ADA,
        "first_name": "Mary-Jane",
        "last_name": "O'Neill",
        "email": "mary.jane+shop@example.org",
        "company": "Okafor & Sons, Ltd.",
        "address1": "1200 Congress Avenue",
        "address2": "Unit #7",
        "city": "San Antonio",
        "state_or_province": "",
        "state_or_province_code": "TX",
        "country_code": "US",
        "postal_code": "78205-1234",
        "phone": "+15105550188",
    }
)
MISAKI: Address = MappingProxyType(
    {
        **ADA,
        "first_name": "美咲",
        "last_name": "Müller-O'Hara",
        "email": "misaki.shop@example.com",
        "address1": "ул. Мира, 7",
        "address2": "",
        "city": "São Paulo",
        "state_or_province": "New York",
        "state_or_province_code": "NY",
        "country_code": "US",
        "postal_code": "12207",
        "phone": "5125550199",
    }
)

MISAKI_ABROAD: Address = MappingProxyType(
    {
        **MISAKI,
        "country_code": "GB",
        "state_or_province": "",
        "state_or_province_code": "",
        "postal_code": "SW1A 1AA",
    }
)


def items(tell: Telling, arrange: Arrange) -> None:
    """A cart of two lines; a third one comes and goes."""
    face = tell.face
    one, _, second, third = _goods(arrange)
    with tell.story.part("items"):
        tell.start("items: create", lambda: face.create_cart((one, second)))
        tell.must("items: add", lambda: face.add_items(tell.checkout_id, (third,)))
        added = line_of(tell.checkout.cart, third)
        tell.must("items: take back", lambda: face.delete_item(tell.checkout_id, added.id))


def changed_items(tell: Telling, arrange: Arrange) -> None:
    """A line changes, another one goes, and comes again in another variant."""
    face = tell.face
    one, other, second, third = _goods(arrange)
    with tell.story.part("items"):
        tell.aside("items: update", lambda: _update(tell, second, DOZEN))
        line = line_of(tell.checkout.cart, one)
        tell.aside("items: delete", lambda: face.delete_item(tell.checkout_id, line.id))
        tell.must("items: add the other variant", lambda: face.add_items(tell.checkout_id, (other, third)))


def _goods(arrange: Arrange) -> tuple[Wanted, Wanted, Wanted, Wanted]:
    """A product in two variants, and two other goods."""
    varied = arrange.stock.varied
    one, other = wanted_of(varied, 0, 1), wanted_of(varied, 1, 1)
    taken = {one.variant_id, other.variant_id}
    beside = [each for each in goods(arrange.stock) if each.variant_id not in taken]
    if len(beside) < len(("second", "third")):
        raise Lacking("the catalog shows fewer than two goods beside a product with two variants")
    second, third, *_ = beside
    return one, other, replace(second, quantity=2), replace(third, quantity=3)


def _update(tell: Telling, wanted: Wanted, quantity: int) -> Answer:
    more = Wanted(wanted.product_id, wanted.variant_id, quantity)
    return tell.face.update_item(tell.checkout_id, line_of(tell.checkout.cart, wanted).id, more)


def billing_address(tell: Telling) -> None:
    """A billing address is added, added again, and replaced."""
    face = tell.face
    with tell.story.part("billing"):
        tell.seen("billing: add", lambda: face.add_billing_address(tell.checkout_id, MARY))
        tell.seen("billing: add again", lambda: face.add_billing_address(tell.checkout_id, MISAKI_ABROAD))
        address_id = str(tell.checkout.billing["id"])
        tell.may("billing: update", lambda: face.update_billing_address(tell.checkout_id, address_id, BEN))


def message(tell: Telling) -> None:
    """A message is left."""
    with tell.story.part("message"):
        tell.seen("message: leave", lambda: tell.face.leave_message(tell.checkout_id, MESSAGE))


def versions(tell: Telling) -> None:
    """The message is left again, under versions that fit and that don't, and one that is too long isn't."""
    face = tell.face
    with tell.story.part("message"):
        tell.may("message: too long", lambda: face.leave_message(tell.checkout_id, "ü" * TOO_LONG))
        current = tell.checkout.version
        if current is None:
            raise Lacking("the checkout shows no version")
        tell.aside("message: stale version", lambda: face.leave_message(tell.checkout_id, "Never.", current - 1))
        tell.seen("message: right version", lambda: face.leave_message(tell.checkout_id, MESSAGE, current))


def consignments(tell: Telling) -> None:
    """Two consignments are added; one of them moves, goes and comes again."""
    face = tell.face
    with tell.story.part("shipping"):
        first, *others = tell.checkout.cart.line_items.physical_items
        if not others:
            raise Unarranged("the cart doesn't show the lines that were put into it")
        to_ada, to_mary, to_ben = parcel(ADA, first), parcel(MARY, *others), parcel(BEN, *others)
        tell.seen("shipping: to Ada", lambda: face.add_consignments(tell.checkout_id, (to_ada,)))
        tell.seen("shipping: to Mary", lambda: face.add_consignments(tell.checkout_id, (to_mary,)))
        moving = sole(bound_for(tell.checkout, MARY))
        there = {"address": dict(MISAKI)}
        tell.must("shipping: to Misaki", lambda: face.change_consignment(tell.checkout_id, moving.id, there))
        tell.seen("shipping: not to Misaki", lambda: face.delete_consignment(tell.checkout_id, moving.id))
        tell.must(
            "shipping: to Ben",
            lambda: face.add_consignments(tell.checkout_id, (to_ben,)),
            shipping_options=True,
        )


def options(tell: Telling) -> None:
    """A shipping option is chosen for each of the two consignments."""
    with tell.story.part("option"):
        adas, bens = sole(bound_for(tell.checkout, ADA)), sole(bound_for(tell.checkout, BEN))
        tell.seen("option: Ada's", lambda: _choose(tell, adas))
        tell.must("option: Ben's", lambda: _choose(tell, bens))


def _choose(tell: Telling, consignment: Consignment) -> Answer:
    return tell.face.choose_shipping(tell.checkout_id, consignment.id, dearest(consignment).id)


def coupons(tell: Telling, arrange: Arrange, unknown_code: str) -> None:
    """A coupon comes, twice, and goes, and one that nobody knows doesn't come."""
    face = tell.face
    with tell.story.part("coupon"):
        code = arrange.stock.coupon_code
        tell.must("coupon: add", lambda: face.add_coupon(tell.checkout_id, code))
        tell.aside("coupon: the cart", lambda: face.read_cart(tell.checkout_id))
        tell.row(
            {
                "coupon: unknown": lambda: face.add_coupon(tell.checkout_id, unknown_code),
                "coupon: again": lambda: face.add_coupon(tell.checkout_id, code),
                "coupon: delete an unknown one": lambda: face.delete_coupon(tell.checkout_id, unknown_code),
            }
        )
        tell.seen("coupon: delete", lambda: face.delete_coupon(tell.checkout_id, code))

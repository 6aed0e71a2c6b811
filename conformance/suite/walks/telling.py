"""What happens in the two walks. Parts that need something of the store are told last and by themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from conformance.api import Answer, OrdersApi
from conformance.suite.arrange import Arrange, Unarranged, dearest, parcel, wanted_of
from conformance.suite.documents import Consignment, cart_in
from conformance.suite.faces import Face, ServerFace, StorefrontFace, Wanted
from conformance.suite.people import ADA, BEN
from conformance.suite.scenarios.choosing import goods
from conformance.suite.scenarios.contents import line_of
from conformance.suite.scenarios.linking import ask_for_links, given, links_in
from conformance.suite.scenarios.ordering import number_in
from conformance.suite.scenarios.parcels import CLEO, bound_for, repacked, sole
from conformance.suite.scenarios.paying import until_gone
from conformance.suite.walks.story import Telling
from conformance.targets.provisioning import Lacking

MESSAGE = "Grüße! Ring twice & leave it at no. 3, 門の前に"
# Far above any version that a checkout of a short walk comes to.
FAR_VERSION = 9_000


DOZEN = 12
# No store has a line with this id.
NOBODYS_LINE = "00000000-0000-4000-8000-000000000000"


def items(tell: Telling, arrange: Arrange) -> None:
    """Items come, change and go; one comes again in another variant."""
    face = tell.face
    one, other, second, third = _goods(arrange)
    with tell.story.part("items"):
        tell.start("items: create", lambda: face.create_cart((one, second)))
        tell.aside("items: read the cart", lambda: face.read_cart(tell.checkout_id))
        tell.must("items: add", lambda: face.add_items(tell.checkout_id, (third,)))
        tell.must("items: update", lambda: _update(tell, second, DOZEN))
        tell.may("items: update to nobody's line", lambda: face.update_item(tell.checkout_id, NOBODYS_LINE, second))
        line = line_of(tell.checkout.cart, one)
        tell.may("items: update the variant", lambda: face.update_item(tell.checkout_id, line.id, other))
        tell.must("items: delete", lambda: face.delete_item(tell.checkout_id, line.id))
        tell.must("items: add the other variant", lambda: face.add_items(tell.checkout_id, (other,)))


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
    """A billing address is added and replaced."""
    face = tell.face
    with tell.story.part("billing"):
        tell.must("billing: add", lambda: face.add_billing_address(tell.checkout_id, ADA))
        address_id = str(tell.checkout.billing["id"])
        tell.must("billing: update", lambda: face.update_billing_address(tell.checkout_id, address_id, BEN))


def message(tell: Telling) -> None:
    """A message is left, under versions that fit and that don't."""
    face = tell.face
    with tell.story.part("message"):
        tell.must("message: leave", lambda: face.leave_message(tell.checkout_id, MESSAGE))
        current = tell.checkout.version
        if current is None:
            raise Lacking("the checkout shows no version")
        far, stale = current + FAR_VERSION, current - 1
        tell.may("message: far version", lambda: face.leave_message(tell.checkout_id, "Never.", far))
        tell.may("message: stale version", lambda: face.leave_message(tell.checkout_id, "Never.", stale))
        tell.may("message: right version", lambda: face.leave_message(tell.checkout_id, "Once more.", current))


def consignments(tell: Telling) -> None:
    """Two consignments are added; one of them moves, goes and comes again."""
    face = tell.face
    with tell.story.part("shipping"):
        first, *others = tell.checkout.cart.line_items.physical_items
        if not others:
            raise Unarranged("the cart doesn't show the lines that were put into it")
        to_ada, to_ben = parcel(ADA, first), parcel(BEN, *others)
        tell.must("shipping: to Ada", lambda: face.add_consignments(tell.checkout_id, (to_ada,)))
        tell.must("shipping: to Ben", lambda: face.add_consignments(tell.checkout_id, (to_ben,)))
        bens = sole(bound_for(tell.checkout, BEN))
        moved = repacked(tell.checkout, bens, CLEO)
        tell.must("shipping: to Cleo", lambda: face.readdress_consignment(tell.checkout_id, bens.id, moved))
        tell.must("shipping: not to Cleo", lambda: face.delete_consignment(tell.checkout_id, bens.id))
        tell.must(
            "shipping: to Ben again",
            lambda: face.add_consignments(tell.checkout_id, (to_ben,)),
            shipping_options=True,
        )


def options(tell: Telling) -> None:
    """A shipping option is chosen for each of the two consignments."""
    with tell.story.part("option"):
        adas, bens = sole(bound_for(tell.checkout, ADA)), sole(bound_for(tell.checkout, BEN))
        tell.must("option: Ada's", lambda: _choose(tell, adas))
        tell.must("option: Ben's", lambda: _choose(tell, bens))


def _choose(tell: Telling, consignment: Consignment) -> Answer:
    return tell.face.choose_shipping(tell.checkout_id, consignment.id, dearest(consignment).id)


def coupons(tell: Telling, arrange: Arrange, unknown_code: str) -> None:
    """A coupon comes and goes, and one that nobody knows doesn't come."""
    face = tell.face
    with tell.story.part("coupon"):
        code = arrange.stock.coupon_code
        tell.must("coupon: add", lambda: face.add_coupon(tell.checkout_id, code))
        tell.may("coupon: unknown", lambda: face.add_coupon(tell.checkout_id, unknown_code))
        tell.must("coupon: delete", lambda: face.delete_coupon(tell.checkout_id, code))


def gift_certificates(tell: Telling, shopper: StorefrontFace, arrange: Arrange, unknown_code: str) -> None:
    """A gift certificate comes and goes, and one that nobody knows doesn't come."""
    api = shopper.api
    with tell.story.part("gift certificate"):
        code = arrange.stock.gift_certificate_code
        tell.must("gift certificate: add", lambda: api.add_checkout_gift_certificate(tell.checkout_id, code))
        tell.may(
            "gift certificate: unknown", lambda: api.add_checkout_gift_certificate(tell.checkout_id, unknown_code)
        )
        tell.must("gift certificate: delete", lambda: api.delete_checkout_gift_certificate(tell.checkout_id, code))


def too_early(tell: Telling, server: ServerFace) -> None:
    """An order is asked for before shipping options are chosen."""
    with tell.story.part("early"):
        tell.may("early: order", lambda: server.api.create_order(tell.checkout_id), shipping_options=True)


def access(tell: Telling, with_token: Callable[[str | None], ServerFace], wrong: str) -> None:
    """The checkout is asked for, and changed, without a token and with a wrong one."""
    without, wrongly = with_token(None), with_token(wrong)
    with tell.story.part("access"):
        tell.aside("access: read without a token", lambda: without.read_checkout(tell.checkout_id))
        tell.may("access: message without a token", lambda: without.leave_message(tell.checkout_id, "No."))
        tell.may("access: message with a wrong token", lambda: wrongly.leave_message(tell.checkout_id, "No."))


def visiting(tell: Telling, server: ServerFace, shopper_at: Callable[[str], StorefrontFace]) -> None:
    """The server's checkout is carried into a shopper's session."""
    with tell.story.part("visit"):
        links = tell.aside("visit: links", lambda: ask_for_links(server, tell.checkout_id))
        if not links.accepted:
            raise Unarranged(f"{links} in the middle of a walk")
        shopper = shopper_at(given(links_in(links).checkout_url))
        tell.aside("visit: the checkout", lambda: shopper.read_checkout(tell.checkout_id))


def orders_made(tell: Telling, server: ServerFace, orders: OrdersApi) -> None:
    """Two orders of one checkout."""
    with tell.story.part("order"):
        for name in ("first", "second"):
            number = number_in(tell.must(f"order: {name}", lambda: server.api.create_order(tell.checkout_id)))
            tell.aside(f"order: read the {name}", partial(orders.get_order, number))
            tell.aside(f"order: products of the {name}", partial(orders.get_order_products, number))
        tell.aside("order: the cart", lambda: server.read_cart(tell.checkout_id))


def paying(tell: Telling, server: ServerFace, pay: Callable[[int], Answer]) -> None:
    """The second order is paid."""
    with tell.story.part("paid"):
        number = number_in(tell.story.step("order: second").answer)
        tell.aside("paid: pay", lambda: pay(number))
        tell.aside("paid: the cart", lambda: until_gone(lambda: server.read_cart(tell.checkout_id)))
        tell.aside("paid: the checkout", lambda: until_gone(lambda: server.read_checkout(tell.checkout_id)))


def deleting(tell: Telling, face: Face, wanted: Wanted) -> None:
    """Another cart is made and deleted, and asked for again."""
    with tell.story.part("deleted"):
        made = tell.aside("deleted: create", lambda: face.create_cart((wanted,)))
        cart_id = cart_in(made).id
        tell.aside("deleted: delete", lambda: face.delete_cart(cart_id))
        tell.aside("deleted: the cart", lambda: face.read_cart(cart_id))
        tell.aside("deleted: the checkout", lambda: face.read_checkout(cart_id))


def strangers(tell: Telling, stranger: StorefrontFace) -> None:
    """Somebody else's session asks for the checkout."""
    with tell.story.part("stranger"):
        tell.aside("stranger: the checkout", lambda: stranger.read_checkout(tell.checkout_id))
        tell.may("stranger: message", lambda: stranger.leave_message(tell.checkout_id, "No."))

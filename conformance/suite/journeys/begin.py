"""Setting out with a new cart, on the face or faces of the route."""

from __future__ import annotations

from conformance.suite.documents import Unreadable, cart_in
from conformance.suite.faces import Face, Wanted
from conformance.suite.journeys.ground import Company
from conformance.suite.journeys.picture import tallied
from conformance.suite.journeys.walk import Walk

CREATE = "cart-create-holds-items"


def set_out(walk: Walk, pick: int, _place: int = 0) -> None:
    """Makes a cart with one or two goods and opens its checkout on every face of the route."""
    goods = walk.ground.goods
    wanted = [_of(goods[pick % len(goods)], 1 + pick % 3)]
    if pick % 2 and len(goods) > 1:
        wanted.append(_of(goods[(pick + 1) % len(goods)], 1 + pick % 2))
    _forget(walk)
    face: Face
    if walk.ground.route == "storefront":
        walk.story.step("open the shop in a fresh session")
        face = walk.ground.shopper(walk.story)
    else:
        face = walk.ground.server(walk.story)
    cart_id = _created(walk, face, wanted)
    walk.company = _company(walk, face, cart_id)
    walk.first_look()
    cart = walk.seen[walk.face(0).name].cart
    asked = sum((tallied(one, cart) for one in wanted), start=tallied(_of(wanted[0], 0), cart))
    walk.claim(CREATE, "a new cart holds other goods than were asked for", holds=cart.contents == +asked)


def _created(walk: Walk, face: Face, wanted: list[Wanted]) -> str:
    answer = walk.do(face, f"make a cart with {told(wanted)}", lambda: face.create_cart(wanted))
    walk.claim(CREATE, f"making a cart was refused with {answer.status}", holds=answer.accepted)
    if not answer.accepted:
        raise Unreadable(f"{answer}, so there is no cart to walk with")
    return cart_in(answer).id


def _company(walk: Walk, face: Face, cart_id: str) -> Company:
    ground, story = walk.ground, walk.story
    if ground.route == "storefront":
        return Company((face,), cart_id)
    server = ground.server(story)
    orders, payments = ground.orders(story), ground.payments(story)
    faces: tuple[Face, ...] = (server,)
    if ground.route == "both":
        faces = (server, ground.shared(story, server, cart_id))
    return Company(faces, cart_id, server, orders, payments)


def _forget(walk: Walk) -> None:
    """What was known of the cart before belongs to that cart."""
    walk.company, walk.outdated, walk.rested = None, None, False
    for known in (walk.seen, walk.pictures, walk.times, walk.keepers, walk.totals, walk.recalled, walk.ordered):
        known.clear()


def told(wanted: list[Wanted]) -> str:
    """Goods in words."""
    return " and ".join(f"{one.quantity} of product {one.product_id} in variant {one.variant_id}" for one in wanted)


def _of(good: Wanted, quantity: int) -> Wanted:
    return Wanted(good.product_id, good.variant_id, quantity)

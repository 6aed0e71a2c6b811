"""Steps towards an order, the order itself, further orders of the same checkout, and paying."""

from __future__ import annotations

from conformance.api import Answer
from conformance.suite.arrange import Unarranged
from conformance.suite.faces import ServerFace
from conformance.suite.journeys.begin import set_out
from conformance.suite.journeys.details import bill, look_again
from conformance.suite.journeys.refusals import refused_early
from conformance.suite.journeys.seeing import same_goods
from conformance.suite.journeys.shipping import choose_option, send_all, unsent
from conformance.suite.journeys.walk import Effect, Moves, Walk
from conformance.suite.scenarios.contents import is_gone
from conformance.suite.scenarios.ordering import INCOMPLETE, first_reading, number_in, products_of, read_order
from conformance.suite.scenarios.paying import pay as pay_by_card
from conformance.suite.scenarios.paying import until_gone
from conformance.targets.provisioning import Lacking

CREATED, HELD, NUMBER, CONTENTS, KEPT, NO_CART, NO_CHECKOUT = (
    "order-created-incomplete",
    "order-holds-the-checkouts-items",
    "order-duplicate-gets-new-number",
    "order-duplicate-has-same-contents",
    "order-unpaid-keeps-checkout",
    "order-paid-removes-cart",
    "order-paid-removes-checkout",
)


def towards_order(walk: Walk, pick: int, place: int) -> None:
    """Does what an order still lacks, one thing at a time, and orders when nothing does."""
    face = walk.face(pick)
    if walk.ordered:
        _order(walk)
    elif not walk.pictures[face.name].billing:
        bill(walk, pick, place)
    elif unsent(walk.seen[face.name]):
        send_all(walk, face)
    elif any(held.selected_shipping_option is None for held in walk.seen[face.name].consignments):
        _choose_missing(walk, pick)
    else:
        _order(walk)


def order_early(walk: Walk, pick: int, place: int) -> None:
    """Tries to order while items go nowhere or no option is chosen; when nothing is missing, goes on."""
    face = walk.face(pick)
    checkout = walk.seen[face.name]
    undecided = any(held.selected_shipping_option is None for held in checkout.consignments)
    if not walk.ordered and (unsent(checkout) or undecided):
        refused_early(walk, face)
    else:
        towards_order(walk, pick, place)


def pay(walk: Walk, pick: int, place: int) -> None:
    """Pays the latest order: cart and checkout are gone, and the walk sets out anew."""
    server, payments = walk.together.server, walk.together.payments
    if not walk.ordered or server is None or payments is None or "payments" in walk.ground.without:
        towards_order(walk, pick, place)
        return
    walk.story.step(f"pay order {walk.ordered[-1]}")
    try:
        pay_by_card(walk.ground.arrange, payments, walk.ordered[-1], walk.ground.card)
    except Unarranged:
        # Whether this order can be paid is the store's affair; the scenarios of payments say that they could not run.
        set_out(walk, pick)
        return
    gone = is_gone(until_gone(lambda: server.read_cart(walk.id)))
    walk.claim(NO_CART, "the cart of a paid order can still be read", holds=gone)
    gone = is_gone(until_gone(lambda: server.read_checkout(walk.id)))
    walk.claim(NO_CHECKOUT, "the checkout of a paid order can still be read", holds=gone)
    set_out(walk, pick)


def _choose_missing(walk: Walk, pick: int) -> None:
    consignments = walk.seen[walk.face(pick).name].consignments
    missing = next(place for place, held in enumerate(consignments) if held.selected_shipping_option is None)
    choose_option(walk, pick, missing)


def _order(walk: Walk) -> None:
    server = walk.together.server
    if server is None:
        look_again(walk, 0)
        return
    answer = walk.do(server, "make an order", lambda: server.api.create_order(walk.id))
    requirement = NUMBER if walk.ordered else CREATED
    walk.claim(requirement, f"making an order was refused with {answer.status}", holds=answer.accepted)
    if not answer.accepted:
        return
    number = number_in(answer)
    _hold_order(walk, number)
    walk.ordered.append(number)
    _hold_checkout(walk, server, answer)


def _hold_order(walk: Walk, number: int) -> None:
    orders, arrange = walk.together.orders, walk.ground.arrange
    assert orders is not None, "the server face comes with its orders"
    try:
        made, bought = first_reading(arrange, orders, number), products_of(arrange, orders, number)
    except Lacking:
        # A store may have no API that shows orders; the scenarios of orders say so.
        return
    walk.claim(CREATED, "a new order is not Incomplete", holds=made.standing == INCOMPLETE)
    held = walk.pictures["server"].contents
    walk.claim(HELD, "an order has other products or quantities than its checkout", holds=same_goods(bought, held))
    if not walk.ordered:
        return
    new = number not in walk.ordered
    walk.claim(NUMBER, "another order of a checkout has the number of an earlier one", holds=new)
    first, earlier = read_order(arrange, orders, walk.ordered[0]), products_of(arrange, orders, walk.ordered[0])
    reason = "another order of an unchanged checkout has other products or quantities"
    walk.claim(CONTENTS, reason, holds=bought == earlier)
    same = made.total_inc_tax == first.total_inc_tax
    walk.claim(CONTENTS, "another order of an unchanged checkout has another total", holds=same)


def _hold_checkout(walk: Walk, server: ServerFace, answer: Answer) -> None:
    cart, checkout = server.read_cart(walk.id), server.read_checkout(walk.id)
    readable = cart.accepted and checkout.accepted
    walk.claim(KEPT, "cart or checkout can't be read after an order that is not paid", holds=readable)
    if readable:
        walk.settle(server, answer, Effect(kind="order", version=Moves.UNKNOWN))
    else:
        set_out(walk, 0)

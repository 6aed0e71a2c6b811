"""Steps on the items of a cart: adding one or several, changing how many, taking one out, also the last."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from conformance.api import Answer
from conformance.suite.documents import LineItem, cart_in
from conformance.suite.faces import Face, Wanted
from conformance.suite.journeys.begin import set_out, told
from conformance.suite.journeys.picture import Picture, tallied
from conformance.suite.journeys.walk import Effect, Moves, Walk, near
from conformance.suite.scenarios.contents import is_gone

ADD, UPDATE, DELETE, AGREE, AMOUNTS = (
    "cart-items-add-is-kept",
    "lineitem-update-changes-quantity",
    "lineitem-delete-removes-line",
    "cart-and-checkout-agree-on-items",
    "cart-amounts-follow-contents",
)
# Provisioning looks for products of which this many can be bought at once, less a margin.
MOST_OF_ONE = 16
# Two digits are where a quantity that is read as a text goes wrong.
LARGEST = 12
# What a change of the items does to consignments and their options nobody has recorded.
UNKNOWN = frozenset({"consignments"})


def add_items(walk: Walk, pick: int, quantity: int) -> None:
    """Adds one of the goods, also one that is there already: in how many lines is up to the store."""
    _add(walk, pick, (pick // 2,), quantity)


def add_several(walk: Walk, pick: int, quantity: int) -> None:
    """Adds two different goods by one request."""
    _add(walk, pick, (pick // 2, pick // 2 + 1), quantity)


def change_quantity(walk: Walk, pick: int, quantity: int) -> None:
    """Sets the quantity of one line; the others must stay as they were."""
    face = fresh(walk, pick)
    cart = walk.seen[face.name].cart
    line = cart.items[quantity % len(cart.items)]
    others = _held(walk, face, line.product_id) - line.quantity
    wanted = [each for each in range(1, LARGEST + 1) if each != line.quantity and each + others <= MOST_OF_ONE]
    if not wanted:
        return remove_line(walk, pick, quantity)
    new = Wanted(line.product_id, line.variant_id, wanted[pick % len(wanted)])
    words = f"set the line of product {line.product_id} from {line.quantity} to {new.quantity}"
    answer = walk.do(face, words, lambda: face.update_item(walk.id, line.id, new))
    walk.claim(UPDATE, f"updating a line item was refused with {answer.status}", holds=answer.accepted)
    if answer.accepted:
        change = Counter({(line.product_id, line.variant_id): new.quantity - line.quantity})
        _settle(walk, face, answer, UPDATE, change, line)
        kept = walk.seen[face.name].cart.item(line.id)
        held = kept is None or kept.quantity == new.quantity
        walk.claim(UPDATE, "the updated line has another quantity than was asked for", holds=held)
    return None


def remove_line(walk: Walk, pick: int, place: int) -> None:
    """Deletes one line; with the last one the cart goes too, and the walk sets out anew."""
    face = fresh(walk, pick)
    items = walk.seen[face.name].cart.items
    line = items[place % len(items)]
    words = f"delete the line of {line.quantity} of product {line.product_id}"
    answer = walk.do(face, words, lambda: face.delete_item(walk.id, line.id))
    walk.claim(DELETE, f"deleting a line item was refused with {answer.status}", holds=answer.accepted)
    if not answer.accepted:
        return
    if len(items) > 1:
        _settle(walk, face, answer, DELETE, Counter({(line.product_id, line.variant_id): -line.quantity}), line)
        gone = walk.seen[face.name].cart.item(line.id) is None
        walk.claim(DELETE, "the checkout still shows the line that was deleted", holds=gone)
        return
    after = face.read_checkout(walk.id)
    gone = is_gone(after) or not cart_in(after).items
    walk.claim(DELETE, "the checkout still shows its last line after that was deleted", holds=gone)
    set_out(walk, pick)


def read_cart(walk: Walk, pick: int, _place: int) -> None:
    """Reads the cart by itself: it lists what the checkout lists."""
    face = walk.face(pick)
    answer = walk.do(face, "read the cart by itself", lambda: face.read_cart(walk.id))
    walk.claim(AGREE, f"reading the cart was refused with {answer.status}", holds=answer.accepted)
    if answer.accepted:
        cart, known = cart_in(answer), walk.seen[face.name].cart
        walk.claim(AGREE, "the cart lists other items than its checkout", holds=cart.contents == known.contents)
        walk.settle(face, answer, Effect(kind="reading of the cart", version=Moves.NOT_BY_READING))


def fresh(walk: Walk, pick: int) -> Face:
    """The face that acts on a checkout without order: what may still be changed after one nobody has recorded."""
    if walk.ordered:
        set_out(walk, pick)
    return walk.face(pick)


def _add(walk: Walk, pick: int, places: tuple[int, ...], quantity: int) -> None:
    face = fresh(walk, pick)
    goods = walk.ground.goods
    chosen = [goods[place % len(goods)] for place in dict.fromkeys(place % len(goods) for place in places)]
    wanted: list[Wanted] = []
    for good in chosen:
        planned = sum(one.quantity for one in wanted if one.product_id == good.product_id)
        room = MOST_OF_ONE - planned - _held(walk, face, good.product_id)
        if room > 0:
            wanted.append(Wanted(good.product_id, good.variant_id, 1 + quantity % min(room, 4)))
    if not wanted:
        remove_line(walk, pick, quantity)
        return
    answer = walk.do(face, f"add {told(wanted)}", lambda: face.add_items(walk.id, wanted))
    walk.claim(ADD, f"adding an item was refused with {answer.status}", holds=answer.accepted)
    if not answer.accepted:
        return
    cart = cart_in(answer)
    more = sum((tallied(one, cart) for one in wanted), Counter())
    _settle(walk, face, answer, ADD, more)


def _settle(
    walk: Walk, face: Face, answer: Answer, requirement: str, more: Counter[tuple[int, int | None]], *lines: LineItem
) -> None:
    before = walk.pictures[face.name]

    def change(picture: Picture) -> Picture:
        total = Counter(picture.contents)
        total.update(more)
        return replace(picture, contents=+total)

    if answer.data and not (isinstance(answer.data, dict) and "cart" in answer.data):
        shown = cart_in(answer).contents
        held = shown == change(before).contents
        walk.claim(
            requirement, "the answer shows other goods or quantities than were asked for and held before", holds=held
        )
    walk.settle(face, answer, Effect(requirement, change, ("contents",), "items", UNKNOWN))
    named = {line.id for line in lines}
    beside = {
        line for line in before.lines if line.id not in named and (line.product_id, line.variant_id) not in more
    }
    now = walk.pictures[face.name]
    earlier = walk.remembered(face, "grand total")
    if earlier is not None and not (now.coupons or now.shipments):
        walk.claim(AMOUNTS, "the same goods cost something else than before", holds=near(earlier, now.grand_total))
    kept = beside <= now.lines
    walk.claim(requirement, "a line that was not spoken of is gone or has changed", holds=kept)


def _held(walk: Walk, face: Face, product_id: int) -> int:
    return sum(line.quantity for line in walk.seen[face.name].cart.items if line.product_id == product_id)

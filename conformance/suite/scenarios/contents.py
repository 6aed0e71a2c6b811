"""What a cart holds, compared with what was asked for and with what it held before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from conformance.api import Answer
from conformance.suite.arrange import Unarranged
from conformance.suite.documents import Cart, LineItem
from conformance.suite.faces import Wanted


def holds(cart: Cart, *wanted: Wanted) -> bool:
    """Whether a cart holds exactly these goods, in as many lines as the store likes.

    Variants count where the store shows them and they were asked for.
    """
    everything: tuple[LineItem | Wanted, ...] = (*cart.items, *wanted)
    unsaid = {one.product_id for one in everything if one.variant_id is None}

    def counted(goods: Iterable[LineItem | Wanted]) -> Counter[tuple[int, int | None]]:
        held: Counter[tuple[int, int | None]] = Counter()
        for one in goods:
            held[one.product_id, None if one.product_id in unsaid else one.variant_id] += one.quantity
        return held

    return counted(cart.items) == counted(wanted)


def lines_beside(cart: Cart, item: LineItem) -> frozenset[LineItem]:
    """Every line of a cart but this one, whatever their order."""
    return frozenset(other for other in cart.items if other.id != item.id)


def line_of(cart: Cart, wanted: Wanted) -> LineItem:
    """The line that holds these goods: by product, and by variant where lines of one product differ in it.

    Raises :class:`Unarranged` when the cart has no such line.
    """
    by_product = [item for item in cart.items if item.product_id == wanted.product_id]
    by_variant = [item for item in by_product if item.variant_id == wanted.variant_id]
    if not by_product:
        raise Unarranged("the cart shows no line with the product that was put into it")
    return (by_variant or by_product)[0]


def is_gone(answer: Answer) -> bool:
    """Whether a reading of a cart or a checkout found none.

    A store may say so by a refusal, or on the storefront by an empty list of carts.
    """
    return answer.refused or (answer.accepted and not answer.data)

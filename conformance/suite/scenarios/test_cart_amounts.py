"""What a server is told that a cart comes to: tax counts, and discounts do."""

from __future__ import annotations

from decimal import Decimal

import pytest

from conformance.suite.arrange import Arrange
from conformance.suite.faces import ServerFace
from conformance.suite.rules.money import HALF_A_CENT
from conformance.suite.scenarios.choosing import lines
from conformance.suite.scenarios.looking import cart_document, exact
from conformance.suite.scenarios.redeeming import undiscounted

# Before and after, tax is worked out and rounded anew.
A_CENT = 2 * HALF_A_CENT


@pytest.mark.requirement("cart-amount-counts-tax")
def test_the_amount_of_a_cart_counts_tax(server: ServerFace, arrange: Arrange) -> None:
    """A cart of two products comes to what its checkout says that it does with tax."""
    checkout = arrange.checkout(server, *lines(arrange.stock, 2, 1))
    by_itself, with_tax = _amounts(server, checkout.id)
    assert abs(by_itself - with_tax) <= HALF_A_CENT, "the cart comes to something else than its checkout with tax"


@pytest.mark.requirement("cart-amount-counts-manual-discounts")
def test_the_amount_of_a_cart_counts_a_discount(server: ServerFace, arrange: Arrange) -> None:
    """A cart with a discount given by hand comes to what its checkout says that it does, after the discount."""
    checkout = undiscounted(arrange.checkout(server, *lines(arrange.stock, 2, 1)))
    before, _ = _amounts(server, checkout.id)
    arrange.done(lambda: server.api.add_checkout_discount(checkout.id, {"discounts": [{"discounted_amount": 2}]}))
    by_itself, with_tax = _amounts(server, checkout.id)
    assert before - by_itself >= 2 - A_CENT, "the amount of the cart didn't fall by the discount"
    assert abs(by_itself - with_tax) <= HALF_A_CENT, "the cart comes to something else than its checkout with tax"


def _amounts(server: ServerFace, cart_id: str) -> tuple[Decimal, Decimal]:
    """What the cart comes to by its own word and, with tax, by its checkout's; skips where a store says neither."""
    alone = exact(cart_document(server.read_cart(cart_id)).get("cart_amount"))
    inside = exact(cart_document(server.read_checkout(cart_id)).get("cart_amount_inc_tax"))
    if alone is None or inside is None:
        pytest.skip("not applicable: the store doesn't say what a cart comes to with tax")
    return alone, inside

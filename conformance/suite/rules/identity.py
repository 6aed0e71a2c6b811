"""Which checkout an answer speaks of."""

from __future__ import annotations

from conformance.suite.rules.sight import Sight


def checkout_id_equals_cart_id(sight: Sight) -> tuple[str, ...] | None:
    """``checkout-id-equals-cart-id``: where an answer shows a checkout and its cart, they have one id."""
    checkout = sight.checkout
    if checkout is None or "id" not in checkout or "id" not in checkout["cart"]:
        return None
    if checkout["id"] == checkout["cart"]["id"]:
        return ()
    return ("the checkout and the cart in it have different ids",)


def checkout_id_is_stable(sight: Sight) -> tuple[str, ...] | None:
    """``checkout-id-is-stable``: the checkout in an answer is the one whose id stands in the path."""
    checkout = sight.checkout
    asked = sight.path_parameters.get("checkoutId")
    if checkout is None or asked is None or "id" not in checkout:
        return None
    if str(checkout["id"]).lower() == asked.lower():
        return ()
    return ("the answer shows a checkout with another id than the one in the path",)

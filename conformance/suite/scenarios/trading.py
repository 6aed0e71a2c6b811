"""Which other currency a store trades in, by its own word."""

from __future__ import annotations

from conformance.suite.documents import Checkout
from conformance.suite.faces import StorefrontFace
from conformance.targets.provisioning import Lacking

# What most shops with several currencies trade in.
WIDESPREAD = ("USD", "EUR", "GBP", "CAD", "AUD")


def code_of(checkout: Checkout) -> str:
    """The code of a checkout's currency."""
    return str((checkout.cart.currency or {}).get("code"))


def into_another_currency(shopper: StorefrontFace, checkout: Checkout) -> str:
    """Changes the cart to another currency and gives its code; raises :class:`Lacking` when the store takes none."""
    for code in WIDESPREAD:
        if code != code_of(checkout) and shopper.api.update_cart_currency(checkout.id, code).accepted:
            return code
    raise Lacking("the store trades in no second currency of those that are widespread")

"""What an answer shows in two places must be the same in both."""

from __future__ import annotations

from conformance.suite.rules.sight import Sight, members


def coupons_are_mirrored(sight: Sight) -> tuple[str, ...] | None:
    """``coupons-mirrored-in-cart``: the coupons of a checkout and those of its cart are the same codes."""
    checkout = sight.checkout
    if checkout is None or "coupons" not in checkout or "coupons" not in checkout["cart"]:
        return None
    own = sorted(str(each.get("code")) for each in members(checkout, "coupons"))
    carts = sorted(str(each.get("code")) for each in members(checkout["cart"], "coupons"))
    return () if own == carts else ("the checkout and its cart list different coupons",)


def addresses_are_mirrored(sight: Sight) -> tuple[str, ...] | None:
    """``consignment-addresses-mirrored``: an address that is shown under two names is the same."""
    both = [each for each in sight.consignments if each.get("address") and each.get("shipping_address")]
    if not both:
        return None
    same = all(each["address"] == each["shipping_address"] for each in both)
    return () if same else ("a consignment shows two different addresses",)


def updated_after_created(sight: Sight) -> tuple[str, ...] | None:
    """``times-run-forward``: nothing was updated before it was created.

    Both faces write times in UTC with the same form, so that they compare as texts.
    """
    shown = [
        (document["created_time"], document["updated_time"])
        for document in (*sight.carts, sight.checkout or {})
        if "created_time" in document and "updated_time" in document
    ]
    if not shown:
        return None
    return (
        () if all(str(created) <= str(updated) for created, updated in shown) else ("updated before it was created",)
    )

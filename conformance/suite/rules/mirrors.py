"""What an answer shows in two places must be the same in both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.suite.people import members_of
from conformance.suite.rules.sight import Sight, members, moment


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
    same = all(_alike(each["address"], each["shipping_address"]) for each in both)
    return () if same else ("a consignment shows two different addresses",)


def _alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    # Either name may have members that the other lacks: no document says which ones the older name has.
    shared = one.keys() & other.keys()
    return members_of(one, shared) == members_of(other, shared)


def updated_after_created(sight: Sight) -> tuple[str, ...] | None:
    """``times-run-forward``: nothing was updated before it was created."""
    shown = [
        (created, updated)
        for document in (*sight.carts, sight.checkout or {})
        if (created := moment(document.get("created_time"))) and (updated := moment(document.get("updated_time")))
    ]
    if not shown:
        return None
    return () if all(created <= updated for created, updated in shown) else ("updated before it was created",)

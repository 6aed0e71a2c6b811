"""Which checkout an answer speaks of, and whether its parts name each other rightly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.suite.rules.sight import Sight, lines, members, products


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


def version_is_the_carts_version(sight: Sight) -> tuple[str, ...] | None:
    """``checkout-and-cart-share-version``: where both show a version, it is the same."""
    checkout = sight.checkout
    if checkout is None or "version" not in checkout or "version" not in checkout["cart"]:
        return None
    return (
        () if checkout["version"] == checkout["cart"]["version"] else ("checkout and cart show different versions",)
    )


def lineitem_ids_are_unique(sight: Sight) -> tuple[str, ...] | None:
    """``lineitem-ids-are-unique``: no two lines of a cart have one id."""
    ids = [[line.get("id") for line in products(cart)] for cart in sight.carts]
    if not any(ids):
        return None
    return () if all(len(set(each)) == len(each) for each in ids) else ("two lines of the cart have the same id",)


def consignment_ids_are_unique(sight: Sight) -> tuple[str, ...] | None:
    """``consignment-ids-are-unique``: no two consignments of a checkout have one id."""
    ids = [consignment.get("id") for consignment in sight.consignments]
    if not ids:
        return None
    return () if len(set(ids)) == len(ids) else ("two consignments have the same id",)


def consignments_list_lines_of_the_cart(sight: Sight) -> tuple[str, ...] | None:
    """``consignment-items-are-in-cart``: what a consignment lists is a line of the cart that can be shipped."""
    if sight.checkout is None or not sight.consignments:
        return None
    held = sight.checkout["cart"].get("line_items") or {}
    known = {line.get("id") for kind in ("physical_items", "custom_items") for line in members(held, kind)}
    listed = {each for consignment in sight.consignments for each in consignment.get("line_item_ids") or []}
    return () if listed <= known else ("a consignment lists an item that is no physical line of the cart",)


def cart_discounts_name_lines(sight: Sight) -> tuple[str, ...] | None:
    """``cart-discounts-name-lines``: the discounts of a cart are those of its lines, by their ids."""
    carts = [cart for cart in sight.carts if any(members(cart, "discounts"))]
    if not carts:
        return None
    named = [_discount_ids(cart) <= {line.get("id") for line in lines(cart)} for cart in carts]
    return () if all(named) else ("a discount of the cart names no line of it",)


def _discount_ids(cart: Mapping[str, Any]) -> set[object]:
    """What the cart's discounts name, without names like `manual-discount`, which some records have there."""
    lengths = {len(str(line.get("id"))) for line in lines(cart)}
    return {each.get("id") for each in members(cart, "discounts") if len(str(each.get("id"))) in lengths}

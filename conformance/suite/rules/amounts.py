"""How the amounts of a storefront checkout lead from the lines to the cart's amount.

Each was held against every recorded body before it judged anyone; none of those had a coupon, so that all of them
look away where one is in use.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from conformance.suite.rules.money import HALF_A_CENT
from conformance.suite.rules.sight import Rule, Sight, amount, amounts, members, products


def subtotal_is_the_sum_of_the_lines(sight: Sight) -> tuple[str, ...] | None:
    """``subtotal-adds-up``: the subtotal is what the lines cost before discounts on the whole order."""
    checkout = _plain(sight)
    if checkout is None:
        return None
    lines = checkout["cart"].get("line_items") or {}
    if _custom_items(checkout["cart"]):
        # They show the price that was entered, and the subtotal is as prices are shown.
        return None
    values = amounts(
        [
            *(line.get("extended_sale_price") for line in products(checkout["cart"])),
            *(each.get("amount") for each in members(lines, "gift_certificates")),
        ]
    )
    subtotal = amount(checkout.get("subtotal"))
    if subtotal is None or not values or any(each.get("quantity", 1) != 1 for each in _certificates(lines)):
        return None
    return () if _near(subtotal, values) else ("the subtotal is not the sum of what the lines cost",)


def cart_amount_is_the_subtotal_less_discounts(sight: Sight) -> tuple[str, ...] | None:
    """``cart-amount-follows-discounts``: the cart's amount is the subtotal less the discounts on the whole order."""
    checkout = _plain(sight)
    if checkout is None:
        return None
    cart = checkout["cart"]
    discount = amount(cart.get("discount_amount"))
    # Where prices are shown otherwise than they were entered, the discount stays as it was entered.
    if discount and any(line.get("list_price") != line.get("sale_price") for line in products(cart)):
        return None
    shown, subtotal = amount(cart.get("cart_amount")), amount(checkout.get("subtotal"))
    if shown is None or subtotal is None or discount is None or (not discount and shown < subtotal):
        # A discount that is shown elsewhere: nobody has recorded where those given by hand appear.
        return None
    kept = abs(shown - (subtotal - discount)) <= 2 * HALF_A_CENT
    return () if kept else ("the cart's amount is not the subtotal less the discounts",)


def discount_amount_is_the_sum_of_line_shares(sight: Sight) -> tuple[str, ...] | None:
    """``cart-discount-is-shared-by-lines``: what the lines show of discounts adds up to the cart's discount."""
    checkout = _plain(sight)
    if checkout is None:
        return None
    lines = products(checkout["cart"])
    # A custom item takes its share too, and nobody has recorded where it shows it.
    if not lines or any("discounts" not in line for line in lines) or _custom_items(checkout["cart"]):
        return None
    if any(amount(line.get("discount_amount")) for line in lines):
        # Whether a line lists what its own promotion takes off, nobody has recorded.
        return None
    shares = amounts([each.get("discounted_amount") for line in lines for each in members(line, "discounts")])
    discount = amount(checkout["cart"].get("discount_amount"))
    if discount is None or shares is None or (discount and not any(shares)):
        # Automatic promotions were recorded with their shares; a discount by hand may show none.
        return None
    return () if _near(discount, shares) else ("the discount of the cart is not the sum of its shares",)


def discount_amount_is_the_sum_of_listed_discounts(sight: Sight) -> tuple[str, ...] | None:
    """``cart-discounts-add-up``: the discounts that a cart lists add up to its discount."""
    checkout = _plain(sight)
    if checkout is None or "discounts" not in checkout["cart"]:
        return None
    listed = amounts([each.get("discounted_amount") for each in members(checkout["cart"], "discounts")])
    discount = amount(checkout["cart"].get("discount_amount"))
    if discount is None or not listed or (discount and not any(listed)):
        return None
    return () if _near(discount, listed) else ("the discount of the cart is not the sum of the discounts it lists",)


def _plain(sight: Sight) -> Mapping[str, Any] | None:
    checkout = sight.checkout
    if checkout is None or sight.surface != "storefront" or checkout.get("coupons"):
        return None
    return checkout


def _certificates(lines: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return list(members(lines, "gift_certificates"))


def _custom_items(cart: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return list(members(cart.get("line_items") or {}, "custom_items"))


def _near(shown: Decimal, parts: list[Decimal]) -> bool:
    return abs(shown - sum(parts, Decimal(0))) <= HALF_A_CENT * (1 + len(parts))


# These rules by the requirement that each judges.
RULES: dict[str, Rule] = {
    "subtotal-adds-up": subtotal_is_the_sum_of_the_lines,
    "cart-amount-follows-discounts": cart_amount_is_the_subtotal_less_discounts,
    "cart-discount-is-shared-by-lines": discount_amount_is_the_sum_of_line_shares,
    "cart-discounts-add-up": discount_amount_is_the_sum_of_listed_discounts,
}

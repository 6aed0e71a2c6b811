"""What the amounts of one document must have to do with each other.

Each identity was held against every recorded body before it judged anyone. Stores keep more digits inside than
they show, so an amount that was rounded for show may be off by half a cent. Prices as they were entered, and their
sums, are exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from conformance.suite.rules.sight import Sight, amount, amounts, members, products

HALF_A_CENT = Decimal("0.005")


def outstanding_balance_adds_up(sight: Sight) -> tuple[str, ...] | None:
    """``outstanding-balance-adds-up``: what is left to pay is the grand total less the gift certificates used."""
    checkout = sight.checkout
    if checkout is None or _store_credit_in_play(checkout) or not isinstance(checkout.get("gift_certificates"), list):
        return None
    total, outstanding = amount(checkout.get("grand_total")), amount(checkout.get("outstanding_balance"))
    used = amounts([held.get("used") for held in members(checkout, "gift_certificates")])
    if total is None or outstanding is None or used is None:
        return None
    expected = max(Decimal(0), total - sum(used, Decimal(0)))
    if _near(outstanding, expected):
        return ()
    return ("the outstanding balance is not the grand total less the gift certificates used",)


def grand_total_adds_up(sight: Sight) -> tuple[str, ...] | None:
    """``grand-total-adds-up``: cart, shipping, handling, gift wrapping and, where it comes on top, tax."""
    checkout = sight.checkout
    if checkout is None:
        return None
    parts = _parts_of_total(sight, checkout)
    total = amount(checkout.get("grand_total"))
    if total is None or parts is None:
        return None
    if _near(total, sum(parts, Decimal(0)), rounded=_rounded(checkout, parts)):
        return ()
    return ("the grand total is not the cart's amount with shipping, handling, gift wrapping and tax",)


def extended_prices_are_price_times_quantity(sight: Sight) -> tuple[str, ...] | None:
    """``lineitem-extended-price-multiplies``: a line's extended prices are its prices times its quantity."""
    lines = [line for cart in sight.carts for line in products(cart)]
    # An older record shows a sale price before the line's share of a discount, and the extended one after it.
    plain = [line for cart in sight.carts for line in products(cart) if not _discounted(cart, line)]
    looks = [_multiplies(line, "list_price", "extended_list_price") for line in lines]
    looks += [_multiplies(line, "sale_price", "extended_sale_price") for line in plain]
    judged = [look for look in looks if look is not None]
    if not judged:
        return None
    return () if all(judged) else ("an extended price is not the price times the quantity",)


def base_amount_is_the_sum_of_list_prices(sight: Sight) -> tuple[str, ...] | None:
    """``cart-base-amount-adds-up``: the sum of all lines at list price, gift certificates included."""
    judged = [holds for cart in sight.carts if (holds := _base_adds_up(cart)) is not None]
    if not judged:
        return None
    return () if all(judged) else ("the base amount is not the sum of the lines at their list prices",)


def tax_total_is_the_sum_of_taxes(sight: Sight) -> tuple[str, ...] | None:
    """``tax-total-adds-up``: the tax total is the sum of the taxes that are listed."""
    checkout = sight.checkout
    if checkout is None or not isinstance(checkout.get("taxes"), list):
        return None
    total, taxes = (
        amount(checkout.get("tax_total")),
        amounts([each.get("amount") for each in members(checkout, "taxes")]),
    )
    if total is None or not taxes:
        return None
    return (
        ()
        if _near(total, sum(taxes, Decimal(0)), rounded=len(taxes) - 1)
        else ("the tax total is not the sum of the taxes",)
    )


def shipping_total_is_the_sum_of_consignments(sight: Sight) -> tuple[str, ...] | None:
    """``shipping-total-adds-up``: the shipping total is the sum of what the consignments cost."""
    checkout = sight.checkout
    if checkout is None or not sight.consignments or discounts_shipping(sight):
        return None
    total = amount(_first(checkout, "shipping_cost_total", "shipping_cost_total_inc_tax"))
    costs = amounts([_first(each, "shipping_cost", "shipping_cost_inc_tax") for each in sight.consignments])
    if total is None or costs is None:
        return None
    if _near(total, sum(costs, Decimal(0)), rounded=len(costs) - 1):
        return ()
    return ("the shipping total is not the sum of the consignments' costs",)


def _parts_of_total(sight: Sight, checkout: Mapping[str, Any]) -> list[Decimal] | None:
    # Where the tax of a fee, a discount on shipping and what a coupon takes off are shown nobody has recorded.
    if any(members(checkout, "fees")) or any(members(checkout, "coupons")) or discounts_shipping(sight):
        return None
    cart, tax = checkout["cart"], "_inc_tax" if sight.surface == "server" else ""
    values: list[object] = [
        cart.get(f"cart_amount{tax}"),
        checkout.get(f"shipping_cost_total{tax}"),
        checkout.get(f"handling_cost_total{tax}"),
        checkout.get(f"gift_wrapping_cost_total{tax}", 0),
    ]
    if sight.surface == "storefront" and not cart.get("is_tax_included"):
        values.append(checkout.get("tax_total"))
    return amounts(values)


def discounts_shipping(sight: Sight) -> bool:
    """Whether a coupon or another discount takes something off shipping."""
    checkout = sight.checkout or {}
    before = _first(checkout, "shipping_cost_before_discount", "shipping_cost_before_discount_inc_tax")
    total = _first(checkout, "shipping_cost_total", "shipping_cost_total_inc_tax")
    listed = any(each.get("coupon_discounts") or each.get("discounts") for each in sight.consignments)
    return listed or (before is not None and before != total)


def _multiplies(line: Mapping[str, Any], price: str, extended: str) -> bool | None:
    one, all_of_them, quantity = amount(line.get(price)), amount(line.get(extended)), amount(line.get("quantity"))
    if one is None or all_of_them is None or quantity is None:
        return None
    # The shown price may be rounded by half a cent, and so is every piece of the line.
    return abs(one * quantity - all_of_them) <= HALF_A_CENT * (quantity + 1)


def _discounted(cart: Mapping[str, Any], line: Mapping[str, Any]) -> bool:
    """Whether a discount or a coupon takes a share of this line, as far as the document shows it."""
    listed = [*members(line, "discounts"), *members(line, "coupons"), *members(cart, "coupons")]
    return any(each.get("discounted_amount") != 0 for each in listed) or bool(line.get("coupon_amount"))


def _base_adds_up(cart: Mapping[str, Any]) -> bool | None:
    lines = cart.get("line_items") or {}
    custom = [each.get("extended_list_price") for each in members(lines, "custom_items")]
    certificates = [each.get("amount") for each in members(lines, "gift_certificates")]
    if any(each.get("quantity", 1) != 1 for each in members(lines, "gift_certificates")):
        # Whether several certificates in one line count once or several times nobody has recorded.
        return None
    values = amounts([*(line.get("extended_list_price") for line in products(cart)), *custom, *certificates])
    base = amount(cart.get("base_amount"))
    if base is None or not values:
        return None
    return _near(base, sum(values, Decimal(0)), rounded=sum(not _whole_cents(value) for value in values))


def _store_credit_in_play(checkout: Mapping[str, Any]) -> bool:
    customer = checkout.get("customer")
    credit = customer.get("store_credit") if isinstance(customer, dict) else None
    return bool(checkout.get("is_store_credit_applied")) and credit != 0


def _rounded(checkout: Mapping[str, Any], parts: list[Decimal]) -> int:
    """How many of the parts may have been rounded for show: none where neither tax nor discount was worked out."""
    worked_out = checkout.get("tax_total") or checkout["cart"].get("discount_amount") or checkout.get("coupons")
    return sum(part != 0 and _whole_cents(part) for part in parts) if worked_out else 0


def _whole_cents(value: Decimal) -> bool:
    return value == value.quantize(Decimal("0.01"))


def _near(shown: Decimal, expected: Decimal, rounded: int = 0) -> bool:
    return abs(shown - expected) <= HALF_A_CENT * (1 + rounded)


def _first(document: Mapping[str, Any], *names: str) -> object:
    return next((document[name] for name in names if name in document), None)

"""Faults of discounts that are given by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace as exchanged
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from conformance.emulator.commerce.checkout import Checkout, LineDiscount
from conformance.emulator.commerce.refusals import NotFound
from conformance.emulator.components import Components
from conformance.emulator.faults.looseness import reading
from conformance.emulator.faults.registry import fault
from conformance.emulator.faults.seams import altered, forgetful, ruled
from conformance.emulator.messages import Answer, Call, Json

Lines = Sequence[LineDiscount]
GIVING = frozenset({"addCheckoutDiscount"})


@fault(
    "manual-discount-in-whole-units",
    breaks="manual-discount-lowers-total",
    surface="server",
    summary="Discounts are taken off without their cents.",
)
def in_whole_units(components: Components) -> Components:
    put = components.policies.set_discounts

    def given(checkout: Checkout, amount: Decimal, lines: Lines) -> Checkout:
        return put(checkout, Decimal(int(amount)), lines)

    return ruled(components, set_discounts=given)


@fault(
    "manual-discount-not-kept",
    breaks="manual-discount-lowers-total",
    surface="server",
    summary="The answer shows the discount, the next read does not.",
)
def not_kept(components: Components) -> Components:
    return forgetful(components, GIVING, lambda before, after: replace(after, manual_discount=before.manual_discount))


@fault(
    "manual-discounts-add-up",
    breaks="manual-discount-replaces-earlier",
    surface="server",
    summary="A discount is taken off beside those that were given before.",
)
def add_up(components: Components) -> Components:
    put = components.policies.set_discounts

    def given(checkout: Checkout, amount: Decimal, lines: Lines) -> Checkout:
        return put(checkout, checkout.manual_discount + amount, lines)

    return ruled(components, set_discounts=given)


@fault(
    "manual-discount-on-line-joins-that-on-cart",
    breaks="manual-discount-replaces-earlier",
    surface="server",
    summary="A discount on lines is taken off beside one on the cart that was given before.",
)
def on_line_joins(components: Components) -> Components:
    put = components.policies.set_discounts

    def given(checkout: Checkout, amount: Decimal, lines: Lines) -> Checkout:
        return put(checkout, amount if amount or not lines else checkout.manual_discount, lines)

    return ruled(components, set_discounts=given)


@fault(
    "manual-discount-of-zero-ignored",
    breaks="manual-discount-of-zero-restores",
    surface="server",
    summary="A discount of nothing leaves an earlier one.",
)
def zero_ignored(components: Components) -> Components:
    put = components.policies.set_discounts

    def given(checkout: Checkout, amount: Decimal, lines: Lines) -> Checkout:
        return put(checkout, amount or checkout.manual_discount, lines)

    return ruled(components, set_discounts=given)


@fault(
    "manual-discount-on-third-line-ignored",
    breaks="manual-discount-on-line-lowers-total",
    surface="server",
    summary="A discount on the third line or a later one isn't taken off.",
)
def third_line_ignored(components: Components) -> Components:
    put, two = components.policies.set_discounts, 2

    def given(checkout: Checkout, amount: Decimal, lines: Lines) -> Checkout:
        first = {line.id for line in checkout.lines[:two]}
        return put(checkout, amount, [one for one in lines if one.item_id in first])

    return ruled(components, set_discounts=given)


@fault(
    "manual-discount-clears-message",
    breaks="manual-discount-leaves-the-rest",
    surface="server",
    summary="Giving a discount takes the shopper's message off.",
)
def clears_message(components: Components) -> Components:
    put = components.policies.set_discounts

    def given(checkout: Checkout, amount: Decimal, lines: Lines) -> Checkout:
        return put(replace(checkout, customer_message=""), amount, lines)

    return ruled(components, set_discounts=given)


@fault(
    "manual-discount-on-no-line-is-taken-off",
    breaks="manual-discount-of-unknown-line-changes-nothing",
    surface="server",
    summary="A discount on a line that the cart doesn't have is taken off the whole cart.",
)
def on_no_line(components: Components) -> Components:
    put = components.policies.set_discounts

    def given(checkout: Checkout, amount: Decimal, lines: Lines) -> Checkout:
        try:
            return put(checkout, amount, lines)
        except NotFound:
            return put(checkout, amount + sum(one.amount for one in lines), ())

    return ruled(components, set_discounts=given)


@fault(
    "manual-discount-unseen-on-storefront",
    breaks="manual-discount-crosses-faces",
    surface="storefront",
    summary="The storefront shows the grand total without the discount.",
)
def unseen_on_storefront(components: Components) -> Components:
    def alter(document: Json) -> None:
        if not document["coupons"]:
            document["grandTotal"] = round(document["grandTotal"] + document["cart"]["discountAmount"], 2)

    return altered(components, alter, "storefront_checkout")


@fault(
    "manual-discount-lets-currency-change",
    breaks="manual-discount-bars-currency-change",
    surface="storefront",
    summary="The currency of a cart with a manual discount can be changed.",
)
def lets_currency_change(components: Components) -> Components:
    inner = components.answered

    def answered(call: Call, made: Answer) -> Answer:
        made = inner(call, made)
        barred = call.operation == "updateCartCurrency" and b"X" not in call.body and made.status in (400, 422)
        return Answer(200, {}) if barred else made

    return exchanged(components, answered=answered)


@fault(
    "manual-discount-on-line-outlives-others",
    breaks="manual-discount-replaces-earlier",
    surface="server",
    summary="Discounts on lines stay when one on the cart is given.",
)
def on_line_outlives(components: Components) -> Components:
    put = components.policies.set_discounts

    def given(checkout: Checkout, amount: Decimal, lines: Lines) -> Checkout:
        return put(checkout, amount, lines or checkout.line_discounts)

    return ruled(components, set_discounts=given)


@fault(
    "manual-discount-lands-on-the-first-line",
    breaks="manual-discount-on-line-leaves-other-lines",
    surface="server",
    summary="A discount on any line is the first line's.",
)
def lands_on_first(components: Components) -> Components:
    put = components.policies.set_discounts

    def given(checkout: Checkout, amount: Decimal, lines: Lines) -> Checkout:
        held = {line.id for line in checkout.lines}
        named = [replace(one, item_id=checkout.lines[0].id) if one.item_id in held else one for one in lines]
        return put(checkout, amount, named)

    return ruled(components, set_discounts=given)


@fault(
    "manual-discount-takes-the-first-of-several",
    breaks="manual-discounts-together-add-up",
    surface="server",
    summary="Of several discounts in one request only the first is taken off.",
)
def first_of_several(components: Components) -> Components:
    def prepare(document: Any, form: str) -> Any:
        cart = document.get("cart") if form == "DiscountsForm" and isinstance(document, dict) else None
        if isinstance(cart, dict) and isinstance(cart.get("discounts"), list):
            cart["discounts"] = cart["discounts"][:1]
        return document

    return reading(components, prepare)

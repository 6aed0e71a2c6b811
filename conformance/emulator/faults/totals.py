"""Faults of the amounts that lead from the lines of a checkout to its cart's amount."""

from __future__ import annotations

from typing import Any

from conformance.emulator.components import Components
from conformance.emulator.faults.registry import fault
from conformance.emulator.faults.seams import altered
from conformance.emulator.messages import Json

# From this many lines on, the subtle fault shows.
THREE = 3


def _storefront(components: Components, alter: Any) -> Components:
    return altered(components, alter, "storefront_checkout")


def _lines(document: Json) -> list[Any]:
    held = document["cart"]["lineItems"]
    return [*held["physicalItems"], *held["digitalItems"]]


@fault(
    "subtotal-skips-the-third-line",
    breaks="subtotal-adds-up",
    surface="storefront",
    summary="The subtotal leaves out every line after the second.",
)
def skips_third_line(components: Components) -> Components:
    def alter(document: Json) -> None:
        left_out = sum(line["extendedSalePrice"] for line in _lines(document)[THREE - 1 :])
        document["subtotal"] = round(document["subtotal"] - left_out, 10)

    return _storefront(components, alter)


@fault(
    "subtotal-is-ten-cents-more",
    breaks="subtotal-adds-up",
    surface="storefront",
    summary="The subtotal of a cart with several pieces of a product is ten cents more than its lines.",
)
def ten_cents_more(components: Components) -> Components:
    def alter(document: Json) -> None:
        if any(line["quantity"] > 1 for line in _lines(document)):
            document["subtotal"] = round(document["subtotal"] + 0.1, 10)

    return _storefront(components, alter)


@fault(
    "cart-amount-ignores-discounts",
    breaks="cart-amount-follows-discounts",
    surface="storefront",
    summary="The cart's amount is a dollar below the subtotal, though no discount says so.",
)
def ignores_discounts(components: Components) -> Components:
    def alter(document: Json) -> None:
        document["cart"]["cartAmount"] = round(document["cart"]["cartAmount"] - 1, 10)

    return _storefront(components, alter)


@fault(
    "cart-discount-stands-alone",
    breaks="cart-discount-is-shared-by-lines",
    surface="storefront",
    summary="The cart shows a discount of a dollar that none of its lines shows a share of.",
)
def stands_alone(components: Components) -> Components:
    def alter(document: Json) -> None:
        document["cart"]["discountAmount"] = round(document["cart"]["discountAmount"] + 1, 10)

    return _storefront(components, alter)


@fault(
    "cart-discounts-list-too-much",
    breaks="cart-discounts-add-up",
    surface="storefront",
    summary="The first discount that a cart lists is a dollar more than it takes off.",
)
def list_too_much(components: Components) -> Components:
    def alter(document: Json) -> None:
        for one in document["cart"]["discounts"][:1]:
            one["discountedAmount"] = round(one["discountedAmount"] + 1, 10)

    return _storefront(components, alter)

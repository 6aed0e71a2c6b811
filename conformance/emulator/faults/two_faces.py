"""Faults of the two faces: the storefront and the server tell one purchase differently."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from conformance.emulator.components import Components
from conformance.emulator.faults.registry import Change, fault
from conformance.emulator.faults.seams import SUCCESS, altered, other_digit
from conformance.emulator.messages import Answer, Call, Json

CART_AND_CHECKOUT = ("storefront_cart", "storefront_checkout")
MANY = 3


def _lines(document: Json) -> list[Json]:
    lines: list[Json] = document.get("cart", document)["lineItems"]["physicalItems"]
    return lines


def _off(document: Json, *members: str, by: float = 0.05) -> None:
    for member in members:
        document[member] = round(document[member] + by, 2)


def _differs(name: str, aspect: str, summary: str, *presenters: str) -> Callable[[Callable[[Json], None]], Change]:
    """Declares a change of what these presenters show as a fault; of the storefront's checkout when none is named."""

    def declare(alter: Callable[[Json], None]) -> Change:
        def change(components: Components) -> Components:
            return altered(components, alter, *(presenters or ("storefront_checkout",)))

        return fault(name, breaks=f"faces-agree-on-{aspect}", summary=summary)(change)

    return declare


@_differs(
    "storefront-renames-the-third-line",
    "line-ids",
    "From three lines on, the storefront shows the last under an id of its own.",
    *CART_AND_CHECKOUT,
)
def renames_third_line(document: Json) -> None:
    for line in _lines(document)[MANY - 1 :]:
        line["id"] = other_digit(line["id"])


@_differs(
    "storefront-shows-the-first-lines-variant",
    "goods",
    "The storefront shows every line in the variant of the first.",
    *CART_AND_CHECKOUT,
)
def shows_first_variant(document: Json) -> None:
    for line in _lines(document):
        line["variantId"] = _lines(document)[0]["variantId"]


@_differs(
    "storefront-shows-at-most-two-pieces",
    "quantities",
    "The storefront shows no quantity above two.",
    *CART_AND_CHECKOUT,
)
def at_most_two(document: Json) -> None:
    for line in _lines(document):
        line["quantity"] = min(2, line["quantity"])


@_differs(
    "storefront-list-prices-are-a-nickel-more",
    "list-prices",
    "On the storefront the list price of the second line is five cents higher.",
    *CART_AND_CHECKOUT,
)
def nickel_more(document: Json) -> None:
    for line in _lines(document)[1:2]:
        _off(line, "listPrice")
        _off(line, "extendedListPrice", by=0.05 * line["quantity"])


@_differs(
    "storefront-hides-the-sku-of-later-lines",
    "names",
    "The storefront gives a SKU for the first line only.",
)
def hides_sku(document: Json) -> None:
    for line in _lines(document)[1:]:
        line["sku"] = ""


@_differs(
    "storefront-base-amount-leaves-out-the-last-line",
    "base-amount",
    "From three lines on, the base amount on the storefront is that of all but the last.",
)
def base_without_last(document: Json) -> None:
    lines = _lines(document)
    if len(lines) >= MANY:
        _off(document["cart"], "baseAmount", by=-lines[-1]["extendedListPrice"])


@_differs("storefront-shows-another-currency", "currency", "The storefront shows carts in Canadian dollars.")
def other_currency(document: Json) -> None:
    document["cart"]["currency"] = {**document["cart"]["currency"], "code": "CAD"}


@_differs(
    "storefront-forgets-the-discount",
    "discounts",
    "On the storefront the cart shows no discount, whatever its coupons take off.",
)
def forgets_discount(document: Json) -> None:
    document["cart"]["discountAmount"] = 0


@_differs(
    "storefront-subtotal-takes-the-shipping-in",
    "subtotal",
    "On the storefront the subtotal has the shipping in it.",
)
def subtotal_with_shipping(document: Json) -> None:
    _off(document, "subtotal", by=document["shippingCostTotal"])


@_differs(
    "server-shipping-total-is-rounded-up",
    "shipping-total",
    "The server shows shipping totals in whole dollars, rounded up.",
    "server_checkout",
)
def rounded_up(document: Json) -> None:
    for member in ("shipping_cost_total_inc_tax", "shipping_cost_total_ex_tax"):
        document[member] = int(document[member]) + (1 if document[member] else 0)


@_differs(
    "storefront-tax-is-a-nickel-more-once-shipped",
    "tax-total",
    "Once something is shipped, the tax total on the storefront is five cents higher.",
)
def tax_nickel(document: Json) -> None:
    if document["consignments"]:
        _off(document, "taxTotal")
        _off(document["taxes"][0], "amount")


@_differs(
    "storefront-total-is-a-nickel-more-once-billed",
    "grand-total",
    "Once there is a billing address, the grand total on the storefront is five cents higher.",
)
def total_nickel(document: Json) -> None:
    if document["billingAddress"]:
        _off(document, "grandTotal", "outstandingBalance")


@_differs(
    "storefront-forgets-the-second-line-of-the-bill",
    "billing-address",
    "The storefront shows billing addresses without their second line.",
)
def forgets_second_line(document: Json) -> None:
    if document["billingAddress"]:
        document["billingAddress"]["address2"] = ""


@_differs(
    "storefront-hides-the-second-consignment",
    "consignments",
    "The storefront shows the first consignment only.",
)
def hides_second(document: Json) -> None:
    del document["consignments"][1:]


@_differs(
    "storefront-ships-everything-to-the-first",
    "shipping-addresses",
    "The storefront shows the address of the first consignment on every one.",
)
def ships_to_first(document: Json) -> None:
    for held in document["consignments"][1:]:
        for member in ("address", "shippingAddress"):
            held[member] = dict(document["consignments"][0][member])


@_differs(
    "server-hides-the-option-of-the-second-consignment",
    "shipping-options",
    "The server shows a selected shipping option on the first consignment only.",
    "server_checkout",
)
def hides_option(document: Json) -> None:
    for held in document["consignments"][1:]:
        held.pop("selected_shipping_option", None)


@_differs(
    "server-lists-no-coupons",
    "coupons",
    "The server lists no coupon, neither on the checkout nor in its cart.",
    "server_checkout",
)
def lists_no_coupons(document: Json) -> None:
    document["coupons"] = document["cart"]["coupons"] = []


@_differs(
    "storefront-shows-messages-in-ascii",
    "message",
    "The storefront shows question marks for whatever in a message is not ASCII.",
)
def in_ascii(document: Json) -> None:
    document["customerMessage"] = document["customerMessage"].encode("ascii", "replace").decode()


@_differs(
    "storefront-counts-versions-by-itself",
    "version",
    "The storefront shows versions that are ten ahead of the server's.",
    *CART_AND_CHECKOUT,
)
def own_versions(document: Json) -> None:
    document["version"] += 10
    if "cart" in document:
        document["cart"]["version"] += 10


@fault(
    "storefront-remembers-deleted-checkouts",
    breaks="faces-agree-on-deletion",
    surface="storefront",
    summary="The storefront goes on showing a checkout that it has shown before, also when the server deleted it.",
)
def remembers_deleted(components: Components) -> Components:
    inner, shown = components.answered, dict[str, Answer]()

    def answered(call: Call, answer: Answer) -> Answer:
        made = inner(call, answer)
        if call.surface != "storefront" or call.operation != "getCheckout":
            return made
        if made.status in SUCCESS:
            shown[call.path] = made
        return shown.get(call.path, made)

    return replace(components, answered=answered)

"""Faults of documents whose parts contradict each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from conformance.emulator.components import Components
from conformance.emulator.faults.registry import fault
from conformance.emulator.faults.seams import altered, other_digit
from conformance.emulator.messages import Json

CHECKOUTS = ("server_checkout", "storefront_checkout")
# From this many lines or consignments on, the subtle faults show.
SEVERAL = 2
MANY = 10


def _physical(document: Json) -> list[Any]:
    lines = document["cart"].get("line_items") or document["cart"].get("lineItems")
    return list(lines.get("physical_items") or lines.get("physicalItems") or [])


def _off(document: Json, member: str, by: float = 0.01) -> None:
    document[member] = round(document[member] + by, 10)


@fault(
    "outstanding-balance-is-a-cent-off",
    breaks="outstanding-balance-adds-up",
    surface="storefront",
    summary="The outstanding balance is a cent more than what is left to pay.",
)
def a_cent_off(components: Components) -> Components:
    return altered(components, lambda document: _off(document, "outstandingBalance"), "storefront_checkout")


@fault(
    "outstanding-balance-ignores-shipping",
    breaks="outstanding-balance-adds-up",
    surface="storefront",
    summary="The outstanding balance leaves the shipping total out.",
)
def ignores_shipping(components: Components) -> Components:
    def alter(document: Json) -> None:
        left = document["outstandingBalance"] - document["shippingCostTotal"]
        document["outstandingBalance"] = round(max(0, left), 2)

    return altered(components, alter, "storefront_checkout")


@fault(
    "outstanding-balance-ignores-gift-certificates",
    breaks="outstanding-balance-adds-up",
    surface="storefront",
    summary="The outstanding balance is the grand total, whatever gift certificates pay.",
)
def ignores_gift_certificates(components: Components) -> Components:
    def alter(document: Json) -> None:
        document["outstandingBalance"] = document["grandTotal"]

    return altered(components, alter, "storefront_checkout")


@fault(
    "grand-total-leaves-shipping-out",
    breaks="grand-total-adds-up",
    surface="server",
    summary="The grand total is that of the goods, whatever shipping costs.",
)
def leaves_shipping_out(components: Components) -> Components:
    def alter(document: Json) -> None:
        _off(document, "grand_total", -document["shipping_cost_total_inc_tax"])

    return altered(components, alter, "server_checkout")


@fault(
    "grand-total-forgets-a-dollar-of-large-carts",
    breaks="grand-total-adds-up",
    surface="storefront",
    summary="A cart with ten or more of one product costs a dollar less than its parts.",
)
def forgets_a_dollar(components: Components) -> Components:
    def alter(document: Json) -> None:
        if any(line["quantity"] >= MANY for line in _physical(document)):
            _off(document, "grandTotal", -1)
            _off(document, "outstandingBalance", -1)

    return altered(components, alter, "storefront_checkout")


@fault(
    "tax-total-is-a-tenth-more",
    breaks="tax-total-adds-up",
    summary="The tax total is ten cents more than the taxes that are listed.",
)
def a_tenth_more(components: Components) -> Components:
    def server(document: Json) -> None:
        _off(document, "tax_total", 0.1)

    def storefront(document: Json) -> None:
        document["taxes"][0]["amount"] = round(document["taxes"][0]["amount"] - 0.1, 10)

    return altered(altered(components, server, "server_checkout"), storefront, "storefront_checkout")


@fault(
    "cart-version-lags-behind",
    breaks="checkout-and-cart-share-version",
    summary="The cart inside a checkout shows the version before.",
)
def version_lags(components: Components) -> Components:
    def alter(document: Json) -> None:
        document["cart"]["version"] = max(1, document["version"] - 1)

    return altered(components, alter, *CHECKOUTS)


@fault(
    "cart-lists-no-coupons",
    breaks="coupons-mirrored-in-cart",
    summary="The cart inside a checkout lists none of the checkout's coupons.",
)
def no_coupons_in_cart(components: Components) -> Components:
    def alter(document: Json) -> None:
        document["cart"]["coupons"] = []

    return altered(components, alter, *CHECKOUTS)


@fault(
    "cart-updated-before-it-was-created",
    breaks="times-run-forward",
    summary="Times of creation and of the last update change places, and the last update is a year back.",
)
def times_run_back(components: Components) -> Components:
    def alter(document: Json) -> None:
        member = "updated_time" if "updated_time" in document else "updatedTime"
        document[member] = "2001-01-01T00:00:00+00:00"

    return altered(components, alter, *CHECKOUTS)


@fault(
    "base-amount-counts-pieces-once",
    breaks="cart-base-amount-adds-up",
    summary="The base amount of a cart counts each line once, whatever its quantity.",
)
def pieces_once(components: Components) -> Components:
    return altered(
        altered(components, _base_of("base_amount", "list_price"), "server_checkout"),
        _base_of("baseAmount", "listPrice"),
        "storefront_checkout",
    )


@fault(
    "base-amount-misses-the-third-line",
    breaks="cart-base-amount-adds-up",
    summary="The base amount of a cart leaves out every line after the second.",
)
def misses_third_line(components: Components) -> Components:
    def alter(document: Json) -> None:
        member, extended = ("base_amount", "extended_list_price")
        if member not in document["cart"]:
            member, extended = ("baseAmount", "extendedListPrice")
        for line in _physical(document)[SEVERAL:]:
            _off(document["cart"], member, -line[extended])

    return altered(components, alter, *CHECKOUTS)


@fault(
    "cart-discounts-name-strangers",
    breaks="cart-discounts-name-lines",
    summary="The discounts of a cart carry ids that no line of it has.",
)
def discounts_name_strangers(components: Components) -> Components:
    def alter(document: Json) -> None:
        for discount in document["cart"].get("discounts", []):
            discount["id"] = other_digit(str(discount["id"]))

    return altered(components, alter, *CHECKOUTS)


@fault(
    "second-line-takes-the-first-ones-id",
    breaks="lineitem-ids-are-unique",
    summary="Where a cart has several lines, the second shows the id of the first.",
)
def lines_share_an_id(components: Components) -> Components:
    def alter(document: Json) -> None:
        lines = _physical(document)
        if len(lines) >= SEVERAL:
            lines[1]["id"] = lines[0]["id"]

    return altered(components, alter, *CHECKOUTS)


@fault(
    "extended-price-forgets-quantity",
    breaks="lineitem-extended-price-multiplies",
    summary="The extended sale price of a line is that of one piece.",
)
def forgets_quantity(components: Components) -> Components:
    def alter(document: Json) -> None:
        for line in _physical(document):
            single, extended = ("sale_price", "extended_sale_price")
            if single not in line:
                single, extended = ("salePrice", "extendedSalePrice")
            line[extended] = line[single]

    return altered(components, alter, *CHECKOUTS)


@fault(
    "second-consignment-takes-the-first-ones-id",
    breaks="consignment-ids-are-unique",
    summary="Where a checkout has several consignments, the second shows the id of the first.",
)
def consignments_share_an_id(components: Components) -> Components:
    def alter(document: Json) -> None:
        if len(document["consignments"]) >= SEVERAL:
            document["consignments"][1]["id"] = document["consignments"][0]["id"]

    return altered(components, alter, *CHECKOUTS)


@fault(
    "consignment-lists-strangers",
    breaks="consignment-items-are-in-cart",
    summary="Consignments list ids that no line of the cart has.",
)
def lists_strangers(components: Components) -> Components:
    def alter(document: Json) -> None:
        for consignment in document["consignments"]:
            member = "line_item_ids" if "line_item_ids" in consignment else "lineItemIds"
            consignment[member] = [other_digit(each) for each in consignment[member]]

    return altered(components, alter, *CHECKOUTS)


@fault(
    "consignment-address-copies-differ",
    breaks="consignment-addresses-mirrored",
    surface="storefront",
    summary="The second copy of a consignment's address has lost its postal code.",
)
def copies_differ(components: Components) -> Components:
    def alter(document: Json) -> None:
        for consignment in document["consignments"]:
            consignment["address"] = {**consignment["address"], "postalCode": ""}

    return altered(components, alter, "storefront_checkout")


@fault(
    "shipping-total-takes-the-first-consignment",
    breaks="shipping-total-adds-up",
    summary="The shipping total is what the first consignment costs, however many there are.",
)
def takes_first(components: Components) -> Components:
    def alter(document: Json) -> None:
        for total, cost in (
            ("shipping_cost_total_inc_tax", "shipping_cost_inc_tax"),
            ("shippingCostTotal", "shippingCost"),
        ):
            if total in document and document["consignments"]:
                document[total] = document["consignments"][0][cost]

    return altered(components, alter, *CHECKOUTS)


def _base_of(member: str, price: str) -> Callable[[Json], None]:
    def alter(document: Json) -> None:
        document["cart"][member] = round(sum(line[price] for line in _physical(document)), 10)

    return alter

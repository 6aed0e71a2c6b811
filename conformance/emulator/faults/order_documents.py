"""Faults of what orders show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from msgspec import structs

from conformance.emulator.commerce.checkout import Checkout
from conformance.emulator.commerce.orders import Order
from conformance.emulator.commerce.pricing import Quote
from conformance.emulator.commerce.shop import Shop
from conformance.emulator.components import Components
from conformance.emulator.faults.registry import fault
from conformance.emulator.faults.seams import altered, answering, other_digit, ruled
from conformance.emulator.messages import Json
from conformance.emulator.surfaces.view import OrderView


@fault(
    "order-status-is-named-after-the-next",
    breaks="order-status-matches-its-number",
    surface="server",
    summary="Orders with the status 0 are called Pending.",
)
def named_after_next(components: Components) -> Components:
    def alter(document: Json) -> None:
        if document["status_id"] == 0:
            document["status"] = "Pending"

    return altered(components, alter, "order")


@fault(
    "order-total-without-tax-has-it-in",
    breaks="order-total-splits-into-tax",
    surface="server",
    summary="The total of an order without tax is the one with tax.",
)
def tax_in(components: Components) -> Components:
    def alter(document: Json) -> None:
        document["total_ex_tax"] = document["total_inc_tax"]

    return altered(components, alter, "order")


def _rows(components: Components, alter: Callable[[list[Json]], list[Json]]) -> Components:
    """Components that list other products of an order."""
    inner = components.order_products
    return replace(components, order_products=lambda view: alter(inner(view)))


def _places(components: Components, alter: Callable[[list[Json]], list[Json]]) -> Components:
    """Components that list other shipping addresses of an order."""
    inner = components.order_addresses
    return replace(components, order_addresses=lambda view: alter(inner(view)))


@fault(
    "order-shows-the-first-lines-variant",
    breaks="order-holds-the-checkouts-items",
    surface="server",
    summary="Every line of an order has the variant of the first.",
)
def first_variant(components: Components) -> Components:
    return _rows(components, lambda rows: [{**row, "variant_id": rows[0]["variant_id"]} for row in rows])


@fault(
    "order-holds-at-most-ten-of-a-line",
    breaks="order-holds-the-checkouts-items",
    surface="server",
    summary="A line of an order has ten pieces at most, whatever the checkout had.",
)
def at_most_ten(components: Components) -> Components:
    return _rows(components, lambda rows: [{**row, "quantity": min(10, row["quantity"])} for row in rows])


@fault(
    "order-loses-its-third-line",
    breaks="order-holds-the-checkouts-items",
    surface="server",
    summary="Orders list two lines at most.",
)
def two_lines(components: Components) -> Components:
    return _rows(components, lambda rows: rows[:2])


@fault(
    "order-counts-lines-for-pieces",
    breaks="order-counts-its-items",
    surface="server",
    summary="The number of items of an order is the number of its lines.",
)
def counts_lines(components: Components) -> Components:
    inner = components.order

    def order(view: OrderView) -> Json:
        return inner(view) | {"items_total": len(view.order.checkout.lines)}

    return replace(components, order=order)


@fault(
    "order-names-lines-in-capitals",
    breaks="order-lines-name-their-products",
    surface="server",
    summary="Orders write the names of products in capitals.",
)
def in_capitals(components: Components) -> Components:
    return _rows(components, lambda rows: [{**row, "name": row["name"].upper()} for row in rows])


@fault(
    "order-prices-its-second-line-like-the-first",
    breaks="order-lines-keep-their-prices",
    surface="server",
    summary="Every line of an order has the price of the first.",
)
def price_of_first(components: Components) -> Components:
    prices = ("base_price", "price_ex_tax", "price_inc_tax")

    def alter(rows: list[Json]) -> list[Json]:
        return [{**row, **{name: rows[0][name] for name in prices}} for row in rows]

    return _rows(components, alter)


@fault(
    "order-shipping-is-free",
    breaks="order-keeps-shipping-cost",
    surface="server",
    summary="Orders say that shipping cost nothing; their totals are right.",
)
def shipping_is_free(components: Components) -> Components:
    return altered(components, lambda document: document.update(shipping_cost_inc_tax="0.0000"), "order")


@fault(
    "order-bill-loses-its-second-line",
    breaks="order-keeps-billing-address",
    surface="server",
    summary="The billing address of an order lacks its second line.",
)
def bill_loses_line(components: Components) -> Components:
    return altered(components, lambda document: document["billing_address"].update(street_2=""), "order")


@fault(
    "order-goes-to-the-bills-name",
    breaks="order-keeps-shipping-address",
    surface="server",
    summary="Orders go to the person who is billed, at the address of the consignment.",
)
def to_the_bills_name(components: Components) -> Components:
    inner = components.order_addresses

    def addresses(view: OrderView) -> list[Json]:
        billed = view.order.checkout.billing_address
        name = billed.first_name if billed else ""
        return [{**place, "first_name": name} for place in inner(view)]

    return replace(components, order_addresses=addresses)


@fault(
    "order-goes-to-the-first-address-only",
    breaks="order-keeps-every-shipping-address",
    surface="server",
    summary="An order whose checkout has several consignments lists the first address only.",
)
def first_address(components: Components) -> Components:
    return _places(components, lambda places: places[:1])


@fault(
    "order-sends-everything-to-the-first-address",
    breaks="order-items-go-where-they-were-sent",
    surface="server",
    summary="All lines of an order go to the first of its addresses.",
)
def everything_to_first(components: Components) -> Components:
    return _rows(components, lambda rows: [{**row, "order_address_id": rows[0]["order_address_id"]} for row in rows])


@fault(
    "order-message-is-cut",
    breaks="order-keeps-the-customer-message",
    surface="server",
    summary="The customer message of an order ends after 255 characters.",
)
def message_is_cut(components: Components) -> Components:
    def alter(document: Json) -> None:
        document["customer_message"] = document["customer_message"][:255]

    return altered(components, alter, "order")


@fault(
    "order-message-in-ascii",
    breaks="order-keeps-the-customer-message",
    surface="server",
    summary="Orders have a question mark for whatever in the message is not ASCII.",
)
def message_in_ascii(components: Components) -> Components:
    def alter(document: Json) -> None:
        document["customer_message"] = document["customer_message"].encode("ascii", "replace").decode()

    return altered(components, alter, "order")


@fault(
    "order-names-another-cart",
    breaks="order-names-its-cart",
    surface="server",
    summary="Orders name a cart that is a digit away from theirs.",
)
def names_another_cart(components: Components) -> Components:
    def alter(document: Json) -> None:
        document["cart_id"] = other_digit(document["cart_id"])

    return altered(components, alter, "order")


@fault(
    "order-is-in-euros",
    breaks="order-keeps-the-currency",
    surface="server",
    summary="Orders are in euros, whatever the currency of the cart.",
)
def in_euros(components: Components) -> Components:
    return altered(components, lambda document: document.update(currency_code="EUR"), "order")


@fault(
    "order-is-born-deleted",
    breaks="order-is-born-undeleted-and-unpaid",
    surface="server",
    summary="New orders are marked as deleted.",
)
def born_deleted(components: Components) -> Components:
    return altered(components, lambda document: document.update(is_deleted=True), "order")


@fault(
    "order-is-born-refunded",
    breaks="order-is-born-undeleted-and-unpaid",
    surface="server",
    summary="New orders say that their total was refunded.",
)
def born_refunded(components: Components) -> Components:
    def alter(document: Json) -> None:
        document["refunded_amount"] = document["total_inc_tax"]

    return altered(components, alter, "order")


@fault(
    "order-lists-no-coupons",
    breaks="order-keeps-coupons",
    surface="server",
    summary="Orders list none of the coupons of their checkouts.",
)
def lists_no_coupons(components: Components) -> Components:
    return answering(components, lambda answer: replace(answer, document=[]), "getOrderCoupons")


@fault(
    "order-reading-touches-it",
    breaks="order-reads-the-same-twice",
    surface="server",
    summary="Every reading of an order counts as a change of it.",
)
def reading_touches(components: Components) -> Components:
    readings = list[None]()

    def alter(document: Json) -> None:
        readings.append(None)
        document["date_modified"] = document["date_modified"][:-8] + f"{len(readings) % 60:02d} +0000"

    return altered(components, alter, "order")


@fault(
    "order-total-forgets-shipping",
    breaks="order-total-is-the-checkouts",
    surface="server",
    summary="The total of an order is that of the goods, without shipping.",
)
def total_forgets_shipping(components: Components) -> Components:
    place = components.policies.place_order

    def placed(checkout: Checkout, price: Quote, shop: Shop) -> Order:
        less = price.grand_total - price.shipping.inc
        return place(checkout, structs.replace(price, grand_total=less), shop)

    return ruled(components, place_order=placed)


@fault(
    "order-total-forgets-coupons",
    breaks="order-total-is-the-checkouts",
    surface="server",
    summary="The total of an order is what it would be without coupons.",
)
def total_forgets_coupons(components: Components) -> Components:
    place = components.policies.place_order

    def placed(checkout: Checkout, price: Quote, shop: Shop) -> Order:
        off = sum((held.amount for held in price.coupons), Decimal(0))
        return place(checkout, structs.replace(price, grand_total=price.grand_total + off), shop)

    return ruled(components, place_order=placed)


@fault(
    "order-subtotal-has-shipping-in",
    breaks="order-keeps-the-subtotal",
    surface="server",
    summary="The subtotal of an order has the shipping cost in it.",
)
def subtotal_has_shipping(components: Components) -> Components:
    def alter(document: Json) -> None:
        with_shipping = Decimal(document["subtotal_inc_tax"]) + Decimal(document["shipping_cost_inc_tax"])
        document["subtotal_inc_tax"] = f"{with_shipping:.4f}"

    return altered(components, alter, "order")


@fault(
    "order-tax-leaves-shipping-out",
    breaks="order-keeps-the-tax",
    surface="server",
    summary="The tax of an order is that of its goods alone.",
)
def tax_leaves_shipping_out(components: Components) -> Components:
    return altered(components, lambda document: document.update(total_tax=document["subtotal_tax"]), "order")


@fault(
    "order-of-a-guest-belongs-to-the-first-customer",
    breaks="order-of-a-guest-has-no-customer",
    surface="server",
    summary="Orders of guests belong to the customer with the number 1.",
)
def belongs_to_first(components: Components) -> Components:
    return altered(components, lambda document: document.update(customer_id=document["customer_id"] or 1), "order")

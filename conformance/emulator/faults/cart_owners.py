"""Faults of customers' carts, store credit, and of carts as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace as exchanged
from decimal import Decimal

from msgspec.structs import replace

from conformance.emulator.commerce.checkout import Checkout, Side
from conformance.emulator.commerce.line_items import Wanted, WantedProduct
from conformance.emulator.commerce.shop import Shop
from conformance.emulator.components import Components
from conformance.emulator.faults.looseness import PRESENTERS, SERVER, lines_of, reading, shown_cart
from conformance.emulator.faults.registry import fault
from conformance.emulator.faults.seams import SUCCESS, altered, answering, forgetful, ruled
from conformance.emulator.messages import Answer, Call, Json

UPDATE = frozenset({"updateCart"})
MANY = 99


@fault(
    "cart-of-customer-is-a-guests",
    breaks="cart-customer-is-kept",
    surface="server",
    summary="Checkouts show the carts of customers as those of guests.",
)
def is_a_guests(components: Components) -> Components:
    def alter(document: Json) -> None:
        shown_cart(document)["customer_id"] = 0

    return altered(components, alter, "server_checkout")


@fault(
    "cart-customer-change-not-kept",
    breaks="cart-customer-change-is-shown",
    surface="server",
    summary="The answer shows a cart's new customer, the next read the old one.",
)
def change_not_kept(components: Components) -> Components:
    return forgetful(components, UPDATE, lambda before, after: replace(after, customer_id=before.customer_id))


@fault(
    "cart-customer-change-takes-dozens-apart",
    breaks="cart-customer-change-keeps-goods",
    surface="server",
    summary="A cart that is given to a customer keeps ten pieces of a line at most.",
)
def takes_dozens_apart(components: Components) -> Components:
    most = 10

    def kept(_before: Checkout, after: Checkout) -> Checkout:
        return replace(after, lines=tuple(replace(line, quantity=min(line.quantity, most)) for line in after.lines))

    return forgetful(components, UPDATE, kept)


@fault(
    "cart-customer-change-keeps-coupons",
    breaks="cart-customer-change-drops-coupons",
    surface="server",
    summary="A cart that is given to a customer keeps its coupons.",
)
def keeps_coupons(components: Components) -> Components:
    return forgetful(components, UPDATE, lambda before, after: replace(after, coupons=before.coupons))


@fault(
    "store-credit-can-not-be-taken-back",
    breaks="store-credit-is-switched",
    surface="storefront",
    summary="Once it was asked for, store credit is used for good.",
)
def not_taken_back(components: Components) -> Components:
    put = components.policies.set_store_credit
    return ruled(components, set_store_credit=lambda checkout, _applied: put(checkout, True))


@fault(
    "store-credit-is-a-discount",
    breaks="store-credit-leaves-grand-total",
    surface="storefront",
    summary="Store credit lowers the grand total.",
)
def is_a_discount(components: Components) -> Components:
    def alter(document: Json) -> None:
        if document["isStoreCreditApplied"]:
            document["grandTotal"] = round(max(0, document["grandTotal"] - 5), 2)

    return altered(components, alter, "storefront_checkout")


@fault(
    "cart-named-currency-becomes-pounds",
    breaks="cart-currency-as-asked",
    surface="server",
    summary="A cart that names its currency is made in British pounds.",
)
def becomes_pounds(components: Components) -> Components:
    def prepare(document: Json, form: str) -> Json:
        named = form == "CartForm" and isinstance(document, dict) and "currency" in document
        return document | {"currency": {"code": "GBP"}} if named else document

    return reading(components, prepare)


@fault(
    "session-starts-with-a-strangers-cart",
    breaks="session-starts-without-cart",
    surface="storefront",
    summary="A session without a cart lists the cart that was last listed to anybody.",
)
def strangers_cart(components: Components) -> Components:
    inner = components.answered
    last: list[Json] = [{"id": "00000000-0000-4000-8000-000000000001"}]

    def answered(call: Call, made: Answer) -> Answer:
        made = inner(call, made)
        if call.surface != "storefront" or call.operation != "getCart" or made.status not in SUCCESS:
            return made
        if made.document:
            last.append(made.document[0])
            return made
        return exchanged(made, document=[last[-1]])

    return exchanged(components, answered=answered)


@fault(
    "cart-after-deletion-has-its-message",
    breaks="cart-made-after-deletion-is-fresh",
    summary="A cart made right after another was deleted shows the message of the deleted one.",
)
def has_its_message(components: Components) -> Components:
    inner, gone = components.policies.remains_of_deleted, list[Checkout]()
    add = components.policies.add_items

    def remains(checkout: Checkout) -> tuple[Side, ...]:
        gone.append(checkout)
        return inner(checkout)

    def added(checkout: Checkout, wanted: Sequence[Wanted], shop: Shop) -> Checkout:
        fresh = bool(gone) and not checkout.lines and not checkout.customer_message
        started = replace(checkout, customer_message=gone[-1].customer_message) if fresh else checkout
        return add(started, wanted, shop)

    return ruled(components, remains_of_deleted=remains, add_items=added)


@fault(
    "cart-fifth-line-is-for-free",
    breaks="cart-of-all-kinds-adds-up",
    surface="server",
    summary="The fifth product that is put into a cart costs nothing.",
)
def fifth_is_for_free(components: Components) -> Components:
    add, fifth = components.policies.add_items, 5

    def added(checkout: Checkout, wanted: Sequence[Wanted], shop: Shop) -> Checkout:
        after = add(checkout, wanted, shop)
        goods = [line for line in after.lines if line.kind == "physical"]
        free = len(goods) >= fifth
        return after.with_line(replace(goods[fifth - 1], unit_price=Decimal(0))) if free else after

    return ruled(components, add_items=added)


@fault(
    "quantity-loses-hundreds",
    breaks="quantities-in-the-hundreds-are-kept",
    summary="A quantity of a hundred or more is kept without its hundreds.",
)
def loses_hundreds(components: Components) -> Components:
    add = components.policies.add_items

    def added(checkout: Checkout, wanted: Sequence[Wanted], shop: Shop) -> Checkout:
        fewer = [
            replace(one, quantity=one.quantity % (MANY + 1) or 1)
            if isinstance(one, WantedProduct) and one.quantity > MANY
            else one
            for one in wanted
        ]
        return add(checkout, fewer, shop)

    return ruled(components, add_items=added)


@fault(
    "lineitem-is-called-by-its-sku",
    breaks="lineitem-is-named-as-in-catalog",
    summary="Carts call their lines by the SKU of the product.",
)
def called_by_sku(components: Components) -> Components:
    def alter(document: Json) -> None:
        for line in lines_of(document):
            line["name"] = line["sku"]

    return altered(components, alter, *PRESENTERS)


@fault(
    "lineitem-list-price-falls-with-quantity",
    breaks="lineitem-list-price-is-the-catalogs",
    summary="From a dozen pieces on, a product is listed a cent below its price in the catalog.",
)
def falls_with_quantity(components: Components) -> Components:
    add, dozen = components.policies.add_items, 12

    def added(checkout: Checkout, wanted: Sequence[Wanted], shop: Shop) -> Checkout:
        after = add(checkout, wanted, shop)
        cheaper = tuple(
            replace(line, unit_price=line.unit_price - Decimal("0.01"))
            if line.quantity >= dozen and line.product_id and not line.price_overridden
            else line
            for line in after.lines
        )
        return replace(after, lines=cheaper)

    return ruled(components, add_items=added)


@fault(
    "cart-addition-clears-message",
    breaks="steps-in-any-order-give-one-checkout",
    summary="Goods that are added after a message was left take the message off.",
)
def clears_message(components: Components) -> Components:
    add = components.policies.add_items

    def added(checkout: Checkout, wanted: Sequence[Wanted], shop: Shop) -> Checkout:
        return replace(add(checkout, wanted, shop), customer_message="")

    return ruled(components, add_items=added)


@fault(
    "answers-show-yesterdays-quantity",
    breaks="answers-show-what-is-kept",
    surface="server",
    summary="The answer to an update of a line shows one piece less than is kept.",
)
def yesterdays_quantity(components: Components) -> Components:
    def change(answer: Answer) -> Answer:
        for line in lines_of(answer.document["data"])[:1]:
            line["quantity"] = max(1, line["quantity"] - 1)
        return answer

    return answering(components, change, "updateCartLineItem", surface="server")


@fault(
    "answers-to-messages-show-no-billing-address",
    breaks="answers-show-what-is-kept",
    surface="storefront",
    summary="The answer to a customer message shows the checkout without its billing address.",
)
def no_billing_address(components: Components) -> Components:
    def change(answer: Answer) -> Answer:
        answer.document["billingAddress"] = {}
        return answer

    return answering(components, change, "updateCheckout", surface="storefront")


@fault(
    "manual-discount-unseen-on-cart",
    breaks="manual-discount-is-shown",
    surface="server",
    summary="Carts show no amount for the discounts that they were given.",
)
def unseen_on_cart(components: Components) -> Components:
    def alter(document: Json) -> None:
        shown = {"discount_amount": 0, "manual_discount_amount": 0, "discounts": []}
        shown_cart(document).update({name: none for name, none in shown.items() if name in shown_cart(document)})

    return altered(components, alter, *SERVER)


@fault(
    "manual-discount-beyond-price-is-owed",
    breaks="manual-discount-never-below-nothing",
    surface="server",
    summary="A discount of more than everything costs leaves a negative grand total.",
)
def is_owed(components: Components) -> Components:
    def alter(document: Json) -> None:
        if not document["grand_total"]:
            document["grand_total"] = -1

    return altered(components, alter, "server_checkout")

"""Faults of line items: limits that are not kept, lines that are not there, and what else a change touches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace as exchanged
from typing import Any, cast

from msgspec.structs import replace

from conformance.emulator.commerce.checkout import Checkout
from conformance.emulator.commerce.line_items import Selection, Wanted, WantedProduct
from conformance.emulator.commerce.refusals import NotFound
from conformance.emulator.commerce.shop import Shop
from conformance.emulator.components import Components
from conformance.emulator.faults.looseness import PRESENTERS, Lenient, lines_of
from conformance.emulator.faults.registry import fault
from conformance.emulator.faults.seams import altered, forgetful, other_digit, ruled
from conformance.emulator.messages import Answer, Call, Json, nothing

PLENTY = 1_000_000


def _adding(components: Components, **limits: Any) -> Components:
    """Components that put goods into carts by other limits."""
    add = components.policies.add_items

    def added(checkout: Checkout, wanted: Sequence[Wanted], shop: Shop) -> Checkout:
        return add(checkout, wanted, cast("Shop", Lenient(shop, **limits)))

    return ruled(components, add_items=added)


@fault(
    "quantity-maximum-counts-each-request",
    breaks="quantity-maximum-is-kept",
    summary="The most that an order may hold is looked at in each request, not in the cart as a whole.",
)
def counts_each_request(components: Components) -> Components:
    add = components.policies.add_items

    def added(checkout: Checkout, wanted: Sequence[Wanted], shop: Shop) -> Checkout:
        add(replace(checkout, lines=()), wanted, shop)
        return add(checkout, wanted, cast("Shop", Lenient(shop, maximum=0)))

    return ruled(components, add_items=added)


@fault(
    "quantity-maximum-ignored-in-new-carts",
    breaks="quantity-maximum-is-kept",
    summary="A new cart holds more of a product than an order may.",
)
def ignored_in_new_carts(components: Components) -> Components:
    add = components.policies.add_items

    def added(checkout: Checkout, wanted: Sequence[Wanted], shop: Shop) -> Checkout:
        return add(checkout, wanted, shop if checkout.lines else cast("Shop", Lenient(shop, maximum=0)))

    return ruled(components, add_items=added)


@fault(
    "quantity-maximum-ignored-on-update",
    breaks="quantity-maximum-is-kept-on-update",
    summary="A line can be updated to more than an order may hold.",
)
def ignored_on_update(components: Components) -> Components:
    change = components.policies.change_item

    def changed(checkout: Checkout, item_id: str, wanted: Wanted, shop: Shop) -> Checkout:
        return change(checkout, item_id, wanted, cast("Shop", Lenient(shop, maximum=0)))

    return ruled(components, change_item=changed)


@fault(
    "quantity-minimum-ignored",
    breaks="quantity-minimum-is-kept",
    summary="A cart holds fewer of a product than an order must.",
)
def minimum_ignored(components: Components) -> Components:
    return _adding(components, minimum=0)


@fault(
    "stock-ignored",
    breaks="stock-limit-is-kept",
    surface="storefront",
    summary="A cart holds more of a product than the store has.",
)
def stock_ignored(components: Components) -> Components:
    return _adding(components, stock=PLENTY)


def _wanting(components: Components, changed: Any) -> Components:
    """Components that put other goods into carts than those that are wanted."""
    add = components.policies.add_items

    def added(checkout: Checkout, wanted: Sequence[Wanted], shop: Shop) -> Checkout:
        return add(checkout, [one for each in wanted for one in changed(each, shop)], shop)

    return ruled(components, add_items=added)


@fault(
    "variant-missing-becomes-the-first",
    breaks="variant-is-required",
    surface="server",
    summary="A product with variants that is asked for without one comes in its first.",
)
def becomes_the_first(components: Components) -> Components:
    def changed(one: Wanted, shop: Shop) -> list[Wanted]:
        product = shop.product(one.product_id) if isinstance(one, WantedProduct) else None
        if product is None or not isinstance(one, WantedProduct) or one.variant_id is not None:
            return [one]
        return [replace(one, variant_id=product.variants[0].id)]

    return _wanting(components, changed)


@fault(
    "variant-unknown-becomes-the-last",
    breaks="variant-unknown-is-refused",
    summary="A product that is asked for in a variant that it lacks comes in its last.",
)
def becomes_the_last(components: Components) -> Components:
    def changed(one: Wanted, shop: Shop) -> list[Wanted]:
        product = shop.product(one.product_id) if isinstance(one, WantedProduct) else None
        if product is None or not isinstance(one, WantedProduct) or one.variant_id is None:
            return [one]
        known = product.variant(one.variant_id) is not None
        return [one if known else replace(one, variant_id=product.variants[-1].id)]

    return _wanting(components, changed)


@fault(
    "product-unknown-is-passed-over",
    breaks="product-unknown-is-refused",
    summary="Products that the store doesn't have are left out of a cart without a word.",
)
def passed_over(components: Components) -> Components:
    def changed(one: Wanted, shop: Shop) -> list[Wanted]:
        unknown = isinstance(one, WantedProduct) and shop.product(one.product_id) is None
        return [] if unknown else [one]

    return _wanting(components, changed)


@fault(
    "text-missing-becomes-a-dash",
    breaks="text-is-required",
    surface="server",
    summary="A product that must be given a text is sold with a dash where none was given.",
)
def becomes_a_dash(components: Components) -> Components:
    def changed(one: Wanted, shop: Shop) -> list[Wanted]:
        product = shop.product(one.product_id) if isinstance(one, WantedProduct) else None
        if product is None or not isinstance(one, WantedProduct):
            return [one]
        said = {selection.option_id for selection in one.selections}
        dashes = tuple(Selection(each.id, "-") for each in product.modifiers if each.id not in said)
        return [replace(one, selections=one.selections + dashes)]

    return _wanting(components, changed)


@fault(
    "text-loses-letters-beyond-ascii",
    breaks="text-is-kept",
    surface="server",
    summary="The text that a product is given loses its letters beyond ASCII.",
)
def loses_letters(components: Components) -> Components:
    def alter(document: Json) -> None:
        for line in lines_of(document):
            for option in line.get("options", []):
                option["value"] = option["value"].encode("ascii", "ignore").decode()

    return altered(components, alter, *PRESENTERS)


@fault(
    "list-price-override-ignored",
    breaks="list-price-override-is-kept",
    surface="server",
    summary="A product that is given a price of its own costs its usual one.",
)
def override_ignored(components: Components) -> Components:
    def changed(one: Wanted, _shop: Shop) -> list[Wanted]:
        return [replace(one, list_price=None) if isinstance(one, WantedProduct) else one]

    return _wanting(components, changed)


@fault(
    "digital-item-has-to-be-shipped",
    breaks="digital-item-is-not-shipped",
    summary="Digital products are shown as such that have to be shipped.",
)
def has_to_be_shipped(components: Components) -> Components:
    def alter(document: Json) -> None:
        for line in lines_of(document, "digital_items"):
            name = "is_require_shipping" if "is_require_shipping" in line else "isShippingRequired"
            line[name] = True

    return altered(components, alter, *PRESENTERS)


@fault(
    "lineitem-delete-keeps-empty-cart",
    breaks="lineitem-delete-last-removes-cart",
    surface="server",
    summary="A cart whose last line was deleted stays, empty.",
)
def keeps_empty_cart(components: Components) -> Components:
    return ruled(components, is_over=lambda _checkout: False)


@fault(
    "lineitem-unknown-deletes-the-last",
    breaks="lineitem-unknown-changes-nothing",
    summary="A deletion that names no line takes the last one, of three or two.",
)
def deletes_the_last(components: Components) -> Components:
    remove = components.policies.remove_item

    def removed(checkout: Checkout, item_id: str) -> Checkout:
        known = any(line.id == item_id for line in checkout.lines)
        return remove(checkout, item_id if known else checkout.lines[-1].id)

    return ruled(components, remove_item=removed)


@fault(
    "lineitem-unknown-deletion-accepted",
    breaks="lineitem-unknown-is-refused",
    summary="A deletion that names no line is accepted, without any effect.",
)
def deletion_accepted(components: Components) -> Components:
    remove = components.policies.remove_item

    def removed(checkout: Checkout, item_id: str) -> Checkout:
        try:
            return remove(checkout, item_id)
        except NotFound:
            return checkout

    return ruled(components, remove_item=removed)


@fault(
    "lineitem-unknown-update-accepted",
    breaks="lineitem-unknown-is-refused",
    summary="An update that names no line is accepted, without any effect.",
)
def update_accepted(components: Components) -> Components:
    inner = components.answered

    def answered(call: Call, made: Answer) -> Answer:
        made = inner(call, made)
        updates = call.operation in {"updateCartLineItem", "updateCheckoutLineItem"}
        return nothing() if updates and made.status == NOT_FOUND else made

    return exchanged(components, answered=answered)


NOT_FOUND = 404


@fault(
    "lineitem-deleted-whosever-it-is",
    breaks="lineitem-of-another-cart-is-left",
    surface="server",
    summary="A deletion by one cart takes the line from the cart that has it.",
)
def whosever_it_is(components: Components) -> Components:
    inner = components.answered
    gone: set[str] = set()

    def answered(call: Call, made: Answer) -> Answer:
        made = inner(call, made)
        if call.operation == "deleteCartLineItem" and made.status == NOT_FOUND:
            gone.add(call.params["itemId"])
        return made

    def alter(document: Json) -> None:
        lines = lines_of(document)
        lines[:] = [line for line in lines if line["id"] not in gone]

    return altered(exchanged(components, answered=answered), alter, *PRESENTERS)


@fault(
    "lineitem-update-twice-adds-a-piece",
    breaks="lineitem-update-twice-equals-once",
    summary="An update to the quantity that a line has already adds a piece.",
)
def twice_adds_a_piece(components: Components) -> Components:
    change = components.policies.change_item

    def changed(checkout: Checkout, item_id: str, wanted: Wanted, shop: Shop) -> Checkout:
        same = checkout.line(item_id).quantity == wanted.quantity
        return change(checkout, item_id, replace(wanted, quantity=wanted.quantity + same), shop)

    return ruled(components, change_item=changed)


@fault(
    "cart-update-of-line-not-kept",
    breaks="cart-face-updates-lines",
    surface="storefront",
    summary="A line that is updated through its cart on the storefront is as before with the next read.",
)
def update_of_line_not_kept(components: Components) -> Components:
    return forgetful(
        components,
        frozenset({"updateCartLineItem"}),
        lambda before, after: replace(after, lines=before.lines),
        surface="storefront",
    )


@fault(
    "cart-deletion-of-line-not-kept",
    breaks="cart-face-deletes-lines",
    surface="storefront",
    summary="A line that is deleted through its cart on the storefront is there again with the next read.",
)
def deletion_of_line_not_kept(components: Components) -> Components:
    return forgetful(
        components,
        frozenset({"deleteCartLineItem"}),
        lambda before, after: replace(after, lines=before.lines),
        surface="storefront",
    )


@fault(
    "lineitem-delete-drops-billing-address",
    breaks="item-changes-keep-billing-address",
    summary="Deleting a line takes the billing address along.",
)
def drops_billing_address(components: Components) -> Components:
    remove = components.policies.remove_item
    return ruled(
        components,
        remove_item=lambda checkout, item_id: replace(remove(checkout, item_id), billing_address=None),
    )


@fault(
    "lineitem-update-renews-billing-address-id",
    breaks="item-changes-keep-billing-address",
    summary="Updating a line gives the billing address another id.",
)
def renews_address_id(components: Components) -> Components:
    change = components.policies.change_item

    def changed(checkout: Checkout, item_id: str, wanted: Wanted, shop: Shop) -> Checkout:
        after = change(checkout, item_id, wanted, shop)
        held = after.billing_address
        renewed = held and replace(held, id=other_digit(held.id))
        return replace(after, billing_address=renewed)

    return ruled(components, change_item=changed)


@fault(
    "lineitem-update-drops-coupons",
    breaks="item-changes-keep-coupons",
    summary="Updating a line takes the coupons off.",
)
def drops_coupons(components: Components) -> Components:
    change = components.policies.change_item
    return ruled(
        components,
        change_item=lambda checkout, item_id, wanted, shop: replace(
            change(checkout, item_id, wanted, shop), coupons=()
        ),
    )

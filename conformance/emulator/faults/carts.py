"""Faults of carts: making them, filling them, deleting them, handing them over."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from conformance.emulator.commerce.checkout import Checkout
from conformance.emulator.commerce.line_items import Wanted
from conformance.emulator.commerce.shop import Shop
from conformance.emulator.components import Components
from conformance.emulator.faults.registry import fault
from conformance.emulator.faults.seams import altered, answering, forgetful, other_digit, rewriting, ruled
from conformance.emulator.messages import Json

CREATE, ADD, AGREE, DELETE, REDIRECT = (
    "cart-create-holds-items",
    "cart-items-add-is-kept",
    "cart-and-checkout-agree-on-items",
    "cart-delete-removes-checkout",
    "cart-redirect-urls-are-given",
)
ADDITIONS = frozenset({"addCartLineItems", "addCartLineItem"})


@fault("cart-create-takes-one-of-each", breaks=CREATE, summary="A new cart holds one piece of each product.")
def takes_one_of_each(components: Components) -> Components:
    add = components.policies.add_items

    def added(checkout: Checkout, wanted: Sequence[Wanted], shop: Shop) -> Checkout:
        return add(checkout, wanted if checkout.lines else [replace(one, quantity=1) for one in wanted], shop)

    return ruled(components, add_items=added)


@fault(
    "cart-create-loses-last-item",
    breaks=CREATE,
    summary="A new cart with several products lacks the last of them.",
)
def loses_last_item(components: Components) -> Components:
    add = components.policies.add_items

    def added(checkout: Checkout, wanted: Sequence[Wanted], shop: Shop) -> Checkout:
        whole = bool(checkout.lines) or len(wanted) == 1
        return add(checkout, wanted if whole else wanted[:-1], shop)

    return ruled(components, add_items=added)


@fault(
    "cart-items-add-not-kept",
    breaks=ADD,
    summary="The answer lists the added product, the next read does not.",
)
def add_not_kept(components: Components) -> Components:
    return forgetful(components, ADDITIONS, lambda before, after: replace(after, lines=before.lines))


@fault(
    "cart-items-add-replaces",
    breaks=ADD,
    summary="Adding a product throws out what was in the cart.",
)
def add_replaces(components: Components) -> Components:
    add = components.policies.add_items

    def added(checkout: Checkout, wanted: Sequence[Wanted], shop: Shop) -> Checkout:
        return add(replace(checkout, lines=(), consignments=()), wanted, shop)

    return ruled(components, add_items=added)


@fault(
    "cart-items-add-bumps-first-line",
    breaks=ADD,
    summary="Adding a product raises the quantity of the first line by one as well.",
)
def add_bumps_first_line(components: Components) -> Components:
    add = components.policies.add_items

    def added(checkout: Checkout, wanted: Sequence[Wanted], shop: Shop) -> Checkout:
        after = add(checkout, wanted, shop)
        if not checkout.lines:
            return after
        first = after.lines[0]
        return after.with_line(replace(first, quantity=first.quantity + 1))

    return ruled(components, add_items=added)


@fault(
    "checkout-counts-one-more-than-cart",
    breaks=AGREE,
    surface="server",
    summary="On the server face, checkouts show one piece more of the last line than carts.",
)
def counts_one_more(components: Components) -> Components:
    def alter(document: Json) -> None:
        for line in document["cart"]["line_items"]["physical_items"][-1:]:
            line["quantity"] += 1

    return altered(components, alter, "server_checkout")


@fault(
    "checkout-lacks-line-on-storefront",
    breaks=AGREE,
    surface="storefront",
    summary="On the storefront, checkouts with several lines lack the first of them, carts have it.",
)
def lacks_line(components: Components) -> Components:
    def alter(document: Json) -> None:
        lines = document["cart"]["lineItems"]["physicalItems"]
        if len(lines) > 1:
            del lines[0]

    return altered(components, alter, "storefront_checkout")


@fault("cart-delete-leaves-checkout", breaks=DELETE, summary="The checkout of a deleted cart can still be read.")
def delete_leaves_checkout(components: Components) -> Components:
    return ruled(components, remains_of_deleted=lambda _checkout: ("checkout",))


@fault("cart-delete-leaves-cart", breaks=DELETE, summary="A deleted cart can still be read, its checkout cannot.")
def delete_leaves_cart(components: Components) -> Components:
    return ruled(components, remains_of_deleted=lambda _checkout: ("cart",))


@fault(
    "redirect-urls-lack-checkout",
    breaks=REDIRECT,
    surface="server",
    summary="The redirect URLs of a cart have no checkout URL.",
)
def lack_checkout(components: Components) -> Components:
    def alter(document: Json) -> None:
        del document["checkout_url"]

    return answering(components, rewriting(alter), "createCartRedirectURL")


@fault(
    "redirect-urls-name-another-cart",
    breaks=REDIRECT,
    surface="server",
    summary="The redirect URLs of a cart lead to another cart.",
)
def name_another_cart(components: Components) -> Components:
    def alter(document: Json) -> None:
        for name, url in document.items():
            front, cart_id, back = url.partition("id=")
            named, token, rest = back.partition("&token=")
            document[name] = front + cart_id + other_digit(named) + token + rest

    return answering(components, rewriting(alter), "createCartRedirectURL")

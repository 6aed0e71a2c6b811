"""Faults of what carts come to: amounts that remember the way, and requests that are refused by halves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace as exchanged
from decimal import Decimal

from msgspec.structs import replace

from conformance.emulator.commerce.checkout import Checkout, LineItem
from conformance.emulator.commerce.line_items import Wanted
from conformance.emulator.commerce.shop import Shop
from conformance.emulator.components import Components
from conformance.emulator.faults.registry import fault
from conformance.emulator.faults.seams import answering, ruled
from conformance.emulator.messages import Answer, Call, Json, nothing
from conformance.emulator.surfaces.view import View, number

ADDITIONS = ("addCartLineItems", "addCartLineItem")


@fault(
    "cart-remove-leaves-a-discount",
    breaks="cart-add-then-remove-restores",
    summary="What a removed line cost by the cent stays behind as a discount.",
)
def leaves_a_discount(components: Components) -> Components:
    remove = components.policies.remove_item

    def removed(checkout: Checkout, item_id: str) -> Checkout:
        left = remove(checkout, item_id)
        return replace(left, manual_discount=Decimal("0.01")) if left.lines else left

    return ruled(components, remove_item=removed)


@fault(
    "cart-update-beyond-ten-costs-a-cent",
    breaks="cart-amounts-follow-contents",
    summary="A line that is updated to more than ten pieces costs a cent more apiece from then on.",
)
def costs_a_cent(components: Components) -> Components:
    change = components.policies.change_item
    enough = 10

    def changed(checkout: Checkout, item_id: str, wanted: Wanted, shop: Shop) -> Checkout:
        after = change(checkout, item_id, wanted, shop)
        line = after.line(item_id)
        dearer = replace(line, unit_price=line.unit_price + Decimal("0.01"))
        return after.with_line(dearer) if line.quantity > enough else after

    return ruled(components, change_item=changed)


@fault(
    "cart-third-line-costs-what-the-first-does",
    breaks="cart-order-of-adding-does-not-matter",
    summary="The third thing that is put into a cart by itself is sold at the price of the first.",
)
def costs_what_first_does(components: Components) -> Components:
    add = components.policies.add_items
    two = 2

    def repriced(line: LineItem, before: Checkout) -> LineItem:
        return replace(line, unit_price=before.lines[0].unit_price)

    def added(checkout: Checkout, wanted: Sequence[Wanted], shop: Shop) -> Checkout:
        after = add(checkout, wanted, shop)
        third = len(checkout.lines) == two and len(after.lines) > two
        return after.with_line(repriced(after.lines[-1], checkout)) if third else after

    return ruled(components, add_items=added)


@fault(
    "cart-items-refused-adds-the-first",
    breaks="cart-items-refused-adds-nothing",
    summary="A request that is refused for its second product adds the first one all the same.",
)
def adds_the_first(components: Components) -> Components:
    add, inner = components.policies.add_items, components.answered
    halved: list[Checkout] = []

    def added(checkout: Checkout, wanted: Sequence[Wanted], shop: Shop) -> Checkout:
        known = [one for one in wanted if shop.product(getattr(one, "product_id", 0)) is not None]
        if known and len(known) < len(wanted):
            halved.append(checkout)
            return add(checkout, known, shop)
        return add(checkout, wanted, shop)

    def answered(call: Call, made: Answer) -> Answer:
        made = inner(call, made)
        refused = bool(halved) and call.operation in ADDITIONS
        if refused:
            halved.clear()
        return Answer(422, {"status": 422, "title": "Unknown product", "type": "about:blank"}) if refused else made

    return exchanged(ruled(components, add_items=added), answered=answered)


def _cart_amount(components: Components, amount: Callable[[View], Decimal]) -> Components:
    present = components.server_cart

    def presented(view: View) -> Json:
        return present(view) | {"cart_amount": number(amount(view))}

    return exchanged(components, server_cart=presented)


@fault(
    "cart-amount-leaves-tax-out",
    breaks="cart-amount-counts-tax",
    surface="server",
    summary="Carts show what they come to without tax.",
)
def leaves_tax_out(components: Components) -> Components:
    return _cart_amount(components, lambda view: view.quote.cart.ex)


@fault(
    "cart-amount-is-before-manual-discounts",
    breaks="cart-amount-counts-manual-discounts",
    surface="server",
    summary="Carts show what they came to before they were given a discount.",
)
def before_discounts(components: Components) -> Components:
    return _cart_amount(components, lambda view: view.quote.cart.inc + view.quote.manual_discount)


@fault(
    "lineitem-delete-shows-nothing",
    breaks="lineitem-delete-shows-what-is-left",
    summary="Each deletion of a line is answered without a body.",
)
def shows_nothing(components: Components) -> Components:
    return answering(components, lambda _answer: nothing(), "deleteCartLineItem")


@fault(
    "lineitem-delete-answers-with-the-cart-before",
    breaks="lineitem-delete-shows-what-is-left",
    surface="storefront",
    summary="The answer to a deletion on the storefront still lists the line.",
)
def answers_with_before(components: Components) -> Components:
    present, last = components.storefront_cart, dict[str, tuple[int, Json]]()

    def presented(view: View) -> Json:
        shown = len(view.checkout.lines), present(view)
        before = last.get(view.checkout.id, shown)
        last[view.checkout.id] = shown
        return before[1] if before[0] > shown[0] else shown[1]

    return exchanged(components, storefront_cart=presented)


@fault(
    "cart-without-products-is-over",
    breaks="lineitem-delete-keeps-a-sold-certificate",
    summary="A cart is deleted with its last product, whatever else it holds.",
)
def without_products_over(components: Components) -> Components:
    def over(checkout: Checkout) -> bool:
        return all(line.kind == "gift_certificate" for line in checkout.lines)

    return ruled(components, is_over=over)

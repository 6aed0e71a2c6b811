"""Faults of orders: how they are made, made again, and paid."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from msgspec.structs import replace

from conformance.emulator.commerce.checkout import Checkout, Consignment, Side
from conformance.emulator.commerce.orders import Order
from conformance.emulator.commerce.pricing import Quote, quote
from conformance.emulator.commerce.refusals import Refused
from conformance.emulator.commerce.shop import Shop
from conformance.emulator.components import Components
from conformance.emulator.faults.registry import fault
from conformance.emulator.faults.seams import ruled

PENDING, AWAITING_PAYMENT = 1, 7
INCOMPLETE_ONLY, NEW_NUMBER, SAME_CONTENTS, NEEDS_SHIPPING = (
    "order-created-incomplete",
    "order-duplicate-gets-new-number",
    "order-duplicate-has-same-contents",
    "order-needs-shipping",
)


def _born_as(components: Components, status_id: int, *, only_again: bool) -> Components:
    place = components.policies.place_order

    def placed(checkout: Checkout, price: Quote, shop: Shop) -> Order:
        order = place(checkout, price, shop)
        return replace(order, status_id=status_id) if checkout.order_id or not only_again else order

    return ruled(components, place_order=placed)


@fault("order-created-pending", breaks=INCOMPLETE_ONLY, surface="server", summary="New orders are Pending.")
def pending(components: Components) -> Components:
    return _born_as(components, PENDING, only_again=False)


@fault(
    "order-created-awaiting-payment",
    breaks=INCOMPLETE_ONLY,
    surface="server",
    summary="New orders are Awaiting Payment.",
)
def awaiting_payment(components: Components) -> Components:
    return _born_as(components, AWAITING_PAYMENT, only_again=False)


@fault(
    "order-duplicate-is-pending",
    breaks=NEW_NUMBER,
    surface="server",
    summary="The second order from a checkout is Pending, only the first is Incomplete.",
)
def duplicate_pending(components: Components) -> Components:
    return _born_as(components, PENDING, only_again=True)


@fault(
    "order-duplicate-keeps-number",
    breaks=NEW_NUMBER,
    surface="server",
    summary="The second order from a checkout gets the number of the first.",
)
def keeps_number(components: Components) -> Components:
    place = components.policies.place_order

    def placed(checkout: Checkout, price: Quote, shop: Shop) -> Order:
        order = place(checkout, price, shop)
        return replace(order, id=checkout.order_id) if checkout.order_id else order

    return ruled(components, place_order=placed)


@fault(
    "order-duplicate-counts-one-more",
    breaks=SAME_CONTENTS,
    surface="server",
    summary="The second order from a checkout has one piece more of the first line.",
)
def counts_one_more(components: Components) -> Components:
    place = components.policies.place_order

    def placed(checkout: Checkout, price: Quote, shop: Shop) -> Order:
        if not checkout.order_id:
            return place(checkout, price, shop)
        first = checkout.lines[0]
        more = checkout.with_line(replace(first, quantity=first.quantity + 1))
        return place(more, quote(more, shop), shop)

    return ruled(components, place_order=placed)


@fault(
    "order-duplicate-costs-a-cent-more",
    breaks=SAME_CONTENTS,
    surface="server",
    summary="The second order from a checkout has a total that is a cent higher.",
)
def costs_a_cent_more(components: Components) -> Components:
    place = components.policies.place_order

    def placed(checkout: Checkout, price: Quote, shop: Shop) -> Order:
        dearer = replace(price, grand_total=price.grand_total + Decimal("0.01"))
        return place(checkout, dearer if checkout.order_id else price, shop)

    return ruled(components, place_order=placed)


@fault(
    "order-duplicate-loses-last-line",
    breaks=SAME_CONTENTS,
    surface="server",
    summary="The second order from a checkout with several lines lacks the last of them.",
)
def loses_last_line(components: Components) -> Components:
    place, remove = components.policies.place_order, components.policies.remove_item

    def placed(checkout: Checkout, price: Quote, shop: Shop) -> Order:
        if not checkout.order_id or len(checkout.lines) == 1:
            return place(checkout, price, shop)
        less = remove(checkout, checkout.lines[-1].id)
        return place(less, quote(less, shop), shop)

    return ruled(components, place_order=placed)


def _leaving(components: Components, unpaid: tuple[Side, ...], paid: tuple[Side, ...]) -> Components:
    return ruled(components, remains=lambda order: paid if order.paid else unpaid)


@fault(
    "order-unpaid-removes-checkout",
    breaks="order-unpaid-keeps-checkout",
    surface="server",
    summary="Making an order removes the checkout, as if it had been paid.",
)
def unpaid_removes_checkout(components: Components) -> Components:
    return _leaving(components, ("cart",), ())


@fault(
    "order-unpaid-removes-cart",
    breaks="order-unpaid-keeps-checkout",
    surface="server",
    summary="Making an order removes the cart, as if it had been paid.",
)
def unpaid_removes_cart(components: Components) -> Components:
    return _leaving(components, ("checkout",), ())


@fault(
    "order-paid-keeps-cart",
    breaks="order-paid-removes-cart",
    surface="server",
    summary="The cart of a paid order can still be read.",
)
def paid_keeps_cart(components: Components) -> Components:
    return _leaving(components, ("cart", "checkout"), ("cart",))


@fault(
    "order-paid-keeps-cart-of-a-later-one",
    breaks="order-paid-removes-cart",
    surface="server",
    summary="The cart of a paid order can still be read when another order was made of it later.",
)
def paid_keeps_cart_of_later(components: Components) -> Components:
    place, remains, latest = components.policies.place_order, components.policies.remains, dict[str, int]()

    def placed(checkout: Checkout, quote: Quote, shop: Shop) -> Order:
        order = place(checkout, quote, shop)
        latest[order.checkout.id] = order.id
        return order

    def left(order: Order) -> tuple[Side, ...]:
        return remains(order) if latest.get(order.checkout.id, order.id) == order.id else ("cart", "checkout")

    return ruled(components, place_order=placed, remains=left)


@fault(
    "order-paid-keeps-checkout",
    breaks="order-paid-removes-checkout",
    surface="server",
    summary="The checkout of a paid order can still be read.",
)
def paid_keeps_checkout(components: Components) -> Components:
    return _leaving(components, ("cart", "checkout"), ("checkout",))


def _without_check(components: Components, forgiven: str) -> Components:
    check = components.policies.check_complete

    def checked(checkout: Checkout) -> None:
        try:
            check(checkout)
        except Refused as error:
            if forgiven not in error.message:
                raise

    return ruled(components, check_complete=checked)


@fault(
    "order-without-shipping-address",
    breaks=NEEDS_SHIPPING,
    surface="server",
    summary="Physical items can be ordered without an address to send them to.",
)
def without_shipping_address(components: Components) -> Components:
    return _without_check(components, "shipping address")


@fault(
    "order-without-shipping-option",
    breaks=NEEDS_SHIPPING,
    surface="server",
    summary="Physical items can be ordered before a shipping option is chosen.",
)
def without_shipping_option(components: Components) -> Components:
    return _without_check(components, "shipping option")


@fault(
    "order-refused-with-shipping",
    breaks=NEEDS_SHIPPING,
    surface="server",
    summary="Physical items can never be ordered, though they have an address and an option.",
)
def refused_with_shipping(components: Components) -> Components:
    def checked(checkout: Checkout) -> None:
        if any(line.shippable for line in checkout.lines):
            raise Refused("rule", "A shipping address for this order is incomplete")

    return ruled(components, check_complete=checked)


def _checking(components: Components, trusted: Callable[[int], bool]) -> Components:
    """Components that take the addresses of consignments at these places for whole."""
    check = components.policies.check_complete

    def whole(place: int, one: Consignment) -> Consignment:
        if one.address is None or not trusted(place):
            return one
        return replace(one, address=replace(one.address, address1="1", city="1"))

    def checked(checkout: Checkout) -> None:
        held = tuple(whole(place, one) for place, one in enumerate(checkout.consignments))
        check(replace(checkout, consignments=held))

    return ruled(components, check_complete=checked)


@fault(
    "order-goes-to-no-street",
    breaks="order-needs-whole-addresses",
    surface="server",
    summary="Orders are made whatever is missing from an address.",
)
def goes_to_no_street(components: Components) -> Components:
    return _checking(components, lambda _place: True)


@fault(
    "order-second-address-is-not-checked",
    breaks="order-needs-whole-addresses",
    surface="server",
    summary="Orders are made whatever is missing from the address of any consignment but the first.",
)
def second_not_checked(components: Components) -> Components:
    return _checking(components, lambda place: place > 0)

"""Faults of orders in their course: made again, left alone, refused, set to another status."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from msgspec import structs

from conformance.emulator.commerce.checkout import Checkout, Side
from conformance.emulator.commerce.orders import Order
from conformance.emulator.commerce.pricing import Quote
from conformance.emulator.commerce.refusals import NotFound, Refused
from conformance.emulator.commerce.shop import Shop
from conformance.emulator.components import Components
from conformance.emulator.faults.registry import fault
from conformance.emulator.faults.seams import SUCCESS, altered, ruled
from conformance.emulator.messages import Answer, Call, Json
from conformance.emulator.surfaces.view import OrderView

CANCELLED = 5
Placing = Callable[[Checkout, Order], Order]


def _placing(components: Components, change: Placing) -> Components:
    """Components that keep another order than the one that was made; `change` sees the checkout before it."""
    place = components.policies.place_order

    def placed(checkout: Checkout, price: Quote, shop: Shop) -> Order:
        return change(checkout, place(checkout, price, shop))

    return ruled(components, place_order=placed)


@fault(
    "order-duplicate-loses-the-message",
    breaks="order-duplicate-is-the-same-in-all",
    surface="server",
    summary="The second order from a checkout has no customer message.",
)
def duplicate_loses_message(components: Components) -> Components:
    return _placing(
        components, lambda held, made: structs.replace(made, customer_message="") if held.order_id else made
    )


@fault(
    "order-duplicate-goes-to-the-first-address",
    breaks="order-duplicate-is-the-same-in-all",
    surface="server",
    summary="The second order from a checkout goes to its first address only.",
)
def duplicate_goes_to_first(components: Components) -> Components:
    def change(held: Checkout, made: Order) -> Order:
        if not held.order_id or len(held.consignments) == 1:
            return made
        to = held.consignments[0].address
        everywhere = tuple(structs.replace(one, address=to) for one in made.checkout.consignments)
        return structs.replace(made, checkout=structs.replace(made.checkout, consignments=everywhere))

    return _placing(components, change)


@fault(
    "order-duplicate-empties-the-first-message",
    breaks="order-duplicate-leaves-the-first",
    surface="server",
    summary="Once a second order was made, the first one has no customer message any more.",
)
def empties_first(components: Components) -> Components:
    newest = dict[str, int]()

    def change(held: Checkout, made: Order) -> Order:
        newest[held.id] = made.id
        return made

    def order(view: OrderView) -> Json:
        document = components.order(view)
        older = newest.get(view.order.checkout.id, view.order.id) != view.order.id
        return document | {"customer_message": ""} if older else document

    return replace(_placing(components, change), order=order)


@fault(
    "order-number-is-that-of-the-last-checkout",
    breaks="order-numbers-are-never-shared",
    surface="server",
    summary="Every other order gets the number of the order before, also of another checkout.",
)
def number_of_last(components: Components) -> Components:
    made_before = list[tuple[str, int]]()

    def change(held: Checkout, made: Order) -> Order:
        last = made_before.pop() if made_before else None
        if last is not None and last[0] != held.id:
            return structs.replace(made, id=last[1])
        made_before.append((held.id, made.id))
        return made

    return _placing(components, change)


def _following(components: Components) -> tuple[Components, dict[str, Checkout]]:
    """Components that keep the latest state of each checkout at hand."""
    latest, inner = dict[str, Checkout](), components.stored

    def stored(call: Call, before: Checkout, after: Checkout) -> Checkout:
        made = inner(call, before, after)
        latest[made.id] = made
        return made

    return replace(components, stored=stored), latest


@fault(
    "order-takes-on-later-messages",
    breaks="order-outlives-changes-of-its-checkout",
    surface="server",
    summary="An order shows the message that its checkout has now.",
)
def takes_on_messages(components: Components) -> Components:
    made, latest = _following(components)

    def order(view: OrderView) -> Json:
        now = latest.get(view.order.checkout.id, view.order.checkout)
        return components.order(view) | {"customer_message": now.customer_message}

    return replace(made, order=order)


@fault(
    "order-takes-on-later-quantities",
    breaks="order-outlives-changes-of-its-checkout",
    surface="server",
    summary="The lines of an order show the quantities that the checkout has now.",
)
def takes_on_quantities(components: Components) -> Components:
    made, latest = _following(components)

    def products(view: OrderView) -> list[Json]:
        then, rows = view.order.checkout, components.order_products(view)
        now = {line.id: line.quantity for line in latest.get(then.id, then).lines}
        pairs = zip(rows, then.lines, strict=True)
        return [row | {"quantity": now.get(line.id, line.quantity)} for row, line in pairs]

    return replace(made, order_products=products)


@fault(
    "order-goes-with-its-cart",
    breaks="order-outlives-changes-of-its-checkout",
    surface="server",
    summary="An order can't be read any more once its cart was deleted.",
)
def goes_with_cart(components: Components) -> Components:
    remains, gone = components.policies.remains_of_deleted, set[str]()

    def left(checkout: Checkout) -> tuple[Side, ...]:
        gone.add(checkout.id)
        return remains(checkout)

    def order(view: OrderView) -> Json:
        if view.order.checkout.id in gone:
            raise NotFound("order", str(view.order.id))
        return components.order(view)

    return replace(ruled(components, remains_of_deleted=left), order=order)


@fault(
    "order-again-has-the-first-message",
    breaks="order-after-a-change-has-the-change",
    surface="server",
    summary="A further order has the customer message that the checkout had when its first order was made.",
)
def keeps_first_message(components: Components) -> Components:
    first = dict[str, str]()

    def change(held: Checkout, made: Order) -> Order:
        return structs.replace(made, customer_message=first.setdefault(held.id, made.customer_message))

    return _placing(components, change)


@fault(
    "order-again-copies-the-first",
    breaks="order-after-a-change-has-the-change",
    surface="server",
    summary="A further order has what the checkout had when its first order was made.",
)
def copies_first(components: Components) -> Components:
    first = dict[str, Order]()

    def change(held: Checkout, made: Order) -> Order:
        return structs.replace(first.setdefault(held.id, made), id=made.id)

    return _placing(components, change)


def _once_ordered(components: Components, alter: Callable[[Json], None]) -> Components:
    def altering(document: Json) -> None:
        if document["order_id"]:
            alter(document)

    return altered(components, altering, "server_checkout")


@fault(
    "order-takes-the-message-off",
    breaks="order-unpaid-changes-nothing-on-the-checkout",
    surface="server",
    summary="Once an order was made, the checkout shows no customer message.",
)
def takes_message_off(components: Components) -> Components:
    return _once_ordered(components, lambda document: document.update(customer_message=""))


@fault(
    "order-forgets-the-second-option",
    breaks="order-unpaid-changes-nothing-on-the-checkout",
    surface="server",
    summary="Once an order was made, the second consignment has no shipping option.",
)
def forgets_second_option(components: Components) -> Components:
    def alter(document: Json) -> None:
        for held in document["consignments"][1:]:
            held.pop("selected_shipping_option", None)

    return _once_ordered(components, alter)


@fault(
    "order-refused-takes-the-bill-off",
    breaks="order-refused-changes-nothing",
    surface="server",
    summary="When an order was refused, the checkout shows no billing address any more.",
)
def takes_bill_off(components: Components) -> Components:
    check, refused = components.policies.check_complete, set[str]()

    def checked(checkout: Checkout) -> None:
        try:
            check(checkout)
        except Refused:
            refused.add(checkout.id)
            raise

    def alter(document: Json) -> None:
        if document["id"] in refused:
            document["billing_address"] = {}

    return altered(ruled(components, check_complete=checked), alter, "server_checkout")


@fault(
    "order-of-nothing-shippable-needs-shipping",
    breaks="order-digital-needs-no-shipping",
    surface="server",
    summary="Checkouts without physical items make no order either before they have a consignment.",
)
def digital_needs_shipping(components: Components) -> Components:
    check = components.policies.check_complete

    def checked(checkout: Checkout) -> None:
        check(checkout)
        if not checkout.consignments:
            raise Refused("rule", "A shipping address for this order is incomplete")

    return ruled(components, check_complete=checked)


def pretending(components: Components, when: Callable[[Call], bool], status: int, document: Json) -> Components:
    """Components that answer some refused requests as if they had been accepted."""
    inner = components.answered

    def answered(call: Call, answer: Answer) -> Answer:
        made = inner(call, answer)
        return made if made.status in SUCCESS or not when(call) else Answer(status, document)

    return replace(components, answered=answered)


@fault(
    "order-of-anything-is-made",
    breaks="order-of-an-unknown-checkout-is-refused",
    surface="server",
    summary="Asking for an order of a checkout that there is not gives a number.",
)
def of_anything(components: Components) -> Components:
    deleted = "-0000-"
    when: Callable[[Call], bool] = lambda call: call.operation == "createOrder" and deleted in call.path  # noqa: E731
    return pretending(components, when, 200, {"data": {"id": 1}, "meta": {}})


@fault(
    "order-of-a-deleted-cart-is-made",
    breaks="order-of-a-deleted-cart-is-refused",
    surface="server",
    summary="Asking for an order of a checkout whose cart was deleted gives a number.",
)
def of_deleted(components: Components) -> Components:
    remains, gone = components.policies.remains_of_deleted, set[str]()

    def left(checkout: Checkout) -> tuple[Side, ...]:
        gone.add(checkout.id)
        return remains(checkout)

    def when(call: Call) -> bool:
        return call.operation == "createOrder" and call.params["checkoutId"] in gone

    made = ruled(components, remains_of_deleted=left)
    return pretending(made, when, 200, {"data": {"id": 1}, "meta": {}})


@fault(
    "order-unknown-shows-the-last",
    breaks="order-unknown-is-not-found",
    surface="server",
    summary="A number that no order has shows the order that was read last.",
)
def shows_last(components: Components) -> Components:
    inner, last = components.answered, list[Answer]()

    def answered(call: Call, answer: Answer) -> Answer:
        made = inner(call, answer)
        if call.operation != "getOrder" or call.surface != "management":
            return made
        if made.status in SUCCESS:
            last[:] = [made]
        return last[0] if last else Answer(200, [])

    return replace(components, answered=answered)


@fault(
    "checkout-names-the-order-after-its-own",
    breaks="order-checkout-names-its-own-order",
    surface="server",
    summary="A checkout names an order whose number is one higher than its own.",
)
def names_next(components: Components) -> Components:
    return _once_ordered(components, lambda document: document.update(order_id=document["order_id"] + 1))


@fault(
    "order-can-not-be-cancelled",
    breaks="order-status-can-be-set",
    surface="server",
    summary="Setting an order to Cancelled is accepted and changes nothing.",
)
def not_cancelled(components: Components) -> Components:
    put = components.policies.set_status

    def set_status(order: Order, status_id: int, now: datetime) -> Order:
        return order if status_id == CANCELLED else put(order, status_id, now)

    return ruled(components, set_status=set_status)


@fault(
    "order-status-empties-the-message",
    breaks="order-status-changes-nothing-else",
    surface="server",
    summary="Setting the status of an order empties its customer message.",
)
def status_empties_message(components: Components) -> Components:
    put = components.policies.set_status

    def set_status(order: Order, status_id: int, now: datetime) -> Order:
        return structs.replace(put(order, status_id, now), customer_message="")

    return ruled(components, set_status=set_status)

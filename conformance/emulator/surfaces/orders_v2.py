# ruff: noqa: D101, D103 - handlers and forms are described by the operationId beside them
"""Orders on the management face (v2)."""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType
from msgspec.structs import replace

from conformance.emulator.commerce.orders import Order
from conformance.emulator.messages import Answer, Call, nothing
from conformance.emulator.surfaces import order_presenter
from conformance.emulator.surfaces.operations import Operations
from conformance.emulator.surfaces.showing import order_view
from conformance.emulator.till import Till

operations = Operations("management", "/stores/{store_hash}/v2/orders")


class OrderForm(Struct):
    status_id: Annotated[int, Meta(ge=0, le=14)]
    staff_notes: str | UnsetType = UNSET
    customer_message: str | UnsetType = UNSET


def found(till: Till, call: Call) -> Order:
    """The order that the path names. Raises NotFound."""
    return till.order_numbered(call.params["order_id"])


@operations.on("GET", "", "getOrders")
def get_orders(till: Till, call: Call) -> Answer:
    cart_id = call.argument("cart_id")
    held = [one for one in till.documents.all("order", Order) if not one.is_deleted]
    shown = [one for one in held if cart_id is None or one.checkout.id == cart_id]
    return Answer(200, [till.components.order(order_view(till, call, one)) for one in shown])


@operations.on("GET", "/{order_id}", "getOrder")
def get_order(till: Till, call: Call) -> Answer:
    return Answer(200, till.components.order(order_view(till, call, found(till, call))))


@operations.on("PUT", "/{order_id}", "updateOrder")
def update_order(till: Till, call: Call) -> Answer:
    order = found(till, call)
    form = till.components.read(call.body, OrderForm)
    changed = till.policies.set_status(order, form.status_id, till.now())
    if not isinstance(form.staff_notes, UnsetType):
        changed = replace(changed, staff_notes=form.staff_notes)
    if not isinstance(form.customer_message, UnsetType):
        changed = replace(changed, customer_message=form.customer_message)
    till.keep_order(changed)
    return Answer(200, till.components.order(order_view(till, call, changed)))


@operations.on("DELETE", "/{order_id}", "deleteOrder")
def delete_order(till: Till, call: Call) -> Answer:
    till.keep_order(replace(found(till, call), is_deleted=True))
    return nothing()


@operations.on("GET", "/{order_id}/products", "getOrderProducts")
def get_products(till: Till, call: Call) -> Answer:
    return Answer(200, till.components.order_products(order_view(till, call, found(till, call))))


@operations.on("GET", "/{order_id}/shipping_addresses", "getOrderShippingAddresses")
def get_shipping_addresses(till: Till, call: Call) -> Answer:
    return Answer(200, till.components.order_addresses(order_view(till, call, found(till, call))))


@operations.on("GET", "/{order_id}/coupons", "getOrderCoupons")
def get_coupons(till: Till, call: Call) -> Answer:
    return Answer(200, order_presenter.coupons(order_view(till, call, found(till, call))))

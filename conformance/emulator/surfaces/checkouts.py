# ruff: noqa: D103 - handlers and forms are described by the operationId beside them
"""Checkouts on the server-to-server face."""

from __future__ import annotations

from collections.abc import Callable

from conformance.emulator.commerce.checkout import Checkout
from conformance.emulator.commerce.refusals import Refused, wrong_fields
from conformance.emulator.messages import Answer, Call
from conformance.emulator.reading import optional
from conformance.emulator.surfaces import server_forms as forms
from conformance.emulator.surfaces.carts import check_include
from conformance.emulator.surfaces.operations import Operations
from conformance.emulator.surfaces.showing import enveloped, view
from conformance.emulator.surfaces.store_settings import purchasing_allowed
from conformance.emulator.till import Till

operations = Operations("server", "/stores/{store_hash}/v3/checkouts/{checkoutId}")
NO_PURCHASING = "Purchasing is switched off in this store"
OPTIONS = frozenset({"consignments.available_shipping_options"})
INCLUDES = OPTIONS | {
    "cart.line_items.physical_items.options",
    "cart.line_items.digital_items.options",
    "promotions.banners",
}


def answer(till: Till, call: Call, checkout: Checkout) -> Answer:
    """The checkout in an envelope."""
    return Answer(200, enveloped(till.components.server_checkout(view(till, call, checkout))))


def found(till: Till, call: Call) -> Checkout:
    """The checkout that the path names. Raises NotFound."""
    return till.checkout(call.params["checkoutId"])


def changed(till: Till, call: Call, rule: Callable[[Checkout], Checkout], version: int | None = None) -> Answer:
    """The checkout of the path after a rule."""
    return answer(till, call, till.change(found(till, call), call, rule, version))


@operations.on("GET", "", "getCheckout")
def get_checkout(till: Till, call: Call) -> Answer:
    check_include(call, INCLUDES)
    return answer(till, call, found(till, call))


@operations.on("PUT", "", "updateCheckout")
def update_checkout(till: Till, call: Call) -> Answer:
    found(till, call)
    form = till.components.read(call.body, forms.MessageForm)
    return changed(till, call, lambda before: till.policies.set_message(before, form.customer_message), form.expected)


@operations.on("POST", "/billing-address", "addCheckoutBillingAddress")
def add_billing_address(till: Till, call: Call) -> Answer:
    found(till, call)
    form = till.components.read(call.body, forms.AddressForm)
    address = form.address()
    return changed(till, call, lambda before: till.policies.add_billing_address(before, address, till), form.expected)


@operations.on("PUT", "/billing-address/{addressId}", "updateCheckoutBillingAddress")
def update_billing_address(till: Till, call: Call) -> Answer:
    found(till, call)
    form = till.components.read(call.body, forms.AddressForm)
    address_id, address = call.params["addressId"], form.address()
    return changed(
        till,
        call,
        lambda before: till.policies.update_billing_address(before, address_id, address),
        form.expected,
    )


@operations.on("POST", "/consignments", "addCheckoutConsignment")
def add_consignments(till: Till, call: Call) -> Answer:
    check_include(call, OPTIONS)
    checkout = found(till, call)
    items = till.components.read(call.body, tuple[forms.NewConsignmentForm, ...])
    if not items:
        raise wrong_fields(body="At least one consignment is required")
    for item in items:
        till.policies.check_version(checkout, item.expected)
    wanted = tuple(item.wanted() for item in items)
    return changed(till, call, lambda before: till.policies.add_consignments(before, wanted, till))


@operations.on("PUT", "/consignments/{consignmentId}", "updateCheckoutConsignment")
def update_consignment(till: Till, call: Call) -> Answer:
    check_include(call, OPTIONS)
    consignment_id = till.policies.named_consignment(found(till, call), call.params["consignmentId"])
    form = till.components.read(call.body, forms.ConsignmentForm)
    wanted = form.wanted()
    return changed(
        till,
        call,
        lambda before: till.policies.update_consignment(before, consignment_id, wanted, till),
        form.expected,
    )


@operations.on("DELETE", "/consignments/{consignmentId}", "deleteCheckoutConsignment")
def delete_consignment(till: Till, call: Call) -> Answer:
    form = optional(till.components.read, call.body, forms.VersionForm)
    consignment_id = call.params["consignmentId"]
    return changed(till, call, lambda before: till.policies.delete_consignment(before, consignment_id), form.expected)


@operations.on("POST", "/coupons", "addCheckoutCoupon")
def add_coupon(till: Till, call: Call) -> Answer:
    found(till, call)
    form = till.components.read(call.body, forms.CouponForm)
    return changed(till, call, lambda before: till.policies.add_coupon(before, form.coupon_code, till), form.expected)


@operations.on("DELETE", "/coupons/{couponCode}", "deleteCheckoutCoupon")
def delete_coupon(till: Till, call: Call) -> Answer:
    form = optional(till.components.read, call.body, forms.VersionForm)
    code = call.params["couponCode"]
    return changed(till, call, lambda before: till.policies.delete_coupon(before, code, till), form.expected)


@operations.on("POST", "/discounts", "addCheckoutDiscount")
def add_discounts(till: Till, call: Call) -> Answer:
    found(till, call)
    form = till.components.read(call.body, forms.DiscountsForm)
    amount, lines = form.amount(), form.lines()
    return changed(till, call, lambda before: till.policies.set_discounts(before, amount, lines), form.cart.expected)


@operations.on("POST", "/fees", "addCheckoutFees")
def add_fees(till: Till, call: Call) -> Answer:
    found(till, call)
    form = till.components.read(call.body, forms.FeesForm)
    fees = tuple(one.fee(till.uuid()) for one in form.fees)
    return changed(till, call, lambda before: till.policies.add_fees(before, fees))


@operations.on("PUT", "/fees", "updateCheckoutFees")
def update_fees(till: Till, call: Call) -> Answer:
    found(till, call)
    form = till.components.read(call.body, forms.KnownFeesForm)
    fees = tuple(one.fee(one.id) for one in form.fees)
    return changed(till, call, lambda before: till.policies.update_fees(before, fees))


@operations.on("DELETE", "/fees", "deleteCheckoutFees")
def delete_fees(till: Till, call: Call) -> Answer:
    found(till, call)
    form = till.components.read(call.body, forms.FeeIdsForm)
    return changed(till, call, lambda before: till.policies.delete_fees(before, form.ids))


@operations.on("POST", "/orders", "createOrder")
def create_order(till: Till, call: Call) -> Answer:
    checkout = found(till, call)
    if not purchasing_allowed(till, checkout.channel_id):
        raise Refused("rule", NO_PURCHASING)
    order = till.place_order(checkout)
    return Answer(200, enveloped({"id": order.id}))


@operations.on("POST", "/token", "createCheckoutToken")
def create_token(till: Till, call: Call) -> Answer:
    checkout = found(till, call)
    optional(till.components.read, call.body, forms.TokenForm)
    token = till.redirect_token(checkout.id)
    return Answer(200, {"checkoutToken": token, "data": {"checkoutToken": token}, "meta": {}})

# ruff: noqa: D103 - handlers and forms are described by the operationId beside them
"""Carts, checkouts and orders on the storefront face: whatever the browser's session holds."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import UnsetType
from msgspec.structs import replace

from conformance.emulator.access import AccessRefused
from conformance.emulator.commerce import details
from conformance.emulator.commerce.checkout import Checkout, Side
from conformance.emulator.commerce.refusals import NotFound, Refused, wrong_fields
from conformance.emulator.messages import Answer, Call, nothing
from conformance.emulator.origins import ANTI_FORGERY_COOKIE, SESSION_COOKIE, anti_forgery_token
from conformance.emulator.reading import optional
from conformance.emulator.sessions import Session, trying
from conformance.emulator.surfaces import storefront_forms as forms
from conformance.emulator.surfaces.errors import refusal
from conformance.emulator.surfaces.operations import Operations
from conformance.emulator.surfaces.showing import order_view, view
from conformance.emulator.surfaces.storefront_presenter import CURRENCIES
from conformance.emulator.till import Till

operations = Operations("storefront", "/api/storefront")


def session_of(till: Till, call: Call) -> Session | None:
    """The session that the browser's cookie names."""
    return till.session(call.cookies.get(SESSION_COOKIE))


def cookies(session: Session) -> tuple[tuple[str, str], ...]:
    """The headers that give a browser its session."""
    rest = "; path=/; SameSite=Lax"
    return (
        ("set-cookie", f"{SESSION_COOKIE}={session.id}{rest}; HttpOnly"),
        ("set-cookie", f"{ANTI_FORGERY_COOKIE}={anti_forgery_token(session.id)}{rest}"),
    )


def own(till: Till, call: Call, checkout_id: str, what: Side) -> Checkout:
    """The purchase, if this browser holds it. Raises NotFound in the words of `what` otherwise."""
    if not till.components.owns(session_of(till, call), checkout_id):
        raise NotFound(what, checkout_id)
    return till.checkout(checkout_id, what)


def cart_answer(till: Till, call: Call, checkout: Checkout) -> Answer:
    """The cart, without an envelope."""
    return Answer(200, till.components.storefront_cart(view(till, call, checkout)))


def checkout_answer(till: Till, call: Call, checkout: Checkout) -> Answer:
    """The checkout, without an envelope."""
    return Answer(200, till.components.storefront_checkout(view(till, call, checkout)))


def changed(till: Till, call: Call, rule: Callable[[Checkout], Checkout], version: int | None = None) -> Answer:
    """The checkout of the path after a rule."""
    checkout = found(till, call)
    return checkout_answer(till, call, till.change(checkout, call, rule, version))


def found(till: Till, call: Call) -> Checkout:
    """The checkout that the path names. Raises NotFound."""
    return own(till, call, call.params["checkoutId"], "checkout")


@operations.on("GET", "/carts", "getCart")
def get_carts(till: Till, call: Call) -> Answer:
    session = session_of(till, call)
    if session is None:
        return Answer(200, [], headers=cookies(till.open_session()))
    held = till.present_cart(session)
    return Answer(200, [till.components.storefront_cart(view(till, call, held))] if held else [])


@operations.on("POST", "/carts", "createCart")
def create_cart(till: Till, call: Call) -> Answer:
    form = till.components.read(call.body, forms.CartForm)
    wanted = form.wanted()
    if not wanted:
        raise wrong_fields(lineItems="At least one item is required")
    present = session_of(till, call)
    session = present or till.open_session()
    held = till.present_cart(session)
    if held is not None:
        # A browser holds one cart: what is added to "a new cart" joins it.
        cart = till.change(held, call, lambda before: till.policies.add_items(before, wanted, till))
    else:
        cart = till.open(
            lambda empty: till.policies.add_items(replace(empty, locale=form.locale or "en"), wanted, till)
        )
        till.hold(session, cart.id)
    answer = cart_answer(till, call, cart)
    return answer if present else Answer(answer.status, answer.document, headers=cookies(session))


@operations.on("DELETE", "/carts/{cartId}", "deleteCart")
def delete_cart(till: Till, call: Call) -> Answer:
    till.delete(own(till, call, call.params["cartId"], "cart"))
    return nothing()


@operations.on("POST", "/carts/{cartId}/items", "addCartLineItem")
def add_items(till: Till, call: Call) -> Answer:
    cart = own(till, call, call.params["cartId"], "cart")
    form = till.components.read(call.body, forms.ItemsForm)
    wanted = form.wanted()
    after = till.change(
        cart,
        call,
        lambda before: till.policies.add_items(before, wanted, till),
        form.expected,
    )
    return cart_answer(till, call, after)


@operations.on("PUT", "/carts/{cartId}/items/{itemId}", "updateCartLineItem")
def update_item(till: Till, call: Call) -> Answer:
    cart = own(till, call, call.params["cartId"], "cart")
    return cart_answer(till, call, _updated(till, call, cart))


@operations.on("DELETE", "/carts/{cartId}/items/{itemId}", "deleteCartLineItem")
def delete_item(till: Till, call: Call) -> Answer:
    after = _removed(till, call, own(till, call, call.params["cartId"], "cart"))
    return cart_answer(till, call, after) if after.lines else nothing()


@operations.on("POST", "/carts/{cartId}/currency", "updateCartCurrency")
def update_currency(till: Till, call: Call) -> Answer:
    cart = own(till, call, call.params["cartId"], "cart")
    form = till.components.read(call.body, forms.CurrencyForm)
    if form.currency_code not in CURRENCIES:
        raise NotFound("currency", form.currency_code)
    if cart.manual_discount:
        raise Refused("rule", "The currency of a cart with a manual discount cannot be changed")
    after = till.change(cart, call, lambda before: replace(before, currency=form.currency_code))
    return cart_answer(till, call, after)


@operations.on("GET", "/checkouts/{checkoutId}", "getCheckout")
@operations.on("GET", "/checkout/{checkoutId}", "getCheckoutAlias")
def get_checkout(till: Till, call: Call) -> Answer:
    return checkout_answer(till, call, found(till, call))


@operations.on("PUT", "/checkouts/{checkoutId}", "updateCheckout")
def update_checkout(till: Till, call: Call) -> Answer:
    found(till, call)
    form = till.components.read(call.body, forms.MessageForm)

    def rule(before: Checkout) -> Checkout:
        said = form.customer_message
        return before if isinstance(said, UnsetType) else till.policies.set_message(before, said)

    return changed(till, call, rule, form.expected)


@operations.on("PUT", "/checkouts/{checkoutId}/carts/{cartId}/items/{itemId}", "updateCheckoutLineItem")
def update_checkout_item(till: Till, call: Call) -> Answer:
    checkout = found(till, call)
    own(till, call, call.params["cartId"], "cart")
    return checkout_answer(till, call, _updated(till, call, checkout))


@operations.on("DELETE", "/checkouts/{checkoutId}/carts/{cartId}/items/{itemId}", "deleteCheckoutLineItem")
def delete_checkout_item(till: Till, call: Call) -> Answer:
    checkout = found(till, call)
    own(till, call, call.params["cartId"], "cart")
    after = _removed(till, call, checkout)
    return checkout_answer(till, call, after) if after.lines else nothing()


@operations.on("POST", "/checkouts/{checkoutId}/billing-address", "addCheckoutBillingAddress")
def add_billing_address(till: Till, call: Call) -> Answer:
    found(till, call)
    form = till.components.read(call.body, forms.BillingAddressForm)
    address = form.address()
    return changed(till, call, lambda before: till.policies.add_billing_address(before, address, till), form.expected)


@operations.on("PUT", "/checkouts/{checkoutId}/billing-address/{addressId}", "updateCheckoutBillingAddress")
def update_billing_address(till: Till, call: Call) -> Answer:
    found(till, call)
    form = till.components.read(call.body, forms.BillingAddressForm)
    address_id, address = call.params["addressId"], form.address()
    return changed(
        till,
        call,
        lambda before: till.policies.update_billing_address(before, address_id, address),
        form.expected,
    )


@operations.on("POST", "/checkouts/{checkoutId}/consignments", "createCheckoutConsignment")
def add_consignments(till: Till, call: Call) -> Answer:
    checkout = found(till, call)
    items = till.components.read(call.body, tuple[forms.NewConsignmentForm, ...])
    if not items:
        raise wrong_fields(body="At least one consignment is required")
    for item in items:
        till.policies.check_version(checkout, item.expected)
    wanted = tuple(item.wanted() for item in items)
    return changed(till, call, lambda before: till.policies.add_consignments(before, wanted, till))


@operations.on("PUT", "/checkouts/{checkoutId}/consignments/{consignmentId}", "updateCheckoutConsignment")
def update_consignment(till: Till, call: Call) -> Answer:
    consignment_id = till.policies.named_consignment(found(till, call), call.params["consignmentId"])
    form = till.components.read(call.body, forms.ConsignmentForm)
    wanted = form.wanted()
    return changed(
        till,
        call,
        lambda before: till.policies.update_consignment(before, consignment_id, wanted, till),
        form.expected,
    )


@operations.on("DELETE", "/checkouts/{checkoutId}/consignments/{consignmentId}", "deleteCheckoutConsignment")
def delete_consignment(till: Till, call: Call) -> Answer:
    form = optional(till.components.read, call.body, forms.VersionForm)
    consignment_id = call.params["consignmentId"]
    return changed(till, call, lambda before: till.policies.delete_consignment(before, consignment_id), form.expected)


@operations.on("POST", "/checkouts/{checkoutId}/coupons", "addCheckoutCoupon")
def add_coupon(till: Till, call: Call) -> Answer:
    found(till, call)
    form = till.components.read(call.body, forms.CouponForm)
    return changed(till, call, lambda before: till.policies.add_coupon(before, form.coupon_code, till), form.expected)


@operations.on("DELETE", "/checkouts/{checkoutId}/coupons/{couponCode}", "deleteCheckoutCoupon")
def delete_coupon(till: Till, call: Call) -> Answer:
    form = optional(till.components.read, call.body, forms.VersionForm)
    code = call.params["couponCode"]
    return changed(till, call, lambda before: till.policies.delete_coupon(before, code, till), form.expected)


@operations.on("POST", "/checkouts/{checkoutId}/gift-certificates", "addCheckoutGiftCertificate")
def add_gift_certificate(till: Till, call: Call) -> Answer:
    found(till, call)
    form = till.components.read(call.body, forms.GiftCertificateCodeForm)
    code = form.gift_certificate_code
    session = session_of(till, call)
    if session is not None:
        till.keep_session(trying(session, code, till.now()))

    def rule(before: Checkout) -> Checkout:
        return till.policies.add_gift_certificate(before, code, till)

    try:
        return changed(till, call, rule, form.expected)
    except Refused as refused:
        # Answered here and not raised: that the code was tried stays on record.
        return refusal(call, refused)


@operations.on(
    "DELETE", "/checkouts/{checkoutId}/gift-certificates/{giftCertificateCode}", "deleteCheckoutGiftCertificate"
)
def delete_gift_certificate(till: Till, call: Call) -> Answer:
    code = call.params["giftCertificateCode"]
    return changed(till, call, lambda before: till.policies.delete_gift_certificate(before, code))


@operations.on("POST", "/checkouts/{checkoutId}/store-credit", "addCheckoutStoreCredit")
def add_store_credit(till: Till, call: Call) -> Answer:
    return _store_credit(till, call, applied=True)


@operations.on("DELETE", "/checkouts/{checkoutId}/store-credit", "removeCheckoutStoreCredit")
def remove_store_credit(till: Till, call: Call) -> Answer:
    return _store_credit(till, call, applied=False)


@operations.on("POST", "/checkouts/{checkoutId}/spam-protection", "checkoutSpamProtection")
def spam_protection(till: Till, call: Call) -> Answer:
    found(till, call)
    till.components.read(call.body, forms.SpamForm)
    return changed(till, call, details.pass_spam_check)


@operations.on("GET", "/orders/{orderId}", "getOrder")
def get_order(till: Till, call: Call) -> Answer:
    order = till.order_numbered(call.params["orderId"])
    session = session_of(till, call)
    if session is None:
        raise AccessRefused("unknown")
    if order.checkout.id not in session.carts:
        raise NotFound("order", call.params["orderId"])
    return Answer(200, till.components.storefront_order(order_view(till, call, order)))


def _store_credit(till: Till, call: Call, *, applied: bool) -> Answer:
    checkout = found(till, call)
    after = till.policies.set_store_credit(checkout, applied)
    return checkout_answer(till, call, till.keep(call, checkout, after))


def _updated(till: Till, call: Call, checkout: Checkout) -> Checkout:
    form = till.components.read(call.body, forms.ItemUpdateForm)
    wanted, item_id = form.wanted(), call.params["itemId"]
    checkout.line(item_id)
    return till.change(
        checkout,
        call,
        lambda before: till.policies.change_item(before, item_id, wanted, till),
        form.expected,
    )


def _removed(till: Till, call: Call, checkout: Checkout) -> Checkout:
    form = optional(till.components.read, call.body, forms.VersionForm)
    after = till.change(
        checkout,
        call,
        lambda before: till.policies.remove_item(before, call.params["itemId"]),
        form.expected,
    )
    if till.policies.is_over(after):
        till.drop(checkout.id)
    return after

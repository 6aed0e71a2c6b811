# ruff: noqa: D103 - handlers and forms are described by the operationId beside them
"""Carts on the server-to-server face."""

from __future__ import annotations

from urllib.parse import urlencode

from msgspec import UnsetType
from msgspec.structs import replace

from conformance.emulator.commerce.checkout import Checkout
from conformance.emulator.commerce.refusals import wrong_fields
from conformance.emulator.messages import Answer, Call, Json, nothing
from conformance.emulator.reading import optional
from conformance.emulator.surfaces import server_forms as forms
from conformance.emulator.surfaces.operations import Operations
from conformance.emulator.surfaces.showing import enveloped, view
from conformance.emulator.till import Till

operations = Operations("server", "/stores/{store_hash}/v3")
INCLUDES = frozenset(
    {
        "redirect_urls",
        "line_items.physical_items.options",
        "line_items.digital_items.options",
        "promotions.banners",
    }
)


def check_include(call: Call, known: frozenset[str]) -> None:
    """Raises Refused when the caller wants to see what does not exist."""
    unknown = sorted(call.include - known)
    if unknown:
        raise wrong_fields(include=f"{unknown[0]} is not a known value")


def cart_answer(till: Till, call: Call, checkout: Checkout, status: int = 200) -> Answer:
    """The cart in an envelope."""
    urls = redirect_urls(till, call, checkout) if "redirect_urls" in call.include else None
    return Answer(status, enveloped(till.components.server_cart(view(till, call, checkout, urls))))


def redirect_urls(till: Till, call: Call, checkout: Checkout, extra: str = "") -> Json:
    """Links that bring the cart into a browser; all three hold the same single-use token."""
    page = f"{call.base_url}/cart.php?"
    rest = f"id={checkout.id}&token={till.redirect_token(checkout.id)}{extra}"
    return {
        "cart_url": f"{page}action=load&{rest}",
        "checkout_url": f"{page}action=loadInCheckout&{rest}",
        "embedded_checkout_url": f"{page}embedded=1&action=loadInCheckout&{rest}",
    }


@operations.on("POST", "/carts", "createCart")
def create_cart(till: Till, call: Call) -> Answer:
    check_include(call, INCLUDES)
    form = till.components.read(call.body, forms.CartForm)
    wanted = form.wanted()

    def fill(empty: Checkout) -> Checkout:
        begun = replace(
            empty,
            customer_id=form.customer_id,
            channel_id=form.channel_id,
            currency=form.currency.code,
            locale=form.locale or "en",
        )
        return till.policies.add_items(begun, wanted, till)

    return cart_answer(till, call, till.open(fill), 201)


@operations.on("GET", "/carts/{cartId}", "getCart")
def get_cart(till: Till, call: Call) -> Answer:
    check_include(call, INCLUDES)
    return cart_answer(till, call, till.checkout(call.params["cartId"], "cart"))


@operations.on("PUT", "/carts/{cartId}", "updateCart")
def update_cart(till: Till, call: Call) -> Answer:
    check_include(call, INCLUDES)
    cart = till.checkout(call.params["cartId"], "cart")
    form = till.components.read(call.body, forms.CartUpdateForm)

    def rule(before: Checkout) -> Checkout:
        customer_id = before.customer_id if isinstance(form.customer_id, UnsetType) else form.customer_id
        after = till.policies.set_customer(before, customer_id)
        channel = before.channel_id if isinstance(form.channel_id, UnsetType) else form.channel_id
        return replace(after, channel_id=channel)

    return cart_answer(till, call, till.change(cart, call, rule, form.expected), 201)


@operations.on("DELETE", "/carts/{cartId}", "deleteCart")
def delete_cart(till: Till, call: Call) -> Answer:
    till.delete(till.checkout(call.params["cartId"], "cart"))
    return nothing()


@operations.on("POST", "/carts/{cartId}/items", "addCartLineItems")
def add_items(till: Till, call: Call) -> Answer:
    check_include(call, INCLUDES)
    cart = till.checkout(call.params["cartId"], "cart")
    form = till.components.read(call.body, forms.ItemsForm)
    wanted = form.wanted()
    changed = till.change(
        cart,
        call,
        lambda before: till.policies.add_items(before, wanted, till),
        form.expected,
    )
    return cart_answer(till, call, changed, 201)


@operations.on("PUT", "/carts/{cartId}/items/{itemId}", "updateCartLineItem")
def update_item(till: Till, call: Call) -> Answer:
    check_include(call, INCLUDES)
    cart = till.checkout(call.params["cartId"], "cart")
    form = till.components.read(call.body, forms.ItemUpdateForm)
    wanted, item_id = form.wanted(), call.params["itemId"]
    cart.line(item_id)
    changed = till.change(
        cart,
        call,
        lambda before: till.policies.change_item(before, item_id, wanted, till) if wanted else before,
        form.expected,
    )
    return cart_answer(till, call, changed)


@operations.on("DELETE", "/carts/{cartId}/items/{itemId}", "deleteCartLineItem")
def delete_item(till: Till, call: Call) -> Answer:
    check_include(call, INCLUDES)
    cart = till.checkout(call.params["cartId"], "cart")
    form = optional(till.components.read, call.body, forms.VersionForm)
    changed = till.change(
        cart,
        call,
        lambda before: till.policies.remove_item(before, call.params["itemId"]),
        form.expected,
    )
    if till.policies.is_over(changed):
        till.drop(cart.id)
        return nothing()
    return cart_answer(till, call, changed)


@operations.on("POST", "/carts/{cartId}/redirect_urls", "createCartRedirectURL")
def create_redirect_urls(till: Till, call: Call) -> Answer:
    cart = till.checkout(call.params["cartId"], "cart")
    form = optional(till.components.read, call.body, forms.RedirectForm)
    return Answer(201, enveloped(redirect_urls(till, call, cart, _extra(form))))


def _extra(form: forms.RedirectForm) -> str:
    asked = form.query_params
    if isinstance(asked, UnsetType) or isinstance(asked.key, UnsetType) or isinstance(asked.value, UnsetType):
        return ""
    return "&" + urlencode({asked.key: asked.value})

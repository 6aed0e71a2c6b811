# ruff: noqa: D103 - handlers and forms are described by the operationId beside them
"""The pages of the store that a browser opens: home, cart, checkout, and the links into a cart."""

from __future__ import annotations

from conformance.emulator.commerce.refusals import NotFound
from conformance.emulator.messages import Answer, Call
from conformance.emulator.surfaces.operations import Operations
from conformance.emulator.surfaces.storefront import cookies, session_of
from conformance.emulator.till import Till

operations = Operations("storefront", "")
HTML = "text/html; charset=utf-8"


def _page(till: Till, call: Call, title: str) -> Answer:
    session = session_of(till, call) or till.open_session()
    text = f"<!doctype html><html lang=en><title>{title}</title><h1>{title}</h1></html>"
    return Answer(200, content_type=HTML, headers=cookies(session), text=text)


@operations.on("GET", "/", "visitHome")
def home(till: Till, call: Call) -> Answer:
    return _page(till, call, "Emulated store")


@operations.on("GET", "/cart", "visitCart")
def cart(till: Till, call: Call) -> Answer:
    return _page(till, call, "Cart")


@operations.on("GET", "/checkout", "visitCheckout")
def checkout(till: Till, call: Call) -> Answer:
    return _page(till, call, "Checkout")


@operations.on("GET", "/cart.php", "loadCart")
def load_cart(till: Till, call: Call) -> Answer:
    action, cart_id, token = call.argument("action"), call.argument("id"), call.argument("token")
    if action not in ("load", "loadInCheckout") or cart_id is None or token is None:
        raise NotFound("cart", cart_id or "")
    held = till.redeem(token, cart_id)
    session = session_of(till, call) or till.open_session()
    till.hold(session, held.id)
    page = "checkout" if action == "loadInCheckout" else "cart"
    headers = (("location", f"{call.base_url}/{page}"), *cookies(session))
    return Answer(302, content_type=HTML, headers=headers, text="")

"""Purchases as answers: from a checkout to what each face writes."""

from __future__ import annotations

from conformance.emulator.commerce.checkout import Checkout
from conformance.emulator.commerce.orders import Order
from conformance.emulator.messages import Call, Json
from conformance.emulator.surfaces.view import OrderView, View
from conformance.emulator.till import Till


def view(till: Till, call: Call, checkout: Checkout, redirect_urls: Json | None = None) -> View:
    """Everything that a presenter may show of a purchase."""
    quote = till.quote(checkout)
    held = {one.code: till.gift_certificate(one.code) for one in quote.certificates}
    return View(
        checkout=checkout,
        quote=quote,
        options=till.options(checkout),
        include=call.include,
        customer=till.customer(checkout.customer_id),
        certificates={code: one for code, one in held.items() if one is not None},
        base_url=call.base_url,
        redirect_urls=redirect_urls,
        asks_for_spam_check=till.settings.spam_check and not checkout.spam_checked,
    )


def order_view(till: Till, call: Call, order: Order) -> OrderView:
    """Everything that a presenter may show of an order."""
    return OrderView(
        order=order,
        base_url=call.base_url,
        store_hash=till.settings.store_hash,
        include=call.include,
        pickup_methods=till.pickup_methods,
    )


def enveloped(document: object) -> Json:
    """A document as the server face wraps it."""
    return {"data": document, "meta": {}}

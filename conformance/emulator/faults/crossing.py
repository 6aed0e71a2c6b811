"""Faults between the faces: what is done on one is not, or not at once, seen on the other."""

from __future__ import annotations

from dataclasses import replace as exchanged

from conformance.emulator.commerce.checkout import Checkout
from conformance.emulator.components import Components
from conformance.emulator.faults.registry import fault
from conformance.emulator.messages import Call, Json, Surface
from conformance.emulator.surfaces.view import View

ADDING = frozenset({"addCartLineItems", "addCartLineItem"})
CHANGING = frozenset({"updateCartLineItem", "updateCheckoutLineItem", "deleteCartLineItem", "deleteCheckoutLineItem"})
MESSAGE = frozenset({"updateCheckout"})


def _unseen(components: Components, operations: frozenset[str], done_on: Surface) -> Components:
    """Components whose other face shows a checkout as it was before these operations on this face."""
    inner, earlier = components.stored, dict[str, Checkout]()

    def stored(call: Call, before: Checkout, after: Checkout) -> Checkout:
        if call.operation in operations and call.surface == done_on:
            earlier.setdefault(before.id, before)
        return inner(call, before, after)

    other = "storefront" if done_on == "server" else "server"
    present = components.storefront_checkout if other == "storefront" else components.server_checkout

    def presented(view: View) -> Json:
        was = earlier.get(view.checkout.id)
        if was is None:
            return present(view)
        document = present(view)
        _put_back(document, was)
        return document

    name = f"{other}_checkout"
    return exchanged(components, stored=stored, **{name: presented})  # type: ignore[arg-type]


def _put_back(document: Json, was: Checkout) -> None:
    message = "customer_message" if "customer_message" in document else "customerMessage"
    document[message] = was.customer_message
    lines = document["cart"].get("line_items") or document["cart"]["lineItems"]
    kind = "physical_items" if "physical_items" in lines else "physicalItems"
    held = {line.id: line.quantity for line in was.lines}
    lines[kind] = [line | {"quantity": held[line["id"]]} for line in lines[kind] if line["id"] in held]


@fault(
    "items-added-by-server-unseen-in-shop",
    breaks="items-cross-faces",
    surface="storefront",
    summary="Goods that a server adds are not on the checkout that the storefront shows.",
)
def added_by_server(components: Components) -> Components:
    return _unseen(components, ADDING, "server")


@fault(
    "items-added-in-shop-unseen-by-server",
    breaks="items-cross-faces",
    surface="server",
    summary="Goods that a shopper adds are not on the checkout that the server shows.",
)
def added_in_shop(components: Components) -> Components:
    return _unseen(components, ADDING, "storefront")


@fault(
    "line-changes-by-server-unseen-in-shop",
    breaks="line-changes-cross-faces",
    surface="storefront",
    summary="Lines that a server updates are as before on the checkout that the storefront shows.",
)
def changed_by_server(components: Components) -> Components:
    return _unseen(components, CHANGING, "server")


@fault(
    "line-changes-in-shop-unseen-by-server",
    breaks="line-changes-cross-faces",
    surface="server",
    summary="Lines that a shopper updates are as before on the checkout that the server shows.",
)
def changed_in_shop(components: Components) -> Components:
    return _unseen(components, CHANGING, "storefront")


@fault(
    "message-of-server-unseen-in-shop",
    breaks="message-crosses-faces",
    surface="storefront",
    summary="The storefront shows the message that stood on a checkout before a server left another.",
)
def message_of_server(components: Components) -> Components:
    return _unseen(components, MESSAGE, "server")


@fault(
    "message-of-shopper-unseen-by-server",
    breaks="message-crosses-faces",
    surface="server",
    summary="The server shows the message that stood on a checkout before a shopper left another.",
)
def message_of_shopper(components: Components) -> Components:
    return _unseen(components, MESSAGE, "storefront")

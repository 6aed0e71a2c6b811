"""Faults of customer messages."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from conformance.emulator.commerce.checkout import Checkout
from conformance.emulator.components import Components
from conformance.emulator.faults.looseness import reading
from conformance.emulator.faults.registry import fault
from conformance.emulator.faults.seams import forgetful, ruled

MESSAGE = "customer-message-is-kept"
UPDATES = frozenset({"updateCheckout"})


def _old_message(before: Checkout, after: Checkout) -> Checkout:
    return replace(after, customer_message=before.customer_message)


@fault("customer-message-ignored", breaks=MESSAGE, summary="A customer message is accepted and not shown.")
def ignored(components: Components) -> Components:
    return ruled(components, set_message=lambda checkout, _message: checkout)


@fault(
    "customer-message-not-kept",
    breaks=MESSAGE,
    summary="The answer shows the customer message, the next read the old one.",
)
def not_kept(components: Components) -> Components:
    return forgetful(components, UPDATES, _old_message)


@fault(
    "customer-message-not-kept-on-storefront",
    breaks=MESSAGE,
    surface="storefront",
    summary="A customer message given on the storefront is gone with the next read.",
)
def not_kept_on_storefront(components: Components) -> Components:
    return forgetful(components, UPDATES, _old_message, surface="storefront")


@fault(
    "customer-message-cut-short",
    breaks=MESSAGE,
    summary="A customer message loses its last character.",
)
def cut_short(components: Components) -> Components:
    put = components.policies.set_message
    return ruled(components, set_message=lambda checkout, message: put(checkout, message[:-1]))


@fault(
    "customer-message-drops-shipping-option",
    breaks="customer-message-leaves-the-rest",
    summary="A customer message lets go of the chosen shipping options.",
)
def drops_shipping_option(components: Components) -> Components:
    put = components.policies.set_message

    def said(checkout: Checkout, message: str) -> Checkout:
        after = put(checkout, message)
        return replace(after, consignments=tuple(replace(one, option=None) for one in after.consignments))

    return ruled(components, set_message=said)


@fault(
    "customer-message-lost-with-a-line",
    breaks="customer-message-outlives-changes",
    summary="Deleting a line takes the customer message along.",
)
def lost_with_a_line(components: Components) -> Components:
    remove = components.policies.remove_item
    return ruled(
        components,
        remove_item=lambda checkout, item_id: replace(remove(checkout, item_id), customer_message=""),
    )


@fault(
    "customer-message-said-twice",
    breaks="customer-message-twice-equals-once",
    summary="A customer message that stands already is added to itself.",
)
def said_twice(components: Components) -> Components:
    put = components.policies.set_message

    def said(checkout: Checkout, message: str) -> Checkout:
        again = bool(message) and checkout.customer_message == message
        return put(checkout, f"{message} {message}" if again else message)

    return ruled(components, set_message=said)


@fault(
    "customer-message-can-not-be-emptied",
    breaks="customer-message-can-be-emptied",
    summary="An empty customer message leaves the one before.",
)
def can_not_be_emptied(components: Components) -> Components:
    put = components.policies.set_message
    return ruled(
        components, set_message=lambda checkout, message: put(checkout, message or checkout.customer_message)
    )


@fault(
    "customer-message-too-long-is-cut",
    breaks="customer-message-over-2000-is-refused",
    summary="A customer message that is too long is cut instead of refused.",
)
def too_long_is_cut(components: Components) -> Components:
    most = 2000

    def prepare(document: Any, form: str) -> Any:
        for name in ("customer_message", "customerMessage") if form == "MessageForm" else ():
            if isinstance(document, dict) and isinstance(document.get(name), str):
                document[name] = document[name][:most]
        return document

    return reading(components, prepare)

"""Faults of customer messages."""

from __future__ import annotations

from msgspec.structs import replace

from conformance.emulator.commerce.checkout import Checkout
from conformance.emulator.components import Components
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

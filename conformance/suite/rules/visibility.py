"""What an answer shows only when asked."""

from __future__ import annotations

from conformance.suite.rules.sight import Sight

OPTIONS = {"server": "available_shipping_options", "storefront": "availableShippingOptions"}


def shipping_options_hidden_without_include(sight: Sight) -> tuple[str, ...] | None:
    """``shipping-options-hidden-without-include``: no consignment lists options that nobody asked for."""
    checkout = sight.checkout
    member = OPTIONS.get(sight.surface)
    if checkout is None or member is None or any(member in value for value in sight.include):
        return None
    consignments = [held for held in checkout.get("consignments") or [] if isinstance(held, dict)]
    if not consignments:
        return None
    if any(held.get(member) for held in consignments):
        return (f"a consignment lists {member} although the request doesn't include them",)
    return ()

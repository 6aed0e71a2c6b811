"""What an answer shows only when asked."""

from __future__ import annotations

from conformance.suite.rules.sight import Sight

OPTIONS = "available_shipping_options"


def shipping_options_hidden_without_include(sight: Sight) -> tuple[str, ...] | None:
    """``shipping-options-hidden-without-include``: no consignment lists options that nobody asked for."""
    if not sight.consignments or any(OPTIONS in value for value in sight.include):
        return None
    if sight.surface == "storefront" and not sight.include:
        # Documented: some of its operations include the options where nothing is said of what to include.
        return None
    if any(consignment.get(OPTIONS) for consignment in sight.consignments):
        return ("a consignment lists available shipping options although the request doesn't include them",)
    return ()

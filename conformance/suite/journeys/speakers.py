"""Which requirement speaks when a step changed what it must leave, or when the faces differ afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# By part of the checkout; the empty name stands for every part that isn't named.
Leaves = Mapping[str, str]

# The parts that nobody has touched yet, or that were touched by a step which says nothing of them.
KEEPERS: Leaves = MappingProxyType(
    {
        "contents": "cart-create-holds-items",
        "billing": "billing-address-add-is-kept",
        "coupons": "coupon-add-applies",
        "certificates": "gift-certificate-add-applies",
        "message": "customer-message-is-kept",
        "consignments": "consignment-add-is-kept",
        "options": "shipping-option-selection-is-kept",
    }
)

LEAVES: Mapping[str, Leaves] = MappingProxyType(
    {
        "items": {
            "billing": "item-changes-keep-billing-address",
            "coupons": "item-changes-keep-coupons",
            "message": "customer-message-outlives-changes",
        },
        "message": {"": "customer-message-leaves-the-rest"},
        "billing": {
            "coupons": "billing-address-leaves-coupons",
            "certificates": "gift-certificate-outlives-other-changes",
            "": "billing-address-leaves-the-rest",
        },
        "consignment added": {
            "certificates": "gift-certificate-outlives-other-changes",
            "": "consignment-add-leaves-the-rest",
        },
        "consignment updated": {
            "message": "customer-message-outlives-changes",
            "billing": "billing-address-outlives-other-changes",
            "certificates": "gift-certificate-outlives-other-changes",
        },
        "consignment deleted": {
            "certificates": "gift-certificate-outlives-other-changes",
            "": "consignment-delete-leaves-the-rest",
        },
        "option chosen": {"": "shipping-option-choice-leaves-the-rest"},
        "coupon": {"": "coupon-leaves-the-rest"},
        "certificate": {"": "gift-certificate-leaves-the-rest"},
        "reading": {"": "checkout-read-changes-nothing"},
        "reading of the cart": {"": "cart-read-changes-nothing"},
        "unknown line": {"": "lineitem-unknown-changes-nothing"},
        "refused": {"": "refused-request-changes-nothing"},
        "refused coupon": {"": "coupon-refused-leaves-checkout"},
        "refused certificate": {"": "gift-certificate-refused-leaves-checkout"},
        "refused order": {"": "order-refused-changes-nothing"},
        "order": {"": "order-unpaid-changes-nothing-on-the-checkout"},
    }
)

SAME_CHECKOUT = "checkout-seen-from-both-faces"
AGREE: Mapping[str, str] = MappingProxyType(
    {
        "contents": "faces-agree-on-quantities",
        "grand total": "faces-agree-on-grand-total",
        "billing": "faces-agree-on-billing-address",
        "coupons": "faces-agree-on-coupons",
        "message": "faces-agree-on-message",
        "consignments": "faces-agree-on-consignments",
    }
)
# What has just been done on one face has requirements of its own on how the other shows it.
CROSSES: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("cart-items-add-is-kept", "contents"): "items-cross-faces",
        ("lineitem-update-changes-quantity", "contents"): "line-changes-cross-faces",
        ("lineitem-delete-removes-line", "contents"): "line-changes-cross-faces",
        ("customer-message-is-kept", "message"): "message-crosses-faces",
    }
)


def speaker_of_difference(requirement: str, part: str, *, first: bool) -> str:
    """Which requirement speaks when the faces differ in a part, after a step or at first sight."""
    if first and part in {"contents", "grand total"}:
        return SAME_CHECKOUT
    return CROSSES.get((requirement, part), AGREE[part])


def all_speakers() -> tuple[str, ...]:
    """Every requirement that is named here, in a stable order."""
    left = [each for leaves in LEAVES.values() for each in leaves.values()]
    return tuple(dict.fromkeys((*KEEPERS.values(), *left)))

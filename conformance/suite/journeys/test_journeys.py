"""Journeys on each face, and on both in turn: whatever follows whatever, a checkout keeps its story straight."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conformance.suite.journeys.speakers import AGREE, CROSSES, SAME_CHECKOUT, all_speakers
from conformance.suite.spoken import Spoken

# What a walk can look at on either face. Which of them it did look at shows when it has been walked.
EITHER = (
    *all_speakers(),
    "billing-address-add-is-kept",
    "billing-address-id-is-stable",
    "billing-address-update-replaces",
    "cart-amounts-follow-contents",
    "cart-and-checkout-agree-on-items",
    "cart-create-holds-items",
    "cart-created-time-is-kept",
    "cart-items-add-is-kept",
    "cart-updated-time-runs-forward",
    "checkout-id-equals-cart-id",
    "consignment-add-is-kept",
    "consignment-delete-removes",
    "consignment-items-match-addresses",
    "consignment-several-addresses",
    "consignment-update-is-kept",
    "consignment-update-touches-one",
    "coupon-add-applies",
    "coupon-delete-removes",
    "coupon-unknown-is-refused",
    "customer-message-is-kept",
    "lineitem-delete-removes-line",
    "lineitem-unknown-is-refused",
    "lineitem-update-changes-quantity",
    "shipping-option-selection-is-kept",
    "version-conflict-is-refused",
    "version-increments-on-update",
    "version-unmoved-by-refusals",
)
STOREFRONT = (
    "gift-certificate-add-applies",
    "gift-certificate-delete-removes",
    "gift-certificate-unknown-is-refused",
)
SERVER = (
    "order-created-incomplete",
    "order-duplicate-gets-new-number",
    "order-duplicate-has-same-contents",
    "order-holds-the-checkouts-items",
    "order-needs-shipping",
    "order-paid-removes-cart",
    "order-paid-removes-checkout",
    "order-unpaid-keeps-checkout",
)

FACES = (SAME_CHECKOUT, *AGREE.values(), *CROSSES.values())


@pytest.mark.faces("server")
@pytest.mark.requirement(*EITHER, *SERVER)
def test_a_checkout_keeps_its_story_straight_on_the_server_face(walked: Callable[[str], Spoken]) -> None:
    """Long walks on the server face, from carts to paid orders."""
    spoken = walked("server")
    assert not spoken.breaches, "\n\n".join(breach.story for breach in spoken.breaches)


@pytest.mark.faces("storefront")
@pytest.mark.requirement(*EITHER, *STOREFRONT)
def test_a_checkout_keeps_its_story_straight_on_the_storefront(walked: Callable[[str], Spoken]) -> None:
    """Long walks on the storefront face."""
    spoken = walked("storefront")
    assert not spoken.breaches, "\n\n".join(breach.story for breach in spoken.breaches)


@pytest.mark.faces("server", "storefront")
@pytest.mark.requirement(*EITHER, *FACES)
def test_both_faces_tell_one_story_of_a_checkout(walked: Callable[[str], Spoken]) -> None:
    """Long walks on one checkout, each step by either face and seen from both."""
    spoken = walked("both")
    assert not spoken.breaches, "\n\n".join(breach.story for breach in spoken.breaches)

"""What is read off the walk on the storefront face: gift certificates, and who sees the checkout."""

from __future__ import annotations

from decimal import Decimal

import pytest

from conformance.suite.documents import Checkout, Unreadable
from conformance.suite.rules.money import HALF_A_CENT
from conformance.suite.scenarios.contents import is_gone
from conformance.suite.walks.aspects import changed
from conformance.suite.walks.story import Story

pytestmark = pytest.mark.smoke


@pytest.mark.requirement("gift-certificate-add-applies")
def test_a_gift_certificate_pays(storefront_story: Story) -> None:
    """A gift certificate is listed, and lowers what is left to pay by what is used of it."""
    told = storefront_story.step("gift certificate: add")
    assert told.answer.accepted, f"adding a gift certificate was refused with {told.answer.status}"
    held = told.after.gift_certificates
    assert len(held) == 1, "the checkout lists another number of gift certificates than the one that was added"
    paid = _left_to_pay(told.before) - _left_to_pay(told.after)
    assert abs(paid - held[0].used) <= HALF_A_CENT, "what is left to pay isn't lower by what is used"


@pytest.mark.requirement("gift-certificate-unknown-is-refused")
def test_an_unknown_gift_certificate_is_refused(storefront_story: Story) -> None:
    """A code that nobody knows is refused, and changes nothing."""
    told = storefront_story.step("gift certificate: unknown")
    assert told.answer.refused, f"an unknown gift certificate was answered with {told.answer.status}"
    assert not changed(told.before, told.after), "a refused gift certificate changed the checkout"


@pytest.mark.requirement("gift-certificate-delete-removes")
def test_a_deleted_gift_certificate_is_gone(storefront_story: Story) -> None:
    """A deleted gift certificate is gone, and as much is left to pay as before it."""
    told, before = storefront_story.step("gift certificate: delete"), storefront_story.step("gift certificate: add")
    assert told.answer.accepted, f"deleting a gift certificate was refused with {told.answer.status}"
    assert not told.after.gift_certificates, "a deleted gift certificate is still listed"
    difference = _left_to_pay(told.after) - _left_to_pay(before.before)
    assert abs(difference) <= HALF_A_CENT, "what is left to pay isn't what it was before"


@pytest.mark.requirement("session-sees-only-its-own-cart")
def test_a_stranger_sees_nothing(storefront_story: Story) -> None:
    """Another session can't read the checkout."""
    assert is_gone(storefront_story.step("stranger: the checkout").answer), "another session can read the checkout"


@pytest.mark.requirement("session-sees-only-its-own-cart")
def test_a_stranger_changes_nothing(storefront_story: Story) -> None:
    """Another session can't leave a message on the checkout."""
    told = storefront_story.step("stranger: message")
    assert told.answer.refused, f"a message by another session was answered with {told.answer.status}"
    assert not changed(told.before, told.after), "another session changed the checkout"


def _left_to_pay(checkout: Checkout) -> Decimal:
    if checkout.outstanding_balance is None:
        raise Unreadable("the checkout shows no outstanding balance")
    return checkout.outstanding_balance

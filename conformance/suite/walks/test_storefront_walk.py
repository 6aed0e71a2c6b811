"""What is read off the walk on the storefront face: odd requests, coupons, gift certificates, and strangers."""

from __future__ import annotations

import pytest

from conformance.api import Answer
from conformance.suite.rules.money import HALF_A_CENT
from conformance.suite.scenarios.contents import is_gone
from conformance.suite.scenarios.redeeming import codes, left_to_pay
from conformance.suite.scenarios.staying import (
    CERTIFICATES,
    COUPONS,
    LEFT,
    MONEY,
    OPTIONS,
    changed,
)
from conformance.suite.walks.story import Story
from conformance.targets.provisioning import Lacking, Stock

pytestmark = pytest.mark.smoke


def act(name: str, requirement: str) -> object:
    """A row: an act and the requirement that it is about."""
    return pytest.param(name, marks=pytest.mark.requirement(requirement), id=name.replace(": ", " "))


REFUSED = [
    act("odd lines: update nobody's", "lineitem-unknown-is-refused"),
    act("odd lines: unknown product", "product-unknown-is-refused"),
    act("odd lines: unknown variant", "variant-unknown-is-refused"),
    act("odd: unknown certificate", "gift-certificate-unknown-is-refused"),
    act("odd: coupon as certificate", "gift-certificate-code-of-a-coupon-is-refused"),
    act("odd: unknown consignment", "consignment-unknown-is-refused"),
    act("odd: unknown item", "consignment-unknown-item-is-refused"),
    act("odd: unknown option", "shipping-option-unknown-is-refused"),
    act("odd: a stranger's reading", "session-sees-only-its-own-cart"),
    act("odd: a stranger's items", "session-changes-only-its-own-cart"),
    act("odd: a stranger's deletion", "session-deletes-only-its-own-cart"),
    act("odd: nobody's reading", "session-none-sees-nothing"),
]
REPEATED = [
    act("odd lines: update again", "lineitem-update-twice-equals-once"),
    act("odd: the option again", "shipping-option-choice-is-repeatable"),
    act("odd: the bill again", "billing-address-update-is-repeatable"),
]
CHANGING_NOTHING = [
    act("odd lines: update again", "lineitem-update-twice-equals-once"),
    act("odd lines: update nobody's", "lineitem-unknown-changes-nothing"),
    act("odd: certificate again", "gift-certificate-twice-counts-once"),
    act("odd: unknown certificate", "gift-certificate-refused-leaves-checkout"),
    act("odd: delete an unknown certificate", "gift-certificate-unknown-deletion-leaves-others"),
    act("odd: unknown option", "consignment-refused-leaves-checkout"),
    act("odd: the bill again", "billing-address-update-is-repeatable"),
    act("odd: another bill like it", "billing-address-leaves-coupons"),
    act("odd: a stranger's items", "session-changes-only-its-own-cart"),
]


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_store_can_not_accept_is_refused(storefront_story: Story, name: str) -> None:
    """What isn't there, or is another's, is refused."""
    answer = storefront_story.step(name).answer
    assert answer.refused, f"`{name}` was answered with {answer.status}"


@pytest.mark.parametrize("name", REPEATED)
def test_what_is_done_already_is_accepted(storefront_story: Story, name: str) -> None:
    """The same act, sent once more, is accepted."""
    answer = storefront_story.step(name).answer
    assert answer.accepted, f"`{name}` was refused with {answer.status}"


@pytest.mark.parametrize("name", CHANGING_NOTHING)
def test_what_is_refused_or_done_already_changes_nothing(storefront_story: Story, name: str) -> None:
    """After refusals, and after what was done already, the checkout is as it was."""
    told = storefront_story.step(name)
    differing = changed(told.before, told.after)
    assert not differing, f"`{name}` or what came with it changed {differing}"


@pytest.mark.requirement("lineitem-variant-is-immutable")
def test_an_update_keeps_the_variant(storefront_story: Story) -> None:
    """An update that names another variant, accepted or not, leaves the variant of each line that stays."""
    told = storefront_story.step("odd lines: another variant")
    before = {item.id: item.variant_id for item in told.before.cart.items}
    stayed = {item.id: item.variant_id for item in told.after.cart.items if item.id in before}
    assert stayed == {line: before[line] for line in stayed}, "an update changed a line's variant"


@pytest.mark.requirement("coupon-add-applies")
def test_a_coupon_is_listed(storefront_story: Story, stock: Stock) -> None:
    """A coupon that was added is listed, once."""
    shown = storefront_story.step("coupon: add").shown
    assert shown.coupon_codes == (stock.coupon_code.upper(),), "the checkout lists other coupons than the one added"


@pytest.mark.requirement("coupon-leaves-the-rest")
def test_a_coupon_leaves_the_rest(storefront_story: Story) -> None:
    """A coupon that is added to a furnished checkout leaves items, addresses and message."""
    told = storefront_story.step("coupon: add")
    differing = changed(told.before, told.after, COUPONS, OPTIONS, *MONEY)
    assert not differing, f"adding a coupon changed {differing}"


@pytest.mark.requirement("gift-certificate-add-applies")
def test_a_gift_certificate_pays(storefront_story: Story, stock: Stock) -> None:
    """A gift certificate is listed, and lowers what is left to pay by what is used of it."""
    told = storefront_story.step("gift certificate: add")
    assert told.answer.accepted, f"adding a gift certificate was refused with {told.answer.status}"
    held = told.after.gift_certificates
    assert codes(told.after) == [stock.gift_certificate_code.upper()], "the checkout lists other gift certificates"
    paid = left_to_pay(told.before) - left_to_pay(told.after)
    assert abs(paid - held[0].used) <= HALF_A_CENT, "what is left to pay isn't lower by what is used"


@pytest.mark.requirement("gift-certificate-leaves-the-rest")
def test_a_gift_certificate_leaves_the_rest(storefront_story: Story) -> None:
    """Adding a gift certificate changes nothing but what is left to pay."""
    told = storefront_story.step("gift certificate: add")
    differing = changed(told.before, told.after, CERTIFICATES, LEFT)
    assert not differing, f"adding a gift certificate changed {differing}"


@pytest.mark.requirement("gift-certificate-delete-removes")
def test_a_deleted_gift_certificate_is_gone(storefront_story: Story) -> None:
    """A deleted gift certificate is gone, and as much is left to pay as before it."""
    told, before = storefront_story.step("gift certificate: delete"), storefront_story.step("gift certificate: add")
    assert told.answer.accepted, f"deleting a gift certificate was refused with {told.answer.status}"
    assert not told.shown.gift_certificates, "a deleted gift certificate is still listed"
    differing = changed(before.before, told.shown)
    assert not differing, f"after a gift certificate came and went, {differing} is not what it was"


@pytest.mark.requirement("anti-forgery-token-is-needed")
def test_a_change_needs_the_anti_forgery_token(storefront_story: Story) -> None:
    """Where a shop asks for anti-forgery tokens, a change without one, and with a wrong one, is refused."""
    without = storefront_story.step("odd: a message without a token").answer
    wrongly = storefront_story.step("odd: a message with a wrong token").answer
    _asked_for(without, wrongly)
    assert without.refused, f"a message without an anti-forgery token was answered with {without.status}"
    assert wrongly.refused, f"a message with a wrong anti-forgery token was answered with {wrongly.status}"


@pytest.mark.requirement("cart-delete-removes-checkout")
def test_a_deleted_cart_is_gone(storefront_story: Story) -> None:
    """The checkout of a deleted cart can't be read any more."""
    assert storefront_story.step("deleted: delete").answer.accepted, "deleting a cart was refused"
    assert is_gone(storefront_story.step("deleted: the checkout").answer), "a deleted cart's checkout can be read"


def _asked_for(*answers: Answer) -> None:
    if not any(answer.refused for answer in answers):
        raise Lacking("the shop asks for no anti-forgery token")

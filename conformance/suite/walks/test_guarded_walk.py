"""What is read off the walk on the server face about coupons and versions."""

from __future__ import annotations

from decimal import Decimal

import pytest

from conformance.suite.documents import cart_in
from conformance.suite.scenarios.redeeming import is_amount_with_or_without_tax, is_share, undiscounted
from conformance.suite.scenarios.staying import COUPONS, MONEY, changed
from conformance.suite.walks.story import Story
from conformance.targets.provisioning import Lacking, Stock

pytestmark = pytest.mark.smoke

REFUSED = [
    pytest.param("message: stale version", marks=pytest.mark.requirement("version-conflict-is-refused"), id="stale"),
    pytest.param(
        "message: too long", marks=pytest.mark.requirement("customer-message-over-2000-is-refused"), id="too long"
    ),
    pytest.param("coupon: unknown", marks=pytest.mark.requirement("coupon-unknown-is-refused"), id="coupon"),
]
ROWS = [
    pytest.param("coupon: unknown", marks=pytest.mark.requirement("coupon-refused-leaves-checkout"), id="unknown"),
    pytest.param("coupon: again", marks=pytest.mark.requirement("coupon-twice-counts-once"), id="twice"),
    pytest.param(
        "coupon: delete an unknown one",
        marks=pytest.mark.requirement("coupon-unknown-deletion-leaves-others"),
        id="deletion",
    ),
]


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_wrong_is_refused(server_story: Story, name: str) -> None:
    """What a store can't accept is refused."""
    answer = server_story.step(name).answer
    assert answer.refused, f"`{name}` was answered with {answer.status}"


@pytest.mark.parametrize("name", ROWS)
def test_what_is_refused_or_done_already_changes_nothing(server_story: Story, name: str) -> None:
    """After refusals, and after what was done already, the checkout is as it was."""
    told = server_story.step(name)
    differing = changed(told.before, told.after)
    assert not differing, f"`{name}` or what came with it changed {differing}"


@pytest.mark.requirement("version-unmoved-by-refusals")
def test_refusals_leave_the_version(server_story: Story) -> None:
    """A message at an outdated version is refused and leaves the version as it was: the next update may name it."""
    refused, told = (server_story.step(f"message: {which} version").answer for which in ("stale", "right"))
    assert refused.refused, f"a message at an outdated version was answered with {refused.status}"
    assert told.accepted, f"after a refusal the version of before was refused with {told.status}"


@pytest.mark.requirement("version-conflict-is-refused")
def test_the_right_version_is_accepted(server_story: Story) -> None:
    """An update that names the current version is accepted."""
    told = server_story.step("message: right version")
    assert told.answer.accepted, f"an update with the current version was refused with {told.answer.status}"


@pytest.mark.requirement("customer-message-twice-equals-once")
def test_the_same_message_again_changes_nothing(server_story: Story) -> None:
    """A message that is left twice stands on the checkout once."""
    told = server_story.step("message: right version")
    differing = changed(told.before, told.shown)
    assert not differing, f"the same message again changed {differing}"


@pytest.mark.requirement("coupon-add-applies")
def test_a_coupon_is_listed(server_story: Story) -> None:
    """A coupon that was added is listed, once, and lowers the grand total."""
    told = server_story.step("coupon: add")
    assert told.answer.accepted, f"adding a coupon was refused with {told.answer.status}"
    assert len(told.after.coupons) == 1, "the checkout lists another number of coupons than the one that was added"


@pytest.mark.requirement("coupon-leaves-the-rest")
def test_a_coupon_leaves_everything_but_the_price(server_story: Story, stock: Stock) -> None:
    """Adding and deleting a coupon changes nothing but coupons and amounts, and leads back to where it began."""
    added, deleted = server_story.step("coupon: add"), server_story.step("coupon: delete")
    _plain(stock)
    differing = changed(added.before, added.after, COUPONS, *MONEY)
    assert not differing, f"adding a coupon changed {differing}"
    differing = changed(added.before, deleted.after)
    assert not differing, f"after a coupon came and went, {differing} is not what it was"


@pytest.mark.requirement("coupon-percentage-takes-its-share")
def test_a_percentage_takes_its_share_of_all_goods(server_story: Story, stock: Stock) -> None:
    """A coupon for a tenth leaves nine tenths of the grand total, tax and all."""
    _plain(stock)
    told = server_story.step("coupon: add")
    before, rest = undiscounted(told.before), Decimal("0.9")
    assert is_share(told.shown.grand_total, before.grand_total, rest, before), "the answer shows another share"
    assert is_share(told.after.grand_total, before.grand_total, rest, before), "the coupon took another share off"


@pytest.mark.requirement("coupon-shows-what-it-takes-off")
def test_a_coupon_shows_what_it_takes_off(server_story: Story, stock: Stock) -> None:
    """What a coupon is shown to take off is what the grand total is lower by, with tax or without."""
    _plain(stock)
    told = server_story.step("coupon: add")
    shown = sum((each.discounted_amount or Decimal(0) for each in told.after.coupons), Decimal(0))
    taken = undiscounted(told.before).grand_total - told.after.grand_total
    assert is_amount_with_or_without_tax(taken, shown), "a coupon shows another amount than it takes off"


@pytest.mark.requirement("coupon-delete-removes")
def test_a_deleted_coupon_is_gone(server_story: Story) -> None:
    """A coupon that was deleted is gone, and what the checkout costs is what it was before."""
    told, before = server_story.step("coupon: delete"), server_story.step("coupon: add").before
    assert told.answer.accepted, f"deleting a coupon was refused with {told.answer.status}"
    assert not changed(before, told.after), "a coupon left a trace"
    later = server_story.step("shipping: to Ada").after
    assert not later.coupons, "a deleted coupon is listed again later"


@pytest.mark.requirement("coupon-seen-in-the-cart")
def test_the_cart_by_itself_lists_the_coupon(server_story: Story, stock: Stock) -> None:
    """The cart, read by itself, lists the coupon while it is in use."""
    listed = [each.code.upper() for each in cart_in(server_story.step("coupon: the cart").answer).coupons]
    assert listed == [stock.coupon_code.upper()], "the cart doesn't list the coupon of its checkout"


@pytest.mark.requirement("cart-and-checkout-agree-on-items")
def test_cart_and_checkout_agree(server_story: Story) -> None:
    """The cart by itself holds what its checkout shows."""
    alone = cart_in(server_story.step("coupon: the cart").answer)
    assert alone.contents == server_story.step("coupon: add").after.cart.contents, (
        "cart and checkout hold other items"
    )


def _plain(stock: Stock) -> None:
    if not stock.made_coupon:
        raise Lacking("the coupon isn't of the suite's own making, so its terms are unknown")

"""What is read off the walk on the server face: access, links, fees, discounts and refusals."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from conformance.api import Answer
from conformance.suite.documents import Checkout, Unreadable, checkout_in
from conformance.suite.people import kept
from conformance.suite.rules.money import HALF_A_CENT
from conformance.suite.scenarios import looking
from conformance.suite.scenarios.linking import links_in
from conformance.suite.scenarios.looking import cart_document, discounts_shown, only
from conformance.suite.scenarios.redeeming import undiscounted
from conformance.suite.scenarios.staying import COUPONS, MESSAGE, MONEY, OPTIONS, PARTS, changed
from conformance.suite.scenarios.supposing import applies_where
from conformance.suite.walks.server_telling import CHANGED, DEAR, FAREWELL, FEE_TEXTS, FIRST_OFF, KEPT, OFF, fees_in
from conformance.suite.walks.story import Step, Story

pytestmark = pytest.mark.smoke

UNAUTHORIZED = {401, 403}
# Tax is worked out and rounded anew with each amount.
A_CENT = Decimal("0.01")


def turned_away(name: str, requirement: str, case: str) -> object:
    """A row: a step that must be refused for want of a right token."""
    return pytest.param(name, marks=pytest.mark.requirement(requirement), id=case)


TURNED_AWAY = [
    turned_away("access: read without a token", "token-missing-is-refused", "reading"),
    turned_away("access: message without a token", "token-missing-is-refused", "no token"),
    turned_away("access: message with a wrong token", "token-wrong-is-refused", "wrong"),
    turned_away("reader: delete", "token-read-only-is-refused-for-changes", "read-only"),
]
CHANGING = TURNED_AWAY[1:]


@pytest.mark.parametrize("name", TURNED_AWAY)
def test_everything_takes_its_token(server_story: Story, name: str) -> None:
    """Neither reading nor changing a checkout is allowed without a right token."""
    answer = server_story.step(name).answer
    assert answer.status in UNAUTHORIZED, f"`{name}` was answered with {answer.status}"


@pytest.mark.parametrize("name", CHANGING)
def test_whoever_is_turned_away_has_changed_nothing(server_story: Story, name: str) -> None:
    """A request that is refused for want of a right token leaves what nobody else changed either."""
    told = server_story.step(name)
    differing = changed(told.before, told.after, COUPONS, MESSAGE, *MONEY)
    assert not differing, f"`{name}` changed {differing}"
    assert told.after.customer_message == FAREWELL, f"`{name}` left another message"


@pytest.mark.requirement("order-needs-shipping")
def test_an_order_needs_shipping_options(server_story: Story) -> None:
    """A checkout makes no order before its shipping options are chosen."""
    refused = server_story.step("early: order").answer
    assert refused.refused, f"an order without a shipping option was answered with {refused.status}"


@pytest.mark.requirement("order-refused-changes-nothing")
def test_a_refused_order_changes_nothing(server_story: Story) -> None:
    """A refused order leaves what the next steps are not about."""
    before, after = server_story.step("early: order").before, server_story.step("option: Ben's").after
    differing = changed(before, after, OPTIONS, *MONEY)
    assert not differing, f"a refused order changed {differing}"


@pytest.mark.requirement("cart-redirect-urls-are-given")
def test_a_cart_gives_its_links(server_story: Story) -> None:
    """A cart gives a link to itself and one to its checkout."""
    links = links_in(server_story.step("visit: links").answer)
    assert links.cart_url, "the cart gives no link to itself"
    assert links.checkout_url, "the cart gives no link to its checkout"


@pytest.mark.requirement("checkout-seen-from-both-faces")
def test_the_shopper_sees_the_servers_checkout(server_story: Story) -> None:
    """The shopper whom the link brings sees the checkout that the server made."""
    there, here = _visited(server_story)
    assert (here.id, here.cart.id) == (there.id, there.cart.id), "the shopper sees another checkout"
    assert here.cart.contents == there.cart.contents, "the shopper sees other goods"
    assert kept(here.billing) == kept(there.billing), "the shopper sees another billing address"
    assert PARTS[OPTIONS](here) == PARTS[OPTIONS](there), "the shopper sees other shipping options chosen"


@pytest.mark.requirement("fee-crosses-faces")
@pytest.mark.requirement("manual-discount-crosses-faces")
def test_the_shopper_pays_what_the_server_says(server_story: Story) -> None:
    """The shopper sees the total with the fees and the discount that the server gave."""
    there, here = _visited(server_story)
    assert abs(here.grand_total - there.grand_total) <= HALF_A_CENT, "the shopper sees another grand total"


@pytest.mark.requirement("fee-add-is-kept")
def test_fees_are_shown_as_they_were_given(server_story: Story) -> None:
    """Fees that are added in two requests are all there, with names and texts of their own."""
    told = server_story.step("fees: add")
    assert told.answer.accepted, f"adding a fee was refused with {told.answer.status}"
    shown, held = _fee(fees_in(told.answer), DEAR), _fee(_fees_after(told), DEAR)
    assert _texts(shown) == _texts(DEAR), "the answer shows the fee otherwise than it was given"
    assert _texts(held) == _texts(DEAR), "the checkout shows the fee otherwise than it was given"
    assert held.get("id") == shown.get("id"), "the checkout shows the fee under another id than the answer"


@pytest.mark.requirement("fee-texts-up-to-limits")
def test_a_fee_has_a_long_name_for_shoppers(server_story: Story) -> None:
    """A fee whose display name is as long as it may be is accepted."""
    answer = server_story.step("fees: add").answer
    assert answer.accepted, f"a fee with a long display name was refused with {answer.status}"


@pytest.mark.requirement("fees-up-to-five")
def test_a_checkout_takes_five_fees(server_story: Story) -> None:
    """Four fees beside another one are accepted."""
    five = server_story.step("fees: add four").answer
    assert five.accepted, f"the fifth fee was refused with {five.status}"


@pytest.mark.requirement("fees-at-most-five")
def test_a_sixth_fee_is_refused(server_story: Story) -> None:
    """Beside five fees a sixth is refused."""
    sixth = server_story.step("fees: a sixth").answer
    assert sixth.refused, f"a sixth fee was answered with {sixth.status}"


@pytest.mark.requirement("fee-update-changes")
def test_an_updated_fee_has_its_new_texts(server_story: Story) -> None:
    """An updated fee has its new texts and its id, and the total follows its cost."""
    told, added = server_story.step("fees: update"), server_story.step("fees: add four")
    assert told.answer.accepted, f"updating a fee was refused with {told.answer.status}"
    held = _fee(_fees_after(told), CHANGED)
    assert _texts(held) == _texts(CHANGED), "the fee has other texts than it was updated to"
    assert held.get("id") == _fee(fees_in(added.answer), KEPT[0]).get("id"), "the fee has another id after an update"
    risen = checkout_in(told.answer).grand_total - checkout_in(added.answer).grand_total
    assert risen >= Decimal(10) - A_CENT, "the grand total doesn't follow the cost of the fee"


@pytest.mark.requirement("fee-delete-removes")
def test_a_deleted_fee_is_gone_and_the_others_stay(server_story: Story) -> None:
    """Of five fees one is deleted, and the four others are left."""
    told = server_story.step("fees: delete")
    assert told.answer.accepted, f"deleting a fee was refused with {told.answer.status}"
    left = sorted(str(each["name"]) for each in (DEAR, CHANGED, *KEPT[1:]))
    assert sorted(str(each.get("name")) for each in _fees_after(told)) == left, "other fees are left"


@pytest.mark.requirement("fee-raises-grand-total")
def test_a_fee_is_paid(server_story: Story) -> None:
    """A fee raises the grand total by at least its cost, by as much more as it is taxed."""
    told = server_story.step("fees: add")
    risen = checkout_in(told.answer).grand_total - told.before.grand_total
    assert risen >= Decimal(DEAR["cost"]) - A_CENT, "the grand total rose by less than the fee"
    assert risen <= Decimal(DEAR["cost"]) * 2, "the grand total rose by more than the fee with any tax on it"


@pytest.mark.requirement("fee-leaves-the-rest")
def test_fees_leave_the_rest_of_the_checkout(server_story: Story) -> None:
    """Fees on a finished checkout change neither items, addresses, shipping nor message."""
    differing = _beside_total(server_story.step("fees: add"))
    assert not differing, f"adding fees changed {', '.join(differing)}"


@pytest.mark.requirement("manual-discount-leaves-the-rest")
def test_a_discount_leaves_the_rest_of_the_checkout(server_story: Story) -> None:
    """A discount on a finished checkout changes neither items, addresses, shipping nor message."""
    differing = _beside_total(server_story.step("discount: second"))
    assert not differing, f"a discount changed {', '.join(differing)}"


@pytest.mark.requirement("manual-discount-lowers-total")
def test_a_discount_is_taken_off(server_story: Story) -> None:
    """A discount lowers the grand total by its amount, and by the tax on it where that comes on top."""
    told, without = server_story.step("discount: first"), server_story.step("fees: delete").answer
    assert told.answer.accepted, f"a discount was refused with {told.answer.status}"
    fallen = undiscounted(checkout_in(without)).grand_total - checkout_in(told.answer).grand_total
    assert Decimal(FIRST_OFF) - A_CENT <= fallen <= Decimal(FIRST_OFF) * 2, "the total doesn't follow the discount"


@pytest.mark.requirement("manual-discount-replaces-earlier")
def test_a_second_discount_takes_the_place_of_the_first(server_story: Story) -> None:
    """A discount given after another one counts alone."""
    told, without = server_story.step("discount: second"), server_story.step("fees: delete").answer
    assert told.answer.accepted, f"a second discount was refused with {told.answer.status}"
    fallen = undiscounted(checkout_in(without)).grand_total - told.after.grand_total
    assert Decimal(OFF) - A_CENT <= fallen <= Decimal(OFF) * 2, "the total doesn't follow the second discount alone"


@pytest.mark.requirement("manual-discount-is-shown")
def test_a_discount_is_shown_on_the_cart(server_story: Story) -> None:
    """A cart that was given a discount shows it in its checkout."""
    told = server_story.step("discount: second")
    assert _discounts(told.read_after) != _discounts(told.read_before), "the checkout doesn't show the discount"


@pytest.mark.requirement("manual-discount-of-zero-restores")
def test_a_discount_of_nothing_takes_the_discount_back(server_story: Story) -> None:
    """When fees and discount are taken back, the checkout is what it was before both."""
    told, before = server_story.step("back: discount"), server_story.step("fees: add").before
    applies_where(not told.answer.refused, "the store takes no discount of nothing")
    differing = looking.changed(before, told.shown)
    assert not differing, f"a discount that was given and taken back changed {', '.join(differing)}"


@pytest.mark.requirement("customer-message-is-kept")
def test_a_long_message_in_several_scripts_is_kept(server_story: Story) -> None:
    """A second, longer message takes the place of the first."""
    told = server_story.step("back: message")
    assert told.answer.accepted, f"leaving a message was refused with {told.answer.status}"
    assert told.after.customer_message == FAREWELL, "the message is another one than was left"


def _visited(story: Story) -> tuple[Checkout, Checkout]:
    """The checkout as the server sees it and as the shopper does."""
    told = story.step("visit: the checkout")
    assert told.answer.accepted, f"reading the checkout in the shopper's session was refused: {told.answer.status}"
    return told.before, checkout_in(told.answer)


def _beside_total(told: Step) -> list[str]:
    """What is otherwise than before, but for the grand total."""
    return looking.changed(told.before, told.after, "grand total")


def _fees_after(told: Step) -> list[dict[str, Any]]:
    if told.read_after is None:
        raise Unreadable("the checkout was not read after its fees were changed")
    return fees_in(told.read_after)


def _fee(held: list[dict[str, Any]], given: dict[str, Any]) -> dict[str, Any]:
    """The one fee by this name; an empty one where there is none."""
    return only([each for each in held if each.get("name") == given["name"]])


def _texts(fee: dict[str, Any]) -> dict[str, object]:
    return {member: fee.get(member) for member in FEE_TEXTS}


def _discounts(read: Answer | None) -> tuple[Decimal, ...]:
    if read is None:
        raise Unreadable("the checkout was not read at this step of the walk")
    return discounts_shown(cart_document(read))

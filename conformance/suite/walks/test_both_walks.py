"""What is read off both walks: effects, what stays as it was, and refusals that change nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from conformance.suite.documents import Checkout, cart_in
from conformance.suite.people import ADA, BEN, kept
from conformance.suite.scenarios.contents import is_gone
from conformance.suite.scenarios.parcels import CLEO, address_of, bound_for, goods_bound_for
from conformance.suite.walks.aspects import changed
from conformance.suite.walks.story import Step, Story
from conformance.suite.walks.telling import DOZEN, MESSAGE
from conformance.targets.provisioning import Lacking

pytestmark = pytest.mark.smoke

STEPS = [
    pytest.param("items: create", id="create"),
    pytest.param("items: add", id="add"),
    pytest.param("items: update", id="update"),
    pytest.param("items: delete", id="delete"),
    pytest.param("billing: update", id="billing"),
    pytest.param("coupon: delete", id="coupon"),
    pytest.param("option: Ben's", id="option"),
]


def step(name: str, *aspects: str, breaks: str) -> object:
    """A row: a step, the aspects that it must leave as they were, and the requirement that says so."""
    marks = pytest.mark.requirement(breaks)
    return pytest.param(name, aspects, marks=marks, id=f"{name.replace(': ', ' ')}-{breaks}")


LEFT_ALONE = [
    step("items: update", "billing address", "coupons", "identity", breaks="lineitem-update-changes-quantity"),
    step("items: delete", "billing address", "coupons", "identity", breaks="lineitem-delete-removes-line"),
    step("items: add the other variant", "billing address", "coupons", "identity", breaks="cart-items-add-is-kept"),
    step("billing: add", "lines", "coupons", "message", "total", breaks="billing-address-add-is-kept"),
    step("billing: update", "lines", "coupons", "message", "total", breaks="billing-address-update-replaces"),
    step("message: leave", "lines", "billing address", "coupons", "total", breaks="customer-message-is-kept"),
    step("coupon: add", "lines", "billing address", "message", "consignments", breaks="coupon-add-applies"),
    step("coupon: delete", "lines", "billing address", "message", "consignments", breaks="coupon-delete-removes"),
    step("shipping: to Ada", "contents", "billing address", "message", breaks="consignment-add-is-kept"),
    step("shipping: to Ben", "contents", "billing address", "message", breaks="consignment-add-is-kept"),
    step("shipping: not to Cleo", "contents", "billing address", "message", breaks="consignment-delete-removes"),
    step("option: Ada's", "contents", "billing address", "consignments", breaks="shipping-option-selection-is-kept"),
    step("option: Ben's", "contents", "billing address", "consignments", breaks="shipping-option-selection-is-kept"),
]
REFUSED = [
    step("message: far version", breaks="version-conflict-is-refused"),
    step("message: stale version", breaks="version-conflict-is-refused"),
    step("coupon: unknown", breaks="coupon-unknown-is-refused"),
]


@pytest.mark.parametrize(("name", "aspects"), LEFT_ALONE)
def test_a_step_leaves_the_rest_as_it_was(story: Story, name: str, aspects: tuple[str, ...]) -> None:
    """What a step is not about stays as it was."""
    told = story.step(name)
    assert not changed(told.before, told.after, *aspects), f"`{name}` also changed the {_listed(told, aspects)}"


@pytest.mark.parametrize(("name", "aspects"), REFUSED)
def test_a_refusal_changes_nothing(story: Story, name: str, aspects: tuple[str, ...]) -> None:
    """What a store can't accept is refused, and the checkout stays as it was."""
    told = story.step(name)
    assert told.answer.refused, f"`{name}` was answered with {told.answer.status}"
    assert not changed(told.before, told.after, *aspects), f"`{name}` was refused and changed something"


@pytest.mark.requirement("checkout-id-is-stable")
@pytest.mark.parametrize("name", STEPS)
def test_the_checkout_keeps_its_id(story: Story, name: str) -> None:
    """After each step the checkout has the id that it was made with."""
    first = story.step("items: create").after
    assert story.step(name).after.id == first.id, "the checkout has another id than when it was made"


@pytest.mark.requirement("cart-create-holds-items")
def test_a_new_cart_holds_what_was_asked_for(story: Story) -> None:
    """A new cart holds two lines of the quantities that were asked for, and so does its checkout."""
    told = story.step("items: create")
    assert told.answer.accepted, f"making a cart was refused with {told.answer.status}"
    assert _quantities(told.after) == [1, 2], "the new cart holds other quantities than asked for"
    assert cart_in(told.answer).contents == told.after.cart.contents, "the answer shows other contents than the cart"


@pytest.mark.requirement("cart-and-checkout-agree-on-items")
def test_cart_and_checkout_agree(story: Story) -> None:
    """The cart by itself holds what its checkout shows."""
    alone = cart_in(story.step("items: read the cart").answer)
    assert alone.contents == story.step("items: create").after.cart.contents, "cart and checkout hold different items"


@pytest.mark.requirement("cart-items-add-is-kept")
def test_an_added_item_is_there(story: Story) -> None:
    """Adding an item adds its line and leaves the two others."""
    told = story.step("items: add")
    assert told.answer.accepted, f"adding an item was refused with {told.answer.status}"
    assert _quantities(told.after) == [1, 2, 3], "the cart holds something else than before and the added item"


@pytest.mark.requirement("lineitem-update-changes-quantity")
def test_an_updated_line_has_its_quantity(story: Story) -> None:
    """Updating one of three lines sets its quantity and leaves the others."""
    told = story.step("items: update")
    assert told.answer.accepted, f"updating a line was refused with {told.answer.status}"
    assert _quantities(told.after) == [1, 3, DOZEN], "the cart holds other quantities than after an update"


@pytest.mark.requirement("lineitem-variant-is-immutable")
def test_an_update_keeps_the_variant(story: Story) -> None:
    """An update that names another variant, accepted or not, leaves the variants as they were."""
    told = story.step("items: update the variant")
    assert set(told.after.cart.contents) <= set(told.before.cart.contents), "an update changed a line's variant"


@pytest.mark.requirement("lineitem-delete-removes-line")
def test_a_deleted_line_is_gone(story: Story) -> None:
    """Deleting a line removes it and no other."""
    told = story.step("items: delete")
    assert told.answer.accepted, f"deleting a line was refused with {told.answer.status}"
    assert _quantities(told.after) == [3, DOZEN], "deleting a line left other lines than the two others"


@pytest.mark.requirement("lineitem-readd-selects-new-variant")
def test_an_item_comes_again_in_another_variant(story: Story) -> None:
    """A product that was removed and is added in another variant has that variant."""
    told = story.step("items: add the other variant")
    assert told.answer.accepted, f"adding a product again was refused with {told.answer.status}"
    first = story.step("items: create").after.cart.contents
    new = [variant for variant, count in told.after.cart.contents.items() if count == 1]
    assert len(new) == 1, "the product that was added again doesn't stand on a line of its own"
    assert new[0] not in first, "the product has the variant from before it was removed"


@pytest.mark.requirement("billing-address-add-is-kept")
def test_the_billing_address_is_kept(story: Story) -> None:
    """A billing address is shown as it was given."""
    told = story.step("billing: add")
    assert told.answer.accepted, f"adding a billing address was refused with {told.answer.status}"
    assert kept(told.after.billing) == kept(ADA), "the billing address is another one than was given"


@pytest.mark.requirement("billing-address-update-replaces")
def test_the_billing_address_is_replaced(story: Story) -> None:
    """An update of the billing address replaces it."""
    told = story.step("billing: update")
    assert told.answer.accepted, f"updating the billing address was refused with {told.answer.status}"
    assert kept(told.after.billing) == kept(BEN), "the billing address is another one than it was updated to"


@pytest.mark.requirement("billing-address-id-is-stable")
def test_the_billing_address_keeps_its_id(story: Story) -> None:
    """An update of the billing address leaves its id."""
    told = story.step("billing: update")
    assert told.after.billing.get("id") == told.before.billing.get("id"), "the billing address has another id"


@pytest.mark.requirement("billing-address-update-replaces")
def test_the_billing_address_outlives_the_walk(story: Story) -> None:
    """The billing address is the same after everything else was done."""
    assert kept(story.step("option: Ben's").after.billing) == kept(BEN), "the billing address changed on the way"


@pytest.mark.requirement("customer-message-is-kept")
def test_the_message_is_kept(story: Story) -> None:
    """A message in several scripts is shown as it was left, and is still there after later steps."""
    told = story.step("message: leave")
    assert told.answer.accepted, f"leaving a message was refused with {told.answer.status}"
    assert told.after.customer_message == MESSAGE, "the message is another one than was left"


@pytest.mark.requirement("version-conflict-is-refused")
def test_the_right_version_is_accepted(story: Story) -> None:
    """An update that names the current version is accepted."""
    told = story.step("message: right version")
    assert told.answer.accepted, f"an update with the current version was refused with {told.answer.status}"


@pytest.mark.requirement("version-increments-on-update")
@pytest.mark.parametrize("name", ["message: leave", "billing: add", "items: update"])
def test_an_update_raises_the_version(story: Story, name: str) -> None:
    """Where a checkout shows a version, an update raises it."""
    told = story.step(name)
    assert _version(told.before) < _version(told.after), f"`{name}` left the version as it was"


@pytest.mark.requirement("coupon-add-applies")
def test_a_coupon_is_listed(story: Story) -> None:
    """A coupon that was added is listed, once, and lowers the grand total."""
    told = story.step("coupon: add")
    assert told.answer.accepted, f"adding a coupon was refused with {told.answer.status}"
    assert len(told.after.coupons) == 1, "the checkout lists another number of coupons than the one that was added"


@pytest.mark.requirement("coupon-delete-removes")
def test_a_deleted_coupon_is_gone(story: Story) -> None:
    """A coupon that was deleted is gone, and the grand total is what it was before."""
    told, before = story.step("coupon: delete"), story.step("coupon: add").before
    assert told.answer.accepted, f"deleting a coupon was refused with {told.answer.status}"
    assert not changed(before, told.after, "coupons", "total"), "a coupon left a trace"


@pytest.mark.requirement("consignment-add-is-kept")
def test_a_consignment_is_kept(story: Story) -> None:
    """A consignment shows the address that was given."""
    told = story.step("shipping: to Ada")
    assert told.answer.accepted, f"adding a consignment was refused with {told.answer.status}"
    assert [address_of(held) for held in told.after.consignments] == [kept(ADA)], "the consignment goes elsewhere"


@pytest.mark.requirement("consignment-several-addresses")
def test_two_consignments_go_to_two_addresses(story: Story) -> None:
    """A second consignment stands beside the first."""
    told = story.step("shipping: to Ben")
    assert told.answer.accepted, f"adding a second consignment was refused with {told.answer.status}"
    assert len(bound_for(told.after, ADA)) == len(bound_for(told.after, BEN)) == 1, "a consignment is missing"


@pytest.mark.requirement("consignment-items-match-addresses")
@pytest.mark.parametrize("name", ["shipping: to Ben", "shipping: to Ben again", "option: Ben's"])
def test_each_consignment_takes_its_items(story: Story, name: str) -> None:
    """Everything goes somewhere, and nothing twice."""
    after = story.step(name).after
    sent = goods_bound_for(after, ADA) + goods_bound_for(after, BEN)
    assert sent == after.cart.contents, "the two consignments take something else than what the cart holds"


@pytest.mark.requirement("consignment-update-is-kept")
def test_a_consignment_moves(story: Story) -> None:
    """An update of a consignment's address changes it and leaves the consignment's id."""
    told = story.step("shipping: to Cleo")
    assert told.answer.accepted, f"updating a consignment was refused with {told.answer.status}"
    moved = [held.id for held in bound_for(told.after, CLEO)]
    assert moved == [held.id for held in bound_for(told.before, BEN)], "the consignment isn't where it was sent"


@pytest.mark.requirement("consignment-update-touches-one")
def test_a_moving_consignment_leaves_the_other(story: Story) -> None:
    """An update of one consignment leaves the address and the items of the other."""
    told = story.step("shipping: to Cleo")
    assert goods_bound_for(told.after, ADA) == goods_bound_for(told.before, ADA), "another consignment changed too"


@pytest.mark.requirement("consignment-delete-removes")
def test_a_deleted_consignment_is_gone(story: Story) -> None:
    """A deleted consignment is gone, and the other one stays."""
    told = story.step("shipping: not to Cleo")
    assert told.answer.accepted, f"deleting a consignment was refused with {told.answer.status}"
    assert [address_of(held) for held in told.after.consignments] == [kept(ADA)], "not the one consignment is left"


@pytest.mark.requirement("shipping-options-shown-with-include")
def test_shipping_options_are_shown_when_asked_for(story: Story) -> None:
    """With the include, each consignment lists its shipping options."""
    after = story.step("shipping: to Ben again").after
    assert all(held.available_shipping_options for held in after.consignments), "a consignment lists no option"


@pytest.mark.requirement("shipping-options-hidden-without-include")
def test_shipping_options_are_hidden_when_not_asked_for(story: Story) -> None:
    """Without the include, no consignment lists shipping options."""
    after = story.step("option: Ben's").after
    assert not any(held.available_shipping_options for held in after.consignments), "options are listed unasked"


@pytest.mark.requirement("shipping-option-selection-is-kept")
def test_chosen_options_are_kept(story: Story) -> None:
    """Each consignment shows the shipping option that was chosen for it."""
    told = story.step("option: Ben's")
    assert told.answer.accepted, f"choosing a shipping option was refused with {told.answer.status}"
    assert all(held.selected_shipping_option for held in told.after.consignments), "a chosen option isn't shown"


@pytest.mark.requirement("shipping-cost-enters-grand-total")
def test_shipping_raises_the_grand_total(story: Story) -> None:
    """Chosen shipping options raise the grand total by at least what they cost."""
    told, before = story.step("option: Ben's"), story.step("option: Ada's").before
    raised = told.after.grand_total - before.grand_total
    assert raised >= _shipping(told.after) - _shipping(before), "shipping isn't in the grand total"


@pytest.mark.requirement("cart-delete-removes-checkout")
def test_a_deleted_cart_is_gone(story: Story) -> None:
    """A deleted cart can't be read any more, nor its checkout."""
    assert story.step("deleted: delete").answer.accepted, "deleting a cart was refused"
    assert is_gone(story.step("deleted: the cart").answer), "a deleted cart can still be read"
    assert is_gone(story.step("deleted: the checkout").answer), "the checkout of a deleted cart can still be read"


def _quantities(checkout: Checkout) -> list[int]:
    """How many there are of each thing, from few to many."""
    return sorted(checkout.cart.contents.values())


def _shipping(checkout: Checkout) -> Decimal:
    return checkout.shipping_total


def _version(checkout: Checkout) -> int:
    if checkout.version is None:
        raise Lacking("the checkout shows no version")
    return checkout.version


def _listed(told: Step, aspects: tuple[str, ...]) -> str:
    return ", ".join(changed(told.before, told.after, *aspects))

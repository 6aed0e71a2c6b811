"""What is read off both walks about items and messages, and what each step must leave as it was."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from conformance.suite.documents import Checkout, cart_in
from conformance.suite.people import filled
from conformance.suite.rules.money import HALF_A_CENT
from conformance.suite.scenarios.looking import cart_document, document, exact, listed, moment
from conformance.suite.scenarios.staying import (
    BILLING,
    ITEMS,
    LEFT,
    LINE_IDS,
    MESSAGE,
    MONEY,
    OPTIONS,
    SHIPPING,
    TOTAL,
    changed,
    near,
)
from conformance.suite.scenarios.supposing import applies_where
from conformance.suite.walks import telling
from conformance.suite.walks.story import Step, Story
from conformance.suite.walks.telling import DOZEN
from conformance.targets.provisioning import Lacking, Stock

pytestmark = pytest.mark.smoke

STEPS = [
    pytest.param("items: create", id="create"),
    pytest.param("items: add", id="add"),
    pytest.param("items: add the other variant", id="items"),
    pytest.param("billing: add", id="billing"),
    pytest.param("billing: update", id="rebilling"),
    pytest.param("message: leave", id="message"),
    pytest.param("option: Ben's", id="option"),
]


def step(name: str, *but: str, keeps: str) -> object:
    """A row: a step, the parts that it may change, and the requirement that says so."""
    marks = pytest.mark.requirement(keeps)
    return pytest.param(name, but, marks=marks, id=f"{name.replace(': ', ' ')}-{keeps}")


# A first billing address may decide about tax; one in another town than before may, too.
AMOUNTS = (TOTAL, LEFT)
LINES = (ITEMS, LINE_IDS, *MONEY)
CONSIGNED = (SHIPPING, OPTIONS, LINE_IDS)
LEFT_ALONE = [
    step("items: add", *LINES, keeps="cart-items-add-is-kept"),
    step("items: add the other variant", *LINES, keeps="cart-items-add-is-kept"),
    step("items: add the other variant", *LINES, keeps="item-changes-keep-billing-address"),
    step("billing: add", BILLING, *AMOUNTS, keeps="billing-address-leaves-the-rest"),
    step("billing: add again", BILLING, *AMOUNTS, keeps="billing-address-leaves-the-rest"),
    step("billing: update", BILLING, *AMOUNTS, keeps="billing-address-leaves-the-rest"),
    step("message: leave", MESSAGE, keeps="customer-message-leaves-the-rest"),
    step("shipping: to Ada", *CONSIGNED, *AMOUNTS, keeps="consignment-add-leaves-the-rest"),
    step("shipping: to Mary", *CONSIGNED, *AMOUNTS, keeps="consignment-add-leaves-the-rest"),
    step("shipping: not to Misaki", *CONSIGNED, *MONEY, keeps="consignment-delete-leaves-the-rest"),
    step("shipping: to Ben", *CONSIGNED, *AMOUNTS, keeps="consignment-add-leaves-the-rest"),
    step("option: Ada's", OPTIONS, *MONEY, keeps="shipping-option-choice-leaves-the-rest"),
    step("option: Ben's", OPTIONS, *MONEY, keeps="shipping-option-choice-leaves-the-rest"),
]
LATER = [
    pytest.param("items: add the other variant", id="items"),
    pytest.param("shipping: to Ada", id="consignment"),
    pytest.param("shipping: to Misaki", id="moved"),
    pytest.param("shipping: not to Misaki", id="deleted"),
    pytest.param("option: Ben's", id="option"),
]
RAISING = ["items: add", "items: take back", "items: add the other variant", "billing: update", "message: leave"]


@pytest.mark.parametrize(("name", "but"), LEFT_ALONE)
def test_a_step_leaves_the_rest_as_it_was(story: Story, name: str, but: tuple[str, ...]) -> None:
    """What a step is not about stays as it was."""
    told = story.step(name)
    assert told.answer.accepted, f"`{name}` was refused with {told.answer.status}"
    differing = changed(told.before, told.after, *but)
    assert not differing, f"`{name}` also changed {differing}"


@pytest.mark.requirement("checkout-id-is-stable")
@pytest.mark.parametrize("name", STEPS)
def test_the_checkout_keeps_its_id(story: Story, name: str) -> None:
    """After each step the checkout has the id that it was made with."""
    first = story.step("items: create").after
    assert story.step(name).after.id == first.id, "the checkout has another id than when it was made"


@pytest.mark.requirement("lineitem-list-price-is-its-variants")
def test_a_variant_with_a_price_of_its_own_costs_that(story: Story, stock: Stock) -> None:
    """The lines of variants that the catalog gives a price of their own have it."""
    variants = [each for each in stock.varied.variants if each.price and not each.sale_price]
    entered: dict[Any, Decimal | None] = {each.id: exact(each.price) for each in variants}
    lines = listed(cart_document(story.step("items: create").answer), "physical_items")
    shown = {line.get("variant_id"): exact(line.get("list_price")) for line in lines}
    own = shown.keys() & entered.keys()
    applies_where(own and not stock.varied.sale_price, "no variant of the walk has a price of its own")
    assert not [each for each in own if shown[each] != entered[each]], "the list price is not the variant's"


@pytest.mark.requirement("cart-keeps-its-currency")
@pytest.mark.parametrize("name", STEPS)
def test_the_cart_keeps_its_currency(story: Story, name: str) -> None:
    """After each step the cart has the currency that it was made with."""
    first = cart_in(story.step("items: create").answer).currency or {}
    shown = story.step(name).after.cart.currency or {}
    assert shown.get("code") == first.get("code"), "the cart has another currency than at first"


@pytest.mark.requirement("cart-created-time-is-kept")
@pytest.mark.parametrize("name", STEPS)
def test_the_cart_keeps_the_time_of_its_making(story: Story, name: str) -> None:
    """After each step the cart shows the time of creation that it showed at first."""
    first = _time(story.step("items: create"), "created_time")
    assert _time(story.step(name), "created_time") == first, "the cart shows another time of creation than at first"


@pytest.mark.requirement("cart-updated-time-runs-forward")
def test_the_time_of_the_last_change_never_goes_back(story: Story) -> None:
    """Each change leaves a time of the last change that is no earlier than the one before."""
    names = ("items: create", "items: add", "items: take back", "billing: update", "option: Ben's")
    seen = [_time(story.step(name), "updated_time") for name in names]
    assert seen == sorted(seen), "the time of the last change went back"


@pytest.mark.requirement("cart-create-holds-items")
def test_a_new_cart_holds_what_was_asked_for(story: Story) -> None:
    """A new cart holds two lines of the quantities that were asked for, and so does its checkout."""
    told = story.step("items: create")
    assert told.answer.accepted, f"making a cart was refused with {told.answer.status}"
    assert _quantities(told) == [1, 2], "the new cart holds other quantities than asked for"
    assert cart_in(told.answer).contents == told.after.cart.contents, "the answer shows other contents than the cart"


@pytest.mark.requirement("cart-starts-clean")
def test_a_new_cart_has_its_goods_and_nothing_else(story: Story) -> None:
    """A new checkout has no coupon, consignment, message or order, only the goods."""
    told = story.step("items: create")
    shown, order = told.after, document(told.read_after or told.answer).get("order_id")
    assert not shown.coupons, "a new checkout has a coupon"
    assert not shown.consignments, "a new checkout has a consignment"
    assert not shown.customer_message, "a new checkout has a customer message"
    assert not order, "a new checkout has an order"


@pytest.mark.requirement("cart-items-add-is-kept")
def test_an_added_item_is_there(story: Story) -> None:
    """Adding an item adds its line and leaves the two others."""
    told = story.step("items: add")
    assert told.answer.accepted, f"adding an item was refused with {told.answer.status}"
    assert _quantities(told) == [1, 2, 3], "the cart holds something else than before and the added item"


@pytest.mark.requirement("lineitem-delete-removes-line")
def test_a_deleted_line_is_gone(story: Story) -> None:
    """Deleting a line removes it and no other."""
    told = story.step("items: take back")
    assert told.answer.accepted, f"deleting a line was refused with {told.answer.status}"
    assert _quantities(told) == [1, 2], "deleting a line left other lines than the two others"


@pytest.mark.requirement("cart-add-then-remove-restores")
def test_what_is_added_and_removed_leaves_no_trace(story: Story) -> None:
    """A line that is added and deleted again leaves the lines and amounts that were there before."""
    before, after = story.step("items: add").before, story.step("items: take back").after
    differing = changed(before, after)
    assert not differing, f"adding and deleting a line changed {differing}"
    assert near(before.cart.base_amount, after.cart.base_amount), "adding and deleting a line changed the base amount"


@pytest.mark.requirement("lineitem-update-changes-quantity")
def test_an_updated_line_has_its_quantity(story: Story) -> None:
    """Updating one of two lines sets its quantity and leaves the other."""
    told = story.step("items: update")
    assert told.answer.accepted, f"updating a line was refused with {told.answer.status}"
    assert sorted(cart_in(told.answer).contents.values()) == [1, DOZEN], (
        "the cart holds other quantities than after an update"
    )


@pytest.mark.requirement("answers-show-what-is-kept")
@pytest.mark.parametrize("name", ["items: add", "items: take back", "items: add the other variant"])
def test_the_answer_to_a_change_shows_what_is_kept(story: Story, name: str) -> None:
    """What the answer to a change shows of goods and base amount is what the next reading shows."""
    told = story.step(name)
    shown, held = cart_in(told.answer), told.after.cart
    assert set(shown.items) == set(held.items), (
        f"the answer of {told.answer.operation} shows other lines than are kept"
    )
    assert near(shown.base_amount, held.base_amount), f"{told.answer.operation} shows another base amount"


@pytest.mark.requirement("answers-show-what-is-kept")
@pytest.mark.parametrize("name", ["billing: update"])
def test_the_answer_to_a_change_of_a_checkout_shows_its_total(story: Story, name: str) -> None:
    """What the answer to a change shows of message, billing address and total is what the next reading shows."""
    told = story.step(name)
    shown, held = told.shown, told.after
    assert shown.customer_message == held.customer_message, "the answer shows another message than is kept"
    assert filled(shown.billing) == filled(held.billing), "the answer shows another billing address than is kept"
    assert abs(shown.grand_total - held.grand_total) <= HALF_A_CENT, "the answer shows another total than is kept"


@pytest.mark.requirement("lineitem-delete-removes-line")
def test_the_last_line_but_one_goes(story: Story) -> None:
    """Deleting one of two lines leaves the other one."""
    told = story.step("items: delete")
    assert told.answer.accepted, f"deleting a line was refused with {told.answer.status}"
    assert sorted(cart_in(told.answer).contents.values()) == [DOZEN], "deleting a line left something else"


@pytest.mark.requirement("lineitem-readd-selects-new-variant")
def test_an_item_comes_again_in_another_variant(story: Story) -> None:
    """A product that was removed and is added in another variant has that variant."""
    told = story.step("items: add the other variant")
    assert told.answer.accepted, f"adding a product again was refused with {told.answer.status}"
    assert _quantities(told) == [1, 3, DOZEN], "the cart holds something else than before and what was added"
    first = story.step("items: create").after.cart.contents
    new = [variant for variant, count in told.after.cart.contents.items() if count == 1]
    assert new[0] not in first, "the product has the variant from before it was removed"


@pytest.mark.requirement("version-rises-with-line-changes")
def test_each_change_of_lines_raises_the_version(story: Story) -> None:
    """Adding and deleting lines raise the version, one after the other."""
    names = ("items: create", "items: add", "items: take back", "items: add the other variant")
    seen = [_version(story.step(name)) for name in names]
    assert seen == sorted(set(seen)), f"the version went {seen} over changes of lines"


@pytest.mark.requirement("version-increments-on-update")
@pytest.mark.parametrize("name", RAISING)
def test_an_update_raises_the_version(story: Story, name: str) -> None:
    """Where a checkout shows a version, an update raises it."""
    told = story.step(name)
    assert _shown_version(told.before) < _version(told), f"`{name}` left the version as it was"


@pytest.mark.requirement("customer-message-is-kept")
def test_the_message_is_kept(story: Story) -> None:
    """A message in several scripts is shown as it was left."""
    told = story.step("message: leave")
    assert told.answer.accepted, f"leaving a message was refused with {told.answer.status}"
    assert told.after.customer_message == telling.MESSAGE, "the message is another one than was left"


@pytest.mark.requirement("customer-message-outlives-changes")
@pytest.mark.parametrize("name", LATER)
def test_the_message_outlives_other_changes(story: Story, name: str) -> None:
    """A message stays on its checkout when something else about the checkout is changed."""
    shown = story.step(name).after.customer_message
    assert shown == telling.MESSAGE, "the message was lost when something else was changed"


def _quantities(told: Step) -> list[int]:
    """How many there are of each thing after a step, from few to many."""
    return sorted(told.after.cart.contents.values())


def _version(told: Step) -> int:
    return _shown_version(told.after)


def _shown_version(checkout: Checkout) -> int:
    if checkout.version is None:
        raise Lacking("the checkout shows no version")
    return checkout.version


def _time(told: Step, name: str) -> datetime:
    return moment(cart_document(told.read_after or told.answer), name)

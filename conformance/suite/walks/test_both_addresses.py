"""What is read off both walks about billing addresses, consignments and shipping options."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest

from conformance.suite.arrange import dearest
from conformance.suite.documents import Checkout, Consignment
from conformance.suite.people import ADA, BEN, Address, kept
from conformance.suite.scenarios.parcels import address_of, bound_for, goods_bound_for, sole, undisturbed
from conformance.suite.scenarios.staying import LINE_IDS, changed, near
from conformance.suite.scenarios.supposing import runs_where
from conformance.suite.walks.story import Story
from conformance.suite.walks.telling import MARY, MISAKI, MISAKI_ABROAD

pytestmark = pytest.mark.smoke

# Stores round the total and what goes into it each by itself.
A_CENT = Decimal("0.01")

# The members that each requirement speaks of, apart from the names of states.
MEMBERS = {
    "names": ("first_name", "last_name"),
    "company": ("company",),
    "street": ("address1", "address2"),
    "city": ("city",),
    "postal-code": ("postal_code",),
    "phone": ("phone",),
}
OF_BILLING = {**MEMBERS, "email": ("email",)}
COMPLETED = {"country": "United States", "state_or_province": "Texas", "state_or_province_code": "TX"}
STATE = ("state_or_province", "state_or_province_code")


def table(prefix: str, members: Mapping[str, tuple[str, ...]]) -> list[object]:
    """A row for each part of an address, bound to the requirement that speaks of that part."""
    return [
        pytest.param(names, id=part, marks=pytest.mark.requirement(f"{prefix}-keeps-{part}"))
        for part, names in members.items()
    ]


@pytest.mark.requirement("billing-address-add-is-kept")
def test_the_billing_address_is_kept(story: Story) -> None:
    """A billing address is shown as it was given."""
    told = story.step("billing: add")
    assert told.answer.accepted, f"adding a billing address was refused with {told.answer.status}"
    assert kept(told.after.billing) == kept(MARY), "the billing address is another one than was given"


@pytest.mark.parametrize("names", table("billing-address", OF_BILLING))
def test_a_billing_address_keeps_its_members(story: Story, names: tuple[str, ...]) -> None:
    """What a billing address was given is shown, in the answer and later."""
    told = story.step("billing: add")
    assert told.answer.accepted, f"adding a billing address was refused with {told.answer.status}"
    assert _shown(told.shown.billing, names) == _shown(MARY, names), "the answer shows something else than was given"
    assert _shown(told.after.billing, names) == _shown(MARY, names), (
        "the checkout shows something else than was given"
    )


@pytest.mark.requirement("billing-address-keeps-any-script")
def test_a_billing_address_keeps_any_script(story: Story) -> None:
    """Letters of several scripts are shown as they were given."""
    told = story.step("billing: add again")
    names = ("first_name", "last_name", "address1", "city")
    assert _shown(told.shown.billing, names) == _shown(MISAKI, names), (
        "the answer shows other letters than were given"
    )


@pytest.mark.requirement("billing-address-keeps-state")
def test_a_billing_address_keeps_its_state(story: Story) -> None:
    """State and state code are shown as they were given."""
    shown = _shown(story.step("billing: update").shown.billing, STATE)
    assert shown == _shown(BEN, STATE), "the answer shows another state than was given"


@pytest.mark.requirement("billing-address-keeps-country")
def test_a_billing_address_keeps_its_country(story: Story) -> None:
    """The country is shown as it was given, also one that is not the shop's."""
    shown = _shown(story.step("billing: add again").shown.billing, ("country_code",))
    assert shown == {"country_code": "GB"}, "the answer shows another country than was given"


@pytest.mark.requirement("billing-address-completes-names")
def test_a_billing_address_names_country_and_state_from_their_codes(story: Story) -> None:
    """A billing address with the codes of state and country shows their names."""
    shown = _shown(story.step("billing: add").shown.billing, tuple(COMPLETED))
    wrong = {name: value for name, value in shown.items() if value not in (COMPLETED[name], "")}
    assert not wrong, "the billing address names another country or state than those whose codes it was given"


@pytest.mark.requirement("billing-address-added-again-replaces")
def test_a_billing_address_that_is_added_again_replaces_the_first(story: Story) -> None:
    """Adding a billing address where there is one leaves the new one, and nothing of the old."""
    told = story.step("billing: add again")
    assert told.answer.accepted, f"adding a billing address again was refused with {told.answer.status}"
    assert kept(told.shown.billing) == kept(MISAKI_ABROAD), "the answer shows another address than the one added last"


@pytest.mark.requirement("billing-address-update-replaces")
def test_the_billing_address_is_replaced(story: Story) -> None:
    """An update of the billing address replaces it."""
    told = story.step("billing: update")
    assert told.answer.accepted, f"updating the billing address was refused with {told.answer.status}"
    assert kept(told.shown.billing) == kept(BEN), "the answer shows another address than it was updated to"
    assert kept(told.after.billing) == kept(BEN), "the billing address is another one than it was updated to"


@pytest.mark.requirement("billing-address-id-is-stable")
def test_the_billing_address_keeps_its_id(story: Story) -> None:
    """An update of the billing address leaves its id."""
    told = story.step("billing: update")
    assert told.shown.billing.get("id") == told.before.billing.get("id"), "the answer shows another id"
    assert told.after.billing.get("id") == told.before.billing.get("id"), "the billing address has another id"


@pytest.mark.requirement("billing-address-outlives-other-changes")
def test_the_billing_address_outlives_the_walk(story: Story) -> None:
    """A billing address is the same, down to its id, after consignments and options were changed."""
    first, last = story.step("billing: update").after, story.step("option: Ben's").after
    assert first.billing == last.billing, "the billing address changed on the way"


@pytest.mark.requirement("consignment-add-is-kept")
def test_a_consignment_is_kept(story: Story) -> None:
    """A consignment shows the address that was given."""
    told = story.step("shipping: to Ada")
    assert told.answer.accepted, f"adding a consignment was refused with {told.answer.status}"
    assert [address_of(held) for held in told.shown.consignments] == [kept(ADA)], "the answer shows another address"
    assert [address_of(held) for held in told.after.consignments] == [kept(ADA)], "the consignment goes elsewhere"


@pytest.mark.requirement("consignment-several-addresses")
@pytest.mark.parametrize(("name", "address"), [("shipping: to Mary", MARY), ("shipping: to Ben", BEN)])
def test_two_consignments_go_to_two_addresses(story: Story, name: str, address: Address) -> None:
    """A second consignment stands beside the first."""
    told = story.step(name)
    assert told.answer.accepted, f"adding a second consignment was refused with {told.answer.status}"
    assert len(bound_for(told.after, ADA)) == len(bound_for(told.after, address)) == 1, "a consignment is missing"


@pytest.mark.requirement("consignment-items-match-addresses")
@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("shipping: to Mary", MARY),
        ("shipping: to Misaki", MISAKI),
        ("shipping: to Ben", BEN),
        ("option: Ben's", BEN),
    ],
)
def test_each_consignment_takes_its_items(story: Story, name: str, address: Address) -> None:
    """Everything goes somewhere, and nothing twice."""
    after = story.step(name).after
    sent = goods_bound_for(after, ADA) + goods_bound_for(after, address)
    assert sent == after.cart.contents, "the two consignments take something else than what the cart holds"


@pytest.mark.parametrize("names", table("consignment", MEMBERS))
def test_a_consignment_keeps_the_members_of_its_address(story: Story, names: tuple[str, ...]) -> None:
    """What a shipping address was given is shown in the answer."""
    shown = _second(story.step("shipping: to Mary").shown).shipping_address
    assert _shown(shown, names) == _shown(MARY, names), "the answer shows something else than was given"


@pytest.mark.parametrize("names", table("consignment", {**MEMBERS, "state": STATE}))
def test_a_moved_consignment_keeps_the_members_of_its_address(story: Story, names: tuple[str, ...]) -> None:
    """What a shipping address was changed to is shown, in the answer and later."""
    told = story.step("shipping: to Misaki")
    given = _shown(MISAKI, names)
    assert _shown(_second(told.shown).shipping_address, names) == given, "the answer shows something else than given"
    assert _shown(_second(told.after).shipping_address, names) == given, (
        "the checkout shows something else than given"
    )


@pytest.mark.requirement("consignment-keeps-any-script")
def test_a_consignment_keeps_any_script(story: Story) -> None:
    """Letters of several scripts are shown as they were given."""
    names = ("first_name", "last_name", "address1", "city")
    shown = _second(story.step("shipping: to Misaki").after).shipping_address
    assert _shown(shown, names) == _shown(MISAKI, names), "the checkout shows other letters than were given"


@pytest.mark.requirement("consignment-completes-names")
def test_a_consignment_names_country_and_state_from_their_codes(story: Story) -> None:
    """A shipping address with the codes of state and country shows their names."""
    shown = _shown(_second(story.step("shipping: to Mary").shown).shipping_address, tuple(COMPLETED))
    assert shown == COMPLETED, "the consignment doesn't name the country and the state whose codes it was given"


@pytest.mark.requirement("consignment-update-is-kept")
def test_a_consignment_moves(story: Story) -> None:
    """An update of a consignment's address changes it and leaves the consignment's id."""
    told = story.step("shipping: to Misaki")
    assert told.answer.accepted, f"updating a consignment was refused with {told.answer.status}"
    moved = [held.id for held in bound_for(told.after, MISAKI)]
    assert moved == [held.id for held in bound_for(told.before, MARY)], "the consignment isn't where it was sent"


@pytest.mark.requirement("consignment-update-leaves-nothing-of-the-old-address")
def test_an_update_leaves_nothing_of_the_old_address(story: Story) -> None:
    """An address without company and second line takes the place of one that has both."""
    told = story.step("shipping: to Misaki")
    assert address_of(_second(told.shown)) == kept(MISAKI), "the answer shows something of the old address"
    assert address_of(_second(told.after)) == kept(MISAKI), "the checkout shows something of the old address"


@pytest.mark.requirement("consignment-address-update-keeps-items")
def test_an_address_alone_leaves_the_items_of_a_consignment(story: Story) -> None:
    """An update that gives an address alone leaves both consignments their line items."""
    told = story.step("shipping: to Misaki")
    sent, before = goods_bound_for(told.after, MISAKI), goods_bound_for(told.before, MARY)
    assert sent == before, "an address alone changed the line items"


@pytest.mark.requirement("consignment-update-touches-one")
def test_a_moving_consignment_leaves_the_other(story: Story) -> None:
    """An update of one consignment leaves the address, the items and the option of the other."""
    told = story.step("shipping: to Misaki")
    adas = sole(bound_for(told.before, ADA)).id
    assert undisturbed(told.before, told.after, adas), "another consignment changed too"


@pytest.mark.requirement("consignment-add-leaves-the-rest")
@pytest.mark.parametrize("name", ["shipping: to Mary", "shipping: to Ben"])
def test_a_new_consignment_leaves_the_other(story: Story, name: str) -> None:
    """Adding a consignment leaves the first one, and what the goods cost."""
    told = story.step(name)
    adas = sole(told.before.consignments).id
    assert undisturbed(told.before, told.after, adas), "adding a consignment changed another one"
    assert near(told.after.cart.base_amount, told.before.cart.base_amount), "a consignment changed the base amount"


@pytest.mark.requirement("consignment-delete-removes")
def test_a_deleted_consignment_is_gone(story: Story) -> None:
    """A deleted consignment is gone, and the other one stays."""
    told = story.step("shipping: not to Misaki")
    assert told.answer.accepted, f"deleting a consignment was refused with {told.answer.status}"
    assert [address_of(held) for held in told.after.consignments] == [kept(ADA)], "not the one consignment is left"


@pytest.mark.requirement("consignment-delete-restores-totals")
def test_totals_are_back_after_a_consignment_was_deleted(story: Story) -> None:
    """After a second consignment came, moved and went, the checkout is what it was with the first alone."""
    before, after = story.step("shipping: to Ada").after, story.step("shipping: not to Misaki").after
    differing = changed(before, after, LINE_IDS)
    assert not differing, f"after a consignment came and went, {differing} is not what it was"


@pytest.mark.requirement("shipping-options-shown-with-include")
def test_shipping_options_are_shown_when_asked_for(story: Story) -> None:
    """With the include, each consignment lists its shipping options."""
    after = story.step("shipping: to Ben").after
    listed = [bool(held.available_shipping_options) for held in after.consignments]
    runs_where(any(listed), "the store offers no shipping option for any address of the walk")
    assert all(held.available_shipping_options is not None for held in after.consignments), (
        "a consignment lists no options"
    )


@pytest.mark.requirement("shipping-option-selection-is-kept")
def test_chosen_options_are_kept(story: Story) -> None:
    """Each consignment shows the shipping option that was chosen for it."""
    offered, told = story.step("shipping: to Ben").after, story.step("option: Ben's")
    assert told.answer.accepted, f"choosing a shipping option was refused with {told.answer.status}"
    chosen = {held.id: _chosen(held) for held in told.after.consignments}
    assert chosen == {held.id: dearest(held).id for held in offered.consignments}, (
        "another option is shown than chosen"
    )


@pytest.mark.requirement("shipping-option-costs-what-was-quoted")
@pytest.mark.parametrize("address", [pytest.param(ADA, id="Ada"), pytest.param(BEN, id="Ben")])
def test_the_selected_option_costs_what_it_was_offered_for(story: Story, address: Address) -> None:
    """An option that is selected shows the cost that it was offered for."""
    offered, after = story.step("shipping: to Ben").after, story.step("option: Ben's").after
    quoted, selected = dearest(sole(bound_for(offered, address))), sole(bound_for(after, address))
    option = selected.selected_shipping_option
    assert near(option.cost if option else None, quoted.cost), (
        "the checkout shows another cost of the selected option than was quoted"
    )


@pytest.mark.requirement("shipping-option-choice-leaves-the-rest")
def test_a_choice_leaves_the_other_consignment_without(story: Story) -> None:
    """Choosing an option for one consignment selects none for the other."""
    after = story.step("option: Ada's").after
    assert sole(bound_for(after, BEN)).selected_shipping_option is None, "an option was selected for the other one"


@pytest.mark.requirement("shipping-cost-enters-grand-total")
def test_shipping_raises_the_grand_total(story: Story) -> None:
    """Chosen shipping options raise the grand total by at least what they cost."""
    before, after = story.step("option: Ada's").before, story.step("option: Ben's").after
    raised = after.grand_total - before.grand_total
    assert raised >= after.shipping_total - before.shipping_total - A_CENT, "shipping isn't in the grand total"


def _shown(address: Mapping[str, object] | None, names: tuple[str, ...]) -> dict[str, object]:
    """What an address shows of these members; what isn't there counts as empty."""
    held = address or {}
    return {name: held.get(name) or "" for name in names}


def _second(checkout: Checkout) -> Consignment:
    """The consignment that isn't Ada's."""
    return sole(tuple(held for held in checkout.consignments if address_of(held) != kept(ADA)))


def _chosen(held: Consignment) -> str | None:
    return None if held.selected_shipping_option is None else held.selected_shipping_option.id

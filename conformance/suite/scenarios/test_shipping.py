"""Shipping options: listed when asked for, kept when chosen, and paid for in the totals."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from conformance.suite.arrange import Arrange, Unarranged, cheapest, dearest, parcel, whole_cart
from conformance.suite.documents import Checkout, Consignment, ShippingOption, checkout_in
from conformance.suite.faces import Face, ServerFace, StorefrontFace, humped
from conformance.suite.people import ADA, BEN
from conformance.suite.rules.money import HALF_A_CENT
from conformance.suite.scenarios.choosing import lines
from conformance.suite.scenarios.parcels import (
    CLEO,
    address_of,
    lines_in,
    one_of_two,
    paid_option,
    repacked,
    sole,
    to_ada_and_ben,
)
from conformance.suite.scenarios.walking import (
    offering_unasked,
    through_checkout,
    through_coupons,
)
from conformance.targets.provisioning import Stock

# No store's tax on shipping exceeds a third of its cost.
LEAST_SHARE_WITHOUT_TAX = Decimal("0.75")

# Something else to include than shipping options.
OF_PRODUCTS = ("cart.lineItems.physicalItems.options",)

Choice = Callable[[Consignment], ShippingOption]
CHOICES = [pytest.param(cheapest, id="the cheapest"), pytest.param(dearest, id="the dearest")]


@pytest.mark.requirement("shipping-options-shown-with-include")
def test_options_are_listed_when_a_consignment_is_added(face: Face, arrange: Arrange) -> None:
    """Adding consignments with the include answers with the shipping options of each."""
    checkout = arrange.checkout(face)
    answer = face.add_consignments(checkout.id, (whole_cart(checkout, ADA),), shipping_options=True)
    assert answer.accepted, f"adding a consignment was refused with {answer.status}"
    after = arrange.read(face, checkout.id, shipping_options=True)
    assert _all_offer(checkout_in(answer), after), (
        "a consignment that is added with the include lists no shipping options"
    )


@pytest.mark.requirement("shipping-options-shown-with-include")
def test_options_are_listed_for_each_of_two_consignments(face: Face, elsewhere: Face, arrange: Arrange) -> None:
    """What can be shipped alone lists its options also beside another consignment, in the answer and in a reading."""
    wanted = lines(arrange.stock, 1, 2)
    apart, checkout = arrange.checkout(elsewhere, *wanted), arrange.checkout(face, *wanted)
    alone = arrange.consigned(elsewhere, apart, parcel(CLEO, lines_in(apart, 2)[1]))
    first, second = lines_in(checkout, 2)
    parcels = (parcel(ADA, first), parcel(CLEO, second))
    answer = face.add_consignments(checkout.id, parcels, shipping_options=True)
    assert answer.accepted, f"adding two consignments was refused with {answer.status}"
    shown, after = checkout_in(answer), arrange.read(face, checkout.id, shipping_options=True)
    assert _all_offer(shown, after, alone), (
        "a consignment that is added beside another with the include lists no shipping options"
    )
    assert _all_offer(after, shown, alone), (
        "one of two consignments lists no shipping options when the checkout is read with the include"
    )


@pytest.mark.requirement("shipping-options-shown-with-include")
def test_options_are_listed_when_a_consignment_is_updated(face: Face, arrange: Arrange) -> None:
    """Updating a consignment with the include answers with its shipping options."""
    checkout = arrange.consigned(face, arrange.checkout(face))
    consignment = sole(checkout.consignments)
    there = repacked(checkout, consignment, BEN)
    answer = face.readdress_consignment(checkout.id, consignment.id, there, shipping_options=True)
    assert answer.accepted, f"updating a consignment was refused with {answer.status}"
    after = arrange.read(face, checkout.id, shipping_options=True)
    assert _all_offer(checkout_in(answer), after), (
        "a consignment lists no shipping options when it is updated with the include"
    )


@pytest.mark.requirement("shipping-options-shown-with-include")
def test_options_are_listed_when_a_checkout_is_read(face: Face, arrange: Arrange) -> None:
    """Reading a checkout with the include shows the shipping options of its consignments."""
    checkout = arrange.checkout(face)
    parcels = (whole_cart(checkout, ADA),)
    added = arrange.done(lambda: face.add_consignments(checkout.id, parcels, shipping_options=True))
    answer = face.read_checkout(checkout.id, shipping_options=True)
    assert answer.accepted, f"reading a checkout with the include was refused with {answer.status}"
    assert checkout_in(answer).consignments, "the checkout doesn't show the consignment that was added"
    assert _all_offer(checkout_in(answer), checkout_in(added)), (
        "a consignment lists no shipping options when the checkout is read with the include"
    )


@pytest.mark.requirement("shipping-options-shown-with-include")
def test_options_are_listed_also_after_one_was_chosen(face: Face, arrange: Arrange) -> None:
    """A consignment whose shipping option was chosen lists its options with the include all the same."""
    offered = arrange.consigned(face, arrange.checkout(face))
    arrange.shipped(face, offered)
    answer = face.read_checkout(offered.id, shipping_options=True)
    assert answer.accepted, f"reading a checkout with the include was refused with {answer.status}"
    assert _all_offer(checkout_in(answer), offered), "a consignment lists no shipping options after one was chosen"


@pytest.mark.requirement("shipping-options-hidden-without-include")
def test_no_operation_lists_options_unasked(server: ServerFace, arrange: Arrange) -> None:
    """Whatever is done with a checkout, no answer lists shipping options that were not asked for."""
    offering = offering_unasked(through_checkout(server, arrange))
    assert not offering, f"shipping options that nobody asked for are listed in the answer of {', '.join(offering)}"


@pytest.mark.requirement("shipping-options-hidden-without-include")
def test_no_coupon_brings_options_unasked(server: ServerFace, arrange: Arrange, stock: Stock) -> None:
    """Adding and deleting a coupon lists no shipping options that were not asked for."""
    checkout = arrange.consigned(server, arrange.checkout(server))
    offering = offering_unasked(through_coupons(server, checkout, stock.coupon_code))
    assert not offering, f"shipping options that nobody asked for are listed in the answer of {', '.join(offering)}"


@pytest.mark.requirement("shipping-options-hidden-without-include")
def test_the_storefront_lists_no_options_instead_of_others(shopper: StorefrontFace, arrange: Arrange) -> None:
    """Asked for the options of products, the storefront lists no shipping options in answers and readings."""
    checkout = arrange.checkout(shopper)
    everything = [{"itemId": item.id, "quantity": item.quantity} for item in checkout.cart.items]
    parcels = [{"address": humped(ADA), "lineItems": everything}]
    added = arrange.done(lambda: shopper.api.create_checkout_consignment(checkout.id, parcels, OF_PRODUCTS))
    read = arrange.done(lambda: shopper.api.get_checkout(checkout.id, OF_PRODUCTS))
    offering = offering_unasked((added, read))
    assert not offering, f"shipping options that nobody asked for are listed in the answer of {', '.join(offering)}"


@pytest.mark.requirement("shipping-option-selection-is-kept")
@pytest.mark.parametrize("choice", CHOICES)
def test_the_chosen_option_is_shown_as_selected(face: Face, arrange: Arrange, choice: Choice) -> None:
    """The shipping option chosen for a consignment is its selected option from then on, at the price quoted."""
    checkout = arrange.consigned(face, arrange.checkout(face))
    consignment = sole(checkout.consignments)
    option = choice(consignment)
    answer = face.choose_shipping(checkout.id, consignment.id, option.id)
    assert answer.accepted, f"choosing a shipping option was refused with {answer.status}"
    assert _selected(checkout_in(answer), consignment) == option.id, "the answer shows another option than the chosen"
    after = arrange.read(face, checkout.id)
    assert _selected(after, consignment) == option.id, "the checkout shows another option than the chosen"


@pytest.mark.requirement("shipping-option-selection-is-kept")
def test_another_option_can_be_chosen_later(face: Face, arrange: Arrange) -> None:
    """A second choice takes the place of the first."""
    checkout = arrange.consigned(face, arrange.checkout(face))
    consignment = sole(checkout.consignments)
    arrange.choose(face, checkout, consignment, cheapest(consignment))
    answer = face.choose_shipping(checkout.id, consignment.id, dearest(consignment).id)
    assert answer.accepted, f"choosing another shipping option was refused with {answer.status}"
    assert _selected(checkout_in(answer), consignment) == dearest(consignment).id, (
        "the answer shows another option than the one chosen last"
    )
    assert _selected(arrange.read(face, checkout.id), consignment) == dearest(consignment).id, (
        "the checkout shows another option than the one chosen last"
    )


@pytest.mark.requirement("shipping-option-selection-is-kept")
def test_each_of_two_consignments_has_its_own_option(face: Face, arrange: Arrange) -> None:
    """The option chosen for the second consignment is shown on the second, and the first keeps its own."""
    checkout = to_ada_and_ben(arrange, face, lines(arrange.stock, 1, 2))
    first, second = one_of_two(checkout, 0), one_of_two(checkout, 1)
    arrange.choose(face, checkout, first, dearest(first))
    answer = face.choose_shipping(checkout.id, second.id, cheapest(second).id)
    assert answer.accepted, f"choosing a shipping option for a second consignment was refused with {answer.status}"
    shown, after = checkout_in(answer), arrange.read(face, checkout.id)
    assert _selected(shown, second) == cheapest(second).id, "the answer shows another option than the chosen"
    assert _selected(shown, first) == dearest(first).id, "the answer shows another option on the first consignment"
    assert _selected(after, second) == cheapest(second).id, "the checkout shows another option than the chosen"
    assert _selected(after, first) == dearest(first).id, "the checkout shows another option on the first consignment"


@pytest.mark.requirement("shipping-option-selection-is-kept")
def test_the_chosen_option_outlives_other_changes(face: Face, arrange: Arrange) -> None:
    """The chosen option stays selected when a billing address is added and a message is left."""
    checkout = arrange.consigned(face, arrange.checkout(face))
    consignment = sole(checkout.consignments)
    arrange.choose(face, checkout, consignment, dearest(consignment))
    arrange.billed(face, checkout)
    arrange.done(lambda: face.leave_message(checkout.id, "Please ring twice."))
    answer = face.read_checkout(checkout.id)
    assert _selected(checkout_in(answer), consignment) == dearest(consignment).id, (
        "the chosen option is no longer selected after something else was changed"
    )


@pytest.mark.requirement("shipping-cost-enters-grand-total")
@pytest.mark.parametrize("quantity", [1, 12])
def test_the_cost_of_shipping_enters_the_totals(face: Face, arrange: Arrange, quantity: int) -> None:
    """A shipping option that costs something is in the shipping total, and raises the grand total by as much."""
    before = arrange.consigned(face, arrange.checkout(face, arrange.wanted(quantity)))
    consignment = sole(before.consignments)
    option = paid_option(consignment)
    answer = face.choose_shipping(before.id, consignment.id, option.id)
    assert answer.accepted, f"choosing a shipping option was refused with {answer.status}"
    shown, after = checkout_in(answer), arrange.read(face, before.id)
    assert shown.shipping_total >= _without_tax(option.cost), "the answer's shipping total is below the option's cost"
    assert _rise(before, shown) >= option.cost - before.shipping_total - 3 * HALF_A_CENT, (
        "the answer's grand total doesn't contain the cost of the option"
    )
    assert after.shipping_total >= _without_tax(option.cost), (
        "the checkout's shipping total is below the option's cost"
    )
    assert _rise(before, after) >= option.cost - before.shipping_total - 3 * HALF_A_CENT, (
        "the checkout's grand total doesn't contain the cost of the option"
    )


@pytest.mark.requirement("shipping-cost-enters-grand-total")
def test_the_cost_of_each_of_two_consignments_enters_the_totals(face: Face, arrange: Arrange) -> None:
    """With two consignments the shipping total has the cost of both, and the second raises the grand total too."""
    offered = to_ada_and_ben(arrange, face, lines(arrange.stock, 1, 2))
    first, second = one_of_two(offered, 0), one_of_two(offered, 1)
    arrange.choose(face, offered, first, paid_option(first))
    before = arrange.read(face, offered.id)
    answer = face.choose_shipping(offered.id, second.id, paid_option(second).id)
    assert answer.accepted, f"choosing a shipping option for a second consignment was refused with {answer.status}"
    cost = paid_option(first).cost + paid_option(second).cost
    after = arrange.read(face, offered.id)
    assert checkout_in(answer).shipping_total >= _without_tax(cost), (
        "the answer's shipping total is below the cost of both options"
    )
    assert after.shipping_total >= _without_tax(cost), (
        "the checkout's shipping total is below the cost of both options"
    )
    assert _rise(before, after) >= cost - before.shipping_total - 4 * HALF_A_CENT, (
        "the checkout's grand total doesn't contain the cost of the second option"
    )


def _without_tax(cost: Decimal) -> Decimal:
    """The least that a shipping total can show of a quoted cost: a store may quote with tax and total without."""
    return cost * LEAST_SHARE_WITHOUT_TAX


def _all_offer(checkout: Checkout, *others: Checkout) -> bool:
    """Whether every consignment of a checkout lists shipping options.

    Raises :class:`Unarranged` where there is no consignment, and where a look at the same or another checkout doesn't
    show either that the store ships to the address of one that lists none.
    """
    silent = [held for held in checkout.consignments if not held.available_shipping_options]
    shipped = [place for look in others for held in look.consignments if (place := _served(held))]
    if not checkout.consignments or any(address_of(held) not in shipped for held in silent):
        raise Unarranged("the store offers no shipping option to the address that the suite uses")
    return not silent


def _served(consignment: Consignment) -> dict[str, object]:
    """The address of a consignment that lists shipping options; else nothing."""
    return address_of(consignment) if consignment.available_shipping_options else {}


def _selected(checkout: Checkout, consignment: Consignment) -> str | None:
    """The id of the option that is shown as selected for a consignment."""
    held = checkout.consignment(consignment.id)
    option = None if held is None else held.selected_shipping_option
    return None if option is None else option.id


def _rise(before: Checkout, after: Checkout) -> Decimal:
    """By how much the grand total rose."""
    return after.grand_total - before.grand_total

"""Choosing how a consignment is shipped: what it costs, what it leaves alone, and that reading chooses nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from conformance.api import Answer
from conformance.suite.arrange import Arrange, cheapest, dearest
from conformance.suite.documents import Checkout, checkout_in, folded
from conformance.suite.faces import Face
from conformance.suite.people import BEN
from conformance.suite.scenarios.choosing import lines
from conformance.suite.scenarios.parcels import one_of_two, paid_option, sole, to_ada_and_ben
from conformance.suite.scenarios.redeeming import is_amount_with_or_without_tax
from conformance.suite.scenarios.staying import LEFT, MONEY, OPTIONS, SHIPPING_TOTAL, TOTAL, changed, near
from conformance.targets.provisioning import Stock


@pytest.mark.requirement("shipping-option-choice-is-repeatable")
def test_choosing_an_option_twice_equals_once(face: Face, arrange: Arrange) -> None:
    """The same choice, sent once more, is accepted and changes nothing."""
    checkout = arrange.consigned(face, arrange.checkout(face, arrange.wanted(2)))
    consignment = sole(checkout.consignments)
    once = checkout_in(arrange.choose(face, checkout, consignment, dearest(consignment)))
    answer = face.choose_shipping(checkout.id, consignment.id, dearest(consignment).id)
    assert answer.accepted, f"choosing the same option again was refused with {answer.status}"
    differing = changed(once, arrange.read(face, checkout.id))
    assert not differing, f"the same choice, sent once more, changed {differing}"


@pytest.mark.requirement("shipping-option-costs-what-was-quoted")
@pytest.mark.parametrize("quantities", [(1,), (7,), (2, 1, 3)])
def test_the_selected_option_costs_what_it_was_offered_for(
    face: Face, arrange: Arrange, quantities: tuple[int, ...]
) -> None:
    """An option that is selected shows the cost that it was offered for, in the answer and afterwards."""
    checkout = arrange.consigned(face, arrange.checkout(face, *lines(arrange.stock, *quantities)))
    consignment = sole(checkout.consignments)
    option = dearest(consignment)
    answer = face.choose_shipping(checkout.id, consignment.id, option.id)
    assert answer.accepted, f"choosing a shipping option was refused with {answer.status}"
    assert near(_selected_cost(checkout_in(answer)), option.cost), "the answer shows another cost than was quoted"
    assert near(_selected_cost(arrange.read(face, checkout.id)), option.cost), (
        "the checkout shows another cost of the selected option than was quoted"
    )


@pytest.mark.requirement("shipping-cost-follows-the-last-choice")
def test_shipping_costs_what_was_chosen_last(face: Face, arrange: Arrange) -> None:
    """The cheapest option costs the same whether it is chosen at once or after the dearest."""
    checkout = arrange.consigned(face, arrange.checkout(face, arrange.wanted(2)))
    consignment = sole(checkout.consignments)
    at_once = checkout_in(arrange.choose(face, checkout, consignment, cheapest(consignment)))
    arrange.choose(face, checkout, consignment, paid_option(consignment))
    answer = face.choose_shipping(checkout.id, consignment.id, cheapest(consignment).id)
    assert answer.accepted, f"choosing another option was refused with {answer.status}"
    differing = changed(at_once, arrange.read(face, checkout.id))
    assert not differing, f"after another option had been chosen, {differing} is not what it was"


@pytest.mark.requirement("shipping-cost-follows-the-last-choice")
def test_each_consignment_costs_what_was_chosen_for_it_last(face: Face, arrange: Arrange, stock: Stock) -> None:
    """With two consignments, it makes no difference for which of them an option is chosen first, or how often."""
    offered = to_ada_and_ben(arrange, face, lines(stock, 1, 4))
    first, second = one_of_two(offered, 0), one_of_two(offered, 1)
    arrange.choose(face, offered, first, paid_option(first))
    once = checkout_in(arrange.choose(face, offered, second, cheapest(second)))
    arrange.choose(face, offered, second, paid_option(second))
    arrange.choose(face, offered, first, cheapest(first))
    arrange.choose(face, offered, second, cheapest(second))
    answer = face.choose_shipping(offered.id, first.id, paid_option(first).id)
    assert answer.accepted, f"choosing another option was refused with {answer.status}"
    differing = changed(once, arrange.read(face, offered.id))
    assert not differing, f"after other options had been chosen, {differing} is not what it was"


@pytest.mark.requirement("shipping-options-reading-changes-nothing")
def test_reading_the_options_chooses_none(face: Face, arrange: Arrange) -> None:
    """A checkout that is read with its shipping options has none chosen, and is as it was."""
    before = arrange.consigned(face, arrange.checkout(face, arrange.wanted(2)))
    answer = face.read_checkout(before.id, shipping_options=True)
    assert answer.accepted, f"reading a checkout with the include was refused with {answer.status}"
    after = arrange.read(face, before.id)
    assert not changed(before, after), f"reading the shipping options changed {changed(before, after)}"
    assert sole(after.consignments).selected_shipping_option is None, "reading the shipping options chose one"


@pytest.mark.requirement("shipping-options-reading-changes-nothing")
def test_reading_the_options_keeps_the_choice(face: Face, arrange: Arrange) -> None:
    """A choice that was made is the same after the options were read again."""
    offered = arrange.consigned(face, arrange.checkout(face, arrange.wanted(2)))
    consignment = sole(offered.consignments)
    before = checkout_in(arrange.choose(face, offered, consignment, dearest(consignment)))
    answer = face.read_checkout(before.id, shipping_options=True)
    assert answer.accepted, f"reading a checkout with the include was refused with {answer.status}"
    differing = changed(before, arrange.read(face, before.id))
    assert not differing, f"reading the shipping options changed {differing}"


@pytest.mark.requirement("shipping-option-choice-leaves-the-rest")
def test_a_choice_leaves_everything_else(face: Face, arrange: Arrange, stock: Stock) -> None:
    """Choosing an option leaves items, addresses, the message and the other consignment as they were."""
    checkout = arrange.billed(face, to_ada_and_ben(arrange, face, lines(stock, 2, 3)), BEN)
    arrange.done(lambda: face.leave_message(checkout.id, "Please ring twice."))
    before = arrange.read(face, checkout.id, shipping_options=True)
    consignment = one_of_two(before, 1)
    answer = face.choose_shipping(before.id, consignment.id, dearest(consignment).id)
    assert answer.accepted, f"choosing a shipping option was refused with {answer.status}"
    after = arrange.read(face, before.id)
    differing = changed(before, after, OPTIONS, *MONEY)
    assert not differing, f"choosing a shipping option changed {differing}"
    assert one_of_two(after, 0).selected_shipping_option is None, "an option was selected for the other consignment"


@pytest.mark.requirement("shipping-option-choice-leaves-the-goods-price")
def test_a_choice_raises_the_total_by_shipping_alone(face: Face, arrange: Arrange) -> None:
    """What the dearest option costs more than the cheapest, with its tax, is what the checkout costs more."""
    offered = arrange.consigned(face, arrange.checkout(face, arrange.wanted(3)))
    consignment = sole(offered.consignments)
    cheap, dear = cheapest(consignment), dearest(consignment)
    chosen = arrange.choose(face, offered, consignment, cheap)
    answer = face.choose_shipping(offered.id, consignment.id, dear.id)
    assert answer.accepted, f"choosing a shipping option was refused with {answer.status}"
    read = arrange.done(lambda: face.read_checkout(offered.id))
    before, after = checkout_in(chosen), checkout_in(read)
    rise, more = after.grand_total - before.grand_total, dear.cost - cheap.cost
    assert is_amount_with_or_without_tax(rise, more), "the grand total rose by something else than shipping"
    assert _goods(read) == _goods(chosen), "choosing a shipping option changed what the goods cost"
    assert not changed(before, after, OPTIONS, TOTAL, SHIPPING_TOTAL, LEFT), "the choice changed something else"


def _goods(answer: Answer) -> dict[str, object]:
    """What the goods cost, by the names that the face has for it."""
    cart = folded(answer.data["cart"])
    names = ("base_amount", "discount_amount", "cart_amount", "cart_amount_inc_tax", "cart_amount_ex_tax")
    return {name: cart[name] for name in names if name in cart}


def _selected_cost(checkout: Checkout) -> Decimal | None:
    """What the option costs that is selected for the only consignment."""
    option = sole(checkout.consignments).selected_shipping_option
    return None if option is None else option.cost

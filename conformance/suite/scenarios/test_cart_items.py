"""Cart items: an update sets a quantity and nothing else, a deletion takes one line, a variant never changes."""

from __future__ import annotations

import pytest

from conformance.suite.arrange import Arrange, wanted_of
from conformance.suite.documents import Cart, LineItem, cart_in
from conformance.suite.faces import Face, Wanted
from conformance.suite.scenarios.asking import delete_line
from conformance.suite.scenarios.choosing import beside, lines
from conformance.suite.scenarios.contents import holds, line_of, lines_beside
from conformance.suite.scenarios.looking import now

PLACES = [
    pytest.param(0, id="the first of three"),
    pytest.param(1, id="the second of three"),
    pytest.param(2, id="the third of three"),
]


@pytest.mark.requirement("lineitem-delete-shows-what-is-left")
def test_a_deletion_is_answered_with_what_is_left(face: Face, arrange: Arrange) -> None:
    """Deleting one of two lines is answered with the cart that holds the other one."""
    first, second = lines(arrange.stock, 1, 2)
    checkout = arrange.checkout(face, first, second)
    answer = delete_line(face, checkout.id, line_of(checkout.cart, first).id)
    assert answer.accepted, f"deleting a line item was refused with {answer.status}"
    assert answer.data, "deleting a line item was answered without the cart"
    assert holds(cart_in(answer), second), "the answer to a deletion shows something else than what is left"


@pytest.mark.requirement("lineitem-update-changes-quantity")
@pytest.mark.parametrize(("before", "after"), [(1, 3), (5, 2), (2, 12), (12, 11)])
def test_an_updated_line_has_its_new_quantity(face: Face, arrange: Arrange, before: int, after: int) -> None:
    """Updating a line item sets how many it holds, up or down."""
    checkout = arrange.checkout(face, arrange.wanted(before))
    line = line_of(checkout.cart, arrange.wanted())
    answer = face.update_item(checkout.id, line.id, arrange.wanted(after))
    assert answer.accepted, f"updating a line item was refused with {answer.status}"
    assert holds(cart_in(answer), arrange.wanted(after)), "the answer shows another quantity than the one asked for"
    assert holds(now(face, checkout.id).cart, arrange.wanted(after)), (
        "the checkout shows another quantity than the one asked for"
    )


@pytest.mark.requirement("lineitem-update-changes-quantity")
@pytest.mark.parametrize("place", PLACES)
def test_an_update_of_one_line_leaves_the_others(face: Face, arrange: Arrange, place: int) -> None:
    """Updating one line of three sets its quantity and leaves the other two as they were."""
    wanted = lines(arrange.stock, 1, 2, 3)
    checkout = arrange.checkout(face, *wanted)
    line, more = line_of(checkout.cart, wanted[place]), _with_quantity(wanted[place], 10)
    others = lines_beside(checkout.cart, line)
    answer = face.update_item(checkout.id, line.id, more)
    assert answer.accepted, f"updating a line item was refused with {answer.status}"
    changed = (*wanted[:place], more, *wanted[place + 1 :])
    assert holds(cart_in(answer), *changed), "the answer shows other quantities than asked for and held before"
    cart = now(face, checkout.id).cart
    assert holds(cart, *changed), "the checkout shows other quantities than asked for and held before"
    assert others <= frozenset(cart.items), "updating one line changed another"


@pytest.mark.requirement("lineitem-update-changes-quantity")
def test_a_line_can_be_updated_again(face: Face, arrange: Arrange) -> None:
    """A second update of a line item takes the place of the first."""
    first, second = lines(arrange.stock, 1, 2)
    checkout = arrange.checkout(face, first, second)
    line = line_of(checkout.cart, first)
    arrange.done(lambda: face.update_item(checkout.id, line.id, _with_quantity(first, 4)))
    line = line_of(arrange.read(face, checkout.id).cart, first)
    answer = face.update_item(checkout.id, line.id, _with_quantity(first, 3))
    assert answer.accepted, f"updating a line item again was refused with {answer.status}"
    changed = (_with_quantity(first, 3), second)
    assert holds(cart_in(answer), *changed), "the answer shows other quantities than asked for and held before"
    assert holds(now(face, checkout.id).cart, *changed), (
        "the checkout shows other quantities than asked for and held before"
    )


@pytest.mark.requirement("lineitem-update-changes-quantity")
def test_an_update_is_seen_in_the_cart_by_itself(face: Face, arrange: Arrange) -> None:
    """The cart read by itself shows the quantity that a line item was updated to."""
    first, second = lines(arrange.stock, 1, 2)
    checkout = arrange.checkout(face, first, second)
    answer = face.update_item(checkout.id, line_of(checkout.cart, second).id, _with_quantity(second, 5))
    assert answer.accepted, f"updating a line item was refused with {answer.status}"
    assert holds(_cart(face, arrange, checkout.id), first, _with_quantity(second, 5)), (
        "the cart shows other quantities than asked for and held before"
    )


@pytest.mark.requirement("lineitem-delete-removes-line")
@pytest.mark.parametrize("place", PLACES)
def test_a_deleted_line_is_gone_and_the_others_stay(face: Face, arrange: Arrange, place: int) -> None:
    """Deleting one line of three removes it and leaves the other two as they were."""
    wanted = lines(arrange.stock, 1, 11, 3)
    checkout = arrange.checkout(face, *wanted)
    line = line_of(checkout.cart, wanted[place])
    others = lines_beside(checkout.cart, line)
    answer = face.delete_item(checkout.id, line.id)
    assert answer.accepted, f"deleting a line item was refused with {answer.status}"
    left = (*wanted[:place], *wanted[place + 1 :])
    assert holds(cart_in(answer), *left), "the answer shows other goods than those of the lines that were left"
    assert frozenset(now(face, checkout.id).cart.items) == others, (
        "the checkout shows other lines than those that were left"
    )
    assert holds(_cart(face, arrange, checkout.id), *left), (
        "the cart shows other goods than those of the lines that were left"
    )


@pytest.mark.requirement("lineitem-delete-removes-line")
def test_two_lines_are_deleted_one_after_the_other(face: Face, arrange: Arrange) -> None:
    """A second line can be deleted as the first was, and the last one stays."""
    first, second, third = lines(arrange.stock, 1, 2, 3)
    checkout = arrange.checkout(face, first, second, third)
    arrange.done(lambda: face.delete_item(checkout.id, line_of(checkout.cart, first).id))
    answer = face.delete_item(checkout.id, line_of(arrange.read(face, checkout.id).cart, second).id)
    assert answer.accepted, f"deleting a second line item was refused with {answer.status}"
    assert holds(cart_in(answer), third), "the answer shows other goods than those of the last line"
    assert holds(now(face, checkout.id).cart, third), "the checkout shows other goods than those of the last line"


@pytest.mark.requirement("lineitem-delete-removes-line")
def test_the_only_line_of_a_cart_can_be_deleted(face: Face, arrange: Arrange) -> None:
    """Deleting the only line leaves no cart that still shows it, whether the store keeps an empty cart or none."""
    checkout = arrange.checkout(face)
    (line,) = checkout.cart.items
    answer = face.delete_item(checkout.id, line.id)
    assert answer.accepted, f"deleting the only line item was refused with {answer.status}"
    after = face.read_checkout(checkout.id)
    assert after.refused or not cart_in(after).items, "the checkout still shows the line that was deleted"


@pytest.mark.requirement("lineitem-variant-is-immutable")
@pytest.mark.parametrize(("old", "new"), [(0, 1), (1, 0)])
@pytest.mark.parametrize("quantity", [pytest.param(2, id="in the old quantity"), pytest.param(3, id="in a new one")])
def test_an_update_never_changes_the_variant(face: Face, arrange: Arrange, old: int, new: int, quantity: int) -> None:
    """An update that names another variant leaves a line that stays with the variant that it had."""
    held = wanted_of(arrange.stock.varied, variant=old, quantity=2)
    checkout = arrange.checkout(face, held)
    line = line_of(checkout.cart, held)
    answer = face.update_item(checkout.id, line.id, wanted_of(arrange.stock.varied, new, quantity))
    assert answer.accepted or answer.refused, f"an update that names another variant was answered {answer.status}"
    assert _variant_of(now(face, checkout.id).cart, line) in {None, line.variant_id}, (
        "the line shows another variant in the checkout after an update"
    )
    assert _variant_of(_cart(face, arrange, checkout.id), line) in {None, line.variant_id}, (
        "the line shows another variant in the cart after an update"
    )


@pytest.mark.requirement("lineitem-variant-is-immutable")
def test_an_update_of_a_line_among_others_never_changes_a_variant(face: Face, arrange: Arrange) -> None:
    """An update that names another variant changes neither the variant of its line nor that of a line beside it."""
    held = wanted_of(arrange.stock.varied, quantity=2)
    other = beside(arrange.stock, arrange.stock.varied)
    checkout = arrange.checkout(face, other, held)
    line = line_of(checkout.cart, held)
    answer = face.update_item(checkout.id, line.id, wanted_of(arrange.stock.varied, variant=1, quantity=2))
    assert answer.accepted or answer.refused, f"an update that names another variant was answered {answer.status}"
    cart = now(face, checkout.id).cart
    assert _variant_of(cart, line) in {None, line.variant_id}, "the line shows another variant after an update"
    assert lines_beside(checkout.cart, line) <= frozenset(cart.items), "the update changed the line beside it"


@pytest.mark.requirement("lineitem-variant-is-immutable")
def test_a_second_update_never_changes_the_variant(face: Face, arrange: Arrange) -> None:
    """An update that names another variant leaves the variant also on a line whose quantity was updated before."""
    held = wanted_of(arrange.stock.varied, quantity=1)
    checkout = arrange.checkout(face, held)
    line = line_of(checkout.cart, held)
    arrange.done(lambda: face.update_item(checkout.id, line.id, _with_quantity(held, 2)))
    answer = face.update_item(checkout.id, line.id, wanted_of(arrange.stock.varied, variant=1, quantity=2))
    assert answer.accepted or answer.refused, f"an update that names another variant was answered {answer.status}"
    assert _variant_of(now(face, checkout.id).cart, line) in {None, line.variant_id}, (
        "the line shows another variant after a second update"
    )


@pytest.mark.requirement("lineitem-readd-selects-new-variant")
@pytest.mark.parametrize(("old", "new", "quantity"), [(0, 1, 1), (1, 0, 3)])
def test_a_product_added_again_has_the_new_variant(
    face: Face, arrange: Arrange, old: int, new: int, quantity: int
) -> None:
    """A product that was removed and added again with another variant is in the cart with that variant alone."""
    other, held = (
        beside(arrange.stock, arrange.stock.varied),
        wanted_of(arrange.stock.varied, variant=old, quantity=2),
    )
    wanted = wanted_of(arrange.stock.varied, variant=new, quantity=quantity)
    checkout = arrange.checkout(face, other, held)
    arrange.done(lambda: face.delete_item(checkout.id, line_of(checkout.cart, held).id))
    answer = face.add_items(checkout.id, (wanted,))
    assert answer.accepted, f"adding a product again with another variant was refused with {answer.status}"
    assert holds(cart_in(answer), other, wanted), "the answer shows another variant than the one added again"
    assert holds(now(face, checkout.id).cart, other, wanted), (
        "the checkout shows another variant than the one added again"
    )
    assert holds(_cart(face, arrange, checkout.id), other, wanted), (
        "the cart shows another variant than the one added again"
    )


def _with_quantity(wanted: Wanted, quantity: int) -> Wanted:
    return Wanted(wanted.product_id, wanted.variant_id, quantity)


def _variant_of(cart: Cart, line: LineItem) -> int | None:
    """The variant of a line that stayed in the cart; ``None`` when it did not, or when the store shows none."""
    now = cart.item(line.id)
    return None if now is None else now.variant_id


def _cart(face: Face, arrange: Arrange, cart_id: str) -> Cart:
    """The cart by itself, as it stands now."""
    return cart_in(arrange.done(lambda: face.read_cart(cart_id)))

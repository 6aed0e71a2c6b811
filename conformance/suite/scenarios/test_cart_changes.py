"""Changes of a cart: only what it holds counts, not the way there; what else is on the checkout stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conformance.suite.arrange import Arrange, wanted_of
from conformance.suite.documents import Checkout, cart_in, checkout_in
from conformance.suite.faces import Face, ServerFace, StorefrontFace, Wanted
from conformance.suite.people import kept
from conformance.suite.rules.money import HALF_A_CENT
from conformance.suite.scenarios.asking import delete_line, goods_line, update_line
from conformance.suite.scenarios.choosing import beside, lines
from conformance.suite.scenarios.contents import holds, line_of, lines_beside
from conformance.suite.scenarios.looking import NO_SUCH_NUMBER, NOWHERE, changed_on, now
from conformance.suite.scenarios.staying import near
from conformance.suite.scenarios.supposing import applies_where
from conformance.targets.provisioning import Stock


@pytest.mark.requirement("cart-add-then-remove-restores")
@pytest.mark.parametrize("quantities", [(2, 1), (1, 11, 3)])
def test_what_is_added_and_removed_leaves_no_trace(face: Face, arrange: Arrange, quantities: tuple[int, ...]) -> None:
    """A line that is added and deleted again leaves the lines and amounts that were there before."""
    *held, more = lines(arrange.stock, *quantities)
    checkout = arrange.checkout(face, *held)
    arrange.done(lambda: face.add_items(checkout.id, (more,)))
    added = line_of(arrange.read(face, checkout.id).cart, more)
    answer = face.delete_item(checkout.id, added.id)
    assert answer.accepted, f"deleting the added line was refused with {answer.status}"
    differing = changed_on(face, checkout)
    assert not differing, f"adding and deleting a line changed {', '.join(differing)}"


@pytest.mark.requirement("cart-amounts-follow-contents")
def test_a_changed_cart_costs_what_a_new_one_costs(server: ServerFace, arrange: Arrange) -> None:
    """A cart brought to some contents by additions, updates and deletions costs what a new cart with them costs."""
    first, second, third = lines(arrange.stock, 1, 2, 3)
    goal = (_more(first, 13), third)
    straight = arrange.checkout(server, *goal)
    winding = _by_detours(arrange, server, (first, second, third), goal[0])
    assert near(winding.cart.base_amount, straight.cart.base_amount), "the base amount depends on the way"
    assert abs(winding.grand_total - straight.grand_total) <= HALF_A_CENT, (
        "the grand total depends on the way to the contents"
    )


@pytest.mark.requirement("cart-amounts-follow-contents")
def test_a_shoppers_changed_cart_costs_what_a_new_one_costs(
    shopper: StorefrontFace, another_shopper: StorefrontFace, arrange: Arrange
) -> None:
    """A shopper's cart that was changed costs what the new cart of another shopper with the same goods costs."""
    first, second, third = lines(arrange.stock, 1, 2, 3)
    goal = (_more(first, 13), third)
    straight = arrange.checkout(another_shopper, *goal)
    winding = _by_detours(arrange, shopper, (first, second, third), goal[0])
    assert near(winding.cart.base_amount, straight.cart.base_amount), "the base amount depends on the way"
    assert abs(winding.grand_total - straight.grand_total) <= HALF_A_CENT, (
        "the grand total depends on the way to the contents"
    )


@pytest.mark.requirement("cart-order-of-adding-does-not-matter")
def test_goods_cost_the_same_in_whatever_order_they_come(server: ServerFace, arrange: Arrange) -> None:
    """The same goods added one after the other, and the other way round, make carts of the same contents."""
    goods = lines(arrange.stock, 2, 1, 3)
    there, back = _one_by_one(arrange, server, goods), _one_by_one(arrange, server, goods[::-1])
    assert there.cart.contents == back.cart.contents, "the contents of a cart depend on the order of adding"
    assert near(there.cart.base_amount, back.cart.base_amount), "the base amount depends on the order of adding"
    assert abs(there.grand_total - back.grand_total) <= HALF_A_CENT, "the total depends on the order of adding"


@pytest.mark.requirement("cart-order-of-adding-does-not-matter")
def test_a_shoppers_goods_cost_the_same_in_whatever_order_they_come(
    shopper: StorefrontFace, another_shopper: StorefrontFace, arrange: Arrange
) -> None:
    """The same goods added in another order by another shopper cost the same."""
    goods = lines(arrange.stock, 2, 1, 3)
    there, back = _one_by_one(arrange, shopper, goods), _one_by_one(arrange, another_shopper, goods[::-1])
    assert there.cart.contents == back.cart.contents, "the contents of a cart depend on the order of adding"
    assert near(there.cart.base_amount, back.cart.base_amount), "the base amount depends on the order of adding"
    assert abs(there.grand_total - back.grand_total) <= HALF_A_CENT, "the total depends on the order of adding"


@pytest.mark.requirement("lineitem-update-twice-equals-once")
@pytest.mark.parametrize("quantity", [2, 12])
def test_the_same_update_again_changes_nothing(face: Face, arrange: Arrange, quantity: int) -> None:
    """A line that is updated to a quantity twice has it, and the checkout is what it was after the first time."""
    wanted = lines(arrange.stock, 1, 3)
    checkout = arrange.checkout(face, *wanted)
    update = _more(wanted[0], quantity)
    arrange.done(lambda: face.update_item(checkout.id, line_of(checkout.cart, update).id, update))
    once = arrange.read(face, checkout.id)
    answer = face.update_item(checkout.id, line_of(once.cart, update).id, update)
    assert answer.accepted, f"the same update again was refused with {answer.status}"
    differing = changed_on(face, once)
    assert not differing, f"the same update again changed {', '.join(differing)}"


def _add(face: Face, arrange: Arrange, checkout: Checkout) -> None:
    arrange.done(lambda: face.add_items(checkout.id, (arrange.wanted(2),)))


def _update(face: Face, arrange: Arrange, checkout: Checkout) -> None:
    wanted = arrange.wanted(3)
    arrange.done(lambda: face.update_item(checkout.id, line_of(checkout.cart, wanted).id, wanted))


def _delete(face: Face, arrange: Arrange, checkout: Checkout) -> None:
    arrange.done(lambda: face.delete_item(checkout.id, checkout.cart.items[-1].id))


Step = Callable[[Face, Arrange, Checkout], None]
STEPS = [
    pytest.param(_add, id="adding goods"),
    pytest.param(_update, id="updating a line"),
    pytest.param(_delete, id="deleting a line"),
]


@pytest.mark.requirement("item-changes-keep-billing-address")
@pytest.mark.parametrize("step", STEPS)
def test_the_billing_address_outlives_changes_of_items(face: Face, arrange: Arrange, step: Step) -> None:
    """A billing address stays, with its id, when goods are added, updated or deleted."""
    checkout = arrange.billed(face, arrange.checkout(face, *lines(arrange.stock, 1, 2)))
    step(face, arrange, checkout)
    answer = face.read_checkout(checkout.id)
    after = checkout_in(answer)
    assert kept(after.billing) == kept(checkout.billing), "the billing address was lost when items were changed"
    assert after.billing.get("id") == checkout.billing.get("id"), "the billing address has another id"


@pytest.mark.requirement("item-changes-keep-coupons")
@pytest.mark.parametrize("step", STEPS)
def test_a_coupon_outlives_changes_of_items(face: Face, arrange: Arrange, stock: Stock, step: Step) -> None:
    """A coupon stays on the checkout when goods are added, updated or deleted."""
    code = stock.coupon_code
    checkout = arrange.checkout(face, *lines(stock, 1, 2))
    arrange.done(lambda: face.add_coupon(checkout.id, code))
    step(face, arrange, checkout)
    answer = face.read_checkout(checkout.id)
    assert checkout_in(answer).coupon_codes == (code.upper(),), "the coupon was lost when items were changed"


@pytest.mark.requirement("cart-items-refused-adds-nothing")
def test_goods_that_are_refused_are_refused_together(face: Face, arrange: Arrange) -> None:
    """Of two goods in one request one is unknown: where that is refused, the other isn't added either."""
    held, more = lines(arrange.stock, 2, 1)
    checkout = arrange.checkout(face, held)
    refused = face.add_items(checkout.id, (more, Wanted(NO_SUCH_NUMBER)))
    applies_where(not refused.accepted, "the store takes what it knows of a request and leaves the rest")
    differing = changed_on(face, checkout)
    assert not differing, f"a refused request changed {', '.join(differing)}"
    answer = face.add_items(checkout.id, (more,))
    assert answer.accepted, f"adding the known product alone was refused with {answer.status}"


@pytest.mark.requirement("product-unknown-is-refused")
def test_no_cart_is_made_of_an_unknown_product(face: Face, arrange: Arrange) -> None:
    """A cart of a product that the store doesn't have is refused, one of a product that it has is accepted."""
    refused = face.create_cart((Wanted(NO_SUCH_NUMBER),))
    assert refused.refused, f"a cart of an unknown product was answered with {refused.status}"
    answer = face.create_cart((arrange.wanted(),))
    assert answer.accepted, f"a cart of a known product was refused with {answer.status}"
    assert holds(cart_in(answer), arrange.wanted()), "the cart holds other goods than the known product"


@pytest.mark.requirement("variant-unknown-is-refused")
def test_a_variant_that_a_product_lacks_is_refused(face: Face, arrange: Arrange, stock: Stock) -> None:
    """A variant that the product doesn't have is refused and changes nothing, one that it has is accepted."""
    product, checkout = stock.varied, arrange.checkout(face)
    refused = face.add_items(checkout.id, (Wanted(product.id, NO_SUCH_NUMBER),))
    assert refused.refused, f"a variant that the product lacks was answered with {refused.status}"
    assert not changed_on(face, checkout), "a refused variant changed the checkout"
    answer = face.add_items(checkout.id, (Wanted(product.id, product.variant_ids[1]),))
    assert answer.accepted, f"a variant that the product has was refused with {answer.status}"


@pytest.mark.requirement("lineitem-delete-leaves-other-variants")
@pytest.mark.parametrize("place", [0, 1])
def test_deleting_a_variant_leaves_the_others(face: Face, arrange: Arrange, stock: Stock, place: int) -> None:
    """Of two lines of one product in different variants one is deleted, and the other stays as it was."""
    wanted = (wanted_of(stock.varied, variant=0, quantity=2), wanted_of(stock.varied, variant=1, quantity=3))
    checkout = arrange.checkout(face, *wanted, beside(stock, stock.varied))
    line = line_of(checkout.cart, wanted[place])
    answer = face.delete_item(checkout.id, line.id)
    assert answer.accepted, f"deleting one variant of two was refused with {answer.status}"
    after = now(face, checkout.id).cart
    assert frozenset(after.items) == lines_beside(checkout.cart, line), "the cart holds other lines than were left"


@pytest.mark.requirement("lineitem-update-leaves-other-variants")
@pytest.mark.parametrize("place", [0, 1])
def test_updating_a_variant_leaves_the_others(face: Face, arrange: Arrange, stock: Stock, place: int) -> None:
    """Of two lines of one product in different variants one is updated, and the other stays as it was."""
    wanted = (wanted_of(stock.varied, variant=0, quantity=2), wanted_of(stock.varied, variant=1, quantity=3))
    checkout = arrange.checkout(face, *wanted)
    line = line_of(checkout.cart, wanted[place])
    answer = face.update_item(checkout.id, line.id, _more(wanted[place], 5))
    assert answer.accepted, f"updating one variant of two was refused with {answer.status}"
    after = now(face, checkout.id).cart
    assert lines_beside(checkout.cart, line) <= frozenset(after.items), "updating one variant changed the other"
    assert holds(after, _more(wanted[place], 5), wanted[1 - place]), "the cart holds other quantities"


@pytest.mark.requirement("cart-create-counts-repeats")
@pytest.mark.parametrize("quantities", [(2, 3), (1, 11)])
def test_goods_that_are_named_twice_are_counted_together(
    face: Face, arrange: Arrange, quantities: tuple[int, int]
) -> None:
    """A cart made of the same product in two lines of one request holds both together, in one line or two."""
    first, second = (arrange.wanted(quantity) for quantity in quantities)
    answer = face.create_cart((first, second))
    assert answer.accepted, f"a cart of the same product twice was refused with {answer.status}"
    cart = now(face, cart_in(answer).id).cart
    assert holds(cart, arrange.wanted(sum(quantities))), "the cart holds another quantity than both together"


@pytest.mark.requirement("lineitem-unknown-changes-nothing")
def test_an_update_of_a_line_that_is_not_there_changes_nothing(face: Face, arrange: Arrange) -> None:
    """An update that names no line of the cart leaves every line, one that names a line is accepted."""
    wanted = lines(arrange.stock, 1, 2)
    checkout = arrange.checkout(face, *wanted)
    answer = face.update_item(checkout.id, NOWHERE, _more(wanted[0], 7))
    differing = changed_on(face, checkout)
    assert not differing, f"an update of no line ({answer.status}) changed {', '.join(differing)}"
    known = face.update_item(checkout.id, line_of(checkout.cart, wanted[0]).id, _more(wanted[0], 7))
    assert known.accepted, f"an update of a line that is there was refused with {known.status}"


@pytest.mark.requirement("lineitem-unknown-changes-nothing")
def test_a_deletion_of_a_line_that_is_not_there_changes_nothing(face: Face, arrange: Arrange) -> None:
    """A deletion that names no line of the cart leaves every line, also when the line was deleted before."""
    wanted = lines(arrange.stock, 1, 2, 3)
    checkout = arrange.checkout(face, *wanted)
    line = line_of(checkout.cart, wanted[1])
    arrange.done(lambda: face.delete_item(checkout.id, line.id))
    left = arrange.read(face, checkout.id)
    again, nowhere = face.delete_item(checkout.id, line.id), face.delete_item(checkout.id, NOWHERE)
    differing = changed_on(face, left)
    assert not differing, f"a deletion of no line ({again.status}, {nowhere.status}) changed {', '.join(differing)}"


@pytest.mark.requirement("lineitem-unknown-is-refused")
def test_a_line_that_is_not_there_can_not_be_changed(face: Face, arrange: Arrange) -> None:
    """An update that names no line of the cart is refused, one that names a line is accepted."""
    wanted = lines(arrange.stock, 1, 2)
    checkout = arrange.checkout(face, *wanted)
    line = line_of(checkout.cart, wanted[0])
    updated = face.update_item(checkout.id, NOWHERE, wanted[0])
    assert updated.refused, f"an update of no line was answered with {updated.status}"
    answer = face.update_item(checkout.id, line.id, wanted[0])
    assert answer.accepted, f"an update of a line that is there was refused with {answer.status}"


@pytest.mark.requirement("lineitem-of-another-cart-is-left")
def test_a_cart_gives_no_way_to_the_lines_of_another(server: ServerFace, arrange: Arrange) -> None:
    """An update and a deletion by one cart of a line that another cart has leave both carts as they were."""
    mine, other = arrange.checkout(server), arrange.checkout(server, *lines(arrange.stock, 2, 3))
    line = other.cart.items[0]
    answers = (
        update_line(server, mine.id, line.id, {"line_item": goods_line(_more(_wanted(line.product_id), 9))}),
        server.delete_item(mine.id, line.id),
    )
    told = ", ".join(str(answer.status) for answer in answers)
    assert not changed_on(server, other), f"another cart was changed by its line's id ({told})"
    assert not changed_on(server, mine), f"the cart was changed by another's line ({told})"


@pytest.mark.requirement("cart-face-updates-lines")
@pytest.mark.parametrize("quantity", [3, 12])
def test_a_line_updated_by_its_cart_is_updated_in_the_checkout(
    shopper: StorefrontFace, arrange: Arrange, quantity: int
) -> None:
    """The storefront's update of a cart's line sets the quantity that the checkout shows, and leaves the others."""
    wanted = lines(arrange.stock, 1, 2)
    checkout = arrange.checkout(shopper, *wanted)
    line, more = line_of(checkout.cart, wanted[1]), _more(wanted[1], quantity)
    answer = update_line(shopper, checkout.id, line.id, {"line_item": goods_line(more)})
    assert answer.accepted, f"updating a line by its cart was refused with {answer.status}"
    after = now(shopper, checkout.id).cart
    assert holds(after, wanted[0], more), "the checkout shows other quantities than the cart was updated to"
    assert lines_beside(checkout.cart, line) <= frozenset(after.items), "updating one line changed another"


@pytest.mark.requirement("cart-face-deletes-lines")
def test_a_line_deleted_by_its_cart_is_gone_from_the_checkout(shopper: StorefrontFace, arrange: Arrange) -> None:
    """The storefront's deletion of a cart's line takes it out of the checkout, and leaves the others."""
    first, second, third = lines(arrange.stock, 1, 2, 3)
    checkout = arrange.checkout(shopper, first, second, third)
    answer = delete_line(shopper, checkout.id, line_of(checkout.cart, second).id)
    assert answer.accepted, f"deleting a line by its cart was refused with {answer.status}"
    assert holds(now(shopper, checkout.id).cart, first, third), (
        "the checkout shows other goods than those that the cart was left with"
    )


def _more(wanted: Wanted, quantity: int) -> Wanted:
    return Wanted(wanted.product_id, wanted.variant_id, quantity)


def _wanted(product_id: int) -> Wanted:
    return Wanted(product_id)


def _one_by_one(arrange: Arrange, face: Face, goods: tuple[Wanted, ...]) -> Checkout:
    """A cart that the goods were put into each by itself."""
    checkout = arrange.checkout(face, goods[0])
    for one in goods[1:]:
        arrange.done(lambda one=one: face.add_items(checkout.id, (one,)))  # type: ignore[misc]
    return arrange.read(face, checkout.id)


def _by_detours(arrange: Arrange, face: Face, goods: tuple[Wanted, ...], goal: Wanted) -> Checkout:
    """A cart of three goods, the second of which was deleted and the first updated to its goal."""
    checkout = _one_by_one(arrange, face, goods)
    arrange.done(lambda: face.update_item(checkout.id, line_of(checkout.cart, goal).id, goal))
    now = arrange.read(face, checkout.id).cart
    arrange.done(lambda: face.delete_item(checkout.id, line_of(now, goods[1]).id))
    return arrange.read(face, checkout.id)

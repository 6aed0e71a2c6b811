"""Carts: what is put in is what they hold, as their checkout does, until they are deleted."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conformance.suite.arrange import Arrange, wanted_of
from conformance.suite.documents import Cart, Checkout, cart_in
from conformance.suite.faces import Face, ServerFace, Wanted
from conformance.suite.scenarios.choosing import lines
from conformance.suite.scenarios.contents import holds, is_gone, line_of
from conformance.suite.scenarios.linking import ask_for_links, links_in
from conformance.suite.scenarios.parcels import to_ada_and_ben
from conformance.targets.provisioning import Stock

QUANTITIES = [
    pytest.param((1,), id="one line"),
    pytest.param((12,), id="one line of a dozen"),
    pytest.param((2, 1), id="two lines"),
    pytest.param((1, 11, 3), id="three lines"),
]


@pytest.mark.requirement("cart-create-holds-items")
@pytest.mark.parametrize("quantities", QUANTITIES)
def test_a_new_cart_holds_what_was_asked_for(face: Face, arrange: Arrange, quantities: tuple[int, ...]) -> None:
    """A new cart holds exactly the goods that were asked for, in the quantities that were asked for."""
    wanted = lines(arrange.stock, *quantities)
    answer = face.create_cart(wanted)
    assert answer.accepted, f"making a cart was refused with {answer.status}"
    assert holds(cart_in(answer), *wanted), "the answer shows other goods than those asked for"
    assert holds(_cart(face, arrange, cart_in(answer).id), *wanted), "the cart holds other goods than those asked for"


@pytest.mark.requirement("cart-create-holds-items")
def test_a_new_cart_holds_the_variants_that_were_asked_for(face: Face, arrange: Arrange, stock: Stock) -> None:
    """A new cart holds each variant of a product in its own quantity."""
    wanted = (wanted_of(stock.varied, variant=1, quantity=2), wanted_of(stock.varied, variant=0, quantity=3))
    answer = face.create_cart(wanted)
    assert answer.accepted, f"making a cart with two variants of a product was refused with {answer.status}"
    assert holds(cart_in(answer), *wanted), "the answer shows other variants than those asked for"
    assert holds(_cart(face, arrange, cart_in(answer).id), *wanted), (
        "the cart holds other variants than those asked for"
    )


@pytest.mark.requirement("cart-create-holds-items")
def test_a_new_cart_is_a_cart_of_its_own(server: ServerFace, arrange: Arrange) -> None:
    """A new cart has an id of its own and leaves the cart that was made before as it was."""
    first = arrange.checkout(server)
    answer = server.create_cart((arrange.wanted(3),))
    assert answer.accepted, f"making a second cart was refused with {answer.status}"
    assert cart_in(answer).id != first.id, "two carts have the same id"
    assert arrange.read(server, first.id).cart.contents == first.cart.contents, "a second cart changed the first"


@pytest.mark.requirement("cart-items-add-is-kept")
@pytest.mark.parametrize("quantities", [(1, 1), (2, 12), (1, 2, 3)])
def test_goods_added_to_a_cart_make_a_line_beside_the_others(
    face: Face, arrange: Arrange, quantities: tuple[int, ...]
) -> None:
    """Adding goods that a cart has none of adds them and leaves the lines that were there as they were."""
    *held, more = lines(arrange.stock, *quantities)
    checkout = arrange.checkout(face, *held)
    answer = face.add_items(checkout.id, (more,))
    assert answer.accepted, f"adding goods to a cart was refused with {answer.status}"
    assert holds(cart_in(answer), *held, more), "the answer shows other goods than those held and added"
    after = _cart(face, arrange, checkout.id)
    assert holds(after, *held, more), "the cart holds other goods than those held and added"
    assert _listed(checkout.cart) <= _listed(after), "a line that was there has changed"


@pytest.mark.requirement("cart-items-add-is-kept")
def test_several_goods_are_added_to_a_cart_at_once(face: Face, arrange: Arrange) -> None:
    """Adding two goods by one request adds both."""
    held, *more = lines(arrange.stock, 1, 2, 3)
    checkout = arrange.checkout(face, held)
    answer = face.add_items(checkout.id, more)
    assert answer.accepted, f"adding two goods to a cart was refused with {answer.status}"
    assert holds(cart_in(answer), held, *more), "the answer shows other goods than those held and added"
    assert holds(_cart(face, arrange, checkout.id), held, *more), (
        "the cart holds other goods than those held and added"
    )


@pytest.mark.requirement("cart-items-add-is-kept")
def test_goods_added_once_more_are_counted_together(face: Face, arrange: Arrange) -> None:
    """Adding goods that a cart holds already raises how many of them it holds, in one line or several."""
    checkout = arrange.checkout(face, arrange.wanted(2))
    answer = face.add_items(checkout.id, (arrange.wanted(3),))
    assert answer.accepted, f"adding goods that the cart holds already was refused with {answer.status}"
    assert holds(cart_in(answer), arrange.wanted(5)), "the answer shows another quantity than held and added together"
    assert holds(_cart(face, arrange, checkout.id), arrange.wanted(5)), (
        "the cart holds another quantity than held and added together"
    )


@pytest.mark.requirement("cart-items-add-is-kept")
def test_another_variant_added_to_a_cart_makes_its_own_line(face: Face, arrange: Arrange, stock: Stock) -> None:
    """Adding another variant of a product that a cart holds leaves the variant that was there as it was."""
    held, more = wanted_of(stock.varied, variant=0, quantity=2), wanted_of(stock.varied, variant=1)
    checkout = arrange.checkout(face, held)
    answer = face.add_items(checkout.id, (more,))
    assert answer.accepted, f"adding another variant was refused with {answer.status}"
    assert holds(cart_in(answer), held, more), "the answer shows other variants than those held and added"
    after = _cart(face, arrange, checkout.id)
    assert holds(after, held, more), "the cart holds other variants than those held and added"
    assert _listed(checkout.cart) <= _listed(after), "the line that was there has changed"


def _as_made(face: Face, arrange: Arrange, wanted: tuple[Wanted, ...]) -> Checkout:
    return arrange.checkout(face, *wanted)


def _with_a_line_added(face: Face, arrange: Arrange, wanted: tuple[Wanted, ...]) -> Checkout:
    checkout = arrange.checkout(face, *wanted[:-1])
    arrange.done(lambda: face.add_items(checkout.id, wanted[-1:]))
    return checkout


def _with_a_line_updated(face: Face, arrange: Arrange, wanted: tuple[Wanted, ...]) -> Checkout:
    checkout = arrange.checkout(face, *wanted)
    more = Wanted(wanted[-1].product_id, wanted[-1].variant_id, wanted[-1].quantity + 1)
    line = line_of(checkout.cart, wanted[-1])
    arrange.done(lambda: face.update_item(checkout.id, line.id, more))
    return checkout


def _with_a_line_deleted(face: Face, arrange: Arrange, wanted: tuple[Wanted, ...]) -> Checkout:
    checkout = arrange.checkout(face, *wanted)
    arrange.done(lambda: face.delete_item(checkout.id, line_of(checkout.cart, wanted[0]).id))
    return checkout


def _shared_out(face: Face, arrange: Arrange, wanted: tuple[Wanted, ...]) -> Checkout:
    return to_ada_and_ben(arrange, face, wanted)


Prepare = Callable[[Face, Arrange, tuple[Wanted, ...]], Checkout]
PREPARATIONS = [
    pytest.param(_as_made, id="as made"),
    pytest.param(_with_a_line_added, id="with a line added"),
    pytest.param(_with_a_line_updated, id="with a line updated"),
    pytest.param(_with_a_line_deleted, id="with a line deleted"),
    pytest.param(_shared_out, id="shared out over two addresses"),
]


@pytest.mark.requirement("cart-and-checkout-agree-on-items")
@pytest.mark.parametrize("prepare", PREPARATIONS)
def test_cart_and_checkout_list_the_same_lines(face: Face, arrange: Arrange, prepare: Prepare) -> None:
    """A cart of three lines and its checkout list the same lines in the same quantities, whatever was done."""
    checkout = prepare(face, arrange, lines(arrange.stock, 1, 12, 3))
    answer = face.read_cart(checkout.id)
    assert answer.accepted, f"reading the cart was refused with {answer.status}"
    in_checkout = arrange.read(face, checkout.id).cart
    assert _listed(cart_in(answer)) == _listed(in_checkout), "the cart and its checkout list different line items"


@pytest.mark.requirement("cart-and-checkout-agree-on-items")
def test_a_cart_of_one_line_and_its_checkout_agree(face: Face, arrange: Arrange) -> None:
    """A cart of a single line and its checkout list that line in the same quantity."""
    checkout = arrange.checkout(face, arrange.wanted(2))
    answer = face.read_cart(checkout.id)
    assert answer.accepted, f"reading the cart was refused with {answer.status}"
    assert _listed(cart_in(answer)) == _listed(checkout.cart), "the cart and its checkout list different line items"


@pytest.mark.requirement("cart-delete-removes-checkout")
def test_a_deleted_cart_takes_its_checkout_along(face: Face, arrange: Arrange) -> None:
    """Before a cart is deleted it and its checkout can be read, and afterwards neither can."""
    checkout = arrange.checkout(face)
    arrange.done(lambda: face.read_cart(checkout.id))
    answer = face.delete_cart(checkout.id)
    assert answer.accepted, f"deleting a cart was refused with {answer.status}"
    assert is_gone(face.read_cart(checkout.id)), "a deleted cart can still be read"
    assert is_gone(face.read_checkout(checkout.id)), "the checkout of a deleted cart can still be read"


@pytest.mark.requirement("cart-delete-removes-checkout")
def test_a_deleted_cart_takes_a_finished_checkout_along(face: Face, arrange: Arrange) -> None:
    """A checkout that has all that an order needs is gone with its cart as well."""
    checkout = arrange.ready_to_order(face, *lines(arrange.stock, 1, 2))
    answer = face.delete_cart(checkout.id)
    assert answer.accepted, f"deleting a cart was refused with {answer.status}"
    assert is_gone(face.read_cart(checkout.id)), "a deleted cart can still be read"
    assert is_gone(face.read_checkout(checkout.id)), "the checkout of a deleted cart can still be read"


@pytest.mark.requirement("cart-redirect-urls-are-given")
def test_a_cart_gives_links_that_name_it(server: ServerFace, arrange: Arrange) -> None:
    """Asked for its links, a cart gives one to the cart and one to the checkout, both with its id."""
    checkout = arrange.checkout(server)
    answer = ask_for_links(server, checkout.id)
    assert answer.accepted, f"asking for the links of a cart was refused with {answer.status}"
    assert checkout.id in links_in(answer).cart_url, "the link to the cart doesn't name the cart"
    assert checkout.id in links_in(answer).checkout_url, "the link to the checkout doesn't name the cart"


@pytest.mark.requirement("cart-redirect-urls-are-given")
def test_each_cart_gives_its_own_links(server: ServerFace, arrange: Arrange) -> None:
    """The links of a cart name that cart also after those of another cart were asked for, and again."""
    checkout, other = arrange.checkout(server), arrange.checkout(server)
    arrange.done(lambda: ask_for_links(server, checkout.id))
    arrange.done(lambda: ask_for_links(server, other.id))
    answer = ask_for_links(server, checkout.id)
    assert answer.accepted, f"asking for the links of a cart again was refused with {answer.status}"
    assert checkout.id in links_in(answer).cart_url, "the second link to the cart doesn't name the cart"
    assert checkout.id in links_in(answer).checkout_url, "the second link to the checkout doesn't name the cart"


def _cart(face: Face, arrange: Arrange, cart_id: str) -> Cart:
    """The cart by itself, as it stands now."""
    return cart_in(arrange.done(lambda: face.read_cart(cart_id)))


def _listed(cart: Cart) -> set[tuple[str, int, int]]:
    """The lines by what both documents must show of them."""
    return {(item.id, item.product_id, item.quantity) for item in cart.items}

"""Carts as a whole: many pieces, every kind of line, the catalog's own words, and answers that tell what is kept."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from conformance.api import Answer
from conformance.suite.arrange import Arrange, wanted_of
from conformance.suite.documents import Cart, Checkout, cart_in, checkout_in
from conformance.suite.faces import Face, ServerFace, StorefrontFace, Wanted
from conformance.suite.people import ADA, BEN, kept
from conformance.suite.rules.money import HALF_A_CENT
from conformance.suite.scenarios.asking import create_cart, goods_line
from conformance.suite.scenarios.choosing import lines
from conformance.suite.scenarios.contents import holds, line_of
from conformance.suite.scenarios.looking import cart_document, exact, listed, now, only
from conformance.suite.scenarios.staying import near
from conformance.suite.scenarios.supposing import applies_where
from conformance.targets.provisioning import Lacking, Product, Stock, Variant


@pytest.mark.requirement("quantities-in-the-hundreds-are-kept")
@pytest.mark.parametrize("quantity", [100, 257])
def test_a_line_holds_hundreds_of_pieces(face: Face, arrange: Arrange, stock: Stock, quantity: int) -> None:
    """A product that is sold without limit is held in its hundreds, put in at once or by an update."""
    many = wanted_of(_unlimited(stock), quantity=quantity)
    answer = face.create_cart((many,))
    assert answer.accepted, f"a cart of {quantity} pieces was refused with {answer.status}"
    cart = now(face, cart_in(answer).id).cart
    assert holds(cart, many), f"the cart holds another quantity than {quantity}"
    more = Wanted(many.product_id, many.variant_id, quantity + 9)
    arrange.done(lambda: face.update_item(cart.id, line_of(cart, many).id, more))
    assert holds(now(face, cart.id).cart, more), f"the cart holds another quantity than {quantity + 9}"


@pytest.mark.requirement("cart-of-all-kinds-adds-up")
def test_a_cart_of_every_kind_of_line_costs_what_its_lines_cost(
    server: ServerFace, arrange: Arrange, stock: Stock
) -> None:
    """A cart of five goods and two custom items has all of them, and a base amount that is the sum of the lines."""
    wanted = lines(stock, 1, 2, 3, 4, 12)
    custom = [{"name": name, "sku": name, "quantity": 3, "list_price": 0.35} for name in ("Stand", "Base")]
    answer = create_cart(server, {"line_items": [goods_line(one) for one in wanted], "custom_items": custom})
    assert answer.accepted, f"a cart of seven lines was refused with {answer.status}"
    held = server.read_cart(cart_in(answer).id)
    assert holds(cart_in(held), *wanted), "the cart holds other goods than those asked for"
    assert len(listed(cart_document(held), "custom_items")) == len(custom), "the cart holds other custom items"
    expected = sum((_separately(server, arrange, one) for one in wanted), Decimal("2.1"))
    assert near(cart_in(held).base_amount, expected), "the goods cost otherwise together than each by itself"


@pytest.mark.requirement("lineitem-is-named-as-in-catalog")
def test_a_line_has_the_name_that_the_catalog_gives(face: Face, arrange: Arrange, stock: Stock) -> None:
    """The line of a product is called what the product is called in the catalog."""
    product = stock.product(0)
    checkout = arrange.checkout(face, wanted_of(product))
    answer = face.read_cart(checkout.id)
    assert answer.accepted, f"reading the cart was refused with {answer.status}"
    line = only(listed(cart_document(answer), "physical_items"))
    applies_where(product.name is not None, "no catalog tells what the product is called")
    assert line.get("name") == product.name, "the line is called otherwise than the product in the catalog"


@pytest.mark.requirement("lineitem-list-price-is-the-catalogs")
@pytest.mark.parametrize("quantity", [1, 12])
def test_a_line_has_the_list_price_that_the_catalog_gives(
    face: Face, arrange: Arrange, stock: Stock, quantity: int
) -> None:
    """The list price of a product without a sale is the one entered in the catalog, whatever the quantity."""
    product = _plainly_priced(stock)
    checkout = arrange.checkout(face, wanted_of(product, quantity=quantity))
    answer = face.read_cart(checkout.id)
    assert answer.accepted, f"reading the cart was refused with {answer.status}"
    line = only(listed(cart_document(answer), "physical_items"))
    assert exact(line.get("list_price")) == exact(product.price), "the list price is not the catalog's"


@pytest.mark.requirement("lineitem-list-price-is-its-variants")
def test_a_variant_with_a_price_of_its_own_costs_that(face: Face, arrange: Arrange, stock: Stock) -> None:
    """The list price of a variant that has another price than its product is the variant's."""
    product, variant = _variant_with_a_price(stock)
    checkout = arrange.checkout(face, Wanted(product.id, variant.id, 2))
    answer = face.read_cart(checkout.id)
    assert answer.accepted, f"reading the cart was refused with {answer.status}"
    line = only(listed(cart_document(answer), "physical_items"))
    assert exact(line.get("list_price")) == exact(variant.price), "the list price is not the variant's"


@pytest.mark.requirement("steps-in-any-order-give-one-checkout")
def test_independent_steps_may_come_in_any_order(server: ServerFace, arrange: Arrange, stock: Stock) -> None:
    """Billing address, message and goods, and the same the other way round, lead to the same checkout."""
    there, back = arrange.checkout(server), arrange.checkout(server)
    steps = _steps(arrange, server, lines(stock, 1, 3)[1])
    _walk(there, steps)
    _walk(back, steps[::-1])
    one, other = arrange.read(server, there.id), arrange.read(server, back.id)
    assert _essence(one) == _essence(other), "the checkout depends on the order of independent steps"
    assert abs(one.grand_total - other.grand_total) <= HALF_A_CENT, "the total depends on the order of the steps"


@pytest.mark.requirement("steps-in-any-order-give-one-checkout")
def test_a_shoppers_independent_steps_may_come_in_any_order(
    shopper: StorefrontFace, another_shopper: StorefrontFace, arrange: Arrange, stock: Stock
) -> None:
    """Billing address, message and goods, in another order by another shopper, lead to the same checkout."""
    there, back = arrange.checkout(shopper), arrange.checkout(another_shopper)
    _walk(there, _steps(arrange, shopper, lines(stock, 1, 3)[1]))
    _walk(back, _steps(arrange, another_shopper, lines(stock, 1, 3)[1])[::-1])
    one, other = arrange.read(shopper, there.id), arrange.read(another_shopper, back.id)
    assert _essence(one) == _essence(other), "the checkout depends on the order of independent steps"
    assert abs(one.grand_total - other.grand_total) <= HALF_A_CENT, "the total depends on the order of the steps"


def _message(face: Face, checkout: Checkout) -> Answer:
    return face.leave_message(checkout.id, "Please ring twice.")


def _billing(face: Face, checkout: Checkout) -> Answer:
    return face.add_billing_address(checkout.id, BEN)


def _update(face: Face, checkout: Checkout) -> Answer:
    line = checkout.cart.items[0]
    return face.update_item(checkout.id, line.id, Wanted(line.product_id, line.variant_id, 7))


def _deletion(face: Face, checkout: Checkout) -> Answer:
    return face.delete_item(checkout.id, checkout.cart.items[1].id)


def _addition(face: Face, checkout: Checkout) -> Answer:
    line = checkout.cart.items[0]
    return face.add_items(checkout.id, (Wanted(line.product_id, line.variant_id, 2),))


ACTS = [
    pytest.param(_message, id="leaving a message"),
    pytest.param(_billing, id="replacing the billing address"),
    pytest.param(_update, id="updating a line"),
    pytest.param(_deletion, id="deleting a line"),
    pytest.param(_addition, id="adding goods"),
]
Act = Callable[[Face, Checkout], Answer]


@pytest.mark.requirement("answers-show-what-is-kept")
@pytest.mark.parametrize("act", ACTS)
def test_the_answer_to_a_change_shows_what_is_kept(face: Face, arrange: Arrange, act: Act) -> None:
    """What the answer to a change shows of goods and base amount is what the next read shows."""
    checkout = arrange.billed(face, arrange.checkout(face, *lines(arrange.stock, 1, 2)), ADA)
    answer = act(face, checkout)
    assert answer.accepted, f"{answer.operation} was refused with {answer.status}"
    after = now(face, checkout.id).cart
    told = cart_in(answer)
    assert _listed(told) == _listed(after), f"the answer of {answer.operation} shows other lines than are kept"
    assert near(told.base_amount, after.base_amount), f"the answer of {answer.operation} shows another base amount"


@pytest.mark.requirement("answers-show-what-is-kept")
@pytest.mark.parametrize("act", ACTS[:2])
def test_the_answer_to_a_change_of_a_checkout_shows_its_total(face: Face, arrange: Arrange, act: Act) -> None:
    """What the answer to a change shows of total, message and billing address is what the next read shows."""
    checkout = arrange.billed(face, arrange.checkout(face, *lines(arrange.stock, 2, 1)), ADA)
    answer = act(face, checkout)
    assert answer.accepted, f"{answer.operation} was refused with {answer.status}"
    told, after = checkout_in(answer), now(face, checkout.id)
    assert _essence(told) == _essence(after), f"the answer of {answer.operation} shows another checkout than is kept"
    assert abs(told.grand_total - after.grand_total) <= HALF_A_CENT, (
        f"the answer of {answer.operation} shows another grand total than is kept"
    )


Step = Callable[[Checkout], Answer]


def _steps(arrange: Arrange, face: Face, more: Wanted) -> tuple[Step, ...]:
    """Three steps that have nothing to do with each other."""
    return (
        lambda checkout: arrange.done(lambda: face.add_billing_address(checkout.id, ADA)),
        lambda checkout: arrange.done(lambda: face.leave_message(checkout.id, "Please ring twice.")),
        lambda checkout: arrange.done(lambda: face.add_items(checkout.id, (more,))),
    )


def _walk(checkout: Checkout, steps: tuple[Step, ...]) -> None:
    for step in steps:
        step(checkout)


def _essence(checkout: Checkout) -> tuple[object, ...]:
    """What two checkouts that were brought to the same state have in common."""
    message = checkout.customer_message or ""
    return (checkout.cart.contents, checkout.cart.base_amount, message, kept(checkout.billing))


def _listed(cart: Cart) -> set[tuple[str, int, int]]:
    """The lines by what every document must show of them."""
    return {(item.id, item.product_id, item.quantity) for item in cart.items}


def _separately(server: ServerFace, arrange: Arrange, wanted: Wanted) -> Decimal:
    return arrange.checkout(server, wanted).cart.base_amount


def _unlimited(stock: Stock) -> Product:
    for product in stock.products:
        if product.unlimited:
            return product
    raise Lacking("the catalog shows no product that is sold without limit")


def _plainly_priced(stock: Stock) -> Product:
    for product in stock.products:
        if product.plainly_priced:
            return product
    raise Lacking("the catalog shows no product whose one price is the one that was entered")


def _variant_with_a_price(stock: Stock) -> tuple[Product, Variant]:
    on_sale = ((product, variant) for product in stock.products for variant in product.variants)
    for product, variant in on_sale:
        own = variant.price and variant.price != product.price and variant.id in product.variant_ids
        if own and not product.sale_price and not variant.sale_price:
            return product, variant
    raise Lacking("the catalog shows no variant with another price than its product")

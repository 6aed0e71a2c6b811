"""What a store keeps to when goods go into a cart: how many of them, which variant, which text, at which price."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from conformance.suite.arrange import Arrange, wanted_of
from conformance.suite.documents import Cart, cart_in
from conformance.suite.faces import Face, ServerFace, StorefrontFace, Wanted
from conformance.suite.scenarios.asking import add_items, create_cart, goods_line
from conformance.suite.scenarios.contents import holds, is_gone, line_of
from conformance.suite.scenarios.looking import cart_document, changed_on, listed, only
from conformance.suite.scenarios.staying import near
from conformance.suite.scenarios.supposing import applies_where
from conformance.targets.provisioning import Product, Stock


@pytest.mark.requirement("quantity-maximum-is-kept")
def test_no_more_go_into_a_new_cart_than_an_order_may_hold(face: Face, stock: Stock) -> None:
    """One piece more than an order may hold is refused, as many as it may hold are accepted."""
    most = stock.limited.order_quantity_maximum
    refused = face.create_cart((wanted_of(stock.limited, quantity=most + 1),))
    assert refused.refused, f"one piece more than an order may hold was answered with {refused.status}"
    answer = face.create_cart((wanted_of(stock.limited, quantity=most),))
    assert answer.accepted, f"as many pieces as an order may hold were refused with {answer.status}"
    assert holds(cart_in(answer), wanted_of(stock.limited, quantity=most)), "the cart holds another quantity"


@pytest.mark.requirement("quantity-maximum-is-kept")
def test_no_more_are_added_than_an_order_may_hold(face: Face, arrange: Arrange, stock: Stock) -> None:
    """A piece added to a cart that holds as many as an order may is refused and changes nothing."""
    most = stock.limited.order_quantity_maximum
    checkout = arrange.checkout(face, arrange.wanted(), wanted_of(stock.limited, quantity=most))
    refused = face.add_items(checkout.id, (wanted_of(stock.limited),))
    assert refused.refused, f"one piece more than an order may hold was answered with {refused.status}"
    assert not changed_on(face, checkout), "a refused quantity changed the checkout"
    answer = face.add_items(checkout.id, (arrange.wanted(),))
    assert answer.accepted, f"another product beside it was refused with {answer.status}"


@pytest.mark.requirement("quantity-maximum-is-kept-on-update")
def test_no_line_is_updated_beyond_what_an_order_may_hold(face: Face, arrange: Arrange, stock: Stock) -> None:
    """An update to one piece more than an order may hold is refused and changes nothing, up to that it is not."""
    most = stock.limited.order_quantity_maximum
    checkout = arrange.checkout(face, wanted_of(stock.limited, quantity=_least(stock.limited)))
    line = line_of(checkout.cart, wanted_of(stock.limited))
    refused = face.update_item(checkout.id, line.id, wanted_of(stock.limited, quantity=most + 1))
    assert refused.refused, f"an update beyond what an order may hold was answered with {refused.status}"
    assert not changed_on(face, checkout), "a refused update changed the checkout"
    answer = face.update_item(checkout.id, line.id, wanted_of(stock.limited, quantity=most))
    assert answer.accepted, f"an update to as many as an order may hold was refused with {answer.status}"


@pytest.mark.requirement("quantity-minimum-is-kept")
def test_no_fewer_go_into_a_cart_than_an_order_must_hold(face: Face, stock: Stock) -> None:
    """One piece less than an order must hold is refused, as many as it must hold are accepted."""
    fewest = stock.bundled.order_quantity_minimum
    refused = face.create_cart((wanted_of(stock.bundled, quantity=fewest - 1),))
    assert refused.refused, f"one piece less than an order must hold was answered with {refused.status}"
    answer = face.create_cart((wanted_of(stock.bundled, quantity=fewest),))
    assert answer.accepted, f"as many pieces as an order must hold were refused with {answer.status}"
    assert holds(cart_in(answer), wanted_of(stock.bundled, quantity=fewest)), "the cart holds another quantity"


@pytest.mark.requirement("quantity-minimum-is-kept")
def test_no_line_is_updated_below_what_an_order_must_hold(face: Face, arrange: Arrange, stock: Stock) -> None:
    """An update to one piece less than an order must hold is refused and changes nothing, to one more it is not."""
    fewest = stock.bundled.order_quantity_minimum
    checkout = arrange.checkout(face, wanted_of(stock.bundled, quantity=fewest))
    line = line_of(checkout.cart, wanted_of(stock.bundled))
    refused = face.update_item(checkout.id, line.id, wanted_of(stock.bundled, quantity=fewest - 1))
    assert refused.refused, f"an update below what an order must hold was answered with {refused.status}"
    assert not changed_on(face, checkout), "a refused update changed the checkout"
    answer = face.update_item(checkout.id, line.id, wanted_of(stock.bundled, quantity=fewest + 1))
    assert answer.accepted, f"an update above what an order must hold was refused with {answer.status}"


@pytest.mark.requirement("stock-limit-is-kept")
def test_no_more_go_into_a_cart_than_are_in_stock(shopper: StorefrontFace, arrange: Arrange, stock: Stock) -> None:
    """One piece more than the store has is refused and changes nothing, as many as it has are accepted."""
    there, checkout = stock.scarce.inventory_level, arrange.checkout(shopper)
    refused = shopper.add_items(checkout.id, (wanted_of(stock.scarce, quantity=there + 1),))
    assert refused.refused, f"one piece more than in stock was answered with {refused.status}"
    assert not changed_on(shopper, checkout), "a refused quantity changed the checkout"
    answer = shopper.add_items(checkout.id, (wanted_of(stock.scarce, quantity=there),))
    assert answer.accepted, f"as many pieces as in stock were refused with {answer.status}"


@pytest.mark.requirement("variant-is-required")
def test_a_product_with_options_needs_its_variant(server: ServerFace, arrange: Arrange, stock: Stock) -> None:
    """A product with variants is refused without one and changes nothing, and is accepted with one."""
    checkout = arrange.checkout(server)
    refused = server.add_items(checkout.id, (Wanted(stock.varied.id),))
    assert refused.refused, f"a product with variants, but without one, was answered with {refused.status}"
    assert not changed_on(server, checkout), "a refused product changed the checkout"
    answer = server.add_items(checkout.id, (wanted_of(stock.varied, variant=1),))
    assert answer.accepted, f"a product with its variant was refused with {answer.status}"


@pytest.mark.requirement("text-is-required")
def test_a_product_with_a_required_text_needs_it(server: ServerFace, arrange: Arrange, stock: Stock) -> None:
    """A product that must be given a text is refused without one and changes nothing, and is accepted with one."""
    product, checkout = stock.worded, arrange.checkout(server)
    refused = server.add_items(checkout.id, (wanted_of(product),))
    assert refused.refused, f"a product without its required text was answered with {refused.status}"
    assert not changed_on(server, checkout), "a refused product changed the checkout"
    arrange.done(lambda: add_items(server, checkout.id, {"line_items": [_worded(product, "For Mara")]}))


@pytest.mark.requirement("text-is-kept")
@pytest.mark.parametrize("text", ["For Mara", "Für Žofie, 花子"])
def test_the_text_of_a_product_is_kept(server: ServerFace, arrange: Arrange, stock: Stock, text: str) -> None:
    """The text that a product was given is shown, word for word, when the options are asked for."""
    product = stock.worded
    created = arrange.done(lambda: create_cart(server, {"line_items": [_worded(product, text)]}))
    answer = server.api.get_cart(cart_in(created).id, ("line_items.physical_items.options",))
    line = only(listed(cart_document(answer), "physical_items"))
    assert text in [each.get("value") for each in line.get("options") or []], "the line shows another text"


@pytest.mark.requirement("text-outlives-quantity-changes")
def test_a_text_outlives_another_quantity(server: ServerFace, arrange: Arrange, stock: Stock) -> None:
    """A product that was given a text has it after its quantity was changed without naming it again."""
    product, text = stock.worded, "For Mara"
    cart = cart_in(arrange.done(lambda: create_cart(server, {"line_items": [_worded(product, text)]})))
    answer = server.update_item(cart.id, cart.items[0].id, wanted_of(product, quantity=2))
    applies_where(not answer.refused, "the store wants the text with each update")
    shown = server.api.get_cart(cart.id, ("line_items.physical_items.options",))
    line = only(listed(cart_document(shown), "physical_items"))
    assert text in [each.get("value") for each in line.get("options") or []], "the line lost its text"


@pytest.mark.requirement("lineitem-delete-last-removes-cart")
def test_a_cart_is_gone_with_its_last_line(server: ServerFace, arrange: Arrange) -> None:
    """Deleting the last of two lines, one after the other, deletes the cart and its checkout."""
    checkout = arrange.checkout(server, arrange.wanted(2))
    arrange.done(lambda: server.add_items(checkout.id, (_other(arrange.stock),)))
    first, second = arrange.read(server, checkout.id).cart.items
    arrange.done(lambda: server.delete_item(checkout.id, first.id))
    arrange.done(lambda: server.read_cart(checkout.id))
    answer = server.delete_item(checkout.id, second.id)
    assert answer.accepted, f"deleting the last line was refused with {answer.status}"
    assert is_gone(server.read_cart(checkout.id)), "a cart can still be read after its last line was deleted"
    assert is_gone(server.read_checkout(checkout.id)), "a checkout can still be read after its last line was deleted"


@pytest.mark.requirement("list-price-override-is-kept")
@pytest.mark.parametrize(("price", "quantity"), [("3.35", 3), ("0.99", 12)])
def test_a_price_of_its_own_is_the_lines_price(
    server: ServerFace, arrange: Arrange, price: str, quantity: int
) -> None:
    """A product put into a cart at a price of its own costs that price, and elsewhere its usual one."""
    usual = arrange.checkout(server, arrange.wanted(quantity))
    line = goods_line(arrange.wanted(quantity), list_price=float(price))
    answer = create_cart(server, {"line_items": [line]})
    assert answer.accepted, f"a product at a price of its own was refused with {answer.status}"
    assert near(cart_in(answer).base_amount, Decimal(price) * quantity), "the cart costs another price than its own"
    assert _base(server, arrange, cart_in(answer).id) == Decimal(price) * quantity, "the price was not kept"
    after = _base(server, arrange, usual.id)
    assert near(after, usual.cart.base_amount), "a price of one cart's own changed the price in another cart"


@pytest.mark.requirement("digital-item-is-not-shipped")
def test_a_digital_product_needs_no_shipping(face: Face, arrange: Arrange, stock: Stock) -> None:
    """A digital product is among the digital items of its cart and needn't be shipped, a physical one must."""
    digital = wanted_of(stock.digital)
    answer = face.create_cart((digital, arrange.wanted()))
    assert answer.accepted, f"a cart of a digital and a physical product was refused with {answer.status}"
    cart = cart_in(arrange.done(lambda: face.read_cart(cart_in(answer).id)))
    assert [item.product_id for item in cart.line_items.digital_items] == [digital.product_id], (
        "the digital product is not what the cart lists as its digital items"
    )
    held = cart_document(arrange.done(lambda: face.read_cart(cart.id)))
    assert [_shipped(line) for line in listed(held, "digital_items")] == [False], "a digital product must be shipped"
    assert [_shipped(line) for line in listed(held, "physical_items")] == [True], "a physical product isn't shipped"


def _least(product: Product) -> int:
    """The fewest pieces that an order may hold."""
    return max(1, product.order_quantity_minimum)


def _worded(product: Product, text: str) -> dict[str, Any]:
    chosen = [{"option_id": product.words[0].id, "option_value": text}]
    return goods_line(wanted_of(product), option_selections=chosen)


def _other(stock: Stock) -> Wanted:
    return wanted_of(stock.product(1))


def _shipped(line: dict[str, Any]) -> bool:
    return bool(line.get("is_require_shipping", line.get("is_shipping_required")))


def _base(face: Face, arrange: Arrange, cart_id: str) -> Decimal:
    cart: Cart = cart_in(arrange.done(lambda: face.read_cart(cart_id)))
    return cart.base_amount

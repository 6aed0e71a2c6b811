"""What an order holds: all that its checkout showed when the order was made."""

from __future__ import annotations

import pytest

from conformance.api import OrdersApi
from conformance.suite.arrange import Arrange, dearest, parcel
from conformance.suite.documents import Checkout
from conformance.suite.faces import ServerFace
from conformance.suite.people import ADA, BEN, Address
from conformance.suite.scenarios.choosing import lines
from conformance.suite.scenarios.looking import cart_document, listed
from conformance.suite.scenarios.ordered import (
    given,
    named_cart,
    near,
    near_by_piece,
    ordered,
    pieces_of,
    priced_otherwise,
    same_goods,
    whole_order,
)
from conformance.suite.scenarios.ordering import make_order, number_in, products_of, shown
from conformance.suite.scenarios.parcels import CLEO, lines_in, to_ada_and_ben
from conformance.suite.scenarios.supposing import applies_where
from conformance.targets.provisioning import Lacking, Stock

QUANTITIES = [
    pytest.param((1,), id="one line"),
    pytest.param((3, 1), id="two lines"),
    pytest.param((1, 2, 12), id="three lines"),
]
MESSAGES = [
    pytest.param("Please leave it with the neighbour.", id="short"),
    pytest.param("Grüße an die Köchin, 門の前に置いてください & ring", id="in other scripts"),
    pytest.param("Ring twice" * 40, id="long"),
]


def with_option(arrange: Arrange, server: ServerFace, quantities: tuple[int, ...]) -> Checkout:
    """A checkout that is ready to be ordered, shipped by what costs most."""
    checkout = arrange.billed(server, arrange.checkout(server, *lines(arrange.stock, *quantities)))
    held = arrange.consigned(server, checkout).consignments[0]
    arrange.choose(server, checkout, held, dearest(held))
    return arrange.read(server, checkout.id)


@pytest.mark.requirement("order-holds-the-checkouts-items")
@pytest.mark.parametrize("quantities", QUANTITIES)
def test_an_order_holds_what_the_checkout_held(
    server: ServerFace, orders: OrdersApi, arrange: Arrange, quantities: tuple[int, ...]
) -> None:
    """An order has the products, the variants and the quantities of its checkout, and nothing else."""
    checkout = arrange.ready_to_order(server, *lines(arrange.stock, *quantities))
    order = ordered(server, orders, arrange, checkout)
    assert same_goods(order, checkout), "the order holds other products, variants or quantities than the checkout"


@pytest.mark.requirement("order-counts-its-items")
@pytest.mark.parametrize("quantities", QUANTITIES)
def test_an_order_counts_its_pieces(
    server: ServerFace, orders: OrdersApi, arrange: Arrange, quantities: tuple[int, ...]
) -> None:
    """The number of items that an order gives is the sum of the quantities in it."""
    order = ordered(server, orders, arrange, arrange.ready_to_order(server, *lines(arrange.stock, *quantities)))
    assert order.order.get("items_total") == sum(quantities), "the order counts other pieces than it holds"


@pytest.mark.requirement("order-lines-name-their-products")
def test_the_lines_of_an_order_are_named_as_on_the_checkout(
    server: ServerFace, orders: OrdersApi, arrange: Arrange
) -> None:
    """Each line of an order has the name and the SKU that the checkout showed for it."""
    checkout = arrange.ready_to_order(server, *lines(arrange.stock, 2, 1))
    cart = arrange.done(lambda: server.read_cart(checkout.id)).data
    told = {(each["product_id"], each["name"], each["sku"]) for each in cart["line_items"]["physical_items"]}
    order = ordered(server, orders, arrange, checkout)
    named = {(row.product_id, row.name, row.sku) for row in order.rows}
    assert named == told, "the order names its lines otherwise than the cart did"


@pytest.mark.requirement("order-lines-keep-their-prices")
@pytest.mark.parametrize("quantities", QUANTITIES)
def test_the_lines_of_an_order_cost_what_they_did(
    server: ServerFace, orders: OrdersApi, arrange: Arrange, quantities: tuple[int, ...]
) -> None:
    """The price of a line of an order is one that the checkout showed, as entered, with or without tax."""
    checkout = arrange.ready_to_order(server, *lines(arrange.stock, *quantities))
    cart = arrange.done(lambda: server.read_cart(checkout.id)).data
    order = ordered(server, orders, arrange, checkout)
    assert not priced_otherwise(order, cart), "a line of the order has another price than on the checkout"


@pytest.mark.requirement("order-total-is-the-checkouts")
@pytest.mark.parametrize("quantities", QUANTITIES)
def test_an_order_comes_to_what_the_checkout_came_to(
    server: ServerFace, orders: OrdersApi, arrange: Arrange, quantities: tuple[int, ...]
) -> None:
    """The total of an order, tax included, is the grand total of its checkout."""
    checkout = with_option(arrange, server, quantities)
    order = ordered(server, orders, arrange, checkout)
    assert near(order.total, checkout.grand_total), "the order has another total than its checkout"


@pytest.mark.requirement("order-total-is-the-checkouts")
def test_an_order_with_a_coupon_comes_to_what_the_checkout_came_to(
    server: ServerFace, orders: OrdersApi, arrange: Arrange, stock: Stock
) -> None:
    """The total of an order whose checkout had a coupon is the grand total of the checkout."""
    started = arrange.billed(server, arrange.checkout(server, *lines(arrange.stock, 3)))
    arrange.done(lambda: server.add_coupon(started.id, stock.coupon_code))
    checkout = arrange.shipped(server, arrange.consigned(server, started))
    order = ordered(server, orders, arrange, checkout)
    assert near(order.total, checkout.grand_total), "the order has another total than its checkout with a coupon"


@pytest.mark.requirement("order-keeps-shipping-cost")
def test_an_order_costs_as_much_to_ship_as_the_checkout_said(
    server: ServerFace, orders: OrdersApi, arrange: Arrange
) -> None:
    """The shipping cost of an order, tax included, is the shipping total of its checkout."""
    checkout = with_option(arrange, server, (1, 2))
    order = ordered(server, orders, arrange, checkout)
    assert near(order.amount("shipping_cost_inc_tax"), checkout.shipping_total), (
        "the order costs something else to ship than its checkout said"
    )


@pytest.mark.requirement("order-keeps-the-subtotal")
@pytest.mark.parametrize("quantities", QUANTITIES)
def test_an_order_has_the_subtotal_of_the_checkout(
    server: ServerFace, orders: OrdersApi, arrange: Arrange, quantities: tuple[int, ...]
) -> None:
    """The subtotals of an order, with tax and without, are those of its checkout; a store may round each piece."""
    checkout = with_option(arrange, server, quantities)
    told = arrange.done(lambda: server.read_checkout(checkout.id)).data
    order = ordered(server, orders, arrange, checkout)
    assert near_by_piece(order.amount("subtotal_inc_tax"), told["subtotal_inc_tax"], checkout), (
        "the order has another subtotal"
    )
    assert near_by_piece(order.amount("subtotal_ex_tax"), told["subtotal_ex_tax"], checkout), (
        "the order has another subtotal before tax"
    )


@pytest.mark.requirement("order-keeps-the-tax")
@pytest.mark.parametrize("quantities", QUANTITIES)
def test_an_order_has_the_tax_of_the_checkout(
    server: ServerFace, orders: OrdersApi, arrange: Arrange, quantities: tuple[int, ...]
) -> None:
    """The total tax of an order is the tax total of its checkout; a store may round the tax of each piece."""
    checkout = with_option(arrange, server, quantities)
    told = arrange.done(lambda: server.read_checkout(checkout.id)).data
    order = ordered(server, orders, arrange, checkout)
    assert near_by_piece(order.amount("total_tax"), told["tax_total"], checkout), (
        "the order has another tax than its checkout"
    )


@pytest.mark.requirement("order-of-a-guest-has-no-customer")
def test_an_order_of_a_guest_has_no_customer(server: ServerFace, orders: OrdersApi, arrange: Arrange) -> None:
    """An order of a cart that belongs to no customer belongs to none either."""
    checkout = arrange.ready_to_order(server)
    owner = arrange.done(lambda: server.read_cart(checkout.id)).data.get("customer_id")
    order = ordered(server, orders, arrange, checkout)
    assert order.order.get("customer_id") == owner == 0, "an order of a guest's cart has a customer"


@pytest.mark.requirement("order-keeps-billing-address")
@pytest.mark.parametrize("address", [pytest.param(ADA, id="short"), pytest.param(BEN, id="with company and unit")])
def test_an_order_keeps_the_billing_address(
    server: ServerFace, orders: OrdersApi, arrange: Arrange, address: Address
) -> None:
    """The billing address of an order is that of its checkout, member by member."""
    checkout = arrange.billed(server, arrange.checkout(server), address)
    order = ordered(server, orders, arrange, arrange.shipped(server, arrange.consigned(server, checkout)))
    assert order.billing == given(address), "the order has another billing address than its checkout"


@pytest.mark.requirement("order-keeps-shipping-address")
@pytest.mark.parametrize(
    "address", [pytest.param(BEN, id="with company and unit"), pytest.param(CLEO, id="in a yard")]
)
def test_an_order_keeps_the_shipping_address(
    server: ServerFace, orders: OrdersApi, arrange: Arrange, address: Address
) -> None:
    """An order goes where its checkout was to be shipped, member by member."""
    checkout = arrange.billed(server, arrange.checkout(server))
    sent = arrange.consigned(server, checkout, parcel(address, *checkout.cart.line_items.physical_items))
    order = ordered(server, orders, arrange, arrange.shipped(server, sent))
    assert [place.address for place in order.places] == [given(address)], (
        "the order goes somewhere else than its checkout said"
    )


@pytest.mark.requirement("order-keeps-every-shipping-address")
def test_an_order_goes_to_every_address(server: ServerFace, orders: OrdersApi, arrange: Arrange) -> None:
    """An order whose checkout has two consignments goes to the addresses of both."""
    checkout = arrange.billed(server, to_ada_and_ben(arrange, server, lines(arrange.stock, 1, 2)))
    ready = arrange.shipped(server, arrange.read(server, checkout.id, shipping_options=True))
    order = ordered(server, orders, arrange, ready)
    reached = sorted(str(place.address) for place in order.places)
    assert reached == sorted(str(given(address)) for address in (ADA, BEN)), (
        "the order doesn't go to the two addresses of its checkout"
    )
    assert order.order.get("shipping_address_count") == 2, "the order doesn't count its two addresses"


@pytest.mark.requirement("order-items-go-where-they-were-sent")
def test_the_items_of_an_order_go_where_they_were_sent(
    server: ServerFace, orders: OrdersApi, arrange: Arrange
) -> None:
    """Each line of an order goes to the address that its line had on the checkout."""
    checkout = arrange.billed(server, to_ada_and_ben(arrange, server, lines(arrange.stock, 1, 2, 3)))
    first, *others = lines_in(checkout, 3)
    ready = arrange.shipped(server, arrange.read(server, checkout.id, shipping_options=True))
    order = ordered(server, orders, arrange, ready)
    assert order.going_to(ADA) == pieces_of(first), "something else goes to the first address"
    assert order.going_to(BEN) == pieces_of(*others), "something else goes to the second address"


@pytest.mark.requirement("order-keeps-coupons")
def test_an_order_keeps_the_coupon(server: ServerFace, orders: OrdersApi, arrange: Arrange, stock: Stock) -> None:
    """An order lists the code of the coupon that its checkout had, and one without a coupon lists none."""
    plain = ordered(server, orders, arrange, arrange.ready_to_order(server))
    checkout = arrange.billed(server, arrange.checkout(server))
    arrange.done(lambda: server.add_coupon(checkout.id, stock.coupon_code))
    number = make_order(arrange, server, arrange.shipped(server, arrange.consigned(server, checkout)).id)
    shown(arrange, lambda: orders.get_order_coupons(number), "shows no coupons of orders")
    order = whole_order(arrange, orders, number)
    assert plain.codes == (), "an order lists a coupon that its checkout never had"
    assert order.codes == (stock.coupon_code.upper(),), "the order doesn't list the coupon of its checkout"


@pytest.mark.requirement("order-keeps-the-customer-message")
@pytest.mark.parametrize("message", MESSAGES)
def test_an_order_keeps_the_customer_message(
    server: ServerFace, orders: OrdersApi, arrange: Arrange, message: str
) -> None:
    """The customer message of an order is that of its checkout, word for word."""
    checkout = arrange.ready_to_order(server)
    arrange.done(lambda: server.leave_message(checkout.id, message))
    order = ordered(server, orders, arrange, checkout)
    assert order.order.get("customer_message") == message, "the order has another message than its checkout"


@pytest.mark.requirement("order-names-its-cart")
def test_an_order_names_its_cart(server: ServerFace, orders: OrdersApi, arrange: Arrange) -> None:
    """An order that names a cart names the one that it was made from, and so does a second one."""
    checkout = arrange.ready_to_order(server)
    first = ordered(server, orders, arrange, checkout)
    second = ordered(server, orders, arrange, checkout)
    named = {named_cart(first), named_cart(second)}
    assert named == {checkout.id}, "an order names another cart than the one that it was made from"


@pytest.mark.requirement("order-keeps-the-currency")
def test_an_order_is_in_the_currency_of_its_cart(server: ServerFace, orders: OrdersApi, arrange: Arrange) -> None:
    """An order is in the currency of the cart that it was made from."""
    checkout = arrange.ready_to_order(server)
    order = ordered(server, orders, arrange, checkout)
    assert order.order.get("currency_code") == (checkout.cart.currency or {}).get("code"), (
        "the order is in another currency than its cart"
    )


@pytest.mark.requirement("order-is-born-undeleted-and-unpaid")
def test_a_new_order_is_neither_deleted_nor_paid(server: ServerFace, orders: OrdersApi, arrange: Arrange) -> None:
    """A new order is not marked as deleted, and nothing of it is shipped or refunded."""
    order = ordered(server, orders, arrange, arrange.ready_to_order(server))
    assert order.order.get("is_deleted") is False, "a new order is marked as deleted"
    assert order.order.get("items_shipped") == 0, "something of a new order is shipped already"
    assert order.amount("refunded_amount") == 0, "something of a new order is refunded already"


@pytest.mark.requirement("order-digital-needs-no-shipping")
def test_a_digital_order_needs_no_shipping(
    server: ServerFace, orders: OrdersApi, arrange: Arrange, digital: int
) -> None:
    """A checkout of which the store itself says that nothing must be shipped is ordered without consignment."""
    created = arrange.done(lambda: server.api.create_cart({"line_items": [{"product_id": digital, "quantity": 1}]}))
    held = listed(cart_document(created), "digital_items")
    told = [each.get("is_require_shipping") for each in held]
    applies_where(told == [False], "the store doesn't say of its digital product that it needs no shipping")
    checkout = arrange.billed(server, arrange.read(server, str(created.data["id"])))
    answer = server.api.create_order(checkout.id)
    assert answer.accepted, f"an order of something that needs no shipping was refused with {answer.status}"
    bought = products_of(arrange, orders, number_in(answer))
    assert {product for product, _ in bought} == {digital}, "the order doesn't hold the digital product"


@pytest.fixture
def digital(stock: Stock) -> int:
    """A digital product that can be bought by its id alone."""
    for product in stock.catalog:
        if product.type == "digital" and product.buyable and product.plentiful and not product.words:
            return product.id
    raise Lacking("the catalog shows no digital product that can be bought by its id alone")


@pytest.mark.requirement("order-of-a-deleted-cart-is-refused")
def test_a_deleted_cart_makes_no_order(server: ServerFace, arrange: Arrange) -> None:
    """No order is made from a checkout whose cart was deleted, where one is made from a checkout like it."""
    gone, kept = arrange.ready_to_order(server), arrange.ready_to_order(server)
    arrange.done(lambda: server.delete_cart(gone.id))
    refused = server.api.create_order(gone.id)
    make_order(arrange, server, kept.id)
    assert refused.refused, f"an order of a deleted cart was answered with {refused.status}"

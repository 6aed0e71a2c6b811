"""What is read off the walk on the server face: orders, what they hold, and what paying one of them does."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from conformance.suite.arrange import Unarranged
from conformance.suite.documents import Checkout
from conformance.suite.people import ADA, BEN
from conformance.suite.scenarios import staying
from conformance.suite.scenarios.contents import is_gone
from conformance.suite.scenarios.looking import cart_document, document, listed
from conformance.suite.scenarios.ordered import (
    ASPECTS,
    Whole,
    given,
    named_cart,
    near,
    near_by_piece,
    pieces_of,
    priced_otherwise,
    same_but_for_coupons,
    same_goods,
    unlike,
    whole_in,
)
from conformance.suite.scenarios.ordering import INCOMPLETE, Order, number_in, offered, order_in
from conformance.suite.scenarios.parcels import bound_for
from conformance.suite.scenarios.paying import methods_in, token_in
from conformance.suite.walks.server_telling import FAREWELL
from conformance.suite.walks.story import Story
from conformance.targets.provisioning import Lacking

pytestmark = pytest.mark.smoke

ORDERS = [pytest.param("first", id="the first"), pytest.param("second", id="the second")]

# What the document of an order says by itself, without its products and addresses.
OF_ONE_DOCUMENT = [
    "the total",
    "the billing address",
    "the customer message",
    "the shipping cost",
    "the currency",
]


@pytest.mark.requirement("order-created-incomplete")
@pytest.mark.parametrize("which", ORDERS)
def test_an_order_is_incomplete(server_story: Story, which: str) -> None:
    """An order that was made and not paid is Incomplete."""
    made = server_story.step(f"order: {which}").answer
    assert made.accepted, f"making an order was refused with {made.status}"
    assert _order(server_story, which).standing == INCOMPLETE, "the order isn't Incomplete"


@pytest.mark.requirement("order-holds-the-checkouts-items")
def test_an_order_holds_what_the_checkout_held(server_story: Story) -> None:
    """An order has the products, the variants and the quantities of its checkout, and nothing else."""
    assert same_goods(_whole(server_story), _ordered(server_story)), "the order holds other goods than its checkout"


@pytest.mark.requirement("order-counts-its-items")
def test_an_order_counts_its_pieces(server_story: Story) -> None:
    """The number of items that an order gives is the sum of the quantities in it."""
    pieces = sum(_ordered(server_story).cart.contents.values())
    assert _whole(server_story).order.get("items_total") == pieces, "the order counts other pieces than it holds"


@pytest.mark.requirement("order-lines-name-their-products")
def test_the_lines_of_an_order_are_named_as_on_the_checkout(server_story: Story) -> None:
    """Each line of an order has the name and the SKU that the checkout showed for it."""
    shown = {
        (each["product_id"], each["name"], each["sku"]) for each in listed(_cart(server_story), "physical_items")
    }
    named = {(row.product_id, row.name, row.sku) for row in _whole(server_story).rows}
    assert named == shown, "the order names its lines otherwise than the cart did"


@pytest.mark.requirement("order-lines-keep-their-prices")
def test_the_lines_of_an_order_cost_what_they_did(server_story: Story) -> None:
    """The price of a line of an order is the list price that the checkout showed."""
    assert not priced_otherwise(_whole(server_story), _cart(server_story)), "a line of the order has another price"


@pytest.mark.requirement("order-total-is-the-checkouts")
def test_an_order_comes_to_what_the_checkout_came_to(server_story: Story) -> None:
    """The total of an order of a checkout with a coupon, tax included, is the grand total of the checkout."""
    assert near(_whole(server_story).total, _ordered(server_story).grand_total), "the order has another total"


@pytest.mark.requirement("order-keeps-shipping-cost")
def test_an_order_costs_as_much_to_ship_as_the_checkout_said(server_story: Story) -> None:
    """The shipping cost of an order, tax included, is the shipping total of its checkout."""
    cost = _whole(server_story).amount("shipping_cost_inc_tax")
    assert near(cost, _ordered(server_story).shipping_total), "the order costs something else to ship"


@pytest.mark.requirement("order-is-born-undeleted-and-unpaid")
def test_a_new_order_is_neither_deleted_nor_paid(server_story: Story) -> None:
    """A new order is not marked as deleted, and nothing of it is shipped or refunded."""
    order = _whole(server_story)
    assert order.order.get("is_deleted") is False, "a new order is marked as deleted"
    assert order.order.get("items_shipped") == 0, "something of a new order is shipped already"
    assert order.amount("refunded_amount") == 0, "something of a new order is refunded already"


@pytest.mark.requirement("order-of-a-guest-has-no-customer")
def test_an_order_of_a_guest_has_no_customer(server_story: Story) -> None:
    """An order of a cart that belongs to no customer belongs to none either."""
    owner = _cart(server_story).get("customer_id")
    assert _whole(server_story).order.get("customer_id") == owner == 0, "an order of a guest's cart has a customer"


@pytest.mark.requirement("order-keeps-billing-address")
def test_an_order_keeps_the_billing_address(server_story: Story) -> None:
    """The billing address of an order is that of its checkout, member by member."""
    assert _whole(server_story).billing == given(BEN), "the order has another billing address than its checkout"


@pytest.mark.requirement("order-keeps-every-shipping-address")
def test_an_order_goes_to_every_address(server_story: Story) -> None:
    """An order whose checkout has two consignments goes to the addresses of both."""
    order = _whole(server_story)
    reached = sorted(str(place.address) for place in order.places)
    assert reached == sorted(str(given(address)) for address in (ADA, BEN)), "the order doesn't go to two addresses"
    assert order.order.get("shipping_address_count") == 2, "the order doesn't count its two addresses"


@pytest.mark.requirement("order-items-go-where-they-were-sent")
@pytest.mark.parametrize("address", [pytest.param(ADA, id="Ada"), pytest.param(BEN, id="Ben")])
def test_the_items_of_an_order_go_where_they_were_sent(server_story: Story, address: dict[str, str]) -> None:
    """Each line of an order goes to the address that its line had on the checkout."""
    checkout = _ordered(server_story)
    sent = {each for held in bound_for(checkout, address) for each in held.line_item_ids}
    pieces = pieces_of(*(item for item in checkout.cart.items if item.id in sent))
    assert _whole(server_story).going_to(address) == pieces, "something else goes to the address"


@pytest.mark.requirement("order-keeps-coupons")
def test_an_order_keeps_the_coupon(server_story: Story) -> None:
    """An order lists the code of the coupon that its checkout had."""
    _order(server_story, "first")
    coupons = offered(server_story.step("order: coupons of the first").answer, "shows no coupons of orders")
    codes = tuple(sorted(str(each.get("code")).upper() for each in coupons.data or []))
    assert codes == _ordered(server_story).coupon_codes, "the order doesn't list the coupon of its checkout"


@pytest.mark.requirement("order-keeps-the-customer-message")
def test_an_order_keeps_the_customer_message(server_story: Story) -> None:
    """The customer message of an order is that of its checkout, word for word."""
    assert _whole(server_story).order.get("customer_message") == FAREWELL, "the order has another message"


@pytest.mark.requirement("order-names-its-cart")
@pytest.mark.parametrize("which", ORDERS)
def test_an_order_names_its_cart(server_story: Story, which: str) -> None:
    """An order that names a cart names the one that it was made from, and so does a second one."""
    named = named_cart(_whole(server_story, which))
    assert named == _ordered(server_story).id, "an order names another cart than its own"


@pytest.mark.requirement("order-keeps-the-currency")
def test_an_order_is_in_the_currency_of_its_cart(server_story: Story) -> None:
    """An order is in the currency of the cart that it was made from."""
    code = (_ordered(server_story).cart.currency or {}).get("code")
    assert _whole(server_story).order.get("currency_code") == code, "the order is in another currency than its cart"


@pytest.mark.requirement("order-keeps-the-subtotal")
@pytest.mark.parametrize("name", ["subtotal_inc_tax", "subtotal_ex_tax"])
def test_an_order_has_the_subtotal_of_the_checkout(server_story: Story, name: str) -> None:
    """The subtotals of an order, with tax and without, are those of its checkout, before its coupon or after it."""
    order, told = _whole(server_story).amount(name), _shown(server_story, name)
    assert same_but_for_coupons(order, told, _ordered(server_story)), "the order has another subtotal"


@pytest.mark.requirement("order-keeps-the-tax")
def test_an_order_has_the_tax_of_the_checkout(server_story: Story) -> None:
    """The total tax of an order is the tax total of its checkout; a store may round the tax of each piece."""
    order, told = _whole(server_story).amount("total_tax"), _shown(server_story, "tax_total")
    assert near_by_piece(order, told, _ordered(server_story)), "the tax is another one"


@pytest.mark.requirement("order-duplicate-gets-new-number")
def test_two_orders_have_two_numbers(server_story: Story) -> None:
    """The second order of a checkout has another number than the first."""
    first, second = (number_in(server_story.step(f"order: {which}").answer) for which in ("first", "second"))
    assert first != second, "two orders have one number"


@pytest.mark.requirement("order-duplicate-has-same-contents")
@pytest.mark.parametrize("aspect", ["products and quantities", "the total"])
def test_two_orders_have_the_same_contents(server_story: Story, aspect: str) -> None:
    """The second order of a checkout has the products and the total of the first."""
    first, second = _whole(server_story, "first"), _whole(server_story, "second")
    assert ASPECTS[aspect](first) == ASPECTS[aspect](second), f"two orders of one checkout differ in {aspect}"


@pytest.mark.requirement("order-duplicate-is-the-same-in-all")
def test_a_second_order_is_like_the_first(server_story: Story) -> None:
    """Two orders of a checkout are alike in addresses, message and amounts."""
    different = unlike(_whole(server_story, "first"), _whole(server_story, "second"))
    assert not different, f"a second order of an unchanged checkout differs in {different}"


@pytest.mark.requirement("order-duplicate-leaves-the-first")
@pytest.mark.parametrize("aspect", OF_ONE_DOCUMENT)
def test_a_second_order_leaves_the_first_alone(server_story: Story, aspect: str) -> None:
    """Making a second order and paying it changes nothing about the first."""
    _order(server_story, "first")
    before, after = _alone(server_story, "order: read the first"), _alone(server_story, "paid: the other order")
    assert after.order.get("id") == before.order.get("id"), "the first order can't be read under its number any more"
    assert ASPECTS[aspect](after) == ASPECTS[aspect](before), f"a second order changed the first one in {aspect}"


@pytest.mark.requirement("order-unpaid-keeps-checkout")
@pytest.mark.parametrize("which", ORDERS)
def test_an_unpaid_order_leaves_the_checkout(server_story: Story, which: str) -> None:
    """An order that isn't paid leaves the checkout as it was."""
    told = server_story.step(f"order: {which}")
    differing = staying.changed(told.before, told.after)
    assert not differing, f"making an order changed {differing}"


@pytest.mark.requirement("order-unpaid-changes-nothing-on-the-checkout")
def test_making_orders_changes_nothing_on_the_checkout(server_story: Story) -> None:
    """After two orders the checkout shows items, addresses, options, coupon, message and totals as before."""
    told = server_story.step("order: second")
    different = staying.changed(_ordered(server_story), told.after)
    assert not different, f"making an order changed {different}"


@pytest.mark.requirement("order-checkout-names-its-own-order")
def test_a_checkout_names_no_order_but_its_own(server_story: Story) -> None:
    """A checkout names no order before one was made, and afterwards none but one of its own."""
    told = server_story.step("order: second")
    made = {str(number_in(server_story.step(f"order: {which}").answer)) for which in ("first", "second")}
    before, after = (_member(read, "order_id") for read in (told.read_before, told.read_after))
    assert before in (None, "", 0), "a checkout names an order although none was made from it"
    assert str(after) in {"None", "", "0", *made}, "a checkout names an order that was not made from it"


@pytest.mark.requirement("payment-methods-are-listed")
def test_an_unpaid_order_has_ways_to_be_paid(server_story: Story) -> None:
    """The payment methods of an unpaid order are listed, each with an id of its own."""
    answer = server_story.step("paid: methods").answer
    assert answer.accepted, f"listing the payment methods of an order was refused with {answer.status}"
    ids = [method.id for method in methods_in(answer)]
    assert ids, "an unpaid order has no payment method"
    assert len(set(ids)) == len(ids), "two payment methods have one id"


@pytest.mark.requirement("payment-token-is-given")
def test_an_unpaid_order_gets_a_token(server_story: Story) -> None:
    """An unpaid order is given a payment token."""
    answer = server_story.step("paid: token").answer
    assert answer.accepted, f"a payment token for an unpaid order was refused with {answer.status}"
    assert token_in(answer), "the token for an order is empty"


@pytest.mark.requirement("payment-declined-is-refused")
def test_a_declined_card_pays_nothing(server_story: Story) -> None:
    """A card that the gateway declines pays nothing."""
    refused = _declined(server_story).answer
    assert refused.refused, f"a declined card was answered with {refused.status}"


@pytest.mark.requirement("payment-refused-leaves-the-checkout")
def test_a_refused_payment_leaves_the_checkout(server_story: Story) -> None:
    """After a refused payment the checkout is there as it was."""
    told = _declined(server_story)
    different = staying.changed(told.before, told.after)
    assert not different, f"a refused payment changed {different}"


@pytest.mark.requirement("payment-takes-the-order-on")
def test_a_paid_order_is_no_longer_incomplete(server_story: Story) -> None:
    """An order that was paid has another status than Incomplete."""
    _order(server_story, "second")
    _paid(server_story)
    assert order_in(server_story.step("paid: the order").answer).standing != INCOMPLETE, "it is still Incomplete"


@pytest.mark.requirement("payment-changes-nothing-in-the-order")
@pytest.mark.parametrize("aspect", OF_ONE_DOCUMENT)
def test_paying_changes_nothing_in_the_order(server_story: Story, aspect: str) -> None:
    """A paid order has the bill, the message and the total that it had before."""
    _order(server_story, "second")
    _paid(server_story)
    before, after = _alone(server_story, "order: read the second"), _alone(server_story, "paid: the order")
    assert ASPECTS[aspect](after) == ASPECTS[aspect](before), f"paying an order changed {aspect}"


@pytest.mark.requirement("payment-pays-its-own-order")
def test_a_token_pays_its_own_order_alone(server_story: Story) -> None:
    """When one of two orders is paid, the other one stays Incomplete."""
    _order(server_story, "first")
    _paid(server_story)
    other = order_in(server_story.step("paid: the other order").answer)
    assert other.standing == INCOMPLETE, "a token paid another order than its own"


@pytest.mark.requirement("payment-twice-is-refused")
def test_an_order_is_not_paid_twice(server_story: Story) -> None:
    """A token that has paid its order pays nothing any more."""
    _paid(server_story)
    again = server_story.step("paid: again").answer
    assert again.refused, f"paying an order a second time was answered with {again.status}"


@pytest.mark.requirement("order-paid-is-not-made-again")
def test_a_paid_checkout_makes_no_further_order(server_story: Story) -> None:
    """Once an order is paid, its checkout makes no further one."""
    _paid(server_story)
    further = server_story.step("paid: a further order").answer
    assert further.refused, f"a further order of a paid checkout was answered with {further.status}"


@pytest.mark.requirement("order-paid-removes-cart")
def test_a_paid_order_takes_its_cart(server_story: Story) -> None:
    """Once an order is paid its cart is gone."""
    _paid(server_story)
    assert is_gone(server_story.step("paid: the cart").answer), "the cart of a paid order can still be read"


@pytest.mark.requirement("order-paid-removes-checkout")
def test_a_paid_order_takes_its_checkout(server_story: Story) -> None:
    """Once an order is paid its checkout is gone."""
    _paid(server_story)
    assert is_gone(server_story.step("paid: the checkout").answer), "the checkout of a paid order can still be read"


def _ordered(story: Story) -> Checkout:
    """The checkout as it was when the orders were made."""
    return story.step("order: first").before


def _whole(story: Story, which: str = "first") -> Whole:
    """An order with its products and addresses, without its coupons."""
    named = (f"order: read the {which}", f"order: products of the {which}", f"order: places of the {which}")
    return whole_in(*(offered(story.step(name).answer) for name in named))


def _alone(story: Story, name: str) -> Whole:
    """An order by its document alone."""
    return Whole(order=document(story.step(name).answer), rows=(), places=(), codes=())


def _order(story: Story, which: str) -> Order:
    """An order as it was first read; where the store shows no orders, what hangs on it is not applicable."""
    return order_in(offered(story.step(f"order: read the {which}").answer))


def _paid(story: Story) -> None:
    answer = story.step("paid: pay").answer
    if not answer.accepted:
        raise Unarranged(f"{answer}, so no order was paid")


def _cart(story: Story) -> dict[str, Any]:
    read = story.step("order: first").read_before
    return {} if read is None else cart_document(read)


def _member(read: Any, name: str) -> Any:
    return None if read is None else document(read).get(name)


def _shown(story: Story, name: str) -> Decimal:
    return Decimal(str(_member(story.step("order: first").read_before, name)))


def _declined(story: Story) -> Any:
    if "paid: token" in story.steps and "paid: declined" not in story.steps:
        raise Lacking("the target names no card that its gateway declines")
    return story.step("paid: declined")

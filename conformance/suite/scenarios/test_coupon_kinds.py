"""What coupons take off, by their kind: a share, an amount, something off each piece, something off shipping."""

from __future__ import annotations

from decimal import Decimal

import pytest

from conformance.api import Answer
from conformance.suite.arrange import Arrange, cheapest, dearest
from conformance.suite.documents import Consignment, ShippingOption, checkout_in
from conformance.suite.faces import Face, Wanted
from conformance.suite.rules.money import HALF_A_CENT
from conformance.suite.scenarios.choosing import lines
from conformance.suite.scenarios.looking import cart_document, document, exact, listed
from conformance.suite.scenarios.parcels import paid_option, sole
from conformance.suite.scenarios.redeeming import (
    A_QUARTER,
    A_TENTH,
    FIVE_OFF,
    MORE_THAN_ANYTHING,
    MOST_WITH_TAX,
    SHIPPING_FREE,
    THREE_OFF_SHIPPING,
    TWO_OFF_EACH,
    fitting,
    is_amount_with_or_without_tax,
    is_share,
    sent_abroad,
    sent_alike,
    sent_dearly,
    undiscounted,
)
from conformance.suite.scenarios.staying import near
from conformance.targets.offers import CouponOffer
from conformance.targets.provisioning import Stock

SHARES = [
    pytest.param(A_TENTH, Decimal("0.9"), (1,), id="a tenth of one piece"),
    pytest.param(A_TENTH, Decimal("0.9"), (3, 2, 1), id="a tenth of six pieces"),
    pytest.param(A_QUARTER, Decimal("0.75"), (2, 7), id="a quarter of nine pieces"),
]


@pytest.mark.requirement("coupon-percentage-takes-its-share")
@pytest.mark.parametrize(("offer", "rest", "quantities"), SHARES)
def test_a_percentage_takes_its_share_of_all_goods(
    face: Face, arrange: Arrange, stock: Stock, offer: CouponOffer, rest: Decimal, quantities: tuple[int, ...]
) -> None:
    """A coupon for a percentage leaves the rest of the grand total, tax and all."""
    checkout = undiscounted(arrange.checkout(face, *lines(stock, *quantities)))
    answer = face.add_coupon(checkout.id, stock.coupon(offer))
    assert answer.accepted, f"adding a coupon was refused with {answer.status}"
    shown, after = checkout_in(answer), arrange.read(face, checkout.id)
    assert is_share(shown.grand_total, checkout.grand_total, rest, checkout), "the answer shows another share"
    assert is_share(after.grand_total, checkout.grand_total, rest, checkout), "the coupon took another share off"


@pytest.mark.requirement("coupon-percentage-follows-the-cart")
@pytest.mark.parametrize("quantity", [5, 1])
def test_a_percentage_is_taken_of_what_the_cart_holds_now(face: Face, arrange: Arrange, quantity: int) -> None:
    """When the quantity of a line changes, the coupon takes its share of the goods as they are now."""
    expected = undiscounted(arrange.checkout(face, arrange.wanted(quantity)))
    code = arrange.stock.coupon(A_TENTH)
    arrange.done(lambda: face.update_item(expected.id, expected.cart.items[0].id, arrange.wanted(3)))
    arrange.done(lambda: face.add_coupon(expected.id, code))
    line = arrange.read(face, expected.id).cart.items[0]
    answer = face.update_item(expected.id, line.id, arrange.wanted(quantity))
    assert answer.accepted, f"updating a line was refused with {answer.status}"
    after = arrange.read(face, expected.id)
    assert is_share(after.grand_total, expected.grand_total, Decimal("0.9"), expected), (
        "the coupon takes off another share of the goods than before they changed"
    )


@pytest.mark.requirement("coupon-per-total-takes-its-amount")
@pytest.mark.parametrize("quantities", [(1,), (3, 2)])
def test_an_amount_is_taken_off_the_whole_once(
    face: Face, arrange: Arrange, stock: Stock, quantities: tuple[int, ...]
) -> None:
    """A coupon for an amount off the total takes that amount off, however many lines and pieces there are."""
    checkout = undiscounted(arrange.checkout(face, *lines(stock, *quantities)))
    answer = face.add_coupon(checkout.id, stock.coupon(FIVE_OFF))
    assert answer.accepted, f"adding a coupon was refused with {answer.status}"
    taken = checkout.grand_total - arrange.read(face, checkout.id).grand_total
    due = min(Decimal(5), checkout.cart.base_amount)
    assert is_amount_with_or_without_tax(taken, due), "a coupon for five off took another amount off"


@pytest.mark.requirement("coupon-per-item-takes-its-amount-of-each")
def test_an_amount_is_taken_off_each_item(face: Face, arrange: Arrange, stock: Stock) -> None:
    """A coupon for an amount off each item takes it off each of three goods, or what the cheaper ones cost."""
    checkout = undiscounted(arrange.checkout(face, *lines(stock, 1, 1, 1)))
    due = _two_or_less_off_each(arrange.done(lambda: face.read_checkout(checkout.id)))
    answer = face.add_coupon(checkout.id, stock.coupon(TWO_OFF_EACH))
    assert answer.accepted, f"adding a coupon was refused with {answer.status}"
    taken = checkout.grand_total - arrange.read(face, checkout.id).grand_total
    assert is_amount_with_or_without_tax(taken, due), "a coupon for two off each of three took another amount"


@pytest.mark.requirement("coupon-leaves-no-negative-total")
def test_no_coupon_takes_off_more_than_the_goods_cost(face: Face, arrange: Arrange, stock: Stock) -> None:
    """A coupon for more than the goods cost leaves nothing to pay for them, and nothing to give back."""
    checkout = arrange.checkout(face, arrange.wanted(2))
    answer = face.add_coupon(checkout.id, stock.coupon(MORE_THAN_ANYTHING))
    assert answer.accepted, f"adding a coupon was refused with {answer.status}"
    after = arrange.read(face, checkout.id)
    assert near(after.grand_total, Decimal(0)), "a coupon for more than all left another total than 0"


@pytest.mark.requirement("coupon-shows-what-it-takes-off")
@pytest.mark.parametrize(
    ("offer", "quantity"), [pytest.param(FIVE_OFF, 1, id="an amount"), pytest.param(A_TENTH, 4, id="a percentage")]
)
def test_a_coupon_shows_what_it_takes_off(face: Face, arrange: Arrange, offer: CouponOffer, quantity: int) -> None:
    """What a coupon is shown to take off is what the grand total is lower by, with tax or without."""
    checkout = undiscounted(arrange.checkout(face, arrange.wanted(quantity)))
    answer = face.add_coupon(checkout.id, arrange.stock.coupon(offer))
    assert answer.accepted, f"adding a coupon was refused with {answer.status}"
    after = arrange.read(face, checkout.id)
    shown = sum((each.discounted_amount or Decimal(0) for each in after.coupons), Decimal(0))
    assert shown > 0, "a coupon that takes something off shows nothing of it"
    assert is_amount_with_or_without_tax(checkout.grand_total - after.grand_total, shown), (
        "a coupon shows another amount than it takes off"
    )


@pytest.mark.requirement("coupon-shows-what-it-takes-off")
def test_a_coupon_shows_what_it_takes_off_now(face: Face, arrange: Arrange) -> None:
    """After the cart has grown, a coupon shows what it takes off the cart as it is."""
    checkout = undiscounted(arrange.checkout(face, arrange.wanted(4)))
    item = checkout.cart.items[0]
    arrange.done(lambda: face.update_item(checkout.id, item.id, arrange.wanted(1)))
    arrange.done(lambda: face.add_coupon(checkout.id, arrange.stock.coupon(A_TENTH)))
    answer = face.update_item(checkout.id, arrange.read(face, checkout.id).cart.items[0].id, arrange.wanted(4))
    assert answer.accepted, f"updating a line was refused with {answer.status}"
    after = arrange.read(face, checkout.id)
    shown = sum((each.discounted_amount or Decimal(0) for each in after.coupons), Decimal(0))
    assert is_amount_with_or_without_tax(checkout.grand_total - after.grand_total, shown), (
        "a coupon shows another amount than it takes off after the cart has grown"
    )


@pytest.mark.requirement("coupon-leaves-shipping")
def test_a_percentage_of_the_goods_leaves_shipping(face: Face, arrange: Arrange, stock: Stock) -> None:
    """Where the dearest option costs what it cost before a coupon for a share of the goods, so does shipping."""
    goods = arrange.consigned(face, undiscounted(arrange.checkout(face, arrange.wanted(3))))
    before = sent_dearly(arrange, face, goods)
    answer = face.add_coupon(goods.id, stock.coupon(A_TENTH))
    assert answer.accepted, f"adding a coupon was refused with {answer.status}"
    after = sent_alike(sent_dearly(arrange, face, goods), before)
    assert near(after.shipping_total, before.shipping_total), "a coupon on the goods changed what shipping costs"
    taken = before.grand_total - after.grand_total
    assert is_share(taken, goods.grand_total, Decimal("0.1"), goods), "the coupon took something else than its share"


@pytest.mark.requirement("coupon-for-shipping-lowers-shipping")
def test_a_coupon_on_shipping_lowers_what_shipping_costs(face: Face, arrange: Arrange, stock: Stock) -> None:
    """A coupon for three off shipping lowers the grand total by three, or by all that shipping costs."""
    checkout = arrange.consigned(face, arrange.checkout(face, arrange.wanted(3)))
    consignment = sole(checkout.consignments)
    option = paid_option(consignment)
    before = checkout_in(arrange.choose(face, checkout, consignment, option))
    arrange.done(lambda: face.add_coupon(checkout.id, stock.coupon(THREE_OFF_SHIPPING)))
    offered = sole(arrange.read(face, checkout.id, shipping_options=True).consignments)
    answer = face.choose_shipping(checkout.id, offered.id, _again(offered, option).id)
    assert answer.accepted, f"choosing a shipping option with a coupon was refused with {answer.status}"
    taken = before.grand_total - arrange.read(face, checkout.id).grand_total
    assert is_amount_with_or_without_tax(taken, min(Decimal(3), option.cost)), (
        "a coupon for three off shipping took another amount off"
    )


@pytest.mark.requirement("coupon-for-free-shipping-makes-it-free")
def test_a_coupon_for_free_shipping_makes_shipping_free(face: Face, arrange: Arrange, stock: Stock) -> None:
    """With a coupon for free shipping, what can't be shipped for nothing else is shipped for nothing."""
    checkout, _ = sent_abroad(arrange, face)
    arrange.done(lambda: face.add_coupon(checkout.id, stock.coupon(SHIPPING_FREE)))
    offered = sole(arrange.read(face, checkout.id, shipping_options=True).consignments)
    answer = face.choose_shipping(checkout.id, offered.id, cheapest(offered).id)
    assert answer.accepted, f"choosing a shipping option with a coupon was refused with {answer.status}"
    after, handling = arrange.read(face, checkout.id), _handling(face.read_checkout(checkout.id))
    assert near(after.shipping_total, Decimal(0)), "shipping costs something with a coupon for free shipping"
    beside_goods = after.grand_total - checkout.grand_total
    assert -HALF_A_CENT <= beside_goods <= handling * MOST_WITH_TAX + HALF_A_CENT, (
        "the grand total has more in it than goods and handling"
    )


@pytest.mark.requirement("coupon-for-free-shipping-clears-the-choice")
def test_a_coupon_for_free_shipping_clears_the_choice(face: Face, arrange: Arrange, stock: Stock) -> None:
    """Adding a coupon for free shipping, and deleting it, leaves no shipping option selected."""
    checkout = arrange.consigned(face, arrange.checkout(face))
    consignment = sole(checkout.consignments)
    code = stock.coupon(SHIPPING_FREE)
    arrange.choose(face, checkout, consignment, dearest(consignment))
    answer = face.add_coupon(checkout.id, code)
    assert answer.accepted, f"adding a coupon was refused with {answer.status}"
    offered = sole(arrange.read(face, checkout.id, shipping_options=True).consignments)
    assert offered.selected_shipping_option is None, "an option is selected after free shipping came"
    arrange.choose(face, checkout, offered, cheapest(offered))
    arrange.done(lambda: face.delete_coupon(checkout.id, code))
    assert sole(arrange.read(face, checkout.id).consignments).selected_shipping_option is None, (
        "an option is selected after free shipping went"
    )


@pytest.mark.requirement("coupon-covers-its-products-alone")
def test_a_coupon_takes_off_only_what_it_covers(face: Face, arrange: Arrange, stock: Stock) -> None:
    """Of two products, a coupon for half of the first takes half of the first off, and nothing of the other."""
    covered, other = lines(stock, 2, 3)
    offer = CouponOffer("percentage_discount", "50", products=(covered.product_id,))
    code = fitting(stock.coupon(offer), offer)
    alone = arrange.checkout(face, covered)
    arrange.done(lambda: face.add_items(alone.id, (_of_another_product(stock, covered, other),)))
    both = undiscounted(arrange.read(face, alone.id))
    answer = face.add_coupon(both.id, code)
    assert answer.accepted, f"adding a coupon was refused with {answer.status}"
    taken = both.grand_total - arrange.read(face, both.id).grand_total
    assert is_share(taken, alone.grand_total, Decimal("0.5"), both), (
        "a coupon for one product took off something else than half of that product"
    )


def _again(consignment: Consignment, option: ShippingOption) -> ShippingOption:
    """The option as it is offered now; the dearest where a new offer has other ids."""
    offered = consignment.available_shipping_options or ()
    return next((one for one in offered if one.id == option.id), None) or dearest(consignment)


def _of_another_product(stock: Stock, covered: Wanted, other: Wanted) -> Wanted:
    """The other goods, unless they are a variant of the covered product."""
    return next(each for each in (other, *lines(stock, 1, 1, 1)) if each.product_id != covered.product_id)


def _two_or_less_off_each(answer: Answer) -> Decimal:
    """Two for each line of one piece, and no more than it costs where it costs less."""
    prices = (exact(line.get("list_price")) for line in listed(cart_document(answer), "physical_items"))
    return sum((min(Decimal(2), price) for price in prices if price is not None), Decimal(0))


def _handling(answer: Answer) -> Decimal:
    """What a checkout says that handling costs; nothing where it says nothing."""
    shown = document(answer)
    told = (exact(shown.get(name)) for name in ("handling_cost_total_inc_tax", "handling_cost_total"))
    return next((cost for cost in told if cost is not None), Decimal(0))

"""Which coupons work and which don't, what they leave alone, and what a refusal leaves."""

from __future__ import annotations

import pytest

from conformance.suite.arrange import Arrange
from conformance.suite.documents import Checkout, cart_in, checkout_in
from conformance.suite.faces import Face
from conformance.suite.people import BEN
from conformance.suite.scenarios.redeeming import (
    A_TENTH,
    CODE_OF_ALL_SIGNS,
    DISABLED,
    EXPIRED,
    FIVE_OFF,
    LONGEST_CODE,
    fitting,
    sent_dearly,
)
from conformance.suite.scenarios.staying import COUPONS, MONEY, OPTIONS, changed, near
from conformance.targets.offers import CouponOffer
from conformance.targets.provisioning import Lacking, Stock


@pytest.mark.requirement("coupon-minimum-is-kept")
def test_a_coupon_waits_for_its_minimum(face: Face, arrange: Arrange, stock: Stock) -> None:
    """A coupon for purchases of one and a half pieces is refused with one piece and accepted with two."""
    before = arrange.checkout(face)
    code = stock.coupon(CouponOffer("percentage_discount", "10", minimum=f"{before.cart.base_amount * 3 / 2:.2f}"))
    refused = face.add_coupon(before.id, code)
    assert refused.refused, f"a coupon below its minimum was answered with {refused.status}"
    differing = changed(before, arrange.read(face, before.id))
    assert not differing, f"a coupon below its minimum changed {differing}"
    arrange.done(lambda: face.update_item(before.id, before.cart.items[0].id, arrange.wanted(2)))
    answer = face.add_coupon(before.id, code)
    assert answer.accepted, f"a coupon above its minimum was refused with {answer.status}"


@pytest.mark.requirement("coupon-expired-is-refused")
def test_an_expired_coupon_is_refused(face: Face, arrange: Arrange, stock: Stock) -> None:
    """A coupon whose time is over is refused and not listed; the same coupon without an end is accepted."""
    checkout = arrange.checkout(face)
    refused = face.add_coupon(checkout.id, stock.coupon(EXPIRED))
    assert refused.refused, f"an expired coupon was answered with {refused.status}"
    assert not changed(checkout, arrange.read(face, checkout.id)), "an expired coupon changed the checkout"
    answer = face.add_coupon(checkout.id, stock.coupon(A_TENTH))
    assert answer.accepted, f"the same coupon without an end was refused with {answer.status}"


@pytest.mark.requirement("coupon-disabled-is-refused")
def test_a_disabled_coupon_is_refused(face: Face, arrange: Arrange, stock: Stock) -> None:
    """A coupon that the merchant has switched off is refused and not listed; one that is on is accepted."""
    checkout = arrange.checkout(face)
    refused = face.add_coupon(checkout.id, stock.coupon(DISABLED))
    assert refused.refused, f"a disabled coupon was answered with {refused.status}"
    assert not changed(checkout, arrange.read(face, checkout.id)), "a disabled coupon changed the checkout"
    answer = face.add_coupon(checkout.id, stock.coupon(A_TENTH))
    assert answer.accepted, f"the same coupon, switched on, was refused with {answer.status}"


@pytest.mark.requirement("coupon-twice-counts-once")
def test_a_coupon_that_is_added_twice_counts_once(face: Face, arrange: Arrange, stock: Stock) -> None:
    """Whatever a store answers to a coupon that is there already, it is listed once and takes off as much as once."""
    checkout = arrange.checkout(face, arrange.wanted(2))
    once = checkout_in(arrange.done(lambda: face.add_coupon(checkout.id, stock.coupon_code)))
    again = face.add_coupon(checkout.id, stock.coupon_code)
    assert again.accepted or again.refused, f"a coupon that is there already was answered with {again.status}"
    after = arrange.read(face, checkout.id)
    assert after.coupon_codes == (stock.coupon_code.upper(),), "a coupon that was added twice isn't listed once"
    assert not changed(once, after), "a coupon that was added twice takes off something else than once"


@pytest.mark.requirement("coupon-beside-another-is-listed-or-refused")
def test_a_second_coupon_is_listed_or_refused(face: Face, arrange: Arrange, stock: Stock) -> None:
    """A second coupon that is accepted is listed; one that is refused leaves the first as it was."""
    checkout = arrange.checkout(face, arrange.wanted(2))
    first, second = stock.coupon(A_TENTH), stock.coupon(FIVE_OFF)
    before = checkout_in(arrange.done(lambda: face.add_coupon(checkout.id, first)))
    answer = face.add_coupon(checkout.id, second)
    after = arrange.read(face, checkout.id)
    assert answer.refused or second.upper() in after.coupon_codes, "a second coupon was accepted and isn't listed"
    assert answer.accepted or not changed(before, after), "a second coupon was refused and changed the checkout"


@pytest.mark.requirement("coupon-beside-another-adds-up")
def test_two_coupons_take_off_more_than_one(face: Face, arrange: Arrange, stock: Stock) -> None:
    """Where two coupons are in use, the second takes something off beside the first, and can go without it."""
    checkout = arrange.checkout(face, arrange.wanted(2))
    first, second = stock.coupon(A_TENTH), stock.coupon(FIVE_OFF)
    before = checkout_in(arrange.done(lambda: face.add_coupon(checkout.id, first)))
    face.add_coupon(checkout.id, second)
    both = _with_both(arrange.read(face, checkout.id), first, second)
    assert both.grand_total < before.grand_total, "a second coupon takes nothing off beside the first"
    answer = face.delete_coupon(checkout.id, second)
    assert answer.accepted, f"deleting the second of two coupons was refused with {answer.status}"
    differing = changed(before, arrange.read(face, checkout.id))
    assert not differing, f"after a second coupon came and went, {differing} is not what it was"


@pytest.mark.requirement("coupon-code-may-be-fifty-long")
def test_a_code_of_fifty_characters_works(face: Face, arrange: Arrange, stock: Stock) -> None:
    """A coupon code of the greatest documented length is accepted and listed whole."""
    checkout = arrange.checkout(face)
    code = fitting(stock.coupon(LONGEST_CODE), LONGEST_CODE)
    answer = face.add_coupon(checkout.id, code)
    assert answer.accepted, f"a coupon code of fifty characters was refused with {answer.status}"
    assert arrange.read(face, checkout.id).coupon_codes == (code.upper(),), "the code isn't listed whole"


@pytest.mark.requirement("coupon-code-too-long-is-refused")
def test_a_code_of_fifty_one_characters_is_refused(face: Face, arrange: Arrange, stock: Stock) -> None:
    """A code that is one character longer than allowed is refused, also where its beginning is a coupon's code."""
    checkout = arrange.checkout(face)
    code = fitting(stock.coupon(LONGEST_CODE), LONGEST_CODE)
    refused = face.add_coupon(checkout.id, f"{code}X")
    assert refused.refused, f"a coupon code of fifty-one characters was answered with {refused.status}"
    assert not changed(checkout, arrange.read(face, checkout.id)), "a code that is too long changed the checkout"
    answer = face.add_coupon(checkout.id, code)
    assert answer.accepted, f"the code without its last character was refused with {answer.status}"


@pytest.mark.requirement("coupon-code-may-hold-spaces-and-signs")
def test_a_code_with_spaces_and_signs_works(face: Face, arrange: Arrange, stock: Stock) -> None:
    """A code with a space, a hyphen, an underscore and small letters is listed, and can be deleted by its path."""
    checkout = arrange.checkout(face)
    code = fitting(stock.coupon(CODE_OF_ALL_SIGNS), CODE_OF_ALL_SIGNS)
    answer = face.add_coupon(checkout.id, code)
    assert answer.accepted, f"a coupon code with spaces and signs was refused with {answer.status}"
    assert arrange.read(face, checkout.id).coupon_codes == (code.upper(),), "the code isn't listed as it was given"
    deleted = face.delete_coupon(checkout.id, code)
    assert deleted.accepted, f"deleting a coupon code with spaces and signs was refused with {deleted.status}"
    assert not changed(checkout, arrange.read(face, checkout.id)), "the checkout isn't what it was before the coupon"


@pytest.mark.requirement("coupon-seen-in-the-cart")
def test_the_cart_by_itself_lists_the_coupon(face: Face, arrange: Arrange, stock: Stock) -> None:
    """The cart, read by itself, lists the coupon while it is in use, and doesn't list it afterwards."""
    checkout = arrange.checkout(face)
    arrange.done(lambda: face.add_coupon(checkout.id, stock.coupon_code))
    answer = face.read_cart(checkout.id)
    listed = [each.code.upper() for each in cart_in(answer).coupons]
    assert listed == [stock.coupon_code.upper()], "the cart doesn't list the coupon of its checkout"
    arrange.done(lambda: face.delete_coupon(checkout.id, stock.coupon_code))
    assert not cart_in(face.read_cart(checkout.id)).coupons, "the cart lists a coupon that was deleted"


@pytest.mark.requirement("coupon-leaves-the-rest")
def test_a_coupon_leaves_everything_but_the_price(face: Face, arrange: Arrange, stock: Stock) -> None:
    """A coupon changes nothing but coupons, amounts and perhaps the choice; without it all is as before."""
    before = _furnished(arrange, face)
    answer = face.add_coupon(before.id, stock.coupon_code)
    assert answer.accepted, f"adding a coupon was refused with {answer.status}"
    differing = changed(before, arrange.read(face, before.id), COUPONS, OPTIONS, *MONEY)
    assert not differing, f"adding a coupon changed {differing}"
    arrange.done(lambda: face.delete_coupon(before.id, stock.coupon_code))
    differing = changed(before, sent_dearly(arrange, face, before), OPTIONS)
    assert not differing, f"after a coupon came and went, {differing} is not what it was"


@pytest.mark.requirement("coupon-stays-on-its-checkout")
def test_a_coupon_stays_on_its_own_checkout(face: Face, elsewhere: Face, arrange: Arrange, stock: Stock) -> None:
    """A coupon of one checkout takes nothing off another one, and deleting it leaves the other's coupon."""
    other = arrange.checkout(elsewhere, arrange.wanted(2))
    checkout = arrange.checkout(face)
    answer = face.add_coupon(checkout.id, stock.coupon_code)
    assert answer.accepted, f"adding a coupon was refused with {answer.status}"
    assert not changed(other, arrange.read(elsewhere, other.id)), "a coupon changed another checkout than its own"
    couponed = checkout_in(arrange.done(lambda: elsewhere.add_coupon(other.id, stock.coupon_code)))
    arrange.done(lambda: face.delete_coupon(checkout.id, stock.coupon_code))
    assert not changed(couponed, arrange.read(elsewhere, other.id)), "deleting a coupon changed another checkout"


@pytest.mark.requirement("coupon-refused-leaves-checkout")
@pytest.mark.parametrize("length", [8, 50, 51])
def test_a_refused_coupon_changes_nothing(face: Face, arrange: Arrange, stock: Stock, length: int) -> None:
    """A code that the store can't know is refused and leaves a checkout with everything on it as it was."""
    before = _couponed(arrange, face, stock)
    refused = face.add_coupon(before.id, "NOSUCH-7Q4X"[:length].ljust(length, "Z"))
    assert refused.refused, f"a coupon code that the store can't know was answered with {refused.status}"
    differing = changed(before, arrange.read(face, before.id))
    assert not differing, f"a coupon that was refused changed {differing}"


@pytest.mark.requirement("coupon-deleted-stays-deleted")
def test_deleting_a_coupon_once_more_changes_nothing(face: Face, arrange: Arrange, stock: Stock) -> None:
    """Whatever a store answers to the deletion of a coupon that is gone, the checkout costs and holds what it did."""
    checkout = _furnished(arrange, face)
    arrange.done(lambda: face.add_coupon(checkout.id, stock.coupon_code))
    arrange.done(lambda: face.delete_coupon(checkout.id, stock.coupon_code))
    before = sent_dearly(arrange, face, checkout)
    again = face.delete_coupon(before.id, stock.coupon_code)
    assert again.accepted or again.refused, f"deleting a coupon once more was answered with {again.status}"
    differing = changed(before, sent_dearly(arrange, face, checkout), OPTIONS)
    assert not differing, f"deleting a coupon once more changed {differing}"


@pytest.mark.requirement("coupon-unknown-deletion-leaves-others")
def test_deleting_an_unknown_coupon_leaves_the_one_in_use(
    face: Face, arrange: Arrange, stock: Stock, unknown_code: str
) -> None:
    """Whatever a store answers to the deletion of a code that is not in use, the coupon in use stays."""
    before = sent_dearly(arrange, face, _couponed(arrange, face, stock))
    tried = face.delete_coupon(before.id, unknown_code)
    assert tried.accepted or tried.refused, f"deleting an unknown coupon was answered with {tried.status}"
    differing = changed(before, sent_dearly(arrange, face, before), OPTIONS)
    assert not differing, f"deleting a coupon that isn't in use changed {differing}"


@pytest.mark.requirement("coupon-and-shipping-in-any-order")
def test_a_coupon_counts_the_same_before_and_after_shipping(
    face: Face, elsewhere: Face, arrange: Arrange, stock: Stock
) -> None:
    """A coupon that is added before the consignment and one that is added after it make the same totals."""
    first = arrange.checkout(face, arrange.wanted(3))
    code = stock.coupon(A_TENTH)
    arrange.done(lambda: face.add_coupon(first.id, code))
    before = _consigned_dearly(arrange, face, first)
    last = _consigned_dearly(arrange, elsewhere, arrange.checkout(elsewhere, arrange.wanted(3)))
    answer = elsewhere.add_coupon(last.id, code)
    assert answer.accepted, f"adding a coupon at last was refused with {answer.status}"
    after = sent_dearly(arrange, elsewhere, last)
    assert near(after.grand_total, before.grand_total), "the grand total depends on when the coupon was added"
    assert near(after.shipping_total, before.shipping_total), "the shipping total depends on when the coupon came"


def _with_both(checkout: Checkout, *codes: str) -> Checkout:
    """The checkout with both coupons; raises :class:`Lacking` where the store lets one be used at a time."""
    if set(checkout.coupon_codes) != {code.upper() for code in codes}:
        raise Lacking("the store lets a single coupon be used at a time")
    return checkout


def _consigned_dearly(arrange: Arrange, face: Face, checkout: Checkout) -> Checkout:
    """The checkout with one consignment and its dearest option."""
    return sent_dearly(arrange, face, arrange.consigned(face, checkout))


def _furnished(arrange: Arrange, face: Face) -> Checkout:
    """A checkout with billing address, message, consignment and the dearest option."""
    checkout = arrange.billed(face, arrange.checkout(face, arrange.wanted(2)), BEN)
    arrange.done(lambda: face.leave_message(checkout.id, "Please ring twice."))
    return _consigned_dearly(arrange, face, checkout)


def _couponed(arrange: Arrange, face: Face, stock: Stock) -> Checkout:
    """A furnished checkout with a coupon in use; whatever that did to the chosen option."""
    checkout = _furnished(arrange, face)
    arrange.done(lambda: face.add_coupon(checkout.id, stock.coupon_code))
    return arrange.read(face, checkout.id)

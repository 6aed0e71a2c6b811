"""Coupons: a code that the store knows is listed and takes something off, until it is deleted again."""

from __future__ import annotations

import pytest

from conformance.suite.arrange import Arrange
from conformance.suite.documents import checkout_in
from conformance.suite.faces import Face
from conformance.suite.people import ADA, kept
from conformance.suite.rules.money import HALF_A_CENT
from conformance.suite.scenarios.choosing import lines
from conformance.targets.provisioning import Stock

QUANTITIES = [pytest.param((1,), id="one item"), pytest.param((12, 3), id="many items")]


@pytest.mark.requirement("coupon-add-applies")
@pytest.mark.parametrize("quantities", QUANTITIES)
def test_a_coupon_is_listed_and_lowers_the_total(
    face: Face, arrange: Arrange, stock: Stock, quantities: tuple[int, ...]
) -> None:
    """A coupon is listed by its code and makes no checkout dearer; one of the suite's making makes it cheaper."""
    checkout = arrange.checkout(face, *lines(stock, *quantities))
    answer = face.add_coupon(checkout.id, stock.coupon_code)
    assert answer.accepted, f"adding a coupon was refused with {answer.status}"
    shown, after = checkout_in(answer), arrange.read(face, checkout.id)
    assert shown.coupon_codes == (stock.coupon_code.upper(),), "the answer doesn't list the coupon that was added"
    assert after.coupon_codes == (stock.coupon_code.upper(),), "the checkout doesn't list the coupon that was added"
    assert shown.grand_total <= checkout.grand_total + HALF_A_CENT, "the answer shows a higher total with the coupon"
    assert after.grand_total <= checkout.grand_total + HALF_A_CENT, "a coupon raised the grand total"
    assert after.grand_total < checkout.grand_total or not stock.made_coupon, (
        "a coupon for ten percent off left the grand total as it was"
    )


@pytest.mark.requirement("coupon-add-applies")
def test_a_coupon_leaves_the_rest_of_the_checkout_alone(face: Face, arrange: Arrange, stock: Stock) -> None:
    """Adding a coupon changes neither the items, nor the billing address, nor the message."""
    checkout = arrange.billed(face, arrange.checkout(face, *lines(stock, 1, 2)))
    arrange.done(lambda: face.leave_message(checkout.id, "Please ring twice."))
    answer = face.add_coupon(checkout.id, stock.coupon_code)
    assert answer.accepted, f"adding a coupon was refused with {answer.status}"
    after = arrange.read(face, checkout.id)
    assert after.cart.contents == checkout.cart.contents, "adding a coupon changed the items"
    assert kept(after.billing) == kept(ADA), "adding a coupon changed the billing address"
    assert after.customer_message == "Please ring twice.", "adding a coupon changed the customer message"


@pytest.mark.requirement("coupon-add-applies")
def test_a_coupon_stays_while_other_things_change(face: Face, arrange: Arrange, stock: Stock) -> None:
    """A coupon is still listed after a billing address was added and a message was left."""
    checkout = arrange.checkout(face)
    arrange.done(lambda: face.add_coupon(checkout.id, stock.coupon_code))
    arrange.billed(face, checkout)
    arrange.done(lambda: face.leave_message(checkout.id, "Please ring twice."))
    answer = face.read_checkout(checkout.id)
    assert checkout_in(answer).coupon_codes == (stock.coupon_code.upper(),), (
        "the coupon is no longer listed after something else was changed"
    )


@pytest.mark.requirement("coupon-add-applies")
def test_a_coupon_can_be_added_again_after_it_was_deleted(face: Face, arrange: Arrange, stock: Stock) -> None:
    """A coupon that was deleted is listed again once it is added again, and takes off as much as the first time."""
    checkout = arrange.checkout(face)
    first = checkout_in(arrange.done(lambda: face.add_coupon(checkout.id, stock.coupon_code)))
    arrange.done(lambda: face.delete_coupon(checkout.id, stock.coupon_code))
    answer = face.add_coupon(checkout.id, stock.coupon_code)
    assert answer.accepted, f"adding a deleted coupon again was refused with {answer.status}"
    after = arrange.read(face, checkout.id)
    assert after.coupon_codes == (stock.coupon_code.upper(),), "the checkout doesn't list the coupon added again"
    assert abs(after.grand_total - first.grand_total) <= HALF_A_CENT, (
        "a coupon added again takes off another amount than the first time"
    )


@pytest.mark.requirement("coupon-delete-removes")
@pytest.mark.parametrize("quantities", QUANTITIES)
def test_a_deleted_coupon_is_gone_and_the_total_is_back(
    face: Face, arrange: Arrange, stock: Stock, quantities: tuple[int, ...]
) -> None:
    """A deleted coupon is no longer listed, and the grand total is what it was before the coupon."""
    checkout = arrange.checkout(face, *lines(stock, *quantities))
    arrange.done(lambda: face.add_coupon(checkout.id, stock.coupon_code))
    answer = face.delete_coupon(checkout.id, stock.coupon_code)
    assert answer.accepted, f"deleting a coupon was refused with {answer.status}"
    shown, after = checkout_in(answer), arrange.read(face, checkout.id)
    assert not shown.coupons, "the answer still lists the coupon that was deleted"
    assert not after.coupons, "the checkout still lists the coupon that was deleted"
    assert abs(shown.grand_total - checkout.grand_total) <= HALF_A_CENT, (
        "the answer shows another grand total than before the coupon"
    )
    assert abs(after.grand_total - checkout.grand_total) <= HALF_A_CENT, (
        "the grand total is another than before the coupon"
    )
    assert after.cart.contents == checkout.cart.contents, "deleting a coupon changed the items"


@pytest.mark.requirement("coupon-delete-removes")
def test_a_coupon_can_be_deleted_again(face: Face, arrange: Arrange, stock: Stock) -> None:
    """A coupon that was deleted, added and deleted once more is gone, and the grand total is back."""
    checkout = arrange.checkout(face)
    arrange.done(lambda: face.add_coupon(checkout.id, stock.coupon_code))
    arrange.done(lambda: face.delete_coupon(checkout.id, stock.coupon_code))
    arrange.done(lambda: face.add_coupon(checkout.id, stock.coupon_code))
    answer = face.delete_coupon(checkout.id, stock.coupon_code)
    assert answer.accepted, f"deleting a coupon again was refused with {answer.status}"
    after = arrange.read(face, checkout.id)
    assert not after.coupons, "the checkout still lists the coupon that was deleted twice"
    assert abs(after.grand_total - checkout.grand_total) <= HALF_A_CENT, (
        "the grand total is another than before the coupon"
    )


@pytest.mark.requirement("coupon-unknown-is-refused")
def test_an_unknown_coupon_is_refused_and_a_known_one_is_not(
    face: Face, arrange: Arrange, stock: Stock, unknown_code: str
) -> None:
    """A code that the store doesn't know is refused and changes nothing; one that it knows is accepted."""
    checkout = arrange.checkout(face)
    refused = face.add_coupon(checkout.id, unknown_code)
    assert refused.refused, f"a coupon code that the store can't know was answered with {refused.status}"
    after = arrange.read(face, checkout.id)
    assert not after.coupons, "a refused coupon is listed on the checkout"
    assert abs(after.grand_total - checkout.grand_total) <= HALF_A_CENT, "a refused coupon changed the grand total"
    answer = face.add_coupon(checkout.id, stock.coupon_code)
    assert answer.accepted, f"a coupon code that the store knows was refused with {answer.status}"


@pytest.mark.requirement("coupon-unknown-is-refused")
def test_an_unknown_coupon_is_refused_beside_a_known_one(
    face: Face, arrange: Arrange, stock: Stock, unknown_code: str
) -> None:
    """A code that the store doesn't know is refused also where a coupon is on the checkout, which stays."""
    checkout = arrange.checkout(face)
    known = face.add_coupon(checkout.id, stock.coupon_code)
    assert known.accepted, f"a coupon code that the store knows was refused with {known.status}"
    refused = face.add_coupon(checkout.id, unknown_code)
    assert refused.refused, f"a coupon code that the store can't know was answered with {refused.status}"
    assert arrange.read(face, checkout.id).coupon_codes == (stock.coupon_code.upper(),), (
        "a refused coupon changed which coupons are listed on the checkout"
    )

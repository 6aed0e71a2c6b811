"""Gift certificates: listed by their code, they lower what is left to pay by what is used of them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from conformance.suite.arrange import Arrange
from conformance.suite.documents import AppliedGiftCertificate, Checkout, Unreadable, checkout_in
from conformance.suite.faces import StorefrontFace
from conformance.suite.rules.money import HALF_A_CENT
from conformance.suite.scenarios.choosing import lines
from conformance.targets.provisioning import Stock

QUANTITIES = [pytest.param((1,), id="one item"), pytest.param((12, 3), id="many items")]


@pytest.mark.requirement("gift-certificate-add-applies")
@pytest.mark.parametrize("quantities", QUANTITIES)
def test_a_gift_certificate_lowers_what_is_left_to_pay(
    shopper: StorefrontFace, arrange: Arrange, stock: Stock, quantities: tuple[int, ...]
) -> None:
    """A gift certificate is listed by its code, and what is left to pay falls by the amount used of it."""
    checkout = arrange.checkout(shopper, *lines(stock, *quantities))
    answer = shopper.api.add_checkout_gift_certificate(checkout.id, stock.gift_certificate_code)
    assert answer.accepted, f"adding a gift certificate was refused with {answer.status}"
    shown, after = checkout_in(answer), arrange.read(shopper, checkout.id)
    assert _codes(shown) == [stock.gift_certificate_code.upper()], "the answer doesn't list the gift certificate"
    assert _codes(after) == [stock.gift_certificate_code.upper()], "the checkout doesn't list the gift certificate"
    assert _used(shown) > 0, "the answer shows that nothing is used of the gift certificate"
    assert _used(after) > 0, "the checkout shows that nothing is used of the gift certificate"
    assert _differ_by(_left_to_pay(checkout), _left_to_pay(shown), _used(shown)), (
        "the answer doesn't show what is left to pay lowered by the amount used"
    )
    assert _differ_by(_left_to_pay(checkout), _left_to_pay(after), _used(after)), (
        "what is left to pay isn't lowered by the amount used"
    )


@pytest.mark.requirement("gift-certificate-add-applies")
def test_a_gift_certificate_pays_for_shipping_too(shopper: StorefrontFace, arrange: Arrange, stock: Stock) -> None:
    """On a checkout that has all that an order needs, a gift certificate lowers what is left to pay just as well."""
    checkout = arrange.ready_to_order(shopper)
    answer = shopper.api.add_checkout_gift_certificate(checkout.id, stock.gift_certificate_code)
    assert answer.accepted, f"adding a gift certificate was refused with {answer.status}"
    after = arrange.read(shopper, checkout.id)
    assert _codes(after) == [stock.gift_certificate_code.upper()], "the checkout doesn't list the gift certificate"
    assert _used(after) > 0, "the checkout shows that nothing is used of the gift certificate"
    assert _differ_by(_left_to_pay(checkout), _left_to_pay(after), _used(after)), (
        "what is left to pay isn't lowered by the amount used"
    )
    assert after.cart.contents == checkout.cart.contents, "adding a gift certificate changed the items"


@pytest.mark.requirement("gift-certificate-add-applies")
def test_a_gift_certificate_can_be_added_again_after_it_was_deleted(
    shopper: StorefrontFace, arrange: Arrange, stock: Stock
) -> None:
    """A gift certificate that was deleted lowers what is left to pay again once it is added again."""
    checkout = arrange.checkout(shopper)
    code = stock.gift_certificate_code
    arrange.done(lambda: shopper.api.add_checkout_gift_certificate(checkout.id, code))
    arrange.done(lambda: shopper.api.delete_checkout_gift_certificate(checkout.id, code))
    answer = shopper.api.add_checkout_gift_certificate(checkout.id, code)
    assert answer.accepted, f"adding a deleted gift certificate again was refused with {answer.status}"
    after = arrange.read(shopper, checkout.id)
    assert _codes(after) == [code.upper()], "the checkout doesn't list the gift certificate added again"
    assert _differ_by(_left_to_pay(checkout), _left_to_pay(after), _used(after)), (
        "what is left to pay isn't lowered by the amount used"
    )


@pytest.mark.requirement("gift-certificate-delete-removes")
@pytest.mark.parametrize("quantities", QUANTITIES)
def test_a_deleted_gift_certificate_is_gone(
    shopper: StorefrontFace, arrange: Arrange, stock: Stock, quantities: tuple[int, ...]
) -> None:
    """A deleted gift certificate is no longer listed, and what is left to pay is what it was before."""
    checkout = arrange.checkout(shopper, *lines(stock, *quantities))
    code = stock.gift_certificate_code
    arrange.done(lambda: shopper.api.add_checkout_gift_certificate(checkout.id, code))
    answer = shopper.api.delete_checkout_gift_certificate(checkout.id, code)
    assert answer.accepted, f"deleting a gift certificate was refused with {answer.status}"
    shown, after = checkout_in(answer), arrange.read(shopper, checkout.id)
    assert not shown.gift_certificates, "the answer still lists the gift certificate that was deleted"
    assert not after.gift_certificates, "the checkout still lists the gift certificate that was deleted"
    assert _differ_by(_left_to_pay(checkout), _left_to_pay(shown), Decimal(0)), (
        "the answer shows something else left to pay than before the gift certificate"
    )
    assert _differ_by(_left_to_pay(checkout), _left_to_pay(after), Decimal(0)), (
        "what is left to pay is not what it was before the gift certificate"
    )
    assert after.cart.contents == checkout.cart.contents, "deleting a gift certificate changed the items"


@pytest.mark.requirement("gift-certificate-unknown-is-refused")
def test_an_unknown_gift_certificate_is_refused_and_a_known_one_is_not(
    shopper: StorefrontFace, arrange: Arrange, stock: Stock, unknown_code: str
) -> None:
    """A code that the store doesn't know is refused and changes nothing; one that it knows is accepted."""
    checkout = arrange.checkout(shopper)
    refused = shopper.api.add_checkout_gift_certificate(checkout.id, unknown_code)
    assert refused.refused, f"a gift certificate that the store can't know was answered with {refused.status}"
    after = arrange.read(shopper, checkout.id)
    assert not after.gift_certificates, "a refused gift certificate is listed on the checkout"
    assert _differ_by(_left_to_pay(checkout), _left_to_pay(after), Decimal(0)), (
        "a refused gift certificate changed what is left to pay"
    )
    answer = shopper.api.add_checkout_gift_certificate(checkout.id, stock.gift_certificate_code)
    assert answer.accepted, f"a gift certificate that the store knows was refused with {answer.status}"


@pytest.mark.requirement("gift-certificate-unknown-is-refused")
def test_an_unknown_gift_certificate_is_refused_beside_a_known_one(
    shopper: StorefrontFace, arrange: Arrange, stock: Stock, unknown_code: str
) -> None:
    """A code that the store doesn't know is refused also where a gift certificate is in use, which stays."""
    checkout = arrange.checkout(shopper)
    known = shopper.api.add_checkout_gift_certificate(checkout.id, stock.gift_certificate_code)
    assert known.accepted, f"a gift certificate that the store knows was refused with {known.status}"
    refused = shopper.api.add_checkout_gift_certificate(checkout.id, unknown_code)
    assert refused.refused, f"a gift certificate that the store can't know was answered with {refused.status}"
    assert _codes(arrange.read(shopper, checkout.id)) == [stock.gift_certificate_code.upper()], (
        "a refused gift certificate changed which ones are listed on the checkout"
    )


def _codes(checkout: Checkout) -> list[str]:
    """The codes of the gift certificates, in upper case: stores fold the case of codes."""
    return [held.code.upper() for held in checkout.gift_certificates]


def _used(checkout: Checkout) -> Decimal:
    held: tuple[AppliedGiftCertificate, ...] = checkout.gift_certificates
    return sum((certificate.used for certificate in held), Decimal(0))


def _left_to_pay(checkout: Checkout) -> Decimal:
    """The outstanding balance; without one there is nothing to judge."""
    if checkout.outstanding_balance is None:
        raise Unreadable("the checkout shows no outstanding balance")
    return checkout.outstanding_balance


def _differ_by(before: Decimal, after: Decimal, amount: Decimal) -> bool:
    """Whether the second amount is lower by this much.

    Half a cent is room for a store that shows what is left to pay rounded and the amount used in full.
    """
    return abs(before - after - amount) <= HALF_A_CENT

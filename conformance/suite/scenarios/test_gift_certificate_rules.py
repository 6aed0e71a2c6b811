"""How gift certificates pay: as much as they hold and as much as is due, and never a part of the price itself."""

from __future__ import annotations

from decimal import Decimal

import pytest

from conformance.suite.arrange import Arrange, dearest
from conformance.suite.documents import Checkout, Unreadable, checkout_in
from conformance.suite.faces import StorefrontFace
from conformance.suite.people import BEN
from conformance.suite.scenarios.parcels import paid_option, sole
from conformance.suite.scenarios.redeeming import A_TENTH, THOUSAND, THREE, codes, left_to_pay, used
from conformance.suite.scenarios.staying import CERTIFICATES, LEFT, changed, near
from conformance.targets.offers import CertificateOffer
from conformance.targets.provisioning import Stock


@pytest.mark.requirement("gift-certificate-tells-its-balance")
@pytest.mark.parametrize("offer", [pytest.param(THREE, id="of three"), pytest.param(THOUSAND, id="of a thousand")])
def test_a_certificate_shows_what_is_used_and_what_remains(
    shopper: StorefrontFace, arrange: Arrange, stock: Stock, offer: CertificateOffer
) -> None:
    """Of a certificate's value, what is not used remains, and none is used beyond what is due."""
    checkout = arrange.checkout(shopper)
    arrange.done(lambda: shopper.api.add_checkout_gift_certificate(checkout.id, stock.gift_certificate(offer)))
    after = arrange.read(shopper, checkout.id)
    value, due = Decimal(offer.balance), checkout.grand_total
    assert near(used(after), min(value, due)), "something else is used of the certificate than what is due and there"
    assert near(_remaining(after), value - min(value, due)), "something else remains of the certificate than the rest"


@pytest.mark.requirement("gift-certificate-covers-everything")
def test_a_certificate_of_enough_leaves_nothing_to_pay(
    shopper: StorefrontFace, arrange: Arrange, stock: Stock
) -> None:
    """A certificate that holds more than is due leaves nothing to pay, and shipping is paid for by it too."""
    before = _sent_dearly(arrange, shopper)
    arrange.done(lambda: shopper.api.add_checkout_gift_certificate(before.id, stock.gift_certificate(THOUSAND)))
    after = arrange.read(shopper, before.id)
    rest = max(Decimal(0), before.grand_total - Decimal(THOUSAND.balance))
    assert near(left_to_pay(after), rest), "a certificate that holds enough leaves something to pay"


@pytest.mark.requirement("gift-certificate-leaves-the-price")
@pytest.mark.parametrize("offer", [pytest.param(THREE, id="of three"), pytest.param(THOUSAND, id="of a thousand")])
def test_a_certificate_leaves_the_grand_total(
    shopper: StorefrontFace, arrange: Arrange, stock: Stock, offer: CertificateOffer
) -> None:
    """A gift certificate pays and is no discount: the grand total, its tax and its parts are as before."""
    checkout = arrange.checkout(shopper, arrange.wanted(2))
    before = arrange.done(lambda: shopper.read_checkout(checkout.id)).data
    arrange.done(lambda: shopper.api.add_checkout_gift_certificate(checkout.id, stock.gift_certificate(offer)))
    after = arrange.done(lambda: shopper.read_checkout(checkout.id)).data
    amounts = ("grandTotal", "subtotal", "taxTotal", "shippingCostTotal")
    assert {name: after.get(name) for name in amounts} == {name: before.get(name) for name in amounts}, (
        "a gift certificate changed the price instead of paying it"
    )


@pytest.mark.requirement("gift-certificate-leaves-the-rest")
def test_a_certificate_leaves_everything_else(shopper: StorefrontFace, arrange: Arrange, stock: Stock) -> None:
    """Adding and deleting a certificate changes nothing but what is left to pay, and leads back to where it began."""
    before = _sent_dearly(arrange, shopper)
    code = stock.gift_certificate_code
    arrange.done(lambda: shopper.api.add_checkout_gift_certificate(before.id, code))
    differing = changed(before, arrange.read(shopper, before.id), CERTIFICATES, LEFT)
    assert not differing, f"adding a gift certificate changed {differing}"
    arrange.done(lambda: shopper.api.delete_checkout_gift_certificate(before.id, code))
    differing = changed(before, arrange.read(shopper, before.id))
    assert not differing, f"after a gift certificate came and went, {differing} is not what it was"


@pytest.mark.requirement("gift-certificate-outlives-other-changes")
def test_a_certificate_outlives_other_changes(shopper: StorefrontFace, arrange: Arrange, stock: Stock) -> None:
    """A certificate is still in use, and used as much, after address, message and consignment were given."""
    checkout = arrange.checkout(shopper, arrange.wanted(2))
    code = stock.gift_certificate(THREE)
    arrange.done(lambda: shopper.api.add_checkout_gift_certificate(checkout.id, code))
    arrange.billed(shopper, checkout, BEN)
    arrange.done(lambda: shopper.leave_message(checkout.id, "Please ring twice."))
    arrange.consigned(shopper, checkout)
    answer = shopper.read_checkout(checkout.id)
    after = checkout_in(answer)
    assert codes(after) == [code.upper()], "the certificate is no longer in use after something else was changed"
    due = min(Decimal(THREE.balance), after.grand_total)
    assert near(used(after), due), "another amount is used after something else was changed"


@pytest.mark.requirement("gift-certificate-twice-counts-once")
def test_a_certificate_that_is_added_twice_counts_once(
    shopper: StorefrontFace, arrange: Arrange, stock: Stock
) -> None:
    """Whatever a store answers to a certificate that is there already, it is listed once and used as once."""
    checkout = arrange.checkout(shopper, arrange.wanted(2))
    code = stock.gift_certificate_code
    once = checkout_in(arrange.done(lambda: shopper.api.add_checkout_gift_certificate(checkout.id, code)))
    again = shopper.api.add_checkout_gift_certificate(checkout.id, code)
    assert again.accepted or again.refused, f"a certificate that is there already was answered with {again.status}"
    after = arrange.read(shopper, checkout.id)
    assert codes(after) == [code.upper()], "a certificate that was added twice isn't listed once"
    assert not changed(once, after), "a certificate that was added twice pays something else than once"


@pytest.mark.requirement("gift-certificates-pay-together")
def test_two_certificates_pay_together(shopper: StorefrontFace, arrange: Arrange, stock: Stock) -> None:
    """With a second certificate both are listed, and together they pay what is due as far as they hold it."""
    before = arrange.checkout(shopper, arrange.wanted(2))
    first, second = stock.gift_certificate(THREE), stock.gift_certificate(THOUSAND)
    arrange.done(lambda: shopper.api.add_checkout_gift_certificate(before.id, first))
    answer = shopper.api.add_checkout_gift_certificate(before.id, second)
    assert answer.accepted, f"adding a second gift certificate was refused with {answer.status}"
    after = arrange.read(shopper, before.id)
    both = Decimal(THREE.balance) + Decimal(THOUSAND.balance)
    assert codes(after) == sorted((first.upper(), second.upper())), "the checkout doesn't list both certificates"
    assert near(used(after), min(both, before.grand_total)), "both certificates pay something else than what is due"
    assert near(left_to_pay(after), max(Decimal(0), before.grand_total - both)), "something else is left to pay"


@pytest.mark.requirement("gift-certificates-go-one-by-one")
def test_deleting_one_of_two_certificates_leaves_the_other(
    shopper: StorefrontFace, arrange: Arrange, stock: Stock
) -> None:
    """Of two certificates the first, once deleted, is gone, and the second pays as if it had been alone."""
    before = arrange.checkout(shopper, arrange.wanted(2))
    first, second = stock.gift_certificate(THOUSAND), stock.gift_certificate(THREE)
    arrange.done(lambda: shopper.api.add_checkout_gift_certificate(before.id, first))
    arrange.done(lambda: shopper.api.add_checkout_gift_certificate(before.id, second))
    answer = shopper.api.delete_checkout_gift_certificate(before.id, first)
    assert answer.accepted, f"deleting one of two gift certificates was refused with {answer.status}"
    after = arrange.read(shopper, before.id)
    assert codes(after) == [second.upper()], "the checkout doesn't list the certificate that was left, and that alone"
    due = min(Decimal(THREE.balance), after.grand_total)
    assert near(used(after), due), "the certificate left pays another amount than it holds"


@pytest.mark.requirement("gift-certificate-follows-the-total")
def test_a_certificate_pays_for_later_items(shopper: StorefrontFace, arrange: Arrange, stock: Stock) -> None:
    """When the cart grows, more is used of a certificate that holds enough, and nothing is left to pay."""
    checkout = _covered(arrange, shopper, stock)
    arrange.done(lambda: shopper.update_item(checkout.id, checkout.cart.items[0].id, arrange.wanted(3)))
    after = arrange.read(shopper, checkout.id)
    assert _pays_all(after), "a certificate that holds enough doesn't pay for what came later"
    assert used(after) > used(checkout), "no more is used of a certificate though more is due"


@pytest.mark.requirement("gift-certificate-follows-the-total")
def test_a_certificate_pays_for_shipping_that_comes_later(
    shopper: StorefrontFace, arrange: Arrange, stock: Stock
) -> None:
    """When shipping is chosen, more is used of a certificate that holds enough, and nothing is left to pay."""
    checkout = arrange.consigned(shopper, _covered(arrange, shopper, stock))
    consignment = sole(checkout.consignments)
    arrange.done(lambda: shopper.choose_shipping(checkout.id, consignment.id, paid_option(consignment).id))
    after = arrange.read(shopper, checkout.id)
    assert _pays_all(after), "a certificate that holds enough doesn't pay for shipping that came later"


@pytest.mark.requirement("gift-certificate-follows-the-total")
def test_a_certificate_pays_less_when_a_coupon_comes(shopper: StorefrontFace, arrange: Arrange, stock: Stock) -> None:
    """When a coupon takes something off, less is used of a certificate, and nothing is left to pay."""
    checkout = _covered(arrange, shopper, stock)
    arrange.done(lambda: shopper.add_coupon(checkout.id, stock.coupon(A_TENTH)))
    after = arrange.read(shopper, checkout.id)
    assert _pays_all(after), "a certificate pays something else than what is due after a coupon came"
    assert used(after) < used(checkout), "no less is used of a certificate though less is due"


NOT_ACTIVE = [pytest.param(status, id=status) for status in ("disabled", "expired")]


@pytest.mark.requirement("gift-certificate-not-active-is-refused")
@pytest.mark.parametrize("status", NOT_ACTIVE)
def test_a_certificate_that_is_not_active_is_refused(
    shopper: StorefrontFace, arrange: Arrange, stock: Stock, status: str
) -> None:
    """A certificate that is switched off or over is refused and pays nothing, while an active one is accepted."""
    checkout = arrange.checkout(shopper)
    refused = shopper.api.add_checkout_gift_certificate(
        checkout.id, stock.gift_certificate(CertificateOffer(THREE.balance, status))
    )
    assert refused.refused, f"a gift certificate that is {status} was answered with {refused.status}"
    assert not changed(checkout, arrange.read(shopper, checkout.id)), "a refused certificate changed the checkout"
    answer = shopper.api.add_checkout_gift_certificate(checkout.id, stock.gift_certificate(THREE))
    assert answer.accepted, f"a gift certificate that is active was refused with {answer.status}"


@pytest.mark.requirement("gift-certificate-stays-on-its-checkout")
def test_a_certificate_stays_on_its_own_checkout(
    shopper: StorefrontFace, another_shopper: StorefrontFace, arrange: Arrange, stock: Stock
) -> None:
    """A certificate on one checkout pays nothing of another one."""
    other = arrange.checkout(another_shopper)
    checkout = arrange.checkout(shopper)
    arrange.done(lambda: shopper.api.add_checkout_gift_certificate(checkout.id, stock.gift_certificate_code))
    differing = changed(other, arrange.read(another_shopper, other.id))
    assert not differing, f"the gift certificate of one checkout changed {differing} on another"


@pytest.mark.requirement("gift-certificate-refused-leaves-checkout")
def test_a_refused_certificate_changes_nothing(
    shopper: StorefrontFace, arrange: Arrange, stock: Stock, unknown_code: str
) -> None:
    """A code that the store can't know leaves a checkout with everything on it as it was."""
    checkout = _sent_dearly(arrange, shopper)
    arrange.done(lambda: shopper.api.add_checkout_gift_certificate(checkout.id, stock.gift_certificate_code))
    before = arrange.read(shopper, checkout.id)
    refused = shopper.api.add_checkout_gift_certificate(before.id, unknown_code)
    assert refused.refused, f"a gift certificate that the store can't know was answered with {refused.status}"
    differing = changed(before, arrange.read(shopper, before.id))
    assert not differing, f"a gift certificate that was refused changed {differing}"


@pytest.mark.requirement("gift-certificate-code-of-a-coupon-is-refused")
def test_the_code_of_a_coupon_is_no_gift_certificate(shopper: StorefrontFace, arrange: Arrange, stock: Stock) -> None:
    """A coupon's code is refused as a gift certificate and accepted as a coupon; it takes off what a coupon takes."""
    before = arrange.checkout(shopper)
    refused = shopper.api.add_checkout_gift_certificate(before.id, stock.coupon_code)
    assert refused.refused, f"a coupon's code as a gift certificate was answered with {refused.status}"
    assert not changed(before, arrange.read(shopper, before.id)), "a coupon's code changed the checkout"
    answer = shopper.add_coupon(before.id, stock.coupon_code)
    assert answer.accepted, f"a coupon's code as a coupon was refused with {answer.status}"


@pytest.mark.requirement("gift-certificate-deleted-stays-deleted")
def test_deleting_a_certificate_once_more_changes_nothing(
    shopper: StorefrontFace, arrange: Arrange, stock: Stock
) -> None:
    """Whatever a store answers to the deletion of a certificate that is gone, the checkout is as it was."""
    before = arrange.checkout(shopper)
    code = stock.gift_certificate_code
    arrange.done(lambda: shopper.api.add_checkout_gift_certificate(before.id, code))
    arrange.done(lambda: shopper.api.delete_checkout_gift_certificate(before.id, code))
    again = shopper.api.delete_checkout_gift_certificate(before.id, code)
    assert again.accepted or again.refused, f"deleting a certificate once more was answered with {again.status}"
    differing = changed(before, arrange.read(shopper, before.id))
    assert not differing, f"deleting a gift certificate once more changed {differing}"


@pytest.mark.requirement("gift-certificate-unknown-deletion-leaves-others")
def test_deleting_an_unknown_certificate_leaves_the_one_in_use(
    shopper: StorefrontFace, arrange: Arrange, stock: Stock, unknown_code: str
) -> None:
    """Whatever a store answers to the deletion of a code that is not in use, the certificate in use stays."""
    checkout = arrange.checkout(shopper)
    code = stock.gift_certificate_code
    before = checkout_in(arrange.done(lambda: shopper.api.add_checkout_gift_certificate(checkout.id, code)))
    tried = shopper.api.delete_checkout_gift_certificate(checkout.id, unknown_code)
    assert tried.accepted or tried.refused, f"deleting an unknown certificate was answered with {tried.status}"
    differing = changed(before, arrange.read(shopper, checkout.id))
    assert not differing, f"deleting a gift certificate that isn't in use changed {differing}"


def _remaining(checkout: Checkout) -> Decimal:
    """What remains of the only certificate; without it there is nothing to judge."""
    shown = [held.remaining for held in checkout.gift_certificates if held.remaining is not None]
    if len(shown) != 1:
        raise Unreadable("the checkout doesn't show what remains of one gift certificate")
    return shown[0]


def _sent_dearly(arrange: Arrange, shopper: StorefrontFace) -> Checkout:
    """A checkout with billing address, consignment and the dearest option."""
    offered = arrange.consigned(shopper, arrange.billed(shopper, arrange.checkout(shopper, arrange.wanted(2))))
    consignment = sole(offered.consignments)
    arrange.choose(shopper, offered, consignment, dearest(consignment))
    return arrange.read(shopper, offered.id)


def _covered(arrange: Arrange, shopper: StorefrontFace, stock: Stock) -> Checkout:
    """A checkout of one item with a certificate of a thousand, the rest of which is enough for some more."""
    checkout = arrange.checkout(shopper)
    code = stock.gift_certificate(THOUSAND)
    arrange.done(lambda: shopper.api.add_checkout_gift_certificate(checkout.id, code))
    return arrange.read(shopper, checkout.id)


def _pays_all(checkout: Checkout) -> bool:
    """Whether a thousand is used as far as it is due, and the rest is left to pay."""
    due = min(checkout.grand_total, Decimal(THOUSAND.balance))
    return near(used(checkout), due) and near(left_to_pay(checkout), checkout.grand_total - due)

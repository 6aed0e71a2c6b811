"""The coupons and gift certificates that scenarios ask the store to make, and what they take off."""

from __future__ import annotations

from decimal import Decimal

from conformance.suite.arrange import Arrange, Unarranged, cheapest, dearest
from conformance.suite.documents import Checkout, Consignment, Unreadable
from conformance.suite.faces import Face
from conformance.suite.people import ADA, Address
from conformance.suite.rules.money import HALF_A_CENT
from conformance.suite.scenarios.parcels import sole
from conformance.suite.scenarios.staying import near
from conformance.targets.offers import LONG_AGO, CertificateOffer, CouponOffer
from conformance.targets.provisioning import Lacking

A_TENTH = CouponOffer("percentage_discount", "10")
A_QUARTER = CouponOffer("percentage_discount", "25")
FIVE_OFF = CouponOffer("per_total_discount", "5")
TWO_OFF_EACH = CouponOffer("per_item_discount", "2")
MORE_THAN_ANYTHING = CouponOffer("per_total_discount", "900000")
THREE_OFF_SHIPPING = CouponOffer("shipping_discount", "3")
SHIPPING_FREE = CouponOffer("free_shipping", "0")
EXPIRED = CouponOffer("percentage_discount", "10", expires=LONG_AGO)
DISABLED = CouponOffer("percentage_discount", "10", enabled=False)
# Documented: letters, digits, spaces, hyphens and underscores, 50 characters at most.
LONGEST_CODE = CouponOffer("percentage_discount", "10", code="{:X<50}")
CODE_OF_ALL_SIGNS = CouponOffer("percentage_discount", "10", code="{} for_all-Friends 2")

THREE = CertificateOffer("3.00")
THOUSAND = CertificateOffer("1000.00")

# A discount may lower the tax as well; no store's tax exceeds a third of the price.
MOST_WITH_TAX = Decimal(4) / 3

# Where shipping costs something also in stores that ship for nothing at home.
MIRA: Address = {
    **ADA,
    "first_name": "Mira",
    "address1": "Lindenstraße 12",
    "city": "Berlin",
    "state_or_province": "Berlin",
    "state_or_province_code": "BE",
    "country_code": "DE",
    "postal_code": "10969",
}


def sent_dearly(arrange: Arrange, face: Face, checkout: Checkout) -> Checkout:
    """The checkout with the dearest option of its one consignment chosen, as it is offered now.

    A store may clear the choice when a coupon comes or goes, or keep what it quoted before.
    """
    offered = sole(arrange.read(face, checkout.id, shipping_options=True).consignments)
    arrange.choose(face, checkout, offered, dearest(offered))
    return arrange.read(face, checkout.id)


def sent_alike(checkout: Checkout, before: Checkout) -> Checkout:
    """The checkout, where its option is offered at the cost of before; raises :class:`Unarranged` where it is not."""
    if not near(_quoted(checkout), _quoted(before)):
        raise Unarranged("the store offers shipping at another cost with a coupon than without")
    return checkout


def _quoted(checkout: Checkout) -> Decimal | None:
    option = sole(checkout.consignments).selected_shipping_option
    return None if option is None else option.cost


def undiscounted(checkout: Checkout) -> Checkout:
    """The checkout, where the store takes nothing off the cart by itself; raises :class:`Lacking` where it does.

    No document says in which order discounts are taken, so what another one comes to beside it is open.
    """
    if checkout.cart.discount_amount:
        raise Lacking("the store takes something off carts by itself, and what else comes off beside it is open")
    return checkout


def pieces(checkout: Checkout) -> int:
    """How many pieces a cart holds."""
    return sum(item.quantity for item in checkout.cart.items)


def is_share(part: Decimal, whole: Decimal, share: Decimal, checkout: Checkout) -> bool:
    """Whether an amount is this share of another; a store may round each piece, and the whole."""
    return abs(part - whole * share) <= HALF_A_CENT * (2 + pieces(checkout))


def is_amount_with_or_without_tax(taken: Decimal, amount: Decimal) -> bool:
    """Whether what was taken off a total is this amount, and tax on it at most beside it."""
    return amount - 4 * HALF_A_CENT <= taken <= amount * MOST_WITH_TAX + 4 * HALF_A_CENT


def fitting(code: str, offer: CouponOffer) -> str:
    """The code, where the store has kept it as it was asked for; raises :class:`Lacking` where it has not."""
    start, _, end = offer.code.partition("{")
    signs = end.partition("}")[2]
    if offer is LONGEST_CODE and len(code) != 50:
        raise Lacking("the store doesn't keep a coupon code of 50 characters")
    if not (code.startswith(start) and code.endswith(signs)):
        raise Lacking("the store doesn't keep the code that it was asked for")
    return code


def left_to_pay(checkout: Checkout) -> Decimal:
    """The outstanding balance; without one there is nothing to judge."""
    if checkout.outstanding_balance is None:
        raise Unreadable("the checkout shows no outstanding balance")
    return checkout.outstanding_balance


def used(checkout: Checkout) -> Decimal:
    """What is used of all gift certificates."""
    return sum((held.used for held in checkout.gift_certificates), Decimal(0))


def codes(checkout: Checkout) -> list[str]:
    """The codes of the gift certificates, in upper case: stores fold the case of codes."""
    return sorted(held.code.upper() for held in checkout.gift_certificates)


def sent_abroad(arrange: Arrange, face: Face, quantity: int = 1) -> tuple[Checkout, Consignment]:
    """A checkout with a consignment that can't be shipped for nothing, and that consignment.

    Raises :class:`Lacking` when the store doesn't ship there, or does so for nothing.
    """
    checkout = arrange.checkout(face, arrange.wanted(quantity))
    everything = tuple((item.id, item.quantity) for item in checkout.cart.items)
    consignments = [{"address": dict(MIRA), "line_items": [{"item_id": i, "quantity": q} for i, q in everything]}]
    with arrange.quietly():
        answer = face.post_consignments(checkout.id, consignments)
    if answer.refused:
        raise Lacking(f"the store doesn't ship abroad: {answer}")
    offered = arrange.read(face, checkout.id, shipping_options=True)
    consignment = sole(offered.consignments)
    if not consignment.available_shipping_options or cheapest(consignment).cost <= 0:
        raise Lacking("the store has no address to which it ships for money alone")
    return offered, consignment

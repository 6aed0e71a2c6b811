"""What a shopper tells about a purchase: billing address, message, coupons, gift certificates, charges."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from msgspec.structs import replace

from conformance.emulator.commerce.address import Address, completed
from conformance.emulator.commerce.checkout import Checkout, Fee, LineDiscount
from conformance.emulator.commerce.money import ZERO
from conformance.emulator.commerce.offers import coupon_works
from conformance.emulator.commerce.refusals import NotFound, Refused, wrong_fields
from conformance.emulator.commerce.shop import Shop

# Documented: a checkout holds at most this many fees.
FEE_LIMIT = 5
# How many coupons one takes is a store's own affair; this one is no pettier about them than about fees.
COUPON_LIMIT = 5


def add_billing_address(checkout: Checkout, address: Address, shop: Shop) -> Checkout:
    """The checkout with this billing address; the id of an earlier one is kept."""
    kept = checkout.billing_address.id if checkout.billing_address else shop.short_id()
    return replace(checkout, billing_address=replace(completed(address), id=kept))


def update_billing_address(checkout: Checkout, address_id: str, address: Address) -> Checkout:
    """The checkout with the named billing address replaced; its id stays. Raises NotFound("billing address")."""
    if checkout.billing_address is None or checkout.billing_address.id != address_id:
        raise NotFound("billing address", address_id)
    return replace(checkout, billing_address=replace(completed(address), id=address_id))


def set_message(checkout: Checkout, message: str) -> Checkout:
    """The checkout with the shopper's message."""
    return replace(checkout, customer_message=message)


def add_coupon(checkout: Checkout, code: str, shop: Shop) -> Checkout:
    """The checkout with a coupon; one for free shipping lets go of the chosen shipping options."""
    coupon = shop.coupon(code)
    if coupon is None or not coupon_works(coupon, checkout, shop):
        raise Refused("code", f"The coupon code `{code}` is invalid")
    if code in checkout.coupons:
        return checkout
    if len(checkout.coupons) >= COUPON_LIMIT:
        raise Refused("rule", f"Only {COUPON_LIMIT} coupons can be used on one checkout")
    changed = replace(checkout, coupons=(*checkout.coupons, code))
    return _without_options(changed) if coupon.type == "free_shipping" else changed


def delete_coupon(checkout: Checkout, code: str, shop: Shop) -> Checkout:
    """The checkout without the coupon. Raises NotFound("coupon")."""
    if code not in checkout.coupons:
        raise NotFound("coupon", code)
    coupon = shop.coupon(code)
    changed = replace(checkout, coupons=tuple(one for one in checkout.coupons if one != code))
    return _without_options(changed) if coupon and coupon.type == "free_shipping" else changed


def add_gift_certificate(checkout: Checkout, code: str, shop: Shop) -> Checkout:
    """The checkout with a gift certificate that pays for a part of it."""
    certificate = shop.gift_certificate(code)
    if certificate is None or not certificate.redeemable(shop.now()):
        raise Refused("code", f"Gift Certificate code `{code}` is invalid")
    if code in checkout.gift_certificates:
        return checkout
    return replace(checkout, gift_certificates=(*checkout.gift_certificates, code))


def delete_gift_certificate(checkout: Checkout, code: str) -> Checkout:
    """The checkout without the gift certificate. Raises NotFound("gift certificate")."""
    if code not in checkout.gift_certificates:
        raise NotFound("gift certificate", code)
    return replace(checkout, gift_certificates=tuple(one for one in checkout.gift_certificates if one != code))


def set_discounts(checkout: Checkout, amount: Decimal, lines: Sequence[LineDiscount]) -> Checkout:
    """The checkout with these manual discounts in place of earlier ones."""
    for one in lines:
        checkout.line(one.item_id)
    return replace(checkout, manual_discount=amount, line_discounts=tuple(lines))


def add_fees(checkout: Checkout, fees: Sequence[Fee]) -> Checkout:
    """The checkout with more fees."""
    together = (*checkout.fees, *fees)
    if len(together) > FEE_LIMIT:
        raise wrong_fields(fees=f"A checkout holds at most {FEE_LIMIT} fees")
    return replace(checkout, fees=together)


def update_fees(checkout: Checkout, fees: Sequence[Fee]) -> Checkout:
    """The checkout with these fees changed; each must be there. Raises NotFound("fee")."""
    changed = {fee.id: fee for fee in fees}
    _known_fees(checkout, changed)
    return replace(checkout, fees=tuple(changed.get(fee.id, fee) for fee in checkout.fees))


def delete_fees(checkout: Checkout, fee_ids: Sequence[str]) -> Checkout:
    """The checkout without these fees; each must be there. Raises NotFound("fee")."""
    _known_fees(checkout, fee_ids)
    return replace(checkout, fees=tuple(fee for fee in checkout.fees if fee.id not in fee_ids))


def set_store_credit(checkout: Checkout, applied: bool) -> Checkout:  # noqa: FBT001 - the API's own word
    """The checkout with or without the customer's store credit."""
    return replace(checkout, store_credit_applied=applied)


def pass_spam_check(checkout: Checkout) -> Checkout:
    """The checkout after the shopper has proved to be no robot."""
    return replace(checkout, spam_checked=True)


def set_customer(checkout: Checkout, customer_id: int) -> Checkout:
    """The cart of another customer: coupons, consignments and billing address are dropped."""
    if customer_id == checkout.customer_id:
        return checkout
    return replace(
        checkout,
        customer_id=customer_id,
        coupons=(),
        consignments=(),
        billing_address=None,
        manual_discount=ZERO,
        line_discounts=(),
    )


def _known_fees(checkout: Checkout, fee_ids: Sequence[str] | dict[str, Fee]) -> None:
    held = {fee.id for fee in checkout.fees}
    for fee_id in fee_ids:
        if fee_id not in held:
            raise NotFound("fee", fee_id)


def _without_options(checkout: Checkout) -> Checkout:
    return replace(checkout, consignments=tuple(replace(one, option=None) for one in checkout.consignments))

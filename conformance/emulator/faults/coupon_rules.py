"""Faults of which coupons work, of how they are listed, and of what their coming and going leaves."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from conformance.emulator.commerce.checkout import Checkout
from conformance.emulator.commerce.coupons import Coupon
from conformance.emulator.commerce.money import ZERO
from conformance.emulator.commerce.pricing import Quote
from conformance.emulator.commerce.refusals import NotFound, Refused
from conformance.emulator.commerce.shop import Shop
from conformance.emulator.components import Components
from conformance.emulator.faults.coupon_kinds import reworded
from conformance.emulator.faults.registry import fault
from conformance.emulator.faults.seams import altered, declining, member, ruled
from conformance.emulator.faults.validation import texts_cut
from conformance.emulator.messages import Json

ADD = "addCheckoutCoupon"
LONG, LIMIT = 40, 50


def _accepting(components: Components, change: Callable[[Coupon], Coupon]) -> Components:
    """Components that accept coupons, and price with them, as if these said something else."""
    add, price = components.policies.add_coupon, components.policies.quote

    def added(checkout: Checkout, code: str, shop: Shop) -> Checkout:
        return add(checkout, code, reworded(shop, change))

    def quoted(checkout: Checkout, shop: Shop) -> Quote:
        return price(checkout, reworded(shop, change))

    return ruled(components, add_coupon=added, quote=quoted)


@fault("coupon-minimum-ignored", breaks="coupon-minimum-is-kept", summary="Coupons work below their minimum.")
def minimum_ignored(components: Components) -> Components:
    return _accepting(components, lambda coupon: replace(coupon, min_purchase=ZERO))


@fault(
    "coupon-minimum-doubled",
    breaks="coupon-minimum-is-kept",
    summary="Coupons work from twice their minimum on.",
)
def minimum_doubled(components: Components) -> Components:
    return _accepting(components, lambda coupon: replace(coupon, min_purchase=coupon.min_purchase * 2))


@fault("coupon-expiry-ignored", breaks="coupon-expired-is-refused", summary="Coupons work after their time.")
def expiry_ignored(components: Components) -> Components:
    return _accepting(components, lambda coupon: replace(coupon, expires_at=None))


@fault("coupon-disabled-works", breaks="coupon-disabled-is-refused", summary="Coupons that are switched off work.")
def disabled_works(components: Components) -> Components:
    return _accepting(components, lambda coupon: replace(coupon, enabled=True))


@fault(
    "coupon-twice-takes-off-twice",
    breaks="coupon-twice-counts-once",
    summary="A coupon that is added again is listed again, and takes off as much once more.",
)
def twice_takes_twice(components: Components) -> Components:
    add = components.policies.add_coupon

    def added(checkout: Checkout, code: str, shop: Shop) -> Checkout:
        after = add(checkout, code, shop)
        again = code in checkout.coupons
        return replace(after, coupons=(*after.coupons, code)) if again else after

    return ruled(components, add_coupon=added)


@fault(
    "coupon-second-accepted-and-dropped",
    breaks="coupon-beside-another-is-listed-or-refused",
    summary="A second coupon is accepted and not listed.",
)
def second_dropped(components: Components) -> Components:
    add = components.policies.add_coupon

    def added(checkout: Checkout, code: str, shop: Shop) -> Checkout:
        after = add(checkout, code, shop)
        return replace(after, coupons=after.coupons[:1])

    return ruled(components, add_coupon=added)


@fault(
    "coupon-long-codes-refused",
    breaks="coupon-code-may-be-fifty-long",
    summary="Coupon codes of more than forty characters are refused.",
)
def long_codes_refused(components: Components) -> Components:
    add = components.policies.add_coupon

    def added(checkout: Checkout, code: str, shop: Shop) -> Checkout:
        if len(code) > LONG:
            raise Refused("code", f"The coupon code `{code}` is invalid")
        return add(checkout, code, shop)

    return ruled(components, add_coupon=added)


@fault(
    "coupon-codes-cut-to-fifty",
    breaks="coupon-code-too-long-is-refused",
    summary="Coupon codes of more than fifty characters are cut to fifty.",
)
def codes_cut(components: Components) -> Components:
    return texts_cut(components, {"coupon_code": LIMIT, "couponCode": LIMIT})


@fault(
    "coupon-path-with-space-not-found",
    breaks="coupon-code-may-hold-spaces-and-signs",
    summary="A coupon whose code has a space can't be deleted.",
)
def space_not_found(components: Components) -> Components:
    delete = components.policies.delete_coupon

    def deleted(checkout: Checkout, code: str, shop: Shop) -> Checkout:
        if " " in code:
            raise NotFound("coupon", code)
        return delete(checkout, code, shop)

    return ruled(components, delete_coupon=deleted)


@fault(
    "cart-by-itself-lists-no-coupons",
    breaks="coupon-seen-in-the-cart",
    summary="The cart by itself lists no coupons.",
)
def no_coupons_in_cart(components: Components) -> Components:
    def alter(document: Json) -> None:
        document["coupons"] = []

    return altered(components, alter, "server_cart", "storefront_cart")


@fault(
    "coupon-add-clears-message",
    breaks="coupon-leaves-the-rest",
    summary="Adding a coupon takes the customer message away.",
)
def add_clears_message(components: Components) -> Components:
    add = components.policies.add_coupon

    def added(checkout: Checkout, code: str, shop: Shop) -> Checkout:
        return replace(add(checkout, code, shop), customer_message="")

    return ruled(components, add_coupon=added)


@fault(
    "coupon-delete-clears-billing-company",
    breaks="coupon-leaves-the-rest",
    summary="Deleting a coupon takes the company out of the billing address.",
)
def delete_clears_company(components: Components) -> Components:
    delete = components.policies.delete_coupon

    def deleted(checkout: Checkout, code: str, shop: Shop) -> Checkout:
        after = delete(checkout, code, shop)
        held = after.billing_address
        return replace(after, billing_address=replace(held, company="") if held else None)

    return ruled(components, delete_coupon=deleted)


@fault(
    "coupon-works-on-every-checkout",
    breaks="coupon-stays-on-its-checkout",
    summary="A coupon that was added to one checkout works on all of them, until it is deleted anywhere.",
)
def works_everywhere(components: Components) -> Components:
    policies = components.policies
    # A store-wide list where one for each checkout should be.
    everywhere: dict[str, None] = {}

    def added(checkout: Checkout, code: str, shop: Shop) -> Checkout:
        after = policies.add_coupon(checkout, code, shop)
        everywhere[code] = None
        return after

    def deleted(checkout: Checkout, code: str, shop: Shop) -> Checkout:
        everywhere.pop(code, None)
        return policies.delete_coupon(checkout, code, shop)

    def quoted(checkout: Checkout, shop: Shop) -> Quote:
        return policies.quote(
            replace(checkout, coupons=tuple({**dict.fromkeys(checkout.coupons), **everywhere})), shop
        )

    return ruled(components, add_coupon=added, delete_coupon=deleted, quote=quoted)


@fault(
    "coupon-refused-drops-others",
    breaks="coupon-refused-leaves-checkout",
    summary="A code that no coupon has is refused, and the coupons in use are dropped.",
)
def refused_drops_others(components: Components) -> Components:
    add = components.policies.add_coupon

    def added(checkout: Checkout, code: str, shop: Shop) -> Checkout:
        try:
            return add(checkout, code, shop)
        except Refused:
            return replace(checkout, coupons=())

    def unfit(sent: Any, shown: Json) -> bool:
        code = member(sent, "coupon_code", "couponCode")
        return code not in [one["code"] for one in shown["coupons"]]

    return declining(ruled(components, add_coupon=added), unfit, ADD)


def _deleting_unknown(components: Components, change: Callable[[Checkout, str], Checkout]) -> Components:
    """Components where a function stands for deleting a coupon that is not in use."""
    delete = components.policies.delete_coupon

    def deleted(checkout: Checkout, code: str, shop: Shop) -> Checkout:
        return delete(checkout, code, shop) if code in checkout.coupons else change(checkout, code)

    return ruled(components, delete_coupon=deleted)


@fault(
    "coupon-deleted-twice-leaves-a-gift",
    breaks="coupon-deleted-stays-deleted",
    summary="Deleting a coupon once more takes a dollar off the goods.",
)
def deleted_twice(components: Components) -> Components:
    def change(checkout: Checkout, _code: str) -> Checkout:
        return replace(checkout, manual_discount=checkout.manual_discount + Decimal(1))

    return _deleting_unknown(components, change)


@fault(
    "coupon-unknown-deletion-drops-all",
    breaks="coupon-unknown-deletion-leaves-others",
    summary="Deleting a coupon that is not in use deletes those that are.",
)
def unknown_drops_all(components: Components) -> Components:
    return _deleting_unknown(components, lambda checkout, _code: replace(checkout, coupons=()))

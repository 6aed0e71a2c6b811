"""Faults of coupons."""

from __future__ import annotations

from decimal import Decimal

from msgspec.structs import replace

from conformance.emulator.commerce.checkout import Checkout
from conformance.emulator.commerce.refusals import Refused
from conformance.emulator.commerce.shop import Shop
from conformance.emulator.components import Components
from conformance.emulator.faults.registry import fault
from conformance.emulator.faults.seams import altered, forgetful, ruled
from conformance.emulator.messages import Json

ADD, DELETE, UNKNOWN = "coupon-add-applies", "coupon-delete-removes", "coupon-unknown-is-refused"


@fault("coupon-add-ignored", breaks=ADD, summary="Adding a valid coupon is accepted and changes nothing.")
def add_ignored(components: Components) -> Components:
    add = components.policies.add_coupon

    def added(checkout: Checkout, code: str, shop: Shop) -> Checkout:
        add(checkout, code, shop)
        return checkout

    return ruled(components, add_coupon=added)


@fault("coupon-add-not-kept", breaks=ADD, summary="The answer lists the new coupon, the next read does not.")
def add_not_kept(components: Components) -> Components:
    operations = frozenset({"addCheckoutCoupon"})
    return forgetful(components, operations, lambda before, after: replace(after, coupons=before.coupons))


@fault(
    "coupon-listed-backwards-on-storefront",
    breaks=ADD,
    surface="storefront",
    summary="The storefront lists a coupon under its code read backwards.",
)
def listed_backwards(components: Components) -> Components:
    def alter(document: Json) -> None:
        for one in document["coupons"]:
            one["code"] = one["code"][::-1]

    return altered(components, alter, "storefront_checkout")


@fault("coupon-delete-leaves", breaks=DELETE, summary="A deleted coupon stays on the checkout.")
def delete_leaves(components: Components) -> Components:
    delete = components.policies.delete_coupon

    def deleted(checkout: Checkout, code: str, shop: Shop) -> Checkout:
        delete(checkout, code, shop)
        return checkout

    return ruled(components, delete_coupon=deleted)


@fault(
    "coupon-delete-leaves-discount",
    breaks=DELETE,
    summary="A deleted coupon is not listed any more, but a part of its discount stays.",
)
def delete_leaves_discount(components: Components) -> Components:
    delete = components.policies.delete_coupon

    def deleted(checkout: Checkout, code: str, shop: Shop) -> Checkout:
        after = delete(checkout, code, shop)
        return replace(after, manual_discount=after.manual_discount + Decimal(1))

    return ruled(components, delete_coupon=deleted)


@fault("coupon-unknown-accepted", breaks=UNKNOWN, summary="A code that no coupon has is accepted silently.")
def unknown_accepted(components: Components) -> Components:
    add = components.policies.add_coupon

    def added(checkout: Checkout, code: str, shop: Shop) -> Checkout:
        return checkout if shop.coupon(code) is None else add(checkout, code, shop)

    return ruled(components, add_coupon=added)


@fault("coupon-known-refused", breaks=UNKNOWN, summary="Every coupon code is refused, also those of the store.")
def known_refused(components: Components) -> Components:
    def added(_checkout: Checkout, code: str, _shop: Shop) -> Checkout:
        raise Refused("code", f"The coupon code `{code}` is invalid")

    return ruled(components, add_coupon=added)

"""Faults of gift certificates."""

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

ADD, DELETE, UNKNOWN = (
    "gift-certificate-add-applies",
    "gift-certificate-delete-removes",
    "gift-certificate-unknown-is-refused",
)


@fault(
    "gift-certificate-add-ignored",
    breaks=ADD,
    surface="storefront",
    summary="Adding a gift certificate is accepted and changes nothing.",
)
def add_ignored(components: Components) -> Components:
    add = components.policies.add_gift_certificate

    def added(checkout: Checkout, code: str, shop: Shop) -> Checkout:
        add(checkout, code, shop)
        return checkout

    return ruled(components, add_gift_certificate=added)


@fault(
    "gift-certificate-add-not-kept",
    breaks=ADD,
    surface="storefront",
    summary="The answer lists the gift certificate, the next read does not.",
)
def add_not_kept(components: Components) -> Components:
    def kept(before: Checkout, after: Checkout) -> Checkout:
        return replace(after, gift_certificates=before.gift_certificates)

    return forgetful(components, frozenset({"addCheckoutGiftCertificate"}), kept)


@fault(
    "gift-certificate-leaves-balance-due",
    breaks=ADD,
    surface="storefront",
    summary="A listed gift certificate does not lower what is left to pay.",
)
def leaves_balance_due(components: Components) -> Components:
    def alter(document: Json) -> None:
        document["outstandingBalance"] = document["grandTotal"]

    return altered(components, alter, "storefront_checkout")


@fault(
    "gift-certificate-delete-leaves",
    breaks=DELETE,
    surface="storefront",
    summary="A deleted gift certificate stays on the checkout.",
)
def delete_leaves(components: Components) -> Components:
    delete = components.policies.delete_gift_certificate

    def deleted(checkout: Checkout, code: str) -> Checkout:
        delete(checkout, code)
        return checkout

    return ruled(components, delete_gift_certificate=deleted)


@fault(
    "gift-certificate-delete-leaves-credit",
    breaks=DELETE,
    surface="storefront",
    summary="A deleted gift certificate is not listed any more, but the checkout stays cheaper by a part of it.",
)
def delete_leaves_credit(components: Components) -> Components:
    delete = components.policies.delete_gift_certificate

    def deleted(checkout: Checkout, code: str) -> Checkout:
        after = delete(checkout, code)
        return replace(after, manual_discount=after.manual_discount + Decimal(1))

    return ruled(components, delete_gift_certificate=deleted)


@fault(
    "gift-certificate-unknown-accepted",
    breaks=UNKNOWN,
    surface="storefront",
    summary="A code that no gift certificate has is accepted silently.",
)
def unknown_accepted(components: Components) -> Components:
    add = components.policies.add_gift_certificate

    def added(checkout: Checkout, code: str, shop: Shop) -> Checkout:
        return checkout if shop.gift_certificate(code) is None else add(checkout, code, shop)

    return ruled(components, add_gift_certificate=added)


@fault(
    "gift-certificate-known-refused",
    breaks=UNKNOWN,
    surface="storefront",
    summary="Every gift certificate code is refused, also those of the store.",
)
def known_refused(components: Components) -> Components:
    def added(_checkout: Checkout, code: str, _shop: Shop) -> Checkout:
        raise Refused("code", f"Gift Certificate code `{code}` is invalid")

    return ruled(components, add_gift_certificate=added)

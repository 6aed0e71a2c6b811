"""Faults of billing addresses."""

from __future__ import annotations

from msgspec import structs

from conformance.emulator.commerce.address import Address
from conformance.emulator.commerce.checkout import Checkout
from conformance.emulator.commerce.shop import Shop
from conformance.emulator.components import Components
from conformance.emulator.faults.registry import fault
from conformance.emulator.faults.seams import altered, answering, forgetful, other_digit, rewriting, ruled
from conformance.emulator.messages import Json

ADD, UPDATE, STABLE_ID = (
    "billing-address-add-is-kept",
    "billing-address-update-replaces",
    "billing-address-id-is-stable",
)


def _before(before: Checkout, after: Checkout) -> Checkout:
    return structs.replace(after, billing_address=before.billing_address)


@fault(
    "billing-address-add-not-kept",
    breaks=ADD,
    summary="The answer shows the new billing address, the next read has none.",
)
def add_not_kept(components: Components) -> Components:
    return forgetful(components, frozenset({"addCheckoutBillingAddress"}), _before)


@fault("billing-address-loses-city", breaks=ADD, summary="A new billing address comes without its city.")
def loses_city(components: Components) -> Components:
    add = components.policies.add_billing_address

    def added(checkout: Checkout, address: Address, shop: Shop) -> Checkout:
        return add(checkout, structs.replace(address, city=""), shop)

    return ruled(components, add_billing_address=added)


@fault(
    "billing-address-swaps-names-on-storefront",
    breaks=ADD,
    surface="storefront",
    summary="The storefront shows first and last name of a billing address the wrong way round.",
)
def swaps_names(components: Components) -> Components:
    def alter(document: Json) -> None:
        shown = document["billingAddress"]
        if shown:
            shown["firstName"], shown["lastName"] = shown["lastName"], shown["firstName"]

    return altered(components, alter, "storefront_checkout")


@fault(
    "billing-address-update-not-kept",
    breaks=UPDATE,
    summary="The answer shows the changed billing address, the next read the old one.",
)
def update_not_kept(components: Components) -> Components:
    return forgetful(components, frozenset({"updateCheckoutBillingAddress"}), _before)


@fault(
    "billing-address-update-ignored",
    breaks=UPDATE,
    summary="Updating the billing address is accepted and changes nothing.",
)
def update_ignored(components: Components) -> Components:
    update = components.policies.update_billing_address

    def updated(checkout: Checkout, address_id: str, address: Address) -> Checkout:
        update(checkout, address_id, address)
        return checkout

    return ruled(components, update_billing_address=updated)


@fault(
    "billing-address-update-keeps-street",
    breaks=UPDATE,
    summary="An updated billing address keeps the first street line of the old one.",
)
def keeps_street(components: Components) -> Components:
    update = components.policies.update_billing_address

    def updated(checkout: Checkout, address_id: str, address: Address) -> Checkout:
        held = checkout.billing_address
        kept = structs.replace(address, address1=held.address1) if held else address
        return update(checkout, address_id, kept)

    return ruled(components, update_billing_address=updated)


@fault(
    "billing-address-id-changes",
    breaks=STABLE_ID,
    summary="Each update gives the billing address another id.",
)
def id_changes(components: Components) -> Components:
    update = components.policies.update_billing_address

    def updated(checkout: Checkout, address_id: str, address: Address) -> Checkout:
        after = update(checkout, address_id, address)
        held = after.billing_address
        renamed = structs.replace(held, id=other_digit(held.id)) if held else None
        return structs.replace(after, billing_address=renamed)

    return ruled(components, update_billing_address=updated)


@fault(
    "billing-address-id-differs-in-storefront-answer",
    breaks=STABLE_ID,
    surface="storefront",
    summary="On the storefront, the answer to an update shows another id than the read before.",
)
def id_differs_in_answer(components: Components) -> Components:
    def alter(document: Json) -> None:
        document["billingAddress"]["id"] = other_digit(document["billingAddress"]["id"])

    change = rewriting(alter)
    return answering(components, change, "updateCheckoutBillingAddress", surface="storefront")

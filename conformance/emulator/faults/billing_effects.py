"""Faults of billing addresses that show elsewhere: on other parts of a checkout, on other checkouts, later."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from conformance.emulator.commerce.address import Address
from conformance.emulator.commerce.checkout import Checkout
from conformance.emulator.commerce.consignments import WantedConsignment
from conformance.emulator.commerce.refusals import wrong_fields
from conformance.emulator.commerce.shop import Shop
from conformance.emulator.components import Components
from conformance.emulator.faults.registry import fault
from conformance.emulator.faults.seams import altered, declining, other_digit, ruled
from conformance.emulator.faults.validation import members_filled
from conformance.emulator.messages import Json

OPERATIONS = ("addCheckoutBillingAddress", "updateCheckoutBillingAddress")


@fault(
    "billing-address-update-clears-options",
    breaks="billing-address-leaves-the-rest",
    summary="Updating the billing address clears the chosen shipping options.",
)
def update_clears_options(components: Components) -> Components:
    update = components.policies.update_billing_address

    def updated(checkout: Checkout, address_id: str, address: Address) -> Checkout:
        after = update(checkout, address_id, address)
        return replace(after, consignments=tuple(replace(one, option=None) for one in after.consignments))

    return ruled(components, update_billing_address=updated)


@fault(
    "billing-address-add-moves-shipping",
    breaks="billing-address-leaves-the-rest",
    summary="A new billing address becomes the address that the first consignment is shipped to.",
)
def add_moves_shipping(components: Components) -> Components:
    add = components.policies.add_billing_address

    def added(checkout: Checkout, address: Address, shop: Shop) -> Checkout:
        after = add(checkout, address, shop)
        first, *others = after.consignments or (None,)
        if first is None:
            return after
        return replace(after, consignments=(replace(first, address=address), *others))

    return ruled(components, add_billing_address=added)


@fault(
    "billing-address-add-comes-last-and-wins",
    breaks="checkout-steps-in-any-order",
    summary="A billing address that comes after a message takes the message away.",
)
def add_takes_message(components: Components) -> Components:
    add = components.policies.add_billing_address

    def added(checkout: Checkout, address: Address, shop: Shop) -> Checkout:
        return replace(add(checkout, address, shop), customer_message="")

    return ruled(components, add_billing_address=added)


@fault(
    "billing-address-add-drops-coupons",
    breaks="billing-address-leaves-coupons",
    summary="Adding a billing address drops the coupons.",
)
def add_drops_coupons(components: Components) -> Components:
    add = components.policies.add_billing_address

    def added(checkout: Checkout, address: Address, shop: Shop) -> Checkout:
        return replace(add(checkout, address, shop), coupons=())

    return ruled(components, add_billing_address=added)


@fault(
    "billing-address-renamed-by-shipping",
    breaks="billing-address-outlives-other-changes",
    summary="Choosing a shipping option gives the billing address another id.",
)
def renamed_by_shipping(components: Components) -> Components:
    update = components.policies.update_consignment

    def updated(checkout: Checkout, consignment_id: str, wanted: WantedConsignment, shop: Shop) -> Checkout:
        after = update(checkout, consignment_id, wanted, shop)
        held = after.billing_address
        return replace(after, billing_address=replace(held, id=other_digit(held.id)) if held else None)

    return ruled(components, update_consignment=updated)


@fault(
    "billing-address-lost-with-coupon",
    breaks="billing-address-outlives-other-changes",
    summary="Deleting a coupon takes the phone number out of the billing address.",
)
def lost_with_coupon(components: Components) -> Components:
    delete = components.policies.delete_coupon

    def deleted(checkout: Checkout, code: str, shop: Shop) -> Checkout:
        after = delete(checkout, code, shop)
        held = after.billing_address
        return replace(after, billing_address=replace(held, phone="") if held else None)

    return ruled(components, delete_coupon=deleted)


@fault(
    "billing-address-second-fills-gaps",
    breaks="billing-address-added-again-replaces",
    summary="A billing address that is added again keeps members of the first where its own are empty.",
)
def second_fills_gaps(components: Components) -> Components:
    add = components.policies.add_billing_address

    def added(checkout: Checkout, address: Address, shop: Shop) -> Checkout:
        held = checkout.billing_address
        if held is None:
            return add(checkout, address, shop)
        kept: dict[str, Any] = {
            name: getattr(address, name) or getattr(held, name) for name in ("company", "address2", "phone")
        }
        return add(checkout, replace(address, **kept), shop)

    return ruled(components, add_billing_address=added)


@fault(
    "billing-address-second-ignored",
    breaks="billing-address-added-again-replaces",
    summary="A billing address that is added where there is one is accepted and ignored.",
)
def second_ignored(components: Components) -> Components:
    add = components.policies.add_billing_address

    def added(checkout: Checkout, address: Address, shop: Shop) -> Checkout:
        return checkout if checkout.billing_address else add(checkout, address, shop)

    return ruled(components, add_billing_address=added)


@fault(
    "billing-address-same-update-refused",
    breaks="billing-address-update-is-repeatable",
    summary="An update that would change nothing of the billing address is refused.",
)
def same_update_refused(components: Components) -> Components:
    update = components.policies.update_billing_address

    def updated(checkout: Checkout, address_id: str, address: Address) -> Checkout:
        after = update(checkout, address_id, address)
        if after.billing_address == checkout.billing_address:
            raise wrong_fields(address="Nothing to update")
        return after

    return ruled(components, update_billing_address=updated)


@fault(
    "billing-address-refused-and-kept",
    breaks="billing-address-refused-leaves-checkout",
    summary="A billing address without its country is refused, and kept all the same.",
)
def refused_and_kept(components: Components) -> Components:
    def unfit(sent: Any, _shown: Json) -> bool:
        return isinstance(sent, dict) and not {"country_code", "countryCode"} & sent.keys()

    return declining(members_filled(components, country_code="US", countryCode="US"), unfit, *OPERATIONS)


@fault(
    "billing-address-unknown-id-taken-over",
    breaks="billing-address-of-another-id-is-no-second",
    summary="An update under an id that the billing address doesn't have gives it that id.",
)
def unknown_id_taken_over(components: Components) -> Components:
    update = components.policies.update_billing_address

    def updated(checkout: Checkout, address_id: str, address: Address) -> Checkout:
        held = checkout.billing_address
        return update(
            replace(checkout, billing_address=replace(held, id=address_id) if held else None), address_id, address
        )

    return ruled(components, update_billing_address=updated)


@fault(
    "billing-address-shared-by-checkouts",
    breaks="billing-address-stays-on-its-checkout",
    summary="Every checkout with a billing address shows the one that was set last, on whichever checkout.",
)
def shared_by_checkouts(components: Components) -> Components:
    # A cache that forgets whose address it holds; by the face that writes the names.
    latest: dict[str, Any] = {}

    def alter(document: Json) -> None:
        name = "billing_address" if "billing_address" in document else "billingAddress"
        if document[name]:
            latest.setdefault(name, document[name])
            document[name] = {**latest[name], "id": document[name]["id"]}

    def renewed(rule: Any) -> Any:
        def ruling(*arguments: Any) -> Checkout:
            latest.clear()
            made: Checkout = rule(*arguments)
            return made

        return ruling

    kept = altered(components, alter, "server_checkout", "storefront_checkout")
    return ruled(
        kept,
        add_billing_address=renewed(kept.policies.add_billing_address),
        update_billing_address=renewed(kept.policies.update_billing_address),
    )

"""Faults of consignments that show elsewhere: on other parts of a checkout, on other checkouts, later."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from conformance.emulator.commerce.checkout import Checkout, Consignment
from conformance.emulator.commerce.consignments import WantedConsignment, options_of
from conformance.emulator.commerce.refusals import Refused, wrong_fields
from conformance.emulator.commerce.shop import Shop
from conformance.emulator.components import Components
from conformance.emulator.faults.registry import fault
from conformance.emulator.faults.seams import altered, other_digit, ruled
from conformance.emulator.messages import Json

CHECKOUTS = ("server_checkout", "storefront_checkout")
A_DOLLAR = Decimal(1)


def adding(components: Components, after_it: Any) -> Components:
    """Components where a function sees what was before, what was wanted and what came of an addition."""
    add = components.policies.add_consignments

    def added(checkout: Checkout, wanted: Sequence[WantedConsignment], shop: Shop) -> Checkout:
        made: Checkout = after_it(checkout, wanted, add(checkout, wanted, shop))
        return made

    return ruled(components, add_consignments=added)


def updating(components: Components, after_it: Any) -> Components:
    """Components where a function sees the consignment before, what was wanted and what came of an update."""
    update = components.policies.update_consignment

    def updated(checkout: Checkout, consignment_id: str, wanted: WantedConsignment, shop: Shop) -> Checkout:
        before = checkout.consignment(consignment_id)
        made: Checkout = after_it(before, wanted, update(checkout, consignment_id, wanted, shop))
        return made

    return ruled(components, update_consignment=updated)


def deleting(components: Components, after_it: Any) -> Components:
    """Components where a function sees what came of a deletion."""
    delete = components.policies.delete_consignment
    return ruled(components, delete_consignment=lambda checkout, one: after_it(delete(checkout, one)))


def each(checkout: Checkout, change: Any) -> Checkout:
    return replace(checkout, consignments=tuple(change(one) for one in checkout.consignments))


@fault(
    "consignment-add-chooses-for-earlier-ones",
    breaks="consignment-add-leaves-the-rest",
    summary="When a consignment is added, the last shipping option that is offered is chosen for the earlier ones.",
)
def add_chooses(components: Components) -> Components:
    add = components.policies.add_consignments

    def added(checkout: Checkout, wanted: Sequence[WantedConsignment], shop: Shop) -> Checkout:
        after = add(checkout, wanted, shop)

        def rechosen(one: Consignment) -> Consignment:
            return replace(one, option=options_of(after, one, shop)[-1]) if one.option else one

        return each(after, rechosen)

    return ruled(components, add_consignments=added)


@fault(
    "consignment-add-clears-message",
    breaks="consignment-add-leaves-the-rest",
    summary="Adding a consignment takes the customer message away.",
)
def add_clears_message(components: Components) -> Components:
    return adding(components, lambda _b, _w, after: replace(after, customer_message=""))


@fault(
    "consignment-delete-clears-billing-address",
    breaks="consignment-delete-leaves-the-rest",
    summary="Deleting a consignment deletes the billing address too.",
)
def delete_clears_billing(components: Components) -> Components:
    return deleting(components, lambda after: replace(after, billing_address=None))


@fault(
    "consignment-delete-gives-a-dollar",
    breaks="consignment-delete-restores-totals",
    summary="After a consignment was deleted, the goods cost a dollar less than before.",
)
def delete_gives_a_dollar(components: Components) -> Components:
    return deleting(components, lambda after: replace(after, manual_discount=after.manual_discount + A_DOLLAR))


@fault(
    "consignment-delete-ignores-unknown",
    breaks="consignment-deleted-stays-deleted",
    summary="Deleting a consignment that isn't there deletes the first one that is.",
)
def delete_takes_first(components: Components) -> Components:
    delete = components.policies.delete_consignment

    def deleted(checkout: Checkout, consignment_id: str) -> Checkout:
        known = [one.id for one in checkout.consignments]
        named = consignment_id if consignment_id in known or not known else known[0]
        return delete(checkout, named)

    return ruled(components, delete_consignment=deleted)


@fault(
    "consignment-unknown-is-the-first",
    breaks="consignment-unknown-is-refused",
    summary="An update of a consignment that isn't there is taken for one of the first.",
)
def unknown_is_first(components: Components) -> Components:
    name = components.policies.named_consignment

    def named(checkout: Checkout, consignment_id: str) -> str:
        known = [one.id for one in checkout.consignments]
        return name(checkout, consignment_id if consignment_id in known or not known else known[0])

    return ruled(components, named_consignment=named)


@fault(
    "consignment-same-update-refused",
    breaks="consignment-update-is-repeatable",
    summary="An update that would change nothing of a consignment's address is refused.",
)
def same_update_refused(components: Components) -> Components:
    def refused(before: Consignment, wanted: WantedConsignment, after: Checkout) -> Checkout:
        held = next((one for one in after.consignments if one.id == before.id), None)
        if wanted.address is not None and held is not None and held.address == before.address:
            raise wrong_fields(address="Nothing to update")
        return after

    return updating(components, refused)


@fault(
    "consignment-address-alone-drops-items",
    breaks="consignment-address-update-keeps-items",
    summary="An update that gives an address alone leaves a consignment its first line item only.",
)
def address_drops_items(components: Components) -> Components:
    def dropped(before: Consignment, wanted: WantedConsignment, after: Checkout) -> Checkout:
        if wanted.address is None or wanted.shares is not None:
            return after
        return each(after, lambda one: replace(one, item_ids=one.item_ids[:1]) if one.id == before.id else one)

    return updating(components, dropped)


@fault(
    "consignment-items-alone-drop-company",
    breaks="consignment-items-update-keeps-address",
    summary="An update that gives line items alone takes the company out of the address.",
)
def items_drop_company(components: Components) -> Components:
    def without(one: Consignment) -> Consignment:
        return replace(one, address=replace(one.address, company="")) if one.address else one

    def dropped(before: Consignment, wanted: WantedConsignment, after: Checkout) -> Checkout:
        if wanted.shares is None or wanted.address is not None:
            return after
        return each(after, lambda one: without(one) if one.id == before.id else one)

    return updating(components, dropped)


@fault(
    "consignment-items-keep-option",
    breaks="consignment-items-update-clears-option",
    summary="A consignment that is given other line items keeps its chosen shipping option.",
)
def items_keep_option(components: Components) -> Components:
    def kept(before: Consignment, wanted: WantedConsignment, after: Checkout) -> Checkout:
        if wanted.shares is None:
            return after
        return each(after, lambda one: replace(one, option=before.option) if one.id == before.id else one)

    return updating(components, kept)


@fault(
    "consignments-at-once-lose-second-lines",
    breaks="consignments-at-once-equal-one-by-one",
    summary="Consignments that are added by one request lose the second line of their street.",
)
def at_once_lose_lines(components: Components) -> Components:
    def shortened(one: Consignment) -> Consignment:
        return replace(one, address=replace(one.address, address2="")) if one.address else one

    def lost(_before: Checkout, wanted: Sequence[WantedConsignment], after: Checkout) -> Checkout:
        return after if len(wanted) == 1 else each(after, shortened)

    return adding(components, lost)


@fault(
    "consignment-update-fills-gaps",
    breaks="consignment-update-leaves-nothing-of-the-old-address",
    summary="A consignment that gets another address keeps members of the old one where the new ones are empty.",
)
def update_fills_gaps(components: Components) -> Components:
    def filled(before: Consignment, wanted: WantedConsignment, after: Checkout) -> Checkout:
        old = before.address
        if wanted.address is None or old is None:
            return after

        def kept(one: Consignment) -> Consignment:
            if one.address is None or one.id != before.id:
                return one
            company, line = one.address.company or old.company, one.address.address2 or old.address2
            return replace(one, address=replace(one.address, company=company, address2=line))

        return each(after, kept)

    return updating(components, filled)


@fault(
    "consignments-shared-by-checkouts",
    breaks="consignment-stays-on-its-checkout",
    summary="A first consignment shows the address of the consignment that was added last, on whichever checkout.",
)
def shared_by_checkouts(components: Components) -> Components:
    # A cache that forgets whose address it holds; by the face that writes the names.
    latest: dict[str, Any] = {}

    def alter(document: Json) -> None:
        name = "shipping_address" if "billing_address" in document else "shippingAddress"
        for one in document["consignments"][:1]:
            if one.get(name):
                one[name] = one["address"] = latest.setdefault(name, one[name])

    def renewed(_before: Checkout, _wanted: Any, after: Checkout) -> Checkout:
        latest.clear()
        return after

    return adding(altered(components, alter, *CHECKOUTS), renewed)


@fault(
    "consignment-takes-the-place-of-a-pickup",
    breaks="consignment-pickup-is-alone",
    summary="A consignment that is added to a pickup takes its place.",
)
def takes_place_of_pickup(components: Components) -> Components:
    add = components.policies.add_consignments

    def added(checkout: Checkout, wanted: Sequence[WantedConsignment], shop: Shop) -> Checkout:
        try:
            return add(checkout, wanted, shop)
        except Refused as error:
            if error.kind != "rule":
                raise
            return add(replace(checkout, consignments=()), wanted[-1:], shop)

    return ruled(components, add_consignments=added)


@fault(
    "pickup-ignores-shipping-options",
    breaks="consignment-pickup-has-no-shipping-option",
    summary="A shipping option for a pickup is accepted and ignored.",
)
def pickup_ignores_options(components: Components) -> Components:
    update = components.policies.update_consignment

    def updated(checkout: Checkout, consignment_id: str, wanted: WantedConsignment, shop: Shop) -> Checkout:
        held = checkout.consignment(consignment_id)
        ignored = held.pickup_method_id is not None and wanted.option_id is not None
        return checkout if ignored else update(checkout, consignment_id, wanted, shop)

    return ruled(components, update_consignment=updated)


@fault(
    "consignment-renamed-by-other-items",
    breaks="consignment-update-keeps-its-id",
    summary="A consignment that is given other line items gets another id.",
)
def renamed_by_items(components: Components) -> Components:
    def renamed(before: Consignment, wanted: WantedConsignment, after: Checkout) -> Checkout:
        if wanted.shares is None or wanted.address is None:
            return after
        return each(after, lambda one: replace(one, id=other_digit(one.id)) if one.id == before.id else one)

    return updating(components, renamed)

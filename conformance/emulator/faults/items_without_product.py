"""Faults of lines without a catalog product: custom items, and gift certificates that are being bought."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from conformance.emulator.commerce.checkout import Checkout
from conformance.emulator.commerce.line_items import Wanted, WantedCertificate, WantedCustomItem
from conformance.emulator.commerce.refusals import wrong_fields
from conformance.emulator.commerce.shop import Shop
from conformance.emulator.components import Components
from conformance.emulator.faults.looseness import lines_of, reading
from conformance.emulator.faults.registry import fault
from conformance.emulator.faults.seams import altered, ruled
from conformance.emulator.messages import Json

NAME, MESSAGE = 250, 200
LEAST, MOST = 1, 1000
CERTIFICATES = ("gift_certificates", "giftCertificates")


def _wanting(components: Components, changed: Callable[[Wanted], Wanted]) -> Components:
    add = components.policies.add_items

    def added(checkout: Checkout, wanted: Sequence[Wanted], shop: Shop) -> Checkout:
        return add(checkout, [changed(one) for one in wanted], shop)

    return ruled(components, add_items=added)


def _each(components: Components, change: Callable[[Json], None], *groups: str) -> Components:
    """Components that read each line of these groups otherwise than it was sent."""

    def prepare(document: Any, _form: str) -> Any:
        for group in groups if isinstance(document, dict) else ():
            held = document.get(group)
            for line in held if isinstance(held, list) else ():
                if isinstance(line, dict):
                    change(line)
        return document

    return reading(components, prepare)


def _ignoring_updates(components: Components, kind: type[Wanted]) -> Components:
    """Components that accept updates of lines of this kind and change nothing."""
    change = components.policies.change_item

    def changed(checkout: Checkout, item_id: str, wanted: Wanted, shop: Shop) -> Checkout:
        made = change(checkout, item_id, wanted, shop)
        return checkout if isinstance(wanted, kind) else made

    return ruled(components, change_item=changed)


@fault(
    "custom-item-update-is-ignored",
    breaks="custom-item-update-is-shown",
    surface="server",
    summary="Updates of custom items are accepted and change nothing.",
)
def update_ignored(components: Components) -> Components:
    return _ignoring_updates(components, WantedCustomItem)


@fault(
    "sold-certificate-update-is-ignored",
    breaks="sold-certificate-update-is-shown",
    surface="server",
    summary="Updates of gift certificates in a cart are accepted and change nothing.",
)
def certificate_update_ignored(components: Components) -> Components:
    return _ignoring_updates(components, WantedCertificate)


@fault(
    "custom-item-may-be-nameless",
    breaks="custom-item-needs-a-name",
    surface="server",
    summary="Custom items without a name are called Item.",
)
def may_be_nameless(components: Components) -> Components:
    def change(line: Json) -> None:
        line["name"] = line.get("name") or "Item"

    return _each(components, change, "custom_items")


@fault(
    "custom-item-loses-letters",
    breaks="custom-item-is-kept",
    surface="server",
    summary="The name of a custom item loses its letters beyond ASCII.",
)
def loses_letters(components: Components) -> Components:
    def changed(one: Wanted) -> Wanted:
        custom = isinstance(one, WantedCustomItem)
        return replace(one, name=one.name.encode("ascii", "replace").decode()) if custom else one  # type: ignore[union-attr]

    return _wanting(components, changed)


@fault(
    "custom-item-has-no-sku-in-checkout",
    breaks="custom-item-is-kept",
    surface="server",
    summary="Checkouts show custom items without their SKU.",
)
def has_no_sku(components: Components) -> Components:
    def alter(document: Json) -> None:
        for line in lines_of(document, "custom_items"):
            line["sku"] = ""

    return altered(components, alter, "server_checkout")


@fault(
    "custom-item-name-cut-at-100",
    breaks="custom-item-name-up-to-250",
    surface="server",
    summary="The name of a custom item is cut after a hundred characters.",
)
def cut_at_100(components: Components) -> Components:
    most = 100

    def changed(one: Wanted) -> Wanted:
        return replace(one, name=one.name[:most]) if isinstance(one, WantedCustomItem) else one

    return _wanting(components, changed)


@fault(
    "custom-item-long-name-is-cut",
    breaks="custom-item-name-over-250-is-refused",
    surface="server",
    summary="A name of a custom item that is too long is cut instead of refused.",
)
def long_name_is_cut(components: Components) -> Components:
    def change(line: Json) -> None:
        if isinstance(line.get("name"), str):
            line["name"] = line["name"][:NAME]

    return _each(components, change, "custom_items")


@fault(
    "custom-item-dozen-costs-less",
    breaks="custom-item-price-counts",
    surface="server",
    summary="From a dozen pieces on, a custom item costs a tenth less.",
)
def dozen_costs_less(components: Components) -> Components:
    dozen = 12

    def changed(one: Wanted) -> Wanted:
        if not isinstance(one, WantedCustomItem) or one.quantity < dozen:
            return one
        return replace(one, list_price=one.list_price * Decimal("0.9"))

    return _wanting(components, changed)


@fault(
    "custom-item-delete-takes-all-of-them",
    breaks="custom-item-leaves-other-lines",
    surface="server",
    summary="Deleting a custom item takes every other custom item along.",
)
def takes_all_of_them(components: Components) -> Components:
    remove = components.policies.remove_item

    def removed(checkout: Checkout, item_id: str) -> Checkout:
        custom = checkout.line(item_id).kind == "custom"
        left = remove(checkout, item_id)
        return replace(left, lines=tuple(line for line in left.lines if line.kind != "custom")) if custom else left

    return ruled(components, remove_item=removed)


@fault(
    "custom-items-after-ten-are-lost",
    breaks="custom-items-many-are-kept",
    surface="server",
    summary="Of more than ten custom items in one request, ten are kept.",
)
def after_ten_are_lost(components: Components) -> Components:
    add, most = components.policies.add_items, 10

    def added(checkout: Checkout, wanted: Sequence[Wanted], shop: Shop) -> Checkout:
        custom = [one for one in wanted if isinstance(one, WantedCustomItem)]
        return add(checkout, [one for one in wanted if one not in custom[most:]], shop)

    return ruled(components, add_items=added)


@fault(
    "sold-certificate-swaps-people",
    breaks="sold-certificate-is-kept",
    summary="A gift certificate that is bought names its sender as the recipient, and the other way round.",
)
def swaps_people(components: Components) -> Components:
    def changed(one: Wanted) -> Wanted:
        certificate = isinstance(one, WantedCertificate)
        return replace(one, sender=one.recipient, recipient=one.sender) if certificate else one  # type: ignore[union-attr]

    return _wanting(components, changed)


@fault(
    "sold-certificate-loses-message-in-checkout",
    breaks="sold-certificate-is-kept",
    summary="Checkouts show gift certificates that are bought without their message.",
)
def loses_message(components: Components) -> Components:
    def alter(document: Json) -> None:
        for line in lines_of(document, "gift_certificates"):
            line["message"] = ""

    return altered(components, alter, "server_checkout", "storefront_checkout")


@fault(
    "sold-certificate-over-500-refused",
    breaks="sold-certificate-within-limits-is-accepted",
    summary="Gift certificates worth more than 500 are refused, though 1000 are allowed.",
)
def over_500_refused(components: Components) -> Components:
    most = 500

    def change(line: Json) -> None:
        if isinstance(line.get("amount"), (int, float)) and line["amount"] > most:
            raise wrong_fields(amount="is too much")

    return _each(components, change, *CERTIFICATES)


@fault(
    "sold-certificate-brought-within-limits",
    breaks="sold-certificate-outside-limits-is-refused",
    summary="Gift certificates worth too little or too much are accepted at the nearest amount allowed.",
)
def brought_within_limits(components: Components) -> Components:
    def change(line: Json) -> None:
        if isinstance(line.get("amount"), (int, float)):
            line["amount"] = min(max(line["amount"], LEAST), MOST)

    return _each(components, change, *CERTIFICATES)


@fault(
    "sold-certificate-message-cut-at-100",
    breaks="sold-certificate-message-up-to-200",
    summary="The message of a gift certificate is cut after a hundred characters.",
)
def message_cut_at_100(components: Components) -> Components:
    most = 100

    def changed(one: Wanted) -> Wanted:
        return replace(one, message=one.message[:most]) if isinstance(one, WantedCertificate) else one

    return _wanting(components, changed)


@fault(
    "sold-certificate-long-message-is-cut",
    breaks="sold-certificate-message-over-200-is-refused",
    summary="A message of a gift certificate that is too long is cut instead of refused.",
)
def long_message_is_cut(components: Components) -> Components:
    def change(line: Json) -> None:
        if isinstance(line.get("message"), str):
            line["message"] = line["message"][:MESSAGE]

    return _each(components, change, *CERTIFICATES)


@fault(
    "sold-certificate-is-dearer",
    breaks="sold-certificate-is-not-taxed",
    summary="Beside products, a gift certificate costs an eighth more than it is worth.",
)
def is_dearer(components: Components) -> Components:
    add = components.policies.add_items

    def added(checkout: Checkout, wanted: Sequence[Wanted], shop: Shop) -> Checkout:
        beside = any(not isinstance(one, WantedCertificate) for one in wanted)
        taxed = [
            replace(one, amount=one.amount * Decimal("1.125")) if isinstance(one, WantedCertificate) else one
            for one in wanted
        ]
        return add(checkout, taxed if beside else wanted, shop)

    return ruled(components, add_items=added)


@fault(
    "sold-certificates-by-the-dozen-are-dearer",
    breaks="sold-certificate-is-not-taxed",
    summary="From the second of its kind on, gift certificates cost a cent more than they are worth.",
)
def several_are_dearer(components: Components) -> Components:
    def changed(one: Wanted) -> Wanted:
        if not isinstance(one, WantedCertificate) or one.quantity == 1:
            return one
        return replace(one, amount=one.amount + Decimal("0.01"))

    return _wanting(components, changed)

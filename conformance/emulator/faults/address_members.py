"""Faults of single members of addresses, of billing addresses and of those that are shipped to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from msgspec.structs import replace

from conformance.emulator.commerce.address import Address
from conformance.emulator.commerce.checkout import Checkout
from conformance.emulator.commerce.consignments import WantedConsignment
from conformance.emulator.commerce.refusals import wrong_fields
from conformance.emulator.commerce.shop import Shop
from conformance.emulator.components import Components
from conformance.emulator.faults.registry import fault
from conformance.emulator.faults.seams import ruled

Alter = Callable[[Address], Address]
# What a column of a database holds that was made too narrow.
NARROW = 10


def _billing(components: Components, alter: Alter) -> Components:
    add, update = components.policies.add_billing_address, components.policies.update_billing_address

    def altered(checkout: Checkout) -> Checkout:
        held = checkout.billing_address
        return replace(checkout, billing_address=alter(held) if held else None)

    def added(checkout: Checkout, address: Address, shop: Shop) -> Checkout:
        return altered(add(checkout, address, shop))

    def updated(checkout: Checkout, address_id: str, address: Address) -> Checkout:
        return altered(update(checkout, address_id, address))

    return ruled(components, add_billing_address=added, update_billing_address=updated)


def _shipping(components: Components, alter: Alter) -> Components:
    add, update = components.policies.add_consignments, components.policies.update_consignment

    def altered(checkout: Checkout) -> Checkout:
        return replace(
            checkout,
            consignments=tuple(
                replace(one, address=alter(one.address)) if one.address else one for one in checkout.consignments
            ),
        )

    def added(checkout: Checkout, wanted: Sequence[WantedConsignment], shop: Shop) -> Checkout:
        return altered(add(checkout, wanted, shop))

    def updated(checkout: Checkout, consignment_id: str, wanted: WantedConsignment, shop: Shop) -> Checkout:
        return altered(update(checkout, consignment_id, wanted, shop))

    return ruled(components, add_consignments=added, update_consignment=updated)


def _in_ascii(text: str) -> str:
    return text.encode("ascii", "replace").decode()


def _asciis(address: Address) -> Address:
    texts: dict[str, Any] = {
        name: _in_ascii(getattr(address, name)) for name in ("first_name", "last_name", "address1", "city")
    }
    return replace(address, **texts)


def _refusing(name: str) -> Alter:
    def refused(address: Address) -> Address:
        if getattr(address, name):
            raise wrong_fields(**{name: "is not accepted"})
        return address

    return refused


# What goes wrong, by the part of an address: a name for it, what happens in words, and what happens.
MISHAPS: dict[str, tuple[tuple[str, str, Alter], ...]] = {
    "names": (
        ("shouts-last-names", "with its last name in capitals",
         lambda address: replace(address, last_name=address.last_name.upper())),
        ("drops-apostrophes", "without the apostrophes in its last name",
         lambda address: replace(address, last_name=address.last_name.replace("'", ""))),
    ),
    "company": (
        ("loses-company", "without its company", lambda address: replace(address, company="")),
        ("refuses-companies", "only where it has no company, and refused else", _refusing("company")),
        ("escapes-company", "with the signs in its company escaped for a web page",
         lambda address: replace(address, company=address.company.replace("& ", "&amp; "))),
    ),
    "street": (
        ("loses-second-line", "without the second line of its street", lambda address: replace(address, address2="")),
    ),
    "city": (
        ("cuts-long-towns", "with its town cut to ten characters",
         lambda address: replace(address, city=address.city[:NARROW])),
    ),
    "postal-code": (
        ("cuts-postal-code-at-hyphen", "with its postal code cut at the hyphen",
         lambda address: replace(address, postal_code=address.postal_code.partition("-")[0])),
    ),
    "state": (
        ("loses-state-code", "without the code of its state",
         lambda address: replace(address, state_or_province_code="")),
        ("says-code-for-state", "with the code of its state in place of the name",
         lambda address: replace(address, state_or_province=address.state_or_province_code)),
    ),
    "phone": (
        ("drops-plus-of-phone", "with a phone number that has lost its plus",
         lambda address: replace(address, phone=address.phone.lstrip("+"))),
        ("refuses-phones", "only where it has no phone number, and refused else", _refusing("phone")),
    ),
    "any-script": (("writes-ascii-only", "with question marks for letters beyond ASCII", _asciis),),
}  # fmt: skip

BILLING_MISHAPS: dict[str, tuple[tuple[str, str, Alter], ...]] = {
    **MISHAPS,
    "email": (
        ("cuts-email-at-plus", "with an e-mail address that has lost what follows its plus",
         lambda address: replace(address, email="@".join(
             part.partition("+")[0] for part in address.email.split("@")))),
    ),
    "country": (
        ("moves-to-the-states", "in the United States, wherever it is",
         lambda address: replace(address, country_code="US", country="United States")),
    ),
}  # fmt: skip


def _declare(prefix: str, what: str, change: Callable[[Components, Alter], Components], mishaps: Any) -> None:
    for part, several in mishaps.items():
        for name, happens, alter in several:
            declared = fault(
                f"{prefix}-{name}", breaks=f"{prefix}-keeps-{part}", summary=f"{what} is kept {happens}."
            )
            declared(lambda components, alter=alter: change(components, alter))  # type: ignore[misc]


_declare("billing-address", "A billing address", _billing, BILLING_MISHAPS)
_declare("consignment", "A shipping address", _shipping, MISHAPS)


def _californian(address: Address) -> Address:
    in_texas = address.state_or_province_code == "TX"
    return replace(address, state_or_province="California") if in_texas else address


def _unnamed(address: Address) -> Address:
    known = address.state_or_province in ("", "Texas") and address.state_or_province_code == "TX"
    return replace(address, country="", state_or_province="" if known else address.state_or_province)


@fault(
    "billing-address-calls-texas-california",
    breaks="billing-address-completes-names",
    summary="Billing addresses with the code of Texas name California.",
)
def calls_texas_california(components: Components) -> Components:
    return _billing(components, _californian)


@fault(
    "billing-address-keeps-names-over-update",
    breaks="billing-address-completes-names",
    summary="An updated billing address without the name of its state has the name that it had before.",
)
def keeps_names_over_update(components: Components) -> Components:
    update = components.policies.update_billing_address

    def updated(checkout: Checkout, address_id: str, address: Address) -> Checkout:
        before, after = checkout.billing_address, update(checkout, address_id, address)
        if address.state_or_province or not before or not after.billing_address:
            return after
        held = replace(after.billing_address, state_or_province=before.state_or_province)
        return replace(after, billing_address=held)

    return ruled(components, update_billing_address=updated)


@fault(
    "consignment-leaves-names-out",
    breaks="consignment-completes-names",
    summary="Shipping addresses don't name their country, and Texas not even as a state.",
)
def consignment_leaves_names_out(components: Components) -> Components:
    return _shipping(components, _unnamed)


@fault(
    "billing-address-wants-a-street",
    breaks="billing-address-needs-little",
    summary="Billing addresses without a street are refused.",
)
def wants_a_street(components: Components) -> Components:
    def strict(address: Address) -> Address:
        if not address.address1:
            raise wrong_fields(address1="is required")
        return address

    return _billing(components, strict)

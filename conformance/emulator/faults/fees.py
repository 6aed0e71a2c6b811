"""Faults of fees."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from msgspec.structs import replace

from conformance.emulator.commerce.checkout import Checkout, Fee
from conformance.emulator.commerce.refusals import NotFound, wrong_fields
from conformance.emulator.components import Components
from conformance.emulator.faults.looseness import reading
from conformance.emulator.faults.registry import fault
from conformance.emulator.faults.seams import altered, forgetful, other_digit, ruled
from conformance.emulator.messages import Json

FEE_CHANGES = frozenset({"addCheckoutFees", "updateCheckoutFees", "deleteCheckoutFees"})
LENGTHS = {"name": 50, "display_name": 200, "source": 50}
MOST = 5


def _given(components: Components, changed: Callable[[Fee], Fee]) -> Components:
    """Components that add other fees than those that were given."""
    add = components.policies.add_fees
    return ruled(components, add_fees=lambda checkout, fees: add(checkout, [changed(fee) for fee in fees]))


@fault(
    "fee-shows-internal-name", breaks="fee-add-is-kept", surface="server", summary="A fee shows shoppers its name."
)
def shows_internal_name(components: Components) -> Components:
    return _given(components, lambda fee: replace(fee, display_name=fee.name))


@fault(
    "fee-add-replaces",
    breaks="fee-add-is-kept",
    surface="server",
    summary="Fees that are added take the place of those that are there.",
)
def add_replaces(components: Components) -> Components:
    add = components.policies.add_fees
    return ruled(components, add_fees=lambda checkout, fees: add(replace(checkout, fees=()), fees))


@fault(
    "fee-add-not-kept",
    breaks="fee-add-is-kept",
    surface="server",
    summary="The answer shows the added fee, the next read does not.",
)
def add_not_kept(components: Components) -> Components:
    return forgetful(
        components,
        frozenset({"addCheckoutFees"}),
        lambda before, after: replace(after, fees=before.fees),
    )


@fault(
    "fee-above-fifty-is-for-free",
    breaks="fee-raises-grand-total",
    surface="server",
    summary="Of a fee of more than 50, only 50 are charged.",
)
def above_fifty(components: Components) -> Components:
    most = Decimal(50)
    return _given(components, lambda fee: replace(fee, cost=min(fee.cost, most)))


@fault(
    "fee-update-keeps-cost",
    breaks="fee-update-changes",
    surface="server",
    summary="An updated fee has its new texts and its old cost.",
)
def update_keeps_cost(components: Components) -> Components:
    update = components.policies.update_fees

    def updated(checkout: Checkout, fees: Sequence[Fee]) -> Checkout:
        costs = {fee.id: fee.cost for fee in checkout.fees}
        return update(checkout, [replace(fee, cost=costs.get(fee.id, fee.cost)) for fee in fees])

    return ruled(components, update_fees=updated)


@fault(
    "fee-update-renews-id",
    breaks="fee-update-changes",
    surface="server",
    summary="An updated fee has another id.",
)
def update_renews_id(components: Components) -> Components:
    update = components.policies.update_fees

    def updated(checkout: Checkout, fees: Sequence[Fee]) -> Checkout:
        after, changed = update(checkout, fees), {fee.id for fee in fees}
        return replace(
            after,
            fees=tuple(replace(fee, id=other_digit(fee.id)) if fee.id in changed else fee for fee in after.fees),
        )

    return ruled(components, update_fees=updated)


@fault(
    "fee-delete-takes-all",
    breaks="fee-delete-removes",
    surface="server",
    summary="Deleting a fee takes every other fee along.",
)
def delete_takes_all(components: Components) -> Components:
    delete = components.policies.delete_fees
    return ruled(components, delete_fees=lambda checkout, ids: replace(delete(checkout, ids), fees=()))


@fault(
    "fee-delete-not-kept",
    breaks="fee-delete-removes",
    surface="server",
    summary="The answer to a deletion lacks the fee, the next read has it again.",
)
def delete_not_kept(components: Components) -> Components:
    return forgetful(
        components,
        frozenset({"deleteCheckoutFees"}),
        lambda before, after: replace(after, fees=before.fees),
    )


@fault(
    "fee-drops-shipping-option",
    breaks="fee-leaves-the-rest",
    surface="server",
    summary="Adding a fee lets go of the chosen shipping options.",
)
def drops_shipping_option(components: Components) -> Components:
    add = components.policies.add_fees

    def added(checkout: Checkout, fees: Sequence[Fee]) -> Checkout:
        after = add(checkout, fees)
        return replace(after, consignments=tuple(replace(one, option=None) for one in after.consignments))

    return ruled(components, add_fees=added)


@fault(
    "fee-unknown-deletes-the-first",
    breaks="fee-unknown-changes-nothing",
    surface="server",
    summary="A deletion that names no fee of the checkout takes the first.",
)
def unknown_deletes_first(components: Components) -> Components:
    delete = components.policies.delete_fees

    def deleted(checkout: Checkout, ids: Sequence[str]) -> Checkout:
        try:
            return delete(checkout, ids)
        except NotFound:
            return replace(checkout, fees=checkout.fees[1:])

    return ruled(components, delete_fees=deleted)


@fault(
    "fees-beyond-four-refused",
    breaks="fees-up-to-five",
    surface="server",
    summary="A checkout takes four fees and refuses a fifth.",
)
def beyond_four(components: Components) -> Components:
    add = components.policies.add_fees

    def added(checkout: Checkout, fees: Sequence[Fee]) -> Checkout:
        if len(checkout.fees) + len(fees) >= MOST:
            raise wrong_fields(fees="There are too many fees")
        return add(checkout, fees)

    return ruled(components, add_fees=added)


@fault(
    "fees-beyond-five-replace-the-first",
    breaks="fees-at-most-five",
    surface="server",
    summary="A sixth fee is accepted and takes the place of the first.",
)
def beyond_five(components: Components) -> Components:
    add = components.policies.add_fees

    def added(checkout: Checkout, fees: Sequence[Fee]) -> Checkout:
        room = MOST - len(fees)
        return add(replace(checkout, fees=checkout.fees[-room:] if room else ()), fees)

    return ruled(components, add_fees=added)


@fault(
    "fee-display-name-over-50-refused",
    breaks="fee-texts-up-to-limits",
    surface="server",
    summary="Display names of more than 50 characters are refused, though 200 are allowed.",
)
def display_name_over_50(components: Components) -> Components:
    def changed(fee: Fee) -> Fee:
        if len(fee.display_name) > LENGTHS["name"]:
            raise wrong_fields(display_name="is too long")
        return fee

    return _given(components, changed)


@fault(
    "fee-long-texts-are-cut",
    breaks="fee-texts-over-limits-are-refused",
    surface="server",
    summary="Texts of fees that are too long are cut instead of refused.",
)
def long_texts_are_cut(components: Components) -> Components:
    def prepare(document: Json, form: str) -> Json:
        for fee in document.get("fees", []) if form == "FeesForm" and isinstance(document, dict) else ():
            for member, most in LENGTHS.items():
                if isinstance(fee, dict) and isinstance(fee.get(member), str):
                    fee[member] = fee[member][:most]
        return document

    return reading(components, prepare)


@fault(
    "fee-free-on-storefront",
    breaks="fee-crosses-faces",
    surface="storefront",
    summary="The storefront shows the grand total without the fees.",
)
def free_on_storefront(components: Components) -> Components:
    def alter(document: Json) -> None:
        for fee in document["fees"]:
            document["grandTotal"] = round(document["grandTotal"] - fee["cost"], 2)

    return altered(components, alter, "storefront_checkout")

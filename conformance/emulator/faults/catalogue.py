"""All faults, and how they are switched on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import reduce
from types import MappingProxyType

from conformance.emulator.components import Components
from conformance.emulator.faults import (
    access,
    address_members,
    answers,
    billing_address,
    billing_effects,
    browsers,
    cart_contents,
    cart_limits,
    cart_owners,
    cart_variants,
    carts,
    carts_kept,
    checkout_tokens,
    concurrency,
    consignment_effects,
    consignment_sharing,
    consignments,
    consistency,
    contract,
    coupon_kinds,
    coupon_rules,
    coupons,
    crossing,
    discounts,
    fees,
    gift_certificate_rules,
    gift_certificates,
    http,
    identity,
    items_without_product,
    journeys,
    line_items,
    messages,
    metafields,
    money,
    order_documents,
    order_repeats,
    orders,
    payments,
    requests,
    shipping,
    shipping_choice,
    totals,
    two_faces,
    validation,
    versions,
)
from conformance.emulator.faults.registry import DECLARED, Fault
from conformance.errors import UserMistake

# Each of these declares its faults when it is imported.
THEMES = (
    access,
    address_members,
    answers,
    billing_address,
    billing_effects,
    browsers,
    cart_contents,
    cart_limits,
    cart_owners,
    cart_variants,
    carts,
    carts_kept,
    checkout_tokens,
    concurrency,
    consignment_effects,
    consignment_sharing,
    consignments,
    consistency,
    contract,
    coupon_kinds,
    coupon_rules,
    coupons,
    crossing,
    discounts,
    fees,
    gift_certificate_rules,
    gift_certificates,
    http,
    identity,
    items_without_product,
    journeys,
    line_items,
    messages,
    metafields,
    money,
    order_documents,
    order_repeats,
    orders,
    payments,
    requests,
    shipping,
    shipping_choice,
    totals,
    two_faces,
    validation,
    versions,
)
FAULTS: Mapping[str, Fault] = MappingProxyType(dict(sorted(DECLARED.items())))


def fault_names() -> tuple[str, ...]:
    """The names of all faults."""
    return tuple(FAULTS)


def with_faults(components: Components, names: Sequence[str]) -> Components:
    """The components with the faults in them. Raises UserMistake for a name that no fault has."""
    for name in names:
        if name not in FAULTS:
            near = get_close_matches(name, FAULTS, n=3)
            mend = f"did you mean {', '.join(near)}?" if near else "ask for the list of faults"
            raise UserMistake(f"the emulator knows no fault `{name}`", "faults", mend)
    return reduce(lambda made, name: FAULTS[name].change(made), names, components)

"""All faults, and how they are switched on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import reduce
from types import MappingProxyType

from conformance.emulator.components import Components
from conformance.emulator.faults import (
    access,
    billing_address,
    carts,
    consignments,
    consistency,
    contract,
    coupons,
    gift_certificates,
    http,
    identity,
    line_items,
    messages,
    money,
    orders,
    shipping,
    validation,
)
from conformance.emulator.faults.registry import DECLARED, Fault
from conformance.errors import UserMistake

# Each of these declares its faults when it is imported.
THEMES = (
    access,
    billing_address,
    carts,
    consignments,
    consistency,
    contract,
    coupons,
    gift_certificates,
    http,
    identity,
    line_items,
    messages,
    money,
    orders,
    shipping,
    validation,
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

"""The emulator in this process, and the wire to whatever target it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from importlib import import_module
from typing import Any

import httpx

from conformance.errors import UserMistake
from conformance.targets.target import EmbeddedOptions, Fixtures, Target, TaxMode
from conformance.transport import InProcessTransport

EMULATOR = "emulator"
# The names of the embedded targets: stores that enter and show prices without tax, and with it.
EMBEDDED: Mapping[str, TaxMode] = {EMULATOR: "exclusive", "emulator-tax-inclusive": "inclusive"}
# A name of the reserved test domain: should a request ever leave the process, it arrives nowhere.
HOST = "http://emulator.test"
STORE_HASH = "emulator"
TOKEN = "emulator-token"  # noqa: S105 - the made-up token of a made-up store
READ_ONLY_TOKEN = "emulator-read-only-token"  # noqa: S105 - as above
# What the emulator's gateway declines: the number that is widely published for this.
DECLINED_CARD = "4000000000000002"

# A place to collect from that every new emulator has, and a customer.
PICKUP_METHOD = 1
CUSTOMER = 1


def embedded_target(faults: tuple[str, ...] = (), name: str = EMULATOR, liberties: tuple[str, ...] = ()) -> Target:
    """A fresh emulator of its own for this run, which offers everything."""
    store = f"{HOST}/stores/{STORE_HASH}"
    return Target(
        name=name,
        description="the emulator that comes with the suite, in this process",
        server_url=f"{store}/v3",
        orders_url=f"{store}/v2",
        payments_url=store,
        storefront_url=HOST,
        store_hash=STORE_HASH,
        token=TOKEN,
        read_only_token=READ_ONLY_TOKEN,
        provision=True,
        fixtures=Fixtures(declined_card=DECLINED_CARD, pickup_method_id=PICKUP_METHOD, customer_id=CUSTOMER),
        embedded=EmbeddedOptions(faults=faults, liberties=liberties, tax_mode=EMBEDDED[name]),
    )


def open_wire(target: Target) -> httpx.BaseTransport:
    """What carries requests to the target; the chain stands above it and closes it."""
    if target.embedded is None:
        # Repeating is the chain's business alone: an attempt that nobody records would be a hidden one.
        return httpx.HTTPTransport(retries=0)
    return InProcessTransport(_emulator_app(target, target.embedded))


def fault_catalogue() -> Mapping[str, tuple[str, str]]:
    """The emulator's faults by name: the requirement that each breaks, and what it does in one sentence."""
    return {name: (fault.breaks, fault.summary) for name, fault in sorted(_emulator().FAULTS.items())}


def liberty_catalogue() -> Mapping[str, tuple[str, str]]:
    """The emulator's liberties by name: what a store that takes one does, and where that is left open."""
    return {name: (one.summary, one.leave) for name, one in sorted(_emulator().LIBERTIES.items())}


def refuse_unknown_faults(faults: Sequence[str]) -> None:
    """Raises :class:`UserMistake` that names near ones for a fault that the emulator doesn't know."""
    if faults:
        _refuse_unknown("fault", "faults", faults, fault_catalogue())


def refuse_unknown_liberties(liberties: Sequence[str]) -> None:
    """Raises :class:`UserMistake` that names near ones for a liberty that the emulator doesn't know."""
    if liberties:
        _refuse_unknown("liberty", "liberties", liberties, liberty_catalogue())


def _refuse_unknown(kind: str, command: str, names: Sequence[str], known: Mapping[str, object]) -> None:
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, n=3)
            mend = f"did you mean {', '.join(near)}?" if near else f"`checkout-conformance {command}` lists them all"
            raise UserMistake(f"the emulator knows no {kind} `{name}`", f"--{kind}", mend)


def _emulator_app(target: Target, options: EmbeddedOptions) -> Any:
    emulator = _emulator()
    return emulator.create_app(
        emulator.Settings(
            store_hash=target.store_hash,
            token=target.token,
            read_only_token=target.read_only_token,
            database=options.database,
            tax_mode=options.tax_mode,
            faults=options.faults,
            liberties=options.liberties,
            seed=options.seed,
        )
    )


def _emulator() -> Any:
    # Looked up when it is needed: judging a store out there must not load an emulator.
    return import_module("conformance.emulator")

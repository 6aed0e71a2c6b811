# ruff: noqa: D101 - handlers and forms are described by the operationId beside them
"""The emulator's own controls, beside the store: health, reset, faults and the clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Protocol

from msgspec import Meta, Struct

from conformance.emulator import demo
from conformance.emulator.commerce import payments
from conformance.emulator.messages import Answer, Call
from conformance.emulator.reading import strict

# A hundred years: no scenario waits longer, and dates stay in range.
LONGEST_WAIT = 3_153_600_000


class Controlled(Protocol):
    """An emulated store as its controls see it."""

    @property
    def faults(self) -> tuple[str, ...]:
        """The faults that are switched on."""

    def reset(self) -> None:
        """Makes the store as new; faults stay on."""

    def switch(self, faults: tuple[str, ...]) -> None:
        """Exchanges the faults. Raises UserMistake for an unknown one."""

    def known_faults(self) -> list[dict[str, str]]:
        """All faults with what they break."""

    def time(self, advance: int = 0) -> str:
        """The store's clock, after moving it forward by so many seconds."""


class FaultsForm(Struct):
    faults: tuple[str, ...]


class AdvanceForm(Struct):
    seconds: Annotated[int, Meta(ge=0, le=LONGEST_WAIT)]


def health(store: Controlled, _call: Call) -> Answer:
    """That it lives, and what it has on its shelves."""
    fixtures = {
        "product_ids": [product.id for product in demo.PRODUCTS],
        "coupon_code": demo.COUPON_CODE,
        "gift_certificate_code": demo.CERTIFICATE_CODE,
        "customer_ids": [customer.id for customer in demo.CUSTOMERS],
        "good_card": payments.GOOD_CARD,
        "declined_card": payments.DECLINED_CARD,
        "payment_method_id": payments.METHOD_ID,
    }
    return Answer(200, {"status": "ok", "faults": list(store.faults), "fixtures": fixtures})


def reset(store: Controlled, _call: Call) -> Answer:
    """The store as new."""
    store.reset()
    return Answer(204)


def get_faults(store: Controlled, _call: Call) -> Answer:
    """Which faults are on, and which there are."""
    return Answer(200, {"faults": list(store.faults), "known": store.known_faults()})


def put_faults(store: Controlled, call: Call) -> Answer:
    """Other faults from now on."""
    store.switch(strict(call.body, FaultsForm).faults)
    return Answer(200, {"faults": list(store.faults)})


def get_clock(store: Controlled, _call: Call) -> Answer:
    """The store's time."""
    return Answer(200, {"now": store.time()})


def advance_clock(store: Controlled, call: Call) -> Answer:
    """The store's time after a jump forward."""
    return Answer(200, {"now": store.time(strict(call.body, AdvanceForm).seconds)})


ROUTES: Mapping[str, Mapping[str, Callable[[Controlled, Call], Answer]]] = {
    "/_emulator/health": {"GET": health},
    "/_emulator/reset": {"POST": reset},
    "/_emulator/faults": {"GET": get_faults, "PUT": put_faults},
    "/_emulator/clock": {"GET": get_clock},
    "/_emulator/clock/advance": {"POST": advance_clock},
}

"""Faults of access: tokens and sessions."""

from __future__ import annotations

from dataclasses import replace

from conformance.emulator.access import AccessRefused
from conformance.emulator.components import Components
from conformance.emulator.faults.registry import fault
from conformance.emulator.messages import Call
from conformance.emulator.settings import Settings

MISSING, WRONG, SESSION = "token-missing-is-refused", "token-wrong-is-refused", "session-sees-only-its-own-cart"


@fault("token-missing-accepted", breaks=MISSING, surface="server", summary="Requests without a token come in.")
def missing_accepted(components: Components) -> Components:
    admit = components.admit

    def admitted(call: Call, settings: Settings) -> None:
        if "x-auth-token" in call.headers:
            admit(call, settings)

    return replace(components, admit=admitted)


@fault(
    "token-missing-accepted-for-reading",
    breaks=MISSING,
    surface="server",
    summary="Requests without a token come in as long as they only read.",
)
def missing_accepted_for_reading(components: Components) -> Components:
    admit = components.admit

    def admitted(call: Call, settings: Settings) -> None:
        if "x-auth-token" in call.headers or call.writes:
            admit(call, settings)

    return replace(components, admit=admitted)


@fault("token-wrong-accepted", breaks=WRONG, surface="server", summary="Requests with any token come in.")
def wrong_accepted(components: Components) -> Components:
    def admitted(call: Call, _settings: Settings) -> None:
        if not call.headers.get("x-auth-token"):
            raise AccessRefused("unknown")

    return replace(components, admit=admitted)


@fault(
    "token-wrong-accepted-for-reading",
    breaks=WRONG,
    surface="server",
    summary="Requests with any token come in as long as they only read.",
)
def wrong_accepted_for_reading(components: Components) -> Components:
    admit = components.admit

    def admitted(call: Call, settings: Settings) -> None:
        if call.writes or not call.headers.get("x-auth-token"):
            admit(call, settings)

    return replace(components, admit=admitted)


@fault(
    "session-sees-every-cart",
    breaks=SESSION,
    surface="storefront",
    summary="Whoever knows the id of a checkout can read it in any session.",
)
def sees_every_cart(components: Components) -> Components:
    return replace(components, owns=lambda _session, _checkout_id: True)


@fault(
    "session-sees-other-carts-once-it-has-one",
    breaks=SESSION,
    surface="storefront",
    summary="A shopper with a cart can read the checkouts of others by their ids.",
)
def sees_others(components: Components) -> Components:
    return replace(components, owns=lambda session, _checkout_id: bool(session and session.carts))

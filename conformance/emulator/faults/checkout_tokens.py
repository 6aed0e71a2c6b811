"""Faults of the tokens that are given for checkouts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from conformance.emulator.components import Components
from conformance.emulator.faults.looseness import accepting, marked, reading
from conformance.emulator.faults.registry import fault
from conformance.emulator.messages import Answer, Call, Json

GIVING = "createCheckoutToken"


@fault(
    "checkout-token-clears-message",
    breaks="checkout-token-changes-nothing",
    surface="server",
    summary="A checkout for which a token was given has lost the shopper's message.",
)
def clears_message(components: Components) -> Components:
    def alter(document: Json) -> None:
        for name in ("customer_message", "customerMessage"):
            if name in document:
                document[name] = ""

    return marked(components, alter, lambda call, _made: call.operation == GIVING)


@fault(
    "checkout-token-is-the-same-for-all",
    breaks="checkout-token-changes-nothing",
    surface="server",
    summary="All checkouts are given one token.",
)
def same_for_all(components: Components) -> Components:
    inner, given = components.answered, []

    def answered(call: Call, made: Answer) -> Answer:
        made = inner(call, made)
        if call.operation != GIVING or made.status != 200:  # noqa: PLR2004 - what giving a token is answered with
            return made
        given.append(made)
        return given[0]

    return replace(components, answered=answered)


@fault(
    "checkout-token-for-nobodys-checkout",
    breaks="checkout-token-of-an-unknown-checkout-is-refused",
    surface="server",
    summary="Tokens are given for checkouts that are not there.",
)
def for_nobodys_checkout(components: Components) -> Components:
    token = "0" * 64
    given = Answer(200, {"checkoutToken": token, "data": {"checkoutToken": token}, "meta": {}})
    return accepting(components, given, GIVING, only=lambda call: not call.body.strip(b"{} "))


@fault(
    "checkout-token-lives-for-any-time",
    breaks="checkout-token-lifetime-is-limited",
    surface="server",
    summary="Tokens are given for any time that is asked for.",
)
def any_time(components: Components) -> Components:
    def prepare(document: Any, form: str) -> Any:
        if form == "TokenForm" and isinstance(document, dict):
            document.pop("ttl", None)
        return document

    return reading(components, prepare)


@fault(
    "checkout-token-of-thirty-days-refused",
    breaks="checkout-token-lifetime-is-limited",
    surface="server",
    summary="A token for as long as is allowed is refused.",
)
def thirty_days_refused(components: Components) -> Components:
    def prepare(document: Any, form: str) -> Any:
        longest = 2_592_000  # seconds
        if form == "TokenForm" and isinstance(document, dict) and document.get("ttl") == longest:
            document["ttl"] = longest + 1
        return document

    return reading(components, prepare)

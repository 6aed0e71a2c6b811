"""Faults of versions: stale ones that pass, and versions that move when they should not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace as exchanged
from typing import Any

from msgspec.structs import replace

from conformance.emulator.components import Components
from conformance.emulator.faults.looseness import PRESENTERS, reading, shown_cart
from conformance.emulator.faults.registry import fault
from conformance.emulator.faults.seams import altered, forgetful
from conformance.emulator.messages import Answer, Call, Json

REFUSALS = range(400, 500)


def _blind(components: Components, form_name: str) -> Components:
    """Components that read bodies of this form as if they named no version."""

    def prepare(document: Any, form: str) -> Any:
        if form == form_name and isinstance(document, dict):
            for inside in (document, document.get("cart")):
                if isinstance(inside, dict):
                    inside.pop("version", None)
        return document

    return reading(components, prepare)


@fault(
    "version-ignored-on-line-updates",
    breaks="version-guards-line-updates",
    summary="Updates of lines are accepted at any version.",
)
def on_line_updates(components: Components) -> Components:
    return _blind(components, "ItemUpdateForm")


@fault(
    "version-ignored-on-deletions",
    breaks="version-guards-line-deletions",
    summary="Deletions are accepted at any version.",
)
def on_deletions(components: Components) -> Components:
    return _blind(components, "VersionForm")


@fault(
    "version-ignored-on-additions",
    breaks="version-guards-additions",
    summary="Goods are added at any version.",
)
def on_additions(components: Components) -> Components:
    return _blind(components, "ItemsForm")


@fault(
    "version-ignored-on-discounts",
    breaks="version-guards-discounts",
    surface="server",
    summary="Discounts are given at any version.",
)
def on_discounts(components: Components) -> Components:
    return _blind(components, "DiscountsForm")


@fault(
    "version-still-on-line-deletions",
    breaks="version-rises-with-line-changes",
    summary="Deleting a line leaves the version as it was.",
)
def still_on_deletions(components: Components) -> Components:
    return forgetful(
        components,
        frozenset({"deleteCartLineItem", "deleteCheckoutLineItem"}),
        lambda before, after: replace(after, version=before.version),
    )


@fault(
    "version-raised-by-refusals",
    breaks="version-unmoved-by-refusals",
    summary="Each refused request on a checkout raises its version.",
)
def raised_by_refusals(components: Components) -> Components:
    return _raised(components, lambda call: call.writes)


def _raised(components: Components, concerned: Callable[[Call], bool]) -> Components:
    """Components whose checkouts show a higher version for each request of this kind that was refused."""
    inner = components.answered
    refused: dict[str, int] = {}

    def answered(call: Call, made: Answer) -> Answer:
        made = inner(call, made)
        names = [call.params[name] for name in ("cartId", "checkoutId") if name in call.params]
        if names and concerned(call) and made.status in REFUSALS:
            refused[names[0]] = refused.get(names[0], 0) + 1
        return made

    def alter(document: Json) -> None:
        raised = refused.get(document["id"], 0)
        document["version"] += raised
        if shown_cart(document) is not document:
            shown_cart(document)["version"] += raised

    return altered(exchanged(components, answered=answered), alter, *PRESENTERS)


@fault(
    "version-raised-by-store-credit",
    breaks="version-unmoved-by-store-credit",
    surface="storefront",
    summary="Asking to pay with store credit raises the version.",
)
def raised_by_store_credit(components: Components) -> Components:
    return forgetful(
        components,
        frozenset({"addCheckoutStoreCredit"}),
        lambda _before, after: replace(after, version=after.version + 1),
    )


@fault(
    "version-raised-by-refused-codes",
    breaks="version-unmoved-by-refusals",
    surface="storefront",
    summary="Each code that no gift certificate has raises the version.",
)
def raised_by_codes(components: Components) -> Components:
    return _raised(components, lambda call: call.operation == "addCheckoutGiftCertificate")

"""Faults of versions."""

from __future__ import annotations

from msgspec.structs import replace

from conformance.emulator.commerce.checkout import Checkout
from conformance.emulator.commerce.refusals import VersionConflict
from conformance.emulator.components import Components
from conformance.emulator.faults.registry import fault
from conformance.emulator.faults.seams import answering, forgetful, rewriting, ruled
from conformance.emulator.messages import Json

CONFLICT, INCREMENTS = "version-conflict-is-refused", "version-increments-on-update"


@fault("version-conflict-ignored", breaks=CONFLICT, summary="Updates that name an old version are accepted.")
def conflict_ignored(components: Components) -> Components:
    return ruled(components, check_version=lambda _checkout, _version: None)


@fault(
    "version-ahead-passes",
    breaks="version-that-never-was-is-a-conflict",
    summary="Updates that name a higher version than the current one are accepted.",
)
def ahead_passes(components: Components) -> Components:
    def check(checkout: Checkout, version: int | None) -> None:
        if version is not None and version < checkout.version:
            raise VersionConflict

    return ruled(components, check_version=check)


@fault("version-current-refused", breaks=CONFLICT, summary="Updates that name the current version are refused.")
def current_refused(components: Components) -> Components:
    def check(_checkout: Checkout, version: int | None) -> None:
        if version is not None:
            raise VersionConflict

    return ruled(components, check_version=check)


@fault("version-stands-still", breaks=INCREMENTS, summary="Updates leave the version as it is.")
def stands_still(components: Components) -> Components:
    return ruled(components, next_version=lambda version: version)


@fault(
    "version-stands-still-on-messages",
    breaks=INCREMENTS,
    summary="Setting a customer message leaves the version as it is.",
)
def stands_still_on_messages(components: Components) -> Components:
    def alter(document: Json) -> None:
        document["version"] -= 1

    answered = answering(components, rewriting(alter), "updateCheckout")
    return forgetful(answered, frozenset({"updateCheckout"}), _old_version)


def _old_version(before: Checkout, after: Checkout) -> Checkout:
    return replace(after, version=before.version)

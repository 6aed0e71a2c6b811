"""Faults of requests that meet: what was accepted is lost, and what must be single comes twice.

Two requests meet when the second is handled before the first has been sent its answer. A store answers so fast that
this must be helped along: the answers to what a fault is about dawdle for a moment, outside the transaction.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from conformance.emulator.commerce.checkout import Checkout
from conformance.emulator.commerce.refusals import VersionConflict
from conformance.emulator.components import Components
from conformance.emulator.faults.payments import PAID
from conformance.emulator.faults.registry import fault
from conformance.emulator.faults.seams import SUCCESS, ruled
from conformance.emulator.messages import Answer, Call, Json
from conformance.emulator.settings import Settings

# Long beside the handling of a request, short beside a run.
DAWDLING = 0.04  # seconds
Met = Callable[[Answer, Answer], Answer]


@dataclass
class Meeting:
    """The answers that are on their way, by what they are about."""

    under_way: dict[str, Answer] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def first(self, about: str, answer: Answer) -> Answer | None:
        """The answer that this one meets; without one, this is the first from now on."""
        with self.lock:
            met = self.under_way.get(about)
            if met is None:
                self.under_way[about] = answer
            return met

    def gone(self, about: str) -> None:
        """The first answer has been sent."""
        with self.lock:
            self.under_way.pop(about, None)


def _meeting(components: Components, about: Callable[[Call], str | None], met: Met) -> Components:
    """Components that give another answer to a request that meets one about the same thing."""
    inner, meeting = components.answered, Meeting()

    def answered(call: Call, answer: Answer) -> Answer:
        made, what = inner(call, answer), about(call)
        if what is None:
            return made
        first = meeting.first(what, made)
        if first is not None:
            return met(first, made)
        time.sleep(DAWDLING)
        meeting.gone(what)
        return made

    return replace(components, answered=answered)


def _on(*operations: str, surface: str | None = None) -> Callable[[Call], str | None]:
    """Requests of these operations are about one thing."""

    def about(call: Call) -> str | None:
        return "it" if call.operation in operations and surface in (None, call.surface) else None

    return about


def _on_the_checkout(*operations: str) -> Callable[[Call], str | None]:
    """Requests of these operations are about the checkout in their path."""

    def about(call: Call) -> str | None:
        named = call.params.get("checkoutId") or call.params.get("cartId")
        return named if call.operation in operations else None

    return about


def _first_one(first: Answer, own: Answer) -> Answer:
    return first if own.status in SUCCESS and first.status in SUCCESS else own


@fault(
    "parallel-carts-share-an-id",
    breaks="parallel-carts-are-apart",
    surface="server",
    summary="Carts that are made at the same time are answered with the first of them.",
)
def carts_share_id(components: Components) -> Components:
    return _meeting(components, _on("createCart", surface="server"), _first_one)


@fault(
    "parallel-sessions-share-a-cart",
    breaks="parallel-sessions-are-apart",
    surface="storefront",
    summary="Sessions that make carts at the same time are answered with the first of them.",
)
def sessions_share_cart(components: Components) -> Components:
    return _meeting(components, _on("createCart", surface="storefront"), _first_one)


@fault(
    "parallel-orders-share-a-number",
    breaks="parallel-orders-have-numbers-of-their-own",
    surface="server",
    summary="Orders that are made at the same time are answered with one number.",
)
def orders_share_number(components: Components) -> Components:
    return _meeting(components, _on("createOrder"), _first_one)


@fault(
    "parallel-payments-are-all-taken",
    breaks="parallel-payments-one-is-taken",
    surface="server",
    summary="Payments of one order at the same time are all answered as taken.",
)
def payments_all_taken(components: Components) -> Components:
    return _meeting(components, _on("PaymentsPost"), lambda _first, _own: Answer(201, PAID))


def _losing(components: Components, *operations: str) -> Components:
    """Components that answer a change which meets another of the checkout, and do not keep it."""
    inner, meeting = components.stored, Meeting()

    def stored(call: Call, before: Checkout, after: Checkout) -> Checkout:
        made = inner(call, before, after)
        if call.operation not in operations:
            return made
        return before if meeting.first(before.id, Answer(200)) else made

    def about(call: Call, answer: Answer) -> Answer:
        made = answered(call, answer)
        named = call.params.get("checkoutId") or call.params.get("cartId")
        if call.operation in operations and named is not None:
            time.sleep(DAWDLING)
            meeting.gone(named)
        return made

    answered = components.answered
    return replace(components, stored=stored, answered=about)


@fault(
    "parallel-additions-get-lost",
    breaks="parallel-additions-all-arrive",
    summary="An item that is added while another one is being added is answered and not kept.",
)
def additions_lost(components: Components) -> Components:
    return _losing(components, "addCartLineItems", "addCartLineItem")


@fault(
    "parallel-changes-get-lost",
    breaks="parallel-changes-all-arrive",
    summary="A message or an address that is given while another change is being made is answered and not kept.",
)
def changes_lost(components: Components) -> Components:
    items = ("addCartLineItems", "addCartLineItem")
    return _losing(components, "updateCheckout", "addCheckoutBillingAddress", *items)


@fault(
    "parallel-consignments-get-lost",
    breaks="parallel-consignments-all-arrive",
    surface="server",
    summary="A consignment that is added while another one is being added is answered and not kept.",
)
def consignments_lost(components: Components) -> Components:
    return _losing(components, "addCheckoutConsignment")


def _version_of(answer: Answer, version: int) -> Answer:
    document: Json = answer.document
    shown = document.get("data", document)
    changed = shown | {"version": version, "cart": shown["cart"] | {"version": version}}
    return replace(answer, document=document | {"data": changed} if "data" in document else changed)


@fault(
    "parallel-changes-show-versions-never-reached",
    breaks="parallel-changes-have-versions-of-their-own",
    summary="Messages that are left at the same time are answered with versions that the checkout never has.",
)
def changes_show_versions_never_reached(components: Components) -> Components:
    def met(first: Answer, own: Answer) -> Answer:
        if first.status not in SUCCESS or own.status not in SUCCESS:
            return own
        document: Json = first.document
        return _version_of(own, document.get("data", document)["version"] + 50)

    return _meeting(components, _on_the_checkout("updateCheckout"), met)


@fault(
    "parallel-changes-of-one-version-all-win",
    breaks="parallel-changes-of-one-version-one-wins",
    summary="Messages that name one version at the same time are all answered as accepted.",
)
def all_win(components: Components) -> Components:
    return _meeting(components, _on_the_checkout("updateCheckout"), lambda first, _own: first)


@fault(
    "parallel-readings-forget-the-bill",
    breaks="parallel-readings-show-one-checkout",
    summary="A checkout that is read while another reading is being answered shows no billing address.",
)
def readings_forget_bill(components: Components) -> Components:
    def met(_first: Answer, own: Answer) -> Answer:
        if own.status not in SUCCESS:
            return own
        document: Json = own.document
        shown = document.get("data", document)
        changed = shown | {name: {} for name in ("billing_address", "billingAddress") if name in shown}
        return replace(own, document=document | {"data": changed} if "data" in document else changed)

    return _meeting(components, _on_the_checkout("getCheckout"), met)


def _unversioned(components: Components, *operations: str) -> Components:
    """Components that forget which version these operations name."""
    check, genuine, admit, asked = (
        components.policies.check_version,
        components.genuine,
        components.admit,
        threading.local(),
    )

    def checked(checkout: Checkout, version: int | None) -> None:
        if getattr(asked, "operation", "") not in operations:
            check(checkout, version)

    def admitted(call: Call, settings: Settings) -> None:
        asked.operation = call.operation
        admit(call, settings)

    def found_genuine(call: Call, settings: Settings) -> None:
        asked.operation = call.operation
        genuine(call, settings)

    return replace(ruled(components, check_version=checked), admit=admitted, genuine=found_genuine)


@fault(
    "version-of-billing-addresses-is-ignored",
    breaks="version-guards-billing-address",
    summary="A billing address is replaced whatever version the request names.",
)
def billing_ignored(components: Components) -> Components:
    return _unversioned(components, "updateCheckoutBillingAddress")


@fault(
    "version-of-coupons-is-ignored",
    breaks="version-guards-coupons",
    summary="A coupon is added whatever version the request names.",
)
def coupons_ignored(components: Components) -> Components:
    return _unversioned(components, "addCheckoutCoupon")


@fault(
    "version-is-demanded-once-billed",
    breaks="version-may-be-left-out",
    summary="Once there is a billing address, changes must name the version.",
)
def version_demanded(components: Components) -> Components:
    check = components.policies.check_version

    def checked(checkout: Checkout, version: int | None) -> None:
        if version is None and checkout.billing_address is not None:
            raise VersionConflict
        check(checkout, version)

    return ruled(components, check_version=checked)

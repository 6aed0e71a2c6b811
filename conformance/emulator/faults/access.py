"""Faults of access: tokens and sessions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from conformance.emulator.access import AccessRefused
from conformance.emulator.components import Components
from conformance.emulator.faults.registry import fault
from conformance.emulator.messages import Answer, Call
from conformance.emulator.settings import Settings
from conformance.emulator.surfaces.errors import refusal

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


@fault(
    "token-right-refused-for-reading",
    breaks="token-opens-what-it-made",
    surface="server",
    summary="The right token is refused for reading carts and checkouts, not for changing them.",
)
def right_refused_for_reading(components: Components) -> Components:
    admit = components.admit

    def admitted(call: Call, settings: Settings) -> None:
        if call.surface == "server" and not call.writes:
            raise AccessRefused("scope")
        admit(call, settings)

    return replace(components, admit=admitted)


@fault(
    "token-right-refused-for-reading-checkouts",
    breaks="token-opens-what-it-made",
    surface="server",
    summary="The right token is refused for reading checkouts, and reads carts.",
)
def right_refused_for_checkouts(components: Components) -> Components:
    admit = components.admit

    def admitted(call: Call, settings: Settings) -> None:
        if call.operation == "getCheckout":
            raise AccessRefused("scope")
        admit(call, settings)

    return replace(components, admit=admitted)


@fault(
    "token-refused-works-all-the-same",
    breaks="token-refused-changes-nothing",
    surface="server",
    summary="A change without a right token is refused, and made all the same.",
)
def works_all_the_same(components: Components) -> Components:
    admit, inner, refused = components.admit, components.answered, list[AccessRefused]()

    def admitted(call: Call, settings: Settings) -> None:
        try:
            admit(call, settings)
        except AccessRefused as error:
            if not call.writes or call.surface != "server":
                raise
            refused.append(error)

    def answered(call: Call, answer: Answer) -> Answer:
        return inner(call, refusal(call, refused.pop()) if refused else answer)

    return replace(components, admit=admitted, answered=answered)


def _read_only(components: Components, operations: frozenset[str], *, opens: bool) -> Components:
    """Components that let a read-only token into these operations, or keep it out of them."""
    admit = components.admit

    def admitted(call: Call, settings: Settings) -> None:
        if call.headers.get("x-auth-token") != settings.read_only_token or call.operation not in operations:
            admit(call, settings)
        elif not opens:
            raise AccessRefused("scope")

    return replace(components, admit=admitted)


@fault(
    "token-read-only-reads-no-checkouts",
    breaks="token-read-only-reads",
    surface="server",
    summary="A read-only token is refused for checkouts.",
)
def reads_no_checkouts(components: Components) -> Components:
    return _read_only(components, frozenset({"getCheckout"}), opens=False)


@fault(
    "token-read-only-leaves-messages",
    breaks="token-read-only-is-refused-for-changes",
    surface="server",
    summary="A read-only token may set customer messages.",
)
def leaves_messages(components: Components) -> Components:
    return _read_only(components, frozenset({"updateCheckout"}), opens=True)


@fault(
    "token-read-only-makes-orders",
    breaks="token-read-only-is-refused-for-changes",
    surface="server",
    summary="A read-only token may make orders.",
)
def makes_orders(components: Components) -> Components:
    return _read_only(components, frozenset({"createOrder"}), opens=True)


@fault(
    "token-read-only-deletes-items",
    breaks="token-read-only-is-refused-for-changes",
    surface="server",
    summary="A read-only token may delete line items.",
)
def deletes_items(components: Components) -> Components:
    return _read_only(components, frozenset({"deleteCartLineItem"}), opens=True)


def _unguarded(components: Components, *operations: str) -> Components:
    admit = components.admit

    def admitted(call: Call, settings: Settings) -> None:
        if call.operation not in operations:
            admit(call, settings)

    return replace(components, admit=admitted)


@fault(
    "orders-are-open-to-all",
    breaks="order-needs-a-token",
    surface="server",
    summary="Orders are shown without a token.",
)
def orders_open(components: Components) -> Components:
    return _unguarded(components, "getOrder")


@fault(
    "order-addresses-are-open-to-all",
    breaks="order-needs-a-token",
    surface="server",
    summary="The shipping addresses of orders are shown without a token.",
)
def order_addresses_open(components: Components) -> Components:
    return _unguarded(components, "getOrderShippingAddresses")


@fault(
    "payments-begin-for-all",
    breaks="payment-needs-a-store-token",
    surface="server",
    summary="Payment tokens are given without a token of the store.",
)
def payments_begin_for_all(components: Components) -> Components:
    return _unguarded(components, "createPaymentAccessToken")


@fault(
    "store-hash-counts-for-nothing",
    breaks="store-other-is-refused",
    surface="server",
    summary="The token of the store opens it under any hash.",
)
def any_hash(components: Components) -> Components:
    admit = components.admit

    def admitted(call: Call, settings: Settings) -> None:
        admit(replace(call, params={**call.params, "store_hash": settings.store_hash}), settings)

    return replace(components, admit=admitted)


def _open_to(components: Components, known: Callable[[Call], bool], *operations: str) -> Components:
    """Components that let these operations in without asking, where the call is so."""
    admit = components.admit

    def admitted(call: Call, settings: Settings) -> None:
        if call.operation not in operations or not known(call):
            admit(call, settings)

    return replace(components, admit=admitted)


def _without_token(call: Call) -> bool:
    return "x-auth-token" not in call.headers


def _with_a_token(call: Call) -> bool:
    return "x-auth-token" in call.headers


@fault(
    "token-missing-accepted-for-coupons",
    breaks="token-missing-is-refused-everywhere",
    surface="server",
    summary="Coupons are added without a token.",
)
def missing_for_coupons(components: Components) -> Components:
    return _open_to(components, _without_token, "addCheckoutCoupon")


@fault(
    "token-missing-accepted-for-links",
    breaks="token-missing-is-refused-everywhere",
    surface="server",
    summary="The links into a cart are given without a token.",
)
def missing_for_links(components: Components) -> Components:
    return _open_to(components, _without_token, "createCartRedirectURL")


@fault(
    "token-missing-accepted-for-settings",
    breaks="token-missing-is-refused-everywhere",
    surface="server",
    summary="The settings of the store are shown without a token.",
)
def missing_for_settings(components: Components) -> Components:
    return _open_to(components, _without_token, "getCheckoutSettings")


@fault(
    "token-wrong-accepted-for-metafields",
    breaks="token-wrong-is-refused-everywhere",
    surface="server",
    summary="The metafields of a cart are shown with any token.",
)
def wrong_for_metafields(components: Components) -> Components:
    return _open_to(components, _with_a_token, "getCartMetafields")


@fault(
    "token-wrong-accepted-for-fees",
    breaks="token-wrong-is-refused-everywhere",
    surface="server",
    summary="Fees are added with any token.",
)
def wrong_for_fees(components: Components) -> Components:
    return _open_to(components, _with_a_token, "addCheckoutFees")

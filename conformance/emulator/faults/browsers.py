"""Faults of shoppers' sessions: whose cart is whose, and who may change it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from conformance.emulator.access import AccessRefused
from conformance.emulator.components import Components
from conformance.emulator.faults.registry import fault
from conformance.emulator.faults.seams import SUCCESS, altered
from conformance.emulator.messages import Answer, Call, Json
from conformance.emulator.origins import ANTI_FORGERY_HEADER, SESSION_COOKIE
from conformance.emulator.sessions import Session
from conformance.emulator.settings import Settings
from conformance.emulator.surfaces.view import OrderView

FACE = "/api/storefront"
MISSING = 404


@fault(
    "storefront-asks-for-a-token",
    breaks="storefront-needs-no-token",
    surface="storefront",
    summary="The storefront refuses changes without an access token of the store.",
)
def asks_for_token(components: Components) -> Components:
    genuine = components.genuine

    def checked(call: Call, settings: Settings) -> None:
        if call.writes and call.path.startswith(FACE) and call.headers.get("x-auth-token") != settings.token:
            raise AccessRefused("unknown")
        genuine(call, settings)

    return replace(components, genuine=checked)


def _trespassing(components: Components, operations: frozenset[str]) -> Components:
    """Components in which these operations reach the checkout of any session."""
    genuine, owns, asked = components.genuine, components.owns, list[str]()

    def checked(call: Call, settings: Settings) -> None:
        asked[:] = [call.operation]
        genuine(call, settings)

    def owned(session: Session | None, checkout_id: str) -> bool:
        trespass = session is not None and bool(operations & set(asked))
        return trespass or owns(session, checkout_id)

    return replace(components, genuine=checked, owns=owned)


@fault(
    "session-bills-others",
    breaks="session-changes-only-its-own-cart",
    surface="storefront",
    summary="A session may give a billing address to the checkout of another one.",
)
def bills_others(components: Components) -> Components:
    return _trespassing(components, frozenset({"addCheckoutBillingAddress", "updateCheckoutBillingAddress"}))


@fault(
    "session-deletes-items-of-others",
    breaks="session-changes-only-its-own-cart",
    surface="storefront",
    summary="A session may delete line items of another one.",
)
def deletes_items_of_others(components: Components) -> Components:
    return _trespassing(components, frozenset({"deleteCheckoutLineItem"}))


@fault(
    "session-ships-for-others",
    breaks="session-changes-only-its-own-cart",
    surface="storefront",
    summary="A session may change the consignments of another one.",
)
def ships_for_others(components: Components) -> Components:
    return _trespassing(components, frozenset({"updateCheckoutConsignment"}))


@fault(
    "session-adds-items-for-others",
    breaks="session-changes-only-its-own-cart",
    surface="storefront",
    summary="A session may add items to the cart of another one.",
)
def adds_items_for_others(components: Components) -> Components:
    return _trespassing(components, frozenset({"addCartLineItem"}))


@fault(
    "session-redeems-for-others",
    breaks="session-redeems-only-for-itself",
    surface="storefront",
    summary="A session may add coupons to the checkout of another one.",
)
def redeems_for_others(components: Components) -> Components:
    return _trespassing(components, frozenset({"addCheckoutCoupon"}))


@fault(
    "session-takes-coupons-of-others-off",
    breaks="session-redeems-only-for-itself",
    surface="storefront",
    summary="A session may delete coupons of another one.",
)
def takes_coupons_off(components: Components) -> Components:
    return _trespassing(components, frozenset({"deleteCheckoutCoupon"}))


@fault(
    "session-deletes-carts-of-others",
    breaks="session-deletes-only-its-own-cart",
    surface="storefront",
    summary="A session may delete the cart of another one.",
)
def deletes_carts_of_others(components: Components) -> Components:
    return _trespassing(components, frozenset({"deleteCart"}))


@fault(
    "session-without-a-cart-lists-the-last",
    breaks="session-lists-only-its-own-cart",
    surface="storefront",
    summary="A session that has no cart lists the one that was made last.",
)
def lists_last(components: Components) -> Components:
    inner, last = components.answered, list[Json]()

    def answered(call: Call, answer: Answer) -> Answer:
        made = inner(call, answer)
        if call.surface == "storefront" and call.operation == "createCart" and made.status in SUCCESS:
            last[:] = [made.document]
        empty = call.surface == "storefront" and call.operation == "getCart" and made.document == []
        return replace(made, document=list(last)) if empty else made

    return replace(components, answered=answered)


@fault(
    "session-shows-what-the-last-one-added",
    breaks="sessions-have-carts-of-their-own",
    surface="storefront",
    summary="The quantity that a session added last is shown in the first line of every checkout.",
)
def shows_last_quantity(components: Components) -> Components:
    inner, added = components.answered, list[int]()

    def answered(call: Call, answer: Answer) -> Answer:
        made = inner(call, answer)
        if call.operation == "addCartLineItem" and made.status in SUCCESS:
            added[:] = [made.document["lineItems"]["physicalItems"][0]["quantity"]]
        return made

    def alter(document: Json) -> None:
        for line in document["cart"]["lineItems"]["physicalItems"][:1] if added else []:
            line["quantity"] = added[0]

    return altered(replace(components, answered=answered), alter, "storefront_checkout")


@fault(
    "session-is-new-at-every-visit",
    breaks="session-keeps-its-cart",
    surface="storefront",
    summary="Whoever opens the first page of the shop gets a new session, and has no cart.",
)
def new_at_every_visit(components: Components) -> Components:
    inner, visits = components.answered, list[None]()

    def answered(call: Call, answer: Answer) -> Answer:
        made = inner(call, answer)
        if call.operation != "visitHome" or SESSION_COOKIE not in call.cookies:
            return made
        visits.append(None)
        others = tuple(held for held in made.headers if held[0] != "set-cookie")
        fresh = ("set-cookie", f"{SESSION_COOKIE}={len(visits):064x}; path=/; SameSite=Lax; HttpOnly")
        return replace(made, headers=(*others, fresh))

    return replace(components, answered=answered)


@fault(
    "session-none-sees-every-cart",
    breaks="session-none-sees-nothing",
    surface="storefront",
    summary="A request without a session may read every checkout.",
)
def none_sees_all(components: Components) -> Components:
    owns = components.owns
    return replace(components, owns=lambda session, checkout_id: session is None or owns(session, checkout_id))


@fault(
    "session-without-a-cart-sees-every-one",
    breaks="server-cart-is-hidden-from-other-sessions",
    surface="storefront",
    summary="A session that never had a cart may read every checkout.",
)
def without_cart_sees_all(components: Components) -> Components:
    owns = components.owns

    def owned(session: Session | None, checkout_id: str) -> bool:
        return (session is not None and not session.carts) or owns(session, checkout_id)

    return replace(components, owns=owned)


@fault(
    "storefront-order-is-shown-to-all",
    breaks="storefront-order-is-hidden-from-other-sessions",
    surface="storefront",
    summary="Whoever asks for an order that is another session's is shown one.",
)
def order_shown_to_all(components: Components) -> Components:
    inner, forbidden = components.answered, range(401, 405)

    def answered(call: Call, answer: Answer) -> Answer:
        made = inner(call, answer)
        asked = call.surface == "storefront" and call.operation == "getOrder" and made.status in forbidden
        return Answer(200, {"orderId": int(call.params["orderId"])}) if asked else made

    return replace(components, answered=answered)


def _order(components: Components, alter: Callable[[Json], None]) -> Components:
    inner = components.storefront_order

    def order(view: OrderView) -> Json:
        document = inner(view)
        alter(document)
        return document

    return replace(components, storefront_order=order)


@fault(
    "storefront-order-leaves-tax-out",
    breaks="storefront-order-tells-the-same",
    surface="storefront",
    summary="The storefront shows orders with their total without tax.",
)
def order_leaves_tax_out(components: Components) -> Components:
    def alter(document: Json) -> None:
        document["orderAmount"] = round(document["orderAmount"] - document["taxTotal"], 2)

    return _order(components, alter)


@fault(
    "storefront-order-is-pending",
    breaks="storefront-order-tells-the-same",
    surface="storefront",
    summary="The storefront shows orders that are Incomplete as pending.",
)
def order_is_pending(components: Components) -> Components:
    return _order(components, lambda document: document.update(status="PENDING"))


@fault(
    "storefront-order-stays-incomplete",
    breaks="storefront-order-tells-the-same",
    surface="storefront",
    summary="The storefront goes on showing orders as Incomplete after they were paid.",
)
def order_stays_incomplete(components: Components) -> Components:
    return _order(components, lambda document: document.update(status="INCOMPLETE"))


@fault(
    "storefront-order-loses-its-last-line",
    breaks="storefront-order-tells-the-same",
    surface="storefront",
    summary="The storefront shows orders without their last line.",
)
def order_loses_line(components: Components) -> Components:
    return _order(components, lambda document: document["lineItems"]["physicalItems"].pop())


def _forgiving(components: Components, forgiven: Callable[[Call], bool]) -> Components:
    genuine = components.genuine

    def checked(call: Call, settings: Settings) -> None:
        if not forgiven(call):
            genuine(call, settings)

    return replace(components, genuine=checked)


@fault(
    "anti-forgery-token-may-be-missing",
    breaks="anti-forgery-token-is-needed",
    surface="storefront",
    summary="A change without an anti-forgery token is accepted; a wrong one is refused.",
)
def may_be_missing(components: Components) -> Components:
    return _forgiving(components, lambda call: ANTI_FORGERY_HEADER not in call.headers)


@fault(
    "anti-forgery-token-may-be-anything",
    breaks="anti-forgery-token-is-needed",
    surface="storefront",
    summary="A change with any anti-forgery token is accepted.",
)
def may_be_anything(components: Components) -> Components:
    return _forgiving(components, lambda call: bool(call.headers.get(ANTI_FORGERY_HEADER)))


@fault(
    "anti-forgery-token-is-needed-to-read",
    breaks="anti-forgery-token-is-not-needed-to-read",
    surface="storefront",
    summary="A checkout is not shown without an anti-forgery token.",
)
def needed_to_read(components: Components) -> Components:
    genuine = components.genuine

    def checked(call: Call, settings: Settings) -> None:
        if call.operation == "getCheckout" and ANTI_FORGERY_HEADER not in call.headers:
            raise AccessRefused("forged")
        genuine(call, settings)

    return replace(components, genuine=checked)


@fault(
    "storefront-order-is-shown-to-any-shopper",
    breaks="storefront-order-is-hidden-from-other-sessions",
    surface="storefront",
    summary="A session with a cart of its own is shown the orders of others.",
)
def order_shown_to_shoppers(components: Components) -> Components:
    inner = components.answered

    def answered(call: Call, answer: Answer) -> Answer:
        made = inner(call, answer)
        asked = call.surface == "storefront" and call.operation == "getOrder" and made.status == MISSING
        return Answer(200, {"orderId": int(call.params["orderId"])}) if asked else made

    return replace(components, answered=answered)

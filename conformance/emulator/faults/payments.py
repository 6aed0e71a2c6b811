"""Faults of payments: who is paid, how often, and what a refused payment leaves behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from msgspec import structs

from conformance.emulator.commerce.orders import INCOMPLETE, Order
from conformance.emulator.commerce.payments import DECLINED_CARD, Instrument, PaymentRefused
from conformance.emulator.components import Components
from conformance.emulator.faults.order_repeats import pretending
from conformance.emulator.faults.registry import fault
from conformance.emulator.faults.seams import SUCCESS, altered, answering, ruled
from conformance.emulator.messages import Answer, Call, Json

AWAITING_FULFILLMENT = 11
CONFLICT, UNPROCESSABLE = 409, 422
PAID: Json = {
    "data": {"id": "00000000-0000-4000-8000-000000000001", "transaction_type": "purchase", "status": "success"}
}


def _paying(components: Components, change: Callable[[Order], Order]) -> Components:
    """Components that keep another order than the one that was paid."""
    pay = components.policies.pay
    return ruled(components, pay=lambda order, method, now: change(pay(order, method, now)))


@fault(
    "payment-methods-are-missing",
    breaks="payment-methods-are-listed",
    surface="server",
    summary="No payment method is listed for any order.",
)
def no_methods(components: Components) -> Components:
    return answering(
        components, lambda answer: replace(answer, document={"data": [], "meta": {}}), "getPaymentMethods"
    )


@fault(
    "payment-methods-share-an-id",
    breaks="payment-methods-are-listed",
    surface="server",
    summary="The payment methods of an order are listed twice.",
)
def methods_twice(components: Components) -> Components:
    def twice(answer: Answer) -> Answer:
        return replace(answer, document=answer.document | {"data": answer.document["data"] * 2})

    return answering(components, twice, "getPaymentMethods")


@fault(
    "payment-by-stored-card-asks-for-its-value",
    breaks="payment-by-stored-card-needs-no-verification-value",
    surface="server",
    summary="Payment methods ask for a verification value with stored cards.",
)
def stored_card_asks(components: Components) -> Components:
    def asking(answer: Answer) -> Answer:
        for method in answer.document["data"]:
            for instrument in method["supported_instruments"]:
                instrument["verification_value_required"] = True
        return answer

    return answering(components, asking, "getPaymentMethods")


@fault(
    "payment-token-is-always-the-first",
    breaks="payment-token-is-given",
    surface="server",
    summary="Every order is given the token that the first one got.",
)
def always_first(components: Components) -> Components:
    given = list[Answer]()

    def first(answer: Answer) -> Answer:
        given.append(answer)
        return given[0]

    return answering(components, first, "createPaymentAccessToken")


@fault(
    "payment-token-for-unknown-orders",
    breaks="payment-of-an-unknown-order-is-refused",
    surface="server",
    summary="An order that nobody made is given a token.",
)
def unknown_orders(components: Components) -> Components:
    token = {"data": {"id": "a.token.of-nothing"}, "meta": {}}
    return pretending(components, lambda call: call.operation == "createPaymentAccessToken", 201, token)


@fault(
    "payment-leaves-the-order-incomplete",
    breaks="payment-takes-the-order-on",
    surface="server",
    summary="A paid order is still Incomplete.",
)
def still_incomplete(components: Components) -> Components:
    return _paying(components, lambda order: structs.replace(order, status_id=INCOMPLETE))


@fault(
    "payment-empties-the-bill",
    breaks="payment-changes-nothing-in-the-order",
    surface="server",
    summary="The billing address of a paid order has lost its company and its first line.",
)
def empties_bill(components: Components) -> Components:
    def change(order: Order) -> Order:
        held = order.checkout.billing_address
        billed = None if held is None else structs.replace(held, address1="", company="")
        return structs.replace(order, checkout=structs.replace(order.checkout, billing_address=billed))

    return _paying(components, change)


@fault(
    "payment-adds-a-fee",
    breaks="payment-changes-nothing-in-the-order",
    surface="server",
    summary="Paying an order raises its total by a dollar.",
)
def adds_fee(components: Components) -> Components:
    def change(order: Order) -> Order:
        return structs.replace(
            order, quote=structs.replace(order.quote, grand_total=order.quote.grand_total + Decimal(1))
        )

    return _paying(components, change)


@fault(
    "payment-pays-every-order",
    breaks="payment-pays-its-own-order",
    surface="server",
    summary="Once an order was paid, every order counts as paid.",
)
def pays_every_order(components: Components) -> Components:
    paid = list[int]()

    def change(order: Order) -> Order:
        paid.append(order.id)
        return order

    def alter(document: Json) -> None:
        if paid:
            document.update(status_id=AWAITING_FULFILLMENT, status="Awaiting Fulfillment")

    return altered(_paying(components, change), alter, "order")


@fault(
    "payment-is-taken-twice",
    breaks="payment-twice-is-refused",
    surface="server",
    summary="A paid order can be paid again.",
)
def taken_twice(components: Components) -> Components:
    pay = components.policies.pay

    def again(order: Order, method: str, now: datetime) -> Order:
        return order if order.paid else pay(order, method, now)

    return ruled(components, payable=lambda order: order, pay=again)


@fault(
    "payment-of-a-paid-order-begins",
    breaks="payment-of-a-paid-order-can-not-begin",
    surface="server",
    summary="A paid order is given tokens and payment methods, though no payment is taken with them.",
)
def begins_again(components: Components) -> Components:
    return ruled(components, payable=lambda order: order)


@fault(
    "payment-of-pending-orders-begins",
    breaks="payment-needs-incomplete-order",
    surface="server",
    summary="An order that is Pending is given tokens.",
)
def pending_begins(components: Components) -> Components:
    payable, pending = components.policies.payable, 1
    return ruled(components, payable=lambda order: order if order.status_id == pending else payable(order))


@fault(
    "payment-with-any-token-is-answered",
    breaks="payment-without-its-token-is-refused",
    surface="server",
    summary="A payment with a token that is none is answered as if it had been taken.",
)
def any_token(components: Components) -> Components:
    inner, unauthorized = components.answered, 401

    def answered(call: Call, answer: Answer) -> Answer:
        made = inner(call, answer)
        return Answer(201, PAID) if call.operation == "PaymentsPost" and made.status == unauthorized else made

    return replace(components, answered=answered)


def _after_refusal(components: Components, alter: Callable[[Json], None], presenter: str) -> Components:
    """Components that show something else once a payment was refused."""
    inner, refused = components.answered, list[str]()

    def answered(call: Call, answer: Answer) -> Answer:
        made = inner(call, answer)
        if call.operation == "PaymentsPost":
            refused[:] = [] if made.status in SUCCESS else [call.path]
        return made

    def altering(document: Json) -> None:
        if refused:
            alter(document)

    return altered(replace(components, answered=answered), altering, presenter)


@fault(
    "payment-refused-pays-the-order",
    breaks="payment-refused-leaves-the-order",
    surface="server",
    summary="When a payment was refused, its order is Awaiting Fulfillment, as if it had been paid.",
)
def refused_pays_order(components: Components) -> Components:
    def alter(document: Json) -> None:
        document.update(status_id=AWAITING_FULFILLMENT, status="Awaiting Fulfillment")

    return _after_refusal(components, alter, "order")


@fault(
    "payment-refused-forgets-the-option",
    breaks="payment-refused-leaves-the-checkout",
    surface="server",
    summary="When a payment was refused, the checkout has no shipping option any more.",
)
def forgets_option(components: Components) -> Components:
    def alter(document: Json) -> None:
        for held in document["consignments"]:
            held.pop("selected_shipping_option", None)

    return _after_refusal(components, alter, "server_checkout")


@fault(
    "payment-by-a-declined-card-is-taken",
    breaks="payment-declined-is-refused",
    surface="server",
    summary="A card that the gateway declines pays orders like any other.",
)
def declined_taken(components: Components) -> Components:
    charge = components.policies.charge

    def charged(method: str, instrument: Instrument) -> None:
        try:
            charge(method, instrument)
        except PaymentRefused:
            if instrument.number != DECLINED_CARD:
                raise

    return ruled(components, charge=charged)


@fault(
    "payment-leaves-orders-to-be-made",
    breaks="order-paid-is-not-made-again",
    surface="server",
    summary="A checkout whose order was paid gives further order numbers.",
)
def makes_further(components: Components) -> Components:
    paid = set[str]()

    def change(order: Order) -> Order:
        paid.add(order.checkout.id)
        return order

    def when(call: Call) -> bool:
        return call.operation == "createOrder" and call.params["checkoutId"] in paid

    return pretending(_paying(components, change), when, 200, {"data": {"id": 1}, "meta": {}})


@fault(
    "payment-leaves-the-cart-in-the-session",
    breaks="order-paid-leaves-the-storefront",
    surface="storefront",
    summary="A session goes on showing a checkout that it has shown before, also when its order was paid.",
)
def stays_in_session(components: Components) -> Components:
    inner, shown = components.answered, dict[str, Answer]()

    def answered(call: Call, answer: Answer) -> Answer:
        made = inner(call, answer)
        if call.surface != "storefront" or call.operation != "getCheckout":
            return made
        if made.status in SUCCESS:
            shown[call.path] = made
        return shown.get(call.path, made)

    return replace(components, answered=answered)


@fault(
    "payment-of-wrong-status-is-unprocessable",
    breaks="payment-of-wrong-status-is-a-conflict",
    surface="server",
    summary="Orders that are not Incomplete get 422 where a payment is to begin.",
)
def wrong_status_unprocessable(components: Components) -> Components:
    inner, beginning = components.answered, {"createPaymentAccessToken", "getPaymentMethods"}

    def answered(call: Call, answer: Answer) -> Answer:
        made = inner(call, answer)
        wrong = call.operation in beginning and made.status == CONFLICT
        return replace(made, status=UNPROCESSABLE) if wrong else made

    return replace(components, answered=answered)

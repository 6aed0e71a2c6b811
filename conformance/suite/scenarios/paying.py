"""Paying an order through the store's own payments, and waiting for what follows from it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from conformance.api import Answer, OrdersApi, PaymentsApi
from conformance.suite.arrange import Arrange, Unarranged
from conformance.suite.documents import Unreadable
from conformance.suite.scenarios.contents import is_gone
from conformance.suite.scenarios.ordering import INCOMPLETE, Order, read_order, set_status

Shape = TypeVar("Shape")

# What the store calls an order whose payment was declined, by its documented number and name.
DECLINED = (6, "declined")
# What an order may be while nobody has paid it: a store may leave it as it was, or note that a card was declined.
UNPAID = (INCOMPLETE, DECLINED)

# A store may clear a paid cart a moment after it has taken the money: three seconds in all, looked at in short steps.
LOOKS = 12
PAUSE = 0.25  # seconds


class Instrument(msgspec.Struct, frozen=True, kw_only=True):
    """What a method takes: a card, a card that is stored."""

    instrument_type: str = ""
    verification_value_required: bool | None = None


class Method(msgspec.Struct, frozen=True, kw_only=True):
    """A way to pay an order."""

    id: str
    type: str = ""
    supported_instruments: tuple[Instrument, ...] | None = None

    def takes(self, instrument_type: str) -> bool:
        """Whether it takes instruments of this type."""
        return any(each.instrument_type == instrument_type for each in self.supported_instruments or ())

    @property
    def with_verification_value(self) -> frozenset[str]:
        """The types of instruments that need their verification value."""
        needing = (each for each in self.supported_instruments or () if each.verification_value_required)
        return frozenset(each.instrument_type for each in needing)


class AccessToken(msgspec.Struct, frozen=True):
    """What allows one payment of one order."""

    id: str


@dataclass(frozen=True, slots=True)
class Till:
    """An unpaid order, a method to pay it by card, and a token that pays it."""

    arrange: Arrange
    payments: PaymentsApi
    number: int
    method: str
    token: str

    @staticmethod
    def opened(arrange: Arrange, payments: PaymentsApi, number: int) -> Till:
        """Ready to pay; raises :class:`Unarranged` when the store offers no method of type card."""
        methods = methods_in(arrange.done(lambda: payments.get_payment_methods(number)))
        method = next((method for method in methods if method.type == "card"), None)
        if method is None:
            raise Unarranged("the store offers no payment method of type card for the order")
        token = token_in(arrange.done(lambda: payments.create_payment_access_token(number)))
        return Till(arrange, payments, number, method.id, token)

    def charge(self, token: str, card: Mapping[str, Any], method: str = "") -> Answer:
        """Pays by card with this token, by the order's method or by another one."""
        instrument = {"type": "card", **card}
        payment = {"payment": {"instrument": instrument, "payment_method_id": method or self.method}}
        return self.payments.process_payment(token, payment)


def pay_after_all(till: Till, orders: OrdersApi, card: Mapping[str, Any]) -> Answer:
    """Pays an order after a payment of it was refused.

    A token may be good for a single attempt, and a declined order may have to be made Incomplete again: when the
    token pays no more, the last word is that of a fresh one.
    """
    answer = till.charge(till.token, card)
    if answer.accepted:
        return answer
    if read_order(till.arrange, orders, till.number).standing != INCOMPLETE:
        till.arrange.done(lambda: set_status(orders, till.number, INCOMPLETE[0]))
    fresh = till.payments.create_payment_access_token(till.number)
    return till.charge(token_in(fresh), card) if fresh.accepted else fresh


def pay(arrange: Arrange, payments: PaymentsApi, order_id: int, card: Mapping[str, Any]) -> Answer:
    """Pays an order by card; raises :class:`Unarranged` when the store can't or won't take the payment."""
    till = Till.opened(arrange, payments, order_id)
    return arrange.done(lambda: till.charge(till.token, card))


def methods_in(answer: Answer) -> list[Method]:
    """The payment methods that an answer lists."""
    return _read(answer, list[Method])


def token_in(answer: Answer) -> str:
    """The payment token that an answer gives."""
    return _read(answer, AccessToken).id


def until_taken(read: Callable[[], Order]) -> Order:
    """Reads an order until it is no longer Incomplete, at most for a few seconds, and gives the last reading."""
    order = read()
    for _ in range(LOOKS):
        if order.standing != INCOMPLETE:
            break
        time.sleep(PAUSE)
        order = read()
    return order


def until_gone(read: Callable[[], Answer]) -> Answer:
    """Reads until nothing is found, at most for a few seconds, and gives the last answer."""
    answer = read()
    for _ in range(LOOKS):
        if is_gone(answer):
            break
        time.sleep(PAUSE)
        answer = read()
    return answer


def _read(answer: Answer, shape: type[Shape]) -> Shape:
    try:
        return msgspec.convert(answer.data, shape)
    except msgspec.ValidationError as error:
        raise Unreadable(f"the answer of {answer.operation}: {error}") from error

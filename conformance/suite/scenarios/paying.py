"""Paying an order through the store's own payments, and waiting for what follows from it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import msgspec

from conformance.api import Answer, PaymentsApi
from conformance.suite.arrange import Arrange, Unarranged
from conformance.suite.documents import Unreadable
from conformance.suite.scenarios.contents import is_gone

Shape = TypeVar("Shape")

# A store may clear a paid cart a moment after it has taken the money: three seconds in all, looked at in short steps.
LOOKS = 12
PAUSE = 0.25  # seconds


class Method(msgspec.Struct, frozen=True, kw_only=True):
    """A way to pay an order."""

    id: str
    type: str = ""


class AccessToken(msgspec.Struct, frozen=True):
    """What allows one payment of one order."""

    id: str


def pay(arrange: Arrange, payments: PaymentsApi, order_id: int, card: Mapping[str, Any]) -> Answer:
    """Pays an order by card; raises :class:`Unarranged` when the store can't or won't take the payment."""
    methods = _read(arrange.done(lambda: payments.get_payment_methods(order_id)), list[Method])
    method = next((method for method in methods if method.type == "card"), None)
    if method is None:
        raise Unarranged("the store offers no payment method of type card for the order")
    token = _read(arrange.done(lambda: payments.create_payment_access_token(order_id)), AccessToken)
    payment = {"payment": {"instrument": {"type": "card", **card}, "payment_method_id": method.id}}
    return arrange.done(lambda: payments.process_payment(token.id, payment))


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

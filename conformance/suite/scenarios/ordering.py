"""Making orders from a checkout and reading them again."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TypeVar

import msgspec

from conformance.api import Answer, OrdersApi
from conformance.suite.arrange import Arrange
from conformance.suite.documents import Unreadable
from conformance.suite.faces import ServerFace

Shape = TypeVar("Shape")

# What the store calls an order that was made and not paid, by number and by name.
INCOMPLETE = (0, "incomplete")


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """An order as ``getOrder`` shows it; amounts come as texts with four decimals."""

    id: int
    status_id: int
    status: str
    total_inc_tax: Decimal

    @property
    def standing(self) -> tuple[int, str]:
        """The status by number and by name."""
        return self.status_id, self.status.lower()


class OrderedProduct(msgspec.Struct, frozen=True, kw_only=True):
    """A product of an order. ``variant_id`` is ``None`` where the store shows none."""

    product_id: int
    variant_id: int | None = None
    quantity: int


class Made(msgspec.Struct, frozen=True):
    """What ``createOrder`` answers."""

    id: int


def number_in(answer: Answer) -> int:
    """The number of the order that was made; raises :class:`Unreadable` when the answer names none."""
    return _read(answer, Made).id


def make_order(arrange: Arrange, server: ServerFace, checkout_id: str) -> int:
    """Makes an order that a scenario starts from, and gives its number."""
    return number_in(arrange.done(lambda: server.api.create_order(checkout_id)))


def read_order(arrange: Arrange, orders: OrdersApi, number: int) -> Order:
    """The order with this number, as it stands now."""
    return order_in(arrange.done(lambda: orders.get_order(number)))


def order_in(answer: Answer) -> Order:
    """The order that an answer shows."""
    return _read(answer, Order)


def products_of(arrange: Arrange, orders: OrdersApi, number: int) -> Counter[tuple[int, int | None]]:
    """How many of each product and variant an order holds, in as many rows as the store likes."""
    return products_in(arrange.done(lambda: orders.get_order_products(number)))


def products_in(answer: Answer) -> Counter[tuple[int, int | None]]:
    """How many of each product and variant the rows of an answer hold."""
    held: Counter[tuple[int, int | None]] = Counter()
    for row in _read(answer, list[OrderedProduct]):
        held[row.product_id, row.variant_id] += row.quantity
    return held


def _read(answer: Answer, shape: type[Shape]) -> Shape:
    if not answer.accepted:
        raise Unreadable(f"{answer}, so there is no order to read")
    try:
        return msgspec.convert(answer.data, shape, strict=False)
    except msgspec.ValidationError as error:
        raise Unreadable(f"the order in the answer of {answer.operation}: {error}") from error

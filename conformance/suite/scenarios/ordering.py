"""Making orders from a checkout and reading them again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

import msgspec

from conformance.api import Answer, OrdersApi
from conformance.suite.arrange import Arrange, Unarranged
from conformance.suite.documents import Unreadable
from conformance.suite.faces import ServerFace
from conformance.targets.provisioning import Lacking

Shape = TypeVar("Shape")

# What the store calls an order that was made and not paid, by number and by name.
INCOMPLETE = (0, "incomplete")
# What a store answers where it has no such operation: orders are shown and changed by an API of their own, which a
# store of the checkout APIs need not have.
NOT_OFFERED = frozenset({404, 405, 501})


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


def offered(answer: Answer, what: str = "shows no orders") -> Answer:
    """The answer; raises :class:`Lacking` where it says that the store has no such operation.

    It is for what is first asked about an order that was only just made, and so must be there.
    """
    if answer.status in NOT_OFFERED:
        raise Lacking(f"the store {what}: {answer}")
    return answer


def shown(arrange: Arrange, read: Callable[[], Answer], what: str = "shows no orders") -> Answer:
    """What is first read of an order that was only just made.

    Raises :class:`Lacking` where the store has no such operation, :class:`Unarranged` where it refuses otherwise.
    """
    with arrange.quietly():
        answer = offered(read(), what)
    if not answer.accepted:
        raise Unarranged(f"{answer}, so there is no order to read")
    return answer


def first_reading(arrange: Arrange, orders: OrdersApi, number: int) -> Order:
    """The order that was just made; raises :class:`Lacking` where the store shows no orders."""
    return order_in(shown(arrange, lambda: orders.get_order(number)))


def read_order(arrange: Arrange, orders: OrdersApi, number: int) -> Order:
    """The order with this number, which the store has shown before, as it stands now."""
    return order_in(arrange.done(lambda: orders.get_order(number)))


def set_status(orders: OrdersApi, number: int, status_id: int) -> Answer:
    """Sets the status of an order; raises :class:`Lacking` where the store has no such operation."""
    return offered(orders.update_order(number, {"status_id": status_id}), "lets nobody set the status of orders")


def order_in(answer: Answer) -> Order:
    """The order that an answer shows."""
    return _read(answer, Order)


def products_of(arrange: Arrange, orders: OrdersApi, number: int) -> Counter[tuple[int, int | None]]:
    """How many of each product and variant an order holds, in as many rows as the store likes."""
    return products_in(shown(arrange, lambda: orders.get_order_products(number), "shows no products of orders"))


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

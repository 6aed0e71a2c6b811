"""What an order says of the checkout that it was made from, read from the order API."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from conformance.api import Answer, OrdersApi
from conformance.suite.arrange import Arrange, Unarranged
from conformance.suite.documents import Checkout, LineItem, Unreadable
from conformance.suite.faces import ServerFace
from conformance.suite.people import Address, members_of
from conformance.suite.rules.money import HALF_A_CENT
from conformance.suite.scenarios.looking import exact
from conformance.suite.scenarios.ordering import NOT_OFFERED, make_order, shown
from conformance.suite.scenarios.redeeming import MOST_WITH_TAX
from conformance.targets.provisioning import Lacking

# The members of an address by the names that carts and orders have for them. States and countries are left out:
# stores complete them from their codes.
NAMES = {
    "first_name": "first_name",
    "last_name": "last_name",
    "company": "company",
    "address1": "street_1",
    "address2": "street_2",
    "city": "city",
    "postal_code": "zip",
    "country_code": "country_iso2",
}


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A product of an order, as ``getOrderProducts`` lists it. Amounts are for one piece."""

    product_id: int
    variant_id: int | None = None
    quantity: int
    order_address_id: int = 0
    name: str = ""
    sku: str = ""
    base_price: Decimal = Decimal(0)
    price_ex_tax: Decimal = Decimal(0)
    price_inc_tax: Decimal = Decimal(0)


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a part of an order goes, as ``getOrderShippingAddresses`` lists it."""

    id: int
    first_name: str | None = ""
    last_name: str | None = ""
    company: str | None = ""
    street_1: str | None = ""
    street_2: str | None = ""
    city: str | None = ""
    zip: str | None = ""
    country_iso2: str | None = ""
    items_total: int = 0

    @property
    def address(self) -> dict[str, str]:
        """The members that a store must keep as they were given, by the names that carts have for them."""
        return {ours: getattr(self, theirs) or "" for ours, theirs in NAMES.items()}


class Whole(msgspec.Struct, frozen=True, kw_only=True):
    """An order with everything that hangs on it."""

    order: dict[str, Any]
    rows: tuple[Row, ...]
    places: tuple[Place, ...]
    codes: tuple[str, ...]

    @property
    def total(self) -> Decimal:
        """What the order comes to, tax included."""
        return self.amount("total_inc_tax")

    @property
    def billing(self) -> dict[str, str]:
        """The billing address, as :attr:`Place.address`."""
        held = self.order.get("billing_address") or {}
        return {ours: held.get(theirs) or "" for ours, theirs in NAMES.items()}

    def amount(self, name: str) -> Decimal:
        """An amount of the order; raises :class:`Unreadable` when the order shows none by this name."""
        try:
            return Decimal(str(self.order[name]))
        except (KeyError, ArithmeticError) as error:
            raise Unreadable(f"the order shows no amount `{name}`") from error

    @property
    def goods(self) -> Counter[tuple[int, int | None]]:
        """How many of each product and variant the order holds, in as many rows as the store likes."""
        held: Counter[tuple[int, int | None]] = Counter()
        for row in self.rows:
            held[row.product_id, row.variant_id] += row.quantity
        return held

    def going_to(self, address: Address) -> Counter[int]:
        """How many of each product go to an address."""
        ids = {place.id for place in self.places if place.address == given(address)}
        held: Counter[int] = Counter()
        for row in self.rows:
            if row.order_address_id in ids:
                held[row.product_id] += row.quantity
        return held


def whole_order(arrange: Arrange, orders: OrdersApi, number: int) -> Whole:
    """The order with this number, as it stands now.

    Raises :class:`Lacking` where the store shows no orders, or neither products nor addresses of them.
    """
    order = shown(arrange, lambda: orders.get_order(number))
    rows = shown(arrange, lambda: orders.get_order_products(number), "shows no products of orders")
    places = shown(
        arrange, lambda: orders.get_order_shipping_addresses(number), "shows no shipping addresses of orders"
    )
    return whole_in(order, rows, places, listed_coupons(arrange, orders, number))


def whole_again(arrange: Arrange, orders: OrdersApi, number: int) -> Whole:
    """The order with this number, of which the store has shown everything before, as it stands now."""
    order, rows = (
        arrange.done(lambda: orders.get_order(number)),
        arrange.done(lambda: orders.get_order_products(number)),
    )
    places = arrange.done(lambda: orders.get_order_shipping_addresses(number))
    return whole_in(order, rows, places, listed_coupons(arrange, orders, number))


def listed_coupons(arrange: Arrange, orders: OrdersApi, number: int) -> Answer | None:
    """The coupons of an order; ``None`` where the store finds none, or has no such list."""
    with arrange.quietly():
        answer = orders.get_order_coupons(number)
    if answer.status in NOT_OFFERED:
        return None
    if not answer.accepted:
        raise Unarranged(f"{answer}, so the coupons of the order are not known")
    return answer


def whole_in(order: Answer, rows: Answer, places: Answer, coupons: Answer | None = None) -> Whole:
    """The order that these answers show; without coupons where none were asked for."""
    listed = _read(coupons, list[dict[str, Any]]) if coupons is not None and coupons.data else []
    return Whole(
        order=_read(order, dict[str, Any]),
        rows=tuple(_read(rows, list[Row]) if rows.data else []),
        places=tuple(_read(places, list[Place]) if places.data else []),
        codes=tuple(sorted(str(each.get("code")).upper() for each in listed)),
    )


def ordered(server: ServerFace, orders: OrdersApi, arrange: Arrange, checkout: Checkout) -> Whole:
    """The order that is made from a checkout; raises :class:`Unarranged` when the store makes none."""
    return whole_order(arrange, orders, make_order(arrange, server, checkout.id))


def pieces_of(*items: LineItem) -> Counter[int]:
    """How many of each product these lines hold."""
    held: Counter[int] = Counter()
    for item in items:
        held[item.product_id] += item.quantity
    return held


def priced_otherwise(order: Whole, cart: Mapping[str, Any]) -> list[int]:
    """The products of an order whose price, as entered, with or without tax, is neither of its prices in the cart."""
    lines = cart["line_items"]["physical_items"]
    prices = {(line["product_id"], line.get("variant_id")): _prices(line) for line in lines}
    return [row.product_id for row in order.rows if not _costs(row, prices.get((row.product_id, row.variant_id), []))]


def _prices(line: Mapping[str, Any]) -> list[Decimal]:
    """The list price of a line, and what it is sold for: which of them an order keeps nobody has recorded."""
    shown = (exact(line.get(name)) for name in ("list_price", "sale_price"))
    return [price for price in shown if price is not None]


def _costs(row: Row, prices: Sequence[Decimal]) -> bool:
    shown = (row.base_price, row.price_ex_tax, row.price_inc_tax)
    return not prices or any(near(each, price) for each in shown for price in prices)


def given(address: Mapping[str, Any]) -> dict[str, object]:
    """The members of an address on a checkout that its order must keep."""
    return members_of(address, NAMES)


def by_product(goods: Counter[tuple[int, int | None]]) -> Counter[int]:
    """How many of each product there are, whatever the variant."""
    held: Counter[int] = Counter()
    for (product, _), quantity in goods.items():
        held[product] += quantity
    return held


def same_goods(order: Whole, checkout: Checkout) -> bool:
    """Whether an order holds the products, variants and quantities of a checkout; variants where both show them."""
    if any(variant is None for _, variant in (*order.goods, *checkout.cart.contents)):
        return by_product(order.goods) == by_product(checkout.cart.contents)
    return order.goods == checkout.cart.contents


def named_cart(order: Whole) -> str:
    """The cart that an order names; raises :class:`Lacking` where it names none, as recorded orders do."""
    named = order.order.get("cart_id")
    if not named:
        raise Lacking("the store's orders name no cart")
    return str(named)


def near(one: Decimal, other: Decimal) -> bool:
    """Whether two amounts are the same, each rounded to cents by itself."""
    return abs(one - other) <= 2 * HALF_A_CENT


def near_by_piece(one: Decimal, other: Decimal, checkout: Checkout) -> bool:
    """Whether two sums are the same; a store may round each piece, each line and each of the sums."""
    pieces, lines = sum(item.quantity for item in checkout.cart.items), len(checkout.cart.items)
    return abs(one - other) <= HALF_A_CENT * (2 + pieces + lines)


def same_but_for_coupons(one: Decimal, other: Decimal, checkout: Checkout) -> bool:
    """Whether two sums are the same, as one of them may have taken the coupons of the checkout off.

    Nobody has recorded whether the subtotals of a checkout are those before its coupons, nor whether they are those
    of an order. The coupons' amount may be told with tax and taken off without it, or the other way round.
    """
    off = sum((held.discounted_amount or Decimal(0) for held in checkout.coupons), Decimal(0))
    apart, least, most = abs(one - other), off / MOST_WITH_TAX, off * MOST_WITH_TAX
    return near_by_piece(apart, Decimal(0), checkout) or (
        near_by_piece(max(least, min(apart, most)), apart, checkout) and off > 0
    )


# What must be the same of two orders of one unchanged checkout, and of one order at two times.
ASPECTS: Mapping[str, Callable[[Whole], Any]] = {
    "products and quantities": lambda whole: whole.goods,
    "the total": lambda whole: whole.total,
    "the billing address": lambda whole: whole.billing,
    "the shipping addresses": lambda whole: sorted(str(place.address) for place in whole.places),
    "what goes where": lambda whole: sorted(
        f"{place.address} {row.product_id} {row.quantity}"
        for place in whole.places
        for row in whole.rows
        if row.order_address_id == place.id
    ),
    "the coupons": lambda whole: whole.codes,
    "the customer message": lambda whole: whole.order.get("customer_message") or "",
    "the shipping cost": lambda whole: whole.amount("shipping_cost_inc_tax"),
    "the currency": lambda whole: whole.order.get("currency_code"),
}


def unlike(one: Whole, other: Whole) -> str:
    """In what two orders differ, in words; empty when in nothing."""
    return ", ".join(name for name, aspect in ASPECTS.items() if aspect(one) != aspect(other))


def _read(answer: Answer, shape: Any) -> Any:
    if not answer.accepted:
        raise Unreadable(f"{answer}, so there is no order to read")
    try:
        return msgspec.convert(answer.data, shape, strict=False)
    except msgspec.ValidationError as error:
        raise Unreadable(f"the order in the answer of {answer.operation}: {error}") from error

"""A checkout and a cart as either face shows them, read into one form to compare.

The server face writes ``snake_case`` and the storefront ``camelCase``; names are folded before reading, and
nothing else is: a value that a face leaves out stays absent here.
"""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

import msgspec

from conformance.api import Answer

HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
Shape = TypeVar("Shape")


class Unreadable(Exception):
    """An answer lacks what a scenario must read; the contract says so by itself, the scenario could not run."""


class LineItem(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a cart that holds a product. ``variant_id`` is ``None`` where the store shows none."""

    id: str
    product_id: int
    variant_id: int | None = None
    quantity: int


class LineItems(msgspec.Struct, frozen=True, kw_only=True):
    """The lines by their kind, as both faces group them. Digital and physical lines are read alike."""

    physical_items: tuple[LineItem, ...]
    digital_items: tuple[LineItem, ...] = ()
    custom_items: tuple[dict[str, Any], ...] = ()
    gift_certificates: tuple[dict[str, Any], ...] = ()


class AppliedCoupon(msgspec.Struct, frozen=True, kw_only=True):
    """A coupon in use, by its code, and what it takes off."""

    code: str
    discounted_amount: Decimal | None = None


class Cart(msgspec.Struct, frozen=True, kw_only=True):
    """A cart, alone or inside its checkout."""

    id: str
    line_items: LineItems
    base_amount: Decimal
    discount_amount: Decimal | None = None
    currency: dict[str, Any] | None = None
    coupons: tuple[AppliedCoupon, ...] = ()
    version: int | None = None

    @property
    def items(self) -> tuple[LineItem, ...]:
        """The lines that hold products, physical first."""
        return self.line_items.physical_items + self.line_items.digital_items

    @property
    def contents(self) -> Counter[tuple[int, int | None]]:
        """How many of each product and variant the cart holds, whatever the lines' order."""
        held: Counter[tuple[int, int | None]] = Counter()
        for item in self.items:
            held[item.product_id, item.variant_id] += item.quantity
        return held

    def item(self, item_id: str) -> LineItem | None:
        """The line with this id."""
        return next((item for item in self.items if item.id == item_id), None)


class ShippingOption(msgspec.Struct, frozen=True, kw_only=True):
    """A way to ship a consignment and what it costs as the store quotes it."""

    id: str
    cost: Decimal


class Consignment(msgspec.Struct, frozen=True, kw_only=True):
    """A shipping address with its line items. ``available_shipping_options`` is ``None`` where it is not shown.

    The server face's older documents show the address as ``address`` alone; it is read as ``shipping_address``.
    """

    id: str
    line_item_ids: tuple[str, ...]
    shipping_address: dict[str, Any] | None = None
    address: dict[str, Any] | None = None
    selected_shipping_option: ShippingOption | None = None
    available_shipping_options: tuple[ShippingOption, ...] | None = None

    def __post_init__(self) -> None:
        if self.shipping_address is None:
            msgspec.structs.force_setattr(self, "shipping_address", self.address)


class AppliedGiftCertificate(msgspec.Struct, frozen=True, kw_only=True):
    """A gift certificate on a checkout and how much of it is used."""

    code: str
    used: Decimal
    balance: Decimal | None = None
    remaining: Decimal | None = None


class Checkout(msgspec.Struct, frozen=True, kw_only=True):
    """A checkout as either face shows it."""

    id: str
    cart: Cart
    grand_total: Decimal
    consignments: tuple[Consignment, ...]
    coupons: tuple[AppliedCoupon, ...] = ()
    billing_address: dict[str, Any] | list[Any] | None = None
    customer_message: str | None = None
    gift_certificates: tuple[AppliedGiftCertificate, ...] = ()
    outstanding_balance: Decimal | None = None
    shipping_cost_total: Decimal | None = None
    shipping_cost_total_inc_tax: Decimal | None = None
    version: int | None = None

    @property
    def shipping_total(self) -> Decimal:
        """The shipping total by the name that the face has for it."""
        total = self.shipping_cost_total
        return total if total is not None else self.shipping_cost_total_inc_tax or Decimal(0)

    @property
    def billing(self) -> dict[str, Any]:
        """The billing address, empty while none is set."""
        return self.billing_address if isinstance(self.billing_address, dict) else {}

    @property
    def coupon_codes(self) -> tuple[str, ...]:
        """The codes of the coupons, in upper case: stores fold the case of codes."""
        return tuple(coupon.code.upper() for coupon in self.coupons)

    def consignment(self, consignment_id: str) -> Consignment | None:
        """The consignment with this id."""
        return next((held for held in self.consignments if held.id == consignment_id), None)

    def consignment_of(self, item_id: str) -> Consignment | None:
        """The first consignment that lists this line item."""
        return next((held for held in self.consignments if item_id in held.line_item_ids), None)


@cache
def folded_name(name: str) -> str:
    """A member's name, or a dotted path of names, in ``snake_case``."""
    return HUMP.sub("_", name).lower()


def folded(document: Any) -> Any:
    """The same document with every member name in ``snake_case``."""
    if isinstance(document, dict):
        return {folded_name(name): folded(value) for name, value in document.items()}
    if isinstance(document, list):
        return [folded(value) for value in document]
    return document


def checkout_in(answer: Answer) -> Checkout:
    """The checkout that an answer shows; raises :class:`Unreadable` when it shows none."""
    return _read(answer, answer.data, Checkout)


def cart_in(answer: Answer) -> Cart:
    """The cart that an answer shows, also when it comes as the only one of a list or inside its checkout."""
    shown = answer.data
    if isinstance(shown, list):
        shown = shown[0] if shown else None
    if isinstance(shown, dict) and "cart" in shown:
        shown = shown["cart"]
    return _read(answer, shown, Cart)


def _read(answer: Answer, shown: Any, shape: type[Shape]) -> Shape:
    if not answer.accepted:
        raise Unreadable(f"{answer}, so there is no {shape.__name__.lower()} to read")
    try:
        return msgspec.convert(folded(shown), shape)
    except msgspec.ValidationError as error:
        raise Unreadable(f"the {shape.__name__.lower()} in the answer of {answer.operation}: {error}") from error

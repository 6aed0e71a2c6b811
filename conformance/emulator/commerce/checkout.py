# ruff: noqa: D102 - handlers and forms are described by the operationId beside them
"""The checkout aggregate: a cart and what is known about paying for it and sending it.

Cart and checkout are one thing with one identity and one version; the surfaces show two views of it.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from conformance.emulator.commerce.address import Address
from conformance.emulator.commerce.money import ZERO
from conformance.emulator.commerce.refusals import NotFound
from conformance.emulator.commerce.shipping import Parcel, ShippingOption

Side = Literal["cart", "checkout"]
LineKind = Literal["physical", "digital", "gift_certificate", "custom"]


class ChosenOption(Struct, frozen=True):
    """What the shopper chose for one option or wrote into one modifier."""

    name: str
    name_id: int
    value: str
    value_id: int | None


class Contact(Struct, frozen=True):
    """Sender or recipient of a gift certificate."""

    name: str = ""
    email: str = ""


class CertificateLine(Struct, frozen=True):
    """What a gift certificate that is being bought says."""

    theme: str
    sender: Contact
    recipient: Contact
    message: str = ""


class GiftWrapping(Struct, frozen=True):
    """How an item is wrapped; `amount` for the whole line, in one parcel or each item in its own."""

    name: str
    message: str
    amount: Decimal
    each: bool = False


class LineItem(Struct, frozen=True, kw_only=True):
    """One line of a cart. `unit_price` as the store enters its prices."""

    id: str
    kind: LineKind
    name: str
    quantity: int
    unit_price: Decimal
    product_id: int = 0
    variant_id: int = 0
    sku: str = ""
    slug: str = ""
    image_url: str = ""
    weight: Decimal = ZERO
    taxable: bool = True
    tax_class_id: int = 0
    sent_free: bool = False
    options: tuple[ChosenOption, ...] = ()
    categories: tuple[str, ...] = ()
    category_ids: tuple[int, ...] = ()
    price_overridden: bool = False
    wrapping: GiftWrapping | None = None
    certificate: CertificateLine | None = None

    @property
    def shippable(self) -> bool:
        return self.kind == "physical"

    def same_goods(self, other: LineItem) -> bool:
        """Whether both lines sell the same thing at the same price, so that they can be one line."""
        if self.kind not in ("physical", "digital") or self.variant_id != other.variant_id:
            return False
        return self.options == other.options and replace(other.of(self.quantity), id=self.id) == self

    def of(self, quantity: int) -> LineItem:
        """The same line with another quantity, and what wrapping so many costs."""
        wrapping = self.wrapping
        if wrapping is not None and wrapping.each:
            wrapping = replace(wrapping, amount=wrapping.amount / self.quantity * quantity)
        return replace(self, quantity=quantity, wrapping=wrapping)


class Consignment(Struct, frozen=True, kw_only=True):
    """What goes to one place: `item_ids` name whole lines, for a line that is shared out is split."""

    id: str
    item_ids: tuple[str, ...] = ()
    address: Address | None = None
    pickup_method_id: int | None = None
    option: ShippingOption | None = None


class Fee(Struct, frozen=True, kw_only=True):
    """An extra charge that an app added. `cost` as the store enters its prices."""

    id: str
    name: str
    display_name: str
    cost: Decimal
    source: str
    tax_class_id: int | None = None


class LineDiscount(Struct, frozen=True):
    """A manual discount on one line."""

    item_id: str
    amount: Decimal


class Checkout(Struct, frozen=True, kw_only=True):
    """Everything about one purchase that is not an order yet. `views`: the sides from which it can be read."""

    id: str
    created_time: datetime
    updated_time: datetime
    channel_id: int = 1
    customer_id: int = 0
    currency: str = "USD"
    locale: str = "en"
    lines: tuple[LineItem, ...] = ()
    billing_address: Address | None = None
    consignments: tuple[Consignment, ...] = ()
    coupons: tuple[str, ...] = ()
    gift_certificates: tuple[str, ...] = ()
    fees: tuple[Fee, ...] = ()
    manual_discount: Decimal = ZERO
    line_discounts: tuple[LineDiscount, ...] = ()
    customer_message: str = ""
    store_credit_applied: bool = False
    spam_checked: bool = False
    order_id: int | None = None
    version: int = 1
    views: tuple[Side, ...] = ("cart", "checkout")

    def line(self, item_id: str) -> LineItem:
        """The line with this id. Raises NotFound("item")."""
        found = next((line for line in self.lines if line.id == item_id), None)
        if found is None:
            raise NotFound("item", item_id)
        return found

    def consignment(self, consignment_id: str) -> Consignment:
        """The consignment with this id. Raises NotFound("consignment")."""
        found = next((one for one in self.consignments if one.id == consignment_id), None)
        if found is None:
            raise NotFound("consignment", consignment_id)
        return found

    def place_of(self, item_id: str) -> str | None:
        """The id of the consignment that holds the line, None while none does."""
        return next((one.id for one in self.consignments if item_id in one.item_ids), None)

    def with_line(self, line: LineItem) -> Checkout:
        """The checkout with one line replaced, in its place."""
        return replace(self, lines=tuple(line if one.id == line.id else one for one in self.lines))

    def with_consignment(self, consignment: Consignment) -> Checkout:
        """The checkout with one consignment replaced, in its place."""
        changed = tuple(consignment if one.id == consignment.id else one for one in self.consignments)
        return replace(self, consignments=changed)

    def parcel_of(self, consignment: Consignment) -> Parcel:
        """Weight, total (as entered) and number of the items that are charged for when a consignment is sent."""
        lines = [one for one in self.lines if one.id in consignment.item_ids and not one.sent_free]
        return Parcel(
            weight=sum((one.weight * one.quantity for one in lines), ZERO),
            total=sum((one.unit_price * one.quantity for one in lines), ZERO),
            count=sum(one.quantity for one in lines),
        )

"""Products, their variants and their modifiers."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from msgspec import Struct

from conformance.emulator.commerce.money import ZERO


class OptionValue(Struct, frozen=True):
    """One choice of an option, e.g. "Large"."""

    id: int
    label: str


class Option(Struct, frozen=True):
    """A choice that selects a variant, e.g. "Size"."""

    id: int
    display_name: str
    values: tuple[OptionValue, ...] = ()


class Modifier(Struct, frozen=True):
    """A text that the shopper writes; it never selects a variant. `longest`: so many characters, 0 for no limit."""

    id: int
    display_name: str
    required: bool = False
    longest: int = 0


class VariantChoice(Struct, frozen=True):
    """Which value of which option a variant stands for."""

    option_id: int
    value_id: int


class Variant(Struct, frozen=True):
    """What is really sold; a simple product has exactly one, without choices.

    `price` None: the product's. `stock` None: not counted per variant. `disabled`: listed, but not for sale.
    """

    id: int
    sku: str = ""
    price: Decimal | None = None
    choices: tuple[VariantChoice, ...] = ()
    stock: int | None = None
    disabled: bool = False


class WrappingPaper(Struct, frozen=True):
    """A kind of gift wrapping that the store offers; `price` as entered, per parcel."""

    id: int
    name: str
    price: Decimal = ZERO


class Product(Struct, frozen=True, kw_only=True):
    """A product of the catalog. `price` as entered, `stock` None when inventory is not tracked.

    `available`: whether it can be bought; `sent_free`: sending it costs nothing.
    """

    id: int
    name: str
    type: Literal["physical", "digital"] = "physical"
    sku: str = ""
    price: Decimal = ZERO
    weight: Decimal = Decimal(1)
    taxable: bool = True
    tax_class_id: int = 0
    minimum: int = 0
    maximum: int = 0
    stock: int | None = None
    variants: tuple[Variant, ...] = ()
    options: tuple[Option, ...] = ()
    modifiers: tuple[Modifier, ...] = ()
    categories: tuple[str, ...] = ("Shop All",)
    category_ids: tuple[int, ...] = ()
    visible: bool = True
    available: bool = True
    sent_free: bool = False

    @property
    def slug(self) -> str:
        """The path of the product's page."""
        words = "".join(letter if letter.isalnum() else " " for letter in self.name.lower()).split()
        return "-".join(words) or f"product-{self.id}"

    def variant(self, variant_id: int) -> Variant | None:
        """The variant with this id, if the product has it."""
        return next((variant for variant in self.variants if variant.id == variant_id), None)

    def price_of(self, variant: Variant) -> Decimal:
        """The unit price as entered in the catalog."""
        return self.price if variant.price is None else variant.price

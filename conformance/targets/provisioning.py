"""Finds or makes what the suite needs in a store: products, a coupon code, a gift certificate.

Nothing of any store is written down here: the target's config names fixtures, or they are read from the store's
catalog, or made through its marketing API and removed again at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any
from uuid import UUID

import msgspec

from conformance.api import Answer, ManagementApi

# Scenarios put up to this many of one product into a cart, several times over in a run.
ENOUGH = 20
# A store's first pages hold enough to choose from; more would only cost quota.
PAGES = 3
# A run that was killed may have left its codes behind, and codes are the same for the same seed.
CODES_TRIED = 5

COUPON: Mapping[str, object] = {
    "name": "checkout-conformance",
    "type": "percentage_discount",
    "amount": "10",
    "enabled": True,
    "applies_to": {"entity": "categories", "ids": [0]},
}
GIFT_CERTIFICATE: Mapping[str, object] = {
    "to_name": "Ada Marlowe",
    "to_email": "ada.marlowe@example.com",
    "from_name": "Ben Okafor",
    "from_email": "ben.okafor@example.com",
    "amount": "5.00",
    "balance": "5.00",
    "status": "active",
    "template": "general.html",
}


class Lacking(Exception):
    """The store has no such thing, by its own word or its config: what needs it is not applicable."""


class Unprovisioned(Exception):
    """The store refused to give or make what the suite needs: what depends on it could not run."""


class Variant(msgspec.Struct, frozen=True, kw_only=True):
    """A variant of a product, as ``GET /catalog/products?include=variants`` lists it."""

    id: int
    purchasing_disabled: bool = False
    inventory_level: int = 0


class Modifier(msgspec.Struct, frozen=True, kw_only=True):
    """A choice that a shopper can or must make."""

    required: bool = False


class Product(msgspec.Struct, frozen=True, kw_only=True):
    """A product, as far as the suite needs to know it to put it into a cart."""

    id: int
    type: str = "physical"
    price: float = 0
    availability: str = "available"
    inventory_tracking: str = "none"
    inventory_level: int = 0
    order_quantity_minimum: int = 0
    order_quantity_maximum: int = 0
    variants: tuple[Variant, ...] = ()
    modifiers: tuple[Modifier, ...] = ()

    @property
    def variant_ids(self) -> tuple[int, ...]:
        """The variants that can be bought, in the order of their ids."""
        enough = self.inventory_tracking != "variant"
        return tuple(
            sorted(
                variant.id
                for variant in self.variants
                if not variant.purchasing_disabled and (enough or variant.inventory_level >= ENOUGH)
            )
        )

    @property
    def plain(self) -> bool:
        """Whether it can be put into a cart by its id and variant alone, several at a time."""
        return (
            self.price > 0
            and self.availability == "available"
            and bool(self.variant_ids)
            and not any(modifier.required for modifier in self.modifiers)
            and (self.inventory_tracking != "product" or self.inventory_level >= ENOUGH)
            and self.order_quantity_minimum <= 1
            and (self.order_quantity_maximum == 0 or self.order_quantity_maximum >= ENOUGH)
        )


class _Made(msgspec.Struct, frozen=True):
    """What the marketing API answers when it has made something."""

    id: int
    code: str


class Stock:
    """What the suite may use of a store, found on first use and kept for the run.

    ``named`` are the ids and codes that the target's config gives; they win over what would be found.
    ``capability`` is asked by name and gives the reason when the target lacks it.
    """

    def __init__(
        self,
        management: ManagementApi,
        named: Mapping[str, Any],
        new_code: Callable[[], UUID],
        *,
        may_make: bool,
    ) -> None:
        self._management = management
        self._named = named
        self._new_code = new_code
        self._may_make = may_make
        self._undo: list[Callable[[], Answer]] = []

    @cached_property
    def products(self) -> tuple[Product, ...]:
        """The plain physical products of the catalog, by id; only the named ones when the config names some."""
        found = [product for page in self._pages() for product in page]
        wanted = self._named.get("product_ids")
        chosen = [product for product in found if product.plain and product.type == "physical"]
        if wanted:
            chosen = sorted((product for product in chosen if product.id in wanted), key=lambda p: wanted.index(p.id))
        if not chosen:
            raise Lacking("the catalog shows no physical product that can be bought by its id and variant alone")
        return tuple(chosen)

    @property
    def varied(self) -> Product:
        """A product with at least two variants."""
        for product in self.products:
            if len(product.variant_ids) > 1:
                return product
        raise Lacking("the catalog shows no physical product with two variants")

    def product(self, index: int) -> Product:
        """The physical product at this place, plain ones without choice of variant first."""
        ordered = sorted(self.products, key=lambda product: len(product.variant_ids) > 1)
        if index >= len(ordered):
            raise Lacking(f"the catalog shows fewer than {index + 1} physical products that are ready to buy")
        return ordered[index]

    @property
    def made_coupon(self) -> bool:
        """Whether the coupon is of the suite's own making: 10 % off everything."""
        return "coupon_code" not in self._named

    @cached_property
    def coupon_code(self) -> str:
        """The code of a coupon that takes something off the whole cart."""
        if code := self._named.get("coupon_code"):
            return str(code)
        made = self._make("coupon", lambda code: self._management.create_coupon({**COUPON, "code": code}))
        self._undo.append(lambda: self._management.delete_coupon(made.id))
        return made.code

    @cached_property
    def gift_certificate_code(self) -> str:
        """The code of a gift certificate with a balance."""
        if code := self._named.get("gift_certificate_code"):
            return str(code)
        made = self._make(
            "gift certificate",
            lambda code: self._management.create_gift_certificate({**GIFT_CERTIFICATE, "code": code}),
        )
        self._undo.append(lambda: self._management.delete_gift_certificate(made.id))
        return made.code

    def clear(self) -> None:
        """Removes what was made, newest first. What a store refuses to remove is left to its owner."""
        while self._undo:
            self._undo.pop()()

    def _make(self, what: str, act: Callable[[str], Answer]) -> _Made:
        if not self._may_make:
            raise Lacking(f"the target names no {what} and doesn't let the suite make one")
        answer = act(self._fresh_code())
        for _ in range(CODES_TRIED - 1):
            if answer.accepted:
                break
            answer = act(self._fresh_code())
        try:
            return msgspec.convert(answer.data, _Made)
        except msgspec.ValidationError as error:
            raise Unprovisioned(f"the store made no {what}: {answer}") from error

    def _fresh_code(self) -> str:
        return f"CC-{self._new_code().hex[:12].upper()}"

    def _pages(self) -> list[list[Product]]:
        pages: list[list[Product]] = []
        for number in range(1, PAGES + 1):
            answer = self._management.get_products(number)
            try:
                page = msgspec.convert(answer.data, list[Product], strict=False)
            except msgspec.ValidationError as error:
                raise Unprovisioned(f"the catalog can't be read: {answer}: {error}") from error
            if not page:
                break
            pages.append(page)
        return pages

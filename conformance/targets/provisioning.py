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
from conformance.targets.offers import CertificateOffer, CouponOffer

# Scenarios put up to this many of one product into a cart, several times over in a run.
ENOUGH = 20
# The suite's coupons, discounts and gift certificates take off less than this, but for those that must take all.
WORTH = 10
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


class Refusing(Unprovisioned):
    """The store declined to make something: it understood what was asked for."""


class Variant(msgspec.Struct, frozen=True, kw_only=True):
    """A variant of a product, as ``GET /catalog/products?include=variants`` lists it."""

    id: int
    price: float | None = None
    sale_price: float | None = None
    purchasing_disabled: bool = False
    inventory_level: int = 0


class Modifier(msgspec.Struct, frozen=True, kw_only=True):
    """A choice that a shopper can or must make. ``type`` is ``text`` where the shopper writes a line."""

    id: int = 0
    type: str = ""
    required: bool = False


class Product(msgspec.Struct, frozen=True, kw_only=True):
    """A product, as far as the suite needs to know it to put it into a cart.

    ``named``: the target's config names it, and no catalog tells more about it.
    """

    id: int
    name: str | None = None
    type: str = "physical"
    price: float = 0
    sale_price: float | None = None
    availability: str = "available"
    inventory_tracking: str = "none"
    inventory_level: int = 0
    order_quantity_minimum: int = 0
    order_quantity_maximum: int = 0
    variants: tuple[Variant, ...] = ()
    modifiers: tuple[Modifier, ...] = ()
    named: bool = False

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
            self.buyable
            and not self.words
            and self.plentiful
            and self.order_quantity_minimum <= 1
            and (self.order_quantity_maximum == 0 or self.order_quantity_maximum >= ENOUGH)
        )

    @property
    def buyable(self) -> bool:
        """Whether it is on sale at a price, in a variant that can be bought."""
        return self.named or (self.price > 0 and self.availability == "available" and bool(self.variant_ids))

    @property
    def plainly_priced(self) -> bool:
        """Whether its one price is that of the product: no sale, and no variant with a price of its own."""
        return not (self.named or self.sale_price or any(variant.price for variant in self.variants))

    @property
    def cheap(self) -> bool:
        """Whether one piece may cost less than what offers take off."""
        prices = (self.sale_price or self.price, *(variant.price for variant in self.variants if variant.price))
        return not self.named and min(prices) < WORTH

    @property
    def unlimited(self) -> bool:
        """Whether a cart may hold any number of it."""
        known = self.plain and not self.named
        return known and self.inventory_tracking == "none" and not self.order_quantity_maximum

    @property
    def plentiful(self) -> bool:
        """Whether there is more of it than the suite ever puts into one cart."""
        return self.inventory_tracking != "product" or self.inventory_level >= ENOUGH

    @property
    def words(self) -> tuple[Modifier, ...]:
        """The choices that a shopper must make beside the variant."""
        return tuple(modifier for modifier in self.modifiers if modifier.required)


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
        self._offered: dict[CouponOffer | CertificateOffer, str | Lacking] = {}

    @cached_property
    def catalog(self) -> tuple[Product, ...]:
        """The first pages of the catalog; where it can't be read, the products that the config names."""
        try:
            return tuple(product for page in self._pages() for product in page)
        except Unprovisioned:
            if named := self._named_products():
                return named
            raise

    @cached_property
    def products(self) -> tuple[Product, ...]:
        """The plain physical products, by id, cheap ones last; only the named ones when the config names some."""
        wanted = self._named.get("product_ids")
        chosen = sorted((p for p in self.catalog if p.plain and p.type == "physical"), key=lambda p: p.cheap)
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

    @cached_property
    def by_choice(self) -> tuple[Product, ...]:
        """The physical products, cheap ones last, and of either sort those without a choice of variant first."""
        return tuple(sorted(self.products, key=lambda product: (product.cheap, len(product.variant_ids) > 1)))

    def product(self, index: int) -> Product:
        """The physical product at this place among :attr:`by_choice`."""
        if index < len(self.by_choice):
            return self.by_choice[index]
        raise Lacking(f"the catalog shows fewer than {index + 1} physical products that are ready to buy")

    @property
    def limited(self) -> Product:
        """A product of which an order may hold a few and no more."""
        for product in self.catalog:
            few = max(1, product.order_quantity_minimum) <= product.order_quantity_maximum < ENOUGH
            if product.buyable and product.plentiful and not product.words and few:
                return product
        raise Lacking("the catalog shows no product that an order may hold a few of and no more")

    @property
    def bundled(self) -> Product:
        """A product that is sold from some pieces on."""
        for product in self.catalog:
            fewest, most = product.order_quantity_minimum, product.order_quantity_maximum or ENOUGH
            if product.buyable and product.plentiful and not product.words and 1 < fewest < most:
                return product
        raise Lacking("the catalog shows no product that is sold from two pieces on")

    @property
    def scarce(self) -> Product:
        """A product of which a few are in stock, by the store's count."""
        for product in self.catalog:
            few = product.inventory_tracking == "product" and 0 < product.inventory_level < ENOUGH
            free = product.order_quantity_minimum <= 1 and product.order_quantity_maximum == 0
            if product.buyable and not product.words and few and free:
                return product
        raise Lacking("the catalog shows no product of which only a few are in stock")

    @property
    def worded(self) -> Product:
        """A product with one line of text that a shopper must write, and nothing else to choose but the variant."""
        for product in self.catalog:
            one_text = len(product.words) == 1 and product.words[0].type == "text"
            free = product.order_quantity_minimum <= 1 and product.order_quantity_maximum == 0
            if product.buyable and product.plentiful and one_text and free:
                return product
        raise Lacking("the catalog shows no product with a text that a shopper must write")

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

    @property
    def digital(self) -> Product:
        """A digital product that is ready to buy, the one that the config names if it names one."""
        named = self._named.get("digital_product_id")
        for product in self.catalog:
            if product.type == "digital" and product.plain and named in (None, product.id):
                return product
        raise Lacking("the catalog shows no digital product that is ready to buy")

    @property
    def customer_id(self) -> int:
        """A customer of the store; raises :class:`Lacking` when the target's config names none."""
        if named := self._named.get("customer_id"):
            return int(named)
        raise Lacking("the target's config names no customer, and the suite makes none")

    @property
    def pickup_method_id(self) -> int:
        """A way to collect that the store offers; raises :class:`Lacking` when the target's config names none."""
        if named := self._named.get("pickup_method_id"):
            return int(named)
        raise Lacking("the target's config names no pickup method, and no operation of these APIs lists them")

    def coupon(self, offer: CouponOffer) -> str:
        """The code of a coupon on these terms, made once in a run; raises :class:`Lacking` where it can't be made."""
        return self._on_terms(offer, self._management.create_coupon, self._management.delete_coupon)

    def gift_certificate(self, offer: CertificateOffer) -> str:
        """The code of a gift certificate on these terms, made once; raises :class:`Lacking` where it can't be."""
        make, remove = self._management.create_gift_certificate, self._management.delete_gift_certificate
        return self._on_terms(offer, make, remove)

    @property
    def made(self) -> int:
        """How many things were made and not removed yet."""
        return len(self._undo)

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
            trouble = Refusing if answer.refused else Unprovisioned
            raise trouble(f"the store made no {what}: {answer}") from error

    def _on_terms(
        self,
        offer: CouponOffer | CertificateOffer,
        make: Callable[[dict[str, object]], Answer],
        remove: Callable[[int], Answer],
    ) -> str:
        if offer not in self._offered:
            self._offered[offer] = self._newly(offer, make, remove)
        held = self._offered[offer]
        if isinstance(held, Lacking):
            raise held
        return held

    def _newly(
        self,
        offer: CouponOffer | CertificateOffer,
        make: Callable[[dict[str, object]], Answer],
        remove: Callable[[int], Answer],
    ) -> str | Lacking:
        shown: list[Any] = []

        def made_of(code: str) -> Answer:
            answer = make(offer.body(code))
            shown.append(answer.data)
            return answer

        try:
            made = self._make("coupon or gift certificate on such terms", made_of)
        except Refusing as error:
            # The store says by itself that it has no such offers.
            return Lacking(f"the store makes no such offer: {error}")
        self._undo.append(lambda: remove(made.id))
        missing = offer.missing(shown[-1])
        return Lacking(f"the store made an offer without {', '.join(missing)}") if missing else made.code

    def _fresh_code(self) -> str:
        return f"CC-{self._new_code().hex[:12].upper()}"

    def _named_products(self) -> tuple[Product, ...]:
        variants = tuple(Variant(id=each) for each in self._named.get("variant_ids", ()))
        first, *others = self._named.get("product_ids") or (None,)
        digital = self._named.get("digital_product_id")
        named = [Product(id=first, variants=variants, named=True)] if first else []
        named += [Product(id=each, named=True) for each in others]
        return (*named, *([Product(id=digital, type="digital", named=True)] if digital else []))

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

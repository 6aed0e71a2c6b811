"""Putting things into the cart, changing how many, taking them out."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from conformance.emulator.commerce.catalog import Modifier, Product, Variant, VariantChoice
from conformance.emulator.commerce.checkout import (
    CertificateLine,
    Checkout,
    ChosenOption,
    Contact,
    GiftWrapping,
    LineItem,
)
from conformance.emulator.commerce.refusals import Refused, wrong_fields
from conformance.emulator.commerce.shop import Shop

# Longer strings of digits name no id; int() would refuse very long ones with another error.
LONGEST_ID = 19
# Answers show each line in full; beyond this a cart is no cart any more.
MOST_LINES = 500
PLACEHOLDER_IMAGE = "https://store.example.com/images/ProductDefault.gif"


class Selection(Struct, frozen=True):
    """An option's chosen value: a value id for an option, a text for a modifier."""

    option_id: int
    value: str | int


class WantedWrapping(Struct, frozen=True):
    """How somebody wants an item wrapped. `paper_id` None: in the first that there is; `together`: in one parcel."""

    message: str = ""
    paper_id: int | None = None
    together: bool = True


class WantedProduct(Struct, frozen=True, kw_only=True):
    """A product that somebody wants in the cart."""

    product_id: int
    quantity: int
    variant_id: int | None = None
    selections: tuple[Selection, ...] = ()
    list_price: Decimal | None = None
    name: str | None = None
    wrapping: WantedWrapping | None = None


class WantedCustomItem(Struct, frozen=True, kw_only=True):
    """Something that is not in the catalog."""

    name: str
    quantity: int
    list_price: Decimal
    sku: str = ""
    image_url: str = PLACEHOLDER_IMAGE


class WantedCertificate(Struct, frozen=True, kw_only=True):
    """A gift certificate to buy."""

    name: str
    theme: str
    amount: Decimal
    quantity: int
    sender: Contact
    recipient: Contact
    message: str = ""


Wanted = WantedProduct | WantedCustomItem | WantedCertificate


def add_items(checkout: Checkout, wanted: Sequence[Wanted], shop: Shop) -> Checkout:
    """Each wanted thing in the cart; the same goods again join the line that is there."""
    for one in wanted:
        checkout = _joined(checkout, _line(one, shop))
        if len(checkout.lines) > MOST_LINES:
            raise Refused("rule", f"A cart holds at most {MOST_LINES} different items")
    check_amounts(checkout, shop)
    return checkout


def change_item(checkout: Checkout, item_id: str, wanted: Wanted, shop: Shop) -> Checkout:
    """The line with another quantity. A variant is never exchanged: the line keeps the one it was added with.

    Another price may come with it; a gift certificate or custom item of the cart is written anew.
    """
    line = checkout.line(item_id)
    changed = line.of(wanted.quantity)
    if not isinstance(wanted, WantedProduct):
        if _line_kind(wanted) != line.kind:
            raise wrong_fields(line_item="The item is of another kind")
        changed = replace(_line(wanted, shop), id=line.id)
    elif wanted.list_price is not None:
        changed = replace(changed, unit_price=wanted.list_price, price_overridden=True)
    checkout = checkout.with_line(changed)
    check_amounts(checkout, shop)
    return checkout


def _line_kind(wanted: WantedCustomItem | WantedCertificate) -> str:
    return "custom" if isinstance(wanted, WantedCustomItem) else "gift_certificate"


def remove_item(checkout: Checkout, item_id: str) -> Checkout:
    """The checkout without the line, and without a consignment that held nothing else."""
    checkout.line(item_id)
    lines = tuple(line for line in checkout.lines if line.id != item_id)
    consignments = tuple(
        replace(one, item_ids=tuple(held for held in one.item_ids if held != item_id))
        for one in checkout.consignments
    )
    return replace(checkout, lines=lines, consignments=tuple(one for one in consignments if one.item_ids))


def check_amounts(checkout: Checkout, shop: Shop) -> None:
    """Raises Refused when a product stands in the cart more or less often than it may."""
    for product_id in dict.fromkeys(line.product_id for line in checkout.lines if line.product_id):
        product = shop.product(product_id)
        quantity = sum(line.quantity for line in checkout.lines if line.product_id == product_id)
        if product is None:
            continue
        if product.maximum and quantity > product.maximum:
            text = f"You can only purchase a maximum of {product.maximum} of the {product.name} per order."
            raise Refused("rule", text)
        if quantity < product.minimum:
            text = f"You must purchase at least {product.minimum} of the {product.name} per order."
            raise Refused("rule", text)
        if product.stock is not None and quantity > product.stock:
            raise Refused("rule", f"There are only {product.stock} of the {product.name} left.")
        _check_variants(checkout, product)


def _check_variants(checkout: Checkout, product: Product) -> None:
    for variant in product.variants:
        quantity = sum(line.quantity for line in checkout.lines if line.variant_id == variant.id)
        if variant.stock is not None and quantity > variant.stock:
            raise Refused("rule", f"There are only {variant.stock} of the {product.name} ({variant.sku}) left.")


def _joined(checkout: Checkout, line: LineItem) -> Checkout:
    same = next((one for one in checkout.lines if one.same_goods(line)), None)
    if same is None:
        return replace(checkout, lines=(*checkout.lines, line))
    return checkout.with_line(same.of(same.quantity + line.quantity))


def _line(wanted: Wanted, shop: Shop) -> LineItem:
    if isinstance(wanted, WantedProduct):
        return _product_line(wanted, shop)
    if isinstance(wanted, WantedCertificate):
        return _certificate_line(wanted, shop)
    return LineItem(
        id=shop.uuid(),
        kind="custom",
        name=wanted.name,
        quantity=wanted.quantity,
        unit_price=wanted.list_price,
        sku=wanted.sku,
        image_url=wanted.image_url,
    )


def _certificate_line(wanted: WantedCertificate, shop: Shop) -> LineItem:
    return LineItem(
        id=shop.uuid(),
        kind="gift_certificate",
        name=wanted.name,
        quantity=wanted.quantity,
        unit_price=wanted.amount,
        taxable=False,
        certificate=CertificateLine(wanted.theme, wanted.sender, wanted.recipient, wanted.message),
    )


def _product_line(wanted: WantedProduct, shop: Shop) -> LineItem:
    product = shop.product(wanted.product_id)
    if product is None or not product.available:
        raise wrong_fields(product_id=f"The product {wanted.product_id} is not available")
    variant = _variant(product, wanted)
    price = product.price_of(variant) if wanted.list_price is None else wanted.list_price
    return LineItem(
        id=shop.uuid(),
        kind=product.type,
        name=wanted.name or product.name,
        quantity=wanted.quantity,
        unit_price=price,
        product_id=product.id,
        variant_id=variant.id,
        sku=variant.sku or product.sku,
        slug=product.slug,
        image_url=PLACEHOLDER_IMAGE,
        weight=product.weight,
        taxable=product.taxable,
        tax_class_id=product.tax_class_id,
        sent_free=product.sent_free,
        options=_chosen(product, variant) + _written(product, wanted),
        categories=product.categories,
        category_ids=product.category_ids,
        price_overridden=wanted.list_price is not None,
        wrapping=_wrapping(wanted, shop) if wanted.wrapping and product.type == "physical" else None,
    )


def _wrapping(wanted: WantedProduct, shop: Shop) -> GiftWrapping:
    asked = wanted.wrapping or WantedWrapping()
    paper = next((one for one in shop.gift_wraps if asked.paper_id in (None, one.id)), None)
    if paper is None:
        raise wrong_fields(gift_wrapping=f"The gift wrapping {asked.paper_id} is not available")
    each = not asked.together
    return GiftWrapping(paper.name, asked.message, paper.price * (wanted.quantity if each else 1), each)


def _variant(product: Product, wanted: WantedProduct) -> Variant:
    if wanted.variant_id is not None:
        named = product.variant(wanted.variant_id)
        if named is None:
            raise wrong_fields(variant_id=f"The product {product.id} has no variant {wanted.variant_id}")
        return _for_sale(named)
    if not product.options:
        return _for_sale(product.variants[0])
    known = {option.id for option in product.options}
    chosen = {VariantChoice(one.option_id, _whole(one.value)) for one in wanted.selections if one.option_id in known}
    found = next((one for one in product.variants if set(one.choices) == chosen), None)
    if found is None:
        raise wrong_fields(variant="This product has options, variant ID is required")
    return _for_sale(found)


def _for_sale(variant: Variant) -> Variant:
    if variant.disabled:
        raise wrong_fields(variant_id=f"The variant {variant.id} is not available")
    return variant


def _whole(value: str | int) -> int:
    """Clients send value ids as numbers and as strings of digits."""
    if isinstance(value, int):
        return value
    return int(value) if value.isascii() and value.isdigit() and len(value) < LONGEST_ID else -1


def _chosen(product: Product, variant: Variant) -> tuple[ChosenOption, ...]:
    labels = {
        (option.id, value.id): (option.display_name, value.label)
        for option in product.options
        for value in option.values
    }
    return tuple(
        ChosenOption(*_named(labels[choice.option_id, choice.value_id], choice.option_id, choice.value_id))
        for choice in variant.choices
    )


def _named(names: tuple[str, str], name_id: int, value_id: int) -> tuple[str, int, str, int]:
    return names[0], name_id, names[1], value_id


def _written(product: Product, wanted: WantedProduct) -> tuple[ChosenOption, ...]:
    texts = {one.option_id: one.value for one in wanted.selections}
    return tuple(
        ChosenOption(modifier.display_name, modifier.id, _text(modifier, texts.get(modifier.id, "")), None)
        for modifier in product.modifiers
        if modifier.required or modifier.id in texts
    )


def _text(modifier: Modifier, value: str | int) -> str:
    if modifier.required and not str(value):
        raise Refused("rule", f"Please create some text for the {modifier.display_name} option")
    if modifier.longest and len(str(value)) > modifier.longest:
        raise Refused("rule", f"Please write at most {modifier.longest} characters for {modifier.display_name}")
    return str(value)

# ruff: noqa: D101, D103 - handlers and forms are described by the operationId beside them
"""Products on the management face (v3): read, create, delete."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from conformance.emulator.commerce.catalog import (
    Modifier,
    Option,
    OptionValue,
    Product,
    Variant,
    VariantChoice,
)
from conformance.emulator.commerce.refusals import NotFound, Refused, wrong_fields
from conformance.emulator.messages import Answer, Call, Json, nothing
from conformance.emulator.surfaces.fields import Count, Id, Named, Price
from conformance.emulator.surfaces.operations import Operations
from conformance.emulator.surfaces.paging import page
from conformance.emulator.surfaces.server_forms import exact
from conformance.emulator.surfaces.showing import enveloped
from conformance.emulator.surfaces.view import number
from conformance.emulator.till import Till

operations = Operations("management", "/stores/{store_hash}/v3/catalog/products")


class OptionValueForm(Struct):
    option_display_name: str
    label: str


class VariantForm(Struct):
    option_values: tuple[OptionValueForm, ...]
    sku: Annotated[str, Meta(max_length=255)] = ""
    price: Price | UnsetType = UNSET
    inventory_level: Count = 0
    purchasing_disabled: bool = False


class ModifierForm(Struct):
    display_name: Named
    type: Literal["text", "multi_line_text"] = "text"
    required: bool = False


class ProductForm(Struct):
    name: Annotated[str, Meta(min_length=1, max_length=250)]
    type: Literal["physical", "digital"]
    weight: Price
    price: Price
    sku: Annotated[str, Meta(max_length=255)] = ""
    description: str = ""
    categories: tuple[Id, ...] = ()
    availability: Literal["available", "disabled", "preorder"] = "available"
    tax_class_id: Count = 0
    order_quantity_minimum: Count = 0
    order_quantity_maximum: Count = 0
    inventory_tracking: Literal["none", "product", "variant"] = "none"
    inventory_level: Count = 0
    variants: tuple[VariantForm, ...] = ()
    modifiers: tuple[ModifierForm, ...] = ()
    is_visible: bool = True
    is_free_shipping: bool = False


def _options(till: Till, forms: tuple[VariantForm, ...]) -> tuple[Option, ...]:
    labels: dict[str, list[str]] = {}
    for form in forms:
        for value in form.option_values:
            known = labels.setdefault(value.option_display_name, [])
            if value.label not in known:
                known.append(value.label)
    return tuple(
        Option(till.number("option"), name, tuple(OptionValue(till.number("value"), one) for one in held))
        for name, held in labels.items()
    )


def _variants(till: Till, form: ProductForm, options: tuple[Option, ...]) -> tuple[Variant, ...]:
    if not options:
        return (Variant(till.number("variant"), form.sku),)
    ids = {
        (option.display_name, value.label): VariantChoice(option.id, value.id)
        for option in options
        for value in option.values
    }
    return tuple(
        Variant(
            till.number("variant"),
            one.sku,
            None if isinstance(one.price, UnsetType) else exact(one.price),
            tuple(ids[value.option_display_name, value.label] for value in one.option_values),
            one.inventory_level if form.inventory_tracking == "variant" else None,
            one.purchasing_disabled,
        )
        for one in form.variants
    )


def _product(till: Till, form: ProductForm) -> Product:
    options = _options(till, form.variants)
    return Product(
        id=till.number("product"),
        name=form.name,
        type=form.type,
        sku=form.sku,
        price=exact(form.price),
        weight=exact(form.weight),
        tax_class_id=form.tax_class_id,
        category_ids=form.categories,
        minimum=form.order_quantity_minimum,
        maximum=form.order_quantity_maximum,
        stock=form.inventory_level if form.inventory_tracking == "product" else None,
        variants=_variants(till, form, options),
        options=options,
        modifiers=tuple(Modifier(till.number("modifier"), one.display_name, one.required) for one in form.modifiers),
        visible=form.is_visible,
        available=form.availability != "disabled",
        sent_free=form.is_free_shipping,
    )


def _document(product: Product, include: frozenset[str]) -> Json:
    document: Json = {
        "id": product.id,
        "name": product.name,
        "type": product.type,
        "sku": product.sku,
        "description": "",
        "weight": number(product.weight),
        "price": number(product.price),
        "tax_class_id": product.tax_class_id,
        "categories": list(product.category_ids),
        "brand_id": 0,
        "inventory_level": product.stock or 0,
        "inventory_tracking": _tracking(product),
        "is_visible": product.visible,
        "availability": "available" if product.available else "disabled",
        "is_free_shipping": product.sent_free,
        "order_quantity_minimum": product.minimum,
        "order_quantity_maximum": product.maximum,
        "base_variant_id": None if product.options else product.variants[0].id,
        "custom_url": {"url": f"/{product.slug}/", "is_customized": False},
    }
    parts = {"variants": _variants_of, "options": _options_of, "modifiers": _modifiers_of}
    return document | {name: part(product) for name, part in parts.items() if name in include}


def _tracking(product: Product) -> str:
    if product.stock is not None:
        return "product"
    return "variant" if any(one.stock is not None for one in product.variants) else "none"


def _variants_of(product: Product) -> list[Json]:
    labels = {
        (option.id, value.id): (option.display_name, value.label)
        for option in product.options
        for value in option.values
    }
    return [
        {
            "id": variant.id,
            "product_id": product.id,
            "sku": variant.sku,
            "price": None if variant.price is None else number(variant.price),
            "calculated_price": number(product.price_of(variant)),
            "purchasing_disabled": variant.disabled,
            "inventory_level": variant.stock or 0,
            "option_values": [
                {
                    "id": choice.value_id,
                    "label": labels[choice.option_id, choice.value_id][1],
                    "option_id": choice.option_id,
                    "option_display_name": labels[choice.option_id, choice.value_id][0],
                }
                for choice in variant.choices
            ],
        }
        for variant in product.variants
    ]


def _options_of(product: Product) -> list[Json]:
    return [
        {
            "id": option.id,
            "product_id": product.id,
            "display_name": option.display_name,
            "type": "dropdown",
            "option_values": [{"id": value.id, "label": value.label} for value in option.values],
        }
        for option in product.options
    ]


def _modifiers_of(product: Product) -> list[Json]:
    return [
        {
            "id": modifier.id,
            "product_id": product.id,
            "display_name": modifier.display_name,
            "type": "text",
            "required": modifier.required,
        }
        for modifier in product.modifiers
    ]


@operations.on("GET", "", "getProducts")
def get_products(till: Till, call: Call) -> Answer:
    name, sku, ids = call.argument("name"), call.argument("sku"), call.argument("id:in")
    wanted = None if ids is None else {one.strip() for one in ids.split(",")}
    found = [
        one
        for one in till.documents.all("product", Product)
        if name in (None, one.name) and sku in (None, one.sku) and (wanted is None or str(one.id) in wanted)
    ]
    shown, pages = page(call, found)
    documents = [_document(one, call.include) for one in shown]
    return Answer(200, {"data": documents, "meta": {"pagination": pages}})


@operations.on("POST", "", "createProduct")
def create_product(till: Till, call: Call) -> Answer:
    form = till.components.read(call.body, ProductForm)
    if till.documents.sought("product", form.name, Product):
        raise Refused("duplicate", "The product name is a duplicate")
    product = _product(till, form)
    till.documents.put("product", str(product.id), product)
    return Answer(200, enveloped(_document(product, call.include | {"variants"})))


@operations.on("GET", "/{product_id}", "getProduct")
def get_product(till: Till, call: Call) -> Answer:
    return Answer(200, enveloped(_document(_found(till, call), call.include)))


@operations.on("DELETE", "/{product_id}", "deleteProduct")
def delete_product(till: Till, call: Call) -> Answer:
    till.documents.delete("product", str(_found(till, call).id))
    return nothing()


@operations.on("DELETE", "", "deleteProducts")
def delete_products(till: Till, call: Call) -> Answer:
    named = call.argument("id:in")
    if named is None:
        raise wrong_fields(**{"id:in": "Name the products to delete"})
    for product_id in named.split(","):
        till.documents.delete("product", product_id.strip())
    return nothing()


@operations.on("GET", "/{product_id}/variants", "getProductVariants")
def get_variants(till: Till, call: Call) -> Answer:
    return Answer(200, enveloped(_variants_of(_found(till, call))))


@operations.on("GET", "/{product_id}/options", "getProductOptions")
def get_options(till: Till, call: Call) -> Answer:
    return Answer(200, enveloped(_options_of(_found(till, call))))


@operations.on("GET", "/{product_id}/modifiers", "getProductModifiers")
def get_modifiers(till: Till, call: Call) -> Answer:
    return Answer(200, enveloped(_modifiers_of(_found(till, call))))


def _found(till: Till, call: Call) -> Product:
    product = till.documents.get("product", call.params["product_id"], Product)
    if product is None:
        raise NotFound("product", call.params["product_id"])
    return product

"""Carts and checkouts as the server-to-server face shows them."""

from __future__ import annotations

from conformance.emulator.commerce.address import Address
from conformance.emulator.commerce.checkout import Consignment, LineItem
from conformance.emulator.commerce.money import ZERO
from conformance.emulator.commerce.shipping import ShippingOption
from conformance.emulator.messages import Json
from conformance.emulator.surfaces.view import View, number, server_discount_id, timestamp

OPTIONS = "consignments.available_shipping_options"


def cart(view: View) -> Json:
    """A cart, as `/carts` answers it."""
    document = _cart_head(view)
    document |= {
        "manual_discount_amount": number(view.quote.manual_discount),
        "cart_amount": number(view.quote.cart.inc),
        "line_items": _line_items(view, "taxable", "line_items"),
        "locale": view.checkout.locale,
    }
    if view.redirect_urls is not None:
        document["redirect_urls"] = view.redirect_urls
    if "promotions.banners" in view.include:
        document["promotions"] = {"banners": []}
    return document


def checkout(view: View) -> Json:
    """A checkout, as `/checkouts` answers it."""
    held, quote = view.checkout, view.quote
    inside = _cart_head(view) | {
        "cart_amount_inc_tax": number(quote.cart.inc),
        "cart_amount_ex_tax": number(quote.cart.ex),
        "line_items": _line_items(view, "is_taxable", "cart.line_items"),
    }
    document: Json = {
        "id": held.id,
        "cart": inside,
        "billing_address": {"id": held.billing_address.id} | address(held.billing_address)
        if held.billing_address
        else {},
        "consignments": [_consignment(view, one) for one in held.consignments],
        "taxes": [{"name": one.name, "amount": number(one.amount)} for one in quote.taxes],
        "coupons": _coupons(view),
        "fees": _fees(view),
        "order_id": held.order_id,
        "shipping_cost_total_inc_tax": number(quote.shipping.inc),
        "shipping_cost_total_ex_tax": number(quote.shipping.ex),
        "handling_cost_total_inc_tax": number(quote.handling.inc),
        "handling_cost_total_ex_tax": number(quote.handling.ex),
        "tax_total": number(quote.tax_total),
        "subtotal_inc_tax": number(quote.subtotal.inc),
        "subtotal_ex_tax": number(quote.subtotal.ex),
        "grand_total": number(quote.grand_total),
        "created_time": timestamp(held.created_time),
        "updated_time": timestamp(held.updated_time),
        "customer_message": held.customer_message,
        "staff_note": "",
        "promotions": {"banners": []},
        "version": held.version,
    }
    return document


def address(one: Address) -> Json:
    """An address without an id."""
    return {
        "first_name": one.first_name,
        "last_name": one.last_name,
        "email": one.email,
        "company": one.company,
        "address1": one.address1,
        "address2": one.address2,
        "city": one.city,
        "state_or_province": one.state_or_province,
        "state_or_province_code": one.state_or_province_code,
        "country": one.country,
        "country_code": one.country_code,
        "postal_code": one.postal_code,
        "phone": one.phone,
        "custom_fields": [
            {"field_id": custom.field_id, "field_value": custom.field_value} for custom in one.custom_fields
        ],
    }


def _cart_head(view: View) -> Json:
    held, quote = view.checkout, view.quote
    return {
        "id": held.id,
        "customer_id": held.customer_id,
        "channel_id": held.channel_id,
        "email": view.email,
        "currency": {"code": held.currency},
        "tax_included": quote.included,
        "base_amount": number(quote.base_amount),
        "discount_amount": number(quote.discount_amount),
        "coupons": _coupons(view),
        "discounts": [
            {"id": line.item_id, "discounted_amount": number(sum((one.amount for one in line.shares), ZERO))}
            for line in quote.lines
        ],
        "created_time": timestamp(held.created_time),
        "updated_time": timestamp(held.updated_time),
        "version": held.version,
    }


def _coupons(view: View) -> list[Json]:
    return [
        {
            "id": one.coupon.id,
            "code": one.coupon.code,
            "coupon_type": one.coupon.type,
            "display_name": one.coupon.name,
            "discounted_amount": number(one.amount),
        }
        for one in view.quote.coupons
    ]


def _fees(view: View) -> list[Json]:
    return [
        {
            "id": fee.id,
            "type": "custom_fee",
            "name": fee.name,
            "display_name": fee.display_name,
            "cost_inc_tax": number(amounts.inc),
            "cost_ex_tax": number(amounts.ex),
            "source": fee.source,
            "tax_class_id": fee.tax_class_id,
        }
        for fee, amounts in zip(view.checkout.fees, view.quote.fee_amounts, strict=True)
    ]


def _line_items(view: View, taxable: str, prefix: str) -> Json:
    lines = view.checkout.lines
    return {
        "physical_items": [_product(view, line, taxable, prefix) for line in lines if line.kind == "physical"],
        "digital_items": [_product(view, line, taxable, prefix) for line in lines if line.kind == "digital"],
        "gift_certificates": [_certificate(line) for line in lines if line.kind == "gift_certificate"],
        "custom_items": [_custom(line) for line in lines if line.kind == "custom"],
    }


def _product(view: View, line: LineItem, taxable: str, prefix: str) -> Json:
    amounts = view.quote.line(line.id)
    document: Json = {
        "id": line.id,
        "parent_id": None,
        "variant_id": line.variant_id,
        "product_id": line.product_id,
        "sku": line.sku,
        "name": line.name,
        "url": view.url(line),
        "quantity": line.quantity,
        taxable: line.taxable,
        "image_url": line.image_url,
        "discounts": [
            {"id": server_discount_id(one), "discounted_amount": number(one.amount)} for one in amounts.shares
        ],
        "coupons": [],
        "discount_amount": number(amounts.discount),
        "coupon_amount": number(amounts.coupon),
        "original_price": number(amounts.list_price),
        "list_price": number(amounts.list_price),
        "sale_price": number(amounts.sale_price),
        "extended_list_price": number(amounts.extended_list),
        "extended_sale_price": number(amounts.extended_sale),
        "is_require_shipping": line.shippable,
        "is_mutable": True,
    }
    if taxable == "is_taxable" and line.shippable:
        document["gift_wrapping"] = _wrapping(line)
    if f"{prefix}.{line.kind}_items.options" in view.include:
        # The vendor spells these two members in camel case on this face, too.
        document["options"] = [
            {"name": one.name, "nameId": one.name_id, "value": one.value, "valueId": one.value_id}
            for one in line.options
        ]
    return document


def _wrapping(line: LineItem) -> Json | None:
    if line.wrapping is None:
        return None
    return {
        "name": line.wrapping.name,
        "message": line.wrapping.message,
        "amount": number(line.wrapping.amount),
    }


def _certificate(line: LineItem) -> Json:
    said = line.certificate
    return {
        "id": line.id,
        "name": line.name,
        "theme": said.theme if said else "",
        "amount": number(line.unit_price),
        "quantity": line.quantity,
        "taxable": line.taxable,
        "sender": {"name": said.sender.name, "email": said.sender.email} if said else {},
        "recipient": {"name": said.recipient.name, "email": said.recipient.email} if said else {},
        "message": said.message if said else "",
    }


def _custom(line: LineItem) -> Json:
    return {
        "id": line.id,
        "sku": line.sku,
        "name": line.name,
        "quantity": line.quantity,
        "list_price": number(line.unit_price),
        "extended_list_price": number(line.unit_price * line.quantity),
        "image_url": line.image_url,
    }


def _consignment(view: View, one: Consignment) -> Json:
    amounts = view.quote.consignment(one.id)
    document: Json = {
        "id": one.id,
        "shipping_cost_inc_tax": number(amounts.cost.inc),
        "shipping_cost_ex_tax": number(amounts.cost.ex),
        "handling_cost_inc_tax": number(amounts.handling.inc),
        "handling_cost_ex_tax": number(amounts.handling.ex),
        "coupon_discounts": [{"code": held.source, "amount": number(held.amount)} for held in amounts.coupons],
        "discounts": [{"id": held.number} for held in amounts.promotions],
        "line_item_ids": list(one.item_ids),
    }
    if one.option is not None:
        document["selected_shipping_option"] = _option(one.option)
    if one.pickup_method_id is not None:
        document["selected_pickup_option"] = {"pickup_method_id": one.pickup_method_id}
    if one.address is not None:
        document["address"] = address(one.address)
        document["shipping_address"] = address(one.address)
    if OPTIONS in view.include:
        document["available_shipping_options"] = [_option(option) for option in view.options[one.id]]
    return document


def _option(option: ShippingOption) -> Json:
    return {
        "id": option.id,
        "type": option.type,
        "description": option.description,
        "image_url": "",
        "cost": number(option.cost),
        "transit_time": "",
        "additional_description": "",
    }

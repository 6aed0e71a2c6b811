"""Orders as the order API (v2) shows them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from conformance.emulator.commerce.address import Address
from conformance.emulator.commerce.checkout import Consignment, LineItem
from conformance.emulator.commerce.money import ZERO, total
from conformance.emulator.commerce.orders import Order
from conformance.emulator.commerce.tax import Taxed
from conformance.emulator.messages import Json
from conformance.emulator.surfaces.view import OrderView, long_amount, number, rfc2822

NO_MONEY = "0.0000"


def order(view: OrderView) -> Json:
    """An order, as `/v2/orders/{id}` answers it."""
    return _head(view.order) | _totals(view.order) | _circumstances(view) | _links(view)


def products(view: OrderView) -> list[Json]:
    """The lines of an order, as `/v2/orders/{id}/products` answers them."""
    lines = zip(view.order.checkout.lines, view.order.line_numbers, strict=True)
    return [_product(view.order, line, line_number) for line, line_number in lines]


def shipping_addresses(view: OrderView) -> list[Json]:
    """Where an order goes, as `/v2/orders/{id}/shipping_addresses` answers it."""
    held = zip(view.order.checkout.consignments, view.order.address_numbers, strict=True)
    return [_shipping_address(view, one, address_id) for one, address_id in held if one.address is not None]


def coupons(view: OrderView) -> list[Json]:
    """The coupons of an order, as `/v2/orders/{id}/coupons` answers them."""
    kinds = (
        "per_item_discount",
        "percentage_discount",
        "per_total_discount",
        "shipping_discount",
        "free_shipping",
        "promotion",
    )
    return [
        {
            "id": position,
            "coupon_id": one.coupon.id,
            "order_id": view.order.id,
            "code": one.coupon.code,
            "amount": number(one.coupon.amount),
            "type": kinds.index(one.coupon.type),
            "discount": number(one.amount),
        }
        for position, one in enumerate(view.order.quote.coupons, start=1)
    ]


def _head(one: Order) -> Json:
    return {
        "id": one.id,
        "customer_id": one.checkout.customer_id,
        "date_created": rfc2822(one.date_created),
        "date_modified": rfc2822(one.date_modified),
        "date_shipped": "",
        "status_id": one.status_id,
        "status": one.status,
    }


def _both(name: str, amount: Taxed, *, base: Decimal | None = None) -> Json:
    document = {} if base is None else {f"base_{name}": long_amount(base)}
    return document | {
        f"{name}_ex_tax": long_amount(amount.ex),
        f"{name}_inc_tax": long_amount(amount.inc),
        f"{name}_tax": long_amount(amount.tax),
    }


def _totals(one: Order) -> Json:
    quote = one.quote
    whole = Taxed(quote.grand_total - quote.tax_total, quote.grand_total)
    return {
        **_both("subtotal", quote.subtotal),
        **_both("shipping_cost", quote.shipping, base=quote.shown(quote.shipping_before_discount)),
        "shipping_cost_tax_class_id": 2,
        **_both("handling_cost", quote.handling, base=quote.shown(quote.handling)),
        "handling_cost_tax_class_id": 2,
        **_both("wrapping_cost", quote.wrapping, base=_entered(one.checkout.lines)),
        "wrapping_cost_tax_class_id": 3,
        **_both("total", whole),
        "items_total": sum(line.quantity for line in one.checkout.lines),
        "items_shipped": 0,
        "payment_method": one.payment_method,
        "payment_provider_id": None,
        "payment_status": "captured" if one.paid else "",
        "refunded_amount": NO_MONEY,
        "order_is_digital": all(line.kind == "digital" for line in one.checkout.lines),
        "store_credit_amount": long_amount(quote.store_credit),
        "gift_certificate_amount": long_amount(sum((held.used for held in quote.certificates), ZERO)),
    }


def _circumstances(view: OrderView) -> Json:
    one = view.order
    code = one.checkout.currency
    billing = one.checkout.billing_address
    return {
        "ip_address": "",
        "ip_address_v6": "",
        "geoip_country": "",
        "geoip_country_iso2": "",
        "currency_id": 1,
        "currency_code": code,
        "currency_exchange_rate": "1.0000000000",
        "default_currency_id": 1,
        "default_currency_code": code,
        "staff_notes": one.staff_notes,
        "customer_message": one.customer_message,
        "discount_amount": long_amount(one.quote.discount_amount),
        "coupon_discount": long_amount(sum((held.amount for held in one.quote.coupons), ZERO)),
        "shipping_address_count": len(one.checkout.consignments),
        "is_deleted": one.is_deleted,
        "ebay_order_id": "0",
        "cart_id": one.checkout.id,
        "billing_address": _address(billing) | {"form_fields": form_fields(billing)} if billing else {},
        "is_email_opt_in": False,
        "credit_card_type": None,
        "order_source": "checkout_api",
        "channel_id": one.checkout.channel_id,
        "external_source": None,
        "external_id": None,
        "external_merchant_id": None,
        "tax_provider_id": "BasicTaxProvider",
        "customer_locale": one.checkout.locale,
        "external_order_id": "",
        "store_default_currency_code": code,
        "store_default_to_transactional_exchange_rate": "1.0000000000",
        "custom_status": one.status,
    }


def _links(view: OrderView) -> Json:
    names = ("consignments", "products", "shipping_addresses", "coupons")
    resource = f"/orders/{view.order.id}"
    root = f"{view.base_url}/stores/{view.store_hash}/v2"
    return {name: {"url": f"{root}{resource}/{name}", "resource": f"{resource}/{name}"} for name in names}


def _address(one: Address) -> Json:
    return {
        "first_name": one.first_name,
        "last_name": one.last_name,
        "company": one.company,
        "street_1": one.address1,
        "street_2": one.address2,
        "city": one.city,
        "state": one.state_or_province,
        "zip": one.postal_code,
        "country": one.country,
        "country_iso2": one.country_code,
        "phone": one.phone,
        "email": one.email,
    }


def form_fields(one: Address) -> list[Json]:
    """The custom fields of an address, as orders list them."""
    return [{"name": custom.field_id, "value": custom.field_value} for custom in one.custom_fields]


def _entered(lines: Sequence[LineItem]) -> Decimal:
    """What gift wrapping costs as the store enters it."""
    return total(line.wrapping.amount for line in lines if line.wrapping)


def _address_number(one: Order, item_id: str) -> int:
    held = zip(one.checkout.consignments, one.address_numbers, strict=True)
    return next((address_id for consignment, address_id in held if item_id in consignment.item_ids), 0)


def _product(one: Order, line: LineItem, line_number: int) -> Json:
    amounts = one.quote.line(line.id)
    each = Taxed(amounts.before.ex / line.quantity, amounts.before.inc / line.quantity)
    return {
        "id": line_number,
        "order_id": one.id,
        "product_id": line.product_id,
        "variant_id": line.variant_id,
        "order_address_id": _address_number(one, line.id),
        "name": line.name,
        "name_customer": line.name,
        "name_merchant": line.name,
        "sku": line.sku,
        "upc": "",
        "type": "digital" if line.kind == "digital" else "giftcertificate" if line.certificate else "physical",
        **_both("price", each),
        "base_price": f"{line.unit_price:.4f}",
        **_both("total", amounts.before),
        "base_total": long_amount(amounts.extended_list),
        "weight": f"{line.weight:.4f}",
        "quantity": line.quantity,
        **_both("cost_price", Taxed(ZERO, ZERO)),
        "base_cost_price": NO_MONEY,
        "is_refunded": False,
        "quantity_refunded": 0,
        "refund_amount": NO_MONEY,
        "return_id": 0,
        "wrapping_name": line.wrapping.name if line.wrapping else "",
        **_both("wrapping_cost", amounts.wrapping, base=_entered([line])),
        "wrapping_message": line.wrapping.message if line.wrapping else "",
        "quantity_shipped": 0,
        "event_name": None,
        "event_date": None,
        "fixed_shipping_cost": NO_MONEY,
        "ebay_item_id": "",
        "ebay_transaction_id": "",
        "option_set_id": None,
        "parent_order_product_id": None,
        "is_bundled_product": False,
        "bin_picking_number": "",
        "external_id": None,
        "fulfillment_source": "",
        "applied_discounts": [
            {
                "id": str(share.number) if share.automatic else share.source,
                "amount": long_amount(share.amount),
                "name": share.name or share.source,
                "code": None,
                "target": "order",
            }
            for share in amounts.shares
        ],
        "product_options": [
            {
                "id": position,
                "option_id": chosen.name_id,
                "order_product_id": line_number,
                "product_option_id": chosen.name_id,
                "display_name": chosen.name,
                "display_value": chosen.value,
                "value": str(chosen.value_id if chosen.value_id is not None else chosen.value),
                "type": "Multiple choice" if chosen.value_id is not None else "Text field",
                "name": chosen.name,
                "display_style": "",
            }
            for position, chosen in enumerate(line.options, start=1)
        ],
        "configurable_fields": [],
    }


def _shipping_address(view: OrderView, held: Consignment, address_id: int) -> Json:
    one = view.order
    amounts = one.quote.consignment(held.id)
    count = sum(line.quantity for line in one.checkout.lines if line.id in held.item_ids)
    quotes = f"/orders/{one.id}/shippingaddresses/{address_id}/shippingquotes"
    to = held.address or Address()
    return {
        "id": address_id,
        "order_id": one.id,
        **_address(to),
        "items_total": count,
        "items_shipped": 0,
        "shipping_method": held.option.description if held.option else "None",
        **_both("cost", amounts.cost, base=one.quote.shown(amounts.before_discount)),
        "cost_tax_class_id": 2,
        **_both("handling_cost", amounts.handling, base=one.quote.shown(amounts.handling)),
        "handling_cost_tax_class_id": 2,
        "shipping_zone_id": held.option.zone_id if held.option else 0,
        "shipping_zone_name": held.option.zone_name if held.option else "",
        "shipping_quotes": {
            "url": f"{view.base_url}/stores/{view.store_hash}/v2{quotes}",
            "resource": quotes,
        },
        "form_fields": form_fields(to),
    }

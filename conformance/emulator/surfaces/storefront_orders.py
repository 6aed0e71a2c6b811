"""Orders as the storefront shows them to the shopper who made them."""

from __future__ import annotations

from conformance.emulator.commerce.address import Address
from conformance.emulator.commerce.checkout import LineItem
from conformance.emulator.commerce.money import cents
from conformance.emulator.commerce.orders import Order
from conformance.emulator.messages import Json
from conformance.emulator.surfaces.order_presenter import form_fields
from conformance.emulator.surfaces.storefront_presenter import address, currency, fees, wrapping
from conformance.emulator.surfaces.view import OrderView, number


def order(view: OrderView) -> Json:
    """An order, as the storefront shows it to the shopper who made it."""
    one = view.order
    held, quote = one.checkout, one.quote
    lines = tuple(zip(held.lines, one.line_numbers, strict=True))
    document: Json = {
        "orderId": one.id,
        "cartId": held.id,
        "currency": currency(held.currency),
        # Recorded: an untaxed order says false where its checkout said true, and its base is the shown subtotal.
        "isTaxIncluded": quote.included and bool(quote.tax_total),
        "baseAmount": number(cents(quote.shown(quote.subtotal))),
        "discountAmount": number(quote.discount_amount),
        "orderAmount": number(quote.grand_total),
        "orderAmountAsInteger": int(quote.grand_total * 100),
        "shippingCostTotal": number(quote.shown(quote.shipping)),
        "shippingCostBeforeDiscount": number(quote.shown(quote.shipping_before_discount)),
        "handlingCostTotal": number(quote.shown(quote.handling)),
        "giftWrappingCostTotal": number(quote.shown(quote.wrapping)),
        "coupons": _coupons(one),
        "lineItems": {
            "physicalItems": [_line(view, *pair) for pair in lines if pair[0].kind == "physical"],
            "digitalItems": [_line(view, *pair) for pair in lines if pair[0].kind == "digital"],
            "giftCertificates": [
                {"name": line.name, "quantity": line.quantity, "isTaxable": False, "amount": number(line.unit_price),
                 "type": "giftCertificate"}
                for line, _ in lines if line.kind == "gift_certificate"
            ],
            "customItems": [_line(view, *pair) for pair in lines if pair[0].kind == "custom"],
        },
        "customerId": held.customer_id,
        "billingAddress": _billing(held.billing_address),
        "status": one.status.upper().replace(" ", "_"),
        "customerCanBeCreated": not held.customer_id,
        "hasDigitalItems": any(line.kind == "digital" for line in held.lines),
        "isDownloadable": False,
        "isComplete": one.paid,
        "customerMessage": one.customer_message,
        "taxes": [{"name": tax.name, "amount": number(tax.amount)} for tax in quote.taxes],
        "taxTotal": number(quote.tax_total),
        "channelId": held.channel_id,
        "fees": fees(held, quote),
        "consignments": {"shipping": _shipping(view), "pickup": _pickups(view)},
    }  # fmt: skip
    if "payments" in view.include:
        document["payments"] = []
    return document


def _coupons(one: Order) -> list[Json]:
    return [
        {
            "id": held.coupon.id,
            "code": held.coupon.code,
            "displayName": held.coupon.name,
            "couponType": held.coupon.type,
            "discountedAmount": number(held.amount),
        }
        for held in one.quote.coupons
    ]


def _line(view: OrderView, line: LineItem, line_number: int) -> Json:
    amounts = view.order.quote.line(line.id)
    return {
        "id": line_number,
        "productId": line.product_id,
        "name": line.name,
        "url": f"{view.base_url}/{line.slug}",
        "sku": line.sku,
        "quantity": line.quantity,
        "isTaxable": line.taxable,
        "giftWrapping": wrapping(line),
        "brand": "",
        "imageUrl": line.image_url,
        "discounts": [{"id": share.number, "discountedAmount": number(share.amount)} for share in amounts.shares],
        "discountAmount": number(amounts.discount),
        "couponAmount": number(amounts.coupon),
        "listPrice": number(line.unit_price),
        "salePrice": number(amounts.sale_price),
        "extendedListPrice": number(amounts.extended_list),
        "extendedSalePrice": number(amounts.extended_sale),
        "extendedComparisonPrice": number(amounts.extended_comparison),
        "categories": [[{"name": name}] for name in line.categories],
        "type": line.kind,
        "variantId": line.variant_id,
        "options": [{"name": chosen.name, "value": chosen.value} for chosen in line.options],
    }


def _pickups(view: OrderView) -> list[Json]:
    one = view.order
    numbers = dict(zip((line.id for line in one.checkout.lines), one.line_numbers, strict=True))
    places = {place.id: place for place in view.pickup_methods}
    shown = []
    for held, address_id in zip(one.checkout.consignments, one.address_numbers, strict=True):
        if held.pickup_method_id is None:
            continue
        place = places.get(held.pickup_method_id)
        document: Json = {
            "id": address_id,
            "lineItems": [{"id": numbers[item_id]} for item_id in held.item_ids],
            "pickupMethodId": held.pickup_method_id,
            "pickupMethodDisplayName": place.name if place else None,
            "collectionInstructions": place.instructions if place else None,
            "collectionTimeDescription": None,
        }
        if place is not None and place.address is not None:
            document["location"] = _location(place.address) | {"id": place.id, "name": place.name}
        shown.append(document)
    return shown


def _billing(one: Address | None) -> Json:
    # Recorded: an order does not say whether its address was to be saved.
    return {} if one is None else {key: value for key, value in address(one).items() if key != "shouldSaveAddress"}


def _location(one: Address) -> Json:
    shown = address(one)
    members = ("address1", "address2", "city", "stateOrProvince", "postalCode", "country", "countryCode", "email",
               "phone")  # fmt: skip
    return {member: shown[member] for member in members}


def _shipping(view: OrderView) -> list[Json]:
    one = view.order
    numbers = dict(zip((line.id for line in one.checkout.lines), one.line_numbers, strict=True))
    shown = []
    for held, address_id in zip(one.checkout.consignments, one.address_numbers, strict=True):
        if held.address is None:
            continue
        amounts = one.quote.consignment(held.id)
        to = address(held.address)
        del to["shouldSaveAddress"], to["stateOrProvinceCode"]
        to["customFields"] = form_fields(held.address)
        shown.append(
            {
                "lineItems": [{"id": numbers[item_id]} for item_id in held.item_ids],
                "shippingAddressId": address_id,
                **to,
                "itemsTotal": sum(line.quantity for line in one.checkout.lines if line.id in held.item_ids),
                "itemsShipped": 0,
                "shippingMethod": held.option.description if held.option else "None",
                "baseCost": number(one.quote.shown(amounts.before_discount)),
                "costExTax": number(amounts.cost.ex),
                "costIncTax": number(amounts.cost.inc),
                "costTax": number(amounts.cost.tax),
                "costTaxClassId": 2,
                "baseHandlingCost": number(one.quote.shown(amounts.handling)),
                "handlingCostExTax": number(amounts.handling.ex),
                "handlingCostIncTax": number(amounts.handling.inc),
                "handlingCostTax": number(amounts.handling.tax),
                "handlingCostTaxClassId": 2,
                "shippingZoneId": held.option.zone_id if held.option else 0,
                "shippingZoneName": held.option.zone_name if held.option else "",
                "discounts": [
                    {
                        "id": share.number,
                        "code": None if share.automatic else share.source,
                        "amount": number(share.amount),
                    }
                    for share in (*amounts.promotions, *amounts.coupons)
                ],
            }
        )
    return shown

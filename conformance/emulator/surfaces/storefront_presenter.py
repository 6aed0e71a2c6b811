"""Carts and checkouts as the storefront face shows them."""

from __future__ import annotations

from conformance.emulator.commerce.address import Address
from conformance.emulator.commerce.checkout import Checkout, Consignment, LineItem
from conformance.emulator.commerce.money import ZERO, cents
from conformance.emulator.commerce.pricing import Quote
from conformance.emulator.commerce.shipping import ShippingOption
from conformance.emulator.messages import Json
from conformance.emulator.surfaces.view import View, number, timestamp

OPTIONS = "consignments.availableShippingOptions"
CURRENCIES = {
    "USD": ("US Dollar", "$"),
    "CAD": ("Canadian Dollar", "$"),
    "AUD": ("Australian Dollar", "$"),
    "EUR": ("Euro", "€"),
    "GBP": ("British Pound", "£"),
}


def cart(view: View) -> Json:
    """A cart, as `/carts` answers it."""
    return _cart(view, "lineItems")


def checkout(view: View) -> Json:
    """A checkout, as `/checkouts` answers it."""
    held, quote = view.checkout, view.quote
    document: Json = {
        "id": held.id,
        "cart": _cart(view, "cart.lineItems"),
        "billingAddress": {"id": held.billing_address.id} | address(held.billing_address)
        if held.billing_address
        else {},
        "consignments": [_consignment(view, one) for one in held.consignments],
        "orderId": held.order_id,
        "shippingCostTotal": number(quote.shown(quote.shipping)),
        "shippingCostBeforeDiscount": number(quote.shown(quote.shipping_before_discount)),
        "comparisonShippingCost": number(quote.shown(quote.shipping_before_discount)),
        "handlingCostTotal": number(quote.shown(quote.handling)),
        "taxTotal": number(quote.tax_total),
        "giftWrappingCostTotal": number(quote.shown(quote.wrapping)),
        "coupons": _coupons(view),
        "taxes": [{"name": one.name, "amount": number(one.amount)} for one in quote.taxes],
        "subtotal": number(cents(quote.shown(quote.subtotal))),
        "grandTotal": number(quote.grand_total),
        "outstandingBalance": number(quote.outstanding),
        "isStoreCreditApplied": held.store_credit_applied,
        "shouldExecuteSpamCheck": view.asks_for_spam_check,
        "giftCertificates": _certificates(view),
        "createdTime": timestamp(held.created_time),
        "updatedTime": timestamp(held.updated_time),
        "customerMessage": held.customer_message,
        "channelId": held.channel_id,
        "fees": fees(held, quote),
        "customer": _customer(view),
        "promotions": [],
        "version": held.version,
    }
    if "payments" in view.include:
        document["payments"] = []
    return document


def address(one: Address) -> Json:
    """An address without an id."""
    return {
        "firstName": one.first_name,
        "lastName": one.last_name,
        "email": one.email,
        "company": one.company,
        "address1": one.address1,
        "address2": one.address2,
        "city": one.city,
        "stateOrProvince": one.state_or_province,
        "stateOrProvinceCode": one.state_or_province_code,
        "country": one.country,
        "countryCode": one.country_code,
        "postalCode": one.postal_code,
        "phone": one.phone,
        "customFields": [
            {"fieldId": custom.field_id, "fieldValue": custom.field_value} for custom in one.custom_fields
        ],
        "shouldSaveAddress": one.should_save,
    }


def currency(code: str) -> Json:
    """A currency with its name and symbol."""
    name, symbol = CURRENCIES.get(code, (code, code))
    return {"name": name, "code": code, "symbol": symbol, "decimalPlaces": 2}


def _cart(view: View, prefix: str) -> Json:
    held, quote = view.checkout, view.quote
    lines = held.lines
    return {
        "id": held.id,
        "customerId": held.customer_id,
        "email": view.email,
        "currency": currency(held.currency),
        "isTaxIncluded": quote.included,
        "baseAmount": number(quote.base_amount),
        "discountAmount": number(quote.discount_amount),
        "cartAmount": number(quote.shown(quote.cart)),
        "coupons": _coupons(view),
        "discounts": [
            {"id": line.item_id, "discountedAmount": number(sum((one.amount for one in line.shares), ZERO))}
            for line in quote.lines
        ],
        "lineItems": {
            "physicalItems": [_product(view, line, prefix) for line in lines if line.kind == "physical"],
            "digitalItems": [_product(view, line, prefix) for line in lines if line.kind == "digital"],
            "giftCertificates": [_certificate(line) for line in lines if line.kind == "gift_certificate"],
            "customItems": [_custom(line) for line in lines if line.kind == "custom"],
        },
        "createdTime": timestamp(held.created_time),
        "updatedTime": timestamp(held.updated_time),
        "locale": held.locale,
        "version": held.version,
    }


def _coupons(view: View) -> list[Json]:
    return [
        {
            "id": one.coupon.id,
            "code": one.coupon.code,
            "couponType": one.coupon.type,
            "displayName": one.coupon.name,
            "discountedAmount": number(one.amount),
        }
        for one in view.quote.coupons
    ]


def _certificates(view: View) -> list[Json]:
    return [
        {
            "code": one.code,
            "balance": number(one.balance),
            "used": number(one.used),
            "remaining": number(one.remaining),
            "purchaseDate": f"{view.certificates[one.code].purchased:%Y-%m-%d}",
        }
        for one in view.quote.certificates
    ]


def fees(held: Checkout, quote: Quote) -> list[Json]:
    """The fees, as checkouts and orders list them."""
    return [
        {
            "id": fee.id,
            "type": "custom_fee",
            "name": fee.name,
            "displayName": fee.display_name,
            "cost": number(quote.shown(amounts)),
            "source": fee.source,
        }
        for fee, amounts in zip(held.fees, quote.fee_amounts, strict=True)
    ]


def _product(view: View, line: LineItem, prefix: str) -> Json:
    amounts = view.quote.line(line.id)
    document: Json = {
        "id": line.id,
        "parentId": None,
        "variantId": line.variant_id,
        "productId": line.product_id,
        "sku": line.sku,
        "name": line.name,
        "url": view.url(line),
        "quantity": line.quantity,
        "brand": "",
        "isTaxable": line.taxable,
        "imageUrl": line.image_url,
        "discounts": [{"id": one.number, "discountedAmount": number(one.amount)} for one in amounts.shares],
        "discountAmount": number(amounts.discount),
        "couponAmount": number(amounts.coupon),
        "originalPrice": number(amounts.list_price),
        "listPrice": number(amounts.list_price),
        "salePrice": number(amounts.sale_price),
        "retailPrice": None,
        "extendedListPrice": number(amounts.extended_list),
        "extendedSalePrice": number(amounts.extended_sale),
        "comparisonPrice": number(amounts.comparison),
        "extendedComparisonPrice": number(amounts.extended_comparison),
        "isShippingRequired": line.shippable,
        **({"giftWrapping": wrapping(line)} if line.shippable else {}),
        "addedByPromotion": False,
        "isMutable": True,
    }
    kind = f"{prefix}.{line.kind}Items"
    if f"{kind}.options" in view.include:
        document["options"] = [
            {"name": one.name, "nameId": one.name_id, "value": one.value, "valueId": one.value_id}
            for one in line.options
        ]
    if f"{kind}.categoryNames" in view.include:
        document["categoryNames"] = list(line.categories)
    return document


def wrapping(line: LineItem) -> Json | None:
    """How a line is wrapped, None when it is not."""
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
        "type": "giftCertificate",
    }


def _custom(line: LineItem) -> Json:
    return {
        "id": line.id,
        "sku": line.sku,
        "name": line.name,
        "quantity": line.quantity,
        "listPrice": number(line.unit_price),
        "extendedListPrice": number(line.unit_price * line.quantity),
        "imageUrl": line.image_url,
    }


def _consignment(view: View, one: Consignment) -> Json:
    amounts, quote = view.quote.consignment(one.id), view.quote
    document: Json = {
        "id": one.id,
        "shippingCost": number(quote.shown(amounts.cost)),
        "shippingCostBeforeDiscount": number(quote.shown(amounts.before_discount)),
        "comparisonShippingCost": number(quote.shown(amounts.before_discount)),
        "handlingCost": number(quote.shown(amounts.handling)),
        "couponDiscounts": [{"code": held.source, "amount": number(held.amount)} for held in amounts.coupons],
        "discounts": [{"id": held.number} for held in amounts.promotions],
        "lineItemIds": list(one.item_ids),
        "selectedShippingOption": _option(one.option) if one.option else None,
    }
    if one.pickup_method_id is not None:
        document["selectedPickupOption"] = {"pickupMethodId": one.pickup_method_id}
    if one.address is not None:
        # The real face shows no e-mail address here, whatever was sent.
        shown = address(one.address) | {"email": ""}
        document["shippingAddress"] = shown
        document["address"] = dict(shown)
    if OPTIONS in view.include:
        offered = view.options[one.id]
        document["availableShippingOptions"] = [
            _option(option) | {"isRecommended": option is offered[0]} for option in offered
        ]
    return document


def _option(option: ShippingOption) -> Json:
    return {
        "id": option.id,
        "type": option.type,
        "description": option.description,
        "imageUrl": "",
        "cost": number(option.cost),
        "transitTime": "",
        "additionalDescription": "",
    }


def _customer(view: View) -> Json:
    one = view.customer
    document: Json = {
        "id": one.id if one else 0,
        "isGuest": one is None,
        "email": one.email if one else "",
        "firstName": one.first_name if one else "",
        "lastName": one.last_name if one else "",
        "fullName": f"{one.first_name} {one.last_name}".strip() if one else "",
        "addresses": [],
        "storeCredit": number(one.store_credit) if one else 0,
        "shouldEncourageSignIn": False,
    }
    if "customer.customerGroup" in view.include:
        document["customerGroup"] = []
    return document

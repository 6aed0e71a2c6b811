"""The documents describe every store, not the few that were recorded: other currencies, taxes, lines and ages.

Each case changes the example of a document the way that another store, or another day, would.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from documents_read import components, space_of

from conformance.contract.drifting import undescribed

LINE = "b7a1d9c4-2e0f-4c77-8a36-5d1f90c3e842"
OTHER_LINE = "0a9a4f6e-6c6b-4b0e-8f0a-1f6f2f6a7b10"
YEN = {"name": "Japanese Yen", "code": "JPY", "symbol": "¥", "decimalPlaces": 0}

Change = Callable[[Any], None]


def example(face: str, name: str) -> Any:
    return copy.deepcopy(components(face, "examples")[name]["value"])


def changed(face: str, name: str, change: Change) -> Any:
    body = example(face, name)
    change(body)
    return body


def schema_of(face: str, name: str) -> str:
    envelope = "" if face == "storefront" else "Envelope"
    return f"/components/schemas/{name}{envelope}"


def complaints(face: str, name: str, body: Any) -> list[str]:
    return [error.message for error in space_of(face).reference(schema_of(face, name)).iter_errors(body)]


def drift_of(face: str, name: str, body: Any) -> list[str]:
    return sorted(undescribed(space_of(face), schema_of(face, name), body))


def first_line(body: Any) -> Any:
    return body["cart"]["lineItems"]["physicalItems"][0]


# The storefront's checkout


def in_yen(body: Any) -> None:
    body["cart"] |= {"currency": YEN, "baseAmount": 4070, "cartAmount": 4070, "locale": "ja"}
    body |= {"subtotal": 4070, "grandTotal": 4970, "outstandingBalance": 4970}


def with_long_fractions(body: Any) -> None:
    body["cart"]["cartAmount"] = 204.54545454545
    body["consignments"][0]["shippingCost"] = 7.27272727273


def of_an_older_store(body: Any) -> None:
    for member in ("channelId", "fees"):
        body.pop(member, None)
    first_line(body).pop("originalPrice")


def of_a_newer_store(body: Any) -> None:
    body |= {"version": 5, "fees": [], "balanceDue": 46, "displayDiscountTotal": 0, "manualDiscountTotal": 0}
    body["cart"] |= {"version": 5, "source": None}
    line = first_line(body)
    line |= {
        "quantityBackordered": 1,
        "backorderMessage": None,
        "stockPosition": {
            "quantityOnHand": 1, "quantityBackordered": 1, "quantityOutOfStock": 0, "backorderMessage": None,
        },
    }  # fmt: skip


def with_prices_including_tax(body: Any) -> None:
    body["cart"] |= {"isTaxIncluded": True, "cartAmount": 19.07, "baseAmount": 23.31}
    body |= {"taxes": [{"name": "GST", "amount": 1.91}, {"name": "PST", "amount": 0}], "taxTotal": 1.91}


def with_discounts_on_lines(body: Any) -> None:
    first_line(body)["discounts"] = [
        {"id": 4, "discountedAmount": 4.5},
        {"id": "manual-discount", "discountedAmount": 1},
    ]
    body["cart"]["discountAmount"] = 5.5


def with_coupons(body: Any) -> None:
    coupons = [
        {"id": 3, "code": "SPRING", "couponType": "promotion", "displayName": "Spring", "discountedAmount": 2},
        {"id": "1", "code": "TENTH", "couponType": 2, "displayName": None, "discountedAmount": 3.7},
    ]
    body["coupons"] = body["cart"]["coupons"] = coupons
    body["consignments"][0]["couponDiscounts"] = [{"code": "SHIPFREE", "amount": 9}]
    body["consignments"][0]["discounts"] = [{"id": 1}]


def paid_with_gift_certificates_and_credit(body: Any) -> None:
    body["giftCertificates"] = [
        {"code": "JFX-0QX", "balance": 10, "remaining": 3, "used": 7, "purchaseDate": "2024-11-02"}
    ]
    body |= {"isStoreCreditApplied": True, "outstandingBalance": 0}


def with_a_customer_of_a_group(body: Any) -> None:
    address = body["billingAddress"] | {"id": 7, "type": "residential", "email": "", "stateOrProvince": ""}
    address.pop("shouldSaveAddress")
    body["customer"] = {
        "id": 3, "isGuest": False, "email": "mara@example.com", "firstName": "Mara", "lastName": "Lindqvist",
        "fullName": "Mara Lindqvist", "addresses": [address], "storeCredit": 12.5, "shouldEncourageSignIn": True,
        "customerGroup": {"id": 1, "name": "Wholesale"},
    }  # fmt: skip
    body["cart"] |= {"customerId": 3, "email": "mara@example.com"}


def going_to_two_addresses(body: Any) -> None:
    second = copy.deepcopy(body["consignments"][0]) | {"id": "67c6c3e01b7d5", "lineItemIds": [OTHER_LINE]}
    second["selectedShippingOption"] = None
    abroad = {
        "countryCode": "HK",
        "country": "Hong Kong",
        "postalCode": "",
        "stateOrProvinceCode": "",
        "stateOrProvince": "",
    }
    second["address"] |= abroad
    second["shippingAddress"] |= abroad
    body["consignments"].append(second)
    line = copy.deepcopy(first_line(body)) | {"id": OTHER_LINE, "parentId": LINE}
    body["cart"]["lineItems"]["physicalItems"].append(line)


def to_be_collected(body: Any) -> None:
    consignment = body["consignments"][0]
    for member in ("selectedShippingOption", "shippingAddress", "address"):
        del consignment[member]
    consignment["selectedPickupOption"] = {"pickupMethodId": 2}


def with_answers_to_address_questions(body: Any) -> None:
    answers = [{"fieldId": "field_25", "fieldValue": "ring twice"}, {"fieldId": "field_26", "fieldValue": 4}]
    body["billingAddress"]["customFields"] = answers


def with_lines_of_every_kind(body: Any) -> None:
    lines = body["cart"]["lineItems"]
    digital = {key: value for key, value in first_line(body).items() if key != "giftWrapping"}
    lines["digitalItems"] = [
        digital | {
            "id": OTHER_LINE, "isShippingRequired": False,
            "downloadFileUrls": [], "downloadPageUrl": "", "downloadSize": "",
            "options": [
                {"name": "Edition", "nameId": 4, "value": "Second", "valueId": 9},
                {"name": "Dedication", "nameId": 5, "value": "For Mara", "valueId": None},
            ],
        }
    ]  # fmt: skip
    lines["giftCertificates"] = [
        {
            "id": LINE, "name": "$25 Gift Certificate", "theme": "General", "amount": 25, "taxable": False,
            "sender": {"name": "Mara", "email": "mara@example.com"},
            "recipient": {"name": "Ole", "email": "ole@example.com"}, "message": "",
        }
    ]  # fmt: skip
    lines["customItems"] = [
        {"id": LINE, "sku": "", "name": "Engraving", "quantity": 1, "listPrice": 8, "extendedListPrice": 8}
    ]


def with_gift_wrapping(body: Any) -> None:
    first_line(body)["giftWrapping"] = {"name": "Paper", "message": "", "amount": 2.5}
    body["giftWrappingCostTotal"] = 2.5


def just_begun(body: Any) -> None:
    body |= {"billingAddress": {}, "consignments": [], "payments": [{}]}
    body["cart"]["email"] = None


def already_ordered(body: Any) -> None:
    body["orderId"] = 118


CHECKOUTS: list[Change] = [
    in_yen, with_long_fractions, of_an_older_store, of_a_newer_store, with_prices_including_tax,
    with_discounts_on_lines, with_coupons, paid_with_gift_certificates_and_credit, with_a_customer_of_a_group,
    going_to_two_addresses, to_be_collected, with_answers_to_address_questions, with_lines_of_every_kind,
    with_gift_wrapping, just_begun, already_ordered,
]  # fmt: skip


# The storefront's order


def order_in_yen(body: Any) -> None:
    body |= {"currency": YEN, "orderAmount": 4970, "orderAmountAsInteger": 4970}


def order_of_an_older_store(body: Any) -> None:
    line = body["lineItems"]["physicalItems"][0]
    for member in ("couponAmount", "brand", "extendedComparisonPrice"):
        line.pop(member, None)
    body.pop("fees", None)
    body["consignments"].pop("pickup", None)


def order_paid_in_two_ways(body: Any) -> None:
    body["payments"] = [
        {
            "providerId": "wire", "gatewayId": None, "methodId": None, "description": "Bank transfer", "amount": 39,
            "detail": {"step": "INITIALIZE", "instructions": "Please transfer"}, "mandate": None,
        },
        {
            "providerId": "giftcertificate", "description": "JFX-0QX", "amount": 7,
            "detail": {"code": "JFX-0QX", "remaining": 3},
        },
    ]  # fmt: skip


def order_with_a_download(body: Any) -> None:
    line = {
        key: value
        for key, value in body["lineItems"]["physicalItems"][0].items()
        if key not in {"giftWrapping", "categories"}
    }
    files = {"downloadFileUrls": ["https://store.example.com/f/1"], "downloadPageUrl": "", "downloadSize": "1 MB"}
    body["lineItems"]["digitalItems"] = [line | files | {"id": 31, "type": "digital"}]
    body |= {"hasDigitalItems": True, "isDownloadable": True, "status": "COMPLETED"}


ORDERS: list[Change] = [order_in_yen, order_of_an_older_store, order_paid_in_two_ways, order_with_a_download]


# The server face


def server_cart_of_an_older_store(body: Any) -> None:
    for member in ("manual_discount_amount", "discounts", "version"):
        body["data"].pop(member, None)
    line = body["data"]["line_items"]["physical_items"][0]
    for member in ("original_price", "is_mutable"):
        line.pop(member, None)


def server_cart_of_a_newer_store(body: Any) -> None:
    body["data"] |= {"manual_discount_amount": 0, "discounts": [{"id": LINE, "discounted_amount": 0}], "version": 2}


def server_cart_with_options(body: Any) -> None:
    body["data"]["line_items"]["physical_items"][0]["options"] = [
        {"name": "Colour", "nameId": 108, "value": "Blue", "valueId": 77}
    ]


def server_checkout_half_filled(body: Any) -> None:
    nothing = {
        "first_name": None,
        "last_name": None,
        "postal_code": None,
        "phone": None,
        "country": "",
        "country_code": "",
    }
    body["data"]["billing_address"] |= nothing
    body["data"]["consignments"][0].pop("selected_shipping_option", None)


def server_checkout_of_a_newer_store(body: Any) -> None:
    body["data"] |= {"staff_note": "", "fees": [], "promotions": {"banners": []}, "version": 5}


def server_checkout_just_begun(body: Any) -> None:
    body["data"] |= {"billing_address": {}, "consignments": []}


SERVER_CARTS: list[Change] = [server_cart_of_an_older_store, server_cart_of_a_newer_store, server_cart_with_options]
SERVER_CHECKOUTS: list[Change] = [
    server_checkout_half_filled, server_checkout_of_a_newer_store, server_checkout_just_begun,
]  # fmt: skip

CASES = [
    *(("storefront", "Checkout", change) for change in CHECKOUTS),
    *(("storefront", "Order", change) for change in ORDERS),
    *(("server", "Cart", change) for change in SERVER_CARTS),
    *(("server", "Checkout", change) for change in SERVER_CHECKOUTS),
]


@pytest.mark.parametrize(("face", "name", "change"), CASES, ids=lambda each: getattr(each, "__name__", each))
def test_what_another_store_answers_is_described(face: str, name: str, change: Change) -> None:
    body = changed(face, name, change)
    assert complaints(face, name, body) == []
    assert drift_of(face, name, body) == []


@pytest.mark.parametrize("member", ["id", "cart", "consignments", "grandTotal", "taxes", "customerMessage"])
def test_what_no_store_leaves_out_is_missed(member: str) -> None:
    body = example("storefront", "Checkout")
    del body[member]
    assert complaints("storefront", "Checkout", body) == [f"'{member}' is a required property"]


def test_new_members_are_never_a_breach() -> None:
    body = example("storefront", "Checkout") | {"tomorrow": True}
    assert complaints("storefront", "Checkout", body) == []
    assert drift_of("storefront", "Checkout", body) == ["/tomorrow is not described"]

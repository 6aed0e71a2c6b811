"""No rule accuses a real store: each holds on every recorded body to which it applies."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest

from conformance.contract import Match, load_specs, validate
from conformance.run.witness import sight_of
from conformance.suite.rules import RULES
from conformance.verdict import Exchange, Request, Response

RECORDED = Path(__file__).parents[3] / "shared" / "reference" / "recorded"
BASES = {"storefront": "https://store.example.com/api/storefront"}


Body = dict[str, Any]
STRANGER = "00000000-0000-4000-8000-000000000000"
COUPON = {
    "id": 1,
    "code": "TENTH",
    "displayName": "a tenth",
    "couponType": "percentage_discount",
    "discountedAmount": 0,
}
OPTION = {
    "id": "x",
    "type": "freeshipping",
    "description": "Free",
    "imageUrl": "",
    "cost": 0,
    "transitTime": "",
    "additionalDescription": "",
    "isRecommended": True,
}


def recorded() -> list[Exchange]:
    return [
        Exchange(
            id=f"{path.stem}-{number}",
            request=Request(
                method=told["method"], url=f"https://store.example.com{told['path']}?{told['query'] or ''}"
            ),
            response=Response(
                status=told["status"],
                headers=(("content-type", "application/json"),),
                body=json.dumps(told["response"]),
            ),
        )
        for path in sorted(RECORDED.glob("*.json"))
        for number, told in enumerate(json.loads(path.read_text(encoding="utf-8")))
    ]


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded exchanges are not beside this checkout")
@pytest.mark.parametrize("requirement", RULES)
def test_no_recorded_body_breaks_the_rule(requirement: str, capsys: pytest.CaptureFixture[str]) -> None:
    matched = [(each, load_specs().match(each.request.method, each.request.url, BASES)) for each in recorded()]
    sights = [sight_of(each, match) for each, match in matched if match is not None]
    looks = [RULES[requirement](each) for each in sights if each is not None]
    counted = Counter("looked away" if look is None else "broken" if look else "held" for look in looks)
    with capsys.disabled():
        print(f"\n{requirement}: {dict(counted)}")  # noqa: T201 - the count is what people run this for
    assert counted["broken"] == 0
    assert counted["held"] > 0


def first_that_applies(requirement: str) -> tuple[Exchange, Match]:
    """The first recorded answer that the rule has something to say about."""
    for exchange in recorded():
        match = load_specs().match(exchange.request.method, exchange.request.url, BASES)
        sight = sight_of(exchange, match) if match else None
        if match and sight and RULES[requirement](sight) is not None:
            return exchange, match
    pytest.fail(f"no recorded body shows {requirement}")


def line_twice(body: Body) -> None:
    lines = body["cart"]["lineItems"]["physicalItems"]
    lines.append({**lines[0], "salePrice": 0, "extendedSalePrice": 0})
    body["cart"]["baseAmount"] *= 2


def consignment_twice(body: Body) -> None:
    body["consignments"].append(
        {**body["consignments"][0], "lineItemIds": [], "shippingCost": 0, "selectedShippingOption": None}
    )


def another_checkout(body: Body) -> None:
    body["id"] = body["cart"]["id"] = STRANGER


def another_cart(body: Body) -> None:
    body["cart"]["id"] = STRANGER


def higher_version(body: Body) -> None:
    body["version"] += 1


def a_stranger_in_the_parcel(body: Body) -> None:
    body["consignments"][0]["lineItemIds"] = [STRANGER]


def a_discount_of_a_stranger(body: Body) -> None:
    body["cart"]["discounts"] = [{"id": STRANGER, "discountedAmount": 0}]


def a_coupon_in_the_cart_alone(body: Body) -> None:
    body["cart"]["coupons"] = [COUPON]


def another_city(body: Body) -> None:
    body["consignments"][0]["address"] = {**body["consignments"][0]["address"], "city": "Elsewhere"}


def updated_long_ago(body: Body) -> None:
    body["cart"]["updatedTime"] = "2001-01-01T00:00:00+00:00"


def more_outstanding(body: Body) -> None:
    body["outstandingBalance"] += 1


def more_in_total(body: Body) -> None:
    body["grandTotal"] += 1
    body["outstandingBalance"] += 1


def more_for_a_line(body: Body) -> None:
    body["cart"]["lineItems"]["physicalItems"][0]["extendedListPrice"] += 1
    body["cart"]["baseAmount"] += 1


def more_in_the_cart(body: Body) -> None:
    body["cart"]["baseAmount"] += 1


def more_tax_listed(body: Body) -> None:
    body["taxes"][0]["amount"] += 1


def more_for_a_parcel(body: Body) -> None:
    body["consignments"][0]["shippingCost"] += 1
    if body["consignments"][0]["selectedShippingOption"]:
        another_quote(body)


def options_unasked(body: Body) -> None:
    chosen = body["consignments"][0]["selectedShippingOption"] or {}
    body["consignments"][0]["availableShippingOptions"] = [{**OPTION, **chosen}]


def shipping_before_a_choice(body: Body) -> None:
    body["shippingCostTotal"] += 1
    body["grandTotal"] += 1
    body["outstandingBalance"] += 1
    for each in body["consignments"][:1]:
        each["shippingCost"] += 1


def another_quote(body: Body) -> None:
    body["consignments"][0]["selectedShippingOption"]["cost"] += 1
    for each in body["consignments"][0].get("availableShippingOptions") or []:
        each["cost"] += 1


def one_option_twice(body: Body) -> None:
    options = body["consignments"][0]["availableShippingOptions"]
    options.append(dict(options[0]))


def a_choice_nobody_offered(body: Body) -> None:
    body["consignments"][0]["selectedShippingOption"]["id"] = STRANGER


def more_for_handling(body: Body) -> None:
    body["consignments"][0]["handlingCost"] += 1


def a_line_in_two_parcels(body: Body) -> None:
    one = body["consignments"][0]
    lines = {line["id"]: line for line in body["cart"]["lineItems"]["physicalItems"]}
    extra = [
        {**one, "id": f"another-{number}", "shippingCost": 0, "handlingCost": 0, "selectedShippingOption": None}
        for number in range(lines[one["lineItemIds"][0]]["quantity"])
    ]
    for each in extra:
        each.pop("availableShippingOptions", None)
    body["consignments"] += extra


def another_subtotal(body: Body) -> None:
    body["subtotal"] += 1
    body["cart"]["cartAmount"] += 1
    body["grandTotal"] += 1
    body["outstandingBalance"] += 1


def another_cart_amount(body: Body) -> None:
    body["cart"]["cartAmount"] += 1
    body["grandTotal"] += 1
    body["outstandingBalance"] += 1


def a_discount_on_a_line_alone(body: Body) -> None:
    body["cart"]["lineItems"]["physicalItems"][0]["discounts"] = [{"id": 4, "discountedAmount": 1}]


def a_discount_in_the_list_alone(body: Body) -> None:
    body["cart"]["discounts"][0]["discountedAmount"] += 1


MUTATIONS = {
    "checkout-id-equals-cart-id": another_cart,
    "checkout-id-is-stable": another_checkout,
    "checkout-and-cart-share-version": higher_version,
    "lineitem-ids-are-unique": line_twice,
    "consignment-ids-are-unique": consignment_twice,
    "consignment-items-are-in-cart": a_stranger_in_the_parcel,
    "cart-discounts-name-lines": a_discount_of_a_stranger,
    "coupons-mirrored-in-cart": a_coupon_in_the_cart_alone,
    "consignment-addresses-mirrored": another_city,
    "times-run-forward": updated_long_ago,
    "outstanding-balance-adds-up": more_outstanding,
    "grand-total-adds-up": more_in_total,
    "lineitem-extended-price-multiplies": more_for_a_line,
    "cart-base-amount-adds-up": more_in_the_cart,
    "tax-total-adds-up": more_tax_listed,
    "shipping-total-adds-up": more_for_a_parcel,
    "shipping-options-hidden-without-include": options_unasked,
    "shipping-is-free-until-an-option-is-chosen": shipping_before_a_choice,
    "shipping-cost-is-that-of-the-option": another_quote,
    "shipping-option-ids-are-unique": one_option_twice,
    "shipping-selection-is-one-of-the-offers": a_choice_nobody_offered,
    "handling-total-adds-up": more_for_handling,
    "consignment-lists-a-line-no-oftener-than-its-pieces": a_line_in_two_parcels,
    "subtotal-adds-up": another_subtotal,
    "cart-amount-follows-discounts": another_cart_amount,
    "cart-discount-is-shared-by-lines": a_discount_on_a_line_alone,
    "cart-discounts-add-up": a_discount_in_the_list_alone,
}


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded exchanges are not beside this checkout")
@pytest.mark.parametrize("requirement", RULES)
def test_a_recorded_body_with_one_mistake_is_noticed_by_this_rule_alone(requirement: str) -> None:
    exchange, match = first_that_applies(requirement)
    assert exchange.response is not None
    body = json.loads(exchange.response.body or "")
    MUTATIONS[requirement](body)
    response = msgspec.structs.replace(exchange.response, body=json.dumps(body))
    mistaken = msgspec.structs.replace(exchange, response=response)
    sight = sight_of(mistaken, match)
    assert sight is not None
    assert [name for name, rule in RULES.items() if rule(sight)] == [requirement]
    assert [violation.reason for violation in validate(mistaken, match)] == []

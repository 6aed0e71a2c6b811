"""Taxes: what is recorded comes out to the last decimal, and taxes by name sum up to what a total contains."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from emulator_driving import STORE
from hypothesis import given
from hypothesis import strategies as st
from money_driving import BASKET, CATALOG, KNIFE, NO_TAX, TOWEL, Shopping, promotion

from conformance.emulator.commerce.money import Rounding
from conformance.emulator.commerce.tax import GOODS, SHIPPING, UNTAXED, ClassRate, TaxMode, TaxRate, TaxRule

amounts = st.decimals(min_value=0, max_value=100_000, places=2)
rates = st.decimals(min_value=0, max_value=1, places=4)
TWO = [{"name": "GST", "rate": 0.05}, {"name": "PST", "rate": 0.07}]
TEN_PERCENT_INSIDE = {"mode": "inclusive", "name": "GST", "rate": 0.1}
UNTAXED_ABROAD = {
    **TEN_PERCENT_INSIDE,
    "zones": [{"name": "Abroad", "countries": ["US"], "rates": [{"name": "GST", "rate": 0}]}],
}
PAPER = [{"id": 1, "name": "Plain", "price": 5}]
# Recorded orders carry another share for shipping than for goods (119.95 -> 123.55, 10 -> 10.10).
BY_CLASS = [{"name": "VAT", "rate": 0.03, "class_rates": [{"tax_class_id": 2, "rate": 0.01}]}]


@given(amounts, st.lists(rates, min_size=1, max_size=4), st.sampled_from(["exclusive", "inclusive"]),
       st.sampled_from(["line", "total"]))  # fmt: skip
def test_named_taxes_sum_up_to_the_difference(
    amount: Decimal, shares: list[Decimal], mode: TaxMode, rounding: Rounding
) -> None:
    named = tuple(TaxRate(f"Tax {at}", share) for at, share in enumerate(shares))
    taxed = TaxRule(mode, rates=named, rounding=rounding).apply(amount)
    assert sum(one.amount for one in taxed.taxes) == taxed.inc - taxed.ex


@given(amounts, rates, st.sampled_from(["line", "total"]))
def test_a_price_with_tax_inside_is_paid_as_entered(amount: Decimal, rate: Decimal, rounding: Rounding) -> None:
    assert TaxRule("inclusive", rate, rounding=rounding).apply(amount).inc == amount


@pytest.mark.parametrize(
    ("rule", "amount", "ex", "inc"),
    [
        (TaxRule("exclusive", Decimal("0.04")), "31.95", "31.95", "33.23"),
        (TaxRule("exclusive", Decimal("0.0825")), "159.75", "159.75", "172.93"),
        (TaxRule("inclusive", Decimal("0.1")), "23.31", "21.19", "23.31"),
        (TaxRule("inclusive", Decimal("0.1"), rounding="total"), "225", "204.54545454545", "225"),
        (TaxRule("inclusive", Decimal("0.1"), rounding="total"), "8", "7.27272727273", "8"),
        (TaxRule("inclusive", Decimal("0.1"), rounding="total"), "10", "9.09090909091", "10"),
    ],
)
def test_recorded_amounts_come_out_to_the_last_decimal(rule: TaxRule, amount: str, ex: str, inc: str) -> None:
    taxed = rule.apply(Decimal(amount))
    assert (taxed.ex, taxed.inc) == (Decimal(ex), Decimal(inc))


@pytest.mark.parametrize(("tax_class_id", "inc"), [(GOODS, "110.00"), (SHIPPING, "104.00"), (UNTAXED, "100.00")])
def test_each_tax_class_has_its_own_rate(tax_class_id: int, inc: str) -> None:
    rate = TaxRate("VAT", Decimal("0.1"), (ClassRate(SHIPPING, Decimal("0.04")),))
    assert TaxRule(rates=(rate,)).apply(Decimal(100), tax_class_id=tax_class_id).inc == Decimal(inc)


def test_every_tax_is_listed_by_its_name() -> None:
    checkout = Shopping({"tax": {"mode": "exclusive", "rates": TWO}}).buy((BASKET, 1), (TOWEL, 1))
    assert checkout["taxes"] == [{"name": "GST", "amount": 2.5}, {"name": "PST", "amount": 3.5}]
    assert (checkout["tax_total"], checkout["grand_total"]) == (6, 56)


def test_a_checkout_without_tax_still_lists_the_tax() -> None:
    checkout = Shopping({"tax": NO_TAX}).buy((BASKET, 1))
    assert checkout["taxes"] == [{"name": "Tax", "amount": 0}]


def test_untaxed_goods_pay_none_beside_taxed_ones() -> None:
    checkout = Shopping({"tax": {"mode": "exclusive", "rate": 0.1}}).buy((BASKET, 1), (KNIFE, 2))
    assert (checkout["tax_total"], checkout["grand_total"]) == (4, 94)


def test_a_product_in_the_untaxed_class_pays_none() -> None:
    catalog = [{**CATALOG[0], "tax_class_id": UNTAXED}]
    checkout = Shopping({"catalog": catalog, "tax": {"mode": "exclusive", "rate": 0.1}}).buy((BASKET, 1))
    assert (checkout["tax_total"], checkout["grand_total"]) == (0, 40)


@pytest.mark.parametrize(
    ("tax", "tax_total", "grand_total"),
    [
        ({"mode": "exclusive", "rate": 0.1}, 4.8, 52.8),
        ({"mode": "exclusive", "rate": 0.1, "shipping_taxed": False}, 4, 52),
        ({"mode": "inclusive", "rate": 0.1}, 4.37, 48),
        ({"mode": "inclusive", "rate": 0.1, "shipping_taxed": False}, 3.64, 48),
    ],
)
def test_shipping_is_taxed_or_not(tax: dict[str, Any], tax_total: float, grand_total: float) -> None:
    shopping = Shopping({"tax": tax})
    shopping.buy((BASKET, 1))
    checkout = shopping.ship()
    assert (checkout["tax_total"], checkout["grand_total"]) == (tax_total, grand_total)


@pytest.mark.parametrize(("rule", "tax_total", "grand_total"), [({}, 5, 55), ({"fees_taxed": False}, 4, 54)])
def test_a_fee_is_taxed_or_not(rule: dict[str, Any], tax_total: float, grand_total: float) -> None:
    shopping = Shopping({"tax": {"mode": "exclusive", "rate": 0.1, **rule}})
    shopping.buy((BASKET, 1))
    fee = {"type": "custom_fee", "name": "Fee", "display_name": "Fee", "cost": 10, "source": "AA"}
    checkout = shopping.ask("POST", "fees", {"fees": [fee]}).json()["data"]
    assert (checkout["tax_total"], checkout["grand_total"]) == (tax_total, grand_total)


@pytest.mark.parametrize(
    ("tax", "tax_total", "grand_total", "order"),
    [
        ({"mode": "exclusive", "rate": 0.1}, 5.3, 58.3, ("5.0000", "5.5000")),
        ({"mode": "exclusive", "rate": 0.1, "wrapping_taxed": False}, 4.8, 57.8, ("5.0000", "5.0000")),
        ({"mode": "inclusive", "rate": 0.1}, 4.82, 53, ("4.5500", "5.0000")),
    ],
)
def test_gift_wrapping_is_in_the_totals_and_taxed_or_not(
    tax: dict[str, Any], tax_total: float, grand_total: float, order: tuple[str, str]
) -> None:
    shopping = Shopping({"tax": tax, "gift_wraps": PAPER})
    wrapping = {"wrap_together": True, "wrap_details": [{"id": 1, "message": "Hi"}]}
    items = [{"product_id": BASKET, "quantity": 1, "gift_wrapping": wrapping}]
    shopping.buy(line_items=items)
    checkout = shopping.ship()
    paid = shopping.pay()
    assert (checkout["tax_total"], checkout["grand_total"]) == (tax_total, grand_total)
    assert (paid["wrapping_cost_ex_tax"], paid["wrapping_cost_inc_tax"]) == order


def test_a_place_without_tax_pays_the_price_less_the_tax_inside() -> None:
    shopping = Shopping({"tax": {**UNTAXED_ABROAD, "rounding": "total"}})
    shopping.buy((BASKET, 1))
    checkout = shopping.ship("US")
    assert (checkout["cart"]["cart_amount_inc_tax"], checkout["shipping_cost_total_inc_tax"]) == (
        36.36363636364,
        7.27272727273,
    )
    assert (checkout["grand_total"], checkout["taxes"]) == (43.64, [{"name": "GST", "amount": 0}])


def test_the_recorded_amounts_that_a_store_does_not_round_inside() -> None:
    catalog = [{"id": BASKET, "name": "Brewer", "price": 225}]
    shopping = Shopping({"catalog": catalog, "tax": {**UNTAXED_ABROAD, "rounding": "total"}})
    checkout = shopping.in_browser({"lineItems": [{"productId": BASKET, "quantity": 1}]})
    inside = (checkout["cart"]["cartAmount"], checkout["shippingCostTotal"])
    assert inside == (204.54545454545, 7.27272727273)
    assert (checkout["subtotal"], checkout["grandTotal"], checkout["outstandingBalance"]) == (204.55, 211.82, 211.82)


def test_the_recorded_order_discount_of_a_store_that_shows_no_tax() -> None:
    catalog = [{"id": BASKET, "name": "Dustpan", "price": 23.31}]
    seed = {"catalog": catalog, "tax": {**TEN_PERCENT_INSIDE, "shown": "exclusive"},
            "promotions": [promotion("percentage_off_order", 10, id=2)]}  # fmt: skip
    shopping = Shopping(seed)
    shopping.buy((BASKET, 1))
    checkout = shopping.checkout()
    cart, line = checkout["cart"], checkout["cart"]["line_items"]["physical_items"][0]
    assert (cart["base_amount"], cart["discount_amount"], cart["tax_included"]) == (23.31, 2.33, False)
    assert (line["list_price"], line["sale_price"], line["discounts"]) == (
        23.31,
        21.19,
        [{"id": "2", "discounted_amount": 2.33}],
    )
    assert (cart["cart_amount_ex_tax"], checkout["tax_total"], checkout["grand_total"]) == (19.07, 1.91, 20.98)


def test_the_recorded_order_with_another_rate_for_shipping() -> None:
    catalog = [{"id": BASKET, "name": "Lamp", "price": 119.95}]
    flat = [{"id": 1, "name": "All", "countries": [],
             "methods": [{"type": "shipping_flatrate", "description": "Flat", "rate": 10}]}]  # fmt: skip
    shopping = Shopping({"catalog": catalog, "shipping_zones": flat, "tax": {"mode": "exclusive", "rates": BY_CLASS}})
    shopping.buy((BASKET, 1))
    shopping.ship()
    order = shopping.pay()
    shown = [order[name] for name in ("subtotal_inc_tax", "subtotal_tax", "shipping_cost_inc_tax", "total_inc_tax",
                                      "total_ex_tax", "total_tax")]  # fmt: skip
    assert shown == ["123.5500", "3.6000", "10.1000", "133.6500", "129.9500", "3.7000"]


def test_a_converted_price_keeps_its_decimals_in_the_order() -> None:
    shopping = Shopping({"catalog": [{"id": BASKET, "name": "Brewer", "price": 207.4725}]})
    checkout = shopping.buy((BASKET, 1))
    shopping.ship()
    order = shopping.pay()
    product = shopping.server.get(f"{STORE}/v2/orders/{order['id']}/products").json()[0]
    assert (checkout["cart"]["base_amount"], product["base_price"], order["subtotal_ex_tax"]) == (
        207.47,
        "207.4725",
        "207.4700",
    )


@pytest.mark.parametrize(
    ("tax", "where"),
    [
        ({"mode": "exclusive", "rate": 8.25}, "tax.rate"),
        ({"mode": "exclusive", "rates": [{"name": "A", "rate": 2}]}, "tax.rates[0].rate"),
        ({"mode": "exclusive", "rates": [*TWO, TWO[0]]}, "tax.rates[2].name"),
        ({"mode": "exclusive", "zones": [{"name": "Z", "countries": ["usa"]}]}, "tax.zones[0].countries[0]"),
    ],
)
def test_a_tax_that_cannot_be_is_refused_with_its_place(tax: dict[str, Any], where: str) -> None:
    shopping = Shopping()
    answer = shopping.server.put("/_emulator/seed", json={"tax": tax})
    assert (answer.status_code, answer.json()["where"].rpartition(" ")[2]) == (422, where)

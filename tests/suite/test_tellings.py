"""What two answers tell of one purchase: held against each other only where nothing can have changed it."""

from __future__ import annotations

import threading
from decimal import Decimal
from typing import Any

import pytest

from conformance.contract import Match, load_specs
from conformance.run.remembering import Remembering
from conformance.suite.rules import Sight
from conformance.suite.rules.telling import ANSWER, FACES, READ, REFUSED
from conformance.verdict import Exchange, Request, Response

BASES = {"server": "https://store.example/stores/h/v3", "storefront": "https://store.example/api/storefront"}
ID = "4d3b1e36-5f7e-4f42-8f8f-0c53a3d4f1a1"
LINE = {"id": "l1", "product_id": 7, "variant_id": 9, "quantity": 2, "list_price": 5, "name": "Mug", "sku": "MUG"}
ADDRESS = {"id": "b1", "first_name": "Ada", "last_name": "Marlowe", "company": None, "city": "Austin"}
CONSIGNMENT = {
    "id": "c1",
    "line_item_ids": ["l1"],
    "shipping_address": {"city": "Austin"},
    "selected_shipping_option": {"id": "o1"},
}
CHECKOUT: dict[str, Any] = {
    "id": ID,
    "version": 4,
    "cart": {
        "id": ID,
        "currency": {"code": "USD"},
        "base_amount": 10,
        "discount_amount": 0,
        "line_items": {"physical_items": [LINE]},
    },
    "billing_address": ADDRESS,
    "consignments": [CONSIGNMENT],
    "coupons": [{"code": "Tenth"}],
    "customer_message": "Ring twice.",
    "subtotal_inc_tax": Decimal("10.83"),
    "subtotal_ex_tax": 10,
    "shipping_cost_total_inc_tax": Decimal("8.12"),
    "tax_total": Decimal("0.83"),
    "grand_total": Decimal("18.95"),
}
ON_STOREFRONT = {
    **{name: value for name, value in CHECKOUT.items() if not name.endswith("_tax")},
    "subtotal": 10,
    "shipping_cost_total": Decimal("8.12"),
    "coupons": [{"code": "TENTH"}],
    "billing_address": {**ADDRESS, "company": ""},
}


def asked(
    remembering: Remembering, document: Any = None, *, surface: str = "server", method: str = "GET", status: int = 200
) -> list[tuple[str, tuple[str, ...]]]:
    """What the next exchange shows: requirement and what differs."""
    url = f"{BASES[surface]}/checkouts/{ID}"
    match: Match | None = load_specs().match(method, url, BASES)
    exchange = Exchange(id="x", request=Request(method=method, url=url), response=Response(status=status))
    sight = None if document is None else Sight(surface, "getCheckout", {"checkoutId": ID}, frozenset(), document)
    return [(each.requirement, each.differing) for each in remembering.see(exchange, match, sight)]


def changed(**change: Any) -> dict[str, Any]:
    return {**CHECKOUT, **change}


def in_line(**change: Any) -> dict[str, Any]:
    return changed(cart={**CHECKOUT["cart"], "line_items": {"physical_items": [{**LINE, **change}]}})


def test_two_readings_of_an_unchanged_checkout_agree() -> None:
    remembering = Remembering()
    asked(remembering, CHECKOUT)

    assert asked(remembering, CHECKOUT) == [(READ, ())]


def test_a_reading_that_shows_something_else_is_noticed() -> None:
    remembering = Remembering()
    asked(remembering, CHECKOUT)

    assert asked(remembering, changed(customer_message="")) == [(READ, ("message",))]


def test_a_refused_change_must_leave_what_was_read_before() -> None:
    remembering = Remembering()
    asked(remembering, CHECKOUT)
    asked(remembering, method="PUT", status=422)

    assert asked(remembering, changed(customer_message="New")) == [(REFUSED, ("message",))]


def test_a_version_that_a_refusal_moved_is_another_rules_business() -> None:
    remembering = Remembering()
    asked(remembering, CHECKOUT)
    asked(remembering, method="PUT", status=422)

    assert asked(remembering, changed(version=5)) == [(REFUSED, ())]


def test_the_answer_to_a_change_is_held_against_the_next_reading() -> None:
    remembering = Remembering()
    asked(remembering, CHECKOUT)
    asked(remembering, changed(customer_message="New"), method="PUT")

    assert asked(remembering, CHECKOUT) == [(ANSWER, ("message",))]


def test_what_was_read_before_a_change_is_forgotten() -> None:
    remembering = Remembering()
    asked(remembering, CHECKOUT)
    asked(remembering, method="PUT", status=500)

    assert asked(remembering, changed(version=9)) == []


def test_what_other_threads_send_is_held_against_nothing() -> None:
    remembering = Remembering()
    asked(remembering, CHECKOUT)
    sending = threading.Thread(target=asked, args=(remembering, changed(version=9)), kwargs={"method": "PUT"})
    sending.start()
    sending.join()

    assert asked(remembering, changed(version=7)) == []


def test_the_faces_agree_though_each_writes_in_its_own_way() -> None:
    remembering = Remembering()
    asked(remembering, CHECKOUT)

    looks = asked(remembering, ON_STOREFRONT, surface="storefront")

    assert {requirement for requirement, _ in looks} == set(FACES)
    assert [different for _, different in looks if different] == []


APART = [
    ("faces-agree-on-line-ids", in_line(id="l2")),
    ("faces-agree-on-goods", in_line(variant_id=10)),
    ("faces-agree-on-quantities", in_line(quantity=3)),
    ("faces-agree-on-list-prices", in_line(list_price=6)),
    ("faces-agree-on-names", in_line(sku="")),
    ("faces-agree-on-base-amount", changed(cart={**CHECKOUT["cart"], "base_amount": 11})),
    ("faces-agree-on-currency", changed(cart={**CHECKOUT["cart"], "currency": {"code": "CAD"}})),
    ("faces-agree-on-discounts", changed(cart={**CHECKOUT["cart"], "discount_amount": 1})),
    ("faces-agree-on-subtotal", changed(subtotal_ex_tax=12, subtotal_inc_tax=13)),
    ("faces-agree-on-shipping-total", changed(shipping_cost_total_inc_tax=8)),
    ("faces-agree-on-tax-total", changed(tax_total=0)),
    ("faces-agree-on-grand-total", changed(grand_total=19)),
    ("faces-agree-on-billing-address", changed(billing_address={})),
    ("faces-agree-on-consignments", changed(consignments=[{**CONSIGNMENT, "line_item_ids": []}])),
    ("faces-agree-on-shipping-addresses", changed(consignments=[{**CONSIGNMENT, "shipping_address": {}}])),
    ("faces-agree-on-shipping-options", changed(consignments=[{**CONSIGNMENT, "selected_shipping_option": None}])),
    ("faces-agree-on-coupons", changed(coupons=[])),
    ("faces-agree-on-message", changed(customer_message="")),
    ("faces-agree-on-version", changed(version=5)),
]


@pytest.mark.parametrize(("requirement", "by_server"), APART)
def test_faces_that_differ_are_noticed_by_the_aspect(requirement: str, by_server: dict[str, Any]) -> None:
    remembering = Remembering()
    asked(remembering, by_server)

    looks = asked(remembering, ON_STOREFRONT, surface="storefront")

    assert requirement in {each for each, different in looks if different}


def test_every_aspect_has_a_difference_that_it_notices() -> None:
    assert {requirement for requirement, _ in APART} == set(FACES)

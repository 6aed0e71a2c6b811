"""Coupons, promotions, gift certificates and store credit: what each takes off, when, and in which order."""

from __future__ import annotations

from typing import Any

import pytest
from emulator_driving import STORE, opened
from money_driving import BASKET, BATH, CATALOG, KITCHEN, KNIFE, TOWEL, Json, Shopping, coupon, lines, promotion

LATER = "2030-01-01T00:00:00Z"
PAST = "2020-01-01T00:00:00Z"
DAY = 24 * 3600
# The day after the emulated store opens.
SOON = "2026-01-06T00:00:00Z"


def with_coupon(kind: str, amount: float, **more: Any) -> Shopping:
    return Shopping({"coupons": [coupon(kind, amount, **more)]})


@pytest.mark.parametrize(
    ("kind", "amount", "taken_off", "grand_total"),
    [
        ("per_item_discount", 3, 9, 59),
        ("percentage_discount", 10, 6, 62),
        ("per_total_discount", 7, 7, 61),
        ("promotion", 7, 7, 61),
        ("shipping_discount", 5, 5, 63),
        ("shipping_discount", 50, 8, 60),
        ("free_shipping", 0, 8, 60),
    ],
)
def test_each_kind_of_coupon_takes_its_own_off(
    kind: str, amount: float, taken_off: float, grand_total: float
) -> None:
    shopping = with_coupon(kind, amount)
    shopping.buy((BASKET, 1), (TOWEL, 2))
    shopping.redeem("CODE")
    checkout = shopping.ship()
    shown = checkout["coupons"][0]
    assert (shown["coupon_type"], shown["discounted_amount"], checkout["grand_total"]) == (
        kind,
        taken_off,
        grand_total,
    )


@pytest.mark.parametrize(
    ("entity", "ids", "taken_off"),
    [("categories", [0], 6), ("categories", [KITCHEN], 4), ("categories", [BATH, 99], 2), ("products", [TOWEL], 2),
     ("products", [99], 0)],
)  # fmt: skip
@pytest.mark.parametrize(("kind", "amount"), [("percentage_discount", 10), ("per_total_discount", 1000)])
def test_a_coupon_works_on_what_it_applies_to(
    kind: str, amount: float, entity: str, ids: list[int], taken_off: float
) -> None:
    shopping = with_coupon(kind, amount, entity=entity, entity_ids=ids)
    shopping.buy((BASKET, 1), (TOWEL, 2))
    shown = shopping.redeem("CODE")["coupons"][0]["discounted_amount"]
    # Ten percent of the covered lines, or (as far as 1000 reaches) all of them.
    assert shown == (taken_off if kind == "percentage_discount" else taken_off * 10)


@pytest.mark.parametrize(
    "limits",
    [{"enabled": False}, {"expires_at": PAST}, {"min_purchase": 40.01}, {"max_uses": 2, "num_uses": 2}],
    ids=str,
)
def test_a_coupon_that_does_not_work_is_refused(limits: Json) -> None:
    shopping = with_coupon("per_total_discount", 5, **limits)
    shopping.buy((BASKET, 1))
    answer = shopping.ask("POST", "coupons", {"coupon_code": "CODE"})
    assert (answer.status_code // 100, shopping.checkout()["coupons"]) == (4, [])


@pytest.mark.parametrize(
    "limits", [{"expires_at": LATER}, {"min_purchase": 40}, {"max_uses": 2, "num_uses": 1}], ids=str
)
def test_a_coupon_within_its_limits_works(limits: Json) -> None:
    shopping = with_coupon("per_total_discount", 5, **limits)
    shopping.buy((BASKET, 1))
    assert shopping.redeem("CODE")["grand_total"] == 35


def test_a_coupon_that_expires_on_the_checkout_takes_nothing_off_any_more() -> None:
    shopping = with_coupon("per_total_discount", 5, expires_at=SOON)
    shopping.buy((BASKET, 1))
    shopping.redeem("CODE")
    shopping.server.post("/_emulator/clock/advance", json={"seconds": 2 * DAY})
    checkout = shopping.checkout()
    assert (checkout["coupons"][0]["discounted_amount"], checkout["grand_total"]) == (0, 40)


def test_a_coupon_below_its_minimum_takes_nothing_off_until_it_is_reached_again() -> None:
    shopping = with_coupon("per_total_discount", 5, min_purchase=80)
    shopping.buy((BASKET, 2))
    shopping.redeem("CODE")
    item = lines(shopping.checkout())[0]["id"]
    totals = [shopping.server.put(f"{STORE}/v3/carts/{shopping.cart}/items/{item}",
                                  json={"line_item": {"product_id": BASKET, "quantity": quantity}}
                                  ).json()["data"]["cart_amount"] for quantity in (1, 2)]  # fmt: skip
    assert totals == [40, 75]


@pytest.mark.parametrize(("email", "status"), [("mara@example.com", 4), ("jon@example.com", 2)])
def test_a_shopper_uses_a_coupon_as_often_as_each_may(email: str, status: int) -> None:
    shopping = with_coupon("per_total_discount", 5, max_uses_per_customer=1)
    shopping.buy((BASKET, 1))
    shopping.redeem("CODE")
    shopping.ship()
    shopping.pay("mara@example.com")
    shopping.buy((BASKET, 1))
    shopping.ask("POST", "billing-address", {"email": email, "country_code": "US"})
    answer = shopping.ask("POST", "coupons", {"coupon_code": "CODE"})
    assert answer.status_code // 100 == status


def test_only_a_coupon_that_took_something_off_is_used_up() -> None:
    shopping = with_coupon("per_total_discount", 5, expires_at=SOON)
    shopping.buy((BASKET, 1))
    shopping.redeem("CODE")
    shopping.ship()
    shopping.server.post("/_emulator/clock/advance", json={"seconds": 2 * DAY})
    shopping.pay()
    assert shopping.server.get(f"{STORE}/v2/coupons").json()[0]["num_uses"] == 0


def test_a_paid_order_uses_its_coupon_up() -> None:
    shopping = with_coupon("per_total_discount", 5, max_uses=1)
    shopping.buy((BASKET, 1))
    shopping.redeem("CODE")
    shopping.ship()
    order = shopping.pay()
    uses = shopping.server.get(f"{STORE}/v2/coupons").json()[0]["num_uses"]
    assert (order["coupon_discount"], uses) == ("5.0000", 1)


def test_several_coupons_each_take_off_what_the_earlier_ones_left() -> None:
    two = [coupon("percentage_discount", 50), {**coupon("percentage_discount", 50), "code": "MORE"}]
    shopping = Shopping({"coupons": two})
    shopping.buy((BASKET, 1))
    checkout = shopping.redeem("CODE", "MORE")
    assert [one["discounted_amount"] for one in checkout["coupons"]] == [20, 10]
    assert checkout["grand_total"] == 10


def test_an_amount_off_shipping_is_used_up_over_all_consignments() -> None:
    shopping = with_coupon("shipping_discount", 10)
    shopping.buy((BASKET, 1), (TOWEL, 1))
    shopping.redeem("CODE")
    checkout = shopping.ship_apart()
    assert [one["coupon_discounts"][0]["amount"] for one in checkout["consignments"]] == [8, 2]
    assert (checkout["shipping_cost_total_inc_tax"], checkout["grand_total"]) == (6, 56)


def test_a_coupon_of_the_management_face_works_on_a_category_of_the_catalog() -> None:
    shopping = Shopping()
    product = {"name": "Bowl", "type": "physical", "weight": 1, "price": 30, "categories": [KITCHEN]}
    made = shopping.server.post(f"{STORE}/v3/catalog/products", json=product).json()["data"]
    applies = {"entity": "categories", "ids": [KITCHEN]}
    offer = {"name": "Ten", "type": "percentage_discount", "amount": "10", "code": "TEN", "applies_to": applies}
    shopping.server.post(f"{STORE}/v2/coupons", json=offer)
    shopping.buy((made["id"], 1), (TOWEL, 1))
    assert (made["categories"], shopping.redeem("TEN")["grand_total"]) == ([KITCHEN], 37)


def promoted(*promotions: Json, **more: Any) -> Shopping:
    return Shopping({"promotions": list(promotions), **more})


def test_a_promotion_on_the_order_is_split_over_its_lines() -> None:
    checkout = promoted(promotion("fixed_off_order", 12, id=4)).buy((BASKET, 1), (TOWEL, 2))
    cart = checkout["cart"]
    assert [line["discounts"] for line in lines(checkout)] == [
        [{"id": "4", "discounted_amount": 8}],
        [{"id": "4", "discounted_amount": 4}],
    ]
    assert [one["discounted_amount"] for one in cart["discounts"]] == [8, 4]
    assert (cart["base_amount"], cart["discount_amount"], checkout["subtotal_ex_tax"], checkout["grand_total"]) == (
        60,
        12,
        60,
        48,
    )


def test_a_promotion_on_items_lowers_their_sale_price() -> None:
    sale = promotion("percentage_off_items", 20, entity="products", entity_ids=[BASKET])
    basket, towel = lines(promoted(sale).buy((BASKET, 2), (TOWEL, 1)))
    assert (basket["sale_price"], basket["extended_sale_price"], basket["discount_amount"]) == (32, 64, 16)
    assert (towel["sale_price"], towel["discount_amount"]) == (10, 0)


@pytest.mark.parametrize(
    ("offer", "grand_total"),
    [
        (promotion("percentage_off_items", 20, entity_ids=[KITCHEN]), 52),
        (promotion("fixed_off_items", 3), 51),
        (promotion("percentage_off_order", 10), 54),
        (promotion("percentage_off_order", 10, entity_ids=[BATH]), 58),
        (promotion("fixed_off_order", 1000), 0),
        (promotion("fixed_off_order", 5, min_purchase=60), 55),
        (promotion("fixed_off_order", 5, min_purchase=60.01), 60),
        (promotion("fixed_off_order", 5, enabled=False), 60),
        (promotion("fixed_off_order", 5, starts_at=LATER), 60),
        (promotion("fixed_off_order", 5, expires_at=PAST), 60),
    ],
)
def test_a_promotion_works_by_itself_within_its_limits(offer: Json, grand_total: float) -> None:
    assert promoted(offer).buy((BASKET, 1), (TOWEL, 2))["grand_total"] == grand_total


def test_a_promotion_of_free_shipping_is_listed_at_the_consignment() -> None:
    shopping = promoted(promotion("free_shipping", 0, id=9))
    shopping.buy((BASKET, 1))
    checkout = shopping.ship()
    assert (checkout["consignments"][0]["discounts"], checkout["grand_total"]) == ([{"id": 9}], 40)


@pytest.mark.parametrize(
    ("rules", "grand_total"),
    [(({}, {}), 10), (({"stops": True}, {}), 20), (({"enabled": False, "stops": True}, {}), 20)],
)
def test_promotions_stack_until_one_stops(rules: tuple[Json, Json], grand_total: float) -> None:
    offers = [promotion("percentage_off_order", 50, **rule) for rule in rules]
    assert promoted(*offers).buy((BASKET, 1))["grand_total"] == grand_total


@pytest.mark.parametrize(("rule", "grand_total"), [({}, 15), ({"with_coupons": False}, 35)])
def test_a_promotion_works_beside_coupons_or_not(rule: Json, grand_total: float) -> None:
    shopping = promoted(promotion("percentage_off_order", 50, **rule), coupons=[coupon("per_total_discount", 5)])
    shopping.buy((BASKET, 1))
    assert shopping.redeem("CODE")["grand_total"] == grand_total


def test_a_price_that_the_server_set_is_left_out_of_promotions_and_coupons() -> None:
    shopping = promoted(promotion("percentage_off_order", 50), coupons=[coupon("per_total_discount", 100)])
    items = [{"product_id": BASKET, "quantity": 1, "list_price": 30}, {"product_id": TOWEL, "quantity": 1}]
    made = shopping.server.post(f"{STORE}/v3/carts", json={"line_items": items})
    shopping.cart = made.json()["data"]["id"]
    assert shopping.redeem("CODE")["grand_total"] == 30


def test_manual_discounts_replace_earlier_ones_and_come_after_promotions() -> None:
    shopping = promoted(promotion("percentage_off_order", 50))
    shopping.buy((BASKET, 1))
    for amount in (15, 4):
        shopping.ask("POST", "discounts", {"cart": {"discounts": [{"discounted_amount": amount}]}})
    checkout = shopping.checkout()
    assert (checkout["cart"]["discount_amount"], checkout["grand_total"]) == (24, 16)


def test_a_gift_certificate_that_is_bought_takes_no_part_in_discounts() -> None:
    shopping = promoted(promotion("percentage_off_order", 50))
    shopping.buy((BASKET, 1), gift_certificates=[GIFT])
    shopping.ask("POST", "discounts", {"cart": {"discounts": [{"discounted_amount": 100}]}})
    checkout = shopping.checkout()
    assert (checkout["cart"]["discount_amount"], checkout["grand_total"]) == (40, 30)


def certificate(**more: Any) -> Json:
    return {"code": "GIFT", "amount": 50, **more}


def paying_with(code: str, *, seed: Json, wanted: Json) -> Json:
    browser, server = (store := opened()).browser(), store.server()
    sections = {"catalog": CATALOG, "tax": {"rate": 0}, "coupons": [], **seed}
    assert server.put("/_emulator/seed", json=sections).status_code < 300
    cart = browser.post("/api/storefront/carts", json=wanted).json()["id"]
    url = f"/api/storefront/checkouts/{cart}"
    browser.post(f"{url}/gift-certificates", json={"giftCertificateCode": code})
    return dict(browser.get(url).json())


ONE_KNIFE = {"lineItems": [{"productId": KNIFE, "quantity": 1}]}
SOMEBODY = {"name": "Ada", "email": "ada@example.com"}
GIFT = {"name": "Gift", "theme": "General", "amount": 30, "quantity": 1, "sender": SOMEBODY, "recipient": SOMEBODY}


@pytest.mark.parametrize(
    ("held", "wanted", "used", "outstanding"),
    [
        (certificate(), ONE_KNIFE, 25, 0),
        (certificate(balance=10), ONE_KNIFE, 10, 15),
        (certificate(), {**ONE_KNIFE, "giftCertificates": [GIFT]}, 25, 30),
        (certificate(), {"giftCertificates": [GIFT]}, 0, 30),
    ],
)
def test_a_gift_certificate_pays_for_anything_but_gift_certificates(
    held: Json, wanted: Json, used: float, outstanding: float
) -> None:
    checkout = paying_with("GIFT", seed={"gift_certificates": [held]}, wanted=wanted)
    shown = checkout["giftCertificates"][0]
    assert (shown["used"], shown["remaining"], checkout["outstandingBalance"]) == (
        used,
        held.get("balance", 50) - used,
        outstanding,
    )


@pytest.mark.parametrize("limits", [{"expires": PAST}, {"balance": 0}, {"status": "disabled"}], ids=str)
def test_a_gift_certificate_that_does_not_work_is_refused(limits: Json) -> None:
    checkout = paying_with("GIFT", seed={"gift_certificates": [certificate(**limits)]}, wanted=ONE_KNIFE)
    assert (checkout["giftCertificates"], checkout["outstandingBalance"]) == ([], 25)


@pytest.mark.parametrize(
    ("where", "mistake"),
    [
        ("promotions[0].amount", {"kind": "percentage_off_order", "amount": 101}),
        ("promotions[0].kind", {"kind": "half_price"}),
        ("promotions[0].expires_at", {"kind": "free_shipping", "expires_at": "2026-01-01T00:00:00"}),
    ],
)
def test_a_promotion_that_cannot_be_is_refused_with_its_place(where: str, mistake: Json) -> None:
    answer = Shopping().server.put("/_emulator/seed", json={"promotions": [{"name": "Sale", **mistake}]})
    assert (answer.status_code, answer.json()["where"].rpartition(" ")[2]) == (422, where)

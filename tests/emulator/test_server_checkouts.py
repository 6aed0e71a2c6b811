from __future__ import annotations

from typing import Any

import httpx
import pytest
from emulator_driving import ADDRESS, DIGITAL, PLAIN, SECOND, STORE

OPTIONS = {"include": "consignments.available_shipping_options"}


class Purchase:
    """A checkout on the server face with a few lines, and short ways to change it."""

    def __init__(self, server: httpx.Client, *quantities: tuple[int, int]) -> None:
        self.server = server
        items = [{"product_id": product, "quantity": quantity} for product, quantity in quantities]
        cart = server.post(f"{STORE}/v3/carts", json={"line_items": items}).json()["data"]
        self.url = f"{STORE}/v3/checkouts/{cart['id']}"
        self.lines = [line["id"] for line in cart["line_items"]["physical_items"]]

    def shown(self, **params: str) -> dict[str, Any]:
        return dict(self.server.get(self.url, params=params).json()["data"])

    def send(self, *parts: tuple[str, str, int], **params: str) -> httpx.Response:
        body = [
            {"address": ADDRESS | {"city": city}, "line_items": [{"item_id": item, "quantity": quantity}]}
            for city, item, quantity in parts
        ]
        return self.server.post(f"{self.url}/consignments", json=body, params=params)

    def change(self, consignment: str, **body: Any) -> httpx.Response:
        return self.server.put(f"{self.url}/consignments/{consignment}", json=body)


@pytest.fixture
def purchase(server: httpx.Client) -> Purchase:
    return Purchase(server, (PLAIN, 3), (SECOND, 2))


def places(document: dict[str, Any]) -> dict[str, list[str]]:
    return {one["address"]["city"]: one["line_item_ids"] for one in document["consignments"]}


def test_a_checkout_has_the_id_of_its_cart(purchase: Purchase) -> None:
    shown = purchase.shown()
    assert shown["id"] == shown["cart"]["id"] == purchase.url.rpartition("/")[2]


def test_names_of_country_and_state_are_completed_from_their_codes(purchase: Purchase) -> None:
    purchase.server.post(f"{purchase.url}/billing-address", json=ADDRESS)
    billing = purchase.shown()["billing_address"]
    assert (billing["state_or_province"], billing["country"]) == ("Texas", "United States")


def test_the_billing_address_keeps_its_id_and_nothing_else_over_an_update(purchase: Purchase) -> None:
    added = purchase.server.post(f"{purchase.url}/billing-address", json=ADDRESS).json()["data"]["billing_address"]
    change = {"email": "new@example.com", "country_code": "GB"}
    purchase.server.put(f"{purchase.url}/billing-address/{added['id']}", json=change)
    billing = purchase.shown()["billing_address"]
    assert (billing["id"], billing["email"], billing["city"], billing["country"]) == (
        added["id"],
        "new@example.com",
        "",
        "United Kingdom",
    )


def test_a_billing_address_that_is_not_there_cannot_be_updated(purchase: Purchase) -> None:
    assert purchase.server.put(f"{purchase.url}/billing-address/0", json=ADDRESS).status_code == 404


def test_each_consignment_holds_the_lines_of_its_address(purchase: Purchase) -> None:
    purchase.send(("Austin", purchase.lines[0], 3), ("Dallas", purchase.lines[1], 2))
    assert places(purchase.shown()) == {"Austin": [purchase.lines[0]], "Dallas": [purchase.lines[1]]}


def test_a_line_that_is_shared_out_is_split(purchase: Purchase) -> None:
    shown = purchase.send(("Austin", purchase.lines[0], 1), ("Dallas", purchase.lines[0], 2)).json()["data"]
    lines = {line["id"]: line["quantity"] for line in shown["cart"]["line_items"]["physical_items"]}
    assert {city: [lines[item] for item in held] for city, held in places(shown).items()} == {
        "Austin": [1],
        "Dallas": [2],
    }


def test_the_parts_of_a_split_line_become_one_again_in_one_place(purchase: Purchase) -> None:
    shown = purchase.send(("Austin", purchase.lines[0], 1)).json()["data"]
    one = shown["consignments"][0]
    everything = [
        {"item_id": one["line_item_ids"][0], "quantity": 1},
        {"item_id": purchase.lines[0], "quantity": 2},
    ]
    after = purchase.change(one["id"], line_items=everything).json()["data"]
    assert places(after) == {"Austin": [purchase.lines[0]]}


def test_more_of_a_line_than_the_cart_holds_cannot_be_sent(purchase: Purchase) -> None:
    answer = purchase.send(("Austin", purchase.lines[0], 2), ("Dallas", purchase.lines[0], 2))
    assert (answer.status_code, purchase.shown()["consignments"]) == (422, [])


def test_consignments_come_in_an_array(purchase: Purchase) -> None:
    one = {"address": ADDRESS, "line_items": [{"item_id": purchase.lines[0], "quantity": 1}]}
    assert purchase.server.post(f"{purchase.url}/consignments", json=one).status_code == 422


def test_shipping_options_are_shown_only_when_asked_for(purchase: Purchase) -> None:
    purchase.send(("Austin", purchase.lines[0], 3))
    assert "available_shipping_options" not in purchase.shown()["consignments"][0]
    types = [one["type"] for one in purchase.shown(**OPTIONS)["consignments"][0]["available_shipping_options"]]
    assert types == ["freeshipping", "shipping_flatrate", "shipping_byweight"]


def test_no_option_is_selected_until_one_is_chosen(purchase: Purchase) -> None:
    one = purchase.send(("Austin", purchase.lines[0], 3), **OPTIONS).json()["data"]["consignments"][0]
    flat = one["available_shipping_options"][1]
    after = purchase.change(one["id"], shipping_option_id=flat["id"]).json()["data"]
    assert "selected_shipping_option" not in one
    assert after["consignments"][0]["selected_shipping_option"] == flat


def test_the_cost_of_shipping_and_its_tax_enter_the_grand_total(purchase: Purchase) -> None:
    before = purchase.send(("Austin", purchase.lines[0], 3), **OPTIONS).json()["data"]
    one = before["consignments"][0]
    after = purchase.change(one["id"], shipping_option_id=one["available_shipping_options"][1]["id"]).json()["data"]
    assert round(after["grand_total"] - before["grand_total"], 2) == 8.11
    assert after["grand_total"] == round(
        after["cart"]["cart_amount_inc_tax"] + after["shipping_cost_total_inc_tax"], 2
    )


def test_an_update_of_one_consignment_leaves_the_other_alone(purchase: Purchase) -> None:
    shown = purchase.send(("Austin", purchase.lines[0], 3), ("Dallas", purchase.lines[1], 2), **OPTIONS).json()
    first, second = shown["data"]["consignments"]
    purchase.change(second["id"], shipping_option_id=second["available_shipping_options"][1]["id"])
    untouched = purchase.shown()["consignments"][1]
    after = purchase.change(first["id"], address={**ADDRESS, "city": "Waco"}).json()["data"]["consignments"]
    assert (after[0]["id"], after[0]["address"]["city"], after[1]) == (first["id"], "Waco", untouched)


def test_new_items_for_a_consignment_let_go_of_its_option(purchase: Purchase) -> None:
    one = purchase.send(("Austin", purchase.lines[0], 3), **OPTIONS).json()["data"]["consignments"][0]
    purchase.change(one["id"], shipping_option_id=one["available_shipping_options"][0]["id"])
    items = [{"item_id": purchase.lines[0], "quantity": 2}]
    after = purchase.change(one["id"], line_items=items).json()["data"]["consignments"][0]
    assert "selected_shipping_option" not in after


def test_an_option_and_an_address_are_two_requests(purchase: Purchase) -> None:
    one = purchase.send(("Austin", purchase.lines[0], 3), **OPTIONS).json()["data"]["consignments"][0]
    option = one["available_shipping_options"][0]["id"]
    assert purchase.change(one["id"], shipping_option_id=option, address=ADDRESS).status_code == 422


def test_pickup_is_limited_to_one_consignment(purchase: Purchase) -> None:
    purchase.send(("Austin", purchase.lines[0], 3))
    item = {"item_id": purchase.lines[1], "quantity": 2}
    body = [{"pickup_option": {"pickup_method_id": 2}, "line_items": [item]}]
    answer = purchase.server.post(f"{purchase.url}/consignments", json=body)
    assert (answer.status_code, answer.json()["title"]) == (422, "Pickup method is limited to 1 consignment.")


def test_a_pickup_consignment_takes_no_shipping_option(purchase: Purchase) -> None:
    item = {"item_id": purchase.lines[0], "quantity": 3}
    body = [{"pickup_option": {"pickup_method_id": 2}, "line_items": [item]}]
    one = purchase.server.post(f"{purchase.url}/consignments", json=body).json()["data"]["consignments"][0]
    answer = purchase.change(one["id"], shipping_option_id="x")
    assert one["selected_pickup_option"] == {"pickup_method_id": 2}
    assert answer.json()["title"] == "You cannot assign a shipping method with a pickup consignment"


def test_a_deleted_consignment_leaves_the_other_and_the_lines(purchase: Purchase) -> None:
    shown = purchase.send(("Austin", purchase.lines[0], 3), ("Dallas", purchase.lines[1], 2)).json()["data"]
    gone = shown["consignments"][0]["id"]
    after = purchase.server.delete(f"{purchase.url}/consignments/{gone}").json()["data"]
    assert list(places(after)) == ["Dallas"]
    assert len(after["cart"]["line_items"]["physical_items"]) == 2


def test_a_percentage_coupon_is_taken_off_each_line(purchase: Purchase) -> None:
    before = purchase.shown()
    after = purchase.server.post(f"{purchase.url}/coupons", json={"coupon_code": "SAVE10"}).json()["data"]
    taken = [line["coupon_amount"] for line in after["cart"]["line_items"]["physical_items"]]
    assert (taken, after["coupons"][0]["discounted_amount"]) == ([11.24, 3.64], 14.88)
    assert after["cart"]["cart_amount_ex_tax"] == round(before["cart"]["cart_amount_ex_tax"] - 14.88, 2)


def test_a_deleted_coupon_gives_back_the_old_total(purchase: Purchase) -> None:
    before = purchase.shown()
    purchase.server.post(f"{purchase.url}/coupons", json={"coupon_code": "SAVE10"})
    after = purchase.server.delete(f"{purchase.url}/coupons/SAVE10").json()["data"]
    assert (after["coupons"], after["grand_total"]) == ([], before["grand_total"])


def test_an_unknown_coupon_is_refused(purchase: Purchase) -> None:
    answer = purchase.server.post(f"{purchase.url}/coupons", json={"coupon_code": "NONE"})
    assert (answer.status_code, purchase.shown()["version"]) == (422, 1)


def test_a_manual_discount_is_split_over_the_lines_and_replaces_the_last_one(purchase: Purchase) -> None:
    for amount in (50, 10):
        body = {"cart": {"discounts": [{"discounted_amount": amount}]}}
        answer = purchase.server.post(f"{purchase.url}/discounts", json=body)
    cart = answer.json()["data"]["cart"]
    assert cart["discount_amount"] == 10
    assert [one["discounted_amount"] for one in cart["discounts"]] == [7.56, 2.44]


def test_fees_enter_the_grand_total_and_are_at_most_five(purchase: Purchase) -> None:
    fee = {"type": "custom_fee", "name": "F", "display_name": "Fee", "cost": 2, "source": "app"}
    before = purchase.shown()["grand_total"]
    added = purchase.server.post(f"{purchase.url}/fees", json={"fees": [fee] * 3}).json()["data"]
    too_many = purchase.server.post(f"{purchase.url}/fees", json={"fees": [fee] * 3})
    gone = {"ids": [one["id"] for one in added["fees"]]}
    after = purchase.server.request("DELETE", f"{purchase.url}/fees", json=gone).json()["data"]
    assert (round(added["grand_total"] - before, 2), too_many.status_code) == (6.51, 422)
    assert after["grand_total"] == before


def test_a_message_of_2000_characters_is_kept_and_a_longer_one_refused(purchase: Purchase) -> None:
    kept = purchase.server.put(purchase.url, json={"customer_message": "m" * 2000})
    refused = purchase.server.put(purchase.url, json={"customer_message": "m" * 2001})
    assert (kept.status_code, refused.status_code) == (200, 422)


def test_digital_goods_need_no_consignment_to_be_ordered(server: httpx.Client) -> None:
    purchase = Purchase(server, (DIGITAL, 1))
    server.post(f"{purchase.url}/billing-address", json=ADDRESS)
    assert server.post(f"{purchase.url}/orders").status_code == 200


def test_a_checkout_token_is_made(purchase: Purchase) -> None:
    answer = purchase.server.post(f"{purchase.url}/token", json={"maxUses": 2, "ttl": 60})
    assert len(answer.json()["checkoutToken"]) == 64


def test_an_include_that_does_not_exist_is_refused(purchase: Purchase) -> None:
    assert purchase.server.get(purchase.url, params={"include": "everything"}).status_code == 422

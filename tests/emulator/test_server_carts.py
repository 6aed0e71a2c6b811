from __future__ import annotations

from typing import Any

import httpx
import pytest
from emulator_driving import DIGITAL, LARGE, LIMITED, MEDIUM, PERSONAL, PLAIN, SCARCE, STORE, VARIED

CARTS = f"{STORE}/v3/carts"
STATUS_CODES = "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes"


def made(server: httpx.Client, *items: dict[str, Any], **more: Any) -> dict[str, Any]:
    answer = server.post(CARTS, json={"line_items": list(items), **more})
    assert answer.status_code == 201
    return dict(answer.json()["data"])


def plain(quantity: int = 1) -> dict[str, Any]:
    return {"product_id": PLAIN, "quantity": quantity}


def test_a_new_cart_holds_what_was_asked_for_by_kind(server: httpx.Client) -> None:
    gift = {"name": "A gift", "theme": "Birthday", "amount": 25, "quantity": 1, "sender": {}, "recipient": {}}
    custom = {"name": "Engraving", "quantity": 2, "list_price": 6.5}
    cart = made(
        server,
        plain(2),
        {"product_id": DIGITAL, "quantity": 1},
        gift_certificates=[gift],
        custom_items=[custom],
    )
    assert {kind: len(lines) for kind, lines in cart["line_items"].items()} == {
        "physical_items": 1,
        "digital_items": 1,
        "gift_certificates": 1,
        "custom_items": 1,
    }


def test_amounts_are_json_numbers_and_whole_ones_are_integers(server: httpx.Client) -> None:
    answer = server.post(CARTS, json={"line_items": [{"product_id": SCARCE, "quantity": 1}]})
    assert b'"list_price":225,' in answer.content


def test_the_cart_amount_includes_tax_where_prices_do_not(server: httpx.Client) -> None:
    cart = made(server, plain(2))
    assert (cart["tax_included"], cart["base_amount"], cart["cart_amount"]) == (False, 74.9, 81.08)


def test_the_same_goods_again_join_their_line(server: httpx.Client) -> None:
    cart = made(server, plain(2))
    answer = server.post(f"{CARTS}/{cart['id']}/items", json={"line_items": [plain(3)]})
    assert [line["quantity"] for line in answer.json()["data"]["line_items"]["physical_items"]] == [5]


def test_another_variant_is_another_line(server: httpx.Client) -> None:
    cart = made(
        server,
        {"product_id": VARIED, "variant_id": MEDIUM, "quantity": 1},
        {"product_id": VARIED, "variant_id": LARGE, "quantity": 1},
    )
    lines = cart["line_items"]["physical_items"]
    assert [(line["variant_id"], line["list_price"]) for line in lines] == [(MEDIUM, 25.99), (LARGE, 28.33)]


def test_an_update_that_names_another_variant_changes_the_quantity_only(server: httpx.Client) -> None:
    cart = made(server, {"product_id": VARIED, "variant_id": MEDIUM, "quantity": 1})
    item = cart["line_items"]["physical_items"][0]["id"]
    wanted = {"line_item": {"product_id": VARIED, "variant_id": LARGE, "quantity": 4}}
    answer = server.put(f"{CARTS}/{cart['id']}/items/{item}", json=wanted)
    line = answer.json()["data"]["line_items"]["physical_items"][0]
    assert (answer.status_code, line["variant_id"], line["quantity"]) == (200, MEDIUM, 4)


def test_a_product_with_options_needs_a_variant(server: httpx.Client) -> None:
    answer = server.post(CARTS, json={"line_items": [{"product_id": VARIED, "quantity": 1}]})
    assert (answer.status_code, answer.json()) == (
        422,
        {
            "status": 422,
            "title": "Missing or incorrect required fields",
            "type": STATUS_CODES,
            "errors": {"variant": "This product has options, variant ID is required"},
        },
    )


def test_option_selections_select_the_variant(server: httpx.Client) -> None:
    chosen = [{"option_id": 31, "option_value": 53}]
    cart = made(server, {"product_id": VARIED, "quantity": 1, "option_selections": chosen})
    assert cart["line_items"]["physical_items"][0]["variant_id"] == LARGE


def test_options_are_shown_when_asked_for(server: httpx.Client) -> None:
    cart = made(server, {"product_id": VARIED, "variant_id": LARGE, "quantity": 1})
    include = {"include": "line_items.physical_items.options"}
    shown = server.get(f"{CARTS}/{cart['id']}", params=include).json()["data"]
    assert shown["line_items"]["physical_items"][0]["options"] == [
        {"name": "Size", "nameId": 31, "value": "L", "valueId": 53}
    ]


def test_a_required_text_must_be_written(server: httpx.Client) -> None:
    answer = server.post(CARTS, json={"line_items": [{"product_id": PERSONAL, "quantity": 1}]})
    assert answer.json()["title"] == "Please create some text for the Engraving option"


def test_more_than_the_maximum_is_refused_without_an_errors_map(server: httpx.Client) -> None:
    answer = server.post(CARTS, json={"line_items": [{"product_id": LIMITED, "quantity": 3}]})
    title = "You can only purchase a maximum of 2 of the Brass Hand Brush per order."
    assert answer.json() == {"status": 422, "title": title, "type": STATUS_CODES}


def test_more_than_the_stock_is_refused(server: httpx.Client) -> None:
    answer = server.post(CARTS, json={"line_items": [{"product_id": SCARCE, "quantity": 6}]})
    assert answer.status_code == 422


def test_deleting_one_of_two_lines_answers_the_rest(server: httpx.Client) -> None:
    cart = made(server, plain(), {"product_id": DIGITAL, "quantity": 1})
    item = cart["line_items"]["physical_items"][0]["id"]
    answer = server.delete(f"{CARTS}/{cart['id']}/items/{item}")
    assert (answer.status_code, answer.json()["data"]["line_items"]["physical_items"]) == (200, [])


def test_deleting_the_last_line_deletes_the_cart(server: httpx.Client) -> None:
    cart = made(server, plain())
    item = cart["line_items"]["physical_items"][0]["id"]
    answer = server.delete(f"{CARTS}/{cart['id']}/items/{item}")
    after = server.get(f"{CARTS}/{cart['id']}")
    assert (answer.status_code, answer.content, after.status_code) == (204, b"", 404)


def test_a_cart_that_is_gone_is_a_bare_404(server: httpx.Client) -> None:
    answer = server.get(f"{CARTS}/100")
    assert (answer.headers["content-type"], answer.json()) == (
        "application/problem+json",
        {"status": 404, "type": STATUS_CODES},
    )


def test_another_customer_drops_coupons_and_consignments(server: httpx.Client) -> None:
    cart = made(server, plain())
    server.post(f"{STORE}/v3/checkouts/{cart['id']}/coupons", json={"coupon_code": "SAVE10"})
    answer = server.put(f"{CARTS}/{cart['id']}", json={"customer_id": 1})
    shown = answer.json()["data"]
    assert (answer.status_code, shown["customer_id"], shown["coupons"]) == (201, 1, [])


def test_redirect_urls_name_the_cart_and_one_token(server: httpx.Client) -> None:
    cart = made(server, plain())
    answer = server.post(f"{CARTS}/{cart['id']}/redirect_urls")
    urls = [httpx.URL(url).params for url in answer.json()["data"].values()]
    assert answer.status_code == 201
    assert {params["id"] for params in urls} == {cart["id"]}
    assert {len(params["token"]) for params in urls} == {64}


def test_the_version_counts_updates_and_not_reads(server: httpx.Client) -> None:
    cart = made(server, plain())
    server.get(f"{CARTS}/{cart['id']}")
    changed = server.post(f"{CARTS}/{cart['id']}/items", json={"line_items": [plain()]}).json()["data"]
    assert (cart["version"], changed["version"]) == (1, 2)


CONFLICT = "The request cannot be processed due to a possible conflict. Please review the changes and try again."


def test_another_version_than_the_stored_one_is_a_conflict(server: httpx.Client) -> None:
    cart = made(server, plain())
    answer = server.post(f"{CARTS}/{cart['id']}/items", json={"line_items": [plain()], "version": 7})
    assert (answer.status_code, answer.json()["title"]) == (
        409,
        CONFLICT,
    )


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"line_items": [{"product_id": True, "quantity": 1}]}, "line_items.0.product_id"),
        ({"line_items": [{"product_id": PLAIN, "quantity": 0}]}, "line_items.0.quantity"),
        ({"line_items": [{"product_id": PLAIN, "quantity": -1}]}, "line_items.0.quantity"),
        ({"line_items": [{"product_id": PLAIN, "quantity": "1"}]}, "line_items.0.quantity"),
        ({"line_items": [{"product_id": PLAIN, "quantity": 1.5}]}, "line_items.0.quantity"),
        ({"line_items": [{"product_id": 999999, "quantity": 1}]}, "product_id"),
        ({"line_items": {}}, "line_items"),
        ({"line_items": [], "currency": {"code": "dollars"}}, "currency.code"),
        ([], "body"),
    ],
)
def test_a_body_that_does_not_fit_is_refused_with_its_place(server: httpx.Client, body: Any, place: str) -> None:
    answer = server.post(CARTS, json=body)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [place])


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"\xff\xfe", b'{"line_items":"\xff"}', b'{"a":"\\ud800"}', b"[" * 100_000, b"NaN"],
    ids=["nothing", "open", "no-utf8", "no-utf8-inside", "lone-surrogate", "deep", "nan"],
)
def test_what_is_no_json_is_a_syntax_error(server: httpx.Client, body: bytes) -> None:
    answer = server.post(CARTS, content=body)
    assert (answer.status_code, answer.json()["title"], answer.json()["detail"]) == (
        400,
        "Input is invalid",
        "Syntax error",
    )


@pytest.mark.parametrize(
    "item",
    [
        {"product_id": 10**30, "quantity": 1},
        {"product_id": PLAIN, "quantity": 10**30},
        {"product_id": PLAIN, "quantity": 1, "list_price": 1e300},
        {"product_id": PLAIN, "quantity": 1, "variant_id": 2**70},
        {"product_id": PLAIN, "quantity": 1, "option_selections": [{"option_id": 1, "option_value": "9" * 5000}]},
    ],
)
def test_huge_numbers_never_break_the_store(server: httpx.Client, item: dict[str, Any]) -> None:
    answer = server.post(CARTS, json={"line_items": [item]})
    assert answer.status_code in (201, 422)


def test_a_price_at_the_limit_in_a_quantity_at_the_limit_is_calculated(server: httpx.Client) -> None:
    item = {"name": "Gold", "quantity": 2**31 - 1, "list_price": 10**9}
    answer = server.post(CARTS, json={"custom_items": [item] * 3})
    assert answer.status_code == 201


def test_odd_letters_come_back_as_they_went_in(server: httpx.Client) -> None:
    name = "NUL \x00, bell \x07, \U0001f600 and \u202e"
    answer = server.post(CARTS, json={"custom_items": [{"name": name, "quantity": 1, "list_price": 1}]})
    assert answer.json()["data"]["line_items"]["custom_items"][0]["name"] == name


def test_two_is_the_same_integer_as_two_point_zero(server: httpx.Client) -> None:
    answer = server.post(CARTS, content=b'{"line_items":[{"product_id":111,"quantity":2.0}]}')
    assert answer.json()["data"]["line_items"]["physical_items"][0]["quantity"] == 2

"""Paths and answers: what the clients put on the wire and read back."""

from __future__ import annotations

from decimal import Decimal

import httpx
import pytest

from conformance.api import ServerApi, StorefrontApi
from conformance.api.answer import answer_of, parse, path


def test_a_value_in_a_path_stays_one_segment() -> None:
    assert (
        path("/checkouts/{id}/coupons/{code}", id="a", code="10% off/all") == "/checkouts/a/coupons/10%25%20off%2Fall"
    )


def test_money_is_read_exactly() -> None:
    assert parse('{"amount": 204.54545454545}')["amount"] == Decimal("204.54545454545")


@pytest.mark.parametrize("text", ["", "<html>", "{"])
def test_a_body_that_is_no_json_is_no_document(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("status", "accepted", "refused"),
    [(200, True, False), (204, True, False), (302, False, False), (422, False, True), (500, False, False)],
)
def test_a_status_is_accepted_refused_or_neither(status: int, accepted: bool, refused: bool) -> None:  # noqa: FBT001 - a table
    answer = answer_of("getCart", httpx.Response(status, request=httpx.Request("GET", "https://a.example")))
    assert (answer.accepted, answer.refused) == (accepted, refused)


def test_the_server_face_unwraps_data_and_sends_the_token() -> None:
    seen: list[httpx.Request] = []

    def store(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"data": {"id": "a"}, "meta": {}})

    api = ServerApi(httpx.Client(transport=httpx.MockTransport(store)), "https://a.example/stores/h/v3", "a-token")
    answer = api.get_checkout("a", include=("consignments.available_shipping_options",))
    assert answer.data == {"id": "a"}
    assert seen[0].headers["X-Auth-Token"] == "a-token"
    assert str(seen[0].url).endswith("/v3/checkouts/a?include=consignments.available_shipping_options")


def test_without_a_token_none_is_sent() -> None:
    seen: list[httpx.Request] = []

    def store(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(401)

    ServerApi(httpx.Client(transport=httpx.MockTransport(store)), "https://a.example", None).get_cart("a")
    assert "X-Auth-Token" not in seen[0].headers


def test_a_shopper_proves_having_read_the_page() -> None:
    seen: list[httpx.Request] = []

    def shop(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json=[], headers={"set-cookie": "SF-CSRF-TOKEN=proof; Path=/"})

    api = StorefrontApi(httpx.Client(transport=httpx.MockTransport(shop)), "https://shop.example")
    api.open_session()
    api.get_cart()
    assert seen[1].headers["x-sf-csrf-token"] == "proof"


def test_a_link_into_the_shop_is_followed_to_its_end() -> None:
    def shop(request: httpx.Request) -> httpx.Response:
        landed = request.url.path == "/cart"
        return httpx.Response(200) if landed else httpx.Response(302, headers={"location": "/cart"})

    api = StorefrontApi(httpx.Client(transport=httpx.MockTransport(shop)), "https://shop.example")
    assert api.visit("https://shop.example/cart.php?action=load").accepted

"""The request side of the contract."""

from __future__ import annotations

import json
from typing import Any

import pytest
from small_shop import BASES, CART, SHOP

from conformance.contract import request_violations

V3 = BASES["shop"]
JSON = (("content-type", "application/json"),)
CORRELATED = (("x-correlation", "1"),)


def asked_for(query: str, headers: tuple[tuple[str, str], ...] = CORRELATED) -> tuple[str, ...]:
    url = f"{V3}/carts/{CART}?{query}"
    match = SHOP.match("GET", url, BASES)
    assert match is not None
    return request_violations(match, "GET", url, headers, None)


def posted(text: str | None, headers: tuple[tuple[str, str], ...] = JSON) -> tuple[str, ...]:
    match = SHOP.match("POST", f"{V3}/carts", BASES)
    assert match is not None
    return request_violations(match, "POST", f"{V3}/carts", headers, text)


@pytest.mark.parametrize(
    "query",
    ["channel=1", "channel=", "channel=null", "channel=a&limit=3", "channel=a&include=options,redirect_urls",
     "channel=a&unheard=of"],
)  # fmt: skip
def test_a_query_as_documented_breaks_nothing(query: str) -> None:
    assert asked_for(query) == ()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "query parameter channel: it is required and missing"),
        ("channel=12345", "query parameter channel: expected at most 4 characters, got more"),
        ("channel=a&limit=0", "query parameter limit: expected at least 1, got less"),
        ("channel=a&limit=many", 'query parameter limit: expected integer, got "many"'),
        (
            "channel=a&include=options,all",
            'query parameter include/[*]: expected "options" or "redirect_urls", got "all"',
        ),
    ],
)
def test_a_query_that_breaks_the_form_is_named(query: str, found: str) -> None:
    assert asked_for(query) == (found,)


def test_a_required_header_must_be_sent() -> None:
    assert asked_for("channel=a", ()) == ("header parameter X-Correlation: it is required and missing",)


def test_a_value_in_the_path_must_have_its_form() -> None:
    url = f"{V3}/carts/100?channel=a"
    match = SHOP.match("GET", url, BASES)
    assert match is not None
    assert request_violations(match, "GET", url, CORRELATED, None) == (
        "path parameter cartId: expected a UUID, got another string",
    )


def test_another_method_is_another_request() -> None:
    match = SHOP.match("POST", f"{V3}/carts", BASES)
    assert match is not None
    assert request_violations(match, "patch", f"{V3}/carts", JSON, "{}") == ("the method: expected POST, got PATCH",)


def test_a_body_as_documented_breaks_nothing() -> None:
    body = {"line_items": [{"product_id": 1, "quantity": 1, "more": 1}], "extra": None}
    assert posted(json.dumps(body)) == ()


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({}, 'the body: required member "line_items" is missing'),
        ({"line_items": []}, "/line_items: expected at least 1 items, got fewer"),
        (
            {"line_items": [{"product_id": 1, "quantity": 0}]},
            "/line_items/[*]/quantity: expected at least 1, got less",
        ),
    ],
)
def test_a_body_that_breaks_the_form_is_named(body: Any, found: str) -> None:
    assert posted(json.dumps(body)) == (found,)


@pytest.mark.parametrize("text", [None, ""])
def test_a_required_body_must_be_sent(text: str | None) -> None:
    assert posted(text) == ("the body: it is required and missing",)


def test_a_body_must_be_the_json_it_claims_to_be() -> None:
    assert posted("{") == (
        "the body: expected JSON as its content type says, but expecting property name enclosed in double quotes",
    )


@pytest.mark.parametrize(
    ("headers", "got"), [((), "none"), ((("Content-Type", "text/plain"),), "text/plain")], ids=["none", "text"]
)
def test_a_body_must_have_a_documented_content_type(headers: tuple[tuple[str, str], ...], got: str) -> None:
    assert posted("{}", headers) == (f"the content type: expected application/json, got {got}",)

"""The response side of the contract, and the words for its breaches."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from small_shop import CART, answer, asked

from conformance.contract import Violation, validate

PROBLEM = "application/problem+json"
STATUS = "response-status-is-documented"
CONTENT_TYPE = "response-content-type-is-documented"
BODY = "response-body-matches-contract"
ITEM = {"id": CART, "quantity": 1}


@pytest.mark.parametrize(
    ("operation", "status", "body", "media"),
    [
        ("getCart", 200, {"data": {"id": CART}}, "application/json"),
        ("getCart", 200, {"data": {"id": CART}}, "Application/JSON; charset=utf-8"),
        ("getCart", 200, {"data": {"id": CART, "more": 1}, "extra": []}, "application/json"),
        ("getCart", 200, {"data": {"id": CART, "email": None, "image_url": ""}}, "application/json"),
        ("getCart", 200, {"data": {"id": CART, "created_time": "2024-02-29T07:16:55+00:00"}}, "application/json"),
        ("getCart", 200, {"data": {"id": CART, "country": "NO"}}, "application/json"),
        ("getCart", 200, {"data": {"id": CART, "kind": "never heard of"}}, "application/json"),
        ("getCart", 200, {"data": {"id": CART, "line_items": [{**ITEM, "parent": ITEM}]}}, "application/json"),
        ("getCart", 404, {"status": 404}, PROBLEM),
        ("createCart", 422, {"status": 422, "errors": {"variant": "is required"}}, PROBLEM),
        ("getSettings", 302, {"status": 302}, PROBLEM),
        ("getItems", 200, [ITEM], "application/json"),
    ],
)
def test_an_answer_as_documented_breaks_nothing(operation: str, status: int, body: Any, media: str) -> None:
    assert validate(answer(status, body, media), asked(operation)) == ()


@pytest.mark.parametrize(
    ("operation", "status", "text", "media"),
    [
        ("deleteCart", 204, None, None),
        ("deleteCart", 204, "", "text/html"),
        ("deleteCart", 404, "not there", "text/plain"),
        ("getCart", 404, "", None),
        ("getItems", 200, "a picture", "image/png"),
        ("getNotes", 200, "anything", "text/plain"),
        ("getNotes", 200, "anything", None),
    ],
)
def test_bodies_that_nobody_describes_are_not_judged(
    operation: str, status: int, text: str, media: str | None
) -> None:
    assert validate(answer(status, None, media, text=text), asked(operation)) == ()


@pytest.mark.parametrize("status", [429, 500, 503])
def test_trouble_on_the_way_is_not_judged(status: int) -> None:
    assert validate(answer(status, text="<html>", media="text/html"), asked("getCart")) == ()


def test_a_missing_response_is_not_judged() -> None:
    unanswered = msgspec.structs.replace(answer(), response=None, trouble="the connection was reset")
    assert validate(unanswered, asked("getCart")) == ()


@pytest.mark.parametrize("status", [201, 302])
def test_an_undocumented_success_or_redirect_is_a_breach(status: int) -> None:
    assert validate(answer(status, {}), asked("getCart")) == (
        Violation(STATUS, f"status {status} is not documented, only 200, 404"),
    )


@pytest.mark.parametrize("status", [401, 403, 405, 415, 418])
def test_an_undocumented_refusal_is_no_breach(status: int) -> None:
    assert validate(answer(status, text="no", media="text/plain"), asked("getCart")) == ()


@pytest.mark.parametrize("status", [404, 405])
def test_of_what_is_not_there_the_body_is_not_judged(status: int) -> None:
    assert validate(answer(status, {}, PROBLEM), asked("createCart")) == ()


@pytest.mark.parametrize("status", [400, 409, 422])
def test_a_range_of_statuses_documents_each_of_them(status: int) -> None:
    assert validate(answer(status, {}, PROBLEM), asked("createCart")) == (
        Violation(BODY, 'the body: required member "status" is missing'),
    )


def test_the_default_documents_every_other_status() -> None:
    assert validate(answer(403, {}, PROBLEM), asked("getSettings")) == (
        Violation(BODY, 'the body: required member "status" is missing'),
    )


@pytest.mark.parametrize(
    ("operation", "media", "reason"),
    [
        ("getCart", "text/html", "expected application/json, got text/html"),
        ("getCart", PROBLEM, f"expected application/json, got {PROBLEM}"),
        ("getCart", None, "expected application/json, got no content type"),
        ("getItems", "text/csv", "expected application/json or image/*, got text/csv"),
    ],
)
def test_an_undocumented_content_type_is_a_breach(operation: str, media: str | None, reason: str) -> None:
    assert validate(answer(200, {}, media), asked(operation)) == (Violation(CONTENT_TYPE, reason),)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the body: expected application/json, got nothing"),
        ("<html>", "the body: expected JSON as its content type says, but expecting value"),
        ('{"data": ', "the body: expected JSON as its content type says, but expecting value"),
        ('{"data": NaN}', "the body: expected JSON as its content type says, but NaN is no JSON number"),
        ("[" * 100_000, "the body: expected JSON as its content type says, but it nests too deep"),
    ],
    ids=["empty", "html", "cut off", "NaN", "deep"],
)
def test_a_body_that_is_not_the_json_it_claims_to_be_is_a_breach(text: str, reason: str) -> None:
    assert validate(answer(200, text=text), asked("getCart")) == (Violation(BODY, reason),)


@pytest.mark.parametrize(
    ("member", "value", "reason"),
    [
        ("id", "no id", "/data/id: expected a UUID, got another string"),
        ("id", "", "/data/id: expected a UUID, got an empty string"),
        ("id", 7, "/data/id: expected string, got a number"),
        ("created_time", "2024-02-30T00:00:00Z",
         "/data/created_time: expected a date and time (RFC 3339), got another string"),
        ("image_url", "here", "/data/image_url: expected an absolute URI, got another string"),
        ("email", "nobody", "/data/email: expected an e-mail address, got another string"),
        ("email", [], "/data/email: expected string or null, got an array"),
        ("currency", {"code": "usd"}, '/data/currency/code: expected a string like ^[A-Z]{3}$, got "usd"'),
        ("state", "gone", '/data/state: expected "open" or "ordered", got "gone"'),
        ("state", "x" * 1000, '/data/state: expected "open" or "ordered", got another string'),
        ("state", "order 12345", '/data/state: expected "open" or "ordered", got another string'),
        ("state", True, "/data/state: expected string, got true"),
        ("discount", "none", '/data/discount: expected null or object, got "none"'),
        ("discount", {"amount": -1}, "/data/discount/amount: expected more than 0, got less or the same"),
        ("discount", {"percent": 101}, "/data/discount/percent: expected at most 100, got more"),
        ("discount", {}, '/data/discount: required member "percent" is missing'),
        (
            "discount",
            {"amount": 1, "percent": 1},
            "/data/discount: matches more than one of the shapes that exclude each other, got an object",
        ),
        ("coupons", ["A"], "/data/coupons/[*]: expected at least 2 characters, got fewer"),
        ("coupons", ["AA", "AA"], "/data/coupons: expected items that differ, got the same one twice"),
        ("coupons", ["AA", "BB", "CC"], "/data/coupons: expected at most 2 items, got more"),
        ("names", {CART: {"text": 1}}, "/data/names/*/text: expected string, got a number"),
        ("line_items", {}, "/data/line_items: expected array, got an object"),
        ("line_items", [ITEM, {**ITEM, "parent": {"id": CART}}],
         '/data/line_items/[*]/parent: required member "quantity" is missing'),
    ],
)  # fmt: skip
def test_a_breach_of_the_schema_is_named_by_place_expectation_and_kind(member: str, value: Any, reason: str) -> None:
    exchange = answer(200, {"data": {"id": CART, member: value}})
    assert validate(exchange, asked("getCart")) == (Violation(BODY, reason),)


def test_the_same_breach_of_many_elements_is_one() -> None:
    exchange = answer(200, [{"id": CART, "quantity": "1"}] * 50)
    assert validate(exchange, asked("getItems")) == (Violation(BODY, '/[*]/quantity: expected integer, got "1"'),)


def test_breaches_of_one_body_come_in_a_steady_order() -> None:
    exchange = answer(200, {"data": {"state": "gone", "coupons": 1}})
    assert [each.reason for each in validate(exchange, asked("getCart"))] == [
        "/data/coupons: expected array, got a number",
        '/data/state: expected "open" or "ordered", got "gone"',
        '/data: required member "id" is missing',
    ]


def test_a_body_that_is_wrong_everywhere_gets_no_endless_list() -> None:
    names = {f"name {'abcdefghijklmnopqrstuvwxyz'[index]}": 1 for index in range(26)}
    exchange = answer(200, {"data": {"id": CART, "names": names}})
    assert len(validate(exchange, asked("getCart"))) == 20

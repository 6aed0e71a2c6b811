"""Which operation a request was for."""

from __future__ import annotations

from types import MappingProxyType

import pytest
from small_shop import BASES, CART, SHOP

from conformance.contract import Match

V3 = BASES["shop"]
V2 = BASES["orders"]


def named(match: Match | None) -> str | None:
    return match.operation.operation_id if match else None


@pytest.mark.parametrize(
    ("method", "url", "operation"),
    [
        ("POST", f"{V3}/carts", "createCart"),
        ("post", f"{V3}/carts?include=options", "createCart"),
        ("GET", f"{V3}/carts/{CART}", "getCart"),
        ("GET", f"{V3}/carts/{CART}/items#top", "getItems"),
        ("GET", f"{V3}/carts/{CART}/notes.txt", "getNotes"),
        ("GET", f"{V2}/orders/7", "getOrder"),
        ("GET", f"{V3.replace('shop.test', 'SHOP.test')}/carts/{CART}", "getCart"),
    ],
)
def test_a_request_is_for_the_operation_at_its_path_and_method(method: str, url: str, operation: str) -> None:
    assert named(SHOP.match(method, url, BASES)) == operation


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("PATCH", f"{V3}/carts/{CART}"),
        ("GET", f"{V3}/carts/"),
        ("GET", f"{V3}/carts/{CART}/"),
        ("GET", f"{V3}/cartsettings"),
        ("GET", f"{V3}/carts/{CART}/notesXtxt"),
        ("GET", f"{V3}0/carts/settings"),
        ("GET", "http://elsewhere.test/stores/abc/v3/carts/settings"),
        ("GET", "https://shop.test/stores/abc/v3/carts/settings"),
        ("GET", f"{V2}/carts/settings"),
    ],
    ids=lambda each: str(each).removeprefix("http://"),
)
def test_a_request_that_no_path_and_method_fits_is_for_no_operation(method: str, url: str) -> None:
    assert SHOP.match(method, url, BASES) is None


def test_a_literal_segment_wins_over_a_templated_one() -> None:
    assert named(SHOP.match("GET", f"{V3}/carts/settings", BASES)) == "getSettings"


def test_a_literal_path_without_the_method_is_not_taken_for_a_templated_one() -> None:
    assert SHOP.match("DELETE", f"{V3}/carts/settings", BASES) is None


def test_the_values_in_the_path_come_decoded() -> None:
    match = SHOP.match("GET", f"{V3}/carts/a%2Fb%20c", BASES)
    assert match is not None
    assert match.path_parameters == {"cartId": "a/b c"}


def test_documents_may_share_one_base() -> None:
    shared = {"shop": "http://shop.test", "orders": "http://shop.test/"}
    assert named(SHOP.match("GET", "http://shop.test/orders/7", shared)) == "getOrder"
    assert named(SHOP.match("GET", "http://shop.test/carts/settings", shared)) == "getSettings"


def test_a_shorter_base_serves_what_the_longest_does_not_have() -> None:
    nested = {"shop": "http://shop.test", "orders": "http://shop.test/carts"}
    assert named(SHOP.match("GET", "http://shop.test/carts/orders/7", nested)) == "getOrder"
    assert named(SHOP.match("GET", "http://shop.test/carts/settings", nested)) == "getSettings"


def test_a_base_for_an_unknown_document_and_a_document_without_a_base_take_no_part() -> None:
    bases = MappingProxyType({"shop": V3, "unheard-of": "http://shop.test/stores/abc"})
    assert named(SHOP.match("GET", f"{V3}/carts/settings", bases)) == "getSettings"
    assert SHOP.match("GET", f"{V2}/orders/7", bases) is None

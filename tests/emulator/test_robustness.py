"""Requests that no client should send get a 4xx in the form of the face, never a 5xx, and never no answer."""

from __future__ import annotations

import json
import socket
import time
from typing import Any

import httpx
import pytest

from conformance.emulator import Emulator

pytest_plugins = ["conformance.emulator.testing"]

CARTS = "/stores/emulator/v3/carts"
FRONT = "/api/storefront/carts"
ORDERS = "/stores/emulator/v2/orders"
COUPONS = "/stores/emulator/v2/coupons"
JSON = {"content-type": "application/json"}
TYPE = "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes"
ITEM = b'{"product_id":111,"quantity":1}'

# What is wrong with a body, the body, and the answer's status.
BODIES: list[tuple[str, bytes, int]] = [
    ("nothing", b"", 400),
    ("half a document", b'{"line_items": [', 400),
    ("two documents", b"{}{}", 400),
    ("no JSON", b"line_items=1", 400),
    ("a number that is none", b'{"customer_id": NaN}', 400),
    ("bytes that are no UTF-8", b'{"locale": "\xff\xfe"}', 400),
    ("an overlong encoding", b'{"locale": "\xc0\xaf"}', 400),
    ("half a surrogate pair", b'{"line_items": [], "locale": "\\ud800"}', 400),
    ("another encoding", "{}".encode("utf-16"), 400),
    ("a byte order mark", b"\xef\xbb\xbf{}", 400),
    ("a control character", b'{"locale": "a\x00b"}', 400),
    ("a hundred thousand lists", b'{"line_items": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", 400),
    ("objects in objects", b'{"a":' * 50_000 + b"1" + b"}" * 50_000, 400),
    ("an array", b"[]", 422),
    ("null", b"null", 422),
    ("a text", b'"line_items"', 422),
    ("a number of 5000 digits", b'{"line_items": [{"product_id": ' + b"9" * 5000 + b', "quantity": 1}]}', 422),
    ("a number out of range", b'{"line_items": [{"product_id": 1e400, "quantity": 1}]}', 422),
    ("a price out of range", b'{"custom_items": [{"name": "A", "quantity": 1, "list_price": 1e308}]}', 422),
    ("a member twice, wrong at last", b'{"line_items": [], "line_items": 3}', 422),
    ("more entries than anybody buys", b'{"line_items": [' + b",".join([ITEM] * 501) + b"]}", 422),
    ("a megabyte and more", b'{"x": "' + b"a" * 1_000_000 + b'"}', 413),
    ("twenty megabytes", b'{"x": "' + b"a" * 20_000_000 + b'"}', 413),
]
NAMES = [name for name, _, _ in BODIES]
REFUSED = [(body, status) for _, body, status in BODIES]

# Media types of a body, and the answer.
MEDIA = [
    ("application/json", 201),
    ("application/json; charset=utf-8", 201),
    ("Application/JSON", 201),
    ("application/vnd.bc.v1+json", 201),
    ("text/plain", 415),
    ("text/json", 415),
    ("application/xml", 415),
    ("application/x-www-form-urlencoded", 415),
    ("multipart/form-data; boundary=x", 415),
    ("application/jsonp", 415),
    ("json", 415),
    ("", 415),
]

# Paths that lead nowhere: path, status.
PATHS = [
    ("//stores/emulator/v3/carts/x", 404),
    ("/stores/emulator//v3/carts/x", 404),
    ("/stores/emulator/v3/carts/x/", 404),
    ("/stores/emulator/v3/carts/", 404),
    ("/stores/emulator/v3/carts/a%2fb", 404),
    ("/stores/emulator/v3/carts/%00", 404),
    ("/stores/emulator/v3/carts/%ff%fe", 404),
    ("/stores/emulator/v3/carts/%", 404),
    ("/stores/emulator/v3/carts/%zz", 404),
    ("/stores/emulator/v3/carts/x;y=1", 404),
    ("/stores/emulator/v3/carts/..%2f..", 404),
    ("/stores/emulator/v3/carts/" + "x" * 5000, 404),
    ("/stores/emulator/v3/carts/%F0%9F%8D%95", 404),
    ("/stores/emulator/v3/CARTS/x", 404),
    ("/api/storefront//carts", 404),
    ("/api/storefront/carts/", 404),
    ("/api/storefront/checkouts/%00", 401),
    ("/stores/emulator/v2/orders/%00", 404),
    ("/stores/emulator/v2/orders/" + "9" * 400, 404),
    ("/stores/emulator/v2/orders/-1", 404),
    ("/stores/emulator/v3/carts/x/metafields/" + "9" * 400, 404),
    ("/stores/emulator/v3/carts/x?" + "&".join(f"a{number}={number}" for number in range(3000)), 404),
    ("/stores/emulator/v3/carts/x?include=%ff%00,,,", 422),
    ("/stores/emulator/v3/catalog/products?limit=-1", 422),
    ("/stores/emulator/v3/catalog/products?limit=" + "9" * 400, 422),
    ("/stores/emulator/v3/catalog/products?page=%00", 422),
    ("/stores/emulator/v3/payments/methods?order_id=" + "9" * 400, 422),
    ("/cart.php?action=load&id=%00&token=%ff", 404),
    ("/cart.php?action=load&id=%0d%0aX:1&token=%0d%0a", 404),
    ("/", 200),
]

# Whole requests that no library sends: bytes, and the statuses that are right; None: no answer, the end.
RAW: list[tuple[str, bytes, set[int | None]]] = [
    ("another protocol", b"\x16\x03\x01\x00\x00\x00\r\n\r\n", {400}),
    ("another version", b"GET / HTTP/9.9\r\nHost: a\r\n\r\n", {400}),
    ("an unknown method", b"BREW / HTTP/1.1\r\nHost: a\r\n\r\n", {400, 405}),
    ("a method in small letters", b"get / HTTP/1.1\r\nHost: a\r\n\r\n", {400, 405}),
    ("a space in a header's name", b"GET / HTTP/1.1\r\nHost: a\r\nA B: c\r\n\r\n", {400}),
    ("two lengths", b"POST %s HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}", {400}),
    ("a length that is none", b"POST %s HTTP/1.1\r\nHost: a\r\nContent-Length: two\r\n\r\n{}", {400}),
    ("a negative length", b"POST %s HTTP/1.1\r\nHost: a\r\nContent-Length: -2\r\n\r\n{}", {400}),
    ("a chunk without a length", b"POST %s HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", {400}),
    ("a head of 300,000 bytes", b"GET / HTTP/1.1\r\nHost: a\r\n" + b"A: " + b"a" * 300_000 + b"\r\n\r\n",
     {200, 400, 431}),
    ("no host", b"GET %s/x HTTP/1.1\r\nX-Auth-Token: emulator-token\r\n\r\n", {400, 404}),
    ("a host that is none", b"GET %s/x HTTP/1.1\r\nHost: [::\r\nX-Auth-Token: emulator-token\r\n\r\n", {400, 404}),
    ("a whole address", b"GET http://b%s/x HTTP/1.1\r\nHost: a\r\nX-Auth-Token: emulator-token\r\n\r\n", {404}),
    ("all of it", b"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", {400, 404}),
    ("a tunnel", b"CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", {400, 404, 405}),
    ("another protocol, politely",
     (b"GET %s/x HTTP/1.1\r\nHost: a\r\nX-Auth-Token: emulator-token\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
      b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"), {400, 404}),
    ("a token of other bytes", b"GET %s/x HTTP/1.1\r\nHost: a\r\nX-Auth-Token: \xff\xfe\r\n\r\n", {401}),
    ("two tokens, the last one wrong",
     b"GET %s/x HTTP/1.1\r\nHost: a\r\nX-Auth-Token: emulator-token\r\nX-Auth-Token: x\r\n\r\n", {401, 404}),
    ("cookies that are none",
     b"GET /api/storefront/carts HTTP/1.1\r\nHost: a\r\nCookie: SHOP_SESSION_TOKEN=\xff; =;;; a=b=c\r\n\r\n", {200}),
    ("a payment token of other bytes",
     (b"POST /stores/emulator/payments HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n"
      b"Authorization: PAT a.\xff.b\r\n\r\n{}"),
     {401}),
    ("a body in pieces",
     (b"POST %s HTTP/1.1\r\nHost: a\r\nX-Auth-Token: emulator-token\r\nTransfer-Encoding: chunked\r\n\r\n"
      b"2\r\n{}\r\n0\r\n\r\n"), {422}),
]  # fmt: skip
RAW_NAMES = [name for name, _, _ in RAW]


def refused(answer: httpx.Response, status: int) -> None:
    """Fails unless the answer is a problem in the form of the server face."""
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.json()["status"], answer.json()["type"]) == (status, TYPE)


@pytest.mark.parametrize(("body", "status"), REFUSED, ids=NAMES)
def test_the_server_face_refuses_a_body(emulator: Emulator, body: bytes, status: int) -> None:
    refused(emulator.server().post(CARTS, content=body, headers=JSON), status)


@pytest.mark.parametrize(("body", "status"), REFUSED, ids=NAMES)
def test_the_storefront_face_refuses_a_body(emulator: Emulator, body: bytes, status: int) -> None:
    spelled = body.replace(b"line_items", b"lineItems").replace(b"product_id", b"productId")
    spelled = spelled.replace(b"customer_id", b"locale").replace(b"custom_items", b"lineItems")
    answer = emulator.browser().post(FRONT, content=spelled, headers=JSON)
    document = answer.json()
    # There are no custom items here, so that a price is none of this face's business.
    assert answer.status_code == status
    assert list(document) == ["title", "type", "status", "detail"]
    assert (document["status"], document["type"]) == (status, "about:blank")


@pytest.mark.parametrize(("body", "status"), REFUSED, ids=NAMES)
def test_the_older_api_refuses_a_body(emulator: Emulator, body: bytes, status: int) -> None:
    answer = emulator.server().post(COUPONS, content=body, headers=JSON)
    expected = 400 if status == 422 else status
    assert (answer.status_code, answer.json()[0]["status"]) == (expected, expected)


@pytest.mark.parametrize("body", [body for body, _ in REFUSED[:17]], ids=NAMES[:17])
def test_a_refused_body_leaves_no_cart(emulator: Emulator, body: bytes) -> None:
    emulator.server().post(CARTS, content=body, headers=JSON)
    assert emulator.state()["carts"] == []


@pytest.mark.parametrize(("media_type", "status"), MEDIA)
def test_a_body_says_that_it_is_json(emulator: Emulator, media_type: str, status: int) -> None:
    content = json.dumps({"line_items": [{"product_id": 111, "quantity": 1}]}).encode()
    answer = emulator.server().post(CARTS, content=content, headers={"content-type": media_type})
    assert answer.status_code == status


def test_a_body_that_says_nothing_is_read(emulator: Emulator) -> None:
    assert emulator.server().post(CARTS, content=b'{"line_items": []}').status_code == 201


def test_the_storefront_face_refuses_other_media_in_its_own_form(emulator: Emulator) -> None:
    answer = emulator.browser().post(FRONT, content=b"{}", headers={"content-type": "text/plain"})
    assert (answer.status_code, answer.json()["title"], answer.json()["type"]) == (
        415,
        "Unsupported Media Type",
        "about:blank",
    )


def test_who_may_not_come_in_is_told_that_first(emulator: Emulator) -> None:
    answer = emulator.browser().post(CARTS, content=b"a" * 2_000_000, headers={"content-type": "text/plain"})
    assert answer.status_code == 401


@pytest.mark.parametrize(("path", "status"), PATHS)
def test_an_odd_path_is_a_path_like_any_other(emulator: Emulator, path: str, status: int) -> None:
    assert emulator.server().get(httpx.URL(f"http://emulator.test{path}")).status_code == status


@pytest.mark.parametrize("path", [f"{CARTS}/x", f"{ORDERS}/1", FRONT, "/api/storefront/checkouts/x", "/"])
@pytest.mark.parametrize("method", ["TRACE", "PATCH", "OPTIONS", "BREW", "PROPFIND"])
def test_a_method_that_a_path_has_not_is_refused_with_those_it_has(
    emulator: Emulator, path: str, method: str
) -> None:
    answer = emulator.server().request(method, path)
    allowed = answer.headers["allow"]
    assert (answer.status_code, "GET" in allowed or "DELETE" in allowed or "PUT" in allowed) == (405, True)


@pytest.mark.parametrize(("path", "status"), [(f"{CARTS}/x", 404), ("/", 200), (FRONT, 200), ("/nowhere", 404)])
def test_head_is_get_without_a_body(emulator: Emulator, path: str, status: int) -> None:
    answer = emulator.server().head(path)
    assert (answer.status_code, answer.content) == (status, b"")


def test_a_cart_holds_no_more_than_it_can_show(emulator: Emulator) -> None:
    server = emulator.server()
    items = [{"name": f"Thing {number}", "quantity": 1, "list_price": 1} for number in range(500)]
    cart = server.post(CARTS, json={"custom_items": items}).json()["data"]["id"]
    more = server.post(f"{CARTS}/{cart}/items", json={"custom_items": [items[0]]})
    refused(more, 422)


def test_the_largest_cart_is_sent_to_many_places_in_time(emulator: Emulator) -> None:
    server = emulator.server()
    items = [{"product_id": 113, "quantity": 1, "option_selections": [{"option_id": 41, "option_value": str(number)}]}
             for number in range(500)]  # fmt: skip
    cart = server.post(CARTS, json={"line_items": items}).json()["data"]
    address = {"email": "a@example.com", "country_code": "US", "state_or_province": "Texas", "postal_code": "78704"}
    parts = [
        {"address": address, "line_items": [{"item_id": line["id"], "quantity": 1}]}
        for line in cart["line_items"]["physical_items"][:250]
    ]
    begun = time.monotonic()
    answer = server.post(f"/stores/emulator/v3/checkouts/{cart['id']}/consignments", json=parts)
    assert (answer.status_code, len(answer.json()["data"]["consignments"])) == (200, 250)
    # Seconds on a loaded machine; minutes if each line were compared with all others.
    assert time.monotonic() - begun < 20


def status_of(received: bytes) -> int | None:
    return int(received.split()[1]) if received.startswith(b"HTTP/1.") else None


def told(address: str, data: bytes) -> bytes:
    """Everything that a server says to these bytes until it closes or has answered."""
    host, _, port = address.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), 10) as wire:
        wire.sendall(data)
        return wire.recv(65536)


@pytest.mark.parametrize(("data", "statuses"), [(data, statuses) for _, data, statuses in RAW], ids=RAW_NAMES)
def test_bytes_that_no_library_sends_are_answered(emulator_url: str, data: bytes, statuses: set[int | None]) -> None:
    answer = told(emulator_url, data.replace(b"%s", CARTS.encode()))
    assert status_of(answer) in statuses


def test_a_sender_that_hangs_up_disturbs_nobody(emulator: Emulator, emulator_url: str) -> None:
    head = b"POST %s HTTP/1.1\r\nHost: a\r\nX-Auth-Token: emulator-token\r\nContent-Length: 100\r\n\r\n{"
    host, _, port = emulator_url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), 10) as wire:
        wire.sendall(head.replace(b"%s", CARTS.encode()))
    assert httpx.get(f"{emulator_url}{FRONT}").status_code == 200
    assert emulator.state()["carts"] == []


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "clock/advance", b'{"seconds": 1e400}'),
        ("PUT", "seed", b"\xff\xfe"),
        ("PUT", "seed", b"a: " + b"x" * 3_000_000),
        ("PUT", "clock", b'{"now": "9999-99-99"}'),
        ("POST", "failures", b"["),
        ("GET", "journal?limit=%00", b""),
        ("GET", "journal/%ff", b""),
    ],
)
def test_the_control_surface_refuses_in_its_own_form(emulator: Emulator, method: str, path: str, body: bytes) -> None:
    answer = emulator.browser().request(method, f"/_emulator/{path}", content=body or None, headers=JSON)
    document: dict[str, Any] = answer.json()
    assert answer.status_code in (400, 404, 413, 422)
    assert {"error", "where", "mend"} <= set(document)

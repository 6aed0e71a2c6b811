from __future__ import annotations

import json
import string
import time
from urllib.parse import quote, quote_plus

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conformance.transport import MASK, Masker
from conformance.verdict import Exchange, Request, Response

TOKEN = "s3cr3t/t0k+n=="
WEB_TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJzdG9yZSJ9.c2lnbmF0dXJl"


def line(**parts: object) -> str:
    """The line of an exchange as the record writes it."""
    request = Request(
        method="POST",
        url=str(parts.get("url", "https://store.test/v3/carts")),
        headers=tuple(parts.get("sent", ())),  # type: ignore[arg-type]
        body=parts.get("body"),  # type: ignore[arg-type]
    )
    response = Response(status=200, headers=tuple(parts.get("got", ())), body=parts.get("answer"))  # type: ignore[arg-type]
    return msgspec.json.encode(Exchange(id="x-000001", request=request, response=response)).decode()


def parsed(text: str) -> Exchange:
    return msgspec.json.decode(text, type=Exchange)


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(TOKEN, id="as it is"),
        pytest.param(quote(TOKEN, safe=""), id="in a URL"),
        pytest.param(quote(TOKEN), id="in a URL's path"),
        pytest.param(quote_plus(TOKEN), id="in a form"),
        pytest.param(quote(TOKEN, safe="").lower(), id="in a URL with small hex digits"),
        pytest.param(TOKEN.replace("/", "\\/"), id="in JSON with escaped slashes"),
    ],
)
def test_a_known_secret_is_masked_in_every_way_it_is_written(written: str) -> None:
    masked = Masker([TOKEN]).mask(f"before {written} after")

    assert masked == f"before {MASK} after"


@pytest.mark.parametrize("depth", [1, 2, 3])
@pytest.mark.parametrize("secret", ['with "quotes" in it', "back\\slash\\es", "tab\tand\nline", "ümläut-geheim"])
@pytest.mark.parametrize("ascii_only", [True, False])
def test_a_known_secret_is_masked_however_deep_in_json(secret: str, depth: int, *, ascii_only: bool) -> None:
    text: object = secret
    for _ in range(depth):
        text = json.dumps({"note": text}, ensure_ascii=ascii_only)

    masked = Masker([secret]).mask(str(text))

    assert json.loads(masked)
    assert masked.count(MASK) == 1


@pytest.mark.parametrize("name", ["X-Auth-Token", "x-auth-token", "Authorization", "X-SF-CSRF-Token"])
@pytest.mark.parametrize("value", ["abc", "PAT abc.def", 'odd"quote', "a\\b"])
def test_a_credential_header_is_masked_even_when_its_value_is_unknown_and_short(name: str, value: str) -> None:
    masked = Masker().mask(line(sent=[(name, value), ("Accept", "application/json")]))

    assert parsed(masked).request.headers == ((name, MASK), ("Accept", "application/json"))


def test_of_cookies_the_values_are_masked_and_the_names_stay() -> None:
    masked = Masker().mask(
        line(sent=[("Cookie", "SHOP=1f; XSRF=2")], got=[("Set-Cookie", 'SHOP="1f"; Path=/; Secure; SameSite=none')])
    )

    exchange = parsed(masked)
    assert exchange.request.headers == (("Cookie", f"SHOP={MASK}; XSRF={MASK}"),)
    assert exchange.response is not None
    assert exchange.response.headers == (("Set-Cookie", f"SHOP={MASK}; Path=/; Secure; SameSite=none"),)


@pytest.mark.parametrize(
    "member",
    [
        "token",
        "access_token",
        "checkout_token",
        "csrf-token",
        "accessToken",
        "password",
        "new_password",
        "card_number",
        "cardNumber",
        "ccNumber",
        "verification_value",
        "verificationValue",
        "cvv",
        "ccCvv",
        "client_secret",
    ],
)
@pytest.mark.parametrize("value", ["abc", 'q"uote', "back\\", 4242, "line\nbreak"])
def test_a_secret_member_of_a_body_is_masked(member: str, value: object) -> None:
    body = json.dumps({"first": 1, member: value, "last": ["x"]})

    exchange = parsed(Masker().mask(line(body=body, answer=body)))

    assert json.loads(exchange.request.body or "") == {"first": 1, member: MASK, "last": ["x"]}
    assert exchange.response is not None
    assert json.loads(exchange.response.body or "") == {"first": 1, member: MASK, "last": ["x"]}


def test_a_secret_member_is_masked_in_a_json_string_inside_a_body() -> None:
    body = json.dumps({"provider_data": json.dumps({"token": 'a"b\\', "kept": "c"})})

    exchange = parsed(Masker().mask(line(body=body)))

    assert json.loads(json.loads(exchange.request.body or "")["provider_data"]) == {"token": MASK, "kept": "c"}


@pytest.mark.parametrize("number", ["4111111111111111", "4111 1111 1111 1111", 4111111111111111])
def test_a_card_number_is_masked(number: object) -> None:
    exchange = parsed(Masker().mask(line(body=json.dumps({"instrument": {"number": number, "type": "card"}}))))

    assert json.loads(exchange.request.body or "") == {"instrument": {"number": MASK, "type": "card"}}


@pytest.mark.parametrize(
    "body",
    [
        {"number": 104, "order_number": "104"},
        {"id": 77, "token_type": "bearer", "tokens": 3, "supported": {"tokenization": "on"}},
        {"name": "Cookie jar", "title": "A token of love", "sku": "NUMBER-1"},
        {"token": None, "password": {}, "secret": True, "verification_value_required": False},
        {"name": "passwordless", "value": "v"},
        {"cookies": ["oat", "ginger"]},
    ],
)
def test_what_is_no_secret_stays(body: dict[str, object]) -> None:
    text = line(body=json.dumps(body))

    assert Masker().mask(text) == text


@pytest.mark.parametrize(
    ("url", "masked"),
    [
        ("https://s.test/cart.php?action=load&token=ab12", f"https://s.test/cart.php?action=load&token={MASK}"),
        ("https://s.test/?access_token=ab&x=1#top", f"https://s.test/?access_token={MASK}&x=1#top"),
        ("https://s.test/?next=%2Fc%3Ftoken%3Dab%26x%3D1", f"https://s.test/?next=%2Fc%3Ftoken%3D{MASK}%26x%3D1"),
        ("https://s.test/?token=my_token=ab&x=1", f"https://s.test/?token={MASK}&x=1"),
        ("https://s.test/?mytoken=ab&tokens=2", "https://s.test/?mytoken=ab&tokens=2"),
        ("https://s.test/checkouts/7/token", "https://s.test/checkouts/7/token"),
    ],
)
def test_a_secret_parameter_is_masked(url: str, masked: str) -> None:
    assert parsed(Masker().mask(line(url=url))).request.url == masked


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("password=x&user=ada", id="form"),
        pytest.param("curl -H 'X-Auth-Token: x' https://s.test", id="curl"),
        pytest.param('{"city":"İİİ","token":"x"}', id="beside a letter that grows in lower case"),
        pytest.param("Authorization: PAT x", id="header line"),
        pytest.param('{"headers":[{"name":"X-Auth-Token","value":"x"}]}', id="HAR"),
        pytest.param('{"headers": {"X-Auth-Token": "x"}}', id="mapping"),
        pytest.param(r'{"cart_url":"https:\/\/s.test\/?a=1\u0026token=x"}', id="PHP's ampersand"),
    ],
)
def test_a_credential_is_masked_by_its_place_in_other_texts(text: str) -> None:
    masked = Masker().mask(text)

    assert MASK in masked
    assert Masker(["xxxxxx"]).mask(masked) == masked


@pytest.mark.parametrize(
    "text", [f"bare {WEB_TOKEN} token", json.dumps({"data": {"id": WEB_TOKEN}}), f"\\n{WEB_TOKEN}"]
)
def test_a_web_token_is_masked_wherever_it_stands(text: str) -> None:
    masked = Masker().mask(text)

    assert ("eyJ" in masked, MASK in masked) == (False, True)


@pytest.mark.parametrize("cut", range(5, 34))
def test_a_body_that_was_cut_off_inside_a_secret_leaves_nothing_of_it(cut: int) -> None:
    body = '{"a":"b","token":"Qq\\"Qq\\\\Qq"}'[:cut]

    exchange = parsed(Masker().mask(line(body=body)))

    assert "Qq" not in (exchange.request.body or "")


@pytest.mark.parametrize(
    "secret",
    [
        pytest.param("123456", id="a number of the line"),
        pytest.param("nabcdef", id="an escape of the line"),
        pytest.param("u0041bc", id="a unicode escape"),
        pytest.param("0041bcd", id="half a unicode escape"),
        pytest.param('":"abc', id="the syntax of the line"),
    ],
)
def test_a_secret_that_looks_like_syntax_leaves_a_valid_line(secret: str) -> None:
    text = '{"id":1234567,"a":"\\nabcdef","b":"\\u0041bcdef","c":"abc"}'

    masked = Masker([secret]).mask(text)

    assert json.loads(masked)


def test_the_longer_of_two_secrets_leaves_no_tail() -> None:
    assert Masker(["abcdef", "abcdef-and-more"]).mask("abcdef-and-more abcdef") == f"{MASK} {MASK}"


EMPTY_LINE = line(sent=[("X-Auth-Token", ""), ("X-Note", "")], body='{"note":"inner","token":""}')
SECRETS = st.lists(
    st.text(string.ascii_letters + string.digits + "-_/+=.~%&?\"\\' äß漢\n", min_size=6, max_size=40).filter(
        # A secret that is a word of every line would take the line's own shape with it.
        lambda secret: secret not in MASK and MASK not in secret and secret not in EMPTY_LINE
    ),
    min_size=1,
    max_size=3,
)


@settings(max_examples=150, deadline=None)
@given(SECRETS, st.text(max_size=12), st.data())
@example(['"token"'], "x", None)
def test_no_secret_survives_in_any_line(secrets: list[str], around: str, data: st.DataObject | None) -> None:
    secret = data.draw(st.sampled_from(secrets)) if data else secrets[0]
    body = json.dumps({"note": around + secret, "inner": json.dumps([secret + around]), "token": secret})
    text = line(
        url=f"https://s.test/{quote(secret, safe='')}?x={quote_plus(secret)}",
        sent=[("X-Auth-Token", secret), ("X-Note", around.encode("utf-8", "replace").decode() + secret)],
        body=body,
        answer=secret,
    )

    masked = Masker(secrets).mask(text)

    exchange = parsed(masked)
    assert exchange.response is not None
    texts = (exchange.request.url, str(exchange.request.headers), exchange.request.body, exchange.response.body)
    assert not any(each in str(part) for part in texts for each in secrets)
    assert Masker(secrets).mask(masked) == masked


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["token", "number", "password", "name", "value", "cookie"]), inner, max_size=4
        )
    ),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@given(JSON, st.integers(0, 3))
@example({"number": 10**19}, 1)
@example({"number": 411111111111.5}, 0)
@example({"token": -1.5e-7}, 2)
def test_a_json_line_stays_json_and_is_masked_once(document: object, depth: int) -> None:
    text = json.dumps([document])
    for _ in range(depth):
        text = json.dumps({"body": text})
    masker = Masker(["some-known-secret"])

    masked = masker.mask(text)

    assert json.loads(masked)
    assert masker.mask(masked) == masked


def test_a_line_of_five_kilobytes_is_masked_in_well_under_a_millisecond() -> None:
    item = {"id": "6d3b1e1e-0000-4000-8000-000000000000", "name": 'A "thing"', "image_url": "https://i.test/?c=1"}
    text = line(sent=[("X-Auth-Token", TOKEN)], answer=json.dumps({"data": [item] * 40, "token": "abc"}))
    masker = Masker([TOKEN, "another-secret"])

    # The quickest of many: what else the machine does only ever adds to it.
    quickest = min(_seconds(masker, text) for _ in range(200))

    assert len(text) > 4500
    assert quickest < 0.0005


def _seconds(masker: Masker, text: str) -> float:
    started = time.perf_counter()
    masker.mask(text)
    return time.perf_counter() - started

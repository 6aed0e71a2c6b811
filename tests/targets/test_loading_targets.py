from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from conformance.errors import UserMistake
from conformance.targets import CAPABILITIES, Target, load_target

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "target.example.toml"
ENV = {"BC_STORE_HASH": "abc123", "BC_TOKEN": "t0p-s3cret", "BC_READ_ONLY_TOKEN": "r3ad-s3cret"}
SMALLEST = """\
[target]
name = "here"

[server]
url = "http://localhost:8080/stores/abc/v3"
token = "t0p-s3cret"
"""

Load = Callable[[str], Target]


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Load:
    monkeypatch.chdir(tmp_path)

    def loaded(text: str) -> Target:
        Path("t.toml").write_text(text, encoding="utf-8")
        return load_target("t.toml", [], ENV)

    return loaded


def test_the_example_loads_and_says_everything_it_shows() -> None:
    target = load_target(str(EXAMPLE), [], ENV)

    assert target.name == "sandbox"
    assert target.server_url == "https://api.bigcommerce.com/stores/abc123/v3"
    assert target.orders_url == "https://api.bigcommerce.com/stores/abc123/v2"
    assert target.payments_url == "https://payments.bigcommerce.com/stores/abc123"
    assert target.storefront_url == "https://my-sandbox.example.com"
    assert (target.store_hash, target.token, target.read_only_token) == ("abc123", "t0p-s3cret", "r3ad-s3cret")
    assert target.fixtures.variant_ids == (101, 102)
    assert target.fixtures.shipping_address["country_code"] == "US"
    assert (target.quota, target.window_seconds, target.timeout, target.provision) == (100, 30.0, 30.0, False)
    assert target.lacks("gift-certificates") == "switched off in this sandbox"
    assert target.embedded is None


def test_the_shape_in_the_documentation_loads(load: Load) -> None:
    from conformance.targets import loading  # noqa: PLC0415 - read as text, for its docstring only

    shown = re.sub(r"(?m)^    ", "", (loading.__doc__ or "").split("::\n\n", 1)[1])

    assert load(shown).lacks("payments") == "no gateway in this sandbox"


def test_the_smallest_target_is_a_name_a_server_and_a_token(load: Load) -> None:
    target = load(SMALLEST)

    assert (target.orders_url, target.store_hash) == ("http://localhost:8080/stores/abc/v2", "abc")
    assert target.capabilities == frozenset(CAPABILITIES) - {"storefront", "payments"}


def test_a_storefront_alone_is_a_target_too(load: Load) -> None:
    target = load('[target]\nname = "shop"\n[storefront]\nurl = "http://127.0.0.1:9/"\n')

    assert (target.storefront_url, target.lacks("server")) == (
        "http://127.0.0.1:9",
        "the target file has no `[server]`",
    )


@pytest.mark.parametrize(
    ("offer", "reason"),
    [
        ("true", ""),
        ("false", "the target file says that the target lacks it"),
        ('"no coupons today"', "no coupons today"),
        ('""', "the target file says that the target lacks it"),
    ],
)
def test_a_capability_is_offered_or_lacking_with_its_reason(load: Load, offer: str, reason: str) -> None:
    target = load(f"{SMALLEST}[capabilities]\ncoupons = {offer}\n")

    assert (target.lacks("coupons"), "coupons" in target.capabilities) == (reason, not reason)


class Mistake(NamedTuple):
    text: str
    what: str
    where: str
    mend: str = ""


MISTAKES = {
    "an unknown table": Mistake(f"{SMALLEST}[storefont]\n", "knows no `storefont`", "t.toml:7", "`storefront`"),
    "an unknown key": Mistake(f'{SMALLEST}tokn = "x"\n', "`[server]` knows no `tokn`", "t.toml:7", "`token`"),
    "an unknown key far from any": Mistake(f"{SMALLEST}zzz = 1\n", "knows no `zzz`", "t.toml:7", "it knows"),
    "an unknown capability": Mistake(
        f"{SMALLEST}[capabilities]\n\ncupons = true\n", "knows no `cupons`", "t.toml:9", "`coupons`"
    ),
    "an unknown fixture": Mistake(
        f"{SMALLEST}[fixtures]\nprodukt_id = 1\n", "knows no `produkt_id`", "t.toml:8", "`product_id`"
    ),
    "an unknown part of an address": Mistake(
        f'{SMALLEST}[fixtures.shipping_address]\nzip = "1"\n', "knows no `zip`", "t.toml:8"
    ),
    "a wrong type": Mistake(f'{SMALLEST}[traffic]\ntimeout_seconds = "30"\n', "must be a number above 0", "t.toml:8"),
    "a flag that is no flag": Mistake(f"{SMALLEST}[fixtures]\nprovision = 1\n", "must be true or false", "t.toml:8"),
    "a flag for a number": Mistake(
        f"{SMALLEST}[traffic]\nrequests_per_window = true\n", "whole number above 0, not true", "t.toml:8"
    ),
    "no request at all": Mistake(
        f"{SMALLEST}[traffic]\nrequests_per_window = 0\n", "whole number above 0, not 0", "t.toml:8"
    ),
    "a variant that is no number": Mistake(
        f'{SMALLEST}[fixtures]\nvariant_ids = [1, "2"]\n', "must be an array of whole numbers", "t.toml:8"
    ),
    "a capability that is a number": Mistake(
        f"{SMALLEST}[capabilities]\ncoupons = 3\n", "must be true, false, or the reason", "t.toml:8"
    ),
    "a table that is none": Mistake(f"payments = 3\n{SMALLEST}", "`payments` must be a table", "t.toml:1"),
    "a nested table that is none": Mistake(
        f"{SMALLEST}[fixtures]\nshipping_address = 3\n", "`fixtures.shipping_address` must be a table", "t.toml:8"
    ),
    "no name": Mistake('[target]\n[server]\nurl = "http://localhost/v3"\n', "`[target]` needs a `name`", "t.toml:1"),
    "no target table": Mistake('[server]\nurl = "http://localhost/v3"\n', "`[target]` needs a `name`", "t.toml"),
    "neither face": Mistake('[target]\nname = "x"\n', "neither `[server]` nor `[storefront]`", "t.toml"),
    "no token": Mistake(
        '[target]\nname = "x"\n[server]\nurl = "http://localhost/v3"\n', "needs a `token`", "t.toml:3", "BC_TOKEN"
    ),
    "an empty token": Mistake(SMALLEST.replace("t0p-s3cret", " "), "`[server]` needs a `token`", "t.toml:4"),
    "no url": Mistake('[target]\nname = "x"\n[server]\ntoken = "x"\n', "`[server]` needs a `url`", "t.toml:3"),
    "a url of another kind": Mistake(
        SMALLEST.replace("http:", "ftp:"), "`server.url` is no http(s) URL", "t.toml:5", "https://"
    ),
    "a url without a host": Mistake(SMALLEST.replace("http://localhost:8080", ""), "no http(s) URL", "t.toml:5"),
    "a url that is none": Mistake(SMALLEST.replace("8080", "port"), "`server.url` is no URL", "t.toml:5"),
    "a port that can't be": Mistake(SMALLEST.replace("8080", "80800"), "no possible port: 80800", "t.toml:5"),
    "a shop's address that is the face's": Mistake(
        f'{SMALLEST}[storefront]\nurl = "http://localhost/api/storefront/"\n',
        "must not end in `/api/storefront`",
        "t.toml:8",
    ),
    "a url with credentials": Mistake(SMALLEST.replace("//", "//u:p@"), "more than host and path", "t.toml:5"),
    "a url with a query": Mistake(SMALLEST.replace("/v3", "/v3?a=1"), "more than host and path", "t.toml:5"),
    "a server of another version": Mistake(SMALLEST.replace("/v3", "/v2"), "must end in `/v3`", "t.toml:5"),
    "a variable that is not set": Mistake(
        SMALLEST.replace("t0p-s3cret", "${NOT_THERE}"),
        "`server.token` needs the environment variable NOT_THERE, which is not set",
        "t.toml:6",
        "export NOT_THERE=",
    ),
    "a variable without a name": Mistake(SMALLEST.replace("t0p-s3cret", "${}"), "needs the environment", "t.toml:6"),
    "broken syntax": Mistake(SMALLEST.replace('"here"', "here"), "no valid TOML", "t.toml:2"),
    "syntax that breaks off": Mistake(f"{SMALLEST}[traffic", "no valid TOML", "t.toml:7"),
    "a key given twice": Mistake(f'{SMALLEST}token = "x"\n', "no valid TOML", "t.toml:7"),
    "http to another machine": Mistake(
        SMALLEST.replace("localhost:8080", "store.example.com"), "unencrypted", "t.toml:5", "allow_insecure = true"
    ),
    "writes that nobody allowed": Mistake(
        SMALLEST.replace("http://localhost:8080", "https://store.example.com"),
        "creates carts and orders at store.example.com",
        "t.toml:1",
        "acknowledge_writes = true",
    ),
    "writes to a shop that nobody allowed": Mistake(
        f'{SMALLEST}[storefront]\nurl = "https://shop.example.com"\n', "at shop.example.com", "t.toml:1"
    ),
    "writes that somebody refused": Mistake(
        SMALLEST.replace("http://localhost:8080", "https://store.example.com").replace(
            '"here"', '"here"\nacknowledge_writes = false'
        ),
        "creates carts and orders",
        "t.toml:1",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_named_with_its_line_and_its_mend(load: Load, mistake: Mistake) -> None:
    with pytest.raises(UserMistake) as caught:
        load(mistake.text)

    assert mistake.what in caught.value.what
    assert caught.value.where == mistake.where
    assert mistake.mend in caught.value.mend
    assert caught.value.mend
    assert "t0p-s3cret" not in str(caught.value)


def test_an_empty_variable_is_as_good_as_none(tmp_path: Path) -> None:
    file = tmp_path / "t.toml"
    file.write_text(SMALLEST.replace("t0p-s3cret", "${EMPTY}"), encoding="utf-8")

    with pytest.raises(UserMistake, match="EMPTY, which is empty"):
        load_target(str(file), [], {"EMPTY": ""})


def test_without_an_environment_the_process_environment_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOKEN_OF_THIS_TEST", "abc-def")
    file = tmp_path / "t.toml"
    file.write_text(SMALLEST.replace("t0p-s3cret", "x-${TOKEN_OF_THIS_TEST}"), encoding="utf-8")

    assert load_target(str(file), []).token == "x-abc-def"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.9.1", "[::1]", "shop.localhost"], ids=str)
def test_this_machine_needs_no_encryption_and_no_word(load: Load, host: str) -> None:
    assert load(SMALLEST.replace("localhost", host)).server_url == f"http://{host}:8080/stores/abc/v3"


def test_another_machine_is_reached_over_http_when_the_user_says_so(load: Load) -> None:
    text = SMALLEST.replace("localhost", "10.0.0.7").replace(
        '"here"', '"here"\nallow_insecure = true\nacknowledge_writes = true'
    )

    assert load(text).server_url == "http://10.0.0.7:8080/stores/abc/v3"


@pytest.mark.parametrize(
    ("spec", "mend"),
    [("emulater", "did you mean `emulator`?"), ("nowhere.toml", "the path of a target file"), (".", "the path")],
)
def test_a_name_that_is_no_target_is_a_mistake(spec: str, mend: str) -> None:
    with pytest.raises(UserMistake, match=re.escape(f"`{spec}`")) as caught:
        load_target(spec, [], {})

    assert mend in caught.value.mend


def test_a_file_that_is_no_text_is_a_mistake(tmp_path: Path) -> None:
    file = tmp_path / "t.toml"
    file.write_bytes(b"\xff\xfe[")

    with pytest.raises(UserMistake, match="can't be read"):
        load_target(str(file), [], {})


def test_faults_belong_to_the_emulator_alone(tmp_path: Path) -> None:
    file = tmp_path / "t.toml"
    file.write_text(SMALLEST, encoding="utf-8")

    with pytest.raises(UserMistake, match="can't be switched on"):
        load_target(str(file), ["totals-off-by-a-cent"], {})


def test_lines_are_found_beside_strings_of_many_lines(load: Load) -> None:
    text = SMALLEST.replace('"here"', '"""\n[server]\nurl = 1\n"""').replace("http:", "ftp:")

    with pytest.raises(UserMistake) as caught:
        load(text)

    assert caught.value.where == "t.toml:8"


def test_a_mistake_inside_an_inline_table_is_named_by_the_line_of_the_table(load: Load) -> None:
    with pytest.raises(UserMistake) as caught:
        load(f"traffic = {{ timeout_seconds = -1 }}\n{SMALLEST}")

    assert caught.value.where == "t.toml:1"


def test_a_card_that_is_named_in_part_keeps_the_rest_of_the_default(load: Load) -> None:
    card = load(f'{SMALLEST}[fixtures.test_card]\nnumber = "4242424242424242"\n').fixtures.test_card

    assert (card["number"], card["type"], card["verification_value"]) == ("4242424242424242", "card", "123")


def test_lines_of_dotted_keys_are_found(load: Load) -> None:
    with pytest.raises(UserMistake) as caught:
        load(f"traffic.timeout_seconds = -1\n{SMALLEST}")

    assert caught.value.where == "t.toml:1"

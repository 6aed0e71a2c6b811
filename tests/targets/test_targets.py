from __future__ import annotations

from dataclasses import replace

import pytest

from conformance.targets import CAPABILITIES, EmbeddedOptions, Fixtures, Target, embedded_target

STORE = Target(
    name="sandbox",
    server_url="https://api.test/stores/abc/v3",
    orders_url="https://api.test/stores/abc/v2",
    payments_url="https://payments.test/stores/abc",
    storefront_url="https://shop.test",
    store_hash="abc",
    token="t0p-s3cret",
    read_only_token="r3ad-s3cret",
    absences={"pickup": "no branch"},
    capabilities=frozenset(CAPABILITIES) - {"pickup"},
)


def test_each_document_has_the_base_at_which_the_target_serves_it() -> None:
    assert STORE.bases() == {
        "server": "https://api.test/stores/abc/v3",
        "storefront": "https://shop.test/api/storefront",
        "orders-v2": "https://api.test/stores/abc/v2",
        "marketing-v2": "https://api.test/stores/abc/v2",
        "catalog": "https://api.test/stores/abc/v3",
        "payments": "https://api.test/stores/abc/v3",
        "payments-processing": "https://payments.test/stores/abc",
    }


@pytest.mark.parametrize(
    ("target", "bases"),
    [
        (Target(name="shop", storefront_url="https://shop.test"), {"storefront": "https://shop.test/api/storefront"}),
        (Target(name="payments", payments_url="https://p.test/x"), {"payments-processing": "https://p.test/x"}),
    ],
    ids=["a shop", "payments"],
)
def test_what_has_no_address_has_no_base(target: Target, bases: dict[str, str]) -> None:
    assert target.bases() == bases


@pytest.mark.parametrize("shown", [repr(STORE), str(STORE.describe()), f"{STORE}"], ids=["repr", "described", "text"])
def test_a_target_shows_no_secret(shown: str) -> None:
    assert "s3cret" not in shown


def test_the_secrets_are_both_tokens() -> None:
    assert STORE.secrets() == ("t0p-s3cret", "r3ad-s3cret")


def test_a_target_without_tokens_has_no_secrets() -> None:
    assert Target(name="shop").secrets() == ()


def test_a_description_names_what_is_lacking_and_why() -> None:
    assert STORE.describe()["lacking"] == "pickup: no branch"


def test_a_description_names_the_faults_of_the_emulator() -> None:
    assert embedded_target(("some-fault", "another")).describe()["faults"] == "some-fault, another"


@pytest.mark.parametrize(
    ("capability", "reason"),
    [("", ""), ("coupons", ""), ("pickup", "no branch"), ("teleport", "the target offers no teleport")],
)
def test_a_target_says_why_it_lacks_something(capability: str, reason: str) -> None:
    assert STORE.lacks(capability) == reason


def test_traffic_follows_the_target() -> None:
    policy = replace(STORE, quota=20, window_seconds=4.0, timeout=5.0).traffic("gw0")

    assert (policy.prefix, policy.requests_per_window, policy.window_seconds, policy.timeout_seconds) == (
        "gw0",
        20,
        4.0,
        5.0,
    )


def test_fixtures_name_only_what_is_given() -> None:
    fixtures = Fixtures(second_product_id=8, product_id=7, coupon_code="TEN")

    assert fixtures.named() == {"product_ids": (7, 8), "coupon_code": "TEN"}


def test_no_fixtures_name_nothing() -> None:
    assert Fixtures().named() == {}


def test_a_test_card_is_never_shown() -> None:
    assert "4111" not in repr(Fixtures())


def test_the_emulator_offers_everything() -> None:
    target = embedded_target()

    assert (target.capabilities, target.provision, target.embedded) == (
        frozenset(CAPABILITIES),
        True,
        EmbeddedOptions(),
    )

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from conformance.targets import Target, embedded_target, fault_catalogue, load_target, open_wire

NOBODYS_CART = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def target() -> Target:
    return load_target("emulator", [], {})


@pytest.fixture
def client(target: Target) -> Iterator[httpx.Client]:
    with httpx.Client(transport=open_wire(target)) as opened:
        yield opened


@pytest.mark.parametrize("token", [embedded_target().token, embedded_target().read_only_token])
def test_the_emulator_knows_the_tokens_of_its_target(client: httpx.Client, target: Target, token: str) -> None:
    answer = client.get(f"{target.server_url}/carts/{NOBODYS_CART}", headers={"X-Auth-Token": token})

    assert answer.status_code == 404


def test_the_emulator_refuses_what_is_no_token_of_its_target(client: httpx.Client, target: Target) -> None:
    answer = client.get(f"{target.server_url}/carts/{NOBODYS_CART}", headers={"X-Auth-Token": "another"})

    assert answer.status_code == 401


def test_a_read_only_token_may_not_make_a_cart(client: httpx.Client, target: Target) -> None:
    answer = client.post(
        f"{target.server_url}/carts", headers={"X-Auth-Token": target.read_only_token}, json={"line_items": []}
    )

    assert answer.status_code == 403


def test_two_emulators_of_one_seed_answer_alike(target: Target) -> None:
    answers = [
        httpx.Client(transport=open_wire(target)).get(
            f"{target.server_url}/catalog/products", headers={"X-Auth-Token": target.token}
        )
        for _ in range(2)
    ]

    assert answers[0].json() == answers[1].json()


def test_the_emulator_opens_its_storefront(client: httpx.Client, target: Target) -> None:
    assert client.get(f"{target.storefront_url}/api/storefront/carts").json() == []


def test_every_fault_says_what_it_breaks_and_how() -> None:
    catalogue = fault_catalogue()

    assert catalogue
    assert all(breaks and summary for breaks, summary in catalogue.values())

"""Several stores behind one server: each with its own token, nothing goes from one to the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from control_driving import CART
from emulator_driving import GOOD_CARD, payment

from conformance.emulator import Emulator, Settings, create_app
from conformance.emulator.side_by_side import host_of
from conformance.errors import UserMistake

SECOND = Settings(store_hash="second", token="second-token", read_only_token="second-reading")


@pytest.fixture(params=["memory", "one file"])
def both(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Emulator]:
    database = ":memory:" if request.param == "memory" else str(tmp_path / "store.sqlite")
    second = Settings(store_hash="second", token="second-token", read_only_token="second-reading", database=database)
    with Emulator(Settings(database=database), further=[second]) as made:
        yield made


def cart_in(client: httpx.Client, store_hash: str) -> str:
    return str(client.post(f"/stores/{store_hash}/v3/carts", json=CART).json()["data"]["id"])


def status(client: httpx.Client, store_hash: str, cart: str) -> int:
    return client.get(f"/stores/{store_hash}/v3/carts/{cart}").status_code


def test_each_token_opens_its_own_store_alone(both: Emulator) -> None:
    clients = {"emulator": both.server(), "second": both.server("second")}
    asked = [(name, store) for name in clients for store in ("emulator", "second", "third")]
    given = [clients[name].post(f"/stores/{store}/v3/carts", json=CART).status_code for name, store in asked]
    assert given == [201, 401, 401, 401, 201, 401]


def test_a_cart_is_in_its_own_store_alone(both: Emulator) -> None:
    first, second = cart_in(both.server(), "emulator"), cart_in(both.server("second"), "second")
    assert [status(both.server(), "emulator", cart) for cart in (first, second)] == [200, 404]
    assert [status(both.server("second"), "second", cart) for cart in (first, second)] == [404, 200]


def test_stores_with_one_seed_give_different_ids(both: Emulator) -> None:
    assert cart_in(both.server(), "emulator") != cart_in(both.server("second"), "second")


def test_a_store_beside_another_gives_the_ids_that_it_gives_alone(both: Emulator) -> None:
    with Emulator() as alone:
        assert cart_in(both.server(), "emulator") == cart_in(alone.server(), "emulator")


def test_a_link_leads_to_the_storefront_of_its_store(both: Emulator) -> None:
    made = both.server("second").post("/stores/second/v3/carts?include=redirect_urls", json=CART).json()["data"]
    browser = both.browser("second")
    assert browser.get(made["redirect_urls"]["cart_url"]).status_code == 302
    assert [one["id"] for one in browser.get("/api/storefront/carts").json()] == [made["id"]]


def test_a_session_of_one_store_is_none_of_the_other(both: Emulator) -> None:
    browser = both.browser("second")
    browser.get("/api/storefront/carts")
    browser.post("/api/storefront/carts", json={"lineItems": [{"productId": 111, "quantity": 1}]})
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    answer = both.browser().get("/api/storefront/carts", headers={"Cookie": cookies})
    assert (answer.json(), "set-cookie" in answer.headers) == ([], True)


def test_a_payment_token_is_good_in_its_own_store_alone(both: Emulator) -> None:
    orders = {
        name: _order(both.server("second" if name == "second" else ""), name) for name in ("emulator", "second")
    }
    asked = {"order": {"id": orders["second"]}}
    token = both.server("second").post("/stores/second/v3/payments/access_tokens", json=asked).json()["data"]["id"]
    headers = {"Authorization": f"PAT {token}", "Accept": "application/vnd.bc.v1+json"}
    paid = [
        both.server().post(f"/stores/{name}/payments", json=payment(GOOD_CARD), headers=headers).status_code
        for name in ("emulator", "second")
    ]
    assert (orders["emulator"], paid) == (orders["second"], [401, 201])


def _order(client: httpx.Client, store_hash: str) -> int:
    wanted = {"line_items": [{"product_id": 114, "quantity": 1}]}
    cart = client.post(f"/stores/{store_hash}/v3/carts", json=wanted).json()["data"]["id"]
    checkout = f"/stores/{store_hash}/v3/checkouts/{cart}"
    address = {"email": "mara@example.com", "country_code": "US", "first_name": "M", "last_name": "L",
               "address1": "1 Road", "city": "Austin", "state_or_province_code": "TX",
               "postal_code": "1"}  # fmt: skip
    client.post(f"{checkout}/billing-address", json=address)
    return int(client.post(f"{checkout}/orders").json()["data"]["id"])


def test_the_controls_of_a_store_are_at_its_host(both: Emulator) -> None:
    first, second = cart_in(both.server(), "emulator"), cart_in(both.server("second"), "second")
    assert both.browser("second").post("/_emulator/reset").status_code == 204
    assert both.browser("second").get("/_emulator/state").json()["store"]["hash"] == "second"
    assert (status(both.server(), "emulator", first), status(both.server("second"), "second", second)) == (200, 404)


def test_a_host_that_names_no_store_is_the_first_one(both: Emulator) -> None:
    answer = both.browser().get("/_emulator/state", headers={"Host": "store-third.emulator.test"})
    assert answer.json()["store"]["hash"] == "emulator"


def test_each_store_has_its_own_tax(both: Emulator) -> None:
    both.beside["second"].seed("tax: {mode: inclusive, rate: 0.1}\n")
    assert (both.settings.tax_mode, both.beside["second"].settings.tax_mode) == ("exclusive", "inclusive")


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1:8080", "store-b.localhost:8080"),
        ("[::1]:8080", "store-b.localhost:8080"),
        ("[::1]", "store-b.localhost"),
        ("localhost", "store-b.localhost"),
        ("shop.test:81", "store-b.shop.test:81"),
        ("store-a.shop.test", "store-b.shop.test"),
        ("", "store-b.localhost"),
    ],
)
def test_the_storefront_of_a_further_store_has_a_host_below_the_servers(host: str, address: str) -> None:
    assert host_of("b", host) == address


@pytest.mark.parametrize("store_hash", ["emulator", "Upper", "with.dot", "-b", "", "x" * 58])
def test_a_hash_that_can_not_be_told_apart_is_a_mistake_to_mend(store_hash: str) -> None:
    with pytest.raises(UserMistake):
        create_app(Settings(), [Settings(store_hash=store_hash)])

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from types import ModuleType

import httpx
import pytest

from conformance.errors import UserMistake
from conformance.targets import Target, embedded_target, fault_catalogue, load_target, open_wire
from conformance.transport import InProcessTransport


@dataclass(frozen=True)
class Fault:
    breaks: str
    summary: str


@dataclass(frozen=True)
class Setup:
    store_hash: str
    token: str
    read_only_token: str
    database: str
    tax_mode: str
    faults: tuple[str, ...]
    liberties: tuple[str, ...]
    seed: int


Send = Callable[[dict[str, object]], Awaitable[None]]


class FakeEmulator(ModuleType):
    """An emulator that answers everything with the settings it was made with."""

    FAULTS = {  # noqa: RUF012 - stands in for a module
        "totals-off-by-a-cent": Fault("money-adds-up", "Every total is a cent short."),
        "coupon-ignored": Fault("coupon-lowers-the-total", "A coupon changes nothing."),
    }
    Settings = Setup

    def create_app(self, settings: Setup) -> Callable[[object, object, Send], Awaitable[None]]:
        async def app(_scope: object, _receive: object, send: Send) -> None:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": repr(settings).encode()})

        return app


@pytest.fixture
def _fake_emulator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "conformance.emulator", FakeEmulator("conformance.emulator"))


@pytest.mark.usefixtures("_fake_emulator")
def test_the_emulator_is_set_up_as_the_target_says() -> None:
    target = load_target("emulator", ["coupon-ignored"], {})

    with httpx.Client(transport=open_wire(target)) as client:
        answer = client.get(f"{target.server_url}/carts/1")

    assert answer.text == repr(
        Setup(
            store_hash="emulator",
            token="emulator-token",
            read_only_token="emulator-read-only-token",
            database=":memory:",
            tax_mode="exclusive",
            faults=("coupon-ignored",),
            liberties=(),
            seed=0,
        )
    )


@pytest.mark.usefixtures("_fake_emulator")
def test_the_emulator_is_reached_without_a_socket() -> None:
    assert isinstance(open_wire(embedded_target()), InProcessTransport)


def test_any_other_target_is_reached_over_http_without_hidden_repetitions() -> None:
    wire = open_wire(Target(name="x", storefront_url="https://shop.test"))

    assert isinstance(wire, httpx.HTTPTransport)
    assert wire._pool._retries == 0


@pytest.mark.usefixtures("_fake_emulator")
def test_faults_are_listed_with_what_they_break() -> None:
    assert dict(fault_catalogue()) == {
        "coupon-ignored": ("coupon-lowers-the-total", "A coupon changes nothing."),
        "totals-off-by-a-cent": ("money-adds-up", "Every total is a cent short."),
    }


@pytest.mark.usefixtures("_fake_emulator")
@pytest.mark.parametrize(
    ("fault", "mend"),
    [("totals-off-by-one-cent", "did you mean totals-off-by-a-cent"), ("zzz", "lists them all")],
)
def test_an_unknown_fault_is_a_mistake_that_names_near_ones(fault: str, mend: str) -> None:
    with pytest.raises(UserMistake, match=f"no fault `{fault}`") as caught:
        load_target("emulator", ["coupon-ignored", fault], {})

    assert mend in caught.value.mend


@pytest.mark.parametrize("address", ["server_url", "orders_url", "payments_url", "storefront_url"])
def test_the_emulator_lives_at_a_name_that_leads_nowhere(address: str) -> None:
    assert httpx.URL(getattr(embedded_target(), address)).host == "emulator.test"

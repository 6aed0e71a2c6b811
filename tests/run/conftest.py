"""What the tests of whole runs are given."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from judging import Bench, Run
from serving import Store, served

from conformance.emulator import Settings

TOKEN = "t0ken-0f-a-live-st0re"
READ_ONLY_TOKEN = "read-0nly-t0ken-0f-a-live-st0re"

# A few checks of every area, and generated requests for some operations of either face.
SELECTED = (
    "test_a_new_cart_holds_what",
    "test_a_deleted_cart_takes_its",
    "test_a_cart_gives_links",
    "test_a_line_can_be_updated_again",
    "test_a_billing_address_can_be",
    "test_two_consignments_are_added",
    "test_another_option_can_be_chosen",
    "test_a_coupon_can_be_added_again",
    "test_a_gift_certificate_pays",
    "test_paying_the_second_order_ends_the_cart",
    "test_items_added_by_a_server",
    "test_every_operation_answers",
    "test_a_cart_without",
    "test_nothing_of_a_checkout_is_shown",
    "(test_a_documented_request and (getCheckout or updateCheckout] or Coupon or createOrder))",
    "(test_generated and (getCheckout or addCheckoutCoupon or updateCheckout] or server-createCart]))",
    "(break_the_form and server-updateCheckout])",
)
EVERYWHERE = " or ".join(SELECTED)


@pytest.fixture(scope="session")
def bytecode(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compiled modules, shared by all processes that tests start: compiling takes longer than most runs."""
    return tmp_path_factory.getbasetemp().parent / "checkout-conformance-bytecode"


@pytest.fixture
def bench(tmp_path: Path, bytecode: Path) -> Bench:
    return Bench(tmp_path, bytecode)


@pytest.fixture(scope="session")
def everywhere() -> str:
    """What ``-k`` is given to select a few checks of every area."""
    return EVERYWHERE


@pytest.fixture(scope="session")
def embedded_run(tmp_path_factory: pytest.TempPathFactory, bytecode: Path) -> Run:
    """The embedded emulator, judged by a few checks of every area."""
    return Bench(tmp_path_factory.mktemp("embedded"), bytecode).command("-k", EVERYWHERE)


@pytest.fixture(scope="session")
def live_store() -> Iterator[tuple[Store, str]]:
    """An emulator that listens on a port, with tokens of its own; and its URL."""
    store = Store(Settings(token=TOKEN, read_only_token=READ_ONLY_TOKEN))
    with served(store) as url:
        yield store, url


@pytest.fixture(scope="session")
def live_run(
    live_store: tuple[Store, str], tmp_path_factory: pytest.TempPathFactory, bytecode: Path
) -> tuple[Run, tuple[str, ...]]:
    """The same judged over a socket, by a target file; and whatever the store sent, unmasked."""
    store, url = live_store
    bench = Bench(tmp_path_factory.mktemp("live"), bytecode)
    run = bench.command("--target", bench.target(url, TOKEN), "-k", EVERYWHERE)
    return run, tuple(store.sent)

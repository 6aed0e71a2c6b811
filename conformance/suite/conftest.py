"""What scenarios are given: the two faces in fresh sessions, and what may be used of the store."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import allure
import pytest

from conformance.api import OrdersApi, PaymentsApi, ServerApi
from conformance.requirements import load_catalogue
from conformance.run import Session
from conformance.suite.arrange import Arrange
from conformance.suite.documents import Checkout
from conformance.suite.faces import Face, ServerFace, StorefrontFace
from conformance.targets.provisioning import Lacking, Stock

SEVERITIES = {"MUST": allure.severity_level.CRITICAL, "SHOULD": allure.severity_level.NORMAL}


@pytest.fixture(scope="session")
def run(request: pytest.FixtureRequest) -> Session:
    """The open run of this process."""
    plugin = request.config.pluginmanager.get_plugin("checkout-conformance-run")
    if plugin is None:
        pytest.fail("could not run: name a target with --target", pytrace=False)
    session: Session = plugin.session
    return session


@pytest.fixture(autouse=True)
def _labels(request: pytest.FixtureRequest) -> None:
    """Names requirement, area and severity in Allure."""
    catalogue = load_catalogue()
    for mark in request.node.iter_markers("requirement"):
        for requirement_id in mark.args:
            requirement = catalogue.get(requirement_id)
            label: Any = allure.dynamic
            label.feature(requirement.area)
            label.story(requirement.statement)
            label.label("requirement", requirement.id)
            label.severity(SEVERITIES.get(requirement.level, allure.severity_level.MINOR))


@pytest.fixture
def server(run: Session) -> ServerFace:
    """The server face with the target's token."""
    offered(run, "server")
    return ServerFace(run.server(run.target.token))


@pytest.fixture
def server_with(run: Session) -> Callable[[str | None], ServerFace]:
    """The server face with another token, or with none."""
    offered(run, "server")
    return lambda token: ServerFace(run.server(token))


@pytest.fixture(scope="session")
def standing_checkout(run: Session) -> Checkout:
    """A checkout with everything that paths speak of, for requests of which none may succeed."""
    offered(run, "server")
    face, arrange = ServerFace(run.server(run.target.token)), Arrange(run.stock, run.now.quietly)
    return arrange.consigned(face, arrange.billed(face, arrange.checkout(face)))


@pytest.fixture
def read_only(run: Session) -> ServerFace:
    """The server face with a token that may read and not write."""
    offered(run, "server")
    if not run.target.read_only_token:
        raise Lacking("the target names no read-only token")
    return ServerFace(run.server(run.target.read_only_token))


@pytest.fixture
def server_of_store(run: Session) -> Callable[[str], ServerFace]:
    """The server face of another store, by its hash, with the token of this one."""
    offered(run, "server")
    url, own = run.target.server_url, run.target.store_hash
    if not own or f"/stores/{own}/" not in url:
        raise Lacking("the target's address names no store hash")
    client = run.client()
    return lambda store: ServerFace(
        ServerApi(client, url.replace(f"/stores/{own}/", f"/stores/{store}/"), run.target.token)
    )


@pytest.fixture
def orders_with(run: Session) -> Callable[[str | None], OrdersApi]:
    """Reading orders with another token, or with none."""
    return lambda token: OrdersApi(run.client(), run.target.orders_url, token)


@pytest.fixture
def payments_with(run: Session) -> Callable[[str | None], PaymentsApi]:
    """Paying orders with another token, or with none."""
    target = run.target
    return lambda token: PaymentsApi(run.client(), target.server_url, target.payments_url, token)


@pytest.fixture
def stranger(run: Session) -> StorefrontFace:
    """The storefront face of somebody who has not opened the shop, and so has no session."""
    offered(run, "storefront")
    return StorefrontFace(run.storefront())


@pytest.fixture
def shopper(run: Session) -> StorefrontFace:
    """The storefront face in a session of its own."""
    return opened(run)


@pytest.fixture
def another_shopper(run: Session) -> StorefrontFace:
    """The storefront face in a second session of its own."""
    return opened(run)


@pytest.fixture
def shopper_at(run: Session) -> Callable[[str], StorefrontFace]:
    """The storefront face in a fresh session that came in by this link."""
    offered(run, "storefront")

    def visit(url: str) -> StorefrontFace:
        storefront = run.storefront()
        storefront.visit(url)
        return StorefrontFace(storefront)

    return visit


@pytest.fixture(params=["server", "storefront"])
def face(request: pytest.FixtureRequest) -> Face:
    """Each face in turn."""
    chosen: Face = request.getfixturevalue({"server": "server", "storefront": "shopper"}[request.param])
    return chosen


@pytest.fixture
def elsewhere(request: pytest.FixtureRequest, face: Face) -> Face:
    """The same face for a checkout that has nothing to do with the first: on the storefront, another shopper's."""
    other: Face = face if face.name == "server" else request.getfixturevalue("another_shopper")
    return other


@pytest.fixture
def stock(run: Session) -> Stock:
    """What may be used of the store."""
    return run.stock


@pytest.fixture
def arrange(run: Session) -> Arrange:
    """Brings checkouts into the state that a scenario starts from."""
    return Arrange(run.stock, run.now.quietly)


@pytest.fixture
def orders(run: Session) -> OrdersApi:
    """Reading orders."""
    return run.orders()


@pytest.fixture
def payments(run: Session) -> PaymentsApi:
    """Paying orders."""
    return run.payments()


@pytest.fixture
def test_card(run: Session) -> dict[str, object]:
    """A card that the target's gateway accepts in test mode."""
    return dict(run.target.fixtures.test_card)


@pytest.fixture
def declined_card(run: Session) -> dict[str, object]:
    """A card that the target's gateway declines in test mode."""
    number = run.target.fixtures.declined_card
    if not number:
        raise Lacking("the target names no card that its gateway declines")
    return {**run.target.fixtures.test_card, "number": number}


@pytest.fixture
def unknown_code() -> str:
    """A coupon or gift certificate code that no store has: it is made of the letters of a refusal."""
    return "NO-SUCH-CODE-7Q4X"


def offered(run: Session, capability: str) -> None:
    """Raises :class:`Lacking` with the reason when the target doesn't offer this."""
    if reason := run.target.lacks(capability):
        raise Lacking(reason)


def opened(run: Session) -> StorefrontFace:
    """A shopper who has just opened the shop."""
    offered(run, "storefront")
    storefront = run.storefront()
    with run.now.quietly():
        storefront.open_session()
    return StorefrontFace(storefront)

"""What scenarios are given: the two faces in fresh sessions, and what may be used of the store."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import allure
import pytest

from conformance.api import OrdersApi, PaymentsApi
from conformance.requirements import load_catalogue
from conformance.run import Session
from conformance.suite.arrange import Arrange
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

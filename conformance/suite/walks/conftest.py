"""The two stories, each told once per process when the first check asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from conformance.run import Session
from conformance.suite.arrange import Arrange, wanted_of
from conformance.suite.conftest import offered, opened
from conformance.suite.faces import ServerFace, StorefrontFace
from conformance.suite.scenarios.paying import pay
from conformance.suite.walks import telling
from conformance.suite.walks.story import Story, Telling

UNKNOWN_CODE = "NO-SUCH-CODE-7Q4X"
# No store hands out a token like this.
WRONG_TOKEN = "not-a-token-of-this-store"  # noqa: S105 - it opens nothing


@pytest.fixture(scope="session")
def server_story(run: Session) -> Story:
    """The walk on the server face: from a cart to a paid order."""
    offered(run, "server")
    server, arrange = ServerFace(run.server(run.target.token)), Arrange(run.stock, run.now.quietly)
    with _telling(run, "server") as story:
        tell = Telling(story, server)
        telling.items(tell, arrange)
        telling.billing_address(tell)
        telling.message(tell)
        telling.coupons(tell, arrange, UNKNOWN_CODE)
        telling.consignments(tell)
        telling.too_early(tell, server)
        telling.options(tell)
        telling.access(tell, lambda token: ServerFace(run.server(token)), WRONG_TOKEN)
        telling.visiting(tell, server, lambda url: _visitor(run, url))
        telling.orders_made(tell, server, run.orders())
        telling.deleting(tell, server, wanted_of(arrange.stock.product(0)))
        with story.part("paid"):
            offered(run, "payments")
            card = dict(run.target.fixtures.test_card)
            telling.paying(tell, server, lambda number: pay(arrange, run.payments(), number, card))
    return story


@pytest.fixture(scope="session")
def storefront_story(run: Session) -> Story:
    """The walk on the storefront face: from a cart to chosen shipping options."""
    shopper, arrange = opened(run), Arrange(run.stock, run.now.quietly)
    with _telling(run, "storefront") as story:
        tell = Telling(story, shopper)
        telling.items(tell, arrange)
        telling.billing_address(tell)
        telling.message(tell)
        telling.coupons(tell, arrange, UNKNOWN_CODE)
        telling.consignments(tell)
        telling.options(tell)
        telling.gift_certificates(tell, shopper, arrange, UNKNOWN_CODE)
        telling.strangers(tell, opened(run))
        telling.deleting(tell, opened(run), wanted_of(arrange.stock.product(0)))
    return story


@pytest.fixture(params=["server", "storefront"])
def story(request: pytest.FixtureRequest) -> Story:
    """Each of the two stories in turn."""
    told: Story = request.getfixturevalue(f"{request.param}_story")
    return told


@contextmanager
def _telling(run: Session, name: str) -> Iterator[Story]:
    """While a story is told its exchanges belong to the walk and not to the check that asked for it first."""
    check, run.now.check = run.now.check, f"walks/{name}"
    try:
        yield Story(run.witness)
    finally:
        run.now.check = check
        run.witness.take_latest()


def _visitor(run: Session, url: str) -> StorefrontFace:
    offered(run, "storefront")
    storefront = run.storefront()
    storefront.visit(url)
    return StorefrontFace(storefront)

"""The two stories, each told once per process when the first check asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from conformance.run import Session
from conformance.suite.arrange import Arrange
from conformance.suite.conftest import offered, opened
from conformance.suite.faces import ServerFace, StorefrontFace
from conformance.suite.walks import server_telling, storefront_telling, telling
from conformance.suite.walks.story import Story, Telling
from conformance.targets.provisioning import Lacking

UNKNOWN_CODE = "NO-SUCH-CODE-7Q4X"
# No store hands out a token like this.
WRONG_TOKEN = "not-a-token-of-this-store"  # noqa: S105 - it opens nothing


@pytest.fixture(scope="session")
def server_story(run: Session) -> Story:
    """The walk on the server face: from a cart to a paid order."""
    offered(run, "server")
    server, arrange = ServerFace(run.server(run.target.token)), Arrange(run.stock, run.now.quietly)
    with _telling(run, "server") as story:
        tell = Telling(story, server, spared=server_telling.SPARED)
        telling.items(tell, arrange)
        telling.billing_address(tell)
        telling.message(tell)
        telling.changed_items(tell, arrange)
        telling.versions(tell)
        telling.coupons(tell, arrange, UNKNOWN_CODE)
        telling.consignments(tell)
        server_telling.too_early(tell, server)
        telling.options(tell)
        server_telling.fees(tell, server)
        server_telling.discounts(tell, server)
        server_telling.visiting(tell, server, lambda url: _visitor(run, url))
        server_telling.access(tell, ServerFace(run.server(None)), ServerFace(run.server(WRONG_TOKEN)))
        server_telling.read_only(tell, lambda: _reader(run))
        server_telling.taking_back(tell, server)
        server_telling.orders_made(tell, server, run.orders(), arrange)
        server_telling.apart(tell, server, arrange)
        with story.part("paid"):
            offered(run, "payments")
            server_telling.paying(tell, server, run.payments(), run.orders(), arrange, _cards(run))
        if tell.unread:
            with story.part("order"):
                tell.look()
    return story


@pytest.fixture(scope="session")
def storefront_story(run: Session) -> Story:
    """The walk on the storefront face: from a cart to chosen shipping options."""
    shopper, arrange = opened(run), Arrange(run.stock, run.now.quietly)
    with _telling(run, "storefront") as story:
        tell = Telling(story, shopper)
        telling.items(tell, arrange)
        storefront_telling.coupon(tell, arrange)
        telling.billing_address(tell)
        telling.message(tell)
        telling.changed_items(tell, arrange)
        storefront_telling.odd_lines(tell, arrange)
        telling.consignments(tell)
        telling.options(tell)
        storefront_telling.gift_certificate(tell, shopper, arrange)
        nobody = StorefrontFace(run.storefront())
        storefront_telling.refused(tell, shopper, opened(run), nobody, arrange)
        storefront_telling.deleting(tell, shopper)
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


def _reader(run: Session) -> ServerFace:
    if not run.target.read_only_token:
        raise Lacking("the target names no read-only token")
    return ServerFace(run.server(run.target.read_only_token))


def _cards(run: Session) -> server_telling.Cards:
    fixtures = run.target.fixtures
    declined = {**fixtures.test_card, "number": fixtures.declined_card} if fixtures.declined_card else None
    return server_telling.Cards(dict(fixtures.test_card), declined)

"""What the property tests are given: a way to ask an operation on a checkout that stands ready for it."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

from conformance.api import ServerApi, StorefrontApi
from conformance.contract import Operation
from conformance.run import Session
from conformance.suite.arrange import Arrange
from conformance.suite.faces import Face, ServerFace, StorefrontFace
from conformance.suite.properties.asking import Asking
from conformance.suite.properties.staging import COMPLETE, Stage
from conformance.targets.provisioning import Lacking

# What a target must offer for operations of an area to apply.
CAPABILITIES = {
    "Coupons": "coupons",
    "Discounts": "discounts",
    "Fees": "fees",
    "Gift Certificates": "gift-certificates",
    "Store Credit": "store-credit",
}


@pytest.fixture
def asking(run: Session, arrange: Arrange) -> Callable[..., Asking]:
    """Asks an operation of either face, on a complete checkout or on one in another state."""

    def of(operation: Operation, state: str = COMPLETE) -> Asking:
        for capability in (operation.document, *(CAPABILITIES[tag] for tag in operation.tags if tag in CAPABILITIES)):
            if reason := run.target.lacks(capability):
                raise Lacking(reason)

        def open_face() -> tuple[Face, httpx.Client]:
            client = run.client(keep_cookies=operation.document == "storefront")
            if operation.document == "server":
                return ServerFace(ServerApi(client, run.target.server_url, run.target.token)), client
            storefront = StorefrontApi(client, run.target.storefront_url)
            with run.now.quietly():
                storefront.open_session()
            return StorefrontFace(storefront), client

        return Asking(operation, run, Stage(operation.operation_id, open_face, arrange, run.stock, state))

    return of

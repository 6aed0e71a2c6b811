"""Every operation of the server face asks for a token, also those that are seldom used."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from _pytest.mark import ParameterSet

from conformance.contract import Operation, load_specs
from conformance.suite.documents import Checkout
from conformance.suite.faces import ServerFace
from conformance.suite.scenarios.ordering import NOT_OFFERED
from conformance.suite.scenarios.test_access import UNAUTHORIZED, WRONG_TOKEN
from conformance.targets.provisioning import Lacking

PLACE = re.compile(r"{(\w+)}")
JSON = "application/json"
# What the checkout that these requests speak of was made by.
OFFERED = {"createCart", "addCheckoutBillingAddress", "addCheckoutConsignment"}


def operations() -> list[ParameterSet]:
    """All operations of the server face but those that would change the settings of the whole store."""
    return [
        pytest.param(operation, id=operation.operation_id)
        for operation in load_specs().documents["server"].operations
        if not ("Settings" in operation.tags and operation.method.upper() != "GET")
    ]


def asked(server: ServerFace, operation: Operation, checkout: Checkout) -> int:
    """The status of the answer to the documented request of an operation, about this checkout."""
    known = {
        "itemId": checkout.cart.items[0].id,
        "addressId": str(checkout.billing["id"]),
        "consignmentId": checkout.consignments[0].id,
        "couponCode": "NO-SUCH-CODE",
        **dict.fromkeys(("cartId", "cart_id", "checkoutId"), checkout.id),
    }
    path = PLACE.sub(lambda place: known.get(place[1], "1"), operation.path_template)
    example = operation.raw.get("requestBody", {}).get("content", {}).get(JSON, {}).get("example")
    content = b"" if example is None else json.dumps(example).encode()
    return server.api.send(operation.method.upper(), path, content).status


def turned_away(known: ServerFace, unknown: ServerFace, operation: Operation, checkout: Checkout) -> int:
    """The status of the answer to who shows no right token.

    Raises :class:`Lacking` when it is that of an operation which the store doesn't offer. Whether it does, only a
    request that changes nothing may find out by the right token.
    """
    status = asked(unknown, operation, checkout)
    if status not in NOT_OFFERED or operation.operation_id in OFFERED:
        return status
    if operation.method.upper() != "GET" or asked(known, operation, checkout) == status:
        raise Lacking(f"the store doesn't offer {operation.where}, which it answers with {status}")
    return status


@pytest.mark.requirement("token-missing-is-refused-everywhere")
@pytest.mark.parametrize("operation", operations())
def test_no_operation_does_without_a_token(
    server: ServerFace,
    server_with: Callable[[str | None], ServerFace],
    standing_checkout: Checkout,
    operation: Operation,
) -> None:
    """The documented request of each operation is refused with 401 or 403 when it shows no token."""
    status = turned_away(server, server_with(None), operation, standing_checkout)
    assert status in UNAUTHORIZED, f"{operation.where} without a token was answered with {status}"


@pytest.mark.requirement("token-wrong-is-refused-everywhere")
@pytest.mark.parametrize("operation", operations())
def test_no_operation_takes_a_wrong_token(
    server: ServerFace,
    server_with: Callable[[str | None], ServerFace],
    standing_checkout: Checkout,
    operation: Operation,
) -> None:
    """The documented request of each operation is refused with 401 or 403 when it shows a wrong token."""
    status = turned_away(server, server_with(WRONG_TOKEN), operation, standing_checkout)
    assert status in UNAUTHORIZED, f"{operation.where} with a wrong token was answered with {status}"

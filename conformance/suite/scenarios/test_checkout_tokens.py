"""Tokens for a checkout: each is its checkout's own, changes nothing, and lives as long as it may."""

from __future__ import annotations

import pytest

from conformance.api import Answer
from conformance.suite.arrange import Arrange
from conformance.suite.faces import ServerFace
from conformance.suite.scenarios.choosing import lines
from conformance.suite.scenarios.looking import NOWHERE, changed_on
from conformance.suite.scenarios.supposing import applies_where

# Documented: a token lives for a second at least and for thirty days at most.
LONGEST = 2_592_000  # seconds


@pytest.mark.requirement("checkout-token-changes-nothing")
def test_a_token_leaves_its_checkout(server: ServerFace, arrange: Arrange) -> None:
    """A token for a finished checkout leaves everything on it, and is another one than that of another checkout."""
    checkout = arrange.ready_to_order(server, *lines(arrange.stock, 1, 2))
    arrange.done(lambda: server.leave_message(checkout.id, "Please ring twice."))
    before, other = arrange.read(server, checkout.id), arrange.checkout(server)
    answer = _given(server, checkout.id)
    differing = changed_on(server, before)
    assert not differing, f"giving a token changed {', '.join(differing)}"
    assert _token(answer) != _token(_given(server, other.id)), "two checkouts have the same token"


@pytest.mark.requirement("checkout-token-lifetime-is-limited")
@pytest.mark.parametrize(("outside", "within"), [(0, 1), (LONGEST + 1, LONGEST)])
def test_a_token_lives_from_a_second_to_thirty_days(
    server: ServerFace, arrange: Arrange, outside: int, within: int
) -> None:
    """A token for a time that is a second too short or too long is refused, one for the nearest that fits isn't."""
    checkout = arrange.checkout(server)
    _given(server, checkout.id)
    refused = server.api.create_checkout_token(checkout.id, {"ttl": outside})
    assert refused.refused, f"a token for {outside} seconds was answered with {refused.status}"
    answer = server.api.create_checkout_token(checkout.id, {"ttl": within})
    assert answer.accepted, f"a token for {within} seconds was refused with {answer.status}"


@pytest.mark.requirement("checkout-token-of-an-unknown-checkout-is-refused")
def test_no_token_is_given_for_a_checkout_that_is_not_there(server: ServerFace, arrange: Arrange) -> None:
    """A token for a checkout that nobody has is refused, one for a checkout that is there is given."""
    _given(server, arrange.checkout(server).id)
    refused = server.api.create_checkout_token(NOWHERE)
    assert refused.refused, f"a token for a checkout that isn't there was answered with {refused.status}"


def _given(server: ServerFace, checkout_id: str) -> Answer:
    """The answer to asking for a token; the rules about tokens don't apply where a store gives none."""
    answer = server.api.create_checkout_token(checkout_id)
    applies_where(answer.accepted, f"the store gives no tokens for checkouts: {answer}")
    return answer


def _token(answer: Answer) -> object:
    """The token, beside the members of the answer or in its ``data``."""
    body = answer.body if isinstance(answer.body, dict) else {}
    inside = answer.data if isinstance(answer.data, dict) else {}
    return body.get("checkoutToken") or inside.get("checkoutToken") or answer.text

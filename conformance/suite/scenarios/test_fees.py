"""Fees that an app adds to a checkout: kept as given, five at most, and nothing else touched."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from conformance.api import Answer
from conformance.suite.arrange import Arrange
from conformance.suite.faces import ServerFace, StorefrontFace
from conformance.suite.rules.money import HALF_A_CENT
from conformance.suite.scenarios.choosing import lines
from conformance.suite.scenarios.linking import link_to_checkout
from conformance.suite.scenarios.looking import NOWHERE, changed_on, document, now, only

ShopperAt = Callable[[str], StorefrontFace]

# Tax is worked out and rounded anew with each amount.
A_CENT = Decimal("0.01")
# Documented: a checkout has at most five fees, with texts of at most these lengths.
MOST = 5
LENGTHS = {"name": 50, "display_name": 200, "source": 50}
TEXTS = [pytest.param(member, id=f"in {member}") for member in LENGTHS]


@pytest.mark.requirement("fee-add-is-kept")
@pytest.mark.parametrize("name", ["Wrapping", "Verpackung für Žofie, 包装"])
def test_a_fee_is_shown_as_it_was_given(server: ServerFace, arrange: Arrange, name: str) -> None:
    """A fee has its names, its source and an id on the checkout, in the answer and afterwards."""
    checkout = arrange.checkout(server)
    given = _fee(name=name, display_name=f"{name} (shown)")
    answer = server.api.add_checkout_fees(checkout.id, [given])
    assert answer.accepted, f"adding a fee was refused with {answer.status}"
    shown, held = only(_fees(answer)), only(_fees(server.read_checkout(checkout.id)))
    assert _texts(shown) == _texts(given), "the answer shows the fee otherwise than it was given"
    assert _texts(held) == _texts(given), "the checkout shows the fee otherwise than it was given"
    assert held.get("id") == shown.get("id"), "the checkout shows the fee under another id than the answer"


@pytest.mark.requirement("fee-add-is-kept")
def test_fees_are_added_to_those_that_are_there(server: ServerFace, arrange: Arrange) -> None:
    """Two fees added after another one make three, each with an id and texts of its own."""
    checkout = arrange.checkout(server)
    arrange.done(lambda: server.api.add_checkout_fees(checkout.id, [_fee(name="first")]))
    answer = server.api.add_checkout_fees(checkout.id, [_fee(name="second"), _fee(name="third")])
    assert answer.accepted, f"adding two more fees was refused with {answer.status}"
    held = _fees(server.read_checkout(checkout.id))
    assert sorted(str(each.get("name")) for each in held) == ["first", "second", "third"], (
        "the checkout has other fees"
    )
    assert len({each.get("id") for each in held}) == len(held), "two fees have the same id"


@pytest.mark.requirement("fee-raises-grand-total")
@pytest.mark.parametrize("cost", ["2.5", "99.99"])
def test_a_fee_is_paid(server: ServerFace, arrange: Arrange, cost: str) -> None:
    """A fee raises the grand total by at least its cost, by as much more as it is taxed."""
    checkout = arrange.checkout(server)
    answer = server.api.add_checkout_fees(checkout.id, [_fee(cost=float(cost))])
    assert answer.accepted, f"adding a fee was refused with {answer.status}"
    risen = now(server, checkout.id).grand_total - checkout.grand_total
    assert risen >= Decimal(cost) - A_CENT, "the grand total rose by less than the fee"
    assert risen <= Decimal(cost) * 2, "the grand total rose by more than the fee with any tax on it"


@pytest.mark.requirement("fee-delete-removes")
def test_a_deleted_fee_is_gone_and_the_others_stay(server: ServerFace, arrange: Arrange) -> None:
    """Of two fees one is deleted: the other one is left, at the total that it had by itself."""
    checkout = arrange.checkout(server)
    arrange.done(lambda: server.api.add_checkout_fees(checkout.id, [_fee(name="kept")]))
    with_one = arrange.read(server, checkout.id)
    added = arrange.done(lambda: server.api.add_checkout_fees(checkout.id, [_fee(name="gone", cost=7.25)]))
    answer = server.api.delete_checkout_fees(checkout.id, [str(_named(added, "gone").get("id"))])
    assert answer.accepted, f"deleting a fee was refused with {answer.status}"
    assert [each.get("name") for each in _fees(server.read_checkout(checkout.id))] == ["kept"], "other fees are left"
    differing = changed_on(server, with_one)
    assert not differing, f"adding and deleting a fee changed {', '.join(differing)}"


@pytest.mark.requirement("fee-update-changes")
def test_an_updated_fee_has_its_new_texts_and_cost(server: ServerFace, arrange: Arrange) -> None:
    """Of two fees one is updated: it has its new texts and its id, the total follows, the other one stays."""
    checkout = arrange.checkout(server)
    added = arrange.done(lambda: server.api.add_checkout_fees(checkout.id, [_fee(name="old"), _fee(name="other")]))
    old, before = _named(added, "old"), arrange.read(server, checkout.id)
    update = {"id": old["id"], **_fee(name="new", display_name="New", cost=12.5)}
    answer = server.api.update_checkout_fees(checkout.id, [update])
    assert answer.accepted, f"updating a fee was refused with {answer.status}"
    held = server.read_checkout(checkout.id)
    assert _texts(_named(held, "new")) == _texts(update), "the fee has other texts than it was updated to"
    assert _named(held, "new").get("id") == old["id"], "the fee has another id after an update"
    assert _texts(_named(held, "other")) == _texts(_fee(name="other")), "an update of one fee changed another"
    assert now(server, checkout.id).grand_total - before.grand_total >= Decimal(10) - A_CENT, (
        "the grand total doesn't follow the cost of the fee"
    )


@pytest.mark.requirement("fees-up-to-five")
@pytest.mark.parametrize("earlier", [1, 4])
def test_a_checkout_takes_five_fees(server: ServerFace, arrange: Arrange, earlier: int) -> None:
    """Beside fees that were added earlier there is room for others until there are five."""
    checkout = arrange.checkout(server)
    given = [_fee(name=f"fee {number}") for number in range(MOST)]
    arrange.done(lambda: server.api.add_checkout_fees(checkout.id, given[:earlier]))
    answer = server.api.add_checkout_fees(checkout.id, given[earlier:])
    assert answer.accepted, f"the fifth fee was refused with {answer.status}"
    assert len(_fees(server.read_checkout(checkout.id))) == MOST, "the checkout has another number of fees than five"


@pytest.mark.requirement("fees-at-most-five")
@pytest.mark.parametrize("more", [1, 2])
def test_a_sixth_fee_is_refused(server: ServerFace, arrange: Arrange, more: int) -> None:
    """Five fees are accepted, further ones are refused and change nothing."""
    checkout = arrange.checkout(server)
    given = [_fee(name=f"fee {number}") for number in range(MOST)]
    answer = server.api.add_checkout_fees(checkout.id, given)
    assert answer.accepted, f"five fees were refused with {answer.status}"
    full = now(server, checkout.id)
    refused = server.api.add_checkout_fees(checkout.id, [_fee(name="too much")] * more)
    assert refused.refused, f"a sixth fee was answered with {refused.status}"
    assert not changed_on(server, full), "a refused fee changed the checkout"
    assert len(_fees(server.read_checkout(checkout.id))) == MOST, "the checkout has more than five fees"


@pytest.mark.requirement("fee-texts-up-to-limits")
@pytest.mark.parametrize("member", TEXTS)
def test_the_texts_of_a_fee_may_be_long(server: ServerFace, arrange: Arrange, member: str) -> None:
    """A text of a fee that is as long as it may be is accepted and shown whole."""
    checkout, text = arrange.checkout(server), "f" * LENGTHS[member]
    answer = server.api.add_checkout_fees(checkout.id, [_fee(**{member: text})])
    assert answer.accepted, f"a {member} of {len(text)} characters was refused with {answer.status}"
    held = only(_fees(server.read_checkout(checkout.id)))
    assert held.get(member) == text, f"a {member} of {len(text)} characters is not shown whole"


@pytest.mark.requirement("fee-texts-over-limits-are-refused")
@pytest.mark.parametrize("member", TEXTS)
def test_the_texts_of_a_fee_may_not_be_longer(server: ServerFace, arrange: Arrange, member: str) -> None:
    """A text of a fee that is one character too long is refused and changes nothing, one that fits is accepted."""
    checkout, most = arrange.checkout(server), LENGTHS[member]
    refused = server.api.add_checkout_fees(checkout.id, [_fee(**{member: "f" * (most + 1)})])
    assert refused.refused, f"a {member} of {most + 1} characters was answered with {refused.status}"
    assert not _fees(server.read_checkout(checkout.id)), "a refused fee is on the checkout"
    answer = server.api.add_checkout_fees(checkout.id, [_fee(**{member: "f" * most})])
    assert answer.accepted, f"a {member} of {most} characters was refused with {answer.status}"


@pytest.mark.requirement("fee-leaves-the-rest")
def test_a_fee_leaves_the_rest_of_the_checkout(server: ServerFace, arrange: Arrange) -> None:
    """A fee on a finished checkout changes its total and neither items, addresses, shipping nor message."""
    checkout = arrange.ready_to_order(server, *lines(arrange.stock, 1, 2))
    answer = server.api.add_checkout_fees(checkout.id, [_fee()])
    assert answer.accepted, f"adding a fee was refused with {answer.status}"
    differing = changed_on(server, checkout, "grand total")
    assert not differing, f"adding a fee changed {', '.join(differing)}"


@pytest.mark.requirement("fee-unknown-changes-nothing")
def test_a_fee_that_is_not_there_can_not_be_changed(server: ServerFace, arrange: Arrange) -> None:
    """An update and a deletion of a fee that the checkout doesn't have leave the fee that it has."""
    checkout = arrange.checkout(server)
    added = arrange.done(lambda: server.api.add_checkout_fees(checkout.id, [_fee(name="kept")]))
    before = arrange.read(server, checkout.id)
    updated = server.api.update_checkout_fees(checkout.id, [{"id": NOWHERE, **_fee(name="new", cost=9)}])
    deleted = server.api.delete_checkout_fees(checkout.id, [NOWHERE])
    told = f"{updated.status}, {deleted.status}"
    assert _fees(server.read_checkout(checkout.id)) == _fees(added), f"the fee was changed ({told})"
    assert not changed_on(server, before), f"the checkout was changed ({told})"


@pytest.mark.requirement("fee-crosses-faces")
def test_a_fee_is_paid_on_both_faces(server: ServerFace, arrange: Arrange, shopper_at: ShopperAt) -> None:
    """A fee that a server adds is in the total that the shopper's session shows, and named there."""
    checkout = arrange.checkout(server)
    shopper = shopper_at(link_to_checkout(arrange, server, checkout.id))
    answer = server.api.add_checkout_fees(checkout.id, [_fee(cost=3.75)])
    assert answer.accepted, f"adding a fee was refused with {answer.status}"
    seen, by_server = now(shopper, checkout.id), now(server, checkout.id)
    assert abs(seen.grand_total - by_server.grand_total) <= HALF_A_CENT, "the session shows another grand total"
    assert _named_or_unlisted(shopper.read_checkout(checkout.id)), "the session lists fees without the new one"


def _fee(**members: Any) -> dict[str, Any]:
    fee = {"type": "custom_fee", "name": "wrapping", "display_name": "Wrapping", "cost": 2.5, "source": "suite"}
    return {**fee, **members}


def _fees(answer: Answer) -> list[dict[str, Any]]:
    """The fees of the checkout in an answer, in the order of their ids."""
    held: list[dict[str, Any]] = document(answer).get("fees") or []
    return sorted(held, key=lambda fee: str(fee.get("id")))


def _named(answer: Answer, name: str) -> dict[str, Any]:
    """The one fee by this name; an empty one where there is none."""
    return only([fee for fee in _fees(answer) if fee.get("name") == name])


def _texts(fee: dict[str, Any]) -> dict[str, object]:
    return {member: fee.get(member) for member in ("type", *LENGTHS)}


def _named_or_unlisted(answer: Answer) -> bool:
    """Whether a storefront that lists fees lists this one; older stores list none at all."""
    shown = document(answer)
    return "fees" not in shown or [fee.get("name") for fee in shown["fees"]] == ["wrapping"]

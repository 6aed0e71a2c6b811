"""What happens at once: nothing that was accepted is lost, and nothing that must be single comes twice."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pytest

from conformance.api import Answer, PaymentsApi
from conformance.suite.arrange import Arrange, parcel, whole_cart
from conformance.suite.documents import Checkout, cart_in, checkout_in
from conformance.suite.faces import Face, ServerFace, StorefrontFace
from conformance.suite.people import ADA, BEN, kept
from conformance.suite.scenarios.at_once import AT_ONCE, accepted, at_once
from conformance.suite.scenarios.choosing import lines
from conformance.suite.scenarios.looking import changed
from conformance.suite.scenarios.ordering import make_order, number_in
from conformance.suite.scenarios.paying import Till
from conformance.targets.provisioning import Stock

MESSAGE = "Please ring twice."


@pytest.mark.requirement("parallel-carts-are-apart")
def test_carts_made_at_once_have_ids_of_their_own(server: ServerFace, arrange: Arrange) -> None:
    """Carts that are made at the same time have different ids, and each holds what was asked for it."""
    wanted = [arrange.wanted(quantity) for quantity in range(1, AT_ONCE + 1)]
    answers = at_once(*[partial(server.create_cart, (one,)) for one in wanted])
    assert all(answer.accepted for answer in answers), "a cart that was made beside others was refused"
    carts = [cart_in(answer) for answer in answers]
    assert len({cart.id for cart in carts}) == len(carts), "two carts that were made at once have one id"
    assert [cart.items[0].quantity for cart in carts] == [one.quantity for one in wanted], (
        "a cart holds what was asked for another one that was made at the same time"
    )


@pytest.mark.requirement("parallel-additions-all-arrive")
def test_items_added_at_once_are_all_there(face: Face, arrange: Arrange) -> None:
    """Every piece whose addition was accepted is in the cart, when several were added at the same time."""
    checkout = arrange.checkout(face)
    answers = at_once(*[lambda: face.add_items(checkout.id, (arrange.wanted(),))] * AT_ONCE)
    assert accepted(answers), "of several additions at once none was accepted"
    held = sum(item.quantity for item in arrange.read(face, checkout.id).cart.items)
    assert held == 1 + len(accepted(answers)), "the cart holds other pieces than were accepted at once"


@pytest.mark.requirement("parallel-changes-all-arrive")
def test_different_changes_at_once_are_all_there(face: Face, arrange: Arrange) -> None:
    """A message, a billing address and an item that are given at the same time are all there afterwards."""
    checkout = arrange.checkout(face)
    message, billed, added = at_once(
        lambda: face.leave_message(checkout.id, MESSAGE),
        lambda: face.add_billing_address(checkout.id, BEN),
        lambda: face.add_items(checkout.id, (arrange.wanted(),)),
    )
    after = arrange.read(face, checkout.id)
    pieces = sum(item.quantity for item in after.cart.items)
    assert not message.accepted or after.customer_message == MESSAGE, "a message was accepted and lost"
    assert not billed.accepted or kept(after.billing) == kept(BEN), "a billing address was accepted and lost"
    assert not added.accepted or pieces == 2, "an item was accepted and lost"
    assert accepted((message, billed, added)), "of three changes at once none was accepted"


@pytest.mark.requirement("parallel-consignments-all-arrive")
def test_consignments_added_at_once_are_all_there(server: ServerFace, arrange: Arrange) -> None:
    """Consignments that are added at the same time for different lines are all there, with ids of their own."""
    checkout = arrange.checkout(server, *lines(arrange.stock, 1, 2))
    first, second = checkout.cart.line_items.physical_items[:2]
    answers = at_once(
        lambda: server.add_consignments(checkout.id, (parcel(ADA, first),)),
        lambda: server.add_consignments(checkout.id, (parcel(BEN, second),)),
    )
    held = arrange.read(server, checkout.id).consignments
    assert accepted(answers), "of two consignments at once none was accepted"
    assert len(held) == len(accepted(answers)), "the checkout has other consignments than were accepted at once"
    assert len({each.id for each in held}) == len(held), "two consignments that were added at once have one id"


@pytest.mark.requirement("parallel-changes-have-versions-of-their-own")
def test_changes_at_once_raise_the_version_one_by_one(face: Face, arrange: Arrange) -> None:
    """Each of several changes at the same time raises the version: it ends up higher by at least their number."""
    checkout = arrange.checkout(face)
    started = _version(checkout)
    acts = [partial(face.leave_message, checkout.id, said) for said in ("one", "two", "three")]
    done = accepted(at_once(*acts))
    versions = [_version(checkout_in(answer)) for answer in done]
    assert done, "of several changes at once none was accepted"
    assert min(versions) > started, "a change at the same time as others did not raise the version"
    # An answer may be written when the next change is made already, and then shows its version.
    final = _version(arrange.read(face, checkout.id))
    assert final >= max(started + len(done), *versions), "the version rose less often than changes were accepted"


@pytest.mark.requirement("parallel-changes-of-one-version-one-wins")
def test_of_two_changes_of_one_version_one_is_made(face: Face, arrange: Arrange) -> None:
    """Of several changes that name the same version at the same time, one is accepted and the others refused."""
    checkout = arrange.checkout(face)
    version = _version(checkout)
    said = ("one", "two", "three")
    answers = at_once(*[partial(face.leave_message, checkout.id, each, version) for each in said])
    won = [message for message, answer in zip(said, answers, strict=True) if answer.accepted]
    assert len(won) == 1, f"of changes that named one version at once, {len(won)} were accepted"
    assert arrange.read(face, checkout.id).customer_message == won[0], "the change that was accepted is not there"


@pytest.mark.requirement("parallel-orders-have-numbers-of-their-own")
def test_orders_made_at_once_have_numbers_of_their_own(server: ServerFace, arrange: Arrange) -> None:
    """Orders that are made at the same time, of one checkout or of two, have different numbers."""
    one, other = arrange.ready_to_order(server), arrange.ready_to_order(server)
    answers = at_once(
        *[lambda: server.api.create_order(one.id)] * 2, *[lambda: server.api.create_order(other.id)] * 2
    )
    numbers = [number_in(answer) for answer in accepted(answers)]
    assert numbers, "of several orders at once none was made"
    assert len(set(numbers)) == len(numbers), "two orders that were made at once have one number"


@pytest.mark.requirement("parallel-payments-one-is-taken")
def test_an_order_is_paid_once_by_payments_at_once(
    server: ServerFace, payments: PaymentsApi, arrange: Arrange, test_card: Mapping[str, Any]
) -> None:
    """Of several payments of one order at the same time, one is taken."""
    till = Till.opened(arrange, payments, make_order(arrange, server, arrange.ready_to_order(server).id))
    answers = at_once(*[lambda: till.charge(till.token, test_card)] * AT_ONCE)
    taken = len(accepted(answers))
    assert taken == 1, f"of payments of one order at once, {taken} were taken"


@pytest.mark.requirement("parallel-sessions-are-apart")
def test_sessions_that_shop_at_once_have_carts_of_their_own(
    shopper: StorefrontFace, another_shopper: StorefrontFace, arrange: Arrange
) -> None:
    """Two sessions that make carts at the same time have two, each with what was asked for it."""
    one, other = at_once(
        lambda: shopper.create_cart((arrange.wanted(2),)), lambda: another_shopper.create_cart((arrange.wanted(5),))
    )
    assert one.accepted, f"making a cart beside another session was refused with {one.status}"
    assert other.accepted, f"making a cart beside another session was refused with {other.status}"
    assert cart_in(one).id != cart_in(other).id, "two sessions that shop at once have one cart"
    assert cart_in(shopper.api.get_cart()).items[0].quantity == 2, "a session has the cart of another one"
    assert cart_in(another_shopper.api.get_cart()).items[0].quantity == 5, "a session has the cart of another one"


@pytest.mark.requirement("parallel-readings-show-one-checkout")
def test_readings_at_once_show_the_same(face: Face, arrange: Arrange) -> None:
    """Several readings of a checkout at the same time show the same, and change nothing."""
    checkout = arrange.consigned(face, arrange.billed(face, arrange.checkout(face)))
    plain = arrange.read(face, checkout.id)
    answers = at_once(*[lambda: face.read_checkout(checkout.id)] * AT_ONCE)
    assert all(answer.accepted for answer in answers), "a reading beside others was refused"
    different = [name for answer in answers for name in changed(plain, checkout_in(answer))]
    assert not different, f"readings at once show another {', '.join(sorted(set(different)))}"


@pytest.mark.requirement("version-guards-billing-address")
@pytest.mark.shows("refused-request-changes-nothing")
def test_a_billing_address_at_another_version_is_refused(face: Face, arrange: Arrange) -> None:
    """A billing address at an outdated version is refused and changes nothing; at the current one it is taken."""
    checkout = arrange.billed(face, arrange.checkout(face))
    address_id = str(checkout.billing["id"])
    outdated = _outdated(face, arrange, checkout)
    refused = face.update_billing_address(checkout.id, address_id, _at(BEN, outdated))
    assert refused.status == 409, f"a billing address at an outdated version was answered with {refused.status}"
    now = arrange.read(face, checkout.id)
    assert kept(now.billing) == kept(ADA), "a refused billing address is there"
    answer = face.update_billing_address(checkout.id, address_id, _at(BEN, _version(now)))
    assert answer.accepted, f"a billing address at the current version was refused with {answer.status}"


@pytest.mark.requirement("version-guards-coupons")
def test_a_coupon_at_another_version_is_refused(face: Face, arrange: Arrange, stock: Stock) -> None:
    """A coupon that names an outdated version is refused and not there; at the current version it is taken."""
    checkout = arrange.checkout(face)
    outdated = _outdated(face, arrange, checkout)
    refused = _coupon(face, checkout, stock.coupon_code, outdated)
    assert refused.status == 409, f"a coupon at an outdated version was answered with {refused.status}"
    now = arrange.read(face, checkout.id)
    assert now.coupon_codes == (), "a refused coupon is there"
    answer = _coupon(face, checkout, stock.coupon_code, _version(now))
    assert answer.accepted, f"a coupon at the current version was refused with {answer.status}"


@pytest.mark.requirement("version-may-be-left-out")
def test_changes_need_no_version(face: Face, arrange: Arrange) -> None:
    """Changes that name no version are accepted, one after the other, however the version has moved."""
    checkout = arrange.checkout(face)
    answers = (
        face.leave_message(checkout.id, MESSAGE),
        face.add_billing_address(checkout.id, ADA),
        face.add_items(checkout.id, (arrange.wanted(),)),
        face.add_consignments(checkout.id, (whole_cart(arrange.read(face, checkout.id), ADA),)),
    )
    refused = [str(answer) for answer in answers if not answer.accepted]
    assert not refused, f"without a version, {', '.join(refused)}"


def _version(checkout: Checkout) -> int:
    """The version that the checkout shows; without one the requirement says nothing about this store."""
    if checkout.version is None:
        pytest.skip("not applicable: the checkout shows no version")
    return checkout.version


def _outdated(face: Face, arrange: Arrange, checkout: Checkout) -> int:
    """A version that the checkout had before its latest change."""
    version = _version(checkout)
    arrange.done(lambda: face.leave_message(checkout.id, MESSAGE))
    return version


def _at(address: Mapping[str, Any], version: int) -> dict[str, Any]:
    return {**address, "version": version}


def _coupon(face: Face, checkout: Checkout, code: str, version: int) -> Answer:
    where, member = f"/checkouts/{checkout.id}/coupons", "coupon_code" if face.name == "server" else "couponCode"
    sender: Callable[..., Answer] = face.api.send  # type: ignore[attr-defined]
    return sender("POST", where, json.dumps({member: code, "version": version}).encode())

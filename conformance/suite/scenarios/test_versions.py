"""Versions: each successful update raises it, and an update that names another than the current one is refused."""

from __future__ import annotations

import pytest

from conformance.suite.arrange import Arrange, whole_cart
from conformance.suite.documents import Checkout, checkout_in
from conformance.suite.faces import Face, ServerFace, StorefrontFace, Wanted
from conformance.suite.people import ADA
from conformance.suite.scenarios.asking import add_items, delete_line, goods_line, update_line
from conformance.suite.scenarios.choosing import lines
from conformance.suite.scenarios.contents import line_of
from conformance.suite.scenarios.looking import NO_SUCH_NUMBER, changed_on, now
from conformance.targets.provisioning import Lacking


@pytest.mark.requirement("version-increments-on-update")
def test_a_message_raises_the_version_and_a_read_leaves_it(face: Face, arrange: Arrange) -> None:
    """Leaving a message raises the version of a checkout; reading it again does not."""
    checkout = arrange.checkout(face)
    version = _version(checkout)
    answer = face.leave_message(checkout.id, "Please ring twice.")
    assert answer.accepted, f"leaving a customer message was refused with {answer.status}"
    assert _version(checkout_in(answer)) > version, "the answer to an update shows no higher version"
    raised = _version(now(face, checkout.id))
    assert raised > version, "the checkout shows no higher version after an update"
    assert _version(now(face, checkout.id)) == raised, "a read changed the version"


@pytest.mark.requirement("version-increments-on-update")
def test_a_billing_address_raises_the_version(face: Face, arrange: Arrange) -> None:
    """Adding a billing address raises the version of a checkout."""
    checkout = arrange.checkout(face)
    version = _version(checkout)
    answer = face.add_billing_address(checkout.id, ADA)
    assert answer.accepted, f"adding a billing address was refused with {answer.status}"
    assert _version(checkout_in(answer)) > version, "the answer to a new billing address shows no higher version"
    assert _version(now(face, checkout.id)) > version, (
        "the checkout shows no higher version after a new billing address"
    )


@pytest.mark.requirement("version-increments-on-update")
def test_a_consignment_raises_the_version(face: Face, arrange: Arrange) -> None:
    """Adding a consignment raises the version of a checkout."""
    checkout = arrange.checkout(face)
    version = _version(checkout)
    answer = face.add_consignments(checkout.id, (whole_cart(checkout, ADA),))
    assert answer.accepted, f"adding a consignment was refused with {answer.status}"
    assert _version(checkout_in(answer)) > version, "the answer to a new consignment shows no higher version"
    assert _version(now(face, checkout.id)) > version, "the checkout shows no higher version after a new consignment"


@pytest.mark.requirement("version-increments-on-update")
def test_an_item_raises_the_version(face: Face, arrange: Arrange) -> None:
    """Adding an item raises the version of a checkout."""
    checkout = arrange.checkout(face)
    version = _version(checkout)
    answer = face.add_items(checkout.id, (arrange.wanted(),))
    assert answer.accepted, f"adding an item was refused with {answer.status}"
    assert _version(now(face, checkout.id)) > version, "the checkout shows no higher version after a new item"


@pytest.mark.requirement("version-conflict-is-refused")
def test_an_update_of_an_outdated_version_is_refused(face: Face, arrange: Arrange) -> None:
    """An update that names a version which is past is refused with 409 and changes nothing."""
    checkout = arrange.checkout(face)
    outdated = _version(checkout)
    arrange.done(lambda: face.leave_message(checkout.id, "Please ring twice."))
    refused = face.leave_message(checkout.id, "Please don't ring.", version=outdated)
    assert refused.status == 409, f"an update of an outdated version was answered with {refused.status}, not 409"
    after = now(face, checkout.id)
    assert after.customer_message == "Please ring twice.", "a refused update changed the checkout"
    answer = face.leave_message(checkout.id, "Please don't ring.", version=_version(after))
    assert answer.accepted, f"an update of the current version was refused with {answer.status}"
    assert now(face, checkout.id).customer_message == "Please don't ring.", (
        "an update of the current version changed nothing"
    )


@pytest.mark.requirement("version-that-never-was-is-a-conflict")
def test_an_update_of_a_version_that_never_was_is_refused(face: Face, arrange: Arrange) -> None:
    """An update that names the version after the current one is refused with 409, at the current one it isn't."""
    checkout = _changed_once(face, arrange)
    refused = face.leave_message(checkout.id, "Please don't ring.", version=_version(checkout) + 1)
    assert refused.status == 409, f"a version that never was was answered with {refused.status}, not 409"
    assert not changed_on(face, checkout), "a refused update changed the checkout"
    answer = face.leave_message(checkout.id, "Please don't ring.", version=_version(checkout))
    assert answer.accepted, f"the current version was refused with {answer.status}"


@pytest.mark.requirement("version-guards-line-updates")
def test_an_update_of_a_line_at_an_outdated_version_is_refused(face: Face, arrange: Arrange) -> None:
    """An update of a line at an outdated version is refused with 409 and changes nothing, at the current one not."""
    checkout = _changed_once(face, arrange)
    line, more = line_of(checkout.cart, arrange.wanted()), goods_line(arrange.wanted(4))
    named = {"line_item": more, "version": _version(checkout) - 1}
    refused = update_line(face, checkout.id, line.id, named)
    assert refused.status == 409, f"an outdated version was answered with {refused.status}, not 409"
    assert not changed_on(face, checkout), "a refused update changed the checkout"
    answer = update_line(face, checkout.id, line.id, {"line_item": more, "version": _version(checkout)})
    assert answer.accepted, f"the current version was refused with {answer.status}"


@pytest.mark.requirement("version-guards-line-deletions")
def test_a_deletion_of_a_line_at_an_outdated_version_is_refused(face: Face, arrange: Arrange) -> None:
    """A deletion of a line at an outdated version is refused with 409 and deletes nothing, at the current one not."""
    checkout = _changed_once(face, arrange)
    line = checkout.cart.items[0]
    refused = delete_line(face, checkout.id, line.id, {"version": _version(checkout) - 1})
    assert refused.status == 409, f"an outdated version was answered with {refused.status}, not 409"
    assert not changed_on(face, checkout), "a refused deletion changed the checkout"
    answer = delete_line(face, checkout.id, line.id, {"version": _version(checkout)})
    assert answer.accepted, f"the current version was refused with {answer.status}"


@pytest.mark.requirement("version-guards-additions")
def test_an_addition_at_an_outdated_version_is_refused(shopper: StorefrontFace, arrange: Arrange) -> None:
    """Goods added at an outdated version are refused with 409 and aren't there, at the current one they are."""
    checkout = _changed_once(shopper, arrange)
    goods = {"line_items": [goods_line(arrange.wanted(2))]}
    refused = add_items(shopper, checkout.id, {**goods, "version": _version(checkout) - 1})
    assert refused.status == 409, f"an outdated version was answered with {refused.status}, not 409"
    assert not changed_on(shopper, checkout), "a refused addition changed the checkout"
    answer = add_items(shopper, checkout.id, {**goods, "version": _version(checkout)})
    assert answer.accepted, f"the current version was refused with {answer.status}"


@pytest.mark.requirement("version-guards-discounts")
def test_a_discount_at_an_outdated_version_is_refused(server: ServerFace, arrange: Arrange) -> None:
    """A discount given at an outdated version is refused with 409 and not taken off, at the current one it is."""
    checkout = _changed_once(server, arrange)
    off = {"discounts": [{"discounted_amount": 1}]}
    refused = server.api.add_checkout_discount(checkout.id, {**off, "version": _version(checkout) - 1})
    assert refused.status == 409, f"an outdated version was answered with {refused.status}, not 409"
    assert not changed_on(server, checkout), "a refused discount changed the checkout"
    answer = server.api.add_checkout_discount(checkout.id, {**off, "version": _version(checkout)})
    assert answer.accepted, f"the current version was refused with {answer.status}"


@pytest.mark.requirement("version-unmoved-by-refusals")
def test_a_refused_request_leaves_the_version(face: Face, arrange: Arrange) -> None:
    """An unknown product and an outdated version are refused and leave the version as it was."""
    checkout = _changed_once(face, arrange)
    unknown = face.add_items(checkout.id, (Wanted(NO_SUCH_NUMBER),))
    outdated = face.leave_message(checkout.id, "Please ring twice.", version=_version(checkout) - 1)
    assert unknown.refused, f"an unknown product was answered with {unknown.status}"
    assert outdated.refused, f"an outdated version was answered with {outdated.status}"
    assert _version(arrange.read(face, checkout.id)) == _version(checkout), "a refused request moved the version"


@pytest.mark.requirement("version-unmoved-by-refusals")
def test_a_refused_code_leaves_the_version(shopper: StorefrontFace, arrange: Arrange, unknown_code: str) -> None:
    """The code of no gift certificate is refused and leaves the version as it was."""
    checkout = _changed_once(shopper, arrange)
    unknown = shopper.api.add_checkout_gift_certificate(checkout.id, unknown_code)
    assert unknown.refused, f"the code of no gift certificate was answered with {unknown.status}"
    assert _version(arrange.read(shopper, checkout.id)) == _version(checkout), "a refused code moved the version"


@pytest.mark.requirement("version-unmoved-by-store-credit")
def test_store_credit_leaves_the_version(shopper: StorefrontFace, arrange: Arrange) -> None:
    """Asking to pay with store credit, where that is accepted, leaves the version as it was."""
    checkout = arrange.checkout(shopper)
    version = _version(checkout)
    _ask_for_credit(shopper, checkout)
    answer = shopper.read_checkout(checkout.id)
    assert checkout_in(answer).version == version, "asking for store credit moved the version"


@pytest.mark.requirement("version-rises-with-line-changes")
def test_each_change_of_lines_raises_the_version(face: Face, arrange: Arrange) -> None:
    """Adding, updating and deleting a line raise the version, one after the other."""
    checkout = arrange.checkout(face, *lines(arrange.stock, 1, 2))
    seen = [_version(checkout)]
    first, second = checkout.cart.items
    arrange.done(lambda: face.update_item(checkout.id, first.id, Wanted(first.product_id, first.variant_id, 3)))
    seen.append(_version(arrange.read(face, checkout.id)))
    arrange.done(lambda: face.delete_item(checkout.id, second.id))
    seen.append(_version(arrange.read(face, checkout.id)))
    answer = face.add_items(checkout.id, (arrange.wanted(),))
    assert answer.accepted, f"adding an item was refused with {answer.status}"
    seen.append(_version(now(face, checkout.id)))
    assert seen == sorted(set(seen)), f"the version went {seen} over an update, a deletion and an addition"


def _ask_for_credit(shopper: StorefrontFace, checkout: Checkout) -> None:
    if shopper.api.add_checkout_store_credit(checkout.id).refused:
        raise Lacking("the store refuses a guest's wish to pay with store credit")


def _changed_once(face: Face, arrange: Arrange) -> Checkout:
    """A checkout of two lines that was changed after it was made: there are versions before the current one."""
    checkout = arrange.checkout(face, *lines(arrange.stock, 1, 2))
    arrange.done(lambda: face.leave_message(checkout.id, "Please ring."))
    arrange.done(lambda: face.leave_message(checkout.id, "Please don't ring."))
    return arrange.read(face, checkout.id)


def _version(checkout: Checkout) -> int:
    """The version that the checkout shows; without one the requirement says nothing about this store."""
    if checkout.version is None:
        pytest.skip("not applicable: the checkout shows no version")
    return checkout.version

"""Steps that say something about the purchase: the billing address, the customer message, and plain readings."""

from __future__ import annotations

from conformance.suite.documents import checkout_in
from conformance.suite.journeys.ground import ADDRESSES
from conformance.suite.journeys.items import fresh
from conformance.suite.journeys.picture import billing_of
from conformance.suite.journeys.walk import READING, Effect, Walk, with_parts

ADD, REPLACE, SAME_ID, MESSAGE = (
    "billing-address-add-is-kept",
    "billing-address-update-replaces",
    "billing-address-id-is-stable",
    "customer-message-is-kept",
)
MESSAGES = (
    "Please ring twice.",
    "Leave it with the neighbour.",
    "Grüße an die Köchin",
    'Say "hello" & wait, it\'s the 2nd door',
    "門の前に置いてください",
)


def look_again(walk: Walk, pick: int, _place: int = 0) -> None:
    """Reads the checkout: nothing has changed. Two readings in a row would tell nothing more."""
    if walk.rested:
        return
    face = walk.face(pick)
    answer = walk.do(face, "read the checkout", lambda: face.read_checkout(walk.id))
    walk.settle(face, answer, READING)
    walk.rested = True


def bill(walk: Walk, pick: int, place: int) -> None:
    """Gives a billing address, or another one in the place of the first."""
    face = fresh(walk, pick)
    held = walk.pictures[face.name].billing
    others = [address for address in ADDRESSES if billing_of(address) != held]
    address = others[place % len(others)]
    whom = f"{address['first_name']}'s"
    known = str(walk.seen[face.name].billing.get("id", ""))
    if held and known:
        words, requirement = f"replace the billing address by {whom}", REPLACE
        answer = walk.do(face, words, lambda: face.update_billing_address(walk.id, known, address))
    else:
        words, requirement = f"give {whom} billing address", ADD
        answer = walk.do(face, words, lambda: face.add_billing_address(walk.id, address))
    walk.claim(requirement, f"giving a billing address was refused with {answer.status}", holds=answer.accepted)
    if not answer.accepted:
        return
    walk.settle(face, answer, Effect(requirement, with_parts(billing=billing_of(address)), ("billing",), "billing"))
    stands = str(walk.seen[face.name].billing.get("id", ""))
    told = str(checkout_in(answer).billing.get("id", ""))
    walk.claim(SAME_ID, "the answer shows the billing address under another id than it has", holds=told == stands)
    if requirement == REPLACE:
        walk.claim(SAME_ID, "the billing address has another id after an update", holds=stands == known)


def leave_message(walk: Walk, pick: int, place: int) -> None:
    """Leaves another message, now and then naming the version that is current."""
    face = fresh(walk, pick)
    picture = walk.pictures[face.name]
    others = [message for message in MESSAGES if message != picture.message]
    message = others[place % len(others)]
    version = picture.version if pick % 3 == 0 else None
    named = "" if version is None else f", naming the version {version}"
    answer = walk.do(face, f"leave a message{named}", lambda: face.leave_message(walk.id, message, version))
    requirement = MESSAGE if version is None else "version-conflict-is-refused"
    walk.claim(requirement, f"leaving a message was refused with {answer.status}", holds=answer.accepted)
    if answer.accepted:
        walk.settle(face, answer, Effect(MESSAGE, with_parts(message=message), ("message",), "message"))

"""Steps that must be refused, or can do nothing, and leave the checkout as it was."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from conformance.api import Answer
from conformance.suite.faces import Face, StorefrontFace, Wanted
from conformance.suite.journeys.details import look_again
from conformance.suite.journeys.items import fresh
from conformance.suite.journeys.walk import Effect, Moves, Walk


@dataclass(frozen=True, slots=True)
class Wrong:
    """What must be refused: by which requirement, in words, and as which kind of step."""

    requirement: str
    what: str
    kind: str


COUPON = Wrong("coupon-unknown-is-refused", "a coupon that doesn't exist", "refused coupon")
CERTIFICATE = Wrong(
    "gift-certificate-unknown-is-refused", "a gift certificate that doesn't exist", "refused certificate"
)
CONFLICT = Wrong("version-conflict-is-refused", "an update of an outdated version", "refused")
EARLY = Wrong("order-needs-shipping", "an order of items that go nowhere", "refused order")
NO_LINE = "lineitem-unknown-is-refused"
# It is made of the letters of a refusal, so no store has it.
UNKNOWN_CODE = "NO-SUCH-CODE-7Q4X"
UNKNOWN_LINE = str(UUID(int=0, version=4))


def unknown_code(walk: Walk, pick: int, place: int) -> None:
    """A code that no store has is refused; what is on the checkout stays."""
    face = fresh(walk, pick)
    if place % 2 and isinstance(face, StorefrontFace) and walk.ground.certificate:
        answer = walk.do(
            face,
            "try a gift certificate that doesn't exist",
            lambda: face.api.add_checkout_gift_certificate(walk.id, UNKNOWN_CODE),
        )
        _refused(walk, face, answer, CERTIFICATE, holds=answer.refused)
    elif walk.ground.coupon:
        answer = walk.do(face, "try a coupon that doesn't exist", lambda: face.add_coupon(walk.id, UNKNOWN_CODE))
        _refused(walk, face, answer, COUPON, holds=answer.refused)
    else:
        look_again(walk, pick)


def unknown_line(walk: Walk, pick: int, place: int) -> None:
    """An update or a deletion of a line that isn't there changes nothing, however it is answered."""
    face = fresh(walk, pick)
    good = walk.ground.goods[0]
    if place % 2:
        answer = walk.do(face, "delete a line that isn't there", lambda: face.delete_item(walk.id, UNKNOWN_LINE))
    else:
        new = Wanted(good.product_id, good.variant_id, 3)
        words = "update a line that isn't there"
        answer = walk.do(face, words, lambda: face.update_item(walk.id, UNKNOWN_LINE, new))
    walk.claim(NO_LINE, "a request about a line that isn't there was accepted", holds=not answer.accepted)
    _unchanged(walk, face, answer, "unknown line")


def stale_version(walk: Walk, pick: int, _place: int) -> None:
    """An update that names a version which is past is refused with 409 and changes nothing."""
    face = fresh(walk, pick)
    version = walk.outdated
    if version is None or version == walk.pictures[face.name].version:
        look_again(walk, pick)
        return
    words = f"leave a message, naming the version {version} that is past"
    answer = walk.do(face, words, lambda: face.leave_message(walk.id, "This comes too late.", version))
    _refused(walk, face, answer, CONFLICT, holds=answer.status == 409)


def refused_early(walk: Walk, face: Face) -> None:
    """An order before everything has an address and an option is refused and changes nothing."""
    server = walk.together.server
    if server is None:
        look_again(walk, 0)
        return
    answer = walk.do(server, "try to order too early", lambda: server.api.create_order(walk.id))
    _refused(walk, face, answer, EARLY, holds=answer.refused)


def _refused(walk: Walk, face: Face, answer: Answer, wrong: Wrong, *, holds: bool) -> None:
    walk.claim(wrong.requirement, f"{wrong.what} was answered with {answer.status}", holds=holds)
    _unchanged(walk, face, answer, wrong.kind)


def _unchanged(walk: Walk, face: Face, answer: Answer, kind: str) -> None:
    version = Moves.NOT_BY_REFUSAL if answer.refused else Moves.UNKNOWN
    walk.settle(face, answer, Effect(kind=kind, version=version))

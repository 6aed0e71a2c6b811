"""Steps with codes: a coupon on and off, a gift certificate on and off."""

from __future__ import annotations

from conformance.suite.faces import StorefrontFace
from conformance.suite.journeys.details import look_again
from conformance.suite.journeys.items import change_quantity, fresh
from conformance.suite.journeys.walk import Effect, Moves, Walk, near, with_parts
from conformance.suite.rules.money import HALF_A_CENT

ADD, DELETE, PAY, UNPAY = (
    "coupon-add-applies",
    "coupon-delete-removes",
    "gift-certificate-add-applies",
    "gift-certificate-delete-removes",
)
# Some coupons clear the chosen shipping option, and whether others do nobody has recorded.
OPTIONS = frozenset({"options"})


def put_coupon_on(walk: Walk, pick: int, place: int) -> None:
    """Adds the coupon; where it is on already a quantity changes instead."""
    face = fresh(walk, pick)
    before, code = walk.pictures[face.name], walk.ground.coupon.upper()
    if not code:
        look_again(walk, pick)
        return
    if before.coupons:
        change_quantity(walk, pick, place)
        return
    answer = walk.do(face, "put the coupon on", lambda: face.add_coupon(walk.id, walk.ground.coupon))
    walk.claim(ADD, f"adding a coupon was refused with {answer.status}", holds=answer.accepted)
    if not answer.accepted:
        return
    walk.settle(face, answer, Effect(ADD, with_parts(coupons=(code,)), ("coupons",), "coupon", OPTIONS))
    after = walk.pictures[face.name]
    if walk.ground.made_coupon and after.shipping_total == before.shipping_total:
        lower = after.grand_total < before.grand_total or not before.grand_total
        walk.claim(ADD, "a coupon for ten percent off didn't lower the grand total", holds=lower)


def take_coupon_off(walk: Walk, pick: int, place: int) -> None:
    """Deletes the coupon: what was shown before for the same goods and shipments is shown again."""
    face = fresh(walk, pick)
    code = walk.ground.coupon
    if not walk.pictures[face.name].coupons or not code:
        put_coupon_on(walk, pick, place)
        return
    answer = walk.do(face, "take the coupon off", lambda: face.delete_coupon(walk.id, code))
    walk.claim(DELETE, f"deleting a coupon was refused with {answer.status}", holds=answer.accepted)
    if answer.accepted:
        walk.settle(face, answer, Effect(DELETE, with_parts(coupons=()), ("coupons",), "coupon", OPTIONS))
        earlier = walk.remembered(face, "grand total")
        back = earlier is None or near(earlier, walk.pictures[face.name].grand_total)
        walk.claim(DELETE, "the grand total is another than before the coupon", holds=back)


def coupon_and_back(walk: Walk, pick: int, place: int) -> None:
    """Puts the coupon on and takes it off again at once."""
    put_coupon_on(walk, pick, place)
    take_coupon_off(walk, pick, place)


def put_certificate_on(walk: Walk, pick: int, place: int) -> None:
    """Adds the gift certificate on the storefront; where it is on already a quantity changes instead."""
    fresh(walk, pick)
    shopper, code = _shopper(walk), walk.ground.certificate
    if shopper is None or not code:
        look_again(walk, pick)
        return
    before = walk.pictures[shopper.name]
    if before.certificates:
        change_quantity(walk, pick, place)
        return
    words = "put the gift certificate on"
    answer = walk.do(shopper, words, lambda: shopper.api.add_checkout_gift_certificate(walk.id, code))
    walk.claim(PAY, f"adding a gift certificate was refused with {answer.status}", holds=answer.accepted)
    if not answer.accepted:
        return
    walk.settle(shopper, answer, _paying(PAY, code.upper()))
    used = sum((held.used for held in walk.seen[shopper.name].gift_certificates), start=before.grand_total * 0)
    walk.claim(PAY, "nothing is used of the gift certificate", holds=used > 0 or not before.grand_total)


def take_certificate_off(walk: Walk, pick: int, place: int) -> None:
    """Deletes the gift certificate: what was left to pay before for the same goods is left to pay again."""
    fresh(walk, pick)
    shopper, code = _shopper(walk), walk.ground.certificate
    if shopper is None or not code or not walk.pictures[shopper.name].certificates:
        put_certificate_on(walk, pick, place)
        return
    words = "take the gift certificate off"
    answer = walk.do(shopper, words, lambda: shopper.api.delete_checkout_gift_certificate(walk.id, code))
    walk.claim(UNPAY, f"deleting a gift certificate was refused with {answer.status}", holds=answer.accepted)
    if answer.accepted:
        walk.settle(shopper, answer, _paying(UNPAY))
        earlier, now = walk.remembered(shopper, "left to pay"), walk.pictures[shopper.name].left_to_pay
        back = earlier is None or now is None or abs(earlier - now) <= HALF_A_CENT
        walk.claim(UNPAY, "what is left to pay is another than before the gift certificate", holds=back)


def certificate_and_back(walk: Walk, pick: int, place: int) -> None:
    """Puts the gift certificate on and takes it off again at once."""
    put_certificate_on(walk, pick, place)
    take_certificate_off(walk, pick, place)


def _paying(requirement: str, *codes: str) -> Effect:
    """What a step with a gift certificate does.

    Using store credit is recorded to leave the version as it was; of certificates nobody has recorded it.
    """
    change = with_parts(certificates=codes)
    return Effect(requirement, change, ("certificates",), "certificate", OPTIONS, version=Moves.UNKNOWN)


def _shopper(walk: Walk) -> StorefrontFace | None:
    return next((face for face in walk.together.faces if isinstance(face, StorefrontFace)), None)

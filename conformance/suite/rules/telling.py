"""Two tellings of one purchase with no accepted change between them must agree.

The witness keeps what was last told of each checkout. What may be compared, and which requirement a difference
breaks, is decided here; nothing here makes a request.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from conformance.suite.rules.sight import Sight
from conformance.suite.rules.story import Story, differing, story_of

READ, REFUSED, ANSWER = "reads-have-no-effect", "refused-request-changes-nothing", "answer-shows-what-is-stored"
# The aspects on which the faces must agree, by the requirement.
FACES: Mapping[str, str] = {
    "faces-agree-on-line-ids": "line ids",
    "faces-agree-on-goods": "goods",
    "faces-agree-on-quantities": "quantities",
    "faces-agree-on-list-prices": "list prices",
    "faces-agree-on-names": "names",
    "faces-agree-on-base-amount": "base amount",
    "faces-agree-on-currency": "currency",
    "faces-agree-on-discounts": "discounts",
    "faces-agree-on-subtotal": "subtotal",
    "faces-agree-on-shipping-total": "shipping total",
    "faces-agree-on-tax-total": "tax total",
    "faces-agree-on-grand-total": "grand total",
    "faces-agree-on-billing-address": "billing address",
    "faces-agree-on-consignments": "consignments",
    "faces-agree-on-shipping-addresses": "shipping addresses",
    "faces-agree-on-shipping-options": "shipping options",
    "faces-agree-on-coupons": "coupons",
    "faces-agree-on-message": "message",
    "faces-agree-on-version": "version",
}
TELLINGS = (READ, REFUSED, ANSWER, *FACES)


@dataclass(frozen=True, slots=True)
class Telling:
    """What one answer told of a purchase: on which face, whether as the answer to a change, in which exchange.

    ``kind`` is ``cart`` or ``checkout``: totals of a cart by itself follow other rules than those of a checkout.
    """

    surface: str
    kind: str
    story: Story
    exchange: str
    changed: bool
    refused_since: bool = False


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a comparison came to: the requirement, and the aspects on which the two tellings differ."""

    requirement: str
    differing: tuple[str, ...]
    exchanges: tuple[str, ...]


@dataclass(slots=True)
class Memory:
    """What was last told of each purchase, by its id. Whatever may have changed it is forgotten first."""

    _told: dict[str, dict[tuple[str, str], Telling]] = field(default_factory=dict)

    def forget(self, checkout_id: str | None) -> None:
        """A change was made to this purchase, or to one that the request doesn't name."""
        if checkout_id is None:
            self._told.clear()
        else:
            self._told.pop(checkout_id.lower(), None)

    def refuse(self, checkout_id: str | None) -> None:
        """A change of this purchase was refused."""
        held = self._told.get((checkout_id or "").lower(), {})
        for key, telling in held.items():
            held[key] = replace(telling, refused_since=True)

    def hear(self, sight: Sight, exchange: str, *, changed: bool) -> tuple[Agreement, ...]:
        """Keeps what an answer tells, and compares it with what was told before."""
        story = story_of(sight)
        purchase = sight.carts[0].get("id") if sight.carts else None
        if story is None or not purchase:
            return ()
        kind = "cart" if sight.checkout is None else "checkout"
        now = Telling(sight.surface, kind, story, exchange, changed)
        held = self._told.setdefault(str(purchase).lower(), {})
        agreements = [agreement for before in held.values() for agreement in compared(before, now)]
        held[now.surface, now.kind] = now
        return tuple(agreements)


def compared(before: Telling, now: Telling) -> tuple[Agreement, ...]:
    """What two tellings of an unchanged purchase say of the requirements that they are about."""
    shown = (before.exchange, now.exchange)
    if before.surface != now.surface:
        both = [
            (requirement, aspect)
            for requirement, aspect in FACES.items()
            if before.kind == now.kind and aspect in before.story and aspect in now.story
        ]
        apart = differing(before.story, now.story)
        return tuple(
            Agreement(requirement, (aspect,) if aspect in apart else (), shown) for requirement, aspect in both
        )
    if before.kind != now.kind:
        return ()
    requirement = REFUSED if before.refused_since else ANSWER if before.changed else READ
    apart = differing(before.story, now.story)
    if requirement == REFUSED:
        # That a refusal leaves the version has a requirement of its own, which is a SHOULD.
        apart = tuple(aspect for aspect in apart if aspect != "version")
    return (Agreement(requirement, apart, shown),)

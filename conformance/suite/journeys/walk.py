"""One walk through a checkout: what is done, what must then be shown, and which requirement speaks for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from conformance.api import Answer
from conformance.suite.documents import Checkout, checkout_in, folded
from conformance.suite.faces import Face
from conformance.suite.journeys.ground import Company, Ground
from conformance.suite.journeys.hunt import Broken, Hunt
from conformance.suite.journeys.picture import Picture, picture_of
from conformance.suite.journeys.seeing import differences, different_from_both
from conformance.suite.journeys.speakers import AGREE, KEEPERS, LEAVES, speaker_of_difference
from conformance.suite.journeys.story import Story
from conformance.suite.rules import RULES, Sight
from conformance.suite.rules.money import HALF_A_CENT
from conformance.suite.rules.sight import moment
from conformance.suite.spoken import Breach

VERSION = "version-increments-on-update"
UNMOVED = "version-unmoved-by-refusals"
UPDATED, CREATED = "cart-updated-time-runs-forward", "cart-created-time-is-kept"
ONE_ID = "checkout-id-equals-cart-id"


class Moves(StrEnum):
    """What becomes of the version."""

    UP = "it rises"
    NOT_BY_READING = "a reading leaves it"
    NOT_BY_REFUSAL = "a refusal leaves it"
    UNKNOWN = "nobody has recorded it"


@dataclass(frozen=True, slots=True)
class Effect:
    """What a step must do: the expected change, the parts that its requirement speaks for, and what it leaves.

    ``kind`` names the step in ``LEAVES``: which requirement speaks for what must stay. ``loose`` names parts of which
    nobody has recorded what becomes of them: ``options`` may stay or be cleared, ``consignments`` may come out in any
    way. ``others``: the requirement about the consignments not in ``touched``.
    """

    requirement: str = ""
    change: Callable[[Picture], Picture] = lambda picture: picture
    speaks_for: tuple[str, ...] = ()
    kind: str = ""
    loose: frozenset[str] = frozenset()
    touched: frozenset[str] = frozenset()
    others: str = ""
    version: Moves = Moves.UP


READING = Effect(kind="reading", version=Moves.NOT_BY_READING)


@dataclass(slots=True)
class Walk:
    """The state of one walk: who walks, the story so far, and each face's latest view."""

    hunt: Hunt
    ground: Ground
    story: Story = field(default_factory=Story)
    company: Company | None = None
    seen: dict[str, Checkout] = field(default_factory=dict)
    pictures: dict[str, Picture] = field(default_factory=dict)
    times: dict[str, tuple[datetime, datetime]] = field(default_factory=dict)
    keepers: dict[str, str] = field(default_factory=dict)
    totals: dict[object, Decimal] = field(default_factory=dict)
    recalled: dict[tuple[str, str], Decimal | None] = field(default_factory=dict)
    ordered: list[int] = field(default_factory=list)
    outdated: int | None = None
    rested: bool = False

    @property
    def id(self) -> str:
        """The id of the cart and its checkout."""
        return self.together.cart_id

    @property
    def together(self) -> Company:
        """Who walks."""
        assert self.company is not None, "nobody has set out yet"
        return self.company

    def face(self, pick: int) -> Face:
        """The face that acts next."""
        return self.together.faces[pick % len(self.together.faces)]

    def looked_at(self, requirement: str) -> None:
        """Says that a requirement was really looked at here."""
        self.hunt.looked_at.setdefault(requirement)

    def claim(self, requirement: str, reason: str, *, holds: bool = False) -> None:
        """States that a requirement holds here; raises :class:`Broken` when it doesn't and is hunted."""
        self.looked_at(requirement)
        if holds or not self.hunt.concerns(requirement):
            return
        count = len(self.story.steps)
        title = f"{requirement}: {reason}, at step {count} of a walk on {self._where()}:"
        self.hunt.breach = Breach(requirement, reason, self.story.told(title), tuple(self.story.exchanges))
        raise Broken(reason)

    def do(self, face: Face, words: str, act: Callable[[], Answer], *, shipping_options: bool = False) -> Answer:
        """A step of the story; whatever it is answered is held against the universal rules."""
        self.rested = False
        self.story.step(f"{words} ({face.name})" if self.ground.route == "both" else words)
        answer = act()
        self._hold_against_rules(face, answer, shipping_options=shipping_options)
        return answer

    def look(self, face: Face, *, shipping_options: bool = False) -> Checkout:
        """The checkout as this face shows it now."""
        answer = face.read_checkout(self.id, shipping_options=shipping_options)
        self._hold_against_rules(face, answer, shipping_options=shipping_options)
        self._hold_against_clock(face, answer)
        return checkout_in(answer)

    def first_look(self) -> None:
        """Takes the new checkout as each face shows it."""
        for face in self.together.faces:
            self.seen[face.name] = self.look(face)
            self._adopt(face)
        self._compare_faces("", first=True)

    def settle(self, actor: Face, answer: Answer, effect: Effect) -> None:
        """Holds the answer and a reading against the effect, and takes the reading for what is there now."""
        if isinstance(answer.data, dict) and "cart" in answer.data:
            self._compare(actor, picture_of(checkout_in(answer)), effect, "the answer")
        self.seen[actor.name] = self.look(actor)
        shown = picture_of(self.seen[actor.name])
        self._compare(actor, shown, effect, "the checkout")
        for part in effect.speaks_for:
            self.keepers[part] = effect.requirement
        for face in self.together.faces:
            if face is not actor:
                self.seen[face.name] = self.look(face)
            self._compare_versions(face, effect)
        self._compare_faces(effect.requirement)
        for face in self.together.faces:
            self._adopt(face)

    def remembered(self, face: Face, kind: str) -> Decimal | None:
        """The amount that this face showed before the latest step for the same goods, codes and shipments."""
        return self.recalled.get((face.name, kind))

    def _compare(self, face: Face, shown: Picture, effect: Effect, where: str) -> None:
        expected = effect.change(self.pictures[face.name])
        for part, what, consignment_id in differences(expected, shown, effect.loose):
            self.claim(self._speaker(part, consignment_id, effect), f"{where} shows {what}")
        # Where there was nothing that could have been changed, nothing was looked at.
        held = [left for part, left in LEAVES.get(effect.kind, {}).items() if not part or getattr(expected, part)]
        held.append(effect.requirement)
        if set(expected.shipments) - effect.touched:
            held.append(effect.others)
        for requirement in filter(None, held):
            self.looked_at(requirement)

    def _speaker(self, part: str, consignment_id: str, effect: Effect) -> str:
        about_another = part in {"consignments", "options"} and consignment_id not in effect.touched
        if effect.others and about_another:
            return effect.others
        if part in effect.speaks_for:
            return effect.requirement
        leaves = LEAVES.get(effect.kind, {})
        return leaves.get(part) or leaves.get("") or self.keepers.get(part, KEEPERS[part])

    def _compare_versions(self, face: Face, effect: Effect) -> None:
        before, now = self.pictures[face.name].version, picture_of(self.seen[face.name]).version
        if before is None or now is None:
            return
        if effect.version is Moves.UP:
            self.claim(VERSION, "the checkout shows no higher version after an accepted update", holds=now > before)
            self.outdated = before
        elif effect.version is Moves.NOT_BY_READING:
            self.claim(VERSION, "a reading changed the version", holds=now == before)
        elif effect.version is Moves.NOT_BY_REFUSAL:
            self.claim(UNMOVED, "a refused request changed the version", holds=now == before)

    def _compare_faces(self, requirement: str, *, first: bool = False) -> None:
        if len(self.together.faces) == 1:
            return
        one, other = (picture_of(self.seen[face.name]) for face in self.together.faces)
        for part, what in different_from_both(one, other):
            self.claim(speaker_of_difference(requirement, part, first=first), f"the faces show {what}")
        for part in AGREE:
            self.looked_at(speaker_of_difference(requirement, part, first=first))

    def _adopt(self, face: Face) -> None:
        picture = self.pictures[face.name] = picture_of(self.seen[face.name])
        for kind, amount in (("grand total", picture.grand_total), ("left to pay", picture.left_to_pay)):
            if amount is not None:
                known = (face.name, kind, self._signature(picture, kind))
                self.recalled[face.name, kind] = self.totals.get(known)
                self.totals.setdefault(known, amount)

    @staticmethod
    def _signature(picture: Picture, kind: str) -> object:
        return picture.priced_by, picture.certificates if kind == "left to pay" else ()

    def _hold_against_rules(self, face: Face, answer: Answer, *, shipping_options: bool = False) -> None:
        if not answer.accepted or answer.data is None:
            return
        include = frozenset({"consignments.available_shipping_options"} if shipping_options else ())
        path = {} if self.company is None else {"checkoutId": self.id}
        sight = Sight(face.name, answer.operation, path, include, folded(answer.data))
        for requirement, rule in RULES.items():
            for reason in rule(sight) or ():
                self.claim(requirement, reason)
        for cart in sight.carts if path else ():
            self.claim(ONE_ID, "the answer shows the cart under another id", holds=cart["id"] == self.id)

    def _hold_against_clock(self, face: Face, answer: Answer) -> None:
        shown = folded(answer.data) if answer.accepted and isinstance(answer.data, dict) else {}
        cart = shown.get("cart") or shown
        created, updated = moment(cart.get("created_time")), moment(cart.get("updated_time"))
        if created is None or updated is None:
            return
        if face.name in self.times:
            first, last = self.times[face.name]
            self.claim(CREATED, "the cart shows another time of creation than before", holds=created == first)
            self.claim(UPDATED, "the cart was last updated earlier than before", holds=updated >= last)
        self.times[face.name] = created, updated

    def _where(self) -> str:
        return "both faces" if self.ground.route == "both" else f"the {self.ground.route} face"


def near(one: Decimal, other: Decimal) -> bool:
    """Whether two amounts are the same, up to what rounding for show can do."""
    return abs(one - other) <= HALF_A_CENT


def with_parts(**parts: object) -> Callable[[Picture], Picture]:
    """The change that sets these parts of a picture."""
    return lambda picture: replace(picture, **parts)  # type: ignore[arg-type]

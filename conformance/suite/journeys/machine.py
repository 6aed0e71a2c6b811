"""The state machine: every kind of step as a rule, drawn by Hypothesis; a step that can't be made makes another."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import hypothesis
from hypothesis import HealthCheck, Phase, Verbosity
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from conformance.errors import UserMistake
from conformance.suite.journeys import begin, codes, details, items, ordering, refusals, shipping
from conformance.suite.journeys.ground import Ground
from conformance.suite.journeys.hunt import Broken, Depth, Hunt, Taken
from conformance.suite.journeys.walk import Walk

# Each number is taken modulo what there is to choose from; small ones make short stories.
PICKS = st.integers(min_value=0, max_value=11)
KINDS = st.integers(min_value=0, max_value=59)
Step = Callable[..., None]

ITEMS: tuple[Step, ...] = (
    items.add_items,
    items.add_several,
    items.change_quantity,
    items.change_quantity,
    items.remove_line,
)
CODES: tuple[Step, ...] = (
    codes.put_coupon_on,
    codes.take_coupon_off,
    codes.put_certificate_on,
    codes.take_certificate_off,
    codes.coupon_and_back,
    codes.certificate_and_back,
)
PARCELS: tuple[Step, ...] = (
    shipping.ship,
    shipping.ship,
    shipping.choose_option,
    shipping.choose_option,
    shipping.readdress,
    shipping.unship,
    shipping.share_out,
)
DETAILS: tuple[Step, ...] = (details.bill, details.leave_message)
REFUSALS: tuple[Step, ...] = (refusals.unknown_code, refusals.unknown_line, refusals.stale_version)
ORDERS: tuple[Step, ...] = (ordering.towards_order, ordering.towards_order, ordering.order_early, ordering.pay)
READINGS: tuple[Step, ...] = (details.look_again, items.read_cart)
# What a walk is about. The first step of a mood is the one that a walk without choices repeats; it costs nothing.
MOODS: dict[str, tuple[Step, ...]] = {
    "everything": (*READINGS, *ITEMS, *CODES, *PARCELS, *DETAILS, *REFUSALS, *ORDERS),
    "at the till": (*READINGS, *ITEMS, *CODES, *DETAILS, *REFUSALS),
    "parcels": (
        details.look_again,
        *PARCELS,
        *PARCELS,
        shipping.choose_option,
        shipping.choose_option,
        shipping.readdress,
        shipping.readdress,
        shipping.readdress,
        details.bill,
        items.add_several,
        items.change_quantity,
        codes.put_coupon_on,
    ),
    "orders": (*READINGS, *ORDERS, ordering.towards_order, ordering.towards_order, items.change_quantity),
}


class Journey(RuleBasedStateMachine):
    """One walk, drawn by Hypothesis.

    There is one rule for all kinds of steps: rules of their own would be switched off at random for whole walks, and
    a journey of a few walks would leave too much out. What a walk is about is its mood's to say.
    """

    def __init__(self, walk: Walk, mood: tuple[Step, ...]) -> None:
        super().__init__()
        self.walk, self.mood = walk, mood
        self.trail: list[Taken] = []

    @initialize(pick=PICKS)
    def set_out(self, pick: int) -> None:
        """Makes a cart."""
        self._take(Taken(begin.set_out, pick, 0))

    @rule(kind=KINDS, pick=PICKS, place=PICKS)
    def step(self, kind: int, pick: int, place: int) -> None:
        """Makes the next step."""
        self._take(Taken(self.mood[kind % len(self.mood)], pick, place))

    def _take(self, taken: Taken) -> None:
        hunt = self.walk.hunt
        if not hunt.over:
            self.trail.append(taken)
            take(self.walk, taken)
            hunt.trail = tuple(self.trail)
        if hunt.breach is not None:
            raise Broken(hunt.breach.reason)


def take(walk: Walk, taken: Taken) -> None:
    """Makes a step. A breach and a hindrance are left in the hunt: what is no finding must not look like one."""
    try:
        taken.step(walk, taken.pick, taken.place)
    except Broken:
        return
    except UserMistake:
        raise
    except Exception as hindrance:  # noqa: BLE001 - whatever it is, going on would only meet more of it
        walk.hunt.hindrance = hindrance


def walk_in_mood(ground: Ground, hunt: Hunt, seed: int, mood: str, depth: Depth) -> None:
    """Walks of one mood, until the first breach or hindrance, which are left in ``hunt``."""

    def machine() -> Journey:
        return Journey(Walk(hunt, ground), MOODS[mood])

    settings = hypothesis.settings(
        max_examples=depth.walks,
        stateful_step_count=depth.steps,
        database=None,
        deadline=None,
        # Stories are shortened by ourselves, with a bound on the requests that it takes: see ``shortening``.
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
        print_blob=False,
        verbosity=Verbosity.quiet,
    )
    try:
        # A function that makes machines is as good as a class, says Hypothesis, if not its types.
        run_state_machine_as_test(cast("type[Journey]", hypothesis.seed(seed)(machine)), settings=settings)
    except Exception:
        # Of a breach or a hindrance the hunt knows more than Hypothesis does.
        if not hunt.over:
            raise

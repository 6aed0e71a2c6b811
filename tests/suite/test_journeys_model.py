"""The model of journeys: pictures that are compared, who speaks for a difference, and stories that are shortened."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

import httpx
import pytest

from conformance.errors import Trouble
from conformance.requirements import load_catalogue
from conformance.run.checks import checks_of
from conformance.suite.journeys.hunt import Hunt, Taken
from conformance.suite.journeys.machine import take
from conformance.suite.journeys.picture import Picture, Shipment
from conformance.suite.journeys.seeing import differences, different_from_both, same_goods
from conformance.suite.journeys.shortening import Shortening
from conformance.suite.journeys.speakers import AGREE, CROSSES, all_speakers
from conformance.suite.journeys.story import Story
from conformance.suite.journeys.walk import Walk
from conformance.suite.spoken import Breach, Spoken
from conformance.verdict import Check, Result

TO_ADA = Shipment({"first_name": "Ada"}, {(1, 11): 2}, "flat")
TO_BEN = Shipment({"first_name": "Ben"}, {(2, 21): 1})
PICTURE = Picture(
    contents=Counter({(1, 11): 2, (2, 21): 1}),
    lines=frozenset(),
    billing={"first_name": "Ada"},
    shipments={"a": TO_ADA, "b": TO_BEN},
    coupons=("TEN",),
    certificates=(),
    message="Ring.",
    grand_total=Decimal("12.50"),
    shipping_total=Decimal(5),
)
CHANGES: dict[str, tuple[Picture, list[tuple[str, str]]]] = {
    "nothing": (PICTURE, []),
    "a quantity": (replace(PICTURE, contents=Counter({(1, 11): 3, (2, 21): 1})), [("contents", "")]),
    "the billing address": (replace(PICTURE, billing={}), [("billing", "")]),
    "the coupons": (replace(PICTURE, coupons=()), [("coupons", "")]),
    "the gift certificates": (replace(PICTURE, certificates=("GC",)), [("certificates", "")]),
    "the message": (replace(PICTURE, message=""), [("message", "")]),
    "an address": (PICTURE.with_shipment("a", replace(TO_ADA, address={})), [("consignments", "a")]),
    "the items of a consignment": (PICTURE.with_shipment("b", replace(TO_BEN, goods={})), [("consignments", "b")]),
    "an option": (PICTURE.with_shipment("a", replace(TO_ADA, option="express")), [("options", "a")]),
    "a lost option": (PICTURE.with_shipment("a", replace(TO_ADA, option=None)), [("options", "a")]),
    "a lost consignment": (replace(PICTURE, shipments={"a": TO_ADA}), [("consignments", "b")]),
    "another consignment": (PICTURE.with_shipment("c", TO_BEN), [("consignments", "c")]),
}


@pytest.mark.parametrize(("shown", "found"), CHANGES.values(), ids=CHANGES)
def test_a_picture_differs_in_the_part_that_changed(shown: Picture, found: list[tuple[str, str]]) -> None:
    assert [(part, which) for part, _, which in differences(PICTURE, shown)] == found


LOOSE: dict[str, tuple[str, Picture, int]] = {
    "an option that is cleared": ("options", PICTURE.with_shipment("a", replace(TO_ADA, option=None)), 0),
    "an option that is another": ("options", PICTURE.with_shipment("a", replace(TO_ADA, option="express")), 1),
    "a consignment that is gone": ("consignments", replace(PICTURE, shipments={}), 0),
}


@pytest.mark.parametrize(("loose", "shown", "count"), LOOSE.values(), ids=LOOSE)
def test_what_nobody_has_recorded_is_no_difference(loose: str, shown: Picture, count: int) -> None:
    assert len([*differences(PICTURE, shown, frozenset({loose}))]) == count


OTHER_FACE: dict[str, tuple[Picture, list[str]]] = {
    "the same": (PICTURE, []),
    "other ids of consignments": (replace(PICTURE, shipments={"y": TO_BEN, "x": TO_ADA}), []),
    "no variants": (replace(PICTURE, contents=Counter({(1, None): 2, (2, None): 1})), []),
    "half a cent of rounding": (replace(PICTURE, grand_total=Decimal("12.505")), []),
    "another quantity": (replace(PICTURE, contents=Counter({(1, 11): 1, (2, 21): 1})), ["contents"]),
    "another total": (replace(PICTURE, grand_total=Decimal("12.51")), ["grand total"]),
    "another address": (PICTURE.with_shipment("a", replace(TO_ADA, address={})), ["consignments"]),
    "another message": (replace(PICTURE, message=""), ["message"]),
}


@pytest.mark.parametrize(("other", "parts"), OTHER_FACE.values(), ids=OTHER_FACE)
def test_two_faces_differ_in_what_they_show_and_not_in_their_ids(other: Picture, parts: list[str]) -> None:
    assert [part for part, _ in different_from_both(PICTURE, other)] == parts


def test_goods_without_variants_are_counted_by_product() -> None:
    assert same_goods({(1, 11): 1, (1, 12): 2}, {(1, None): 3})


def test_whoever_speaks_is_in_the_catalogue() -> None:
    catalogue = load_catalogue()

    assert [each for each in (*all_speakers(), *AGREE.values(), *CROSSES.values()) if each not in catalogue] == []


# A walk of made-up steps: the third `second` breaks a requirement, but only after a `first`.
GROUND = cast("Any", SimpleNamespace(route="server"))


def first(walk: Walk, _pick: int, _place: int) -> None:
    walk.story.step("first")


def second(walk: Walk, _pick: int, _place: int) -> None:
    walk.story.step("second")
    told = [step.words for step in walk.story.steps]
    walk.claim("broken-first", "not hunted", holds=False)
    walk.claim("it-holds", "it is broken", holds="first" not in told or told.count("second") < 3)


def idle(walk: Walk, _pick: int, _place: int) -> None:
    walk.story.step("idle")


def hindered(walk: Walk, _pick: int, _place: int) -> None:
    walk.story.step("hindered")
    raise Trouble("answered 503")


STEPS = (idle, idle, first, idle, second, second, idle, idle, second)


def shortened(*steps: Any, allowance: int = 300) -> Breach:
    trail = tuple(Taken(step, 7, 7) for step in steps)
    return Shortening(GROUND, Breach("it-holds", "as it was"), trail, allowance).shortened()


def test_a_story_is_shortened_to_what_it_needs() -> None:
    told = shortened(*STEPS).story.split("\n\n")[0]

    assert told.splitlines() == [
        "it-holds: it is broken, at step 5 of a walk on the server face:",
        "  1. idle",
        "  2. first",
        "  3. second",
        "  4. second",
        "  5. second",
    ]


def test_a_breach_that_is_not_seen_again_stands_as_it_was() -> None:
    assert shortened(idle, idle, idle) == Breach("it-holds", "as it was")


def test_the_search_for_a_shorter_story_ends_with_its_allowance() -> None:
    assert shortened(*STEPS, allowance=1) == Breach("it-holds", "as it was")


def test_trouble_ends_the_search_and_leaves_the_breach() -> None:
    assert shortened(hindered, first, second) == Breach("it-holds", "as it was")


def test_trouble_is_left_in_the_hunt_and_is_no_breach() -> None:
    hunt = Hunt()
    take(Walk(hunt, GROUND), Taken(hindered, 0, 0))

    assert (str(hunt.hindrance), hunt.breach, hunt.over) == ("answered 503", None, True)


def test_a_settled_requirement_does_not_end_a_walk_again() -> None:
    hunt = Hunt(settled=frozenset({"broken-first"}))
    walk = Walk(hunt, GROUND)
    take(walk, Taken(second, 0, 0))

    assert (hunt.breach, [*hunt.looked_at]) == (None, ["broken-first", "it-holds"])


def test_a_story_is_told_in_words_and_for_a_shell() -> None:
    story = Story()
    story.step("make a cart")
    request = httpx.Request("POST", "https://store.example/carts", headers={"X-Auth-Token": "s3cret"}, content="{}")
    story.heard(httpx.Response(201, request=request))

    told = story.told("a title").splitlines()

    assert told[:2] == ["a title", "  1. make a cart -> 201"]
    assert told[-1] == (
        """  curl -X POST https://store.example/carts -H 'x-auth-token: '"$X_AUTH_TOKEN" --data-raw '{}'"""
    )


def called(error: BaseException | None = None) -> pytest.CallInfo[None]:
    def act() -> None:
        if error is not None:
            raise error

    return pytest.CallInfo.from_call(act, "call")


def spoken_for(spoken: Spoken | None, error: BaseException | None = None) -> list[tuple[tuple[str, ...], str]]:
    checks: tuple[Check, ...] = checks_of("test_it", ("a", "b", "c"), called(error), ("x-1",), spoken)
    return [(check.requirements, check.result) for check in checks]


def test_a_test_that_says_nothing_of_itself_speaks_for_all_its_marks() -> None:
    assert spoken_for(None) == [(("a", "b", "c"), Result.PASSED)]


def test_a_journey_is_evidence_for_what_it_looked_at_only() -> None:
    assert spoken_for(Spoken(("a", "b"))) == [(("a", "b"), Result.PASSED)]


def test_a_breach_is_reported_under_its_own_requirement() -> None:
    broken = AssertionError("the story")

    assert spoken_for(Spoken(("a", "b"), (Breach("b", "it broke"),)), broken) == [
        (("b",), Result.FAILED),
        (("a",), Result.PASSED),
    ]


def test_a_journey_that_looked_at_nothing_could_not_run() -> None:
    assert spoken_for(Spoken(())) == [(("a", "b", "c"), Result.COULD_NOT_RUN)]


def test_a_journey_that_was_hindered_could_not_run() -> None:
    assert spoken_for(None, Trouble("answered 503")) == [(("a", "b", "c"), Result.COULD_NOT_RUN)]

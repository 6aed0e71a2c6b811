"""A story keeps each step with what came before and after it, and what hindered the telling of a part."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance.api import Answer
from conformance.run import Session
from conformance.run.session import open_session
from conformance.suite.arrange import Arrange, Unarranged
from conformance.suite.documents import Unreadable
from conformance.suite.faces import ServerFace
from conformance.suite.scenarios.staying import MESSAGE, changed
from conformance.suite.walks.story import Story, Telling
from conformance.targets import load_target
from conformance.targets.provisioning import Lacking


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Session]:
    session = open_session(load_target("emulator"), tmp_path, 1, "main")
    yield session
    session.close()


@pytest.fixture
def tell(run: Session) -> Telling:
    return Telling(Story(run.witness), ServerFace(run.server(run.target.token)))


@pytest.fixture
def arrange(run: Session) -> Arrange:
    return Arrange(run.stock, run.now.quietly)


def test_a_step_has_the_checkout_before_and_after(tell: Telling, arrange: Arrange) -> None:
    tell.start("items: create", lambda: tell.face.create_cart((arrange.wanted(),)))
    tell.must("items: message", lambda: tell.face.leave_message(tell.checkout_id, "Ring."))

    step = tell.story.step("items: message")

    assert (step.before.customer_message, step.after.customer_message) == ("", "Ring.")
    assert changed(step.before, step.after) == MESSAGE


def test_the_first_step_has_nothing_before_it(tell: Telling, arrange: Arrange) -> None:
    tell.start("items: create", lambda: tell.face.create_cart((arrange.wanted(),)))

    with pytest.raises(Unreadable, match="was not read"):
        _ = tell.story.step("items: create").before


def test_a_check_cites_the_exchanges_of_its_steps(run: Session, tell: Telling, arrange: Arrange) -> None:
    tell.start("items: create", lambda: tell.face.create_cart((arrange.wanted(),)))
    tell.must("items: message", lambda: tell.face.leave_message(tell.checkout_id, "Ring."))
    run.witness.take_latest()

    step = tell.story.step("items: message")

    assert run.witness.take_latest() == step.exchanges
    assert len(step.exchanges) == 2


def test_a_refused_step_ends_its_part_and_not_the_story(tell: Telling, arrange: Arrange) -> None:
    tell.start("items: create", lambda: tell.face.create_cart((arrange.wanted(),)))
    with tell.story.part("coupon"):
        tell.must("coupon: add", lambda: tell.face.add_coupon(tell.checkout_id, "NOBODY-KNOWS-IT"))
        tell.must("coupon: delete", lambda: tell.face.delete_coupon(tell.checkout_id, "NOBODY-KNOWS-IT"))
    tell.must("message: leave", lambda: tell.face.leave_message(tell.checkout_id, "Ring."))

    assert tell.story.step("coupon: add").answer.refused
    assert tell.story.step("message: leave").answer.accepted
    with pytest.raises(Unarranged, match="in the middle of a walk"):
        tell.story.step("coupon: delete")


def test_what_a_store_lacks_is_met_again_by_those_who_need_it(tell: Telling) -> None:
    with tell.story.part("coupon"):
        tell.must("coupon: add", _without_coupons)

    with pytest.raises(Lacking, match="no coupons"):
        tell.story.step("coupon: add")


def test_a_step_that_nobody_told_could_not_be_arranged(tell: Telling) -> None:
    with pytest.raises(Unarranged, match="never came to `items: fly`"):
        tell.story.step("items: fly")


def _without_coupons() -> Answer:
    raise Lacking("the store has no coupons")

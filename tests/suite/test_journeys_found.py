"""Journeys against the emulator: what they find by themselves, how short its story is, and what they go without."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from conformance.errors import Trouble
from conformance.run import open_session
from conformance.run.session import Session
from conformance.suite.journeys import begin
from conformance.suite.journeys.hunt import Depth
from conformance.suite.journeys.journey import FULL, journey
from conformance.suite.journeys.walk import Walk
from conformance.suite.spoken import Spoken
from conformance.targets import Target, load_target
from conformance.targets.provisioning import Lacking
from conformance.verdict import Drift, Exchange
from conformance.verdict.record import read_lines

# Enough to come to everything once, and quick.
SHORT = Depth(walks=2, steps=8, shortening=60)

Change = Callable[[Target], Target]


@contextmanager
def opened(place: Path, fault: str = "", change: Change = lambda target: target) -> Iterator[Session]:
    """A run against the emulator, with a fault."""
    place.mkdir(parents=True, exist_ok=True)
    session = open_session(change(load_target("emulator", [fault] if fault else [])), place, 1, "main")
    try:
        yield session
    finally:
        session.close()


def walked(place: Path, route: str, fault: str = "", depth: Depth = FULL) -> Spoken:
    with opened(place, fault) as session:
        return journey(session, route, depth)


# Each shows only after several steps: the fault, what it breaks, and how many steps its story may have.
DEEP = {
    "a coupon that is lost later": ("coupon-lost-with-third-change-of-quantity", "item-changes-keep-coupons", 5),
    "a line that comes back": ("lineitem-deleted-comes-back-with-the-next-one", "cart-items-add-is-kept", 3),
    "a consignment that is taken along": (
        "consignment-sent-elsewhere-twice-takes-others-along",
        "consignment-update-touches-one",
        7,
    ),
}
PLAIN = {
    "a coupon that leaves its discount": ("coupon-delete-leaves-discount", "coupon-delete-removes", 3),
    "a neighbour that is touched": ("lineitem-update-touches-neighbour", "lineitem-update-changes-quantity", 4),
    "consignments that all go": ("consignment-delete-removes-all", "consignment-delete-removes", 5),
}


@pytest.mark.slow
@pytest.mark.parametrize(("fault", "breaks", "steps"), [*DEEP.values(), *PLAIN.values()], ids=[*DEEP, *PLAIN])
def test_a_journey_finds_a_fault_and_tells_its_shortest_story(
    tmp_path: Path, fault: str, breaks: str, steps: int
) -> None:
    breaches = {breach.requirement: breach for breach in walked(tmp_path, "server", fault).breaches}

    assert breaks in breaches
    assert f"  {steps + 1}. " not in breaches[breaks].story


@pytest.mark.slow
@pytest.mark.parametrize("route", ["server", "storefront", "both"])
def test_a_journey_finds_nothing_in_the_clean_emulator(tmp_path: Path, route: str) -> None:
    assert walked(tmp_path, route).breaches == ()


def test_a_breach_names_the_exchanges_of_its_story_alone(tmp_path: Path) -> None:
    (breach, *_) = walked(tmp_path, "server", "coupon-add-ignored", SHORT).breaches

    told = breach.story.split("\n\n")[0]

    assert breach.requirement == "coupon-add-applies"
    assert len(breach.exchanges) == sum(line.count(",") + 1 for line in told.splitlines() if "->" in line)


def sent(place: Path) -> list[tuple[str, str, str | None]]:
    lines = read_lines(place / "record-main.jsonl")
    requests = [line.request for line in lines if isinstance(line, Exchange)]
    return [(request.method, request.url, request.body) for request in requests]


def test_one_seed_sends_the_same_requests_again(tmp_path: Path) -> None:
    walked(tmp_path / "one", "both", depth=SHORT)
    walked(tmp_path / "other", "both", depth=SHORT)

    one, other = sent(tmp_path / "one"), sent(tmp_path / "other")

    assert len(one) > 50
    assert one == other


def test_trouble_is_no_finding_and_is_met_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    met: list[str] = []

    def troubled(_walk: Walk, _pick: int, _place: int = 0) -> None:
        met.append("trouble")
        raise Trouble("answered 503")

    monkeypatch.setattr(begin, "set_out", troubled)

    with pytest.raises(Trouble, match="answered 503"):
        walked(tmp_path, "server", depth=SHORT)
    assert met == ["trouble"]


def without(*capabilities: str) -> Change:
    return lambda target: replace(target, capabilities=target.capabilities - set(capabilities))


def test_a_journey_goes_without_what_the_target_lacks(tmp_path: Path) -> None:
    with opened(tmp_path, change=without("coupons", "payments")) as session:
        looked_at = journey(session, "server").looked_at

    assert {"coupon-add-applies", "coupon-unknown-is-refused", "order-paid-removes-cart"} & {*looked_at} == set()
    assert {"order-created-incomplete", "lineitem-update-changes-quantity"} <= {*looked_at}


def test_what_a_journey_goes_without_is_told_with_the_reason(tmp_path: Path) -> None:
    with opened(tmp_path, change=without("coupons")) as session:
        journey(session, "server", SHORT)
    lines = read_lines(tmp_path / "record-main.jsonl")
    notes = [line.what for line in lines if isinstance(line, Drift) and line.where == "run"]

    assert notes == ["journeys on server go without coupons: the target offers no coupons"]


def test_a_journey_on_a_face_that_the_target_lacks_is_not_applicable(tmp_path: Path) -> None:
    with opened(tmp_path, change=without("storefront")) as session, pytest.raises(Lacking, match="no storefront"):
        journey(session, "both", SHORT)

"""Profiles: which checks belong to one, and what a budget needs."""

from __future__ import annotations

import pytest

from conformance.errors import UserMistake
from conformance.requirements import Evidence, Level, Requirement, Source, Surface
from conformance.run.profiles import PROFILES, STANDARD_WINDOW, profile_of


def about(surface: Surface) -> Requirement:
    return Requirement(
        id="cart-is-there",
        level=Level.MUST,
        surface=surface,
        statement="A cart is there.",
        source=Source("seed", "1"),
        evidence=Evidence.SCENARIO,
    )


SERVER, STOREFRONT = frozenset({"server"}), frozenset({"storefront"})
# Profile, the surface of the requirement, the faces that the check asks, whether the profile takes it.
TAKEN = [
    ("server", Surface.SERVER, SERVER, True),
    ("server", Surface.SERVER, SERVER | STOREFRONT, True),
    ("server", Surface.BOTH, SERVER, True),
    ("server", Surface.BOTH, STOREFRONT, False),
    ("server", Surface.BOTH, SERVER | STOREFRONT, False),
    ("server", Surface.STOREFRONT, STOREFRONT, False),
    ("server", Surface.BOTH, frozenset(), True),
    ("storefront", Surface.STOREFRONT, SERVER | STOREFRONT, True),
    ("storefront", Surface.BOTH, STOREFRONT, True),
    ("storefront", Surface.SERVER, SERVER, False),
    ("full", Surface.BOTH, SERVER | STOREFRONT, True),
    ("release", Surface.STOREFRONT, STOREFRONT, True),
]


@pytest.mark.parametrize(("profile", "surface", "faces", "taken"), TAKEN)
def test_a_profile_of_one_face_takes_what_that_face_needs(
    profile: str, surface: Surface, faces: frozenset[str], *, taken: bool
) -> None:
    assert PROFILES[profile].takes((about(surface),), faces, smoke=False) is taken


@pytest.mark.parametrize(("marked", "taken"), [(True, True), (False, False)])
def test_smoke_takes_what_is_marked(*, marked: bool, taken: bool) -> None:
    assert PROFILES["smoke"].takes((about(Surface.BOTH),), SERVER, smoke=marked) is taken


def test_a_check_of_two_requirements_belongs_where_one_of_them_does() -> None:
    requirements = (about(Surface.STOREFRONT), about(Surface.SERVER))

    assert PROFILES["server"].takes(requirements, SERVER | STOREFRONT, smoke=False)


def test_smoke_fits_into_one_window_of_a_standard_store() -> None:
    assert profile_of("smoke", None, workers=0) == (PROFILES["smoke"], STANDARD_WINDOW)


@pytest.mark.parametrize(("profile", "asked", "holds"), [("smoke", 20, 20), ("smoke", 900, 150), ("full", 900, 900)])
def test_the_smaller_budget_holds(profile: str, asked: int, holds: int) -> None:
    assert profile_of(profile, asked, workers=0)[1] == holds


def test_a_full_run_has_no_budget() -> None:
    assert profile_of("full", None, workers=2) == (PROFILES["full"], None)


@pytest.mark.parametrize(
    ("profile", "asked", "where"), [("full", 20, "--budget"), ("smoke", None, "--profile smoke")]
)
def test_a_budget_is_not_shared_by_workers(profile: str, asked: int | None, where: str) -> None:
    with pytest.raises(UserMistake) as mistake:
        profile_of(profile, asked, workers=2)

    assert (mistake.value.where, mistake.value.mend) == (where, "leave -n out, or the budget")


def test_only_a_release_goes_deeper() -> None:
    assert [name for name, profile in PROFILES.items() if profile.depth > 1] == ["release"]

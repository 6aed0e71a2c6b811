"""Which of the collected checks a run takes, and in which order it asks them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec
import pytest

from conformance.locations import suite_directory
from conformance.requirements import Catalogue, Evidence
from conformance.run.profiles import BOTH_FACES, Profile

# The fixtures through which checks reach a face begin with its name, or with the people who use it.
FACE_OF_FIXTURE = {
    "server": "server",
    "shopper": "storefront",
    "another_shopper": "storefront",
    "storefront": "storefront",
}
SMOKE = "smoke"
FACES = "faces"
SHOWS = "shows"


class Collected(msgspec.Struct, frozen=True):
    """One check: its node id below the suite's folder, the requirements it names, whether a smoke run takes it."""

    check: str
    requirements: tuple[str, ...]
    smoke: bool = False


def requirements_of(item: pytest.Item) -> tuple[str, ...]:
    """The requirement ids that a test names."""
    return tuple(str(each) for mark in item.iter_markers("requirement") for each in mark.args)


def faces_of(item: pytest.Item) -> frozenset[str]:
    """The faces that a test asks: those of its fixtures and parameters, or what ``faces(...)`` says."""
    if said := item.get_closest_marker(FACES):
        return frozenset(str(each) for each in said.args)
    fixtures: Sequence[str] = getattr(item, "fixturenames", ())
    of_fixtures = {face for name in fixtures for start, face in FACE_OF_FIXTURE.items() if name.startswith(start)}
    given = getattr(item, "callspec", None)
    values = [getattr(value, "document", value) for value in given.params.values()] if given is not None else []
    return frozenset(of_fixtures | {value for value in values if isinstance(value, str) and value in BOTH_FACES})


def may_hold_smoke(path: Path) -> bool:
    """Whether a module can hold smoke checks: one that never says so needn't be loaded for a smoke run."""
    return not path.name.startswith("test_") or SMOKE in path.read_text(encoding="utf-8")


def kept_by(profile: Profile, items: Iterable[pytest.Item], catalogue: Catalogue) -> list[pytest.Item]:
    """The checks that the profile takes."""
    return [
        item
        for item in items
        if profile.takes(
            tuple(catalogue.get(each) for each in requirements_of(item)),
            faces_of(item),
            smoke=item.get_closest_marker(SMOKE) is not None,
        )
    ]


def asked_for(items: Iterable[pytest.Item], wanted: Iterable[str], catalogue: Catalogue) -> list[pytest.Item]:
    """The checks of the requirements that were asked for; all of them when nothing was."""
    ids = set(wanted)
    # Any exchange can show a requirement that is watched on all of them.
    watched = any(catalogue.get(each).evidence is Evidence.EXCHANGE for each in ids)
    kept = [item for item in items if not ids or watched or ids & set(requirements_of(item))]
    return sorted(kept, key=lambda item: not ids & shown_by(item)) if ids else kept


def shown_by(item: pytest.Item) -> set[str]:
    """The requirements that a test names, and those that are best seen in its exchanges: ``shows(...)``."""
    return {str(each) for mark in item.iter_markers(SHOWS) for each in mark.args} | set(requirements_of(item))


def collected(item: pytest.Item) -> Collected:
    """What is to know of a collected check."""
    return Collected(check_id(item), requirements_of(item), item.get_closest_marker(SMOKE) is not None)


def check_id(item: pytest.Item) -> str:
    """The node id of a check below the suite's folder, wherever pytest was started; as it is for other tests."""
    try:
        path = item.path.relative_to(suite_directory())
    except ValueError:
        return item.nodeid
    _, *rest = item.nodeid.split("::")
    return "::".join([path.as_posix(), *rest])

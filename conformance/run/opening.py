"""The first lines of a record: what the run is about and what it set out to judge."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime

import msgspec

from conformance import __version__
from conformance.contract import load_specs
from conformance.requirements import Catalogue, Evidence
from conformance.run.profiles import Profile
from conformance.run.session import Session
from conformance.verdict import Footer, Header, Selection


def header(session: Session, catalogue: Catalogue) -> Header:
    """Who is judged, by what, from when."""
    started = now()
    return Header(
        run=f"{started} {session.target.name}",
        started_at=started,
        target=session.target.describe(),
        profile=session.profile.name,
        budget=session.allowance.requests if session.allowance is not None else None,
        seed=session.seed,
        version=__version__,
        catalogue_digest=digest(catalogue),
        specs_digest=load_specs().digest(),
    )


def selection(
    named: Iterable[tuple[str, ...]],
    wanted: Iterable[str],
    catalogue: Catalogue,
    profile: Profile,
    *,
    narrowed: bool,
) -> Selection:
    """The requirements of the collected checks.

    Those that every exchange shows belong to every whole run of a profile; a run that was narrowed to some checks
    can't be blamed for showing too little, and still reports their breaches. A smoke run judges them where it
    happened to see them.
    """
    checks = [requirements for requirements in named if requirements]
    ids = {each for requirements in checks for each in requirements}
    asked = set(wanted)
    watched = {
        each.id
        for each in catalogue
        if each.evidence is Evidence.EXCHANGE and not each.untestable and profile.covers(each)
    }
    must_show = ids if profile.smoke else ids | watched
    judged = (ids | watched) & asked if asked else ids if narrowed else must_show
    seen = watched - judged if profile.smoke and not asked and not narrowed else set()
    return Selection(
        requirements=tuple(each.id for each in catalogue if each.id in judged),
        checks=len(checks),
        where_seen=tuple(each.id for each in catalogue if each.id in seen),
    )


def footer(stopped: str) -> Footer:
    """Closes the record now."""
    return Footer(finished_at=now(), stopped=stopped)


def digest(catalogue: Catalogue) -> str:
    """SHA-256, in hex, over all requirements in their order."""
    return hashlib.sha256(msgspec.json.encode(tuple(catalogue))).hexdigest()


def now() -> str:
    """The time in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")

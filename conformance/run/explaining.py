"""Joins what the catalogue, the suite and the faults say of each requirement, and keeps the pages about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from conformance.requirements import Catalogue, Known, known_requirements
from conformance.requirements.pages import pages
from conformance.run.collecting import collect_suite
from conformance.run.witness import WATCHED
from conformance.targets import fault_catalogue


def known_of(catalogue: Catalogue) -> tuple[Known, ...]:
    """All requirements with their checks and faults; collects the suite, which takes seconds."""
    checks = {one.check: one.requirements for one in collect_suite()}
    return known_requirements(catalogue, checks, WATCHED, fault_catalogue())


def read_pages(folder: Path) -> Mapping[str, str]:
    """The pages that are stored, by file name."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md"))}


def write_pages(folder: Path, known: Sequence[Known]) -> None:
    """Writes a page per area and an index, and removes pages of areas that there are not any more."""
    made = pages(known)
    folder.mkdir(parents=True, exist_ok=True)
    for name in read_pages(folder).keys() - made.keys():
        (folder / name).unlink()
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")

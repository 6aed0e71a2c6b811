"""Loads ``specs/requirements/*.yaml`` into frozen values and finds requirements by id."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from types import MappingProxyType

import msgspec
import yaml

from conformance.errors import UserMistake
from conformance.locations import specs_directory
from conformance.requirements.levels import Evidence, Level, Surface

ID_FORM = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a requirement comes from: a section of the seed, a documented operation, or a recorded fact."""

    kind: str
    ref: str


class Unshown(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why a requirement does not apply to a store that shows nothing of what it is about.

    ``beside`` is a requirement that looks at every answer that could have shown it.
    """

    reason: str
    beside: str


class Requirement(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One checkable sentence of the contract.

    ``capability`` names what a target must offer for it to apply (``""``: every target does).
    ``untestable`` gives the reason when no check can exist; ``unshown`` is for what a store may leave out.
    """

    id: str
    level: Level
    surface: Surface
    area: str = ""
    statement: str
    source: Source
    evidence: Evidence
    capability: str = ""
    untestable: str = ""
    unshown: Unshown | None = None


class _AreaFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    area: str
    requirements: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All requirements in the order of their files, by id."""

    by_id: Mapping[str, Requirement] = field(default_factory=lambda: MappingProxyType({}))

    def __iter__(self) -> Iterator[Requirement]:
        return iter(self.by_id.values())

    def __len__(self) -> int:
        return len(self.by_id)

    def __contains__(self, requirement_id: object) -> bool:
        return requirement_id in self.by_id

    def get(self, requirement_id: str) -> Requirement:
        """The requirement with this id; a :class:`UserMistake` that names near ids when there is none."""
        if requirement_id in self.by_id:
            return self.by_id[requirement_id]
        near = get_close_matches(requirement_id, list(self.by_id), n=3)
        mend = f"did you mean {', '.join(near)}?" if near else "`checkout-conformance requirements` lists all ids"
        raise UserMistake(f"no requirement has the id `{requirement_id}`", "specs/requirements/", mend)


def _read(path: Path) -> tuple[Requirement, ...]:
    try:
        area_file = msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")), _AreaFile)
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        raise UserMistake(f"the catalogue file can't be read: {error}", path.name, "mend the YAML") from error
    return tuple(msgspec.structs.replace(requirement, area=area_file.area) for requirement in area_file.requirements)


@cache
def load_catalogue(directory: Path | None = None) -> Catalogue:
    """Reads every area file; raises :class:`UserMistake` on a malformed or repeated id."""
    folder = directory or specs_directory() / "requirements"
    found: dict[str, Requirement] = {}
    for path in sorted(folder.glob("*.yaml")):
        for requirement in _read(path):
            if not ID_FORM.fullmatch(requirement.id):
                raise UserMistake(f"`{requirement.id}` is not a slug", path.name, "use words-joined-by-hyphens")
            if requirement.id in found:
                raise UserMistake(f"`{requirement.id}` stands twice", path.name, "give the rule one id")
            found[requirement.id] = requirement
    for requirement in found.values():
        if requirement.unshown and requirement.unshown.beside not in found:
            what = f"`{requirement.id}` stands beside `{requirement.unshown.beside}`, which is nowhere"
            raise UserMistake(what, str(folder), "name a requirement")
    return Catalogue(MappingProxyType(found))

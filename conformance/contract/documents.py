"""One OpenAPI document and its operations, as values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from conformance.contract.schemas import SchemaSpace
from conformance.errors import UserMistake

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
SUFFIX = ".openapi.yaml"


@dataclass(frozen=True, eq=False)
class Operation:
    """One operation of one document.

    ``responses`` maps statuses (``"200"``, ``"4XX"``, ``"default"``) to the pointer of the response object;
    ``parameters`` holds parameter objects with the pointer of each; references are followed in both.
    """

    document: str
    surface: str
    operation_id: str
    method: str
    path_template: str
    tags: tuple[str, ...]
    raw: Mapping[str, Any] = field(repr=False)
    responses: Mapping[str, str] = field(repr=False)
    parameters: tuple[tuple[str, Mapping[str, Any]], ...] = field(repr=False)
    request_body: str | None = field(repr=False)
    schemas: SchemaSpace = field(repr=False)

    @property
    def where(self) -> str:
        """How findings name it: ``server getCheckout``."""
        return f"{self.surface} {self.operation_id}"

    def response_for(self, status: int) -> str | None:
        """The pointer of the response that documents a status: itself, its range, or ``default``."""
        for key in (str(status), f"{status // 100}XX", "default"):
            if key in self.responses:
                return self.responses[key]
        return None

    def content_at(self, pointer: str) -> Mapping[str, str | None]:
        """The documented media types of a response or request body, with the pointer of each schema."""
        found = self._contents.get(pointer)
        if found is None:
            found = self._contents[pointer] = _content(self.schemas, pointer)
        return found

    @cached_property
    def _contents(self) -> dict[str, Mapping[str, str | None]]:
        return {}


@dataclass(frozen=True, eq=False)
class Document:
    """One file of the contract. ``surface`` is its ``x-surface``, or else its name."""

    name: str
    surface: str
    raw: Mapping[str, Any] = field(repr=False)
    operations: tuple[Operation, ...] = field(repr=False)

    def operation(self, operation_id: str) -> Operation:
        """The operation with that id; raises ``KeyError`` when there is none."""
        for each in self.operations:
            if each.operation_id == operation_id:
                return each
        raise KeyError(operation_id)


def read_document(path: Path) -> Document:
    """Read one file; raises :class:`UserMistake` when it is no readable OpenAPI document."""
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=_JsonLoader)  # noqa: S506 - a safe loader
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as problem:
        raise UserMistake(f"this OpenAPI document can't be read: {problem}", str(path)) from problem
    if not isinstance(raw, dict) or not isinstance(raw.get("paths"), dict):
        raise UserMistake("this OpenAPI document has no paths", str(path), "put an OpenAPI 3.1 document there")
    try:
        return document_of(path.name.removesuffix(SUFFIX), raw)
    except KeyError as problem:
        mend = "references must point at something in the same document"
        raise UserMistake(f"a reference leads nowhere: {problem.args[0]}", str(path), mend) from problem


def document_of(name: str, raw: Mapping[str, Any]) -> Document:
    """A document from its parsed content; raises ``KeyError`` for a reference that leads nowhere."""
    surface = str(raw.get("x-surface", name))
    schemas = SchemaSpace(name, raw)
    operations = (
        _operation(name, surface, schemas, template, method)
        for template, item in raw["paths"].items()
        for method in METHODS
        if method in item
    )
    return Document(name, surface, raw, tuple(operations))


def _operation(name: str, surface: str, schemas: SchemaSpace, template: str, method: str) -> Operation:
    place = f"/paths/{escaped(template)}/{method}"
    raw = schemas.at(place)
    responses = {
        str(status).upper() if str(status) != "default" else "default": schemas.resolved(
            f"{place}/responses/{escaped(status)}"
        )[0]
        for status in raw.get("responses", {})
    }
    return Operation(
        document=name,
        surface=surface,
        operation_id=str(raw.get("operationId", f"{method} {template}")),
        method=method.upper(),
        path_template=template,
        tags=tuple(raw.get("tags", ())),
        raw=raw,
        responses=responses,
        parameters=tuple(_parameters(schemas, template, place)),
        request_body=schemas.resolved(f"{place}/requestBody")[0] if "requestBody" in raw else None,
        schemas=schemas,
    )


def _parameters(schemas: SchemaSpace, template: str, place: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    merged: dict[tuple[str, str], tuple[str, Mapping[str, Any]]] = {}
    for owner in (f"/paths/{escaped(template)}", place):
        for index in range(len(schemas.at(owner).get("parameters", ()))):
            pointer, parameter = schemas.resolved(f"{owner}/parameters/{index}")
            merged[parameter["name"], parameter["in"]] = (pointer, parameter)
    yield from merged.values()


def _content(schemas: SchemaSpace, pointer: str) -> Mapping[str, str | None]:
    return {
        media.split(";")[0].strip().lower(): (
            f"{pointer}/content/{escaped(media)}/schema" if "schema" in described else None
        )
        for media, described in schemas.at(pointer).get("content", {}).items()
    }


def escaped(segment: Any) -> str:
    """One segment of a JSON pointer."""
    return str(segment).replace("~", "~0").replace("/", "~1")


class _JsonLoader(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]
    """YAML as OpenAPI means it: only JSON's values. A day stays text, ``NO`` stays a country, keys are text."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[str, Any]:  # noqa: FBT001, FBT002
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return {str(key): value for key, value in mapping.items()}


_JsonLoader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag != "tag:yaml.org,2002:timestamp" and not (tag == "tag:yaml.org,2002:bool" and first in "yYnNoO")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}

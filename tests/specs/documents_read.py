"""What the tests of the documents look at, read once: places, examples, links and twins."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from benchmarks.fidelity.walking import schemas_at
from conformance.contract import Document, Operation, load_specs
from conformance.contract.documents import escaped
from conformance.contract.schemas import SchemaSpace

FACES = ("server", "storefront")
_FREE = frozenset({"example", "examples", "default", "enum", "const", "value"})
_SUBSCHEMAS = ("items", "additionalProperties", "not", "if", "then", "else")
_EXPRESSION = re.compile(r"\$(?:response\.body#[^'\"\s,}\]]*|request\.path\.\w+)")


@cache
def documents() -> Mapping[str, Document]:
    return load_specs().documents


def names() -> list[str]:
    return sorted(documents())


def operations() -> list[Operation]:
    return list(load_specs().operations())


def space_of(name: str) -> SchemaSpace:
    return SchemaSpace(name, documents()[name].raw)


def components(name: str, kind: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = documents()[name].raw.get("components", {}).get(kind, {})
    return found


def nodes(node: Any, where: str = "") -> Iterator[tuple[str, Any]]:
    """Every node of a document that is not part of an example, with its pointer."""
    yield where, node
    if isinstance(node, Mapping):
        for key, value in node.items():
            if key not in _FREE or where.endswith("/properties"):
                yield from nodes(value, f"{where}/{escaped(key)}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from nodes(value, f"{where}/{index}")


def members(name: str) -> Iterator[tuple[str, str, Any]]:
    """Every described member: where it is described, its name and its schema."""
    for where, node in nodes(documents()[name].raw):
        if where.endswith("/properties") and isinstance(node, Mapping):
            for member, schema in node.items():
                yield where, member, schema


def references(name: str) -> set[str]:
    return {
        node["$ref"]
        for _, node in nodes_with_examples(documents()[name].raw)
        if isinstance(node, Mapping) and isinstance(node.get("$ref"), str)
    }


def nodes_with_examples(node: Any) -> Iterator[tuple[str, Any]]:
    yield "", node
    children = node.values() if isinstance(node, Mapping) else node if isinstance(node, list) else ()
    for child in children:
        yield from nodes_with_examples(child)


@dataclass(frozen=True)
class Example:
    """An example and the pointer of the schema that it illustrates."""

    document: str
    where: str
    schema: str
    value: Any

    def __str__(self) -> str:
        return f"{self.document} {self.where}"


@cache
def examples() -> tuple[Example, ...]:
    return tuple(each for name in names() for each in _examples_in(name))


def _examples_in(name: str) -> Iterator[Example]:
    space = space_of(name)
    for where, node in nodes(documents()[name].raw):
        if not isinstance(node, Mapping) or not isinstance(node.get("schema"), Mapping):
            continue
        if "example" in node:
            yield Example(name, where, f"{where}/schema", node["example"])
        for key in node.get("examples", {}):
            found = space.resolved(f"{where}/examples/{escaped(key)}")[1]
            yield Example(name, f"{where} {key}", f"{where}/schema", found["value"])


@dataclass(frozen=True)
class Link:
    """A link of a response: from which operation, under which name, to what."""

    source: Operation
    status: str
    name: str
    raw: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.source.where} {self.status} {self.name}"

    @property
    def target(self) -> Operation | None:
        found = [
            each
            for each in documents()[self.source.document].operations
            if each.operation_id == self.raw.get("operationId")
        ]
        return found[0] if found else None

    def expressions(self) -> list[str]:
        return _EXPRESSION.findall(json.dumps(dict(self.raw)))

    def dead_expressions(self) -> list[str]:
        return [each for each in self.expressions() if not self._resolves(each)]

    def _resolves(self, expression: str) -> bool:
        if expression.startswith("$request.path."):
            return expression.removeprefix("$request.path.") in path_parameters(self.source)
        schemas = self.source.content_at(self.source.responses[self.status]).values()
        path = tuple(int(part) if part.isdigit() else part for part in expression.split("#/", 1)[1].split("/"))
        return any(
            schema and any("type" in each for each in schemas_at(self.source.schemas, schema, path))
            for schema in schemas
        )


@cache
def links() -> tuple[Link, ...]:
    return tuple(
        Link(operation, status, name, operation.schemas.resolved(f"{pointer}/links/{escaped(name)}")[1])
        for operation in operations()
        for status, pointer in operation.responses.items()
        for name in operation.schemas.at(pointer).get("links", {})
    )


def path_parameters(operation: Operation) -> set[str]:
    return {parameter["name"] for _, parameter in operation.parameters if parameter["in"] == "path"}


def snake(name: str) -> bool:
    return re.fullmatch(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*", name) is not None


def camel(name: str) -> bool:
    return re.fullmatch(r"[a-z][a-z0-9]*(?:[A-Z][a-z0-9]*)*", name) is not None


def camelled(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in rest)


def bare(schema: Any) -> Any:
    """A schema without what is only for readers."""
    if isinstance(schema, Mapping):
        return {
            key: bare(value)
            for key, value in schema.items()
            if key not in {"description", "title", "example", "examples"} and not key.startswith("x-")
        }
    return [bare(each) for each in schema] if isinstance(schema, list) else schema


@dataclass(frozen=True)
class Member:
    """A member of a component schema, wherever in its branches it is described."""

    face: str
    schema: str
    name: str
    raw: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.face} {self.schema}.{self.name}"

    @property
    def is_of_one_face(self) -> bool:
        return bool(self.raw.get("x-face-only"))

    @property
    def twin(self) -> str:
        named = self.raw.get("x-twin")
        return str(named) if named else camelled(self.name) if self.face == "server" else self.name

    def types(self) -> frozenset[str]:
        """The JSON types it may have, and what is insisted on in texts."""
        return frozenset(_types(space_of(self.face), self.raw))


def _types(space: SchemaSpace, schema: Mapping[str, Any]) -> Iterator[str]:
    if isinstance(schema.get("$ref"), str):
        yield from _types(space, space.at(schema["$ref"].removeprefix("#")))
    types = schema.get("type", ())
    yield from [types] if isinstance(types, str) else types
    if "format" in schema:
        yield f"format {schema['format']}"
    for word in ("anyOf", "oneOf", "allOf"):
        for branch in schema.get(word, ()):
            yield from _types(space, branch)


def members_of(face: str, schema: str) -> dict[str, Member]:
    """The members of a component schema, inherited ones included."""
    pointer = f"/components/schemas/{schema}"
    found: dict[str, Member] = {}
    for part in schemas_at(space_of(face), pointer, ()):
        for name, raw in part.get("properties", {}).items():
            if isinstance(raw, Mapping):
                found[name] = Member(face, schema, name, raw)
    return found


def twin_schemas() -> list[str]:
    """Answers that both faces describe under one name."""
    both = set(components("server", "schemas")) & set(components("storefront", "schemas"))
    return sorted(name for name in both if not name.endswith("Request"))


def differs_by_intent(schema: str, *members_seen: Member) -> bool:
    marked = any("x-types-differ" in member.raw for member in members_seen)
    return marked or any("x-types-differ" in components(face, "schemas")[schema] for face in FACES)

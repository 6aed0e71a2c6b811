"""What a document says about one place of a body, read from its schemas without an instance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from benchmarks.fidelity.mutations import Path
from conformance.contract.schemas import SchemaSpace


def schemas_at(space: SchemaSpace, pointer: str, path: Path) -> list[Mapping[str, Any]]:
    """Every schema that speaks about a path below the schema at a pointer, in whatever branch."""
    here = list(_spread(space, space.at(pointer)))
    for part in path:
        here = [inner for schema in here for child in _children(schema, part) for inner in _spread(space, child)]
    return here


def types_in(schemas: list[Mapping[str, Any]]) -> frozenset[str]:
    """The JSON types that they name; whole numbers are numbers."""
    named: set[str] = set()
    for schema in schemas:
        types = schema.get("type", ())
        named.update([types] if isinstance(types, str) else types)
    return frozenset("number" if each == "integer" else each for each in named)


def lists_values(schemas: list[Mapping[str, Any]]) -> bool:
    """Whether one of them lists the values that may stand there."""
    return any("enum" in schema or "const" in schema for schema in schemas)


def _spread(space: SchemaSpace, schema: Any, seen: tuple[str, ...] = ()) -> Iterator[Mapping[str, Any]]:
    if not isinstance(schema, Mapping):
        return
    yield schema
    reference = schema.get("$ref")
    if isinstance(reference, str) and reference not in seen:
        yield from _spread(space, space.at(reference.removeprefix("#")), (*seen, reference))
    for word in ("allOf", "anyOf", "oneOf"):
        for branch in schema.get(word, ()):
            yield from _spread(space, branch, seen)


def _children(schema: Mapping[str, Any], part: str | int) -> Iterator[Any]:
    if isinstance(part, int):
        yield schema.get("items")
    elif part in schema.get("properties", {}):
        yield schema["properties"][part]
    else:
        yield schema.get("additionalProperties")

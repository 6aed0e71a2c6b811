"""What a target does that the contract doesn't describe: worth knowing, never a breach."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from conformance.contract.bodies import NotJson, decode
from conformance.contract.documents import escaped
from conformance.contract.matching import Match
from conformance.contract.schemas import SchemaSpace
from conformance.contract.validation import described_body, is_refusal, is_trouble
from conformance.contract.wording import kind, pointer_to, shown
from conformance.verdict.values import Exchange

# More than this is another document altogether, and no reader counts on.
MOST_DRIFTS = 50

_Path = tuple[str | int, ...]
_Place = tuple[str, Mapping[str, Any]]


def drift(exchange: Exchange, match: Match) -> tuple[str, ...]:
    """Undescribed members, values outside open enums, and refusals with undocumented statuses.

    Each is named once, by a pointer that is the same for all elements of an array. At most
    :data:`MOST_DRIFTS`. Trouble (429, 5xx, no response) drifts nowhere.
    """
    response = exchange.response
    if response is None or is_trouble(response.status):
        return ()
    if match.operation.response_for(response.status) is None:
        return (f"status {response.status} is not documented",) if is_refusal(response.status) else ()
    schema = described_body(response, match)
    if schema is None or not response.body:
        return ()
    try:
        instance = decode(response.body)
    except NotJson:
        return ()
    schemas = match.operation.schemas
    if schemas.surely_describes(schema, instance):
        return ()
    return tuple(sorted(set(undescribed(schemas, schema, instance)))[:MOST_DRIFTS])


def undescribed(schemas: SchemaSpace, schema: str, instance: Any) -> Iterator[str]:
    """Look closely: every member and value of an instance that the schema at a pointer doesn't describe."""
    waiting: list[tuple[_Path, list[str], Any]] = [((), [schema], instance)]
    while waiting:
        path, pointers, value = waiting.pop()
        places = [place for pointer in pointers for place in _applicable(schemas, pointer, value)]
        if isinstance(value, dict):
            named = any("properties" in each or "patternProperties" in each for _, each in places)
            for name, member in value.items():
                part, inner = _described(places, name)
                if inner:
                    waiting.append(((*path, part), inner, member))
                elif named:
                    yield f"{pointer_to((*path, part))} is not described"
        elif isinstance(value, list):
            for index, item in enumerate(value):
                waiting.append(((*path, index), _items(places, index), item))
        elif any(_is_new(each, value) for _, each in places):
            yield f"{pointer_to(path) or 'the body'} has a value that is not described: {shown(value)}"


def _applicable(schemas: SchemaSpace, start: str, instance: Any) -> Iterator[_Place]:
    """Every schema that speaks about a location: itself, what it refers to, and the fitting branches."""
    waiting, seen = [start], set[str]()
    while waiting:
        pointer = waiting.pop()
        schema = schemas.at(pointer)
        if pointer in seen or not isinstance(schema, Mapping):
            continue
        seen.add(pointer)
        yield pointer, schema
        if isinstance(schema.get("$ref"), str):
            waiting.append(schema["$ref"].removeprefix("#"))
        waiting.extend(f"{pointer}/allOf/{index}" for index in range(len(schema.get("allOf", ()))))
        waiting.extend(f"{pointer}/{word}" for word in ("then", "else") if word in schema)
        for word in ("anyOf", "oneOf"):
            branches = [f"{pointer}/{word}/{index}" for index in range(len(schema.get(word, ())))]
            waiting.extend(_fitting(schemas, branches, instance))


def _fitting(schemas: SchemaSpace, branches: list[str], instance: Any) -> list[str]:
    """The branches that accept an instance; those of its kind when none does."""
    wanted = kind(instance)
    right_kind = [each for each in branches if _may_be(schemas, each, wanted)]
    if len(right_kind) <= 1:
        return right_kind
    return [each for each in right_kind if schemas.accepts(each, instance)] or right_kind


def _may_be(schemas: SchemaSpace, pointer: str, wanted: str) -> bool:
    schema = schemas.resolved(pointer)[1]
    types = schema.get("type") if isinstance(schema, Mapping) else None
    if types is None:
        return True
    names = [types] if isinstance(types, str) else types
    return wanted in names or (wanted == "number" and "integer" in names)


def _described(places: list[_Place], name: str) -> tuple[str, list[str]]:
    """How a member is called in a pointer, and the schemas that describe it; none when nothing does."""
    direct = [
        f"{pointer}/properties/{escaped(name)}" for pointer, schema in places if name in schema.get("properties", ())
    ]
    direct += [
        f"{pointer}/patternProperties/{escaped(pattern)}"
        for pointer, schema in places
        for pattern in schema.get("patternProperties", ())
        if re.search(pattern, name)
    ]
    if direct:
        return name, direct
    words = ("additionalProperties", "unevaluatedProperties")
    rest = [
        f"{pointer}/{word}" for pointer, schema in places for word in words if isinstance(schema.get(word), Mapping)
    ]
    return ("*" if rest else name), rest


def _items(places: list[_Place], index: int) -> list[str]:
    found = []
    for pointer, schema in places:
        if index < len(schema.get("prefixItems", ())):
            found.append(f"{pointer}/prefixItems/{index}")
        elif "items" in schema:
            found.append(f"{pointer}/items")
    return found


def _is_new(schema: Mapping[str, Any], value: Any) -> bool:
    known = schema.get("enum", ()) if schema.get("x-open-enum") is True else ()
    return value not in known and any(kind(each) == kind(value) for each in known)

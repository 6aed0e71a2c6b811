"""The request side of the contract: whether a request of ours keeps what its operation documents.

It tells a negative request that really breaks something from one that only looks wrong.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from conformance.contract.bodies import NotJson, decode, documented_as, is_json, media_type
from conformance.contract.documents import Operation
from conformance.contract.matching import Match
from conformance.contract.wording import reasons

# OpenAPI says that parameters with these names are described elsewhere.
_DESCRIBED_ELSEWHERE = frozenset({"accept", "content-type", "authorization"})
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)
_LITERALS = {"true": True, "false": False, "null": None}


def request_violations(
    match: Match,
    method: str,
    url: str,
    headers: Iterable[tuple[str, str]],
    body: str | None,
) -> tuple[str, ...]:
    """Every breach of the documented request, in words; unknown members and parameters are none.

    Judged: path, query and header parameters (values that are a JSON object are not), content type and body.
    Credentials are not: ``security`` says nothing about the shape of a request.
    """
    if method.upper() != match.operation.method:
        return (f"the method: expected {match.operation.method}, got {method.upper()}",)
    given = tuple(headers)
    found = [*_parameter_violations(match, url, given), *_body_violations(match.operation, given, body)]
    return tuple(dict.fromkeys(found))


def _parameter_violations(match: Match, url: str, headers: tuple[tuple[str, str], ...]) -> Iterator[str]:
    query = parse_qs(urlsplit(url).query, keep_blank_values=True)
    sent = {name.lower(): [value] for name, value in headers}
    path = {name: [value] for name, value in match.path_parameters.items()}
    for pointer, parameter in match.operation.parameters:
        name, place = parameter["name"], parameter["in"]
        if place == "header" and name.lower() in _DESCRIBED_ELSEWHERE:
            continue
        source: Mapping[str, list[str]] = {"query": query, "header": sent, "path": path}.get(place, {})
        values = source.get(name.lower() if place == "header" else name)
        if values is not None:
            yield from _value_violations(match.operation, pointer, parameter, values)
        elif parameter.get("required") and place != "cookie":
            yield f"{place} parameter {name}: it is required and missing"


def _value_violations(
    operation: Operation, pointer: str, parameter: Mapping[str, Any], values: list[str]
) -> Iterator[str]:
    if "schema" not in parameter:
        return
    schema = f"{pointer}/schema"
    readings = list(_readings(operation, schema, parameter, values))
    if any(operation.schemas.accepts(schema, reading) for reading in readings):
        return
    label = f"{parameter['in']} parameter {parameter['name']}"
    errors = operation.schemas.reference(schema).iter_errors(readings[0])
    yield from reasons(errors, label)


def _readings(operation: Operation, schema: str, parameter: Mapping[str, Any], values: list[str]) -> Iterator[Any]:
    """What the text of a parameter can stand for, the most telling reading first."""
    described = operation.schemas.resolved(schema)[1]
    wanted = described.get("type", "string") if isinstance(described, Mapping) else "string"
    if wanted == "array":
        explodes = parameter.get("explode", parameter["in"] == "query")
        parts = values if explodes else [part for value in values for part in value.split(",")]
        yield parts
        yield [_typed(part) for part in parts]
        return
    readings = (values[-1], _typed(values[-1]))
    yield from readings if "string" in wanted else reversed(readings)


def _typed(text: str) -> Any:
    if text in _LITERALS:
        return _LITERALS[text]
    return json.loads(text) if _NUMBER.fullmatch(text) and not re.match(r"-?0\d", text) else text


def _body_violations(operation: Operation, headers: tuple[tuple[str, str], ...], body: str | None) -> Iterator[str]:
    if operation.request_body is None:
        return
    if not body:
        if operation.schemas.at(operation.request_body).get("required"):
            yield "the body: it is required and missing"
        return
    content = operation.content_at(operation.request_body)
    sent = next((value for name, value in headers if name.lower() == "content-type"), None)
    media = media_type(sent)
    covered = documented_as(media, content)
    if covered is None:
        yield f"the content type: expected {' or '.join(sorted(content))}, got {media or 'none'}"
        return
    if is_json(media):
        yield from _json_violations(operation, content[covered], body)


def _json_violations(operation: Operation, schema: str | None, body: str) -> Iterator[str]:
    try:
        instance = decode(body)
    except NotJson as problem:
        yield f"the body: expected JSON as its content type says, but {problem}"
        return
    if schema is not None and not operation.schemas.accepts(schema, instance):
        yield from reasons(operation.schemas.reference(schema).iter_errors(instance))

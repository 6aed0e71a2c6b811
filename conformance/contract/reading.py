"""The two readings of a document's schemas.

The lenient reading is the contract: open enums insist on nothing, formats that we have no rule for neither.
The strict reading refuses whatever the contract doesn't describe; it only serves to see quickly that there
is nothing of that kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.contract.formats import FORMATS

# Keywords whose value is a map of schemas, one schema, a list of schemas.
_MAPS = frozenset({"properties", "patternProperties", "$defs", "dependentSchemas"})
_SINGLES = frozenset(
    {"items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames",
     "unevaluatedProperties", "unevaluatedItems"}
)  # fmt: skip
_LISTS = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
# Under these another location of the instance begins, or members get described anew.
_CHILDREN = frozenset({"properties", "patternProperties", "items", "prefixItems", "additionalProperties"})
# Refusing more under these would accept more outside.
_CONDITIONS = frozenset({"not", "if", "contains", "propertyNames"})
_FOR_READERS = frozenset({"example", "examples", "default", "description", "title"})


def rewritten(raw: Mapping[str, Any], *, strict: bool) -> dict[str, Any]:
    """The document with every schema in one reading; what stands at a pointer stays there."""
    return {
        part: _document_part(raw[part], raw if strict else None) for part in ("paths", "components") if part in raw
    }


def describes_members(raw: Mapping[str, Any], schema: Any, seen: frozenset[str] = frozenset()) -> bool:
    """Whether a schema names members anywhere at its own location; if not, any member is welcome."""
    if not isinstance(schema, Mapping):
        return False
    if "properties" in schema or "patternProperties" in schema:
        return True
    reference = schema.get("$ref")
    if isinstance(reference, str) and reference not in seen:
        return describes_members(raw, _looked_up(raw, reference), seen | {reference})
    inner = [part for word in ("allOf", "anyOf", "oneOf") for part in schema.get(word, ())]
    inner += [schema[word] for word in ("then", "else") if word in schema]
    return any(describes_members(raw, part, seen) for part in inner)


def _looked_up(raw: Mapping[str, Any], reference: str) -> Any:
    node: Any = raw
    for part in reference.removeprefix("#").split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        node = node[int(key)] if isinstance(node, list) else node.get(key, {})
    return node


def _document_part(node: Any, strict: Mapping[str, Any] | None) -> Any:
    if isinstance(node, list):
        return [_document_part(each, strict) for each in node]
    if not isinstance(node, Mapping):
        return node
    out: dict[str, Any] = {}
    for key, value in node.items():
        if key == "schema":
            out[key] = _closed(value, strict)
        elif key == "schemas" and isinstance(value, Mapping):
            out[key] = {name: _schema(each, strict) for name, each in value.items()}
        elif key not in {"example", "examples"}:
            out[key] = _document_part(value, strict)
    return out


def _schema(schema: Any, strict: Mapping[str, Any] | None) -> Any:
    if not isinstance(schema, Mapping):
        return schema
    out: dict[str, Any] = {}
    for word, value in schema.items():
        if _is_silent(schema, word, value, strict=strict is not None):
            continue
        inside = None if word in _CONDITIONS else strict
        rewrite = _closed if word in _CHILDREN else _schema
        if word in _MAPS:
            out[word] = {name: rewrite(each, inside) for name, each in value.items()}
        elif word in _LISTS:
            out[word] = [rewrite(each, inside) for each in value]
        else:
            out[word] = rewrite(value, inside) if word in _SINGLES else value
    return out


def _is_silent(schema: Mapping[str, Any], word: str, value: Any, *, strict: bool) -> bool:
    if word in _FOR_READERS:
        return True
    if word == "format":
        return value not in FORMATS
    if word == "enum":
        return not strict and schema.get("x-open-enum") is True
    return strict and word == "additionalProperties" and value is True


def _closed(schema: Any, strict: Mapping[str, Any] | None) -> Any:
    out = _schema(schema, strict)
    if strict is None or not isinstance(out, dict) or not describes_members(strict, schema):
        return out
    return {**out, "unevaluatedProperties": False}

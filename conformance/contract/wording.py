"""Breaches of a schema in words: where, what was expected, what was there.

The words are the same for the same breach whenever it happens: array positions read ``[*]``, ids ``*``, and
a value is only shown where it is short and no id. Equal breaches of a run so become one finding.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from jsonschema import ValidationError

from conformance.contract.documents import escaped
from conformance.contract.formats import SPOKEN

# A reader mends a handful at a time; beyond that a body is simply not what was promised.
MOST_REASONS = 20
# Long enough for a status, a currency, a type; anything longer is data.
_SHORT = 40
_MOST_CHOICES = 8
_ID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}|[0-9a-fA-F]{13,}|\d+", re.ASCII)
# Four digits in a row are an order number, a year, a price in cents: different at the next run.
_UNSTEADY = re.compile(r"[0-9a-fA-F]{13,}|\d{4,}", re.ASCII)


def pointer_to(path: Iterable[str | int]) -> str:
    """A JSON pointer that is the same for every element of an array and for every id."""
    return "".join(f"/{_segment(part)}" for part in path)


def reasons(errors: Iterable[ValidationError], within: str = "") -> tuple[str, ...]:
    """One sentence per distinct breach, at most :data:`MOST_REASONS`; ``within`` names what is no body."""
    found: dict[str, list[ValidationError]] = {}
    for error in errors:
        for leaf in leaves_of(error):
            found.setdefault(within + pointer_to(leaf.absolute_path) or "the body", []).append(leaf)
        if len(found) >= MOST_REASONS:
            break
    worded = {f"{place}: {words}" for place, leaves in found.items() for words in _told(leaves)}
    return tuple(sorted(worded)[:MOST_REASONS])


def shown(value: Any, hidden: str = "another string") -> str:
    """A value in a few words: itself when it is short and no id, otherwise its kind, or ``hidden``."""
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    if isinstance(value, str):
        if value == "":
            return "an empty string"
        return hidden if len(value) > _SHORT or _UNSTEADY.search(value) else json.dumps(value)
    return f"{_article(kind(value))} {kind(value)}"


def kind(value: Any) -> str:
    """The JSON type of a value; a whole number is a ``number`` like any other."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"


def _article(word: str) -> str:
    return "an" if word[0] in "aeiou" else "a"


def _segment(part: str | int) -> str:
    if isinstance(part, int):
        return "[*]"
    if _ID.fullmatch(part):
        return "*"
    return escaped(part if len(part) <= _SHORT else f"{part[:_SHORT]}…")


def _told(leaves: list[ValidationError]) -> Iterable[str]:
    """The words for one place; where the type is wrong, the rest follows from it and is not told."""
    of_wrong_type = [leaf for leaf in leaves if leaf.validator == "type"]
    for leaf in of_wrong_type or leaves:
        yield from _words(leaf)


def leaves_of(error: ValidationError) -> Iterable[ValidationError]:
    """The errors that say most: those of the branch that the instance comes closest to."""
    if error.validator not in {"anyOf", "oneOf"} or not error.context:
        return [error]
    branches: dict[Any, list[ValidationError]] = {}
    for each in error.context:
        branches.setdefault(each.schema_path[0], []).append(each)
    close = [found for found in branches.values() if not _is_of_another_kind(found, error)]
    if not close:
        return [error]
    closest = min(close, key=lambda found: _distance(found, error))
    return [leaf for each in closest for leaf in leaves_of(each)]


def _is_of_another_kind(errors: list[ValidationError], parent: ValidationError) -> bool:
    depth = len(parent.absolute_path)
    return any(len(each.absolute_path) == depth and each.validator in {"type", "const"} for each in errors)


def _distance(errors: list[ValidationError], parent: ValidationError) -> tuple[int, int, int]:
    """A branch whose own members are all there is closer than others; then fewer and deeper breaches count."""
    depth = len(parent.absolute_path)
    missing = sum(each.validator == "required" and len(each.absolute_path) == depth for each in errors)
    return missing, len(errors), -max(len(each.absolute_path) for each in errors)


def _words(error: ValidationError) -> Iterable[str]:
    word = str(error.validator)
    if word == "required":
        instance: Any = error.instance
        wanted: Any = error.validator_value
        missing = (name for name in wanted if name not in instance)
        return [f'required member "{name}" is missing' for name in missing]
    sentence = _SENTENCES.get(word)
    return [sentence(error) if sentence else f"breaks the described {word!r}, got {shown(error.instance)}"]


def _type(error: ValidationError) -> str:
    return f"expected {_any_of(_types(error.validator_value))}, got {shown(error.instance, 'a string')}"


def _types(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _any_of(words: list[str]) -> str:
    return " or ".join(words) if words else "nothing"


def _enum(error: ValidationError) -> str:
    wanted: Any = error.validator_value
    choices = [json.dumps(each) for each in wanted]
    more = [f"{len(choices) - _MOST_CHOICES} more"] if len(choices) > _MOST_CHOICES else []
    return f"expected {_any_of(choices[:_MOST_CHOICES] + more)}, got {shown(error.instance)}"


def _format(error: ValidationError) -> str:
    name = str(error.validator_value)
    got = "an empty string" if error.instance == "" else "another string"
    return f"expected {SPOKEN.get(name, name)}, got {got}"


def _pattern(error: ValidationError) -> str:
    pattern = str(error.validator_value)
    wanted = f"a string like {pattern}" if len(pattern) <= _SHORT else "a string of the described pattern"
    return f"expected {wanted}, got {shown(error.instance)}"


def _no_shape(error: ValidationError) -> str:
    if not error.context:
        return f"matches more than one of the shapes that exclude each other, got {shown(error.instance)}"
    types = {name for each in error.context if each.validator == "type" for name in _types(each.validator_value)}
    wanted = _any_of(sorted(types)) if types else "one of the described shapes"
    return f"expected {wanted}, got {shown(error.instance, 'a string')}"


def _superfluous(error: ValidationError) -> str:
    instance: Any = error.instance
    described = error.schema.get("properties", {}) if isinstance(error.schema, Mapping) else {}
    names = sorted(name for name in instance if name not in described)
    listed = ", ".join(f'"{_segment(name)}"' for name in names[:_MOST_CHOICES])
    return f"expected no other members than described, got {listed}"


def _absent_companions(error: ValidationError) -> str:
    instance: Any = error.instance
    wanted: Any = error.validator_value
    absent = {name for owner, names in wanted.items() if owner in instance for name in names if name not in instance}
    return " and ".join(f'"{name}"' for name in sorted(absent))


def _bound(wanted: str, got: str) -> Callable[[ValidationError], str]:
    return lambda error: f"expected {wanted.format(error.validator_value)}, got {got}"


_SENTENCES: dict[str, Callable[[ValidationError], str]] = {
    "type": _type,
    "enum": _enum,
    "const": lambda error: f"expected {json.dumps(error.validator_value)}, got {shown(error.instance)}",
    "format": _format,
    "pattern": _pattern,
    "oneOf": _no_shape,
    "anyOf": _no_shape,
    "additionalProperties": _superfluous,
    "unevaluatedProperties": _superfluous,
    "minimum": _bound("at least {}", "less"),
    "exclusiveMinimum": _bound("more than {}", "less or the same"),
    "maximum": _bound("at most {}", "more"),
    "exclusiveMaximum": _bound("less than {}", "more or the same"),
    "multipleOf": _bound("a multiple of {}", "a number between"),
    "minLength": _bound("at least {} characters", "fewer"),
    "maxLength": _bound("at most {} characters", "more"),
    "minItems": _bound("at least {} items", "fewer"),
    "maxItems": _bound("at most {} items", "more"),
    "minProperties": _bound("at least {} members", "fewer"),
    "maxProperties": _bound("at most {} members", "more"),
    "dependentRequired": lambda error: f"{_absent_companions(error)} must be there because another member is",
    "uniqueItems": _bound("items that differ", "the same one twice"),
}

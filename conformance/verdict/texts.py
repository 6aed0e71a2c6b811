"""Rewriting every text inside a value: the frozen values of a run record nest, texts sit at any depth."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from enum import Enum
from typing import TypeVar, cast

import msgspec

Value = TypeVar("Value")


def rewritten(value: Value, change: Callable[[str], str]) -> Value:
    """The same value with ``change`` applied to every text in it, keys too. Enums stay as they are."""
    return cast("Value", _rewritten(value, change))


def encodable(text: str) -> str:
    """The text with lone surrogates replaced by ``?``: JSON may carry them, UTF-8 can't."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _rewritten(value: object, change: Callable[[str], str]) -> object:
    if isinstance(value, str):
        return value if isinstance(value, Enum) else change(value)
    if isinstance(value, tuple):
        return tuple(_rewritten(item, change) for item in value)
    if isinstance(value, dict):
        return {_rewritten(key, change): _rewritten(item, change) for key, item in value.items()}
    if isinstance(value, msgspec.Struct):
        fields = {name: _rewritten(getattr(value, name), change) for name in value.__struct_fields__}
        return msgspec.structs.replace(value, **fields)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changed = {field.name: _rewritten(getattr(value, field.name), change) for field in dataclasses.fields(value)}
        return dataclasses.replace(value, **changed)
    return value

"""The schemas of one document: how a place in it is found, and the validators that are compiled from it.

A place is named by its JSON pointer from the root of the document (``/components/schemas/Cart``).
References stay inside a document (``#/components/...``).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import quote

import jsonschema_rs
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from conformance.contract.formats import FORMATS, format_checker
from conformance.contract.reading import rewritten

_CHECKER = format_checker()


class SchemaSpace:
    """All schemas of one document, and one compiled validator per place, made when first asked for."""

    def __init__(self, name: str, raw: Mapping[str, Any]) -> None:
        self.raw = raw
        self._uri = f"urn:contract:{name}"
        self._places: dict[str, Any] = {}
        self._fast: dict[str, jsonschema_rs.Draft202012Validator] = {}
        self._strict: dict[str, jsonschema_rs.Draft202012Validator] = {}
        self._reference: dict[str, Draft202012Validator] = {}

    def at(self, pointer: str) -> Any:
        """What stands at a pointer; raises ``KeyError`` when there is nothing."""
        if pointer in self._places:
            return self._places[pointer]
        node: Any = self.raw
        for part in pointer.split("/")[1:]:
            key = part.replace("~1", "/").replace("~0", "~")
            try:
                node = node[int(key)] if isinstance(node, list) else node[key]
            except (KeyError, IndexError, ValueError, TypeError):
                raise KeyError(pointer) from None
        self._places[pointer] = node
        return node

    def resolved(self, pointer: str) -> tuple[str, Any]:
        """Follow ``$ref`` from a pointer until something else stands there: its pointer and itself."""
        node = self.at(pointer)
        seen = {pointer}
        while isinstance(node, Mapping) and isinstance(node.get("$ref"), str):
            pointer = node["$ref"].removeprefix("#")
            if pointer in seen:
                raise KeyError(pointer)
            seen.add(pointer)
            node = self.at(pointer)
        return pointer, node

    def accepts(self, pointer: str, instance: Any) -> bool:
        """Whether the schema at a pointer accepts an instance.

        The fast validator decides when it accepts. When it refuses, the reference has the last word, so a
        disagreement between the two never blames a store.
        """
        if self._quick(self._fast, self._lenient_registry, pointer, instance):
            return True
        return self.reference(pointer).is_valid(instance)

    def surely_describes(self, pointer: str, instance: Any) -> bool:
        """Whether every member of an instance is described at a glance; ``False`` means: look closer."""
        return self._quick(self._strict, self._strict_registry, pointer, instance)

    def reference(self, pointer: str) -> Draft202012Validator:
        """The validator that words the errors."""
        known = self._reference.get(pointer)
        if known is None:
            known = self._reference[pointer] = Draft202012Validator(
                self._reference_to(pointer),
                registry=self._reference_registry,
                format_checker=_CHECKER,
            )
        return known

    def fast(self, pointer: str) -> jsonschema_rs.Draft202012Validator:
        """The validator of the hot path."""
        return self._compiled(self._fast, self._lenient_registry, pointer)

    def _reference_to(self, pointer: str) -> dict[str, str]:
        # Path templates have braces, which are not allowed in a URI.
        return {"$ref": f"{self._uri}#{quote(pointer, safe='/~')}"}

    def _quick(
        self,
        cache: dict[str, jsonschema_rs.Draft202012Validator],
        registry: jsonschema_rs.Registry,
        pointer: str,
        instance: Any,
    ) -> bool:
        validator = self._compiled(cache, registry, pointer)
        try:
            return validator.is_valid(instance)
        except (ValueError, RecursionError):
            # It can't take half of a surrogate pair, or hundreds of nested levels; the reference can.
            return False

    def _compiled(
        self,
        cache: dict[str, jsonschema_rs.Draft202012Validator],
        registry: jsonschema_rs.Registry,
        pointer: str,
    ) -> jsonschema_rs.Draft202012Validator:
        known = cache.get(pointer)
        if known is None:
            known = cache[pointer] = jsonschema_rs.Draft202012Validator(
                self._reference_to(pointer),
                registry=registry,
                formats=FORMATS,
                validate_formats=True,
            )
        return known

    @cached_property
    def _lenient(self) -> dict[str, Any]:
        return rewritten(self.raw, strict=False)

    @cached_property
    def _lenient_registry(self) -> jsonschema_rs.Registry:
        return jsonschema_rs.Registry([(self._uri, self._lenient)])

    @cached_property
    def _strict_registry(self) -> jsonschema_rs.Registry:
        return jsonschema_rs.Registry([(self._uri, rewritten(self.raw, strict=True))])

    @cached_property
    def _reference_registry(self) -> Registry[Any]:
        resource = DRAFT202012.create_resource(self._lenient)
        registry: Registry[Any] = Registry().with_resource(self._uri, resource)
        return registry

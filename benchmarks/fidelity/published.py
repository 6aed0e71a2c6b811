"""The vendor's published documents on the same answers.

They are OpenAPI 3.0; ``nullable`` is put the way JSON Schema says it, and nothing else is changed. One
pattern in them is no regular expression in ECMA-262 with Unicode semantics, which JSON Schema recommends, nor
for the fast validator: schemas that hold it can't be used. They are measured as they are, and with that one
pattern mended.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path as File
from typing import Any

from benchmarks.fidelity.evidence import Evidence
from benchmarks.fidelity.measuring import Tally, mistakes_in
from benchmarks.fidelity.mutations import STRUCTURAL, Path, applied
from benchmarks.fidelity.recordings import STORE, Recorded
from benchmarks.fidelity.walking import schemas_at, types_in
from conformance.contract import Match, Specs
from conformance.contract.documents import document_of
from conformance.contract.validation import described_body
from conformance.contract.wording import reasons

BROKEN_PATTERN = r"^\+?[1-9]\d{1,14}(x\d{1-5})?$"
MENDED_PATTERN = r"^\+?[1-9]\d{1,14}(x\d{1,5})?$"

_PREFIXES = {".sf": "/api/storefront", ".v3": "/v3", ".v2": "/v2"}


@dataclass
class Standing:
    """How published documents fare on one set of answers. ``unusable``: their schema can't be compiled."""

    bodies: int = 0
    undescribed: int = 0
    unusable: int = 0
    accepted: int = 0
    everything: Tally = field(default_factory=Tally)
    required: Tally = field(default_factory=Tally)
    complaints: Counter[str] = field(default_factory=Counter)


class Published:
    """All published documents, matched by the path of a request."""

    def __init__(self, directory: File, *, mended: bool) -> None:
        documents, bases = {}, {}
        for file in sorted(directory.glob("*.json")):
            raw = _as_json_schema(json.loads(file.read_text(encoding="utf-8")), mended=mended)
            suffix = next((each for each in _PREFIXES if file.stem.endswith(each)), None)
            if suffix:
                documents[file.stem] = document_of(file.stem, raw)
                bases[file.stem] = STORE + _PREFIXES[suffix]
        self._specs = Specs(documents)
        self._bases = bases

    def schema_of(self, each: Recorded) -> tuple[Match, str] | None:
        """The published operation and schema for an answer; ``None`` where nothing is published."""
        if each.is_part or each.exchange.response is None:
            return None
        # The alias that browsers use is published under the plural, as on our side.
        url = each.exchange.request.url.replace("/storefront/checkout/", "/storefront/checkouts/")
        match = self._specs.match(each.exchange.request.method, url, self._bases)
        if match is None:
            return None
        schema = described_body(each.exchange.response, match)
        return (match, schema) if schema else None

    def types_at(self, each: Recorded) -> Callable[[Path], frozenset[str]]:
        """The types that are published for the places of an answer."""
        found = self.schema_of(each)
        if found is None:
            return lambda _: frozenset()
        match, schema = found
        return lambda path: types_in(schemas_at(match.operation.schemas, schema, path))

    def standing(self, recorded: Iterable[Recorded], evidence: Evidence) -> Standing:
        """Measure acceptance and, for what is accepted, the mistakes noticed."""
        result = Standing()
        for each in recorded:
            result.bodies += 1
            found = self.schema_of(each)
            if found is None:
                result.undescribed += 1
                continue
            match, schema = found
            try:
                validator = match.operation.schemas.fast(schema)
            except ValueError:
                result.unusable += 1
                continue
            if validator.is_valid(each.body):
                result.accepted += 1
                self._count(each, validator.is_valid, evidence, result)
            else:
                errors = match.operation.schemas.reference(schema).iter_errors(each.body)
                result.complaints.update(set(reasons(errors)))
        return result

    def _count(self, each: Recorded, is_valid: Callable[[Any], bool], evidence: Evidence, result: Standing) -> None:
        types_at = self.types_at(each)
        for mutation in mistakes_in(each):
            if evidence.variant(each.document, mutation, types_at):
                continue
            with applied(each.body, mutation) as mutant:
                found = not is_valid(mutant)
            result.everything.add(noticed=found)
            if mutation.kind in STRUCTURAL and evidence.is_required(each.document, mutation.path):
                result.required.add(noticed=found)


def _as_json_schema(node: Any, *, mended: bool) -> Any:
    if isinstance(node, list):
        return [_as_json_schema(each, mended=mended) for each in node]
    if not isinstance(node, Mapping):
        return MENDED_PATTERN if mended and node == BROKEN_PATTERN else node
    out = {key: _as_json_schema(value, mended=mended) for key, value in node.items()}
    if out.pop("nullable", None) is not True:
        return out
    if isinstance(out.get("type"), str):
        out["type"] = [out["type"], "null"]
        if "enum" in out:
            out["enum"] = [*out["enum"], None]
        return out
    return {"anyOf": [out, {"type": "null"}]}

"""The two measurements: real answers accepted, and mistakes in them noticed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from benchmarks.fidelity.evidence import Evidence
from benchmarks.fidelity.mutations import STRUCTURAL, Mutation, Path, applied, mutations_of, nodes_of, pattern_of
from benchmarks.fidelity.recordings import Recorded
from benchmarks.fidelity.tables import Entry, Mistake
from benchmarks.fidelity.walking import lists_values, schemas_at
from conformance.contract import drift, validate
from conformance.contract.wording import kind, reasons

TypesAt = Callable[[Path], frozenset[str]]


@dataclass(frozen=True)
class Accepted:
    """How the answers of one operation with one status fared."""

    operation: str
    answers: int
    accepted: int
    drifting: int
    breaches: tuple[str, ...]


@dataclass
class Tally:
    """Noticed mistakes out of all."""

    total: int = 0
    noticed: int = 0

    def add(self, *, noticed: bool) -> None:
        """Count one mistake."""
        self.total += 1
        self.noticed += noticed

    @property
    def share(self) -> float:
        """The noticed share in percent; 0 where there was nothing to notice."""
        return 100 * self.noticed / self.total if self.total else 0.0


@dataclass
class Noticed:
    """What became of all mutations. ``disputed`` counts those on which the two validators disagree."""

    bodies: int = 0
    everything: Tally = field(default_factory=Tally)
    required: Tally = field(default_factory=Tally)
    by_kind: dict[str, Tally] = field(default_factory=dict)
    required_by_kind: dict[str, Tally] = field(default_factory=dict)
    by_document: dict[str, Tally] = field(default_factory=dict)
    variants: Counter[tuple[str, str]] = field(default_factory=Counter)
    variant_places: Counter[Mistake] = field(default_factory=Counter)
    variants_refused: int = 0
    survivors: Counter[Mistake] = field(default_factory=Counter)
    disputed: int = 0


def acceptance(recorded: Iterable[Recorded]) -> tuple[Accepted, ...]:
    """Hold every real answer against the contract, and look for what it doesn't describe."""
    grouped: dict[str, list[Recorded]] = {}
    for each in recorded:
        grouped.setdefault(each.operation, []).append(each)
    return tuple(_accepted(operation, answers) for operation, answers in sorted(grouped.items()))


def distinct(recorded: Iterable[Recorded]) -> tuple[Recorded, ...]:
    """One answer of each make: the same kind of document with the same types at the same places."""
    makes: dict[Any, Recorded] = {}
    for each in recorded:
        shape = frozenset((pattern_of(path), kind(value), value == "") for path, value in nodes_of(each.body))
        makes.setdefault((each.document, shape), each)
    return tuple(makes.values())


def evidence_of(recorded: Iterable[Recorded], granted: Iterable[Entry]) -> Evidence:
    """What all real answers show, and what the table grants."""
    return Evidence(((each.document, each.body) for each in recorded), granted)


def noticed(bodies: Iterable[Recorded], evidence: Evidence, documented: Callable[[Recorded], TypesAt]) -> Noticed:
    """Make every mistake in every body and see whether the contract notices."""
    result = Noticed()
    checked: set[Mistake] = set()
    for each in bodies:
        result.bodies += 1
        types_at = documented(each)
        for mutation in mistakes_in(each):
            found = _is_noticed(each, mutation, checked, result)
            variant = evidence.variant(each.document, mutation, types_at)
            where = Mistake(each.document, mutation.place, mutation.kind)
            if variant:
                result.variants[mutation.kind, variant] += 1
                result.variant_places[where] += 1
                result.variants_refused += found
                continue
            required = mutation.kind in STRUCTURAL and evidence.is_required(each.document, mutation.path)
            _count(result, where, found=found, required=required)
    return result


def mistakes_in(each: Recorded) -> Iterator[Mutation]:
    """Every mutation of one answer; listed values are those of our document."""
    space = each.match.operation.schemas
    return mutations_of(each.body, lambda path: lists_values(schemas_at(space, each.schema, path)))


def _accepted(operation: str, answers: list[Recorded]) -> Accepted:
    breaches: list[str] = []
    accepted = drifting = 0
    for each in answers:
        found = _breaches(each)
        breaches += [f"{each.source}: {reason}" for reason in found]
        accepted += not found
        drifting += not each.is_part and bool(drift(each.exchange, each.match))
    return Accepted(operation, len(answers), accepted, drifting, tuple(breaches))


def _breaches(each: Recorded) -> tuple[str, ...]:
    if each.is_part:
        return reasons(each.match.operation.schemas.reference(each.schema).iter_errors(each.body))
    return tuple(violation.reason for violation in validate(each.exchange, each.match))


def _is_noticed(each: Recorded, mutation: Mutation, checked: set[Mistake], result: Noticed) -> bool:
    """Ask the fast validator; where it refuses, ask the reference once per kind of mistake and place.

    The contract only blames a store for what both refuse.
    """
    space = each.match.operation.schemas
    where = Mistake(each.document, mutation.place, mutation.kind)
    with applied(each.body, mutation) as mutant:
        refused = not space.fast(each.schema).is_valid(mutant)
        if refused and where not in checked:
            checked.add(where)
            if space.reference(each.schema).is_valid(mutant):
                result.disputed += 1
                return False
    return refused


def _count(result: Noticed, where: Mistake, *, found: bool, required: bool) -> None:
    result.everything.add(noticed=found)
    result.by_kind.setdefault(where.kind, Tally()).add(noticed=found)
    result.by_document.setdefault(where.document, Tally()).add(noticed=found)
    if required:
        result.required.add(noticed=found)
        result.required_by_kind.setdefault(where.kind, Tally()).add(noticed=found)
    if not found:
        result.survivors[where] += 1

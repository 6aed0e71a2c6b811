"""All that the project uses of Schemathesis, in one place, because its minor releases move fast.

Runs are repeatable only with a seed in the config *and* one on the Hypothesis test, without Hypothesis' database
and Schemathesis' cache, and without literals taken from the code of a server that runs in this process.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

import hypothesis
import schemathesis
from hypothesis import HealthCheck, Phase
from hypothesis.strategies import SearchStrategy
from schemathesis.core import NotSet
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation.case import Case as AnyCase
from schemathesis.generation.modes import GenerationMode
from schemathesis.specs.openapi.schemas import OpenApiSchema

from conformance.locations import specs_directory

# Schemathesis' own types are generic in ways that don't matter to us.
Case = AnyCase[Any]
Operation = Any
T = TypeVar("T")

CONFIG: dict[str, Any] = {
    "seed": 1,
    "generation": {
        "database": "none",
        # A broken auth header is refused for that alone and would hide what the request is about.
        "with-security-parameters": False,
    },
    # Undocumented methods are the emulator's own tests; what live stores answer to them nobody knows.
    "phases": {"coverage": {"unexpected-methods": []}},
    "cache": {"enabled": False},
    "analysis": {"constants": {"enabled": False}},
}


@dataclass(frozen=True, slots=True)
class Deviation:
    """A request body that breaks the documented form in one point, and what it breaks in words."""

    body: Any
    media_type: str | None
    what: str


@lru_cache(maxsize=8)
def schema_of(document: str, seed: int) -> OpenApiSchema:
    """The generated side of one of our documents (``server``, ``storefront``)."""
    config = schemathesis.Config.from_dict({**CONFIG, "seed": seed})
    path = specs_directory() / f"{document}.openapi.yaml"
    schema: OpenApiSchema = schemathesis.openapi.from_path(path, config=config)
    return schema


def operation_of(document: str, operation_id: str, seed: int) -> Operation:
    """One operation by its id."""
    return schema_of(document, seed).find_operation_by_id(operation_id)


def deviations(operation: Operation) -> Iterator[Deviation]:
    """Bodies that break each documented constraint in turn, in a stable order, each kind of breach once."""
    schema = operation.schema
    config = schema.config.generation_for(operation=operation)
    seen: set[str] = set()
    negative = [GenerationMode.NEGATIVE]
    for case in schema.iter_coverage_cases(operation, generation_modes=negative, generation_config=config):
        what = _breach_of_body(case)
        if what and what not in seen:
            seen.add(what)
            body = None if isinstance(case.body, NotSet) else case.body
            yield Deviation(body, case.media_type, what)


def of_another_kind(body: Any, names: Collection[str]) -> Iterator[Deviation]:
    """The body with each member of these names of another JSON kind: a text as an object, an object as a text."""
    for path in _paths(body):
        if path[-1] in names:
            yield Deviation(_with_another_kind(body, path), None, f"{'.'.join(map(str, path))} of another kind")


def _paths(document: Any, within: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    inside = (
        document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    )
    for name, value in inside:
        yield (*within, name)
        yield from _paths(value, (*within, name))


def _with_another_kind(document: Any, path: tuple[str | int, ...]) -> Any:
    if not path:
        return "of another kind" if isinstance(document, dict | list) else {"of": "another kind"}
    copied = document.copy()
    copied[path[0]] = _with_another_kind(document[path[0]], path[1:])
    return copied


def for_each_request(operation: Operation, seed: int, examples: int, act: Callable[[Case], None]) -> None:
    """Calls ``act`` with ``examples`` generated requests that keep the documented form.

    An ``AssertionError`` of ``act`` is shrunk to the smallest request that still shows it.
    """
    for_each(operation.as_strategy(generation_mode=GenerationMode.POSITIVE), seed, examples, act)


def for_each(drawn: SearchStrategy[T], seed: int, examples: int, act: Callable[[T], None]) -> None:
    """Calls ``act`` with ``examples`` drawn values, the same ones for the same seed.

    An ``AssertionError`` of ``act`` is shrunk to the smallest value that still shows it, and raised once.
    """

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        print_blob=False,
        report_multiple_bugs=False,
    )
    @hypothesis.given(drawn)
    def each(value: T) -> None:
        act(value)

    each()


def kwargs_of(case: Case, base_url: str) -> dict[str, Any]:
    """What to hand to ``requests`` for a case, without the header whose value is new on every run."""
    kwargs: dict[str, Any] = case.as_transport_kwargs(base_url=base_url)
    kwargs["headers"].pop("X-Schemathesis-TestCaseId", None)
    kwargs.pop("cookies", None)
    return kwargs


def _breach_of_body(case: Case) -> str:
    meta = case.meta
    data = meta.phase.data if meta is not None else None
    if data is None or getattr(data, "parameter_location", None) is not ParameterLocation.BODY:
        return ""
    # How strictly stores look at the form of a URL or an e-mail address nobody has recorded.
    if str(getattr(data, "location", "")).endswith("/format"):
        return ""
    return str(getattr(data, "description", ""))

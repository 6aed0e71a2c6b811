"""Which operation a request was for: URL and method against the path templates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from conformance.contract.documents import Document, Operation

_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, eq=False)
class Match:
    """The operation that a request was for, and the (decoded) values in its path."""

    operation: Operation
    path_parameters: Mapping[str, str]


@dataclass(frozen=True)
class _Template:
    """``rank`` sorts literal segments before templated ones, read from the left."""

    rank: tuple[int, ...]
    pattern: re.Pattern[str]
    names: tuple[str, ...]
    operations: Mapping[str, Operation]


@dataclass(frozen=True)
class _Base:
    origin: tuple[str, str]
    path: str
    templates: tuple[_Template, ...]


class Router:
    """Documents at their bases, the longest base first."""

    def __init__(self, documents: Mapping[str, Document], bases: Mapping[str, str]) -> None:
        grouped: dict[str, list[Document]] = {}
        for name, base in bases.items():
            if name in documents:
                grouped.setdefault(base.rstrip("/"), []).append(documents[name])
        self._bases = tuple(
            _base(base, grouped[base]) for base in sorted(grouped, key=lambda each: (-len(each), each))
        )

    def match(self, method: str, url: str) -> Match | None:
        """The match of the best path; ``None`` when no path fits, or the path has no such method."""
        parts = urlsplit(url)
        origin = (parts.scheme.lower(), parts.netloc.lower())
        for base in self._bases:
            if base.origin == origin and parts.path.startswith(base.path + "/"):
                found = _best(base.templates, method.upper(), parts.path[len(base.path) :])
                if found is not None:
                    return found
        return None


def _best(templates: tuple[_Template, ...], method: str, path: str) -> Match | None:
    best: tuple[int, ...] | None = None
    for template in templates:
        if best is not None and template.rank != best:
            return None
        found = template.pattern.fullmatch(path)
        if found is None:
            continue
        best = template.rank
        operation = template.operations.get(method)
        if operation is not None:
            values = (unquote(value) for value in found.groups())
            return Match(operation, dict(zip(template.names, values, strict=True)))
    return None


def _base(url: str, documents: Iterable[Document]) -> _Base:
    parts = urlsplit(url)
    templates = sorted(
        (template for document in documents for template in _templates(document)),
        key=lambda each: each.rank,
    )
    return _Base((parts.scheme.lower(), parts.netloc.lower()), parts.path.rstrip("/"), tuple(templates))


def _templates(document: Document) -> Iterable[_Template]:
    by_path: dict[str, dict[str, Operation]] = {}
    for operation in document.operations:
        by_path.setdefault(operation.path_template, {})[operation.method] = operation
    for path, operations in by_path.items():
        pieces = _PLACEHOLDER.split(path)
        pattern = "".join("([^/]+)" if index % 2 else re.escape(piece) for index, piece in enumerate(pieces))
        rank = tuple(int("{" in segment) for segment in path.split("/"))
        yield _Template(rank, re.compile(pattern), tuple(pieces[1::2]), operations)

"""The contract as a whole: every document, loaded once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from conformance.contract.documents import SUFFIX, Document, Operation, read_document
from conformance.contract.matching import Match, Router
from conformance.errors import UserMistake
from conformance.locations import specs_directory
from conformance.verdict.values import Coverage


class Specs:
    """All documents by name: ``server``, ``storefront``, and the supporting ones."""

    def __init__(self, documents: Mapping[str, Document], files: Mapping[str, bytes] | None = None) -> None:
        self.documents = documents
        self._files = files or {}
        self._routers: dict[tuple[tuple[str, str], ...], Router] = {}

    def digest(self) -> str:
        """SHA-256, in hex, over names and contents of all files in the order of their names."""
        total = hashlib.sha256()
        for name, content in sorted(self._files.items()):
            total.update(f"{name}\n{len(content)}\n".encode())
            total.update(content)
        return total.hexdigest()

    def match(self, method: str, url: str, bases: Mapping[str, str]) -> Match | None:
        """The operation that a request to a target was for.

        ``bases`` maps document names to the URL at which the target serves each; documents without a base
        take no part. The longest base that has the path wins; there, literal segments win over templated
        ones, whatever the method: ``DELETE /carts/settings`` never deletes a cart.
        """
        key = tuple(sorted(bases.items()))
        router = self._routers.get(key)
        if router is None:
            router = self._routers[key] = Router(self.documents, bases)
        return router.match(method, url)

    def operations(self) -> tuple[Operation, ...]:
        """Every operation of every document, in the order of the documents' names."""
        return tuple(each for name in sorted(self.documents) for each in self.documents[name].operations)

    def unreached(self, coverage: Iterable[Coverage]) -> tuple[Operation, ...]:
        """The operations that never answered with a 2xx."""
        reached = {
            (each.surface, each.operation)
            for each in coverage
            if any(status.startswith("2") and count > 0 for status, count in each.statuses.items())
        }
        return tuple(each for each in self.operations() if (each.surface, each.operation_id) not in reached)


def load_specs(directory: Path | None = None) -> Specs:
    """Load ``*.openapi.yaml`` and ``supporting/*.openapi.yaml`` once per directory (default: the shipped ones).

    Raises :class:`UserMistake` when there are none, or one can't be read.
    """
    return _load((directory or specs_directory()).resolve())


@lru_cache(maxsize=8)  # one for a run; tests bring a few of their own
def _load(directory: Path) -> Specs:
    paths = sorted([*directory.glob(f"*{SUFFIX}"), *directory.glob(f"supporting/*{SUFFIX}")])
    if not paths:
        mend = "reinstall the package, or name a directory that holds the specs"
        raise UserMistake(f"there are no OpenAPI documents (*{SUFFIX})", str(directory), mend)
    documents = {document.name: document for document in map(read_document, paths)}
    return Specs(documents, {path.relative_to(directory).as_posix(): path.read_bytes() for path in paths})

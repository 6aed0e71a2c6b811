"""Requests and answers, before and after HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]
Surface = Literal["server", "storefront", "management", "payments", "control"]


@dataclass(frozen=True, kw_only=True)
class Call:
    """One request. `operation` is its operationId; `include` the values of the query parameter of that name.

    `oversized`: the body was too long to be read, and is empty here.
    """

    operation: str
    surface: Surface
    method: str
    path: str
    params: Mapping[str, str] = field(default_factory=dict)
    query: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    oversized: bool = False
    base_url: str = ""

    @property
    def writes(self) -> bool:
        """Whether the request means to change something."""
        return self.method not in ("GET", "HEAD")

    @property
    def include(self) -> frozenset[str]:
        """What the caller wants to see in addition; comma-separated or repeated."""
        listed = (value for key, value in self.query if key in ("include", "include[]"))
        return frozenset(part.strip() for value in listed for part in value.split(",") if part.strip())

    def argument(self, name: str) -> str | None:
        """The last value of a query parameter."""
        return next((value for key, value in reversed(self.query) if key == name), None)


@dataclass(frozen=True)
class Answer:
    """One answer: a JSON document, a text, or nothing."""

    status: int
    document: Any = None
    content_type: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()
    text: str | None = None

    @property
    def empty(self) -> bool:
        """Whether there is no body at all."""
        return self.document is None and self.text is None


def nothing(status: int = 204, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    """An answer without a body."""
    return Answer(status, headers=headers)

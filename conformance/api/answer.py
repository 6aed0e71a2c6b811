"""What an operation answered, and the one place where a request is put together."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import httpx

Json = Any


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of one operation.

    ``body`` is the parsed JSON with money as :class:`~decimal.Decimal`, or ``None`` when there is none.
    """

    operation: str
    status: int
    body: Json
    text: str
    url: str

    @property
    def accepted(self) -> bool:
        """Whether the store did what was asked (2xx)."""
        return 200 <= self.status < 300  # noqa: PLR2004 - the bounds of the success class

    @property
    def refused(self) -> bool:
        """Whether the store declined the request as such (4xx)."""
        return 400 <= self.status < 500  # noqa: PLR2004 - the bounds of the client error class

    @property
    def data(self) -> Json:
        """The resource itself: the server face wraps it in ``data``, the storefront face does not."""
        if isinstance(self.body, dict) and "data" in self.body:
            return self.body["data"]
        return self.body

    def __str__(self) -> str:
        return f"{self.operation} answered {self.status}"


class Caller:
    """Sends requests below one base URL with fixed headers."""

    def __init__(self, client: httpx.Client, base_url: str, headers: Mapping[str, str] | None = None) -> None:
        self._client = client
        self._base_url = base_url.rstrip("/")
        self._headers = {"Accept": "application/json", **(headers or {})}

    def call(  # noqa: PLR0913 - a request has this many parts
        self,
        operation: str,
        method: str,
        path: str,
        *,
        body: Json = None,
        include: Iterable[str] = (),
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """One request; raises :class:`conformance.errors.Trouble` when the way to the store fails."""
        parameters = dict(query or {})
        if included := ",".join(include):
            parameters["include"] = included
        response = self._client.request(
            method,
            f"{self._base_url}{path}",
            params=parameters or None,
            json=body,
            headers={**self._headers, **(headers or {})},
        )
        return answer_of(operation, response)

    def send(
        self,
        method: str,
        path: str,
        content: bytes = b"",
        content_type: str = "application/json",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """One request whose body is sent as it stands, for what no operation would send."""
        sent = {**self._headers, **(headers or {}), **({"Content-Type": content_type} if content else {})}
        response = self._client.request(method, f"{self._base_url}{path}", content=content, headers=sent)
        return answer_of(f"{method} {path}", response)


def answer_of(operation: str, response: httpx.Response) -> Answer:
    """An :class:`Answer` from a response; a body that is no JSON is left as ``None``."""
    return Answer(
        operation=operation,
        status=response.status_code,
        body=parse(response.text),
        text=response.text,
        url=str(response.url),
    )


def parse(text: str) -> Json:
    """JSON with exact numbers, or ``None``."""
    try:
        return json.loads(text, parse_float=Decimal)
    except ValueError:
        return None


def path(template: str, **values: object) -> str:
    """A path with each value quoted as one segment: ``path("/carts/{id}", id=cart_id)``."""
    return template.format(**{name: quote(str(value), safe="") for name, value in values.items()})

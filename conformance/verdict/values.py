"""What a run is made of: exchanges, checks, findings. Pure values; each is one line of the run record."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Result(StrEnum):
    """What one check came to."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_APPLICABLE = "not-applicable"
    COULD_NOT_RUN = "could-not-run"


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What was sent. ``body`` is text (undecodable bytes as replacement characters), ``None`` when empty."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...] = ()
    body: str | None = None

    def header(self, name: str) -> str | None:
        """The first value of a header, by its name in any case."""
        return _header(self.headers, name)


class Response(msgspec.Struct, frozen=True, kw_only=True):
    """What came back. Header names keep their case; ``body`` as in :class:`Request`."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: str | None = None

    def header(self, name: str) -> str | None:
        """The first value of a header, by its name in any case."""
        return _header(self.headers, name)


class Exchange(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="exchange"):
    """One request and its response; ``trouble`` says why there is no usable response.

    ``id`` is unique in the run and grows with time. ``check`` is the node id of the test that sent it.
    ``arranging`` is true while a test only prepares what it needs.
    ``generated`` is ``"positive"`` or ``"negative"`` for requests of the property tests, else ``""``.
    ``started_at`` is ISO 8601 in UTC; ``elapsed_ms`` is wall time.
    """

    id: str
    check: str = ""
    arranging: bool = False
    generated: str = ""
    surface: str = ""
    operation: str = ""
    attempt: int = 1
    started_at: str = ""
    elapsed_ms: float = 0.0
    request: Request
    response: Response | None = None
    trouble: str = ""


class Check(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="check"):
    """What one test of the suite came to, and the requirements it speaks for."""

    check: str
    requirements: tuple[str, ...]
    result: Result
    reason: str = ""
    exchanges: tuple[str, ...] = ()
    elapsed_ms: float = 0.0


class Finding(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="finding"):
    """A breach of one requirement, with the exchanges that show it.

    ``where`` is the operation (``server getCheckout``) or the check; equal (requirement, where, reason) are
    one finding that was seen ``count`` times.
    """

    requirement: str
    reason: str
    where: str = ""
    check: str = ""
    exchanges: tuple[str, ...] = ()
    count: int = 1


class Drift(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="drift"):
    """Something the target does that our specs don't describe: information, never a failure."""

    what: str
    where: str
    exchange: str
    count: int = 1


class Tally(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="tally"):
    """How often a rule that watches every exchange had something to look at."""

    requirement: str
    looked_at: int


class Coverage(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="coverage"):
    """How often an operation answered with each status: ``{"200": 12, "422": 3}``."""

    surface: str
    operation: str
    statuses: dict[str, int]


class Header(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="header"):
    """What the run is about. ``target`` describes it without secrets; ``seed`` makes it repeatable.

    ``budget`` is the number of requests that it may send, ``None`` for no limit.
    """

    run: str
    started_at: str
    target: dict[str, str]
    profile: str
    seed: int
    version: str
    catalogue_digest: str
    specs_digest: str
    budget: int | None = None


class Selection(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="selection"):
    """The requirements that this run set out to judge, and how many checks were collected for them.

    ``where_seen`` are judged only if something in the run happened to show them.
    """

    requirements: tuple[str, ...]
    checks: int
    where_seen: tuple[str, ...] = ()


class Footer(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="footer"):
    """Closes a record. ``stopped`` is the reason when the run did not reach its natural end."""

    finished_at: str
    stopped: str = ""


Line = Header | Selection | Exchange | Check | Finding | Drift | Tally | Coverage | Footer


def _header(headers: tuple[tuple[str, str], ...], name: str) -> str | None:
    wanted = name.lower()
    return next((value for key, value in headers if key.lower() == wanted), None)

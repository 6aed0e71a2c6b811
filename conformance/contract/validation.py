"""The response side of the contract: whether an answer keeps what its operation documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from conformance.contract.bodies import NotJson, decode, documented_as, is_json, media_type
from conformance.contract.matching import Match
from conformance.contract.wording import reasons
from conformance.verdict.values import Exchange, Response

STATUS = "response-status-is-documented"
CONTENT_TYPE = "response-content-type-is-documented"
BODY = "response-body-matches-contract"

_TOO_MANY_REQUESTS = 429
# Without a body, or with that of whoever stands before the store.
_OF_ITS_OWN_FORM = (204, 404, 405)


@dataclass(frozen=True)
class Violation:
    """A breach of one requirement, in words that are the same whenever it happens."""

    requirement: str
    reason: str


def validate(exchange: Exchange, match: Match) -> tuple[Violation, ...]:
    """Every breach of the documented response; nothing when it keeps the contract.

    Not judged: no response, 429 and 5xx (trouble on the way), and a 4xx that isn't documented, because
    facts are silent about which refusal a store picks (:func:`conformance.contract.drift` mentions it). Of 404 and
    405 only the status: where a store lacks an operation, a gateway answers in words of its own.
    """
    response = exchange.response
    if response is None or is_trouble(response.status):
        return ()
    pointer = match.operation.response_for(response.status)
    if pointer is None:
        if is_refusal(response.status):
            return ()
        documented = ", ".join(sorted(match.operation.responses)) or "none"
        return (Violation(STATUS, f"status {response.status} is not documented, only {documented}"),)
    return _content_violations(response, match, pointer)


def is_trouble(status: int) -> bool:
    """Whether a status says that the way to an answer failed: 429 and 5xx."""
    return status == _TOO_MANY_REQUESTS or status >= 500  # noqa: PLR2004 - the classes of HTTP statuses


def is_refusal(status: int) -> bool:
    """Whether a status is a 4xx."""
    return 400 <= status < 500  # noqa: PLR2004 - the classes of HTTP statuses


def described_body(response: Response, match: Match) -> str | None:
    """The pointer of the schema that describes a JSON response body; ``None`` when none does."""
    pointer = match.operation.response_for(response.status)
    if pointer is None or not response.body:
        return None
    content = match.operation.content_at(pointer)
    media = media_type(response.header("content-type"))
    covered = documented_as(media, content)
    return content[covered] if covered is not None and is_json(media) else None


def _content_violations(response: Response, match: Match, pointer: str) -> tuple[Violation, ...]:
    content = match.operation.content_at(pointer)
    if not content or response.status in _OF_ITS_OWN_FORM:
        return ()
    if not response.body:
        # Refusals often come bare from a gateway; only a success must carry what it promises.
        if is_refusal(response.status):
            return ()
        return (Violation(BODY, f"the body: expected {_listed(content)}, got nothing"),)
    media = media_type(response.header("content-type"))
    covered = documented_as(media, content)
    if covered is None:
        got = media or "no content type"
        return (Violation(CONTENT_TYPE, f"expected {_listed(content)}, got {got}"),)
    return _body_violations(response.body, match, content[covered]) if is_json(media) else ()


def _body_violations(body: str, match: Match, schema: str | None) -> tuple[Violation, ...]:
    try:
        instance = decode(body)
    except NotJson as problem:
        return (Violation(BODY, f"the body: expected JSON as its content type says, but {problem}"),)
    schemas = match.operation.schemas
    if schema is None or schemas.accepts(schema, instance):
        return ()
    errors = schemas.reference(schema).iter_errors(instance)
    return tuple(Violation(BODY, reason) for reason in reasons(errors))


def _listed(content: Iterable[str]) -> str:
    return " or ".join(sorted(content))

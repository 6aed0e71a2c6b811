"""Refusals in the form of each face."""

from __future__ import annotations

from collections.abc import Mapping

from conformance.emulator.access import AccessRefused
from conformance.emulator.commerce.payments import PaymentRefused
from conformance.emulator.commerce.refusals import (
    NotFound,
    Refusal,
    Refused,
    TooManyTries,
    VersionConflict,
    WrongOrderStatus,
)
from conformance.emulator.messages import Answer, Call, Json

STATUS_CODES = "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes"
TOO_MANY = 429
PROBLEM = "application/problem+json"
CONFLICT = "The request cannot be processed due to a possible conflict. Please review the changes and try again."
NO_SCOPE = "You don't have a required scope to access the endpoint"
FORGED = "The supplied authentication is not authorized to access this resource"
# Bodies that are refused before anybody reads them: status and title.
UNREAD: Mapping[str, tuple[int, str]] = {
    "media": (415, "Unsupported Media Type"),
    "large": (413, "Payload Too Large"),
}
WRONG_STATUS = "Order is not in a correct status."
WRONG_STATUS_CODE = 30101
Known = Refusal | AccessRefused | PaymentRefused


def refusal(call: Call, error: Known) -> Answer:
    """The answer that says no, in the words of the face that was asked."""
    if call.surface == "storefront":
        return _storefront(error)
    if call.surface == "management" and "/v2/" in call.path:
        return _orders_and_marketing(error)
    return _server(error)


def problem(status: int, title: str | None = None, **more: object) -> Answer:
    """A problem of the server-to-server face; without a title it is as bare as the real one."""
    document: Json = {"status": status}
    if title is not None:
        document["title"] = title
    return Answer(status, document | {"type": STATUS_CODES} | more, PROBLEM)


def blank(status: int, title: str, detail: str) -> Answer:
    """A problem of the storefront face."""
    return Answer(status, {"title": title, "type": "about:blank", "status": status, "detail": detail})


def broken(call: Call) -> Answer:
    """The answer for a mistake of the emulator itself."""
    if call.surface == "storefront":
        return blank(500, "Internal Server Error", "The request could not be handled")
    return problem(500, "Internal Server Error")


def _server(error: Known) -> Answer:
    if isinstance(error, AccessRefused):
        return problem(401, "Unauthorized", errors={}) if error.reason == "unknown" else _scope()
    if isinstance(error, NotFound):
        return _server_missing(error)
    if isinstance(error, Refused):
        return _server_refused(error)
    return _server_conflict(error)


def _server_conflict(error: Known) -> Answer:
    if isinstance(error, VersionConflict):
        return problem(409, CONFLICT)
    if isinstance(error, WrongOrderStatus):
        return problem(409, WRONG_STATUS, code=WRONG_STATUS_CODE)
    if isinstance(error, PaymentRefused):
        return problem(422, error.title, code=error.code)
    return problem(422, str(error))


def _scope() -> Answer:
    return problem(403, NO_SCOPE, errors={})


def _server_missing(error: NotFound) -> Answer:
    if error.what == "metafield":
        return problem(404, "The resource at that URL is not found.")
    return problem(404)


def _server_refused(error: Refused) -> Answer:
    if error.kind == "malformed":
        return problem(400, "Input is invalid", detail=error.message)
    if error.kind in UNREAD:
        return problem(*UNREAD[error.kind], detail=error.message)
    if error.kind == "fields":
        return problem(422, error.message, errors=error.fields)
    if error.kind == "duplicate":
        return problem(409, error.message)
    return problem(422, error.message)


def _storefront(error: Known) -> Answer:
    if isinstance(error, AccessRefused):
        forged = error.reason == "forged"
        return blank(403, "Forbidden", FORGED) if forged else blank(401, "Unauthorized", "There is no session")
    if isinstance(error, NotFound):
        return _storefront_missing(error)
    if isinstance(error, Refused):
        return _storefront_refused(error)
    return _storefront_conflict(error)


def _storefront_conflict(error: Known) -> Answer:
    if isinstance(error, VersionConflict):
        return blank(409, CONFLICT, CONFLICT)
    if isinstance(error, TooManyTries):
        return blank(429, "Too Many Requests", str(error))
    return blank(422, "Unprocessable Entity", str(error))


def _storefront_refused(error: Refused) -> Answer:
    if error.kind == "code":
        return blank(400, "Incorrect or mismatch", error.message)
    if error.kind in UNREAD:
        return blank(*UNREAD[error.kind], error.message)
    if error.kind == "fields":
        detail = "; ".join(f"{place}: {what}" for place, what in error.fields.items())
        return blank(422, error.message, detail)
    return blank(400, "Bad Request", error.message)


def _storefront_missing(error: NotFound) -> Answer:
    if error.what == "checkout":
        return blank(401, "Checkout not found", f"Checkout Id `{error.identifier}` does not exist")
    if error.what == "cart":
        return blank(404, "Cart Not Found", "Cart does not exist.")
    title = error.what.capitalize()
    return blank(404, f"{title} not found", f"{title} `{error.identifier}` does not exist")


def _orders_and_marketing(error: Known) -> Answer:
    """The older API lists its errors."""
    status, message = _listed(error)
    return Answer(status, [{"status": status, "message": message}])


def _listed(error: Known) -> tuple[int, str]:
    if isinstance(error, AccessRefused):
        return (401, "Unauthorized") if error.reason == "unknown" else (403, NO_SCOPE)
    if isinstance(error, NotFound):
        return 404, "The requested resource was not found."
    if isinstance(error, Refused) and error.fields:
        return 400, "; ".join(f"The field '{place}' is invalid: {what}" for place, what in error.fields.items())
    if isinstance(error, Refused) and error.kind == "duplicate":
        return 409, error.message
    if isinstance(error, Refused) and error.kind in UNREAD:
        return UNREAD[error.kind][0], error.message
    return 400, str(error)


def too_many() -> Answer:
    """The answer when the quota is used up."""
    return Answer(TOO_MANY, {"status": TOO_MANY, "title": "Too Many Requests", "type": "about:blank"}, PROBLEM)

"""Liberties of refusals: their words and forms, and the statuses on which documents and stores disagree."""

from __future__ import annotations

from dataclasses import replace

from conformance.emulator.components import Components
from conformance.emulator.liberties.registry import liberty
from conformance.emulator.liberties.rewriting import refusing
from conformance.emulator.messages import Answer, Call, Json

PROBLEM, JSON = "application/problem+json", "application/json"
UNAUTHORIZED, BAD_REQUEST, NOT_FOUND, SERVER_ERROR = 401, 400, 404, 500


@liberty(
    "refusals-in-other-words",
    summary="Titles, details and messages of refusals are others, without any of the emulator's words.",
    leave="facts 1 and 2: titles differ between records, documents and years; most bodies were never seen.",
)
def in_other_words(components: Components) -> Components:
    def otherwise(document: Json) -> Json:
        said = {"title": "No", "detail": "It was not done.", "message": "No"}
        return document | {name: text for name, text in said.items() if isinstance(document.get(name), str)}

    def turn(_call: Call, answer: Answer) -> Answer:
        if isinstance(answer.document, list):
            return replace(answer, document=[otherwise(one) for one in answer.document])
        return replace(answer, document=otherwise(answer.document)) if answer.document else answer

    return refusing(components, turn)


@liberty(
    "refusals-in-a-list-of-errors",
    summary="Refusals about carts and checkouts come as documented, in a list `errors`, and not as recorded.",
    leave='facts 1: the documents of both faces give {"errors": [...]}, which no record shows.',
)
def in_a_list(components: Components) -> Components:
    def turn(call: Call, answer: Answer) -> Answer:
        elsewhere = call.surface not in ("server", "storefront") or "/payments/" in call.path
        if elsewhere or call.path.endswith("/token") or not isinstance(answer.document, dict):
            return answer
        told = {"status": answer.status, "title": "No", "type": "about:blank", "detail": "It was not done."}
        return replace(answer, document={"errors": [told]}, content_type=JSON)

    return refusing(components, turn)


@liberty(
    "refusals-with-a-status-alone",
    summary="Refusals of the server face hold a status and a type, as a cart that is not there does.",
    leave="facts 1: recorded for a missing cart; the bodies of most other refusals are unknown.",
)
def with_a_status_alone(components: Components) -> Components:
    def turn(call: Call, answer: Answer) -> Answer:
        if call.surface != "server" or not isinstance(answer.document, dict) or "status" not in answer.document:
            return answer
        bare = {name: answer.document[name] for name in ("status", "type") if name in answer.document}
        return replace(answer, document=bare)

    return refusing(components, turn)


@liberty(
    "refusals-in-plain-json",
    summary="Refusals of the server face come as application/json.",
    leave="facts 1: other services of the vendor send their refusals so; the documents name both.",
)
def in_plain_json(components: Components) -> Components:
    def turn(_call: Call, answer: Answer) -> Answer:
        return replace(answer, content_type=JSON) if answer.content_type == PROBLEM else answer

    return refusing(components, turn)


@liberty(
    "storefront-misses-as-documented",
    summary="The storefront answers 404 for a checkout that is not there and for a gift certificate that is not one.",
    leave="facts 9: documented as 404; stores answered 401 and 400.",
)
def misses_as_documented(components: Components) -> Components:
    def turn(call: Call, answer: Answer) -> Answer:
        asked = (call.surface, answer.status)
        checkout = asked == ("storefront", UNAUTHORIZED) and "/checkouts/" in call.path
        code = asked == ("storefront", BAD_REQUEST) and call.operation == "addCheckoutGiftCertificate"
        return _with_status(answer, NOT_FOUND) if checkout or code else answer

    return refusing(components, turn)


@liberty(
    "changes-of-gone-carts-fail",
    summary="The server face answers 500 when goods are added to a cart that is gone, or it is changed or deleted.",
    leave="facts 2: the vendor's guide says 500.",
)
def changes_of_gone_carts_fail(components: Components) -> Components:
    changes = ("addCartLineItems", "updateCart", "deleteCart")

    def turn(call: Call, answer: Answer) -> Answer:
        gone = call.surface == "server" and call.operation in changes and answer.status == NOT_FOUND
        return _with_status(answer, SERVER_ERROR) if gone else answer

    return refusing(components, turn)


def _with_status(answer: Answer, status: int) -> Answer:
    told = isinstance(answer.document, dict) and "status" in answer.document
    return replace(answer, status=status, document=answer.document | {"status": status} if told else answer.document)

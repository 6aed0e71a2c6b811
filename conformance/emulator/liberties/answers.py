"""Liberties of all answers alike: members that nobody documented, the order of lists, the writing of times."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from conformance.emulator.components import Components
from conformance.emulator.liberties.registry import liberty
from conformance.emulator.liberties.rewriting import succeeding, throughout
from conformance.emulator.messages import Answer, Call, Json

UTC_OFFSET = re.compile(r"^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\+00:00$")


@liberty(
    "members-beyond-the-documents",
    summary="Every object of an answer has further members that are documented nowhere.",
    leave="facts 4: stores show members that no document names, and more of them from year to year.",
)
def more_members(components: Components) -> Components:
    def turn(call: Call, answer: Answer) -> Answer:
        name = "addedSince" if call.surface == "storefront" else "added_since"
        more = {name: "2.4", "extension": {"ranks": [3, 1, 2], "note": None}}
        return replace(answer, document=throughout(answer.document, lambda document: document | more))

    return succeeding(components, turn)


@liberty(
    "lists-in-another-order",
    summary="All lists come the other way round.",
    leave="No document and no record says in which order anything is listed.",
)
def other_order(components: Components) -> Components:
    def turned(document: Any) -> Any:
        if isinstance(document, list):
            return [turned(one) for one in reversed(document)]
        if isinstance(document, dict):
            return {name: turned(value) for name, value in document.items()}
        return document

    return succeeding(components, lambda _call, answer: replace(answer, document=turned(answer.document)))


@liberty(
    "times-in-zulu",
    summary="Times end in Z and tell thousandths of a second.",
    leave="The documents say date-time and no more; that is one writing of it.",
)
def times_in_zulu(components: Components) -> Components:
    def written(document: Json) -> Json:
        return {
            name: UTC_OFFSET.sub(r"\1.000Z", value) if isinstance(value, str) else value
            for name, value in document.items()
        }

    return succeeding(
        components, lambda _call, answer: replace(answer, document=throughout(answer.document, written))
    )


@liberty(
    "media-types-with-a-charset",
    summary="Every media type names its charset.",
    leave="No document forbids parameters of a media type; stores send them on some answers.",
)
def with_charset(components: Components) -> Components:
    inner = components.answered

    def answered(call: Call, answer: Answer) -> Answer:
        made = inner(call, answer)
        return replace(made, content_type=f"{made.content_type}; charset=utf-8")

    return replace(components, answered=answered)


@liberty(
    "no-headers-along",
    summary="Answers tell nothing of quotas, request ids and caches.",
    leave="facts 8: a gateway's 404 and the storefront tell no rate limits, and no document promises the rest.",
)
def no_headers_along(components: Components) -> Components:
    return replace(components, sent_along=lambda _call, _headers: ())

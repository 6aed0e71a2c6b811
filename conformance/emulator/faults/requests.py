"""Faults of reading requests: what no operation would send is taken for something."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

import msgspec

from conformance.emulator.components import Components
from conformance.emulator.faults.registry import fault
from conformance.emulator.faults.seams import SUCCESS
from conformance.emulator.messages import Answer, Call, Json

T = TypeVar("T")
NOT_FOUND, METHOD_NOT_ALLOWED = 404, 405


def _turning_nobody_away(components: Components, status: int) -> Components:
    """Components that answer with an empty object where nothing is there to answer."""
    inner = components.turned_away

    def turned_away(call: Call, answer: Answer) -> Answer:
        made = inner(call, answer)
        return Answer(200, {}) if made.status == status else made

    return replace(components, turned_away=turned_away)


@fault(
    "routes-unknown-are-answered",
    breaks="route-unknown-is-refused",
    summary="A path that no operation has is answered with an empty object.",
)
def routes_answered(components: Components) -> Components:
    return _turning_nobody_away(components, NOT_FOUND)


@fault(
    "methods-unknown-are-answered",
    breaks="method-unknown-is-refused",
    summary="A method that no operation of a path has is answered with an empty object.",
)
def methods_answered(components: Components) -> Components:
    return _turning_nobody_away(components, METHOD_NOT_ALLOWED)


def _reading(components: Components, mend: Callable[[bytes], bytes]) -> Components:
    inner = components.read
    return replace(components, read=lambda body, form: inner(mend(body), form))


@fault(
    "json-is-completed",
    breaks="json-malformed-is-refused",
    summary="JSON that breaks off within its last text is read as if it were whole.",
)
def json_completed(components: Components) -> Components:
    def mend(body: bytes) -> bytes:
        try:
            msgspec.json.decode(body)
        except msgspec.DecodeError:
            return body + b'"}'
        return body

    return _reading(components, mend)


@fault(
    "messages-that-break-off-empty-the-message",
    breaks="json-malformed-is-refused",
    summary="A customer message in JSON that breaks off is taken for an empty one.",
)
def breaks_off_empty(components: Components) -> Components:
    def mend(body: bytes) -> bytes:
        try:
            msgspec.json.decode(body)
        except msgspec.DecodeError:
            return b'{"customer_message": "", "customerMessage": ""}' if b"essage" in body else body
        return body

    return _reading(components, mend)


@fault(
    "bodies-without-an-object-count-as-empty",
    breaks="body-without-an-object-is-refused",
    summary="A body that is no object is read as an empty message, address or coupon.",
)
def count_as_empty(components: Components) -> Components:
    inner = components.answered

    def answered(call: Call, answer: Answer) -> Answer:
        made = inner(call, answer)
        taken = call.operation in ("updateCheckout", "addCheckoutBillingAddress", "addCheckoutCoupon")
        bare = taken and made.status not in SUCCESS and call.body[:1] not in (b"{", b"")
        return Answer(200, {"data": {}, "meta": {}}) if bare else made

    return replace(components, answered=answered)


@fault(
    "consignments-come-alone",
    breaks="consignments-come-in-a-list",
    surface="server",
    summary="A consignment outside a list is taken like one in a list.",
)
def come_alone(components: Components) -> Components:
    inner = components.read

    def read(body: bytes, form: type[T]) -> T:
        alone = getattr(form, "__origin__", None) is tuple and body[:1] == b"{"
        return inner(b"[" + body + b"]" if alone else body, form)

    return replace(components, read=read)


@fault(
    "line-updates-take-bare-quantities",
    breaks="line-update-names-its-line",
    summary="An update of a line takes a quantity beside its documented member.",
)
def bare_quantities(components: Components) -> Components:
    inner = components.read

    def read(body: bytes, form: type[T]) -> T:
        sent = _decoded(body)
        if isinstance(sent, dict) and "quantity" in sent and "line_item" not in sent and _is_update(form):
            line = {"product_id": 111, "productId": 111, **sent}
            return inner(msgspec.json.encode({"line_item": line, "lineItem": line}), form)
        return inner(body, form)

    return replace(components, read=read)


def _is_update(form: type[Any]) -> bool:
    return "line_item" in getattr(form, "__struct_fields__", ())


def _decoded(body: bytes) -> Any:
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


@fault(
    "ids-of-no-form-are-unprocessable",
    breaks="id-malformed-is-not-found",
    surface="server",
    summary="A cart id that is no UUID is refused with 422 instead of 404.",
)
def unprocessable_ids(components: Components) -> Components:
    inner = components.answered

    def answered(call: Call, answer: Answer) -> Answer:
        made = inner(call, answer)
        short = call.operation == "getCart" and "-" not in call.params.get("cartId", "-")
        return replace(made, status=422, document=made.document | {"status": 422}) if short else made

    return replace(components, answered=answered)


@fault(
    "queries-unknown-are-refused",
    breaks="query-unknown-is-ignored",
    summary="A query parameter that is documented nowhere is refused.",
)
def queries_refused(components: Components) -> Components:
    inner = components.answered

    def answered(call: Call, answer: Answer) -> Answer:
        made = inner(call, answer)
        strange = call.operation == "getCheckout" and any(name != "include" for name, _ in call.query)
        return Answer(422, {"status": 422, "title": "Unknown", "type": "about:blank"}) if strange else made

    return replace(components, answered=answered)


@fault(
    "include-of-options-hides-the-bill",
    breaks="include-changes-nothing-else",
    summary="With the include for shipping options, a checkout shows no billing address.",
)
def include_hides(components: Components) -> Components:
    inner = components.answered

    def answered(call: Call, answer: Answer) -> Answer:
        made = inner(call, answer)
        if call.operation == "getCheckout" and made.status in SUCCESS and call.include:
            shown: Json = made.document.get("data", made.document)
            for member in ("billing_address", "billingAddress"):
                if member in shown:
                    shown[member] = {}
        return made

    return replace(components, answered=answered)

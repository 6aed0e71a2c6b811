"""Faults of validation: too little of it, and too much."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

import msgspec

from conformance.emulator.commerce.refusals import wrong_fields
from conformance.emulator.components import Components
from conformance.emulator.faults.registry import fault

OUTSIDE, INSIDE = "request-outside-contract-is-refused", "request-inside-contract-is-accepted"
T = TypeVar("T")
Document = Any


def _reading(components: Components, prepare: Callable[[Document], Document]) -> Components:
    """Components that read another document than the one that was sent."""
    inner = components.read

    def read(body: bytes, form: type[T]) -> T:
        try:
            sent = msgspec.json.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return inner(body, form)
        return inner(msgspec.json.encode(prepare(sent)), form)

    return replace(components, read=read)


def _members(document: Document, change: Callable[[str, Document], Document]) -> Document:
    if isinstance(document, dict):
        return {key: change(key, _members(value, change)) for key, value in document.items()}
    if isinstance(document, list):
        return [_members(one, change) for one in document]
    return document


@fault(
    "validation-accepts-containers",
    breaks=OUTSIDE,
    summary="An object or a list in the place of a text or a quantity counts as an empty text, or as one piece.",
)
def accepts_containers(components: Components) -> Components:
    quantities, texts = (
        {"quantity"},
        {"customer_message", "customerMessage", "email", "name", "source"},
    )

    def change(key: str, value: Document) -> Document:
        if not isinstance(value, dict | list):
            return value
        return 1 if key in quantities else "" if key in texts else value

    return _reading(components, lambda document: _members(document, change))


@fault(
    "validation-fills-missing-fields",
    breaks=OUTSIDE,
    summary="Billing addresses and consignments are accepted without their required members.",
)
def fills_missing_fields(components: Components) -> Components:
    required: Document = {
        "email": "nobody@example.com",
        "country_code": "US",
        "countryCode": "US",
        "state_or_province": "",
        "postal_code": "",
        "customer_message": "",
        "customerMessage": "",
        "quantity": 1,
    }

    def prepare(document: Document) -> Document:
        def change(_key: str, value: Document) -> Document:
            return required | value if isinstance(value, dict) else value

        filled = _members(document, change)
        if isinstance(filled, list):
            return [required | one if isinstance(one, dict) else one for one in filled]
        return required | filled if isinstance(filled, dict) else filled

    return _reading(components, prepare)


def _refusing(components: Components, refused: Callable[[str, Document], bool]) -> Components:
    def change(key: str, value: Document) -> Document:
        if refused(key, value):
            raise wrong_fields(**{key: "is not accepted"})
        return value

    return _reading(components, lambda document: _members(document, change))


@fault(
    "validation-refuses-manual-discounts",
    breaks=INSIDE,
    surface="server",
    summary="Manual discounts are refused, whatever their amount.",
)
def refuses_manual_discounts(components: Components) -> Components:
    return _refusing(components, lambda key, _value: key == "discounted_amount")


@fault(
    "validation-refuses-coupons-in-capitals",
    breaks=INSIDE,
    summary="Coupon codes with a capital letter are refused.",
)
def refuses_capitals(components: Components) -> Components:
    names = ("coupon_code", "couponCode")
    return _refusing(
        components, lambda key, value: key in names and isinstance(value, str) and value != value.lower()
    )


@fault(
    "validation-refuses-versions",
    breaks="version-conflict-is-refused",
    summary="Requests that name a version are refused, also the right one.",
)
def refuses_versions(components: Components) -> Components:
    return _refusing(components, lambda key, _value: key == "version")


@fault(
    "validation-refuses-letters-beyond-ascii",
    breaks="billing-address-add-is-kept",
    summary="Texts with letters beyond ASCII are refused.",
)
def refuses_letters(components: Components) -> Components:
    return _refusing(components, lambda _key, value: isinstance(value, str) and not value.isascii())


@fault(
    "validation-refuses-long-messages",
    breaks="customer-message-is-kept",
    summary="Customer messages of more than 255 characters are refused, though 2000 are allowed.",
)
def refuses_long_messages(components: Components) -> Components:
    most = 255
    names = ("customer_message", "customerMessage")
    return _refusing(components, lambda key, value: key in names and isinstance(value, str) and len(value) > most)


def members_filled(components: Components, **missing: Document) -> Components:
    """Components that read objects as if they had these members where they haven't."""
    return _reading(components, lambda sent: missing | sent if isinstance(sent, dict) else sent)


def texts_cut(components: Components, lengths: dict[str, int]) -> Components:
    """Components that cut these members to these lengths before anybody looks at them."""

    def change(key: str, value: Document) -> Document:
        return value[: lengths[key]] if key in lengths and isinstance(value, str) else value

    return _reading(components, lambda document: _members(document, change))

"""Why the store says no. Each surface puts these into its own form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

RefusalKind = Literal["fields", "rule", "code", "duplicate", "malformed", "media", "large"]


class Refusal(Exception):
    """Any answer of the domain that is not a success."""


class NotFound(Refusal):
    """Nothing has this identifier; `what` is a domain word ("cart", "checkout", "order", "coupon", ...)."""

    def __init__(self, what: str, identifier: str = "") -> None:
        super().__init__(f"{what} {identifier} does not exist")
        self.what = what
        self.identifier = identifier


class Refused(Refusal):
    """The request is understood and refused.

    `kind` says in which form: "fields" (the shape is wrong, `fields` says where), "rule" (a rule of the store),
    "code" (a coupon or gift certificate code that does not work), "duplicate" (it is there already), "malformed"
    (no JSON at all), "media" (it does not even say that it is JSON), "large" (too long to be read).
    """

    def __init__(self, kind: RefusalKind, message: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.kind: RefusalKind = kind
        self.message = message
        self.fields = dict(fields or {})


class VersionConflict(Refusal):
    """The request names another version than the one that is stored."""


class TooManyTries(Refusal):
    """Somebody tries codes faster than a shopper would."""


class WrongOrderStatus(Refusal):
    """A payment was asked for an order that is not Incomplete (code 30101)."""


def wrong_fields(**fields: str) -> Refused:
    """The refusal for a body whose fields do not fit."""
    return Refused("fields", "Missing or incorrect required fields", fields)

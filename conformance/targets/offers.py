"""Coupons and gift certificates on certain terms, which a store makes for a scenario that needs them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any, Literal

CouponKind = Literal[
    "percentage_discount", "per_item_discount", "per_total_discount", "shipping_discount", "free_shipping"
]
# The kinds and texts are those of the V2 marketing API, which takes amounts as texts.
EVERYTHING: Mapping[str, object] = MappingProxyType({"entity": "categories", "ids": [0]})
# Long ago for every clock that a store may have.
LONG_AGO = "Mon, 01 Jan 2001 00:00:00 +0000"


@dataclass(frozen=True, slots=True)
class CouponOffer:
    """A coupon on these terms. ``amount`` is a percentage or an amount of money, as a text.

    ``code`` says how the code is written, ``{}`` standing for a fresh one; ``products`` (catalog ids) empty: all.
    """

    kind: CouponKind
    amount: str
    code: str = "{}"
    minimum: str = "0"
    products: tuple[int, ...] = ()
    expires: str = ""
    enabled: bool = True

    def body(self, fresh: str) -> dict[str, object]:
        """What the marketing API is asked for."""
        asked: dict[str, object] = {
            "name": f"checkout-conformance {self.kind} {self.amount}",
            "type": self.kind,
            "amount": self.amount,
            "enabled": self.enabled,
            "code": self.code.format(fresh),
            "applies_to": {"entity": "products", "ids": list(self.products)} if self.products else dict(EVERYTHING),
        }
        stated = {"min_purchase": self.minimum if self.minimum != "0" else "", "expires": self.expires}
        return asked | {name: value for name, value in stated.items() if value}

    def missing(self, shown: Mapping[str, Any]) -> list[str]:
        """The terms that the store's own word on the coupon it made doesn't show: a scenario can't rely on them."""
        kept = {
            "type": shown.get("type") == self.kind,
            "amount": same_amount(shown.get("amount"), self.amount) or self.kind == "free_shipping",
            "enabled": shown.get("enabled", True) is self.enabled,
            "min_purchase": self.minimum == "0" or same_amount(shown.get("min_purchase"), self.minimum),
            "expires": not self.expires or bool(shown.get("expires")),
            "applies_to": not self.products or _ids(shown.get("applies_to")) == set(self.products),
        }
        return [name for name, holds in kept.items() if not holds]


@dataclass(frozen=True, slots=True)
class CertificateOffer:
    """A gift certificate with this balance (a text, in the store's currency) and status."""

    balance: str
    status: str = "active"

    def body(self, fresh: str) -> dict[str, object]:
        """What the marketing API is asked for."""
        return {
            "to_name": "Ada Marlowe",
            "to_email": "ada.marlowe@example.com",
            "from_name": "Ben Okafor",
            "from_email": "ben.okafor@example.com",
            "amount": self.balance,
            "balance": self.balance,
            "status": self.status,
            "template": "general.html",
            "code": fresh,
        }

    def missing(self, shown: Mapping[str, Any]) -> list[str]:
        """The terms that the store's own word on the certificate it made doesn't show."""
        kept = {
            "balance": same_amount(shown.get("balance"), self.balance),
            "status": shown.get("status") == self.status,
        }
        return [name for name, holds in kept.items() if not holds]


def same_amount(shown: object, asked: str) -> bool:
    """Whether a store shows the amount that it was asked for, as a text or a number with any decimals."""
    try:
        return Decimal(str(shown)) == Decimal(asked)
    except InvalidOperation:
        return False


def _ids(applies_to: object) -> set[int]:
    held = applies_to.get("ids") if isinstance(applies_to, Mapping) else None
    return {int(each) for each in held if str(each).isdigit()} if isinstance(held, list) else set()

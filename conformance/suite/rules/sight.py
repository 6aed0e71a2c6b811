"""What a rule sees of an exchange."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

KINDS_OF_PRODUCT = ("physical_items", "digital_items")


@dataclass(frozen=True, slots=True)
class Sight:
    """An accepted answer: which operation of which face gave it, what was asked, and the document it shows.

    ``document`` is parsed JSON with exact numbers (:class:`~decimal.Decimal`), out of its ``data`` wrapper and with
    member names in ``snake_case`` on both faces. ``include`` holds the values of the include parameter likewise.
    """

    surface: str
    operation: str
    path_parameters: Mapping[str, str]
    include: frozenset[str]
    document: Any

    @property
    def checkout(self) -> Mapping[str, Any] | None:
        """The document where it is a checkout: it carries a cart."""
        if isinstance(self.document, dict) and isinstance(self.document.get("cart"), dict):
            return self.document
        return None

    @property
    def carts(self) -> tuple[Mapping[str, Any], ...]:
        """The carts that the document shows: one inside a checkout, one by itself, or a list of them.

        An order has line items too, and no ``id``: its amounts follow other rules.
        """
        if self.checkout is not None:
            return (self.checkout["cart"],)
        shown = self.document if isinstance(self.document, list) else [self.document]
        return tuple(
            each
            for each in shown
            if isinstance(each, dict) and "id" in each and isinstance(each.get("line_items"), dict)
        )

    @property
    def consignments(self) -> tuple[Mapping[str, Any], ...]:
        """The consignments of the checkout."""
        return tuple(members(self.checkout or {}, "consignments"))


# ``None``: nothing to look at. An empty tuple: the rule holds. Else the reasons why it does not.
Rule = Callable[[Sight], tuple[str, ...] | None]


def members(document: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    """The objects in a list of the document; none where there is no such list."""
    held = document.get(name)
    return (each for each in held if isinstance(each, dict)) if isinstance(held, list) else iter(())


def lines(cart: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """All lines of a cart, whatever they hold."""
    held = cart.get("line_items")
    return [line for kind in held for line in members(held, kind)] if isinstance(held, dict) else []


def products(cart: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The lines of a cart that hold products."""
    held = cart.get("line_items")
    return [line for kind in KINDS_OF_PRODUCT for line in members(held, kind)] if isinstance(held, dict) else []


def moment(value: object) -> datetime | None:
    """A time with its zone, or ``None`` for anything else: that it is no time says another rule."""
    try:
        read = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return read if read.tzinfo else None


def amount(value: object) -> Decimal | None:
    """A JSON number as an exact amount, or ``None`` for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    return Decimal(value)


def amounts(values: Iterator[object] | list[object]) -> list[Decimal] | None:
    """All of them as amounts, or ``None`` when one is none."""
    read = [amount(value) for value in values]
    known = [value for value in read if value is not None]
    return known if len(known) == len(read) else None

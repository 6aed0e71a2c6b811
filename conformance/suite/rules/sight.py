"""What a rule sees of an exchange."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Sight:
    """An accepted answer: which operation of which face gave it, what was asked, and the document it shows.

    ``document`` is parsed JSON with exact numbers (:class:`~decimal.Decimal`), out of its ``data`` wrapper.
    ``include`` holds the values of the include parameter.
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


# ``None``: nothing to look at. An empty tuple: the rule holds. Else the reasons why it does not.
Rule = Callable[[Sight], tuple[str, ...] | None]

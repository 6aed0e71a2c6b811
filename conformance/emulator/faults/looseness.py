"""More ways in which faults change a store: lenient limits, bodies read otherwise, marks that show up later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

import msgspec

from conformance.emulator.commerce.catalog import Product
from conformance.emulator.commerce.shop import Shop
from conformance.emulator.components import Components
from conformance.emulator.faults.seams import SUCCESS, Alter, altered
from conformance.emulator.messages import Answer, Call, Json

T = TypeVar("T")
Document = Any
PRESENTERS = ("server_cart", "server_checkout", "storefront_cart", "storefront_checkout")
SERVER, STOREFRONT = PRESENTERS[:2], PRESENTERS[2:]

__all__ = [
    "PRESENTERS",
    "SERVER",
    "STOREFRONT",
    "Lenient",
    "accepting",
    "lines_of",
    "marked",
    "reading",
    "shown_cart",
]


class Lenient:
    """The store as a rule sees it, with other limits on what it sells."""

    def __init__(self, shop: Shop, **limits: Any) -> None:
        self._shop = shop
        self._limits = limits

    def product(self, product_id: int) -> Product | None:
        """The product with the other limits."""
        found = self._shop.product(product_id)
        return found and msgspec.structs.replace(found, **self._limits)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._shop, name)


def reading(components: Components, prepare: Callable[[Document, str], Document]) -> Components:
    """Components that read another document than the one that was sent; `prepare` is told the form's name."""
    inner = components.read

    def read(body: bytes, form: type[T]) -> T:
        try:
            sent = msgspec.json.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return inner(body, form)
        return inner(msgspec.json.encode(prepare(sent, getattr(form, "__name__", ""))), form)

    return replace(components, read=read)


def accepting(
    components: Components, answer: Answer, *operations: str, only: Callable[[Call], bool] = lambda _call: True
) -> Components:
    """Components that answer this where these operations were refused."""
    inner = components.answered

    def answered(call: Call, made: Answer) -> Answer:
        made = inner(call, made)
        refused = made.status not in SUCCESS and call.operation in operations and only(call)
        return answer if refused else made

    return replace(components, answered=answered)


def marked(
    components: Components,
    alter: Alter,
    marks: Callable[[Call, Answer], bool],
    presenters: tuple[str, ...] = PRESENTERS,
) -> Components:
    """Components that show purchases otherwise once an answer about them has left its mark."""
    known: set[str] = set()
    inner = components.answered

    def answered(call: Call, made: Answer) -> Answer:
        made = inner(call, made)
        names = [call.params[name] for name in ("cartId", "checkoutId", "cart_id") if name in call.params]
        if names and marks(call, made):
            known.add(names[0])
        return made

    def altering(document: Json) -> None:
        if document["id"] in known:
            alter(document)

    return altered(replace(components, answered=answered), altering, *presenters)


def shown_cart(document: Json) -> Json:
    """The cart in a document, by itself or inside its checkout."""
    inside: Json = document.get("cart", document)
    return inside


def lines_of(document: Json, kind: str = "physical_items") -> list[Json]:
    """The lines of a kind in a document of either face."""
    lines = shown_cart(document).get("line_items") or shown_cart(document)["lineItems"]
    first, *rest = kind.split("_")
    held: list[Json] = lines[kind] if kind in lines else lines[first + "".join(part.title() for part in rest)]
    return held

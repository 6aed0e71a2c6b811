"""The parts of an emulated store that can be exchanged: its rules, its views, its doors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from conformance.emulator import access, origins, reading, sessions
from conformance.emulator.commerce.checkout import Checkout
from conformance.emulator.commerce.policies import Policies
from conformance.emulator.messages import Answer, Call, Json
from conformance.emulator.reading import Reader
from conformance.emulator.sessions import Session
from conformance.emulator.settings import Settings
from conformance.emulator.sources import Ids
from conformance.emulator.storage import Documents
from conformance.emulator.surfaces import order_presenter, server_presenter, storefront_orders, storefront_presenter
from conformance.emulator.surfaces.view import OrderView, View


def keep_changed(_call: Call, _before: Checkout, after: Checkout) -> Checkout:
    """The repository stores what the rules made."""
    return after


def unchanged(_call: Call, answer: Answer) -> Answer:
    """Answers leave the store as they are."""
    return answer


Headers = tuple[tuple[str, str], ...]


def all_of_them(_call: Call, headers: Headers) -> Headers:
    """Every header that the store sends along."""
    return headers


@dataclass(frozen=True)
class Components:
    """Everything that a fault or a liberty may exchange.

    `stored` decides what the repository keeps after a request; `answered` sees each answer on its way out, and
    `sent_along` the headers that are then sent along;
    `turned_away` sees the answers to what no operation is for; `admit` guards the server face, `genuine` and `owns`
    the storefront; `read` turns bodies into forms; `ids` makes names for what is new.
    """

    policies: Policies = field(default_factory=Policies)
    stored: Callable[[Call, Checkout, Checkout], Checkout] = keep_changed
    admit: Callable[[Call, Settings], None] = access.admit
    genuine: Callable[[Call, Settings], None] = origins.genuine
    owns: Callable[[Session | None, str], bool] = sessions.owns
    read: Reader = reading.strict
    server_cart: Callable[[View], Json] = server_presenter.cart
    server_checkout: Callable[[View], Json] = server_presenter.checkout
    storefront_cart: Callable[[View], Json] = storefront_presenter.cart
    storefront_checkout: Callable[[View], Json] = storefront_presenter.checkout
    order: Callable[[OrderView], Json] = order_presenter.order
    order_products: Callable[[OrderView], list[Json]] = order_presenter.products
    order_addresses: Callable[[OrderView], list[Json]] = order_presenter.shipping_addresses
    storefront_order: Callable[[OrderView], Json] = storefront_orders.order
    ids: Callable[[int, Documents, str], Ids] = Ids
    answered: Callable[[Call, Answer], Answer] = unchanged
    sent_along: Callable[[Call, Headers], Headers] = all_of_them
    turned_away: Callable[[Call, Answer], Answer] = unchanged

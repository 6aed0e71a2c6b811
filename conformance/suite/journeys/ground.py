"""What journeys find before they set out: faces, goods, codes, and what the target goes without."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import httpx

from conformance.api import OrdersApi, PaymentsApi, ServerApi, StorefrontApi
from conformance.run import Session
from conformance.suite.arrange import Arrange
from conformance.suite.faces import Face, ServerFace, StorefrontFace, Wanted
from conformance.suite.journeys.story import Story
from conformance.suite.people import ADA, BEN, Address
from conformance.suite.scenarios.choosing import lines
from conformance.suite.scenarios.linking import link_to_cart
from conformance.suite.scenarios.parcels import CLEO
from conformance.targets.provisioning import Lacking, Unprovisioned

# Enough for neighbours on both sides of a line; more would only make requests longer.
MOST_GOODS = 4
# Each consignment of a walk goes somewhere else: whether a store joins those of one address nobody has recorded.
ADDRESSES: tuple[Address, ...] = (
    ADA,
    BEN,
    CLEO,
    *(
        MappingProxyType({**ADA, "first_name": name, "address1": f"{number} Walnut Row"})
        for name, number in (("Dora", "7"), ("Emil", "9"), ("Fay", "12"))
    ),
)


@dataclass(frozen=True, slots=True)
class Company:
    """Who walks: the faces that act in turn, and the server face for what only it can do."""

    faces: tuple[Face, ...]
    cart_id: str
    server: ServerFace | None = None
    orders: OrdersApi | None = None
    payments: PaymentsApi | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """The target as journeys use it. ``without`` gives the reason for each kind of step that is left out."""

    run: Session
    route: str
    goods: tuple[Wanted, ...]
    coupon: str = ""
    certificate: str = ""
    without: Mapping[str, str] = field(default_factory=dict)

    @property
    def made_coupon(self) -> bool:
        """Whether the coupon is of the suite's own making: ten percent off everything."""
        return self.run.stock.made_coupon

    @property
    def card(self) -> Mapping[str, Any]:
        """A card that the target's gateway accepts in test mode."""
        return self.run.target.fixtures.test_card

    @property
    def arrange(self) -> Arrange:
        """For steps that raise :class:`Unarranged` when they are refused."""
        return Arrange(self.run.stock, self.run.now.quietly)

    def server(self, story: Story) -> ServerFace:
        """The server face, heard by the story."""
        return ServerFace(ServerApi(self._client(story), self.run.target.server_url, self.run.target.token))

    def shopper(self, story: Story, link: str = "") -> StorefrontFace:
        """The storefront face in a fresh session, opened at the shop's first page or by a link."""
        storefront = StorefrontApi(self._client(story, keep_cookies=True), self.run.target.storefront_url)
        if link:
            storefront.visit(link)
        else:
            storefront.open_session()
        return StorefrontFace(storefront)

    def shared(self, story: Story, server: ServerFace, cart_id: str) -> StorefrontFace:
        """The storefront face in a session that takes over a cart which the server made."""
        story.step("carry the cart into a shopper's session by its link")
        return self.shopper(story, link_to_cart(self.arrange, server, cart_id))

    def orders(self, story: Story) -> OrdersApi:
        """Reading orders, heard by the story."""
        return OrdersApi(self._client(story), self.run.target.orders_url, self.run.target.token)

    def payments(self, story: Story) -> PaymentsApi:
        """Paying, heard by the story."""
        target = self.run.target
        return PaymentsApi(self._client(story), target.server_url, target.payments_url, target.token)

    def _client(self, story: Story, *, keep_cookies: bool = False) -> httpx.Client:
        client = self.run.client(keep_cookies=keep_cookies)
        client.event_hooks["response"].append(story.heard)
        return client


def survey(run: Session, route: str) -> Ground:
    """What this target has for a route: ``server``, ``storefront`` or ``both``.

    Raises :class:`Lacking` when the target has no such face or goods, and :class:`Unprovisioned` when its catalog
    can't be read.
    """
    for face in ("server", "storefront") if route == "both" else (route,):
        if reason := run.target.lacks(face):
            raise Lacking(reason)
    without: dict[str, str] = {}
    coupon = _found(run, "coupons", lambda: run.stock.coupon_code, without)
    certificate = ""
    if route != "server":
        certificate = _found(run, "gift-certificates", lambda: run.stock.gift_certificate_code, without)
    if reason := run.target.lacks("payments"):
        without["payments"] = reason
    return Ground(run, route, _goods(run), coupon, certificate, without)


def _found(run: Session, capability: str, find: Callable[[], str], without: dict[str, str]) -> str:
    if lacking := run.target.lacks(capability):
        without[capability] = lacking
        return ""
    try:
        return find()
    except (Lacking, Unprovisioned) as reason:
        without[capability] = str(reason)
        return ""


def _goods(run: Session) -> tuple[Wanted, ...]:
    for count in range(MOST_GOODS, 0, -1):
        try:
            found = lines(run.stock, *([1] * count))
        except Lacking:
            continue
        # The model counts goods by their variants, so that it must know which one it asks for.
        if known := tuple(one for one in found if one.variant_id is not None):
            return known
    raise Lacking("neither the catalog nor the target's config tells a variant of a product")

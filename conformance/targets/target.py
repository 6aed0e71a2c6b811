"""What a run is aimed at: addresses, credentials, what it offers, and what its catalog holds for us."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from conformance.transport import TrafficPolicy

# What a target can offer. The two faces and payments follow from its addresses, the rest is offered unless denied.
FACES = ("server", "storefront", "payments")
CAPABILITIES = (
    *FACES,
    "coupons",
    "custom-items",
    "customers",
    "digital-products",
    "discounts",
    "fees",
    "gift-certificates",
    "metafields",
    "paid-shipping",
    "pickup",
    "settings",
    "store-credit",
    "two-products",
    "variants",
)

# The vendor counts a store's quota in windows of 30 s.
WINDOW_SECONDS = 30.0
# Creating an order is the slowest operation; nothing that takes longer than this would be usable in a shop.
TIMEOUT_SECONDS = 30.0

# The number that card networks publish for tests; the expiry only has to lie ahead.
TEST_CARD: Mapping[str, object] = MappingProxyType(
    {
        "type": "card",
        "number": "4111111111111111",
        "cardholder_name": "Ada Marlowe",
        "expiry_month": 12,
        "expiry_year": 2039,
        "verification_value": "123",
    }
)


@dataclass(frozen=True, slots=True)
class Fixtures:
    """Things of the store that the suite may use; what is not named is looked up or made, as far as allowed.

    Ids are those of the catalog. ``variant_ids`` belong to ``product_id``. ``shipping_address`` has the members of
    the server face (``country_code``, ``postal_code``, ...). ``test_card`` is a payment instrument of type ``card``.
    ``declined_card`` is the number of a card that the gateway declines in test mode, ``""`` when none is known.
    ``pickup_method_id`` is a way to collect that the store offers, ``customer_id`` one of its customers.
    """

    product_id: int | None = None
    variant_ids: tuple[int, ...] = ()
    second_product_id: int | None = None
    digital_product_id: int | None = None
    coupon_code: str = ""
    gift_certificate_code: str = ""
    pickup_method_id: int | None = None
    customer_id: int | None = None
    declined_card: str = field(default="", repr=False)
    shipping_address: Mapping[str, str] = field(default_factory=dict)
    test_card: Mapping[str, object] = field(default_factory=lambda: TEST_CARD, repr=False)

    def named(self) -> dict[str, object]:
        """Only what the config names; ``product_ids`` lists the products in the order of their preference."""
        products = tuple(each for each in (self.product_id, self.second_product_id) if each is not None)
        named: dict[str, object] = {
            "product_ids": products,
            "variant_ids": self.variant_ids,
            "digital_product_id": self.digital_product_id,
            "coupon_code": self.coupon_code,
            "gift_certificate_code": self.gift_certificate_code,
            "pickup_method_id": self.pickup_method_id,
            "customer_id": self.customer_id,
            "shipping_address": dict(self.shipping_address),
        }
        return {name: value for name, value in named.items() if value}


TaxMode = Literal["exclusive", "inclusive"]


@dataclass(frozen=True, slots=True)
class EmbeddedOptions:
    """How the emulator in this process is set up."""

    faults: tuple[str, ...] = ()
    liberties: tuple[str, ...] = ()
    seed: int = 0
    tax_mode: TaxMode = "exclusive"
    database: str = ":memory:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A store to judge. Addresses carry no trailing slash; ``timeout`` and ``window_seconds`` are in seconds.

    ``server_url`` ends in ``/stores/{hash}/v3``, ``orders_url`` in ``/v2``, ``payments_url`` (processing) in
    ``/stores/{hash}``; ``storefront_url`` is the shop itself. ``absences`` gives a reason for every capability that
    the target lacks. ``quota`` is the number of requests per window that the run keeps below, ``None`` for no limit.
    """

    name: str
    description: str = ""
    server_url: str = ""
    orders_url: str = ""
    payments_url: str = ""
    storefront_url: str = ""
    store_hash: str = ""
    token: str = field(default="", repr=False)
    read_only_token: str = field(default="", repr=False)
    capabilities: frozenset[str] = frozenset(CAPABILITIES)
    absences: Mapping[str, str] = field(default_factory=dict)
    fixtures: Fixtures = field(default_factory=Fixtures)
    provision: bool = False
    quota: int | None = None
    window_seconds: float = WINDOW_SECONDS
    timeout: float = TIMEOUT_SECONDS
    embedded: EmbeddedOptions | None = None

    def bases(self) -> Mapping[str, str]:
        """From the names of our OpenAPI documents to the URLs at which the target serves them."""
        documents = {
            "server": self.server_url,
            "storefront": f"{self.storefront_url}/api/storefront" if self.storefront_url else "",
            "orders-v2": self.orders_url,
            "marketing-v2": self.orders_url,
            "catalog": self.server_url,
            "payments": self.server_url,
            "payments-processing": self.payments_url,
        }
        return MappingProxyType({document: url for document, url in documents.items() if url})

    def lacks(self, capability: str) -> str:
        """Why the target doesn't offer this; empty when it does, and for ``""``, which every target offers."""
        if not capability or capability in self.capabilities:
            return ""
        return self.absences.get(capability) or f"the target offers no {capability}"

    def traffic(self, prefix: str, probe: Callable[[], bool] | None = None) -> TrafficPolicy:
        """How requests travel to it; ``prefix`` starts the exchange ids."""
        return TrafficPolicy(
            probe=probe,
            prefix=prefix,
            requests_per_window=self.quota,
            window_seconds=self.window_seconds,
            timeout_seconds=self.timeout,
        )

    def shared_by(self, workers: int) -> Target:
        """The same target for one of several workers: the quota is the store's, so each keeps to its part of it."""
        return self if self.quota is None else replace(self, quota=max(1, self.quota // workers))

    def describe(self) -> dict[str, str]:
        """What a report says of it: everything that matters to a reader, and no secret."""
        told = {
            "name": self.name,
            "description": self.description,
            "server": self.server_url,
            "storefront": self.storefront_url,
            "payments": self.payments_url,
            "store hash": self.store_hash,
            "capabilities": ", ".join(sorted(self.capabilities)),
            "lacking": "; ".join(f"{name}: {self.lacks(name)}" for name in sorted(self.absences)),
        }
        if self.embedded is not None:
            told["tax mode"] = self.embedded.tax_mode
            told["faults"] = ", ".join(self.embedded.faults)
        return {name: value for name, value in told.items() if value}

    def secrets(self) -> tuple[str, ...]:
        """What must never be written down."""
        return tuple(secret for secret in (self.token, self.read_only_token) if secret)

"""What a checkout shows, in the few words that journeys compare: contents, addresses, codes, message."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from conformance.suite.documents import Cart, Checkout, LineItem
from conformance.suite.faces import Wanted
from conformance.suite.people import Address, contact
from conformance.suite.scenarios.parcels import address_of, goods

# How many of each product and variant; the variant is ``None`` where the store shows none.
Goods = Mapping[tuple[int, int | None], int]


@dataclass(frozen=True, slots=True)
class Shipment:
    """A consignment: where it goes, with what, and by which option."""

    address: Mapping[str, object]
    goods: Goods
    option: str | None = None

    @property
    def bound(self) -> tuple[Mapping[str, object], Goods]:
        """Where it goes and with what, whichever way it is sent."""
        return self.address, self.goods


@dataclass(frozen=True, slots=True)
class Picture:
    """A checkout at one moment. Codes are in upper case and in order, addresses as far as they must be kept."""

    contents: Goods
    lines: frozenset[LineItem]
    billing: Mapping[str, object]
    shipments: Mapping[str, Shipment]
    coupons: tuple[str, ...]
    certificates: tuple[str, ...]
    message: str
    grand_total: Decimal
    shipping_total: Decimal
    left_to_pay: Decimal | None = None
    version: int | None = None

    @property
    def priced_by(self) -> object:
        """All that the grand total can hang on; the same goods sent the same way at the same cost cost the same."""
        sent = sorted((key, str(held.bound), held.option) for key, held in self.shipments.items())
        bought = sorted((product, variant or 0, held) for (product, variant), held in self.contents.items())
        return repr((bought, sent, self.coupons, sorted(self.billing.items(), key=str), self.shipping_total))

    def with_shipment(self, consignment_id: str, shipment: Shipment) -> Picture:
        """The same with one consignment set."""
        return replace(self, shipments={**self.shipments, consignment_id: shipment})


def picture_of(checkout: Checkout) -> Picture:
    """The picture that a checkout gives."""
    return Picture(
        contents=checkout.cart.contents,
        lines=frozenset(checkout.cart.items),
        billing=billing_of(checkout.billing),
        shipments={held.id: _shipment(checkout, held.id) for held in checkout.consignments},
        coupons=tuple(sorted(checkout.coupon_codes)),
        certificates=tuple(sorted(held.code.upper() for held in checkout.gift_certificates)),
        message=checkout.customer_message or "",
        grand_total=checkout.grand_total,
        shipping_total=checkout.shipping_total,
        left_to_pay=checkout.outstanding_balance,
        version=checkout.version if checkout.version is not None else checkout.cart.version,
    )


def billing_of(address: Address | Mapping[str, object]) -> dict[str, object]:
    """What a store must show of a billing address as it was given; empty where there is none."""
    if not address.get("id") and not address.get("address1"):
        return {}
    return contact(address)


def tallied(wanted: Wanted, cart: Cart) -> Counter[tuple[int, int | None]]:
    """Goods as this cart would count them: without variants where it shows none."""
    silent = any(item.product_id == wanted.product_id and item.variant_id is None for item in cart.items)
    return Counter({(wanted.product_id, None if silent else wanted.variant_id): wanted.quantity})


def _shipment(checkout: Checkout, consignment_id: str) -> Shipment:
    held = checkout.consignment(consignment_id)
    if held is None:  # pragma: no cover - the id was just read from the same checkout
        return Shipment({}, {})
    option = held.selected_shipping_option
    return Shipment(address_of(held), goods(checkout, held), None if option is None else option.id)

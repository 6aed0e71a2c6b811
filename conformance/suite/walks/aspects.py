"""What a checkout is made of, one aspect at a time, so that a step can be held to what it may change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from conformance.suite.documents import Checkout
from conformance.suite.people import kept
from conformance.suite.scenarios.parcels import address_of, goods

Aspect = Callable[[Checkout], Any]


def contents(checkout: Checkout) -> object:
    """How many of each product and variant there are."""
    return checkout.cart.contents


def lines(checkout: Checkout) -> object:
    """The lines by id, with what they hold."""
    return {item.id: (item.product_id, item.variant_id, item.quantity) for item in checkout.cart.items}


def billing_address(checkout: Checkout) -> object:
    """The billing address as far as a store shows it as it was given."""
    return kept(checkout.billing)


def consignments(checkout: Checkout) -> object:
    """Where each consignment goes, and with what."""
    return {held.id: (address_of(held), goods(checkout, held)) for held in checkout.consignments}


def chosen_options(checkout: Checkout) -> object:
    """The shipping option of each consignment."""
    chosen = {held.id: held.selected_shipping_option for held in checkout.consignments}
    return {consignment: option and option.id for consignment, option in chosen.items()}


def coupons(checkout: Checkout) -> object:
    """The codes of the coupons, as often as they are listed."""
    return Counter(checkout.coupon_codes)


def gift_certificates(checkout: Checkout) -> object:
    """The codes of the gift certificates, and how much of each is used."""
    return {held.code.upper(): held.used for held in checkout.gift_certificates}


def message(checkout: Checkout) -> object:
    """The customer message; a store may leave an empty one out."""
    return checkout.customer_message or ""


def total(checkout: Checkout) -> object:
    """The grand total."""
    return checkout.grand_total


def identity(checkout: Checkout) -> object:
    """The ids of checkout and cart."""
    return checkout.id, checkout.cart.id


ASPECTS: Mapping[str, Aspect] = MappingProxyType(
    {
        each.__name__.replace("_", " "): each
        for each in (
            contents,
            lines,
            billing_address,
            consignments,
            chosen_options,
            coupons,
            gift_certificates,
            message,
            total,
            identity,
        )
    }
)


def changed(before: Checkout, after: Checkout, *aspects: str) -> list[str]:
    """Which of these aspects (none named: of all) differ between two readings."""
    looked_at = aspects or tuple(ASPECTS)
    return [name for name in looked_at if ASPECTS[name](before) != ASPECTS[name](after)]

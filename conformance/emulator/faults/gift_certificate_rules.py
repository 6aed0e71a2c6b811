"""Faults of how gift certificates pay, of which ones do, and of what their coming and going leaves."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, cast

from msgspec.structs import replace

from conformance.emulator.commerce.checkout import Checkout
from conformance.emulator.commerce.gift_certificates import CertificateStatus, GiftCertificate
from conformance.emulator.commerce.money import ZERO
from conformance.emulator.commerce.pricing import CertificateQuote, Quote
from conformance.emulator.commerce.refusals import Refused
from conformance.emulator.commerce.shop import Shop
from conformance.emulator.components import Components
from conformance.emulator.faults.registry import fault
from conformance.emulator.faults.seams import altered, declining, ruled
from conformance.emulator.messages import Json

ADD = "addCheckoutGiftCertificate"
# What one certificate pays at most, where a store sets itself such a limit.
AT_MOST = Decimal(45)


def _paying(components: Components, used: Callable[[Quote, CertificateQuote], Decimal]) -> Components:
    """Components that use something else of certificates."""
    price = components.policies.quote

    def quoted(checkout: Checkout, shop: Shop) -> Quote:
        quote = price(checkout, shop)
        return replace(quote, certificates=tuple(replace(one, used=used(quote, one)) for one in quote.certificates))

    return ruled(components, quote=quoted)


def _storefront(components: Components, alter: Callable[[Json], None]) -> Components:
    return altered(components, alter, "storefront_checkout")


@fault(
    "gift-certificate-remains-whole",
    breaks="gift-certificate-tells-its-balance",
    surface="storefront",
    summary="What remains of a gift certificate is its whole balance, whatever is used of it.",
)
def remains_whole(components: Components) -> Components:
    def alter(document: Json) -> None:
        for one in document["giftCertificates"]:
            one["remaining"] = one["balance"]

    return _storefront(components, alter)


@fault(
    "gift-certificate-leaves-shipping-due",
    breaks="gift-certificate-covers-everything",
    surface="storefront",
    summary="Gift certificates don't pay for shipping.",
)
def leaves_shipping_due(components: Components) -> Components:
    return _paying(components, lambda quote, one: min(one.used, max(ZERO, quote.grand_total - quote.shipping.inc)))


@fault(
    "gift-certificate-lowers-the-price",
    breaks="gift-certificate-leaves-the-price",
    surface="storefront",
    summary="What a gift certificate pays is taken out of the grand total.",
)
def lowers_the_price(components: Components) -> Components:
    def alter(document: Json) -> None:
        used = sum(one["used"] for one in document["giftCertificates"])
        document["grandTotal"] = round(document["grandTotal"] - used, 2)

    return _storefront(components, alter)


def _adding(components: Components, after_it: Callable[[Checkout, str, Checkout], Checkout]) -> Components:
    """Components where a function sees what was before, the code, and what came of adding it."""
    add = components.policies.add_gift_certificate

    def added(checkout: Checkout, code: str, shop: Shop) -> Checkout:
        return after_it(checkout, code, add(checkout, code, shop))

    return ruled(components, add_gift_certificate=added)


@fault(
    "gift-certificate-clears-options",
    breaks="gift-certificate-leaves-the-rest",
    surface="storefront",
    summary="Adding a gift certificate clears the chosen shipping options.",
)
def clears_options(components: Components) -> Components:
    def cleared(_before: Checkout, _code: str, after: Checkout) -> Checkout:
        return replace(after, consignments=tuple(replace(one, option=None) for one in after.consignments))

    return _adding(components, cleared)


@fault(
    "gift-certificate-lost-with-message",
    breaks="gift-certificate-outlives-other-changes",
    surface="storefront",
    summary="Leaving a message takes the gift certificates away.",
)
def lost_with_message(components: Components) -> Components:
    leave = components.policies.set_message

    def left(checkout: Checkout, message: str) -> Checkout:
        return replace(leave(checkout, message), gift_certificates=())

    return ruled(components, set_message=left)


@fault(
    "gift-certificate-twice-is-listed-twice",
    breaks="gift-certificate-twice-counts-once",
    surface="storefront",
    summary="A gift certificate that is added again is listed and used once more.",
)
def listed_twice(components: Components) -> Components:
    def twice(before: Checkout, code: str, after: Checkout) -> Checkout:
        again = code in before.gift_certificates
        return replace(after, gift_certificates=(*after.gift_certificates, code)) if again else after

    return _adding(components, twice)


@fault(
    "gift-certificate-second-replaces-first",
    breaks="gift-certificates-pay-together",
    surface="storefront",
    summary="A second gift certificate takes the place of the first.",
)
def second_replaces_first(components: Components) -> Components:
    return _adding(components, lambda _before, code, after: replace(after, gift_certificates=(code,)))


def _deleting(components: Components, delete_it: Callable[[Checkout, str], Checkout]) -> Components:
    return ruled(components, delete_gift_certificate=delete_it)


@fault(
    "gift-certificate-deletion-takes-all",
    breaks="gift-certificates-go-one-by-one",
    surface="storefront",
    summary="Deleting one of several gift certificates deletes all of them.",
)
def deletion_takes_all(components: Components) -> Components:
    delete = components.policies.delete_gift_certificate
    return _deleting(components, lambda checkout, code: replace(delete(checkout, code), gift_certificates=()))


@fault(
    "gift-certificate-pays-forty-five-at-most",
    breaks="gift-certificate-follows-the-total",
    surface="storefront",
    summary="No more than forty-five is used of a gift certificate, whatever it holds.",
)
def pays_little(components: Components) -> Components:
    return _paying(components, lambda _quote, one: min(one.used, AT_MOST))


class _Lenient:
    """A shop whose gift certificates of one status count as active."""

    def __init__(self, shop: Shop, status: CertificateStatus) -> None:
        self._shop = shop
        self._status = status

    def gift_certificate(self, code: str) -> GiftCertificate | None:
        found = self._shop.gift_certificate(code)
        return replace(found, status="active") if found and found.status == self._status else found

    def __getattr__(self, name: str) -> Any:
        return getattr(self._shop, name)


def _accepting(components: Components, status: CertificateStatus) -> Components:
    add = components.policies.add_gift_certificate

    def added(checkout: Checkout, code: str, shop: Shop) -> Checkout:
        return add(checkout, code, cast("Shop", _Lenient(shop, status)))

    return ruled(components, add_gift_certificate=added)


@fault(
    "gift-certificate-disabled-works",
    breaks="gift-certificate-not-active-is-refused",
    surface="storefront",
    summary="Gift certificates that are disabled pay.",
)
def disabled_works(components: Components) -> Components:
    return _accepting(components, "disabled")


@fault(
    "gift-certificate-expired-works",
    breaks="gift-certificate-not-active-is-refused",
    surface="storefront",
    summary="Gift certificates that are expired pay.",
)
def expired_works(components: Components) -> Components:
    return _accepting(components, "expired")


@fault(
    "gift-certificate-works-on-every-checkout",
    breaks="gift-certificate-stays-on-its-checkout",
    surface="storefront",
    summary="A gift certificate that was added to one checkout pays for all of them, until it is deleted anywhere.",
)
def works_everywhere(components: Components) -> Components:
    policies = components.policies
    # A store-wide list where one for each checkout should be.
    everywhere: dict[str, None] = {}

    def added(checkout: Checkout, code: str, shop: Shop) -> Checkout:
        after = policies.add_gift_certificate(checkout, code, shop)
        everywhere[code] = None
        return after

    def deleted(checkout: Checkout, code: str) -> Checkout:
        everywhere.pop(code, None)
        return policies.delete_gift_certificate(checkout, code)

    def quoted(checkout: Checkout, shop: Shop) -> Quote:
        codes = tuple({**dict.fromkeys(checkout.gift_certificates), **everywhere})
        return policies.quote(replace(checkout, gift_certificates=codes), shop)

    return ruled(components, add_gift_certificate=added, delete_gift_certificate=deleted, quote=quoted)


@fault(
    "gift-certificate-refused-drops-others",
    breaks="gift-certificate-refused-leaves-checkout",
    surface="storefront",
    summary="A code that no gift certificate has is refused, and those in use are dropped.",
)
def refused_drops_others(components: Components) -> Components:
    add = components.policies.add_gift_certificate

    def added(checkout: Checkout, code: str, shop: Shop) -> Checkout:
        try:
            return add(checkout, code, shop)
        except Refused:
            return replace(checkout, gift_certificates=())

    def unfit(sent: Any, shown: Json) -> bool:
        return sent["giftCertificateCode"] not in [one["code"] for one in shown["giftCertificates"]]

    return declining(ruled(components, add_gift_certificate=added), unfit, ADD)


@fault(
    "gift-certificate-takes-coupon-codes",
    breaks="gift-certificate-code-of-a-coupon-is-refused",
    surface="storefront",
    summary="A coupon's code is accepted as a gift certificate, silently.",
)
def takes_coupon_codes(components: Components) -> Components:
    add = components.policies.add_gift_certificate

    def added(checkout: Checkout, code: str, shop: Shop) -> Checkout:
        return checkout if shop.coupon(code) else add(checkout, code, shop)

    return ruled(components, add_gift_certificate=added)


def _deleting_unknown(components: Components, change: Callable[[Checkout, str], Checkout]) -> Components:
    """Components where a function stands for deleting a gift certificate that is not in use."""
    delete = components.policies.delete_gift_certificate

    def deleted(checkout: Checkout, code: str) -> Checkout:
        return delete(checkout, code) if code in checkout.gift_certificates else change(checkout, code)

    return _deleting(components, deleted)


@fault(
    "gift-certificate-deleted-twice-is-back",
    breaks="gift-certificate-deleted-stays-deleted",
    surface="storefront",
    summary="A gift certificate that is deleted once more is in use again.",
)
def deleted_twice_is_back(components: Components) -> Components:
    def back(checkout: Checkout, code: str) -> Checkout:
        return replace(checkout, gift_certificates=(*checkout.gift_certificates, code))

    return _deleting_unknown(components, back)


@fault(
    "gift-certificate-unknown-deletion-drops-all",
    breaks="gift-certificate-unknown-deletion-leaves-others",
    surface="storefront",
    summary="Deleting a gift certificate that is not in use deletes those that are.",
)
def unknown_drops_all(components: Components) -> Components:
    return _deleting_unknown(components, lambda checkout, _code: replace(checkout, gift_certificates=()))

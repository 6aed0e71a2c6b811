"""Faults of shipping options: what is offered, what is chosen, what it costs."""

from __future__ import annotations

import dataclasses

from msgspec.structs import replace

from conformance.emulator.commerce.checkout import Checkout, Consignment
from conformance.emulator.commerce.consignments import WantedConsignment, options_of
from conformance.emulator.commerce.money import ZERO
from conformance.emulator.commerce.pricing import Quote
from conformance.emulator.commerce.shipping import ShippingOption
from conformance.emulator.commerce.shop import Shop
from conformance.emulator.commerce.tax import Taxed
from conformance.emulator.components import Components
from conformance.emulator.faults.registry import fault
from conformance.emulator.faults.seams import answering, forgetful, rewriting, ruled
from conformance.emulator.messages import Json
from conformance.emulator.surfaces import server_presenter, storefront_presenter
from conformance.emulator.surfaces.view import View

SHOWN, HIDDEN, KEPT, COST = (
    "shipping-options-shown-with-include",
    "shipping-options-hidden-without-include",
    "shipping-option-selection-is-kept",
    "shipping-cost-enters-grand-total",
)


def _unoffered(document: Json) -> None:
    for one in document["consignments"]:
        one["available_shipping_options" if "line_item_ids" in one else "availableShippingOptions"] = []


@fault(
    "shipping-options-missing-where-consignments-change",
    breaks=SHOWN,
    summary="Consignments that are added or updated list no shipping options in the answer, though asked for.",
)
def missing_in_answers(components: Components) -> Components:
    changes = ("addCheckoutConsignment", "createCheckoutConsignment", "updateCheckoutConsignment")
    return answering(components, rewriting(_unoffered), *changes)


@fault(
    "shipping-options-missing-where-checkouts-are-read",
    breaks=SHOWN,
    summary="A checkout that is read lists no shipping options, though asked for.",
)
def missing_in_readings(components: Components) -> Components:
    return answering(components, rewriting(_unoffered), "getCheckout")


@fault(
    "shipping-options-only-for-first-consignment",
    breaks=SHOWN,
    summary="Only the first consignment lists available shipping options.",
)
def only_for_first(components: Components) -> Components:
    offer = components.policies.shipping_options

    def offered(checkout: Checkout, consignment: Consignment, shop: Shop) -> tuple[ShippingOption, ...]:
        first = checkout.consignments[0].id == consignment.id
        return offer(checkout, consignment, shop) if first else ()

    return ruled(components, shipping_options=offered)


@fault(
    "shipping-options-always-shown-by-server",
    breaks=HIDDEN,
    surface="server",
    summary="The server face lists available shipping options without being asked.",
)
def always_shown_by_server(components: Components) -> Components:
    show = components.server_checkout

    def shown(view: View) -> Json:
        return show(dataclasses.replace(view, include=view.include | {server_presenter.OPTIONS}))

    return dataclasses.replace(components, server_checkout=shown)


@fault(
    "shipping-options-always-shown-on-storefront",
    breaks=HIDDEN,
    surface="storefront",
    summary="The storefront lists available shipping options without being asked.",
)
def always_shown_on_storefront(components: Components) -> Components:
    show = components.storefront_checkout

    def shown(view: View) -> Json:
        return show(dataclasses.replace(view, include=view.include | {storefront_presenter.OPTIONS}))

    return dataclasses.replace(components, storefront_checkout=shown)


@fault(
    "shipping-option-selection-not-kept",
    breaks=KEPT,
    summary="The answer shows the chosen shipping option, the next read has none.",
)
def selection_not_kept(components: Components) -> Components:
    def kept(_before: Checkout, after: Checkout) -> Checkout:
        return replace(after, consignments=tuple(replace(one, option=None) for one in after.consignments))

    return forgetful(components, frozenset({"updateCheckoutConsignment"}), kept)


@fault(
    "shipping-option-selection-takes-last",
    breaks=KEPT,
    summary="Whichever shipping option is chosen, the last one that is offered gets selected.",
)
def selection_takes_last(components: Components) -> Components:
    return _choosing(components, -1)


@fault(
    "shipping-option-selection-takes-first",
    breaks=KEPT,
    summary="Whichever shipping option is chosen, the first one that is offered gets selected.",
)
def selection_takes_first(components: Components) -> Components:
    return _choosing(components, 0)


def _choosing(components: Components, position: int) -> Components:
    update = components.policies.update_consignment

    def updated(checkout: Checkout, consignment_id: str, wanted: WantedConsignment, shop: Shop) -> Checkout:
        after = update(checkout, consignment_id, wanted, shop)
        if wanted.option_id is None:
            return after
        held = after.consignment(consignment_id)
        return after.with_consignment(replace(held, option=options_of(after, held, shop)[position]))

    return ruled(components, update_consignment=updated)


def _cheaper(quote: Quote, by: Taxed) -> Quote:
    return replace(quote, grand_total=quote.grand_total - by.inc, tax_total=quote.tax_total - by.tax)


@fault(
    "shipping-cost-not-in-grand-total",
    breaks=COST,
    summary="The grand total leaves the cost of shipping out.",
)
def not_in_grand_total(components: Components) -> Components:
    price = components.policies.quote

    def quoted(checkout: Checkout, shop: Shop) -> Quote:
        quote = price(checkout, shop)
        return _cheaper(quote, quote.shipping)

    return ruled(components, quote=quoted)


@fault(
    "shipping-cost-of-second-consignment-forgotten",
    breaks=COST,
    summary="The grand total has the cost of shipping the first consignment only.",
)
def second_forgotten(components: Components) -> Components:
    price = components.policies.quote

    def quoted(checkout: Checkout, shop: Shop) -> Quote:
        quote = price(checkout, shop)
        for one in quote.consignments[1:]:
            quote = _cheaper(quote, one.cost)
        return quote

    return ruled(components, quote=quoted)


@fault(
    "shipping-cost-total-is-zero",
    breaks=COST,
    summary="The shipping total stays zero, though the grand total has the cost.",
)
def total_is_zero(components: Components) -> Components:
    price = components.policies.quote
    nothing = Taxed(ZERO, ZERO)

    def quoted(checkout: Checkout, shop: Shop) -> Quote:
        return replace(price(checkout, shop), shipping=nothing)

    return ruled(components, quote=quoted)

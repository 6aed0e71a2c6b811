"""Faults of choosing a shipping option, and of what shipping then costs."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from conformance.emulator.commerce.checkout import Checkout, Consignment
from conformance.emulator.commerce.consignments import WantedConsignment
from conformance.emulator.commerce.refusals import Refused
from conformance.emulator.commerce.shipping import ShippingOption
from conformance.emulator.commerce.shop import Shop
from conformance.emulator.components import Components
from conformance.emulator.faults.registry import fault
from conformance.emulator.faults.seams import altered, declining, member, ruled
from conformance.emulator.messages import Json

CHECKOUTS = ("server_checkout", "storefront_checkout")
UPDATE = "updateCheckoutConsignment"
A_DOLLAR = Decimal(1)
SELECTED = ("selected_shipping_option", "selectedShippingOption")
OFFERED = ("available_shipping_options", "availableShippingOptions")
TOTALS = ("shipping_cost_total_inc_tax", "shippingCostTotal")


def _choosing(components: Components, choose: Any) -> Components:
    """Components where a function stands for choosing an option: it is given the usual way to do so as well."""
    update = components.policies.update_consignment

    def updated(checkout: Checkout, consignment_id: str, wanted: WantedConsignment, shop: Shop) -> Checkout:
        def usual() -> Checkout:
            return update(checkout, consignment_id, wanted, shop)

        if wanted.option_id is None:
            return usual()
        made: Checkout = choose(checkout, checkout.consignment(consignment_id), wanted.option_id, usual)
        return made

    return ruled(components, update_consignment=updated)


@fault(
    "shipping-option-unknown-ignored",
    breaks="shipping-option-unknown-is-refused",
    summary="A shipping option that was not offered is accepted and ignored.",
)
def unknown_ignored(components: Components) -> Components:
    def choose(checkout: Checkout, _held: Consignment, _option: str, usual: Any) -> Checkout:
        try:
            made: Checkout = usual()
        except Refused:
            return checkout
        return made

    return _choosing(components, choose)


@fault(
    "shipping-option-refused-clears-choice",
    breaks="consignment-refused-leaves-checkout",
    summary="A shipping option that was not offered is refused, and clears the one that was chosen.",
)
def refused_clears_choice(components: Components) -> Components:
    def choose(checkout: Checkout, held: Consignment, _option: str, usual: Any) -> Checkout:
        try:
            made: Checkout = usual()
        except Refused:
            return checkout.with_consignment(replace(held, option=None))
        return made

    def unfit(sent: Any, shown: Json) -> bool:
        asked = member(sent, "shipping_option_id", "shippingOptionId") if isinstance(sent, dict) else None
        chosen = [member(one, *SELECTED) or {} for one in shown["consignments"]]
        return asked is not None and asked not in [one.get("id") for one in chosen]

    return declining(_choosing(components, choose), unfit, UPDATE)


@fault(
    "consignment-refused-halfway",
    breaks="consignment-refused-leaves-checkout",
    summary="Of several consignments those before one that is refused are kept, and the request is refused.",
)
def refused_halfway(components: Components) -> Components:
    add = components.policies.add_consignments
    # Whether the addition at hand stopped halfway: the answer follows in the same request.
    stopped: list[bool] = []

    def added(checkout: Checkout, wanted: Sequence[WantedConsignment], shop: Shop) -> Checkout:
        stopped.clear()
        after = checkout
        for number, one in enumerate(wanted):
            try:
                after = add(after, (one,), shop)
            except Refused:
                if number == 0:
                    raise
                stopped.append(True)
                return after
        return after

    def unfit(_sent: Any, _shown: Json) -> bool:
        return bool(stopped)

    operations = ("addCheckoutConsignment", "createCheckoutConsignment")
    return declining(ruled(components, add_consignments=added), unfit, *operations)


@fault(
    "shipping-option-chosen-twice-is-none",
    breaks="shipping-option-choice-is-repeatable",
    summary="Choosing the shipping option that is chosen already lets go of it.",
)
def chosen_twice(components: Components) -> Components:
    def choose(checkout: Checkout, held: Consignment, option: str, usual: Any) -> Checkout:
        if held.option is not None and held.option.id == option:
            return checkout.with_consignment(replace(held, option=None))
        made: Checkout = usual()
        return made

    return _choosing(components, choose)


@fault(
    "shipping-option-selected-shows-whole-dollars",
    breaks="shipping-option-costs-what-was-quoted",
    summary="A selected shipping option shows its cost without the cents.",
)
def shows_whole_dollars(components: Components) -> Components:
    def alter(document: Json) -> None:
        for one in document["consignments"]:
            selected = member(one, *SELECTED)
            if selected:
                selected["cost"] = int(selected["cost"])

    return altered(components, alter, *CHECKOUTS)


@fault(
    "shipping-second-choice-is-rewarded",
    breaks="shipping-cost-follows-the-last-choice",
    summary="Whoever chooses another shipping option pays a dollar less for the goods.",
)
def second_choice_rewarded(components: Components) -> Components:
    def choose(_checkout: Checkout, held: Consignment, _option: str, usual: Any) -> Checkout:
        after: Checkout = usual()
        return replace(after, manual_discount=after.manual_discount + A_DOLLAR) if held.option else after

    return _choosing(components, choose)


@fault(
    "shipping-options-listing-selects-first",
    breaks="shipping-options-reading-changes-nothing",
    summary="Where shipping options are listed and none is chosen, the first is shown as selected.",
)
def listing_selects_first(components: Components) -> Components:
    def alter(document: Json) -> None:
        for one in document["consignments"]:
            offered = member(one, *OFFERED)
            if offered and not member(one, *SELECTED):
                name = SELECTED[0] if "line_item_ids" in one else SELECTED[1]
                one[name] = dict(offered[0])

    return altered(components, alter, *CHECKOUTS)


@fault(
    "shipping-option-chosen-for-all",
    breaks="shipping-option-choice-leaves-the-rest",
    summary="An option that is chosen for one consignment is chosen for those without one as well.",
)
def chosen_for_all(components: Components) -> Components:
    def choose(_checkout: Checkout, held: Consignment, _option: str, usual: Any) -> Checkout:
        after: Checkout = usual()
        chosen = after.consignment(held.id).option
        return replace(
            after,
            consignments=tuple(one if one.option else replace(one, option=chosen) for one in after.consignments),
        )

    return _choosing(components, choose)


@fault(
    "shipping-dear-option-comes-with-a-rebate",
    breaks="shipping-option-choice-leaves-the-goods-price",
    summary="With a shipping option that costs more than five, the goods cost a dollar less.",
)
def dear_option_rebate(components: Components) -> Components:
    most = 5

    def choose(_checkout: Checkout, held: Consignment, _option: str, usual: Any) -> Checkout:
        after: Checkout = usual()
        option = after.consignment(held.id).option
        dear = option is not None and option.cost > most
        return replace(after, manual_discount=A_DOLLAR if dear else after.manual_discount)

    return _choosing(components, choose)


def _nothing_selected(document: Json) -> bool:
    return not any(member(one, *SELECTED) for one in document["consignments"])


@fault(
    "shipping-costs-before-any-choice",
    breaks="shipping-is-free-until-an-option-is-chosen",
    summary="A checkout with consignments and no chosen option shows five for shipping.",
)
def costs_before_choice(components: Components) -> Components:
    def alter(document: Json) -> None:
        if document["consignments"] and _nothing_selected(document):
            document[TOTALS[0] if TOTALS[0] in document else TOTALS[1]] = 5

    return altered(components, alter, *CHECKOUTS)


@fault(
    "shipping-cost-is-a-cent-more",
    breaks="shipping-cost-is-that-of-the-option",
    summary="A consignment of three or more line items shows a cent more for shipping than its option costs.",
)
def a_cent_more(components: Components) -> Components:
    many = 3

    def alter(document: Json) -> None:
        for one in document["consignments"]:
            held, selected = member(one, "line_item_ids", "lineItemIds"), member(one, *SELECTED)
            if selected and len(held) >= many:
                selected["cost"] = round(selected["cost"] - 0.01, 2)

    return altered(components, alter, *CHECKOUTS)


@fault(
    "shipping-options-list-the-first-twice",
    breaks="shipping-option-ids-are-unique",
    summary="The first of the available shipping options is listed again at the end.",
)
def first_twice(components: Components) -> Components:
    offer = components.policies.shipping_options

    def offered(checkout: Checkout, consignment: Consignment, shop: Shop) -> tuple[ShippingOption, ...]:
        options = offer(checkout, consignment, shop)
        return (*options, *options[:1])

    return ruled(components, shipping_options=offered)


@fault(
    "shipping-options-leave-the-selected-out",
    breaks="shipping-selection-is-one-of-the-offers",
    summary="The available shipping options are those that are not selected.",
)
def leave_selected_out(components: Components) -> Components:
    def alter(document: Json) -> None:
        for one in document["consignments"]:
            offered, selected = member(one, *OFFERED), member(one, *SELECTED)
            if offered and selected:
                offered[:] = [option for option in offered if option["id"] != selected["id"]]

    return altered(components, alter, *CHECKOUTS)


@fault(
    "handling-total-counts-consignments",
    breaks="handling-total-adds-up",
    summary="With two consignments or more, the handling total is a dollar for each, though none costs any.",
)
def handling_counts(components: Components) -> Components:
    def alter(document: Json) -> None:
        count = len(document["consignments"])
        if count > 1:
            document["handling_cost_total_inc_tax" if "billing_address" in document else "handlingCostTotal"] = count

    return altered(components, alter, *CHECKOUTS)


@fault(
    "shipping-options-are-those-of-the-last-address",
    breaks="shipping-options-are-those-of-the-consignment",
    summary="With several consignments, each is offered what the address of the last one is offered.",
)
def those_of_last_address(components: Components) -> Components:
    offer = components.policies.shipping_options

    def offered(checkout: Checkout, consignment: Consignment, shop: Shop) -> tuple[ShippingOption, ...]:
        last = checkout.consignments[-1].address
        return offer(checkout, replace(consignment, address=last), shop)

    return ruled(components, shipping_options=offered)

"""Faults of answers as such: envelopes, names of members, headers, statuses in bodies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from msgspec import structs

from conformance.emulator.commerce.checkout import Checkout
from conformance.emulator.commerce.refusals import Refusal
from conformance.emulator.commerce.shop import Shop
from conformance.emulator.components import Components
from conformance.emulator.faults.registry import fault
from conformance.emulator.faults.seams import altered, answering, other_digit, rewriting, ruled
from conformance.emulator.messages import Answer, Call, Json, Surface
from conformance.emulator.surfaces.errors import refusal

CHECKOUTS = ("server_checkout", "storefront_checkout")
REFUSALS = range(400, 500)


def _refusing(components: Components, change: Callable[[Json], None], surface: Surface) -> Components:
    """Components that change the bodies of refusals on one face."""
    inner = components.answered

    def answered(call: Call, answer: Answer) -> Answer:
        made = inner(call, answer)
        if call.surface == surface and made.status in REFUSALS and isinstance(made.document, dict):
            change(made.document)
        return made

    return replace(components, answered=answered)


@fault(
    "refusals-say-400",
    breaks="error-status-is-repeated",
    surface="server",
    summary="The body of every refusal on the server face gives the status 400.",
)
def say_400(components: Components) -> Components:
    return _refusing(components, lambda document: document.update(status=400), "server")


@fault(
    "refusals-say-200-on-storefront",
    breaks="error-status-is-repeated",
    surface="storefront",
    summary="The body of every refusal on the storefront gives the status 200.",
)
def say_200(components: Components) -> Components:
    return _refusing(components, lambda document: document.update(status=200), "storefront")


@fault(
    "redirect-urls-come-bare",
    breaks="server-answers-are-wrapped",
    surface="server",
    summary="The links into a cart come without data around them.",
)
def links_bare(components: Components) -> Components:
    def bare(answer: Answer) -> Answer:
        return replace(answer, document=answer.document["data"])

    return answering(components, bare, "createCartRedirectURL", surface="server")


@fault(
    "storefront-wraps-carts",
    breaks="storefront-answers-are-bare",
    surface="storefront",
    summary="The storefront answers to a new item with the cart in data.",
)
def wraps_carts(components: Components) -> Components:
    def wrapped(answer: Answer) -> Answer:
        return replace(answer, document={"data": answer.document, "meta": {}})

    return answering(components, wrapped, "addCartLineItem", surface="storefront")


@fault(
    "server-adds-camel-case-copies",
    breaks="server-members-are-snake-case",
    surface="server",
    summary="Checkouts on the server face show the grand total under the storefront's name as well.",
)
def camel_case_copies(components: Components) -> Components:
    return altered(
        components, lambda document: document.update(grandTotal=document["grand_total"]), "server_checkout"
    )


@fault(
    "storefront-coupons-in-snake-case",
    breaks="storefront-members-are-camel-case",
    surface="storefront",
    summary="The storefront shows coupons with a discounted_amount beside the discountedAmount.",
)
def coupons_in_snake_case(components: Components) -> Components:
    def alter(document: Json) -> None:
        for held in document["coupons"]:
            held["discounted_amount"] = held["discountedAmount"]

    return altered(components, alter, "storefront_checkout")


def _told(components: Components, *headers: tuple[str, str], surface: Surface) -> Components:
    """Components whose answers on one face carry these headers before the store's own."""

    def change(answer: Answer) -> Answer:
        return replace(answer, headers=(*headers, *answer.headers))

    return answering(components, change, surface=surface)


@fault(
    "quota-leaves-more-than-there-is",
    breaks="rate-limit-left-within-quota",
    surface="server",
    summary="More requests are said to be left than the quota has.",
)
def more_than_there_is(components: Components) -> Components:
    headers = (("x-rate-limit-requests-left", "151"), ("x-rate-limit-requests-quota", "150"))
    return _told(components, *headers, surface="server")


@fault(
    "quota-window-ends-after-itself",
    breaks="rate-limit-reset-within-window",
    surface="server",
    summary="The end of the quota's window is said to be further away than the window is long.",
)
def ends_after_itself(components: Components) -> Components:
    headers = (("x-rate-limit-time-reset-ms", "45000"), ("x-rate-limit-time-window-ms", "30000"))
    return _told(components, *headers, surface="server")


@fault(
    "no-content-comes-with-a-body",
    breaks="no-content-is-empty",
    summary="Deleting a cart answers 204 with an empty object.",
)
def no_content_with_body(components: Components) -> Components:
    def change(answer: Answer) -> Answer:
        return replace(answer, document={})

    return answering(components, change, "deleteCart")


@fault(
    "times-without-a-zone",
    breaks="times-name-their-zone",
    summary="Checkouts give the time of their last change without an offset.",
)
def without_zone(components: Components) -> Components:
    def alter(document: Json) -> None:
        member = "updated_time" if "updated_time" in document else "updatedTime"
        document[member] = document[member].partition("+")[0]

    return altered(components, alter, *CHECKOUTS)


@fault(
    "second-list-price-is-a-text",
    breaks="amounts-are-numbers",
    summary="The list price of the second line is written as a text.",
)
def price_as_text(components: Components) -> Components:
    def alter(document: Json) -> None:
        lines = document["cart"].get("line_items") or document["cart"]["lineItems"]
        for line in (lines.get("physical_items") or lines.get("physicalItems") or [])[1:2]:
            member = "list_price" if "list_price" in line else "listPrice"
            line[member] = f"{line[member]:.2f}"

    return altered(components, alter, *CHECKOUTS)


@fault(
    "versions-start-at-nought",
    breaks="version-is-positive",
    summary="Versions are counted from 0.",
)
def from_nought(components: Components) -> Components:
    def alter(document: Json) -> None:
        for shown in (document, document.get("cart", {})):
            if "version" in shown:
                shown["version"] -= 1

    return altered(components, alter, "server_cart", "storefront_cart", *CHECKOUTS)


@fault(
    "storefront-checkout-may-be-cached-by-all",
    breaks="storefront-answers-are-not-public",
    surface="storefront",
    summary="The storefront lets shared caches keep checkouts for a minute.",
)
def cached_by_all(components: Components) -> Components:
    def change(answer: Answer) -> Answer:
        return replace(answer, headers=(("cache-control", "public, max-age=60"), *answer.headers))

    return answering(components, change, "getCheckout", surface="storefront")


@fault(
    "reading-a-checkout-raises-its-version",
    breaks="reads-have-no-effect",
    summary="Every second reading of a checkout shows a version that is one higher.",
)
def reading_raises(components: Components) -> Components:
    readings = dict[str, int]()

    def alter(document: Json) -> None:
        readings[document["id"]] = readings.get(document["id"], 0) + 1
        for shown in (document, document["cart"]):
            shown["version"] += readings[document["id"]] // 2

    return altered(components, alter, *CHECKOUTS)


@fault(
    "reading-a-checkout-renames-its-second-line",
    breaks="reads-have-no-effect",
    surface="server",
    summary="The second line of a checkout has another id at every other reading on the server face.",
)
def renames_line(components: Components) -> Components:
    flips = list[None]()

    def alter(document: Json) -> None:
        flips.append(None)
        for line in document["cart"]["line_items"]["physical_items"][1:2]:
            line["id"] = other_digit(line["id"]) if len(flips) % 2 else line["id"]

    return answering(components, rewriting(_of_checkouts(alter)), "getCheckout", surface="server")


def _of_checkouts(alter: Callable[[Json], None]) -> Callable[[Json], None]:
    return lambda document: alter(document) if "cart" in document else None


@fault(
    "answer-to-a-message-shows-it-trimmed",
    breaks="answer-shows-what-is-stored",
    summary="The answer to a customer message shows it in lower case; what is stored is right.",
)
def answers_lower_case(components: Components) -> Components:
    def alter(document: Json) -> None:
        for member in ("customer_message", "customerMessage"):
            if member in document:
                document[member] = document[member].lower()

    return answering(components, rewriting(alter), "updateCheckout")


@fault(
    "answer-to-a-shipping-option-shows-the-total-before",
    breaks="answer-shows-what-is-stored",
    summary="The answer to a selected shipping option shows the grand total without the shipping.",
)
def total_before(components: Components) -> Components:
    def alter(document: Json) -> None:
        for total, cost in (("grand_total", "shipping_cost_total_inc_tax"), ("grandTotal", "shippingCostTotal")):
            if document.get(cost):
                document[total] = round(document[total] - document[cost], 2)

    return answering(components, rewriting(alter), "updateCheckoutConsignment")


@fault(
    "outdated-changes-are-kept",
    breaks="refused-request-changes-nothing",
    summary="A change of an outdated version is refused, and made all the same.",
)
def outdated_kept(components: Components) -> Components:
    check, refused = components.policies.check_version, list[Refusal]()

    def checked(checkout: Checkout, version: int | None) -> None:
        try:
            check(checkout, version)
        except Refusal as error:
            refused.append(error)

    return _saying_no(ruled(components, check_version=checked), refused)


@fault(
    "unknown-coupon-drops-the-message",
    breaks="refused-request-changes-nothing",
    summary="A coupon that the store does not know is refused, and the customer message is gone afterwards.",
)
def drops_message(components: Components) -> Components:
    add, refused = components.policies.add_coupon, list[Refusal]()

    def added(checkout: Checkout, code: str, shop: Shop) -> Checkout:
        try:
            return add(checkout, code, shop)
        except Refusal as error:
            refused.append(error)
            return structs.replace(checkout, customer_message="")

    return _saying_no(ruled(components, add_coupon=added), refused)


def _saying_no(components: Components, refused: list[Refusal]) -> Components:
    """Components that answer with the refusals that were put by, after the change was stored."""
    inner = components.answered

    def answered(call: Call, answer: Answer) -> Answer:
        return inner(call, refusal(call, refused.pop()) if refused else answer)

    return replace(components, answered=answered)

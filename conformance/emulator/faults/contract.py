"""Faults in the shape of answers: bodies, statuses, media types."""

from __future__ import annotations

from dataclasses import replace

from conformance.emulator.components import Components
from conformance.emulator.faults.registry import fault
from conformance.emulator.faults.seams import altered, answering
from conformance.emulator.messages import Json

BODY, STATUS, MEDIA = (
    "response-body-matches-contract",
    "response-status-is-documented",
    "response-content-type-is-documented",
)
ACCEPTED = 202


@fault(
    "body-without-taxes",
    breaks=BODY,
    surface="server",
    summary="Checkouts on the server face lack the taxes.",
)
def without_taxes(components: Components) -> Components:
    def alter(document: Json) -> None:
        del document["taxes"]

    return altered(components, alter, "server_checkout")


@fault(
    "body-with-amounts-as-text",
    breaks=BODY,
    summary="The grand total is a string, not a number.",
)
def amounts_as_text(components: Components) -> Components:
    def alter(document: Json) -> None:
        name = "grand_total" if "grand_total" in document else "grandTotal"
        document[name] = str(document[name])

    return altered(components, alter, "server_checkout", "storefront_checkout")


@fault(
    "body-with-currency-name-only",
    breaks=BODY,
    surface="server",
    summary="Carts on the server face give the currency as a bare string.",
)
def currency_name_only(components: Components) -> Components:
    def alter(document: Json) -> None:
        document["currency"] = document["currency"]["code"]

    return altered(components, alter, "server_cart")


@fault(
    "body-with-line-quantity-as-text-on-storefront",
    breaks=BODY,
    surface="storefront",
    summary="With three lines or more, the storefront gives the quantity of the third as a string.",
)
def quantity_as_text(components: Components) -> Components:
    def alter(document: Json) -> None:
        for line in document["cart"]["lineItems"]["physicalItems"][2:3]:
            line["quantity"] = str(line["quantity"])

    return altered(components, alter, "storefront_checkout")


@fault(
    "body-with-billing-address-id-as-number",
    breaks=BODY,
    summary="The id of a billing address is a number.",
)
def billing_address_id_as_number(components: Components) -> Components:
    def alter(document: Json) -> None:
        shown = document.get("billing_address", document.get("billingAddress"))
        if shown:
            shown["id"] = int(shown["id"], 16)

    return altered(components, alter, "server_checkout", "storefront_checkout")


@fault(
    "status-of-consignments-is-accepted",
    breaks=STATUS,
    summary="Adding a consignment answers 202, which is not documented.",
)
def consignments_accepted(components: Components) -> Components:
    operations = ("addCheckoutConsignment", "createCheckoutConsignment")
    return answering(components, lambda answer: replace(answer, status=ACCEPTED), *operations)


@fault(
    "status-of-coupon-is-accepted",
    breaks=STATUS,
    summary="Adding a coupon answers 202, which is not documented.",
)
def coupon_accepted(components: Components) -> Components:
    return answering(components, lambda answer: replace(answer, status=ACCEPTED), "addCheckoutCoupon")


@fault(
    "media-type-of-checkout-is-html",
    breaks=MEDIA,
    summary="Reading a checkout answers JSON under the name of HTML.",
)
def checkout_is_html(components: Components) -> Components:
    return answering(
        components, lambda answer: replace(answer, content_type="text/html; charset=utf-8"), "getCheckout"
    )


@fault(
    "media-type-of-storefront-cart-is-text",
    breaks=MEDIA,
    surface="storefront",
    summary="Making a cart on the storefront answers JSON under the name of plain text.",
)
def cart_is_text(components: Components) -> Components:
    return answering(
        components,
        lambda answer: replace(answer, content_type="text/plain"),
        "createCart",
        surface="storefront",
    )

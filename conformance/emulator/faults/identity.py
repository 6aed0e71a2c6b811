"""Faults of identity: cart and checkout are the same purchase, everywhere."""

from __future__ import annotations

from conformance.emulator.components import Components
from conformance.emulator.faults.registry import fault
from conformance.emulator.faults.seams import altered, answering, other_digit, rewriting
from conformance.emulator.messages import Json

SAME, STABLE, BOTH_FACES = (
    "checkout-id-equals-cart-id",
    "checkout-id-is-stable",
    "checkout-seen-from-both-faces",
)
CENT = 0.01


def _other_id(document: Json) -> None:
    document["id"] = other_digit(document["id"])


def _other_ids(document: Json) -> None:
    document["id"] = document["cart"]["id"] = other_digit(document["id"])


@fault(
    "checkout-id-differs",
    breaks=SAME,
    surface="server",
    summary="The server face shows checkouts under another id than their carts.",
)
def differs(components: Components) -> Components:
    return altered(components, _other_id, "server_checkout")


@fault(
    "checkout-id-differs-on-storefront",
    breaks=SAME,
    surface="storefront",
    summary="The storefront shows checkouts under another id than their carts.",
)
def differs_on_storefront(components: Components) -> Components:
    return altered(components, _other_id, "storefront_checkout")


@fault(
    "checkout-id-differs-after-order",
    breaks=SAME,
    summary="Once an order was made, the checkout and its cart show different ids.",
)
def differs_after_order(components: Components) -> Components:
    def alter(document: Json) -> None:
        if document.get("order_id") or document.get("orderId"):
            _other_id(document)

    return altered(components, alter, "server_checkout", "storefront_checkout")


@fault(
    "checkout-id-changes-with-billing-address",
    breaks=STABLE,
    summary="The answer to a new billing address is about another checkout.",
)
def changes_with_billing_address(components: Components) -> Components:
    return answering(components, rewriting(_other_ids), "addCheckoutBillingAddress")


@fault(
    "checkout-id-changes-with-coupon",
    breaks=STABLE,
    summary="The answer to a coupon is about another checkout.",
)
def changes_with_coupon(components: Components) -> Components:
    return answering(components, rewriting(_other_ids), "addCheckoutCoupon")


@fault(
    "checkout-id-changes-in-storefront-message",
    breaks=STABLE,
    surface="storefront",
    summary="On the storefront, the answer to a customer message is about another checkout.",
)
def changes_in_storefront_message(components: Components) -> Components:
    return answering(components, rewriting(_other_ids), "updateCheckout", surface="storefront")


@fault(
    "storefront-hides-last-line",
    breaks=BOTH_FACES,
    surface="storefront",
    summary="A purchase with several lines lacks the last one on the storefront.",
)
def hides_last_line(components: Components) -> Components:
    def alter(document: Json) -> None:
        lines = document.get("cart", document)["lineItems"]["physicalItems"]
        if len(lines) > 1:
            lines.pop()

    return altered(components, alter, "storefront_checkout", "storefront_cart")


@fault(
    "storefront-total-is-a-cent-more",
    breaks=BOTH_FACES,
    surface="storefront",
    summary="The storefront shows a grand total that is a cent higher than the server's.",
)
def a_cent_more(components: Components) -> Components:
    def alter(document: Json) -> None:
        for name in ("grandTotal", "outstandingBalance"):
            document[name] = round(document[name] + CENT, 2)

    return altered(components, alter, "storefront_checkout")


@fault(
    "storefront-doubles-quantities",
    breaks=BOTH_FACES,
    surface="storefront",
    summary="The storefront shows every quantity from 2 on doubled.",
)
def doubles_quantities(components: Components) -> Components:
    def alter(document: Json) -> None:
        for line in document.get("cart", document)["lineItems"]["physicalItems"]:
            if line["quantity"] > 1:
                line["quantity"] *= 2

    return altered(components, alter, "storefront_checkout", "storefront_cart")

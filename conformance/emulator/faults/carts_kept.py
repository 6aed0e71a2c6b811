"""Faults in the life of a cart: how it begins, what must stay while it is there, how it ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace as exchanged

from msgspec.structs import replace

from conformance.emulator.commerce.checkout import Checkout
from conformance.emulator.commerce.line_items import Wanted
from conformance.emulator.commerce.shop import Shop
from conformance.emulator.components import Components
from conformance.emulator.faults.looseness import (
    PRESENTERS,
    accepting,
    lines_of,
    marked,
    reading,
    shown_cart,
)
from conformance.emulator.faults.registry import fault
from conformance.emulator.faults.seams import SUCCESS, altered, answering, forgetful, rewriting, ruled
from conformance.emulator.messages import Answer, Call, Json, nothing

ADDITIONS = ("addCartLineItems", "addCartLineItem")
SHIPPING_OPTIONS = frozenset({"consignments.available_shipping_options", "consignments.availableShippingOptions"})


@fault(
    "cart-of-nothing-is-made",
    breaks="cart-create-needs-content",
    surface="server",
    summary="A request that names nothing makes an empty cart.",
)
def of_nothing(components: Components) -> Components:
    def prepare(document: Json, form: str) -> Json:
        return {"line_items": []} | document if form == "CartForm" and isinstance(document, dict) else document

    return reading(components, prepare)


@fault(
    "cart-starts-with-a-message",
    breaks="cart-starts-clean",
    summary="A new checkout says already what its shopper has said on an earlier one.",
)
def starts_with_message(components: Components) -> Components:
    put, add = components.policies.set_message, components.policies.add_items
    said: list[str] = ["Gift"]

    def remembered(checkout: Checkout, message: str) -> Checkout:
        said.append(message)
        return put(checkout, message)

    def added(checkout: Checkout, wanted: Sequence[Wanted], shop: Shop) -> Checkout:
        fresh = not checkout.lines and not checkout.customer_message
        return add(replace(checkout, customer_message=said[-1]) if fresh else checkout, wanted, shop)

    return ruled(components, set_message=remembered, add_items=added)


@fault(
    "cart-of-guest-names-a-customer",
    breaks="cart-of-guest-has-no-customer",
    summary="The carts of guests belong to the first customer.",
)
def names_a_customer(components: Components) -> Components:
    def alter(document: Json) -> None:
        cart = shown_cart(document)
        name = "customer_id" if "customer_id" in cart else "customerId"
        cart[name] = cart[name] or 1

    return altered(components, alter, *PRESENTERS)


@fault(
    "cart-takes-currency-of-billing-address",
    breaks="cart-keeps-its-currency",
    summary="A billing address puts the cart into Canadian dollars.",
)
def currency_of_address(components: Components) -> Components:
    return forgetful(
        components,
        frozenset({"addCheckoutBillingAddress"}),
        lambda _before, after: replace(after, currency="CAD"),
    )


@fault(
    "cart-currency-change-not-kept",
    breaks="cart-currency-change-is-shown",
    surface="storefront",
    summary="The answer to a change of currency shows the new one, the next read the old one.",
)
def currency_not_kept(components: Components) -> Components:
    return forgetful(
        components,
        frozenset({"updateCartCurrency"}),
        lambda before, after: replace(after, currency=before.currency),
    )


@fault(
    "cart-currency-change-loses-third-line",
    breaks="cart-currency-change-keeps-goods",
    surface="storefront",
    summary="Setting the currency of a cart with three lines or more takes the last of them out.",
)
def currency_loses_line(components: Components) -> Components:
    return forgetful(
        components,
        frozenset({"updateCartCurrency"}),
        lambda _before, after: replace(after, lines=after.lines[:2]),
    )


@fault(
    "cart-currency-unknown-becomes-dollars",
    breaks="cart-currency-unknown-is-refused",
    surface="storefront",
    summary="A currency that the store lacks is accepted and taken for US dollars.",
)
def unknown_currency(components: Components) -> Components:
    def prepare(document: Json, form: str) -> Json:
        unknown = form == "CurrencyForm" and str(document.get("currencyCode")).startswith("X")
        return {"currencyCode": "USD"} if unknown else document

    return reading(components, prepare)


@fault(
    "cart-created-with-last-change",
    breaks="cart-created-time-is-kept",
    summary="Carts show the time of their last change as the time of their creation.",
)
def created_with_change(components: Components) -> Components:
    def alter(document: Json) -> None:
        cart = shown_cart(document)
        for created, updated in (("created_time", "updated_time"), ("createdTime", "updatedTime")):
            if created in cart:
                cart[created] = cart[updated]

    return altered(components, alter, *PRESENTERS)


@fault(
    "cart-updated-time-goes-back",
    breaks="cart-updated-time-runs-forward",
    summary="After the third change, carts show the time of their creation as that of the last change.",
)
def updated_goes_back(components: Components) -> Components:
    third = 4

    def alter(document: Json) -> None:
        cart = shown_cart(document)
        for created, updated in (("created_time", "updated_time"), ("createdTime", "updatedTime")):
            if created in cart and cart["version"] >= third:
                cart[updated] = cart[created]

    return altered(components, alter, *PRESENTERS)


@fault(
    "cart-read-adds-a-piece",
    breaks="cart-read-changes-nothing",
    summary="Once a cart was read by itself, it has one piece more of its first line.",
)
def read_adds_a_piece(components: Components) -> Components:
    inner = components.answered
    read: set[str] = set()

    def noted(call: Call, answer: Answer) -> Answer:
        answer = inner(call, answer)
        if call.operation == "getCart" and answer.status in SUCCESS:
            shown = answer.document if isinstance(answer.document, list) else [answer.document["data"]]
            read.update(cart["id"] for cart in shown)
        return answer

    def alter(document: Json) -> None:
        for line in lines_of(document)[:1]:
            line["quantity"] += document["id"] in read

    return altered(exchanged(components, answered=noted), alter, *PRESENTERS)


@fault(
    "checkout-read-forgets-shipping-option",
    breaks="checkout-read-changes-nothing",
    summary="Once a checkout was read with its shipping options, the chosen one isn't shown any more.",
)
def read_forgets_option(components: Components) -> Components:
    def alter(document: Json) -> None:
        for consignment in document["consignments"]:
            consignment.pop("selected_shipping_option", None)
            if "selectedShippingOption" in consignment:
                consignment["selectedShippingOption"] = None

    def asked(call: Call, answer: Answer) -> bool:
        if call.operation != "getCheckout" or answer.status not in SUCCESS:
            return False
        held = answer.document.get("data", answer.document)["consignments"]
        chosen = any(one.get("selected_shipping_option") or one.get("selectedShippingOption") for one in held)
        return bool(SHIPPING_OPTIONS & call.include) and chosen

    return marked(components, alter, asked, ("server_checkout", "storefront_checkout"))


@fault(
    "cart-unknown-is-unprocessable",
    breaks="cart-unknown-is-not-found",
    surface="server",
    summary="A cart that is not there is answered with 422 instead of 404.",
)
def unknown_is_unprocessable(components: Components) -> Components:
    refusal = {"status": 422, "title": "No such cart", "type": "about:blank", "errors": {}}
    return accepting(components, Answer(422, refusal, "application/problem+json"), "getCart")


@fault(
    "checkout-unknown-is-empty",
    breaks="checkout-unknown-is-refused",
    summary="A checkout that is not there is answered with an empty document.",
)
def unknown_is_empty(components: Components) -> Components:
    return accepting(components, Answer(200, {"data": {}, "meta": {}}), "getCheckout")


@fault(
    "cart-unknown-swallows-items",
    breaks="cart-unknown-takes-nothing",
    surface="server",
    summary="Goods for a cart that is not there are accepted, without any effect.",
)
def unknown_swallows(components: Components) -> Components:
    return accepting(components, nothing(), *ADDITIONS, only=lambda call: call.surface == "server")


@fault(
    "cart-deleted-swallows-items",
    breaks="cart-deleted-takes-nothing",
    summary="Goods for a cart that was deleted are accepted, without any effect.",
)
def deleted_swallows(components: Components) -> Components:
    return accepting(components, nothing(), *ADDITIONS)


@fault(
    "cart-deleted-twice-comes-back",
    breaks="cart-deleted-stays-gone",
    summary="A second deletion of a cart brings its checkout back, as an empty document.",
)
def comes_back(components: Components) -> Components:
    inner = components.answered
    deletions: list[str] = []

    def answered(call: Call, made: Answer) -> Answer:
        made = inner(call, made)
        cart_id = call.params.get("cartId") or call.params.get("checkoutId") or ""
        if call.operation == "deleteCart":
            deletions.append(cart_id)
        back = call.operation == "getCheckout" and deletions.count(cart_id) > 1
        return Answer(200, {"data": {"id": cart_id}, "id": cart_id}) if back else made

    return exchanged(components, answered=answered)


@fault(
    "cart-delete-hides-others",
    breaks="cart-delete-leaves-others",
    summary="Once a cart was deleted, checkouts that were made before it can't be read any more.",
)
def hides_others(components: Components) -> Components:
    inner = components.answered
    gone: list[Call] = []

    def answered(call: Call, made: Answer) -> Answer:
        made = inner(call, made)
        if call.operation == "createCart":
            gone.clear()
        if call.operation == "deleteCart":
            gone.append(call)
        hidden = bool(gone) and call.operation == "getCheckout"
        return Answer(404, {"status": 404, "type": "about:blank"}) if hidden else made

    return exchanged(components, answered=answered)


@fault(
    "cart-include-shows-no-links",
    breaks="cart-links-shown-with-include",
    surface="server",
    summary="A cart that is read with the include for its links shows none.",
)
def shows_no_links(components: Components) -> Components:
    return answering(components, rewriting(lambda document: document.pop("redirect_urls", None)), "getCart")


@fault(
    "cart-link-works-for-ever",
    breaks="cart-link-works-once",
    surface="server",
    summary="A link into a cart opens it for whoever follows it, as often as they like.",
)
def works_for_ever(components: Components) -> Components:
    return ruled(components, link_is_spent=lambda: False)


@fault(
    "cart-links-add-a-piece",
    breaks="cart-links-change-nothing",
    surface="server",
    summary="Once a cart's links were asked for twice, its last line shows one piece more.",
)
def links_add_a_piece(components: Components) -> Components:
    asked: list[str] = []

    def twice(call: Call, answer: Answer) -> bool:
        if call.operation == "createCartRedirectURL" and answer.status in SUCCESS:
            asked.append(call.params["cartId"])
        return asked.count(call.params.get("cartId", "")) > 1

    def alter(document: Json) -> None:
        lines_of(document)[-1]["quantity"] += 1

    return marked(components, alter, twice)


@fault(
    "cart-unknown-has-links",
    breaks="cart-unknown-has-no-links",
    surface="server",
    summary="Asked for the links of a cart that is not there, the store gives some.",
)
def unknown_has_links(components: Components) -> Components:
    url = "https://store.example.com/cart.php"
    links = dict.fromkeys(("cart_url", "checkout_url", "embedded_checkout_url"), url)
    return accepting(components, Answer(201, {"data": links, "meta": {}}), "createCartRedirectURL")


@fault(
    "options-include-names-one-value",
    breaks="options-shown-with-include",
    surface="storefront",
    summary="On the storefront, lines with options name the first value, whichever was chosen.",
)
def names_one_value(components: Components) -> Components:
    def alter(document: Json) -> None:
        for line in lines_of(document):
            for option in line.get("options", []):
                option["value"] = "S"

    return altered(components, alter, "storefront_cart", "storefront_checkout")


@fault(
    "cart-made-without-its-links",
    breaks="cart-links-shown-with-include",
    surface="server",
    summary="A cart that is made with the include for its links shows none.",
)
def made_without_links(components: Components) -> Components:
    return answering(components, rewriting(lambda document: document.pop("redirect_urls", None)), "createCart")

"""Liberties of carts and checkouts: what may be absent, null, or written as another type."""

from __future__ import annotations

from dataclasses import replace

from conformance.emulator.components import Components
from conformance.emulator.liberties.registry import liberty
from conformance.emulator.liberties.rewriting import showing
from conformance.emulator.messages import Json
from conformance.emulator.surfaces.storefront_presenter import OPTIONS
from conformance.emulator.surfaces.view import View

SERVER = ("server_cart", "server_checkout")
STOREFRONT = ("storefront_cart", "storefront_checkout")
# Members that some records and examples have and others lack.
SPARE = frozenset(
    {
        "original_price", "manual_discount_amount", "is_mutable", "staff_note", "promotions", "fees", "channel_id",
        "locale", "originalPrice", "isMutable", "channelId", "comparisonShippingCost", "isRecommended",
    }
)  # fmt: skip
COUPON_KINDS = {
    "per_item_discount": 0, "percentage_discount": 1, "per_total_discount": 2, "shipping_discount": 3,
    "free_shipping": 4, "promotion": 5,
}  # fmt: skip


@liberty(
    "older-documents",
    summary="Carts and checkouts lack the members that records of some years have and others don't.",
    leave="facts 4: absent from some recorded answers.",
)
def older_documents(components: Components) -> Components:
    def older(document: Json) -> Json:
        return {name: value for name, value in document.items() if name not in SPARE or value not in (None, "", [])}

    return showing(components, older, *SERVER, *STOREFRONT)


@liberty(
    "no-versions",
    summary="Neither carts nor checkouts show a version.",
    leave="facts 4: 119 of 167 recorded checkouts show none.",
)
def no_versions(components: Components) -> Components:
    def without(document: Json) -> Json:
        return {name: value for name, value in document.items() if name != "version"}

    return showing(components, without, *SERVER, *STOREFRONT)


@liberty(
    "carts-without-discounts",
    summary="The server face's carts list no discounts, and its consignments show their address under one name.",
    leave="facts 4: absent from carts until 2022 and from consignments in the documents, there in later records.",
)
def carts_without_discounts(components: Components) -> Components:
    def older(document: Json) -> Json:
        return {
            name: value for name, value in document.items() if name != "discounts" or "line_items" not in document
        }

    def under_one_name(document: Json) -> Json:
        return {name: value for name, value in document.items() if name != "address"}

    return showing(showing(components, older, "server_cart"), under_one_name, "server_checkout")


@liberty(
    "nothing-chosen-is-null",
    summary="The server face shows null as the shipping option of a consignment that has none yet.",
    leave="facts 4: absent in some records, null in others.",
)
def nothing_chosen_is_null(components: Components) -> Components:
    def shown(document: Json) -> Json:
        return {"selected_shipping_option": None} | document if "line_item_ids" in document else document

    return showing(components, shown, "server_checkout")


@liberty(
    "coupons-as-documented",
    summary="Coupons have strings as ids on the server face, and numbers as kinds on the storefront.",
    leave="facts 4: documented so; stores answered the other way round.",
)
def coupons_as_documented(components: Components) -> Components:
    def server(document: Json) -> Json:
        return document | {"id": str(document["id"])} if "coupon_type" in document else document

    def storefront(document: Json) -> Json:
        kind = document.get("couponType")
        return document | {"couponType": COUPON_KINDS[kind]} if kind in COUPON_KINDS else document

    return showing(showing(components, server, *SERVER), storefront, *STOREFRONT)


@liberty(
    "order-numbers-in-strings",
    summary="The storefront writes the number of a checkout's order as a string.",
    leave="facts 4: documented as a string; null or a number was recorded.",
)
def order_numbers_in_strings(components: Components) -> Components:
    def shown(document: Json) -> Json:
        number = document.get("orderId")
        return document | {"orderId": str(number)} if isinstance(number, int) else document

    return showing(components, shown, "storefront_checkout")


@liberty(
    "no-email-is-null",
    summary="The storefront shows null where no e-mail address is known.",
    leave="facts 4: a string, an empty one or null.",
)
def no_email_is_null(components: Components) -> Components:
    def shown(document: Json) -> Json:
        return document | {"email": None} if "lineItems" in document and document.get("email") == "" else document

    return showing(components, shown, *STOREFRONT)


@liberty(
    "texts-without-value-ids",
    summary="What a buyer wrote as an option has no `valueId`: there is no list that it was chosen from.",
    leave="No document requires the member, and no record shows a text that a buyer wrote.",
)
def texts_without_value_ids(components: Components) -> Components:
    def shown(document: Json) -> Json:
        nothing = "valueId" in document and document["valueId"] is None
        return {name: value for name, value in document.items() if name != "valueId"} if nothing else document

    return showing(components, shown, *SERVER, *STOREFRONT)


@liberty(
    "certificates-as-other-lines",
    summary="The server face's checkouts say `is_taxable` of certificates that are being bought, as of other lines.",
    leave="facts 4: checkouts say `is_taxable`, carts `taxable`; certificates were recorded in carts alone.",
)
def certificates_as_other_lines(components: Components) -> Components:
    def shown(document: Json) -> Json:
        if "sender" not in document or "taxable" not in document:
            return document
        rest = {name: value for name, value in document.items() if name != "taxable"}
        return rest | {"is_taxable": document["taxable"]}

    return showing(components, shown, "server_checkout")


@liberty(
    "custom-items-in-strings",
    summary="Carts of the server face write the quantity and the price of custom items as strings.",
    leave="facts 4: documented so; numbers were recorded.",
)
def custom_items_in_strings(components: Components) -> Components:
    def shown(document: Json) -> Json:
        if "extended_list_price" not in document or "product_id" in document:
            return document
        return document | {name: str(document[name]) for name in ("quantity", "list_price")}

    return showing(components, shown, "server_cart")


@liberty(
    "storefront-includes-by-default",
    summary="The storefront lists shipping options where a request says nothing of what to include.",
    leave="The documents of the storefront name them as the default of what is included.",
)
def storefront_includes_by_default(components: Components) -> Components:
    show = components.storefront_checkout

    def shown(view: View) -> Json:
        return show(view if view.include else replace(view, include=frozenset({OPTIONS})))

    return replace(components, storefront_checkout=shown)

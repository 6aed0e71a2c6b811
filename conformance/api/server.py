"""The server-to-server operations on carts and checkouts (``specs/server.openapi.yaml``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import httpx

from conformance.api.answer import Answer, Caller, Json, path


class ServerApi:
    """Calls below ``/stores/{hash}/v3`` with an ``X-Auth-Token``."""

    def __init__(self, client: httpx.Client, base_url: str, token: str | None) -> None:
        headers = {} if token is None else {"X-Auth-Token": token}
        self._caller = Caller(client, base_url, headers)

    def send(self, method: str, where: str, content: bytes = b"", content_type: str = "application/json") -> Answer:
        """A request below ``/stores/{hash}/v3`` whose body is sent as it stands."""
        return self._caller.send(method, where, content, content_type)

    def create_cart(self, cart: Json, include: Iterable[str] = ()) -> Answer:
        """``createCart``: POST /carts."""
        return self._caller.call("createCart", "POST", "/carts", body=cart, include=include)

    def get_cart(self, cart_id: str, include: Iterable[str] = ()) -> Answer:
        """``getCart``: GET /carts/{cartId}."""
        return self._caller.call("getCart", "GET", path("/carts/{id}", id=cart_id), include=include)

    def update_cart(self, cart_id: str, change: Json) -> Answer:
        """``updateCart``: PUT /carts/{cartId}."""
        return self._caller.call("updateCart", "PUT", path("/carts/{id}", id=cart_id), body=change)

    def delete_cart(self, cart_id: str) -> Answer:
        """``deleteCart``: DELETE /carts/{cartId}."""
        return self._caller.call("deleteCart", "DELETE", path("/carts/{id}", id=cart_id))

    def add_cart_line_items(self, cart_id: str, items: Json) -> Answer:
        """``addCartLineItems``: POST /carts/{cartId}/items."""
        return self._caller.call("addCartLineItems", "POST", path("/carts/{id}/items", id=cart_id), body=items)

    def update_cart_line_item(self, cart_id: str, item_id: str, change: Json) -> Answer:
        """``updateCartLineItem``: PUT /carts/{cartId}/items/{itemId}."""
        where = path("/carts/{id}/items/{item}", id=cart_id, item=item_id)
        return self._caller.call("updateCartLineItem", "PUT", where, body=change)

    def delete_cart_line_item(self, cart_id: str, item_id: str, body: Json = None) -> Answer:
        """``deleteCartLineItem``: DELETE /carts/{cartId}/items/{itemId}; the body may name a version."""
        where = path("/carts/{id}/items/{item}", id=cart_id, item=item_id)
        return self._caller.call("deleteCartLineItem", "DELETE", where, body=body)

    def create_cart_redirect_url(self, cart_id: str) -> Answer:
        """``createCartRedirectURL``: POST /carts/{cartId}/redirect_urls."""
        return self._caller.call("createCartRedirectURL", "POST", path("/carts/{id}/redirect_urls", id=cart_id))

    def get_checkout(self, checkout_id: str, include: Iterable[str] = ()) -> Answer:
        """``getCheckout``: GET /checkouts/{checkoutId}."""
        return self._caller.call("getCheckout", "GET", path("/checkouts/{id}", id=checkout_id), include=include)

    def update_checkout(self, checkout_id: str, change: Json) -> Answer:
        """``updateCheckout``: PUT /checkouts/{checkoutId}."""
        return self._caller.call("updateCheckout", "PUT", path("/checkouts/{id}", id=checkout_id), body=change)

    def add_checkout_billing_address(self, checkout_id: str, address: Json) -> Answer:
        """``addCheckoutBillingAddress``: POST /checkouts/{checkoutId}/billing-address."""
        where = path("/checkouts/{id}/billing-address", id=checkout_id)
        return self._caller.call("addCheckoutBillingAddress", "POST", where, body=address)

    def update_checkout_billing_address(self, checkout_id: str, address_id: str, address: Json) -> Answer:
        """``updateCheckoutBillingAddress``: PUT /checkouts/{checkoutId}/billing-address/{addressId}."""
        where = path("/checkouts/{id}/billing-address/{address}", id=checkout_id, address=address_id)
        return self._caller.call("updateCheckoutBillingAddress", "PUT", where, body=address)

    def add_checkout_consignment(self, checkout_id: str, consignments: Json, include: Iterable[str] = ()) -> Answer:
        """``addCheckoutConsignment``: POST /checkouts/{checkoutId}/consignments."""
        where = path("/checkouts/{id}/consignments", id=checkout_id)
        return self._caller.call("addCheckoutConsignment", "POST", where, body=consignments, include=include)

    def update_checkout_consignment(
        self, checkout_id: str, consignment_id: str, change: Json, include: Iterable[str] = ()
    ) -> Answer:
        """``updateCheckoutConsignment``: PUT /checkouts/{checkoutId}/consignments/{consignmentId}."""
        where = path("/checkouts/{id}/consignments/{consignment}", id=checkout_id, consignment=consignment_id)
        return self._caller.call("updateCheckoutConsignment", "PUT", where, body=change, include=include)

    def delete_checkout_consignment(self, checkout_id: str, consignment_id: str) -> Answer:
        """``deleteCheckoutConsignment``: DELETE /checkouts/{checkoutId}/consignments/{consignmentId}."""
        where = path("/checkouts/{id}/consignments/{consignment}", id=checkout_id, consignment=consignment_id)
        return self._caller.call("deleteCheckoutConsignment", "DELETE", where)

    def add_checkout_coupon(self, checkout_id: str, code: str) -> Answer:
        """``addCheckoutCoupon``: POST /checkouts/{checkoutId}/coupons."""
        where = path("/checkouts/{id}/coupons", id=checkout_id)
        return self._caller.call("addCheckoutCoupon", "POST", where, body={"coupon_code": code})

    def delete_checkout_coupon(self, checkout_id: str, code: str) -> Answer:
        """``deleteCheckoutCoupon``: DELETE /checkouts/{checkoutId}/coupons/{couponCode}."""
        where = path("/checkouts/{id}/coupons/{code}", id=checkout_id, code=code)
        return self._caller.call("deleteCheckoutCoupon", "DELETE", where)

    def add_checkout_fees(self, checkout_id: str, fees: Json) -> Answer:
        """``addCheckoutFees``: POST /checkouts/{checkoutId}/fees."""
        where = path("/checkouts/{id}/fees", id=checkout_id)
        return self._caller.call("addCheckoutFees", "POST", where, body={"fees": fees})

    def update_checkout_fees(self, checkout_id: str, fees: Json) -> Answer:
        """``updateCheckoutFees``: PUT /checkouts/{checkoutId}/fees."""
        where = path("/checkouts/{id}/fees", id=checkout_id)
        return self._caller.call("updateCheckoutFees", "PUT", where, body={"fees": fees})

    def delete_checkout_fees(self, checkout_id: str, fee_ids: Iterable[str]) -> Answer:
        """``deleteCheckoutFees``: DELETE /checkouts/{checkoutId}/fees, the ids in the body."""
        where = path("/checkouts/{id}/fees", id=checkout_id)
        return self._caller.call("deleteCheckoutFees", "DELETE", where, body={"ids": list(fee_ids)})

    def add_checkout_discount(self, checkout_id: str, discounts: Json) -> Answer:
        """``addCheckoutDiscount``: POST /checkouts/{checkoutId}/discounts."""
        where = path("/checkouts/{id}/discounts", id=checkout_id)
        return self._caller.call("addCheckoutDiscount", "POST", where, body={"cart": discounts})

    def create_checkout_token(self, checkout_id: str, terms: Json = None) -> Answer:
        """``createCheckoutToken``: POST /checkouts/{checkoutId}/token; the terms may name ``ttl`` and ``maxUses``."""
        where = path("/checkouts/{id}/token", id=checkout_id)
        return self._caller.call("createCheckoutToken", "POST", where, body=terms or {})

    def get_settings(self, of: str) -> Answer:
        """``getGlobalCartSettings`` (of ``carts``), ``getCheckoutSettings`` (of ``checkouts``)."""
        operation = {"carts": "getGlobalCartSettings", "checkouts": "getCheckoutSettings"}[of]
        return self._caller.call(operation, "GET", path("/{of}/settings", of=of))

    def update_settings(self, of: str, settings: Json) -> Answer:
        """``updateGlobalCartSettings`` (of ``carts``), ``updateCheckoutSettings`` (of ``checkouts``)."""
        operation = {"carts": "updateGlobalCartSettings", "checkouts": "updateCheckoutSettings"}[of]
        return self._caller.call(operation, "PUT", path("/{of}/settings", of=of), body=settings)

    def get_cart_metafields(self, cart_id: str, query: Mapping[str, str] | None = None) -> Answer:
        """``getCartMetafields``: GET /carts/{cart_id}/metafields."""
        where = path("/carts/{id}/metafields", id=cart_id)
        return self._caller.call("getCartMetafields", "GET", where, query=query)

    def create_cart_metafield(self, cart_id: str, metafield: Json) -> Answer:
        """``createCartMetafield``: POST /carts/{cart_id}/metafields."""
        where = path("/carts/{id}/metafields", id=cart_id)
        return self._caller.call("createCartMetafield", "POST", where, body=metafield)

    def get_cart_metafield(self, cart_id: str, metafield_id: int) -> Answer:
        """``getCartMetafield``: GET /carts/{cart_id}/metafields/{metafield_id}."""
        where = path("/carts/{id}/metafields/{metafield}", id=cart_id, metafield=metafield_id)
        return self._caller.call("getCartMetafield", "GET", where)

    def update_cart_metafield(self, cart_id: str, metafield_id: int, metafield: Json) -> Answer:
        """``updateCartMetafield``: PUT /carts/{cart_id}/metafields/{metafield_id}."""
        where = path("/carts/{id}/metafields/{metafield}", id=cart_id, metafield=metafield_id)
        return self._caller.call("updateCartMetafield", "PUT", where, body=metafield)

    def delete_cart_metafield(self, cart_id: str, metafield_id: int) -> Answer:
        """``deleteCartMetafield``: DELETE /carts/{cart_id}/metafields/{metafield_id}."""
        where = path("/carts/{id}/metafields/{metafield}", id=cart_id, metafield=metafield_id)
        return self._caller.call("deleteCartMetafield", "DELETE", where)

    def create_carts_metafields(self, metafields: Json) -> Answer:
        """``createCartsMetafields``: POST /carts/metafields, each with the cart that it hangs on."""
        return self._caller.call("createCartsMetafields", "POST", "/carts/metafields", body=metafields)

    def update_carts_metafields(self, metafields: Json) -> Answer:
        """``updateCartsMetafields``: PUT /carts/metafields, each with its id."""
        return self._caller.call("updateCartsMetafields", "PUT", "/carts/metafields", body=metafields)

    def delete_carts_metafields(self, metafield_ids: Iterable[int]) -> Answer:
        """``deleteCartsMetafields``: DELETE /carts/metafields, the ids in the body."""
        return self._caller.call("deleteCartsMetafields", "DELETE", "/carts/metafields", body=list(metafield_ids))

    def create_order(self, checkout_id: str, headers: Mapping[str, str] | None = None) -> Answer:
        """``createOrder``: POST /checkouts/{checkoutId}/orders."""
        where = path("/checkouts/{id}/orders", id=checkout_id)
        return self._caller.call("createOrder", "POST", where, headers=headers)

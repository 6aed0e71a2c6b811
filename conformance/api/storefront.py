"""The storefront operations of one shopper's session (``specs/storefront.openapi.yaml``)."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urljoin

import httpx

from conformance.api.answer import Answer, Caller, Json, answer_of, path

# The cookie that carries the anti-forgery token, and the header that proves the shopper's page read it.
ANTI_FORGERY_COOKIE = "SF-CSRF-TOKEN"
ANTI_FORGERY_HEADER = "x-sf-csrf-token"


class StorefrontApi:
    """Calls below ``/api/storefront`` in one cookie session; ``client`` must keep cookies for this session only.

    ``shop_url`` is the storefront's root.
    """

    def __init__(self, client: httpx.Client, shop_url: str) -> None:
        self._client = client
        self._shop_url = shop_url.rstrip("/")
        self._caller = Caller(client, f"{self._shop_url}/api/storefront")
        self._anti_forgery: tuple[str | None] | None = None

    def showing(self, anti_forgery_token: str | None) -> StorefrontApi:
        """The same session, whose requests show this anti-forgery token (or none) instead of the session's own."""
        other = StorefrontApi(self._client, self._shop_url)
        other._anti_forgery = (anti_forgery_token,)
        return other

    @property
    def anti_forgery_token(self) -> str | None:
        """The anti-forgery token that the shop gave to this session; ``None`` when it gave none."""
        jar = self._client.cookies.jar
        return next((cookie.value for cookie in jar if cookie.name == ANTI_FORGERY_COOKIE), None)

    def open_session(self) -> Answer:
        """Visits the shop's first page, as a browser does, to be given a session."""
        return answer_of("openSession", self._client.get(f"{self._shop_url}/", headers={"Accept": "text/html"}))

    def visit(self, url: str) -> Answer:
        """Follows a link into the shop (a cart's redirect URL), one redirect after the other."""
        answer = self._client.get(url, headers={"Accept": "text/html"})
        # A shop redirects a handful of times at most; a loop is the store's trouble, not ours to follow.
        for _ in range(5):
            if not answer.is_redirect:
                break
            answer = self._client.get(urljoin(str(answer.url), answer.headers["location"]))
        return answer_of("visit", answer)

    def _call(
        self, operation: str, method: str, where: str, body: Json = None, include: Iterable[str] = ()
    ) -> Answer:
        return self._caller.call(operation, method, where, body=body, include=include, headers=self._proof())

    def send(self, method: str, where: str, content: bytes = b"", content_type: str = "application/json") -> Answer:
        """A request below ``/api/storefront`` whose body is sent as it stands."""
        return self._caller.send(method, where, content, content_type, self._proof())

    def _proof(self) -> dict[str, str]:
        token = self.anti_forgery_token if self._anti_forgery is None else self._anti_forgery[0]
        return {ANTI_FORGERY_HEADER: token} if token else {}

    def get_cart(self) -> Answer:
        """``getCart``: GET /carts, the session's carts as an array."""
        return self._call("getCart", "GET", "/carts")

    def create_cart(self, cart: Json) -> Answer:
        """``createCart``: POST /carts."""
        return self._call("createCart", "POST", "/carts", cart)

    def delete_cart(self, cart_id: str) -> Answer:
        """``deleteCart``: DELETE /carts/{cartId}."""
        return self._call("deleteCart", "DELETE", path("/carts/{id}", id=cart_id))

    def add_cart_line_item(self, cart_id: str, items: Json) -> Answer:
        """``addCartLineItem``: POST /carts/{cartId}/items."""
        return self._call("addCartLineItem", "POST", path("/carts/{id}/items", id=cart_id), items)

    def update_cart_line_item(self, cart_id: str, item_id: str, change: Json) -> Answer:
        """``updateCartLineItem``: PUT /carts/{cartId}/items/{itemId}."""
        where = path("/carts/{id}/items/{item}", id=cart_id, item=item_id)
        return self._call("updateCartLineItem", "PUT", where, change)

    def delete_cart_line_item(self, cart_id: str, item_id: str, body: Json = None) -> Answer:
        """``deleteCartLineItem``: DELETE /carts/{cartId}/items/{itemId}; the body may name a version."""
        where = path("/carts/{id}/items/{item}", id=cart_id, item=item_id)
        return self._call("deleteCartLineItem", "DELETE", where, body)

    def get_checkout(self, checkout_id: str, include: Iterable[str] = ()) -> Answer:
        """``getCheckout``: GET /checkouts/{checkoutId}."""
        return self._call("getCheckout", "GET", path("/checkouts/{id}", id=checkout_id), include=include)

    def update_checkout(self, checkout_id: str, change: Json) -> Answer:
        """``updateCheckout``: PUT /checkouts/{checkoutId}."""
        return self._call("updateCheckout", "PUT", path("/checkouts/{id}", id=checkout_id), change)

    def update_checkout_line_item(self, checkout_id: str, item_id: str, change: Json) -> Answer:
        """``updateCheckoutLineItem``: PUT /checkouts/{checkoutId}/carts/{cartId}/items/{itemId}."""
        where = path("/checkouts/{id}/carts/{id}/items/{item}", id=checkout_id, item=item_id)
        return self._call("updateCheckoutLineItem", "PUT", where, change)

    def delete_checkout_line_item(self, checkout_id: str, item_id: str) -> Answer:
        """``deleteCheckoutLineItem``: DELETE /checkouts/{checkoutId}/carts/{cartId}/items/{itemId}."""
        where = path("/checkouts/{id}/carts/{id}/items/{item}", id=checkout_id, item=item_id)
        return self._call("deleteCheckoutLineItem", "DELETE", where)

    def add_checkout_billing_address(self, checkout_id: str, address: Json) -> Answer:
        """``addCheckoutBillingAddress``: POST /checkouts/{checkoutId}/billing-address."""
        where = path("/checkouts/{id}/billing-address", id=checkout_id)
        return self._call("addCheckoutBillingAddress", "POST", where, address)

    def update_checkout_billing_address(self, checkout_id: str, address_id: str, address: Json) -> Answer:
        """``updateCheckoutBillingAddress``: PUT /checkouts/{checkoutId}/billing-address/{addressId}."""
        where = path("/checkouts/{id}/billing-address/{address}", id=checkout_id, address=address_id)
        return self._call("updateCheckoutBillingAddress", "PUT", where, address)

    def create_checkout_consignment(
        self, checkout_id: str, consignments: Json, include: Iterable[str] = ()
    ) -> Answer:
        """``createCheckoutConsignment``: POST /checkouts/{checkoutId}/consignments."""
        where = path("/checkouts/{id}/consignments", id=checkout_id)
        return self._call("createCheckoutConsignment", "POST", where, consignments, include)

    def update_checkout_consignment(
        self, checkout_id: str, consignment_id: str, change: Json, include: Iterable[str] = ()
    ) -> Answer:
        """``updateCheckoutConsignment``: PUT /checkouts/{checkoutId}/consignments/{consignmentId}."""
        where = path("/checkouts/{id}/consignments/{consignment}", id=checkout_id, consignment=consignment_id)
        return self._call("updateCheckoutConsignment", "PUT", where, change, include)

    def delete_checkout_consignment(self, checkout_id: str, consignment_id: str) -> Answer:
        """``deleteCheckoutConsignment``: DELETE /checkouts/{checkoutId}/consignments/{consignmentId}."""
        where = path("/checkouts/{id}/consignments/{consignment}", id=checkout_id, consignment=consignment_id)
        return self._call("deleteCheckoutConsignment", "DELETE", where)

    def add_checkout_coupon(self, checkout_id: str, code: str) -> Answer:
        """``addCheckoutCoupon``: POST /checkouts/{checkoutId}/coupons."""
        where = path("/checkouts/{id}/coupons", id=checkout_id)
        return self._call("addCheckoutCoupon", "POST", where, {"couponCode": code})

    def delete_checkout_coupon(self, checkout_id: str, code: str) -> Answer:
        """``deleteCheckoutCoupon``: DELETE /checkouts/{checkoutId}/coupons/{couponCode}."""
        return self._call(
            "deleteCheckoutCoupon",
            "DELETE",
            path("/checkouts/{id}/coupons/{code}", id=checkout_id, code=code),
        )

    def add_checkout_gift_certificate(self, checkout_id: str, code: str) -> Answer:
        """``addCheckoutGiftCertificate``: POST /checkouts/{checkoutId}/gift-certificates."""
        where = path("/checkouts/{id}/gift-certificates", id=checkout_id)
        return self._call("addCheckoutGiftCertificate", "POST", where, {"giftCertificateCode": code})

    def delete_checkout_gift_certificate(self, checkout_id: str, code: str) -> Answer:
        """``deleteCheckoutGiftCertificate``: DELETE /checkouts/{checkoutId}/gift-certificates/{code}."""
        where = path("/checkouts/{id}/gift-certificates/{code}", id=checkout_id, code=code)
        return self._call("deleteCheckoutGiftCertificate", "DELETE", where)

    def update_cart_currency(self, cart_id: str, code: str) -> Answer:
        """``updateCartCurrency``: POST /carts/{cartId}/currency."""
        where = path("/carts/{id}/currency", id=cart_id)
        return self._call("updateCartCurrency", "POST", where, {"currencyCode": code})

    def get_checkout_by_alias(self, checkout_id: str) -> Answer:
        """``getCheckoutAlias``: GET /checkout/{checkoutId}."""
        return self._call("getCheckoutAlias", "GET", path("/checkout/{id}", id=checkout_id))

    def add_checkout_store_credit(self, checkout_id: str) -> Answer:
        """``addCheckoutStoreCredit``: POST /checkouts/{checkoutId}/store-credit."""
        where = path("/checkouts/{id}/store-credit", id=checkout_id)
        return self._call("addCheckoutStoreCredit", "POST", where)

    def remove_checkout_store_credit(self, checkout_id: str) -> Answer:
        """``removeCheckoutStoreCredit``: DELETE /checkouts/{checkoutId}/store-credit."""
        where = path("/checkouts/{id}/store-credit", id=checkout_id)
        return self._call("removeCheckoutStoreCredit", "DELETE", where)

    def get_order(self, order_id: int) -> Answer:
        """``getOrder``: GET /orders/{orderId}."""
        return self._call("getOrder", "GET", path("/orders/{id}", id=order_id))

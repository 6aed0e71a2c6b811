"""Reading orders (``specs/supporting/orders-v2.openapi.yaml``)."""

from __future__ import annotations

import httpx

from conformance.api.answer import Answer, Caller, Json, path


class OrdersApi:
    """Calls below ``/stores/{hash}/v2``. These answers are bare, without ``data``."""

    def __init__(self, client: httpx.Client, base_url: str, token: str | None) -> None:
        self._caller = Caller(client, base_url, {} if token is None else {"X-Auth-Token": token})

    def get_order(self, order_id: int) -> Answer:
        """``getOrder``: GET /orders/{order_id}."""
        return self._caller.call("getOrder", "GET", path("/orders/{id}", id=order_id))

    def get_order_products(self, order_id: int) -> Answer:
        """``getOrderProducts``: GET /orders/{order_id}/products."""
        return self._caller.call("getOrderProducts", "GET", path("/orders/{id}/products", id=order_id))

    def update_order(self, order_id: int, change: Json) -> Answer:
        """``updateOrder``: PUT /orders/{order_id}."""
        return self._caller.call("updateOrder", "PUT", path("/orders/{id}", id=order_id), body=change)

    def get_order_shipping_addresses(self, order_id: int) -> Answer:
        """``getOrderShippingAddresses``: GET /orders/{order_id}/shipping_addresses."""
        where = path("/orders/{id}/shipping_addresses", id=order_id)
        return self._caller.call("getOrderShippingAddresses", "GET", where)

    def get_order_coupons(self, order_id: int) -> Answer:
        """``getOrderCoupons``: GET /orders/{order_id}/coupons."""
        return self._caller.call("getOrderCoupons", "GET", path("/orders/{id}/coupons", id=order_id))

"""Reading orders (``specs/supporting/orders-v2.openapi.yaml``)."""

from __future__ import annotations

import httpx

from conformance.api.answer import Answer, Caller, path


class OrdersApi:
    """Calls below ``/stores/{hash}/v2``. These answers are bare, without ``data``."""

    def __init__(self, client: httpx.Client, base_url: str, token: str) -> None:
        self._caller = Caller(client, base_url, {"X-Auth-Token": token})

    def get_order(self, order_id: int) -> Answer:
        """``getOrder``: GET /orders/{order_id}."""
        return self._caller.call("getOrder", "GET", path("/orders/{id}", id=order_id))

    def get_order_products(self, order_id: int) -> Answer:
        """``getOrderProducts``: GET /orders/{order_id}/products."""
        return self._caller.call("getOrderProducts", "GET", path("/orders/{id}/products", id=order_id))

"""Paying an order (``specs/supporting/payments*.openapi.yaml``)."""

from __future__ import annotations

import httpx

from conformance.api.answer import Answer, Caller, Json


class PaymentsApi:
    """Access tokens and methods below ``/stores/{hash}/v3``; processing below the payments host."""

    def __init__(self, client: httpx.Client, base_url: str, processing_url: str, token: str | None) -> None:
        self._caller = Caller(client, base_url, {} if token is None else {"X-Auth-Token": token})
        self._processing = Caller(client, processing_url, {"Accept": "application/vnd.bc.v1+json"})

    def get_payment_methods(self, order_id: int) -> Answer:
        """``getPaymentMethods``: GET /payments/methods."""
        query = {"order_id": str(order_id)}
        return self._caller.call("getPaymentMethods", "GET", "/payments/methods", query=query)

    def create_payment_access_token(self, order_id: int) -> Answer:
        """``createPaymentAccessToken``: POST /payments/access_tokens."""
        body = {"order": {"id": order_id}}
        return self._caller.call("createPaymentAccessToken", "POST", "/payments/access_tokens", body=body)

    def process_payment(self, access_token: str, payment: Json) -> Answer:
        """``PaymentsPost``: POST /payments on the processing host, with a payment access token."""
        headers = {"Authorization": f"PAT {access_token}"}
        return self._processing.call("PaymentsPost", "POST", "/payments", body=payment, headers=headers)

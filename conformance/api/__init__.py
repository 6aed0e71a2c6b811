"""One method per operation, named by its operationId; every call travels through the transport chain."""

from conformance.api.answer import Answer, Caller
from conformance.api.management import ManagementApi
from conformance.api.orders import OrdersApi
from conformance.api.payments import PaymentsApi
from conformance.api.server import ServerApi
from conformance.api.storefront import StorefrontApi

__all__ = [
    "Answer",
    "Caller",
    "ManagementApi",
    "OrdersApi",
    "PaymentsApi",
    "ServerApi",
    "StorefrontApi",
]

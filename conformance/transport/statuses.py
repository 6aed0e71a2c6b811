"""Which answers come from the way to the store, and which may come from the product itself."""

from __future__ import annotations

from http import HTTPStatus

IDEMPOTENT = frozenset({"GET", "HEAD", "PUT", "DELETE", "OPTIONS"})
READS = frozenset({"GET", "HEAD", "OPTIONS"})
GATEWAY = frozenset({HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT})

FIRST_SERVER_ERROR = 500


def is_refused_for_pace(status: int) -> bool:
    """Whether the quota is used up."""
    return status == HTTPStatus.TOO_MANY_REQUESTS


def is_of_the_gateway(status: int) -> bool:
    """Whether something before the product answered in its stead."""
    return status in GATEWAY


def is_of_the_way(status: int) -> bool:
    """Whether the status says nothing about the product: neither a pass nor a failure."""
    return is_refused_for_pace(status) or is_of_the_gateway(status)


def may_be_the_products_fault(status: int) -> bool:
    """Whether the product itself may have failed (a 5xx that no gateway sends)."""
    return status >= FIRST_SERVER_ERROR and not is_of_the_gateway(status)

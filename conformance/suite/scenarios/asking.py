"""Requests on carts that say more than products and quantities, written alike for both faces."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.api import Answer, ServerApi, StorefrontApi
from conformance.suite.faces import Face, ServerFace, StorefrontFace, Wanted, humped

Body = Mapping[str, Any]


def goods_line(wanted: Wanted, **more: Any) -> dict[str, Any]:
    """A line with a product, as the server face writes it."""
    line: dict[str, Any] = {"product_id": wanted.product_id, "quantity": wanted.quantity, **more}
    return line if wanted.variant_id is None else {**line, "variant_id": wanted.variant_id}


def create_cart(face: Face, body: Body) -> Answer:
    """``createCart`` with this body."""
    return _api(face).create_cart(_written(face, body))


def add_items(face: Face, cart_id: str, body: Body) -> Answer:
    """``addCartLineItems``, on the storefront ``addCartLineItem``, with this body."""
    if isinstance(face, ServerFace):
        return face.api.add_cart_line_items(cart_id, dict(body))
    return _shop(face).api.add_cart_line_item(cart_id, humped(body))


def update_line(face: Face, cart_id: str, item_id: str, body: Body) -> Answer:
    """``updateCartLineItem`` of either face with this body."""
    return _api(face).update_cart_line_item(cart_id, item_id, _written(face, body))


def delete_line(face: Face, cart_id: str, item_id: str, body: Body | None = None) -> Answer:
    """``deleteCartLineItem`` of either face."""
    return _api(face).delete_cart_line_item(cart_id, item_id, None if body is None else _written(face, body))


def _written(face: Face, body: Body) -> Any:
    return dict(body) if isinstance(face, ServerFace) else humped(body)


def _api(face: Face) -> ServerApi | StorefrontApi:
    return face.api if isinstance(face, ServerFace) else _shop(face).api


def _shop(face: Face) -> StorefrontFace:
    if not isinstance(face, StorefrontFace):
        raise TypeError(f"no face of the API: {face.name}")
    return face

"""A small shop to hold exchanges against, and words to arrange them with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from conformance.contract import Match, load_specs
from conformance.verdict.values import Exchange, Request, Response

SMALL = Path(__file__).parent / "small"
CART = "5a1cf6a4-8d0a-4f5e-9d0f-0c9a0d3f1b11"
BASES = {"shop": "http://shop.test/stores/abc/v3", "orders": "http://shop.test/stores/abc/v2"}
SHOP = load_specs(SMALL)


def asked(operation_id: str) -> Match:
    """The match of a request to an operation of the small shop."""
    operations = {each.operation_id: each for each in SHOP.operations()}
    return Match(operations[operation_id], {"cartId": CART})


def answer(
    status: int = 200,
    body: Any = None,
    media: str | None = "application/json",
    *,
    text: str | None = None,
) -> Exchange:
    """An exchange whose response has a status, a JSON (or ``text``) body and a content type."""
    written = json.dumps(body) if text is None and body is not None else text
    return Exchange(
        id="e1",
        surface="server",
        request=Request(method="GET", url=f"{BASES['shop']}/carts/{CART}"),
        response=Response(status=status, headers=(("Content-Type", media),) if media else (), body=written),
    )

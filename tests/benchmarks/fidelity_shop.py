"""A small shop of our own for the bench: one operation, one schema, three answers."""

from __future__ import annotations

import json
from typing import Any

from benchmarks.fidelity.recordings import Recorded
from conformance.contract import Match
from conformance.contract.documents import document_of
from conformance.verdict.values import Exchange, Request, Response

CART_ID = "5a1cf6a4-8d0a-4f5e-9d0f-0c9a0d3f1b11"
SCHEMA = "/components/schemas/Cart"
RAW: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Shop", "version": "1"},
    "paths": {
        "/cart": {
            "get": {
                "operationId": "getCart",
                "responses": {
                    "200": {
                        "description": "A cart.",
                        "content": {"application/json": {"schema": {"$ref": f"#{SCHEMA}"}}},
                    }
                },
            }
        }
    },
    "components": {
        "schemas": {
            "Cart": {
                "type": "object",
                "required": ["id", "quantity"],
                "properties": {
                    "id": {"type": "string", "format": "uuid"},
                    "quantity": {"type": "integer", "minimum": 1},
                    "state": {"type": "string", "enum": ["open", "done"]},
                    "note": {"type": ["string", "null"]},
                },
            }
        }
    },
}
OPERATION = document_of("shop", RAW).operations[0]


def cart(**members: Any) -> dict[str, Any]:
    return {"id": CART_ID, "quantity": 2, "note": None, **members}


def answered(body: Any) -> Recorded:
    """A recorded answer of the small shop."""
    exchange = Exchange(
        id="recorded",
        request=Request(method="GET", url="http://store.test/cart"),
        response=Response(status=200, headers=(("content-type", "application/json"),), body=json.dumps(body)),
    )
    return Recorded("a thread", Match(OPERATION, {}), exchange, SCHEMA, body)

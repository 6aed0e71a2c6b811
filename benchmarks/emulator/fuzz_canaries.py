"""Shoppers who mind their own business, and the marks in their carts that nobody else may ever be shown."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from typing import Any

import httpx

FRONT = "/api/storefront"
CSRF = "SF-CSRF-TOKEN"


@dataclass(frozen=True)
class Bystander:
    """A shopper with a cart, an address and a shipment; `marks` are values that exist nowhere else."""

    client: httpx.Client
    checkout_id: str
    marks: tuple[bytes, ...]
    document: str

    @property
    def unharmed(self) -> bool:
        """Whether the checkout is still what it was."""
        return self.document == _shown(self.client, self.checkout_id)


def settle(base: str, dice: random.Random, count: int) -> tuple[Bystander, ...]:
    """So many shoppers, each in a session of its own. Raises httpx.HTTPStatusError when the store refuses one."""
    return tuple(_bystander(base, f"canary{dice.getrandbits(64):016x}") for _ in range(count))


def leaked(bystanders: tuple[Bystander, ...], request: bytes, received: bytes) -> bytes | None:
    """A mark in the answer that its request didn't bring along."""
    marks = (mark for one in bystanders for mark in one.marks)
    return next((mark for mark in marks if mark in received and mark not in request), None)


def _bystander(base: str, canary: str) -> Bystander:
    client = httpx.Client(base_url=base, timeout=30)
    client.get("/").raise_for_status()
    client.headers["x-sf-csrf-token"] = client.cookies[CSRF]
    items = [{"productId": 111, "quantity": 2}, {"productId": 117, "quantity": 1}]
    cart = _asked(client, "POST", f"{FRONT}/carts", {"lineItems": items})
    checkout = f"{FRONT}/checkouts/{cart['id']}"
    address = {
        "firstName": canary, "lastName": canary, "email": f"{canary}@example.com", "company": canary,
        "address1": canary, "city": "Austin", "stateOrProvinceCode": "TX", "countryCode": "US",
        "postalCode": "78704", "phone": canary,
    }  # fmt: skip
    billed = _asked(client, "POST", f"{checkout}/billing-address", address)
    lines = [{"itemId": line["id"], "quantity": line["quantity"]} for line in cart["lineItems"]["physicalItems"]]
    sent = _asked(client, "POST", f"{checkout}/consignments", [{"address": address, "lineItems": lines}])
    _asked(client, "PUT", checkout, {"customerMessage": canary})
    ids = [cart["id"], billed["billingAddress"]["id"], sent["consignments"][0]["id"]]
    ids += [one["itemId"] for one in lines]
    secrets = [client.cookies["SHOP_SESSION_TOKEN"], client.cookies[CSRF]]
    marks = tuple(mark.encode() for mark in (canary, *ids, *secrets))
    return Bystander(client, cart["id"], marks, _shown(client, cart["id"]))


def _asked(client: httpx.Client, method: str, path: str, body: Any) -> Any:
    answer = client.request(method, path, json=body)
    answer.raise_for_status()
    return answer.json()


def _shown(client: httpx.Client, checkout_id: str) -> str:
    return json.dumps(client.get(f"{FRONT}/checkouts/{checkout_id}").json(), sort_keys=True)

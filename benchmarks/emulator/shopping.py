"""A guest's whole checkout, in the requests that a headless shop sends."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Protocol

from benchmarks.emulator.served import STORE


class Asks(Protocol):
    """A way to an emulator, over a socket or in this process."""

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """The parsed answer (None for an empty one). Raises RuntimeError unless it is 2xx."""

    def raw(
        self, method: str, path: str, body: str | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, bytes]:
        """Status and body, whatever they are."""


ADDRESS = {
    "first_name": "Mara",
    "last_name": "Lindqvist",
    "email": "mara@example.com",
    "company": "",
    "address1": "14 Harbour Road",
    "address2": "",
    "city": "Austin",
    "state_or_province": "Texas",
    "state_or_province_code": "TX",
    "country_code": "US",
    "postal_code": "78704",
    "phone": "5035550143",
}
CARD = {
    "type": "card",
    "number": "4111111111111111",
    "cardholder_name": "Mara Lindqvist",
    "expiry_month": 12,
    "expiry_year": 2030,
    "verification_value": "123",
}
OPTIONS = "?include=consignments.available_shipping_options"


def product_of(line: Asks) -> dict[str, Any]:
    """A line item of the first physical product that can be bought as it is."""
    found = line.ask("GET", f"{STORE}/catalog/products?include=variants,modifiers")["data"]
    plain = next(each for each in found if each["type"] == "physical" and not each.get("modifiers"))
    return {"product_id": plain["id"], "variant_id": plain["variants"][0]["id"], "quantity": 1}


def cart(line: Asks, item: dict[str, Any], quantity: int = 1) -> dict[str, Any]:
    """A new cart with this item."""
    made = line.ask("POST", f"{STORE}/carts", {"line_items": [{**item, "quantity": quantity}]})
    return dict(made["data"])


def checkout(line: Asks, item: dict[str, Any]) -> str:
    """A checkout with billing address, consignment and shipping option; gives its id."""
    held = cart(line, item)
    path = f"{STORE}/checkouts/{held['id']}"
    line.ask("POST", f"{path}/billing-address", ADDRESS)
    parcel = {"address": ADDRESS, "line_items": [_whole(held)]}
    sent = line.ask("POST", f"{path}/consignments{OPTIONS}", [parcel])["data"]["consignments"][0]
    chosen = {"shipping_option_id": sent["available_shipping_options"][0]["id"]}
    line.ask("PUT", f"{path}/consignments/{sent['id']}", chosen)
    return str(held["id"])


def guest_checkout(line: Asks, item: dict[str, Any]) -> int:
    """From nothing to a paid order; gives the order's number."""
    order = line.ask("POST", f"{STORE}/checkouts/{checkout(line, item)}/orders")["data"]["id"]
    method = line.ask("GET", f"{STORE}/payments/methods?order_id={order}")["data"][0]["id"]
    token = line.ask("POST", f"{STORE}/payments/access_tokens", {"order": {"id": order}})["data"]["id"]
    payment = json.dumps({"payment": {"instrument": CARD, "payment_method_id": method}})
    sent = {"Authorization": f"PAT {token}", "Accept": "application/vnd.bc.v1+json"}
    status, text = line.raw("POST", "/stores/emulator/payments", payment, sent)
    if status >= 300:  # noqa: PLR2004 - past the success class
        raise RuntimeError(f"the payment was answered {status}: {text[:200]!r}")
    return int(order)


def _whole(held: dict[str, Any]) -> dict[str, Any]:
    item = held["line_items"]["physical_items"][0]
    return {"item_id": item["id"], "quantity": item["quantity"]}

"""Steers an emulated store over its control surface."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx

from conformance.emulator import Emulator

CART = {"line_items": [{"product_id": 111, "quantity": 1}]}
EXAMPLE = (Path(__file__).parents[2] / "docs" / "examples" / "shop.yaml").read_text(encoding="utf-8")


def new_cart(emulator: Emulator, product: int = 111) -> httpx.Response:
    wanted = {"line_items": [{"product_id": product, "quantity": 1}]}
    return emulator.server().post(f"{emulator.v3}/carts", json=wanted)


def cart_status(emulator: Emulator, cart: str) -> int:
    return emulator.server().get(f"{emulator.v3}/carts/{cart}").status_code


def control(emulator: Emulator, method: str, path: str, document: Any = None) -> httpx.Response:
    return emulator.browser().request(method, f"/_emulator/{path}", json=document)

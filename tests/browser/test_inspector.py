from __future__ import annotations

import re

import pytest
from inspector_driving import CHROMIUM, Driven, dumped

from conformance.emulator import Emulator

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium, which is not installed here"),
]

HOSTILE = "<img src=x onerror=document.title='taken'>"
SHOP = f'catalog: [{{id: 1, name: "{HOSTILE}", price: 3}}]\n'
# Waits for the first drawing, then acts as a person would.
WHEN_READY = """
const wait = setInterval(() => {
  if (document.body.dataset.ready !== "true") return;
  clearInterval(wait);
  %s
}, 20);
"""


def text_of(page: str) -> str:
    return re.sub(r"<[^>]+>", " ", page)


def visited(emulator: Emulator, script: str) -> str:
    emulator.app = Driven(emulator.app, WHEN_READY % script)
    with emulator.served() as url:
        return dumped(f"{url}/_emulator/")


def new_cart(emulator: Emulator, product: int = 111) -> str:
    wanted = {"line_items": [{"product_id": product, "quantity": 2}]}
    cart: str = emulator.server().post(f"{emulator.v3}/carts", json=wanted).json()["data"]["id"]
    return cart


def test_the_page_shows_carts_the_journal_and_the_clock() -> None:
    emulator = Emulator()
    cart = new_cart(emulator)
    emulator.server().get(f"{emulator.v3}/carts/none")
    text = text_of(visited(emulator, ""))
    wanted = (
        cart,
        "2 \N{MULTIPLICATION SIGN} Harbour Basket",
        "getCart",
        "404",
        "2026-01-05 10:00:01 UTC",
        "coupon-unknown-accepted",
    )
    assert [one for one in wanted if one not in text] == []


def test_hostile_names_stay_texts() -> None:
    emulator = Emulator()
    emulator.seed(SHOP)
    new_cart(emulator, 1)
    page = visited(emulator, "")
    assert "&lt;img src=x" in page
    assert "<img" not in page
    assert "<title>Emulator inspector</title>" in page


@pytest.mark.parametrize(
    ("script", "state"),
    [
        ("document.querySelector('[data-key=coupon-unknown-accepted]').click();",
         {"faults": ["coupon-unknown-accepted"]}),
        ("document.querySelector('[data-advance=\"3600\"]').click();",
         {"clock": {"now": "2026-01-05T11:00:01+00:00", "frozen": False, "kind": "emulated"}}),
        ("document.getElementById('frozen').click();",
         {"clock": {"now": "2026-01-05T10:00:01+00:00", "frozen": True, "kind": "emulated"}}),
        ("document.getElementById('reset').click();", {"carts": []}),
    ],
)  # fmt: skip
def test_the_store_is_switched_from_the_page(script: str, state: dict[str, object]) -> None:
    emulator = Emulator()
    new_cart(emulator)
    visited(emulator, script)
    assert {name: emulator.state()[name] for name in state} == state


def test_a_failure_is_ordered_on_the_page_and_shown() -> None:
    emulator = Emulator()
    fill = "document.querySelector('#fail [name=operation]').value = 'getCart';"
    page = visited(emulator, fill + "document.querySelector('#fail button').click();")
    assert [(one["operation"], one["status"]) for one in emulator.failures.listed()] == [("getCart", 503)]
    assert "status 503 on getCart, 1 left" in text_of(page)


def test_what_can_not_be_done_is_said() -> None:
    fill = "document.querySelector('#fail [name=operation]').value = 'getCrat';"
    page = visited(Emulator(), fill + "document.querySelector('#fail button').click();")
    assert "the emulator has no operation `getCrat`" in text_of(page)


def test_an_exchange_is_opened_with_its_secrets_masked() -> None:
    emulator = Emulator()
    new_cart(emulator)
    page = visited(emulator, "document.querySelector('#journal button').click();")
    assert "[masked]" in page
    assert "emulator-token" not in page


def test_every_control_of_the_page_has_a_name() -> None:
    script = """
    const asked = "input, button, select, textarea, [role=region], section";
    const bare = [...document.querySelectorAll(asked)].filter((one) =>
      !(one.labels && one.labels.length && one.labels[0].textContent.trim()) && !one.textContent.trim()
      && !one.getAttribute("aria-label") && !one.getAttribute("aria-labelledby"));
    document.body.dataset.bare = bare.length;
    """
    assert 'data-bare="0"' in visited(Emulator(), script)

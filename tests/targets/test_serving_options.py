"""What the served emulator is told on the command line, and what it refuses to be told."""

from __future__ import annotations

from typing import Any

import pytest

import conformance.emulator
from conformance.errors import UserMistake
from conformance.targets.serving import serve_emulator

PLAIN: dict[str, Any] = {"database": ":memory:", "tax_mode": "exclusive", "faults": (), "control": False}


@pytest.mark.parametrize(
    "origin", ["shop.example", "https://shop.example/", "https://shop.example/cart", "ftp://a", "null", "*", ""]
)
def test_what_is_no_origin_is_the_users_mistake(origin: str) -> None:
    with pytest.raises(UserMistake) as told:
        serve_emulator("127.0.0.1", 0, **PLAIN, origins=(origin,))
    assert told.value.where == "--allow-origin"


def test_allowed_origins_reach_the_emulator(monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[Any] = []

    def serve(_host: str, _port: int, settings: Any, **_more: Any) -> None:
        served.append(settings)

    monkeypatch.setattr(conformance.emulator, "serve", serve)
    serve_emulator("127.0.0.1", 0, **PLAIN, origins=("https://shop.example", "http://localhost:3000"))
    assert served[0].allowed_origins == ("https://shop.example", "http://localhost:3000")

"""Published documents are measured as they are, and with the one broken pattern mended."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from fidelity_shop import answered, cart

from benchmarks.fidelity.evidence import Evidence
from benchmarks.fidelity.published import BROKEN_PATTERN, Published, Standing


def published(directory: Path, note: dict[str, Any], *, mended: bool = True) -> Standing:
    """The standing of a small published document on one cart."""
    cart_schema = {
        "type": "object",
        "required": ["id"],
        "properties": {"id": {"type": "string"}, "quantity": {"type": "integer"}, "note": note},
    }
    content = {"application/json": {"schema": cart_schema}}
    raw = {"openapi": "3.0.1", "paths": {"/cart": {"get": {"responses": {"200": {"content": content}}}}}}
    (directory / "shop.v3.json").write_text(json.dumps(raw), encoding="utf-8")
    recorded = answered(cart())
    asked = recorded.exchange.request
    moved = type(asked)(method="GET", url="http://store.test/v3/cart")
    exchange = type(recorded.exchange)(id="recorded", request=moved, response=recorded.exchange.response)
    found = type(recorded)("a thread", recorded.match, exchange, recorded.schema, recorded.body)
    return Published(directory, mended=mended).standing([found], Evidence([(found.document, found.body)]))


def test_nullable_means_that_null_is_accepted(tmp_path: Path) -> None:
    assert published(tmp_path, {"type": "string", "nullable": True}).accepted == 1


def test_what_is_not_nullable_refuses_null_and_says_so(tmp_path: Path) -> None:
    result = published(tmp_path, {"type": "string"})
    assert result.accepted == 0
    assert list(result.complaints) == ["/note: expected string, got null"]


def test_a_schema_with_the_broken_pattern_is_unusable(tmp_path: Path) -> None:
    result = published(tmp_path, {"type": "string", "nullable": True, "pattern": BROKEN_PATTERN}, mended=False)
    assert (result.unusable, result.accepted) == (1, 0)


def test_a_mended_pattern_makes_it_usable(tmp_path: Path) -> None:
    result = published(tmp_path, {"type": "string", "nullable": True, "pattern": BROKEN_PATTERN})
    assert (result.unusable, result.accepted) == (0, 1)


def test_mistakes_are_counted_in_what_is_accepted(tmp_path: Path) -> None:
    result = published(tmp_path, {"type": "string", "nullable": True})
    assert result.everything.total > result.everything.noticed > 0

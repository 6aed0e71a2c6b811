"""No rule accuses a real store: each holds on every recorded body to which it applies."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from conformance.contract import load_specs
from conformance.run.witness import sight_of
from conformance.suite.rules import RULES
from conformance.verdict import Exchange, Request, Response

RECORDED = Path(__file__).parents[3] / "shared" / "reference" / "recorded"
BASES = {"storefront": "https://store.example.com/api/storefront"}


def recorded() -> list[Exchange]:
    return [
        Exchange(
            id=f"{path.stem}-{number}",
            request=Request(
                method=told["method"], url=f"https://store.example.com{told['path']}?{told['query'] or ''}"
            ),
            response=Response(status=told["status"], body=json.dumps(told["response"])),
        )
        for path in sorted(RECORDED.glob("*.json"))
        for number, told in enumerate(json.loads(path.read_text(encoding="utf-8")))
    ]


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded exchanges are not beside this checkout")
@pytest.mark.parametrize("requirement", RULES)
def test_no_recorded_body_breaks_the_rule(requirement: str, capsys: pytest.CaptureFixture[str]) -> None:
    matched = [(each, load_specs().match(each.request.method, each.request.url, BASES)) for each in recorded()]
    sights = [sight_of(each, match) for each, match in matched if match is not None]
    looks = [RULES[requirement](each) for each in sights if each is not None]
    counted = Counter("looked away" if look is None else "broken" if look else "held" for look in looks)
    with capsys.disabled():
        print(f"\n{requirement}: {dict(counted)}")  # noqa: T201 - the count is what people run this for
    assert counted["broken"] == 0
    assert counted["held"] > 0

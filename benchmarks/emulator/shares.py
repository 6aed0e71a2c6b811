"""``python -m benchmarks.emulator.shares``: where the emulator spends its time, by layer.

Profiles the application itself, in process, without the web server in front of it and without the shopper. A profiler
makes calls dearer than work in C, so the shares are a map and not a measurement.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import httpx
from starlette.types import ASGIApp, Receive, Scope, Send

from benchmarks.emulator.shopping import guest_checkout, product_of
from conformance.emulator import Settings, create_app
from conformance.transport import InProcessTransport

# The first that a function's file contains is its layer.
LAYERS: Mapping[str, str] = MappingProxyType(
    {
        "emulator/commerce": "rules and prices",
        "emulator/surfaces": "forms and documents",
        "emulator/storage": "storage",
        "sqlalchemy": "storage",
        "sqlite": "storage",
        "emulator/": "the emulator's own plumbing",
        "starlette": "web framework",
        "msgspec": "JSON",
        "decimal": "rules and prices",
    }
)
REST = "Python itself"


class Profiled:
    """An application under a profiler, whoever calls it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.profile = cProfile.Profile()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        self.profile.enable()
        try:
            await self._app(scope, receive, send)
        finally:
            self.profile.disable()


class Line:
    """A connection into this process, with the methods of one to a served emulator."""

    def __init__(self, app: ASGIApp) -> None:
        self._client = httpx.Client(transport=InProcessTransport(app), base_url="http://emulator.test")

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """The parsed answer. Raises RuntimeError unless it is 2xx."""
        status, text = self.raw(method, path, None if body is None else json.dumps(body))
        if not 200 <= status < 300:  # noqa: PLR2004 - the success class
            raise RuntimeError(f"{method} {path} answered {status}")
        return json.loads(text) if text else None

    def raw(
        self, method: str, path: str, body: str | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, bytes]:
        """Status and body, whatever they are."""
        sent = {"X-Auth-Token": Settings().token, "Content-Type": "application/json", **(headers or {})}
        answer = self._client.request(method, path, content=body, headers=sent)
        return answer.status_code, answer.content


def shares_of(act: Callable[[Line], Any], times: int) -> dict[str, float]:
    """The share of each layer, in percent, when this is done so many times."""
    profiled = Profiled(create_app(Settings(control=False, journal=0)))
    line = Line(profiled)
    act(line)
    profiled.profile.clear()
    for _ in range(times):
        act(line)
    spent: Counter[str] = Counter()
    stats: Any = pstats.Stats(profiled.profile)
    for (file, _line, name), (_primitive, _calls, own, _whole, _callers) in stats.stats.items():
        spent[_layer(f"{file} {name}")] += own
    whole = sum(spent.values())
    return {layer: round(100 * seconds / whole, 1) for layer, seconds in spent.most_common()}


def _layer(place: str) -> str:
    return next((layer for part, layer in LAYERS.items() if part in place), REST)


def main() -> int:
    """Prints the shares of a whole guest checkout, as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=50)
    times = parser.parse_args().times
    print(json.dumps({"guest checkout, cart to paid order": shares_of(_whole, times)}, indent=2))
    return 0


def _whole(line: Line) -> int:
    return guest_checkout(line, product_of(line))


if __name__ == "__main__":
    sys.exit(main())

"""The outermost layer: says who is asking, and lays the trail that numbers the attempts."""

from __future__ import annotations

import httpx

from conformance import __version__
from conformance.transport.trail import TRAIL, Numbering, Trail

USER_AGENT = f"checkout-conformance/{__version__}"


class Identify(httpx.BaseTransport):
    """Sets ``User-Agent`` on every request, whoever built it, so that a store's owner can tell us apart."""

    def __init__(self, inner: httpx.BaseTransport, prefix: str) -> None:
        self._inner = inner
        self._numbering = Numbering(prefix)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Passes the request on under our name."""
        request.headers["User-Agent"] = USER_AGENT
        request.extensions[TRAIL] = Trail(self._numbering.following)
        return self._inner.handle_request(request)

    def close(self) -> None:
        """Closes the layers below."""
        self._inner.close()

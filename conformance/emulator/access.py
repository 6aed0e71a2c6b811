"""Who may come in: the guard of the server-to-server and management faces."""

from __future__ import annotations

from typing import Literal

from conformance.emulator.messages import Call
from conformance.emulator.settings import Settings


class AccessRefused(Exception):
    """No entrance: "unknown" credentials, a "scope" that does not reach so far, or a "forged" change."""

    def __init__(self, reason: Literal["unknown", "scope", "forged"]) -> None:
        super().__init__(reason)
        self.reason = reason


def admit(call: Call, settings: Settings) -> None:
    """Raises AccessRefused unless the token is one of the store's and reaches as far as the request."""
    token = call.headers.get("x-auth-token")
    if call.params.get("store_hash") != settings.store_hash or token not in (
        settings.token,
        settings.read_only_token,
    ):
        raise AccessRefused("unknown")
    if call.writes and token == settings.read_only_token:
        raise AccessRefused("scope")

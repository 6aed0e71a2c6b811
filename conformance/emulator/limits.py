"""The request quota of a store, counted on the store's clock."""

from __future__ import annotations

from datetime import datetime

# Recorded: every quota is counted in windows of 30 seconds.
WINDOW_SECONDS = 30


class Quota:
    """Requests left in the present window."""

    def __init__(self, quota: int) -> None:
        self._quota = quota
        self._window = 0
        self._used = 0

    def spend(self, now: datetime) -> bool:
        """Counts a request; says whether it was still within the quota."""
        window = int(now.timestamp()) // WINDOW_SECONDS
        if window != self._window:
            self._window, self._used = window, 0
        self._used += 1
        return self._used <= self._quota

    def headers(self, now: datetime) -> tuple[tuple[str, str], ...]:
        """What the answer says about it."""
        reset = WINDOW_SECONDS - int(now.timestamp()) % WINDOW_SECONDS
        return (
            ("x-rate-limit-time-window-ms", str(WINDOW_SECONDS * 1000)),
            ("x-rate-limit-time-reset-ms", str(reset * 1000)),
            ("x-rate-limit-requests-quota", str(self._quota)),
            ("x-rate-limit-requests-left", str(max(0, self._quota - self._used))),
        )

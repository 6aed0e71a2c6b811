"""The request quota of a store, counted on the store's clock."""

from __future__ import annotations

from datetime import datetime

from conformance.emulator.sources import Sequences

# Recorded: every quota is counted in windows of 30 seconds.
WINDOW_SECONDS = 30
# A quota from here on is none: nobody sends so many requests in a window.
UNLIMITED = 1_000_000
WINDOW, USED = "quota window", "quota used"


class Quota:
    """Requests left in the present window; `counters` are where they are counted."""

    def __init__(self, quota: int) -> None:
        self._quota = quota

    @property
    def limits(self) -> bool:
        """Whether it can be used up at all."""
        return self._quota < UNLIMITED

    def spend(self, counters: Sequences, now: datetime) -> bool:
        """Counts a request; says whether it was still within the quota."""
        window = int(now.timestamp()) // WINDOW_SECONDS
        used = counters.counted(USED) + 1 if counters.counted(WINDOW) == window else 1
        counters.note(WINDOW, window)
        return counters.note(USED, used) <= self._quota

    def reset(self, now: datetime) -> int:
        """Seconds until the window ends."""
        return WINDOW_SECONDS - int(now.timestamp()) % WINDOW_SECONDS

    def headers(self, counters: Sequences, now: datetime) -> tuple[tuple[str, str], ...]:
        """What the answer says about it."""
        reset = self.reset(now)
        return (
            ("x-rate-limit-time-window-ms", str(WINDOW_SECONDS * 1000)),
            ("x-rate-limit-time-reset-ms", str(reset * 1000)),
            ("x-rate-limit-requests-quota", str(self._quota)),
            ("x-rate-limit-requests-left", str(max(0, self._quota - counters.counted(USED)))),
        )

"""Errors that are meant for the person at the keyboard, never shown as a traceback."""

from __future__ import annotations


class UserMistake(Exception):
    """Something the user can mend: what is wrong, where, and how to put it right.

    Every command turns it into one short message and exit code 2.
    """

    def __init__(self, what: str, where: str = "", mend: str = "") -> None:
        self.what = what
        self.where = where
        self.mend = mend
        super().__init__(str(self))

    def __str__(self) -> str:
        lines = [self.what]
        if self.where:
            lines.append(f"  where: {self.where}")
        if self.mend:
            lines.append(f"  mend:  {self.mend}")
        return "\n".join(lines)


class Trouble(Exception):
    """The way to the store failed (429, 5xx burst, reset, time-out): neither a pass nor a failure.

    ``exchange_ids`` name the recorded attempts that show it.
    """

    def __init__(self, reason: str, exchange_ids: tuple[str, ...] = ()) -> None:
        self.reason = reason
        self.exchange_ids = exchange_ids
        super().__init__(reason)

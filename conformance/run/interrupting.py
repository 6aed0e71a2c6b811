"""Ctrl-C: remembered, because Python and libraries have places where the exception that says so gets lost."""

from __future__ import annotations

import signal
import threading
from types import FrameType
from typing import Any


class Interrupts:
    """Whether the user wants the run to end. Only a process whose Ctrl-C nobody else handles is watched."""

    def __init__(self) -> None:
        self.asked = False
        self._before: Any = None

    def watch(self) -> None:
        """From now on Ctrl-C is remembered, and raises KeyboardInterrupt as ever."""
        here = threading.current_thread() is threading.main_thread()
        if here and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            self._before = signal.signal(signal.SIGINT, self._note)

    def heed(self) -> None:
        """Raises KeyboardInterrupt when it was asked for and got lost on its way."""
        if self.asked:
            raise KeyboardInterrupt

    def unwatch(self) -> None:
        """Gives Ctrl-C back."""
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)
            self._before = None

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self.asked = True
        raise KeyboardInterrupt

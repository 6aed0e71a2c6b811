"""Where ids and the time come from: seeded and countable, so that two runs give the same answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Protocol
from uuid import UUID

from conformance.emulator.settings import Settings
from conformance.emulator.storage import Documents

# The first order of a real store is 100 or more; so are all numbers here.
FIRST_NUMBER = 99
# Seven thousand years ahead an emulated clock stands still: soon after, dates end.
FARTHEST = 7000 * 365 * 24 * 3600
# The sequences of the clock: seconds since its start, whether it stands, and the second at which it was stopped.
WAY, FROZEN, HELD = "clock", "clock frozen", "clock held"


def digest(seed: int, purpose: str, number: int) -> bytes:
    """32 bytes that depend on the seed, on what they are for, and on a counter."""
    return sha256(f"{seed}/{purpose}/{number}".encode()).digest()


class Ids:
    """Identifiers in the forms of the real store, from a counter that the storage keeps."""

    def __init__(self, seed: int, documents: Documents, space: str = "") -> None:
        self._seed = seed
        self._documents = documents
        self._purpose = f"id{space}"

    def uuid(self) -> str:
        """A UUID of version 4."""
        return str(UUID(bytes=self._bytes()[:16], version=4))

    def short_id(self) -> str:
        """13 hex digits, as billing addresses and consignments have."""
        return self._bytes().hex()[:13]

    def token(self) -> str:
        """64 hex digits."""
        return self._bytes().hex()

    def number(self, sequence: str) -> int:
        """The next number of a sequence, from 100."""
        return self._documents.count(sequence, start=FIRST_NUMBER)

    def _bytes(self) -> bytes:
        return digest(self._seed, self._purpose, self._documents.count("ids"))


class Sequences(Protocol):
    """Where sequences are kept."""

    def counted(self, name: str) -> int:
        """The last number that a sequence gave, 0 before the first."""

    def note(self, name: str, value: int) -> int:
        """Sets a sequence to a number."""


class Tally:
    """Sequences in memory: those of this process alone, or what a transaction last saw."""

    def __init__(self, numbers: Mapping[str, int] | None = None) -> None:
        self._numbers = dict(numbers or {})

    def counted(self, name: str) -> int:
        """The last number that a sequence gave, 0 before the first."""
        return self._numbers.get(name, 0)

    def note(self, name: str, value: int) -> int:
        """Sets a sequence to a number."""
        self._numbers[name] = value
        return value


class Clock:
    """The time of a store. Its way since the start, and where it was stopped, are sequences of the storage."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def frozen(self, documents: Sequences) -> bool:
        """Whether it stands still until it is told to move."""
        return documents.counted(FROZEN) > 0

    def freeze(self, documents: Sequences) -> None:
        """Stops it: no change and no machine moves it, only `advance` does."""
        if not self.frozen(documents):
            documents.note(HELD, int(self.start().timestamp()))
            documents.note(FROZEN, 1)

    def thaw(self, documents: Sequences) -> None:
        """Lets it go again; the machine's clock has gone on meanwhile."""
        documents.note(FROZEN, 0)

    def now(self, documents: Sequences) -> datetime:
        """The time in UTC, in whole seconds."""
        started = self.start()
        if self.frozen(documents):
            started = datetime.fromtimestamp(documents.counted(HELD), UTC)
        return started.replace(microsecond=0) + timedelta(seconds=min(documents.counted(WAY), FARTHEST))

    def tick(self, documents: Documents) -> None:
        """One change has happened: an emulated clock that is not frozen moves by a second."""
        if self._settings.clock == "emulated" and not self.frozen(documents):
            documents.count(WAY)

    def advance(self, documents: Documents, seconds: int) -> None:
        """Moves the clock forward."""
        documents.count(WAY, step=seconds)

    def start(self) -> datetime:
        """Where its way begins: the emulated start, or the machine's time."""
        return self._settings.start if self._settings.clock == "emulated" else datetime.now(UTC)

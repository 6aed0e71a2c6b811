"""Where ids and the time come from: seeded and countable, so that two runs give the same answers."""

from __future__ import annotations

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


def digest(seed: int, purpose: str, number: int) -> bytes:
    """32 bytes that depend on the seed, on what they are for, and on a counter."""
    return sha256(f"{seed}/{purpose}/{number}".encode()).digest()


class Ids:
    """Identifiers in the forms of the real store, from a counter that the storage keeps."""

    def __init__(self, seed: int, documents: Documents) -> None:
        self._seed = seed
        self._documents = documents

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
        return digest(self._seed, "id", self._documents.count("ids"))


class Counted(Protocol):
    """Where sequences are kept."""

    def counted(self, name: str) -> int:
        """The last number that a sequence gave, 0 before the first."""


class Clock:
    """The time of the store. Its way since the start is a counter that the storage keeps."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._held: datetime | None = None

    @property
    def frozen(self) -> bool:
        """Whether it stands still until it is told to move."""
        return self._held is not None

    def freeze(self) -> None:
        """Stops it: no change and no machine moves it, only `advance` does."""
        self._held = self._held or self.start()

    def thaw(self) -> None:
        """Lets it go again; the machine's clock has gone on meanwhile."""
        self._held = None

    def now(self, documents: Counted) -> datetime:
        """The time in UTC, in whole seconds."""
        started = self._held or self.start()
        return started.replace(microsecond=0) + timedelta(seconds=min(documents.counted("clock"), FARTHEST))

    def tick(self, documents: Documents) -> None:
        """One change has happened: an emulated clock that is not frozen moves by a second."""
        if self._settings.clock == "emulated" and not self.frozen:
            documents.count("clock")

    def advance(self, documents: Documents, seconds: int) -> None:
        """Moves the clock forward."""
        documents.count("clock", step=seconds)

    def start(self) -> datetime:
        """Where its way begins: the emulated start, or the machine's time."""
        return self._settings.start if self._settings.clock == "emulated" else datetime.now(UTC)

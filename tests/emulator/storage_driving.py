"""Stores kept in one file, and what several of them do at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from msgspec import Struct

from conformance.emulator.storage import Documents, Storage


class Note(Struct, frozen=True, kw_only=True):
    """Some document."""

    text: str
    code: str = ""


class Trouble(Exception):
    """What goes wrong in the middle of a transaction."""


def put(storage: Storage, *texts: str, kind: str = "note") -> None:
    """Keeps a document for each text, under it."""
    with storage.transaction() as documents:
        for text in texts:
            documents.put(kind, text, Note(text=text, code=text))


def texts(storage: Storage, kind: str = "note") -> list[str]:
    """The texts of all documents of a kind."""
    with storage.transaction(writes=False) as documents:
        return [one.text for one in documents.all(kind, Note)]


def counted(storage: Storage, name: str) -> int:
    """The last number of a sequence."""
    with storage.transaction(writes=False) as documents:
        return documents.counted(name)


def spoiled(storage: Storage, act: Callable[[Documents], object]) -> None:
    """A transaction in which something is done, and which then fails."""
    with storage.transaction() as documents:
        act(documents)
        raise Trouble


def one_more(storage: Storage) -> None:
    """Reads a document and writes it with one more letter."""
    with storage.transaction() as documents:
        held = documents.get("note", "shared", Note) or Note(text="")
        documents.put("note", "shared", Note(text=held.text + "x"))
        documents.count("adds")


def all_at_once(database: Path, writers: int, times: int) -> None:
    """So many connections of their own write to one document, each so many times."""

    def write(_writer: int) -> None:
        storage = Storage(str(database))
        for _ in range(times):
            one_more(storage)
        storage.close()

    with ThreadPoolExecutor(writers) as pool:
        list(pool.map(write, range(writers)))

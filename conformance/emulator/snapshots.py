"""Snapshots: a whole store at one moment, kept beside it."""

from __future__ import annotations

from msgspec import Struct

from conformance.emulator.commerce.refusals import NotFound
from conformance.emulator.desk import BESIDE
from conformance.emulator.messages import Json
from conformance.emulator.storage import Copy, Documents
from conformance.errors import UserMistake

SNAPSHOT, LABEL = "snapshot", "snapshot label"
# Each is as large as the store; more than these would rather be stores of their own.
MOST_SNAPSHOTS = 50


class Label(Struct, frozen=True, kw_only=True):
    """What a list says of a snapshot; `taken_at` by the store's clock."""

    name: str
    taken_at: str
    documents: int


class Snapshot(Struct, frozen=True, kw_only=True):
    """What a store held, with its clock and its sequences, and the seed of its ids."""

    held: Copy
    id_seed: int


def take(documents: Documents, name: str, taken_at: str, id_seed: int) -> str:
    """Keeps the store under this name, or under the next number; gives the name. Raises UserMistake beyond 50."""
    beside = documents.beside(BESIDE)
    known = {one.name for one in beside.all(LABEL, Label)}
    made = name or next(str(one) for one in range(1, MOST_SNAPSHOTS + 2) if str(one) not in known)
    if made not in known and len(known) >= MOST_SNAPSHOTS:
        raise UserMistake(f"there are {MOST_SNAPSHOTS} snapshots already", "snapshots", "forget one of them")
    held = documents.copy()
    beside.put(SNAPSHOT, made, Snapshot(held=held, id_seed=id_seed))
    beside.put(LABEL, made, Label(name=made, taken_at=taken_at, documents=len(held.documents)))
    return made


def bring_back(documents: Documents, name: str) -> Snapshot:
    """The store holds again what it held. Raises NotFound when no snapshot has this name."""
    snapshot = documents.beside(BESIDE).get(SNAPSHOT, name, Snapshot)
    if snapshot is None:
        raise NotFound("snapshot", name)
    documents.replace(snapshot.held)
    return snapshot


def drop(documents: Documents, name: str) -> None:
    """One snapshot less. Raises NotFound when none has this name."""
    beside = documents.beside(BESIDE)
    if not beside.delete(SNAPSHOT, name):
        raise NotFound("snapshot", name)
    beside.delete(LABEL, name)


def listed(documents: Documents) -> list[Json]:
    """The snapshots: name, when they were taken by the store's clock, how many documents they hold."""
    return [
        {"name": one.name, "taken_at": one.taken_at, "documents": one.documents}
        for one in documents.beside(BESIDE).all(LABEL, Label)
    ]

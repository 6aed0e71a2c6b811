"""Where the store keeps its documents: one SQLite table, one transaction per request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import msgspec
from sqlalchemy import (
    Column,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    delete,
    event,
    func,
    literal_column,
    select,
)
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.pool import StaticPool

T = TypeVar("T")

METADATA = MetaData()
DOCUMENTS = Table(
    "documents",
    METADATA,
    Column("kind", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("body", String, nullable=False),
)
COUNTERS = Table(
    "counters",
    METADATA,
    Column("name", String, primary_key=True),
    Column("value", Integer, nullable=False),
)


@dataclass(frozen=True)
class Copy:
    """Everything that a storage held at one moment."""

    documents: tuple[tuple[str, str, str], ...]
    counters: Mapping[str, int]


class Documents:
    """The documents as one transaction sees them."""

    def __init__(self, connection: Connection, counters: dict[str, int]) -> None:
        self._connection = connection
        self._counters = counters
        self._counted: set[str] = set()

    def get(self, kind: str, identifier: str, form: type[T]) -> T | None:
        """The document, or None."""
        query = select(DOCUMENTS.c.body).where(DOCUMENTS.c.kind == kind, DOCUMENTS.c.id == identifier)
        body = self._connection.execute(query).scalar_one_or_none()
        return None if body is None else msgspec.json.decode(body, type=form)

    def put(self, kind: str, identifier: str, document: msgspec.Struct) -> None:
        """Keeps the document, in place of an earlier one with this identifier."""
        body = msgspec.json.encode(document).decode()
        row = insert(DOCUMENTS).values(kind=kind, id=identifier, body=body)
        self._connection.execute(row.on_conflict_do_update(index_elements=["kind", "id"], set_={"body": body}))

    def delete(self, kind: str, identifier: str) -> bool:
        """Removes the document; says whether it was there."""
        query = delete(DOCUMENTS).where(DOCUMENTS.c.kind == kind, DOCUMENTS.c.id == identifier)
        return self._connection.execute(query).rowcount > 0

    def all(self, kind: str, form: type[T]) -> tuple[T, ...]:
        """Every document of a kind, in the order of their arrival."""
        query = select(DOCUMENTS.c.body).where(DOCUMENTS.c.kind == kind).order_by(literal_column("rowid"))
        return tuple(msgspec.json.decode(body, type=form) for body in self._connection.execute(query).scalars())

    def newest(self, kind: str, form: type[T], limit: int) -> tuple[T, ...]:
        """The documents of a kind that came last, the newest first."""
        query = select(DOCUMENTS.c.body).where(DOCUMENTS.c.kind == kind).order_by(literal_column("rowid").desc())
        rows = self._connection.execute(query.limit(limit)).scalars()
        return tuple(msgspec.json.decode(body, type=form) for body in rows)

    def amount(self, kind: str) -> int:
        """How many documents there are of a kind."""
        query = select(func.count()).select_from(DOCUMENTS).where(DOCUMENTS.c.kind == kind)
        return self._connection.execute(query).scalar_one()

    def count(self, name: str, start: int = 0, step: int = 1) -> int:
        """The next number of a sequence; the first one is `start + step`."""
        self._counters[name] = max(self._counters.get(name, start), start) + step
        self._counted.add(name)
        return self._counters[name]

    def counted(self, name: str) -> int:
        """The last number that a sequence gave, 0 before the first."""
        return self._counters.get(name, 0)

    def flush(self) -> None:
        """Writes the sequences that moved."""
        for name in self._counted:
            value = self._counters[name]
            row = insert(COUNTERS).values(name=name, value=value)
            self._connection.execute(row.on_conflict_do_update(index_elements=["name"], set_={"value": value}))


class Storage:
    """A database file in WAL mode, or a private one in memory (":memory:")."""

    def __init__(self, database: str = ":memory:") -> None:
        self._engine = _engine(database)
        METADATA.create_all(self._engine)
        with self._engine.begin() as connection:
            rows = connection.execute(select(COUNTERS.c.name, COUNTERS.c.value))
            self._counters: dict[str, int] = {row.name: row.value for row in rows}

    @contextmanager
    def transaction(self) -> Iterator[Documents]:
        """All or nothing: what happens inside is kept when the block ends well."""
        with self._engine.begin() as connection:
            documents = Documents(connection, self._counters)
            yield documents
            documents.flush()

    def counted(self, name: str) -> int:
        """The last number that a sequence gave, 0 before the first."""
        return self._counters.get(name, 0)

    def empty(self) -> None:
        """Forgets everything."""
        with self._engine.begin() as connection:
            connection.execute(delete(DOCUMENTS))
            connection.execute(delete(COUNTERS))
        self._counters.clear()

    def copy(self) -> Copy:
        """All that is stored, as plain rows in the order of their arrival."""
        with self._engine.begin() as connection:
            held = select(DOCUMENTS.c.kind, DOCUMENTS.c.id, DOCUMENTS.c.body).order_by(literal_column("rowid"))
            documents = tuple((row.kind, row.id, row.body) for row in connection.execute(held))
        return Copy(documents, dict(self._counters))

    def replace(self, copy: Copy) -> None:
        """Stores what the copy holds, in place of everything."""
        with self._engine.begin() as connection:
            connection.execute(delete(DOCUMENTS))
            connection.execute(delete(COUNTERS))
            rows = [{"kind": kind, "id": identifier, "body": body} for kind, identifier, body in copy.documents]
            counts = [{"name": name, "value": value} for name, value in copy.counters.items()]
            for table, held in ((DOCUMENTS, rows), (COUNTERS, counts)):
                if held:
                    connection.execute(table.insert(), held)
        self._counters.clear()
        self._counters.update(copy.counters)


def _engine(database: str) -> Engine:
    if database == ":memory:":
        return create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    engine = create_engine(f"sqlite:///{database}", connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def wal(connection: object, _record: object) -> None:
        connection.execute("PRAGMA journal_mode=WAL")  # type: ignore[attr-defined]
        connection.execute("PRAGMA synchronous=NORMAL")  # type: ignore[attr-defined]

    return engine

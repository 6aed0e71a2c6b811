"""Where stores keep their documents: a few SQLite tables, one transaction per request, many stores in one file."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

import msgspec
from sqlalchemy import (
    URL,
    Column,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    create_engine,
    delete,
    func,
    select,
)
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import StaticPool

from conformance.errors import UserMistake

T = TypeVar("T")

IN_MEMORY = ":memory:"
# Written into each file. A file with another number was made by another version of the emulator.
FORMAT = 2
# Longer than any queue of writers: a change takes a few milliseconds.
BUSY_SECONDS = 30
# How often a new file is asked again while another process makes it.
ATTEMPTS = 200
# What a document is looked for by, beside its id.
SOUGHT_BY: Mapping[str, str] = {
    "coupon": "code",
    "gift certificate": "code",
    "metafield": "cart_id",
    "order": "shopper",
    "product": "name",
}
# How often the store was exchanged or switched: whoever remembers something of it looks here whether it still holds.
REVISION = "revision"

METADATA = MetaData()
DOCUMENTS = Table(
    "documents",
    METADATA,
    Column("arrival", Integer, primary_key=True),
    Column("store", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("id", String, nullable=False),
    Column("sought", String),
    Column("body", String, nullable=False),
    UniqueConstraint("store", "kind", "id"),
)
Index("documents_by_arrival", DOCUMENTS.c.store, DOCUMENTS.c.kind, DOCUMENTS.c.arrival)
Index(
    "documents_sought",
    DOCUMENTS.c.store,
    DOCUMENTS.c.kind,
    DOCUMENTS.c.sought,
    sqlite_where=DOCUMENTS.c.sought.is_not(None),
)
COUNTERS = Table(
    "counters",
    METADATA,
    Column("store", String, primary_key=True),
    Column("name", String, primary_key=True),
    Column("value", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# Statements are built once; building one takes longer than running it.
_OF_STORE = DOCUMENTS.c.store == bindparam("store")
_OF_KIND = (_OF_STORE, DOCUMENTS.c.kind == bindparam("kind"))
_THE_ONE = (*_OF_KIND, DOCUMENTS.c.id == bindparam("id"))
_BODY = select(DOCUMENTS.c.body)
_GET = _BODY.where(*_THE_ONE)
_SOUGHT = _BODY.where(*_OF_KIND, DOCUMENTS.c.sought == bindparam("sought")).order_by(DOCUMENTS.c.arrival)
_ALL = _BODY.where(*_OF_KIND).order_by(DOCUMENTS.c.arrival)
_NEWEST = _BODY.where(*_OF_KIND).order_by(DOCUMENTS.c.arrival.desc()).limit(bindparam("limit"))
_AMOUNT = select(func.count()).select_from(DOCUMENTS).where(*_OF_KIND)
_INSERT = insert(DOCUMENTS)
_PUT = _INSERT.on_conflict_do_update(
    index_elements=["store", "kind", "id"],
    set_={"body": _INSERT.excluded.body, "sought": _INSERT.excluded.sought},
)
_DELETE = delete(DOCUMENTS).where(*_THE_ONE)
_DELETE_SOUGHT = delete(DOCUMENTS).where(*_OF_KIND, DOCUMENTS.c.sought == bindparam("sought"))
_EMPTY = delete(DOCUMENTS).where(_OF_STORE)
_HELD = (
    select(DOCUMENTS.c.kind, DOCUMENTS.c.id, DOCUMENTS.c.sought, DOCUMENTS.c.body)
    .where(_OF_STORE)
    .order_by(DOCUMENTS.c.arrival)
)
_COUNTERS = select(COUNTERS.c.name, COUNTERS.c.value).where(COUNTERS.c.store == bindparam("store"))
_COUNTER = select(COUNTERS.c.value).where(
    COUNTERS.c.store == bindparam("store"), COUNTERS.c.name == bindparam("name")
)
_NEW_COUNTER = insert(COUNTERS)
_COUNT = _NEW_COUNTER.on_conflict_do_update(
    index_elements=["store", "name"], set_={"value": _NEW_COUNTER.excluded.value}
)
_EMPTY_COUNTERS = delete(COUNTERS).where(COUNTERS.c.store == bindparam("store"))


class Copy(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a store held at one moment; `documents` are kind, id, what it is sought by, body."""

    documents: tuple[tuple[str, str, str | None, str], ...]
    counters: dict[str, int]


class MustWrite(Exception):
    """A request that was taken for a reading wants to change something. Nothing has happened yet."""


class Documents:
    """The documents and sequences of one store, as one transaction sees them."""

    def __init__(self, connection: Connection, store: str, *, writable: bool) -> None:
        self._connection = connection
        self._store = store
        self._writable = writable
        self._counters: dict[str, int] | None = None
        self._moved: dict[str, int] = {}
        self._read: dict[tuple[str, str], Any] = {}
        self._beside: dict[str, Documents] = {}

    def beside(self, name: str) -> Documents:
        """What is kept beside the store's own documents, in the same transaction; `empty` and `copy` leave it out."""
        if name not in self._beside:
            # No hash of a store has a slash in it.
            made = Documents(self._connection, f"{self._store}/{name}", writable=self._writable)
            self._beside[name] = made
        return self._beside[name]

    def get(self, kind: str, identifier: str, form: type[T]) -> T | None:
        """The document, or None."""
        key = (kind, identifier)
        if key not in self._read:
            found = self._connection.execute(_GET, self._place(kind) | {"id": identifier}).scalar()
            self._read[key] = None if found is None else msgspec.json.decode(found, type=form)
        held: T | None = self._read[key]
        return held

    def put(self, kind: str, identifier: str, document: msgspec.Struct) -> None:
        """Keeps the document, in place of an earlier one with this identifier."""
        self._change()
        self._read.pop((kind, identifier), None)
        sought = getattr(document, SOUGHT_BY[kind]) if kind in SOUGHT_BY else None
        row = {"id": identifier, "sought": sought, "body": msgspec.json.encode(document).decode()}
        self._connection.execute(_PUT, self._place(kind) | row)

    def delete(self, kind: str, identifier: str) -> bool:
        """Removes the document; says whether it was there."""
        self._change()
        self._read.pop((kind, identifier), None)
        return self._connection.execute(_DELETE, self._place(kind) | {"id": identifier}).rowcount > 0

    def sought(self, kind: str, value: str, form: type[T]) -> tuple[T, ...]:
        """The documents of a kind with this value of what they are sought by (`SOUGHT_BY`), the oldest first."""
        return self._decoded(form, _SOUGHT, self._place(kind) | {"sought": value})

    def delete_sought(self, kind: str, value: str) -> None:
        """Removes the documents of a kind with this value of what they are sought by."""
        self._change()
        self._read = {key: held for key, held in self._read.items() if key[0] != kind}
        self._connection.execute(_DELETE_SOUGHT, self._place(kind) | {"sought": value})

    def all(self, kind: str, form: type[T]) -> tuple[T, ...]:
        """Every document of a kind, in the order of their arrival."""
        return self._decoded(form, _ALL, self._place(kind))

    def newest(self, kind: str, form: type[T], limit: int) -> tuple[T, ...]:
        """The documents of a kind that came last, the newest first."""
        return self._decoded(form, _NEWEST, self._place(kind) | {"limit": limit})

    def amount(self, kind: str) -> int:
        """How many documents there are of a kind."""
        return self._connection.execute(_AMOUNT, self._place(kind)).scalar_one()

    def count(self, name: str, start: int = 0, step: int = 1) -> int:
        """The next number of a sequence; the first one is `start + step`. A transaction that fails gives it back."""
        return self.note(name, max(self._held().get(name, start), start) + step)

    def note(self, name: str, value: int) -> int:
        """Sets a sequence to a number."""
        self._change()
        self._held()[name] = self._moved[name] = value
        return value

    def counted(self, name: str) -> int:
        """The last number that a sequence gave, 0 before the first."""
        return self._held().get(name, 0)

    def numbers(self) -> Mapping[str, int]:
        """The last numbers of all sequences."""
        return dict(self._held())

    def empty(self) -> None:
        """Forgets everything but how often it was exchanged."""
        self._exchange({})

    def copy(self) -> Copy:
        """All that is stored, as plain rows in the order of their arrival."""
        rows = self._connection.execute(_HELD, {"store": self._store})
        return Copy(
            documents=tuple((row.kind, row.id, row.sought, row.body) for row in rows),
            counters={name: value for name, value in self._held().items() if name != REVISION},
        )

    def replace(self, copy: Copy) -> None:
        """Stores what the copy holds, in place of everything."""
        self._exchange(copy.counters)
        rows = [
            {"store": self._store, "kind": kind, "id": identifier, "sought": sought, "body": body}
            for kind, identifier, sought, body in copy.documents
        ]
        if rows:
            self._connection.execute(_INSERT, rows)

    def flush(self) -> None:
        """Writes the sequences that moved."""
        moved = [{"store": self._store, "name": name, "value": value} for name, value in self._moved.items()]
        if moved:
            self._connection.execute(_COUNT, moved)
        self._moved.clear()
        for one in self._beside.values():
            one.flush()

    def _exchange(self, counters: Mapping[str, int]) -> None:
        self._change()
        following = self.counted(REVISION) + 1
        self._connection.execute(_EMPTY, {"store": self._store})
        self._connection.execute(_EMPTY_COUNTERS, {"store": self._store})
        self._read.clear()
        self._moved = {**counters, REVISION: following}
        self._counters = dict(self._moved)

    def _change(self) -> None:
        if not self._writable:
            raise MustWrite

    def _held(self) -> dict[str, int]:
        if self._counters is None:
            rows = self._connection.execute(_COUNTERS, {"store": self._store})
            self._counters = {name: value for name, value in rows}  # noqa: C416 - dict() would take it for a mapping
        return self._counters

    def _place(self, kind: str) -> dict[str, Any]:
        return {"store": self._store, "kind": kind}

    def _decoded(self, form: type[T], statement: Any, values: Mapping[str, Any]) -> tuple[T, ...]:
        rows: Iterable[str] = self._connection.execute(statement, values).scalars()
        return tuple(msgspec.json.decode(body, type=form) for body in rows)


class Storage:
    """One store in a database file in WAL mode, or in a private one in memory (":memory:").

    It has one connection, which one thread at a time uses. Several processes may have the same file open, and several
    stores may live in it. Raises UserMistake for a file that is no database, or one of another version.
    """

    def __init__(self, database: str = IN_MEMORY, store: str = "emulator") -> None:
        self.shared = database != IN_MEMORY
        self._store = store
        self._lock = threading.Lock()
        self._changes = 0
        self._connection = _connected(database)
        _make_tables(self._connection, database)
        self._driver: Any = self._connection.connection.driver_connection

    @contextmanager
    def transaction(self, *, writes: bool = True) -> Iterator[Documents]:
        """All or nothing: what happens inside is kept when the block ends well, and kept before it has ended.

        With `writes` no other transaction that writes begins before this one has ended, in whatever process. Without,
        it sees the store as it is at the first look, whatever others write meanwhile, and MustWrite is raised for
        every change. Transactions of one Storage can't be nested.
        """
        with self._lock:
            documents = Documents(self._connection, self._store, writable=writes)
            try:
                self._connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
                yield documents
                documents.flush()
                self._connection.exec_driver_sql("COMMIT")
                self._changes += writes
            except BaseException:
                # Whatever keeps it from being taken back must not hide why: an interrupt closes the connection, too.
                with suppress(Exception):
                    self._roll_back()
                raise

    def changes(self) -> tuple[int, int]:
        """Two numbers of which one is another after each change, in this process or in another."""
        with self._lock:
            by_others: int = self._driver.execute("PRAGMA data_version").fetchone()[0]
        return by_others, self._changes

    def revision(self) -> int:
        """How often the store was exchanged or switched by now."""
        with self._lock:
            found: int | None = self._connection.execute(_COUNTER, {"store": self._store, "name": REVISION}).scalar()
        return found or 0

    def close(self) -> None:
        """Gives the file back."""
        with self._lock:
            self._connection.close()
            self._connection.engine.dispose()

    def _roll_back(self) -> None:
        # SQLite itself has done it after some errors, such as a full disk.
        if self._driver.in_transaction:
            self._connection.exec_driver_sql("ROLLBACK")


def _connected(database: str) -> Connection:
    # Transactions are begun and ended by hand: the driver would begin one only before the first change, too late to
    # keep another process from changing what was read.
    engine = create_engine(
        URL.create("sqlite", database=None if database == IN_MEMORY else database),
        poolclass=StaticPool,
        isolation_level="AUTOCOMMIT",
        connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS},
    )
    try:
        return engine.connect()
    except OperationalError as error:
        raise UserMistake(
            f"the database can't be opened: {error.orig}", database, "name a file that can be"
        ) from None


def _make_tables(connection: Connection, database: str) -> None:
    try:
        for _ in range(ATTEMPTS):
            # Two processes that make one file at the same moment: one of them is turned away without being queued.
            try:
                connection.exec_driver_sql("PRAGMA journal_mode=WAL")
                break
            except OperationalError:
                time.sleep(BUSY_SECONDS / ATTEMPTS)
        # With WAL this keeps every acknowledged change when the process dies at any moment. A machine that loses its
        # power may lose the last ones (never the file's consistency): an emulator need not wait for the disk.
        connection.exec_driver_sql("PRAGMA synchronous=NORMAL")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        written = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        tables = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
        if tables and written != FORMAT:
            raise UserMistake(
                "the database was not made by this version", database, "delete it, or name another file"
            )
        METADATA.create_all(connection)
        connection.exec_driver_sql(f"PRAGMA user_version={FORMAT}")
        connection.exec_driver_sql("COMMIT")
    except DatabaseError as error:
        raise UserMistake(f"the file is no database: {error.orig}", database, "name another file") from None

"""The storage: transactions that are whole or nothing, whoever else has the file open, and stores that stay apart."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.dialects import sqlite
from storage_driving import Note, Trouble, all_at_once, counted, put, spoiled, texts

from conformance.emulator import storage as module
from conformance.emulator.storage import FORMAT, MustWrite, Storage
from conformance.errors import UserMistake


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "store.sqlite"


@pytest.fixture(params=["memory", "file"])
def storage(request: pytest.FixtureRequest, file: Path) -> Storage:
    return Storage(":memory:" if request.param == "memory" else str(file))


def test_what_a_transaction_kept_is_there_for_the_next(storage: Storage) -> None:
    put(storage, "a", "b")
    assert texts(storage) == ["a", "b"]


def test_a_transaction_that_fails_leaves_nothing(storage: Storage) -> None:
    put(storage, "a")
    with suppress(Trouble):
        spoiled(storage, lambda documents: documents.put("note", "b", Note(text="b")))
    assert texts(storage) == ["a"]


def test_a_transaction_that_fails_gives_its_numbers_back(storage: Storage) -> None:
    with suppress(Trouble):
        spoiled(storage, lambda documents: documents.count("order"))
    assert counted(storage, "order") == 0


def test_a_transaction_goes_on_after_one_that_failed(storage: Storage) -> None:
    with suppress(Trouble):
        spoiled(storage, lambda documents: documents.count("order"))
    put(storage, "a")
    assert texts(storage) == ["a"]


def test_a_document_that_was_read_is_read_again_after_a_change(storage: Storage) -> None:
    put(storage, "a")
    with storage.transaction() as documents:
        documents.get("note", "a", Note)
        documents.put("note", "a", Note(text="changed"))
        assert documents.get("note", "a", Note) == Note(text="changed")


@pytest.mark.parametrize(
    "change",
    [
        lambda documents: documents.put("note", "b", Note(text="b")),
        lambda documents: documents.delete("note", "a"),
        lambda documents: documents.delete_sought("coupon", "a"),
        lambda documents: documents.count("order"),
        lambda documents: documents.empty(),
        lambda documents: documents.beside("desk").put("note", "b", Note(text="b")),
    ],
    ids=["put", "delete", "delete sought", "count", "empty", "beside"],
)
def test_a_reading_changes_nothing(storage: Storage, change: Any) -> None:
    put(storage, "a")
    with pytest.raises(MustWrite), storage.transaction(writes=False) as documents:
        change(documents)
    assert texts(storage) == ["a"]


def test_a_reading_sees_one_state_whatever_others_write_meanwhile(file: Path) -> None:
    reader, writer = Storage(str(file)), Storage(str(file))
    put(writer, "a")
    with reader.transaction(writes=False) as documents:
        before = documents.amount("note")
        put(writer, "b")
        assert (before, documents.amount("note")) == (1, 1)
    assert texts(reader) == ["a", "b"]


def test_parallel_writers_of_one_document_lose_no_update(file: Path) -> None:
    all_at_once(file, writers=8, times=10)
    assert (texts(Storage(str(file))), counted(Storage(str(file)), "adds")) == (["x" * 80], 80)


def test_stores_in_one_file_know_nothing_of_each_other(file: Path) -> None:
    first, second = Storage(str(file), "first"), Storage(str(file), "second")
    put(first, "a")
    put(second, "b")
    with first.transaction() as documents:
        documents.count("order")
        documents.delete("note", "b")
    assert (texts(first), texts(second), counted(second, "order")) == (["a"], ["b"], 0)


def test_a_store_that_is_emptied_leaves_its_neighbour_alone(file: Path) -> None:
    first, second = Storage(str(file), "first"), Storage(str(file), "second")
    put(first, "a")
    put(second, "b")
    with first.transaction() as documents:
        documents.empty()
    assert (texts(first), texts(second)) == ([], ["b"])


def test_documents_are_found_by_their_code(storage: Storage) -> None:
    put(storage, "a", "b", kind="coupon")
    with storage.transaction(writes=False) as documents:
        assert documents.sought("coupon", "b", Note) == (Note(text="b", code="b"),)
        assert documents.sought("coupon", "B", Note) == ()


def test_a_document_whose_code_changed_is_found_by_the_new_one_alone(storage: Storage) -> None:
    put(storage, "a", kind="coupon")
    with storage.transaction() as documents:
        documents.put("coupon", "a", Note(text="a", code="new"))
        assert documents.sought("coupon", "a", Note) == ()
        assert len(documents.sought("coupon", "new", Note)) == 1


def test_documents_can_be_removed_by_what_they_are_sought_by(storage: Storage) -> None:
    put(storage, "a", "b", kind="coupon")
    with storage.transaction() as documents:
        documents.get("coupon", "a", Note)
        documents.delete_sought("coupon", "a")
        assert documents.get("coupon", "a", Note) is None
    assert texts(storage, "coupon") == ["b"]


def test_a_copy_brings_back_documents_in_their_order_and_sequences(storage: Storage) -> None:
    put(storage, "b", "a", kind="coupon")
    with storage.transaction() as documents:
        documents.count("order")
        copy = documents.copy()
        documents.empty()
        documents.replace(copy)
    assert (texts(storage, "coupon"), counted(storage, "order")) == (["b", "a"], 1)


def test_what_lies_beside_a_store_is_neither_copied_nor_emptied(storage: Storage) -> None:
    put(storage, "a")
    with storage.transaction() as documents:
        documents.beside("desk").put("note", "kept", Note(text="kept"))
        copy = documents.copy()
        documents.empty()
    with storage.transaction(writes=False) as documents:
        assert documents.beside("desk").get("note", "kept", Note) == Note(text="kept")
    assert [one[1] for one in copy.documents] == ["a"]


def test_each_exchange_of_a_store_moves_its_revision(storage: Storage) -> None:
    before = storage.revision()
    with storage.transaction() as documents:
        documents.replace(documents.copy())
    assert storage.revision() == before + 1


@pytest.mark.parametrize("name", ["_GET", "_SOUGHT", "_ALL", "_NEWEST", "_AMOUNT", "_DELETE", "_DELETE_SOUGHT"])
def test_no_statement_looks_at_all_rows(file: Path, name: str) -> None:
    Storage(str(file)).close()
    statement = getattr(module, name).compile(dialect=sqlite.dialect())
    values = dict.fromkeys(statement.params, "1") | {"limit": 1}
    with closing(sqlite3.connect(file)) as connection:
        asked = tuple(values[each] for each in statement.positiontup)
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", asked)]
    assert plan
    assert [step for step in plan if not step.startswith("SEARCH") or "kind=?" not in step] == []


def test_a_file_that_is_no_database_is_a_mistake_to_mend(file: Path) -> None:
    file.write_text("a shopping list, and quite certainly nothing else than that\n" * 20, encoding="utf-8")
    with pytest.raises(UserMistake, match="is no database"):
        Storage(str(file))


def test_a_file_of_another_version_is_a_mistake_to_mend(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE documents (kind, id, body)")
    with pytest.raises(UserMistake, match="not made by this version"):
        Storage(str(file))


def test_a_folder_that_is_missing_is_a_mistake_to_mend(tmp_path: Path) -> None:
    with pytest.raises(UserMistake, match="can't be opened"):
        Storage(str(tmp_path / "gone" / "store.sqlite"))


def test_a_file_says_its_format_and_is_in_wal_mode(file: Path) -> None:
    Storage(str(file)).close()
    with closing(sqlite3.connect(file)) as connection:
        told = [connection.execute(f"PRAGMA {each}").fetchone()[0] for each in ("user_version", "journal_mode")]
    assert told == [FORMAT, "wal"]


def test_an_interrupt_in_the_middle_of_a_transaction_stays_an_interrupt(monkeypatch: pytest.MonkeyPatch) -> None:
    storage = Storage()
    monkeypatch.setattr(storage, "_roll_back", _fails)

    with pytest.raises(KeyboardInterrupt):
        _interrupt(storage)


def _fails() -> None:
    raise RuntimeError("the connection is gone")


def _interrupt(storage: Storage) -> None:
    with storage.transaction():
        raise KeyboardInterrupt

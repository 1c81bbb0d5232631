"""Opening: what is no book is told in a sentence and left as it is, byte for byte."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from incidentbook.book import Store, schema
from incidentbook.book.opening import shown
from incidentbook.errors import BookError, NewerBookError, NotABookError
from incidentbook.model import Extraction, Report


def other_database(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE book (marker TEXT, format INTEGER)")
        connection.execute("INSERT INTO book VALUES ('cookery', 1)")
    connection.close()


def newer(path: Path) -> None:
    Store.open(path, create=True).close()
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version={schema.FORMAT + 1}")
        connection.execute(f"UPDATE book SET format={schema.FORMAT + 1}")
    connection.close()


def newer_by_its_table(path: Path) -> None:
    newer(path)
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version={schema.FORMAT}")
    connection.close()


@pytest.mark.parametrize("create", [True, False])
@pytest.mark.parametrize(
    ("make", "error", "says"),
    [
        (lambda path: path.write_bytes(b"Dear diary, today"), NotABookError, "is no incident book"),
        (lambda path: path.write_bytes(b"SQLite format 3\x00"), NotABookError, "is no incident book"),
        (other_database, NotABookError, "is no incident book"),
        (newer, NewerBookError, "update incidentbook"),
        (newer_by_its_table, NewerBookError, "update incidentbook"),
        (Path.mkdir, NotABookError, "is a folder"),
    ],
    ids=["text", "cut short", "another database", "newer", "newer table", "folder"],
)
def test_what_is_no_book_of_ours_is_left_as_it_is(
    tmp_path: Path, make: Callable[[Path], object], error: type[BookError], says: str, create: bool
) -> None:
    path = tmp_path / "thing"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(error, match=says) as told:
        Store.open(path, create=create)
    assert str(path) in str(told.value)
    assert "\n" not in str(told.value)
    assert (path.read_bytes() if path.is_file() else None) == before
    assert [p.name for p in tmp_path.iterdir()] == ["thing"]


def test_where_there_is_nothing_a_book_is_made_only_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    with pytest.raises(BookError, match="there is no book at"):
        Store.open(path, create=False)
    assert not path.exists()
    Store.open(path, create=True).close()
    Store.open(path, create=False).close()


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(BookError, match=r"the folder .*nowhere is not there"):
        Store.open(tmp_path / "nowhere" / "book.db", create=True)


def test_a_place_that_is_none_is_told() -> None:
    with pytest.raises(BookError, match="no database URL"):
        Store.open("::://", create=True)
    with pytest.raises(BookError, match="kept in a file"):
        Store.open("sqlite://", create=True)
    with pytest.raises(BookError, match="cannot be used"):
        Store.open("abacus://somewhere", create=True)
    with pytest.raises(BookError, match="needs the package"):
        Store.open("oracle+cx_oracle://somewhere/book", create=True)


@pytest.mark.parametrize(
    ("location", "said"),
    [
        ("mysql://ann:secret@h/b", "needs the package MySQLdb"),
        ("mysql+nosuchdriver://ann:secret@h/b", "cannot be used: Can't load plugin"),
        ("abacus://ann:secret@h/b?password=secret", "cannot be used: Can't load plugin"),
        ("mysql://ann:sec@ret/secret@h/b", "needs the package"),
        ("mysql://ann:secret@h:port/b", "is no path and no database URL"),
        ("1://ann:secret@h/b", "cannot be used"),
    ],
)
def test_a_database_that_cannot_be_reached_is_a_sentence_without_the_password(
    location: str, said: str
) -> None:
    with pytest.raises(BookError) as told:
        Store.open(location, create=True)
    assert said in str(told.value)
    assert "secret" not in str(told.value)
    assert "\n" not in str(told.value)


def test_a_password_is_not_told(tmp_path: Path) -> None:
    assert shown("postgresql+psycopg://reader:secret@db.example.org/book") == (
        "postgresql+psycopg://reader:***@db.example.org/book"
    )
    assert shown("postgresql://h/b?user=ann&password=secret") == "postgresql://h/b?password=***&user=ann"
    assert shown(tmp_path / "a b.db") == str(tmp_path / "a b.db")


def test_a_path_a_string_and_a_url_are_the_same_book(
    tmp_path: Path, extraction: Callable[..., Extraction], report: Callable[..., Report]
) -> None:
    path = tmp_path / "böök.db"
    with Store.open(f"sqlite:///{path}", create=True) as store:
        store.add(extraction("d1", report("r1")))
    for location in (path, str(path)):
        with Store.open(location, create=False) as store:
            assert store.document_ids() == ["d1"]


@pytest.mark.parametrize("left", ["empty", "marked"])
def test_what_a_kill_at_the_first_moment_leaves_is_finished(tmp_path: Path, left: str) -> None:
    path = tmp_path / "book.db"
    path.touch()
    if left == "marked":
        with sqlite3.connect(path) as connection:
            connection.execute(f"PRAGMA application_id={schema.APPLICATION_ID}")
        connection.close()
    with Store.open(path, create=True) as store:
        assert store.counts().documents == 0


@pytest.mark.parametrize("size", [100, 4096, 20_000])
def test_a_damaged_book_is_told_and_not_made_anew(
    tmp_path: Path, extraction: Callable[..., Extraction], report: Callable[..., Report], size: int
) -> None:
    path = tmp_path / "book.db"
    with Store.open(path, create=True) as store:
        store.add(extraction("d1", report("r1")))
    damaged = path.read_bytes()[:size]
    path.write_bytes(damaged)
    with pytest.raises(BookError, match="cannot be"), Store.open(path, create=True) as store:
        store.extraction("d1")
    assert path.read_bytes() == damaged


def test_the_file_is_one_of_ours_and_keeps_a_log(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    Store.open(path, create=True).close()
    connection = sqlite3.connect(path)
    read = {
        name: connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("application_id", "journal_mode")
    }
    connection.close()
    assert read == {"application_id": schema.APPLICATION_ID, "journal_mode": "wal"}


def test_the_steps_of_the_history_end_in_the_tables_of_the_schema(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    Store.open(path, create=True).close()
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []
        steps = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    engine.dispose()
    assert int(steps) == schema.FORMAT


def test_two_stores_write_one_book(
    tmp_path: Path, extraction: Callable[..., Extraction], report: Callable[..., Report]
) -> None:
    path = tmp_path / "book.db"
    with Store.open(path, create=True) as one, Store.open(path, create=True) as other:
        assert one.add(extraction("d1", report("r1"))) == "added"
        assert other.add(extraction("d1", report("r1"))) == "known"
        assert other.add(extraction("d2", report("r1"))) == "added"
        assert one.document_ids() == ["d1", "d2"]

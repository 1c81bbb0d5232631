"""Opening a book: is it one, may we write it, does it need a step of its history?"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, select, update
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from incidentbook.book import schema
from incidentbook.errors import BookError, NewerBookError, NotABookError

_SQLITE_MAGIC = b"SQLite format 3\x00"
_USER_VERSION_AT, _APPLICATION_ID_AT, _HEADER_BYTES = 60, 68, 100
_LOCK_WAIT_SECONDS = 60


def open_engine(location: str | Path, *, create: bool) -> Engine:
    """An engine on the book at `location`, a path or a SQLAlchemy URL, brought to this program's format.

    Args:
        create: make a book where there is nothing yet.

    Raises:
        BookError: there is nothing and `create` is false, or the place cannot be written.
        NotABookError: something else is there; it is left as it is.
        NewerBookError: a newer program wrote it; it is left as it is.
    """
    url = _url(location)
    path = _sqlite_path(url)
    fresh = path is not None and _is_fresh(path, create=create)
    if path is not None and not fresh:
        _check_header(path)
    engine = _engine(url)
    try:
        with told(f"the book {shown(location)} cannot be opened"):
            _prepare(engine, shown(location), create=create, ours=path is not None)
    except BookError:
        engine.dispose()
        raise
    return engine


def shown(location: str | Path) -> str:
    """The location as messages name it: a password is starred out.

    Raises:
        BookError: it is neither a path nor a database URL.
    """
    url = _url(location)
    return str(location) if _is_sqlite(url) else without_password(url.render_as_string(hide_password=True))


def home(location: str | Path) -> Path:
    """The file of a book; of one in a server, a path with the database's name in this folder. What belongs to
    the book and is not in it lies beside it.

    Raises:
        BookError: it is neither a path nor a database URL.
    """
    url = _url(location)
    return _sqlite_path(url) or Path(url.database or "incidentbook")


def without_password(words: str) -> str:
    """The same words, with `***` for the password of any URL among them."""
    starred = re.sub(r"(://[^\s:/@]*):\S*@", r"\1:***@", words)
    return re.sub(r"([?&]password=)[^&\s]*", r"\1***", starred, flags=re.IGNORECASE)


@contextmanager
def told(what: str) -> Iterator[None]:
    """Turns what the database complains of into a `BookError` that begins with `what`."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        reason = getattr(error, "orig", None) or error
        said = str(reason).strip() or type(reason).__name__
        raise BookError(without_password(f"{what}: {said.splitlines()[0]}")) from error


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that writes: all of it is kept or, after any error or a kill, nothing."""
    with engine.execution_options(incidentbook_writes=True).begin() as connection:
        yield connection


def _url(location: str | Path) -> URL:
    if isinstance(location, Path) or "://" not in location:
        return URL.create("sqlite", database=str(location))
    try:
        return make_url(location)
    except (ArgumentError, ValueError) as error:
        said = "is no path and no database URL; write one as postgresql://user@host/book"
        raise BookError(f"{without_password(location)} {said}") from error


def _engine(url: URL) -> Engine:
    sqlite = _is_sqlite(url)
    with told(f"{without_password(url.render_as_string())} cannot be used"):
        try:
            engine = create_engine(url, connect_args={"timeout": _LOCK_WAIT_SECONDS} if sqlite else {})
        except ModuleNotFoundError as error:
            raise BookError(_missing(url.get_backend_name(), error.name)) from error
    if sqlite:
        _listen(engine)
    return engine


def _missing(backend: str, package: str | None) -> str:
    way = "pip install 'incidentbook[postgresql]'" if backend == "postgresql" else "install it"
    return f"a book in {backend} needs the package {package}, which is not there: {way}"


def _is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _sqlite_path(url: URL) -> Path | None:
    if not _is_sqlite(url):
        return None
    if not url.database or url.database == ":memory:":
        raise BookError("a book is kept in a file: name one")
    return Path(url.database)


def _is_fresh(path: Path, *, create: bool) -> bool:
    """Whether there is nothing at `path` yet; an empty file is what a kill at the first moment leaves."""
    if path.is_dir():
        raise NotABookError(f"{path} is a folder: a book is a file")
    if path.exists() and path.stat().st_size:
        return False
    if not create:
        raise BookError(f"there is no book at {path}: `incidentbook add` makes one")
    if not path.parent.is_dir():
        raise BookError(f"the folder {path.parent} is not there: make it first")
    return True


def _check_header(path: Path) -> None:
    """Reads the first bytes and no more, so that a file that is not ours stays as it is.

    The fields of the header: https://sqlite.org/fileformat2.html#the_database_header.
    """
    try:
        with path.open("rb") as handle:
            header = handle.read(_HEADER_BYTES)
    except OSError as error:
        raise BookError(f"the book {path} cannot be read: {error.strerror}") from error
    if not header.startswith(_SQLITE_MAGIC) or _number(header, _APPLICATION_ID_AT) != schema.APPLICATION_ID:
        raise NotABookError(f"{path} is no incident book: it was left as it is")
    _check_format(str(path), _number(header, _USER_VERSION_AT))


def _number(header: bytes, at: int) -> int:
    return int.from_bytes(header[at : at + 4], "big")


def _check_format(location: str, found: int) -> None:
    if found > schema.FORMAT:
        raise NewerBookError(
            f"{location} is of format {found}, this program knows up to {schema.FORMAT}: update incidentbook"
        )


def _listen(engine: Engine) -> None:
    """Settings of each SQLite connection; transactions are begun by us, as the driver begins them too late.

    `synchronous=FULL` because a document that was told to be added must survive a power cut too.
    """

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA synchronous=FULL")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        writes = connection.get_execution_options().get("incidentbook_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _prepare(engine: Engine, location: str, *, create: bool, ours: bool) -> None:
    """Checks the book's own account of itself; makes or updates the tables where that is needed."""
    with engine.connect() as connection:
        tables = set(inspect(connection).get_table_names())
        found = _found_format(connection, location) if schema.book.name in tables else None
    if found == schema.FORMAT:
        return
    if found is None and tables and not ours:
        raise NotABookError(f"{location} holds other tables and no incident book: it was left as it is")
    if found is None and not create:
        raise BookError(f"there is no book at {location}: `incidentbook add` makes one")
    if ours:
        _mark(engine)
    _migrate(engine)


def _found_format(connection: Connection, location: str) -> int:
    columns = {column["name"] for column in inspect(connection).get_columns(schema.book.name)}
    row = None
    if {"marker", "format"} <= columns:
        row = connection.execute(select(schema.book.c.marker, schema.book.c.format)).first()
    if row is None or row.marker != schema.MARKER:
        raise NotABookError(f"{location} is no incident book: it was left as it is")
    _check_format(location, row.format)
    return int(row.format)


def _mark(engine: Engine) -> None:
    """Our number goes into the header before the write-ahead log begins, so that the header alone tells
    it.
    """
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA application_id={schema.APPLICATION_ID}")
        cursor.execute(f"PRAGMA user_version={schema.FORMAT}")
        cursor.execute("PRAGMA journal_mode=WAL")
    finally:
        connection.close()


def _migrate(engine: Engine) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "incidentbook.book:migrations")
    config.set_main_option("path_separator", "os")
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.execute(update(schema.book).values(format=schema.FORMAT))

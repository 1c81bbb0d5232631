"""A catalogue's file: SQLite with a row an incident, and for each term the incidents that it leads to.

It holds nothing that the book does not, and may be deleted at any time.
"""

from __future__ import annotations

import json
import os
import queue
import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from incidentbook.book.catalogue.columns import Rows
from incidentbook.errors import BookError

FORMAT = "2"
_AT_ONCE = 500
_SCHEMA = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE entries (
  n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, fingerprint TEXT NOT NULL,
  earliest INTEGER, latest INTEGER, lat REAL, lon REAL, precision INTEGER, country TEXT, kind TEXT,
  status TEXT NOT NULL, grade TEXT, since INTEGER NOT NULL, updated INTEGER NOT NULL,
  incident TEXT NOT NULL, terms TEXT NOT NULL
);
CREATE TABLE postings (term TEXT PRIMARY KEY, count INTEGER NOT NULL, rows BLOB NOT NULL);
"""
_INSERT = """INSERT INTO entries
  (id, fingerprint, earliest, latest, lat, lon, precision, country, kind, status, grade, since, updated, incident,
   terms)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_UPDATE = """UPDATE entries SET
  fingerprint = ?, earliest = ?, latest = ?, lat = ?, lon = ?, precision = ?, country = ?, kind = ?, status = ?, grade = ?,
  since = ?, updated = ?, incident = ?, terms = ? WHERE id = ?"""


@dataclass(frozen=True, slots=True)
class Entry:
    """An incident as the file has it: `earliest` and `latest` are ordinals of days, `since` and `updated` seconds of
    the epoch, `incident` is its line of `export`.
    """

    id: str
    fingerprint: str
    earliest: int | None
    latest: int | None
    lat: float | None
    lon: float | None
    precision: int | None
    country: str | None
    kind: str | None
    status: str
    grade: str | None
    since: int
    updated: int
    incident: str
    terms: Sequence[str]


@dataclass(frozen=True, slots=True)
class Kept:
    """What is read back of an entry."""

    id: str
    incident: str
    since: int
    updated: int


class CatalogueFile:
    """The file, open for several threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._free: queue.LifoQueue[sqlite3.Connection] = queue.LifoQueue()
        self.is_broken = False
        with self.reading() as connection:
            connection.execute("SELECT count(*) FROM about").fetchone()

    @classmethod
    def open(cls, path: Path, about: Mapping[str, str]) -> CatalogueFile:
        """The file at `path`; one that says something else of itself than `about`, or is damaged, is made anew."""
        try:
            found = cls(path)
            if all(found.about(key) == value for key, value in about.items()):
                return found
            found.close()
        except BookError:
            pass
        _fresh(path, about).close()
        return cls(path)

    @property
    def is_well(self) -> bool:
        """Whether it is still there, and could be read so far."""
        return not self.is_broken and self._path.exists()

    def close(self) -> None:
        """Closes the connections that nobody uses."""
        while True:
            try:
                self._free.get_nowait().close()
            except queue.Empty:
                return

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection for one thread at a time.

        Raises:
            BookError: the file cannot be read.
        """
        try:
            connection = self._free.get_nowait()
        except queue.Empty:
            connection = sqlite3.connect(self._path, check_same_thread=False, timeout=60)
        try:
            with _told(self._path):
                yield connection
        except BookError:
            self.is_broken = True
            connection.close()
            raise
        self._free.put(connection)

    def about(self, key: str) -> str | None:
        """What the file says of itself."""
        with self.reading() as connection:
            row = connection.execute("SELECT value FROM about WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def fingerprints(self) -> dict[str, str]:
        """What each incident was made of when it was written."""
        with self.reading() as connection:
            return dict(connection.execute("SELECT id, fingerprint FROM entries"))

    def kept(self, numbers: Sequence[int]) -> list[Kept]:
        """Entries by their numbers, in the order asked for; what went meanwhile is left out."""
        found: dict[int, Kept] = {}
        with self.reading() as connection:
            for at in range(0, len(numbers), _AT_ONCE):
                part = numbers[at : at + _AT_ONCE]
                marks = ",".join("?" * len(part))
                query = f"SELECT n, id, incident, since, updated FROM entries WHERE n IN ({marks})"
                found |= {row[0]: Kept(*row[1:]) for row in connection.execute(query, part)}
        return [found[n] for n in numbers if n in found]

    def lines(self, names: Collection[str]) -> dict[str, str]:
        """Incidents by their ids, each as its line of `export`."""
        wanted = sorted(names)
        found: dict[str, str] = {}
        with self.reading() as connection:
            for at in range(0, len(wanted), _AT_ONCE):
                part = wanted[at : at + _AT_ONCE]
                query = f"SELECT id, incident FROM entries WHERE id IN ({','.join('?' * len(part))})"
                found |= dict(connection.execute(query, part))
        return found

    def named(self, beginning: str, most: int) -> list[Kept]:
        """Entries whose id begins so, `most` at most; only the one of that id where there is one."""
        query = (
            "SELECT id, incident, since, updated FROM entries WHERE id >= ? AND id < ? ORDER BY id LIMIT ?"
        )
        with self.reading() as connection:
            rows = connection.execute(query, (beginning, beginning + "\U0010ffff", most)).fetchall()
        found = [Kept(*row) for row in rows]
        return found[:1] if found and found[0].id == beginning else found

    def rows(self, term: str) -> Rows:
        """The numbers of the incidents that a term leads to, in order."""
        with self.reading() as connection:
            return _rows_of(connection, term)

    def rows_of_beginning(self, beginning: str, most: int) -> list[Rows] | None:
        """The same of all terms that begin so; None where they are more than `most`."""
        query = "SELECT rows FROM postings WHERE term >= ? AND term < ? LIMIT ?"
        with self.reading() as connection:
            found = connection.execute(query, (beginning, beginning + "\U0010ffff", most + 1)).fetchall()
        return None if len(found) > most else [np.frombuffer(row[0], dtype=np.int32) for row in found]

    def terms(self, kind: str) -> list[tuple[str, int]]:
        """All terms of a kind, without its letter, and how many incidents each leads to; in order."""
        query = "SELECT term, count FROM postings WHERE term >= ? AND term < ? ORDER BY term"
        with self.reading() as connection:
            rows = connection.execute(query, (kind, kind + "\U0010ffff")).fetchall()
        return [(term[len(kind) :], count) for term, count in rows]

    def write(self, entries: Iterable[Entry], gone: Collection[str], about: Mapping[str, str]) -> None:
        """Writes entries that are new or changed and drops those that are gone, all or nothing.

        Raises:
            BookError: it cannot be written.
        """
        with _told(self._path):
            if self._is_empty():
                self._build(entries, about)
                return
            with closing(sqlite3.connect(self._path, timeout=60, isolation_level=None)) as connection:
                connection.execute("BEGIN IMMEDIATE")
                _write(connection, entries, gone, about)
                connection.execute("COMMIT")
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _is_empty(self) -> bool:
        with self.reading() as connection:
            return connection.execute("SELECT 1 FROM entries LIMIT 1").fetchone() is None

    def _build(self, entries: Iterable[Entry], about: Mapping[str, str]) -> None:
        """Fills a file beside the empty one, without a journal, and puts it in its place when all is there."""
        with self.reading() as connection:
            before = dict(connection.execute("SELECT key, value FROM about"))
        part = self._path.with_name(f"{self._path.name}.{os.getpid()}.part")
        try:
            with closing(_fresh(part, before)) as connection:
                connection.execute("PRAGMA journal_mode=OFF")
                connection.execute("PRAGMA synchronous=OFF")
                connection.execute("BEGIN")
                _write(connection, entries, (), about)
                connection.execute("COMMIT")
                connection.execute("PRAGMA journal_mode=WAL")
            self.close()
            _unlink(self._path)
            part.replace(self._path)
        finally:
            _unlink(part)


def _fresh(path: Path, about: Mapping[str, str]) -> sqlite3.Connection:
    """A new file, empty."""
    _unlink(path)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.executescript(_SCHEMA)
    connection.executemany("INSERT INTO about VALUES (?, ?)", about.items())
    return connection


def _unlink(path: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turns what SQLite or the disk complains of into a `BookError`."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise BookError(f"the catalogue {path} cannot be used: {error}; it may be deleted") from error


def _write(
    connection: sqlite3.Connection, entries: Iterable[Entry], gone: Collection[str], about: Mapping[str, str]
) -> None:
    more: dict[str, array[int]] = defaultdict(lambda: array("i"))
    less: dict[str, array[int]] = defaultdict(lambda: array("i"))
    for name in gone:
        _drop(connection, name, less)
    for entry in entries:
        _put(connection, entry, more, less)
    _merge(connection, more, less)
    connection.executemany("INSERT OR REPLACE INTO about VALUES (?, ?)", about.items())


def _drop(connection: sqlite3.Connection, name: str, less: dict[str, array[int]]) -> None:
    row = connection.execute("SELECT n, terms FROM entries WHERE id = ?", (name,)).fetchone()
    if row is not None:
        for term in json.loads(row[1]):
            less[term].append(row[0])
        connection.execute("DELETE FROM entries WHERE id = ?", (name,))


def _put(
    connection: sqlite3.Connection, entry: Entry, more: dict[str, array[int]], less: dict[str, array[int]]
) -> None:
    row = connection.execute("SELECT n, terms FROM entries WHERE id = ?", (entry.id,)).fetchone()
    cells = (
        entry.fingerprint, entry.earliest, entry.latest, entry.lat, entry.lon, entry.precision,
        entry.country, entry.kind, entry.status, entry.grade, entry.since, entry.updated, entry.incident,
        json.dumps(entry.terms, ensure_ascii=False),
    )  # fmt: skip
    if row is None:
        number = connection.execute(_INSERT, (entry.id, *cells)).lastrowid
        before: set[str] = set()
    else:
        number, before = row[0], set(json.loads(row[1]))
        connection.execute(_UPDATE, (*cells, entry.id))
    assert number is not None
    for term in entry.terms:
        if term not in before:
            more[term].append(number)
    for term in before.difference(entry.terms):
        less[term].append(number)


def _merge(
    connection: sqlite3.Connection, more: Mapping[str, array[int]], less: Mapping[str, array[int]]
) -> None:
    for term in sorted(more.keys() | less.keys()):
        rows = _rows_of(connection, term)
        if term in less:
            rows = np.setdiff1d(rows, np.frombuffer(less[term], dtype=np.int32))
        if term in more:
            new = np.frombuffer(more[term], dtype=np.int32)
            rows = np.union1d(rows, new) if len(rows) or len(new) > 1 else new
        if len(rows):
            connection.execute(
                "INSERT OR REPLACE INTO postings VALUES (?, ?, ?)", (term, len(rows), rows.tobytes())
            )
        else:
            connection.execute("DELETE FROM postings WHERE term = ?", (term,))


def _rows_of(connection: sqlite3.Connection, term: str) -> Rows:
    row = connection.execute("SELECT rows FROM postings WHERE term = ?", (term,)).fetchone()
    return np.frombuffer(row[0], dtype=np.int32) if row else np.empty(0, dtype=np.int32)

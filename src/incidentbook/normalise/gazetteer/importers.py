"""Adds national gazetteers to a file of the user's own, which is read over the packaged one; lists and removes them.

The work is done on a `.part` file beside the target, which it replaces only when the whole source was read
and fits: a truncated or foreign source leaves the old gazetteer in place. A run that was broken off goes on
where its part file ends.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from urllib.parse import quote

from incidentbook.errors import GazetteerError
from incidentbook.normalise.gazetteer.build import SCHEMA, VERSION, Writer
from incidentbook.normalise.gazetteer.formats import BROKEN, Format, Read, country_of_name, format_of
from incidentbook.normalise.gazetteer.sources import Row

_BATCH = 5_000
_WORLD = 20  # a file of more countries than this is of no single one
_SOURCES = (
    "CREATE TABLE IF NOT EXISTS source (name TEXT PRIMARY KEY, form TEXT NOT NULL, country TEXT, places INTEGER NOT NULL, "
    "names INTEGER NOT NULL, added TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, digest TEXT NOT NULL) "
    "WITHOUT ROWID;"
)
Watch = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was added: what `list` shows. `country` None: of several; `added`: the day, ISO 8601."""

    name: str
    form: str
    country: str | None
    places: int
    names: int
    added: str


def source_name(path: Path) -> str:
    """The name under which a file is listed and removed: `IQ`, `admin-iq`."""
    return path.name.split(".")[0]


def add(path: Path, target: Path, country: str | None = None, watch: Watch = lambda share: None) -> Source:
    """Add a GeoNames dump (`allCountries.zip`, `IQ.zip`, or the text inside) or a Who's On First admin archive
    (`admin-iq.tar.xz`) to a user's gazetteer, which is made where there is none. A source of the same name is replaced.

    Args:
        path: the file.
        target: the user's gazetteer.
        country: ISO 3166-1 alpha-2; of a file of the world only the places of this country are taken.
        watch: called with the share of the file that was read, 0 to 1.

    Raises:
        GazetteerError: the source is missing, cut off, of another format or another country; the target is as before.
    """
    form = format_of(path)
    promised = country_of_name(path)
    if country and promised and promised != country:
        raise GazetteerError(f"{path} is not of {country}: its name says {promised}")
    part = target.with_name(target.name + ".part")
    digest = f"{_digest(path)} {country or ''}"
    known = _known(target, path, digest)
    if known is not None:
        return known
    try:
        with closing(_prepared(part, target, path, digest)) as db, path.open("rb") as raw:
            size = max(path.stat().st_size, 1)
            rows = form.read(raw, path)
            _copy(db, rows, path, country or promised, country, lambda: watch(raw.tell() / size))
            made = _register(db, path, form, country, digest)
    except BROKEN as error:
        part.unlink(missing_ok=True)
        raise GazetteerError(f"{path} is cut off or damaged ({error}): fetch it again") from error
    except GazetteerError:
        part.unlink(missing_ok=True)
        raise
    part.replace(target)
    return made


def installed(target: Path) -> tuple[Source, ...]:
    """The sources of a user's gazetteer, by name; none where there is no file.

    Raises:
        GazetteerError: the file is no user's gazetteer of this version.
    """
    if not target.is_file():
        return ()
    _check(target)
    query = "SELECT name, form, country, places, names, added FROM source ORDER BY name"
    with closing(_reading(target)) as db:
        return tuple(Source(*row) for row in db.execute(query))


def remove(name: str, target: Path) -> Source:
    """Take a source out of a user's gazetteer.

    Raises:
        GazetteerError: there is no source of that name.
    """
    found = next((s for s in installed(target) if s.name.lower() == name.lower()), None)
    if found is None:
        there = ", ".join(s.name for s in installed(target)) or "none"
        raise GazetteerError(f"no source {name} in {target}; there are: {there}")
    part = target.with_name(target.name + ".part")
    shutil.copyfile(target, part)
    with closing(sqlite3.connect(part)) as db:
        _drop(db, found.name)
        db.execute("VACUUM")
    part.replace(target)
    return found


def _drop(db: sqlite3.Connection, name: str) -> None:
    row = db.execute("SELECT first, last FROM source WHERE name = ?", (name,)).fetchone()
    if row is None:
        return
    for statement in (
        "DELETE FROM alias WHERE place BETWEEN ? AND ?",
        "DELETE FROM unit WHERE place BETWEEN ? AND ?",
        "DELETE FROM place WHERE id BETWEEN ? AND ?",
    ):
        db.execute(statement, row)
    db.execute("DELETE FROM source WHERE name = ?", (name,))
    db.commit()


def _digest(path: Path) -> str:
    with path.open("rb") as raw:
        return hashlib.file_digest(raw, "sha256").hexdigest()


def _known(target: Path, path: Path, digest: str) -> Source | None:
    """The source as it is installed, where it is this very file."""
    if not target.is_file():
        return None
    _check(target)
    query = "SELECT name, form, country, places, names, added FROM source WHERE name = ? AND digest = ?"
    with closing(_reading(target)) as db:
        row = db.execute(query, (source_name(path), digest)).fetchone()
    return Source(*row) if row else None


def _reading(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=ro", uri=True)


def _check(target: Path) -> None:
    try:
        with closing(_reading(target)) as db:
            row = db.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
            db.execute("SELECT 1 FROM source LIMIT 1")
    except sqlite3.DatabaseError as error:
        raise GazetteerError(f"{target} is no gazetteer of your own: move it away ({error})") from error
    if row is None or row[0] != str(VERSION):
        raise GazetteerError(f"{target} is a gazetteer of another version: move it away")


def _prepared(part: Path, target: Path, path: Path, digest: str) -> sqlite3.Connection:
    """The part file, as a run that was broken off left it, else anew from the target."""
    part.parent.mkdir(parents=True, exist_ok=True)
    state = f"{digest} over {_digest(target) if target.is_file() else 'nothing'}"
    left = _left(part, state)
    if left is not None:
        return left
    part.unlink(missing_ok=True)
    part.with_name(part.name + "-journal").unlink(missing_ok=True)
    if target.is_file():
        shutil.copyfile(target, part)
    db = sqlite3.connect(part)
    if not target.is_file():
        db.executescript(SCHEMA + _SOURCES)
    _drop(db, source_name(path))
    first = db.execute("SELECT coalesce(max(id), 0) + 1 FROM place").fetchone()[0]
    marks = {"version": VERSION, "state": state, "done": 0, "first": first, "lands": "{}"}
    _mark(db, marks)
    db.commit()
    return db


def _left(part: Path, state: str) -> sqlite3.Connection | None:
    if not part.is_file():
        return None
    db = sqlite3.connect(part)
    try:
        row = db.execute("SELECT value FROM meta WHERE key = 'state'").fetchone()
    except sqlite3.DatabaseError:
        row = None
    if row is not None and row[0] == state:
        return db
    db.close()
    return None


def _mark(db: sqlite3.Connection, marks: dict[str, object]) -> None:
    db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", [(k, str(v)) for k, v in marks.items()])


def _marked(db: sqlite3.Connection, key: str) -> str:
    return str(db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()[0])


def _copy(
    db: sqlite3.Connection, rows: Iterator[Read], path: Path, expected: str | None, only: str | None,
    tick: Callable[[], None],
) -> None:  # fmt: skip
    """Write the rows after those done, batch by batch; each batch and its mark are one transaction."""
    done, lands = int(_marked(db, "done")), Counter[str](json.loads(_marked(db, "lands")))
    writer = Writer(db, db.execute("SELECT coalesce(max(id), 0) + 1 FROM place").fetchone()[0])
    for _ in islice(rows, done):
        pass
    while batch := list(islice(rows, _BATCH)):
        done += len(batch)
        lands.update(country for country, _ in batch)
        writer.add(_wanted(batch, only))
        _mark(db, {"done": done, "lands": json.dumps(lands)})
        db.commit()
        tick()
    _check_country(lands, expected, path)


def _wanted(batch: Iterable[Read], only: str | None) -> Iterator[Row]:
    return (row for country, row in batch if row is not None and only in (None, country))


def _check_country(lands: Counter[str], expected: str | None, path: Path) -> None:
    total, fitting = sum(lands.values()), lands[expected or ""]
    if total == 0:
        raise GazetteerError(f"{path} holds no places")
    if expected and (fitting == 0 or (fitting * 2 < total and len(lands) <= _WORLD)):
        most = lands.most_common(1)[0][0] or "no country"
        raise GazetteerError(
            f"{path} is not of {expected}: {total - fitting} of {total} records are of others, most of {most}"
        )


def _register(db: sqlite3.Connection, path: Path, form: Format, country: str | None, digest: str) -> Source:
    first = int(_marked(db, "first"))
    last = db.execute("SELECT coalesce(max(id), 0) FROM place").fetchone()[0]
    lands: dict[str, int] = json.loads(_marked(db, "lands"))
    main = country or (max(lands, key=lambda c: lands[c]) if len(lands) <= _WORLD else None)
    names = db.execute(
        "SELECT count(*) FROM alias WHERE place >= ? AND key NOT LIKE '~%'", (first,)
    ).fetchone()[0]
    made = Source(
        source_name(path), form.name, main, last - first + 1, names, datetime.now(UTC).date().isoformat()
    )
    db.execute("INSERT INTO source VALUES (?,?,?,?,?,?,?,?,?)", (*astuple(made), first, last, digest))
    db.execute("DELETE FROM meta WHERE key <> 'version'")
    db.commit()
    return made

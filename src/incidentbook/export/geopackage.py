"""Incidents and their statements as a GeoPackage 1.3 (OGC 12-128r17), a SQLite file that every GIS opens.

The layer `incidents` has a point an incident, null where there is none; the table `statements` has a row a statement.
Written with SQLite alone: https://www.geopackage.org/spec130/ tells the tables that must be there and the head of a
geometry.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from incidentbook.errors import ExportError
from incidentbook.exchange import to_plain
from incidentbook.export import evidence_tables, incident_table
from incidentbook.export.cells import Column, Row
from incidentbook.export.incident_table import point
from incidentbook.export.source import Source, Written
from incidentbook.export.wkb import point_to_wkb

_APPLICATION_ID, _VERSION, _WGS_84 = 0x47504B47, 10300, 4326
_TYPES = {"text": "TEXT", "day": "DATE", "whole": "INTEGER", "decimal": "DOUBLE", "truth": "BOOLEAN"}
_STATEMENTS = evidence_tables.STATEMENTS + evidence_tables.OF_DOCUMENT

_WKT = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],'
    'UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]'
)
_SYSTEMS = (
    ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined"),
    ("Undefined geographic SRS", 0, "NONE", 0, "undefined"),
    ("WGS 84 geodetic", _WGS_84, "EPSG", _WGS_84, _WKT),
)
_REQUIRED = f"""
PRAGMA application_id = {_APPLICATION_ID};
PRAGMA user_version = {_VERSION};
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL UNIQUE REFERENCES gpkg_contents(table_name),
  column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL REFERENCES gpkg_spatial_ref_sys(srs_id), z TINYINT NOT NULL,
  m TINYINT NOT NULL, PRIMARY KEY (table_name, column_name));
"""


def write(source: Source, path: Path) -> Written:
    """Writes the file, which must not be there.

    Raises:
        ExportError: SQLite cannot write it.
    """
    try:
        with closing(sqlite3.connect(path)) as database, database:
            database.executescript(_REQUIRED)
            database.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, NULL)", _SYSTEMS)
            off = _write_incidents(database, source)
            _write_statements(database, source)
    except sqlite3.Error as error:
        raise ExportError(f"{path} cannot be written as a GeoPackage ({error})") from error
    return Written(len(source.incidents), off)


def _write_incidents(database: sqlite3.Connection, source: Source) -> int:
    points = [point(incident) for incident in source.incidents]
    known = [at for at in points if at is not None]
    box = [pick(at[axis] for at in known) for pick in (min, max) for axis in (0, 1)] if known else [None] * 4
    _create(database, "incidents", "geom POINT, ", incident_table.COLUMNS)
    database.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, min_x, min_y, max_x, max_y, srs_id) "
        "VALUES ('incidents', 'features', 'incidents', ?, ?, ?, ?, ?)",
        (*box, _WGS_84),
    )
    database.execute(
        "INSERT INTO gpkg_geometry_columns VALUES ('incidents', 'geom', 'POINT', ?, 0, 0)", (_WGS_84,)
    )
    names = ("geom", *(column.name for column in incident_table.COLUMNS))
    rows = (
        {"geom": at and _geometry(*at), **_plain(incident_table.row(incident))}
        for at, incident in zip(points, source.incidents, strict=True)
    )
    _insert(database, "incidents", names, rows)
    return len(points) - len(known)


def _write_statements(database: sqlite3.Connection, source: Source) -> None:
    _create(database, "statements", "", _STATEMENTS)
    database.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('statements', 'attributes', 'statements')"
    )
    rows = (_plain(row) for entry in source.entries() for row in evidence_tables.statements_alone(*entry))
    _insert(database, "statements", [column.name for column in _STATEMENTS], rows)


def _create(database: sqlite3.Connection, table: str, before: str, columns: Sequence[Column]) -> None:
    told = ", ".join(f'"{column.name}" {_TYPES[column.kind]}' for column in columns)
    database.execute(f"CREATE TABLE {table} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, {before}{told})")


def _insert(
    database: sqlite3.Connection, table: str, names: Sequence[str], rows: Iterable[dict[str, object]]
) -> None:
    quoted, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
    cells = ([row[name] for name in names] for row in rows)
    database.executemany(f"INSERT INTO {table} ({quoted}) VALUES ({marks})", cells)


def _plain(row: Row) -> dict[str, object]:
    return {name: to_plain(cell) for name, cell in row.items()}


def _geometry(lon: float, lat: float) -> bytes:
    """GeoPackage's head of a geometry (little-endian, no envelope) and the point as WKB."""
    return struct.pack("<2sBBi", b"GP", 0, 1, _WGS_84) + point_to_wkb(lon, lat)

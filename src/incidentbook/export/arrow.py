"""Parquet of statements, and GeoParquet 1.1 of incidents with their points. Needs pyarrow: `incidentbook[export]`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

from incidentbook.errors import ExportError
from incidentbook.export import evidence_tables, incident_table
from incidentbook.export.cells import Column, Row
from incidentbook.export.incident_table import point
from incidentbook.export.source import Source, Written
from incidentbook.export.wkb import point_to_wkb
from incidentbook.model import Incident

STATEMENTS = evidence_tables.STATEMENTS + evidence_tables.OF_DOCUMENT
"""The columns of the statements, in order."""

_ROWS = 20_000  # a row group, and what is held in memory
_GEO = {
    "version": "1.1.0",
    "primary_column": "geometry",
    "columns": {"geometry": {"encoding": "WKB", "geometry_types": ["Point"]}},
}
"""Without `crs` the coordinates are longitude and latitude on WGS 84: https://geoparquet.org/releases/v1.1.0/"""


def write_statements(source: Source, path: Path) -> Written:
    """Writes one row a statement of the incidents.

    Raises:
        ExportError: pyarrow is not installed.
    """
    rows = (row for entry in source.entries() for row in evidence_tables.statements_alone(*entry))
    _write(path, _fields(STATEMENTS), rows, {})
    return Written(len(source.incidents))


def write_points(source: Source, path: Path) -> Written:
    """Writes one row an incident, with its point in the column `geometry`, null where there is none.

    Raises:
        ExportError: pyarrow is not installed.
    """
    fields = [*_fields(incident_table.COLUMNS), library().field("geometry", library().binary())]
    _write(path, fields, map(_with_point, source.incidents), {"geo": json.dumps(_GEO)})
    return Written(len(source.incidents), sum(point(incident) is None for incident in source.incidents))


def library() -> Any:
    """The package pyarrow.

    Raises:
        ExportError: it is not installed.
    """
    try:
        import_module("pyarrow.parquet")
        return import_module("pyarrow")
    except ImportError as error:
        raise ExportError(
            "Parquet and GeoParquet need pyarrow; install it: pip install 'incidentbook[export]'"
        ) from error


def _with_point(incident: Incident) -> dict[str, Any]:
    at = point(incident)
    return {**incident_table.row(incident), "geometry": at and point_to_wkb(*at)}


def _fields(columns: Sequence[Column]) -> list[Any]:
    arrow = library()
    kinds = {
        "text": arrow.string(),
        "day": arrow.date32(),
        "whole": arrow.int64(),
        "decimal": arrow.float64(),
        "truth": arrow.bool_(),
    }
    return [
        arrow.field(column.name, kinds[column.kind], metadata={"description": column.meaning})
        for column in columns
    ]


def _write(
    path: Path, fields: Sequence[Any], rows: Iterable[Row | dict[str, Any]], told: Mapping[str, str]
) -> None:
    arrow = library()
    schema = arrow.schema(fields, metadata=dict(told))
    with arrow.parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in _batches(rows):
            writer.write_table(arrow.Table.from_pylist(batch, schema=schema))


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(rows)
    while batch := list(islice(left, _ROWS)):
        yield batch

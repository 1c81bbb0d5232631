"""GeoJSON, GeoPackage and GeoParquet, read back by what their users have: geopandas on GDAL."""

from __future__ import annotations

import io
import json
import sqlite3
import tempfile
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import geopandas
import pandas
import pyogrio
import pytest
from hypothesis import given
from tests.export.made import BOTH, FEW, INCIDENT, NOWHERE, TEXT, entries, some, source, without_empty

from incidentbook.errors import ExportError
from incidentbook.export import arrow, geojson, geopackage, incident_table
from incidentbook.export.incident_table import point, row
from incidentbook.export.source import Told
from incidentbook.model import Incident


def written(found: list[Incident]) -> tuple[dict[str, Any], Any]:
    handle = io.StringIO()
    told = geojson.write(found, handle)
    return json.loads(handle.getvalue()), told


def plain(frame: Any) -> list[dict[str, Any]]:
    """The rows of a frame, nothing for what is missing, days as ISO 8601 has them."""
    return [{name: _plain(cell) for name, cell in line.items()} for line in frame.to_dict("records")]


def _plain(cell: Any) -> Any:
    if pandas.isna(cell):
        return None
    return cell.isoformat()[:10] if isinstance(cell, date) else cell


def expected(found: list[Incident]) -> list[dict[str, Any]]:
    return [{name: _plain(cell) for name, cell in without_empty(row(incident)).items()} for incident in found]


def test_geojson_has_a_feature_for_each_point_and_counts_the_others() -> None:
    collection, told = written([INCIDENT, NOWHERE])
    assert (told.incidents, told.off_the_map) == (2, 1)
    assert collection["off_the_map"] == ["IB-000002"]
    (feature,) = collection["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [44.347, 36.527]}
    assert feature["properties"]["place_precision"] == 1
    assert feature["properties"]["date_earliest"] == "2021-07-05"
    assert "crs" not in collection  # RFC 7946, 4


def test_no_incidents_are_a_collection_of_none() -> None:
    assert written([])[0] == {"type": "FeatureCollection", "features": [], "off_the_map": []}


@FEW
@given(some)
def test_any_incident_with_a_point_comes_back_from_geojson(found: list[Incident]) -> None:
    collection, _ = written(found)
    on_map = [incident for incident in found if point(incident)]
    assert [feature["id"] for feature in collection["features"]] == [incident.id for incident in on_map]
    for feature, incident in zip(collection["features"], on_map, strict=True):
        lon, lat = feature["geometry"]["coordinates"]
        cells = feature["properties"] | {"lat": lat, "lon": lon}
        assert cells == {name: _plain(cell) for name, cell in row(incident).items()}


def test_geopandas_reads_geojson(tmp_path: Path) -> None:
    path = tmp_path / "incidents.geojson"
    with path.open("w", encoding="utf-8") as handle:
        geojson.write([INCIDENT, NOWHERE], handle)
    frame = geopandas.read_file(path)
    assert frame.crs.to_epsg() == 4326
    assert [(p.x, p.y) for p in frame.geometry] == [(44.347, 36.527)]
    assert list(frame["attack_type"]) == ["rocket"]


def test_geopackage_has_two_layers(tmp_path: Path) -> None:
    path = tmp_path / "incidents.gpkg"
    told = geopackage.write(BOTH, path)
    assert (told.incidents, told.off_the_map) == (2, 1)
    assert pyogrio.list_layers(path).tolist() == [["incidents", "Point"], ["statements", None]]
    frame = geopandas.read_file(path, layer="incidents")
    assert frame.crs.to_epsg() == 4326
    assert [g and (g.x, g.y) for g in frame.geometry] == [(44.347, 36.527), None]
    statements = geopandas.read_file(path, layer="statements")
    assert list(statements["property"]) == [
        "munitions",
        "place",
        "killed",
        "claimed_by",
        "claimed_by",
        "attributed_to",
    ]
    assert (
        list(statements["words"])[2]
        == TEXT[slice(*statements.loc[2, ["start", "end"]])]
        == "killing a soldier"
    )
    assert set(statements["url"]) == {"https://example.org/one?a=b"}


@FEW
@given(some)
def test_any_incident_comes_back_from_geopackage(found: list[Incident]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "incidents.gpkg"
        geopackage.write(source(*((incident, []) for incident in found)), path)
        frame = geopandas.read_file(path, layer="incidents")
    assert [g and (g.x, g.y) for g in frame.geometry] == [point(incident) for incident in found]
    assert plain(frame.drop(columns="geometry")) == expected(found)


def test_geopackage_keeps_what_the_standard_asks_for(tmp_path: Path) -> None:
    path = tmp_path / "incidents.gpkg"
    geopackage.write(BOTH, path)
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        systems = database.execute("SELECT srs_id FROM gpkg_spatial_ref_sys ORDER BY 1").fetchall()
        box = database.execute(
            "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE data_type = 'features'"
        )
        assert box.fetchone() == (44.347, 36.527, 44.347, 36.527)
    assert systems == [(-1,), (0,), (4326,)]


def test_geopackage_over_another_file_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "taken.gpkg"
    path.write_text("no database, but long enough to be taken for one" * 99)
    with pytest.raises(ExportError, match="cannot be written as a GeoPackage"):
        geopackage.write(BOTH, path)


@FEW
@given(some)
def test_any_incident_comes_back_from_geoparquet(found: list[Incident]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "incidents.parquet"
        told = arrow.write_points(source(*((incident, []) for incident in found)), path)
        frame = geopandas.read_parquet(path)
    assert frame.crs.to_string() == "OGC:CRS84"
    assert [g and (g.x, g.y) for g in frame.geometry] == [point(incident) for incident in found]
    assert told.off_the_map == sum(point(incident) is None for incident in found)
    assert list(frame.columns) == [*(c.name for c in incident_table.COLUMNS), "geometry"]
    assert [
        {n: c or None if c == "" else c for n, c in line.items()}
        for line in plain(frame.drop(columns="geometry"))
    ] == expected(found)


@FEW
@given(entries())
def test_statements_beside_any_incidents_come_back_from_geopackage(
    found: list[tuple[Incident, Told]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "incidents.gpkg"
        geopackage.write(source(*found), path)
        with closing(sqlite3.connect(path)) as database:
            words = [line[0] for line in database.execute("SELECT words FROM statements ORDER BY fid")]
    assert words == [s.span.of(d.text) for _, told in found for d, r in told for s in r.statements]

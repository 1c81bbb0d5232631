"""The data package, validated by frictionless."""

from __future__ import annotations

import csv
import io
import json
import tempfile
import zipfile
from pathlib import Path

import frictionless
import pytest
from hypothesis import given
from tests.export.made import BOTH, FEW, STATEMENTS, TEXT, entries, source, table, without_empty

from incidentbook.errors import ExportError
from incidentbook.export import evidence_tables, incident_table, package
from incidentbook.export.source import Told
from incidentbook.model import Incident

NAMES = ["incidents", "documents", "reports", "statements", "tallies"]


def faults(path: Path) -> list[object]:
    report = frictionless.Package(str(path)).validate()
    return report.flatten(["rowNumber", "fieldName", "type", "note"])


def test_a_zip_file_is_valid_and_all_there(tmp_path: Path) -> None:
    path = tmp_path / "incidents.zip"
    assert package.write(BOTH, path).incidents == 2
    assert faults(path) == []
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == [*(f"{name}.csv" for name in NAMES), "datapackage.json"]
        described = json.loads(archive.read("datapackage.json"))
        statements = table(archive.read("statements.csv").decode(), evidence_tables.STATEMENTS)
        everything = "".join(archive.read(name).decode() for name in archive.namelist())
    assert [resource["name"] for resource in described["resources"]] == NAMES
    assert [s["words"] for s in statements] == [s.span.of(TEXT) for s in STATEMENTS]
    assert TEXT not in everything
    assert "/home/someone" not in everything


def test_a_folder_holds_the_same(tmp_path: Path) -> None:
    package.write(BOTH, tmp_path / "one.zip")
    package.write(BOTH, tmp_path / "folder", zipped=False)
    assert faults(tmp_path / "folder" / "datapackage.json") == []
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        for name in archive.namelist():
            assert (tmp_path / "folder" / name).read_bytes() == archive.read(name)


def test_the_same_incidents_make_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.zip", "two.zip"):
        package.write(BOTH, tmp_path / name)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_texts_are_there_where_they_are_asked_for(tmp_path: Path) -> None:
    package.write(BOTH, tmp_path / "folder", texts=True, zipped=False)
    assert faults(tmp_path / "folder" / "datapackage.json") == []
    rows = table((tmp_path / "folder" / "texts.csv").read_text(encoding="utf-8"), evidence_tables.TEXTS)
    assert rows == [{"document": "d1", "text": TEXT}, {"document": "d2", "text": "=A"}]
    assert "'=A" in (tmp_path / "folder" / "texts.csv").read_text(encoding="utf-8")


def test_tallies_quote_their_words(tmp_path: Path) -> None:
    package.write(BOTH, tmp_path / "folder", zipped=False)
    (tally,) = table(
        (tmp_path / "folder" / "tallies.csv").read_text(encoding="utf-8"), evidence_tables.TALLIES
    )
    assert (tally["document"], tally["count"], tally["count_high"], tally["words"]) == (
        "d1",
        43,
        None,
        "Two rockets",
    )


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("statements.csv", "IB-000001", "IB-999999"),
        ("incidents.csv", "2021-07-05", "2021-77-05"),
        ("documents.csv", "Example Times", "Other Times"),
    ],
)
def test_a_package_that_was_changed_is_not_valid(tmp_path: Path, name: str, before: str, after: str) -> None:
    package.write(BOTH, tmp_path / "folder", zipped=False)
    path = tmp_path / "folder" / name
    path.write_text(path.read_text(encoding="utf-8").replace(before, after), encoding="utf-8", newline="")
    assert faults(tmp_path / "folder" / "datapackage.json") != []


def test_nothing_that_lies_there_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(ExportError, match="not an empty folder"):
        package.write(BOTH, tmp_path, zipped=False)


@FEW
@given(entries())
def test_any_incidents_make_a_valid_package(found: list[tuple[Incident, Told]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "package"
        package.write(source(*found), folder, texts=True, zipped=False)
        assert faults(folder / "datapackage.json") == []
        text = (folder / "incidents.csv").read_bytes().decode()
        rows = [
            list(csv.reader(io.StringIO(p.read_bytes().decode(), newline=""))) for p in folder.glob("*.csv")
        ]
    assert table(text, incident_table.COLUMNS) == [without_empty(incident_table.row(i)) for i, _ in found]
    cells = (cell for lines in rows for line in lines for cell in line)
    assert [cell for cell in cells if cell.startswith(("=", "+", "@", "\t", "\r"))] == []

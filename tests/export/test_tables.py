"""Every table as CSV: any incident comes back from it, and no cell of it starts a formula."""

from __future__ import annotations

import csv as csv_module
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

import pandas
import pytest
from hypothesis import given
from tests.export.made import BOTH, FEW, INCIDENT, TOLD, entries, table, without_empty

from incidentbook.export import acled, csv, evidence_tables, incident_table, ucdp
from incidentbook.export.cells import Column, Row
from incidentbook.export.source import Told
from incidentbook.model import Incident

Entries = list[tuple[Incident, Told]]
Write = Callable[[Entries, TextIO], int]
DOCS = Path(__file__).parents[2] / "docs" / "exports.md"
TABLES: dict[str, tuple[Sequence[Column], Write, Callable[[Incident, Told], Row]]] = {
    "csv": (
        incident_table.COLUMNS,
        lambda found, handle: csv.write([incident for incident, _ in found], handle),
        lambda incident, told: incident_table.row(incident),
    ),
    "acled": (acled.COLUMNS, acled.write, acled.row),
    "ucdp": (ucdp.COLUMNS, ucdp.write, ucdp.row),
}
ALL = {
    "incidents": incident_table.COLUMNS,
    "acled": acled.COLUMNS,
    "ucdp": ucdp.COLUMNS,
    "reports": evidence_tables.REPORTS,
    "statements": evidence_tables.STATEMENTS,
    "documents": evidence_tables.DOCUMENTS,
    "texts": evidence_tables.TEXTS,
    "tallies": evidence_tables.TALLIES,
}


def text_of(write: Write, found: Entries) -> str:
    handle = io.StringIO(newline="")
    assert write(found, handle) == len(found)
    return handle.getvalue()


@pytest.mark.parametrize("name", TABLES)
@FEW
@given(found=entries())
def test_rows_come_back(name: str, found: Entries) -> None:
    columns, write, row = TABLES[name]
    assert table(text_of(write, found), columns) == [without_empty(row(*entry)) for entry in found]


@pytest.mark.parametrize("name", TABLES)
@FEW
@given(found=entries())
def test_no_cell_starts_a_formula(name: str, found: Entries) -> None:
    columns, write, _ = TABLES[name]
    kinds = {column.name: column.kind for column in columns}
    lines = csv_module.DictReader(io.StringIO(text_of(write, found)[1:], newline=""))
    for line in lines:
        for column, cell in line.items():
            if kinds[column] in ("whole", "decimal"):
                assert cell == "" or float(cell) is not None
            else:
                assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@pytest.mark.parametrize("name", TABLES)
def test_a_row_has_the_columns_in_order(name: str) -> None:
    columns, _, row = TABLES[name]
    assert list(row(INCIDENT, TOLD)) == [column.name for column in columns]


@pytest.mark.parametrize("name", TABLES)
def test_pandas_reads_it(name: str, tmp_path: Path) -> None:
    columns, write, _ = TABLES[name]
    path = tmp_path / "table.csv"
    path.write_text(text_of(write, list(BOTH.entries())), encoding="utf-8", newline="")
    frame = pandas.read_csv(path)
    assert list(frame.columns) == [column.name for column in columns]
    assert list(frame.iloc[:, 0]) == ["IB-000001", "IB-000002"]


@pytest.mark.parametrize("name", ALL)
def test_every_column_stands_in_the_docs(name: str) -> None:
    page = DOCS.read_text(encoding="utf-8")
    assert [c.name for c in ALL[name] if f"| `{c.name}` | {c.kind} | {c.meaning} |" not in page] == []

"""Statements as Parquet, read back by pandas and pyarrow."""

from __future__ import annotations

import json
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pandas
import pyarrow.parquet
import pytest
from hypothesis import given
from tests.export.made import BOTH, FEW, STATEMENTS, entries, source

from incidentbook.errors import ExportError
from incidentbook.exchange import item_value
from incidentbook.export import arrow, evidence_tables
from incidentbook.export.source import Told
from incidentbook.model import Incident


def test_a_row_a_statement_with_its_words_and_its_document(tmp_path: Path) -> None:
    path = tmp_path / "statements.parquet"
    assert arrow.write_statements(BOTH, path).incidents == 2
    frame = pandas.read_parquet(path)
    assert len(frame) == len(STATEMENTS)
    killed = frame[frame["property"] == "killed"].iloc[0]
    wanted = {
        "incident": "IB-000001", "document": "d1", "report": "r1", "number": 2, "stance": "reported", "speaker": "Iraqi military",
        "speaker_kind": "military", "channel": "a statement", "words": "killing a soldier", "confidence": 0.9,
        "publisher": "Example Times", "published_earliest": date(2021, 7, 6),
    }  # fmt: skip
    assert {name: killed[name] for name in wanted} == wanted
    assert json.loads(killed["value"]) == {"low": 1, "best": 1, "high": 1}
    nobody = frame[(frame["property"] == "claimed_by") & (frame["stance"] == "stated")].iloc[0]
    assert pandas.isna(nobody["value"])


@FEW
@given(entries())
def test_any_statement_comes_back(found: list[tuple[Incident, Told]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "statements.parquet"
        arrow.write_statements(source(*found), path)
        rows = pyarrow.parquet.read_table(path).to_pylist()
    assert rows == [row for entry in found for row in evidence_tables.statements_alone(*entry)]
    given_ = [s for _, told in found for _, report in told for s in report.statements]
    assert [item_value(r["property"], r["value"] and json.loads(r["value"])) for r in rows] == [
        s.value for s in given_
    ]


def test_columns_tell_what_they_hold(tmp_path: Path) -> None:
    path = tmp_path / "statements.parquet"
    arrow.write_statements(source(), path)
    schema = pyarrow.parquet.read_schema(path)
    assert schema.names == [column.name for column in arrow.STATEMENTS]
    assert schema.field("words").metadata[b"description"] == b"The words that say it, as they are written"


def test_without_pyarrow_one_line_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def missing(name: str, *rest: Any) -> Any:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(arrow, "import_module", missing)
    with pytest.raises(ExportError, match=r"pip install 'incidentbook\[export\]'"):
        arrow.write_points(BOTH, tmp_path / "x.parquet")

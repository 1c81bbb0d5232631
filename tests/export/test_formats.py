"""Which form a file's name tells, and that every form can be written."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from tests.export.made import BOTH

from incidentbook.errors import ExportError
from incidentbook.export import formats
from incidentbook.export.formats import FORMS, Wishes
from incidentbook.export.forms import Form


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("incidents.csv", "csv"), ("incidents.acled.csv", "acled"), ("incidents.UCDP.CSV", "ucdp"), ("a.geojson", "geojson"),
        ("a.gpkg", "gpkg"), ("a.geoparquet", "geoparquet"), ("a.parquet", "parquet"), ("a.ftm.json", "ftm"), ("a.zip", "package"),
        ("a.jsonl", "jsonl"), ("a.ndjson", "jsonl"), ("a.xlsx", None), ("a.json", None), ("csv", None),
    ],
)  # fmt: skip
def test_a_name_tells_the_form(name: str, form: Form | None) -> None:
    assert formats.guessed(name) == form


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_written_to_a_file(form: Form, tmp_path: Path) -> None:
    path = tmp_path / "out"
    formats.check(form)
    assert formats.write_file(form, BOTH, path, Wishes()).incidents == 2
    assert path.stat().st_size > 0


@pytest.mark.parametrize("form", FORMS)
def test_text_goes_to_a_stream_and_nothing_else(form: Form) -> None:
    handle = io.StringIO()
    if formats.is_text(form):
        assert formats.write_text(form, BOTH, handle, Wishes()).incidents == 2
        assert "IB-000001" in handle.getvalue()
    else:
        with pytest.raises(ExportError, match="to a file alone"):
            formats.write_text(form, BOTH, handle, Wishes())


@pytest.mark.parametrize("form", ["csv", "acled", "ucdp"])
def test_the_byte_order_mark_can_be_left_out(form: Form) -> None:
    starts = []
    for mark in (True, False):
        handle = io.StringIO()
        formats.write_text(form, BOTH, handle, Wishes(mark=mark))
        starts.append(handle.getvalue()[0])
    assert starts[0] == "\ufeff"
    assert starts[1] in "ie"

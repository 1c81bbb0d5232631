"""Exports over HTTP: every form, by the conditions of the list."""

from __future__ import annotations

import io
import json
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from typing import Any, get_args

import pandas
import pytest
from fastapi.testclient import TestClient

from incidentbook.export import formats
from incidentbook.export.forms import Form


@pytest.mark.parametrize("form", get_args(Form))
def test_every_form_is_a_file_to_take_away(client: TestClient, form: str) -> None:
    answer = client.get(f"/api/exports/{form}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith('attachment; filename="')
    assert answer.content
    again = client.get(f"/api/exports/{form}", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


def test_conditions_hold_and_tables_are_read_back(client: TestClient) -> None:
    table = pandas.read_csv(io.BytesIO(client.get("/api/exports/csv?kind=rocket").content))
    assert set(table["attack_type"]) == {"rocket"}
    statements = pandas.read_parquet(io.BytesIO(client.get("/api/exports/parquet?kind=arson").content))
    assert set(statements["property"]) >= {"attack_type"}


def test_a_data_package_holds_its_evidence(client: TestClient) -> None:
    answer = client.get("/api/exports/package?country=IQ")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as found:
        names = found.namelist()
        described = json.loads(found.read(next(n for n in names if n.endswith("datapackage.json"))))
    assert {r["name"] for r in described["resources"]} >= {"incidents", "statements"}


def test_too_many_are_refused_with_the_way_out(client: TestClient) -> None:
    answer = client.get("/api/exports/csv?limit=1")
    assert answer.status_code == 422
    assert "incidentbook export" in answer.json()["way_out"]
    assert client.get("/api/exports/xlsx").status_code == 422


def test_files_are_made_one_at_a_time(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    inside: list[int] = []
    most: list[int] = []
    write = formats.write_file

    def watched(*given: Any) -> Any:
        inside.append(1)
        most.append(len(inside))
        time.sleep(0.1)
        done = write(*given)
        inside.pop()
        return done

    monkeypatch.setattr(formats, "write_file", watched)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: client.get("/api/exports/csv"), range(8)))
    assert max(most) == 1
    assert {a.status_code for a in answers} == {200, 503}
    assert all("retry-after" in a.headers for a in answers if a.status_code == 503)

"""Incidents as JSON lines and as a table."""

from __future__ import annotations

import csv as csv_module
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import jsonschema

from incidentbook.exchange import load_incident, schema
from incidentbook.export import csv, jsonl
from incidentbook.model import (
    Actor,
    Attribution,
    Conflict,
    ConflictingValue,
    Count,
    Damage,
    Incident,
    Interval,
    Place,
    ReportRef,
    Ruling,
    SourceCount,
    Target,
    Values,
)

US = Actor("United States", "us", "state", "US")
KH = Actor("Kataib Hezbollah", "kh", "armed_group", "IQ")
_AT = datetime(2021, 7, 8, 12, 30, tzinfo=UTC)
FULL = Incident(
    "IB-7K3M9Q",
    Values(
        date=Interval(date(2021, 7, 4), date(2021, 7, 5)),
        time_of_day="14:45",
        place=Place("Ain al-Asad Airbase", "IQ", "Anbar", 33.786, 42.441, 1, "base:asad"),
        attack_type="rocket",
        weapon="Katyusha rocket",
        munitions=Count(3, None, None),
        killed=Count.exactly(0),
        damage=Damage("some", "a roof, and a wall"),
        target=(Target("base", "facility", None, None), Target("convoy", None, None, None)),
        attributed_to=(Attribution(US, KH), Attribution(None, KH)),
    ),
    (Conflict("killed", (ConflictingValue(Count.exactly(0), ("r1",)),)),),
    (ReportRef("d1", "r1"), ReportRef("d2", "r2")),
    SourceCount(2, 1),
    "reviewed",
    "contested",
    (
        Ruling("D-1", "confirm", "ann", _AT, None, "a call"),
        Ruling("D-2", "correct", "ann", _AT, "a typing error", None, "killed", Count.exactly(1)),
        Ruling("D-3", "correct", "ben", _AT, "seen on the map", None, "weapon", None),
    ),
)
EMPTY = Incident("IB-000000", Values(), (), (ReportRef("d3", "r3"),), SourceCount(1, 1), "machine")


def table(*incidents: Incident) -> list[dict[str, str]]:
    handle = io.StringIO(newline="")
    assert csv.write(incidents, handle) == len(incidents)
    text = handle.getvalue()
    assert text.startswith("\ufeff")
    return list(csv_module.DictReader(io.StringIO(text[1:], newline="")))


def test_jsonl_is_one_valid_line_an_incident() -> None:
    handle = io.StringIO()
    assert jsonl.write([FULL, EMPTY], handle) == 2
    lines = handle.getvalue().splitlines()
    assert [load_incident(line) for line in lines] == [FULL, EMPTY]
    validator = jsonschema.Draft202012Validator(schema("incident"))
    for line in lines:
        validator.validate(json.loads(line))


def test_nothing_is_an_empty_file_and_a_head() -> None:
    handle = io.StringIO()
    assert jsonl.write([], handle) == 0
    assert handle.getvalue() == ""
    assert table() == []


def test_a_full_row() -> None:
    (row,) = table(FULL)
    wanted = {
        "id": "IB-7K3M9Q", "status": "reviewed", "grade": "contested", "date_earliest": "2021-07-04", "date_latest": "2021-07-05",
        "time_of_day": "14:45", "place": "Ain al-Asad Airbase", "country": "IQ", "lat": "33.786",
        "place_precision": "1", "attack_type": "rocket", "munitions": "", "munitions_low": "3",
        "munitions_high": "", "killed": "0", "killed_low": "0", "killed_high": "0",
        "damage": "a roof, and a wall", "targets": "base; convoy",
        "attributed_to": "Kataib Hezbollah (United States); Kataib Hezbollah", "conflicts": "killed",
        "corrected": "killed; weapon",
        "documents": "2", "independent_sources": "1", "reports": "d1/r1; d2/r2",
    }  # fmt: skip
    assert {column: row[column] for column in wanted} == wanted


def test_an_empty_row_is_empty() -> None:
    (row,) = table(EMPTY)
    assert {c for c, cell in row.items() if cell} == {
        "id",
        "status",
        "documents",
        "independent_sources",
        "reports",
    }


def test_a_negative_coordinate_stays_a_number() -> None:
    place = Place("Lima", "PE", None, -12.05, -77.04, 2, None)
    (row,) = table(replace(FULL, values=Values(place=place)))
    assert (row["lat"], row["lon"]) == ("-12.05", "-77.04")


def test_the_file_is_utf_8_with_a_mark(tmp_path: Path) -> None:
    path = tmp_path / "incidents.csv"
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.write([replace(FULL, values=Values(weapon="obús"))], handle)
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfid,status,grade,")
    assert "obús".encode() in raw
    assert raw.count(b"\r\n") == 2

"""Incidents in columns like those of UCDP GED."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from tests.export.made import FEW, GROUP, INCIDENT, IRAQ, NOWHERE, TOLD, VALUES, incidents

from incidentbook.export.ucdp import row
from incidentbook.model import Actor, Count, Incident, Interval, Victims


def of(**changed: Any) -> dict[str, Any]:
    return dict(row(replace(INCIDENT, values=replace(VALUES, **changed)), TOLD))


def test_a_full_row() -> None:
    wanted = {
        "id": "IB-000001", "year": 2021, "type_of_violence": 1, "side_a": None, "side_b": "Kataib Hezbollah",
        "number_of_sources": 2, "source_article": "Example Times, 2021-07-06, Rockets hit base", "where_prec": 1,
        "where_coordinates": "Harir Air Base", "adm_1": "Erbil", "latitude": 36.527, "longitude": 44.347,
        "geom_wkt": "POINT (44.347 36.527)", "country": "Iraq", "date_prec": 1, "date_start": date(2021, 7, 5),
        "date_end": date(2021, 7, 5), "deaths_a": 1, "deaths_b": None, "deaths_civilians": None, "deaths_unknown": 0, "best": 1,
        "high": 3, "low": 1,
    }  # fmt: skip
    assert of() == wanted


def test_what_is_not_known_is_not_told() -> None:
    told = {name: cell for name, cell in row(NOWHERE, []).items() if cell is not None}
    assert told == {"id": "IB-000002", "number_of_sources": 1}


CIVILIANS = {"site": "market", "victims": (Victims("civilians", Count.exactly(4), None),), "target": None}
FIGHTERS = {"site": None, "victims": (Victims("militants", Count.exactly(4), None),), "target": None}
UNNAMED = Actor("gunmen", None, "unknown", None)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (CIVILIANS | {"claimed_by": GROUP}, (3, "Kataib Hezbollah", "Civilians")),
        (CIVILIANS | {"perpetrator": IRAQ}, (3, "Government of Iraq", "Civilians")),
        (CIVILIANS | {"perpetrator": UNNAMED}, (None, None, None)),
        (CIVILIANS | {"claimed_by": None}, (None, None, None)),
        (FIGHTERS | {"perpetrator": GROUP}, (2, "Kataib Hezbollah", None)),
        (FIGHTERS | {"perpetrator": IRAQ}, (1, "Government of Iraq", None)),
        (CIVILIANS | {"site": "military_base"}, (None, None, None)),
        ({"perpetrator": IRAQ}, (None, None, None)),
    ],
)
def test_violence_and_its_sides(changed: dict[str, Any], told: tuple[Any, ...]) -> None:
    found = of(**changed)
    assert (found["type_of_violence"], found["side_a"], found["side_b"]) == told


@pytest.mark.parametrize(
    ("first", "last", "precision", "year"),
    [
        ("2021-07-05", "2021-07-05", 1, 2021),
        ("2021-07-05", "2021-07-10", 2, 2021),
        ("2021-07-05", "2021-07-11", 3, 2021),
        ("2021-07-01", "2021-07-31", 4, 2021),
        ("2020-12-31", "2021-01-01", 2, None),
        ("2020-01-01", "2020-12-31", 5, 2020),
        ("2020-01-01", "2021-12-31", None, None),
    ],
)
def test_precision_of_days(first: str, last: str, precision: int | None, year: int | None) -> None:
    found = of(date=Interval(date.fromisoformat(first), date.fromisoformat(last)))
    assert (found["date_prec"], found["year"]) == (precision, year)
    assert (found["date_start"].isoformat(), found["date_end"].isoformat()) == (first, last)


def test_deaths_of_civilians_stand_apart_where_one_group_tells_them() -> None:
    both = (Victims("civilians", Count.exactly(3), None), Victims("others", Count.exactly(1), None))
    found = of(victims=both, killed=Count.exactly(4))
    assert (found["deaths_civilians"], found["deaths_unknown"], found["best"]) == (3, 1, 4)
    women = (Victims("civilians", Count.exactly(3), None), Victims("children", Count.exactly(1), None))
    found = of(victims=women, killed=Count.exactly(4))
    assert (found["deaths_civilians"], found["deaths_unknown"]) == (None, 4)


def test_a_group_larger_than_all_together_is_not_told_apart() -> None:
    found = of(victims=(Victims("civilians", Count.exactly(9), None),), killed=Count.exactly(4))
    assert (found["deaths_civilians"], found["deaths_unknown"]) == (None, 4)


@FEW
@given(incidents)
def test_deaths_add_up_to_the_best_figure(incident: Incident) -> None:
    found = row(incident, [])
    parts = [found[name] for name in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")]
    if found["best"] is not None:
        assert sum(part for part in parts if isinstance(part, int)) == found["best"]
        assert all(part is None or part >= 0 for part in parts if not isinstance(part, str))

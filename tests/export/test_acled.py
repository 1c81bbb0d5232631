"""Incidents in columns like those of ACLED."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.export.made import GROUP, INCIDENT, NOWHERE, TOLD, US, VALUES

from incidentbook.export.acled import row
from incidentbook.model import Count, Interval, Place, Target, Values, Victims


def of(**changed: Any) -> dict[str, Any]:
    return dict(row(replace(INCIDENT, values=replace(VALUES, **changed)), TOLD))


def test_a_full_row() -> None:
    wanted = {
        "event_id_cnty": "IB-000001", "event_date": date(2021, 7, 5), "year": 2021, "time_precision": 1,
        "disorder_type": "Political violence", "event_type": "Explosions/Remote violence",
        "sub_event_type": "Shelling/artillery/missile attack", "actor1": "Kataib Hezbollah", "actor2": None, "country": "Iraq",
        "admin1": "Erbil", "location": "Harir Air Base", "latitude": 36.527, "longitude": 44.347, "geo_precision": 1,
        "source": "Example Times", "fatalities": 1,
        "notes": "2 rockets hit Harir Air Base, Erbil, Iraq, on 5 July 2021. Reports say that 1 person (1 to 3) was killed. "
        "It was claimed by Kataib Hezbollah. It was blamed on Kataib Hezbollah by the United States. "
        "Told by 2 documents, 2 independent. Reports disagree on killed.",
    }  # fmt: skip
    assert of() == wanted


def test_what_is_not_known_is_not_told() -> None:
    told = {name: cell for name, cell in row(NOWHERE, []).items() if cell is not None}
    unknown = (
        "An attack took place at an unknown place on an unknown date. How many were killed or injured is unknown. "
        "Who did it is unknown. Told by 1 document, 1 independent."
    )
    assert told == {"event_id_cnty": "IB-000002", "notes": unknown}


@pytest.mark.parametrize(
    ("first", "last", "day", "precision"),
    [
        ("2021-07-05", "2021-07-05", "2021-07-05", 1),
        ("2021-07-04", "2021-07-05", "2021-07-04", 2),
        ("2021-07-05", "2021-07-11", "2021-07-08", 2),
        ("2021-07-01", "2021-07-31", "2021-07-16", 3),
    ],
)
def test_the_middle_of_the_days(first: str, last: str, day: str, precision: int) -> None:
    found = of(date=Interval(date.fromisoformat(first), date.fromisoformat(last)))
    assert (found["event_date"].isoformat(), found["time_precision"]) == (day, precision)


@pytest.mark.parametrize("last", [date(2021, 12, 31), None])
def test_a_year_or_an_open_end_has_no_date(last: date | None) -> None:
    found = of(date=Interval(date(2021, 1, 1), last))
    assert (found["event_date"], found["year"], found["time_precision"]) == (None, None, None)
    assert "2021" in found["notes"]


TAKEN = {"attack_type": "kidnapping"}
SHOT_AT = {"attack_type": "shooting", "target": None}


@pytest.mark.parametrize(
    ("changed", "kinds"),
    [
        ({"attack_type": "drone"}, ("Explosions/Remote violence", "Air/drone strike")),
        ({"attack_type": "suicide_bomb"}, ("Explosions/Remote violence", "Suicide bomb")),
        ({"attack_type": "rocket", "stage": "foiled"}, ("Strategic developments", "Disrupted weapons use")),
        ({"attack_type": "rocket", "stage": "attempted"}, ("Explosions/Remote violence", "Shelling/artillery/missile attack")),
        ({"attack_type": "rocket", "stage": "threatened"}, (None, None)),
        ({"attack_type": "shooting", "stage": "foiled"}, (None, None)),
        ({**SHOT_AT, "site": "market", "victims": None}, ("Violence against civilians", "Attack")),
        ({**SHOT_AT, "site": None, "victims": (Victims("three policemen", None, None),)}, ("Battles", "Armed clash")),
        ({**SHOT_AT, "site": None, "victims": None}, (None, None)),
        ({**SHOT_AT, "site": "market", "victims": (Victims("soldiers", None, None),)}, (None, None)),
        ({**TAKEN, "site": None, "victims": None}, ("Violence against civilians", "Abduction/forced disappearance")),
        (TAKEN, (None, None)),
        ({"attack_type": "other"}, (None, None)),
        ({"attack_type": None}, (None, None)),
    ],
)  # fmt: skip
def test_kinds_of_events(changed: dict[str, Any], kinds: tuple[str | None, str | None]) -> None:
    found = of(**changed)
    assert (found["event_type"], found["sub_event_type"]) == kinds
    assert (found["disorder_type"] is None) == (kinds[0] is None)


def test_one_who_is_only_blamed_is_no_actor() -> None:
    found = of(claimed_by=None)
    assert found["actor1"] is None
    assert "It was blamed on Kataib Hezbollah by the United States." in found["notes"]
    assert of(perpetrator=US)["actor1"] == "United States"
    assert of(denied_by=GROUP)["actor1"] is None


def test_civilians_are_the_other_actor_where_they_alone_were_hit() -> None:
    hit = {"site": "school", "victims": (Victims("students", None, None),)}
    assert of(**hit, target=(Target("villagers", "group", None, None),))["actor2"] == "Civilians (Iraq)"
    assert of(**hit, target=(Target("soldiers", "group", None, None),))["actor2"] is None


def test_deaths_are_the_lowest_figure_and_not_nought_by_default() -> None:
    assert of(killed=Count(2, None, None))["fatalities"] == 2
    assert of(killed=None)["fatalities"] is None


def test_a_country_as_a_whole_is_no_place() -> None:
    place = Place("Congo", "CD", None, -2.9, 23.6, 6, None)
    found = dict(row(replace(NOWHERE, values=Values(place=place)), []))
    assert (found["country"], found["geo_precision"]) == ("Democratic Republic of Congo", None)

"""Time zones of places."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from incidentbook.export.resources import load
from incidentbook.export.zones import zone_in_words, zone_of
from incidentbook.model import Interval, Place


def at(country: str | None, admin1: str | None = None) -> Place:
    return Place("Somewhere", country, admin1, None, None, None, None)


@pytest.mark.parametrize(
    ("place", "day", "words"),
    [
        (at("IQ"), date(2021, 7, 5), "local time, Asia/Baghdad (UTC+3)"),
        (at("AF"), date(2021, 7, 5), "local time, Asia/Kabul (UTC+4:30)"),
        (at("UA", "Kharkiv"), date(2023, 1, 29), "local time, Europe/Kyiv (UTC+2)"),
        (at("UA", "Crimea"), date(2023, 1, 29), "local time, Europe/Simferopol (UTC+3)"),
        (at("CO"), date(2019, 1, 17), "local time, America/Bogota (UTC-5)"),
        (at("IQ"), None, "local time, Asia/Baghdad"),
        (at("US"), date(2021, 7, 5), "local time, zone unknown"),
        (at(None), date(2021, 7, 5), "local time, zone unknown"),
        (None, None, "local time, zone unknown"),
    ],
)
def test_zones(place: Place | None, day: date | None, words: str) -> None:
    assert zone_in_words(place, Interval.day(day) if day else None) == words


def test_every_zone_of_the_table_is_one() -> None:
    table = load("zones.yaml")
    named = set(table["countries"].values()) | {
        z for units in table["units"].values() for z in units.values()
    }
    assert len(named) > 200
    for name in named:
        assert ZoneInfo(name)


def test_a_country_of_several_zones_has_none() -> None:
    assert zone_of(at("RU")) is None

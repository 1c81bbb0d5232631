"""Comparisons of places, counts, actors and words."""

from __future__ import annotations

from datetime import date

import pytest

from incidentbook.link import compare
from incidentbook.model import Actor, Count, Interval, Place


def place(
    name: str, lat: float | None, lon: float | None, precision: int | None, country: str = "IQ"
) -> Place:
    return Place(name, country, None, lat, lon, precision, None)


BAGHDAD = place("Baghdad", 33.315, 44.366, 2)
GREEN_ZONE = place("Green Zone", 33.304, 44.391, 1)
TAJI = place("Camp Taji", 33.524, 44.257, 1)
ERBIL = place("Erbil", 36.19, 44.01, 2)
IRAQ = place("Iraq", 33.0, 44.0, 6)
DUBAI = place("Dubai", 25.07, 55.31, 2, "AE")


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (BAGHDAD, GREEN_ZONE, "same"),
        (BAGHDAD, place("the city of Baghdad", None, None, None), "city"),
        (GREEN_ZONE, TAJI, "near"),
        (GREEN_ZONE, IRAQ, "coarse"),
        (IRAQ, place("IRAQ", None, None, 6), "region"),
        (GREEN_ZONE, ERBIL, None),
        (GREEN_ZONE, DUBAI, None),
        (GREEN_ZONE, None, "unknown"),
        (place("al-Karma", None, None, None), GREEN_ZONE, "unknown"),
    ],
)
def test_places_agree(a: Place, b: Place | None, expected: str | None) -> None:
    assert compare.place_agreement(a, b) == expected
    assert b is None or compare.place_agreement(b, a) == expected


def test_distance_is_that_of_the_great_circle() -> None:
    paris, london = place("Paris", 48.8566, 2.3522, 2, "FR"), place("London", 51.5074, -0.1278, 2, "GB")
    assert compare.distance_km(paris, london) == pytest.approx(343.6, abs=0.5)
    assert compare.distance_km(paris, place("?", None, None, None)) is None


@pytest.mark.parametrize(
    ("a", "b", "meet"),
    [
        (Count.exactly(3), Count.exactly(3), True),
        (Count(2, None, None), Count.exactly(7), True),
        (Count(8, None, None), Count.exactly(7), False),
        (Count(3, None, 5), Count(5, None, 9), True),
        (Count.exactly(0), Count(1, None, None), False),
    ],
)
def test_counts_meet(a: Count, b: Count, meet: bool) -> None:
    assert compare.counts_meet(a, b) is meet
    assert compare.counts_meet(b, a) is meet


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (
            Actor("Houthis", None, "armed_group", None),
            Actor("the Houthi movement", None, "armed_group", None),
            True,
        ),
        (Actor("Kataib Hezbollah", "kh", "armed_group", None), Actor("KH", "kh", "armed_group", None), True),
        (
            Actor("Hezbollah", "hezbollah", "armed_group", None),
            Actor("Hezbollah", "kh", "armed_group", None),
            False,
        ),
        (Actor("Hamas", None, "armed_group", None), Actor("Islamic Jihad", None, "armed_group", None), False),
    ],
)
def test_actors(a: Actor, b: Actor, same: bool) -> None:
    assert compare.same_actor(a, b) is same
    assert compare.same_actor(b, a) is same


def test_a_kind_of_no_family_is_only_itself() -> None:
    assert compare.same_family("rocket", "missile")
    assert compare.same_family("rocket", None)
    assert compare.same_family("other", "stabbing")
    assert not compare.same_family("rocket", "stabbing")


def test_proper_words_are_those_that_tell_apart() -> None:
    assert compare.proper_words("Iranian General Qasem Soleimani") == {"qasem", "soleimani"}
    assert compare.proper_words("the tanker NS Moon") == {"moon"}
    assert compare.proper_words("a military convoy") == frozenset()
    assert compare.proper_words("Five people") == frozenset()
    assert compare.proper_words("Soleimani") == {"soleimani"}
    assert compare.proper_words("Abu Mahdi al-Muhandis") == {"abu", "mahdi", "muhandi"}


def test_two_spellings_of_a_name() -> None:
    assert compare.same_spelling("asad", "assad")
    assert compare.same_spelling("soleimani", "suleimani")
    assert not compare.same_spelling("balad", "baghdad")


def test_the_days_two_intervals_span() -> None:
    month = Interval(date(2021, 5, 1), date(2021, 5, 31))
    assert compare.shared_days(month, Interval.day(date(2021, 5, 4))) == 31
    assert compare.shared_days(Interval.day(date(2021, 5, 4)), Interval.day(date(2021, 5, 4))) == 1
    assert compare.shared_days(month, Interval(None, date(2021, 5, 4))) is None

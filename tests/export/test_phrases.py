"""Figures, days and places in sentences."""

from __future__ import annotations

from datetime import date

import pytest

from incidentbook.export import phrases
from incidentbook.model import Actor, Count, Interval, Place


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ((2021, 7, 5), (2021, 7, 5), "on 5 July 2021"),
        ((2021, 7, 4), (2021, 7, 5), "on 4 or 5 July 2021"),
        ((2021, 7, 3), (2021, 7, 5), "between 3 and 5 July 2021"),
        ((2021, 6, 28), (2021, 7, 5), "between 28 June and 5 July 2021"),
        ((2021, 12, 31), (2022, 1, 1), "on 31 December 2021 or 1 January 2022"),
        ((2020, 3, 1), (2020, 3, 10), "in early March 2020"),
        ((2020, 3, 11), (2020, 3, 20), "in mid-March 2020"),
        ((2020, 2, 21), (2020, 2, 29), "in late February 2020"),
        ((2020, 2, 1), (2020, 2, 29), "in February 2020"),
        ((2020, 1, 1), (2020, 3, 31), "between January and March 2020"),
        ((2019, 12, 1), (2020, 1, 31), "between December 2019 and January 2020"),
        ((2020, 1, 1), (2020, 12, 31), "in 2020"),
        ((2021, 7, 5), None, "on or after 5 July 2021"),
        (None, (2021, 7, 5), "on or before 5 July 2021"),
        (None, None, "on an unknown date"),
    ],
)
def test_days_are_as_exact_as_they_are_known(
    first: tuple[int, int, int] | None, last: tuple[int, int, int] | None, words: str
) -> None:
    interval = Interval(first and date(*first), last and date(*last))
    assert phrases.when(interval) == words


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (None, None),
        (Count.exactly(0), None),
        (Count(0, None, None), None),
        (Count.exactly(1), ("1 rocket", True)),
        (Count.exactly(1200), ("1,200 rockets", False)),
        (Count(1, None, None), ("at least 1 rocket", True)),
        (Count(2, 3, None), ("3 rockets (at least 2)", False)),
        (Count(0, None, 1), ("up to 1 rocket", True)),
        (Count(0, 0, 3), ("up to 3 rockets", False)),
        (Count(1, None, 3), ("1 to 3 rockets", False)),
        (Count(1, 1, 3), ("1 rocket (1 to 3)", True)),
    ],
)
def test_numbers_agree_with_their_verbs(count: Count | None, words: tuple[str, bool] | None) -> None:
    assert phrases.number_of(count, "rocket", "rockets") == words


def test_nouns() -> None:
    assert [phrases.with_article(n) for n in ("rocket", "airstrike", "IED", "unmanned drone", "UAV", "SUV")] == [
        "a rocket", "an airstrike", "an IED", "an unmanned drone", "a UAV", "an SUV",
    ]  # fmt: skip
    assert [phrases.plural(n) for n in ("rocket", "battery", "bus", "day")] == [
        "rockets",
        "batteries",
        "buses",
        "days",
    ]


def test_names_take_their_article() -> None:
    embassy = Place("US Embassy in Baghdad", "IQ", "Baghdad", None, None, 1, None)
    assert phrases.place_in_a_sentence(embassy) == "the US Embassy in Baghdad, Iraq"
    assert phrases.actor_in_a_sentence(Actor("United States", "us", "state", "US")) == "the United States"
    assert phrases.actor_in_a_sentence(Actor("Iraq", "iq", "state", "IQ")) == "Iraq"

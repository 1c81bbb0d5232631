"""Incidents in plain words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.export.made import GROUP, INCIDENT, NOWHERE, PLACE, US

from incidentbook.export.sentence import days, sentences, title, value_in_words
from incidentbook.model import Attribution, Count, Damage, Interval, Target, Values, Victims


def test_a_title_names_what_is_known() -> None:
    assert title(INCIDENT) == "rocket attack, Harir Air Base, IQ, 2021-07-05"
    assert title(NOWHERE) == "attack"


def test_stages_and_kinds() -> None:
    found = replace(INCIDENT, values=Values(attack_type="vehicle_bomb", stage="foiled"))
    assert sentences(found).startswith("Foiled vehicle bombing. Told by")
    assert title(replace(found, values=Values(attack_type="ied"))) == "IED attack"
    assert title(replace(found, values=Values(attack_type="other"))) == "attack"


@pytest.mark.parametrize(
    ("interval", "words"),
    [
        (None, ""),
        (Interval(None, None), ""),
        (Interval.day(date(2021, 7, 5)), "2021-07-05"),
        (Interval(date(2021, 7, 5), None), "2021-07-05 or later"),
        (Interval(None, date(2021, 7, 5)), "2021-07-05 or earlier"),
        (Interval(date(2021, 7, 4), date(2021, 7, 5)), "2021-07-04 to 2021-07-05"),
    ],
)
def test_days(interval: Interval | None, words: str) -> None:
    assert days(interval) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "none"),
        (Count(3, None, None), "3 or more"),
        (Count(1, 2, 4), "2 (1–4)"),
        (PLACE, "Harir Air Base, Erbil, Iraq"),
        (Target("a convoy", None, None, None), "a convoy"),
        (Victims("guards", Count.exactly(2), Count(1, None, None)), "guards: 2 killed, 1 or more injured"),
        (Damage("some", "a roof"), "a roof"),
        (Attribution(US, GROUP), "Kataib Hezbollah by United States"),
        (Attribution(None, GROUP), "Kataib Hezbollah"),
        ("air_base", "air base"),
    ],
)
def test_values(value: object, words: str) -> None:
    assert value_in_words(value) == words  # type: ignore[arg-type]

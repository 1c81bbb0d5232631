"""Values as reviewers write them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from incidentbook.errors import DecisionError
from incidentbook.model import Actor, Attribution, Count, Damage, Interval, Property
from incidentbook.review import written

FOURTH, FIFTH = date(2021, 7, 4), date(2021, 7, 5)


@pytest.mark.parametrize(
    ("name", "words", "value"),
    [
        ("killed", "3", Count.exactly(3)),
        ("killed", "0", Count.exactly(0)),
        ("killed", "3-5", Count(3, None, 5)),
        ("killed", "3 – 5", Count(3, None, 5)),
        ("injured", "12+", Count(12, None, None)),
        ("munitions", '{"low": 3, "best": 4, "high": 5}', Count(3, 4, 5)),
        ("killed", "None", None),
        ("date", "2021-07-05", Interval.day(FIFTH)),
        ("date", "2021-07-04..2021-07-05", Interval(FOURTH, FIFTH)),
        ("date", "..2021-07-05", Interval(None, FIFTH)),
        ("date", "2021-07-04 ..", Interval(FOURTH, None)),
        ("attack_type", "rocket", "rocket"),
        ("time_of_day", "14:45", "14:45"),
        ("weapon", "Katyusha rocket", "Katyusha rocket"),
        ("damage", '{"extent": "some", "text": "a wall"}', Damage("some", "a wall")),
        (
            "attributed_to",
            '[{"by": null, "to": {"name": "X", "id": null, "kind": "unknown", "country": null}}]',
            (Attribution(None, Actor("X", None, "unknown", None)),),
        ),
    ],
)
def test_words_are_the_value_that_they_say(name: Property, words: str, value: Any) -> None:
    assert written.value(name, words) == value


def test_places_and_actors_are_those_of_the_tables() -> None:
    taji = written.value("place", "Camp Taji, IQ")
    assert (taji.country, taji.gazetteer is not None) == ("IQ", True)
    assert written.value("claimed_by", "the Houthis").id == "houthis"


@pytest.mark.parametrize(
    ("name", "words", "says"),
    [
        ("killed", "twenty or so", "write 3, 3-5, 3"),
        ("killed", "5-3", "write 3, 3-5, 3"),
        ("killed", '{"low": 3}', "killed"),
        ("killed", "{", "write 3, 3-5, 3"),
        ("date", "Monday", "write 2021-07-05"),
        ("date", "..", "write 2021-07-05"),
        ("date", "2021-07-05..2021-07-04", "write 2021-07-05"),
        ("attack_type", "bomb", "'rocket'"),
        ("target", "a base", "target"),
        ("place", "Nowhereville-on-Sea", "gazetteer find"),
    ],
)
def test_words_that_are_no_value_name_the_way_out(name: Property, words: str, says: str) -> None:
    with pytest.raises(DecisionError, match=says) as told:
        written.value(name, words)
    assert "\n" not in str(told.value)


def test_properties_are_found_by_name() -> None:
    assert written.property_named("attack-type") == written.property_named(" Attack_Type ") == "attack_type"
    with pytest.raises(DecisionError, match="there is no property dead; give one of date, "):
        written.property_named("dead")

"""Incidents in plain words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product
from typing import Any, get_args

import pytest
from hypothesis import given
from tests.export.made import DOCUMENT, FEW, GROUP, INCIDENT, IRAQ, NOWHERE, PLACE, TOLD, US, incidents, said

from incidentbook.export.sentence import days, headline, sentence, sentences, value_in_words
from incidentbook.model import (
    AttackType,
    Attribution,
    Count,
    Damage,
    Incident,
    Interval,
    Place,
    Report,
    Ruling,
    Site,
    SourceCount,
    Stage,
    Target,
    Values,
    Victims,
)

DAY = Interval.day(date(2021, 7, 5))
ASAD = Place("Ain al-Asad Airbase", "IQ", "Anbar", 33.8, 42.4, 1, "ourairports:ORAA")
KABUL = Place("Kabul", "AF", "Kabul", 34.5, 69.2, 2, "geonames:1138958")
ANBAR = Place("Anbar", "IQ", "Anbar", 33.0, 42.0, 4, "iso:IQ-AN")
ZONE = Place("Green Zone", "IQ", "Baghdad", 33.3, 44.4, 1, "ib:green-zone")
RED_SEA = Place("Red Sea", None, None, 20.0, 38.0, 7, "ib:red-sea")
SHIP = Target("a merchant ship", "vehicle", None, None)
THREE = Count.exactly(3)


def of(independent: int = 2, **values: Any) -> Incident:
    """An incident of these values."""
    return Incident("IB-1", Values(**values), (), (), SourceCount(2, independent), "machine")


CASES: list[tuple[dict[str, Any], str, str]] = [
    ({"attack_type": "rocket", "munitions": THREE, "place": ASAD, "date": DAY, "time_of_day": "14:45",
      "stage": "accomplished", "site": "air_base", "killed": Count.exactly(0), "injured": Count(0, None, 3)},
     "3 rockets hit Ain al-Asad Airbase, Anbar, Iraq, 5 July 2021, 14:45",
     "3 rockets hit Ain al-Asad Airbase, Anbar, Iraq, on 5 July 2021 at 14:45. Reports say that no one was "
     "killed and up to 3 people were injured. {who}"),
    ({"attack_type": "rocket", "munitions": Count(2, None, None), "place": ASAD, "weapon": "Katyusha rocket",
      "date": Interval(date(2020, 3, 1), date(2020, 3, 10)), "claimed_by": GROUP},
     "At least 2 Katyusha rockets were fired at Ain al-Asad Airbase, Anbar, Iraq, early March 2020",
     "At least 2 Katyusha rockets were fired at Ain al-Asad Airbase, Anbar, Iraq, in early March 2020. {harm} "
     "It was claimed by Kataib Hezbollah."),
    ({"attack_type": "drone", "munitions": Count(1, 3, 3), "intercepted": Count.exactly(2), "place": ZONE,
      "date": Interval(date(2021, 7, 3), date(2021, 7, 5)),
      "attributed_to": (Attribution(US, GROUP), Attribution(IRAQ, GROUP))},
     "3 drones (1 to 3) were flown at the Green Zone, Baghdad, Iraq, between 3 and 5 July 2021",
     "3 drones (1 to 3) were flown at the Green Zone, Baghdad, Iraq, between 3 and 5 July 2021. 2 of them were "
     "reported shot down. {harm} It was blamed on Kataib Hezbollah by the United States and Iraqi military."),
    ({"attack_type": "drone", "munitions": Count.exactly(1), "intercepted": Count.exactly(1), "place": KABUL,
      "impact": "a field"},
     "1 drone was flown at Kabul, Afghanistan, unknown date",
     "1 drone was flown at Kabul, Afghanistan, on an unknown date. It was reported shot down. {harm} {who}"),
    ({"attack_type": "suicide_bomb", "place": KABUL, "site": "market", "killed": Count(12, 12, 15), "date": DAY},
     "A suicide bombing took place at a market in Kabul, Afghanistan, 5 July 2021",
     "A suicide bombing took place at a market in Kabul, Afghanistan, on 5 July 2021. Reports say that 12 "
     "people (12 to 15) were killed. {who}"),
    ({"attack_type": "vehicle_bomb", "munitions": Count.exactly(1), "weapon": "car bomb", "place": KABUL,
      "perpetrator": GROUP},
     "1 car bomb went off in Kabul, Afghanistan, unknown date",
     "1 car bomb went off in Kabul, Afghanistan, on an unknown date. {harm} Reports name Kataib Hezbollah as "
     "the attacker."),
    ({"attack_type": "ied", "place": ANBAR, "date": Interval(date(2021, 1, 1), date(2021, 12, 31))},
     "An improvised explosive device went off in Anbar, Iraq, 2021",
     "An improvised explosive device went off in Anbar, Iraq, in 2021. {harm} {who}"),
    ({"attack_type": "missile", "munitions": Count.exactly(1), "place": RED_SEA, "target": (SHIP,),
      "damage": Damage("some", "a hole"),
      "date": Interval(None, date(2024, 3, 6))},
     "1 missile hit a merchant ship in the Red Sea, 6 March 2024 or earlier",
     "1 missile hit a merchant ship in the Red Sea on or before 6 March 2024. {harm} {who}"),
    ({"attack_type": "rocket", "stage": "foiled", "place": ASAD, "date": DAY},
     "A rocket attack on Ain al-Asad Airbase, Anbar, Iraq, was foiled, 5 July 2021",
     "A rocket attack on Ain al-Asad Airbase, Anbar, Iraq, was foiled on 5 July 2021. {harm} {who}"),
    ({"attack_type": "storming", "stage": "attempted", "place": Place("US Embassy in Baghdad", "IQ",
      "Baghdad", 33.3, 44.4, 1, None)},
     "An attempted storming of the US Embassy in Baghdad, Iraq, failed, unknown date",
     "An attempted storming of the US Embassy in Baghdad, Iraq, failed on an unknown date. {harm} {who}"),
    ({"attack_type": "bombing", "stage": "threatened", "munitions": Count.exactly(2), "place": KABUL},
     "A bombing of Kabul, Afghanistan with 2 bombs, was threatened, unknown date",
     "A bombing of Kabul, Afghanistan with 2 bombs, was threatened on an unknown date. {harm} {who}"),
    ({"attack_type": "shooting", "place": KABUL, "site": "school", "time_of_day": "morning",
      "injured": Count.exactly(1),
      "date": Interval(date(2021, 6, 30), date(2021, 7, 1)), "denied_by": GROUP},
     "A shooting took place at a school in Kabul, Afghanistan, 30 June or 1 July 2021, morning",
     "A shooting took place at a school in Kabul, Afghanistan, on 30 June or 1 July 2021 in the morning. "
     "Reports say that 1 person was injured. Kataib Hezbollah denied it. {who}"),
    ({"attack_type": "ambush", "place": KABUL, "site": "convoy", "date": DAY},
     "An ambush of a convoy took place in Kabul, Afghanistan, 5 July 2021",
     "An ambush of a convoy took place in Kabul, Afghanistan, on 5 July 2021. {harm} {who}"),
    ({"attack_type": "kidnapping", "site": "convoy", "date": DAY},
     "A kidnapping from a convoy took place at an unknown place, 5 July 2021",
     "A kidnapping from a convoy took place at an unknown place on 5 July 2021. {harm} {who}"),
    ({"attack_type": "shooting", "place": KABUL, "site": "street", "date": DAY},
     "A shooting took place on a street in Kabul, Afghanistan, 5 July 2021",
     "A shooting took place on a street in Kabul, Afghanistan, on 5 July 2021. {harm} {who}"),
    ({"attack_type": "drone", "place": ANBAR, "date": DAY, "failed": Count.exactly(1)},
     "A drone attack took place in Anbar, Iraq, 5 July 2021",
     "A drone attack took place in Anbar, Iraq, on 5 July 2021. 1 drone was reported to have failed. {harm} {who}"),
    ({"attack_type": "airstrike", "place": ANBAR, "date": Interval(date(2021, 7, 1), date(2021, 7, 31)),
      "perpetrator": US},
     "An airstrike took place in Anbar, Iraq, July 2021",
     "An airstrike took place in Anbar, Iraq, in July 2021. {harm} Reports name the United States as the attacker."),
    ({"attack_type": "mortar", "munitions": Count(2, 2, 4), "place": ASAD,
      "date": Interval(date(2021, 12, 30), date(2022, 1, 2))},
     "2 mortar rounds (2 to 4) were fired at Ain al-Asad Airbase, Anbar, Iraq, between 30 December 2021 and 2 "
     "January 2022",
     "2 mortar rounds (2 to 4) were fired at Ain al-Asad Airbase, Anbar, Iraq, between 30 December 2021 and 2 "
     "January 2022. {harm} {who}"),
    ({"attack_type": "kidnapping", "place": KABUL, "time_of_day": "night", "date": Interval(date(2021, 7, 5), None)},
     "A kidnapping took place in Kabul, Afghanistan, 5 July 2021 or later, night",
     "A kidnapping took place in Kabul, Afghanistan, on or after 5 July 2021 at night. {harm} {who}"),
    ({},
     "An attack took place at an unknown place, unknown date",
     "An attack took place at an unknown place on an unknown date. {harm} {who}"),
]  # fmt: skip


@pytest.mark.parametrize(("values", "line", "told"), CASES, ids=[str(n) for n in range(len(CASES))])
def test_what_happened(values: dict[str, Any], line: str, told: str) -> None:
    assert headline(of(**values)) == line
    harm, who = "How many were killed or injured is unknown.", "Who did it is unknown."
    assert sentence(of(**values)) == told.format(harm=harm, who=who)


def test_what_one_source_says_is_told_as_its_word() -> None:
    one = of(1, killed=Count.exactly(2), perpetrator=GROUP)
    assert "The only source says that 2 people were killed." in sentence(one)
    assert "The only source names Kataib Hezbollah as the attacker." in sentence(one)


def test_a_figure_that_one_side_alone_gives_is_told_as_its_word() -> None:
    claim = said("killed", Count.exactly(80), "killing a soldier", stance="claimed", speaker=GROUP)
    found = of(killed=Count.exactly(80), injured=Count.exactly(2))
    told = [(DOCUMENT, Report("r1", True, Values(), (claim,)))]
    assert (
        "Kataib Hezbollah claimed that 80 people were killed. Reports say that 2 people were injured."
        in sentence(found, told)
    )
    other = said("killed", Count.exactly(80), "killing a soldier")
    both = [*told, (DOCUMENT, Report("r2", True, Values(), (other,)))]
    assert "Reports say that 80 people were killed and 2 people were injured." in sentence(found, both)


def test_what_a_reviewer_corrected_is_told_as_theirs() -> None:
    rulings = tuple(
        Ruling("D-1", "correct", "ann", datetime(2026, 11, 29, tzinfo=UTC), "the list", None, name)  # type: ignore[arg-type]
        for name in ("killed", "perpetrator")
    )
    found = replace(
        of(1, killed=Count.exactly(7), injured=Count.exactly(2), perpetrator=GROUP), review=rulings
    )
    assert (
        "A reviewer found that 7 people were killed. The only source says that 2 people were injured."
        in sentence(found)
    )
    assert "A reviewer names Kataib Hezbollah as the attacker." in sentence(found)


def test_that_nobody_claimed_it_is_told_where_a_report_says_so() -> None:
    assert "No group has claimed it" in sentence(of(), TOLD)
    assert "No group" not in sentence(of(claimed_by=GROUP), TOLD)
    assert "No group" not in sentence(of())


def test_sentences_tell_how_many_sources_there_are() -> None:
    assert sentences(INCIDENT).endswith("Told by 2 documents, 2 independent. Reports disagree on killed.")
    assert sentences(NOWHERE).endswith("Told by 1 document, 1 independent.")


@FEW
@given(incidents)
def test_every_incident_can_be_told(incident: Incident) -> None:
    for told in (headline(incident), sentence(incident), sentences(incident)):
        assert "None" not in told
        assert told[0] == told[0].upper()
        assert not {"\n", "\r", "\t"} & set(told)
    assert sentence(incident).endswith(".")


NUMBERS = (
    None,
    Count.exactly(0),
    Count.exactly(1),
    Count(0, None, None),
    Count(1, None, None),
    Count(2, 3, None),
    Count(0, 0, 2),
)


@pytest.mark.parametrize("kind", [None, *get_args(AttackType)])
@pytest.mark.parametrize("stage", [None, *get_args(Stage)])
def test_every_kind_and_stage_and_site_has_words(kind: Any, stage: Any) -> None:
    for place, site, number in product((None, ASAD, KABUL, RED_SEA), (None, *get_args(Site)), NUMBERS):
        told = headline(of(attack_type=kind, stage=stage, place=place, site=site, munitions=number))
        assert told.endswith(", unknown date")
        assert "None" not in told
        assert "_" not in told
        assert "  " not in told


def test_a_name_is_not_taken_for_grammar() -> None:
    odd = of(attack_type="rocket", weapon="None", place=replace(PLACE, name="", admin1=None, country=None))
    assert headline(odd) == "A rocket attack took place in an unnamed place, unknown date"


@pytest.mark.parametrize(
    ("interval", "words"),
    [
        (None, ""),
        (Interval(None, None), ""),
        (DAY, "2021-07-05"),
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

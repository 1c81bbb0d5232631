"""Texts in capitals are read with the capitals that names and sentences have; any other text stays as it is."""

from __future__ import annotations

import pytest

from incidentbook.extract.casing import restored
from incidentbook.pipeline import extract

_CASES = [
    "Guerrillas of the Farabundo Marti National Liberation Front attacked a power station in Usulutan last night, the army said.",
    "Colonel Rigoberto Quezada said on 3 March that two soldiers died near Puerto Lempira when a mine blew up their truck.",
    "The mayor of San Miguel, Ernesto Villatoro, was shot by unidentified men in May. He had often asked for more guards.",
    "Two men put a car bomb under the bridge, and police found the car that they had left there before the plan was known.",
    "The ELN claimed the attack on the pipeline in Colombia. Peruvian police will help, U.S. officials told Reuters in Lima.",
]


@pytest.mark.parametrize("text", _CASES)
def test_capitals_come_back(text: str) -> None:
    assert restored(text.upper()) == text


def test_what_is_in_brackets_is_a_short_name() -> None:
    text = "MEMBERS OF THE PEOPLE'S RENEWAL LEAGUE [PRLX] STOPPED A BUS ON THE ROAD. THE PRLX BURNED IT WHEN ALL HAD LEFT."
    assert restored(text).count("PRLX") == 2


@pytest.mark.parametrize(
    "text", [_CASES[0], "POLICE", "A bomb went off in Kabul.\nSIX DEAD, MANY HURT IN A BLAST AT THE MARKET"]
)
def test_other_texts_stay(text: str) -> None:
    assert restored(text) == text


def test_a_wire_story_in_capitals() -> None:
    story = """   SAN SALVADOR, 12 MAR 90 (ACAN-EFE) -- [TEXT] A CAR BOMB EXPLODED LAST
NIGHT OUTSIDE A BANK IN SANTA ANA AND KILLED TWO GUARDS.  THE POLICE SAID
THAT GUERRILLAS OF THE FARABUNDO MARTI NATIONAL LIBERATION FRONT [FMLN]
HAD LEFT THE CAR THERE A FEW MINUTES EARLIER AND HAD WARNED NOBODY.

   A SHOPKEEPER WHO SAW THEM SAID THAT THREE MEN IN A WHITE VAN DROVE AWAY
AT HIGH SPEED.  THE BANK HAS BEEN ATTACKED TWICE SINCE LAST SUMMER, AND ITS
MANAGER SAID THAT IT WOULD NOW BE CLOSED."""
    found = extract(story)
    values = found.reports[0].values
    assert found.document.text == story
    assert found.document.published is not None
    assert str(found.document.published.interval.earliest) == "1990-03-12"
    assert values.place is not None
    assert (values.place.name, values.place.country) == ("Santa Ana", "SV")
    assert values.killed is not None
    assert (values.attack_type, values.killed.best) == ("vehicle_bomb", 2)

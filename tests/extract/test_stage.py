"""Whether an attack came to nothing, by the words of an article."""

from __future__ import annotations

from datetime import date

import pytest

from incidentbook import extract
from incidentbook.extract.extractor import read_scenes
from incidentbook.extract.mentions import find_mentions
from incidentbook.extract.roles import statements
from incidentbook.model import Extraction

SENTENCES = [
    ("Soldiers foiled a bomb attack on the market in Mosul on Monday.", "foiled"),
    ("A car bombing was prevented by police in Kirkuk on Monday.", "foiled"),
    ("No shopper was hurt in the thwarted attack on the market in Mosul on Monday.", "foiled"),
    ("Rebels laid a mine in Mosul on Monday; the army defused the mine.", "foiled"),
    ("Rebels laid a mine in Mosul on Monday; the army did not defuse the mine.", None),
    ("A man tried to stab a policeman in Hebron on Monday.", "attempted"),
    ("An attempt by rebels to storm the barracks in Mosul on Monday came to nothing.", "attempted"),
    ("A failed attack on the barracks in Mosul on Monday hurt nobody.", "attempted"),
    ("The man is charged with attempted murder in Mosul.", None),
    ("Rebels tried to kill the governor in a suicide bombing in Mosul on Monday.", None),
    ("The drones were brought down over Erbil on Monday before they could do harm.", "attempted"),
    ("Rockets hit the airport of Erbil on Monday.", None),
]
ARTICLES = [
    ("Soldiers foiled a bomb attack on the market in Mosul on Monday.", "foiled"),
    ("No shopper was hurt in the thwarted attack on the market in Mosul on Monday.", "foiled"),
    ("Two drones were shot down above the airport of Erbil on Monday.", "attempted"),
    ("Five drones attacked the airport of Erbil on Monday, and two of them were shot down.", None),
    ("Two drones were shot down over Erbil on Monday, and debris killed a guard.", None),
    ("A man tried to stab a policeman in Hebron on Monday and wounded him.", None),
    ("Soldiers foiled an attack on the market in Mosul on Monday, in which four people were killed.", None),
    ("Rockets hit the airport of Erbil on Monday.", None),
]


def read(text: str) -> Extraction:
    return extract(text, published=date(2024, 5, 7))


@pytest.mark.parametrize(("text", "stage"), SENTENCES, ids=[text[:50] for text, _ in SENTENCES])
def test_what_a_sentence_says_of_it(text: str, stage: str | None) -> None:
    scenes = read_scenes(read(text).document)
    told = [s for scene in scenes for m in find_mentions(scene)[0] for s in statements(m, alone=True)]
    assert {s.value for s in told if s.property == "stage"} == ({stage} if stage else set())


@pytest.mark.parametrize(("text", "stage"), ARTICLES, ids=[text[:50] for text, _ in ARTICLES])
def test_what_came_of_an_attack(text: str, stage: str | None) -> None:
    (report,) = read(text).reports
    assert report.values.stage == stage
    backed = [s for s in report.statements if s.property == "stage" and s.value == stage]
    assert bool(backed) == (stage is not None)
    assert all(0 < s.confidence < 1 for s in backed)


@pytest.mark.parametrize(
    "text",
    [
        "The governor vowed that any attack on the market in Mosul would be prevented.",
        "Soldiers have prevented many attacks on the market in Mosul.",
        "Guards must prevent an attack on the market in Mosul.",
        "The army did not prevent further attacks on the market in Mosul.",
    ],
)
def test_what_is_only_to_be_stopped_is_no_attack(text: str) -> None:
    assert not read(text).reports


def test_it_is_told_of_the_attack_that_the_words_speak_of() -> None:
    text = (
        "A car bomb killed six people at a market in Mosul on Monday.\n\n"
        "In Kirkuk, police foiled a second attack on Monday."
    )
    assert read(text).reports[0].values.stage is None


def test_what_air_defence_destroys_is_no_damage() -> None:
    text = "Two drones attacked the airport of Erbil on Monday. Air defences destroyed the drones."
    (report,) = read(text).reports
    assert report.values.damage is None

"""Where an attack was, of all the places that a text names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from incidentbook import extract
from incidentbook.extract.drafts import Draft, Told
from incidentbook.extract.merge import merge
from incidentbook.extract.placing import Story, placed, speaking_for
from incidentbook.extract.scene import Scene
from incidentbook.model import Place

Reader = Callable[..., list[Told]]


def place_of(text: str) -> Place | None:
    (report,) = extract(text, published=date(2024, 3, 9)).reports
    return report.values.place


CASES = {
    "not the capital of the dateline": (
        "KABUL, March 4 - A suicide bomber killed 10 people at a market in Khost on Monday, officials said.",
        "Khost",
    ),
    "nor that of an agency's": (
        "ISLAMABAD (AP) - A roadside bomb killed two soldiers in Bannu on Monday, police said.",
        "Bannu",
    ),
    "not the city of who speaks": (
        "A bomb killed three people in Jalalabad on Monday. A ministry spokesman in Kabul said the dead were civilians.",
        "Jalalabad",
    ),
    "not where the wounded were taken": (
        "A bomb killed two people in Mosul on Monday. The wounded were taken to a hospital in Baghdad.",
        "Mosul",
    ),
    "not where it was fired from": ("Rockets fired from Gaza hit Ashkelon on Monday.", "Ashkelon"),
    "a base before the town near it": (
        "Three rockets struck Balad airbase near Tikrit on Monday.",
        "Balad Air Base",
    ),
    "a camp before the capital near it": ("Rockets hit Camp Taji near Baghdad on Monday.", "Camp Taji"),
    "a town before its province and country": (
        "A bomb killed two people in Mosul, in Iraq's Nineveh province, on Monday. Iraq has seen many bombs.",
        "Mosul",
    ),
    "a town told after its province": (
        "A bomb exploded in Nineveh province on Monday and killed two people. The bomb went off in Tal Afar.",
        "Tal Afar",
    ),
    "the town of the headline": (
        "Bomb kills three in Kirkuk\n\n"
        "A bomb killed three people at a market on Monday, police said. A spokesman in Baghdad said an inquiry had begun.",
        "Kirkuk",
    ),
}


@pytest.mark.parametrize(("text", "want"), CASES.values(), ids=CASES)
def test_the_place_of_an_attack(text: str, want: str) -> None:
    place = place_of(text)
    assert place is not None
    assert place.name == want


def test_an_unlisted_village_keeps_its_name() -> None:
    place = place_of("Gunmen killed four people in the village of Kurtumale in Borno state on Monday.")
    assert place is not None
    assert (place.name, place.country, place.gazetteer) == ("Kurtumale", "NG", None)


def test_the_unlisted_village_of_the_lead_and_not_the_capital_of_the_dateline() -> None:
    place = place_of("BAGHDAD (Reuters) - Gunmen killed seven people in Buhriz on Monday, police said.")
    assert place is not None
    assert place.name == "Buhriz"


def test_where_no_place_is_named_there_is_none() -> None:
    assert place_of("A bomb killed three people at a market on Monday.") is None


# ------------------------------------------------------------------ the parts


TEXT = (
    "A bomb killed an Afghan driver in Kirkuk on Monday. "
    "A spokesman in Baghdad said the bomb had exploded at noon in Kirkuk."
)


@pytest.fixture
def read(told: Reader, scenes: Callable[[str], list[Scene]]) -> tuple[Draft, Story]:
    """The attack of TEXT and its story."""
    drafts = merge(told(TEXT))
    return drafts[0], Story(tuple(scenes(TEXT)), tuple(drafts))


def named(story: Story, name: str) -> Place:
    return next(p for p in story.named if p.name == name)


def test_a_story_knows_its_places_and_takes_no_people_for_one(read: tuple[Draft, Story]) -> None:
    _, story = read
    assert [p.name for p in story.named] == ["Kirkuk", "Baghdad"]
    kirkuk = named(story, "Kirkuk")
    assert len(story.named[kirkuk]) == 2
    assert story.first_fine == story.most_named == kirkuk


def test_features_tell_the_place_said_from_the_one_only_named(read: tuple[Draft, Story]) -> None:
    draft, story = read
    kirkuk, baghdad = (speaking_for(named(story, n), draft, story) for n in ("Kirkuk", "Baghdad"))
    assert {"said_first", "first_fine", "most_named", "named ≤2"} <= set(kirkuk)
    assert not {"said_first", "first_fine", "most_named", "said ≤1", "alone"} & set(baghdad)
    assert "said ≤0" in baghdad
    assert len(kirkuk) == len(set(kirkuk)), "no feature counts twice"


def test_a_draft_with_a_place_is_given_no_second_statement(read: tuple[Draft, Story]) -> None:
    draft, story = read
    same, place = placed(draft, story)
    assert same is draft
    assert place == named(story, "Kirkuk")

"""How a mention stands to an attack told before: the days, places, kinds, doers and figures of two sentences compared."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from incidentbook.extract import fit
from incidentbook.extract.drafts import Draft, Told
from incidentbook.extract.mentions import Mention
from incidentbook.model import AttackType, Place

Reader = Callable[..., list[Told]]
PUBLISHED = date(2024, 3, 9)  # a Saturday


def pair(told: Reader, first: str, second: str, published: date | None = PUBLISHED) -> tuple[Mention, Draft]:
    """The first mention of the second sentence, and the first sentence as an attack told so far."""
    mentions = [m for t in told(f"{first} {second}", published) for m in t.mentions]
    before = tuple(m for m in mentions if m.scene.sentence.index == 0)
    after = [m for m in mentions if m.scene.sentence.index == 1]
    assert before
    assert after
    return after[0], Draft(before)


@pytest.mark.parametrize(
    ("first", "second", "want"),
    [
        ("A bomb exploded in Kirkuk on Monday.", "The bomb exploded in a market on Monday.", "same"),
        ("A bomb exploded in Kirkuk on Monday.", "The bomb exploded in a market on 4 March.", "same"),
        ("A bomb exploded in Kirkuk in March.", "The bomb exploded in a market on Monday.", "meet"),
        ("A bomb exploded in Kirkuk on Monday.", "A bomb exploded in a market on Friday.", "conflict"),
        ("A bomb exploded in Kirkuk.", "The bomb exploded in a market on Friday.", "mine"),
        ("A bomb exploded in Kirkuk on Monday.", "The bomb exploded in a market.", "theirs"),
        ("A bomb exploded in Kirkuk.", "The bomb exploded in a market.", "neither"),
    ],
)
def test_days(told: Reader, first: str, second: str, want: str) -> None:
    assert fit.days(*pair(told, first, second)) == want


@pytest.mark.parametrize(("day", "want"), [("Monday", "words_same"), ("Friday", "words_conflict")])
def test_days_of_no_known_date_are_compared_by_their_names(told: Reader, day: str, want: str) -> None:
    first, second = "A bomb exploded in Kirkuk on Monday.", f"A bomb exploded in a market on {day}."
    assert fit.days(*pair(told, first, second, None)) == want


@pytest.mark.parametrize(
    ("first", "second", "want"),
    [
        ("A bomb exploded in Kirkuk.", "The bomb killed two people in Kirkuk.", "same"),
        ("A bomb exploded in Kirkuk.", "A bomb killed two people in Basra.", "far town town"),
        ("Rockets hit Ain al-Asad airbase.", "Rockets hit Balad airbase.", "far site site"),
        ("A bomb exploded in Kirkuk.", "The bomb killed two people in northern Iraq.", "within"),
        ("A bomb exploded in Kirkuk.", "A bomb killed two people in Syria.", "country"),
        ("A bomb exploded in Kirkuk.", "The bomb killed two people.", "theirs"),
        ("A bomb exploded.", "The bomb killed two people in Kirkuk.", "mine"),
        ("A bomb exploded.", "The bomb killed two people.", "neither"),
    ],
)
def test_places(told: Reader, first: str, second: str, want: str) -> None:
    assert fit.places(*pair(told, first, second)) == want


@pytest.mark.parametrize(
    ("first", "second", "want"),
    [
        ("A car bomb exploded in Kirkuk.", "The car bomb killed two people.", "same"),
        ("A car bomb exploded in Kirkuk.", "The bombing killed two people.", "family"),
        ("A car bomb exploded in Kirkuk.", "Gunmen shot dead two people.", "conflict"),
        ("A car bomb exploded in Kirkuk.", "The attack killed two people.", "theirs"),
    ],
)
def test_kinds(told: Reader, first: str, second: str, want: str) -> None:
    assert fit.kinds(*pair(told, first, second)) == want


@pytest.mark.parametrize(
    ("a", "b", "want"),
    [
        ("bombing", "vehicle_bomb", True),
        ("rocket", "rocket", True),
        ("other", "shooting", True),
        ("stabbing", "rocket", False),
        ("vehicle_bomb", "shooting", False),
    ],
)
def test_kinds_of_one_family(a: AttackType, b: AttackType, want: bool) -> None:
    assert fit.may_be_one_kind(a, b) is want
    assert fit.may_be_one_kind(b, a) is want


@pytest.mark.parametrize(
    ("first", "second", "want"),
    [
        ("The Houthis attacked a ship.", "The Houthis attacked a tanker.", "same"),
        ("The Houthis attacked a ship.", "Al-Shabaab attacked a base.", "conflict"),
        ("The Houthis attacked a ship.", "The attack wounded two sailors.", "theirs"),
        ("A missile hit a ship.", "The Houthis attacked the ship.", "mine"),
        ("A missile hit a ship.", "The attack wounded two sailors.", "neither"),
    ],
)
def test_doers(told: Reader, first: str, second: str, want: str) -> None:
    assert fit.doers(*pair(told, first, second)) == want


@pytest.mark.parametrize(
    ("second", "want"),
    [
        ("The bomb killed four people.", "same"),
        ("The bomb killed six people.", "more"),
        ("The bomb killed two people.", "less"),
        ("The bomb exploded in a market.", "theirs"),
    ],
)
def test_figures(told: Reader, second: str, want: str) -> None:
    mention, draft = pair(told, "A bomb killed four people in Kirkuk.", second)
    assert fit.figures(mention.statements, draft, "killed") == want
    assert fit.figures(mention.statements, draft, "injured") == "neither"


@pytest.mark.parametrize(("clock", "want"), [("6:45 a.m.", False), ("11 p.m.", True)])
def test_clocks_more_than_an_hour_apart(told: Reader, clock: str, want: bool) -> None:
    first = "Two rockets hit Camp Taji at 6:30 a.m. on Monday."
    mention, draft = pair(told, first, f"Rockets hit the camp at {clock} on Monday.")
    assert fit.clocks_apart(mention, draft) is want


def test_words_that_two_sentences_share(told: Reader) -> None:
    first = "Gunmen killed four farmers near Kano."
    mention, draft = pair(told, first, "Gunmen killed two farmers at dawn.")
    assert fit.shared_words(mention, draft) == "same"
    assert fit.shares_trigger(mention, draft)
    mention, draft = pair(told, first, "A bomb wounded three sailors.")
    assert fit.shared_words(mention, draft) == "other"
    assert not fit.shares_trigger(mention, draft)


@pytest.mark.parametrize(
    ("precision", "gazetteer", "want"), [(1, "x:1", 1), (6, "x:2", 6), (None, None, 3), (None, "x:3", 9)]
)
def test_a_village_known_by_name_alone_is_as_fine_as_a_town(
    precision: int | None, gazetteer: str | None, want: int
) -> None:
    assert fit.fineness(Place("Somewhere", "IQ", None, None, None, precision, gazetteer)) == want

"""What the story around an attack tells of it: its day, its town, and whether those who were shot lived."""

from __future__ import annotations

import pytest

from incidentbook.model import Count, Place
from incidentbook.pipeline import extract


def _day(text: str, published: str) -> str | None:
    date = extract(text, published).reports[0].values.date
    if date is None:
        return None
    return str(date.known_day) if date.known_day else f"{date.earliest}/{date.latest}"


def test_the_day_stands_beside_the_attack() -> None:
    text = "A man was shot dead in Lansing, Michigan.\nOfficers were called there at 9:15 p.m. Saturday and found him."
    assert _day(text, "2016-04-11") == "2016-04-09"


@pytest.mark.parametrize(
    "after",
    [
        "The suspect appeared in court on Wednesday.",
        "A vigil for the victim was held on Monday.",
        "Another man was shot dead in Flint on Friday.",
    ],
)
def test_days_of_what_came_after_are_no_day_of_the_attack(after: str) -> None:
    assert _day(f"A man was shot dead in Lansing, Michigan.\n{after}", "2016-04-14") is None


def _place(text: str) -> Place | None:
    return extract(text, "2016-04-11").reports[0].values.place


def test_the_police_of_a_town_tell_the_town() -> None:
    text = "Two men were shot dead at a party on Sunday.\nTuscaloosa police found shells. Tuscaloosa police ask for help."
    place = _place(text)
    assert place is not None
    assert (place.name, place.admin1) == ("Tuscaloosa", "Alabama")


def _injured(text: str) -> Count | None:
    return extract(text, "2016-04-11").reports[0].values.injured


@pytest.mark.parametrize(
    ("text", "injured"),
    [
        ("Four people were shot outside a club in Omaha, Nebraska, on Sunday.", 4),
        ("A girl was shot in the leg at a park in Omaha, Nebraska, on Sunday.", 1),
        (
            "Four people were shot in Omaha, Nebraska, on Sunday.\nOne of them, a man of 40, died at the scene.",
            3,
        ),
        ("A man was shot in Omaha, Nebraska, on Sunday.\nThe man died an hour later.", None),
    ],
)
def test_those_who_were_shot(text: str, injured: int | None) -> None:
    found = _injured(text)
    assert (found.best if found else None) == injured


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            "Two men were shot dead in Lansing, Michigan.\nCharges are possible over the shooting outside a bar Saturday night.",
            "2016-04-09",
        ),
        (
            "A man was shot dead in Lansing, Michigan, police said Monday.\nA caller found him there on Saturday night.",
            "2016-04-09",
        ),
        (
            "A man was shot dead at a home in Lansing, Michigan.\nOfficers were called at 2 p.m.",
            "2016-04-10/2016-04-11",
        ),
        ("A man was shot dead at a home in Lansing, Michigan.\nOfficers were called at 11 p.m.", None),
        ("Police on Monday identified a man who was shot dead in Lansing, Michigan.", None),
    ],
)
def test_which_of_the_days_of_a_story(text: str, day: str | None) -> None:
    assert _day(text, "2016-04-11") == day


@pytest.mark.parametrize(
    ("text", "name", "admin1"),
    [
        (
            "BUFFALO, N.Y. (WXYZ) - A man was shot dead Sunday in East Ridge, police said.\nBuffalo police found shells.",
            "Buffalo",
            "New York",
        ),
        (
            "SMALLWOOD FORK, Mont. (AP) - A man was shot dead on Sunday, police said.",
            "Smallwood Fork",
            "Montana",
        ),
        (
            "Two men were shot dead Sunday in Roxbury, Wisconsin.\nChicago police help with the search.",
            "Roxbury",
            "Wisconsin",
        ),
        (
            "HOUSTON, Texas - A woman was shot dead in Harris County on Sunday, deputies said.",
            "Houston",
            "Texas",
        ),
    ],
)
def test_the_town_of_the_dateline_stands_against_namesakes(text: str, name: str, admin1: str) -> None:
    place = _place(text)
    assert place is not None
    assert (place.name, place.admin1) == (name, admin1)


def test_a_capital_is_the_town_of_the_agency() -> None:
    place = _place(
        "WASHINGTON (AP) - A man was shot dead on Sunday in Roxbury.\nWashington officials said it was a robbery."
    )
    assert place is None or place.name != "Washington"


def test_philadelphia_is_not_what_amman_was_called() -> None:
    place = _place("A man was shot dead on Sunday in Philadelphia.\nPhiladelphia police found shells.")
    assert place is not None
    assert place.country == "US"


@pytest.mark.parametrize(
    ("text", "injured"),
    [
        (
            "A bullet struck his son in the cheek in Omaha, Nebraska, on Sunday, police said of the shooting.",
            1,
        ),
        ("A boy shot himself in the foot in a shooting in Omaha, Nebraska, on Sunday, police said.", 1),
        ("Two women are in critical condition after a shooting in Omaha, Nebraska, on Sunday.", 2),
        (
            "A man was shot dead in Omaha, Nebraska, on Sunday.\nThe man had been taken to Saint Mary Hospital.",
            None,
        ),
    ],
)
def test_those_in_hospital(text: str, injured: int | None) -> None:
    count = _injured(text)
    assert (count.best if count else None) == injured


@pytest.mark.parametrize(("hour", "day"), [("2:30 a.m.", "2016-04-11"), ("11:30 p.m.", "2016-04-10")])
def test_the_hour_tells_the_day_of_a_night(hour: str, day: str) -> None:
    assert (
        _day(
            f"A man was shot dead in Lansing, Michigan, overnight at about {hour}, police said.", "2016-04-11"
        )
        == day
    )

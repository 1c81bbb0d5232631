"""What in one text cannot be, with what speaks against it; and what is well."""

from __future__ import annotations

from datetime import date

import pytest

from incidentbook import extract
from incidentbook.check.plausibility import flags_of
from incidentbook.model import Extraction

LEAD = "Two rockets hit an army post in Iraq on Sunday.\n"


def read(text: str, published: date | None = date(2020, 5, 16)) -> Extraction:
    return extract(f"{LEAD}{text}", published=published)


@pytest.mark.parametrize(
    ("text", "kind", "known"),
    [
        ("Shells hit Camp Taji, 90 km north of Baghdad.", "distance", "24 km northwest of Baghdad"),
        ("Mortar fire hit Balad Air Base in the southern part of Baghdad.", "distance", "67 km north of Baghdad"),
        ("Shells hit Balad Air Base, 60 km south of Baghdad.", "direction", "67 km north of Baghdad"),
        ("Rockets hit Balad Air Base, south of Baghdad.", "direction", "67 km north of Baghdad"),
    ],
)  # fmt: skip
def test_a_place_that_lies_elsewhere_is_flagged(text: str, kind: str, known: str) -> None:
    (flag,) = flags_of(read(text))
    assert (flag.kind, flag.known, flag.text) == (kind, known, text)
    assert [e.words.split(":")[0] for e in flag.evidence] == ["gazetteer", "gazetteer"]


@pytest.mark.parametrize(
    "text",
    [
        "Shells hit Camp Taji, about 30 km north of Baghdad.",
        "Shells hit Camp Taji, 20 miles north of Baghdad.",
        "Shells hit Camp Taji, northwest of Baghdad.",
        "Rockets hit Balad Air Base, some 80 km from Baghdad.",
        "Rockets hit Balad Air Base, more than 40 km north of Baghdad.",
        "Mortar fire hit Abu Ghraib in the western part of Baghdad.",
        "A drone hit a depot 90 km north of Baghdad.",
    ],
)
def test_a_place_that_lies_as_is_said_is_not(text: str) -> None:
    assert flags_of(read(text)) == ()


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("The raid was on Tuesday, 6 May 2020.", "2020-05-06 was a Wednesday"),
        ("The raid was on Friday, May 12, the army said.", "2020-05-12 was a Tuesday"),
        ("It began on May 6, 2020 (Monday), after the raid.", "2020-05-06 was a Wednesday"),
    ],
)
def test_a_date_of_another_weekday_is_flagged(text: str, known: str) -> None:
    (flag,) = flags_of(read(text))
    assert (flag.kind, flag.known) == ("weekday", known)


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("The raid was on Wednesday, 6 May 2020.", date(2020, 5, 16)),
        ("The raid was on Tuesday, May 12.", date(2020, 5, 16)),
        ("The raid was on Friday, May 12.", None),
        ("The raid was on Friday, November 22.", date(2020, 5, 16)),
        ("The raid was on Tuesday.", date(2020, 5, 16)),
    ],
)
def test_a_date_that_may_be_right_is_not(text: str, published: date | None) -> None:
    assert flags_of(read(text, published)) == ()


def test_a_town_in_another_country_is_flagged() -> None:
    (flag,) = flags_of(read("A bomb went off in Peshawar, Afghanistan, on Monday."))
    assert (flag.kind, flag.said, flag.known) == (
        "country", "Peshawar in Afghanistan", "Peshawar lies in PK",
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "A bomb went off in Peshawar, Pakistan.",
        "Bombs went off in Peshawar, Afghanistan and Iraq.",
        "After the attack in Baghdad, Iran denied any part in it.",
        "A bomb went off in Birmingham, United States.",
    ],
)
def test_a_town_that_may_lie_there_is_not(text: str) -> None:
    assert flags_of(read(text)) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Three people were killed in the blast on Monday: two soldiers and three civilians.", "3: 2 + 3"),
        ("A bomb killed five people, including four soldiers and three police officers.", "5: 4 + 3"),
        ("The raid left three dead - two guards and two drivers - officials said.", "3: 2 + 2"),
    ],
)  # fmt: skip
def test_parts_that_are_more_than_the_whole_are_flagged(text: str, said: str) -> None:
    (flag,) = flags_of(read(text))
    assert (flag.kind, flag.said) == ("toll", said)
    assert flag.evidence[0].words in text


@pytest.mark.parametrize(
    "text",
    [
        "Five people were killed: two soldiers and three civilians.",
        "A bomb killed five people, including three children and three civilians.",
        "A bomb killed at least three people: two soldiers and two civilians.",
        "The blast killed 12 people, including two women, and wounded 30.",
        "The bomb killed five people and wounded nine, including four soldiers and three police officers.",
        "Six people were killed: four policemen, a driver and a guard.",
    ],
)
def test_parts_that_may_make_the_whole_are_not(text: str) -> None:
    assert flags_of(read(text)) == ()

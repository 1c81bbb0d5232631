"""Which sentences tell of one attack: whole short texts, and the steps of gathering one by one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from incidentbook import extract
from incidentbook.extract.assembly import Situation
from incidentbook.extract.drafts import Draft, Told
from incidentbook.extract.merge import beside, merge, open_drafts, put
from incidentbook.model import Interval, Report

Reader = Callable[..., list[Told]]
PUBLISHED = date(2024, 3, 9)  # a Saturday


def reports(text: str, published: date | None = PUBLISHED) -> tuple[Report, ...]:
    return extract(text, published=published).reports


def of(report: Report) -> tuple[str | None, str | None, int | None]:
    """The day, the place and the number killed."""
    values = report.values
    day = values.date.known_day if values.date else None
    return (
        str(day) if day else None,
        values.place.name if values.place else None,
        values.killed.best if values.killed else None,
    )


ONE = {
    "headline, lead and detail": (
        "Car bomb kills nine in Basra\n\n"
        "A car bomb exploded outside a restaurant in Basra on Tuesday, killing nine people, police said.\n\n"
        "The blast wounded 20 others. The attack was the first in the southern city this year.",
        ("2024-03-05", "Basra", 9),
    ),
    "the attack points back": (
        "A suicide bomber killed 11 people at a mosque in Peshawar on Friday. "
        "The attack also wounded 30 worshippers, police said.",
        ("2024-03-08", "Peshawar", 11),
    ),
    "the toll by itself": (
        "A bomb went off at a mosque in Kano on Friday. Fourteen people were killed.",
        ("2024-03-08", "Kano", 14),
    ),
    "a claim not made": (
        "A bomb exploded at a bus station in Kano on Monday, killing 12 people. No group has claimed the bombing.",
        ("2024-03-04", "Kano", 12),
    ),
    "how it came about": (
        "A roadside bomb killed four soldiers on a road in Tikrit on Tuesday, the army said.\n\n"
        "The bomb went off as a convoy passed.",
        ("2024-03-05", "Tikrit", 4),
    ),
}


@pytest.mark.parametrize(("text", "want"), ONE.values(), ids=ONE)
def test_one_attack_told_in_several_sentences_is_one_report(text: str, want: tuple[str, str, int]) -> None:
    (report,) = reports(text)
    assert of(report) == want


def test_what_later_sentences_add_belongs_to_the_attack() -> None:
    (report,) = reports(ONE["headline, lead and detail"][0])
    assert report.values.injured is not None
    assert report.values.injured.best == 20


SEVERAL = {
    "two bases": (
        "Four rockets hit Ain al-Asad airbase in western Iraq on Monday. Two rockets hit Balad airbase on Monday.",
        [("2024-03-04", "Ain al-Asad Airbase", None), ("2024-03-04", "Balad Air Base", None)],
    ),
    "two weekdays": (
        "A drone struck a fuel depot in Odesa on Monday, wounding two people. On Thursday a missile killed four people in Odesa.",
        [("2024-03-04", "Odesa", None), ("2024-03-07", "Odesa", 4)],
    ),
    "two weekdays, the same words": (
        "Gunmen shot dead three farmers in Maiduguri on Monday. Gunmen shot dead five farmers in Maiduguri on Thursday.",
        [("2024-03-04", "Maiduguri", 3), ("2024-03-07", "Maiduguri", 5)],
    ),
    "elsewhere": (
        "A car bomb killed six people in Mosul on Monday. Elsewhere on Monday, gunmen killed two policemen in Kirkuk.",
        [("2024-03-04", "Mosul", 6), ("2024-03-04", "Kirkuk", 2)],
    ),
    "two kinds in one town": (
        "A car bomb killed four people in Kirkuk on Monday. Gunmen shot dead two policemen in Kirkuk on Monday.",
        [("2024-03-04", "Kirkuk", 4), ("2024-03-04", "Kirkuk", 2)],
    ),
    "an earlier one like it": (
        "A car bomb killed nine people in Basra on Monday. A similar bombing in Basra killed four people on 12 January.",
        [("2024-03-04", "Basra", 9), ("2024-01-12", "Basra", 4)],
    ),
    "two seas": (
        "A drone hit a tanker in the Red Sea on Monday. On Wednesday a missile hit a bulk carrier in the Gulf of Aden.",
        [("2024-03-04", "Red Sea", None), ("2024-03-06", "Gulf of Aden", None)],
    ),
}


@pytest.mark.parametrize(("text", "want"), SEVERAL.values(), ids=SEVERAL)
def test_attacks_apart_in_day_place_or_kind_are_several(
    text: str, want: list[tuple[str, str, int | None]]
) -> None:
    assert [of(r) for r in reports(text)] == want


def test_weekdays_tell_attacks_apart_where_no_date_is_known() -> None:
    text = "A car bomb killed four people in Kirkuk on Monday. A bomb killed six people in Kirkuk on Friday."
    assert [of(r)[2] for r in reports(text, None)] == [4, 6]


def test_what_later_follows_the_second_attack_belongs_to_it() -> None:
    text = (
        "A car bomb killed six people in Mosul on Monday. Elsewhere on Monday, gunmen killed two policemen in Kirkuk. "
        "The shooting wounded seven."
    )
    mosul, kirkuk = reports(text)
    assert mosul.values.injured is None
    assert kirkuk.values.injured is not None
    assert kirkuk.values.injured.best == 7


# ------------------------------------------------------------------ the steps


TWO_BASES = "Rockets hit Ain al-Asad airbase on Monday. Rockets hit Balad airbase on Monday."


def test_sentences_without_a_mention_found_no_attack(told: Reader) -> None:
    assert merge(told("The minister met voters in Kirkuk on Monday. He spoke of schools.")) == []


def test_every_mention_of_one_attack_is_in_its_draft(told: Reader) -> None:
    sentences = told(ONE["the attack points back"][0])
    (draft,) = merge(sentences, Interval.day(PUBLISHED))
    assert [m.scene.sentence.index for m in draft.mentions] == [0, 1]


def test_a_mention_is_put_into_a_new_draft_or_a_known_one(told: Reader) -> None:
    first, second = (t.mentions[0] for t in told(TWO_BASES))
    one = put(Situation((), 0, None), first, 0)
    assert one.drafts == (Draft((first,)),)
    apart, together = put(one, second, 1), put(one, second, 0)
    assert (apart.drafts, apart.focus) == ((Draft((first,)), Draft((second,))), 1)
    assert (together.drafts, together.focus) == ((Draft((first, second)),), 0)
    assert one.drafts == (Draft((first,)),)


def test_two_bases_far_apart_are_never_one_attack(told: Reader) -> None:
    first, second = (t.mentions[0] for t in told(TWO_BASES))
    now = put(Situation((), 0, None), first, 0)
    assert open_drafts(now, second) == []


def test_one_base_told_twice_may_be_one_attack(told: Reader) -> None:
    first, second = (
        t.mentions[0]
        for t in told("Rockets hit Balad airbase on Monday. A rocket hit Balad airbase at dawn.")
    )
    now = put(Situation((), 0, None), first, 0)
    assert open_drafts(now, second) == [0]


def test_a_sentence_without_an_attack_of_its_own_adds_to_the_one_at_hand(told: Reader) -> None:
    attack, aside = told("Rockets hit Balad airbase on Monday. The rockets caused no casualties.")
    assert not aside.mentions
    assert aside.aside
    nothing = Situation((), 0, None)
    assert beside(nothing, aside) == nothing
    (draft,) = beside(put(nothing, attack.mentions[0], 0), aside).drafts
    assert {s.property for s in draft.more} >= {"killed", "injured"}

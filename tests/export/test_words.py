"""Values in words, and marks in quoted sentences."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidentbook.cli.page import pieces
from incidentbook.export import words
from incidentbook.model import Actor, Attribution, Count, Interval, Place, Span, Target, Values, Victims

JULY_5, JULY_9 = date(2021, 7, 5), date(2021, 7, 9)
TAJI = Place("Camp Taji", "IQ", "Baghdad", 33.5239, 44.2567, 1, "own:taji")
HAMAS = Actor("Hamas", "hamas", "armed_group", "PS")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Interval.day(JULY_5), "2021-07-05"),
        (Interval(JULY_5, JULY_9), "2021-07-05 – 2021-07-09"),
        (Interval(JULY_5, None), "from 2021-07-05"),
        (Interval(None, JULY_5), "until 2021-07-05"),
        (Interval(None, None), ""),
        (Count.exactly(0), "0"),
        (Count(3, 3, None), "3 (3+)"),
        (Count(2, None, 14), "2–14"),
        (Count(3, 12, 14), "12 (3–14)"),
        (TAJI, "Camp Taji, Baghdad, IQ · exact · 33.5239 44.2567 · own:taji"),
        (Place("the base", None, None, None, None, None, None), "the base"),
        (HAMAS, "Hamas"),
        (Attribution(None, HAMAS), "Hamas"),
        (Attribution(Actor("Israel", "IL", "state", "IL"), HAMAS), "Hamas (by Israel)"),
        (Target("car", "vehicle", Count.exactly(2), "destroyed"), "2 × car (destroyed)"),
        (Victims("soldiers", Count.exactly(3), None), "soldiers: 3 killed"),
        ("military_base", "military base"),
        (None, "none"),
        ((HAMAS, HAMAS), "Hamas; Hamas"),
    ],
)
def test_value(value: object, said: str) -> None:
    assert words.value(value) == said


def test_unknown_is_empty_and_zero_is_not() -> None:
    assert words.count(None) == words.days(None) == words.place(None) == words.kind(Values()) == ""
    assert words.count(Count.exactly(0)) == "0"
    assert words.count(Count(3, None, None)) == "3+"


def test_kind_tells_what_did_not_happen() -> None:
    assert words.kind(Values(attack_type="suicide_bomb", stage="foiled")) == "suicide bomb (foiled)"
    assert words.kind(Values(attack_type="rocket", stage="accomplished")) == "rocket"


def test_blame_keeps_fact_claim_and_blame_apart() -> None:
    values = Values(claimed_by=HAMAS, attributed_to=(Attribution(None, HAMAS), Attribution(HAMAS, HAMAS)))
    assert words.blame(values) == "claimed: Hamas; blamed: Hamas"
    assert words.blame(Values(perpetrator=HAMAS)) == "Hamas"


def test_marks_that_overlap_are_one() -> None:
    text = "The base was hit by three rockets on Monday."
    found = list(pieces(text, Span(0, len(text)), [Span(20, 33), Span(26, 33), Span(37, 43)]))
    assert [piece for piece, marked in found if marked] == ["three rockets", "Monday"]


@given(st.text(), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6), st.data())
def test_pieces_are_the_text_and_marks_are_where_they_were(
    text: str, ends: list[tuple[int, int]], data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    marks = [Span(min(pair), max(pair)) for pair in ends]
    at, letters = span.start, []
    for piece, marked in pieces(text, span, marks):
        letters += [(at + i, marked) for i in range(len(piece))]
        assert piece == text[at : at + len(piece)]
        at += len(piece)
    assert at == span.end
    assert [m for _, m in letters] == [any(s.start <= i < s.end for s in marks) for i, _ in letters]

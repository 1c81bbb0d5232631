"""Words of time: what is found, and which days it means."""

from __future__ import annotations

import time as stopwatch
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from incidentbook.model import Interval, Span
from incidentbook.normalise.time import TimeExpression, find, resolve, time
from incidentbook.normalise.time_tense import tense_near

_CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("time_cases.yaml").read_text("utf-8"))
_MONDAY = Interval.day(date(2021, 7, 5))


def _interval(written: object) -> Interval | None:
    """The interval of a case: a day, `first..last` with either end open, or nothing."""
    if written is None or isinstance(written, date):
        return None if written is None else Interval.day(written)
    first, _, last = str(written).partition("..")
    return Interval(*(date.fromisoformat(end) if end else None for end in (first, last)))


@pytest.mark.parametrize(
    "case", _CASES, ids=lambda case: f"{case['words']} @{case.get('published', '')}{case.get('from', '')}"
)
def test_words_of_news(case: dict[str, Any]) -> None:
    value = time(
        case["words"],
        _interval(case.get("published", date(2021, 7, 5))),
        case.get("tense", "past"),
        _interval(case.get("from")),
    )
    assert (value.interval, value.time_of_day) == (_interval(case["days"]), case.get("clock"))
    if "timex" in case:
        assert value.timex == (None if case["timex"] is None else str(case["timex"]))


def test_there_are_enough_cases() -> None:
    assert len(_CASES) >= 150


def _texts(text: str) -> list[str]:
    return [expression.text for expression in find(text)]


def test_find_in_a_report() -> None:
    text = (
        "Three rockets landed at 2:45 p.m. on Monday, the second attack since the beginning of last week. "
        "A similar raid in December 2019 killed a 12-year-old. No group has claimed it so far this year."
    )
    assert _texts(text) == [
        "2:45 p.m. on Monday",
        "the beginning of last week",
        "December 2019",
        "so far this year",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In May, troops may march.", ["May"]),
        ("It lasted over six years on Thursday", ["over six years", "Thursday"]),
        ("He sat down. The second man fled as soon as he could.", []),
        ("Some 2000 people fled in 2016.", ["2016"]),
        ("The 1.5 million dollars, 3.2 per cent and 14.7 km", []),
        ("The 12-year-old and a man 40 years old", []),
    ],
)
def test_other_words_are_left_alone(text: str, expected: list[str]) -> None:
    assert _texts(text) == expected


def test_lines_are_not_joined() -> None:
    assert _texts("Markets closed until Friday\nSeptember 18, 2008") == ["Friday", "September 18, 2008"]


def test_anchor_is_the_event() -> None:
    (expression,) = find("It came a week after the US strikes, officials said.")
    assert (expression.text, expression.anchor_text) == ("a week after", "the US strikes")
    assert expression.relative_to_event
    assert resolve(expression, _MONDAY).anchor == "the US strikes"


def test_range_keeps_both_ends() -> None:
    (expression,) = find("between 18 May and 2 June")
    assert [part.text for part in expression.parts] == ["18 May", "2 June"]


def test_no_expression_is_unknown() -> None:
    value = time("Ain al-Asad air base", date(2021, 7, 5))
    assert (value.interval, value.precision, value.timex) == (None, "unknown", None)


@pytest.mark.parametrize(
    ("words", "precision"),
    [
        ("on Monday", "day"), ("last week", "week"), ("last month", "month"), ("last summer", "season"),
        ("2016", "year"), ("the 1990s", "decade"), ("over the past two weeks", "span"), ("3-5 May", "days"),
        ("recently", "unknown"),
    ],
)  # fmt: skip
def test_precision(words: str, precision: str) -> None:
    assert time(words, date(2021, 7, 5)).precision == precision


@pytest.mark.parametrize(
    ("text", "words", "tense"),
    [
        ("The trial will begin on Wednesday", "Wednesday", "future"),
        ("Two men were killed on Wednesday", "Wednesday", "past"),
        ("The deal will be finalized by June 10", "June 10", "future"),
        ("He said on Friday that it will go", "Friday", "past"),
    ],
)
def test_tense_by_cue_words(text: str, words: str, tense: str) -> None:
    start = text.index(words)
    assert tense_near(text, Span(start, start + len(words))) == tense


_WORDS = st.sampled_from(
    [case["words"] for case in _CASES]
    + ["and", "on", "the", ",", "(", ")", ".", "\n", "of", "from", "to", "’s"]
)
_DAYS = st.dates()
_REFERENCES = st.one_of(
    st.none(), _DAYS.map(Interval.day), st.builds(lambda a, b: Interval(min(a, b), max(a, b)), _DAYS, _DAYS),
    _DAYS.map(lambda day: Interval(day, None)), _DAYS.map(lambda day: Interval(None, day)),
)  # fmt: skip


def _every(expressions: list[TimeExpression]) -> list[TimeExpression]:
    return [each for e in expressions for each in (e, *e.parts)]


@given(st.one_of(st.text(max_size=80), st.lists(_WORDS, max_size=8).map(" ".join)))
def test_spans_hold_their_text(text: str) -> None:
    found = find(text)
    assert all(e.span.of(text) == e.text and e.text for e in _every(found))
    assert all(one.span.end <= other.span.start for one, other in pairwise(found))


@given(
    st.lists(_WORDS, max_size=6).map(" ".join),
    _REFERENCES,
    st.sampled_from(["past", "future", "unknown"]),
    _REFERENCES,
)
def test_resolve_never_raises(
    text: str, reference: Interval | None, tense: Any, anchor: Interval | None
) -> None:
    for expression in _every(find(text)):
        resolve(expression, reference, tense, anchor)


@given(_DAYS, st.integers(0, 6))
def test_a_bare_weekday_in_the_past(day: date, weekday: int) -> None:
    if day - date.min < timedelta(7):
        return
    name = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][weekday]
    value = time(f"on {name}", day)
    assert value.interval is not None
    there = value.interval.known_day
    assert there is not None
    assert there.weekday() == weekday
    assert 0 <= (day - there).days < 7


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_written_date_comes_back(day: date) -> None:
    for pattern in ("%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%A, %d %b. %Y"):
        assert time(day.strftime(pattern).replace("May.", "May")).interval == Interval.day(day)


def test_speed() -> None:
    sentences = [
        "Two soldiers were killed late on Monday night when a bomb hit their convoy, police said.",
        "The group, which has about 2,000 fighters, has not commented, and no one has claimed the attack.",
        "It was the third attack since the beginning of the year and came a week after the US strikes.",
        "Residents heard an explosion and saw smoke above the market, where shops were closing for the day.",
    ] * 100  # fmt: skip
    find(sentences[0])
    begin = stopwatch.perf_counter()
    for sentence in sentences:
        for expression in find(sentence):
            resolve(expression, _MONDAY)
    rate = len(sentences) / (stopwatch.perf_counter() - begin)
    print(f"{rate:.0f} sentences a second")
    assert rate > 1000

"""Lulls and rates that are told without a count, against a book."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pytest
from tests.check.small_books import ERBIL, IRAQ, day, entry, span

from incidentbook.check.record import Record
from incidentbook.check.trends import TrendCheck, check_trend
from incidentbook.model import Count, Interval, Place, Span, Trend

Days = Callable[[str, str, int], Sequence[date]]


def trend(kind: str, since: str, place: Place | None = IRAQ) -> Trend:
    return Trend(
        "x1", kind, "attacks", Interval(date.fromisoformat(since), None), place, None, None, None, Span(0, 7)
    )  # type: ignore[arg-type]


def checked(
    kind: str, attacks: Sequence[str], read: Sequence[date], place: Place | None = IRAQ
) -> TrendCheck:
    record = Record([entry(a, day(a), place=ERBIL) for a in attacks], read)
    return check_trend(trend(kind, "2022-07-01", place), (day("2022-12-31"), None), record)


BEFORE = ("2022-02-03", "2022-03-04", "2022-04-05", "2022-05-06")
AFTER = ("2022-08-09", "2022-10-11")


@pytest.mark.parametrize(
    ("kind", "attacks", "verdict"),
    [
        ("stopped", BEFORE, "book agrees"),
        ("stopped", (*BEFORE, *AFTER), "book disagrees"),
        ("stopped", (), "cannot say"),
        ("fell", (*BEFORE, *AFTER), "book agrees"),
        ("rose", (*BEFORE, *AFTER), "book disagrees"),
        ("resumed", AFTER, "book agrees"),
        ("resumed", (*BEFORE, *AFTER), "cannot say"),
    ],
)
def test_the_time_spoken_of_is_held_against_the_time_before(
    daily: Days, kind: str, attacks: Sequence[str], verdict: str
) -> None:
    assert checked(kind, attacks, daily("2022-01-01", "2022-12-31", 7)).verdict == verdict


def test_where_little_was_read_a_lull_says_nothing() -> None:
    found = checked("stopped", BEFORE, [date(2022, 3, 4)])
    assert (found.verdict, found.before, found.after) == ("cannot say", Count(4, None, 4), Count(0, None, 0))
    assert "few to go by" in found.reason


def test_coarse_dates_count_in_neither_reading(daily: Days) -> None:
    vague = entry("v", span("2022-05-01", "2022-09-30"), place=ERBIL)
    record = Record(
        [*(entry(a, day(a), place=ERBIL) for a in BEFORE), vague], daily("2022-01-01", "2022-12-31", 7)
    )
    found = check_trend(trend("stopped", "2022-07-01"), (day("2022-12-31"), None), record)
    assert (found.after, found.verdict) == (Count(0, None, 1), "cannot say")


def test_a_text_that_says_neither_where_nor_by_whom_is_left_open(daily: Days) -> None:
    assert checked("stopped", BEFORE, daily("2022-01-01", "2022-12-31", 7), None).verdict == "cannot say"

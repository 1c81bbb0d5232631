"""Dates spelled out with their year."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidentbook.dating.explicit import find_dateline_dates, find_dates, find_yearless
from incidentbook.model import Interval

DAYS = st.dates(date(1950, 1, 1), date(2049, 12, 31))


def only(text: str) -> Interval:
    (found,) = find_dates(text)
    return found.interval


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("November 7, 2021, Sunday", "2021-11-07"),
        ("Saturday 25 July 2020 - 08:16", "2020-07-25"),
        ("Publish Date: 04 April 2021 - 21:57", "2021-04-04"),
        (" date 2020-03-11 ", "2020-03-11"),
        ("20:12, Thursday, 19 October, 2023", "2023-10-19"),
        ("ZeroHedge January 28th 2024", "2024-01-28"),
        ("March 6, 2024 12:36 PM", "2024-03-06"),
        ("Tuesday 11th of August 2020", "2020-08-11"),
        ("13/11/2016", "2016-11-13"),
        ("3/19/2025 1 min read", "2025-03-19"),
        ("01.02.2023 11:06:14", "2023-02-01"),
        ("26th Oct, 2021", "2021-10-26"),
        ("Sept. 3, 1999", "1999-09-03"),
        ("2020/07/28", "2020-07-28"),
    ],
)
def test_forms(text: str, day: str) -> None:
    assert only(text) == Interval.day(date.fromisoformat(day))


@pytest.mark.parametrize(
    "text",
    ["30 February 2021", "2021-13-01", "July 2021", "12.30", "1.2.3.2021", "May 5", "20:12", "99/99/2020"],
)
def test_what_is_no_full_date(text: str) -> None:
    assert find_dates(text) == []


def test_an_ambiguous_date_keeps_both_readings() -> None:
    assert only("07/08/2015") == Interval(date(2015, 7, 8), date(2015, 8, 7))


def test_two_digit_years_count_in_datelines_alone() -> None:
    text = "SAN SALVADOR, 26 NOV 91 (ACAN-EFE) --"
    assert find_dates(text) == []
    assert [d.interval for d in find_dateline_dates(text, 0, len(text))] == [Interval.day(date(1991, 11, 26))]


def test_a_dateline_without_a_year() -> None:
    assert find_yearless("BAGHDAD, July 27 (Xinhua) --", 0, 28) == (7, 27)
    assert find_yearless("Uri, 18 Sept:", 0, 13) == (9, 18)
    assert find_yearless("KABUL --", 0, 8) is None


@given(DAYS, st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%b. %d, %Y", "%d.%m.%Y", "%A %d %b %Y"]))
def test_every_written_day_is_read_back_with_its_span(day: date, form: str) -> None:
    text = f"x {day.strftime(form)} y"
    (found,) = find_dates(text)
    assert found.interval == Interval.day(day)
    assert found.span.of(text).strip() in text
    assert find_dates(found.span.of(text))[0].interval == found.interval


@given(DAYS)
def test_an_ambiguous_number_always_holds_the_day(day: date) -> None:
    for form in ("%d/%m/%Y", "%m/%d/%Y"):
        assert only(day.strftime(form)).meets(Interval.day(day))


@given(st.text(max_size=80))
def test_no_text_breaks_it(text: str) -> None:
    for found in find_dates(text):
        assert found.span.of(text)

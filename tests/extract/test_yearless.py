"""A day whose year nothing tells is kept in its words and put on no calendar."""

from __future__ import annotations

import pytest

from incidentbook.exchange import dump_extraction, load_extraction
from incidentbook.model import Extraction, Statement
from incidentbook.pipeline import extract

MARKET = """Bomb at a vegetable market

A car bomb exploded at a crowded vegetable market in Kirkuk {when}, killing nine people, police said.
"""


def dates(read: Extraction) -> list[Statement]:
    return [s for report in read.reports for s in report.statements if s.property == "date"]


@pytest.mark.parametrize(
    ("when", "kept"),
    [
        ("on Friday, May 14", "Friday, May 14"),
        ("on Friday", "Friday"),
        ("early in May", "early in May"),
        ("late on Friday night", "late on Friday night"),
    ],
)
def test_weekday_month_and_day_are_kept_as_far_as_they_go(when: str, kept: str) -> None:
    read = extract(MARKET.format(when=when))
    (said,) = dates(read)
    assert (said.value, said.span.of(read.document.text)) == (None, kept)
    assert [report.values.date for report in read.reports] == [None]
    assert load_extraction(dump_extraction(read)) == read


@pytest.mark.parametrize("when", ["overnight", "a week after the election", "during the night"])
def test_words_that_name_no_day_are_none(when: str) -> None:
    assert dates(extract(MARKET.format(when=when))) == []


def test_with_the_year_the_day_is_on_the_calendar() -> None:
    (said,) = dates(extract(MARKET.format(when="on Friday, May 14"), "2021-05-15"))
    assert said.value is not None

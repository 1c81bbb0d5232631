"""Dates in addresses and markup."""

from __future__ import annotations

from datetime import date

import pytest

from incidentbook.dating.web import canonical_url, date_in_url
from incidentbook.model import Interval


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://x.com/2021/07/05/rockets", "2021-07-05"),
        ("https://x.com/world/2021-07-05-rockets.html", "2021-07-05"),
        ("https://x.com/a/20210705-rockets", "2021-07-05"),
        ("https://www.theguardian.com/world/2021/jul/05/rockets", "2021-07-05"),
        ("http://x.com/2003/2/5/a", "2003-02-05"),
    ],
)
def test_a_day_in_the_path(url: str, day: str) -> None:
    assert date_in_url(url) == Interval.day(date.fromisoformat(day))


def test_a_month_in_the_path_is_a_month() -> None:
    assert date_in_url("https://x.com/2021/02/rockets") == Interval(date(2021, 2, 1), date(2021, 2, 28))


@pytest.mark.parametrize(
    "url",
    [
        "https://x.com/rockets-2021",
        "https://x.com/news/202107051234",
        "https://x.com/2021/13/40/a",
        "https://x.com/a?d=2021-07-05",
        "https://x.com/19450508/a",
        "https://x.com/2021/07/05/on-the-raid-of-2019-01-02",
        "2021",
    ],
)
def test_what_is_no_day(url: str) -> None:
    assert date_in_url(url) is None


@pytest.mark.parametrize(
    "markup",
    [
        '<link rel="canonical" href="https://x.com/a">',
        "<link href='https://x.com/a' rel='canonical'/>",
        '<meta property="og:url" content="https://x.com/a">',
    ],
)
def test_the_address_that_a_page_gives(markup: str) -> None:
    assert canonical_url(f"<html><head>{markup}</head></html>") == "https://x.com/a"
    assert canonical_url("<html></html>") is None

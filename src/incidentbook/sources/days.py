"""Days as tables and mails write them, to Intervals. A day that can be read in two ways is both of them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from incidentbook.errors import MetaError
from incidentbook.model import Interval
from incidentbook.sources.meta import parse_interval

_YEAR_FIRST = re.compile(r"(\d{4})[/.]?(\d{2})[/.]?(\d{2})(?:\d{6})?(?:[T ].*)?")
_YEAR_LAST = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?:[T ,].*)?")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:[T ,].*)?")  # the day is always first
_SECONDS = re.compile(r"\d{10}(?:\d{3}|\.\d+)?")
_NAMED = ("%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y", "%A %d %B %Y", "%A %B %d %Y")


def published_of(value: Any) -> Interval | None:
    """The Interval that a cell gives.

    All that `parse_interval` takes; dates and times of Parquet; `2021/07/05`, `20210705`, `20210705120000`,
    seconds since 1970, `Mon, 05 Jul 2021 10:00:00 +0000`, `5 July 2021`, `July 5, 2021`; and `05/07/2021`,
    which is the days from 7 May to 5 July where nothing says which of them is meant.

    Raises:
        MetaError: it is none of these, or a day that the calendar does not have.
    """
    if isinstance(value, date):
        return Interval.day(value.date() if isinstance(value, datetime) else value)
    try:
        return parse_interval(value)
    except MetaError:
        words = value.strip() if isinstance(value, str) else ""
        if (found := _of_words(words)) is None:
            raise
        return found


def mail_day(words: str) -> Interval | None:
    """The day of a mail's `Date` line, in the sender's time zone."""
    try:
        return Interval.day(parsedate_to_datetime(words).date())
    except (ValueError, TypeError, IndexError):
        return None


def _of_words(words: str) -> Interval | None:
    try:
        if _SECONDS.fullmatch(words):
            return Interval.day(datetime.fromtimestamp(float(words[:10]), UTC).date())
        if match := _YEAR_FIRST.fullmatch(words):
            year, month, day = map(int, match.groups())
            return Interval.day(date(year, month, day))
        if match := _DOTTED.fullmatch(words):
            day, month, year = map(int, match.groups())
            return Interval.day(date(year, month, day))
        if match := _YEAR_LAST.fullmatch(words):
            return _either(*map(int, match.groups()))
    except ValueError:
        return None
    return _named(words) or mail_day(words)


def _either(first: int, second: int, year: int) -> Interval:
    """Day and month in either order; ValueError where neither is a day."""
    days = [date(year, m, d) for m, d in ((first, second), (second, first)) if m <= 12 and 0 < d <= 31]
    return Interval(min(days), max(days))


def _named(words: str) -> Interval | None:
    plain = " ".join(words.replace(",", " ").split())
    for form in _NAMED:
        try:
            return Interval.day(datetime.strptime(plain, form).date())
        except ValueError:
            continue
    return None

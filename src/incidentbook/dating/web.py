"""Dates of a page's machinery: its metadata and its address."""

from __future__ import annotations

import calendar
import re
from datetime import date
from urllib.parse import urlsplit

from incidentbook.dating.explicit import days_of
from incidentbook.model import Interval

_CANONICAL = (
    re.compile(
        r"<link\b[^>]{0,500}\brel=[\"']?canonical[\"']?[^>]{0,500}\bhref=[\"']([^\"']+)", re.IGNORECASE
    ),
    re.compile(
        r"<link\b[^>]{0,500}\bhref=[\"']([^\"']+)[\"'][^>]{0,500}\brel=[\"']?canonical", re.IGNORECASE
    ),
    re.compile(
        r"<meta\b[^>]{0,500}\bproperty=[\"']og:url[\"'][^>]{0,500}\bcontent=[\"']([^\"']+)", re.IGNORECASE
    ),
)
_DAY_IN_PATH = re.compile(r"(?<!\d)((?:19|20)\d\d)([-/_.]?)(\d\d?)\2(\d\d?)(?![\d])")
_NAMED_IN_PATH = re.compile(r"(?<!\d)((?:19|20)\d\d)/([a-z]{3})[a-z]*/(\d\d?)(?!\d)", re.IGNORECASE)
_MONTH_IN_PATH = re.compile(r"/((?:19|20)\d\d)/(\d\d)(?=/)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FIRST_WEB_YEAR = 1993


def date_in_metadata(page: str, url: str | None) -> Interval | None:
    """The day of first publication that a page's markup gives, found by htmldate."""
    from htmldate import find_date

    found = find_date(page, extensive_search=False, original_date=True, url=url)
    return Interval.day(date.fromisoformat(found)) if found else None


def canonical_url(page: str) -> str | None:
    """The address that a page gives as its own."""
    return next((match.group(1) for pattern in _CANONICAL if (match := pattern.search(page))), None)


def date_in_url(url: str) -> Interval | None:
    """The day (or the month) in the path of an address, `/2021/07/05/`, `-20210705`, `/2021/jul/05/`; None
    where there is none.

    Eight digits count only where they are a day of the web's time: ids look the same.
    """
    path = urlsplit(url).path
    days = [_day(*m.group(1, 3, 4)) for m in _DAY_IN_PATH.finditer(path) if m.group(2) or len(m.group()) == 8]
    days += [_named(*m.groups()) for m in _NAMED_IN_PATH.finditer(path)]
    found = [day for day in days if day is not None]
    if found:
        return found[0] if len(set(found)) == 1 else None
    month = _MONTH_IN_PATH.search(path)
    return _month(int(month.group(1)), int(month.group(2))) if month else None


def _day(year: str, month: str, day: str) -> Interval | None:
    return days_of(int(year), int(month), int(day)) if int(year) >= _FIRST_WEB_YEAR else None


def _named(year: str, month: str, day: str) -> Interval | None:
    short = month.lower()
    return days_of(int(year), _MONTHS.index(short) + 1, int(day)) if short in _MONTHS else None


def _month(year: int, month: int) -> Interval | None:
    if year < _FIRST_WEB_YEAR or not 1 <= month <= 12:
        return None
    return Interval(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))

"""Dates that a text spells out in full, with the year: the forms that pages and datelines use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from incidentbook.model import Interval, Span

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?!\d)"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_SHORT_YEAR = r"'?(?P<year>(?:19|20)?\d\d)(?!\d|[:.]\d)"
_FULL = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!\d)(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d\d?)[-/.](?P<day>\d\d?)(?!\d)",
        rf"(?<!\d){_DAY}(?: of)?[ -]{_NAME},?[ -]?{_YEAR}",
        rf"\b{_NAME} {_DAY},? {_YEAR}",
        r"(?<![\d/.])(?P<first>\d\d?)(?P<sep>[/.-])(?P<second>\d\d?)(?P=sep)(?P<year>(?:19|20)\d\d)(?!\d)",
    )
)
_DATELINE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (rf"(?<!\d){_DAY} {_NAME},? {_SHORT_YEAR}", rf"\b{_NAME} {_DAY},? {_SHORT_YEAR}")
)
_YEARLESS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (rf"\b{_NAME} ?{_DAY}", rf"(?<!\d){_DAY}(?: of)? {_NAME}")
)
_PIVOT = 50


@dataclass(frozen=True, slots=True)
class ExplicitDate:
    """A date in the text: the days that it can be (more than one for 07/08/2015), and where it stands."""

    interval: Interval
    span: Span


def find_dates(text: str, start: int = 0, end: int | None = None) -> list[ExplicitDate]:
    """Every full date between two offsets of a text, in their order, without overlaps."""
    return _apart(_found(_FULL, text, start, len(text) if end is None else end))


def find_dateline_dates(text: str, start: int, end: int) -> list[ExplicitDate]:
    """Full dates, and those with a year of two digits ("26 NOV 91"), which only datelines use."""
    return _apart([*_found(_FULL, text, start, end), *_found(_DATELINE, text, start, end)])


def find_yearless(text: str, start: int, end: int) -> tuple[int, int] | None:
    """(month, day) of the first date without a year, such as the "July 27" of a dateline."""
    for pattern in _YEARLESS:
        match = pattern.search(text, start, end)
        if match and 1 <= int(match["day"]) <= 31:
            return _month(match["month"]), int(match["day"])
    return None


def days_of(year: int, month: int, day: int) -> Interval | None:
    """That day, None where the calendar has none such."""
    try:
        return Interval.day(date(year, month, day))
    except ValueError:
        return None


def _found(patterns: tuple[re.Pattern[str], ...], text: str, start: int, end: int) -> Iterator[ExplicitDate]:
    for pattern in patterns:
        for match in pattern.finditer(text, start, end):
            interval = _days(match.groupdict())
            if interval is not None:
                yield ExplicitDate(interval, Span(*match.span()))


def _days(groups: dict[str, str]) -> Interval | None:
    year = _year(groups["year"])
    if "first" not in groups:
        return days_of(year, _month(groups["month"]), int(groups["day"]))
    first, second = int(groups["first"]), int(groups["second"])
    readings = [days_of(year, second, first)]
    if groups["sep"] != ".":
        readings.append(days_of(year, first, second))
    days = sorted(i.earliest for i in readings if i is not None and i.earliest is not None)
    return Interval(days[0], days[-1]) if days else None


def _year(digits: str) -> int:
    number = int(digits)
    return number if number > 99 else number + (2000 if number < _PIVOT else 1900)


def _month(name: str) -> int:
    return int(name) if name.isdigit() else _MONTHS.index(name[:3].lower()) + 1


def _apart(dates: Iterator[ExplicitDate] | list[ExplicitDate]) -> list[ExplicitDate]:
    out = list[ExplicitDate]()
    for found in sorted(dates, key=lambda d: (d.span.start, -d.span.end)):
        if not out or found.span.start >= out[-1].span.end:
            out.append(found)
    return out

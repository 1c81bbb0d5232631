"""From words of time and the days they are known to mean back to the days on which they can have been written."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from incidentbook.dating.dayset import DaySet
from incidentbook.model import Interval
from incidentbook.normalise.time_meaning import Calendar, Meaning, Nth, Offset, Part, Quantity, Shift

_DAYS_OF = {"day": 1.0, "night": 1.0, "week": 7.0, "fortnight": 14.0, "month": 30.44, "quarter": 91.3,
            "year": 365.25, "decade": 3652.5, "century": 36525.0, "hour": 1 / 24, "minute": 0.0, "second": 0.0}  # fmt: skip
_WEEK = 7


def written_on(meaning: Meaning, days: Interval) -> DaySet | None:
    """The days on which a writer who means `days` can have written the words.

    Args:
        meaning: what the words say relative to their day ("last December", "three weeks ago", "on Jan. 3").
        days: the known days of what they speak of; both ends known.

    Returns:
        None where the words say nothing relative; an empty set where they do not fit the days ("in March" of a 3 January).
    """
    match meaning:
        case Part() | Nth():
            return _of_part(meaning, days)
        case Calendar():
            return _of_calendar(meaning, days)
        case Offset(base="reference"):
            return _of_offset(meaning, days)
        case Shift(base="reference", sign=-1):
            return _of_ago(meaning, days)
    return None


def _of_part(meaning: Part | Nth, days: Interval) -> DaySet | None:
    whole = written_on(meaning.whole, days)
    return None if whole is None else whole & DaySet.of(Interval(days.earliest, None))


def _of_calendar(meaning: Calendar, days: Interval) -> DaySet | None:
    first, last = _ends(days)
    if meaning.year is not None:
        return None
    if meaning.month is not None and not _same_month(meaning, first, last):
        return DaySet(0)
    if meaning.day is not None and meaning.month is None:
        return None
    if meaning.weekday is not None and meaning.day is None:
        return _of_weekday(meaning, first, last)
    if meaning.year_offset is not None:
        return _in_year(first.year - meaning.year_offset, last.year - meaning.year_offset, first)
    if meaning.month is not None:
        return _since_last(meaning, first, last)
    return None


def _ends(days: Interval) -> tuple[date, date]:
    if days.earliest is None or days.latest is None:
        raise ValueError("the days that words mean need two known ends")
    return days.earliest, days.latest


def _same_month(meaning: Calendar, first: date, last: date) -> bool:
    """Whether the month (and the day, give or take one: time zones) are among the days."""
    if meaning.day is None:
        return (last - first).days >= 364 or any(
            (year, meaning.month) >= (first.year, first.month)
            and (year, meaning.month) <= (last.year, last.month)
            for year in (first.year, last.year)
        )
    near = [_on(year, meaning.month or 1, meaning.day) for year in (first.year, last.year)]
    slack = timedelta(days=1)
    return any(day is not None and first - slack <= day <= last + slack for day in near)


def _on(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if day <= calendar.monthrange(year, month)[1] else None


def _of_weekday(meaning: Calendar, first: date, last: date) -> DaySet:
    """A weekday alone is of the week before; "last Friday" can be a week older."""
    span = (last - first).days
    day = next(
        (d for n in range(min(span, 6) + 1) if (d := first + timedelta(n)).weekday() == meaning.weekday), None
    )
    if day is None:
        return DaySet(0)
    return DaySet.of(Interval(day, last + timedelta(2 * _WEEK if meaning.which == -1 else _WEEK)))


def _in_year(first: int, last: int, after: date) -> DaySet:
    return (
        DaySet.of(Interval(max(date(first, 1, 1), after), date(last, 12, 31)))
        if after.year <= last
        else DaySet(0)
    )


def _since_last(meaning: Calendar, first: date, last: date) -> DaySet:
    """A month without a year is the last one of that name: it is written within a year of it."""
    month_end = date(last.year, last.month, calendar.monthrange(last.year, last.month)[1])
    if meaning.which == -1:
        return DaySet.of(Interval(max(first, last.replace(day=1)), month_end + timedelta(365)))
    if meaning.which == 0:
        return DaySet.of(Interval(first, date(last.year, 12, 31)))
    end = last if meaning.day else last.replace(day=1)
    return DaySet.of(Interval(first, end + timedelta(364)))


def _of_offset(meaning: Offset, days: Interval) -> DaySet | None:
    first, last = _ends(days)
    if meaning.unit == "year":
        return _in_year(
            first.year - meaning.count, last.year - meaning.count, first if meaning.count <= 0 else date.min
        )
    if meaning.unit == "month":
        return DaySet.of(_months_on(first, last, -meaning.count)) & DaySet.of(Interval(first, None))
    if meaning.unit in ("day", "night"):
        return DaySet.of(
            Interval(first + timedelta(-meaning.count - 1), last + timedelta(-meaning.count + 1))
        )
    if meaning.unit in ("week", "weekend"):
        shift = -_WEEK * meaning.count
        return DaySet.of(
            Interval(max(first, first + timedelta(shift - _WEEK)), last + timedelta(shift + _WEEK))
        )
    return None


def _months_on(first: date, last: date, count: int) -> Interval:
    start = first.year * 12 + first.month - 1 + count
    end = last.year * 12 + last.month - 1 + count
    return Interval(
        date(start // 12, start % 12 + 1, 1),
        date(end // 12, end % 12 + 1, calendar.monthrange(end // 12, end % 12 + 1)[1]),
    )


def _of_ago(meaning: Shift, days: Interval) -> DaySet | None:
    """ "Two weeks ago": writers round, to half the unit either way and a year of years."""
    first, last = _ends(days)
    low, high = stretch(meaning.quantity)
    unit = _DAYS_OF.get(meaning.quantity.unit, 0)
    slack = max(1, round(unit * (0.9 if unit > 300 else 0.6)))
    if meaning.at_most:
        low = 0
    return DaySet.of(Interval(max(first, first + timedelta(low - slack)), last + timedelta(high + slack)))


def stretch(quantity: Quantity) -> tuple[int, int]:
    """The least and the most days that an amount of time stands for."""
    unit = _DAYS_OF.get(quantity.unit, 0)
    return int(quantity.low * unit), min(int(quantity.high * unit) + 1, 40000)

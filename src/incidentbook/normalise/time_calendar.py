"""Days, weeks, months and longer: where they begin, where they end, how ISO 8601 and TIMEX3 write them."""

from __future__ import annotations

import calendar
from datetime import date

from incidentbook.model import Interval

SEASONS = {1: ("SP", 3), 2: ("SU", 6), 3: ("FA", 9), 4: ("WI", 12)}
_MONTHS_IN = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
_DAYS_IN = {"day": 1, "night": 1, "week": 7, "weekend": 7, "fortnight": 14}


def add_days(day: date, days: int) -> date:
    """The day so many days on, held inside the years 1 to 9999."""
    ordinal = day.toordinal() + days
    return date.fromordinal(min(max(ordinal, date.min.toordinal()), date.max.toordinal()))


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months on; the month's last day where it is shorter."""
    total = day.year * 12 + day.month - 1 + months
    total = min(max(total, 12), 9999 * 12 + 11)
    year, month = divmod(total, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def month_of(year: int, month: int, length: int = 1) -> Interval:
    """The days of `length` months from this one on."""
    start = date(year, month, 1)
    return Interval(start, add_days(add_months(start, length), -1) if year < 9999 else date.max)


def year_of(year: int, length: int = 1) -> Interval:
    """The days of `length` years from this one on."""
    return Interval(date(year, 1, 1), date(min(year + length - 1, 9999), 12, 31))


def week_of(day: date) -> Interval:
    """The ISO week (Monday to Sunday) that holds the day."""
    return Interval(add_days(day, -day.weekday()), add_days(day, 6 - day.weekday()))


def loose_week(day: date) -> Interval:
    """The days of the same week by either custom, weeks from Monday and weeks from Sunday."""
    iso, back = week_of(day), (day.weekday() + 1) % 7
    sunday = add_days(day, -back)
    return hull(iso, Interval(sunday, add_days(sunday, 6)))


def weekend_of(day: date) -> Interval:
    """Saturday and Sunday of the ISO week that holds the day."""
    monday = add_days(day, -day.weekday())
    return Interval(add_days(monday, 5), add_days(monday, 6))


def season_of(year: int, season: int) -> Interval:
    """The three months of a northern season; winter is named by the year in which it begins."""
    first = SEASONS[season][1]
    start = date(year, first, 1)
    return Interval(start, add_days(add_months(start, 3), -1))


def unit_of(unit: str, day: date, count: int = 0) -> Interval:
    """The calendar unit `count` units from the one that holds the day."""
    if unit in _DAYS_IN:
        there = add_days(day, count * _DAYS_IN[unit])
        return {"week": loose_week, "weekend": weekend_of}.get(unit, Interval.day)(there)
    months = _MONTHS_IN[unit]
    if months >= 12:
        years = months // 12
        return year_of(min(max(day.year // years * years + count * years, 1), 9999), years)
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    there = add_months(first, count * months)
    return month_of(there.year, there.month, months)


def shift(day: date, amount: float, unit: str, sign: int) -> date:
    """The day `amount` units away; parts of a day are left out."""
    if unit in ("second", "minute", "hour"):
        return add_days(day, sign * int(amount * {"second": 1, "minute": 60, "hour": 3600}[unit] // 86400))
    if unit in _MONTHS_IN:
        return add_months(day, sign * round(amount * _MONTHS_IN[unit]))
    return add_days(day, sign * round(amount * _DAYS_IN[unit]))


def hull(*intervals: Interval) -> Interval:
    """The smallest interval that holds them all."""
    starts, ends = [i.earliest for i in intervals], [i.latest for i in intervals]
    return Interval(
        None if None in starts else min(s for s in starts if s),
        None if None in ends else max(e for e in ends if e),
    )


def valid_day(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none (31 June)."""
    return date(year, month, day) if 1 <= day <= calendar.monthrange(year, month)[1] else None


def timex_of(unit: str, interval: Interval) -> str:
    """The TIMEX3 value of a calendar unit that begins with this interval."""
    day = interval.earliest or interval.latest or date.min
    if unit in ("week", "weekend", "fortnight"):
        iso = add_days(day, 0 if unit == "weekend" else 3).isocalendar()
        return f"{iso.year:04}-W{iso.week:02}" + ("-WE" if unit == "weekend" else "")
    if unit == "quarter":
        return f"{day.year:04}-Q{(day.month - 1) // 3 + 1}"
    widths = {"month": 7, "year": 4, "decade": 3, "century": 2}
    return day.isoformat()[: widths.get(unit, 10)]

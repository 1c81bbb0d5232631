"""Parts of a stretch of days: thirds, halves, the nth week; and what "since" or "until" leave of it."""

from __future__ import annotations

from datetime import date

from incidentbook.model import Interval
from incidentbook.normalise import time_calendar as cal
from incidentbook.normalise.time_meaning import Bound, Nth, Part, Tense

_THIRDS = {"early": (0, 1), "mid": (1, 2), "late": (2, 3), "start": (0, 1), "end": (2, 3)}
_HALVES = {"first_half": (0, 1), "second_half": (1, 2)}


def cut(meaning: Part, start: date, end: date, now: date | None) -> Interval:
    part = meaning.part
    if part in ("earlier", "later", "so_far", "rest"):
        return _up_to_now(part, start, end, now)
    if part in _THIRDS:
        return _third(_THIRDS[part][0], start, end)
    if part in _HALVES:
        return _half_of(_HALVES[part][0], start, end)
    if part == "weekend":
        return _nearest_weekend(start)
    return Interval(start, end)


def _up_to_now(part: str, start: date, end: date, now: date | None) -> Interval:
    if now is None or not start <= now <= end:
        return Interval(start, end)
    if part == "earlier":
        return Interval(start, max(start, cal.add_days(now, -1)))
    return Interval(start, now) if part == "so_far" else Interval(now, end)


def _third(which: int, start: date, end: date) -> Interval:
    """A third of the stretch: of a month 1-10, 11-20 and 21 to its end, of a year four months."""
    days = (end - start).days + 1
    if 28 <= days <= 31 and start.day == 1:
        return Interval(
            start.replace(day=(1, 11, 21)[which]), end if which == 2 else start.replace(day=(10, 20)[which])
        )
    if days in (365, 366):
        return (
            cal.month_of(start.year, 1, 3),
            cal.month_of(start.year, 5, 4),
            cal.month_of(start.year, 10, 3),
        )[which]
    if days > 3000:
        years = (end.year - start.year + 1) // 3
        first_year = (start.year, start.year + years, end.year - years)[which]
        return cal.year_of(first_year, years + 1)
    third = max(1, days // 3)
    first = cal.add_days(start, which * third) if which < 2 else cal.add_days(end, 1 - third)
    return Interval(first, cal.add_days(first, third - 1))


def _half_of(which: int, start: date, end: date) -> Interval:
    if (end - start).days in (364, 365) and start.day == 1:
        return cal.month_of(start.year, 1 + 6 * which, 6)
    middle = cal.add_days(start, ((end - start).days + 1) // 2)
    return Interval(start, cal.add_days(middle, -1)) if which == 0 else Interval(middle, end)


def _nearest_weekend(day: date) -> Interval:
    weekend = cal.weekend_of(day)
    return cal.weekend_of(cal.add_days(day, -7)) if day.weekday() < 3 else weekend


def counted(meaning: Nth, start: date, end: date) -> Interval | None:
    unit, count = meaning.unit, meaning.count
    if unit == "weekend":
        return _nth_weekend(meaning.nth, start, end)
    if meaning.nth == -1:
        first = cal.add_days(cal.shift(cal.add_days(end, 1), count, unit, -1), 0)
        return Interval(max(first, start), end) if first <= end else None
    first = cal.shift(start, meaning.nth - 1, unit, 1)
    last = cal.add_days(cal.shift(first, count, unit, 1), -1)
    return Interval(first, max(first, min(last, end))) if first <= end else None


def _nth_weekend(nth: int, start: date, end: date) -> Interval | None:
    saturdays = [d for n in range((end - start).days + 1) if (d := cal.add_days(start, n)).weekday() == 5]
    if not saturdays or nth > len(saturdays):
        return None
    return cal.weekend_of(saturdays[nth - 1 if nth > 0 else -1])


def bounded(interval: Interval, bound: Bound, reference: Interval | None, tense: Tense) -> Interval:
    """The days that "since", "until", "by", "before" or "after" an interval leaves."""
    if bound in ("since", "after"):
        now = reference.latest if reference and tense == "past" else None
        start = interval.earliest
        return Interval(start, now if now and (start is None or now >= start) else None)
    if bound == "before":
        return Interval(None, cal.add_days(interval.earliest, -1) if interval.earliest else None)
    return Interval(None, interval.latest)

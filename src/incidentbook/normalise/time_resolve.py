"""From what words of time mean to days, given those of publication and, where need be, of an event."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from incidentbook.model import Interval
from incidentbook.normalise import time_calendar as cal
from incidentbook.normalise import time_parts as parts
from incidentbook.normalise.time_meaning import (
    Calendar,
    Fixed,
    Meaning,
    Nth,
    Offset,
    Part,
    Precision,
    Range,
    Shift,
    Symbol,
    Tense,
    Window,
)

_SLACK_OF_DATE = (
    1  # a report may be stamped a day early: "July 6" on 5 July is tomorrow's paper, not last year
)


@dataclass(frozen=True, slots=True)
class Known:
    """Days, their TIMEX3 value, and how fine they are."""

    interval: Interval | None
    timex: str | None
    precision: Precision


@dataclass(frozen=True, slots=True)
class Frame:
    """What the words are counted from."""

    reference: date | None
    tense: Tense
    anchor: Interval | None


NOTHING = Known(None, None, "unknown")


def known(meaning: Meaning, reference: Interval | None, tense: Tense, anchor: Interval | None) -> Known:
    """The days that a meaning names: for a reference of several days, the hull over its ends."""
    ends = _ends(reference)
    found = [_known(meaning, Frame(end, tense, anchor)) for end in ends]
    intervals = [k.interval for k in found]
    last = found[-1]
    if len(found) == 1 or found[0] == last:
        return last
    if any(i is None for i in intervals):
        return replace(last, interval=None, timex=None)
    return Known(cal.hull(*[i for i in intervals if i]), None, _coarser(last.precision))


def _coarser(precision: Precision) -> Precision:
    return "days" if precision == "day" else precision


def _ends(reference: Interval | None) -> list[date | None]:
    if reference is None or reference.earliest is None or reference.latest is None:
        return [None]
    return [reference.earliest] if reference.known_day else [reference.earliest, reference.latest]


def _known(meaning: Meaning, frame: Frame) -> Known:
    match meaning:
        case Calendar():
            return _calendar(meaning, frame)
        case Fixed():
            return Known(meaning.interval, meaning.timex, meaning.precision)
        case Offset():
            return _offset(meaning, frame)
        case Shift():
            return _shift(meaning, frame)
        case Window():
            return _window(meaning, frame)
        case Part():
            return _part(meaning, frame)
        case Nth():
            return _nth(meaning, frame)
        case Range():
            return _range(meaning, frame)
        case Symbol():
            return Known(None, meaning.timex, "unknown")


# calendar --------------------------------------------------------------------------------------------------


def _calendar(meaning: Calendar, frame: Frame) -> Known:
    if meaning.day is not None:
        return _day_of_month(meaning, frame)
    if meaning.weekday is not None:
        return _weekday(meaning, frame)
    if meaning.month is not None:
        return _yearly(meaning, frame, lambda year: cal.month_of(year, meaning.month or 1), "month")
    if meaning.season is not None:
        return _season(meaning, frame)
    if meaning.quarter is not None:
        first = meaning.quarter * 3 - 2
        return _yearly(meaning, frame, lambda year: cal.month_of(year, first, 3), "season", "quarter")
    if meaning.half is not None:
        return _half(meaning, frame)
    return _whole_year(meaning)


def _whole_year(meaning: Calendar) -> Known:
    year = meaning.year or 1
    return Known(cal.year_of(year), f"{year:04}", "year")


def _year_said(meaning: Calendar, frame: Frame) -> int | None:
    if meaning.year is not None:
        return meaning.year
    if meaning.year_offset is not None and frame.reference:
        return frame.reference.year + meaning.year_offset
    return None


def _yearly(
    meaning: Calendar,
    frame: Frame,
    in_year: Callable[[int], Interval],
    precision: Precision,
    unit: str | None = None,
) -> Known:
    """What comes once a year: in the year said, else in the one that the tense calls for."""
    year = _year_said(meaning, frame)
    if year is None:
        if frame.reference is None or meaning.year_offset is not None:
            return Known(None, _no_year(meaning), "unknown")
        years = range(frame.reference.year - 2, frame.reference.year + 3)
        choice = _chosen([in_year(y) for y in years if 1 <= y < 9999], frame, meaning.which)
    else:
        choice = in_year(year) if 1 <= year < 9999 else None
    if choice is None:
        return NOTHING
    return Known(choice, cal.timex_of(unit or precision, choice), precision)


def _no_year(meaning: Calendar) -> str | None:
    return f"XXXX-{meaning.month:02}" if meaning.month else None


def _chosen(
    options: Iterable[Interval], frame: Frame, which: int | None = None, slack: int = 0
) -> Interval | None:
    """The one of several in a row that the words mean.

    Past: the latest that has begun (with "last": that has ended). Future: the earliest that has not ended.
    """
    reference, options = frame.reference or date.min, list(options)
    if which == 0:
        return min(options, key=lambda o: _distance(o, reference), default=None)
    if which == -1:
        return max((o for o in options if o.latest and o.latest < reference), key=_start, default=None)
    if which == 1:
        return min((o for o in options if o.earliest and o.earliest > reference), key=_start, default=None)
    if frame.tense == "past":
        limit = cal.add_days(reference, slack)
        return max((o for o in options if o.earliest and o.earliest <= limit), key=_start, default=None)
    if frame.tense == "future":
        return min((o for o in options if o.latest and o.latest >= reference), key=_start, default=None)
    return min(options, key=lambda o: _distance(o, reference), default=None)


def _start(interval: Interval) -> date:
    return interval.earliest or date.min


def _distance(interval: Interval, day: date) -> int:
    start, end = interval.earliest or day, interval.latest or day
    return max((start - day).days, (day - end).days, 0)


def _day_of_month(meaning: Calendar, frame: Frame) -> Known:
    day, year = meaning.day or 1, _year_said(meaning, frame)
    if year is not None and meaning.month:
        there = cal.valid_day(year, meaning.month, day) if 1 <= year <= 9999 else None
        return _one_day(there)
    if frame.reference is None or meaning.year_offset is not None:
        return Known(None, f"XXXX-{meaning.month or 0:02}-{day:02}".replace("-00", "-XX"), "unknown")
    options = [d for d in _same_days(meaning, frame.reference) if d]
    if meaning.weekday is not None:
        options = [d for d in options if d.weekday() == meaning.weekday] or options
    choice = _chosen([Interval.day(d) for d in options], frame, slack=_SLACK_OF_DATE)
    return _one_day(choice.earliest if choice else None)


def _same_days(meaning: Calendar, reference: date) -> list[date | None]:
    day = meaning.day or 1
    if meaning.month:
        years = range(max(1, reference.year - 9), min(9999, reference.year + 9))
        return [cal.valid_day(year, meaning.month, day) for year in years]
    months = [cal.add_months(reference.replace(day=1), n) for n in range(-3, 4)]
    return [cal.valid_day(m.year, m.month, day) for m in months]


def _one_day(day: date | None) -> Known:
    return NOTHING if day is None else Known(Interval.day(day), day.isoformat(), "day")


def _weekday(meaning: Calendar, frame: Frame) -> Known:
    weekday, reference = meaning.weekday or 0, frame.reference
    if reference is None:
        return Known(None, f"XXXX-WXX-{weekday + 1}", "unknown")
    if meaning.week_offset is not None:
        monday = cal.add_days(reference, -reference.weekday() + 7 * meaning.week_offset)
        return _one_day(cal.add_days(monday, weekday))
    back = (reference.weekday() - weekday) % 7
    if meaning.which == -1:
        return _one_day(cal.add_days(reference, -(back or 7)))
    if meaning.which == 1 or (frame.tense == "future" and meaning.which != -1):
        ahead = (weekday - reference.weekday()) % 7
        return _one_day(cal.add_days(reference, ahead or (7 if meaning.which == 1 else 0)))
    if frame.tense == "past":
        return _one_day(cal.add_days(reference, -back))
    return _one_day(cal.add_days(reference, -back if back <= 3 else 7 - back))


def _season(meaning: Calendar, frame: Frame) -> Known:
    season = meaning.season or 1
    year = _year_said(meaning, frame)
    letters = cal.SEASONS[season][0]
    if year is not None and season == 4 and 1 < year < 9999:
        both = cal.hull(cal.season_of(year - 1, 4), cal.season_of(year, 4))
        return Known(both, f"{year:04}-{letters}", "season")
    found = _yearly(meaning, frame, lambda y: cal.season_of(y, season), "season", "year")
    return replace(found, timex=f"{found.timex}-{letters}") if found.timex else found


def _half(meaning: Calendar, frame: Frame) -> Known:
    first = 1 if meaning.half == 1 else 7
    found = _yearly(meaning, frame, lambda year: cal.month_of(year, first, 6), "span", "year")
    return replace(found, timex=f"{found.timex}-H{meaning.half}") if found.timex else found


# relative --------------------------------------------------------------------------------------------------


def _offset(meaning: Offset, frame: Frame) -> Known:
    base = _base(meaning.base, frame)
    if base is None:
        return NOTHING
    found = _hull_over(base, lambda day: cal.unit_of(meaning.unit, day, _count(meaning, day, frame)))
    if found is None:
        return NOTHING
    precision: Precision = _PRECISION.get(meaning.unit, "span")
    timex = cal.timex_of(meaning.unit, found)
    return Known(
        _no_later(found, meaning, frame),
        timex,
        precision if precision != "day" or found.known_day else "days",
    )


_PRECISION: dict[str, Precision] = {
    "day": "day", "night": "day", "week": "week", "weekend": "days", "month": "month", "quarter": "season",
    "year": "year", "decade": "decade",
}  # fmt: skip


def _count(meaning: Offset, day: date, frame: Frame) -> int:
    """The weekend of a news report is the one just gone, until Saturday comes."""
    if meaning.unit != "weekend" or meaning.base == "event":
        return meaning.count
    if day.weekday() < 5 and (meaning.count == -1 or (meaning.count == 0 and frame.tense == "past")):
        return -1
    return 0 if meaning.count == 1 and day.weekday() < 5 else meaning.count


def _no_later(found: Interval, meaning: Offset, frame: Frame) -> Interval:
    """What a report tells in the past tense of "this week" has happened."""
    if frame.tense != "past" or meaning.count != 0 or frame.reference is None or meaning.base == "event":
        return found
    return found.intersection(Interval(None, frame.reference)) or found


def _base(base: str | Meaning, frame: Frame) -> Interval | None:
    if base == "reference":
        return Interval.day(frame.reference) if frame.reference else None
    if base == "event":
        return frame.anchor
    return _known(base, frame).interval if not isinstance(base, str) else None


def _hull_over(base: Interval, at: Callable[[date], Interval]) -> Interval | None:
    if base.earliest is None and base.latest is None:
        return None
    start = at(base.earliest).earliest if base.earliest else None
    end = at(base.latest).latest if base.latest else None
    return Interval(start, end)


def _shift(meaning: Shift, frame: Frame) -> Known:
    base = _base(meaning.base, frame)
    if base is None:
        return NOTHING
    found = _hull_over(base, lambda day: _shifted(meaning, day))
    if found is None:
        return NOTHING
    if meaning.at_most:
        found = _less_than(meaning, base, found)
    return Known(found, _shift_timex(meaning, base), "day" if found.known_day else "days")


def _less_than(meaning: Shift, base: Interval, found: Interval) -> Interval:
    """ "Less than two weeks after": from the next day to two weeks on and no further; hours may stay on the day."""
    unit, sign = meaning.quantity.unit, meaning.sign
    if unit in ("second", "minute", "hour") or base.earliest is None or base.latest is None:
        return cal.hull(found, base)
    near = cal.add_days(base.earliest if sign > 0 else base.latest, sign)
    far = cal.shift(base.latest if sign > 0 else base.earliest, meaning.quantity.high, unit, sign)
    return Interval(min(near, far), max(near, far))


def _shifted(meaning: Shift, day: date) -> Interval:
    amount, sign, unit = meaning.quantity, meaning.sign, meaning.quantity.unit
    near, far = cal.shift(day, amount.low, unit, sign), cal.shift(day, amount.high, unit, sign)
    if unit in ("second", "minute", "hour"):
        far = cal.add_days(far, sign if unit == "hour" else 0)
        return Interval(min(near, far), max(near, far))
    first, last = min(near, far), max(near, far)
    return _rounded(meaning, first, last)


def _rounded(meaning: Shift, first: date, last: date) -> Interval:
    """Writers round long units: "five months ago" is a calendar month, "two weeks ago" a week or so."""
    unit, amount = meaning.quantity.unit, meaning.quantity
    if unit in ("week", "fortnight") and (amount.high > 1 or unit == "fortnight"):
        return Interval(cal.add_days(first, -3), cal.add_days(last, 3))
    if unit in ("month", "quarter"):
        return cal.hull(cal.unit_of("month", first), cal.unit_of("month", last))
    if unit in ("year", "decade", "century"):
        if amount.exact == 1 and unit == "year":
            return cal.hull(
                cal.unit_of("month", cal.add_months(first, -2)), cal.unit_of("month", cal.add_months(last, 2))
            )
        return cal.hull(cal.unit_of("year", first), cal.unit_of("year", last))
    return Interval(first, last)


def _shift_timex(meaning: Shift, base: Interval) -> str | None:
    amount, day = meaning.quantity, base.known_day
    if day is None or amount.exact is None:
        return "PAST_REF" if meaning.sign < 0 else "FUTURE_REF"
    there = cal.shift(day, amount.exact, amount.unit, meaning.sign)
    return cal.timex_of(
        amount.unit if amount.unit in ("month", "year", "quarter", "decade") else "day", Interval.day(there)
    )


def _window(meaning: Window, frame: Frame) -> Known:
    if frame.reference is None:
        return Known(None, meaning.timex, "unknown")
    amount = meaning.quantity
    far = cal.shift(frame.reference, amount.high, amount.unit, meaning.sign)
    if amount.unit in ("hour", "minute", "second"):
        far = cal.add_days(far, meaning.sign) if amount.high % 24 or amount.unit != "hour" else far
    return Known(Interval(min(far, frame.reference), max(far, frame.reference)), meaning.timex, "span")


# parts -----------------------------------------------------------------------------------------------------


def _part(meaning: Part, frame: Frame) -> Known:
    full = _known(
        meaning.whole, replace(frame, tense="unknown") if isinstance(meaning.whole, Offset) else frame
    )
    if full.interval is None or full.interval.earliest is None or full.interval.latest is None:
        return full
    start, end = full.interval.earliest, full.interval.latest
    cut = parts.cut(meaning, start, end, frame.reference)
    return Known(cut, full.timex, "day" if cut.known_day else _part_precision(cut))


def _part_precision(cut: Interval) -> Precision:
    days = cut.days or 0
    return "days" if days <= 16 else "span"


def _nth(meaning: Nth, frame: Frame) -> Known:
    full = _known(
        meaning.whole, replace(frame, tense="unknown") if isinstance(meaning.whole, Offset) else frame
    )
    if full.interval is None or full.interval.earliest is None or full.interval.latest is None:
        return full
    start, end = full.interval.earliest, full.interval.latest
    found = parts.counted(meaning, start, end)
    if found is None:
        return NOTHING
    return Known(
        found, _nth_timex(meaning, found, full), "day" if found.known_day else _part_precision(found)
    )


def _nth_timex(meaning: Nth, found: Interval, full: Known) -> str | None:
    return cal.timex_of(meaning.unit, found) if meaning.count == 1 else full.timex


def _range(meaning: Range, frame: Frame) -> Known:
    last = _known(meaning.end, frame)
    first = _known(meaning.start, _before_end(frame, last))
    if first.interval is None or last.interval is None:
        return NOTHING
    start, end = first.interval.earliest, last.interval.latest
    if start and end and start > end:
        return NOTHING
    return Known(
        Interval(start, end), last.timex, "day" if start == end else "days" if _short(start, end) else "span"
    )


def _before_end(frame: Frame, last: Known) -> Frame:
    """The beginning of a range lies before its end."""
    if (
        last.interval is None
        or last.interval.latest is None
        or frame.reference is None
        or frame.tense == "past"
    ):
        return frame
    return Frame(last.interval.latest, "past", frame.anchor)


def _short(start: date | None, end: date | None) -> bool:
    return start is not None and end is not None and (end - start).days < 16

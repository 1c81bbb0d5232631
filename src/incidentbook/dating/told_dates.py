"""Constraints from dates of the calendar: told as past or ahead, on a weekday, in datelines and quoted posts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache

from incidentbook.dating.anchor_table import cue
from incidentbook.dating.constraints import Constraint, Strength, from_day
from incidentbook.dating.dayset import FIRST_YEAR, LAST_YEAR, DaySet
from incidentbook.dating.readings import LEAD, Reading, absolute_days, bare_weekday, day_of_year, told_as_past
from incidentbook.model import Document, Interval, Span
from incidentbook.normalise.time import TimeExpression, find
from incidentbook.normalise.time_meaning import Calendar, Fixed, Part

_YEAR_AS_TIME = re.compile(
    r"(?:\b(?:in|since|during|between|and|until|late|early|mid|by|back in|as)|[,(])[\s-]*(?:the (?:year )?)?$"
)
_DAY, _WEEK, _YEAR = timedelta(1), timedelta(7), timedelta(364)
_MONTHS_AHEAD = timedelta(300)


def of_dates(reading: Reading) -> Iterator[Constraint]:
    """A text is of the dates that it tells as past, or later; of those that it says lie ahead, or earlier."""
    for found in reading.times:
        days = absolute_days(found)
        if isinstance(found.meaning, Fixed) and found.meaning.precision == "span":
            continue  # a century
        if days is not None:
            yield from _of_absolute(reading, found, days)
        elif (month_day := day_of_year(found)) and isinstance(found.meaning, Calendar):
            yield from _of_weekday(reading, found, month_day, found.meaning.weekday)


def _of_absolute(reading: Reading, found: TimeExpression, days: Interval) -> Iterator[Constraint]:
    before = reading.before(found.span)
    if _is_year(found) and not _YEAR_AS_TIME.search(before):
        return
    if found.bound not in ("until", "by", "before") and days.earliest and told_as_past(reading, found):
        yield Constraint(from_day(days), found.span, f"told of {found.text}", Strength.DATE)
    elif days.latest and found.bound != "since" and cue("ahead", "", r"[^.;,]{0,60}$").search(before):
        earlier = DaySet.of(Interval(None, days.latest))
        yield Constraint(earlier, found.span, f"{found.text} lies ahead", Strength.HINT)


def _is_year(found: TimeExpression) -> bool:
    meaning = found.meaning.whole if isinstance(found.meaning, Part) else found.meaning
    return (
        isinstance(meaning, Calendar) and meaning.year is not None and not (meaning.month or meaning.season)
    )


def _of_weekday(
    reading: Reading, found: TimeExpression, month_day: tuple[int, int], weekday: int | None
) -> Iterator[Constraint]:
    """ "Monday, July 5": the years in which it is one."""
    if weekday is None:
        return
    slack = _DAY if told_as_past(reading, found) else _MONTHS_AHEAD
    spans = (Interval(d - slack, d + _YEAR) for d in yearly(*month_day) if d.weekday() == weekday)
    reason = f"years in which {found.text} falls so"
    yield Constraint(DaySet.of(*spans), found.span, reason, Strength.WEEKDAY)


@cache
def yearly(month: int, day: int) -> tuple[date, ...]:
    """That day of every year that has it."""
    leap = (month, day) == (2, 29)
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    return tuple(date(y, month, day) for y in years if not leap or (y % 4 == 0 and y != LAST_YEAR))


def of_dateline(document: Document) -> Iterator[Constraint]:
    """A dateline without its year: publication is on that day of any year, or up to two days later."""
    for region in document.regions:
        if region.kind != "dateline":
            continue
        for found in find(region.span.of(document.text)):
            if month_day := day_of_year(found):
                days = DaySet.of(*(Interval(d, d + 2 * _DAY) for d in yearly(*month_day)))
                span = found.span.shifted(region.span.start)
                yield Constraint(days, span, f"dateline {found.text}", Strength.FAMILY)
                return


# fresh dates -----------------------------------------------------------------------------------------------

_POST = re.compile(r"\(@\w{2,30}\)\W{0,3}(?P<day>\w[^\n]{5,22}\d{4})")


def of_posts(document: Document) -> Iterator[Constraint]:
    """A text is of the day of the posts that it quotes, or later."""
    for day, span in _posts(document):
        yield Constraint(DaySet.of(Interval(day, None)), span, "a quoted post", Strength.DATE)


def of_fresh_date(document: Document, readings: Sequence[Reading]) -> Iterator[Constraint]:
    """A quoted post, or a full date in the first sentences, is of the week of the report where a bare weekday falls on it.

    "On Monday" is of the week before publication; where it names the day of the latest full date, or the one before, it is that.
    """
    lead, posts = readings[: LEAD + 1], list(_posts(document))
    day, span = max(posts + [d for r in readings for d in _full_dates(r)], default=(None, Span(0, 0)))
    if day is None or ((day, span) not in posts and not any(r.span.contains(span) for r in lead[:LEAD])):
        return
    same = {day.weekday()} if (day, span) in posts else {day.weekday(), (day - _DAY).weekday()}
    told = next((t for r in lead for t in r.times if bare_weekday(t) in same), None)
    if told is not None:
        week = DaySet.of(Interval(day, day + _WEEK))
        yield Constraint(week, span, f"{told.text}, by {day}", Strength.TIE)


def _posts(document: Document) -> Iterator[tuple[date, Span]]:
    for match in _POST.finditer(document.text):
        for found in find(match["day"]):
            days = absolute_days(found)
            if days and days.known_day:
                yield days.known_day, Span(*match.span())


def _full_dates(reading: Reading) -> Iterator[tuple[date, Span]]:
    for found in reading.times:
        days = absolute_days(found)
        since = found.bound or reading.before(found.span).rstrip().endswith(("since", "since the"))
        since = since or any(m.anchor.named_by_date and m.span.overlaps(found.span) for m in reading.mentions)
        if days and days.known_day and not since and told_as_past(reading, found):
            yield days.known_day, found.span

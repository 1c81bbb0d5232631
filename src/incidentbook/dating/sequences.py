"""Constraints from the run of a story over several sentences: what was until last year, what came then, what is told again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise, permutations

from incidentbook.dating.anchor_table import cue
from incidentbook.dating.anchors import Mention
from incidentbook.dating.constraints import Constraint, Strength, around, from_day
from incidentbook.dating.dayset import DaySet
from incidentbook.dating.invert import written_on
from incidentbook.dating.joins import counted, is_present
from incidentbook.dating.readings import Reading, absolute_days, day_of_year
from incidentbook.dating.told_dates import yearly
from incidentbook.model import Interval
from incidentbook.normalise.time import TimeExpression
from incidentbook.normalise.time_meaning import Calendar

_SOON = timedelta(100)
_NAMES = re.compile(r"\b[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*")


def of_meetings(readings: Sequence[Reading]) -> Iterator[Constraint]:
    """ "Until last year …" beside "since the summer of 2022 …": one ends where the other begins."""
    for one, other in pairwise(readings):
        bounds = [t for r in (one, other) for t in r.times if t.bound in ("until", "since")]
        for relative, absolute in permutations(bounds, 2):
            if relative.bound != absolute.bound:
                yield from _meeting(relative, absolute)


def _meeting(relative: TimeExpression, absolute: TimeExpression) -> Iterator[Constraint]:
    days = absolute_days(replace(absolute, bound=None))
    if relative.meaning is None or days is None or days.earliest is None or days.latest is None:
        return
    written = written_on(relative.meaning, days)
    if written:
        reason = f"{relative.text} meets {absolute.text}"
        yield Constraint(written, around(relative.span, absolute.span), reason, Strength.TIE)


def of_sequences(readings: Sequence[Reading]) -> Iterator[Constraint]:
    """ "Last December a rocket killed … The US then killed Soleimani": the month is the last one before the event."""
    for reading in readings:
        near = readings[max(0, reading.nth - 2) : reading.nth + 1]
        for mention in reading.mentions:
            if mention.anchor.kind not in ("event", "death") or mention.role == "named":
                continue
            earlier = [t for r in near for t in r.times if t.span.end <= mention.span.start]
            if earlier:
                yield from _sequence(reading, mention, earlier[-1])


def _sequence(reading: Reading, mention: Mention, found: TimeExpression) -> Iterator[Constraint]:
    meaning, event = found.meaning, mention.anchor.only_days
    if (
        event is None
        or event.earliest is None
        or not isinstance(meaning, Calendar)
        or not _bare_month(meaning)
    ):
        return
    month = _month_before(meaning.month or 1, event.earliest)
    then = cue("then").search(reading.plain, found.span.end, mention.span.start)
    written = written_on(meaning, Interval(month, month + timedelta(27)))
    if then and written and event.earliest - month <= _SOON:
        reason = f"{found.text}, then {mention.anchor.id}"
        yield Constraint(written & from_day(event), around(found.span, mention.span), reason, Strength.TIE)


def _bare_month(meaning: Calendar) -> bool:
    return (
        meaning.month is not None
        and meaning.day is None
        and meaning.year is None
        and meaning.year_offset is None
    )


def _month_before(month: int, day: date) -> date:
    return date(day.year if month <= day.month else day.year - 1, month, 1)


def of_retold(readings: Sequence[Reading]) -> Iterator[Constraint]:
    """ "Nine days after the raid on Port Saba … Port Saba was raided on May 4": of any year."""
    for reading in readings:
        for found in reading.times:
            if found.anchor is None or not is_present(reading, found):
                continue
            named = set(_NAMES.findall(reading.text, found.span.end, reading.span.end))
            for other in readings:
                if other is not reading and (day := _only_day(other)) and named & _names_in(other):
                    yield _counted_yearly(found, day)


def _only_day(reading: Reading) -> TimeExpression | None:
    """The day of the month, without a year, that is all the dating of a sentence."""
    days = [t for t in reading.times if t.kind in ("date", "time")]
    return days[0] if len(days) == 1 and day_of_year(days[0]) else None


def _names_in(reading: Reading) -> set[str]:
    """Its names, with and without the first word of the sentence, which is capital anyhow."""
    start, end = reading.span.start, reading.span.end
    return {*_NAMES.findall(reading.text, start, end), *_NAMES.findall(reading.text, start + 1, end)}


def _counted_yearly(found: TimeExpression, day: TimeExpression) -> Constraint:
    events = [Interval.day(d) for d in yearly(*(day_of_year(day) or (1, 1)))]
    days: DaySet = counted(found, events, timedelta(1))
    return Constraint(days, around(found.span, day.span), f"{found.text} {day.text}", Strength.TIE)

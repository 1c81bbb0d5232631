"""Constraints from words of time beside the event that they date: "January 3 last year" and the killing of Soleimani."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from incidentbook.dating.anchor_table import cue
from incidentbook.dating.anchors import Mention
from incidentbook.dating.constraints import Constraint, Strength, around
from incidentbook.dating.dayset import DaySet
from incidentbook.dating.invert import written_on
from incidentbook.dating.readings import LEAD, Reading, bare_weekday, told_as_past
from incidentbook.model import Interval, Span
from incidentbook.normalise.time import TimeExpression, resolve
from incidentbook.normalise.time_meaning import Calendar, Offset, Shift

_NEAR, _WIDE, _NAMED = 60, 110, 220
_DAY, _EARLY, _LATE, _WEEK, _SEASON = timedelta(1), timedelta(2), timedelta(8), timedelta(7), timedelta(60)


def of_joins(reading: Reading) -> Iterator[Constraint]:
    """Words of time that stand beside an event whose days are known."""
    for mention in reading.mentions:
        if (
            mention.anchor.kind in ("holder", "name")
            or mention.anchor.named_by_date
            or mention.anchor.lasting
        ):
            continue
        yield from _of_anniversary(reading, mention)
        yield from _of_weekday_beside(reading, mention)
        for found in reading.times:
            days = _joined(reading, mention, found)
            if days:
                reason = f"{found.text} is {mention.anchor.id}"
                yield Constraint(days, around(found.span, mention.span), reason, Strength.JOIN)


def _joined(reading: Reading, mention: Mention, found: TimeExpression) -> DaySet | None:
    if found.meaning is None or found.kind in ("duration", "set") or _years_ago(reading, found):
        return None
    if found.relative_to_event:
        return _counted_from(reading, mention, found)
    if isinstance(found.meaning, Offset) and (
        found.meaning.unit in ("day", "night") or found.text.lower().startswith("the ")
    ):
        return None  # "today" is the speaker's more often than the event's; "the year" need not be this one
    if not _adjacent(reading, mention, found):
        return None
    known = (_dated(mention, d) for d in mention.anchor.days)
    written = [written_on(found.meaning, d) for d in known if d.earliest and d.latest]
    return DaySet.union(w for w in written if w is not None)


def _years_ago(reading: Reading, found: TimeExpression) -> bool:
    """Whether other words of the sentence say that it was years ago: then its days and months are of that year."""
    others = (t for t in reading.times if t is not found and isinstance(t.meaning, Shift))
    return any("year" in t.text.lower() for t in others)


def _dated(mention: Mention, days: Interval) -> Interval:
    """The days that words beside an anchor date: of a war, those of its beginning."""
    return Interval.day(days.earliest) if mention.anchor.kind == "period" and days.earliest else days


def _of_weekday_beside(reading: Reading, mention: Mention) -> Iterator[Constraint]:
    """ "On Friday rockets struck, one day before the base was handed over": the week after that Friday, where it was one."""
    days = mention.anchor.only_days
    if days is None or days.known_day is None:
        return
    for counted_from in (t for t in reading.times if t.relative_to_event and _touches(t.span, mention.span)):
        told = resolve(counted_from, None, "past", days).interval
        day = told.known_day if told else None
        for found in reading.times:
            if day and bare_weekday(found) == day.weekday() and told_as_past(reading, found):
                reason = f"{found.text} is {counted_from.text} {mention.anchor.id}"
                week = DaySet.of(Interval(day, day + _WEEK))
                yield Constraint(week, around(found.span, mention.span), reason, Strength.TIE)


def _touches(counted_from: Span, mention: Span) -> bool:
    return counted_from.overlaps(mention) or 0 <= mention.start - counted_from.end <= _NEAR


# neighbours ------------------------------------------------------------------------------------------------


def _adjacent(reading: Reading, mention: Mention, found: TimeExpression) -> bool:
    """Whether the words of time can be those of the anchor: near, and nothing between that turns to another event."""
    if cue("yearly_return").search(reading.plain, *reading.span):
        return False
    gap = reading.between(found.span, mention.span)
    if _names_day(found):
        return len(gap) <= (_NAMED if mention.role == "named" else _WIDE)
    if mention.role == "named":
        return False
    if mention.anchor.kind == "period" and not _begins(reading, mention, found):
        return False
    limit = _WIDE if isinstance(found.meaning, Calendar) else _NEAR
    return len(gap) <= limit and not _turns_away(reading, mention, found)


def _names_day(found: TimeExpression) -> bool:
    meaning = found.meaning
    return isinstance(meaning, Calendar) and meaning.day is not None and meaning.month is not None


def _begins(reading: Reading, mention: Mention, found: TimeExpression) -> bool:
    both = around(found.span, mention.span)
    return bool(cue("begun").search(reading.plain, both.start, min(both.end + 30, reading.span.end)))


def _turns_away(reading: Reading, mention: Mention, found: TimeExpression) -> bool:
    """Whether the words of time are those of a speaker's telling, or another event stands between."""
    both = around(found.span, mention.span)
    others = any(t is not found and both.start <= t.span.start < both.end for t in reading.times)
    inside = mention.span.of(reading.plain) + reading.between(found.span, mention.span)
    told = cue("telling", "", r"(?: \w+){0,2}(?: on| late| early)? *$").search(reading.before(found.span))
    return others or told is not None or bool(_other_event(inside))


def _other_event(words: str) -> re.Match[str] | None:
    return re.search(r"[;:]|, (?:who|whose|which)\b", words) or cue("turn").search(words)


# counted from an event -------------------------------------------------------------------------------------


def _counted_from(reading: Reading, mention: Mention, found: TimeExpression) -> DaySet | None:
    """ "Comes a week after the strikes": present tense is the day of writing, anything else lies before it."""
    gap = reading.plain[found.span.end : mention.span.start]
    after = re.search(r"\b(?:after|following|since)\b", found.text.lower() + gap)
    if not 0 <= mention.span.start - found.span.end <= 70 or not after:
        return None
    if _other_event(gap.replace("after", "")):
        return None
    present = is_present(reading, found)
    return counted(found, mention.anchor.days, _LATE if present else None)


def is_present(reading: Reading, found: TimeExpression) -> bool:
    """Whether the words say when the news of the text happened: "the attack comes a week after".

    "The attack came" says so in the first sentences alone: later on it may be one of long ago.
    """
    before = reading.before(found.span)
    if cue("comes", "", r"[^.;]{0,60}$").search(before):
        return True
    came = cue("came", "", r"(?: (?:just|only|barely|about|nearly|almost|some))? *$").search(before)
    news = cue("news", r"^\W*", r"(?: \w+){0,4} $").match(before[: came.start()]) if came else None
    return news is not None and reading.nth <= LEAD


def counted(found: TimeExpression, events: Sequence[Interval], late: timedelta | None) -> DaySet:
    """The days that words count from one of several events, up to `late` after them; without `late` no end."""
    if late is not None and isinstance(found.meaning, Shift) and found.meaning.at_most:
        late -= _DAY  # less than two weeks are thirteen days
    return DaySet.union(_after(resolve(found, None, "past", e).interval, e, late) for e in events)


def _after(counted_days: Interval | None, event: Interval, late: timedelta | None) -> DaySet:
    if counted_days is None or counted_days.earliest is None:
        return DaySet(0)
    start = max(counted_days.earliest - _EARLY, event.earliest or counted_days.earliest)
    if event.latest and counted_days.earliest > event.latest:
        start = max(start, event.latest + _DAY)  # what came days after was not told on the same day
    last = counted_days.latest + late if late is not None and counted_days.latest else None
    return DaySet.of(Interval(start, last))


# anniversaries ---------------------------------------------------------------------------------------------

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_ANNIVERSARY = re.compile(rf"\b({'|'.join(_ORDINALS)}|(\d{{1,2}})(?:st|nd|rd|th))[ -](?:year )?anniversary\b")


def _of_anniversary(reading: Reading, mention: Mention) -> Iterator[Constraint]:
    """ "The second anniversary of the bombing": written about then."""
    found = _ANNIVERSARY.search(reading.plain, reading.span.start, mention.span.end)
    days = mention.anchor.only_days
    if found is None or days is None or mention.role == "named" or not (days.earliest and days.latest):
        return
    years = int(found[2]) if found[2] else _ORDINALS.index(found[1]) + 1
    about = Interval(_years_on(days.earliest, years) - _SEASON, _years_on(days.latest, years) + _SEASON)
    reason = f"{found.group()} of {mention.anchor.id}"
    yield Constraint(DaySet.of(about), Span(*found.span()), reason, Strength.TIE)


def _years_on(day: date, years: int) -> date:
    return date(day.year + years, day.month, min(day.day, 28))


# the news itself -------------------------------------------------------------------------------------------


def of_lead(readings: Sequence[Reading]) -> Iterator[Constraint]:
    """An event told in the title or the first sentences, on a bare weekday that it fell on, is the news of that week."""
    for reading in readings[:LEAD]:
        for mention in reading.mentions:
            day = _day_of_news(mention, reading)
            told = _told_on(day.weekday(), readings) if day else None
            if day and told:
                week, reason = Interval(day, day + _WEEK), f"{mention.anchor.id} on {told.text}"
                yield Constraint(DaySet.of(week), mention.span, reason, Strength.TIE)


def _day_of_news(mention: Mention, reading: Reading) -> date | None:
    """The day of an event that a leading sentence tells without any other date."""
    anchor, days = mention.anchor, mention.anchor.only_days
    if (
        anchor.kind not in ("event", "death")
        or mention.role != "happened"
        or days is None
        or days.known_day is None
    ):
        return None
    others = any(bare_weekday(t) != days.known_day.weekday() for t in reading.times)
    return None if anchor.lasting or anchor.named_by_date or others else days.known_day


def _told_on(weekday: int, readings: Sequence[Reading]) -> TimeExpression | None:
    for reading in readings[: LEAD + 1]:
        for found in reading.times:
            if bare_weekday(found) == weekday and told_as_past(reading, found):
                return found
    return None

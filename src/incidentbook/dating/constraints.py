"""What the words of a text say of the day it was written: each a set of days, with the words that say it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from functools import cache

from incidentbook.dating.anchors import Mention, find_anchors, plain_text
from incidentbook.dating.dayset import FIRST_YEAR, LAST_YEAR, DaySet
from incidentbook.dating.sentences import sentences_of
from incidentbook.model import Document, Interval, Span
from incidentbook.normalise.time import TimeExpression, find, resolve
from incidentbook.normalise.time_meaning import Calendar
from incidentbook.normalise.time_tense import tense_near


class Strength(IntEnum):
    """What is believed first where two cannot both hold."""

    HINT = 0  # a war that goes on, a president who is in office: left out in silence where it does not fit
    TIE = 1
    FAMILY = 2
    JOIN = 3
    EVENT = 4
    DATE = 5


@dataclass(frozen=True, slots=True)
class Constraint:
    """Days on which the text can have been written, the words that say so, and in short why."""

    days: DaySet
    span: Span
    reason: str
    strength: Strength


@dataclass(frozen=True, slots=True)
class Reading:
    """One sentence with its words of time and the anchors that it mentions."""

    span: Span
    times: tuple[TimeExpression, ...]
    mentions: tuple[Mention, ...]
    nth: int


def read(document: Document) -> list[Reading]:
    """The sentences of title, story and captions that hold something to date by."""
    text, plain = document.text, plain_text(document.text)
    sentences = sentences_of(document)
    mentions = find_anchors(text, sentences)
    return [
        Reading(
            s,
            _times(text, plain, s),
            tuple(m for m in mentions if s.start <= m.span.start < s.end),
            nth,
        )
        for nth, s in enumerate(sentences)
    ]


_TIMELY = re.compile(
    r"\d{4}|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|last|this|ago|week|month|year|after|later|before|since|earlier"
    r"|mon|tue|wed|thu|fri|sat|sun|spring|summer|autumn|fall|winter|decade|yesterday|today|same)"
)


def _times(text: str, plain: str, sentence: Span) -> tuple[TimeExpression, ...]:
    if not _TIMELY.search(plain, *sentence):
        return ()
    return tuple(_shifted(e, sentence.start) for e in find(text[sentence.start : sentence.end]))


def _shifted(found: TimeExpression, by: int) -> TimeExpression:
    return TimeExpression(
        found.span.shifted(by), found.text, found.kind, found.meaning, found.clock, found.bound,
        found.anchor.shifted(by) if found.anchor else None, found.anchor_text,
        tuple(_shifted(part, by) for part in found.parts),
    )  # fmt: skip


def constraints_in(document: Document) -> list[Constraint]:
    """Everything that the document's words say of its day, in the order of the text."""
    readings = read(document)
    text = document.text
    found = list[Constraint]()
    for reading in readings:
        found += _of_dates(text, reading)
        found += _of_mentions(text, reading)
        found += _of_joins(text, reading)
    found += _of_meetings(readings)
    found += _of_sequences(text, readings)
    found += _of_fresh_dates(document, readings)
    found += _of_dateline(document)
    return sorted(found, key=lambda c: c.span)


# dates of the calendar -------------------------------------------------------------------------------------

_YEAR_AS_TIME = re.compile(r"(?:\b(?:in|since|during|from|of|between|and|until|late|early|mid|by|back in|as)|[,(])[\s-]*(?:the year )?$", re.IGNORECASE)
_AHEAD = re.compile(
    r"\b(?:will|is to|are to|is due|are due|is scheduled|are scheduled|is set to|are set to|is expected|are expected|plans to|plan to"
    r"|is slated|upcoming)\b[^.;]{0,100}$",
    re.IGNORECASE,
)  # fmt: skip
_NOT_PAST = re.compile(
    r"\b(?:will|would|could|may|might|should|must|shall|plan\w*|schedul\w*|expect\w*|due|target\w*|goal|aim\w*|deadline|ahead of|"
    r"upcoming|by|until|till|through|before|to be|promis\w+|hop\w+|set for|election|budget|forecast\w*|if|next|term)\b[^.;]{0,80}$",
    re.IGNORECASE,
)


def _of_dates(text: str, reading: Reading) -> Iterator[Constraint]:
    for found in reading.times:
        if _anchored(found):
            continue
        absolute = resolve(found, None).interval
        if absolute is not None:
            yield from _of_absolute(text, reading, found, absolute)
        elif isinstance(found.meaning, Calendar):
            yield from _of_weekday_and_day(text, found, found.meaning)


def _anchored(found: TimeExpression) -> bool:
    return found.relative_to_event or found.kind in ("duration", "set")


def _of_absolute(text: str, reading: Reading, found: TimeExpression, days: Interval) -> Iterator[Constraint]:
    before = text[reading.span.start : found.span.start]
    if _only_year(found) and not _YEAR_AS_TIME.search(before[-14:] or text[max(0, found.span.start - 14) : found.span.start]):
        return
    if found.bound not in ("until", "by", "before") and days.earliest and _is_past(text, before, found):
        yield Constraint(DaySet.of(Interval(days.earliest, None)), found.span, f"told of {found.text}", Strength.DATE)
    elif days.latest and _AHEAD.search(before) and found.bound != "since":
        last = days.latest
        yield Constraint(DaySet.of(Interval(None, last)), found.span, f"{found.text} lies ahead", Strength.HINT)


def _only_year(found: TimeExpression) -> bool:
    meaning = found.meaning
    return isinstance(meaning, Calendar) and meaning.year is not None and meaning.month is None and meaning.season is None


def _is_past(text: str, before: str, found: TimeExpression) -> bool:
    return not _NOT_PAST.search(before) and tense_near(text, found.span) == "past"


def _of_weekday_and_day(text: str, found: TimeExpression, meaning: Calendar) -> Iterator[Constraint]:
    """ "Monday, July 5": the years in which it is one."""
    if meaning.weekday is None or meaning.day is None or meaning.month is None or meaning.year is not None:
        return
    days = [d for d in _yearly(meaning.month, meaning.day) if d.weekday() == meaning.weekday]
    ahead = tense_near(text, found.span) == "future"
    spans = (Interval(d - timedelta(300), d) if ahead else Interval(d - timedelta(1), d + timedelta(364)) for d in days)
    yield Constraint(DaySet.of(*spans), found.span, f"years in which {found.text} falls so", Strength.FAMILY)


@cache
def _yearly(month: int, day: int) -> tuple[date, ...]:
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    return tuple(date(y, month, day) for y in years if day < 29 or (month, day) != (2, 29) or y % 4 == 0)


# anchors ---------------------------------------------------------------------------------------------------

_AFTER_END = timedelta(30)


def _of_mentions(text: str, reading: Reading) -> Iterator[Constraint]:
    for mention in reading.mentions:
        days, span, name = mention.anchor.days, mention.span, mention.anchor.id
        if mention.anchor.kind == "holder":
            yield from _of_office(reading, mention)
            continue
        begun = DaySet.of(*(Interval(d.earliest, None) for d in days))
        yield Constraint(begun, span, f"after {name}", Strength.EVENT)
        if mention.role == "ongoing":
            meant = DaySet.of(*(Interval(d.earliest, d.latest and d.latest + _AFTER_END) for d in days))
            yield Constraint(meant, span, f"during {name}", Strength.HINT)


def _of_office(reading: Reading, mention: Mention) -> Iterator[Constraint]:
    terms, span, name = mention.anchor.days, mention.span, mention.anchor.id
    first = terms[0]
    if mention.role == "elect":
        near = [Interval(t.earliest - timedelta(120), t.earliest) for t in terms if t.earliest]
        yield Constraint(DaySet.of(*near), span, f"{name} elect", Strength.HINT)
        return
    begun = DaySet.of(Interval(first.earliest, None))
    yield Constraint(begun, span, f"after the beginning of {name}", Strength.EVENT)
    if mention.role == "former" and first.latest:
        yield Constraint(DaySet.of(*_outside(terms)), span, f"after {name}", Strength.EVENT)
    elif mention.role == "current" and not _looks_back(reading):
        meant = DaySet.of(*(Interval(t.earliest, t.latest and t.latest + _AFTER_END) for t in terms))
        yield Constraint(meant, span, f"during {name}", Strength.HINT)


def _outside(terms: Sequence[Interval]) -> Iterator[Interval]:
    """The days after a term and before the next."""
    for term, following in zip(terms, [*terms[1:], None], strict=True):
        if term.latest:
            yield Interval(term.latest, following.earliest if following else None)


def _looks_back(reading: Reading) -> bool:
    """Whether the sentence tells of a dated past: its president need not be in office any more."""
    dated = any(m.anchor.kind in ("event", "death") for m in reading.mentions)
    return dated or any(_distant(t) for t in reading.times)


def _distant(found: TimeExpression) -> bool:
    low = found.text.lower()
    return resolve(found, None).interval is not None or "year" in low and ("ago" in low or "last" in low)


# joins -----------------------------------------------------------------------------------------------------

from incidentbook.dating.invert import written_on  # noqa: E402

_BREAK = re.compile(
    r"[;:]|\b(?:after|before|since|following|said|told|until|later|prior|respon\w+|retaliat\w+|reveng\w+|aveng\w+|anniversary|because|over|despite"
    r"|accus\w+|sentenced|convicted|trial|charged|marking|commemorat\w+|annual|every|remember\w*|avenge|memory|like|similar|between)\b"
    r"|, (?:who|whose|which)\b",
    re.IGNORECASE,
)
_GAP, _WIDE_GAP = 60, 110
_PRESENT = re.compile(r"\b(?:comes?|coming|follows?|occurs?|happens?|takes? place|is the|are the|marks?)\b[^.;]{0,60}$", re.IGNORECASE)


def _of_joins(text: str, reading: Reading) -> Iterator[Constraint]:
    for mention in reading.mentions:
        if mention.anchor.kind not in ("event", "death", "period") or mention.anchor.named_by_date:
            continue
        for found in reading.times:
            days = _joined(text, reading, mention, found)
            if days is not None and days:
                span = Span(min(found.span.start, mention.span.start), max(found.span.end, mention.span.end))
                yield Constraint(days, span, f"{found.text} is {mention.anchor.id}", Strength.JOIN)


def _joined(text: str, reading: Reading, mention: Mention, found: TimeExpression) -> DaySet | None:
    if found.meaning is None or found.kind in ("duration", "set"):
        return None
    if found.relative_to_event:
        return _counted_from(text, reading, mention, found)
    if not _adjacent(text, reading, mention, found):
        return None
    known = [_happened(mention, d) for d in mention.anchor.days]
    inverted = [written_on(found.meaning, d) for d in known if d.earliest and d.latest]
    return DaySet.union(s for s in inverted if s is not None) if any(s is not None for s in inverted) else None


def _happened(mention: Mention, days: Interval) -> Interval:
    """The days that words beside an anchor date: of a war, those of its beginning."""
    if mention.anchor.kind != "period" or days.earliest is None:
        return days
    return Interval.day(days.earliest)


def _adjacent(text: str, reading: Reading, mention: Mention, found: TimeExpression) -> bool:
    """Whether the words of time can be those of the anchor: near, and nothing between that turns to another event."""
    if found.span.overlaps(mention.span):
        return True
    first, last = sorted((found.span, mention.span))
    gap = text[first.end : last.start]
    exact = isinstance(found.meaning, Calendar) and found.meaning.day is not None and found.meaning.month is not None
    if exact:
        return len(gap) <= _WIDE_GAP
    if mention.anchor.kind == "period" and not re.search(r"\b(?:beg[au]n|start\w*|broke out|outbreak|erupt\w*)\b", text[first.start : last.end + 30]):
        return False
    limit = _WIDE_GAP if isinstance(found.meaning, Calendar) else _GAP
    others = any(o is not found and first.end <= o.span.start < last.start for o in reading.times)
    return len(gap) <= limit and not _BREAK.search(gap) and not others and not _shift_before(text, found, reading)


def _shift_before(text: str, found: TimeExpression, reading: Reading) -> bool:
    return bool(re.search(r"\b(?:anniversary|every|each)\b", text[reading.span.start : found.span.start][-30:], re.IGNORECASE))


def _counted_from(text: str, reading: Reading, mention: Mention, found: TimeExpression) -> DaySet | None:
    """ "Comes a week after the strikes": present tense is the day of writing, anything else lies before it."""
    gap = mention.span.start - found.span.end
    if not 0 <= gap <= 70 or not re.search(r"\b(?:after|following|since)\b", found.text + text[found.span.end : mention.span.start], re.IGNORECASE):
        return None
    if _BREAK.search(re.sub(r"\bafter\b", "", text[found.span.end : mention.span.start])):
        return None
    present = bool(_PRESENT.search(text[reading.span.start : found.span.start]))
    sets = [_after(resolve(found, None, "past", d).interval, d, present) for d in mention.anchor.days]
    return DaySet.union(s for s in sets if s is not None)


def _after(counted: Interval | None, event: Interval, present: bool) -> DaySet | None:
    if counted is None or counted.earliest is None:
        return None
    start = max(counted.earliest - timedelta(2), event.earliest or counted.earliest)
    last = counted.latest + timedelta(8) if present and counted.latest else None
    return DaySet.of(Interval(start, last))


# two sentences ---------------------------------------------------------------------------------------------


def _of_meetings(readings: Sequence[Reading]) -> Iterator[Constraint]:
    """ "Until last year …" beside "since the summer of 2022 …": one ends where the other begins."""
    for one, other in zip(readings, readings[1:], strict=False):
        bounds = [t for r in (one, other) for t in r.times if t.bound in ("until", "since")]
        for relative in bounds:
            for absolute in bounds:
                if relative.bound == absolute.bound or relative.meaning is None:
                    continue
                days = resolve(_unbound(absolute), None).interval
                if days is None or days.earliest is None or days.latest is None:
                    continue
                written = written_on(relative.meaning, days)
                if written:
                    yield Constraint(written, _hull(relative.span, absolute.span), f"{relative.text} meets {absolute.text}", Strength.TIE)


def _unbound(found: TimeExpression) -> TimeExpression:
    return TimeExpression(found.span, found.text, found.kind, found.meaning, found.clock)


def _hull(a: Span, b: Span) -> Span:
    return Span(min(a.start, b.start), max(a.end, b.end))


_THEN = re.compile(
    r"\b(?:then|later|went on to|subsequently|afterwards?|in response|in retaliation|retaliat\w+|leading to|leading the|led to|prompting|prompted"
    r"|responded|followed by)\b",
    re.IGNORECASE,
)
_SOON = timedelta(100)


def _of_sequences(text: str, readings: Sequence[Reading]) -> Iterator[Constraint]:
    """ "Last December a rocket killed … The US then killed Soleimani": the month is the last one before the anchor."""
    for reading in readings:
        for mention in reading.mentions:
            if mention.anchor.kind not in ("event", "death") or len(mention.anchor.days) > 1:
                continue
            earlier = [t for r in readings[max(0, reading.nth - 2) : reading.nth + 1] for t in r.times if t.span.end <= mention.span.start]
            for found in earlier[-1:]:
                yield from _sequence(text, mention, found)


def _sequence(text: str, mention: Mention, found: TimeExpression) -> Iterator[Constraint]:
    meaning, event = found.meaning, mention.anchor.days[0].earliest
    between = text[found.span.end : mention.span.start]
    if event is None or not isinstance(meaning, Calendar) or meaning.month is None or meaning.year or not _THEN.search(between):
        return
    if meaning.year_offset is not None or meaning.day is not None:
        return
    year = event.year if meaning.month <= event.month else event.year - 1
    start = date(year, meaning.month, 1)
    if event - start <= _SOON:
        written = written_on(meaning, Interval(start, start + timedelta(27)))
        if written:
            yield Constraint(written & DaySet.of(Interval(event, None)), _hull(found.span, mention.span), f"{found.text}, then {mention.anchor.id}", Strength.TIE)


_TWEET = re.compile(r"\(@\w{2,30}\)\W{0,3}(?P<day>\w[^\n]{5,22}\d{4})")


def _of_fresh_dates(document: Document, readings: Sequence[Reading]) -> Iterator[Constraint]:
    """A post quoted in a report is of its days: where the weekday told is the post's, or the one before, it is that week."""
    text = document.text
    posts = [(i, Span(*m.span())) for m in _TWEET.finditer(text) for e in find(m["day"]) if (i := resolve(e, None).interval) and i.known_day]
    for interval, span in posts:
        yield Constraint(DaySet.of(Interval(interval.earliest, None)), span, "a quoted post", Strength.DATE)
    if not posts:
        return
    last, span = max(posts, key=lambda p: p[0].earliest or date.min)
    day = last.known_day
    weekdays = {t.meaning.weekday: t for r in readings[:3] for t in r.times if isinstance(t.meaning, Calendar) and t.meaning.weekday is not None and t.meaning.day is None}
    for told, found in weekdays.items():
        if day and told in (day.weekday(), (day - timedelta(1)).weekday()):
            yield Constraint(DaySet.of(Interval(day, day + timedelta(7))), _hull(found.span, found.span), f"{found.text}, the day of a quoted post", Strength.TIE)
            return


def _of_dateline(document: Document) -> Iterator[Constraint]:
    """A dateline without its year is that day, or up to two days before publication, of any year."""
    for region in document.regions:
        if region.kind != "dateline":
            continue
        for found in find(region.span.of(document.text)):
            meaning = found.meaning
            if isinstance(meaning, Calendar) and meaning.month and meaning.day and meaning.year is None:
                days = DaySet.of(*(Interval(d, d + timedelta(2)) for d in _yearly(meaning.month, meaning.day)))
                yield Constraint(days, found.span.shifted(region.span.start), f"dateline {found.text}", Strength.FAMILY)
                return

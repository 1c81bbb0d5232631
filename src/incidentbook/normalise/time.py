"""Words of time into days: "late on Monday night", "a week after June 10", "since the beginning of the year".

Two steps. `find` reads symbols from a text without knowing when it was written; `resolve` puts a symbol on
the calendar, given the days of publication. Spans and values follow TIMEX3 (TimeML annotation guidelines
1.2.1, 2006); what is not known stays unknown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Literal

from incidentbook.model import Interval, Span
from incidentbook.normalise import time_resolve as resolving
from incidentbook.normalise.time_build import atoms
from incidentbook.normalise.time_grammar import grammar
from incidentbook.normalise.time_join import joined
from incidentbook.normalise.time_meaning import (
    Atom,
    Bound,
    Calendar,
    Meaning,
    Nth,
    Offset,
    Part,
    Precision,
    Range,
    Shift,
    Symbol,
    Tense,
)
from incidentbook.normalise.time_parts import bounded

Kind = Literal["date", "time", "duration", "set"]
_ANCHOR_END = re.compile(
    r"[.,;:!?\n()\"“”]|\s(?:which|that|who|when|where|and|but|as|while|said|was|were|had|has|is|are)\b"
)
_NAMES_EVENT = re.compile(
    r"['’]s?\b|,? when\b"
)  # the words before date an event: "since Monday's raid", "since 2005, when"
_DAYPARTS = {"morning": "TMO", "afternoon": "TAF", "evening": "TEV", "night": "TNI"}


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words of time, found without any reference.

    `span` and `text` are the TIMEX3 extent: prepositions are outside, `bound` keeps "since" or "until".
    `anchor` is the span of the event counted from: "the US strikes" in "a week after the US strikes".
    `parts` are the expressions inside: the ends of a range; "a week" and "June 10" of "a week after June 10".
    `clock` is "14:45" or a part of the day.
    """

    span: Span
    text: str
    kind: Kind
    meaning: Meaning | None
    clock: str | None = None
    bound: Bound | None = None
    anchor: Span | None = None
    anchor_text: str | None = None
    parts: tuple[TimeExpression, ...] = ()

    @property
    def relative_to_event(self) -> bool:
        """Whether its days are counted from an event: without that event's days they stay unknown."""
        meaning = self.meaning
        return meaning is None or (isinstance(meaning, Shift | Offset) and meaning.base == "event")


@dataclass(frozen=True, slots=True)
class TimeValue:
    """The days and the time of day that words of time stand for.

    `interval` None: cannot be known. `time_of_day`: "14:45" as said, or morning, afternoon, evening, night.
    `timex`: the TIMEX3 value. `anchor`: the words of the event that the days are counted from.
    """

    interval: Interval | None
    time_of_day: str | None
    precision: Precision
    timex: str | None
    anchor: str | None


def names_day_or_month(found: TimeExpression) -> bool:
    """Whether the words name a weekday, a month or a day of one: "on Friday, May 14", "early in May"; not "overnight"."""
    return _names_day_or_month(found.meaning)


def _names_day_or_month(meaning: Meaning | None) -> bool:
    match meaning:
        case Calendar():
            return meaning.weekday is not None or meaning.month is not None
        case Part() | Nth():
            return _names_day_or_month(meaning.whole)
        case Range():
            return _names_day_or_month(meaning.start) or _names_day_or_month(meaning.end)
        case _:
            return False


def find(text: str) -> list[TimeExpression]:
    """The words of time in a text, from left to right; none overlaps another.

    Args:
        text: any text; offsets of the spans are into it.
    """
    return list(_find(text)) if grammar().gate.search(text) else []


@lru_cache(maxsize=1024)  # the sentences of an article are read for its date and for its events
def _find(text: str) -> tuple[TimeExpression, ...]:
    return tuple(_expression(text, atom) for atom in joined(text, atoms(text)))


def _expression(text: str, atom: Atom) -> TimeExpression:
    kind: Kind = "time" if atom.clock and atom.kind == "date" else atom.kind  # type: ignore[assignment]
    anchor = _anchor(text, atom)
    parts = tuple(_expression(text, part) for part in atom.parts)
    bound = _bound(text, atom.span)
    bound = None if atom.clock and bound in ("before", "after", "by") else bound
    words = atom.span.of(text)
    return TimeExpression(
        atom.span,
        words,
        kind,
        atom.meaning,
        _settled(atom.clock),
        bound,
        anchor,
        anchor.of(text) if anchor else None,
        parts,
    )


def _settled(clock: str | None) -> str | None:
    """The clock, where its half of the day is known."""
    return None if clock is None or clock.startswith("~") else clock


def _anchor(text: str, atom: Atom) -> Span | None:
    """The words after "a week after": up to the end of the clause, eight at most."""
    if atom.role != "shift":
        return None
    rest = text[atom.span.end : atom.span.end + 100]
    end = found.start() if (found := _ANCHOR_END.search(rest)) else len(rest)
    words = list(re.finditer(r"\S+", rest[:end]))[:8]
    return Span(atom.span.end + words[0].start(), atom.span.end + words[-1].end()) if words else None


def _bound(text: str, span: Span) -> Bound | None:
    """The "since" or "until" before the words; "before" and "after" only where the words end their clause."""
    before = text[max(0, span.start - 24) : span.start].lower()
    found = re.search(
        r"\b(ever since|since|up until|until|till|up to|through|by|before|after|prior to)\s+(?:on )?$", before
    )
    if found is None or _NAMES_EVENT.match(text, span.end):
        return None
    bound: Bound = grammar().value("bound", found[1])
    if bound in ("before", "after", "by") and not re.match(r"\s*(?:$|[.,;:)])", text[span.end :]):
        return None
    return bound


def resolve(
    expression: TimeExpression,
    reference: Interval | None,
    tense: Tense = "past",
    anchor: Interval | None = None,
) -> TimeValue:
    """Put an expression on the calendar.

    Args:
        expression: from `find`.
        reference: the days of publication, None if unknown. For several days the answer is the hull.
        tense: of the sentence: "on Friday" looks back in the past tense, ahead in the future.
        anchor: the days of the event that the expression counts from, where it does.

    Returns:
        The value; `interval` None where the words and the reference do not settle it.
    """
    known = _known(expression, reference, tense, anchor)
    interval = known.interval
    if interval and expression.bound:
        interval = bounded(interval, expression.bound, reference, tense)
        known = replace(known, precision="span")
    return TimeValue(
        interval,
        expression.clock,
        known.precision,
        _timex(expression, known, reference),
        expression.anchor_text,
    )


def _known(
    expression: TimeExpression, reference: Interval | None, tense: Tense, anchor: Interval | None
) -> resolving.Known:
    meaning = expression.meaning
    if meaning is not None:
        return resolving.known(meaning, reference, tense, anchor)
    if anchor is None:
        return resolving.NOTHING
    return resolving.known(Offset("day", 0, "event"), reference, tense, anchor)


def _timex(expression: TimeExpression, known: resolving.Known, reference: Interval | None) -> str | None:
    clock = expression.clock
    if clock is None or isinstance(expression.meaning, Symbol):
        return known.timex
    day = known.timex or (
        reference.known_day.isoformat()
        if reference and reference.known_day and expression.meaning is None
        else None
    )
    if day is None:
        day = "XXXX-XX-XX"
    zone = "Z" if re.search(r"\b(?:UTC|GMT)\b", expression.text) else ""
    return day[:10] + _time_timex(clock) + zone


def _time_timex(clock: str) -> str:
    return _DAYPARTS.get(clock, f"T{clock}")


def time(
    text: str,
    reference: Interval | date | None = None,
    tense: Tense = "past",
    anchor: Interval | date | None = None,
) -> TimeValue:
    """The value of a string that is one expression of time: `time("late on Monday", date(2021, 7, 5))`.

    Where it holds several, the longest counts; where it holds none, everything is unknown.
    """
    found = find(text)
    if not found:
        return TimeValue(None, None, "unknown", None, None)
    longest = max(found, key=lambda e: len(e.text))
    clock = longest.clock or next((e.clock for e in found if e.clock), None)
    return resolve(replace(longest, clock=clock), _interval(reference), tense, _interval(anchor))


def _interval(days: Interval | date | None) -> Interval | None:
    return Interval.day(days) if isinstance(days, date) else days

"""The sentences of a story with what dates them: words of time and mentions of anchors. No parse is needed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from incidentbook.dating.anchor_table import cue, plain_text
from incidentbook.dating.anchors import Mention, find_anchors
from incidentbook.model import Document, Interval, Span
from incidentbook.normalise.time import TimeExpression, find, resolve
from incidentbook.normalise.time_meaning import Calendar
from incidentbook.normalise.time_tense import tense_near
from incidentbook.text import story_spans

LEAD = 3  # sentences, the title one of them


@dataclass(frozen=True, slots=True)
class Reading:
    """One sentence of a text. `text` and `plain` (lower case, no accents) are the whole document's."""

    text: str
    plain: str
    span: Span
    nth: int
    times: tuple[TimeExpression, ...]
    mentions: tuple[Mention, ...]

    def before(self, at: Span) -> str:
        """The plain words of the sentence before some of its words."""
        return self.plain[self.span.start : at.start]

    def between(self, one: Span, other: Span) -> str:
        """The plain words between two stretches; empty where they overlap."""
        first, last = sorted((one, other))
        return self.plain[first.end : last.start]


def read(document: Document) -> list[Reading]:
    """The sentences of title, story and captions, in the order of the text."""
    text, plain = document.text, plain_text(document.text)
    sentences = [s for region in story_spans(document) for s in _split(text, region)]
    mentions = find_anchors(text, sentences)
    return [
        Reading(text, plain, s, nth, _times(text, plain, s), tuple(m for m in mentions if s.start <= m.span.start < s.end))
        for nth, s in enumerate(sentences)
    ]  # fmt: skip


# what words of time are ------------------------------------------------------------------------------------


def absolute_days(found: TimeExpression) -> Interval | None:
    """The days of words that need nothing to be known: "June 2014", "10 June 2021"; None for all others."""
    if found.relative_to_event or found.kind in ("duration", "set"):
        return None
    return resolve(found, None).interval


def bare_weekday(found: TimeExpression) -> int | None:
    """The weekday (0 is Monday) that stands for a day of the week before: "on Monday", not "Monday, July 5"."""
    meaning = found.meaning
    return meaning.weekday if isinstance(meaning, Calendar) and meaning.day is None else None


def day_of_year(found: TimeExpression) -> tuple[int, int] | None:
    """(month, day) of words that give no year."""
    meaning = found.meaning
    if not isinstance(meaning, Calendar) or meaning.year is not None or meaning.year_offset is not None:
        return None
    return (meaning.month, meaning.day) if meaning.month and meaning.day else None


def told_as_past(reading: Reading, found: TimeExpression) -> bool:
    """Whether nothing before the words looks ahead, and the nearest verb is of the past.

    A month or a year is named as easily ahead as behind ("arrives in early 2020"): there a verb of the past must stand in the
    sentence, and nothing in all of it look ahead.
    """
    before = reading.before(found.span)
    if tense_near(reading.text, found.span) != "past":
        return False
    if _names_day(found):
        return cue("not_past", "", r"[^.;]{0,80}$").search(before) is None
    after = reading.plain[found.span.end : reading.span.end]
    ahead = cue("not_past").search(before) or cue("will").search(after)
    return ahead is None and bool(cue("past").search(before) or cue("past").search(after))


def _names_day(found: TimeExpression) -> bool:
    days = absolute_days(found)
    return days is None or (days.days or 99) < 20


# sentences -------------------------------------------------------------------------------------------------

_END = re.compile(
    r"[.!?][\"'”’)\]]*(?=\s+[\"'“‘(\[]?[A-ZÀ-Þ0-9—–-])|\n[ \t]*\n|(?<=[.!?:”\"])[ \t]*\n|\n(?=[ \t]*[•*–—-] )"
)
_SHORTENED = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Brig|Capt|Sgt|Cmdr|Adm|Sen|Rep|Gov|St|No|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct"
    r"|Nov|Dec|vs|approx|Pvt|Spc|Rev|Hon|Supt|Insp)|\b[ap]\.m|\bU\.S|\bU\.K|\bU\.N)\.$"
)


def _split(text: str, region: Span) -> Iterator[Span]:
    start = region.start
    for match in _END.finditer(text, region.start, region.end):
        if "\n" not in match.group() and _SHORTENED.search(text, start, match.end()):
            continue
        if text[start : match.end()].strip():
            yield Span(start, match.end())
        start = match.end()
    if text[start : region.end].strip():
        yield Span(start, region.end)


_TIMELY = re.compile(
    r"\d{4}|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|last|this|ago|week|month|year|after|later|before|since|earlier"
    r"|mon|tue|wed|thu|fri|sat|sun|spring|summer|autumn|fall|winter|decade|yesterday|today|same)"
)


def _times(text: str, plain: str, sentence: Span) -> tuple[TimeExpression, ...]:
    if not _TIMELY.search(plain, *sentence):
        return ()
    return tuple(_moved(found, sentence.start) for found in find(sentence.of(text)))


def _moved(found: TimeExpression, by: int) -> TimeExpression:
    anchor = found.anchor.shifted(by) if found.anchor else None
    parts = tuple(_moved(part, by) for part in found.parts)
    return replace(found, span=found.span.shifted(by), anchor=anchor, parts=parts)

"""What a page's own words say of when it was published: datelines, stamps, clocks, signatures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from incidentbook.dating.explicit import ExplicitDate, find_dateline_dates, find_dates, find_yearless
from incidentbook.model import Document, Interval, Region, Span
from incidentbook.text.lines import Line, lines_of

Role = Literal["published", "stamp", "dateline", "before", "after"]

_PUBLISHED = re.compile(
    r"(?:publish\w*|posted|created|ekleme|first published|\bdate)(?: date)?(?: on| at)?\W{0,4}$",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"(?:updat\w+|modified|edited|güncelleme|last changed)(?: on| at)?\W{0,4}(?:\d[\d:. ]*\w*\W{0,4})?$",
    re.IGNORECASE,
)
_OTHER = re.compile(r"©|\(c\)|copyright|\b(?:dob|d\.o\.b|born|birth\w*)\b", re.IGNORECASE)
_CLOCK_TIME = re.compile(r"\b\d{1,2}[:.]\d\d\b|\b\d{1,2} ?[ap]\.?m\b", re.IGNORECASE)
_TWEET = re.compile(r"\(@\w{2,30}\)")
_LABEL_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Clue:
    """A date in the page's furniture and what it says of publication: `published` and `stamp` are that day,
    `dateline` that day
    or the next, `before` on or before it, `after` on or after it."""

    role: Role
    interval: Interval
    span: Span

    @property
    def allows(self) -> Interval:
        """The days on which the page may have been published."""
        first, last = self.interval.earliest, self.interval.latest
        if self.role == "before":
            return Interval(None, last)
        if self.role == "after":
            return Interval(first, None)
        return Interval(first, last + timedelta(days=1) if self.role == "dateline" and last else last)


def clues_in(document: Document) -> list[Clue]:
    """The dated words of a document that bear on its publication, in the order of the text."""
    story = next((r.span.start for r in document.regions if r.kind in ("title", "body")), 0)
    return [clue for region in document.regions for clue in _of_region(document.text, region, story)]


def yearless_dateline(document: Document) -> tuple[int, int] | None:
    """(month, day) of a dateline that gives no year."""
    for region in document.regions:
        if region.kind == "dateline" and (found := find_yearless(document.text, *region.span)):
            return found
    return None


def _of_region(text: str, region: Region, story: int) -> Iterator[Clue]:
    if region.kind in ("body", "title"):
        return
    for line in lines_of(region.span.of(text)):
        line = Line(line.span.shifted(region.span.start), line.text, line.block)
        for found in _dates(text, region, line.span):
            role = _role(text, region, line, found, story)
            if role is not None:
                yield Clue(role, found.interval, found.span)


def _dates(text: str, region: Region, span: Span) -> list[ExplicitDate]:
    return find_dateline_dates(text, *span) if region.kind == "dateline" else find_dates(text, *span)


def _role(text: str, region: Region, line: Line, found: ExplicitDate, story: int) -> Role | None:
    before = text[max(line.span.start, found.span.start - _LABEL_LENGTH) : found.span.start]
    if region.kind == "caption" or _TWEET.search(line.text):
        return "after"
    if _OTHER.search(line.text):
        return None
    if _UPDATED.search(before):
        return "before"
    if _PUBLISHED.search(before):
        return "published"
    if region.kind == "boilerplate":
        return None
    return _unlabelled(region, line, found, story)


def _unlabelled(region: Region, line: Line, found: ExplicitDate, story: int) -> Role:
    """A bare day above the headline may be the site's clock on the day of the visit.

    One with a time is the article's.
    """
    rest = line.text[found.span.end - line.span.start :]
    if region.kind == "source_line" or found.span.start > story or _CLOCK_TIME.search(line.text):
        return "dateline" if region.kind == "dateline" and _runs_on(rest, line) else "stamp"
    return "dateline" if _runs_on(rest, line) else "before"


def _runs_on(rest: str, line: Line) -> bool:
    """Whether the line is the dateline of a story ("BAGHDAD, July 27, 2020 (Xinhua) --"), not a date on its
    own.
    """
    return bool(re.match(r"[A-ZÀ-Þ]{3,}[,. /(]", line.text)) or rest.rstrip().endswith(("--", "—", "–", ")"))

"""A text with three attacks in it, read in any way: some of them found, in any order, with fewer or more words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from incidentbook.book import Anchor
from incidentbook.model import (
    Count,
    Document,
    Extraction,
    Interval,
    Place,
    Published,
    Report,
    ReportRef,
    Span,
    Statement,
    Values,
)

SLOTS = 3
_TEXT = "Rockets hit the base, two were hurt. " * 12
_PLACES = (
    Place("Balad Air Base", "IQ", "Salah ad Din", 33.94, 44.36, 1, "base:balad"),
    Place("Kharkiv", "UA", "Kharkiv", 49.99, 36.23, 2, "geonames:706483"),
    Place("Mogadishu", "SO", "Banaadir", 2.04, 45.34, 2, "geonames:53654"),
)


def read(document: str, slots: Sequence[int], *, words: int = 4, day: int = 5) -> Extraction:
    """What is found of a text: the attacks of `slots`, numbered in that order, from so many words each, 4 at most."""
    published = Published(Interval.day(date(2021, 7, day + 1)), "metadata", ())
    article = Document(document, f"{document}.txt", None, document, None, "en", None, published, _TEXT, ())
    reports = (_report(document, number, slot, words, day) for number, slot in enumerate(slots, 1))
    return Extraction(article, tuple(reports), ())


def _report(document: str, number: int, slot: int, words: int, day: int) -> Report:
    """The words for an attack stand in its third of the text; all three share the day in the dateline."""
    values = Values(
        date=Interval.day(date(2021, 7, day)),
        place=_PLACES[slot],
        attack_type="rocket",
        killed=Count.exactly(slot + 1),
    )
    spans = [Span(100 * slot + 12 * n + 20, 100 * slot + 12 * n + 30) for n in range(words)]
    said = [Statement("place", values.place, "stated", None, None, span, 0.9) for span in spans]
    dateline = Statement("date", values.date, "stated", None, None, Span(0, 8), 0.9)
    return Report(f"{document}-{number}", number == 1, values, (dateline, *said))


def slot_of(report: Report) -> int:
    """Which attack of the text a report tells of."""
    return max(s.span.start for s in report.statements) // 100


def anchor(extraction: Extraction, slot: int) -> Anchor:
    """The anchor of an attack in a reading that found it."""
    return next(Anchor.of(extraction.document.id, r) for r in extraction.reports if slot_of(r) == slot)


def refs(pairs: Iterable[tuple[str, str]]) -> list[ReportRef]:
    """References of (document, report)."""
    return [ReportRef(*pair) for pair in pairs]

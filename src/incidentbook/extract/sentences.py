"""Cuts the story of a document into sentences, by line and by full stop, with offsets into the document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from incidentbook.model import Document, RegionKind, Span

STORY: tuple[RegionKind, ...] = ("title", "body", "caption")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Jr|Sr|Prof|Rev|Hon|Gen|Col|Lt|Maj|Brig|Capt|Cmdr|Adm|Sgt|Cpl|Pvt|Spc|Sen|Rep|Gov|Pres"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|No|vs|etc|Inc|Ltd|Co|Corp|approx|U\.S|U\.K|U\.N|a\.m|p\.m|e\.g|i\.e|D\.C)"
    r"|^\d{1,2})\.$"
)
# A row of stops is looked at from its first one alone: from each of them it would cost the square of its length.
_END = re.compile(
    r"""(?<![.!?…])[.!?…]++["'”’)\]]*+(?=\s+["'“‘(\[—–•]*[A-Z0-9]|\s*$)|(?<=[a-z]{2})\.(?=[A-Z][a-z])"""
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the story: its place in the order, its offsets in the document, its words and the region it stands in."""

    index: int
    span: Span
    text: str
    region: RegionKind


def sentences(document: Document) -> tuple[Sentence, ...]:
    """The sentences of title, body and captions, in the order of the text. Noise, datelines and source lines are left out."""
    spans = [
        (span, region.kind)
        for region in document.regions
        if region.kind in STORY
        for span in _cut(document.text, region.span)
    ]
    return tuple(Sentence(i, s, s.of(document.text), kind) for i, (s, kind) in enumerate(sorted(spans)))


def _cut(text: str, region: Span) -> Iterator[Span]:
    for line in re.finditer(r"[^\r\n]+", text[region.start : region.end]):
        yield from _cut_line(text, Span(line.start(), line.end()).shifted(region.start))


def _cut_line(text: str, line: Span) -> Iterator[Span]:
    start = line.start
    for match in _END.finditer(text, line.start, line.end):
        if not _ABBREVIATION.search(text[max(start, match.start() - 12) : match.start() + 1]):
            yield from _within(text, start, match.end())
            start = match.end()
    yield from _within(text, start, line.end)


def _within(text: str, start: int, end: int) -> Iterator[Span]:
    for a, b in _pieces(start, end):
        yield from _trimmed(text, a, b)


MOST = 400  # sentences; a book or a dump of pages is no article, and merging costs the square of their number
LONGEST = (
    800  # characters; what runs on without a stop is a list or noise, and parsing costs more than its length
)


def _pieces(start: int, end: int) -> Iterator[tuple[int, int]]:
    for at in range(start, end, LONGEST):
        yield at, min(at + LONGEST, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    words = text[start:end]
    if re.search(r"\w", words):
        yield Span(start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip())))

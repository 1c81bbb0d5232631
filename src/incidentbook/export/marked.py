"""A text cut into pieces by all that is said in it, so that marks which overlap can be drawn beside one another.

Offsets are code points, as everywhere; whoever draws the pieces one after the other needs none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from typing import Literal

from incidentbook.export import words
from incidentbook.export.remarks import remark_in_words
from incidentbook.export.statements import who_says
from incidentbook.model import (
    Document,
    Extraction,
    FoundBy,
    RegionKind,
    Remark,
    Span,
    Statement,
    Tally,
)
from incidentbook.text.wrapped import unwrapped

MarkKind = Literal["statement", "count", "trend", "order", "distance", "figure", "context", "published"]
_DIM: tuple[RegionKind, ...] = ("boilerplate", "source_line")
_METHODS = {
    "metadata": "given with the article, by its page, its feed or whoever added it",
    "url": "its address names the day",
    "dateline": "its dateline names the day",
    "inferred": "told from what the text says: its own days, events that are dated, who was in office",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that is said in a text.

    Attributes:
        number: from 1, in the order of the text.
        report: the number of the report that it belongs to, from 1; None: of none.
        name: what it is said of: `killed`.
        said: the value, in short.
        who: in what stance, and by whom.
        confidence: in hundredths, where there is one.
        words: the words that say it.
    """

    number: int
    kind: MarkKind
    report: int | None
    span: Span
    name: str
    said: str
    who: str
    confidence: int | None
    found_by: FoundBy
    words: str

    @property
    def group(self) -> str:
        """What it is shown or hidden with: its report, or its kind."""
        return self.kind if self.report is None else f"report-{self.report}"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text in which the same is marked from end to end.

    Attributes:
        marks: the numbers of the marks on it.
        begins: whether one of them begins here.
        ends: the groups that go on no further.
        is_dim: whether it is no part of the story.
        at: how it belongs to the stretch that is asked for.
    """

    text: str
    marks: tuple[int, ...] = ()
    begins: bool = False
    ends: tuple[str, ...] = ()
    is_dim: bool = False
    at: Literal["first", "on", "no"] = "no"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the text, and what part of the article most of it is."""

    kind: RegionKind
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text with its marks."""

    paragraphs: tuple[Paragraph, ...]
    marks: tuple[Mark, ...]

    @property
    def groups(self) -> Mapping[str, tuple[Mark, ...]]:
        """The marks by what they are shown or hidden with."""
        found: dict[str, list[Mark]] = defaultdict(list)
        for mark in self.marks:
            found[mark.group].append(mark)
        return {name: tuple(marks) for name, marks in found.items()}


def marked(extraction: Extraction, at: Span | None = None) -> MarkedText:
    """The text of an article with all that is said in it.

    Args:
        at: a stretch that is to stand out; what of it lies outside the text is left out.
    """
    document = extraction.document
    marks = _numbered(_marks(extraction), len(document.text))
    return MarkedText(tuple(_paragraphs(document, marks, at)), marks)


def how_dated(document: Document) -> str:
    """How it is known when a document was published, in a few words; empty where that is not known."""
    return _METHODS[document.published.method] if document.published else ""


# ------------------------------------------------------------------ marks


def _marks(extraction: Extraction) -> Iterator[Mark]:
    document = extraction.document
    for number, report in enumerate(extraction.reports, 1):
        yield from (_of_statement(s, number, document.text) for s in report.statements)
    yield from (_of_tally(t, document.text) for t in extraction.tallies)
    yield from (_of_remark(r, document.text) for r in extraction.remarks)
    for span in document.published.evidence if document.published else ():
        said, words_ = words.published(document), _quoted(span, document.text)
        yield Mark(0, "published", None, span, "published", said, how_dated(document), None, "rules", words_)


def _of_statement(statement: Statement, report: int, text: str) -> Mark:
    return Mark(
        0,
        "statement",
        report,
        statement.span,
        statement.property.replace("_", " "),
        words.said(statement),
        who_says(statement),
        round(statement.confidence * 100),
        statement.found_by,
        _quoted(statement.span, text),
    )


def _of_tally(tally: Tally, text: str) -> Mark:
    parts = (words.count(tally.count), tally.what or "attacks", words.days(tally.period))
    said = " · ".join(part for part in (*parts, words.place(tally.place), tally.target) if part)
    who = f"said by {tally.speaker.name}" if tally.speaker else "stated"
    return Mark(0, "count", None, tally.span, "count", said, who, None, "rules", _quoted(tally.span, text))


def _of_remark(remark: Remark, text: str) -> Mark:
    name, _, said = remark_in_words(remark, text).partition(": ")
    who = f"said by {remark.speaker.name}" if remark.speaker else "stated"
    return Mark(0, remark.type, None, remark.span, name, said, who, None, "rules", _quoted(remark.span, text))


def _quoted(span: Span, text: str) -> str:
    return " ".join(span.of(text).split())


def _numbered(marks: Iterable[Mark], size: int) -> tuple[Mark, ...]:
    """Those that lie in the text, in its order."""
    there = [m for m in marks if 0 <= m.span.start < m.span.end <= size]
    ordered = sorted(there, key=lambda m: (m.span.start, m.span.end, m.report or 0))
    return tuple(replace(mark, number=n) for n, mark in enumerate(ordered, 1))


# ------------------------------------------------------------------ pieces


def _paragraphs(document: Document, marks: Sequence[Mark], at: Span | None) -> Iterator[Paragraph]:
    text = unwrapped(document.text)
    kinds = _Kinds(document)
    on = _Marked(marks, at)
    for line in _lines(text):
        stretches = [Span(a, b) for a, b in pairwise(sorted({*line, *on.cuts(line), *kinds.cuts(line)}))]
        pieces = [on.piece(text, stretch, kinds.of(stretch)) for stretch in stretches]
        yield Paragraph(kinds.most_of(stretches), tuple(_ended(pieces, on.groups)))


def _lines(text: str) -> Iterator[Span]:
    """Where the lines lie that are not blank."""
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield Span(start, start + len(line))
        start += len(line) + 1


class _Kinds:
    """What part of the article each stretch is."""

    def __init__(self, document: Document) -> None:
        self._regions = document.regions

    def cuts(self, line: Span) -> set[int]:
        """Where another part begins."""
        return {end for r in self._regions for end in r.span if line.start < end < line.end}

    def of(self, stretch: Span) -> RegionKind:
        """What part a stretch without a cut is."""
        return next((r.kind for r in self._regions if r.span.contains(stretch)), "body")

    def most_of(self, stretches: Sequence[Span]) -> RegionKind:
        """What part most of some stretches are."""
        sizes: dict[RegionKind, int] = defaultdict(int)
        for stretch in stretches:
            sizes[self.of(stretch)] += stretch.end - stretch.start
        return max(sizes, key=lambda kind: sizes[kind])


class _Marked:
    """Which marks lie where; asked for stretches in the order of the text."""

    def __init__(self, marks: Sequence[Mark], at: Span | None) -> None:
        self.groups = {m.number: m.group for m in marks}
        self._at = at
        self._waiting = list(reversed(marks))
        self._open: list[Mark] = []
        self._ends = sorted({*chain.from_iterable(m.span for m in marks), *(at or ())})
        self._at_seen = False

    def cuts(self, line: Span) -> list[int]:
        """Where a mark begins or ends in a line."""
        return [end for end in self._ends if line.start < end < line.end]

    def piece(self, text: str, stretch: Span, kind: RegionKind) -> Piece:
        """The piece of a stretch in which no mark begins or ends."""
        begins = False
        while self._waiting and self._waiting[-1].span.start < stretch.end:
            self._open.append(self._waiting.pop())
            begins = True
        self._open = [m for m in self._open if m.span.end > stretch.start]
        numbers = tuple(m.number for m in self._open)
        at = self._where(stretch)
        return Piece(stretch.of(text), numbers, begins and bool(numbers), (), kind in _DIM, at)

    def _where(self, stretch: Span) -> Literal["first", "on", "no"]:
        if self._at is None or not self._at.overlaps(stretch):
            return "no"
        first, self._at_seen = not self._at_seen, True
        return "first" if first else "on"


def _ended(pieces: Sequence[Piece], groups: Mapping[int, str]) -> Iterator[Piece]:
    """The same pieces, each with the groups that the next one has no more."""
    sets = [list(dict.fromkeys(groups[m] for m in piece.marks)) for piece in pieces]
    for piece, own, after in zip(pieces, sets, [*sets[1:], []], strict=True):
        yield replace(piece, ends=tuple(g for g in own if g not in after))

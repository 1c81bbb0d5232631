"""The sentences of a document that say something, and the words in them that do."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from incidentbook.export import words
from incidentbook.model import Document, Report, Span, Statement


def about(document: Document, report: Report) -> str:
    """Where a report is from, in a line that ends with its id."""
    published = words.published(document)
    origin = f"after {document.syndicated_from}" if document.syndicated_from else ""
    background = "" if report.main else "background"
    known = (document.source, document.publisher, published, origin, background, report.id)
    return " · ".join(part for part in known if part)


def passages(document: Document, statements: Iterable[Statement]) -> list[tuple[Span, list[Statement]]]:
    """The sentences that say something, in the order of the text, each with its statements.

    A statement that stands outside the story (in a dateline, say) has its line for a sentence.
    """
    said = list(statements)
    enclosing = _enclosing(_until(document, max((s.span.end for s in said), default=0)))
    placed = sorted(((enclosing(s.span), s) for s in said), key=lambda pair: (pair[0], pair[1].span))
    return [(span, [s for _, s in group]) for span, group in groupby(placed, key=lambda pair: pair[0])]


def _until(document: Document, last: int) -> Document:
    """The document with its regions as far as the line that holds the last word asked for: what follows, which may be a
    thousand times as much, is not cut into sentences."""
    end = _line(document.text, Span(last, last)).end
    kept = (
        replace(r, span=Span(r.span.start, min(r.span.end, end)))
        for r in document.regions
        if r.span.start < end
    )
    return replace(document, regions=tuple(kept))


def _enclosing(document: Document) -> Callable[[Span], Span]:
    from incidentbook.extract.sentences import sentences

    cut = [sentence.span for sentence in sentences(document)]
    starts = [span.start for span in cut]

    def find(words_at: Span) -> Span:
        at = bisect_right(starts, words_at.start) - 1
        if at < 0 or words_at.start >= cut[at].end:
            return _line(document.text, words_at)
        last = bisect_right(starts, max(words_at.end - 1, words_at.start)) - 1
        return Span(cut[at].start, max(cut[last].end, words_at.end))

    return find


def _line(text: str, words_at: Span) -> Span:
    end = text.find("\n", words_at.end)
    return Span(text.rfind("\n", 0, words_at.start) + 1, len(text) if end < 0 else end)


def pieces(text: str, span: Span, marked: Iterable[Span]) -> Iterator[tuple[str, bool]]:
    """The stretches of `text` inside `span`, each with whether it is marked; marks that overlap are one."""
    at = span.start
    for start, end in _united(m for m in marked if m.overlaps(span)):
        start, end = max(start, at), min(end, span.end)
        if start > at:
            yield text[at:start], False
        yield text[start:end], True
        at = end
    if at < span.end:
        yield text[at : span.end], False


def _united(spans: Iterable[Span]) -> list[Span]:
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start < found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found

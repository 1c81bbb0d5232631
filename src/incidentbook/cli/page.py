"""One incident on a page: its values, where reports disagree, and who says what in which words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from incidentbook.cli.screen import number
from incidentbook.export import words
from incidentbook.export.sentence import headline, sentence
from incidentbook.export.statements import in_words
from incidentbook.model import Conflict, Document, Incident, Report, Ruling, Span, Statement

if TYPE_CHECKING:
    from rich.console import RenderableType

    from incidentbook.pipeline import Redated, Repeat

Told = Sequence[tuple[Document, Report]]
_STATUS = {"machine": "read by the program", "reviewed": "reviewed", "rejected": "rejected by a reviewer"}
_RULING = {
    "same": "two reports of it are one attack",
    "different": "of two reports one alone is of it",
    "merge": "made of several incidents",
    "split": "reports taken out, or out of another",
    "confirm": "confirmed",
    "reject": "rejected, or a report of it",
}
_RELATION = {"same": "the same text as", "version": "another version of", "none": "the same story as"}


def page(
    incident: Incident,
    told: Told,
    repeats: Sequence[Repeat],
    datings: Sequence[Redated],
    marks: tuple[str, str],
) -> list[RenderableType]:
    """The whole page.

    Args:
        incident: what to show.
        told: its reports with their documents.
        repeats: the documents that repeat a newer one.
        datings: the documents whose day is told from others.
        marks: what stands around the words that say something; empty where bold letters can be seen.
    """
    parts = [_head(incident, told), *_values(incident)]
    if incident.review:
        parts += [heading("What reviewers decided"), two_columns(map(_ruling, incident.review))]
    if incident.conflicts:
        parts += _conflicts(incident.conflicts, told)
    if repeats:
        parts += [heading("Documents that repeat one another"), two_columns(map(_repeat, repeats))]
    if datings:
        parts += [heading("Documents dated by others"), two_columns(map(_dated, datings))]
    for document, report in told:
        parts += _report(document, report, marks)
    return parts


def _head(incident: Incident, told: Told) -> RenderableType:
    from rich.text import Text

    sources = incident.sources
    counted = f"{number(sources.documents, 'document')}, {sources.independent} independent"
    about_it = f"{_STATUS[incident.status]}; grade: {incident.grade}; {counted}\n"
    return Text.assemble(
        (f"{incident.id}  {headline(incident)}\n", "bold"), about_it, sentence(incident, told)
    )


def _ruling(ruling: Ruling) -> tuple[str, str]:
    what = _RULING.get(ruling.kind, ruling.kind)
    if ruling.property is not None:
        was = words.in_short(ruling.was) if ruling.was is not None else "nothing"
        what = f"{ruling.property} corrected, by the reports: {was}"
    grounds = (ruling.why, f"source: {ruling.source}" if ruling.source else None)
    said = f"{what} — {ruling.by}, {ruling.at:%Y-%m-%d}"
    return ruling.decision, ": ".join((said, "; ".join(g for g in grounds if g))).removesuffix(": ")


def _values(incident: Incident) -> list[RenderableType]:
    return [
        heading("Values"),
        two_columns((name, words.value(known)) for name, known in incident.values.items()),
    ]


def _conflicts(conflicts: Iterable[Conflict], told: Told) -> list[RenderableType]:
    sources = {report.id: document.source for document, report in told}
    rows = (
        (
            conflict.property,
            f"{words.value(reading.value)} in {', '.join(sources[r] for r in reading.reports)}",
        )
        for conflict in conflicts
        for reading in conflict.values
    )
    return [heading("Reports disagree"), two_columns(rows)]


def _repeat(repeat: Repeat) -> tuple[str, str]:
    return repeat.document.source, f"{_RELATION[repeat.relation]} {repeat.newest.source}"


def _dated(redated: Redated) -> tuple[str, str]:
    when, others = redated.told.published.interval, ", ".join(d.source for d in redated.others)
    return redated.document.source, f"published {words.days(when)}: {redated.told.reason} in {others}"


def about(document: Document, report: Report) -> str:
    """Where a report is from, in a line that ends with its id."""
    published = words.published(document)
    origin = f"after {document.syndicated_from}" if document.syndicated_from else ""
    background = "" if report.main else "background"
    known = (document.source, document.publisher, published, origin, background, report.id)
    return " · ".join(part for part in known if part)


def _report(document: Document, report: Report, marks: tuple[str, str]) -> list[RenderableType]:
    parts = [heading(about(document, report))]
    for span, said in passages(document, report.statements):
        parts.append(_quote(document, span, said, marks))
        parts.append(two_columns(((s.property, in_words(document.text, s)) for s in said), indent=6))
    return parts


def passages(document: Document, statements: Iterable[Statement]) -> list[tuple[Span, list[Statement]]]:
    """The sentences that say something, in the order of the text, each with its statements.

    A statement that stands outside the story (in a dateline, say) has its line for a sentence.
    """
    enclosing = _enclosing(document)
    placed = sorted(((enclosing(s.span), s) for s in statements), key=lambda pair: (pair[0], pair[1].span))
    return [(span, [s for _, s in group]) for span, group in groupby(placed, key=lambda pair: pair[0])]


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


def _quote(
    document: Document, span: Span, said: Sequence[Statement], marks: tuple[str, str]
) -> RenderableType:
    from rich.padding import Padding
    from rich.text import Text

    quoted = Text()
    for piece, is_marked in pieces(document.text, span, [s.span for s in said]):
        plain = " ".join(piece.split("\n"))
        quoted.append(
            f"{marks[0]}{plain}{marks[1]}" if is_marked else plain, "bold underline" if is_marked else ""
        )
    return Padding(quoted, (0, 0, 0, 2), expand=False)


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


def heading(words_of_it: str) -> RenderableType:
    """A line that begins a part."""
    from rich.text import Text

    return Text(f"\n{words_of_it}", "bold cyan")


def two_columns(rows: Iterable[tuple[str, str]], indent: int = 2) -> RenderableType:
    """Names, and what is said of them."""
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column()
    for name, said in rows:
        grid.add_row(name, Text(said))
    return Padding(grid, (0, 0, 0, indent), expand=False)

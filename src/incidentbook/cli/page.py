"""One incident on a page: its values, where reports disagree, and who says what in which words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from incidentbook.cli.screen import number
from incidentbook.export import words
from incidentbook.export.passages import about, passages, pieces
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


def _report(document: Document, report: Report, marks: tuple[str, str]) -> list[RenderableType]:
    parts = [heading(about(document, report))]
    for span, said in passages(document, report.statements):
        parts.append(_quote(document, span, said, marks))
        parts.append(two_columns(((s.property, in_words(document.text, s)) for s in said), indent=6))
    return parts


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

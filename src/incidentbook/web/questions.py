"""Questions as the review page shows them: what two reports say side by side, and who says what in a conflict."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from incidentbook.errors import IncidentBookError
from incidentbook.exchange import to_plain
from incidentbook.export import words
from incidentbook.export.checks import title
from incidentbook.export.compared import compared
from incidentbook.export.passages import passages, pieces
from incidentbook.model import Document, Incident, Report, Span, Statement
from incidentbook.pipeline import Book
from incidentbook.review import Question

_QUOTES = 6
_MARKS = {"≠": "differ", "~": "one is more exact", "=": "agree", "": "one says it"}
_LISTS = ("target", "victims", "attributed_to")
Told = tuple[Document, Report]


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence in pieces, each with whether it is marked, and the address of its words in the article."""

    pieces: tuple[tuple[str, bool], ...]
    href: str


@dataclass(frozen=True, slots=True)
class Side:
    """A report with its document; `more`: sentences that are not shown."""

    report: str
    title: str
    publisher: str | None
    published: str
    language: str | None
    is_main: bool
    href: str
    incident: str | None
    quotes: tuple[Quote, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Row:
    """What two reports say of a property; `kind` is how they stand to one another, in a word or two."""

    name: str
    mark: str
    kind: str
    cells: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Reading:
    """A value of a property and who says it; `written`: as a correction has it; `is_shown`: the book shows it now."""

    words: str
    written: str
    is_shown: bool
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Clash:
    """A property on which reports disagree."""

    name: str
    label: str
    now: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A question with all that is shown of it: of a pair `sides` and `rows`, of a conflict `clashes`."""

    question: Question
    heading: str
    sides: tuple[Side, ...] = ()
    rows: tuple[Row, ...] = ()
    clashes: tuple[Clash, ...] = ()


def shown(book: Book, questions: Iterable[Question]) -> list[Shown]:
    """Questions as they are shown; those whose reports or incident are gone meanwhile are left out."""
    found = (_shown(book, question) for question in questions)
    return [one for one in found if one is not None]


def _shown(book: Book, question: Question) -> Shown | None:
    try:
        return _pair(book, question) if question.kind == "pair" else _conflict(book, question)
    except IncidentBookError:
        return None


def _pair(book: Book, question: Question) -> Shown:
    first, second = (book.review.report(ref) for ref in question.reports)
    names = question.incidents if len(question.incidents) == 2 else question.incidents * 2
    rows = tuple(
        Row(label(name), mark, _how(name, mark), (left, right))
        for name, mark, left, right in compared(first[1].values, second[1].values)
    )
    sides = tuple(
        replace(side(*told), incident=name) for told, name in zip((first, second), names, strict=True)
    )
    return Shown(question, "Are these two reports of one attack?", sides, rows)


def _how(name: str, mark: str) -> str:
    return "both may be true" if mark == "~" and name in _LISTS else _MARKS[mark]


def _conflict(book: Book, question: Question) -> Shown:
    incident = book.incident(question.incidents[0])
    told = {report.id: (document, report) for document, report in book.reports(incident)}
    open_ones = [c for c in incident.conflicts if c.property in question.properties]
    clashes = tuple(
        Clash(
            conflict.property,
            label(conflict.property),
            words.in_short(getattr(incident.values, conflict.property)),
            tuple(
                _reading(
                    incident,
                    conflict.property,
                    reading.value,
                    [told[r] for r in reading.reports if r in told],
                )
                for reading in conflict.values
            ),
        )
        for conflict in open_ones
    )
    return Shown(question, f"The reports disagree: {headline(incident)}", clashes=clashes)


def _reading(incident: Incident, name: str, value: Any, told: Sequence[Told]) -> Reading:
    written = json.dumps(to_plain(value), ensure_ascii=False)
    now = getattr(incident.values, name)
    sides = tuple(side(*one, prop=name) for one in told)
    return Reading(words.in_short(value), written, value == now, sides)


def headline(incident: Incident) -> str:
    """An incident in a line: its kind, place and days."""
    values = incident.values
    known = (words.kind(values) or "attack", words.place(values.place), words.days(values.date))
    return " · ".join(part for part in known if part)


def side(document: Document, report: Report, prop: str | None = None) -> Side:
    """A report as one side of a question.

    Args:
        prop: only the sentences that say this property.
    """
    said = [s for s in report.statements if prop in (None, s.property)]
    found = passages(document, said)
    first = min((s.span for s in said), default=Span(0, 0))
    return Side(
        report.id,
        title(document),
        document.publisher,
        words.published(document),
        document.language,
        report.main,
        article(document.id, first),
        None,
        tuple(_quote(document, *passage) for passage in found[:_QUOTES]),
        max(0, len(found) - _QUOTES),
    )


def _quote(document: Document, span: Span, said: Sequence[Statement]) -> Quote:
    cut = pieces(document.text, span, [s.span for s in said])
    return Quote(
        tuple((" ".join(piece.split("\n")), marked) for piece, marked in cut),
        article(document.id, said[0].span),
    )


def article(document: str, span: Span) -> str:
    """The address of words in an article."""
    from urllib.parse import quote

    return f"/documents/{quote(document, safe='')}?at={span.start}-{span.end}"


def label(name: str) -> str:
    """A property as people read it."""
    return name.replace("_", " ")

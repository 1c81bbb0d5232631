"""An article as its page and the page of what is added show it: the marked text, its reports, what else it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from incidentbook.export import words
from incidentbook.export.marked import Mark, MarkedText, how_dated, marked
from incidentbook.model import Document, Extraction, Report, Span

_COLOURS = 6
"""So many reports have a colour of their own; each has its number."""
_KINDS = {
    "count": "Counts of attacks",
    "trend": "How attacks went",
    "order": "What came after what",
    "distance": "Distances",
    "figure": "Standing figures",
    "context": "Told beside attacks",
    "published": "Words that date it",
}
_LABELS = {"count": "count", "context": "beside", "published": "day"}


@dataclass(frozen=True, slots=True)
class ShownReport:
    """A report beside its text.

    Attributes:
        about: the kind of attack, where and when, as far as the text says so.
        facts: names and values, for a table.
        incident: the id of its incident; None: it has none.
        marks: what the text says of it.
    """

    number: int
    group: str
    colour: int
    id: str
    main: bool
    about: str
    facts: tuple[tuple[str, str], ...]
    incident: str | None
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class ShownKind:
    """What else is said, by its kind."""

    group: str
    name: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """All that is drawn of an article.

    Attributes:
        address: where it can be read, where that is an address of the web.
        source: the name of its file, or what else it came as.
        dated: how it is known when it was published.
    """

    document: Document
    text: MarkedText
    reports: tuple[ShownReport, ...]
    kinds: tuple[ShownKind, ...]
    title: str
    address: str | None
    source: str
    published: str
    dated: str

    def groups_of(self, numbers: tuple[int, ...]) -> list[str]:
        """The groups of the marks of a piece, those of reports first."""
        groups = dict.fromkeys(self.text.marks[n - 1].group for n in numbers)
        return sorted(groups, key=lambda group: not group.startswith("report-"))

    def style(self, group: str) -> str:
        """The class by which a group is drawn: a report's colour, or its kind."""
        if not group.startswith("report-"):
            return f"k-{group}"
        return f"c{_colour(int(group.removeprefix('report-')))}"

    def label(self, group: str) -> str:
        """What stands behind the last words of a group: the number of a report, or a word for the kind; nothing where
        there is one report.
        """
        if group.startswith("report-"):
            return group.removeprefix("report-") if len(self.reports) > 1 else ""
        return _LABELS.get(group, group)


def article(extraction: Extraction, incidents: Mapping[str, str | None], at: Span | None = None) -> Article:
    """An article, drawn.

    Args:
        incidents: the incident of each report, by the report's id.
        at: a stretch of the text that is to stand out.
    """
    document = extraction.document
    text = marked(extraction, at)
    groups = text.groups
    reports = tuple(
        _report(n, report, incidents.get(report.id), groups.get(f"report-{n}", ()))
        for n, report in enumerate(extraction.reports, 1)
    )
    kinds = tuple(ShownKind(name, said, groups[name]) for name, said in _KINDS.items() if name in groups)
    source = document.source.rstrip("/").rpartition("/")[2] or document.id
    known = words.published(document) if document.published else ""
    return Article(
        document,
        text,
        reports,
        kinds,
        document.title or source,
        _address(document),
        source,
        known or "day not known",
        how_dated(document),
    )


def _report(number: int, report: Report, incident: str | None, marks: tuple[Mark, ...]) -> ShownReport:
    values = report.values
    known = (words.kind(values) or "attack", words.place(values.place), words.days(values.date))
    about = " · ".join(part for part in known if part)
    facts = (
        ("killed", words.count(values.killed)),
        ("injured", words.count(values.injured)),
        ("by", words.blame(values)),
    )
    told = tuple((name, said) for name, said in facts if said)
    return ShownReport(
        number, f"report-{number}", _colour(number), report.id, report.main, about, told, incident, marks
    )


def _colour(number: int) -> int:
    return (number - 1) % _COLOURS + 1


def _address(document: Document) -> str | None:
    """Its address, where a click on it can do nothing but open a page of the web."""
    found = next((a for a in (document.url, document.source) if a), "")
    return found if found.lower().startswith(("http://", "https://")) else None

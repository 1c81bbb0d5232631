"""What the page of one incident shows: gathered from the book, without a word of HTTP."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from incidentbook.book import View
from incidentbook.book.catalogue import Beside
from incidentbook.book.catalogue.file import Kept
from incidentbook.exchange import load_incident
from incidentbook.export import bidi, history, phrases, words, zones
from incidentbook.export.passages import passages, pieces
from incidentbook.export.sentence import headline, sentence
from incidentbook.export.source import Told
from incidentbook.export.statements import who_says
from incidentbook.export.who_says import WhoSays, in_a_cell, said, sources, who_says_what
from incidentbook.model import Document, Incident, Place, Report, Statement
from incidentbook.pipeline import Book

NEAR = 5
"""How many incidents at the same place are shown before this one, and how many after."""
PRECISION = {
    1: "exact place",
    2: "near the place, within about 25 km",
    3: "district",
    4: "province or state",
    5: "region or along a line",
    6: "country",
    7: "open water or air",
}


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence in pieces, each with whether it is marked; by each who says something in it the properties and their values;
    and where the words are."""

    pieces: tuple[tuple[str, bool], ...]
    said: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    at: str


@dataclass(frozen=True, slots=True)
class Account:
    """A report: its document, the source it counts as where that is another, and what it says in which words."""

    document: Document
    report: Report
    counts_as: str | None
    relation: str | None
    heading: str
    published: str
    is_rejected: bool
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """An incident at the same place."""

    id: str
    headline: str
    days: str


class IncidentPage:
    """One incident as its page shows it.

    Args:
        book: the book that it is in.
        kept: the incident.
        view: how the book is looked at.
    """

    def __init__(self, book: Book, kept: Kept, view: View) -> None:
        self.kept = kept
        self.view = view
        self.incident: Incident = load_incident(kept.incident)
        self._book = book

    @cached_property
    def told(self) -> Told:
        """Its reports with their documents, the earliest publication first."""
        return self._book.reports(self.incident)

    @cached_property
    def _repeats(self) -> dict[str, tuple[str, str]]:
        """Of each document that repeats another: that one, and how in words."""
        named = {"same": "the same text as", "version": "another version of", "none": "the same story as"}
        return {
            r.document.id: (r.newest.id, f"{named[r.relation]} {title_of(r.newest)}")
            for r in self._book.repeats(self.incident)
        }

    @cached_property
    def _stories(self) -> dict[str, str]:
        return {name: newest for name, (newest, _) in self._repeats.items()}

    @property
    def headline(self) -> str:
        """What happened in a line."""
        return headline(self.incident)

    @property
    def sentence(self) -> str:
        """What happened, and what is said of it."""
        return sentence(self.incident, self._heard)

    @cached_property
    def _rejected(self) -> set[tuple[str, str]]:
        """The reports that reviewers say are of no attack: they have no say."""
        return {
            (anchor.document, anchor.report)
            for one in self.history
            if one.state == "in force" and one.decision.kind == "reject" and not one.decision.incidents
            for anchor in one.decision.anchors
        }

    @property
    def _heard(self) -> Told:
        """The reports that have a say."""
        return [(d, r) for d, r in self.told if (d.id, r.id) not in self._rejected]

    runs = staticmethod(bidi.runs)
    """A line in pieces, each with whether it is written from right to left."""

    @staticmethod
    def name_of(document: Document) -> str:
        """What an article is called in a list."""
        return title_of(document)

    def who_says_what(self) -> WhoSays:
        """Properties down, speakers and sources across."""
        return who_says_what(self.incident, self._heard, self._stories)

    def facts(self) -> list[tuple[str, str]]:
        """When, where, of what kind, in words; what is unknown is said to be."""
        values = self.incident.values
        return [
            ("Date", phrases.days(values.date).removeprefix("unknown date") or "unknown"),
            ("Time", self._time() or "unknown"),
            ("Place", _placed(values.place) or "unknown"),
            ("Launched from", _placed(values.launched_from) or "unknown"),
            ("Kind", words.kind(values) or "unknown"),
            ("Site", (values.site or "unknown").replace("_", " ")),
        ]

    def _time(self) -> str | None:
        values = self.incident.values
        if values.time_of_day is None:
            return None
        return f"{values.time_of_day}, {zones.zone_in_words(values.place, values.date)}"

    def conflicts(self) -> list[tuple[str, list[tuple[str, list[str]]]]]:
        """(property, its values, each with the sources that give it) where reports disagree."""
        named = {report.id: title_of(document) for document, report in self.told}
        return [
            (
                c.property.replace("_", " "),
                [(in_a_cell(v.value), [named[r] for r in v.reports if r in named]) for v in c.values],
            )
            for c in self.incident.conflicts
        ]

    def accounts(self) -> list[Account]:
        """Its reports with the words that say something."""
        origin = sources(self.told, self._stories)
        return [
            Account(
                document,
                report,
                origin[document.id] if origin[document.id] != document.publisher else None,
                self._repeats[document.id][1] if document.id in self._repeats else None,
                heading_of(document),
                _published(document),
                (document.id, report.id) in self._rejected,
                tuple(_passages(document, report)),
            )
            for document, report in self.told
        ]

    @cached_property
    def history(self) -> list[history.Decided]:
        """What was decided of it, the earliest first."""
        made = self._book.review.decisions()
        until = self.view.as_of
        return history.history(self.incident, [d for d in made if until is None or d.at.date() <= until])

    def beside(self) -> tuple[list[Near], list[Near], int]:
        """Earlier and later incidents at the same place, and how many there are in all."""
        found: Beside = self._book.catalogue.snapshot(self.view).beside(self.incident, NEAR)
        return [_near(k) for k in found.earlier], [_near(k) for k in found.later], found.total

    def places(self) -> list[dict[str, Any]]:
        """What its map shows: where it struck and where it was launched, as far as they are on the map."""
        values = self.incident.values
        named = (("impact", values.place), ("launch", values.launched_from))
        return [
            {
                "role": role,
                "name": p.name,
                "lat": p.lat,
                "lon": p.lon,
                "precision": p.precision,
                "site": values.site,
                "impact": values.impact,
            }
            for role, p in named
            if p is not None and p.lat is not None and p.lon is not None
        ]


def heading_of(document: Document) -> str:
    """What an article is called: by its title, else by its address or the name of its file."""
    is_address = "://" in document.source
    return document.title or (document.source if is_address else document.source.rpartition("/")[2])


def title_of(document: Document) -> str:
    """What an article is called in a list: its publisher, else its heading."""
    return document.publisher or heading_of(document)


def _placed(place: Place | None) -> str:
    named = phrases.place_in_words(place)
    exact = PRECISION.get(place.precision or 0) if place else None
    return f"{named} ({exact})" if exact else named


def _published(document: Document) -> str:
    if document.published is None or document.reference is None:
        return words.published(document)
    return phrases.days(document.published.interval)


def _passages(document: Document, report: Report) -> list[Passage]:
    return [
        Passage(
            tuple(pieces(document.text, span, [s.span for s in group])),
            _by_speaker(group),
            f"{group[0].span.start}-{group[0].span.end}",
        )
        for span, group in passages(document, report.statements)
    ]


def _by_speaker(statements: Iterable[Statement]) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    found: dict[str, dict[tuple[str, str], None]] = {}
    for one in statements:
        found.setdefault(who_says(one), {})[one.property.replace("_", " "), said(one)] = None
    return tuple((who, tuple(values)) for who, values in found.items())


def _near(kept: Kept) -> Near:
    incident = load_incident(kept.incident)
    return Near(incident.id, headline(incident), phrases.days(incident.values.date))

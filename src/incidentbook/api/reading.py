"""Texts that are read before they are stored: held for a while, so that what is stored is what was shown.

Reading takes a processor: one text is read at a time, in a process apart so that all others are answered meanwhile; few wait,
and more are told to come again. Pages are fetched one at a time, from the open web alone, whoever asks: a server must not be
a way into the networks that it stands in.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from incidentbook.api.problems import ProblemError
from incidentbook.api.schemas import AddressIn, DocumentKept, Joined, Note, TextIn
from incidentbook.check.findings import Findings
from incidentbook.errors import SourceError
from incidentbook.exchange import load_incident
from incidentbook.model import Extraction, Interval
from incidentbook.outcomes import Done, Outcome, is_foreign, is_yearless
from incidentbook.parallel import Apart
from incidentbook.pipeline import Book, read_page
from incidentbook.sources import Meta, Page, Problem
from incidentbook.sources.addresses import ARTICLE_TYPES, to_article
from incidentbook.sources.fetch import Fetched, Fetcher, Limits, Manners, Refusal
from incidentbook.sources.keeping import Keeper

PASTED = "pasted text"
_LASTS = 3600.0
"""Seconds for which a reading is held."""
_MOST = 20
_MOST_WAITING = 4
_LONGEST_WAIT, _LONGEST_READING = 60.0, 60.0
_LIMITS = Limits(size=5_000_000, seconds=15.0, redirects=3)
_MANNERS = Manners(longest_wait=10.0)
_INSPECT = "`incidentbook explain FILE` shows sentence by sentence what was held back, and why"


@dataclass(frozen=True, slots=True)
class Reading:
    """A text that was read.

    Attributes:
        given: what was to be read.
        by: who had it read.
        until: seconds of the room's clock.
        known: whether the book had its text when it was read.
        joins: the incident that each report would join, by the report's id; None: one of its own.
        findings: what it says against the book, where it says something that can be checked.
        fetched: what came, of a web address.
    """

    id: str
    given: TextIn | AddressIn
    by: str
    until: float
    extraction: Extraction
    notes: tuple[Note, ...]
    known: bool
    joins: dict[str, str | None]
    findings: Findings | None
    fetched: Fetched | None = None


class Turns:
    """One at a time; of those that wait, few."""

    def __init__(self) -> None:
        self._inside = threading.Lock()
        self._there = threading.BoundedSemaphore(1 + _MOST_WAITING)

    @contextmanager
    def one(self) -> Iterator[None]:
        """Whoever is inside is there alone.

        Raises:
            ProblemError: too many wait, or for too long.
        """
        if not self._there.acquire(blocking=False):
            raise _busy()
        try:
            if not self._inside.acquire(timeout=_LONGEST_WAIT):
                raise _busy()
            try:
                yield
            finally:
                self._inside.release()
        finally:
            self._there.release()


class Room:
    """Where texts are read.

    Args:
        book: the book that they are held against, and stored in.
        fetcher: fetches web addresses; by default one that reaches the open web alone.
        apart: where texts are read; by default a process of its own.
        monotonic: a clock, in seconds.
    """

    def __init__(
        self,
        book: Book,
        fetcher: Fetcher | None = None,
        apart: Apart | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._book = book
        self._fetcher = fetcher or Fetcher(reach="public", limits=_LIMITS, manners=_MANNERS)
        self._apart = apart or Apart(_LONGEST_READING)
        self._monotonic = monotonic
        self._reading, self._fetching = Turns(), Turns()
        self._held: OrderedDict[str, Reading] = OrderedDict()
        self._lock = threading.Lock()

    def read(self, given: TextIn | AddressIn, by: str) -> Reading:
        """Reads a text, or the page at an address, and stores nothing.

        Raises:
            ProblemError: it cannot be read; the way out is told.
        """
        fetched = self._fetched(given) if isinstance(given, AddressIn) else None
        with self._reading.one():
            reading = self._made(given, fetched, by)
        with self._lock:
            self._held[reading.id] = reading
            while len(self._held) > _MOST:
                self._held.popitem(last=False)
        return reading

    def held(self, name: str, by: str) -> Reading | None:
        """The reading of that id, where the same person had it read and it is not too long ago."""
        with self._lock:
            for old in [r.id for r in self._held.values() if r.until < self._monotonic()]:
                del self._held[old]
            found = self._held.get(name)
        return found if found is not None and found.by == by else None

    def throw_away(self, reading: Reading) -> None:
        """Holds a reading no longer."""
        with self._lock:
            self._held.pop(reading.id, None)

    def store(self, reading: Reading) -> DocumentKept:
        """Stores what was read, and what came of the web as evidence.

        Raises:
            ProblemError: the evidence cannot be written.
            BookError: the book cannot be written.
        """
        if reading.fetched is not None:
            self._keep(reading.fetched)
        with self._book.catalogue.changing():
            result = self._book.add_extractions([reading.extraction])
        outcome: Literal["added", "known", "updated"] = (
            "added" if result.added else "updated" if result.updated else "known"
        )
        document = reading.extraction.document.id
        return DocumentKept(document=document, outcome=outcome, reports=list(self._joined(document)))

    def shut(self) -> None:
        """Reads nothing more, as the server ends: what is being read is left."""
        self._apart.shut()

    # ------------------------------------------------------------ one text

    def _fetched(self, given: AddressIn) -> Fetched:
        with self._fetching.one():
            found = self._fetcher.fetch(given.url, ARTICLE_TYPES)
        if isinstance(found, Problem):
            raise _not_fetched(found)
        assert isinstance(found, Fetched)  # nothing was said to be known
        return found

    def _made(self, given: TextIn | AddressIn, fetched: Fetched | None, by: str) -> Reading:
        outcomes = self._outcomes(_to_read(given, fetched), given.kind)
        extraction = next((o for o in outcomes if isinstance(o, Extraction)), None)
        if extraction is None:
            raise _not_read(outcomes[0], given.kind)
        self._book.catalogue.snapshot()  # links what is new, as one thread alone may
        known = self._book.listing.has(extraction.document.id)
        warned = [o.message for o in outcomes if isinstance(o, Problem)]
        checkable = extraction.tallies or extraction.remarks or extraction.reports
        return Reading(
            secrets.token_urlsafe(12),
            given,
            by,
            self._monotonic() + _LASTS,
            extraction,
            tuple(notes(extraction, warned, known=known)),
            known,
            self._book.joining(extraction),
            self._book.check([extraction]) if checkable else None,
            fetched,
        )

    def _outcomes(self, found: _ToRead, kind: Literal["text", "address"]) -> tuple[Outcome, ...]:
        try:
            return self._apart.do(_read, found).outcomes
        except (TimeoutError, ChildProcessError) as error:
            if self._apart.is_shut:
                raise _ending() from error
            way = "give one article alone; long texts: incidentbook add FILE"
            detail = f"reading it takes too long or too much memory: {error}"
            raise ProblemError(422, "unread", detail, way, field=_FIELDS[kind]) from error

    # ------------------------------------------------------------ storing

    def _keep(self, fetched: Fetched) -> None:
        try:
            Keeper(self._book.evidence, "pages").page(fetched)
        except SourceError as error:
            way = "see whether the disk is full or may not be written"
            raise ProblemError(503, "book", "the evidence cannot be written now", way) from error

    def _joined(self, document: str) -> Iterator[Joined]:
        for told in self._book.listing.reports(document, None, (), 1000).items:
            if told.incident is not None:
                incident = load_incident(self._book.catalogue.incident(told.incident).incident)
                others = any(ref.document != document for ref in incident.reports)
                yield Joined(report=told.report.id, incident=incident.id, joined=others)


_ToRead = Page | tuple[Fetched, Meta]


def _to_read(given: TextIn | AddressIn, fetched: Fetched | None) -> _ToRead:
    """What is to be read, with what is known of it."""
    published = Interval.day(given.published) if given.published else None
    if isinstance(given, TextIn):
        meta = Meta(published, given.url and given.url.strip(), given.publisher, given.title)
        return Page(PASTED, "text/plain", given.text, meta)
    assert fetched is not None
    return fetched, Meta(published, fetched.url, given.publisher)


def _read(found: _ToRead) -> Done:
    """Reads it; in a process apart."""
    return read_page(found if isinstance(found, Page) else to_article(*found))


def notes(extraction: Extraction, warned: list[str], *, known: bool) -> Iterator[Note]:
    """What one should know of a text before it is stored.

    Args:
        warned: what was found wrong on the way.
        known: whether the book has it.
    """
    document = extraction.document
    if known:
        yield _note(
            "known", "the book has this text already", "store it again only to give its day or publisher"
        )
    if is_foreign(document):
        way = "give the article in English; stored as it is it counts as a source that tells nothing"
        yield _note("language", f"its language is {document.language}: English alone is read", way)
    elif not extraction.reports and not extraction.tallies:
        way = f"see whether the whole text is there; {_INSPECT}"
        yield _note("nothing", "nothing in it was read as an attack", way)
    if is_yearless(extraction):
        way = "give the day it was published: its days then stand on the calendar"
        yield _note("no-year", "it says on which day, and nothing tells the year", way)
    elif document.published is None or document.published.interval.days is None:
        yield _note("no-date", "it is not known when it was published", "give the day it was published")
    yield from (
        _note("warning", message, "see whether that is right before it is stored") for message in warned
    )


def _note(
    kind: Literal["known", "language", "nothing", "no-date", "no-year", "warning"], detail: str, way: str
) -> Note:
    return Note(kind=kind, detail=detail, way_out=way)


# ------------------------------------------------------------------ refusals


def _busy() -> ProblemError:
    way = "try again in ten seconds"
    headers = {"Retry-After": "10"}
    return ProblemError(503, "busy", "others came first and wait already", way, headers=headers)


def _ending() -> ProblemError:
    return ProblemError(503, "busy", "the server is ending", "try again when it runs again")


def _not_fetched(problem: Problem) -> ProblemError:
    if isinstance(problem, Refusal) and problem.inside:
        detail = "the address leads to the server's own machine or network, and the server reads the open web alone"
        way = "paste the text; or, on that machine: incidentbook add ADDRESS --allow-private"
        return ProblemError(422, "unread", detail, way, field="url")
    way = "paste the article's text in the place of its address"
    return ProblemError(422, "unread", problem.message, way, field="url")


_FIELDS = {"text": "text", "address": "url"}


def _not_read(outcome: Outcome, kind: Literal["text", "address"]) -> ProblemError:
    if isinstance(outcome, Problem):
        way = "give the text of one article"
        return ProblemError(422, "unread", outcome.message, way, field=_FIELDS[kind])
    detail = "the page tells of no attack, so no article was made of it"
    way = "see whether it is the article's own page; else paste its text"
    return ProblemError(422, "unread", detail, way, field="url")

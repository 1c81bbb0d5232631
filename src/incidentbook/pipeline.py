"""The order of the stages, and the two things that users call: `extract` and `Book`. No other module knows the order.

The stages are loaded where they are needed: looking into a book is quick.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self

from incidentbook import parallel
from incidentbook.book import BookCounts, IncidentFilter, Place, Policy, Store, View
from incidentbook.errors import BookError, ExtractorError
from incidentbook.model import (
    BUILT_IN,
    READ_LANGUAGES,
    AttackType,
    ContextKind,
    Document,
    Extraction,
    Incident,
    Interval,
    ReadBy,
    Remark,
    Report,
    Tally,
)
from incidentbook.outcomes import AddResult, Done, Outcome, TurnedAway, is_foreign
from incidentbook.resume import Track
from incidentbook.sources import ColumnMap, Meta, Page, Problem, parse_columns
from incidentbook.sources.anywhere import Reading, read_all
from incidentbook.sources.beside import SEEN_ENDING

if TYPE_CHECKING:
    from incidentbook.book.catalogue import Catalogue
    from incidentbook.book.listing import Listing
    from incidentbook.check.findings import Findings
    from incidentbook.check.sequences import SequenceCheck
    from incidentbook.extract.explain import Explanation
    from incidentbook.extract.interface import Extractor
    from incidentbook.link.dating import BookDating
    from incidentbook.link.duplicates import Relation
    from incidentbook.review import Desk
    from incidentbook.review.queue import Queue
    from incidentbook.sources.connect import Reach
    from incidentbook.sources.evidence import EvidenceStore
    from incidentbook.sources.fetch import Fetcher
    from incidentbook.sources.keeping import Keep, Keeper
    from incidentbook.sources.putting_off import SeenWhenRead

DEFAULT_BOOK = "incidents.db"
BOOK_VARIABLE = "INCIDENTBOOK_URL"

_FROM_OUTSIDE = ("metadata", "url")
_DECLARED = re.compile(r"<html\b[^>]*?\blang\s*=\s*[\"']?([A-Za-z]{2,3})\b", re.IGNORECASE)


def extract(
    text: str,
    published: date | str | Interval | None = None,
    *,
    source: str = "text",
    extractor: Extractor | None = None,
) -> Extraction:
    """What one article says of attacks.

    Args:
        text: the article as plain text.
        published: the day it was published (a date, an ISO day, or an interval); None where that is not known.
        source: a name for it, kept in the document.
        extractor: reads the document; by default the built-in one. Others: `incidentbook.extract.interface.named`.

    Returns:
        The document with its regions, its reports and its tallies.

    Raises:
        ValueError: `published` is text and no ISO day.
        ExtractorError: the extractor's endpoint gave no answer.
    """
    page = Page(source, "text/plain", text, Meta(published=_interval(published)))
    found = [o for o in extract_page(page, extractor) if isinstance(o, Extraction)]
    return found[0]


def _interval(published: date | str | Interval | None) -> Interval | None:
    if published is None or isinstance(published, Interval):
        return published
    return Interval.day(published if isinstance(published, date) else date.fromisoformat(published))


def extract_page(page: Page, extractor: Extractor | None = None) -> list[Outcome]:
    """One page through text, dating and extraction: its extraction, and a problem for each contradiction on the way.

    A web page whose words tell of no attack is turned away before its text is looked for. `extractor`: by default
    the built-in one.

    Raises:
        ExtractorError: the extractor's endpoint gave no answer.
    """
    if page.media_type == "text/html" and not _may_tell(page.content):
        return [TurnedAway(page.source)]
    from incidentbook.extract.interface import BuiltIn
    from incidentbook.extract.sentences import MOST, sentences
    from incidentbook.text.gate import may_tell_of_attack

    document, contradictions = dated(page)
    too_long = [Problem(page.source, _TOO_LONG, "warning")] if len(sentences(document)) > MOST else []
    read = extractor or BuiltIn()
    nothing = Extraction(document, (), (), ReadBy(read.name))
    told = read(document) if may_tell_of_attack(document.text) else nothing
    return [*contradictions, *too_long, told]


def explain_all(
    inputs: Iterable[str | Path],
    meta: Path | None = None,
    *,
    columns: ColumnMap | None = None,
    reach: Reach = "public",
    fetcher: Fetcher | None = None,
    with_reader: bool = False,
) -> Iterator[Explanation | Problem]:
    """Why each article was read as it was; the arguments are those of `extract_all`, `with_reader` of `explain_page`."""
    for item in read_all(inputs, Reading(meta, columns, reach), fetcher=fetcher):
        yield from (item,) if isinstance(item, Problem) else explain_page(item, with_reader=with_reader)


def explain_page(page: Page, *, with_reader: bool = False) -> list[Explanation | Problem]:
    """Why a page was read as it was, by the built-in extractor, and a problem for each contradiction on the way.

    Args:
        page: what to read.
        with_reader: with the trained reader beside the rules.

    Raises:
        ExtractorError: the trained reader is not there.
    """
    from incidentbook.extract.explain import explain, unread
    from incidentbook.extract.extractor import traced
    from incidentbook.extract.reader.model import reader_of
    from incidentbook.text.gate import cues_in, may_tell_of_attack

    document, contradictions = dated(page)
    if is_foreign(document):
        return [*contradictions, unread(document, _FOREIGN.format(document.language))]
    away = page.media_type == "text/html" and not _may_tell(page.content)
    if away or not may_tell_of_attack(document.text):
        found = ", ".join(f"{cue} {weight:g}" for cue, weight in cues_in(document.text)) or "none"
        return [*contradictions, unread(document, _TURNED_AWAY.format(found))]
    return [*contradictions, explain(traced(document, reader_of(None) if with_reader else None))]


_FOREIGN = "turned away: its language is {}, and nothing is read from that"
_TURNED_AWAY = "turned away: the words in it that may tell of an attack do not come to 1 [gate.yaml]: {}"


def _may_tell(page: str) -> bool:
    """The gate knows English; a page that says it is in another language is kept and said to be so."""
    from incidentbook.text.gate import may_page_tell_of_attack

    declared = _DECLARED.search(page[:5000])
    return (declared is not None and declared[1].lower() != "en") or may_page_tell_of_attack(page)


_TOO_LONG = "it is longer than any article: what stands behind its first 400 sentences was not read; cut it into articles"


def dated(page: Page) -> tuple[Document, tuple[Problem, ...]]:
    """A page as a document with its publication date: from outside, from its head, else from what it says of the world."""
    from incidentbook.dating import date_document
    from incidentbook.dating.inference import infer_published
    from incidentbook.text import to_document

    document, contradictions = date_document(to_document(page), page)
    known = document.published.interval if document.published else None
    if (known is not None and known.days is not None) or document.language not in READ_LANGUAGES:
        return document, contradictions
    inferred, dropped = infer_published(document, known)
    told = tuple(Problem(page.source, c.message, "warning") for c in dropped)
    return (replace(document, published=inferred) if inferred else document), (*contradictions, *told)


def extract_all(
    inputs: Iterable[str | Path],
    meta: Path | None = None,
    workers: int | None = None,
    *,
    columns: ColumnMap | None = None,
    reach: Reach = "public",
    fetcher: Fetcher | None = None,
    extractor: Extractor | None = None,
) -> Iterator[Outcome]:
    """What all articles say, in their order; a problem for each input that could not be read.

    Args:
        inputs: files, folders, archives, `-` for standard input, and web addresses.
        meta: a file of metadata lines for the files.
        workers: the number of processes; by default one for each core where there is enough to read.
        columns: which columns of tables, or keys of JSON lines, hold what.
        reach: "anywhere" lets addresses of this machine and its networks be read.
        fetcher: fetches; by default one with that reach.
        extractor: reads the documents; by default the built-in one.
    """
    items = read_all(inputs, Reading(meta, columns, reach), fetcher=fetcher)
    for done in parallel.in_order(items, partial(read_page, extractor=extractor), workers):
        yield from done.outcomes


def read_page(item: Page | Problem, extractor: Extractor | None = None) -> Done:
    """What comes of one page; a fault of ours in it, or of the extractor's endpoint, becomes a problem. A problem is
    passed on."""
    if isinstance(item, Problem):
        return Done("", (item,))
    try:
        outcomes = extract_page(item, extractor)
    except ExtractorError as error:
        return Done(item.position, (Problem(item.source, str(error), "failed"),), put_off=True)
    except Exception as error:  # noqa: BLE001 -- a fault of ours in one article must not lose the others
        why = f"{type(error).__name__}: {error}".splitlines()[0]
        failed = Problem(item.source, f"this article could not be read ({why}); please report it", "failed")
        return Done(item.position, (failed,))
    if any(isinstance(o, Extraction) and not o.document.text.strip() for o in outcomes):
        return Done(item.position, (Problem(item.source, "it holds no article text; skipped", "skipped"),))
    return Done(item.position, tuple(outcomes))


@dataclass(frozen=True, slots=True)
class Repeat:
    """A document that tells the same story as a newer one: `same`, or another `version` of it."""

    document: Document
    newest: Document
    relation: Relation


@dataclass(frozen=True, slots=True)
class Redated:
    """A document whose day is told from others that know the day of its attack; `told` says in short why."""

    document: Document
    told: BookDating
    others: tuple[Document, ...]


class Book:
    """A book of incidents: articles go in, incidents come out. Use it as a context manager, or `close` it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._linking = threading.RLock()

    @classmethod
    def open(cls, location: str | Path | None = None, *, create: bool = True) -> Self:
        """The book at a path or database URL; by default `$INCIDENTBOOK_URL`, else `incidents.db` in this folder.

        Raises:
            BookError: there is none and `create` is False, or it cannot be opened; `NotABookError`, `NewerBookError` say why.
        """
        place = location or os.environ.get(BOOK_VARIABLE) or DEFAULT_BOOK
        return cls(Store.open(place, create=create))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Gives the file back."""
        if "catalogue" in self.__dict__:
            self.catalogue.close()
        self._store.close()

    @cached_property
    def evidence(self) -> EvidenceStore:
        """What was read, as it was found; it lies beside the book."""
        from incidentbook.sources.evidence import EvidenceStore

        return EvidenceStore.beside(self._store.home)

    def add(
        self,
        inputs: str | Path | Iterable[str | Path],
        meta: str | Path | None = None,
        workers: int | None = None,
        seen: Callable[[Outcome], None] | None = None,
        *,
        columns: str | ColumnMap | None = None,
        reach: Reach = "public",
        keep: Keep = "pages",
        fetcher: Fetcher | None = None,
        extractor: Extractor | None = None,
    ) -> AddResult:
        """Reads articles into the book. What is there already is left as it is.

        A reading that was broken off within a file of many articles goes on where it was, when it is asked for
        again in the same way.

        Args:
            inputs: a file, folder, archive, web address, or `-` for standard input; or several.
            meta: a `meta.jsonl` with what is known of the files; by default the one in the folder read.
            workers: processes; by default one for each core where there is enough to read.
            seen: called with each document and each problem as it comes, for a progress bar.
            columns: which columns of tables, or keys of JSON lines, hold what: `text=body,published=date`.
            reach: "anywhere" lets addresses of this machine and its networks be read.
            keep: what is kept as it was found: `pages`, the bytes of web pages and the hashes of files; `all`, the
                bytes of both; `none`, hashes alone.
            fetcher: fetches; by default one with the reach given.
            extractor: reads the documents; by default the built-in one.

        Raises:
            BookError: the book cannot be written.
            SourceError: the evidence cannot be written, or `columns` is not understood.
        """
        named = [inputs] if isinstance(inputs, str | Path) else list(inputs)
        chosen = parse_columns(columns) if isinstance(columns, str) else columns
        reading = Reading(Path(meta) if meta else None, chosen, reach)
        track = Track(self._store, named, reading, extractor.name if extractor else BUILT_IN)
        items = read_all(named, reading, after=track.after(), keeper=self._keeper(keep), fetcher=fetcher)
        work = partial(read_page, extractor=extractor)
        result = self._take(parallel.in_order(items, work, workers), seen, track)
        track.end()
        return result

    def watch(
        self,
        feeds: Sequence[str],
        *,
        rounds: int | None = None,
        interval: float | None = None,
        seen: Callable[[Outcome], None] | None = None,
        reach: Reach = "public",
        keep: Keep = "pages",
        fetcher: Fetcher | None = None,
        extractor: Extractor | None = None,
    ) -> AddResult:
        """Reads the stories of feeds and sitemaps into the book as they appear, each once.

        Which were read is kept beside the book; a story that the extractor could not read counts as not seen.
        Without `rounds` it ends by an exception alone, Ctrl-C for one.

        Args:
            feeds: their addresses.
            rounds: how often each is read; None: again and again.
            interval: seconds between two readings of a feed; None: a quarter of an hour.
            seen, reach, keep, fetcher, extractor: as for `add`. A fetcher must go by the system's clock.

        Raises:
            BookError: the book cannot be written.
            SourceError: what was seen, or the evidence, cannot be read or written.
        """
        from incidentbook.sources.addresses import ARTICLE_TYPES, to_article
        from incidentbook.sources.fetch import Fetcher, SystemClock
        from incidentbook.sources.putting_off import SeenWhenRead
        from incidentbook.sources.watch import INTERVAL, FileSeen, watch

        home = self._store.home
        stories = SeenWhenRead(FileSeen(home.with_name(home.name + SEEN_ENDING)))
        pages = watch(
            feeds,
            fetcher or Fetcher(reach=reach),
            stories,
            SystemClock(),
            interval=INTERVAL if interval is None else interval,
            rounds=rounds,
            keep=self._keeper(keep).page,
            read_body=to_article,
            accept=ARTICLE_TYPES,
        )
        return self._take(_noting(map(partial(read_page, extractor=extractor), pages), stories), seen, None)

    def add_extractions(
        self, outcomes: Iterable[Outcome], seen: Callable[[Outcome], None] | None = None
    ) -> AddResult:
        """Keeps extractions made before; problems among them are counted."""
        return self._take((Done("", (outcome,)) for outcome in outcomes), seen, None)

    def _take(
        self, dones: Iterable[Done], seen: Callable[[Outcome], None] | None, track: Track | None
    ) -> AddResult:
        """Writes what was read, page by page, and in the end which reports are one incident."""
        result = AddResult()
        for done in dones:
            place = track.at(done.position) if track else None
            for outcome in done.outcomes:
                result.count(outcome, self._keep(outcome, place))
                if seen:
                    seen(outcome)
            if track:
                track.passed(place)
        self._link()
        return result

    def _keep(self, outcome: Outcome, place: Place | None) -> Literal["added", "known", "updated"] | None:
        if not isinstance(outcome, Extraction):
            return None
        return "known" if self._knows_better(outcome.document) else self._store.add(outcome, place)

    def _keeper(self, keep: Keep) -> Keeper:
        from incidentbook.sources.keeping import Keeper

        return Keeper(self.evidence, keep)

    def _knows_better(self, document: Document) -> bool:
        """Whether the book has the same text with a date from outside, and this reading comes without one."""
        if document.published is not None and document.published.method in _FROM_OUTSIDE:
            return False
        try:
            before = self._store.document(document.id).published
        except BookError:
            return False
        return before is not None and before.method in _FROM_OUTSIDE

    def _link(self) -> None:
        """Suggests again which reports are one incident, where documents came in since; one thread at a time."""
        with self._linking:
            if self._store.stale:
                from incidentbook.linking import link

                link(self._store)

    @cached_property
    def review(self) -> Desk:
        """The reviewer's desk: what is to be looked at, and what is decided of it."""
        from incidentbook.review import Desk

        return Desk(self._store, self._link)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The incidents, computed once and kept beside the book, for those who ask often."""
        return self._store.catalogue(self._link)

    @cached_property
    def queue(self) -> Queue:
        """What reviewers are to look at, for those who ask again after each decision."""
        from incidentbook.review.queue import Queue

        return Queue(self._store, self.catalogue)

    @property
    def listing(self) -> Listing:
        """Documents, reports, statements and tallies, page by page."""
        return self._store.listing

    @property
    def home(self) -> Path:
        """The book's file; of one in a server, a path with the database's name in this folder."""
        return self._store.home

    def extraction(self, document: str) -> Extraction:
        """What the book holds of one document.

        Raises:
            BookError: it holds none of that id.
        """
        return self._store.extraction(document)

    def datings(self, incident: Incident) -> list[Redated]:
        """The documents of an incident whose day is told from others of the book."""
        self._link()
        found = self._store.datings({ref.document for ref in incident.reports})
        return [
            Redated(self._store.document(name), told, tuple(map(self._store.document, told.others)))
            for name, told in found.items()
        ]

    def dating(self, document: Document) -> Redated | None:
        """How a document's day is told from others of the book; None where it is not."""
        self._link()
        told = self._store.datings({document.id}).get(document.id)
        return Redated(document, told, tuple(map(self._store.document, told.others))) if told else None

    def joining(self, extraction: Extraction) -> dict[str, str | None]:
        """Which incident each report of an article that is not in the book would join; None: one of its own."""
        from incidentbook.linking import joining

        self._link()
        return joining(self._store, extraction)

    def incidents(
        self,
        *,
        country: str | None = None,
        since: date | None = None,
        until: date | None = None,
        kind: AttackType | None = None,
        actor: str | None = None,
        policy: Policy = "most-independent",
        as_of: date | None = None,
    ) -> list[Incident]:
        """The incidents that meet every condition given, by date, undated ones last. Those that reviewers rejected are
        among them, with that status.

        Args:
            country: ISO 3166-1 alpha-2.
            since, until: days; an incident counts where its dates meet them.
            kind: an attack type of the exchange format.
            actor: part of the name, or the id, of who did it, claimed it or is blamed for it.
            policy: which value is shown where sources differ.
            as_of: the book as it was known at the end of that day.
        """
        self._link()
        asked = IncidentFilter(country=country, since=since, until=until, kind=kind, actor=actor)
        return self._store.incidents(asked, View(policy, as_of))

    def incident(
        self, name: str, *, policy: Policy = "most-independent", as_of: date | None = None
    ) -> Incident:
        """One incident by its id or the beginning of it; `policy` and `as_of` as for `incidents`.

        Raises:
            UnknownIncidentError: there is none, or more than one.
        """
        self._link()
        return self._store.incident(name, View(policy, as_of))

    def reports(self, incident: Incident) -> list[tuple[Document, Report]]:
        """The reports of an incident, each with its document."""
        found = []
        for ref in incident.reports:
            extraction = self._store.extraction(ref.document)
            found += [(extraction.document, r) for r in extraction.reports if r.id == ref.report]
        return found

    def document(self, name: str) -> Document:
        """One document by its id.

        Raises:
            BookError: there is none.
        """
        return self._store.document(name)

    def repeats(self, incident: Incident) -> list[Repeat]:
        """The documents of an incident that repeat a newer one of them."""
        from incidentbook.link.duplicates import relation
        from incidentbook.stories import story_of

        self._link()
        names = {ref.document for ref in incident.reports}
        found = []
        for story in self._store.stories(names):
            newest, *others = (self._store.document(name) for name in story)
            found += [Repeat(other, newest, relation(story_of(newest), story_of(other))) for other in others]
        return found

    def tallies(self) -> list[tuple[str, Tally]]:
        """(document id, tally) of every count of incidents that the articles give."""
        return self._store.tallies()

    def remarks(self) -> list[tuple[str, Remark]]:
        """(document id, remark) of all that the articles say of attacks and can be held against a record."""
        return self._store.remarks()

    def check(self, drafts: Iterable[Extraction] | None = None) -> Findings:
        """What texts say against the incidents of the book: counts, lulls, rates, orders, standing figures.

        Args:
            drafts: texts that are not in the book, as `extract` reads them; None: the texts of the book itself.
        """
        from incidentbook.checking import check_book, check_drafts

        self._link()
        return check_book(self._store) if drafts is None else check_drafts(self._store, drafts)

    def sequence(self, kind: ContextKind, within: int, incidents: Iterable[Incident]) -> SequenceCheck:
        """How often incidents follow, or come before, the events of a kind that the texts tell of, against chance.

        Args:
            within: days, 1 or more.
            incidents: those that are looked for about the events.

        Raises:
            ValueError: there is no event of the kind, or no incident, whose days are known.
        """
        from incidentbook.checking import sequence_of

        return sequence_of(self._store, kind, within, incidents)

    def counts(self) -> BookCounts:
        """How much the book holds."""
        return self._store.counts()


def _noting(dones: Iterable[Done], stories: SeenWhenRead) -> Iterator[Done]:
    """The same; a story that is to be read another time counts as not seen."""
    for done in dones:
        stories.came_to(put_off=done.put_off)
        yield done

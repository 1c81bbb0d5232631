"""The order of the stages, and the two things that users call: `extract` and `Book`. No other module knows the order."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

from incidentbook.book import BookCounts, IncidentFilter, Store
from incidentbook.dating import date_document
from incidentbook.dating.inference import infer_published
from incidentbook.errors import BookError
from incidentbook.link import cluster
from incidentbook.model import AttackType, Document, Extraction, Incident, Interval, Report, ReportRef, Tally
from incidentbook.sources import Meta, Page, Problem, read
from incidentbook.text import to_document
from incidentbook.text.gate import may_tell_of_attack

DEFAULT_BOOK = "incidents.db"
BOOK_VARIABLE = "INCIDENTBOOK_URL"
_PARALLEL_FROM = 24  # fewer pages are read sooner by one process than a second one starts
_CHUNK = 8
_FROM_OUTSIDE = ("metadata", "url")

Outcome = Extraction | Problem


def extract(text: str, published: date | str | Interval | None = None, *, source: str = "text") -> Extraction:
    """What one article says of attacks.

    Args:
        text: the article as plain text.
        published: the day it was published (a date, an ISO day, or an interval); None where that is not known.
        source: a name for it, kept in the document.

    Returns:
        The document with its regions, its reports and its tallies.

    Raises:
        ValueError: `published` is text and no ISO day.
    """
    page = Page(source, "text/plain", text, Meta(published=_interval(published)))
    found = [o for o in extract_page(page) if isinstance(o, Extraction)]
    return found[0]


def _interval(published: date | str | Interval | None) -> Interval | None:
    if published is None or isinstance(published, Interval):
        return published
    return Interval.day(published if isinstance(published, date) else date.fromisoformat(published))


def extract_page(page: Page) -> list[Outcome]:
    """One page through text, dating and extraction: its extraction, and a problem for each contradiction on the way."""
    from incidentbook.extract.extractor import extract as extract_document
    from incidentbook.extract.sentences import MOST, sentences

    document, contradictions = dated(page)
    too_long = [Problem(page.source, _TOO_LONG, "warning")] if len(sentences(document)) > MOST else []
    told = extract_document(document) if may_tell_of_attack(document.text) else Extraction(document, (), ())
    return [*contradictions, *too_long, told]


_TOO_LONG = "it is longer than any article: what stands behind its first 400 sentences was not read; cut it into articles"


def dated(page: Page) -> tuple[Document, tuple[Problem, ...]]:
    """A page as a document with its publication date: from outside, from its head, else from what it says of the world."""
    document, contradictions = date_document(to_document(page), page)
    known = document.published.interval if document.published else None
    if known is not None and known.days is not None:
        return document, contradictions
    inferred, dropped = infer_published(document, known)
    told = tuple(Problem(page.source, c.message, "warning") for c in dropped)
    return (replace(document, published=inferred) if inferred else document), (*contradictions, *told)


def extract_all(
    paths: Iterable[Path], meta: Path | None = None, workers: int | None = None
) -> Iterator[Outcome]:
    """What all articles in files and folders say, in their order; a problem for each input that could not be read.

    `workers` is the number of processes; by default one for each core where there is enough to read.
    """
    pages = read(paths, meta)
    first = list(islice(pages, _PARALLEL_FROM))
    count = workers or (os.cpu_count() or 1)
    if count == 1 or len(first) < _PARALLEL_FROM:
        for item in [*first, *pages]:
            yield from _outcomes(item)
        return
    yield from _in_parallel(_chain(first, pages), count)


def _watch_parent(parent: int) -> None:
    """In a worker: ends it when the program that started it is gone, killed for instance, so that none is left waiting."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _chain(first: Sequence[Page | Problem], rest: Iterator[Page | Problem]) -> Iterator[Page | Problem]:
    yield from first
    yield from rest


def _in_parallel(items: Iterator[Page | Problem], workers: int) -> Iterator[Outcome]:
    """In order, with a bounded number of pages on their way: memory stays flat however many there are."""
    with ProcessPoolExecutor(workers, initializer=_watch_parent, initargs=(os.getpid(),)) as pool:
        try:
            waiting = [pool.submit(_chunk, c) for c in islice(_chunks(items), workers * 2)]
            for chunk in _chunks(items):
                yield from waiting.pop(0).result()
                waiting.append(pool.submit(_chunk, chunk))
            for future in waiting:
                yield from future.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _chunks(items: Iterator[Page | Problem]) -> Iterator[list[Page | Problem]]:
    while chunk := list(islice(items, _CHUNK)):
        yield chunk


def _chunk(items: Sequence[Page | Problem]) -> list[Outcome]:
    return [o for item in items for o in _outcomes(item)]


def _outcomes(item: Page | Problem) -> list[Outcome]:
    if isinstance(item, Problem):
        return [item]
    try:
        outcomes = extract_page(item)
    except Exception as error:  # noqa: BLE001 -- a fault of ours in one article must not lose the others
        why = f"{type(error).__name__}: {error}".splitlines()[0]
        return [Problem(item.source, f"this article could not be read ({why}); please report it", "failed")]
    if all(isinstance(o, Problem) or o.document.text.strip() for o in outcomes):
        return outcomes
    return [Problem(item.source, "it holds no article text; skipped", "skipped")]


@dataclass(frozen=True, slots=True)
class AddResult:
    """What `Book.add` did: documents read (added, known before, read anew), inputs skipped and failed, and every problem."""

    added: int = 0
    known: int = 0
    updated: int = 0
    problems: tuple[Problem, ...] = ()

    @property
    def read(self) -> int:
        """How many documents were read."""
        return self.added + self.known + self.updated

    @property
    def skipped(self) -> int:
        """How many inputs were passed over on purpose."""
        return sum(p.severity == "skipped" for p in self.problems)

    @property
    def failed(self) -> int:
        """How many inputs could not be read."""
        return sum(p.severity == "failed" for p in self.problems)


class Book:
    """A book of incidents: articles go in, incidents come out. Use it as a context manager, or `close` it."""

    def __init__(self, store: Store) -> None:
        self._store = store

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
        self._store.close()

    def add(
        self,
        paths: str | Path | Iterable[str | Path],
        meta: str | Path | None = None,
        workers: int | None = None,
        seen: Callable[[Outcome], None] | None = None,
    ) -> AddResult:
        """Reads articles from files and folders into the book. What is there already is left as it is.

        Args:
            paths: a file or folder, or several.
            meta: a `meta.jsonl` with what is known of the files; by default the one in the folder read.
            workers: processes; by default one for each core where there is enough to read.
            seen: called with each document and each problem as it comes, for a progress bar.

        Raises:
            BookError: the book cannot be written.
        """
        listed = [paths] if isinstance(paths, str | Path) else list(paths)
        outcomes = extract_all([Path(p) for p in listed], Path(meta) if meta else None, workers)
        return self.add_extractions(outcomes, seen)

    def add_extractions(
        self, outcomes: Iterable[Outcome], seen: Callable[[Outcome], None] | None = None
    ) -> AddResult:
        """Keeps extractions made before; problems among them are counted."""
        done: dict[str, int] = {"added": 0, "known": 0, "updated": 0}
        problems: list[Problem] = []
        for outcome in outcomes:
            if isinstance(outcome, Problem):
                problems.append(outcome)
            elif self._knows_better(outcome.document):
                done["known"] += 1
            else:
                done[self._store.add(outcome)] += 1
            if seen:
                seen(outcome)
        self._link()
        return AddResult(done["added"], done["known"], done["updated"], tuple(problems))

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
        """Suggests again which reports are one incident, where documents came in since."""
        if self._store.stale:
            items = self._store.link_items()
            refs = [ReportRef(i.document, i.report.id) for i in items]
            self._store.set_clusters([[refs[n] for n in group] for group in cluster(items)])

    def incidents(
        self,
        *,
        country: str | None = None,
        since: date | None = None,
        until: date | None = None,
        kind: AttackType | None = None,
        actor: str | None = None,
    ) -> list[Incident]:
        """The incidents that meet every condition given, by date, undated ones last.

        Args:
            country: ISO 3166-1 alpha-2.
            since, until: days; an incident counts where its dates meet them.
            kind: an attack type of the exchange format.
            actor: part of the name, or the id, of who did it, claimed it or is blamed for it.
        """
        self._link()
        return self._store.incidents(
            IncidentFilter(country=country, since=since, until=until, kind=kind, actor=actor)
        )

    def incident(self, name: str) -> Incident:
        """One incident by its id or the beginning of it.

        Raises:
            UnknownIncidentError: there is none, or more than one.
        """
        self._link()
        return self._store.incident(name)

    def reports(self, incident: Incident) -> list[tuple[Document, Report]]:
        """The reports of an incident, each with its document."""
        found = []
        for ref in incident.reports:
            extraction = self._store.extraction(ref.document)
            found += [(extraction.document, r) for r in extraction.reports if r.id == ref.report]
        return found

    def tallies(self) -> list[tuple[str, Tally]]:
        """(document id, tally) of every count of incidents that the articles give."""
        return self._store.tallies()

    def counts(self) -> BookCounts:
        """How much the book holds."""
        return self._store.counts()

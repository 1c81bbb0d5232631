"""The book on disk: documents and what they say go in, incidents come out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from sqlalchemy import Connection, Engine

from incidentbook.book import changes, entries, finding, identity, queries, rows
from incidentbook.book.catalogue import Catalogue
from incidentbook.book.entries import TODAY, View
from incidentbook.book.filters import IncidentFilter
from incidentbook.book.ledger import Ledger
from incidentbook.book.linkage import Linkage
from incidentbook.book.listing import Listing
from incidentbook.book.opening import home, open_engine, shown, told, writing
from incidentbook.book.queries import BookCounts, Place
from incidentbook.book.rows import Redating
from incidentbook.book.tellings import Tellings
from incidentbook.errors import UnknownIncidentError
from incidentbook.link import LinkItem
from incidentbook.link.dating import BookDating
from incidentbook.link.items import Likeness, Mark
from incidentbook.model import Document, Extraction, Incident, Interval, Remark, ReportRef, Tally

Outcome = Literal["added", "known", "updated"]


class Store:
    """A book of incidents, open. Use it as a context manager, or `close` it.

    Each call that writes is one transaction: after an error or a kill, all of it is there or none.
    """

    def __init__(self, engine: Engine, location: str, home: Path) -> None:
        self._engine = engine
        self._location = location
        self.home = home
        """The book's file; of one in a server, a path with the database's name in this folder."""

    @classmethod
    def open(cls, location: str | Path, *, create: bool) -> Self:
        """The book at a path or SQLAlchemy URL; `create` makes one where there is nothing.

        Raises:
            BookError: there is nothing and `create` is false, or the place cannot be read or written.
            NotABookError: something else is there; it is left as it is.
            NewerBookError: a newer program wrote it; it is left as it is.
        """
        return cls(open_engine(location, create=create), shown(location), home(location))

    def close(self) -> None:
        """Gives the file back."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def ledger(self) -> Ledger:
        """What reviewers decided."""
        return Ledger(self._reading, self._writing)

    @property
    def linkage(self) -> Linkage:
        """What is kept for linking reports."""
        return Linkage(self._reading, self._writing)

    @property
    def tellings(self) -> Tellings:
        """What is kept for telling which documents repeat one another."""
        return Tellings(self._reading, self._writing)

    @property
    def listing(self) -> Listing:
        """What the book holds, page by page."""
        return Listing(self._reading)

    def catalogue(self, link: Callable[[], None]) -> Catalogue:
        """The incidents, computed once and kept beside the book; `link` links reports again where something changed."""
        return Catalogue(self._reading, self.home, link)

    # ------------------------------------------------------------ what goes in

    def add(self, extraction: Extraction, place: Place | None = None) -> Outcome:
        """Keeps what one document says, and how far its file has been read by then.

        Returns:
            `added`; `known` where the book holds the same already, it is left as it is; `updated` where the
            same text was read differently before: its reports are replaced, and their incidents go over to
            the new ones.

        Raises:
            BookError: the book cannot be written.
        """
        with self._writing() as connection:
            if place is not None:
                changes.write_place(connection, place)
            before = queries.digest(connection, extraction.document.id)
            if before == rows.digest(extraction):
                return "known"
            if before is None:
                changes.write(connection, extraction)
                return "added"
            changes.replace(connection, extraction)
            return "updated"

    def set_place(self, place: Place) -> None:
        """Notes how far a file has been read.

        Raises:
            BookError: the book cannot be written.
        """
        with self._writing() as connection:
            changes.write_place(connection, place)

    def forget_places(self, sources: Iterable[str]) -> None:
        """Files have been read to their end: the next reading begins at their beginning.

        Raises:
            BookError: the book cannot be written.
        """
        with self._writing() as connection:
            for source in sources:
                changes.forget_place(connection, source)

    def set_clusters(
        self, clusters: Collection[Sequence[ReportRef]], stories: Iterable[Sequence[str]] | None = None
    ) -> None:
        """Makes each cluster of reports an incident; see `identity` for which ids stay.

        Args:
            clusters: the reports of each incident.
            stories: the documents that repeat one another, the newest of each story first; None: those that were told.

        Raises:
            BookError: the book cannot be written.
        """
        with self._writing() as connection:
            rank, held = queries.ranks(connection), queries.memberships(connection)
            known, redirects = queries.foundings(connection), queries.redirects(connection)
            made = identity.plan(clusters, rank, held, known, redirects)
            changes.write_plan(connection, made, held, redirects)
            if stories is not None:
                changes.write_stories(connection, stories)
            if len(made.members) == len(rank):
                changes.mark_linked(connection)

    def set_redated(self, redated: Iterable[tuple[Redating, Extraction]], own: Iterable[Extraction]) -> None:
        """Writes the documents that others date as they then read, and again as they date themselves those no longer.

        Raises:
            BookError: the book cannot be written.
        """
        with self._writing() as connection:
            for extraction in own:
                changes.replace(connection, extraction)
            for redating, reading in redated:
                changes.redate(connection, redating, reading)

    # ------------------------------------------------------------ what comes out

    @property
    def stale(self) -> bool:
        """Whether documents were added or changed since their reports were last linked."""
        with self._reading() as connection:
            return queries.is_stale(connection)

    def link_items(self, documents: Collection[str] | None = None) -> list[LinkItem]:
        """Every report of these documents, or of the book, without its statements, in the order of documents."""
        with self._reading() as connection:
            return queries.link_items(connection, documents)

    def report_ids(self, document_id: str) -> list[str]:
        """The ids of the reports that the book has of a document; none where it has no such document."""
        with self._reading() as connection:
            return [ref.report for ref in queries.values_of_reports(connection, {document_id})]

    def memberships(self) -> dict[ReportRef, str]:
        """The incident of each report that has one."""
        with self._reading() as connection:
            return queries.memberships(connection)

    def undated(self, most: int, of: Collection[str]) -> list[ReportRef]:
        """The reports that some documents are about whose days are not known to so many, or are told by others."""
        with self._reading() as connection:
            return queries.undated(connection, most, of)

    def unmarked(self, method: str, most: int) -> list[Document]:
        """So many documents at most that have a report and no mark of this method, in the order of ids.

        Raises:
            BookError: the book cannot be written; what was kept by another method is dropped.
        """
        with self._writing() as connection:
            changes.drop_comparisons(connection, method)
            return queries.unmarked(connection, most)

    def set_marks(self, method: str, marks: Iterable[Mark]) -> None:
        """Keeps the marks of texts, a thousand at most.

        Raises:
            BookError: the book cannot be written.
        """
        with self._writing() as connection:
            changes.write_marks(connection, method, marks)

    def set_pairs(self, pairs: Mapping[tuple[str, str], Likeness]) -> None:
        """Keeps comparisons of texts, by their ids.

        Raises:
            BookError: the book cannot be written.
        """
        with self._writing() as connection:
            changes.write_pairs(connection, pairs)

    def story_marks(self) -> list[Mark]:
        """The marks of all texts that have one, in the order of ids."""
        with self._reading() as connection:
            return queries.story_marks(connection)

    def story_pairs(self) -> dict[tuple[str, str], Likeness]:
        """The comparisons of texts that were made, by their ids, the smaller one first."""
        with self._reading() as connection:
            return dict(queries.story_pairs(connection))

    def documents(self, names: Collection[str]) -> list[Document]:
        """The documents of these ids that the book holds; a thousand at most are asked for at once."""
        with self._reading() as connection:
            return queries.documents_of(connection, names)

    def stories(self, documents: Collection[str]) -> list[list[str]]:
        """Those of these documents that repeat another of them: each story, its newest document first."""
        with self._reading() as connection:
            grouped = queries.stories(connection)
        found: dict[str, list[str]] = {}
        for name in sorted(set(documents) & grouped.keys(), key=lambda n: grouped[n]):
            found.setdefault(grouped[name][0], []).append(name)
        return [story for story in found.values() if len(story) > 1]

    def redated(self, of: Collection[str] | None = None) -> dict[str, Redating]:
        """The documents, of these or of all, that others of the book date, by id: what each says by itself, and what was told
        of its day.
        """
        with self._reading() as connection:
            return queries.redated(connection, of)

    def datings(self, documents: Collection[str]) -> dict[str, BookDating]:
        """What other documents tell of the days of these, by id; nothing of those that nobody else dates."""
        with self._reading() as connection:
            return queries.datings(connection, documents)

    def places(self) -> list[Place]:
        """How far files have been read by readings that have not ended."""
        with self._reading() as connection:
            return queries.places(connection)

    def incidents(self, asked: IncidentFilter | None = None, view: View = TODAY) -> list[Incident]:
        """The incidents that meet the filter, in the order of their dates, undated ones last."""
        wanted = asked or IncidentFilter()
        with self._reading() as connection:
            found = entries.incidents(connection, view)
        return sorted((i for i in found if wanted.admits(i)), key=_calendar)

    def incident(self, name: str, view: View = TODAY) -> Incident:
        """The incident with that id, with the only id that begins so, or the one it was merged into.

        Raises:
            UnknownIncidentError: there is none, or several ids begin so; the message names near ones.
        """
        with self._reading() as connection:
            known = [f.id for f in queries.foundings(connection)]
            key = identity.full_id(name, known)
            found = entries.incident(connection, key, view)
        if not found and view.as_of:
            raise UnknownIncidentError(
                f"{key} was not known on {view.as_of}; leave --as-of out, or give a later day"
            )
        if not found:
            raise UnknownIncidentError(f"{key} holds no report any more: its documents now say otherwise")
        return found[0]

    def reports_named(self, name: str) -> list[ReportRef]:
        """The reports that a name of `finding.reports_named` may mean."""
        with self._reading() as connection:
            return finding.reports_named(connection, name)

    def keeper(self, incident: str) -> ReportRef | None:
        """The report that an incident's id stays with; None where there is none."""
        with self._reading() as connection:
            return finding.keeper(connection, incident)

    def extraction(self, document_id: str) -> Extraction:
        """What the book holds of one document.

        Raises:
            BookError: the book has no such document.
        """
        with self._reading() as connection:
            return queries.extraction(connection, document_id)

    def document(self, document_id: str) -> Document:
        """One document.

        Raises:
            BookError: the book has no such document.
        """
        with self._reading() as connection:
            return queries.document(connection, document_id)

    def document_ids(self) -> list[str]:
        """The ids of all documents, in order."""
        with self._reading() as connection:
            return queries.document_ids(connection)

    def digests(self) -> list[tuple[str, str]]:
        """The id of every document with the digest of what it says, in order."""
        with self._reading() as connection:
            return queries.digests(connection)

    def tallies(self) -> list[tuple[str, Tally]]:
        """(document id, tally) of every count of incidents that a text gives."""
        with self._reading() as connection:
            return queries.tallies(connection, None)

    def remarks(self) -> list[tuple[str, Remark]]:
        """(document id, remark) of all that the texts say of attacks and can be held against a record."""
        with self._reading() as connection:
            return queries.remarks(connection, None)

    def published(self) -> dict[str, Interval | None]:
        """When each document was published, by id."""
        with self._reading() as connection:
            return queries.published(connection)

    def counts(self) -> BookCounts:
        """How much the book holds."""
        with self._reading() as connection:
            return queries.counts(connection)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with told(f"{self._location} cannot be read"), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with told(f"{self._location} cannot be written"), writing(self._engine) as connection:
            yield connection


def _calendar(incident: Incident) -> tuple[date, date, str]:
    when = incident.values.date
    first = (when.earliest or when.latest) if when else None
    last = (when.latest or when.earliest) if when else None
    return (first or date.max, last or date.max, incident.id)

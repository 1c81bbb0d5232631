"""What is read from a book. Every function takes the connection of its caller."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, func, select

from incidentbook.book import rows, schema
from incidentbook.book.identity import Founding
from incidentbook.book.rows import Redating
from incidentbook.errors import BookError
from incidentbook.link import LinkItem
from incidentbook.link.dating import BookDating
from incidentbook.link.items import Likeness, Mark
from incidentbook.model import Document, Extraction, Interval, Remark, Report, ReportRef, Tally


@dataclass(frozen=True, slots=True)
class BookCounts:
    """How much a book holds."""

    documents: int
    reports: int
    tallies: int
    incidents: int


@dataclass(frozen=True, slots=True)
class Place:
    """How far a file has been read: its whole path, how it is read, what tells that it is the same, and where."""

    source: str
    reading: str
    fingerprint: str
    position: str


def digest(connection: Connection, document_id: str) -> str | None:
    """The digest of what the document said when it was added; None for one that the book does not hold."""
    query = select(schema.documents.c.digest).where(schema.documents.c.id == document_id)
    return connection.execute(query).scalar()


def is_stale(connection: Connection) -> bool:
    """Whether documents were added or changed since their reports were last linked."""
    row = connection.execute(select(schema.book.c.revision, schema.book.c.linked_revision)).one()
    return bool(row.revision != row.linked_revision)


def document(connection: Connection, document_id: str) -> Document:
    """One document, or a `BookError` where the book has none of that id."""
    return rows.to_document(_document_row(connection, document_id))


def _document_row(connection: Connection, document_id: str) -> Row[Any]:
    found = connection.execute(select(schema.documents).where(schema.documents.c.id == document_id)).first()
    if found is None:
        raise BookError(f"this book has no document {document_id}")
    return found


def document_ids(connection: Connection) -> list[str]:
    """The ids of all documents, in order."""
    return list(connection.execute(select(schema.documents.c.id).order_by(schema.documents.c.id)).scalars())


def digests(connection: Connection) -> list[tuple[str, str]]:
    """The id of every document with the digest of what it says, in order."""
    table = schema.documents.c
    return [tuple(row) for row in connection.execute(select(table.id, table.digest).order_by(table.id))]


def extraction(connection: Connection, document_id: str) -> Extraction:
    """One document and all it says, or a `BookError` where the book has none of that id."""
    article = _document_row(connection, document_id)
    found = _reports(connection, document_id)
    said = tuple(tally for _, tally in tallies(connection, document_id))
    beside = tuple(remark for _, remark in remarks(connection, document_id))
    return Extraction(
        rows.to_document(article), tuple(found.values()), said, rows.to_read_by(article), beside
    )


def tallies(connection: Connection, document_id: str | None) -> list[tuple[str, Tally]]:
    """(document id, tally), of one document or of all."""
    table = schema.tallies
    query = _of(select(table), table.c.document, document_id).order_by(table.c.document, table.c.position)
    return [(row.document, rows.to_tally(row)) for row in connection.execute(query)]


def remarks(connection: Connection, document_id: str | None) -> list[tuple[str, Remark]]:
    """(document id, remark), of one document or of all."""
    table = schema.remarks
    query = _of(select(table), table.c.document, document_id).order_by(table.c.document, table.c.position)
    return [(row.document, rows.to_remark(row)) for row in connection.execute(query)]


def link_items(connection: Connection, documents: Collection[str] | None = None) -> list[LinkItem]:
    """Every report of these documents, or of the book, with what linking needs, in order; statements are left out."""
    if documents is None:
        return _link_items(connection, None)
    return [item for part in _parts(documents) for item in _link_items(connection, set(part))]


_AT_ONCE, _MOST = 500, 5000


def _parts(names: Collection[str]) -> Iterator[list[str]]:
    """Names in order, so many at once as a query takes."""
    ordered = sorted(names)
    yield from (ordered[n : n + _AT_ONCE] for n in range(0, len(ordered), _AT_ONCE))


def _link_items(connection: Connection, documents: set[str] | None) -> list[LinkItem]:
    query, kept = facts(), select(schema.link_reports)
    if documents is not None:
        query = query.where(schema.documents.c.id.in_(documents))
        kept = kept.where(schema.link_reports.c.document.in_(documents))
    published = {row.id: published_of(row) for row in connection.execute(query)}
    told = {(row.document, row.report): frozenset(row.telling) for row in connection.execute(kept)}
    return [
        LinkItem(
            ref.document, report, published[ref.document], told.get((ref.document, ref.report), frozenset())
        )
        for ref, report in values_of_reports(connection, documents).items()
    ]


def undated(connection: Connection, most: int, of: Collection[str]) -> list[ReportRef]:
    """The reports that some documents are about whose days are not known to so many, or are told by others."""
    reports, documents, told = schema.reports, schema.documents, schema.redated
    days = documents.c.published_earliest, documents.c.published_latest
    query = (
        select(reports.c.document, reports.c.id, told.c.document, *days)
        .join(documents, documents.c.id == reports.c.document)
        .outerjoin(told, told.c.document == reports.c.document)
        .where(reports.c.main)
        .where(told.c.document.is_not(None) | days[0].is_(None) | days[1].is_(None) | (days[0] != days[1]))
    )
    return [
        ReportRef(document, report)
        for part in _parts(of)
        for document, report, redated_one, first, last in connection.execute(
            query.where(reports.c.document.in_(part))
        )
        if redated_one or first is None or last is None or (last - first).days >= most
    ]


def unmarked(connection: Connection, most: int) -> list[Document]:
    """Changed documents that have a report and no mark, in the order of ids."""
    documents, marks, changed = schema.documents, schema.story_marks, schema.story_changed
    has = select(schema.reports.c.id).where(schema.reports.c.document == documents.c.id).exists()
    query = (
        select(documents)
        .join(changed, changed.c.document == documents.c.id)
        .outerjoin(marks, marks.c.document == documents.c.id)
        .where(marks.c.document.is_(None), has)
    )
    return [rows.to_document(row) for row in connection.execute(query.order_by(documents.c.id).limit(most))]


def documents_of(connection: Connection, names: Collection[str]) -> list[Document]:
    """The documents of these ids."""
    table = schema.documents
    query = select(table).where(table.c.id.in_(names))
    return [rows.to_document(row) for row in connection.execute(query)]


def story_marks(connection: Connection, names: Collection[str] | None = None) -> list[Mark]:
    """The marks of texts, so many as a query takes or all, that have one, in the order of ids."""
    marks, columns = schema.story_marks, schema.documents.c
    query = select(marks, columns.published_earliest, columns.published_latest).join(schema.documents)
    query = query if names is None else query.where(marks.c.document.in_(names))
    found = [
        Mark(row.document, row.words, row.size, row.bands, row.published_latest or row.published_earliest)
        for row in connection.execute(query)
    ]
    return sorted(found, key=lambda mark: mark.id)


def story_pairs(
    connection: Connection, condition: ColumnElement[bool] | None = None
) -> Iterator[tuple[tuple[str, str], Likeness]]:
    """The comparisons of texts, or those that meet a condition, by their ids, the smaller one first."""
    query = select(schema.story_pairs)
    for row in connection.execute(query if condition is None else query.where(condition)):
        yield (row.first, row.second), Likeness(row.one, row.holder, row.strangers)


def story_neighbours(connection: Connection, document: str) -> list[str]:
    """The documents that are one story with a document, or hold it, or are held by it."""
    table, stories = schema.story_pairs, schema.stories.c
    mine = select(stories.story).where(stories.document == document).scalar_subquery()
    found = set(connection.execute(select(stories.document).where(stories.story == mine)).scalars())
    for here, other in ((table.c.first, table.c.second), (table.c.second, table.c.first)):
        query = select(other).where(here == document, table.c.one | (table.c.holder != 0))
        found.update(connection.execute(query).scalars())
    return sorted(found - {document})


def stories(connection: Connection) -> dict[str, tuple[str, int]]:
    """(story, version) of each document that repeats another; version 0 is the newest."""
    return {row.document: (row.story, row.version) for row in connection.execute(select(schema.stories))}


def redated(connection: Connection, of: Collection[str] | None = None) -> dict[str, Redating]:
    """The documents, of these or of all, that others of the book date, by id."""
    table = schema.redated
    query = select(table).order_by(table.c.document)
    asked = [query] if of is None else [query.where(table.c.document.in_(part)) for part in _parts(of)]
    return {row.document: rows.to_redating(row) for one in asked for row in connection.execute(one)}


def datings(connection: Connection, documents: Collection[str]) -> dict[str, BookDating]:
    """What others tell of the days of these documents, by id; nothing of those that nobody dates."""
    table = schema.redated
    query = select(table).where(table.c.document.in_(sorted(documents))).order_by(table.c.document)
    return {row.document: rows.to_dating(row) for row in connection.execute(query)}


def places(connection: Connection) -> list[Place]:
    """How far files have been read."""
    table = schema.cursors
    query = select(table).order_by(table.c.source)
    return [Place(r.source, r.reading, r.fingerprint, r.position) for r in connection.execute(query)]


def ranks(connection: Connection) -> dict[ReportRef, tuple[str, str, str]]:
    """The order in which reports may found an incident: those published first, then by id."""
    documents, reports = schema.documents, schema.reports
    query = select(reports.c.document, reports.c.id, documents.c.published_earliest).join(documents)
    return {
        ReportRef(row.document, row.id): (str(row.published_earliest or date.max), row.document, row.id)
        for row in connection.execute(query)
    }


def memberships(connection: Connection, document_id: str | None = None) -> dict[ReportRef, str]:
    """The incident of each report that has one, of one document or of all."""
    table = schema.incident_reports
    query = _of(select(table), table.c.document, document_id)
    return {ReportRef(row.document, row.report): row.incident for row in connection.execute(query)}


def others(taken: Collection[ReportRef], held: Mapping[ReportRef, str]) -> list[list[ReportRef]]:
    """The reports that are not taken, as they are together."""
    found: dict[str, list[ReportRef]] = {}
    for ref, name in held.items():
        if ref not in taken:
            found.setdefault(name, []).append(ref)
    return list(found.values())


def foundings(connection: Connection, condition: ColumnElement[bool] | None = None) -> list[Founding]:
    """Every incident that was ever founded, or those that meet a condition, in that order."""
    query = select(schema.incidents).order_by(schema.incidents.c.seq)
    query = query if condition is None else query.where(condition)
    return [
        Founding(row.id, row.seq, ReportRef(row.founder_document, row.founder_report), _keeper(row))
        for row in connection.execute(query)
    ]


def _keeper(row: Row[Any]) -> ReportRef | None:
    return None if row.keeper_report is None else ReportRef(row.keeper_document, row.keeper_report)


def redirects(connection: Connection) -> dict[str, str]:
    """Where merged incidents went."""
    return {row.old: row.new for row in connection.execute(select(schema.redirects))}


def counts(connection: Connection) -> BookCounts:
    """How much the book holds."""
    documents, reports, said = (
        connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in (schema.documents, schema.reports, schema.tallies)
    )
    living = select(func.count(schema.incident_reports.c.incident.distinct()))
    return BookCounts(documents, reports, said, connection.execute(living).scalar_one())


def of(
    connection: Connection, query: Select[Any], column: ColumnElement[Any], numbers: Collection[int]
) -> Iterator[Row[Any]]:
    """The rows of a query with one of some numbers in a column, some at once."""
    ordered = sorted(numbers)
    asked = query.where(column.in_(bindparam("some", expanding=True, literal_execute=True)))
    for start in range(0, len(ordered), _MOST):
        yield from connection.execute(asked, {"some": ordered[start : start + _MOST]})


def _of(query: Select[Any], column: Any, wanted: str | None) -> Select[Any]:
    return query if wanted is None else query.where(column == wanted)


def facts() -> Select[Any]:
    """What is asked of documents where their texts are not needed."""
    columns = schema.documents.c
    return select(
        columns.id,
        columns.publisher,
        columns.syndicated_from,
        columns.published_earliest,
        columns.published_latest,
        columns.added,
    )


def published(connection: Connection) -> dict[str, Interval | None]:
    """When each document was published, by id."""
    return {row.id: published_of(row) for row in connection.execute(facts())}


def published_of(row: Row[Any]) -> Interval | None:
    """The days of publication of a row of `facts`."""
    ends = row.published_earliest, row.published_latest
    return None if ends == (None, None) else Interval(*ends)


def _reports(connection: Connection, document_id: str | None) -> dict[ReportRef, Report]:
    """Reports with their statements, in the order of documents and of the reports in them."""
    table, said = schema.reports, schema.statements
    query = _of(select(table), table.c.document, document_id).order_by(table.c.document, table.c.position)
    wanted = _of(select(said), said.c.document, document_id)
    statements = rows.by_report(
        connection.execute(wanted.order_by(said.c.document, said.c.report, said.c.position))
    )
    return {
        ReportRef(row.document, row.id): rows.to_report(row, statements.get((row.document, row.id), ()))
        for row in connection.execute(query)
    }


def values_of_reports(connection: Connection, documents: set[str] | None) -> dict[ReportRef, Report]:
    """Reports without their statements, in order: linking and consolidation read the values alone."""
    table = schema.reports
    query = select(table) if documents is None else select(table).where(table.c.document.in_(documents))
    query = query.order_by(table.c.document, table.c.position)
    return {ReportRef(row.document, row.id): rows.to_report(row, ()) for row in connection.execute(query)}

"""What a book holds, page by page: documents, reports, statements and tallies, in an order that does not change.

A page goes on behind a key, not at a number: what is added meanwhile moves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, func, select, tuple_

from incidentbook.book import queries, rows, schema
from incidentbook.model import Interval, Report, ReportRef, Statement, Tally

Connect = Callable[[], AbstractContextManager[Connection]]
Key = tuple[Any, ...]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """A page: its items, and the key to go on behind; None on the last page."""

    items: tuple[T, ...]
    next: Key | None


@dataclass(frozen=True, slots=True)
class Heading:
    """A document without its text."""

    id: str
    source: str
    title: str | None
    publisher: str | None
    author: str | None
    language: str | None
    syndicated_from: str | None
    url: str | None
    section: str | None
    published: Interval | None
    added: date | None


@dataclass(frozen=True, slots=True)
class Told:
    """A report with its document and the incident that it is of; None where it is not linked yet."""

    document: str
    incident: str | None
    report: Report


@dataclass(frozen=True, slots=True)
class Quoted:
    """A statement with its report and the words that say it."""

    document: str
    report: str
    words: str
    statement: Statement


@dataclass(frozen=True, slots=True)
class Counted:
    """A tally with its document and the words that say it."""

    document: str
    words: str
    tally: Tally


class Listing:
    """The pages of a book."""

    def __init__(self, reading: Connect) -> None:
        self._reading = reading

    def revision(self) -> int:
        """A number that grows with all that is added, changed or decided."""
        with self._reading() as connection:
            return int(connection.execute(select(schema.book.c.revision)).scalar_one())

    def has(self, document: str) -> bool:
        """Whether there is a document of that id."""
        query = select(schema.documents.c.id).where(schema.documents.c.id == document)
        with self._reading() as connection:
            return connection.execute(query).first() is not None

    def documents(self, publisher: str | None, after: Key, limit: int) -> Part[Heading]:
        """Documents in the order of ids; `publisher`: its whole name."""
        c = schema.documents.c
        query = _where(_headings(), [(c.publisher, publisher)])
        found = self._page(query, (c.id,), after, limit)
        return _part([_heading(r) for r in found], limit, lambda item: (item.id,))

    def newest(self, words: Iterable[str], after: Key, limit: int) -> Part[Heading]:
        """Documents by the day of publication, the latest first, undated ones last.

        Args:
            words: all of them are in the title, the publisher's name or the source.
        """
        c = schema.documents.c
        day = func.coalesce(c.published_latest, date.min)
        said = func.lower(func.coalesce(c.title, "") + " " + func.coalesce(c.publisher, "") + " " + c.source)
        query = _headings().add_columns(day.label("day"))
        for word in words:
            query = query.where(said.contains(word.lower(), autoescape=True))
        if after:
            query = query.where((day < after[0]) | ((day == after[0]) & (c.id > after[1])))
        with self._reading() as connection:
            found = connection.execute(query.order_by(day.desc(), c.id).limit(limit + 1)).all()
        return _part([_heading(r) for r in found], limit, _day_and_id)

    def told_of(self, documents: Collection[str]) -> dict[str, int]:
        """Of how many incidents each of these documents tells; nothing of those that tell of none."""
        c = schema.incident_reports.c
        query = select(c.document, func.count(c.incident.distinct()).label("count")).where(
            c.document.in_(sorted(documents))
        )
        with self._reading() as connection:
            return {row.document: row[1] for row in connection.execute(query.group_by(c.document))}

    def reports(self, document: str | None, incident: str | None, after: Key, limit: int) -> Part[Told]:
        """Reports without their statements, in the order of documents."""
        c, held = schema.reports.c, schema.incident_reports.c
        same = (held.document == c.document) & (held.report == c.id)
        query = select(schema.reports, held.incident).outerjoin(schema.incident_reports, same)
        query = _where(query, [(c.document, document), (held.incident, incident)])
        found = self._page(query, (c.document, c.position), after, limit)
        pairs = [(Told(r.document, r.incident, rows.to_report(r, ())), r.position) for r in found]
        part = _part(pairs, limit, lambda pair: (pair[0].document, pair[1]))
        return Part(tuple(told for told, _ in part.items), part.next)

    def report(self, ref: ReportRef) -> Told | None:
        """One report with its statements; None where there is none."""
        with self._reading() as connection:
            held = queries.memberships(connection, ref.document)
            there = select(schema.documents.c.id).where(schema.documents.c.id == ref.document)
            if connection.execute(there).first() is None:
                return None
            extraction = queries.extraction(connection, ref.document)
        found = (r for r in extraction.reports if r.id == ref.report)
        return next((Told(ref.document, held.get(ref), report) for report in found), None)

    def statements(self, where: Mapping[str, str | None], after: Key, limit: int) -> Part[Quoted]:
        """Statements in the order of documents and reports.

        Args:
            where: values of `document`, `report`, `property`, `stance` and `incident`; None is any.
        """
        c, held = schema.statements.c, schema.incident_reports.c
        query = select(schema.statements, schema.documents.c.text)
        query = query.join(schema.documents, schema.documents.c.id == c.document)
        if where.get("incident") is not None:
            same = (held.document == c.document) & (held.report == c.report)
            query = query.join(schema.incident_reports, same)
        columns = {**dict(c.items()), "incident": held.incident}
        query = _where(query, [(columns[name], wanted) for name, wanted in where.items()])
        found = self._page(query, (c.document, c.report, c.position), after, limit)
        pairs = [(_quoted(row), row.position) for row in found]
        part = _part(pairs, limit, lambda pair: (pair[0].document, pair[0].report, pair[1]))
        return Part(tuple(quoted for quoted, _ in part.items), part.next)

    def tallies(self, document: str | None, after: Key, limit: int) -> Part[Counted]:
        """Counts of incidents that texts give, in the order of documents."""
        c = schema.tallies.c
        query = select(schema.tallies, schema.documents.c.text)
        query = query.join(schema.documents, schema.documents.c.id == c.document)
        query = _where(query, [(c.document, document)])
        found = self._page(query, (c.document, c.position), after, limit)
        pairs = [(_counted(row), row.position) for row in found]
        part = _part(pairs, limit, lambda pair: (pair[0].document, pair[1]))
        return Part(tuple(counted for counted, _ in part.items), part.next)

    def _page(
        self, query: Select[Any], order: Sequence[ColumnElement[Any]], after: Key, limit: int
    ) -> Sequence[Any]:
        if after:
            query = query.where(tuple_(*order) > tuple_(*after))
        with self._reading() as connection:
            return connection.execute(query.order_by(*order).limit(limit + 1)).all()


_NAMES = tuple(name for name in Heading.__dataclass_fields__ if name != "published")


def _headings() -> Select[Any]:
    c = schema.documents.c
    return select(*(c[name] for name in _NAMES), c.published_earliest, c.published_latest)


def _heading(row: Any) -> Heading:
    return Heading(**{name: getattr(row, name) for name in _NAMES}, published=queries.published_of(row))


def _day_and_id(heading: Heading) -> Key:
    latest = heading.published.latest if heading.published else None
    return latest or date.min, heading.id


def _where(query: Select[Any], given: Iterable[tuple[ColumnElement[Any], str | None]]) -> Select[Any]:
    for column, wanted in given:
        if wanted is not None:
            query = query.where(column == wanted)
    return query


def _part(items: Sequence[T], limit: int, key: Callable[[T], Key]) -> Part[T]:
    kept = tuple(items[:limit])
    return Part(kept, key(kept[-1]) if len(items) > limit else None)


def _quoted(row: Any) -> Quoted:
    said = rows.to_statement(row)
    return Quoted(row.document, row.report, said.span.of(row.text), said)


def _counted(row: Any) -> Counted:
    tally = rows.to_tally(row)
    return Counted(row.document, tally.span.of(row.text), tally)

"""The ledger of decisions in a book: rows are added, and never changed or deleted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date

from sqlalchemy import Connection, insert, select, update

from incidentbook.book import decisions, queries, schema
from incidentbook.book.carry import characters
from incidentbook.book.decisions import Decision
from incidentbook.book.replay import Layout, Replay, bonds, replay
from incidentbook.link.items import Bonds
from incidentbook.model import ReportRef, Span

Connect = Callable[[], AbstractContextManager[Connection]]
AT_ONCE = 500
"""How many values a condition of a query names at most; SQLite has a limit."""


class Ledger:
    """The decisions that a book holds."""

    def __init__(self, reading: Connect, writing: Connect) -> None:
        self._reading = reading
        self._writing = writing

    def add(self, made: Iterable[Decision]) -> list[Decision]:
        """Keeps decisions, all or none; the reports are to be linked again.

        Returns:
            Those that the book did not have.

        Raises:
            BookError: the book cannot be written.
        """
        with self._writing() as connection:
            return append(connection, made)

    def decisions(self) -> list[Decision]:
        """All decisions that were ever made, the earliest first."""
        with self._reading() as connection:
            return all_decisions(connection)

    def bonds(self) -> Bonds:
        """What linking is told: the decisions on pairs of reports that are in force."""
        with self._reading() as connection:
            made = all_decisions(connection)
            return bonds(made, layout(connection, made)) if made else Bonds()

    def replay(self) -> Replay:
        """How every decision stands, and what it comes to."""
        with self._reading() as connection:
            return replayed(connection, all_decisions(connection), queries.memberships(connection))


def append(connection: Connection, made: Iterable[Decision]) -> list[Decision]:
    """Writes the decisions that are not there; gives those."""
    known = set(connection.execute(select(schema.decisions.c.id)).scalars())
    new = {d.id: d for d in made if d.id not in known}
    if new:
        rows = [{"id": d.id, "at": _instant(d), "decision": decisions.dump(d)} for d in new.values()]
        connection.execute(insert(schema.decisions), rows)
        connection.execute(update(schema.book).values(revision=schema.book.c.revision + 1))
    return list(new.values())


def all_decisions(connection: Connection, until: date | None = None) -> list[Decision]:
    """The decisions made by the end of a day (UTC), by default all; the earliest first."""
    table = schema.decisions
    found = connection.execute(select(table.c.decision).order_by(table.c.at, table.c.id)).scalars()
    made = [decisions.load(line) for line in found]
    return [d for d in made if until is None or d.at.date() <= until]


def replayed(connection: Connection, made: Sequence[Decision], held: dict[ReportRef, str]) -> Replay:
    """What decisions come to in this book, where the reports are in these incidents."""
    return replay(made, layout(connection, made), held)


def layout(connection: Connection, made: Iterable[Decision]) -> Layout:
    """Of the documents that decisions name and the book has, where the statements of their reports stand."""
    names = {anchor.document for decision in made for anchor in decision.anchors}
    found: dict[str, dict[str, frozenset[int]]] = {}
    for part in parts(names):
        there = select(schema.documents.c.id).where(schema.documents.c.id.in_(part))
        found |= {name: {} for name in connection.execute(there).scalars()}
        spans = _spans(connection, part)
        reports = select(schema.reports.c.document, schema.reports.c.id)
        for row in connection.execute(reports.where(schema.reports.c.document.in_(part))):
            found[row.document][row.id] = characters(spans[ReportRef(row.document, row.id)])
    return found


def parts(names: Collection[str]) -> Iterator[list[str]]:
    """Names in order, so many at once as a query takes."""
    ordered = sorted(names)
    yield from (ordered[n : n + AT_ONCE] for n in range(0, len(ordered), AT_ONCE))


def _spans(connection: Connection, documents: Sequence[str]) -> dict[ReportRef, list[Span]]:
    said = schema.statements.c
    query = select(said.document, said.report, said.span_start, said.span_end)
    found: dict[ReportRef, list[Span]] = defaultdict(list)
    for row in connection.execute(query.where(said.document.in_(documents))):
        found[ReportRef(row.document, row.report)].append(Span(row.span_start, row.span_end))
    return found


def _instant(decision: Decision) -> str:
    """The time in a form whose order is that of time."""
    return decision.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")

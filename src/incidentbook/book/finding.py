"""Reports by the names that people give them."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, select

from incidentbook.book import schema
from incidentbook.model import ReportRef


def reports_named(connection: Connection, name: str) -> list[ReportRef]:
    """The report whose id is `name`, or `document/report` as the CSV has it; else those of documents whose id begins, or
    whose source ends, as the part of `name` before its last `-`, and whose id ends as the rest.
    """
    reports, words = schema.reports.c, name.strip()
    document, slash, report = words.rpartition("/")
    exact = _found(connection, reports.id == words)
    if not exact and slash:
        exact = _found(connection, (reports.document == document) & (reports.id == report))
    head, dash, number = words.rpartition("-")
    if exact or not (head and dash and number):
        return exact
    documents = schema.documents.c
    named = documents.id.startswith(head, autoescape=True) | documents.source.endswith(
        f"/{head}", autoescape=True
    )
    named = named | (documents.source == head)
    return _found(connection, named & reports.id.endswith(f"-{number}", autoescape=True))


def keeper(connection: Connection, incident: str) -> ReportRef | None:
    """The report that an incident's id stays with."""
    table = schema.incidents.c
    row = connection.execute(
        select(table.keeper_document, table.keeper_report).where(table.id == incident)
    ).first()
    return None if row is None or row.keeper_report is None else ReportRef(*row)


def _found(connection: Connection, condition: ColumnElement[bool]) -> list[ReportRef]:
    reports = schema.reports.c
    query = select(reports.document, reports.id).join(schema.documents).where(condition)
    return [
        ReportRef(row.document, row.id)
        for row in connection.execute(query.order_by(reports.document, reports.position))
    ]

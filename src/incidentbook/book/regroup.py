"""Writing some incidents anew: read is what these touch, and the others stay as they are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Connection, func, or_, select

from incidentbook.book import changes, identity, queries, schema
from incidentbook.book.identity import Founding, Rank
from incidentbook.book.ledger import parts
from incidentbook.model import ReportRef


def write_groups(connection: Connection, groups: Collection[Sequence[ReportRef]]) -> None:
    """Makes each group an incident, with the ids that they would have if all were written: see `identity.plan`."""
    asked = {ref for group in groups for ref in group}
    names = set(_memberships(connection, asked).values())
    held = _members(connection, names)
    found = [*groups, *queries.others(asked, held)]
    rank = _ranks(connection, asked | held.keys())
    known, elsewhere = _foundings(connection, found, rank, held)
    redirects = _redirects(connection, {f.id for f in known} - elsewhere)
    made = identity.plan(found, rank, held, known, redirects, elsewhere, _founded(connection))
    changes.write_plan(connection, made, held, redirects)


def _memberships(connection: Connection, refs: Collection[ReportRef]) -> dict[ReportRef, str]:
    table, found = schema.incident_reports, dict[ReportRef, str]()
    for part in parts({ref.document for ref in refs}):
        for row in connection.execute(select(table).where(table.c.document.in_(part))):
            found[ReportRef(row.document, row.report)] = row.incident
    return {ref: name for ref, name in found.items() if ref in refs}


def _members(connection: Connection, names: Collection[str]) -> dict[ReportRef, str]:
    """The incident of each report of some incidents."""
    table, found = schema.incident_reports, dict[ReportRef, str]()
    for part in parts(names):
        for row in connection.execute(select(table).where(table.c.incident.in_(part))):
            found[ReportRef(row.document, row.report)] = row.incident
    return found


def _ranks(connection: Connection, refs: Collection[ReportRef]) -> Rank:
    documents, reports = schema.documents.c, schema.reports.c
    query = select(reports.document, reports.id, documents.published_earliest).join(schema.documents)
    found = {}
    for part in parts({ref.document for ref in refs}):
        for row in connection.execute(query.where(reports.document.in_(part))):
            ref = ReportRef(row.document, row.id)
            if ref in refs:
                found[ref] = (str(row.published_earliest or date.max), row.document, row.id)
    return found


def _foundings(
    connection: Connection, groups: Iterable[Sequence[ReportRef]], rank: Rank, held: dict[ReportRef, str]
) -> tuple[list[Founding], set[str]]:
    """The incidents that may have a say, and which of them live on in other reports.

    Those that held these reports, those that stay with one of them, and those whose ids a new one might be given.
    """
    there = [[ref for ref in group if ref in rank] for group in groups]
    founders = [min(group, key=rank.__getitem__) for group in there if group]
    wanted = {*held.values(), *(name for ref in founders for name in identity.possible_ids(ref))}
    known = {f.id: f for part in parts(wanted) for f in _some(connection, schema.incidents.c.id.in_(part))}
    for part in parts({ref.document for ref in rank}):
        kept = _some(connection, schema.incidents.c.keeper_document.in_(part))
        known |= {f.id: f for f in kept if f.keeper in rank}
    table, living = schema.incident_reports.c, set[str]()
    for part in parts(known.keys() - set(held.values())):
        living.update(
            connection.execute(select(table.incident).where(table.incident.in_(part)).distinct()).scalars()
        )
    return sorted(known.values(), key=lambda f: f.seq), living


def _some(connection: Connection, condition: ColumnElement[bool]) -> list[Founding]:
    return queries.foundings(connection, condition)


def _redirects(connection: Connection, names: Collection[str]) -> dict[str, str]:
    """The redirects from and to these."""
    table, found = schema.redirects, dict[str, str]()
    for part in parts(names):
        here = or_(table.c.old.in_(part), table.c.new.in_(part))
        found |= {row.old: row.new for row in connection.execute(select(table).where(here))}
    return found


def _founded(connection: Connection) -> int:
    return connection.execute(select(func.max(schema.incidents.c.seq))).scalar() or 0

"""What is written to a book. Every function works inside the transaction of its caller."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime

from sqlalchemy import Connection, Table, bindparam, delete, func, insert, select, update

from incidentbook.book import queries, rows, schema
from incidentbook.book.carry import carried
from incidentbook.book.identity import Plan
from incidentbook.book.queries import Place
from incidentbook.book.rows import Redating
from incidentbook.link.items import Likeness, Mark
from incidentbook.model import Extraction, ReportRef


def write(connection: Connection, extraction: Extraction, added: date | None = None) -> None:
    """Writes a document that the book does not hold, and all that it says; `added`: when it came, by default today."""
    row = rows.document_row(extraction) | {"added": added or datetime.now(UTC).date()}
    connection.execute(insert(schema.documents), [row])
    _write_all(connection, schema.reports, rows.report_rows(extraction))
    _write_all(connection, schema.statements, rows.statement_rows(extraction))
    _write_all(connection, schema.tallies, rows.tally_rows(extraction))
    _write_all(connection, schema.remarks, rows.remark_rows(extraction))
    for table in (schema.link_changed, schema.story_changed):
        connection.execute(delete(table).where(table.c.document == row["id"]))
        connection.execute(insert(table), [{"document": row["id"]}])
    connection.execute(update(schema.book).values(revision=schema.book.c.revision + 1))


def replace(connection: Connection, extraction: Extraction) -> None:
    """Writes a document anew; its new reports stay in the incidents of the old ones that they stand for, and keep the ids
    that those kept.
    """
    key = extraction.document.id
    old = queries.extraction(connection, key).reports
    held = {r.report: i for r, i in queries.memberships(connection, key).items()}
    added = connection.execute(select(schema.documents.c.added).where(schema.documents.c.id == key)).scalar()
    _note_gone(connection, key)
    connection.execute(delete(schema.documents).where(schema.documents.c.id == key))
    write(connection, extraction, added)
    stand_for = carried(old, extraction.reports)
    members = [{"document": key, "report": n, "incident": held[o]} for n, o in stand_for.items() if o in held]
    _write_all(connection, schema.incident_reports, members)
    _carry_keepers(connection, key, {was: now for now, was in stand_for.items()})


def _carry_keepers(connection: Connection, document: str, now: Mapping[str, str]) -> None:
    """The incidents that stay with a report of this document stay with the one that stands for it, or with none."""
    table = schema.incidents
    query = select(table.c.id, table.c.keeper_report).where(table.c.keeper_document == document)
    for row in connection.execute(query).all():
        name = now.get(row.keeper_report)
        kept = {"keeper_document": document if name else None, "keeper_report": name}
        connection.execute(update(table).where(table.c.id == row.id).values(kept))


def _note_gone(connection: Connection, document: str) -> None:
    """Notes what was kept of the reports of a document and of its text, so that what they were near to is looked at again."""
    table = schema.link_reports
    query = select(table.c.number, table.c.screen, table.c.offers, table.c.seeks)
    found = connection.execute(query.where(table.c.document == document)).all()
    _write_all(connection, schema.link_gone, [dict(row._mapping) for row in found])
    marks = schema.story_marks
    query = select(marks.c.document, marks.c.words, marks.c.bands).where(marks.c.document == document)
    for mark in connection.execute(query).all():
        row = dict(mark._mapping) | {"near": queries.story_neighbours(connection, document)}
        connection.execute(insert(schema.story_gone), [row])


def redate(connection: Connection, redating: Redating, reading: Extraction) -> None:
    """Writes a document as it reads with the day that others give it; its digest stays that of its own reading.

    Args:
        redating: what the document says by itself, and what was told of its day.
        reading: what it says with that day.
    """
    replace(connection, reading)
    key, own = reading.document.id, rows.digest(redating.own)
    connection.execute(update(schema.documents).where(schema.documents.c.id == key).values(digest=own))
    connection.execute(insert(schema.redated), [rows.redated_row(redating)])


def write_plan(
    connection: Connection, plan: Plan, held: Mapping[ReportRef, str], redirects: Mapping[str, str]
) -> None:
    """Writes which reports are which incident, and where merged ones went, where that is another than is said of the book."""
    founded = [
        {
            "id": f.id,
            "seq": f.seq,
            "founder_document": f.founder.document,
            "founder_report": f.founder.report,
            "keeper_document": f.founder.document,
            "keeper_report": f.founder.report,
        }
        for f in plan.founded
    ]
    _write_all(connection, schema.incidents, founded)
    for name, keeper in plan.kept.items():
        kept = {"keeper_document": keeper.document, "keeper_report": keeper.report}
        connection.execute(update(schema.incidents).where(schema.incidents.c.id == name).values(kept))
    table = schema.incident_reports
    moved = {r: i for r, i in plan.members.items() if held.get(r) != i}
    stale = [{"of": r.document, "what": r.report} for r in held if r in moved or r not in plan.members]
    if stale:
        here = (table.c.document == bindparam("of")) & (table.c.report == bindparam("what"))
        connection.execute(delete(table).where(here), stale)
    members = [{"document": r.document, "report": r.report, "incident": i} for r, i in moved.items()]
    _write_all(connection, table, members)
    _write_redirects(connection, redirects, plan.redirects)


def _write_redirects(connection: Connection, before: Mapping[str, str], now: Mapping[str, str]) -> None:
    table = schema.redirects
    gone = [{"name": old} for old, new in before.items() if now.get(old) != new]
    if gone:
        connection.execute(delete(table).where(table.c.old == bindparam("name")), gone)
    merged = [{"old": old, "new": new} for old, new in now.items() if before.get(old) != new]
    _write_all(connection, table, merged)


def write_stories(
    connection: Connection, stories: Iterable[Sequence[str]], instead_of: Collection[str] | None = None
) -> None:
    """Writes which documents are one story, the newest of each first; in place of what is said of some documents, or of all."""
    table = schema.stories
    if instead_of is None:
        connection.execute(delete(table))
    elif instead_of:
        here = table.c.document == bindparam("of")
        connection.execute(delete(table).where(here), [{"of": name} for name in instead_of])
    grouped = [
        {"document": name, "story": min(story), "version": version}
        for story in stories
        if len(story) > 1
        for version, name in enumerate(story)
    ]
    _write_all(connection, table, grouped)


def has_another(connection: Connection, table: Table, method: str) -> bool:
    """Whether something of a table was made by another method; by the index, which knows the first and the last."""
    ends = (connection.execute(select(end(table.c.method))).scalar() for end in (func.min, func.max))
    return any(end not in (None, method) for end in ends)


def drop_comparisons(connection: Connection, method: str) -> None:
    """Drops marks and comparisons of texts where some were made by another method; then all stories are to be told."""
    if has_another(connection, schema.story_marks, method):
        for table in (schema.story_pairs, schema.story_marks, schema.story_changed, schema.story_gone):
            connection.execute(delete(table))
        every = select(schema.documents.c.id)
        connection.execute(insert(schema.story_changed).from_select(["document"], every))


def write_marks(connection: Connection, method: str, marks: Iterable[Mark]) -> None:
    """Writes marks of texts; another program may have written the same ones just now."""
    found = [
        {"document": m.id, "number": m.number, "method": method}
        | {"words": m.words, "size": m.size, "bands": m.bands}
        for m in marks
    ]
    connection.execute(
        delete(schema.story_marks).where(schema.story_marks.c.document.in_([m["document"] for m in found]))
    )
    _write_all(connection, schema.story_marks, found)


def write_pairs(connection: Connection, pairs: Mapping[tuple[str, str], Likeness]) -> None:
    """Writes comparisons of texts; another program may have written the same ones just now."""
    table, keys = schema.story_pairs, [{"one_of": a, "other": b} for a, b in pairs]
    if keys:
        here = (table.c.first == bindparam("one_of")) & (table.c.second == bindparam("other"))
        connection.execute(delete(table).where(here), keys)
    found = [{"first": a, "second": b, **asdict(said)} for (a, b), said in pairs.items()]
    _write_all(connection, table, found)


def write_place(connection: Connection, place: Place) -> None:
    """Writes how far a file has been read."""
    forget_place(connection, place.source)
    row = {"source": place.source, "reading": place.reading}
    row |= {"fingerprint": place.fingerprint, "position": place.position}
    connection.execute(insert(schema.cursors), [row])


def forget_place(connection: Connection, source: str) -> None:
    """A file has been read to its end."""
    connection.execute(delete(schema.cursors).where(schema.cursors.c.source == source))


def mark_linked(connection: Connection) -> None:
    """Notes that every report there is was linked."""
    connection.execute(update(schema.book).values(linked_revision=schema.book.c.revision))


def _write_all(connection: Connection, table: Table, found: list[rows.Record]) -> None:
    if found:
        connection.execute(insert(table), found)

"""What a book keeps so that linking reads, and writes, no more than what a change touches."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Select, bindparam, delete, func, insert, select

from incidentbook.book import pages, queries, regroup, schema
from incidentbook.book.changes import has_another, mark_linked
from incidentbook.book.ledger import parts
from incidentbook.link.items import Bonds, Kept, number_of
from incidentbook.link.shelf import Listed, place_keys, table_of
from incidentbook.link.shelf import listed as listed_keys
from incidentbook.model import ReportRef

Connect = Callable[[], AbstractContextManager[Connection]]
Integers = npt.NDArray[np.int64]
_MOSTLY = 0.5


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since reports were last linked.

    Attributes:
        revision: of the book, when this was read.
        reports: how many the book holds.
        fresh: those that are new or were read anew, by their numbers.
        gone: what was kept of those that are gone.
        bonds: what reviewers had decided when they were linked.
    """

    revision: int
    reports: int
    fresh: Mapping[int, ReportRef]
    gone: tuple[Kept, ...]
    bonds: Bonds

    @property
    def most(self) -> bool:
        """Whether so much changed that linking all is quicker."""
        return len(self.fresh) + len(self.gone) > _MOSTLY * self.reports


class Linkage:
    """What linking keeps in a book, open."""

    def __init__(self, reading: Connect, writing: Connect) -> None:
        self._reading = reading
        self._writing = writing

    # ------------------------------------------------------------ what is kept of reports

    def prepare(self, method: str) -> None:
        """Drops what is kept by another method; then all is to be linked.

        Raises:
            BookError: the book cannot be written.
        """
        with self._writing() as connection:
            if has_another(connection, schema.link_reports, method):
                for table in (schema.link_reports, schema.link_changed, schema.link_gone):
                    connection.execute(delete(table))
                every = select(schema.documents.c.id)
                connection.execute(insert(schema.link_changed).from_select(["document"], every))

    def waiting(self, most: int, after: str = "") -> list[str]:
        """The changed documents, so many at most, that have a report of which nothing is kept; in order, after an id."""
        changed, reports, known = schema.link_changed.c, schema.reports.c, schema.link_reports.c
        here = (known.document == reports.document) & (known.report == reports.id)
        query = (
            select(changed.document)
            .join(schema.reports, reports.document == changed.document)
            .outerjoin(schema.link_reports, here)
            .where(known.report.is_(None), changed.document > after)
        )
        with self._reading() as connection:
            found = query.distinct().order_by(changed.document).limit(most)
            return list(connection.execute(found).scalars())

    def keep(self, method: str, known: Mapping[ReportRef, Kept]) -> None:
        """Keeps what linking needs of reports to find their neighbours.

        Raises:
            BookError: the book cannot be written.
        """
        with self._writing() as connection:
            _write_kept(connection, method, known)

    def list_keys(self) -> None:
        """Makes new and changed reports known by their keys, and those that are gone no longer.

        Raises:
            BookError: the book cannot be written.
        """
        with self._writing() as connection:
            changed = connection.execute(select(func.count()).select_from(schema.link_changed)).scalar_one()
            every = connection.execute(select(func.count()).select_from(schema.documents)).scalar_one()
            if changed > _MOSTLY * every:
                _list_all(connection)
            else:
                _list_changed(connection)

    def changes(self) -> Changes:
        """What changed since reports were last linked."""
        known, changed = schema.link_reports.c, schema.link_changed.c
        fresh = select(known.number, known.document, known.report)
        with self._reading() as connection:
            rows = connection.execute(fresh.join(schema.link_changed, changed.document == known.document))
            return Changes(
                connection.execute(select(schema.book.c.revision)).scalar_one(),
                connection.execute(select(func.count()).select_from(schema.reports)).scalar_one(),
                {row.number: ReportRef(row.document, row.report) for row in rows},
                tuple(_kept(row) for row in connection.execute(select(schema.link_gone))),
                _bonds(connection),
            )

    def kept(self, numbers: Collection[int]) -> dict[int, Kept]:
        """What is kept of some reports, without their telling words."""
        known = schema.link_reports.c
        query = select(known.number, known.screen, known.offers, known.seeks)
        with self._reading() as connection:
            return {row.number: _kept(row) for row in queries.of(connection, query, known.number, numbers)}

    def refs(self, numbers: Collection[int]) -> dict[int, ReportRef]:
        """The places of some reports."""
        known = schema.link_reports.c
        query = select(known.number, known.document, known.report)
        with self._reading() as connection:
            rows = queries.of(connection, query, known.number, numbers)
            return {row.number: ReportRef(row.document, row.report) for row in rows}

    def offering(self, keys: Integers) -> Listed:
        """Those that offer these keys."""
        return self._having(pages.OFFERS, keys)

    def seeking(self, keys: Integers) -> Listed:
        """Those that seek these keys."""
        return self._having(pages.SEEKS, keys)

    def placed(self, keys: Integers) -> Listed:
        """Those at places of these keys."""
        return self._having(pages.PLACES, keys)

    def _having(self, kind: int, keys: Integers) -> Listed:
        with self._reading() as connection:
            found = pages.read(connection, kind, keys)
        return found["key"], found["owner"]

    # ------------------------------------------------------------ incidents

    def groups(self, numbers: Collection[int]) -> dict[int, tuple[int, ...]]:
        """The reports in the incident of each of some reports; changed ones are left out."""
        with self._reading() as connection:
            held = _incidents(connection, numbers)
            members = _members(connection, set(held.values()))
        return {number: members[name] for number, name in held.items()}

    def incidents(self, numbers: Collection[int]) -> dict[int, str]:
        """The incident of each of some reports that did not change."""
        with self._reading() as connection:
            return _incidents(connection, numbers)

    def set_groups(self, groups: Collection[Sequence[ReportRef]], changes: Changes, bonds: Bonds) -> None:
        """Makes each group an incident; reports that are in none of the groups stay together as they are.

        Args:
            groups: they hold every report that changed.
            changes: what was read before.
            bonds: what reviewers decided by then.

        Raises:
            BookError: the book cannot be written.
        """
        with self._writing() as connection:
            regroup.write_groups(connection, groups)
            _forget(connection, changes, bonds)

    def linked(self, changes: Changes, bonds: Bonds) -> None:
        """Notes that every report there was by then is linked.

        Raises:
            BookError: the book cannot be written.
        """
        with self._writing() as connection:
            _forget(connection, changes, bonds)


def _kept(row: Any) -> Kept:
    return Kept((), row.screen, row.offers, row.seeks)


def _write_kept(connection: Connection, method: str, known: Mapping[ReportRef, Kept]) -> None:
    """Another program may have written the same just now."""
    table, keys = schema.link_reports, [{"of": ref.document, "what": ref.report} for ref in known]
    if not keys:
        return
    here = (table.c.document == bindparam("of")) & (table.c.report == bindparam("what"))
    connection.execute(delete(table).where(here), keys)
    found = [
        {"document": ref.document, "report": ref.report, "number": number_of(ref.document, ref.report)}
        | {"method": method, "telling": list(one.telling)}
        | {"screen": one.screen, "offers": one.offers, "seeks": one.seeks}
        for ref, one in known.items()
    ]
    connection.execute(insert(table), found)


# ---------------------------------------------------------------- keys


def _list_all(connection: Connection) -> None:
    known = schema.link_reports.c
    for kind, column in (
        (pages.OFFERS, known.offers),
        (pages.SEEKS, known.seeks),
        (pages.PLACES, known.screen),
    ):
        rows = connection.execute(select(known.number, column)).all()
        numbers, packed = [row[0] for row in rows], [row[1] for row in rows]
        pages.replace(connection, kind, pages.entries(*_listed(kind, numbers, packed)))


def _list_changed(connection: Connection) -> None:
    known, gone, changed = schema.link_reports.c, schema.link_gone, schema.link_changed.c
    new = select(schema.link_reports).join(schema.link_changed, changed.document == known.document)
    there, before = connection.execute(new).all(), connection.execute(select(gone)).all()
    for kind, name in ((pages.OFFERS, "offers"), (pages.SEEKS, "seeks"), (pages.PLACES, "screen")):
        lost, found = (
            pages.entries(*_listed(kind, [r.number for r in rows], [getattr(r, name) for r in rows]))
            for rows in (before, there)
        )
        pages.change(connection, kind, lost, found)


def _listed(kind: int, numbers: Sequence[int], packed: Sequence[bytes]) -> Listed:
    if kind == pages.PLACES:
        return place_keys(table_of([Kept((), one, b"", b"") for one in packed]), numbers)
    return listed_keys(packed, numbers)


# ---------------------------------------------------------------- incidents


def _incidents(connection: Connection, numbers: Collection[int]) -> dict[int, str]:
    """The incident of each of some reports that did not change."""
    known, held = schema.link_reports.c, schema.incident_reports.c
    query = _unchanged(select(known.number, held.incident))
    return {row.number: row.incident for row in queries.of(connection, query, known.number, numbers)}


def _members(connection: Connection, names: Collection[str]) -> dict[str, tuple[int, ...]]:
    known, held = schema.link_reports.c, schema.incident_reports.c
    found: dict[str, list[int]] = {}
    for part in parts(names):
        query = _unchanged(select(held.incident, known.number)).where(held.incident.in_(part))
        for row in connection.execute(query):
            found.setdefault(row.incident, []).append(row.number)
    return {name: tuple(sorted(numbers)) for name, numbers in found.items()}


def _unchanged(query: Select[Any]) -> Select[Any]:
    known, held, changed = schema.link_reports.c, schema.incident_reports.c, schema.link_changed.c
    here = (held.document == known.document) & (held.report == known.report)
    return (
        query.join_from(schema.link_reports, schema.incident_reports, here)
        .outerjoin(schema.link_changed, changed.document == known.document)
        .where(changed.document.is_(None))
    )


def _bonds(connection: Connection) -> Bonds:
    table = schema.link_bonds.c
    pairs: dict[bool, set[tuple[ReportRef, ReportRef]]] = {True: set(), False: set()}
    for row in connection.execute(select(schema.link_bonds)):
        one, other = ReportRef(row.document, row.report), ReportRef(row.other_document, row.other_report)
        pairs[bool(row._mapping[table.together])].add((one, other))
    return Bonds(frozenset(pairs[True]), frozenset(pairs[False]))


def _write_bonds(connection: Connection, bonds: Bonds) -> None:
    connection.execute(delete(schema.link_bonds))
    rows = [
        {"document": a.document, "report": a.report, "other_document": b.document, "other_report": b.report}
        | {"together": together}
        for pairs, together in ((bonds.together, True), (bonds.apart, False))
        for a, b in pairs
    ]
    if rows:
        connection.execute(insert(schema.link_bonds), rows)


def _forget(connection: Connection, changes: Changes, bonds: Bonds) -> None:
    """What changed was linked, unless something changed meanwhile: then it is looked at again with that."""
    if connection.execute(select(schema.book.c.revision)).scalar_one() != changes.revision:
        return
    if bonds != changes.bonds:
        _write_bonds(connection, bonds)
    connection.execute(delete(schema.link_changed))
    connection.execute(delete(schema.link_gone))
    mark_linked(connection)

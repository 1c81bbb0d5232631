"""A book as it was known on a day: the documents out by then, the decisions made by then, linked as they would have been.

A document was known on the latest day on which it can have been published; where that is not known, on the day on which
it was added. An article that others date counts by what it says itself until they were out too. Incidents have the ids
of today, or of the time before they were merged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from incidentbook.book import identity, ledger, queries
from incidentbook.book.replay import bonds
from incidentbook.link import LinkItem, cluster
from incidentbook.link.dating import own_items
from incidentbook.model import Report, ReportRef


@dataclass(frozen=True, slots=True)
class Known:
    """The incident of each report, where merged incidents went, and the reports that read otherwise than they do now."""

    members: Mapping[ReportRef, str]
    redirects: Mapping[str, str]
    readings: Mapping[ReportRef, Report]


def known_on(connection: Connection, day: date) -> Known:
    """What was known at the end of a day."""
    out = {row.id for row in connection.execute(queries.facts()) if _known_since(row) <= day}
    items = {item.ref: item for item in queries.link_items(connection) if item.document in out}
    own = _read_by_themselves(connection, out)
    items = {ref: item for ref, item in items.items() if ref.document not in {o.document for o in own}}
    items |= {item.ref: item for item in own}
    made = ledger.all_decisions(connection, day)
    told = bonds(made, ledger.layout(connection, made))
    refs = list(items)
    clusters = [[refs[n] for n in group] for group in cluster(list(items.values()), told)]
    held = {ref: name for ref, name in queries.memberships(connection).items() if ref in items}
    rank = {ref: _rank(item) for ref, item in items.items()}
    made_of = identity.plan(
        clusters, rank, held, queries.foundings(connection), queries.redirects(connection)
    )
    return Known(made_of.members, made_of.redirects, {item.ref: item.report for item in own})


def _known_since(row: Row[Any]) -> date:
    known: date | None = row.published_latest or row.added
    return known or date.max


def _read_by_themselves(connection: Connection, out: set[str]) -> list[LinkItem]:
    """The reports of documents that are dated by others which were not out, as they read without them."""
    found: list[LinkItem] = []
    for name, redating in queries.redated(connection).items():
        if name in out and not set(redating.told.others) <= out:
            found += own_items(redating.own)
    return found


def _rank(item: LinkItem) -> tuple[str, str, str]:
    first = item.published.earliest if item.published else None
    return (str(first or date.max), item.document, item.report.id)

"""The entries of a book: incidents computed from reports, decisions of reviewers, a policy and a day."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, select

from incidentbook.book import asof, identity, ledger, queries, schema
from incidentbook.book.incident import Member
from incidentbook.book.policy import Policy
from incidentbook.book.replay import Replay
from incidentbook.book.verdicts import entry
from incidentbook.book.voices import Voice
from incidentbook.exchange import from_plain
from incidentbook.link.items import Bonds
from incidentbook.model import Actor, Incident, Report, ReportRef


@dataclass(frozen=True, slots=True)
class View:
    """How the book is looked at: which value is shown where sources differ, and on which day it is as it was known."""

    policy: Policy = "most-independent"
    as_of: date | None = None


TODAY = View()
NOTHING_SAID = Replay((), Bonds(), {})


def incidents(connection: Connection, view: View = TODAY) -> list[Incident]:
    """All incidents that hold a report."""
    held = known(connection, view)
    return _computed(connection, held, view, set(held.members.values()))


def incident(connection: Connection, name: str, view: View = TODAY) -> list[Incident]:
    """The incident of that id, or the one that it was merged into; nothing where there is none."""
    held = known(connection, view)
    return _computed(connection, held, view, {identity.resolve(name, held.redirects)})


def known(connection: Connection, view: View) -> asof.Known:
    """The incident of each report, and where merged incidents went, as a view shows them."""
    if view.as_of is not None:
        return asof.known_on(connection, view.as_of)
    return asof.Known(queries.memberships(connection), queries.redirects(connection), {})


def _computed(
    connection: Connection, there: asof.Known, view: View, wanted: Collection[str]
) -> list[Incident]:
    held = {ref: name for ref, name in there.members.items() if name in wanted}
    facts = {row.id: row for row in connection.execute(queries.facts())}
    groups = members(connection, held, there.readings, facts, queries.stories(connection))
    made = ledger.all_decisions(connection, view.as_of)
    said = ledger.replayed(connection, made, dict(there.members)) if made else NOTHING_SAID
    return [entry(name, group, said.verdicts.get(name), view.policy) for name, group in groups.items()]


def members(
    connection: Connection,
    held: Mapping[ReportRef, str],
    readings: Mapping[ReportRef, Report],
    facts: Mapping[str, Row[Any]],
    stories: Mapping[str, tuple[str, int]],
) -> dict[str, list[Member]]:
    """The reports of each incident, with what their documents tell of their independence.

    Args:
        held: the incident of each report that is asked for.
        readings: the reports that read otherwise in this view.
        facts, stories: of their documents, as `queries` gives them.
    """
    documents = {ref.document for ref in held}
    few = documents if len(documents) <= ledger.AT_ONCE else None
    reports = {**queries.values_of_reports(connection, few), **readings}
    quoted = _voices(connection, few)
    found: dict[str, list[Member]] = defaultdict(list)
    for ref in sorted(held, key=lambda r: (r.document, r.report)):
        row, (story, version) = facts[ref.document], stories.get(ref.document, (None, 0))
        about = row.publisher, row.syndicated_from, story, version, tuple(quoted.get(ref, ()))
        found[held[ref]].append(Member(ref.document, reports[ref], queries.published_of(row), *about))
    return found


def _voices(connection: Connection, documents: Collection[str] | None) -> dict[ReportRef, list[Voice]]:
    """Who is quoted for what in each report."""
    said, reports = schema.statements.c, schema.reports.c
    own = (said.document == reports.document) & (said.report == reports.id)
    query = (
        select(
            said.document,
            said.report,
            said.property,
            said.stance,
            said.speaker,
            said.value,
            reports["values"],
        )
        .join(schema.reports, own)
        .where(said.speaker.is_not(None))
        .order_by(said.document, said.report, said.position)
    )
    if documents is not None:
        query = query.where(said.document.in_(sorted(documents)))
    actors: dict[str, Actor] = {}
    found: dict[ReportRef, list[Voice]] = defaultdict(list)
    for row in connection.execute(query):
        key = json.dumps(row.speaker, sort_keys=True)
        speaker = actors.get(key) or actors.setdefault(key, from_plain(Actor, row.speaker, "speaker"))
        shown = row._mapping["values"].get(row.property)
        found[ReportRef(row.document, row.report)].append(
            Voice(row.property, row.stance, speaker, _is_value(row.value, shown))
        )
    return found


def _is_value(said: Any, shown: Any) -> bool:
    """Whether a statement's value is the report's, or one item of its list."""
    return said is not None and (said == shown or (isinstance(shown, list) and said in shown))

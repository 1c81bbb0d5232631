"""What a catalogue of a book needs to know: which incidents there are, what each was made of, and what their texts say.

`survey` looks at every report without its values, which is quick; `described` computes the incidents that are asked for.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Connection, Row, select

from incidentbook.book import asof, entries, ledger, queries, schema
from incidentbook.book.decisions import Decision
from incidentbook.book.entries import View
from incidentbook.book.replay import Replay, Verdict
from incidentbook.book.verdicts import entry
from incidentbook.model import Incident, ReportRef

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Survey:
    """A book as a view shows it.

    Attributes:
        groups: the reports of each incident, in order.
        fingerprints: of each incident, what it is made of, as a hash: it changes where the incident may.
        since, touched: of each incident, when its first text came, and when a text came or somebody decided of it last.
    """

    view: View
    known: asof.Known
    replay: Replay
    facts: Mapping[str, Row[Any]]
    stories: Mapping[str, tuple[str, int]]
    groups: Mapping[str, Sequence[ReportRef]]
    fingerprints: Mapping[str, str]
    since: Mapping[str, datetime]
    touched: Mapping[str, datetime]


@dataclass(frozen=True, slots=True)
class Described:
    """An incident with what it can be found by: titles of its documents, the words that it rests on, who published it."""

    incident: Incident
    fingerprint: str
    titles: tuple[str, ...]
    quotes: tuple[str, ...]
    sources: tuple[str, ...]
    since: datetime
    touched: datetime


def survey(connection: Connection, view: View) -> Survey:
    """All incidents of a view, and what each is made of."""
    known = entries.known(connection, view)
    made = ledger.all_decisions(connection, view.as_of)
    replay = ledger.replayed(connection, made, dict(known.members)) if made else entries.NOTHING_SAID
    facts = {row.id: row for row in connection.execute(_facts())}
    stories = queries.stories(connection)
    groups: dict[str, list[ReportRef]] = defaultdict(list)
    for ref in sorted(known.members, key=lambda r: (r.document, r.report)):
        groups[known.members[ref]].append(ref)
    decided = _decided(made, known.members)
    added = {name: [_came(facts[ref.document]) for ref in refs] for name, refs in groups.items()}
    return Survey(
        view, known, replay, facts, stories, groups,
        {n: _fingerprint(refs, known, facts, stories, replay.verdicts.get(n)) for n, refs in groups.items()},
        {name: min(days) for name, days in added.items()},
        {name: max([*days, decided.get(name, _LONG_AGO)]) for name, days in added.items()},
    )  # fmt: skip


def described(connection: Connection, seen: Survey, names: Iterable[str]) -> Iterator[Described]:
    """The incidents of these names, computed so many at once as a query takes."""
    for part in _batches(seen, names):
        held = {ref: name for name in part for ref in seen.groups[name]}
        documents = sorted({ref.document for ref in held})
        members = entries.members(connection, held, seen.known.readings, seen.facts, seen.stories)
        titles, quotes = _words(connection, documents)
        for name in part:
            refs, verdict = seen.groups[name], seen.replay.verdicts.get(name)
            own = tuple(dict.fromkeys(ref.document for ref in refs))
            yield Described(
                entry(name, members[name], verdict, seen.view.policy),
                seen.fingerprints[name],
                tuple(titles[d] for d in own if titles.get(d)),
                tuple(words for ref in refs for words in quotes.get(ref, ())),
                _sources(seen.facts[d] for d in own),
                seen.since[name],
                seen.touched[name],
            )


def _facts() -> Any:
    columns = schema.documents.c
    return queries.facts().add_columns(columns.digest)


def _came(row: Row[Any]) -> datetime:
    day: date | None = row.added
    return datetime.combine(day, time(), UTC) if day else _LONG_AGO


def _decided(made: Sequence[Decision], members: Mapping[ReportRef, str]) -> dict[str, datetime]:
    """When somebody decided of each incident last; an undo is of what it undoes."""
    known = {decision.id: decision for decision in made}
    found: dict[str, datetime] = {}
    for decision in made:
        about = decision
        while about.undoes is not None and about.undoes in known:
            about = known[about.undoes]
        for anchor in about.anchors:
            name = members.get(ReportRef(anchor.document, anchor.report))
            if name is not None:
                found[name] = max(decision.at, found.get(name, decision.at))
    return found


def _fingerprint(
    refs: Sequence[ReportRef],
    known: asof.Known,
    facts: Mapping[str, Row[Any]],
    stories: Mapping[str, tuple[str, int]],
    verdict: Verdict | None,
) -> str:
    parts: list[object] = []
    for ref in refs:
        row = facts[ref.document]
        days = row.published_earliest, row.published_latest
        about = row.digest, *days, row.publisher, row.syndicated_from, stories.get(ref.document)
        parts.append((ref.document, ref.report, *about, ref in known.readings))
    if verdict is not None:
        corrected = sorted((name, d.id) for name, d in verdict.corrections.items())
        rejected = sorted((ref.document, ref.report) for ref in verdict.rejected)
        parts += [[d.id for d in verdict.decisions], corrected, rejected, verdict.judged]
    return hashlib.sha256(repr(parts).encode("utf-8", "replace")).hexdigest()[:32]


def _batches(seen: Survey, names: Iterable[str]) -> Iterator[list[str]]:
    part: list[str] = []
    size = 0
    for name in names:
        more = len(seen.groups[name])
        if part and size + more > ledger.AT_ONCE:
            yield part
            part, size = [], 0
        part.append(name)
        size += more
    if part:
        yield part


def _words(
    connection: Connection, documents: Sequence[str]
) -> tuple[dict[str, str], dict[ReportRef, list[str]]]:
    """The titles of documents, and the words that the statements of each of their reports rest on."""
    titles: dict[str, str] = {}
    quotes: dict[ReportRef, list[str]] = defaultdict(list)
    for part in ledger.parts(documents):
        columns, said = schema.documents.c, schema.statements.c
        query = select(columns.id, columns.title, columns.text).where(columns.id.in_(part))
        texts = {row.id: (row.title, row.text) for row in connection.execute(query)}
        titles |= {name: title for name, (title, _) in texts.items() if title}
        spans = select(said.document, said.report, said.span_start, said.span_end).distinct()
        for row in connection.execute(spans.where(said.document.in_(part))):
            words = texts[row.document][1][row.span_start : row.span_end]
            quotes[ReportRef(row.document, row.report)].append(words)
    return titles, quotes


def _sources(rows: Iterable[Row[Any]]) -> tuple[str, ...]:
    """Publishers and agencies, each once, in order."""
    named = (name for row in rows for name in (row.publisher, row.syndicated_from))
    return tuple(sorted({name for name in named if name}))

"""What texts say held against a book: its own texts, or drafts that are not in it."""

from __future__ import annotations

from collections.abc import Iterable

from incidentbook.book import Store
from incidentbook.check.findings import Findings, Said, check_all, said_in
from incidentbook.check.flags import Flag
from incidentbook.check.misplaced import Telling, misplaced
from incidentbook.check.plausibility import flags_of
from incidentbook.check.record import Record, entry
from incidentbook.check.sequences import SequenceCheck, sequence
from incidentbook.model import ContextEvent, ContextKind, Extraction, Incident


def record_of(store: Store) -> Record:
    """The incidents of a book and the days of its documents.

    Raises:
        BookError: the book cannot be read.
    """
    published = store.published()
    held = [i for i in store.incidents() if i.status != "rejected"]
    entries = [entry(i, (published[r.document] for r in i.reports)) for i in held]
    return Record(entries, [p.latest for p in published.values() if p is not None and p.latest is not None])


def check_book(store: Store) -> Findings:
    """What the texts of a book say, against its incidents, the world and one another, in the order of their days.

    Raises:
        BookError: the book cannot be read.
    """
    incidents = {(r.document, r.report): i for i in store.incidents() for r in i.reports}
    last = {name: when.latest for name, when in store.published().items() if when is not None}
    texts, tellings, flags = list[Said](), list[Telling](), list[Flag]()
    for name in sorted(store.document_ids(), key=lambda n: (str(last.get(n)), n)):
        extraction = store.extraction(name)
        held = {r.id: i for r in extraction.reports if (i := incidents.get((name, r.id))) is not None}
        days = {r: i.values.date for r, i in held.items() if i.values.date is not None}
        subject = {held[r.id].id for r in extraction.reports if r.main and r.id in held}
        texts.append(said_in(extraction, days, subject))
        flags += flags_of(extraction)
        tellings += [
            Telling(extraction.document, r, held[r.id].id if r.id in held else None)
            for r in extraction.reports
        ]
    return check_all(texts, record_of(store), [*flags, *misplaced(tellings)])


def sequence_of(store: Store, kind: ContextKind, within: int, incidents: Iterable[Incident]) -> SequenceCheck:
    """How often incidents follow, or come before, events of a kind, each counted once however many texts tell of it.

    Raises:
        BookError: the book cannot be read.
        ValueError: there is no event of the kind, or no incident, whose days are known.
    """
    told = (r for _, r in store.remarks() if isinstance(r, ContextEvent) and r.kind == kind)
    events = list(dict.fromkeys(r.date for r in told if r.date is not None and r.date.days is not None))
    attacks = [d for i in incidents if (d := i.values.date) is not None and d.days is not None]
    printed = [p.latest for p in store.published().values() if p is not None and p.latest is not None]
    return sequence(events, attacks, within, published=printed, noun=kind)


def check_drafts(store: Store, drafts: Iterable[Extraction]) -> Findings:
    """What texts that are not in a book say, against its incidents and the world.

    Raises:
        BookError: the book cannot be read.
    """
    every = list(drafts)
    return check_all(map(said_in, every), record_of(store), [f for d in every for f in flags_of(d)])
